"""How long things took: medians that the database computes, and none where there are too few."""

from dataclasses import dataclass

from django.db.models import Aggregate, Expression, F, FloatField
from django.db.models.expressions import Combinable
from django.db.models.functions import Extract

# Chosen: half of four is two, and one late answer more would move such a median by days.
FEWEST_FOR_MEDIAN = 5
# Chosen: of fewer than ten the ninetieth percentile is hardly anything but the longest.
FEWEST_FOR_P90 = 10


@dataclass(frozen=True, slots=True)
class Waits:
    """So many took half of the time at most `median` seconds, and nine of ten at most `p90`."""

    count: int
    median: float | None
    p90: float | None


def waits_of(count: int, median: float | None, p90: float | None) -> Waits:
    """
    Return what may be said of so many: nothing about few.

    >>> waits_of(4, 60.0, 90.0), waits_of(9, 60.0, 90.0).p90
    (Waits(count=4, median=None, p90=None), None)
    """
    return Waits(
        count,
        median if count >= FEWEST_FOR_MEDIAN else None,
        p90 if count >= FEWEST_FOR_P90 else None,
    )


class Percentile(Aggregate):
    """The value below which a share of the rows lies, between two rows if need be."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, share: float, expression: Expression | str) -> None:
        super().__init__(expression, share=float(share))


def seconds_between(earlier: str | Combinable, later: str | Combinable) -> Extract:
    """Return the seconds from one instant to a later one, as an expression."""
    return Extract(_column(later) - _column(earlier), "epoch")


def _column(named: str | Combinable) -> Combinable:
    return F(named) if isinstance(named, str) else named
