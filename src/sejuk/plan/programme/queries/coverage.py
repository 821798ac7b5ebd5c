"""Where every village stands in the programme: never visited, overdue, planned, or visited."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.db.models.functions import Left
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from sejuk.assess.risk.queries import Picture, Reading
from sejuk.engines.warning import band_of
from sejuk.foundation.operations.rules import StageDates
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import KECAMATAN_LENGTH, parent_code
from sejuk.kit.actors import EVERYWHERE, area_covers
from sejuk.kit.choices import N_
from sejuk.kit.scoping import within
from sejuk.plan.programme.models import Proposal, VisitNote
from sejuk.plan.programme.rules import (
    PLANNED_STATES,
    Coverage,
    coverage_of,
    days_until_overdue,
)

WHOLE_OPERATION = "operasi"
# How many characters of a village's code name its kecamatan, its kabupaten, its province.
GROUP_LENGTHS = (len("16"), len("16.01"), KECAMATAN_LENGTH)


@dataclass(frozen=True, slots=True)
class Period:
    """A stage of the operation, or all of it, as far as it has come on `day`."""

    code: str
    name: str
    starts_on: date
    ends_on: date
    day: date


@dataclass(frozen=True, slots=True)
class AskedCoverage:
    """Which part of the coverage somebody wants to see."""

    period: str = ""
    below: str = ""
    state: Coverage | None = None

    @property
    def wants_villages(self) -> bool:
        return len(self.below) >= KECAMATAN_LENGTH or self.state is not None

    def root_in(self, scope: tuple[str, ...]) -> tuple[str, ...]:
        """Return the area whose parts are counted: a kecamatan is shown among its neighbours."""
        return (self.below,) if self.below and len(self.below) < KECAMATAN_LENGTH else scope


@dataclass(frozen=True, slots=True)
class Counts:
    """How many villages stand where; the four parts sum to all villages."""

    never: int
    overdue: int
    planned: int
    done: int
    # Of the planned ones, those that nobody has visited yet.
    planned_first: int = 0

    @property
    def total(self) -> int:
        return self.never + self.overdue + self.planned + self.done

    @property
    def percent(self) -> int:
        """Return the visited share, rounded down: 100 means every village."""
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One kecamatan (or, over a wider scope, kabupaten or province) with its counts."""

    code: str
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Board:
    """The coverage of a scope in a period, by group and in all."""

    period: Period
    rows: tuple[GroupRow, ...]
    total: Counts


@dataclass(frozen=True, slots=True)
class Touched:
    """How many villages of a group were visited at all in each period, beside how many it has."""

    code: str
    name: str
    villages: int
    by_period: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VillageStanding:
    """Where one village stands, by which evidence, and why."""

    area_code: str
    name: str
    kecamatan: str
    tenths: int
    state: Coverage
    state_words: str
    why: str
    last_visit_on: date | None
    visit_id: int | None
    has_photo: bool
    planned_on: date | None

    @property
    def degrees(self) -> float:
        return self.tenths / 10

    @property
    def band(self) -> str:
        return band_of(self.tenths).value


@dataclass(frozen=True, slots=True)
class _LastVisit:
    held_on: date
    visit_id: int
    has_photo: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """What is known of the villages of a scope in a period; the rest were never visited."""

    period: Period
    picture: Picture
    visits: Mapping[str, _LastVisit]
    plans: Mapping[str, date]

    def state_of(self, area_code: str) -> Coverage:
        last = self.visits.get(area_code)
        return coverage_of(
            last_visit_on=last.held_on if last else None,
            planned_on=self.plans.get(area_code),
            band=band_of(self.picture.of(area_code)).value,
            day=self.period.day,
        )


