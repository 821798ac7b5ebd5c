"""People of the joint force with their organisation, as lists and reports count them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sejuk.foundation.forces.models import Leave, Person
from sejuk.foundation.forces.rules import LeaveKind
from sejuk.kit.scoping import within

Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A person with his unit, and why he is away on the day that was asked about."""

    person_id: int
    title: str
    service_number: str
    organisation: str
    unit: str
    is_attached: bool
    leave: LeaveKind | None = None


def members(person_ids: Collection[int]) -> dict[int, Member]:
    """Return people by their numbers, also those who serve no more."""
    rows = Person.objects.filter(id__in=person_ids).select_related("unit__organisation")
    return {one.person_id: one for one in _shown(rows, {})}


def members_on(scope: Scope, day: date) -> list[Member]:
    """Return who serves in the units of `scope`, with leave on `day`, by organisation and unit."""
    rows = Person.objects.filter(within(scope, "unit__area_id"), is_active=True)
    away = dict(
        Leave.objects.filter(
            within(scope, "person__unit__area_id"), starts_on__lte=day, ends_on__gte=day
        )
        .order_by("person_id", "starts_on")
        .values_list("person_id", "kind")
    )
    shown = _shown(rows.select_related("unit__organisation"), away)
    return sorted(shown, key=lambda one: (one.organisation, one.unit, one.title, one.person_id))


def _shown(rows: Iterable[Person], away: Mapping[int, str]) -> list[Member]:
    return [
        Member(
            person_id=row.pk,
            title=str(row),
            service_number=row.service_number,
            organisation=row.unit.organisation.name,
            unit=row.unit.name,
            is_attached=row.is_attached,
            leave=LeaveKind(away[row.pk]) if row.pk in away else None,
        )
        for row in rows
    ]
