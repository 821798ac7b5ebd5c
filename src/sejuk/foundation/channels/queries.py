"""Questions about messages and conversations."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from sejuk.foundation.channels import rules
from sejuk.foundation.channels.models import Conversation, Message
from sejuk.foundation.channels.rules import Channel, MessageState, News
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

# Chosen: what a resumed worker takes up in one go; the next minute takes the rest.
MOST_AT_ONCE = 1_000


def messages_seen(
    *,
    scope: tuple[str, ...],
    direction: str = "",
    state: str = "",
    conversation_id: int | None = None,
) -> QuerySet[Message]:
    """Return messages of the areas in `scope`, newest first."""
    found = Message.objects.filter(within(scope)).select_related("area")
    if direction:
        found = found.filter(direction=direction)
    if state:
        found = found.filter(state=state)
    if conversation_id is not None:
        found = found.filter(conversation_id=conversation_id)
    return found.order_by("-id")


def get_message(message_id: int, *, scope: tuple[str, ...]) -> Message:
    """
    Return one message.

    :raises NotYours: when it lies outside `scope` or does not exist.
    """
    message = Message.objects.filter(Q(pk=message_id), within(scope)).first()
    if message is None:
        raise NotYours
    return message


def received(message_id: int) -> Message:
    """
    Return a message that came in, with its conversation, for whoever answers it.

    :raises NotYours: when there is none.
    """
    message = (
        Message.objects.select_related("conversation").filter(pk=message_id, direction="in").first()
    )
    if message is None:
        raise NotYours
    return message


def get_conversation(conversation_id: int) -> Conversation:
    """
    Return one conversation.

    :raises NotYours: when there is none.
    """
    found = Conversation.objects.filter(pk=conversation_id).first()
    if found is None:
        raise NotYours
    return found


def is_kept(channel: Channel, gateway_id: str) -> bool:
    """Tell whether a message came in before: gateways deliver twice."""
    return Message.objects.filter(channel=channel, gateway_id=gateway_id[:200]).exists()


def told_of(channel: Channel, news: News) -> int | None:
    """Return the number of the message of ours that news take further; None when they do not."""
    ours = Message.objects.filter(channel=channel, direction="out")
    one = Q(pk=news.number) if news.number else Q(gateway_id=news.gateway_id)
    if not news.number and not news.gateway_id:
        return None
    found = ours.filter(one).values_list("pk", "state").first()
    if found is None or not rules.is_further(MessageState(found[1]), news.state):
        return None
    return int(found[0])


def unheard_of(now: datetime) -> list[tuple[int, str]]:
    """
    Return the messages that nobody hands over any more: their program was killed, or their job.

    As number and channel, oldest first.
    """
    since = now - timedelta(seconds=rules.UNHEARD_OF_SECONDS)
    longest = now - timedelta(seconds=rules.UNHEARD_OF_SECONDS + rules.longest_wait_seconds())
    lost = Q(state=MessageState.SENDING, handed_at__lte=since) | Q(
        state=MessageState.QUEUED, handed_at__lte=longest
    )
    rows = Message.objects.filter(lost, direction="out").order_by("handed_at", "pk")
    return list(rows.values_list("pk", "channel")[:MOST_AT_ONCE])