def periods(
    stages: Sequence[StageDates], *, starts_on: date, ends_on: date, today: date
) -> list[Period]:
    """Return the whole operation and each stage that has begun in it, as they stand today."""
    whole = StageDates(
        WHOLE_OPERATION, gettext("Whole operation"), starts_on, max(starts_on, ends_on), "", 1
    )
    begun = sorted(
        (stage for stage in stages if stage.starts_on <= today and stage.ends_on >= starts_on),
        # The stage that runs comes first: it is what people ask about.
        key=lambda stage: (stage.starts_on, stage.ends_on),
        reverse=True,
    )
    return [
        Period(one.code, one.name, one.starts_on, one.ends_on, min(one.ends_on, today))
        for one in (whole, *begun)
    ]


def period_called(code: str, found: Sequence[Period]) -> Period:
    """Return the period of a code, the whole operation when there is none of it."""
    return next((one for one in found if one.code == code), found[0])


def standings(period: Period, *, scope: tuple[str, ...], now: datetime) -> Standings:
    """Return what is known of each village of a scope at the end of a period, or today."""
    return Standings(
        period,
        Reading(scope, period.day, now).picture,
        _last_visits(scope, period),
        _plans(scope, period, today=localdate(now)),
    )


def _last_visits(scope: tuple[str, ...], period: Period) -> dict[str, _LastVisit]:
    rows = (
        VisitNote.objects.filter(within(scope), held_on__range=(period.starts_on, period.day))
        .order_by("area_id", "-held_on", "-visit_id")
        .distinct("area_id")
        .values_list("area_id", "held_on", "visit_id", "has_photo")
    )
    return {area: _LastVisit(held_on, visit, photo) for area, held_on, visit, photo in rows}


def _plans(scope: tuple[str, ...], period: Period, *, today: date) -> dict[str, date]:
    if period.ends_on < today:
        # What was planned and not done before a stage ended is no plan any more.
        return {}
    rows = (
        Proposal.objects.filter(
            within(scope),
            state__in=PLANNED_STATES,
            planned_on__range=(today, period.ends_on),
            notes__isnull=True,
        )
        .values("area_id")
        .annotate(soonest=Min("planned_on"))
        .values_list("area_id", "soonest")
    )
    return dict(rows)


def board(known: Standings, *, scope: tuple[str, ...]) -> Board:
    """
    Return the counts of an area by the groups one level below it, and in all.

    Only villages with a visit or a plan are looked at one by one: the others were never visited.
    """
    length = group_length(scope)
    land = known.picture.territory
    totals = _totals(known, scope, length)
    touched = (known.visits.keys() | known.plans.keys()) & land.row_of.keys()
    states = Counter(
        (code[:length], known.state_of(code), code in known.visits) for code in touched
    )
    names = _group_names(totals, known.picture)
    rows = tuple(
        GroupRow(code, names.get(code, code), _counts(states, code, total))
        for code, total in sorted(totals.items())
    )
    return Board(known.period, rows, _summed([row.counts for row in rows]))


def _counts(states: Counter[tuple[str, Coverage, bool]], code: str, total: int) -> Counts:
    found = {state: states[code, state, True] + states[code, state, False] for state in Coverage}
    seen = found[Coverage.OVERDUE] + found[Coverage.PLANNED] + found[Coverage.DONE]
    return Counts(
        never=total - seen,
        overdue=found[Coverage.OVERDUE],
        planned=found[Coverage.PLANNED],
        done=found[Coverage.DONE],
        planned_first=states[code, Coverage.PLANNED, False],
    )


def _summed(counts: Sequence[Counts]) -> Counts:
    return Counts(
        never=sum(one.never for one in counts),
        overdue=sum(one.overdue for one in counts),
        planned=sum(one.planned for one in counts),
        done=sum(one.done for one in counts),
        planned_first=sum(one.planned_first for one in counts),
    )


def scope_in_operation(scope: tuple[str, ...], operation_area: str) -> tuple[str, ...]:
    """
    Return what an actor sees of the area that an operation covers.

    >>> scope_in_operation(("",), "16.01"), scope_in_operation(("16.01.08", "16.09"), "16.01")
    (('16.01',), ('16.01.08',))
    """
    if any(area_covers(code, operation_area) for code in scope):
        return (operation_area,)
    return tuple(code for code in scope if area_covers(operation_area, code))


