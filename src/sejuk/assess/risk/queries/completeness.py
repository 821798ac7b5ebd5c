"""What is known of which villages: how complete the index is, and what it rests on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from sejuk.assess.risk.models import IndexScore, IndexSnapshot, IndicatorValue
from sejuk.kit.scoping import within

Scope = tuple[str, ...]

# Chosen: below 0.6 the engine gives no index at all (see vulnerability_index).
GRADES = (("A", 0.9), ("B", 0.75), ("C", 0.6), ("D", 0.0))


@dataclass(frozen=True, slots=True)
class KnownValue:
    """One value of an indicator in a village, with when and from where."""

    indicator: str
    value: float
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class PastScore:
    as_of: date
    thousandths: int | None
    completeness: float


def completeness_grade(completeness: float) -> str:
    """
    Return how complete an index is in one letter.

    >>> completeness_grade(1.0), completeness_grade(0.75), completeness_grade(0.1)
    ('A', 'B', 'D')
    """
    return next(grade for grade, least in GRADES if completeness >= least)


def grade_counts(snapshot: IndexSnapshot, scope: Scope) -> dict[str, int]:
    """Return how many villages have which grade of completeness in a snapshot."""
    least = dict(GRADES)
    counts = IndexScore.objects.filter(within(scope), snapshot=snapshot).aggregate(
        D=Count("id", filter=Q(completeness__lt=least["C"])),
        C=Count("id", filter=Q(completeness__gte=least["C"], completeness__lt=least["B"])),
        B=Count("id", filter=Q(completeness__gte=least["B"], completeness__lt=least["A"])),
        A=Count("id", filter=Q(completeness__gte=least["A"])),
    )
    return {grade: counts[grade] for grade, _ in GRADES}


def known_counts(scope: Scope, day: date) -> dict[str, int]:
    """Return for each indicator of how many villages a value is known."""
    rows = IndicatorValue.objects.filter(within(scope), as_of__lte=day)
    return dict(
        rows.values_list("indicator__code").annotate(count=Count("area", distinct=True)).order_by()
    )


def values_of(area_code: str, day: date) -> dict[str, KnownValue]:
    """Return the newest value of each indicator in a village that is not younger than `day`."""
    rows = (
        IndicatorValue.objects.filter(area_id=area_code, as_of__lte=day)
        .order_by("indicator_id", "-as_of")
        .distinct("indicator_id")
        .values_list("indicator__code", "value", "as_of", "source")
    )
    return {row[0]: KnownValue(*row) for row in rows}


def past_scores(area_code: str, *, most: int = 12) -> list[PastScore]:
    """Return the index of a village in each snapshot, newest first."""
    rows = (
        IndexScore.objects.filter(area_id=area_code)
        .order_by("-snapshot__as_of", "-snapshot_id")
        .values_list("snapshot__as_of", "thousandths", "completeness")
    )
    return [PastScore(*row) for row in rows[:most]]
