"""The duties of a roster as papers need them, without what one may not see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext

from sejuk.kit.actors import Actor
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.band_letters import Band, hours_of, in_order, letters_of
from sejuk.plan.deployment.queries.board import seen_duties
from sejuk.plan.deployment.rules import Posture, SeatRole

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person


@dataclass(frozen=True, slots=True)
class SheetDuty:
    """One duty of a person."""

    day: date
    starts_at: datetime
    ends_at: datetime
    counted_minutes: int
    post_code: str
    post_name: str
    place: str
    band_name: str
    letters: str
    role: str
    is_covert: bool

    @property
    def short(self) -> str:
        """Return what a cell has room for: the post's code and the letters of the band."""
        return f"{self.post_code} {self.letters}"


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """A person of a roster with his duties in the order of time."""

    person_id: int
    service_number: str
    rank: str
    name: str
    position: str
    unit: str
    organisation: str
    duties: tuple[SheetDuty, ...]

    @property
    def title(self) -> str:
        return f"{self.rank} {self.name}"

    @property
    def posts(self) -> tuple[str, ...]:
        """Return the posts he stands at, each once, by name."""
        return tuple(sorted({duty.post_name for duty in self.duties}))

    def on(self, day: date) -> tuple[SheetDuty, ...]:
        return tuple(duty for duty in self.duties if duty.day == day)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The people of a roster by organisation, unit, rank and name, and the days it lasts."""

    days: tuple[date, ...]
    people: tuple[SheetPerson, ...]
    empty_seats: int
    # Letters, name and hours of each shift that is seen, from morning to night.
    bands: tuple[tuple[str, str, str], ...]

    def by_unit(self) -> Iterator[tuple[str, list[SheetPerson]]]:
        units: dict[tuple[str, str], list[SheetPerson]] = defaultdict(list)
        for person in self.people:
            units[person.organisation, person.unit].append(person)
        for (organisation, unit), people in units.items():
            yield (unit if organisation in unit else f"{organisation}, {unit}"), people


def sheet_of(
    roster: Roster, actor: Actor, *, person_id: int | None = None, with_covert: bool = True
) -> Sheet:
    """Return the duties of a roster that `actor` may see; of one person when he is named."""
    duties = Duty.objects.filter(seen_duties(roster, actor=actor))
    if not with_covert:
        duties = duties.exclude(posture=Posture.COVERT)
    empty = duties.filter(person__isnull=True).count()
    letters = _letters(duties)
    duties = duties.filter(person__isnull=False)
    if person_id is not None:
        duties = duties.filter(person_id=person_id)
    length = (roster.ends_on - roster.starts_on).days + 1
    days = tuple(roster.starts_on + timedelta(days=number) for number in range(length))
    bands = tuple((short, band[1], hours_of(band)) for band, short in letters.items())
    return Sheet(days, _people(duties, letters), empty, bands)


def _letters(duties: QuerySet[Duty]) -> dict[Band, str]:
    """Return the letters of each shift, from morning to night."""
    times = duties.order_by().values_list("band_code", "band_name", "starts_at", "ends_at")
    bands = in_order({_band(*row) for row in times.distinct()})
    return dict(zip(bands, letters_of(bands), strict=True))


def _band(code: str, name: str, starts_at: datetime, ends_at: datetime) -> Band:
    begins = localtime(starts_at)
    minutes = (ends_at - starts_at) // timedelta(minutes=1)
    return code, name, begins.hour * 60 + begins.minute, minutes


def _people(duties: QuerySet[Duty], letters: dict[Band, str]) -> tuple[SheetPerson, ...]:
    rows = duties.select_related("person__unit__organisation", "post__area")
    held: dict[Person, list[SheetDuty]] = defaultdict(list)
    for row in rows.order_by("starts_at", "id"):
        if row.person is not None:
            held[row.person].append(_duty(row, letters))
    people = (_person(person, found) for person, found in held.items())
    return tuple(sorted(people, key=lambda one: (one.organisation, one.unit, one.name, one.title)))


def _duty(row: Duty, letters: dict[Band, str]) -> SheetDuty:
    return SheetDuty(
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        counted_minutes=row.counted_minutes,
        post_code=row.post.code,
        post_name=row.post.name,
        place=row.post.area.name,
        band_name=row.band_name,
        letters=letters[_band(row.band_code, row.band_name, row.starts_at, row.ends_at)],
        role=gettext(SeatRole(row.role).label),
        is_covert=row.posture == Posture.COVERT,
    )


def _person(person: Person, duties: list[SheetDuty]) -> SheetPerson:
    return SheetPerson(
        person_id=person.pk,
        service_number=person.service_number,
        rank=person.rank,
        name=person.name,
        position=person.position,
        unit=person.unit.name,
        organisation=person.unit.organisation.name,
        duties=tuple(duties),
    )
