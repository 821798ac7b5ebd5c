"""What is said under a receipt, by both sides: without personal data, and only added to."""

from datetime import datetime
from uuid import UUID

from sejuk.foundation.channels.rules import Direction
from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody import queries as seals
from sejuk.foundation.custody.queries.still import keep_still
from sejuk.foundation.custody.rules import Part, SealedKind
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.foundation.operations.queries import shared_area
from sejuk.foundation.places.queries import without_persons
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.notices import tell_reporter
from sejuk.sense.signals.models import Entry, EntrySeen, Receipt, Signal
from sejuk.sense.signals.queries.redaction import taken_out_of
from sejuk.sense.signals.rules import (
    Occasion,
    SignalState,
    Voice,
    may_answer_reporter,
    may_be_said,
    may_write_by_receipt,
    voice_of,
)


@traced
def write_by_receipt(
    *, receipt_digits: str, text: str, form_key: str, actor: Actor, now: datetime
) -> Entry:
    """
    Take down what who reported writes under his receipt; the same form again changes nothing.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: for an empty text, or a report closed too long ago.
    """
    may_be_said(text).or_refuse()
    plain = without_persons(text.strip(), area_code=shared_area())
    signal = queries.locked_by_receipt(receipt_digits)
    known = Entry.objects.filter(form_key=form_key, signal=signal).first()
    if known is not None:
        return _noted("sent_twice", known, signal, actor=actor, now=now)
    may_write_by_receipt(
        SignalState(signal.state),
        signal.state_changed_at,
        unread=queries.unseen_entries(signal.pk, Direction.IN).count(),
        now=now,
    ).or_refuse()
    keep_still([signal.seal_id] if signal.seal_id else [])
    whole = (
        seal_whole(signal_id=signal.pk, text=text, actor=actor, now=now) if plain.found else None
    )
    entry = Entry.objects.create(
        signal=signal,
        direction=Direction.IN,
        by=Voice.RESIDENT,
        text=plain.text,
        taken_out=taken_out_of(plain.text),
        whole_id=whole,
        at=now,
        form_key=form_key,
    )
    _keep_reachable(signal, actor=actor, now=now)
    return _noted("wrote_in", entry, signal, actor=actor, now=now)


@traced
def write_to_reporter(
    *, signal_id: int, text: str, form_key: str, actor: Actor, now: datetime
) -> Entry:
    """
    Write to who reported, as a function; he finds it under his receipt, and is told if he wished.

    Names and numbers of persons do not go out: they are taken out here too.

    :raises NotYours: for a signal that `actor` does not see.
    :raises Refused: for anybody but the desk, an empty text, or a signal without a receipt.
    """
    signal = (
        queries.visible_signals(actor).select_for_update(of=("self",)).filter(pk=signal_id).first()
    )
    if signal is None:
        raise NotYours(f"signal {signal_id}")
    may_answer_reporter(text, area_code=signal.area_id, actor=actor).or_refuse()
    if not Receipt.objects.filter(signal=signal).exists():
        raise Refused(N_("This signal came without a receipt: nobody would find what you write."))
    known = Entry.objects.filter(form_key=form_key, signal=signal).first()
    if known is not None:
        return _noted("sent_twice", known, signal, actor=actor, now=now)
    plain = without_persons(text.strip(), area_code=shared_area())
    entry = Entry.objects.create(
        signal=signal,
        direction=Direction.OUT,
        by=voice_of(actor),
        text=plain.text,
        taken_out=taken_out_of(plain.text),
        at=now,
        form_key=form_key,
    )
    _keep_reachable(signal, actor=actor, now=now)
    if queries.notice_route(signal) is not None:
        tell_reporter(
            signal_id=signal.pk, occasion=Occasion.ENTRY, mark=str(entry.pk), actor=actor, now=now
        )
    return _noted("wrote_out", entry, signal, actor=actor, now=now)


@traced
def mark_read(*, signal_id: int, direction: Direction, actor: Actor, now: datetime) -> int:
    """Note when what one side wrote was first read by the other; return how much it was."""
    unseen = queries.unseen_entries(signal_id, direction)
    seen = EntrySeen.objects.bulk_create(
        [EntrySeen(entry=entry, at=now) for entry in unseen], ignore_conflicts=True
    )
    signal = Signal.objects.only("pk", "area_id").get(pk=signal_id)
    verb = "read_by_desk" if direction is Direction.IN else "read_by_reporter"
    record(
        verb=f"signals.dialogue.{verb}",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail={"count": len(seen)},
    )
    return len(seen)


@traced
def seal_whole(*, signal_id: int, text: str, actor: Actor, now: datetime) -> UUID:
    """Seal what somebody wrote, where something was taken out of what is kept outside."""
    signal = Signal.objects.only("pk", "area_id").get(pk=signal_id)
    return custody.seal_words(
        kind=SealedKind.WHOLE,
        words={Part.TEXT: text},
        about=subject_of(signal),
        area_code=signal.area_id,
        actor=actor,
        now=now,
    )


def _keep_reachable(signal: Signal, *, actor: Actor, now: datetime) -> None:
    """While the dialogue goes on, the time of his contact runs anew."""
    seal = seals.standing_of(signal.seal_id)
    if seal is not None and seal.forgotten_at is None:
        custody.prolong_seal(seal_id=seal.seal_id, actor=actor, now=now)


def _noted(deed: str, entry: Entry, signal: Signal, *, actor: Actor, now: datetime) -> Entry:
    record(
        verb=f"signals.dialogue.{deed}",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail={"entry": entry.pk},
    )
    return entry
