"""
EARS C1 and C2: a count against the mean and spread of the last few times.

Kept as baselines. They need seven times of past and no model, and at village rates they find next
to nothing; see `./sejuk bench warning`.
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from sejuk.engines.warning.charting.points import ChartArrays, ChartPoint, points
from sejuk.engines.warning.charting.series import (
    Numbers,
    UnusableSeries,
    checked,
    chosen,
    counts_of,
)
from sejuk.engines.warning.charting.tails import normal_bound

LAG = 2
"""Times between the baseline and the time in question, for C2 (Fricker et al. 2008)."""

ALPHA = 0.001
"""As in use at the CDC, says the manual of R's `surveillance`."""

FEWEST = 2
"""Times that a standard deviation needs."""


class EarsKind(StrEnum):
    """Which of the two: without a lag before the time in question, or with one."""

    C1 = "C1"
    C2 = "C2"


def ears(
    series: Sequence[int | float | None],
    *,
    kind: str = EarsKind.C2,
    baseline: int = 7,
    alpha: float = ALPHA,
    least_deviation: float = 0.0,
) -> tuple[ChartPoint, ...]:
    """
    Return what each time is held against, from the first one that has a whole baseline.

    :param series: counts of equal times (days or weeks), oldest first, a missing one None.
    :param baseline: how many times mean and standard deviation are taken from.
    :param alpha: the chance of an alarm at a quiet time, if counts were normal.
    :param least_deviation: the smallest standard deviation; 0.5 or 1 suits sparse series.
    :raises UnusableSeries: with a broken count, or no time that has a whole baseline.

    Source: Hutwagner et al. 2003, Journal of Urban Health 80:i89; Fricker et al. 2008, Statistics
    in Medicine 27:3407.

    >>> point = ears([4, 6, 5, 5, 4, 6, 5, 9, 9, 20])[-1]
    >>> point.expected, round(point.upper, 2), point.is_alarm
    (5.0, 7.52, True)
    """
    arrays = ears_arrays(
        counts_of(series).reshape(1, -1),
        kind=kind,
        baseline=baseline,
        alpha=alpha,
        least_deviation=least_deviation,
    )
    told = np.flatnonzero(~np.isnan(arrays.expected[0]))
    if not told.size:
        raise UnusableSeries(
            f"No time of a series of {len(series)} has {baseline} known times before it as a "
            "baseline: lengthen the series or shorten the baseline."
        )
    return points(arrays.at(told), told)


def ears_arrays(
    counts: Numbers,
    *,
    kind: str = EarsKind.C2,
    baseline: int = 7,
    alpha: float = ALPHA,
    least_deviation: float = 0.0,
) -> ChartArrays:
    """
    Return the same for counts of (series, times), NaN where the baseline is not whole.

    :raises UnusableSeries: see `ears`.
    """
    checked(counts)
    lag = LAG if chosen(EarsKind, kind) is EarsKind.C2 else 0
    expected, deviations = _moving(counts, baseline, lag)
    upper = expected + normal_bound(alpha) * np.maximum(deviations, least_deviation)
    with np.errstate(invalid="ignore"):
        alarms = counts > upper
    unknown = np.full(counts.shape, np.nan)
    no_trend = np.zeros(counts.shape, dtype=np.bool_)
    return ChartArrays(counts, expected, upper, unknown, unknown, alarms, no_trend)


def _moving(counts: Numbers, baseline: int, lag: int) -> tuple[Numbers, Numbers]:
    """Return mean and standard deviation of the `baseline` times that end `lag` + 1 before each."""
    means, deviations = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    first = baseline + lag
    if baseline < FEWEST or counts.shape[1] <= first:
        return means, deviations
    windows = sliding_window_view(counts, baseline, axis=1)[:, : counts.shape[1] - first]
    means[:, first:] = windows.mean(axis=2)
    deviations[:, first:] = windows.std(axis=2, ddof=1)
    return means, deviations
