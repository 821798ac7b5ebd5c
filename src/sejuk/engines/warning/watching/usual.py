"""
What is usual in each village: its own share of the district, on days as the district had them.

expected(village, day) = share(village) x level(day) x complete(day), for each stream apart.

* The level of a day is the district's mean count per village. A discounted Gamma-Poisson filter
  (power discounting: West and Harrison 1997, Bayesian Forecasting and Dynamic Models, ch. 16)
  foretells it, with factors for the days of the week; what was then counted on the day moves it,
  the more, the more days vary beside that. So growth and days full of news raise no village.
* The share of a village is the posterior mean of a Gamma prior round its neighbours' rate (local
  empirical Bayes: Marshall 1991, Applied Statistics 40:283) over 45 days, of which the last seven,
  the guard days, are left out so that an outbreak does not hide itself. Chosen:
  with reports that travel one to three days, seven guard days found 10 cases in 5 days in 88 % of
  simulated outbreaks, three in 80 %.

* Of a day just past only a share is known by today (see `lateness.py`): `complete`.

The loops are compiled. Arrays are days x places, the last row is today.
"""
# ruff: noqa: PLR0917 - compiled loops take their arguments by position

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.compiled import compiled

Numbers = NDArray[np.float64]
Neighbours = NDArray[np.int64]

BASELINE_DAYS = 45
GUARD_DAYS = 7
HISTORY_DAYS = 60
"""So many days are looked at: the baseline, and two weeks before it for the filter to settle."""

DISCOUNT = 0.9  # chosen: yesterday's knowledge counts 0.9 today, a memory of some ten days
START_DAYS = 5.0  # chosen: the filter starts as if it had seen five mean days
WEEKDAY_WEIGHT = 50.0  # chosen: a day of the week needs 50 cases to move half of the way
LEAST_DAY_VARIANCE, MOST_DAY_VARIANCE = 0.01, 0.5  # chosen: 10 % to 70 % from day to day
DAY_VARIANCE, DAY_VARIANCE_DAYS = 0.05, 30.0
"""What days vary until 30 days have shown it (chosen: one in twenty is twice as full)."""
LEAST_SPREAD, MOST_SPREAD = 0.05, 4.0  # chosen bounds of the variance between villages
NEIGHBOUR_WEIGHT = 5.0  # chosen: neighbours with five expected cases count half
NEVER_SEEN = 0.5  # Jeffreys: a stream without cases is taken for half a case
WEEK = 7


class Usual(NamedTuple):
    """
    What is usual, of one stream: a level for each day, a share and its doubt for each place.

    Levels are those of all that happened; `complete` is which share of a day is known by the last.
    `factors` are those of the days of the week. `doubt` is the squared coefficient of variation of
    the share. `foretold` is the district's total of each day as it was foretold, `certainty` the
    shapes of the Gammas behind them and `day_variance` what days vary beside that.
    """

    level: Numbers
    complete: Numbers
    share: Numbers
    doubt: Numbers
    factors: Numbers
    foretold: Numbers
    certainty: Numbers
    day_variance: float


