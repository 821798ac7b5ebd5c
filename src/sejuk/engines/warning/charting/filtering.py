"""
The discounted Gamma-Poisson filter: a chart that needs one line of state and no years of past.

The rate of a series is Gamma(cases, exposure); each new time multiplies both by `discount`, so that
old times fade, and adds its own (Harvey and Fernandes 1989; West and Harrison 1997). What comes
next is then negative binomial: mean = cases / exposure * own exposure, and dispersion =
overdispersion * (1 + own exposure / exposure). The overdispersion is the discounted mean of squared
Pearson residuals, held at 1 or above and drawn towards 1 while little is known.

A count far above its expectation enters the state only up to `clip` standard deviations: otherwise
an outbreak would soon be what is expected.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.charting.points import ChartArrays, ChartPoint, points
from sejuk.engines.warning.charting.series import (
    Numbers,
    Places,
    UnusableSeries,
    checked,
    counts_of,
)
from sejuk.engines.warning.charting.tails import tails, upper_bounds
from sejuk.engines.warning.compiled import compiled

DISCOUNT = 0.98
"""Chosen on simulated series (28 scenarios of Noufaily et al. 2013): a memory of 50 times keeps the
false alarms at alpha, a shorter one does not; see `./sejuk bench warning --only charts`."""

CLIP = 3.5
"""Chosen there too: at 3 the state takes a bursty series for a calm one and false alarms rise by a
sixth, at 5 it learns the outbreak and finds fewer."""

WARM_UP = 8
"""Times that must have been seen before there is an alarm. Chosen: two months of weeks."""

PRIOR_TIMES = 10.0
"""Times for which an overdispersion of 1 stands at the start. Chosen: a few weeks must not make a
series look restless."""

LEAST_CASES = 0.5
"""Cases that stand for none at all, so that zeros expect little but not nothing (Jeffreys)."""


@dataclass(frozen=True)
class FilterState:
    """All that the filter keeps of the past: discounted cases, exposure, residuals and times."""

    cases: float = 0.0
    exposure: float = 0.0
    squares: float = 0.0
    times: float = 0.0
    seen: int = 0


@dataclass(frozen=True)
class Filtered:
    """The points of a series and the state after it, for the next time."""

    points: tuple[ChartPoint, ...]
    state: FilterState


FRESH = FilterState()


@compiled
def _filtered(
    counts: Numbers, exposures: Numbers, states: Numbers, discount: float, clip: float
) -> tuple[Numbers, Numbers]:
    """Return mean and dispersion before each time; `states` (series, 5) are carried on."""
    means, dispersions = np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    for row in range(counts.shape[0]):
        cases, exposure, squares, times, seen = states[row]
        for at in range(counts.shape[1]):
            own = exposures[row, at]
            cases, exposure = discount * cases, discount * exposure
            wide = max(1.0, (squares + PRIOR_TIMES) / (times + PRIOR_TIMES))
            if exposure > 0:
                means[row, at] = max(cases, LEAST_CASES) / exposure * own
                dispersions[row, at] = wide * (1.0 + own / exposure)
            count = counts[row, at]
            if np.isnan(count):
                continue
            if seen > 0 and own > 0:
                mean, spread = means[row, at], dispersions[row, at]
                count = min(count, mean + clip * (mean * spread) ** 0.5)
                residual = (count - mean) ** 2 / (mean * spread / wide)
                squares, times = discount * squares + residual, discount * times + 1.0
            cases, exposure, seen = cases + count, exposure + own, seen + 1
        states[row, 0], states[row, 1], states[row, 2] = cases, exposure, squares
        states[row, 3], states[row, 4] = times, seen
    return means, dispersions


def gamma_poisson(
    series: Sequence[int | float | None],
    *,
    exposure: Sequence[float] | None = None,
    discount: float = DISCOUNT,
    alpha: float = 0.01,
    clip: float = CLIP,
    warm_up: int = WARM_UP,
    state: FilterState = FRESH,
) -> Filtered:
    """
    Return what was expected at each time of a series, and the state to go on from.

    :param series: counts of equal times (days or weeks), oldest first, a missing one None: it ages
        the state and adds nothing.
    :param exposure: how much each time weighs, such as its weekday's share; 1 each by default.
    :param discount: how much of the past is kept from one time to the next, above 0 and below 1.
    :param alpha: the chance of an alarm at a quiet time.
    :param state: where an earlier call ended; a fresh one has no points before its first count.
    :raises UnusableSeries: with a broken count, or an exposure that is negative or missing.

    Source: Harvey and Fernandes 1989, Journal of Business and Economic Statistics 7:407; West and
    Harrison 1997, Bayesian Forecasting and Dynamic Models, section 10.8.

    >>> told = gamma_poisson([4, 6, 5, 5, 4, 6, 5, 5, 4, 20])
    >>> last = told.points[-1]
    >>> round(last.expected, 2), last.upper, last.is_alarm, told.state.seen
    (4.88, 11.0, True, 10)
    >>> gamma_poisson([5], state=told.state).points[0].is_alarm
    False
    """
    counts = counts_of(series).reshape(1, -1)
    weights = np.ones_like(counts) if exposure is None else np.array([list(exposure)], dtype=float)
    states = np.array([[state.cases, state.exposure, state.squares, state.times, state.seen]])
    arrays = gamma_poisson_arrays(
        counts,
        exposures=weights,
        discount=discount,
        alpha=alpha,
        clip=clip,
        warm_up=warm_up,
        states=states,
    )
    told = np.flatnonzero(~np.isnan(arrays.expected[0]))
    cases, seen_exposure, squares, times, seen = (float(number) for number in states[0])
    after = FilterState(cases, seen_exposure, squares, times, int(seen))
    return Filtered(points(arrays.at(told), told), after)


def gamma_poisson_arrays(
    counts: Numbers,
    *,
    exposures: Numbers | None = None,
    at: Places | None = None,
    discount: float = DISCOUNT,
    alpha: float = 0.01,
    clip: float = CLIP,
    warm_up: int = WARM_UP,
    states: Numbers | None = None,
) -> ChartArrays:
    """
    Return the same for counts of (series, times), as arrays of (series, times told).

    :param exposures: of the same shape, or of one row for all.
    :param at: the times that are told, all by default: bounds take longer than the filter.
    :param states: (series, 5), the fields of `FilterState`; carried on in place when given.
    :raises UnusableSeries: see `gamma_poisson`.
    """
    checked(counts)
    weights = np.ones_like(counts) if exposures is None else _weights(exposures, counts)
    if not (0.0 < discount < 1.0 and 0.0 < alpha < 1.0 and clip > 0.0):
        raise UnusableSeries(
            f"discount ({discount:g}) and alpha ({alpha:g}) lie between 0 and 1, clip above 0."
        )
    carried = np.zeros((len(counts), 5)) if states is None else states
    known = ~np.isnan(counts)
    seen = carried[:, 4:] + np.cumsum(known, axis=1) - known
    told = np.arange(counts.shape[1]) if at is None else at
    means, dispersions = (
        found[:, told] for found in _filtered(counts, weights, carried, discount, clip)
    )
    upper, now = upper_bounds(means, dispersions, alpha), counts[:, told]
    alarms = (now > upper) & (seen[:, told] >= warm_up)
    no_trend = np.zeros(now.shape, dtype=np.bool_)
    chances = tails(now, means, dispersions)
    return ChartArrays(now, means, upper, chances, dispersions, alarms, no_trend)


def _weights(exposures: Numbers, counts: Numbers) -> Numbers:
    if np.isnan(exposures).any() or np.isinf(exposures).any() or (exposures < 0).any():
        raise UnusableSeries("An exposure is a number from 0 upwards; one is missing or negative.")
    if exposures.shape not in {counts.shape, (1, counts.shape[1]), (counts.shape[1],)}:
        raise UnusableSeries(
            f"{exposures.shape[-1]} exposures do not fit {counts.shape[1]} counts: give one each."
        )
    return np.ascontiguousarray(np.broadcast_to(exposures, counts.shape), dtype=np.float64)
