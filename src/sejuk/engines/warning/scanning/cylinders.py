"""
Scanning counts for the best cylinder: the array-level interface of the scan.

    circles = prepare(latitudes, longitudes, most_neighbours=16)     # once for a district
    best = scan_counts(counts, expected, circles, most_days=7)       # one day
    many = scan_many(counts_of_days, expected_of_days, circles)      # many days or replays

Arrays are days x places (the last row is today); nothing is drawn at random here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sejuk.engines.warning.scanning.asked import (
    CannotScan,
    Counts,
    Numbers,
    ScanKind,
    Statistic,
    counts_of,
    numbers_of,
    statistic_of,
)
from sejuk.engines.warning.scanning.circles import Circles
from sejuk.engines.warning.scanning.loops import Measure, best_of_centres


@dataclass(frozen=True)
class Cylinder:
    """
    The best cylinder: its value, its places (indices, nearest first), first and last day (rows).

    Value 0 and no places: nothing had more cases than expected.
    """

    value: float
    places: tuple[int, ...]
    first: int
    last: int
    cases: int
    expected: float


@dataclass(frozen=True, eq=False)
class BestCylinders:
    """
    The best cylinder of each replicate, as one array for each of its properties.

    `centres` are spots and `sizes` count spots, for `Circles.places_within`; `days` is its length
    up to the last day. Where nothing had more cases than expected, value, size and days are 0.
    """

    values: Numbers
    centres: Counts
    sizes: Counts
    days: Counts


NOTHING = Cylinder(0.0, (), 0, -1, 0, 0.0)


def scan_counts(
    counts: ArrayLike,
    expected: ArrayLike,
    circles: Circles,
    *,
    most_days: int,
    statistic: Statistic = Statistic.EXPECTATION,
    kind: ScanKind = ScanKind.PROSPECTIVE,
    fewest_cases: int = 1,
) -> Cylinder:
    """
    Return the cylinder with the highest value.

    `counts` and `expected` are days x places, the last row today; `circles` come from `prepare`.
    With `Statistic.EXPECTATION` the expectation is taken as it is (an expectation of 0 with cases
    has an infinite value); with `KULLDORFF` it is scaled to all cases. PROSPECTIVE looks at the
    last 1 to `most_days` days, RETROSPECTIVE at every stretch of up to `most_days`.

    >>> from sejuk.engines.warning.scanning.circles import prepare
    >>> circles = prepare([0, 0, 0], [100.0, 100.1, 100.3], 2)
    >>> best = scan_counts([[0, 1, 0], [3, 2, 0]], [[0.5, 0.5, 0.5]] * 2, circles, most_days=2)
    >>> best.places, best.first, best.last, best.cases, best.expected, round(best.value, 3)
    ((0, 1), 1, 1, 5, 1.0, 4.047)

    :raises CannotScan: a cell is missing or negative, or shapes differ
    """
    cases, expectation = counts_of(counts), numbers_of(expected, "expected")
    if cases.shape != expectation.shape or cases.shape[1] != len(circles.spot_of):
        raise CannotScan(
            f"cases {cases.shape} and expected {expectation.shape} need to be "
            f"days x {len(circles.spot_of)} places"
        )
    at_spots, there = circles.by_spot(cases), circles.by_spot(expectation)
    measure = measured(at_spots, there, statistic, fewest=fewest_cases, most=most_days)
    values, found = best_by_centre(circles, at_spots, there, measure, kind)
    centre = int(values.argmax())
    if values[centre] <= 0:
        return NOTHING
    size, first, last = (int(part) for part in found[centre])
    places = circles.places_within(centre, size)
    return Cylinder(
        value=float(values[centre]),
        places=tuple(places.tolist()),
        first=first,
        last=last,
        cases=int(cases[first : last + 1, places].sum()),
        expected=float(expectation[first : last + 1, places].sum()),
    )


def scan_many(
    counts: ArrayLike,
    expected: ArrayLike,
    circles: Circles,
    *,
    statistic: Statistic = Statistic.EXPECTATION,
    fewest_cases: int = 1,
) -> BestCylinders:
    """
    Return the best cylinder that ends on the last day, for each of many arrays.

    `counts` and `expected` are replicates x days x places: each replicate holds only the days that
    a cylinder may take, the last is today. `expected` may have one replicate for all. Shapes are
    checked, cells are not: this is the fast way.

    >>> from sejuk.engines.warning.scanning.circles import prepare
    >>> circles = prepare([0, 0, 0], [100.0, 100.1, 100.3], 2)
    >>> best = scan_many([[[0, 1, 0], [3, 2, 0]]] * 2, [[[0.5] * 3] * 2], circles)
    >>> best.values.round(3).tolist(), best.sizes.tolist(), best.days.tolist()
    ([4.047, 4.047], [2, 2], [1, 1])

    :raises CannotScan: shapes differ
    """
    cases = np.asarray(counts, dtype=np.int64)
    if cases.ndim != 3 or cases.shape[2] != len(circles.spot_of):  # noqa: PLR2004 - replicates, days, places
        raise CannotScan(
            f"counts {cases.shape} need to be replicates x days x {len(circles.spot_of)} places"
        )
    expectation = np.broadcast_to(np.asarray(expected, dtype=np.float64), cases.shape)
    rows, days = cases.shape[:2]
    best = BestCylinders(np.zeros(rows), *(np.zeros(rows, np.int64) for _ in range(3)))
    values, found = np.zeros(circles.spots), np.zeros((circles.spots, 3), np.int64)
    for row in range(rows):
        at_spots, there = circles.by_spot(cases[row]), circles.by_spot(expectation[row])
        measure = measured(at_spots, there, statistic, fewest=fewest_cases, most=days)
        best_of_centres(circles.rings, at_spots, there, measure, days - 1, values, found)
        centre = int(values.argmax())
        if values[centre] > 0:
            best.values[row], best.centres[row] = values[centre], centre
            best.sizes[row] = found[centre, 0]
            best.days[row] = days - found[centre, 1]
    return best


def measured(
    cases: Counts, expected: Numbers, statistic: Statistic, *, fewest: int, most: int
) -> Measure:
    """Return by what is measured; Kulldorff's statistic scales `expected` in place to all cases."""
    is_kulldorff = statistic_of(statistic) == Statistic.KULLDORFF
    total = float(cases.sum())
    if is_kulldorff and (expectation := float(expected.sum())) > 0:
        expected *= total / expectation
    return Measure(is_kulldorff, total, max(1, fewest), most)


def best_by_centre(
    circles: Circles, cases: Counts, expected: Numbers, measure: Measure, kind: ScanKind
) -> tuple[Numbers, Counts]:
    """Return the best value of each centre, and its size, first and last period."""
    values, found = np.zeros(circles.spots), np.zeros((circles.spots, 3), np.int64)
    first_end = 0 if kind == ScanKind.RETROSPECTIVE else cases.shape[1] - 1
    best_of_centres(circles.rings, cases, expected, measure, first_end, values, found)
    return values, found
