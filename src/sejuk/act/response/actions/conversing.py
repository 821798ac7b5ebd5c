"""Answer every message: menu, report, status, rumour, and whatever else somebody writes."""

from datetime import datetime

from sejuk.act.response import queries
from sejuk.act.response.actions.talking import Talk
from sejuk.act.response.models import Reply
from sejuk.act.response.rules import Wish
from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels import queries as messages
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.kit.actors import Actor


@traced
def answer_message(*, message_id: int, actor: Actor, now: datetime) -> Wish | None:
    """
    Answer one message that came in, once however often it is asked for; None when it was before.

    Who is blocked gets no answer; what he wrote is kept.

    :raises NotYours: when there is no such message
    """
    message = messages.received(message_id)
    conversation = messages.get_conversation(message.conversation_id, is_locked=True)
    if queries.is_replied(message_id):
        record(verb="response.message.left", subject=message, actor=actor, now=now)
        return None
    if conversation.blocked_until is not None and now < conversation.blocked_until:
        return _noted(message_id, Wish.BLOCKED, actor=actor, now=now)
    talk = Talk(conversation, message, actor, now)
    text = talk.reply()
    if text:
        channels.send_message(
            conversation_id=conversation.pk,
            text=text,
            about=subject_of(message),
            area_code=message.area_id or "",
            actor=actor,
            now=now,
        )
    channels.keep_step(
        conversation_id=conversation.pk, step=talk.step, told=talk.told, actor=actor, now=now
    )
    return _noted(message_id, talk.wish, actor=actor, now=now)


def _noted(message_id: int, wish: Wish, *, actor: Actor, now: datetime) -> Wish:
    reply = Reply.objects.create(message_id=message_id, wish=wish.value, at=now)
    record(
        verb="response.message.answered",
        subject=reply,
        actor=actor,
        now=now,
        detail={"wish": wish.value},
    )
    return wish
