"""Questions about messages."""

from django.db.models import Q, QuerySet

from sejuk.foundation.channels.models import Message
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within


def messages_seen(
    *, scope: tuple[str, ...], direction: str = "", state: str = ""
) -> QuerySet[Message]:
    """Return messages of the areas in `scope`, newest first."""
    found = Message.objects.filter(within(scope)).select_related("area")
    if direction:
        found = found.filter(direction=direction)
    if state:
        found = found.filter(state=state)
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
