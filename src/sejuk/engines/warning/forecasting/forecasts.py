"""Seven days ahead, place by place: how many signals to expect, how sure, and on what it rests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.asked import ForecastPlace, counts_of
from sejuk.engines.warning.forecasting.beginnings import begun
from sejuk.engines.warning.forecasting.histories import (
    Tested,
    WeekScore,
    history_of_beginnings,
    history_of_mixture,
    simple_sizes,
    tested_weeks,
)
from sejuk.engines.warning.forecasting.ingredients import ForecastComponent, Memory
from sejuk.engines.warning.forecasting.mixtures import Mixture, fitted_mixture
from sejuk.engines.warning.forecasting.neighbourhoods import Ground, ground_of
from sejuk.engines.warning.forecasting.rhythms import (
    HALF_AN_EVENT,
    expected_totals,
    fitted_rhythm,
)
from sejuk.engines.warning.forecasting.simple import LONG_RUN, Simple, simple_counts
from sejuk.engines.warning.forecasting.spreads import log_scores, spread_of, with_bursts

WEEKS_TO_MIX = 26
"""Measured: below half a year a place's own average is worse than calling all places alike."""


class ForecastMethod(StrEnum):
    """How a forecast was made: mixed, or the simple one that it did not beat, or a cold start."""

    MIXTURE = "mixture"
    SIMPLE = "simple"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class ForecastPart:
    """What one component gives to an expected count, and of a hundred parts how many."""

    component: ForecastComponent
    expected: float
    percent: int


@dataclass(frozen=True, slots=True)
class PlaceForecast:
    """
    One place in the coming seven days.

    `expected` is the sum of its parts' `expected`, and their percents sum to 100. `p_any` is the
    chance of at least one event, `p_low` to `p_high` what it may be when one doubts the rate;
    `low` to `high` holds the count in at least 80 of 100 cases. `size` is how counts scatter (see
    `forecast_score`); the last two are what the simple forecasts expect instead.
    """

    area_code: str
    expected: float
    p_any: float
    p_low: float
    p_high: float
    low: int
    high: int
    size: float
    moving_average: float
    share_and_season: float
    parts: tuple[ForecastPart, ...]


@dataclass(frozen=True, slots=True)
class ComponentWeight:
    """How much of all that is expected rests on a component; percents sum to 100."""

    component: ForecastComponent
    weight: float
    percent: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast of all places, with how it did in the weeks before, oldest first."""

    method: ForecastMethod
    weeks: int
    expected: float
    places: tuple[PlaceForecast, ...]
    weights: tuple[ComponentWeight, ...]
    history: tuple[WeekScore, ...]
    moving_average_size: float
    share_and_season_size: float
    too_small: tuple[str, ...]


@dataclass(frozen=True)
class _Made:
    """Components x places of expected counts; each place's size, and how well its mean is known."""

    method: ForecastMethod
    components: tuple[ForecastComponent, ...]
    parts: Floats
    sizes: Floats
    precisions: Floats
    simple: Simple
    simple_sizes: tuple[float, float]
    history: tuple[WeekScore, ...]


def forecast(places: Sequence[ForecastPlace], history: Mapping[str, Sequence[float]]) -> Forecast:
    """
    Return what to expect of each place in the seven days after the last week of `history`.

    `history` has for each area code one count a week, the same weeks for all, oldest first; a
    place without an entry had none. What counts for less than one event is given as such: what
    visits found, as a quarter, since being looked at is no event. With 26 weeks or more it is a
    mixture (`mixtures`), replaced by the long-run share times the season when it did not beat that
    in the last 26 weeks (or the last third of a shorter history); with fewer a cold start
    (`beginnings`). Places known to have fewer than 300 residents are learnt from but get no
    forecast.

        >>> places = [ForecastPlace(code, -4.0, 104.0 + 0.01 * at) for at, code in enumerate("ABC")]
        >>> coming = forecast(places, {"A": [2, 3, 2, 3], "B": [0, 1, 0, 0]})
        >>> str(coming.method), [round(place.p_any, 2) for place in coming.places]
        ('beginning', [0.89, 0.26, 0.08])
        >>> [(str(part.component), part.percent) for part in coming.places[1].parts]
        [('own_recent', 72), ('neighbours_recent', 0), ('even', 28)]

    :raises ValueError: for places given twice, missing weeks, what is no count, no point on Earth
    """
    counts = counts_of(places, history)
    ground = ground_of(places)
    if len(counts) < WEEKS_TO_MIX:
        made = _beginning(counts, ground, places)
    else:
        made = _mixed_or_simple(counts, ground)
    shares = made.parts.sum(axis=1) / made.parts.sum()
    percents = percents_of(shares[:, None])[:, 0]
    return Forecast(
        method=made.method,
        weeks=len(counts),
        expected=float(made.parts.sum()),
        places=_place_forecasts(places, made),
        weights=tuple(
            ComponentWeight(component, float(share), int(percent))
            for component, share, percent in zip(made.components, shares, percents, strict=True)
        ),
        history=made.history,
        moving_average_size=made.simple_sizes[0],
        share_and_season_size=made.simple_sizes[1],
        too_small=tuple(place.area_code for place in places if not place.is_large_enough),
    )