@compiled
def usual(
    counts: Numbers, weekday: int, neighbours: Neighbours, dispersion: float, shares: Numbers
) -> Usual:
    """
    Return what is usual.

    `counts` are days x places; `weekday` is that of the first day (Monday 0); `neighbours` are
    places x nearest others, filled up with -1; `dispersion` is variance over mean of a village;
    `shares` which share is known after 0, 1, ... days.
    """
    days, places = counts.shape
    totals, complete = np.zeros(days), np.zeros(days)
    for day in range(days):
        totals[day] = counts[day].sum()
        complete[day] = shares[min(len(shares), days - day) - 1]
    # A short history keeps two thirds of its days.
    first, end = max(0, days - BASELINE_DAYS), max(1, days - min(GUARD_DAYS, days // 3))
    factors = _weekday_factors(totals, weekday, first, end)
    foretold, certainty = np.zeros(days), np.zeros(days)
    _foretell(totals, complete, factors, weekday, end, foretold, certainty)
    certainty /= dispersion
    variance = _day_variance(totals, foretold * complete, first, end, dispersion)
    level = np.zeros(days)
    for day in range(days):
        known = 1.0 / variance
        seen = foretold[day] * complete[day]
        moved = (known + totals[day] / dispersion) / (known + seen / dispersion)
        level[day] = foretold[day] * moved / places
    share, doubt = np.ones(places), np.ones(places)
    _shares(counts, level * complete, neighbours, dispersion, first, end, share, doubt)
    return Usual(level, complete, share, doubt, factors, foretold, certainty, variance)


@compiled
def _weekday_factors(totals: Numbers, weekday: int, first: int, end: int) -> Numbers:
    """Return how much busier each day of the week is, shrunk towards 1."""
    sums, numbers = np.zeros(WEEK), np.zeros(WEEK)
    for day in range(first, end):
        sums[(weekday + day) % WEEK] += totals[day]
        numbers[(weekday + day) % WEEK] += 1.0
    mean = sums.sum() / max(1.0, numbers.sum())
    factors: Numbers = (sums + WEEKDAY_WEIGHT) / (numbers * mean + WEEKDAY_WEIGHT)
    return factors


@compiled
def _foretell(
    totals: Numbers,
    complete: Numbers,
    factors: Numbers,
    weekday: int,
    end: int,
    foretold: Numbers,
    shapes: Numbers,
) -> None:
    """Write what the filter foretells for each day, and the shape of its Gamma in cases."""
    mean = float(totals[:end].sum() + NEVER_SEEN) / max(complete[:end].sum(), 1e-9)
    cases, exposure = mean * START_DAYS, START_DAYS
    for day in range(len(totals)):
        factor = factors[(weekday + day) % WEEK]
        foretold[day] = factor * cases / exposure
        shapes[day] = cases
        # The initial knowledge fades as all the rest does, but never to nothing.
        cases = DISCOUNT * cases + totals[day] + (1 - DISCOUNT) * mean
        exposure = DISCOUNT * exposure + factor * complete[day] + (1 - DISCOUNT)


@compiled
def _day_variance(
    totals: Numbers, foretold: Numbers, first: int, end: int, dispersion: float
) -> float:
    """Return the variance of whole days beside what chance explains: moments, shrunk."""
    mean = totals[:end].sum() / end
    chance = DAY_VARIANCE_DAYS * max(mean, 1e-6) ** 2
    squares = DAY_VARIANCE * chance
    for day in range(first, end):
        squares += (totals[day] - foretold[day]) ** 2 - dispersion * foretold[day]
        chance += foretold[day] ** 2
    return float(min(MOST_DAY_VARIANCE, max(LEAST_DAY_VARIANCE, squares / chance)))


@compiled
def _shares(
    counts: Numbers,
    level: Numbers,
    neighbours: Neighbours,
    dispersion: float,
    first: int,
    end: int,
    share: Numbers,
    doubt: Numbers,
) -> None:
    """Write the share of each place and its doubt."""
    places = len(share)
    exposure = level[first:end].sum()
    cases = np.zeros(places)
    for day in range(first, end):
        cases += counts[day]
    squares = ((cases - exposure) ** 2).sum() / places - dispersion * exposure
    spread = min(MOST_SPREAD, max(LEAST_SPREAD, squares / max(exposure**2, 1e-12)))
    shape = 1.0 / spread
    for place in range(places):
        near_cases, near_exposure = NEIGHBOUR_WEIGHT, NEIGHBOUR_WEIGHT
        for neighbour in neighbours[place]:
            if neighbour >= 0:
                near_cases += cases[neighbour] / dispersion
                near_exposure += exposure / dispersion
        prior = near_cases / near_exposure
        known = shape + cases[place] / dispersion
        share[place] = known / (shape / prior + exposure / dispersion)
        doubt[place] = 1.0 / known
