"""Take signals in: each one once, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from psycopg.errors import IntegrityError as DriverError

from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.rules import Part, SealedKind
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.foundation.places.queries import without_persons
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.photos import attach_photos
from sejuk.sense.signals.actions.suggesting import SUGGEST
from sejuk.sense.signals.models import Receipt, Signal
from sejuk.sense.signals.rules import (
    ContentGrade,
    Form,
    Kind,
    NewSignal,
    Origin,
    Rung,
    SourceGrade,
    may_be_received,
    may_be_there,
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reports, as he wants to be reached. It is sealed at once and never shown in messages."""

    name: str
    reach: str

    def __repr__(self) -> str:
        return "Contact(sealed)"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a signal that was sent: stored now, or stored before under the same key."""

    signal: Signal
    is_new: bool


class NotStored(Exception):
    """The database refused a row. Names the constraint only: its own words repeat the text."""

    is_wordless = True


@traced
def receive_signal(
    *,
    form: Form,
    kind: Kind,
    channel: Channel,
    text: str,
    area_code: str,
    heard_at: datetime,
    created_by: str,
    rung: Rung = Rung.POTENTIAL,
    severity: int = 1,
    origin: Origin = Origin.REPORTED,
    source_grade: SourceGrade = SourceGrade.F,
    content_grade: ContentGrade = ContentGrade.SIX,
    cluster: str = "",
    source_key: str = "",
    came_from: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    idempotency_key: str | None = None,
    stands_there: bool = False,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Take a signal down, or give back the one that came before under the same key.

    `stands_there` says that the actor is on duty at a post of the area: the caller has tested it.

    :raises Refused: naming what is wrong and where; nothing is stored then.
    """
    new = NewSignal(
        form=form,
        kind=kind,
        channel=channel,
        text=text,
        area_code=area_code,
        heard_at=heard_at,
        created_by=created_by,
        rung=rung,
        severity=severity,
        origin=origin,
        source_grade=source_grade,
        content_grade=content_grade,
        cluster=cluster,
        source_key=source_key,
        came_from=came_from,
        latitude=latitude,
        longitude=longitude,
        idempotency_key=idempotency_key,
        stands_there=stands_there,
    )
    return receive_once(new=new, actor=actor, now=now).signal


@traced
def receive_once(
    *,
    new: NewSignal,
    contact: Contact | None = None,
    receipt_digits: str = "",
    is_one_of_many: bool = False,
    actor: Actor,
    now: datetime,
) -> Arrival:
    """
    Take a signal down with the receipt and the sealed contact that belong to it.

    What in its text tells who somebody is, is taken out before it is stored; the whole lies sealed.
    The engine reads it after the transaction; of many the caller asks for that himself, at once.

    :raises Refused: naming what is wrong and where, or when the key was used for something else.
    """
    operation = queries.operation_bounds(now)
    may_be_received(new, actor=actor, received_at=now, earliest=operation.earliest).or_refuse()
    may_be_there(
        new.area_code,
        exists=queries.area_exists(new.area_code),
        operation_area=operation.area_code,
        actor=actor,
    ).or_refuse()
    plain = without_persons(new.text, area_code=operation.area_code)
    kept = replace(new, text=plain.text)
    signal = _stored(kept, actor=actor, now=now)
    if signal is None:
        return Arrival(_repeated(kept, actor=actor, now=now), is_new=False)
    if receipt_digits:
        Receipt.objects.create(
            signal=signal, digits_hash=queries.receipt_hash(receipt_digits), issued_at=now
        )
    if not is_one_of_many:
        app.configure_task(SUGGEST).defer(signal_ids=[signal.pk])
    _seal(signal, contact, whole=new.text if plain.found else "", actor=actor, now=now)
    if new.photos:
        attach_photos(signal=signal, token=new.photos, actor=actor, now=now)
    record(
        verb="signals.signal.received",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail={
            "form": new.form.value,
            "kind": new.kind.value,
            "channel": new.channel.value,
            "grade": f"{new.source_grade.value}{new.content_grade.value}",
            "severity": new.severity,
            "rung": new.rung.value,
        },
    )
    return Arrival(signal, is_new=True)


def _seal(
    signal: Signal, contact: Contact | None, *, whole: str, actor: Actor, now: datetime
) -> None:
    """Put who reports and what he wrote, where some was taken out of it, into one envelope."""
    words: dict[str, str] = {}
    if contact:
        words |= {Part.NAME: contact.name, Part.REACH: contact.reach}
    if whole:
        words |= {Part.TEXT: whole}
    if not words:
        return
    seal_id = custody.seal_words(
        kind=SealedKind.REPORTER if contact else SealedKind.WHOLE,
        words=words,
        about=subject_of(signal),
        area_code=signal.area_id,
        actor=actor,
        now=now,
    )
    signal.seal_id = seal_id if contact else None
    signal.whole_id = seal_id if whole else None
    signal.save(update_fields=["seal", "whole"])


def _stored(new: NewSignal, *, actor: Actor, now: datetime) -> Signal | None:
    """Insert the row; None when its key is there already, also when it came a moment before."""
    row = Signal(
        form=new.form,
        kind=new.kind,
        channel=new.channel,
        text=new.text,
        taken_out=queries.taken_out_of(new.text),
        is_redacted=True,
        area_id=new.area_code,
        latitude=new.latitude,
        longitude=new.longitude,
        heard_at=new.heard_at,
        received_at=now,
        created_by=new.created_by,
        entered_by=actor.name,
        rung=new.rung,
        severity=new.severity,
        origin=new.origin,
        source_grade=new.source_grade,
        content_grade=new.content_grade,
        cluster=new.cluster,
        source_key=new.source_key,
        came_from=new.came_from,
        idempotency_key=new.idempotency_key,
    )
    try:
        with _no_echo(), transaction.atomic():
            row.save(force_insert=True)
    except NotStored as error:
        if new.idempotency_key is not None and "idempotency_key" in str(error):
            return None
        raise
    return row


@contextmanager
def _no_echo() -> Iterator[None]:
    """Keep the refused row, which PostgreSQL repeats word for word, out of logs."""
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, DriverError) else None
        raise NotStored(name or "unnamed constraint") from None


def _repeated(new: NewSignal, *, actor: Actor, now: datetime) -> Signal:
    signal = Signal.objects.get(idempotency_key=new.idempotency_key)
    # Both without personal data; a report of before that was so lies here as it came.
    before = without_persons(signal.text, area_code=queries.operation_bounds(now).area_code).text
    if (signal.form, before, signal.area_id) != (new.form, new.text, new.area_code):
        raise Refused(
            N_("This key was already used for another signal. Send it again under a new key."),
            where="idempotency_key",
        )
    record(
        verb="signals.signal.repeated",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
    )
    return signal
