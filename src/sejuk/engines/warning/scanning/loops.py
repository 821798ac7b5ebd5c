"""
The loops of a scan, compiled.

All rest on three facts about both statistics. They rise with the cases and fall with the
expectation of a cylinder, so for each number of cases only the smallest expectation matters; a
neighbour without cases can only make a cylinder worse; and so can a period without cases at its
edge. Replicates need no places, only the highest value: they note the smallest expectation for each
number of cases and take logarithms once, at the end.
"""

# ruff: noqa: PLR0917 - compiled loops take their arguments by position

from math import inf, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.compiled import compiled
from sejuk.engines.warning.scanning.asked import Counts, Numbers

Flags = NDArray[np.bool_]
Few = NDArray[np.int32]


class Rings(NamedTuple):
    """The circles as loops take them; see `circles.Circles`."""

    starts: Counts
    members: NDArray[np.int32]
    closes: Flags


class Measure(NamedTuple):
    """By what a cylinder is measured, how many cases it needs, and how many periods it may take."""

    is_kulldorff: bool
    total: float  # all cases; only Kulldorff's statistic asks for it
    fewest: int
    most_periods: int


@compiled
def value_of(cases: float, expected: float, measure: Measure) -> float:
    """
    Return the log likelihood ratio of a cylinder with more cases than expected, else 0.

    Kulldorff 1997, the ratio of the Poisson model; Neill 2009, expectation-based Poisson.
    """
    if cases <= expected:
        return 0.0
    if expected <= 0.0:
        return inf
    value = cases * log(cases / expected)
    if not measure.is_kulldorff:
        return value + expected - cases
    outside = measure.total - cases
    if outside > 0.0:
        value += outside * log(outside / (measure.total - expected))
    return value


@compiled
def best_of_centres(
    rings: Rings,
    cases: Counts,
    expected: Numbers,
    measure: Measure,
    first_end: int,
    values: Numbers,
    found: Counts,
) -> None:
    """
    Write the best cylinder around each centre.

    `cases` and `expected` are spots x periods. A cylinder ends in period `first_end` or later:
    the last period makes the scan prospective, 0 retrospective. `values` takes a number for each
    centre, `found` its size in spots, first and last period.
    """
    periods = cases.shape[1]
    of_period, expected_of_period = np.zeros(periods, np.int64), np.zeros(periods)
    has = _has_cases(cases)
    for centre in range(len(rings.starts) - 1):
        of_period[:], expected_of_period[:], values[centre] = 0, 0.0, 0.0
        is_new = False
        for at in range(rings.starts[centre], rings.starts[centre + 1]):
            spot = rings.members[at]
            for period in range(periods):
                expected_of_period[period] += expected[spot, period]
            if has[spot]:
                is_new = True
                for period in range(periods):
                    of_period[period] += cases[spot, period]
            if is_new and rings.closes[at]:
                is_new = False
                value, first, last = _best_stretch(
                    of_period, expected_of_period, measure, first_end
                )
                if value > values[centre]:
                    values[centre] = value
                    found[centre, 0] = at + 1 - rings.starts[centre]
                    found[centre, 1], found[centre, 2] = first, last


@compiled
def _best_stretch(
    of_period: Counts, expected_of_period: Numbers, measure: Measure, first_end: int
) -> tuple[float, int, int]:
    """Return the highest value of a circle, its first and its last period."""
    best, best_first, best_last = 0.0, 0, -1
    for last in range(first_end, len(of_period)):
        if not of_period[last] and last > first_end:
            continue
        inside, expectation = 0, 0.0
        for first in range(last, max(-1, last - measure.most_periods), -1):
            inside += of_period[first]
            expectation += expected_of_period[first]
            if of_period[first] and inside >= measure.fewest and inside > expectation:
                value = value_of(inside, expectation, measure)
                if value > best:
                    best, best_first, best_last = value, first, last
    return best, best_first, best_last


