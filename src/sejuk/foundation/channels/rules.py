"""Words of messages, what may be sent, and the face of a gateway. No Django, no clock."""

from dataclasses import dataclass
from typing import Protocol

from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision


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


# What a gateway carries; the other channels are ways by which people come to us.
CARRIED = frozenset({Channel.WHATSAPP, Channel.TELEGRAM, Channel.SMS, Channel.EMAIL})

# Chosen: the longest text that WhatsApp and Telegram take in one message.
LONGEST_TEXT = 4_096

# Chosen: with the waits of `wait_seconds` a gateway may be away for some three hours.
MOST_ATTEMPTS = 7

SHOWN_OF_ADDRESS = 4


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a gateway takes it."""

    number: int
    channel: str
    address: str
    text: str


class GatewayFailed(Exception):
    """The gateway did not take the message. The words say why, without the address or text."""


class Gateway(Protocol):
    """Carries messages out."""

    def send(self, message: Outgoing) -> str:
        """
        Hand a message over, and return the gateway's own number for it.

        Called again after a failure: a gateway that may have taken it must know it by its number.

        :raises GatewayFailed: when it was not taken.
        """


def may_send(channel: Channel, address: str, text: str) -> Decision:
    """
    Test whether a message can go out.

    >>> bool(may_send(Channel.SMS, "+628110000", "Terima kasih."))
    True
    >>> may_send(Channel.WEB, "+628110000", "Terima kasih.").reason
    'No gateway carries messages of this kind.'
    """
    if channel not in CARRIED:
        return Decision.no(N_("No gateway carries messages of this kind."))
    if not address.strip() or not text.strip():
        return Decision.no(N_("A message needs an address and a text."))
    return may_keep(text)


def may_keep(text: str) -> Decision:
    """Test whether a text can be stored at all."""
    if len(text) > LONGEST_TEXT:
        return Decision.no(N_("A message has at most %(most)s characters."), most=LONGEST_TEXT)
    if "\0" in text:
        return Decision.no(N_("The text holds a character that cannot be stored."))
    return Decision.yes()


def state_after_failure(attempts: int) -> MessageState:
    """
    Tell whether a message that was not taken waits for another attempt.

    >>> state_after_failure(1).value, state_after_failure(MOST_ATTEMPTS).value
    ('queued', 'failed')
    """
    return MessageState.FAILED if attempts >= MOST_ATTEMPTS else MessageState.QUEUED


def wait_seconds(attempts: int) -> int:
    """
    Tell how long to wait after so many attempts: each time four times as long.

    >>> [wait_seconds(attempts) for attempts in (1, 2, 3)]
    [8, 32, 128]
    """
    return int(2 * 4 ** min(attempts, 6))


def masked(address: str) -> str:
    """
    Return an address of which one can tell only whether it is the one he has before him.

    >>> masked("+6281234567890"), masked("ani@example.org"), masked("ani")
    ('••••7890', '••••.org', '••••')
    """
    shown = address[-SHOWN_OF_ADDRESS:] if len(address) >= 2 * SHOWN_OF_ADDRESS else ""
    return f"••••{shown}"


def may_send_again(state: MessageState) -> Decision:
    if state is MessageState.FAILED:
        return Decision.yes()
    return Decision.no(N_("Only a message that failed can be sent again."))
