"""
What a forecast is mixed from: ways to share the district's coming week out over its places.

Each ingredient is a share of every place in the total, from the weeks before: its own weeks or its
neighbours', in which a week counts half after so many weeks. Long half-lives say who is always
busy, short ones who is busy now. "Own in its area" is the own long run, moved as far as the area
around moved in the last half year.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.neighbourhoods import Ground


class ForecastComponent(StrEnum):
    """What a part of a forecast rests on."""

    OWN_LONG_RUN = "own_long_run"
    OWN_IN_AREA = "own_in_area"
    OWN_RECENT = "own_recent"
    NEIGHBOURS_LONG_RUN = "neighbours_long_run"
    NEIGHBOURS_RECENT = "neighbours_recent"
    INDEX = "index"
    EVEN = "even"


class Ingredient(NamedTuple):
    """A component and its half-life in weeks; `prior` is its weight before anything was learnt."""

    component: ForecastComponent
    half_life: float
    prior: float


RECENT_WEEKS = 26.0
"""Half-lives up to half a year are recent, in which a season cannot be seen."""
INGREDIENTS = (
    # Priors: what was measured at the rates of villages, 75 % own and 25 % neighbours' long
    # run, less a little for each of the others.
    Ingredient(ForecastComponent.OWN_LONG_RUN, 260.0, 0.32),
    Ingredient(ForecastComponent.OWN_LONG_RUN, 104.0, 0.20),
    Ingredient(ForecastComponent.OWN_IN_AREA, 260.0, 0.10),
    Ingredient(ForecastComponent.OWN_IN_AREA, 104.0, 0.06),
    Ingredient(ForecastComponent.OWN_RECENT, 26.0, 0.04),
    Ingredient(ForecastComponent.OWN_RECENT, 6.0, 0.01),
    Ingredient(ForecastComponent.OWN_RECENT, 2.0, 0.01),
    Ingredient(ForecastComponent.NEIGHBOURS_LONG_RUN, 104.0, 0.20),
    Ingredient(ForecastComponent.NEIGHBOURS_RECENT, 6.0, 0.02),
    Ingredient(ForecastComponent.NEIGHBOURS_RECENT, 2.0, 0.01),
    Ingredient(ForecastComponent.EVEN, 0.0, 0.03),
)
PLAIN_MIXTURE = tuple(
    # Nothing longer than two years, nothing that moves with the area.
    one._replace(prior=0.125)
    for one in INGREDIENTS
    if one.half_life <= 104 and one.component is not ForecastComponent.OWN_IN_AREA  # noqa: PLR2004
)
"""A plainer mixture, kept to be measured beside ours."""

_OF_NEIGHBOURS = (ForecastComponent.NEIGHBOURS_LONG_RUN, ForecastComponent.NEIGHBOURS_RECENT)
_NEXT_TO_NOTHING = 1e-9


class Memory:
    """What is remembered of the weeks so far: one discounted sum of counts for each half-life."""

    def __init__(self, ground: Ground, ingredients: tuple[Ingredient, ...] = INGREDIENTS) -> None:
        self._ground = ground
        self._ingredients = ingredients
        spans = {one.half_life for one in ingredients if one.half_life} | {RECENT_WEEKS}
        self._sums = {span: np.zeros(len(ground.even)) for span in sorted(spans)}

    def learn(self, week: Floats) -> None:
        for span, kept in self._sums.items():
            self._sums[span] = kept * _kept(span) + week

    def shares(self) -> Floats:
        """Return ingredients x places; each row sums to 1."""
        rows = np.stack([self._masses(one) for one in self._ingredients])
        totals = rows.sum(axis=1, keepdims=True)
        shares: Floats = np.where(
            totals > 0, rows / np.where(totals > 0, totals, 1.0), self._ground.even
        )
        return shares

    def precisions(self) -> Floats:
        """Return ingredients x places: how many events each share rests on, half one at least."""
        return np.stack([self._weight_of(one) for one in self._ingredients]) + 0.5

    def _masses(self, one: Ingredient) -> Floats:
        if one.component is ForecastComponent.EVEN:
            return self._ground.even
        own = self._sums[one.half_life]
        if one.component in (
            ForecastComponent.NEIGHBOURS_LONG_RUN,
            ForecastComponent.NEIGHBOURS_RECENT,
        ):
            return self._ground.around(own)
        if one.component is ForecastComponent.OWN_IN_AREA:
            now = self._ground.in_area(self._sums[RECENT_WEEKS])
            moved: Floats = own * (now / (self._ground.in_area(own) + _NEXT_TO_NOTHING))
            return moved
        return own

    def _weight_of(self, one: Ingredient) -> Floats:
        """
        Return the number of events of the same relative variance.

        A discounted sum s of Poisson counts with the factor a has the variance s / (1 + a).
        """
        if one.component is ForecastComponent.EVEN:
            total = self._sums[max(self._sums)].sum()
            return np.full(len(self._ground.even), total)
        own = self._sums[one.half_life] * (1 + _kept(one.half_life))
        if one.component in (
            ForecastComponent.NEIGHBOURS_LONG_RUN,
            ForecastComponent.NEIGHBOURS_RECENT,
        ):
            squares = self._ground.neighbours.power(2).sum(axis=1)
            weight: Floats = self._ground.around(own) / np.where(squares > 0, squares, 1.0)
            return weight
        return own


def walked(
    counts: Counts, ground: Ground, ingredients: tuple[Ingredient, ...] = INGREDIENTS
) -> Iterator[tuple[int, Floats]]:
    """Yield each week's number with the shares that the weeks before it let expect."""
    memory = Memory(ground, ingredients)
    for number, week in enumerate(counts):
        yield number, memory.shares()
        memory.learn(week)


def _kept(half_life: float) -> float:
    return float(0.5 ** (1 / half_life))
