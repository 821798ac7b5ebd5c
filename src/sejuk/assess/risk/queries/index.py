"""The vulnerability index: what it is computed from, what it says, and what it said before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import fmean

from django.db.models import Count, F, QuerySet, Subquery

from sejuk.assess.risk.models import IndexScore, IndexSnapshot
from sejuk.assess.risk.queries.measured import (
    as_engine_indicators,
    as_engine_values,
    indicators,
    values_within,
)
from sejuk.assess.risk.queries.weights import Weights
from sejuk.engines import warning
from sejuk.kit.scoping import within

DISTRICT_CODE_LENGTH = len("16.01")
GRADES = ("A", "B", "C", "D")
DRAWS = 500
Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexReading:
    """The index of a village, 0 to 1, with its 80 % interval; None where too little is known."""

    score: float | None
    low: float | None
    high: float | None
    # The chance to be among the most vulnerable tenth of its district.
    p_top_decile: float | None
    grade: str


@dataclass(frozen=True, slots=True)
class MeasuredDistrict:
    """What is known of the villages of one district, as the engine takes it."""

    code: str
    values: Mapping[str, Mapping[str, float | None]]
    indicators: Sequence[warning.Indicator]
    seed: int

    def index(self, weights: Weights, *, draws: int = DRAWS) -> tuple[warning.VillageIndex, ...]:
        return warning.vulnerability_index(
            self.values,
            indicators=self.indicators,
            weights={warning.Variable(one.value): weight for one, weight in weights.items()},
            draws=draws,
            seed=self.seed,
        )


@dataclass(frozen=True, slots=True)
class PastScore:
    """What an earlier snapshot said of a village, in thousandths."""

    as_of: date
    thousandths: int | None
    low: int | None
    high: int | None
    p_top_decile: float | None
    completeness: float


def measured_districts(day: date, area_codes: Sequence[str]) -> Iterator[MeasuredDistrict]:
    """
    Yield the districts of the villages with what is known on a day: two queries for each.

    Each district is one: a percentile tells where a village stands among its neighbours, not among
    the nation's.
    """
    measured = as_engine_indicators(list(indicators()))
    for district, codes in groupby(
        sorted(area_codes), key=lambda code: code[:DISTRICT_CODE_LENGTH]
    ):
        known = values_within((district,), day)
        values = as_engine_values(known, list(codes), measured)
        yield MeasuredDistrict(district, values, measured, seed_of(day))


def seed_of(day: date) -> int:
    """
    Return from which chance the draws of a day come: the same for all who ask about that day.

    >>> seed_of(date(2024, 9, 20))
    20240920
    """
    return day.year * 10_000 + day.month * 100 + day.day


def mean_sensitivity(scores: Sequence[warning.VillageIndex]) -> dict[str, float]:
    """Return what share of the variance each factor makes, mean over the villages with a score."""
    scored = [dict(one.sensitivity) for one in scores if one.sensitivity]
    if not scored:
        return {}
    return {factor: round(fmean(one[factor] for one in scored), 4) for factor in scored[0]}


def snapshot_in_force(day: date) -> IndexSnapshot | None:
    """Return the newest snapshot that is not dated after `day`."""
    return snapshots().filter(as_of__lte=day).first()


def snapshots() -> QuerySet[IndexSnapshot]:
    """Return the snapshots, newest first; those of the first version had no draws."""
    return IndexSnapshot.objects.filter(seed__isnull=False).order_by("-as_of", "-id")


def index_on(scope: Scope, day: date) -> dict[str, IndexReading]:
    """Return the index of each village of a scope that holds on a day. One query."""
    newest = snapshots().filter(as_of__lte=day).values("id")[:1]
    rows = IndexScore.objects.filter(within(scope), snapshot=Subquery(newest)).values_list(
        "area_id", "thousandths", "low", "high", "p_top_decile", "grade"
    )
    return {
        code: IndexReading(_share(score), _share(low), _share(high), chance, grade)
        for code, score, low, high, chance, grade in rows.iterator(chunk_size=20_000)
    }


def _share(thousandths: int | None) -> float | None:
    return None if thousandths is None else thousandths / 1000


def scores_of(snapshot: IndexSnapshot, scope: Scope) -> QuerySet[IndexScore]:
    """Return the scores of a snapshot in a scope, the most vulnerable first, the unknown last."""
    return (
        IndexScore.objects.filter(within(scope), snapshot=snapshot)
        .select_related("area__parent")
        .order_by(F("thousandths").desc(nulls_last=True), "area_id")
    )


def score_of(area_code: str, day: date) -> IndexScore | None:
    """Return the score of a village in the newest snapshot not dated after `day`, or None."""
    return (
        IndexScore.objects.filter(
            area_id=area_code, snapshot__as_of__lte=day, snapshot__seed__isnull=False
        )
        .select_related("snapshot")
        .order_by("-snapshot__as_of", "-snapshot_id")
        .first()
    )


def past_scores(area_code: str, *, most: int = 12) -> list[PastScore]:
    """Return the index of a village in each snapshot, newest first."""
    rows = (
        IndexScore.objects.filter(area_id=area_code)
        .order_by("-snapshot__as_of", "-snapshot_id")
        .values_list(
            "snapshot__as_of", "thousandths", "low", "high", "p_top_decile", "completeness"
        )
    )
    return [PastScore(*row) for row in rows[:most]]


def grade_counts(snapshot: IndexSnapshot, scope: Scope) -> dict[str, int]:
    """Return how many villages have which grade of completeness in a snapshot."""
    rows = IndexScore.objects.filter(within(scope), snapshot=snapshot)
    counts = dict(rows.values_list("grade").annotate(count=Count("id")).order_by())
    return {grade: counts.get(grade, 0) for grade in GRADES}
