"""Words of messages. No Django, no clock, no database."""

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
    SENT = "sent", N_("Sent")
    FAILED = "failed", N_("Failed")
    RECEIVED = "received", N_("Received")
