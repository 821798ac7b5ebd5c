"""What is kept of who reported beside his report: the conversation that it was told in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sejuk.foundation.channels import queries as channels
from sejuk.foundation.channels.rules import Direction
from sejuk.foundation.custody import queries as custody
from sejuk.kit.actors import EVERYWHERE
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.models import NoticeRoute, Signal
from sejuk.sense.signals.rules import CONVERSATION_KEY, OPEN_STATES

if TYPE_CHECKING:
    from sejuk.foundation.channels.models import Conversation, Message

# Longer than the number of any conversation.
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Behind:
    """The conversation behind a report, and when the address of its sender was deleted, if so."""

    conversation: "Conversation"
    forgotten_at: datetime | None

    @property
    def seals(self) -> list[UUID]:
        """Return what lies sealed of the sender: his address, and what he wrote in full."""
        ours = custody.seals_of_sender(self.conversation.fingerprint)
        return [self.conversation.seal, *(seal for seal in ours if seal != self.conversation.seal)]

    @property
    def wholes(self) -> list[UUID]:
        """Return what he wrote in full, where something was taken out of it."""
        told = [one for one in self.messages() if one.direction == Direction.IN]
        return [one.unredacted for one in told if one.unredacted]

    def messages(self) -> list["Message"]:
        """Return what was said in it, oldest first."""
        rows = channels.messages_seen(scope=(EVERYWHERE,), conversation_id=self.conversation.pk)
        return list(rows.order_by("pk"))

    def told(self, wholes: Mapping[UUID, str]) -> list[dict[str, str]]:
        """Return what was said, for him; his own words in full where they are at hand."""
        return [
            {
                "at": one.created_at.isoformat(),
                "by": "resident" if one.direction == Direction.IN else "post",
                "text": wholes.get(one.unredacted, one.text) if one.unredacted else one.text,
            }
            for one in self.messages()
        ]


def behind(signal: Signal) -> Behind | None:
    """Return the conversation that a report was told in; None when it came otherwise."""
    number = signal.source_key.removeprefix(CONVERSATION_KEY)
    if number == signal.source_key or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    try:
        conversation = channels.get_conversation(int(number))
    except NotYours:
        return None
    standing = custody.standing_of(conversation.seal)
    return Behind(conversation, standing.forgotten_at) if standing else None


def is_needed_elsewhere(signal: Signal, conversation_id: int) -> bool:
    """
    Test whether another report of the same sender is open, and he wants to hear of it there.

    He said that he does not by ending its notices, or by asking for deletion there before.
    """
    routes = NoticeRoute.objects.filter(signal=OuterRef("pk"))
    goes_there = routes.filter(conversation_id=conversation_id, ended_at__isnull=True)
    told_there = Q(source_key=f"{CONVERSATION_KEY}{conversation_id}") & ~Exists(routes)
    others = Signal.objects.filter(state__in=OPEN_STATES).exclude(pk=signal.pk)
    return others.filter(told_there | Exists(goes_there)).exists()
