"""
What a quiet stream looks like, and days drawn from it.

Reports come in bursts: their number is Poisson, the size of each logarithmic, which makes counts
negative binomial (Quenouille 1949, Biometrics 5:162). A burst happens on one day and is counted on
it, however late its reports are. The variance of counts over 1, 3 and 5 days tells how bursty they
are. Each report drawn is as late as those of the history were (`lateness.py`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.watching.counting import Counted
from sejuk.engines.warning.watching.ground import Ground
from sejuk.engines.warning.watching.lateness import LEAST_KNOWN, completeness
from sejuk.engines.warning.watching.thresholds import Null
from sejuk.engines.warning.watching.usual import GUARD_DAYS, WEEK, Numbers, usual

CAP, CAP_WHEN_BURSTY = 2, 1
BURSTY = 2.0
"""Two of a village and day count, one where the dispersion is above 2 (the design's numbers)."""
SCAN_CAP = 1
"""The scan counts one of a village and day (chosen: in the simulator it found 5 villages with 12
cases in 88 %, with two in 75 %, at a dispersion of 1.3, and the more the burstier reports were)."""
SURE = 2.0  # chosen: above by two standard errors, or the cap would flicker round 2

MOST_IN_A_CELL = 10.0  # chosen: what goes beyond ten a day tells nothing about quiet days
FIRST_GUESS, FIRST_CASES = 1.5, 50.0
"""The dispersion until 50 cases weigh as much (chosen: between the 1.3 and 2 of the simulator)."""
LEAST_BURST, MOST_BURST = 1.02, 6.0  # chosen bounds of variance over mean
GROWTH, GROWTH_DOUBT = 0.004, 0.004  # chosen prior a day: between none and doubling in 90 days
NEWS_DAYS = 0.05  # chosen: one day in twenty the district talks; how much, its variance says
FLAT_DAYS = 2000  # chosen: with 157 villages dispersion is right to a hundredth
WINDOWS = (1, 3, 5)  # days, as those of the village test


@dataclass(frozen=True, eq=False)
class Quiet:
    """A quiet stream: the null, and the rates from which its days are drawn."""

    null: Null
    level: float
    growth: float
    share: Numbers
    doubt: Numbers
    factors: Numbers
    day_variance: float
    weekday: int
    days: int

    @property
    def news(self) -> float:
        """How much fuller a day full of news is, so that days vary as they do."""
        return float(np.sqrt(self.day_variance / (NEWS_DAYS * (1 - NEWS_DAYS))))

    def drawn(self, rng: np.random.Generator, ahead: int) -> NDArray[np.uint8]:
        """
        Return a history as long as the real one and `ahead` quiet days, capped.

        Lags x days x places: what was known within 0, 1, ... days.
        """
        days = np.arange(self.days + ahead)
        weekdays = self.factors[(self.weekday + days) % WEEK]
        full = np.where(rng.random(len(days)) < NEWS_DAYS, 1 + self.news, 1.0)
        full /= 1 + NEWS_DAYS * self.news
        levels = self.level * np.exp(self.growth * (days - self.days)) * weekdays * full
        shares = rng.gamma(1 / self.doubt, self.share * self.doubt)
        means = levels[:, None] * shares
        counts = bursts(rng, means, self.null.burst).astype(np.int64)
        known = arrived(rng, counts, np.array(self.null.completeness)).cumsum(axis=0)
        drawn: NDArray[np.uint8] = np.minimum(known, self.null.cap).astype(np.uint8)
        return drawn


def arrived(
    rng: np.random.Generator, counts: NDArray[np.int64], completeness: Numbers
) -> NDArray[np.int64]:
    """
    Return how many of the counts (days x places) became known after 0, 1, ... days.

    >>> rng = np.random.default_rng(1)
    >>> arrived(rng, np.array([[900]]), np.array([0.0, 1.0]))[:, 0, 0].tolist()
    [0, 900]
    """
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    lags = np.searchsorted(completeness, rng.random(len(cells)), side="right")
    lags = np.minimum(lags, len(completeness) - 1)
    flat = np.bincount(lags * counts.size + cells, minlength=len(completeness) * counts.size)
    return flat.reshape(len(completeness), *counts.shape)


def bursts(rng: np.random.Generator, means: Numbers, burst: float) -> Numbers:
    """
    Return counts (days x places) with these means, that come in bursts.

    >>> rng = np.random.default_rng(1)
    >>> counts = bursts(rng, np.full((4000, 5), 0.5), 2.0)
    >>> round(float(counts.mean()), 2), round(float(counts.var() / counts.mean()), 1)
    (0.5, 2.0)
    """
    days, places = means.shape
    until = np.cumsum(means)
    number = rng.poisson(until[-1] * np.log(burst) / (burst - 1)) if until.size else 0
    cells = np.searchsorted(until, rng.random(number) * until[-1], side="right")
    cells = np.repeat(cells, rng.logseries(1 - 1 / burst, number))
    counts = np.bincount(cells, minlength=days * places).reshape(days, places)
    return counts.astype(np.float64)


def quiet_stream(stream: str, seen: Counted, ground: Ground, rng: np.random.Generator) -> Quiet:
    """Return how a stream looks when nothing is the matter, read from what was counted."""
    counts = np.ascontiguousarray(np.minimum(seen.counts, MOST_IN_A_CELL))
    days, places = counts.shape
    complete = completeness(seen.by_lag)
    shares = np.maximum(complete, LEAST_KNOWN)
    known = usual(counts, seen.weekday, ground.neighbours, FIRST_GUESS, shares)
    expected = (known.level * known.complete)[:, None] * known.share
    burst, doubt = _burst(counts, expected)
    factor = known.factors[(seen.weekday + days - 1) % WEEK]
    level = float(known.foretold[-1]) / factor / places
    growth = _growth(counts.sum(axis=1), known.complete, burst)
    is_bursty = burst - SURE * doubt > BURSTY
    cap = CAP_WHEN_BURSTY if is_bursty else CAP
    dispersion = _dispersion(rng, level * known.share, burst, cap)
    return Quiet(
        null=Null(stream, cap, SCAN_CAP, round(burst, 4), dispersion, complete),
        level=level,
        growth=growth,
        share=known.share,
        doubt=known.doubt,
        factors=known.factors,
        day_variance=known.day_variance,
        weekday=seen.weekday,
        days=days,
    )


def _burst(counts: Numbers, expected: Numbers) -> tuple[float, float]:
    """Return variance over mean of bursts, and its doubt."""
    lengths = [length for length in WINDOWS if len(counts) >= 2 * length]
    excess = [_excess(counts, expected, length) for length in lengths]
    seen = float(np.mean([one for one, _ in excess])) if excess else 0.0
    cases = float(counts.sum())
    burst = (cases * (1 + seen) + FIRST_CASES * FIRST_GUESS) / (cases + FIRST_CASES)
    return float(np.clip(burst, LEAST_BURST, MOST_BURST)), excess[0][1] if excess else 0.0


def _excess(counts: Numbers, expected: Numbers, length: int) -> tuple[float, float]:
    """Return (variance / mean - 1) over windows of days, and its standard error over places."""
    windows = len(counts) // length
    shape = (windows, length, counts.shape[1])
    start = len(counts) - windows * length
    sums, means = (cells[start:].reshape(shape).sum(axis=1) for cells in (counts, expected))
    # The share of a village was fitted to these very days, half of it on the average.
    freedom = 1 - min(0.5, length / (2 * max(1, len(counts) - GUARD_DAYS)))
    squares, total = ((sums - means) ** 2).sum(axis=0) / freedom, max(float(means.sum()), 1e-9)
    ratio = float(squares.sum()) / total
    error = float(np.sqrt(((squares - ratio * means.sum(axis=0)) ** 2).sum())) / total
    return ratio - 1, error


def _growth(totals: Numbers, complete: Numbers, burst: float) -> float:
    """Return the growth of a day in logarithms, half against half, shrunk to what is common."""
    half = len(totals) // 2
    early, late = (float(part.sum()) + 1.0 for part in (totals[:half], totals[-half or None :]))
    if half < WEEK:
        return GROWTH
    more = np.log(late / early) - np.log(complete[-half:].sum() / complete[:half].sum())
    seen, doubt = more / half, burst * (1 / late + 1 / early) / half**2
    weight = GROWTH_DOUBT**2 / (GROWTH_DOUBT**2 + doubt)
    return float(GROWTH + weight * (seen - GROWTH))


def _dispersion(rng: np.random.Generator, means: Numbers, burst: float, cap: int) -> float:
    """Return variance over mean of capped counts of a day, of flat rates."""
    counts = np.minimum(bursts(rng, np.tile(means, (FLAT_DAYS, 1)), burst), cap)
    mean = float(counts.mean(axis=0).sum())
    return round(max(1.0, float(counts.var(axis=0).sum()) / mean), 4) if mean else 1.0
