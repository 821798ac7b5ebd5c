"""The simple forecasts that a better one has to beat, and what is used when it does not."""

from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.rhythms import HALF_AN_EVENT, Rhythm, expected_totals

YEAR, LONG_RUN = 52, 104
"""Weeks of the moving average and of the long-run share."""


@dataclass(frozen=True)
class Simple:
    """The expected counts of a simple forecast, weeks x places."""

    moving_average: Floats
    share_and_season: Floats


def simple_counts(counts: Counts, rhythm: Rhythm, first: int) -> Simple:
    """
    Return both simple forecasts of the weeks from `first` on, and last the coming one.

    The moving average is each place's own mean of 52 weeks, the other its share of two years in
    what the district expects. Half an event is added to each place before a share is taken
    (Jeffreys): a place without one would otherwise be called impossible.
    """
    totals = expected_totals(counts.sum(axis=1), rhythm)
    weeks = range(first, len(counts) + 1)
    return Simple(
        np.stack([_moving_average(counts[max(0, week - YEAR) : week]) for week in weeks]),
        np.stack(
            [
                totals[week] * long_run_shares(counts[max(0, week - LONG_RUN) : week])
                for week in weeks
            ]
        ),
    )


def long_run_shares(counts: Counts) -> Floats:
    """
    Return the share of each place in the events of all.

    >>> long_run_shares(np.array([[3.0, 0.0], [0.0, 0.0]])).tolist()
    [0.875, 0.125]
    """
    seen = counts.sum(axis=0) + HALF_AN_EVENT
    shares: Floats = seen / seen.sum()
    return shares


def _moving_average(counts: Counts) -> Floats:
    total = float(counts.sum() + HALF_AN_EVENT) / max(len(counts), 1)
    means: Floats = total * long_run_shares(counts)
    return means