def group_length(scope: tuple[str, ...]) -> int:
    """
    Return by how many characters of the code villages are grouped: one level below the scope.

    >>> group_length(("16.01",)), group_length(("16.01.08",)), group_length(("",))
    (8, 8, 2)
    """
    if EVERYWHERE in scope or not scope:
        return GROUP_LENGTHS[0]
    widest = min(len(code) for code in scope)
    return next((length for length in GROUP_LENGTHS if length > widest), GROUP_LENGTHS[-1])


def _totals(known: Standings, scope: tuple[str, ...], length: int) -> Counter[str]:
    """Return how many villages each group of `scope` has."""
    land = known.picture.territory
    codes: Iterable[str] = land.codes
    if scope != land.scope:
        codes = (code for code in codes if any(area_covers(one, code) for one in scope))
    return Counter(code[:length] for code in codes)


def _group_names(codes: Iterable[str], picture: Picture) -> dict[str, str]:
    kecamatan = picture.territory.kecamatan
    return places.area_labels([code for code in codes if code not in kecamatan]) | kecamatan


def touched_by_period(
    chosen: Sequence[Period], board: Board, *, scope: tuple[str, ...]
) -> list[Touched]:
    """Return how many villages of each group were visited at all in each period."""
    length = group_length(scope)
    first = min(one.starts_on for one in chosen)
    last = max(one.day for one in chosen)
    columns = {
        f"period_{number}": Count(
            "area_id", distinct=True, filter=Q(held_on__range=(one.starts_on, one.day))
        )
        for number, one in enumerate(chosen)
    }
    rows = (
        VisitNote.objects.filter(within(scope), held_on__range=(first, last))
        .annotate(group=Left("area_id", length))
        .values("group")
        .annotate(**columns)
    )
    found = {row["group"]: tuple(int(row[name]) for name in columns) for row in rows}
    nothing = (0,) * len(chosen)
    return [
        Touched(row.code, row.name, row.counts.total, found.get(row.code, nothing))
        for row in board.rows
    ]


def village_standings(
    known: Standings, *, below: str = "", state: Coverage | None = None
) -> Iterator[VillageStanding]:
    """Yield the villages of a group (or all), those of one state only when it is named."""
    land = known.picture.territory
    for row, code in enumerate(land.codes):
        if below and not (code == below or code.startswith(f"{below}.")):
            continue
        if state is None or known.state_of(code) is state:
            yield _standing(known, row, code)


def _standing(known: Standings, row: int, code: str) -> VillageStanding:
    last, state = known.visits.get(code), known.state_of(code)
    land = known.picture.territory
    return VillageStanding(
        area_code=code,
        name=land.names[row],
        kecamatan=land.kecamatan[parent_code(code)],
        tenths=int(known.picture.tenths[row]),
        state=state,
        state_words=gettext(state.label),
        why=_why(known, code),
        last_visit_on=last.held_on if last else None,
        visit_id=last.visit_id if last else None,
        has_photo=bool(last and last.has_photo),
        planned_on=known.plans.get(code),
    )


def _why(known: Standings, code: str) -> str:
    last = known.visits.get(code)
    if last is None:
        return gettext(N_("No visit in this period."))
    days = (known.period.day - last.held_on).days
    limit = days_until_overdue(band_of(known.picture.of(code)).value)
    text = ngettext(
        "%(days)s day since the last visit; a village this warm is due every %(limit)s days.",
        "%(days)s days since the last visit; a village this warm is due every %(limit)s days.",
        days,
    )
    return text % {"days": days, "limit": limit}


def last_visits_until(day: date, *, scope: tuple[str, ...]) -> dict[str, date]:
    """Return when each village was last visited, up to and with a day."""
    rows = (
        VisitNote.objects.filter(within(scope), held_on__lte=day)
        .order_by("area_id", "-held_on")
        .distinct("area_id")
        .values_list("area_id", "held_on")
    )
    return dict(rows)
