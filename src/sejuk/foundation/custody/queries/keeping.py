"""How long seals are kept, and which of them have been kept long enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext

from sejuk.foundation.custody.models import Retention, Sealed
from sejuk.foundation.custody.rules import FIRST_RETENTION, SealedKind, kept_since

SOON = timedelta(days=30)
NOTHING: Mapping[str, Any] = {"count": 0, "due": 0, "due_soon": 0, "oldest": None}


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
    """Return each kind with what would be forgotten now, and within thirty days. Two queries."""
    rows = {row.kind: row for row in Retention.objects.all()}
    set_so = {kind: rows.get(kind) or _first(kind) for kind in SealedKind}
    ended, ends_soon = _before(set_so, now), _before(set_so, now + SOON)
    counted = (
        Sealed.objects.filter(forgotten_at__isnull=True)
        .order_by("kind")
        .values("kind")
        .annotate(
            count=Count("pk"),
            oldest=Min("needed_at"),
            due=Count("pk", filter=ended),
            due_soon=Count("pk", filter=ends_soon),
        )
    )
    found = {row["kind"]: row for row in counted}
    return [_of_kind(kind, row, found.get(kind, NOTHING)) for kind, row in set_so.items()]


def _before(set_so: Mapping[SealedKind, Retention], moment: datetime) -> Q:
    """Return which seals' time is over at a moment, each by its kind."""
    over = Q(pk__in=[])
    for kind, row in set_so.items():
        over |= Q(kind=kind, needed_at__lt=kept_since(moment, row.days))
    return over


def retention_of(kind: SealedKind) -> Retention:
    """Return how long seals of a kind are kept: as somebody set it, else as it began."""
    return Retention.objects.filter(pk=kind).first() or _first(kind)


def _first(kind: SealedKind) -> Retention:
    days, reason = FIRST_RETENTION[kind]
    return Retention(kind=kind, days=days, reason=reason)


def _of_kind(kind: SealedKind, row: Retention, counted: Mapping[str, Any]) -> Kept:
    return Kept(
        kind=kind,
        label=gettext(kind.label),
        days=row.days,
        reason=gettext(row.reason),
        set_by=row.set_by,
        set_at=row.set_at,
        count=counted["count"],
        due=counted["due"],
        due_soon=counted["due_soon"],
        oldest=counted["oldest"],
    )


def due(kind: SealedKind, *, now: datetime) -> QuerySet[Sealed]:
    """Return the seals of a kind whose time is over, those first that waited longest."""
    days = retention_of(kind).days
    return Sealed.objects.filter(
        kind=kind, forgotten_at__isnull=True, needed_at__lt=kept_since(now, days)
    ).order_by("needed_at", "pk")
