"""Forecasts that others use, written plainly, to be measured beside ours."""

from collections.abc import Iterator

import numpy as np
from scipy.signal import lfilter

from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.spreads import fitted_size, log_scores

YEAR = 52
BANDWIDTHS_KM = (0.5, 0.8, 1.2, 1.8, 2.7, 4.0)
HALF_LIVES = (1.0, 4.0, 13.0)
HALF_AN_EVENT = 0.5


def kernel_density(counts: Counts, away_km: Floats, first: int, last: int) -> Floats:
    """
    Return the events of 52 weeks smeared by a Gaussian kernel (Gerber 2014, by cell and week).

    The bandwidth is the one that did best on the weeks from `first` to before `last`.
    """
    year = _rolling(counts, YEAR)
    weeks = np.minimum(np.arange(len(counts)), YEAR).clip(1)[:, None]

    def smeared(bandwidth: float) -> Floats:
        kernel = np.exp(-0.5 * (away_km / bandwidth) ** 2)
        # What a border place would lose to the lake is kept inside.
        kernel /= kernel.sum(axis=0)
        means: Floats = (year @ kernel.T + HALF_AN_EVENT / counts.shape[1]) / weeks
        return means

    return _best(counts, [smeared(one) for one in BANDWIDTHS_KM], first, last)


def hawkes(counts: Counts, around: Floats, first: int, last: int) -> tuple[Floats, Floats]:
    """
    Return two self-exciting forecasts (Mohler et al. 2011, by week): steady and rolling background.

    Each event raises the rate of its own place and of the neighbours (`around`, rows sum to 1) for
    some weeks; how much is found by expectation and maximisation on the training weeks.
    """
    excited = [
        decayed @ mixing
        for half_life in HALF_LIVES
        for decayed in [_decayed(counts, half_life)]
        for mixing in (np.eye(counts.shape[1]), around.T)
    ]
    steady = counts[:last].mean(axis=0) + HALF_AN_EVENT / last
    weeks = np.minimum(np.arange(len(counts)), 2 * YEAR).clip(1)[:, None]
    rolling = (_rolling(counts, 2 * YEAR) + HALF_AN_EVENT) / weeks
    backgrounds = np.broadcast_to(steady, counts.shape), rolling
    one, other = (_excited(counts, [each, *excited], first, last) for each in backgrounds)
    return one, other


def last_year(counts: Counts) -> Floats:
    """Return the mean of the same three weeks a year ago."""
    padded = np.vstack([np.zeros((YEAR + 1, counts.shape[1])), counts])
    weeks = np.arange(len(counts))
    same = padded[weeks] + padded[weeks + 1] + padded[weeks + 2]
    means: Floats = (same + HALF_AN_EVENT) / 3
    return means


def four_weeks(counts: Counts) -> Floats:
    """Return each place's own mean of four weeks."""
    means: Floats = (_rolling(counts, 4) + HALF_AN_EVENT) / 4
    return means


def _excited(counts: Counts, rates: list[Floats], first: int, last: int) -> Floats:
    """Return the weighted sum of rates that made the training weeks likeliest."""
    stack = np.stack([rate[first:last] for rate in rates])
    seen, exposures = counts[first:last], stack.sum(axis=(1, 2))
    weights = np.full(len(rates), 1 / len(rates))
    for _ in range(200):
        mean = np.tensordot(weights, stack, 1)
        weights = weights * (stack * (seen / np.maximum(mean, 1e-12))).sum(axis=(1, 2)) / exposures
    total: Floats = np.tensordot(weights, np.stack(rates), 1)
    return np.maximum(total, 1e-9)


def _best(counts: Counts, choices: list[Floats], first: int, last: int) -> Floats:
    def score(means: Floats) -> float:
        seen, expected = counts[first:last], means[first:last]
        return float(log_scores(seen, expected, fitted_size(seen, expected)).sum())

    return max(choices, key=score)


def _rolling(counts: Counts, weeks: int) -> Floats:
    sums = np.vstack([np.zeros(counts.shape[1]), np.cumsum(counts, axis=0)])
    now = np.arange(len(counts))
    rolled: Floats = sums[now] - sums[np.maximum(now - weeks, 0)]
    return rolled


def _decayed(counts: Counts, half_life: float) -> Floats:
    """Return the mean rate before each week in which a week counts half after `half_life`."""
    kept = 0.5 ** (1 / half_life)
    sums = lfilter([1 - kept], [1.0, -kept], counts, axis=0)
    before: Floats = np.vstack([np.zeros(counts.shape[1]), sums[:-1]])
    return before


def weeks_before(history: int, total: int, *, every: int) -> Iterator[int]:
    """Yield the weeks at which a cold start with so much history is tried."""
    yield from range(history, total - 4, every)
