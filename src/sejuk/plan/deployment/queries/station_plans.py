"""The plans of polling stations, and what their pages and papers show."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext

from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Padal, Platoon, StationGroup, StationPlan
from sejuk.plan.deployment.queries.station_problems import Asked
from sejuk.plan.deployment.queries.telling import read, told
from sejuk.plan.deployment.rules import STATIONS_LOST_AFTER, RosterState, StationClass

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person

Scope = tuple[str, ...]
Kept = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan in the list of plans."""

    id: int
    name: str
    day: date
    state: RosterState
    state_words: str
    officers: int | None
    short: int | None
    is_computing: bool


@dataclass(frozen=True, slots=True)
class ShownForce:
    """What a kecamatan needs and gets."""

    code: str
    name: str
    padal: str
    stations: int
    groups: int
    needed: int
    own: int
    from_pool: int
    short: int
    linmas: int


@dataclass(frozen=True, slots=True)
class ShownShortfall:
    """Why a kecamatan lacks officers, and the ways out with what each brings."""

    words: str
    ways_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Polling stations that the same officers guard."""

    number: int
    village: str
    grade: str
    grade_words: str
    stations: tuple[str, ...]
    officers: int
    people: tuple[str, ...]
    linmas: int
    longest_minutes: float


@dataclass(frozen=True, slots=True)
class ShownPlatoon:
    number: int
    place: str
    size: int
    stations: int


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with its figures, by kecamatan."""

    id: int
    name: str
    day: date
    state: RosterState
    state_words: str
    is_computing: bool
    # Asked for so long ago that its worker is gone.
    is_lost: bool
    failure: str
    patterns: tuple[tuple[str, str], ...]
    stations: tuple[tuple[str, int], ...]
    # Of a sector chief's view the figures are his own kecamatan's; what is proved is of the whole.
    is_whole: bool
    officers: int
    least_officers: int
    gap_percent: float
    linmas: int
    short: int
    forces: tuple[ShownForce, ...]
    total: ShownForce | None
    shortfalls: tuple[ShownShortfall, ...]
    complaints: tuple[str, ...]
    platoons: tuple[ShownPlatoon, ...]
    kept_back: int
    reserve_longest: float
    late_stations: int
    proposed_at: datetime | None
    published_at: datetime | None
    note: str


def station_plans(scope: Scope) -> list[ListedPlan]:
    """Return the plans of operations in `scope` that were not dropped, newest first."""
    plans = StationPlan.objects.filter(_of(scope)).exclude(state=RosterState.DROPPED)
    return [listed_plan(plan) for plan in plans.order_by("-created_at", "-id")]


def _of(scope: Scope) -> Q:
    """Return the filter for plans that hold one of the areas, or lie in one."""
    parts = [code.split(".") for code in scope]
    above = {".".join(one[:length]) for one in parts for length in range(1, len(one))}
    return within(scope, "operation__area_id") | Q(operation__area__in=above)


def listed_plan(plan: StationPlan) -> ListedPlan:
    return ListedPlan(
        id=plan.pk,
        name=plan.name,
        day=plan.day,
        state=RosterState(plan.state),
        state_words=gettext(RosterState(plan.state).label),
        officers=plan.figures.get("officers"),
        short=plan.figures.get("short"),
        is_computing=is_computing(plan),
    )


def is_computing(plan: StationPlan) -> bool:
    return plan.computed_at is None and not plan.message


def was_asked_within(plan: StationPlan, time: timedelta) -> bool:
    """Tell whether a plan was asked for in the last while, by the real clock."""
    return StationPlan.objects.filter(pk=plan.pk, asked_at__gt=Now() - time).exists()


def plan_called(plan_id: int, actor: Actor) -> StationPlan:
    """
    Return a plan of an operation whose area holds, or is held by, the actor's.

    A sector chief sees the plan too, and in it his own kecamatan.

    :raises NotYours: when there is none
    """
    plans = StationPlan.objects.select_related("operation").filter(_of(actor.scope), pk=plan_id)
    plan = plans.first()
    if plan is None:
        raise NotYours(f"station plan {plan_id}")
    return plan


def plan_to_change(plan_id: int, actor: Actor) -> StationPlan:
    """
    Return a plan, locked, with its operation.

    :raises NotYours: when there is none for this actor
    """
    plan = StationPlan.objects.select_for_update(of=("self",)).filter(pk=plan_id)
    found = plan.select_related("operation").first()
    if found is None or not actor.covers(found.operation.area_id):
        raise NotYours(f"station plan {plan_id}")
    return found


def plan_page(plan: StationPlan, actor: Actor) -> PlanPage:
    """Return what the page of a plan shows: of a sector chief's, his own kecamatan alone."""
    figures = cast("Kept", plan.figures)
    seen = shown_forces(plan, actor)
    codes = [str(one["kecamatan"]) for one in cast("list[Kept]", figures.get("forces", []))]
    names = places.area_labels(codes)
    total = _total(seen)
    is_whole = actor.covers(plan.operation.area_id)
    officers, least = _number(figures, "officers"), _number(figures, "least_officers")
    return PlanPage(
        id=plan.pk,
        name=plan.name,
        day=plan.day,
        state=RosterState(plan.state),
        state_words=gettext(RosterState(plan.state).label),
        is_computing=is_computing(plan),
        is_lost=is_computing(plan) and not was_asked_within(plan, STATIONS_LOST_AFTER),
        failure=told(read(plan.message)) if plan.message else "",
        patterns=_patterns(plan),
        stations=_classes(plan, actor),
        is_whole=is_whole,
        officers=officers if is_whole else total.needed if total else 0,
        least_officers=least,
        gap_percent=100 * (1 - least / officers) if officers else 0.0,
        linmas=total.linmas if total else 0,
        short=_number(figures, "short") if is_whole else total.short if total else 0,
        forces=tuple(seen),
        total=total,
        shortfalls=tuple(_shortfalls(figures, names, actor)),
        complaints=tuple(
            told(read(one), names) for one in cast("list[Kept]", figures.get("complaints", []))
        ),
        platoons=tuple(_platoons(plan)),
        kept_back=Asked.kept(plan).kept_back,
        reserve_longest=float(cast("float", figures.get("reserve_longest_minutes", 0))),
        late_stations=_number(figures, "late_stations"),
        proposed_at=plan.proposed_at,
        published_at=plan.published_at,
        note=plan.note,
    )


