"""Leave a sender who floods us unanswered for a time, with a reason; nobody is blocked for good."""

from datetime import datetime, timedelta

from sejuk.foundation.channels import queries, rules
from sejuk.foundation.channels.models import Conversation
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor


@traced
def block_sender(
    *, conversation_id: int, hours: int, reason: str, actor: Actor, now: datetime
) -> Conversation:
    """
    Keep what a sender writes without answering it, for some hours.

    :raises NotYours: when there is no such conversation.
    :raises Refused: without a reason, or for longer than a week.
    """
    rules.may_block(hours=hours, reason=reason).or_refuse()
    conversation = queries.get_conversation(conversation_id, is_locked=True)
    conversation.blocked_until = now + timedelta(hours=hours)
    conversation.blocked_reason, conversation.blocked_by = reason.strip(), actor.name
    conversation.save(update_fields=["blocked_until", "blocked_reason", "blocked_by"])
    record(
        verb="channels.conversation.blocked",
        subject=conversation,
        actor=actor,
        now=now,
        detail={"hours": hours},
    )
    return conversation


@traced
def unblock_sender(*, conversation_id: int, actor: Actor, now: datetime) -> Conversation:
    """
    Answer a sender again.

    :raises NotYours: when there is no such conversation.
    """
    conversation = queries.get_conversation(conversation_id, is_locked=True)
    conversation.blocked_until, conversation.blocked_reason, conversation.blocked_by = None, "", ""
    conversation.save(update_fields=["blocked_until", "blocked_reason", "blocked_by"])
    record(verb="channels.conversation.unblocked", subject=conversation, actor=actor, now=now)
    return conversation
