"""Bring an answer to one receiver: once, as what it is for him by then."""

from datetime import datetime

from sejuk.act.response import queries
from sejuk.act.response.models import Answer, Asked, Sending
from sejuk.act.response.rules import SendingKind
from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.custody.rules import Purpose
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.kit.actors import Actor
from sejuk.sense.signals import actions as signals


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
    is_overtaken = sending.kind == SendingKind.ANSWER and not queries.is_out(version)
    if is_overtaken or queries.who_stopped([sending.conversation_id]):
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


@traced
def drop_sending(*, sending_id: int, why: str, actor: Actor, now: datetime) -> None:
    """Drop what the channel of a receiver does not take; the page of the answer says why."""
    waiting = Sending.objects.filter(pk=sending_id, message__isnull=True, dropped_at__isnull=True)
    waiting.update(dropped_at=now, dropped_why=why[:200])
    record(
        verb="response.sending.left",
        subject=f"response.sending:{sending_id}",
        actor=actor,
        now=now,
        detail={"why": why},
    )


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
def tell_receipt(*, untold: queries.Untold, actor: Actor, now: datetime) -> bool:
    """
    Write an answer, its correction or its withdrawal under the receipt of a report; once each.

    :raises NotYours: when the report came without a receipt
    """
    answer = queries.public_answer(untold.answer_id)
    version = answer.versions.get(pk=untold.version_id)
    is_new = signals.announce_answer(
        signal_id=untold.signal_id,
        answer_id=untold.answer_id,
        mark=untold.mark,
        text=queries.words_under_receipt(version, is_withdrawn=untold.is_withdrawn),
        is_told=queries.gets_it_himself(untold),
        actor=actor,
        now=now,
    )
    record(
        verb="response.receipt.told",
        subject=answer,
        actor=actor,
        now=now,
        area_code=answer.area_id,
        detail={"version": version.number, "signal": untold.signal_id},
    )
    return is_new


@traced
def note_all_told(*, answer: queries.ToTell, actor: Actor, now: datetime) -> None:
    """Remember that all receipts tell of an answer as it was when they were looked through."""
    Answer.objects.filter(pk=answer.answer_id).update(all_told_of=answer.told_of)
    record(
        verb="response.receipts.all_told",
        subject=f"response.answer:{answer.answer_id}",
        actor=actor,
        now=now,
    )


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
