"""What became of a deed on several signals, told to who did it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from sejuk.kit.actors import Actor
from sejuk.sense.signals.models import BulkDeed
from sejuk.sense.signals.rules import Kind
from sejuk.sense.signals.rules.bulk import UNDO_WITHIN, Bulk, may_undo


@dataclass(frozen=True, slots=True)
class Spared:
    """A signal with which nothing was done, or which stays as it is, and why."""

    number: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were done or undone, what was refused one by one, and until when it is undone."""

    id: int
    deed: str
    # Done at first; where it was undone, put back.
    count: int
    spared: tuple[Spared, ...]
    missing: int
    is_undone: bool
    # Who left a way to be told of news may have heard of it meanwhile.
    was_told: bool
    undo_until: datetime | None


def outcome_of(actor: Actor, deed_id: int, *, now: datetime) -> Outcome | None:
    """Return what became of a deed of one's own; None for another's."""
    done = BulkDeed.objects.filter(by_user_id=actor.user_id, pk=deed_id).first()
    if done is None:
        return None
    rows = list(done.rows.select_related("signal").order_by("signal_id"))
    is_undone = done.undone_at is not None
    if is_undone:
        rows = [row for row in rows if row.is_done]
    kept = [row for row in rows if not (row.is_undone if is_undone else row.is_done)]
    can_undo = may_undo(at=done.at, undone_at=done.undone_at, now=now) and len(kept) < len(rows)
    return Outcome(
        id=done.pk,
        deed=gettext(Bulk(done.deed).label),
        count=len(rows) - len(kept),
        spared=tuple(
            Spared(
                row.signal_id,
                gettext(Kind(row.signal.kind).label),
                row.why_not_undone if is_undone else row.why_not,
            )
            for row in kept
        ),
        missing=0 if is_undone else done.missing,
        is_undone=is_undone,
        was_told=done.deed == Bulk.SET_ASIDE,
        undo_until=done.at + UNDO_WITHIN if can_undo else None,
    )
