"""
How unusual a village, a cylinder and the district are: the scores of a day, compiled.

* Village: the smallest tail over 1, 3 and 5 days, as -log10, of a sum of capped negative binomial
  days, widened by the doubt about the village's share.
* Scan: the log likelihood ratio of the expectation-based Poisson scan (Neill 2009, International
  Journal of Health Geographics 8:20), over the discs of the nearest places and 1 to 7 days. It
  counts one case of a village and day: a burst in one village is the village test's business, and
  breadth shows better without it.
* District: the negative binomial tail of a day's total under the discounted Gamma-Poisson filter,
  as -log10.

Days are those on which things happened. Where reports are late the days just past are still open:
what is usual on them is scaled by the share that is known by now, a burst thinned as much (a
thinned negative binomial is one), and windows may have ended on any of the open days or the first
closed one; the best counts, and the replay pays for the choice.

A Poisson statistic is compared with a negative binomial null: that is the business of the replay.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.compiled import compiled
from sejuk.engines.warning.scanning.loops import Measure, Rings, best_of_centres
from sejuk.engines.warning.watching.lateness import LEAST_KNOWN, latest_end
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
Centres = tuple[Numbers, NDArray[np.int64]]
"""The scores of a day's centres, and the cylinders that gave them."""
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
    cap: int
    scan_cap: int
    dispersion: float
    shares: Numbers  # which share of a day is known after 0, 1, ... days
    latest_end: int  # so many days ago a window may have ended


class Scored(NamedTuple):
    """
    The scores of days: the first axis are the days, the second places or centres.

    What gave them stands beside: the days of a window, and how many days ago it ended.
    """

    village: Numbers
    windows: NDArray[np.int64]  # days x places x (days, ended days ago)
    scan: Numbers
    cylinders: NDArray[np.int64]  # days x centres x (size in spots, days, ended days ago)
    district: Numbers
    ends: NDArray[np.int64]


def bursts_of(null: Null) -> Bursts:
    """Return how a stream varies."""
    shares, end = known_shares(null), latest_end(null.completeness)
    return Bursts(null.burst, null.cap, null.scan_cap, null.dispersion, shares, end)


def known_shares(null: Null) -> Numbers:
    """Return which share of a day is known after 0, 1, ... days, as it scales what is usual."""
    shares: Numbers = np.maximum(np.array(null.completeness, dtype=np.float64), LEAST_KNOWN)
    return shares


def nothing_scored(days: int, places: int, spots: int) -> Scored:
    """Return room for the scores of so many days."""
    return Scored(
        np.zeros((days, places)),
        np.zeros((days, places, 2), np.int64),
        np.zeros((days, spots)),
        np.zeros((days, spots, 3), np.int64),
        np.zeros(days),
        np.zeros(days, np.int64),
    )


@compiled
def seen_on(by_lag: Numbers, start: int, end: int) -> Numbers:
    """Return the counts of days `start` to before `end`, as they were known on the last of them."""
    latest, days = len(by_lag) - 1, end - start
    seen = by_lag[latest, start:end].copy()
    for back in range(min(latest, days)):
        seen[days - 1 - back] = by_lag[back, end - 1 - back]
    return seen


@compiled
def score_days(
    by_lag: Numbers, weekday: int, terrain: Terrain, bursts: Bursts, scored: Scored
) -> None:
    """
    Write the scores of the last days of `by_lag`, each as it was on that day.

    `by_lag` is capped, lags x days x places; `weekday` is that of the first day (Monday 0).
    """
    dispersion, shares = bursts.dispersion, bursts.shares
    first = by_lag.shape[1] - len(scored.district)
    for at in range(len(scored.district)):
        start, end = max(0, first + at + 1 - HISTORY_DAYS), first + at + 1
        day, seen = (weekday + start) % WEEK, seen_on(by_lag, start, end)
        known = usual(seen, day, terrain.neighbours, dispersion, shares)
        village_scores(seen, known, bursts, scored.village[at], scored.windows[at])
        scored.district[at], scored.ends[at] = district_score(seen, known, bursts)
        thin = np.minimum(seen, float(bursts.scan_cap))
        known = usual(thin, day, terrain.neighbours, dispersion, shares)
        centres = (scored.scan[at], scored.cylinders[at])
        scan_scores(thin, known, terrain, bursts.latest_end, centres)


@compiled
def village_scores(
    counts: Numbers, known: Usual, bursts: Bursts, scores: Numbers, windows: NDArray[np.int64]
) -> None:
    """Write the score of each place, the length of the window that gave it and when it ended."""
    days = len(counts)
    means, spreads = np.zeros(WINDOWS[-1]), np.zeros(WINDOWS[-1])
    for place in range(counts.shape[1]):
        scores[place] = 0.0
        for ago in range(min(bursts.latest_end, days - 1) + 1):
            # The same window, ended a day before, holds as much.
            if ago < bursts.latest_end and counts[days - 1 - ago, place] <= 0.0:
                continue
            count, expected = 0.0, 0.0
            for length in range(1, min(days - ago, WINDOWS[-1]) + 1):
                row = days - ago - length
                mean = known.level[row] * known.complete[row] * known.share[place]
                means[length - 1] = mean
                spreads[length - 1] = 1.0 + (bursts.burst - 1.0) * known.complete[row]
                count += counts[row, place]
                expected += mean
                if length not in WINDOWS or count <= expected:
                    continue
                score = capped_surprise(
                    count, means[:length], known.doubt[place], spreads[:length], bursts.cap
                )
                if score > scores[place]:
                    scores[place] = score
                    windows[place, 0], windows[place, 1] = length, ago


@compiled
def district_score(counts: Numbers, known: Usual, bursts: Bursts) -> tuple[float, int]:
    """Return the score of a day's total, and how many days ago that day was."""
    best, best_ago = 0.0, 0
    for ago in range(min(bursts.latest_end, len(counts) - 1) + 1):
        row = len(counts) - 1 - ago
        mean, total = known.foretold[row] * known.complete[row], counts[row].sum()
        if total <= mean:
            continue
        spread = 1.0 + (bursts.dispersion - 1.0) * known.complete[row]
        spread += mean * (known.day_variance + 1.0 / max(known.certainty[row], 1e-9))
        score = surprise(total, mean, spread)
        if score > best:
            best, best_ago = score, ago
    return best, best_ago


@compiled
def scan_scores(
    counts: Numbers, known: Usual, terrain: Terrain, latest_end: int, scored: Centres
) -> None:
    """Write the best cylinder of each centre: its value; size, days, and how long ago it ended."""
    values, found = scored
    days = min(SCAN_DAYS + latest_end, len(counts))
    cases, expected = np.zeros((len(values), days), np.int64), np.zeros((len(values), days))
    for place in range(counts.shape[1]):
        spot = terrain.spot_of[place]
        if spot < 0:
            continue
        for day in range(days):
            row = len(counts) - days + day
            cases[spot, day] += round(counts[row, place] * UNITS)
            expected[spot, day] += (
                known.level[row] * known.complete[row] * known.share[place] * UNITS
            )
    longest = min(SCAN_DAYS, days)
    measure = Measure(is_kulldorff=False, total=0.0, fewest=1, most_periods=longest)
    first_end = max(0, days - 1 - latest_end)
    best_of_centres(terrain.rings, cases, expected, measure, first_end, values, found)
    values /= UNITS
    for centre in range(len(values)):
        first, last = found[centre, 1], found[centre, 2]
        found[centre, 1], found[centre, 2] = last - first + 1, days - 1 - last
