"""What may be sent, how far a message has come, and when it is tried again. No Django, no clock."""

from datetime import datetime, timedelta

from sejuk.foundation.channels.rules.words import CARRIED, Channel, MessageState
from sejuk.foundation.custody.rules import Purpose
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

# Chosen: the longest text that WhatsApp and Telegram take in one message.
LONGEST_TEXT = 4_096

# Chosen: with the waits of `wait_seconds` a gateway may be away for three hours.
MOST_ATTEMPTS = 16

# Chosen, in seconds: who is well again after an hour carries what waited within a quarter of one.
LONGEST_WAIT = 900

# Chosen, in seconds: no provider makes us wait longer; the next attempt will tell.
LONGEST_ASKED_WAIT = 3_600

# Chosen: longer than any address of mail (254 characters, RFC 5321).
LONGEST_ADDRESS = 300

# As long as what custody seals whole. Of a longer message the length alone is kept, and whoever
# leads the conversation asks for a shorter one.
LONGEST_RECEIVED = 20_000

# WhatsApp's customer service window.
FREE_FOR = timedelta(hours=24)

# Chosen: a week is enough for a flood to end, and too short to forget somebody.
LONGEST_BLOCK_HOURS = 168

# From the handing over of a message that nobody heard the end of (its program was killed) until it
# is handed over once more. Chosen: providers tell of a message within seconds, and what they tell
# in that time decides; only then do we risk that somebody reads it twice.
UNHEARD_OF_SECONDS = 300

# How far each state lies on the way; a message never goes back, however late its news come.
WAY = (
    MessageState.QUEUED,
    MessageState.SENDING,
    MessageState.SENT,
    MessageState.DELIVERED,
    MessageState.READ,
)


def may_converse(channel: Channel, address: str) -> Decision:
    """
    Test whether messages can go to an address.

    >>> bool(may_converse(Channel.SMS, "+628110000"))
    True
    >>> may_converse(Channel.WEB, "+628110000").reason
    'No gateway carries messages of this kind.'
    """
    if channel not in CARRIED:
        return Decision.no(N_("No gateway carries messages of this kind."))
    if not address.strip():
        return Decision.no(N_("A message needs an address."))
    if len(address) > LONGEST_ADDRESS or not address.isprintable():
        return Decision.no(N_("This is no address that a message can go to."))
    return Decision.yes()


def may_send(text: str) -> Decision:
    """Test whether a text can go out."""
    if not text.strip():
        return Decision.no(N_("A message needs a text."))
    if len(text) > LONGEST_TEXT:
        return Decision.no(N_("A message has at most %(most)s characters."), most=LONGEST_TEXT)
    return may_keep(text)


def may_keep(text: str) -> Decision:
    """Test whether a text can be stored at all."""
    if len(text) > LONGEST_RECEIVED:
        return Decision.no(N_("A message has at most %(most)s characters."), most=LONGEST_RECEIVED)
    if "\0" in text:
        return Decision.no(N_("The text holds a character that cannot be stored."))
    return Decision.yes()


def has_arrived(state: MessageState) -> bool:
    """Tell whether a message is with its receiver, and never goes again."""
    return state in WAY[3:]


def may_be_handed_over(state: MessageState, handed_at: datetime | None, now: datetime) -> bool:
    """
    Test whether a message waits for a gateway: also one whose last handing over nobody ended.

    >>> from datetime import UTC
    >>> noon = datetime(2024, 11, 5, 12, tzinfo=UTC)
    >>> may_be_handed_over(MessageState.SENDING, noon, noon + timedelta(seconds=20))
    False
    >>> may_be_handed_over(MessageState.SENDING, noon, noon + timedelta(seconds=400))
    True
    """
    if state is MessageState.SENDING:
        return handed_at is None or (now - handed_at).total_seconds() >= UNHEARD_OF_SECONDS
    return state is MessageState.QUEUED


def may_be_free(channel: Channel, heard_at: datetime | None, now: datetime) -> bool:
    """Tell whether any text may go out: WhatsApp takes templates only to who was silent a day."""
    if channel is not Channel.WHATSAPP:
        return True
    return heard_at is not None and now - heard_at < FREE_FOR


def may_block(*, hours: int, reason: str) -> Decision:
    """Test whether a sender may be left unanswered: for a reason, and not for good."""
    if not 0 < hours <= LONGEST_BLOCK_HOURS:
        return Decision.no(
            N_("A sender is blocked for 1 to %(most)s hours."),
            where="hours",
            most=LONGEST_BLOCK_HOURS,
        )
    if not reason.strip():
        return Decision.no(N_("Say why."), where="reason")
    return Decision.yes()


def state_after_failure(attempts: int) -> MessageState:
    """
    Tell whether a message that was not taken waits for another attempt.

    >>> state_after_failure(1).value, state_after_failure(MOST_ATTEMPTS).value
    ('queued', 'failed')
    """
    return MessageState.FAILED if attempts >= MOST_ATTEMPTS else MessageState.QUEUED


def is_further(state: MessageState, told: MessageState) -> bool:
    """
    Tell whether news take a message further: they come late, twice and in any order.

    >>> is_further(MessageState.SENT, MessageState.READ)
    True
    >>> is_further(MessageState.READ, MessageState.DELIVERED)
    False
    >>> is_further(MessageState.DELIVERED, MessageState.FAILED)
    False
    """
    if state not in WAY:
        return state is MessageState.FAILED and told in WAY[2:]
    if told is MessageState.FAILED:
        return state not in WAY[3:]
    return told in WAY and WAY.index(told) > WAY.index(state)


def wait_seconds(attempts: int) -> int:
    """
    Tell how long to wait after so many attempts: four times as long, up to a quarter of an hour.

    >>> [wait_seconds(attempts) for attempts in (1, 2, 3, 4, 5)]
    [8, 32, 128, 512, 900]
    """
    return int(min(2 * 4 ** min(attempts, 6), LONGEST_WAIT))


def longest_wait_seconds() -> int:
    """Return the longest that a message waits between two attempts, also where it is asked to."""
    return max(LONGEST_WAIT, LONGEST_ASKED_WAIT)


def priority_of(purpose: Purpose) -> int:
    """
    Tell in which order messages leave: who waits for a reply comes before a broadcast.

    A provider that hangs while hundreds wait for it holds up neither talks nor alarms.
    """
    return 0 if purpose is Purpose.REPLY else -1


def may_send_again(state: MessageState) -> Decision:
    if state is MessageState.FAILED:
        return Decision.yes()
    return Decision.no(N_("Only a message that failed can be sent again."))