def forecast_score(
    counts: Sequence[int], expected: Sequence[float], sizes: Sequence[float]
) -> float:
    """
    Return the mean log score of a forecast: the log of the chance it gave to what then happened.

    Places x counts, expected counts above 0 and sizes above 0 (of the negative binomial with the
    variance m + m²/size), one of each for each place. Higher is better, 0 would be certainty; it
    cannot be made better by saying other than what one believes (Gneiting and Raftery 2007).

        >>> round(forecast_score([0, 1], [0.1, 0.8], [5.0, 5.0]), 3)
        -0.606

    :raises ValueError: when the three differ in length or are empty, or a number cannot be
    """
    if not len(counts) == len(expected) == len(sizes) > 0:
        raise ValueError("Give a count, an expected count and a size for each place.")
    if min(counts) < 0 or not min(expected) > 0 or not min(sizes) > 0:
        raise ValueError("Counts are 0 or more; what is expected, and sizes, are above 0.")
    found = log_scores(np.array(counts, float), np.array(expected), np.array(sizes))
    return float(found.mean())


def percents_of(parts: Floats) -> Floats:
    """
    Return whole percents of parts x places that sum to 100 for each place (largest remainders).

    >>> percents_of(np.ones((3, 1)))[:, 0].tolist()
    [34, 33, 33]
    """
    exact = 100 * parts / parts.sum(axis=0)
    whole = np.floor(exact)
    missing = 100 - whole.sum(axis=0)
    rank = np.argsort(np.argsort(whole - exact, axis=0, kind="stable"), axis=0, kind="stable")
    found: Floats = (whole + (rank < missing)).astype(int)
    return found


def _beginning(counts: Counts, ground: Ground, places: Sequence[ForecastPlace]) -> _Made:
    index = np.array([np.nan if place.index is None else place.index for place in places])
    known = None if np.isnan(index).all() else index
    start = begun(counts, ground, known)
    simple = simple_counts(counts, fitted_rhythm(counts.sum(axis=1), 1, len(counts)), 1)
    before = history_of_beginnings(counts, ground, known)
    return _Made(
        ForecastMethod.BEGINNING,
        start.components,
        start.parts,
        with_bursts(start.shapes, before.bursts),
        # The shape is already how well the rate is known.
        np.full(len(places), np.inf),
        simple,
        simple_sizes(counts, simple),
        before.weeks,
    )


def _mixed_or_simple(counts: Counts, ground: Ground) -> _Made:
    first, last = tested_weeks(len(counts))
    mixture = fitted_mixture(counts, ground, first, last)
    tested = history_of_mixture(counts, ground, mixture, first, last)
    simple = simple_counts(counts, mixture.rhythm, len(counts))
    if tested.has_won:
        return _mixed(counts, ground, mixture, simple, tested)
    return _Made(
        ForecastMethod.SIMPLE,
        (ForecastComponent.OWN_LONG_RUN,),
        simple.share_and_season[-1:],
        np.full(counts.shape[1], tested.sizes[1]),
        counts[-LONG_RUN:].sum(axis=0) + HALF_AN_EVENT,
        simple,
        tested.sizes,
        tested.weeks,
    )


def _mixed(
    counts: Counts, ground: Ground, mixture: Mixture, simple: Simple, tested: Tested
) -> _Made:
    total = float(expected_totals(counts.sum(axis=1), mixture.rhythm)[-1])
    memory = Memory(ground, mixture.ingredients)
    for week in counts:
        memory.learn(week)
    each = total * np.array(mixture.weights)[:, None] * memory.shares()
    # Ingredients of one place rest on the same events: their doubts add up, they do not cancel.
    doubt = (each / np.sqrt(memory.precisions())).sum(axis=0) / each.sum(axis=0)
    components = tuple(dict.fromkeys(one.component for one in mixture.ingredients))
    parts = np.stack(
        [
            each[[one.component is component for one in mixture.ingredients]].sum(axis=0)
            for component in components
        ]
    )
    sizes = np.full(counts.shape[1], mixture.size)
    return _Made(
        ForecastMethod.MIXTURE,
        components,
        parts,
        sizes,
        doubt**-2,
        simple,
        tested.sizes,
        tested.weeks,
    )


def _place_forecasts(places: Sequence[ForecastPlace], made: _Made) -> tuple[PlaceForecast, ...]:
    # Added up one after the other, as anyone would who checks the sum.
    means = np.add.reduce(made.parts, axis=0)
    spread = spread_of(means, made.sizes, made.precisions)
    percents = percents_of(made.parts)
    return tuple(
        PlaceForecast(
            area_code=place.area_code,
            expected=float(sum(made.parts[:, row].tolist())),
            p_any=float(spread.p_any[row]),
            p_low=float(spread.p_low[row]),
            p_high=float(spread.p_high[row]),
            low=int(spread.low[row]),
            high=int(spread.high[row]),
            size=float(made.sizes[row]),
            moving_average=float(made.simple.moving_average[-1, row]),
            share_and_season=float(made.simple.share_and_season[-1, row]),
            parts=tuple(
                ForecastPart(component, float(expected), int(percent))
                for component, expected, percent in zip(
                    made.components, made.parts[:, row], percents[:, row], strict=True
                )
            ),
        )
        for row, place in enumerate(places)
        if place.is_large_enough
    )
