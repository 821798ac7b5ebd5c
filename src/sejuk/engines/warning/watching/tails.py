"""How small a tail is: of negative binomial counts, and of counts capped each day. Compiled."""

from math import lgamma, log

import numpy as np

from sejuk.engines.warning.compiled import compiled
from sejuk.engines.warning.watching.usual import Numbers

NEARLY_POISSON = 1e-6
MOST_TERMS = 5000  # chosen: beyond it a tail is 0 for all purposes
MOST_SURPRISE = 300.0  # -log10 of the smallest number that is kept
MOST_DOUBT = 0.9  # chosen: the lower of two rates stays above a third of a percent
ROUNDS = 6  # of a fixed point that halves its error at least


@compiled
def surprise(count: float, mean: float, dispersion: float) -> float:
    """
    Return -log10 of P(X >= count) for a negative binomial X of that mean and variance over mean.

    Between whole counts it runs straight (discovered cases count a quarter).

    >>> round(surprise(2.0, 1.0, 1.0000001), 4)  # Poisson: 1 - 2/e
    0.578
    """
    if count <= 0.0 or mean <= 0.0:
        return 0.0
    below = int(np.floor(count))
    low, high = _surprises(below, mean, max(dispersion, 1.0 + NEARLY_POISSON))
    return low + (high - low) * (count - below)


@compiled
def _surprises(count: int, mean: float, dispersion: float) -> tuple[float, float]:
    """Return the surprise of a whole count and of the next one."""
    size, odds = mean / (dispersion - 1.0), (dispersion - 1.0) / dispersion
    # The term at `count` directly, then upwards: no tail is lost in 1 minus nearly 1.
    start = lgamma(count + size) - lgamma(count + 1.0) - lgamma(size)
    start += -size * log(dispersion) + count * log(odds)
    term, tail = 1.0, 1.0
    for step in range(MOST_TERMS):
        term *= (count + step + size) / (count + step + 1.0) * odds
        tail += term
        if term < tail * 1e-12:
            break
    rest = tail - 1.0
    low = _limited(-(start + log(tail)) / log(10.0))
    high = MOST_SURPRISE if rest <= 0.0 else _limited(-(start + log(rest)) / log(10.0))
    return low, high


@compiled
def capped_surprise(
    count: float, means: Numbers, doubt: float, dispersions: Numbers, cap: int
) -> float:
    """
    Return -log10 of P(X >= count) where X sums negative binomial days of which each counts `cap`.

    `means` are those of the capped days, `dispersions` variance over mean of each uncapped, `doubt`
    the squared coefficient of variation of a factor common to them, taken as two rates of that mean
    and variance. Days are independent.

    One day, Poisson, capped at 1: P(X >= 1) is its mean.

    >>> round(capped_surprise(1.0, np.array([0.01]), 0.0, np.array([1.0000001]), 1), 4)
    2.0
    """
    if count <= 0.0:
        return 0.0
    below = int(np.floor(count))
    tails = np.zeros(2)
    apart = min(MOST_DOUBT, np.sqrt(doubt))
    for factor in (1.0 - apart, 1.0 + apart):
        sums = _sums(means * factor, dispersions, cap)
        for at in range(below, len(sums)):
            tails[0] += sums[at] / 2.0
            if at > below:
                tails[1] += sums[at] / 2.0
    low = MOST_SURPRISE if tails[0] <= 0.0 else _limited(-log(tails[0]) / log(10.0))
    if count == below:
        return low
    high = MOST_SURPRISE if tails[1] <= 0.0 else _limited(-log(tails[1]) / log(10.0))
    return low + (high - low) * (count - below)


@compiled
def _sums(means: Numbers, dispersions: Numbers, cap: int) -> Numbers:
    """Return the distribution of the sum of capped days."""
    sums = np.zeros(len(means) * cap + 1)
    sums[0] = 1.0
    for at in range(len(means)):
        day = _capped_day(means[at], max(dispersions[at], 1.0 + NEARLY_POISSON), cap)
        for total in range((at + 1) * cap, -1, -1):
            chance = 0.0
            for part in range(min(cap, total) + 1):
                chance += day[part] * sums[total - part]
            sums[total] = chance
    return sums


@compiled
def _capped_day(mean: float, dispersion: float, cap: int) -> Numbers:
    """Return the distribution of a day whose capped count has this mean."""
    chances = np.zeros(cap + 1)
    # The uncapped mean is not below the capped one; a capped day cannot mean its cap.
    wanted = min(mean, 0.95 * cap)
    uncapped = max(wanted, 1e-12)
    for _ in range(ROUNDS):
        size, odds = uncapped / (dispersion - 1.0), (dispersion - 1.0) / dispersion
        chance, below, capped = dispersion**-size, 0.0, 0.0
        for part in range(cap):
            chances[part] = chance
            below += chance
            capped += part * chance
            chance *= (part + size) / (part + 1.0) * odds
        chances[cap] = max(0.0, 1.0 - below)
        capped += cap * chances[cap]
        uncapped *= wanted / max(capped, 1e-300)
    return chances


@compiled
def _limited(surprised: float) -> float:
    return min(MOST_SURPRISE, max(0.0, surprised))
