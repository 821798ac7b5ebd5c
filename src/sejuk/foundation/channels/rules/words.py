"""Words of messages: by which way, which direction, how far."""

from sejuk.kit.choices import N_, Choice


class Channel(Choice):
    """By which way a message travels."""

    WEB = "web", N_("Web form")
    STAFF = "staff", N_("Entered by staff")
    VISIT = "visit", N_("Visit")
    API = "api", N_("API")
    FILE = "file", N_("File import")
    WHATSAPP = "whatsapp", N_("WhatsApp")
    TELEGRAM = "telegram", N_("Telegram")
    SMS = "sms", N_("SMS")
    EMAIL = "email", N_("E-mail")
    TELEPHONE = "telephone", N_("Telephone")


class Direction(Choice):
    IN = "in", N_("Received")
    OUT = "out", N_("Sent")


class MessageState(Choice):
    """How far a message has come."""

    QUEUED = "queued", N_("Waiting")
    SENDING = "sending", N_("Being handed over")
    SENT = "sent", N_("Sent")
    DELIVERED = "delivered", N_("Delivered")
    READ = "read", N_("Read by its receiver")
    FAILED = "failed", N_("Failed")
    RECEIVED = "received", N_("Received")


# What a gateway carries; the other channels are ways by which people come to us.
CARRIED = frozenset({Channel.WHATSAPP, Channel.TELEGRAM, Channel.SMS, Channel.EMAIL})
