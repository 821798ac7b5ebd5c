"""
How unusual a village, a cylinder and the district are: the scores of a day, compiled.

* Village: the smallest tail over the last 1, 3 and 5 days, as -log10: of a sum of capped negative
  binomial days, or, where bursts are scattered over days and days hang together, of a negative
  binomial with the variance that windows of that length have. The doubt about the village's share
  widens both.
* Scan: the log likelihood ratio of the expectation-based Poisson scan (Neill 2009, International
  Journal of Health Geographics 8:20), over the discs of the nearest places and the last 1 to 7
  days. It counts one case of a village and day: a burst in one village is the village test's
  business, and breadth shows better without it.
* District: the negative binomial tail of today's total under the discounted Gamma-Poisson filter,
  as -log10.

A Poisson statistic is compared with a negative binomial null: that is the business of the replay.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.compiled import compiled
from sejuk.engines.warning.scanning.loops import Measure, Rings, best_of_centres
from sejuk.engines.warning.watching.tails import capped_surprise, surprise
from sejuk.engines.warning.watching.thresholds import Null
from sejuk.engines.warning.watching.usual import (
    HISTORY_DAYS,
    WEEK,
    Neighbours,
    Numbers,
    Usual,
    usual,
)

WINDOWS = (1, 3, 5)
SCAN_DAYS = 7
UNITS = 100.0
"""Scans count whole numbers: hundredths of cases. The ratio grows by the same factor."""


class Terrain(NamedTuple):
    """Places as the loops take them: neighbours, discs round spots, and the spot of each place."""

    neighbours: Neighbours
    rings: Rings
    spot_of: NDArray[np.int64]  # -1: a place without a point


class Bursts(NamedTuple):
    """How a stream varies, as the loops take it; see `Null`."""

    burst: float
    scatter: int
    cap: int
    scan_cap: int
    dispersions: Numbers


class Scored(NamedTuple):
    """The scores of days: the first axis are the days, the second places or centres."""

    village: Numbers
    windows: NDArray[np.int64]
    scan: Numbers
    cylinders: NDArray[np.int64]  # days x centres x (size in spots, first and last of seven days)
    district: Numbers


def bursts_of(null: Null) -> Bursts:
    """Return how a stream varies."""
    dispersions = np.array(null.dispersions, dtype=np.float64)
    return Bursts(null.burst, null.spread_days, null.cap, null.scan_cap, dispersions)


def nothing_scored(days: int, places: int, spots: int) -> Scored:
    """Return room for the scores of so many days."""
    return Scored(
        np.zeros((days, places)),
        np.zeros((days, places), np.int64),
        np.zeros((days, spots)),
        np.zeros((days, spots, 3), np.int64),
        np.zeros(days),
    )


@compiled
def score_days(
    counts: Numbers, weekday: int, terrain: Terrain, bursts: Bursts, scored: Scored
) -> None:
    """
    Write the scores of the last days of `counts`, each as it was on that day.

    `counts` are capped, days x places; `weekday` is that of the first day (Monday 0).
    """
    thin = np.minimum(counts, float(bursts.scan_cap))
    dispersion = bursts.dispersions[WEEK - 1]
    first = len(counts) - len(scored.district)
    for at in range(len(scored.district)):
        start, end = max(0, first + at + 1 - HISTORY_DAYS), first + at + 1
        day, seen = (weekday + start) % WEEK, counts[start:end]
        known = usual(seen, day, terrain.neighbours, dispersion)
        village_scores(seen, known, bursts, scored.village[at], scored.windows[at])
        scored.district[at] = district_score(seen, known, bursts.dispersions[0])
        known = usual(thin[start:end], day, terrain.neighbours, dispersion)
        scan_scores(thin[start:end], known, terrain, scored.scan[at], scored.cylinders[at])


@compiled
def village_scores(
    counts: Numbers, known: Usual, bursts: Bursts, scores: Numbers, windows: NDArray[np.int64]
) -> None:
    """Write the score of each place and the length of the window that gave it."""
    days = len(counts)
    means = np.zeros(WINDOWS[-1])
    for place in range(counts.shape[1]):
        scores[place], windows[place] = 0.0, 0
        count, expected = 0.0, 0.0
        for length in range(1, min(days, WINDOWS[-1]) + 1):
            means[length - 1] = known.level[days - length] * known.share[place]
            count += counts[days - length, place]
            expected += means[length - 1]
            if length not in WINDOWS or count <= expected:
                continue
            doubt = known.doubt[place]
            if bursts.scatter == 1:
                score = capped_surprise(count, means[:length], doubt, bursts.burst, bursts.cap)
            else:
                spread = bursts.dispersions[length - 1] + expected * doubt
                score = surprise(count, expected, spread)
            if score > scores[place]:
                scores[place], windows[place] = score, length


@compiled
def district_score(counts: Numbers, known: Usual, dispersion: float) -> float:
    """Return the score of today's total."""
    spread = dispersion + known.foretold * (known.day_variance + 1.0 / max(known.certainty, 1e-9))
    total = counts[len(counts) - 1].sum()
    return surprise(total, known.foretold, spread) if total > known.foretold else 0.0


@compiled
def scan_scores(
    counts: Numbers, known: Usual, terrain: Terrain, values: Numbers, found: NDArray[np.int64]
) -> None:
    """Write the best cylinder of each centre: its value, then size, first and last of its days."""
    days = min(SCAN_DAYS, len(counts))
    cases, expected = np.zeros((len(values), days), np.int64), np.zeros((len(values), days))
    for place in range(counts.shape[1]):
        spot = terrain.spot_of[place]
        if spot < 0:
            continue
        for day in range(days):
            row = len(counts) - days + day
            cases[spot, day] += round(counts[row, place] * UNITS)
            expected[spot, day] += known.level[row] * known.share[place] * UNITS
    measure = Measure(is_kulldorff=False, total=0.0, fewest=1, most_periods=days)
    best_of_centres(terrain.rings, cases, expected, measure, days - 1, values, found)
    values /= UNITS
