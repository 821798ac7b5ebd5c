"""Polling stations, officers and waiting places of the records, as the engine takes them in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.timezone import make_aware

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import ForceKind, seniority
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import KECAMATAN_LENGTH, SiteKind, kecamatan_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.models import Duty, Padal, StationGrade, StationGroup, StationPlan
from sejuk.plan.deployment.rules import RosterState, StationClass, may_compute_plan, may_edit

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person
    from sejuk.foundation.places.models import Site


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan of polling stations is made with, as it is kept in StationPlan.asked."""

    patterns: dict[str, str]
    within: str
    most_minutes: int
    platoons: int
    platoon_size: int
    goal_minutes: int
    # The class of stations that nobody graded; empty: they are refused.
    ungraded: str
    # Whether the reserve is of the police who go to the stations; else of other units (BKO).
    reserve_is_own: bool = False

    @property
    def kept_back(self) -> int:
        """Return how many of the district's own pool stay back for the reserve."""
        return self.platoons * self.platoon_size if self.reserve_is_own else 0

    @classmethod
    def kept(cls, plan: StationPlan) -> "Asked":
        return cls(**plan.asked)


@dataclass(frozen=True, slots=True)
class Officers:
    """Who can be sent: by kecamatan the people of its Polsek, and those of the district."""

    own: dict[str, list["Person"]]
    pool: list["Person"]
    padal: dict[str, "Person"]


def stations(area_code: str) -> QuerySet["Site"]:
    """Return the polling stations of an area."""
    return places.sites((area_code,), (SiteKind.POLLING_STATION,))


def grades(operation_id: int) -> dict[int, str]:
    """Return the class of each graded polling station, by the site's number."""
    rows = StationGrade.objects.filter(operation_id=operation_id)
    return dict(rows.values_list("site_id", "grade"))


def ungraded_count(operation_id: int, area_code: str) -> int:
    graded = StationGrade.objects.filter(operation_id=operation_id).values("site_id")
    return stations(area_code).exclude(pk__in=graded).count()


def station_problem(plan: StationPlan, officers: Officers) -> engine.DeploymentProblem:
    """Return what the engine is asked for a plan."""
    asked, area_code = Asked.kept(plan), plan.operation.area_id
    graded = grades(plan.operation_id)
    return engine.DeploymentProblem(
        stations=tuple(
            engine.Station(
                id=str(site.pk),
                station_class=graded.get(site.pk, asked.ungraded),
                village=site.area_id,
                kecamatan=kecamatan_of(site.area_id),
                latitude=site.latitude,
                longitude=site.longitude,
            )
            for site in stations(area_code)
        ),
        patterns={
            StationClass(grade): engine.pattern_of(text) for grade, text in asked.patterns.items()
        },
        within=engine.Border(asked.within),
        most_minutes=asked.most_minutes,
        officers={code: len(people) for code, people in officers.own.items()},
        pool=max(0, len(officers.pool) - asked.kept_back),
        padal=tuple(
            engine.PadalCandidate(str(person.pk), seniority(person.rank), (code,) if code else ())
            for code, person in officers.padal.items()
        ),
        platoons=tuple(
            engine.Platoon(str(number), asked.platoon_size)
            for number in range(1, asked.platoons + 1)
        ),
        waiting_places=_waiting_places(area_code),
        goal_minutes=asked.goal_minutes,
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """What one computing of a plan works on, as it was asked for at a moment."""

    plan_id: int
    asked_at: datetime
    officers: Officers
    problem: engine.DeploymentProblem


def begun_computing(plan_id: int, *, actor: Actor) -> Begun:
    """
    Read what the computing of a plan needs; nothing is locked while the engine runs.

    :raises NotYours: when the plan does not exist for this actor.
    :raises Refused: when it is no draft, or nobody waits for it any more.
    """
    plan = StationPlan.objects.select_related("operation").filter(pk=plan_id).first()
    if plan is None or not actor.covers(plan.operation.area_id):
        raise NotYours(f"station plan {plan_id}")
    may_edit(RosterState(plan.state)).or_refuse()
    may_compute_plan(is_waiting=plan.computed_at is None).or_refuse()
    officers = officers_free(plan)
    return Begun(plan.pk, plan.asked_at, officers, station_problem(plan, officers))


def _waiting_places(area_code: str) -> tuple[engine.WaitingPlace, ...]:
    offices = places.sites((area_code,), (SiteKind.POLICE_OFFICE,))
    return tuple(
        engine.WaitingPlace(str(site.pk), site.latitude, site.longitude)
        for site in offices
        if site.latitude is not None and site.longitude is not None
    )


def officers_free(plan: StationPlan) -> Officers:
    """Return the police who are neither away nor on another duty on the day of a plan."""
    area_code, day = plan.operation.area_id, plan.day
    people = forces.people((area_code,)).filter(unit__organisation__kind=ForceKind.POLICE)
    gone = taken_on(plan) | set(forces.away_on(day, list(people.values_list("pk", flat=True))))
    free = [one for one in people if one.pk not in gone]
    free.sort(key=lambda one: (-seniority(one.rank), one.name, one.pk))
    own: dict[str, list[Person]] = defaultdict(list)
    for person in free:
        own[_home(person)].append(person)
    pool = own.pop("", [])
    codes = {kecamatan_of(site.area_id) for site in stations(area_code)}
    padal = {code: own[code].pop(0) for code in sorted(codes) if own.get(code)}
    return Officers(dict(own), pool, padal)


def _home(person: "Person") -> str:
    """Return the kecamatan whose Polsek a person belongs to; empty for the district's units."""
    code = person.unit.area_id
    return kecamatan_of(code) if len(code) >= KECAMATAN_LENGTH else ""


def taken_on(plan: StationPlan) -> set[int]:
    """Return who stands a published duty on its day, or guards stations of another operation."""
    published = StationPlan.objects.filter(day=plan.day, state=RosterState.PUBLISHED)
    others = published.exclude(operation_id=plan.operation_id)
    groups = StationGroup.objects.filter(plan__in=others, people__isnull=False)
    padal = Padal.objects.filter(plan__in=others, person__isnull=False)
    elsewhere = groups.values_list("people").union(padal.values_list("person_id"))
    return _busy(plan.day) | {person_id for (person_id,) in elsewhere}


def _busy(day: date) -> set[int]:
    """Return who stands a published duty on a day, or comes off one in the night before it."""
    begins = make_aware(datetime.combine(day, time()))
    duties = Duty.objects.filter(
        roster__state=RosterState.PUBLISHED,
        starts_at__lt=begins + timedelta(days=1),
        ends_at__gt=begins,
        person__isnull=False,
    )
    return set(duties.values_list("person_id", flat=True).iterator()) - {None}


def named(
    found: engine.Deployment, officers: Officers
) -> Iterable[tuple[engine.StationGroup, list["Person"]]]:
    """
    Yield each group with the people who guard it, own ones first.

    The engine counted how many come from where; names are given in the order of rank and name.
    """
    pool = iter(officers.pool)
    send: dict[str, list[Person]] = {}
    for force in found.forces:
        own = officers.own.get(force.kecamatan, [])[: force.own]
        send[force.kecamatan] = own + list(islice(pool, force.from_pool))
    for group in found.groups:
        people = send[group.kecamatan]
        size = group.officers if group.is_manned else 0
        yield group, [people.pop(0) for _ in range(min(size, len(people)))]
