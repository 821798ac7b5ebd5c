"""Which days somebody has asked for."""

from dataclasses import dataclass
from datetime import date

from sejuk.plan.deployment.models import Wish


@dataclass(frozen=True, slots=True)
class AskedDay:
    """A day that somebody would like to have off, or on duty; `is_own` when he may take it back."""

    day: date
    is_off: bool
    is_own: bool


def asked_days(person_id: int, *, by: str, after: date) -> tuple[AskedDay, ...]:
    """Return the days ahead that are noted for a person, in order; `by` is who looks."""
    found = Wish.objects.filter(person_id=person_id, day__gt=after).order_by("day")
    return tuple(AskedDay(one.day, one.is_off, one.asked_by == by) for one in found)
