"""
What a quiet stream looks like, and days drawn from it.

Reports come in bursts: their number is Poisson, the size of each logarithmic, which makes counts
negative binomial (Quenouille 1949, Biometrics 5:162). When reports travel, a burst is scattered
over some days: a day varies less than a week does. Both, the burst and its scatter, are read from
the variance of counts over 1, 3 and 5 days.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.watching.counting import Counted
from sejuk.engines.warning.watching.ground import Ground
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
SCATTERS = (1, 2, 3)  # days: the delays of 24 to 72 hours that the simulator knows
GROWTH, GROWTH_DOUBT = 0.004, 0.004  # chosen prior a day: between none and doubling in 90 days
NEWS_DAYS = 0.05  # chosen: one day in twenty the district talks; how much, its variance says
FLAT_DAYS, FLAT_DRAWS = 105, 20


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

    def drawn(self, rng: np.random.Generator, ahead: int) -> Numbers:
        """Return a history as long as the real one and `ahead` quiet days, capped."""
        days = np.arange(self.days + ahead)
        weekdays = self.factors[(self.weekday + days) % WEEK]
        full = np.where(rng.random(len(days)) < NEWS_DAYS, 1 + self.news, 1.0)
        full /= 1 + NEWS_DAYS * self.news
        levels = self.level * np.exp(self.growth * (days - self.days)) * weekdays * full
        shares = rng.gamma(1 / self.doubt, self.share * self.doubt)
        means = levels[:, None] * shares
        counts = bursts(rng, means, self.null.burst, self.null.spread_days)
        return np.minimum(counts, float(self.null.cap))


def bursts(rng: np.random.Generator, means: Numbers, burst: float, scatter: int) -> Numbers:
    """
    Return counts (days x places) with these means, that come in bursts scattered over days.

    >>> rng = np.random.default_rng(1)
    >>> counts = bursts(rng, np.full((4000, 5), 0.5), 2.0, 1)
    >>> round(float(counts.mean()), 2), round(float(counts.var() / counts.mean()), 1)
    (0.5, 2.0)
    """
    days, places = means.shape
    until = np.cumsum(means)
    number = rng.poisson(until[-1] * np.log(burst) / (burst - 1)) if until.size else 0
    cells = np.searchsorted(until, rng.random(number) * until[-1], side="right")
    cells = np.repeat(cells, rng.logseries(1 - 1 / burst, number))
    rows = cells // places + rng.integers(0, scatter, len(cells))
    is_in = rows < days
    flat = rows[is_in] * places + cells[is_in] % places
    counts = np.bincount(flat, minlength=days * places).reshape(days, places)
    return counts.astype(np.float64)


def quiet_stream(stream: str, seen: Counted, ground: Ground, rng: np.random.Generator) -> Quiet:
    """Return how a stream looks when nothing is the matter, read from what was counted."""
    counts = np.ascontiguousarray(np.minimum(seen.counts, MOST_IN_A_CELL))
    days, places = counts.shape
    known = usual(counts, seen.weekday, ground.neighbours, FIRST_GUESS)
    expected = known.level[:, None] * known.share
    burst, scatter, doubt = _burst(counts, expected)
    factor = known.factors[(seen.weekday + days - 1) % WEEK]
    level = known.foretold / factor / places
    growth = _growth(counts.sum(axis=1), burst)
    is_bursty = burst - SURE * doubt > BURSTY
    cap = CAP_WHEN_BURSTY if is_bursty else CAP
    flat = np.tile(level * known.share, (FLAT_DAYS, 1))
    dispersions = _dispersions(rng, flat, burst, scatter, cap)
    return Quiet(
        null=Null(stream, cap, SCAN_CAP, round(burst, 4), scatter, dispersions),
        level=level,
        growth=growth,
        share=known.share,
        doubt=known.doubt,
        factors=known.factors,
        day_variance=known.day_variance,
        weekday=seen.weekday,
        days=days,
    )


def _burst(counts: Numbers, expected: Numbers) -> tuple[float, int, float]:
    """Return variance over mean of bursts, their scatter in days, and the doubt of the first."""
    lengths = [length for length in (1, 3, 5) if len(counts) >= 2 * length]
    excess = np.array([_excess(counts, expected, length)[0] for length in lengths])
    best = (np.inf, 0.0, 1)
    for scatter in SCATTERS:
        kept = np.array([_kept(length, scatter) for length in lengths])
        fitted = float(excess @ kept / (kept @ kept)) if lengths else 0.0
        misfit = float(((excess - fitted * kept) ** 2).sum())
        # A longer scatter must explain more than rounding to be preferred.
        if misfit < best[0] - 1e-9:
            best = (misfit, fitted, scatter)
    doubt = _excess(counts, expected, 1)[1] / _kept(1, best[2])
    cases = float(counts.sum())
    burst = (cases * (1 + best[1]) + FIRST_CASES * FIRST_GUESS) / (cases + FIRST_CASES)
    return float(np.clip(burst, LEAST_BURST, MOST_BURST)), best[2], doubt


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


def _kept(length: int, scatter: int) -> float:
    """Return which part of the excess a window holds: that two of a burst both lie in it."""
    lags = np.arange(-scatter + 1, scatter)
    odds = (scatter - np.abs(lags)) / scatter**2
    return float((odds * np.clip(1 - np.abs(lags) / length, 0, 1)).sum())


def _growth(totals: Numbers, burst: float) -> float:
    """Return the growth of a day in logarithms, half against half, shrunk to what is common."""
    half = len(totals) // 2
    early, late = (float(part.sum()) + 1.0 for part in (totals[:half], totals[-half or None :]))
    if half < WEEK:
        return GROWTH
    seen, doubt = np.log(late / early) / half, burst * (1 / late + 1 / early) / half**2
    weight = GROWTH_DOUBT**2 / (GROWTH_DOUBT**2 + doubt)
    return float(GROWTH + weight * (seen - GROWTH))


def _dispersions(
    rng: np.random.Generator, means: Numbers, burst: float, scatter: int, cap: int
) -> tuple[float, ...]:
    """Return variance over mean of capped counts over windows of 1 to 7 days, of flat rates."""
    drawn = [np.minimum(bursts(rng, means, burst, scatter), cap) for _ in range(FLAT_DRAWS)]
    counts: NDArray[np.float64] = np.stack(drawn)[:, scatter - 1 :]
    found = []
    for length in range(1, WEEK + 1):
        windows = counts.shape[1] // length
        shape = (FLAT_DRAWS, windows, length, means.shape[1])
        sums = counts[:, : windows * length].reshape(shape).sum(axis=2)
        mean = float(sums.mean(axis=(0, 1)).sum())
        found.append(float(sums.var(axis=(0, 1)).sum()) / mean if mean else 1.0)
    return tuple(round(max(1.0, one), 4) for one in found)
