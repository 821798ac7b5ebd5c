"""The points of urgency, moved from the chosen ones towards what staff decided."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from sejuk.engines.triage.sorting.optima import Numbers, smallest
from sejuk.engines.triage.sorting.urgency import (
    CODES,
    LEVELS,
    POINTS_PER_LOGIT,
    UrgencyCode,
    UrgencyFacts,
    UrgencyPoints,
    codes_met,
    starting_points,
)

PRIOR_POINTS = 10.0
"""Standard deviation of the prior around each starting point: one logit; chosen."""
LEAST_GAP = 1.0
"""Bars of neighbouring levels stay at least one point apart."""
SMALLEST = 1e-12


@dataclass(frozen=True)
class UrgencyDecided:
    """How urgent a person found a message, 1 to 4."""

    facts: UrgencyFacts
    level: int


def urgency_fitted(
    decisions: Sequence[UrgencyDecided], starting: UrgencyPoints | None = None
) -> UrgencyPoints:
    """
    Return the points that agree best with decisions, held near the starting points.

    Maximum a posteriori of the proportional-odds model (McCullagh 1980) with a Gaussian prior of
    10 points around `starting`; only SETTLED may be below 0. Points are rounded to whole numbers.
    No decisions leave the starting points as they are.

    >>> urgency_fitted([]).points == starting_points().points
    True
    >>> alarm = UrgencyDecided(UrgencyFacts("jalan diblokade", places=2), 4)
    >>> moved = urgency_fitted([alarm] * 30)
    >>> before, after = starting_points().points[8], moved.points[8]
    >>> before < after, moved.decisions
    (True, 30)

    :raises ValueError: for a level that is none of 1 to 4
    """
    start = starting or starting_points()
    for one in decisions:
        if one.level not in LEVELS:
            raise ValueError(f"A level is one of 1 to 4, not {one.level}.")
    if not decisions:
        return start
    met = np.array([[code in codes_met(one.facts) for code in CODES] for one in decisions], float)
    levels = np.array([one.level for one in decisions])
    begins = _free(start)
    settled = np.array([code is UrgencyCode.SETTLED for code in CODES])
    least = np.concatenate((np.where(settled, -np.inf, 0.0), [-np.inf, LEAST_GAP, LEAST_GAP]))
    most = np.concatenate((np.where(settled, 0.0, np.inf), [np.inf] * 3))
    free = smallest(
        lambda free: _surprise(free, met, levels, begins), begins, least=least, most=most
    )
    return _points(free, len(decisions))


def _free(points: UrgencyPoints) -> Numbers:
    """Return points, the first bar and the steps between the bars in one row."""
    bars = points.bars
    return np.array([*points.points, bars[0], bars[1] - bars[0], bars[2] - bars[1]], float)


def _points(free: Numbers, decisions: int) -> UrgencyPoints:
    worth = tuple(round(one) for one in free[: len(CODES)].tolist())
    first, second, third = (round(one) for one in np.cumsum(free[len(CODES) :]).tolist())
    second = max(second, first + 1)
    return UrgencyPoints(worth, (first, second, max(third, second + 1)), decisions)


def _surprise(
    free: Numbers, met: Numbers, levels: NDArray[np.int64], begins: Numbers
) -> tuple[float, Numbers]:
    """Return the negative log posterior and its gradient."""
    count = len(CODES)
    whole = (met * free[:count]).sum(axis=1)
    bars = np.cumsum(free[count:])
    edges = np.concatenate(([-np.inf], bars, [np.inf]))
    lower = expit((whole - edges[levels - 1]) / POINTS_PER_LOGIT)
    upper = expit((whole - edges[levels]) / POINTS_PER_LOGIT)
    chance = np.maximum(lower - upper, SMALLEST)
    steep_lower, steep_upper = lower * (1 - lower), upper * (1 - upper)
    to_whole = -(steep_lower - steep_upper) / chance / POINTS_PER_LOGIT
    to_bars = np.zeros(3)
    for bar in range(3):
        to_bars[bar] = (
            (steep_lower / chance)[levels == bar + 2].sum()
            - (steep_upper / chance)[levels == bar + 1].sum()
        ) / POINTS_PER_LOGIT
    away = (free - begins) / PRIOR_POINTS
    slope = np.concatenate(((met * to_whole[:, None]).sum(axis=0), np.cumsum(to_bars[::-1])[::-1]))
    return float(-np.log(chance).sum() + 0.5 * away @ away), slope + away / PRIOR_POINTS
