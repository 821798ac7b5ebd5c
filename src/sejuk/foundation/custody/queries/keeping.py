"""How long seals are kept, and which of them have been kept long enough."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext

from sejuk.foundation.custody.models import Retention, Sealed
from sejuk.foundation.custody.rules import FIRST_RETENTION, SealedKind, kept_since

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind: how long it is kept, how many there are, and how many have had their time."""

    kind: SealedKind
    label: str
    days: int
    reason: str
    set_by: str
    set_at: datetime | None
    count: int
    due: int
    due_soon: int
    oldest: datetime | None


def kept(now: datetime) -> list[Kept]:
    """Return each kind with what would be forgotten now, and within thirty days."""
    rows = {row.kind: row for row in Retention.objects.all()}
    return [_of_kind(kind, rows.get(kind) or _first(kind), now) for kind in SealedKind]


def retention_of(kind: SealedKind) -> Retention:
    """Return how long seals of a kind are kept: as somebody set it, else as it began."""
    return Retention.objects.filter(pk=kind).first() or _first(kind)


def _first(kind: SealedKind) -> Retention:
    days, reason = FIRST_RETENTION[kind]
    return Retention(kind=kind, days=days, reason=reason)


def _of_kind(kind: SealedKind, row: Retention, now: datetime) -> Kept:
    ended = Q(needed_at__lt=kept_since(now, row.days))
    ends_soon = Q(needed_at__lt=kept_since(now + SOON, row.days))
    counted = Sealed.objects.filter(kind=kind, forgotten_at__isnull=True).aggregate(
        count=Count("pk"),
        oldest=Min("needed_at"),
        due=Count("pk", filter=ended),
        due_soon=Count("pk", filter=ends_soon),
    )
    return Kept(
        kind=kind,
        label=gettext(kind.label),
        days=row.days,
        reason=gettext(row.reason),
        set_by=row.set_by,
        set_at=row.set_at,
        **counted,
    )


def due(kind: SealedKind, *, now: datetime) -> QuerySet[Sealed]:
    """Return the seals of a kind whose time is over, those first that waited longest."""
    days = retention_of(kind).days
    return Sealed.objects.filter(
        kind=kind, forgotten_at__isnull=True, needed_at__lt=kept_since(now, days)
    ).order_by("needed_at", "pk")
