"""Hours on duty of people and organisations: planned, stood, counted, corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import add

from django.utils import timezone
from django.utils.translation import gettext

from sejuk.act.guard.models import CheckIn, HoursCorrection
from sejuk.act.guard.queries.hour_words import hours_told
from sejuk.act.guard.queries.sent_later import SentLater, sending, unconfirmed
from sejuk.act.guard.queries.shifts import person_id_of, seen_duties
from sejuk.act.guard.rules import Decided
from sejuk.act.guard.rules.checking import Sending
from sejuk.act.guard.rules.working import Stood
from sejuk.foundation.forces.queries.members import Member, members
from sejuk.kit.actors import Actor, area_covers
from sejuk.kit.decisions import NotYours
from sejuk.kit.directions import shown_turns
from sejuk.kit.grids import Cell
from sejuk.plan.deployment.queries.duties import StandingDuty, duty_called, published_duties
from sejuk.plan.deployment.rules import Posture, may_see_covert

Key = tuple[int, int]
# Chosen: a quarter is looked at; beyond it the file says more than a page.
MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class Hours:
    """
    Minutes in five ways.

    `length` and `stood` are minutes of the clock, `planned` and `counted` what they count by their
    bands; `corrected` is by how many corrections changed what was stood.
    """

    duties: int = 0
    length: int = 0
    planned: int = 0
    stood: int = 0
    counted: int = 0
    corrected: int = 0

    @property
    def length_hours(self) -> float:
        return self.length / 60

    @property
    def planned_hours(self) -> float:
        return self.planned / 60

    @property
    def planned_told(self) -> str:
        return hours_told(self.planned)

    @property
    def counted_told(self) -> str:
        return hours_told(self.counted)

    @property
    def length_told(self) -> str:
        return hours_told(self.length)

    @property
    def stood_hours(self) -> float:
        return self.stood / 60

    @property
    def counted_hours(self) -> float:
        return self.counted / 60

    @property
    def corrected_hours(self) -> float:
        return self.corrected / 60

    def __add__(self, other: "Hours") -> "Hours":
        return Hours(
            self.duties + other.duties,
            self.length + other.length,
            self.planned + other.planned,
            self.stood + other.stood,
            self.counted + other.counted,
            self.corrected + other.corrected,
        )


@dataclass(frozen=True, slots=True)
class DutyHours:
    """One duty of a person with its minutes."""

    duty_id: int
    post_name: str
    day: date
    band_name: str
    starts_at: datetime
    ends_at: datetime
    arrived_at: datetime | None
    left_at: datetime | None
    hours: Hours
    sending: Sending
    correction: "ShownCorrection | None"
    may_ask: bool


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    id: int
    person: str
    duty_id: int
    post_name: str
    day: date
    band_name: str
    planned: int
    minutes: int
    reason: str
    asked_by: str
    asked_at: datetime
    state: Decided
    decided_by: str
    decided_at: datetime | None
    decision_reason: str

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def told(self) -> str:
        return hours_told(self.minutes)

    @property
    def planned_hours(self) -> float:
        return self.planned / 60


@dataclass(frozen=True, slots=True)
class PersonHours:
    person_id: int
    title: str
    organisation: str
    unit: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class HoursPage:
    """People of a period, sums by organisation, and what waits for a decision."""

    first: date
    last: date
    people: tuple[PersonHours, ...]
    organisations: tuple[tuple[str, int, Hours], ...]
    total: Hours
    open: tuple[ShownCorrection, ...]
    sent_later: tuple[SentLater, ...]


def hours_page(first: date, last: date, *, actor: Actor, now: datetime) -> HoursPage:
    """Return the hours of the duties that the actor sees, which begin in these days."""
    begins, ends = _bounds(first, last)
    duties = [
        duty
        for duty in seen_duties(actor, starts_at=begins, ends_at=ends)
        if begins <= duty.starts_at
    ]
    stood = _stood(duties)
    known = members(sorted({person_id for _, person_id in stood}))
    people = _people(stood, known, now)
    return HoursPage(
        first=first,
        last=last,
        people=people,
        organisations=_organisations(people),
        total=_summed(one.hours for one in people),
        open=tuple(open_corrections(actor)),
        sent_later=unconfirmed(duties),
    )


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    begins = datetime.combine(first, time(), tzinfo=zone)
    return begins, datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)


def _stood(duties: Iterable[StandingDuty]) -> dict[Key, Stood]:
    """Return what each person has to do with each duty: it is his, or he was there."""
    by_id = {duty.duty_id: duty for duty in duties}
    came = {(row.duty_id, row.person_id): row for row in CheckIn.objects.filter(duty_id__in=by_id)}
    granted = {
        (row.duty_id, row.person_id): row.minutes
        for row in HoursCorrection.objects.filter(
            duty_id__in=by_id, state=Decided.GRANTED
        ).order_by("decided_at", "id")
    }
    holders = {
        (duty.duty_id, duty.person_id) for duty in by_id.values() if duty.person_id is not None
    }
    return {
        key: _of_person(
            by_id[key[0]],
            is_planned=key in holders,
            row=came.get(key),
            granted=granted.get(key),
        )
        for key in sorted(holders | came.keys() | granted.keys())
    }


def _of_person(
    duty: StandingDuty, *, is_planned: bool, row: CheckIn | None, granted: int | None
) -> Stood:
    return Stood(
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        counted_minutes=duty.counted_minutes,
        is_planned=is_planned,
        arrived_at=row.arrived_at if row else None,
        left_at=row.left_at if row else None,
        granted_minutes=granted,
        sending=sending(row),
    )


def _hours(stood: Stood, now: datetime) -> Hours:
    present = stood.present(now)
    counted = stood.counted(now)
    by_itself = replace(stood, granted_minutes=None).counted(now)
    return Hours(1, stood.length, stood.planned, present, counted, counted - by_itself)


def _summed(found: Iterable[Hours]) -> Hours:
    return reduce(add, found, Hours())


def _people(
    stood: Mapping[Key, Stood], known: Mapping[int, Member], now: datetime
) -> tuple[PersonHours, ...]:
    sums: dict[int, Hours] = {}
    for (_, person_id), one in stood.items():
        sums[person_id] = sums.get(person_id, Hours()) + _hours(one, now)
    rows = [
        PersonHours(person_id, who.title, who.organisation, who.unit, hours)
        for person_id, hours in sums.items()
        if (who := known.get(person_id))
    ]
    return tuple(sorted(rows, key=lambda row: (row.organisation, row.title, row.person_id)))


def _organisations(people: Iterable[PersonHours]) -> tuple[tuple[str, int, Hours], ...]:
    sums: dict[str, tuple[int, Hours]] = {}
    for one in people:
        count, hours = sums.get(one.organisation, (0, Hours()))
        sums[one.organisation] = count + 1, hours + one.hours
    return tuple((name, count, hours) for name, (count, hours) in sorted(sums.items()))


def open_corrections(actor: Actor) -> list[ShownCorrection]:
    """Return what waits for a decision of the actor, the oldest first."""
    rows = (
        HoursCorrection.objects.filter(state=Decided.OPEN)
        .select_related("duty__post", "person")
        .order_by("asked_at", "id")
    )
    return [_correction(row) for row in rows if may_see_correction(row, actor)]


def may_see_correction(row: HoursCorrection, actor: Actor) -> bool:
    area_code = row.duty.post.area_id
    is_open = row.duty.posture != Posture.COVERT or may_see_covert(actor, area_code=area_code)
    return is_open and any(area_covers(code, area_code) for code in actor.scope)


def _correction(row: HoursCorrection) -> ShownCorrection:
    return ShownCorrection(
        id=row.pk,
        person=str(row.person),
        duty_id=row.duty_id,
        post_name=row.duty.post.name,
        day=row.duty.day,
        band_name=row.duty.band_name,
        planned=row.duty.counted_minutes,
        minutes=row.minutes,
        reason=shown_turns(row.reason),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        state=Decided(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
    )


def own_hours(
    person_id: int, first: date, last: date, *, now: datetime
) -> tuple[tuple[DutyHours, ...], Hours]:
    """Return the duties of one person with their hours, the last first, and their sum."""
    begins, ends = _bounds(first, last)
    duties = {
        duty.duty_id: duty
        for duty in (
            *published_duties(starts_at=begins, ends_at=ends, person_id=person_id, covert=True),
            *_once_his(person_id, begins, ends),
        )
        if begins <= duty.starts_at
    }
    stood = _stood(duties.values())
    asked = {
        row.duty_id: _correction(row)
        for row in HoursCorrection.objects.filter(duty_id__in=duties, person_id=person_id)
        .select_related("duty__post", "person")
        .order_by("asked_at", "id")
    }
    rows = [
        _duty_hours(duties[duty_id], one, asked.get(duty_id), now)
        for (duty_id, whose), one in stood.items()
        if whose == person_id
    ]
    rows.sort(key=lambda row: row.starts_at, reverse=True)
    return tuple(rows), _summed(row.hours for row in rows)


def _once_his(person_id: int, begins: datetime, ends: datetime) -> list[StandingDuty]:
    """Return duties that he began and that somebody else holds now."""
    ids = set(
        CheckIn.objects.filter(
            person_id=person_id, duty__starts_at__gte=begins, duty__starts_at__lt=ends
        )
        .exclude(duty__person_id=person_id)
        .values_list("duty_id", flat=True)
    )
    if not ids:
        return []
    found = published_duties(starts_at=begins, ends_at=ends, covert=True)
    return [duty for duty in found if duty.duty_id in ids]


def _duty_hours(
    duty: StandingDuty, stood: Stood, asked: ShownCorrection | None, now: datetime
) -> DutyHours:
    return DutyHours(
        duty_id=duty.duty_id,
        post_name=duty.post_name,
        day=duty.day,
        band_name=duty.band_name,
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        arrived_at=stood.arrived_at,
        left_at=stood.left_at,
        hours=_hours(stood, now),
        sending=stood.sending,
        correction=asked,
        may_ask=duty.starts_at <= now and (asked is None or asked.state is not Decided.OPEN),
    )


def own_stood_duty(duty_id: int, *, actor: Actor) -> tuple[StandingDuty, int]:
    """
    Return a published duty that is the actor's own, or that he began, and who he is.

    :raises NotYours: when it is neither
    """
    person_id = person_id_of(actor)
    if person_id is None:
        raise NotYours(f"duty {duty_id}")
    began = (
        CheckIn.objects.filter(duty_id=duty_id, person_id=person_id).select_related("duty").first()
    )
    holder_id = began.duty.person_id if began else person_id
    duty = duty_called(duty_id, actor=actor, person_id=holder_id)
    if began is None and duty.person_id != person_id:
        raise NotYours(f"duty {duty_id}")
    return duty, person_id


def hours_columns() -> list[str]:
    return [
        gettext("Name"),
        gettext("Organisation"),
        gettext("Unit"),
        gettext("Duties"),
        gettext("Length of the duties, hours"),
        gettext("Hours present"),
        gettext("Planned hours (counted)"),
        gettext("Corrected hours"),
        gettext("Counted hours"),
    ]


def hours_cells(page: HoursPage) -> list[list[Cell]]:
    """Return a line for each person, for a file."""
    return [
        [
            one.title,
            one.organisation,
            one.unit,
            one.hours.duties,
            *(
                round(minutes / 60, 2)
                for minutes in (
                    one.hours.length,
                    one.hours.stood,
                    one.hours.planned,
                    one.hours.corrected,
                    one.hours.counted,
                )
            ),
        ]
        for one in page.people
    ]