@compiled
def highest_ending_now(
    rings: Rings,
    weights: Numbers,
    profile: Numbers,
    recent: Few,
    newest: NDArray[np.int16],
    measure: Measure,
    smallest: Numbers,
) -> float:
    """
    Return the highest value over cylinders that end now, where expectation = weight x profile.

    `weights[k]` is the weight of the circle that closes at or after member `k`, `profile[d]` that
    of the last `d + 1` periods. `recent` (spots x periods) are the cases of the last `d + 1`
    periods and `newest` the first `d` that has any, a `d` too large for a spot without cases. Of a
    circle that is not closed yet a part is counted against its whole weight: that is worse than
    the whole circle, which follows, so nothing wins that should not.
    """
    periods = len(profile)
    inside = np.zeros(periods, np.int64)
    beyond = 0.0
    for centre in range(len(rings.starts) - 1):
        is_empty = True
        for at in range(rings.starts[centre], rings.starts[centre + 1]):
            spot = rings.members[at]
            if newest[spot] >= periods:
                continue
            if is_empty:
                inside[:] = 0
                is_empty = False
            for back in range(newest[spot], periods):
                inside[back] += recent[spot, back]
                beyond = _noted(
                    inside[back], weights[at] * profile[back], measure, smallest, beyond
                )
    return _highest(measure, smallest, beyond)


@compiled
def highest(
    rings: Rings,
    expected: Numbers,
    cases: Few,
    has: Flags,
    measure: Measure,
    first_end: int,
    smallest: Numbers,
) -> float:
    """Return the highest value over cylinders that end in `first_end` or later."""
    periods = cases.shape[1]
    of_period, expected_of_period = np.zeros(periods, np.int64), np.zeros(periods)
    is_new = np.zeros(periods, np.bool_)
    beyond = 0.0
    for centre in range(len(rings.starts) - 1):
        of_period[:], expected_of_period[:], is_new[:] = 0, 0.0, False
        is_due = False
        for at in range(rings.starts[centre], rings.starts[centre + 1]):
            spot = rings.members[at]
            for period in range(periods):
                expected_of_period[period] += expected[spot, period]
            if has[spot]:
                is_due = True
                for period in range(periods):
                    of_period[period] += cases[spot, period]
                    is_new[period] |= cases[spot, period] > 0
            if is_due and rings.closes[at]:
                is_due = False
                beyond = _noted_stretches(
                    of_period, expected_of_period, is_new, measure, first_end, smallest, beyond
                )
    return _highest(measure, smallest, beyond)


@compiled
def _noted_stretches(
    of_period: Counts,
    expected_of_period: Numbers,
    is_new: Flags,
    measure: Measure,
    first_end: int,
    smallest: Numbers,
    beyond: float,
) -> float:
    """
    Note the stretches that hold a period in which the newest ring brought cases.

    Others were better in a smaller circle. Each is met once: from the first new period in it.
    """
    periods, earliest = len(of_period), 0
    for new in range(periods):
        if not is_new[new]:
            continue
        is_new[new] = False
        before, expected_before = 0, 0.0
        for first in range(new, max(earliest, new + 1 - measure.most_periods) - 1, -1):
            before += of_period[first]
            expected_before += expected_of_period[first]
            if not of_period[first]:
                continue
            inside, expectation = before, expected_before
            for last in range(new, min(first + measure.most_periods, periods)):
                if last > new:
                    inside += of_period[last]
                    expectation += expected_of_period[last]
                if last >= first_end:
                    beyond = _noted(inside, expectation, measure, smallest, beyond)
        earliest = new + 1
    return beyond


@compiled
def _noted(
    inside: int, expectation: float, measure: Measure, smallest: Numbers, beyond: float
) -> float:
    """Note an expectation; return the highest value of those with more cases than are noted."""
    if inside < measure.fewest:
        return beyond
    if inside < len(smallest):
        smallest[inside] = min(smallest[inside], expectation)
        return beyond
    return max(beyond, value_of(inside, expectation, measure))


@compiled
def _highest(measure: Measure, smallest: Numbers, beyond: float) -> float:
    """Return the highest value of what was noted, and forget it."""
    best = beyond
    for inside in range(1, len(smallest)):
        if smallest[inside] < inside:
            best = max(best, value_of(inside, smallest[inside], measure))
        smallest[inside] = np.inf
    return best


@compiled
def _has_cases(cases: Counts) -> Flags:
    has = np.zeros(len(cases), np.bool_)
    for spot in range(len(cases)):
        for period in range(cases.shape[1]):
            has[spot] |= cases[spot, period] > 0
    return has
