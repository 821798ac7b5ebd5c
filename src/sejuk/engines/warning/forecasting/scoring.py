"""How good a forecast was: log score, CRPS, how many events lay in the places it named."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import nbinom

from sejuk.engines.warning.forecasting.arrays import Counts, Floats


@dataclass(frozen=True)
class Caught:
    """The part of the events in the places named first, and how often chance's part that is."""

    hit_rate: float
    pai: float


def caught(counts: Counts, means: Floats, part: float) -> Caught:
    """
    Return what the `part` of places with the highest expectations caught, week by week.

    The ratio is the prediction accuracy index (Chainey, Tompson, Uhlig 2008).

    >>> caught(np.array([[4.0, 1.0, 0.0, 0.0]]), np.array([[2.0, 1.0, 0.5, 0.5]]), 0.25)
    Caught(hit_rate=0.8, pai=3.2)
    """
    named = max(1, round(part * counts.shape[1]))
    first = np.argsort(-means, axis=1, kind="stable")[:, :named]
    total = counts.sum()
    hit = np.take_along_axis(counts, first, axis=1).sum() / total if total else 0.0
    return Caught(float(hit), float(hit * counts.shape[1] / named))


def crps(counts: Counts, means: Floats, sizes: Floats | float) -> Floats:
    """
    Return the continuous ranked probability score of negative binomial forecasts; 0 is perfect.

    The sum over all k of the squared difference of the distribution function and the step at what
    happened (Gneiting and Raftery 2007).
    """
    sizes = np.broadcast_to(sizes, means.shape)
    chances = sizes / (sizes + means)
    highest = np.asarray(nbinom.ppf(1 - 1e-9, sizes, chances))
    most = int(max(counts.max(initial=0), highest.max(initial=0)))
    total = np.zeros(means.shape)
    for count in range(most + 1):
        total += (nbinom.cdf(count, sizes, chances) - (counts <= count)) ** 2
    return total


@dataclass(frozen=True)
class Paired:
    """The mean difference of two scores over the same weeks, and its standard error."""

    mean: float
    error: float


def paired(ours: Floats, theirs: Floats) -> Paired:
    """
    Return how much better ours is than theirs, week by week.

    >>> paired(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 2.0]))
    Paired(mean=1.0, error=0.0)
    """
    apart = ours - theirs
    error = apart.std(ddof=1) / np.sqrt(len(apart)) if len(apart) > 1 else 0.0
    return Paired(float(apart.mean()), float(error))
