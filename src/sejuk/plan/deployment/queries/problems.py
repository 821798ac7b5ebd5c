"""What the engine is asked about a roster, built from the records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Subquery

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import seniority
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import SiteKind, kecamatan_of
from sejuk.plan.deployment.models import (
    Ban,
    Duty,
    Holiday,
    Post,
    Roster,
    RuleSetting,
    SquadMember,
    Wish,
)
from sejuk.plan.deployment.queries.duties import holding
from sejuk.plan.deployment.queries.station_absences import station_absences
from sejuk.plan.deployment.rules import LEAST_RANKS, SeatRole

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Leave, Person, Unit

# What was stood in the 14 days before still asks for rest, or belongs to a row of days (chosen: no
# default of the engine looks back further than seven).
DAYS_BEFORE = timedelta(days=14)
DAY = timedelta(days=1)
# Chosen: no rest that is asked for between two duties lasts longer.
DAYS_AFTER = timedelta(days=2)
Point = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Past:
    """A published duty with who stood it."""

    duty_id: int
    demand: str
    person: str
    band: str
    day: date
    starts_at: datetime
    ends_at: datetime
    minutes: int


def problem_of(roster: Roster) -> engine.Problem:
    """Return what the engine is asked: the seats of a roster, the force, rules and history."""
    return Asked(roster).problem()


def placed(roster: Roster) -> engine.Roster:
    """Return who is placed on the seats of a roster now, as the engine names them."""
    rows = roster.duties.filter(person__isnull=False).values_list("demand", "person_id")
    found = (engine.Assignment(demand, str(person)) for demand, person in rows)
    return tuple(sorted(found, key=lambda one: (one.demand, one.person)))


class Asked:
    """The records behind one problem, each read once."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.operation = roster.operation
        self.scope = (self.operation.area_id,)
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self._clocks: dict[datetime, datetime] = {}

    def problem(self) -> engine.Problem:
        people = tuple(self._people())
        roster = self.roster
        problem = engine.Problem(
            first_day=roster.starts_on,
            days=(roster.ends_on - roster.starts_on).days + 1,
            people=people,
            posts=tuple(self._posts()),
            demands=tuple(self._demands()),
            absences=(*self._absences(), *self._at_stations()),
            pins=tuple(self._pins()),
            wishes=tuple(self._wishes()),
            worked=tuple(self._worked()),
            burdens=tuple(self._burdens(people)),
            holidays=self.holidays,
            rules=tuple(self._rules()),
            previous=self._previous(),
        )
        return replace(problem, absences=(*problem.absences, *self._ahead(problem)))

    # the force

    def _people(self) -> Iterator[engine.Person]:
        squads = SquadMember.objects.filter(person=OuterRef("pk"), operation=self.operation)
        found = forces.people(self.scope).select_related("unit__area")
        found = found.defer("unit__area__boundary", "unit__area__outline", "position")
        for person in found.annotate(squad=Subquery(squads.values("squad__name")[:1])):
            latitude, longitude = self._home(person.unit)
            yield engine.Person(
                id=str(person.pk),
                name=title_of(person),
                organisation=person.unit.organisation.name,
                unit=person.unit.name,
                squad=vars(person)["squad"] or "",
                rank=seniority(person.rank),
                qualifications=frozenset(person.qualifications),
                is_woman=person.is_woman,
                latitude=latitude,
                longitude=longitude,
            )

    def _home(self, unit: Unit) -> Point:
        """Return where people of a unit set out: their police office, or the middle of the area."""
        if unit.area_id in self._stations:
            return self._stations[unit.area_id]
        return unit.area.latitude, unit.area.longitude

    @cached_property
    def _stations(self) -> dict[str, Point]:
        found: dict[str, Point] = {}
        offices = places.sites(self.scope, kinds=(SiteKind.POLICE_OFFICE,))
        for site in offices.filter(latitude__isnull=False):
            point = site.latitude, site.longitude
            found.setdefault(site.area_id, point)
            found.setdefault(kecamatan_of(site.area_id), point)
        return found

    def _absences(self) -> Iterator[engine.Absence]:
        for leave in self._leaves:
            yield engine.Absence(
                person=str(leave.person_id),
                starts_at=self._midnight(leave.starts_on),
                ends_at=self._midnight(leave.ends_on + DAY),
                kind=leave.kind,
            )

    def _at_stations(self) -> Iterator[engine.Absence]:
        first, last = self.roster.starts_on, self.roster.ends_on
        return station_absences(self.scope, first=first, last=last, zone=self.zone)

    @cached_property
    def _leaves(self) -> list[Leave]:
        first = min(self._history_starts_on, self.roster.starts_on)
        return list(forces.leaves_between(self.scope, first=first, last=self.roster.ends_on))

    # the seats

    @cached_property
    def _duties(self) -> list[Duty]:
        found = self.roster.duties.select_related("organisation")
        return list(found.order_by("demand", "seat"))

    def _posts(self) -> Iterator[engine.Post]:
        wanted = {duty.post_id for duty in self._duties}
        found = Post.objects.filter(pk__in=wanted).select_related("kind", "site", "area")
        for post in found.defer("area__boundary", "area__outline").order_by("pk"):
            latitude, longitude = point_of(post)
            yield engine.Post(str(post.pk), post.name, post.kind.name, latitude, longitude)

    def _demands(self) -> Iterator[engine.Demand]:
        counts: dict[str, int] = {}
        for duty in self._duties:
            counts[duty.demand] = counts.get(duty.demand, 0) + 1
        for duty in self._duties:
            count = counts.pop(duty.demand, 0)
            if count:
                yield self._demand(duty, count)

    def _demand(self, duty: Duty, count: int) -> engine.Demand:
        return engine.Demand(
            id=duty.demand,
            post=str(duty.post_id),
            band=duty.band_name,
            day=duty.day,
            starts_at=self._clock(duty.starts_at),
            ends_at=self._clock(duty.ends_at),
            count=count,
            role=duty.role,
            posture=engine.Posture(duty.posture),
            needs=engine.Needs(
                qualifications=frozenset(filter(None, [duty.qualification])),
                organisations=frozenset([duty.organisation.name] if duty.organisation else []),
                least_rank=LEAST_RANKS.get(SeatRole(duty.role), 0),
                is_woman=duty.is_woman,
            ),
            counted_minutes=duty.counted_minutes,
            rest_after_minutes=duty.rest_after_minutes,
            price=duty.priority,
            by_squad=duty.by_squad,
        )

    def _pins(self) -> Iterator[engine.Pin]:
        for duty in self._duties:
            if duty.is_pinned:
                yield engine.Pin(duty.demand, str(duty.person_id))
        shut = Ban.objects.filter(
            starts_on__lte=self.roster.ends_on, ends_on__gte=self.roster.starts_on
        )
        bans = list(shut.order_by("pk"))
        first_seats = {duty.demand: duty for duty in reversed(self._duties)} if bans else {}
        for ban in bans:
            for demand, duty in sorted(first_seats.items()):
                if duty.post_id == ban.post_id and ban.starts_on <= duty.day <= ban.ends_on:
                    yield engine.Pin(demand, str(ban.person_id), is_forbidden=True)

    # rules and wishes

    def _rules(self) -> Iterator[engine.Rule]:
        found = RuleSetting.objects.filter(operation=self.operation).select_related("organisation")
        for one in found.order_by("pk"):
            yield engine.Rule(
                code=engine.RuleCode(one.code),
                level=engine.Level(one.level),
                amount=one.amount,
                price=one.price,
                organisation=one.organisation.name if one.organisation else "",
            )

    def _wishes(self) -> Iterator[engine.Wish]:
        found = Wish.objects.filter(
            day__gte=self.roster.starts_on, day__lte=self.roster.ends_on
        ).order_by("person_id", "day")
        names: dict[str, set[str]] = {}
        for duty in self._duties:
            names.setdefault(duty.band_code, set()).add(duty.band_name)
        for wish in found:
            bands = sorted(names.get(wish.band_code, ())) if wish.band_code else [""]
            # Off duty of a kind of shift is off all that bear its code; on duty is met by one.
            for band in bands if wish.is_off else bands[:1]:
                yield engine.Wish(str(wish.person_id), wish.day, wish.is_off, band)

    @cached_property
    def holidays(self) -> frozenset[date]:
        found = Holiday.objects.filter(day__lte=self.roster.ends_on)
        return frozenset(found.values_list("day", flat=True))

    # what was before

    @cached_property
    def _published(self) -> list[Past]:
        """Return the published duties of the operation until shortly after this roster."""
        rows = Duty.objects.filter(
            holding(),
            roster__operation=self.operation,
            person__isnull=False,
            day__gte=self.operation.starts_on,
            day__lte=self.roster.ends_on + DAYS_AFTER,
        ).values_list(
            "id", "demand", "person_id", "band_name", "day", "starts_at", "ends_at",
            "counted_minutes",
        )  # fmt: skip
        return [
            Past(pk, demand, str(person), band, day, starts_at, ends_at, minutes)
            for pk, demand, person, band, day, starts_at, ends_at, minutes in rows.order_by(
                "starts_at", "id"
            )
        ]

    @cached_property
    def _before(self) -> list[Past]:
        return [past for past in self._published if past.day < self.roster.starts_on]

    @cached_property
    def _history_starts_on(self) -> date:
        return min((past.day for past in self._before), default=self.roster.starts_on)

    def _worked(self) -> Iterator[engine.Worked]:
        for past in self._before:
            if past.day >= self.roster.starts_on - DAYS_BEFORE:
                yield engine.Worked(
                    person=past.person,
                    band=past.band,
                    day=past.day,
                    starts_at=self._clock(past.starts_at),
                    ends_at=self._clock(past.ends_at),
                    minutes=past.minutes,
                )

    def _burdens(self, people: tuple[engine.Person, ...]) -> Iterator[engine.Burden]:
        """Yield what each has carried since the operation's first published duty."""
        if not self._before:
            return
        first = self._history_starts_on
        past = engine.Problem(
            first_day=first,
            days=(self.roster.starts_on - first).days,
            people=people,
            posts=(),
            demands=tuple(self._past_demand(one) for one in self._before),
            absences=tuple(self._absences()),
            holidays=self.holidays,
        )
        stood = tuple(engine.Assignment(str(one.duty_id), one.person) for one in self._before)
        for load in engine.loads(past, stood):
            yield engine.Burden(
                person=load.person,
                minutes=load.minutes.carried,
                nights=load.nights.carried,
                weekends=load.weekends.carried,
                fridays=load.fridays.carried,
                holidays=load.holidays.carried,
                days_present=load.days_present,
            )

    def _past_demand(self, past: Past) -> engine.Demand:
        return engine.Demand(
            id=str(past.duty_id),
            post="",
            band=past.band,
            day=past.day,
            starts_at=self._clock(past.starts_at),
            ends_at=self._clock(past.ends_at),
            count=1,
            counted_minutes=past.minutes,
        )

    def _previous(self) -> engine.Roster:
        found = (
            engine.Assignment(past.demand, past.person)
            for past in self._published
            if self.roster.starts_on <= past.day <= self.roster.ends_on
        )
        return tuple(sorted(found, key=lambda one: (one.demand, one.person)))

    # what comes after

    def _ahead(self, problem: engine.Problem) -> Iterator[engine.Absence]:
        """
        Yield each one's first published duty after this roster, with the rest before it.

        The engine knows duties before its days, not after them; as an absence all that asks it
        sees them. Hours and days in a row across that border are judged by the later roster.
        """
        people = {person.id: person for person in problem.people}
        away: dict[str, list[datetime]] = {}
        for absence in problem.absences:
            away.setdefault(absence.person, []).append(absence.ends_at)
        here: dict[str, datetime] = {}
        after: dict[str, Past] = {}
        for past in self._published:
            if past.day > self.roster.ends_on:
                after.setdefault(past.person, past)
            elif past.day >= self.roster.starts_on:
                here[past.person] = past.ends_at
        for first in (past for person, past in after.items() if person in people):
            starts_at = first.starts_at - self._rest(problem, people[first.person])
            # A shorter rest that was once published with a reason is not forbidden afterwards.
            if first.person in here:
                starts_at = max(starts_at, min(here[first.person], first.starts_at))
            # Nobody is away twice at one time.
            starts_at = max([starts_at, *away.get(first.person, ())])
            if starts_at < first.ends_at:
                times = self._clock(starts_at), self._clock(first.ends_at)
                yield engine.Absence(first.person, *times, kind="duty")

    @staticmethod
    def _rest(problem: engine.Problem, person: engine.Person) -> timedelta:
        rule = engine.rule_of(problem, engine.RuleCode.REST, person.organisation)
        is_asked = rule is not None and rule.level is not engine.Level.SOFT
        return timedelta(minutes=rule.amount if rule is not None and is_asked else 0)

    # clocks

    def _clock(self, instant: datetime) -> datetime:
        """Return an instant by the clock of the place; many duties begin at the same one."""
        if instant not in self._clocks:
            self._clocks[instant] = instant.astimezone(self.zone)
        return self._clocks[instant]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


def point_of(post: Post) -> Point:
    """Return where a post is: its site's point, or the middle of its area."""
    if post.site is not None and post.site.latitude is not None:
        return post.site.latitude, post.site.longitude
    return post.area.latitude, post.area.longitude


def title_of(person: Person) -> str:
    """Return rank and name, as people are addressed."""
    return f"{person.rank} {person.name}".strip()
