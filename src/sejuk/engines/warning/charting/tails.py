"""Bounds and tails of a count with a known mean and a variance of `dispersion` times the mean."""

import numpy as np
from scipy.special import ndtri
from scipy.stats import nbinom, poisson

from sejuk.engines.warning.charting.series import Numbers

CLOSE_TO_POISSON = 1.0 + 1e-9


def upper_bounds(means: Numbers, dispersions: Numbers, alpha: float) -> Numbers:
    """
    Return the smallest count that is exceeded with a chance of at most `alpha`; NaN stays NaN.

    The count is negative binomial with size mean / (dispersion - 1) (Noufaily et al. 2013, section
    3.4), Poisson where the dispersion is 1.

    >>> upper_bounds(np.array([10.0, 10.0]), np.array([1.0, 2.0]), 0.01).tolist()
    [18.0, 23.0]
    """
    wide = dispersions > CLOSE_TO_POISSON
    bounds = np.asarray(poisson.ppf(1.0 - alpha, means), dtype=np.float64)
    bounds[wide] = nbinom.ppf(1.0 - alpha, *_sizes(means[wide], dispersions[wide]))
    return bounds


def tails(counts: Numbers, means: Numbers, dispersions: Numbers) -> Numbers:
    """
    Return the chance of a count at least as high; NaN stays NaN.

    >>> tails(np.array([0.0, 18.0]), np.array([10.0, 10.0]), np.array([2.0, 1.0])).round(4).tolist()
    [1.0, 0.0143]
    """
    wide = dispersions > CLOSE_TO_POISSON
    chances = np.asarray(poisson.sf(counts - 1.0, means), dtype=np.float64)
    chances[wide] = nbinom.sf(counts[wide] - 1.0, *_sizes(means[wide], dispersions[wide]))
    return chances


def _sizes(means: Numbers, dispersions: Numbers) -> tuple[Numbers, Numbers]:
    return means / (dispersions - 1.0), 1.0 / dispersions


def normal_bound(alpha: float) -> float:
    """
    Return the standard normal value that is exceeded with a chance of `alpha`.

    >>> round(normal_bound(0.025), 4)
    1.96
    """
    return float(-ndtri(alpha))
