"""
How late reports are: which share of what happened on a day is known so many days later.

The days just past always look quiet, because some of their reports are still on the way. What is
usual on such a day is therefore scaled by the share that is known by then. The share is the
product-limit estimate of reporting delays that are truncated by today (Lawless 1994, Canadian
Journal of Statistics 22:15; nowcasting as in Hoehle and an der Heiden 2014, Biometrics 70:993):
of what was known within so many days, how much came on the last of them.
"""

import numpy as np

from sejuk.engines.warning.watching.usual import Numbers

MOST_LAG = 7
"""Later than a week is as late as a week (chosen: as long as the guard days of the baseline)."""
PRIOR_CASES = 5.0
"""The history weighs as much as the prior from five cases on; by the prior half of what is still
on the way arrives with each day (both chosen)."""
NEARLY_ALL = 0.9  # chosen: a day is open until nine of ten of its cases are known
LATEST_END = 3
"""Windows end up to three days ago (chosen: reports of the simulator take 24 to 72 hours)."""
LEAST_KNOWN = 0.2
"""The least share that scales what is usual (chosen: two cases reported faster than all before them
are no alarm by that alone)."""


def completeness(by_lag: Numbers) -> tuple[float, ...]:
    """
    Return the share of cases that are known 0, 1, ... 7 days after the day they happened.

    `by_lag` are lags x days x places: what was known within 0, 1, ... days; the last day is today.

    Of 100 cases a day half are known the same day and half the next:

    >>> by_lag = np.full((8, 30, 1), 100.0)
    >>> by_lag[0] = 50.0
    >>> by_lag[:, -1] = 50.0
    >>> [round(share, 2) for share in completeness(by_lag)[:3]]
    [0.5, 1.0, 1.0]
    """
    arrived = np.diff(by_lag.sum(axis=2), axis=0, prepend=0.0)
    days, prior = arrived.shape[1], PRIOR_CASES * _prior()
    shares = np.ones(MOST_LAG + 1)
    for lag in range(MOST_LAG, 0, -1):
        # Only days that were over so long ago tell how much came then.
        past = arrived[: lag + 1, : max(0, days - lag)].sum(axis=1)
        last = past[lag] + prior[lag]
        shares[lag - 1] = shares[lag] * (1 - last / (past.sum() + prior[: lag + 1].sum()))
    return tuple(round(float(share), 4) for share in shares)


def _prior() -> Numbers:
    chances = 0.5 ** np.arange(1.0, MOST_LAG + 2)
    chances[-1] *= 2
    return chances


def latest_end(shares: tuple[float, ...]) -> int:
    """
    Return how many days ago a window may have ended: until its last day is closed, three at most.

    >>> latest_end((0.99, 1.0)), latest_end((0.0, 0.4, 0.95, 1.0))
    (0, 2)
    """
    return min(LATEST_END, sum(share < NEARLY_ALL for share in shares))
