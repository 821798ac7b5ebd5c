"""
A cold start: less than half a year of counts, so each place borrows from its neighbours.

Local empirical Bayes (Clayton and Kaldor 1987, with the linear shrinkage of Marshall 1991): before
it is heard, a place's weekly rate m is between its neighbours' mean and what all have alike; that
belief is worth b weeks. After n events in H weeks the rate is

    (n + b m) / (H + b),    m = r x neighbours + (1 - r) x even

so that it is a sum of what the place itself, its neighbours and all together give. b and r are
those under which the counts of all places were likeliest (a gamma of shape b m gives them a
negative binomial distribution). "Even" follows the index where one is given.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import gammaln

from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.ingredients import ForecastComponent
from sejuk.engines.warning.forecasting.neighbourhoods import Ground
from sejuk.engines.warning.forecasting.rhythms import (
    HALF_AN_EVENT,
    expected_totals,
    fitted_rhythm,
)

FROM_NEIGHBOURS = (0.6, 0.8, 0.9, 0.4, 0.2, 0.0)
"""What part of the prior may be the neighbours', the usual first: of ties the first is taken."""
WORTH = (1.6, 0.8, 0.4, 0.2, 0.1, 0.05, 3.2, 6.4, 12.8, 50.0)
"""How many times the weeks so far the prior may be worth."""
LEAST_INDEX = 0.05
"""Chosen: no index makes a place impossible."""


@dataclass(frozen=True)
class Beginning:
    """Components x places of expected counts, and the shape of each place's gamma."""

    components: tuple[ForecastComponent, ...]
    parts: Floats
    shapes: Floats

    @property
    def means(self) -> Floats:
        means: Floats = self.parts.sum(axis=0)
        return means


def begun(counts: Counts, ground: Ground, index: Floats | None = None) -> Beginning:
    """Return the coming week by local empirical Bayes; `index` is 0 to 1, NaN where unknown."""
    weeks, seen = len(counts), counts.sum(axis=0)
    even = _even(ground.even, index) * (seen.sum() + HALF_AN_EVENT) / weeks
    around = ground.around(seen / weeks)
    part, worth = max(
        product(FROM_NEIGHBOURS, WORTH),
        key=lambda choice: _likelihood(seen, weeks, *choice, around=around, even=even),
    )
    prior_weeks = worth * weeks
    rests = np.stack([seen, prior_weeks * part * around, prior_weeks * (1 - part) * even])
    last = ForecastComponent.EVEN if index is None else ForecastComponent.INDEX
    # The district's own rhythm says how much of it there will be, the rates where.
    expected = expected_totals(
        counts.sum(axis=1), fitted_rhythm(counts.sum(axis=1), min(weeks, 2), weeks)
    )[-1]
    return Beginning(
        (ForecastComponent.OWN_RECENT, ForecastComponent.NEIGHBOURS_RECENT, last),
        expected * rests / rests.sum(),
        rests.sum(axis=0),
    )


def _even(even: Floats, index: Floats | None) -> Floats:
    if index is None:
        return even
    usual = float(np.nanmean(index)) if not np.isnan(index).all() else 1.0
    weighed = even * np.maximum(np.where(np.isnan(index), usual, index), LEAST_INDEX)
    shares: Floats = weighed / weighed.sum()
    return shares


def _likelihood(
    seen: Floats, weeks: int, part: float, worth: float, *, around: Floats, even: Floats
) -> float:
    """
    Return the log likelihood of a choice, less what is the same for all.

    Means and sizes keep one ratio, so a place without events gives -size x log(1 + 1 / worth), and
    only places with events need gamma functions.
    """
    mean = part * around + (1 - part) * even
    busy = seen > 0
    sizes, counts = worth * weeks * mean[busy], seen[busy]
    events = gammaln(counts + sizes) - gammaln(sizes) - counts * np.log1p(worth)
    return float(events.sum() - worth * weeks * mean.sum() * np.log1p(1 / worth))