def _number(figures: Kept, name: str) -> int:
    return int(cast("int", figures.get(name, 0)))


def _patterns(plan: StationPlan) -> tuple[tuple[str, str], ...]:
    patterns = cast("Mapping[str, str]", plan.asked["patterns"])
    return tuple((gettext(StationClass(one).label), text) for one, text in patterns.items())


def _classes(plan: StationPlan, actor: Actor) -> tuple[tuple[str, int], ...]:
    """Return how many stations of each class are in the groups that the actor sees."""
    rows = _groups(plan, actor).values_list("grade", "sites__id")
    counts = Counter(grade for grade, _ in rows)
    return tuple((gettext(one.label), counts[one.value]) for one in StationClass)


def _groups(plan: StationPlan, actor: Actor) -> QuerySet[StationGroup]:
    return plan.groups.filter(within(actor.scope, "kecamatan_id"))


def shown_forces(plan: StationPlan, actor: Actor) -> list[ShownForce]:
    """Return what each kecamatan of the actor needs and gets."""
    everywhere = cast("list[Kept]", plan.figures.get("forces", []))
    forces = [one for one in everywhere if actor.covers(str(one["kecamatan"]))]
    names = places.area_labels([str(one["kecamatan"]) for one in forces])
    padal = {
        one.area_id: _title(one.person)
        for one in Padal.objects.filter(plan=plan).select_related("person")
    }
    groups, linmas = Counter[str](), Counter[str]()
    for code, number in plan.groups.values_list("kecamatan_id", "linmas"):
        groups[code] += 1
        linmas[code] += number
    return [
        ShownForce(
            code=code,
            name=places.bare_name(names.get(code, code)),
            padal=padal.get(code, ""),
            stations=_number(one, "stations"),
            groups=groups[code],
            needed=_number(one, "needed"),
            own=_number(one, "own"),
            from_pool=_number(one, "from_pool"),
            short=_number(one, "short"),
            linmas=linmas[code],
        )
        for one in forces
        for code in [str(one["kecamatan"])]
    ]


def _title(person: "Person | None") -> str:
    return f"{person.rank} {person.name}" if person else ""


def _total(forces: list[ShownForce]) -> ShownForce | None:
    if not forces:
        return None
    columns = ("stations", "groups", "needed", "own", "from_pool", "short", "linmas")
    sums = {name: sum(getattr(force, name) for force in forces) for name in columns}
    return ShownForce(code="", name=gettext("Total"), padal="", **sums)


def _shortfalls(figures: Kept, names: Mapping[str, str], actor: Actor) -> list[ShownShortfall]:
    return [
        ShownShortfall(
            words=told(read(cast("Kept", one["sentence"])), names),
            ways_out=tuple(
                (told(read(cast("Kept", way["sentence"])), names), _number(way, "officers"))
                for way in cast("list[Kept]", one["ways_out"])
            ),
        )
        for one in cast("list[Kept]", figures.get("shortfalls", []))
        if actor.covers(str(one["kecamatan"]))
    ]


def _platoons(plan: StationPlan) -> list[ShownPlatoon]:
    rows = Platoon.objects.filter(plan=plan).select_related("site").order_by("number")
    return [
        ShownPlatoon(row.number, row.site.name if row.site else "", row.size, row.stations)
        for row in rows
    ]


def shown_groups(plan: StationPlan, kecamatan: str, actor: Actor) -> list[ShownGroup]:
    """
    Return the groups of a kecamatan with their stations and people.

    :raises NotYours: when the kecamatan lies outside the actor's areas
    """
    if not actor.covers(kecamatan):
        raise NotYours(f"kecamatan {kecamatan}")
    rows = plan.groups.filter(kecamatan_id=kecamatan).order_by("number")
    rows = rows.select_related("area").defer("area__boundary", "area__outline")
    stations, people = _members(rows)
    return [
        ShownGroup(
            number=row.number,
            village="" if row.area_id == row.kecamatan_id else row.area.name,
            grade=row.grade,
            grade_words=gettext(StationClass(row.grade).label),
            stations=tuple(stations[row.pk]),
            officers=row.officers,
            people=tuple(people[row.pk]),
            linmas=row.linmas,
            longest_minutes=row.longest_minutes or 0.0,
        )
        for row in rows
    ]


def _members(
    rows: QuerySet[StationGroup],
) -> tuple[defaultdict[int, list[str]], defaultdict[int, list[str]]]:
    stations: defaultdict[int, list[str]] = defaultdict(list)
    people: defaultdict[int, list[str]] = defaultdict(list)
    for group_id, name in rows.order_by("number", "sites__code").values_list("pk", "sites__name"):
        stations[group_id].append(name)
    named = rows.exclude(people=None).order_by("number", "people__name")
    columns = "pk", "people__rank", "people__name"
    for group_id, rank, name in named.values_list(*columns):
        people[group_id].append(f"{rank} {name}")
    return stations, people
