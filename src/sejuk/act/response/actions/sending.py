"""Bring an answer to one receiver: once, as what it is for him by then."""

from datetime import datetime

from sejuk.act.response import queries
from sejuk.act.response.models import Asked, Sending
from sejuk.act.response.rules import SendingKind
from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.custody.rules import Purpose
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.kit.actors import Actor


@traced
def send_to_one(*, sending_id: int, actor: Actor, now: datetime) -> bool:
    """
    Put the message of one receiver on its way, in one transaction with the note that it is.

    A worker that is killed before or after leaves a row that says which. Return whether it went.
    """
    sending = (
        Sending.objects.select_for_update()
        .filter(pk=sending_id, message__isnull=True, dropped_at__isnull=True)
        .first()
    )
    if sending is None:
        record(verb="response.sending.left", subject=f"response.sending:{sending_id}",
               actor=actor, now=now)  # fmt: skip
        return False
    version = sending.version
    if sending.kind == SendingKind.ANSWER and not queries.is_out(version):
        sending.dropped_at = now
        sending.save(update_fields=["dropped_at"])
        record(verb="response.sending.left", subject=sending, actor=actor, now=now)
        return False
    _send(sending, actor=actor, now=now)
    record(
        verb="response.sending.sent",
        subject=sending,
        actor=actor,
        now=now,
        area_code=version.answer.area_id,
        detail={"answer": version.answer_id, "version": version.number, "kind": sending.kind},
    )
    return True


def _send(sending: Sending, *, actor: Actor, now: datetime) -> None:
    version, conversation = sending.version, sending.conversation
    is_new = sending.kind == SendingKind.ANSWER and not queries.was_told(
        version.answer, conversation.pk
    )
    sending.message = channels.send_message(
        conversation_id=conversation.pk,
        text=queries.words_for(
            version, SendingKind(sending.kind), Channel(conversation.channel), is_new=is_new
        ),
        purpose=Purpose.ANSWER if is_new else Purpose.CORRECTION,
        about=subject_of(version.answer),
        area_code=version.answer.area_id,
        actor=actor,
        now=now,
    )
    sending.save(update_fields=["message"])


@traced
def note_asked(
    *,
    conversation_id: int,
    rumour_id: int | None = None,
    answer_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Asked:
    """Remember that somebody asked, once however often he does; he hears of it."""
    asked, _ = Asked.objects.get_or_create(
        conversation_id=conversation_id,
        rumour_id=rumour_id,
        answer_id=answer_id,
        defaults={"asked_at": now},
    )
    record(verb="response.asked.noted", subject=asked, actor=actor, now=now)
    return asked
