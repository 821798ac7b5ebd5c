"""Under which order a roster stands, and which of somebody's duties changed hands lately."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sejuk.plan.deployment.models import Roster, Substitution
from sejuk.plan.deployment.rules import Cause


@dataclass(frozen=True, slots=True)
class ChangedHands:
    """A duty that somebody got or gave up."""

    duty_id: int
    post_name: str
    starts_at: datetime
    cause: Cause
    was_id: int | None
    now_id: int | None
    decided_by: str
    decided_at: datetime


def order_numbers(roster_ids: Collection[int]) -> dict[int, str]:
    """Return the number of the order (Sprin) of each roster that has one."""
    found = Roster.objects.filter(id__in=roster_ids, order__isnull=False)
    return dict(found.values_list("id", "order__number"))


def changes_for(person_id: int, *, since: datetime) -> list[ChangedHands]:
    """Return the duties that a person got or gave up since an instant, newest first."""
    rows = Substitution.objects.filter(
        Q(was_id=person_id) | Q(now_id=person_id), decided_at__gte=since
    ).select_related("duty__post")
    return [
        ChangedHands(
            duty_id=row.duty_id,
            post_name=row.duty.post.name,
            starts_at=row.duty.starts_at,
            cause=Cause(row.cause),
            was_id=row.was_id,
            now_id=row.now_id,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )
        for row in rows.order_by("-decided_at", "-id")
    ]
