"""
How counts scatter about what is expected: the negative binomial.

A count with mean m and size r has the variance m + m²/r: Poisson for a large r, bursts for a small
one. It is what Poisson counts become whose rate is itself uncertain (a gamma of shape r), so the
same r gives the interval of a rate.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammainccinv, gammaincinv, gammaln
from scipy.stats import nbinom

from sejuk.engines.warning.forecasting.arrays import Counts, Floats

SMALLEST_SIZE, LARGEST_SIZE = 0.02, 10_000.0
PULL = 3.0
"""Chosen: on steady counts (Chicago) it costs nothing (0.00004), on bursty ones it gains 0.03."""
LEFT_OUT = 0.1
"""On each side of an interval of 80 %."""


@dataclass(frozen=True)
class Spread:
    """Count intervals of 80 %, chances of at least one with theirs; one value for each place."""

    low: Floats
    high: Floats
    p_any: Floats
    p_low: Floats
    p_high: Floats


def log_scores(counts: Counts, means: Floats, sizes: Floats | float) -> Floats:
    """
    Return the log of the chance that was given to what happened.

    >>> log_scores(np.zeros(1), np.ones(1), 1.0).round(4).tolist()  # 1/2
    [-0.6931]
    """
    found: Floats = (
        gammaln(counts + sizes)
        - gammaln(sizes)
        - gammaln(counts + 1)
        - sizes * np.log1p(means / sizes)
        + counts * (np.log(means) - np.log(sizes + means))
    )
    return found


def fitted_size(counts: Counts, means: Floats) -> float:
    """Return the size of greatest likelihood; only what is not 0 needs gamma functions."""
    counts, means = np.ravel(counts), np.ravel(means)
    busy = counts > 0
    seen, logs, meant = counts[busy], np.log(means[busy]), means[busy]

    def missed(log_size: float) -> float:
        size = float(np.exp(log_size))
        events = gammaln(seen + size) - gammaln(size) + seen * (logs - np.log(size + meant))
        return float(size * np.log1p(means / size).sum() - events.sum())

    bounds = float(np.log(SMALLEST_SIZE)), float(np.log(LARGEST_SIZE))
    found = minimize_scalar(missed, bounds=bounds, method="bounded")
    return float(np.exp(found.x))


def fitted_bursts(counts: Counts, means: Floats, shapes: Floats) -> float:
    """
    Return the size of what counts scatter beyond gammas of these shapes: bursts, one thing told on.

    A burst of size r gives a place the size 1 / (1 / shape + 1 / r). The pull to none (r without
    end) keeps a few weeks of noise from widening everything.
    """
    counts, means, shapes = np.ravel(counts), np.ravel(means), np.ravel(shapes)
    busy = counts > 0
    seen, meant = counts[busy], means[busy]

    def missed(log_size: float) -> float:
        more = float(np.exp(-log_size))
        sizes = 1 / (1 / shapes + more)
        own = sizes[busy]
        events = gammaln(seen + own) - gammaln(own) + seen * (np.log(meant) - np.log(own + meant))
        return float((sizes * np.log1p(means / sizes)).sum() - events.sum() + PULL * more)

    bounds = float(np.log(SMALLEST_SIZE)), float(np.log(LARGEST_SIZE))
    return float(np.exp(minimize_scalar(missed, bounds=bounds, method="bounded").x))


def with_bursts(shapes: Floats, bursts: float) -> Floats:
    """Return the sizes of gammas of these shapes when bursts come on top."""
    sizes: Floats = 1 / (1 / shapes + 1 / bursts)
    return sizes


def spread_of(means: Floats, sizes: Floats, precisions: Floats) -> Spread:
    """
    Return what counts may become.

    `sizes` is how they scatter; `precisions` how well the mean is known, as the shape of a gamma.
    Where next to nothing is known the mean of that gamma lies beyond its tenth part; the interval
    of the chance is widened so far that it holds the chance itself.
    """
    chances = sizes / (sizes + means)
    shapes = 1 / (1 / sizes + 1 / precisions)
    slow = means / shapes * gammaincinv(shapes, LEFT_OUT)
    fast = means / shapes * gammainccinv(shapes, LEFT_OUT)
    p_any = -np.expm1(-sizes * np.log1p(means / sizes))
    return Spread(
        low=np.asarray(nbinom.ppf(LEFT_OUT, sizes, chances)),
        high=np.asarray(nbinom.ppf(1 - LEFT_OUT, sizes, chances)),
        p_any=p_any,
        p_low=np.minimum(-np.expm1(-slow), p_any),
        p_high=np.maximum(-np.expm1(-fast), p_any),
    )
