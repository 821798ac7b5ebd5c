"""What the pages of the joint force show, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from sejuk.foundation.forces.models import Person, Unit
from sejuk.foundation.forces.queries.care import InCare, running_care, villages_in_care
from sejuk.foundation.forces.queries.people import away_on, leaves_of, people_by_unit
from sejuk.foundation.forces.rules import ForceKind, LeaveKind, Qualification, Strength
from sejuk.foundation.places import queries as places
from sejuk.kit.official import official_date
from sejuk.kit.scoping import within

if TYPE_CHECKING:
    from sejuk.foundation.places.models import Area

Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedPerson:
    person_id: int
    name: str
    rank: str
    service_number: str
    position: str
    unit: str
    unit_code: str
    organisation: str
    qualifications: tuple[str, ...]
    away: str
    is_attached: bool
    is_invented: bool


def shown_people(people: Iterable[Person], day: date) -> list[ListedPerson]:
    """Return people as the list shows them, with why they are away on `day`."""
    listed = list(people)
    away = away_on(day, [person.pk for person in listed])
    return [
        ListedPerson(
            person_id=person.pk,
            name=person.name,
            rank=person.rank,
            service_number=person.service_number,
            position=person.position,
            unit=person.unit.name,
            unit_code=person.unit.code,
            organisation=person.unit.organisation.name,
            qualifications=_qualifications(person),
            away=gettext(LeaveKind(away[person.pk]).label) if person.pk in away else "",
            is_attached=person.is_attached,
            is_invented=person.is_invented,
        )
        for person in listed
    ]


def _qualifications(person: Person) -> tuple[str, ...]:
    return tuple(gettext(Qualification(word).label) for word in person.qualifications)


@dataclass(frozen=True, slots=True)
class ShownLeave:
    leave_id: int
    kind: str
    first: str
    last: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    person_id: int
    name: str
    rank: str
    service_number: str
    position: str
    unit: str
    organisation: str
    area: str
    area_code: str
    qualifications: tuple[str, ...]
    account: str
    is_attached: bool
    is_active: bool
    is_invented: bool
    leaves: tuple[ShownLeave, ...]
    care: tuple[InCare, ...]


def person_page(person: Person, scope: Scope, day: date) -> PersonPage:
    """Return all that the page of a person shows."""
    return PersonPage(
        person_id=person.pk,
        name=person.name,
        rank=person.rank,
        service_number=person.service_number,
        position=person.position,
        unit=person.unit.name,
        organisation=person.unit.organisation.name,
        area=person.unit.area.name,
        area_code=person.unit.area_id,
        qualifications=_qualifications(person),
        account=person.user.get_username() if person.user else "",
        is_attached=person.is_attached,
        is_active=person.is_active,
        is_invented=person.is_invented,
        leaves=tuple(
            ShownLeave(
                leave_id=leave.pk,
                kind=gettext(LeaveKind(leave.kind).label),
                first=official_date(leave.starts_on),
                last=official_date(leave.ends_on),
                is_now=leave.starts_on <= day <= leave.ends_on,
            )
            for leave in leaves_of(person.pk)
        ),
        care=tuple(villages_in_care(scope, person_id=person.pk)),
    )


@dataclass(frozen=True, slots=True)
class ListedUnit:
    code: str
    name: str
    organisation: str
    parent: str
    area: str
    people: int
    investigates: bool


def shown_units(units: Iterable[Unit]) -> list[ListedUnit]:
    listed = list(units)
    counts = people_by_unit([unit.pk for unit in listed])
    return [
        ListedUnit(
            code=unit.code,
            name=unit.name,
            organisation=unit.organisation.name,
            parent=unit.parent.name if unit.parent else "",
            area=unit.area.name,
            people=counts.get(unit.pk, 0),
            investigates=unit.investigates,
        )
        for unit in listed
    ]


@dataclass(frozen=True, slots=True)
class ShownPart:
    name: str
    kind: str
    count: int
    away: int


def shown_parts(strength: Strength) -> list[ShownPart]:
    return [
        ShownPart(part.name, gettext(ForceKind(part.kind).label), part.count, part.away)
        for part in strength.parts
    ]


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village with who answers for it; nobody when `cares` is empty."""

    code: str
    name: str
    subdistrict: str
    cares: tuple[InCare, ...]


VillageNames = tuple[str, str, str | None]


def villages_by_care(scope: Scope, day: date) -> "QuerySet[Area, VillageNames]":
    """Return code, name and kecamatan of the villages of `scope`, those in nobody's care first."""
    return (
        places.village_areas(scope)
        .annotate(is_held=Exists(running_care(day).filter(area_id=OuterRef("code"))))
        .order_by("is_held", "code")
        .values_list("code", "name", "parent__name")
    )


def held_villages(scope: Scope, day: date) -> int:
    """Return how many villages of `scope` are in somebody's care."""
    rows = running_care(day).filter(within(scope))
    return rows.aggregate(count=Count("area_id", distinct=True))["count"] or 0


def village_rows(villages: Iterable[VillageNames], day: date) -> list[VillageRow]:
    """Return villages with who answers for them."""
    shown = list(villages)
    held: dict[str, list[InCare]] = {}
    for care in villages_in_care(tuple(code for code, *_ in shown), day) if shown else ():
        held.setdefault(care.area_code, []).append(care)
    return [
        VillageRow(code, name, above or "", tuple(held.get(code, ())))
        for code, name, above in shown
    ]
