"""What is drawn once and used for every village: weights, normalisations, means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from sejuk.engines.warning.indexing.normalising import Floats, Normalisation, Rows
from sejuk.engines.warning.indexing.variables import Indicator, Variable

VARIABLES = tuple(Variable)
RISKS = tuple(one for one in VARIABLES if one is not Variable.PEACE_CAPACITY)
PEACE = VARIABLES.index(Variable.PEACE_CAPACITY)
WAYS = tuple(product(Normalisation, ("geometric", "arithmetic")))
"""The six ways to normalise and to average that the draws go round."""

FLOOR = 0.01
"""
The least a variable can stand at. Chosen: a geometric mean of anything with 0 is 0, and one good
variable must not wipe out nine bad ones.
"""
MIDDLE = 0.5
"""Where the middle of the district stands by percentiles: what shares are counted from."""
DRAWS = 500
BINS = 10


@dataclass(frozen=True)
class Layout:
    """Which indicator belongs where: the weights of the variables, and of indicators inside."""

    weights: Floats  # one for each of VARIABLES, summing to 1
    inside: Floats  # one for each indicator: its share of its variable's weight
    variable_of: Rows  # one for each indicator: its row in VARIABLES


@dataclass(frozen=True)
class DrawPlan:
    """
    The weights of each draw and the way it goes; draws of the same way lie together.

    `chances` are the independent numbers from which the weights were made, for the sensitivity.
    """

    weights: Floats  # draws x variables
    chances: Floats  # draws x variables
    way: Rows  # one for each draw: its row in WAYS
    seed: int

    def rows_of(self, way: int) -> slice:
        """Return where the draws of a way lie."""
        found = np.flatnonzero(self.way == way)
        return slice(int(found[0]), int(found[-1]) + 1) if len(found) else slice(0, 0)


def layout_of(indicators: Sequence[Indicator], weights: Mapping[Variable, float]) -> Layout:
    """Return where the indicators belong, the weights scaled to sum to 1."""
    whole = sum(weights.values())
    variable_of = np.array([VARIABLES.index(one.variable) for one in indicators], dtype=np.int64)
    own = np.array([one.weight for one in indicators], dtype=float)
    of_variable = np.bincount(variable_of, weights=own, minlength=len(VARIABLES))
    return Layout(
        np.array([weights.get(one, 0.0) for one in VARIABLES]) / whole,
        own / of_variable[variable_of] if len(own) else own,
        variable_of,
    )


def draw_plan(layout: Layout, *, draws: int, seed: int) -> DrawPlan:
    """
    Return the weights and ways of all draws.

    Weights come from a Dirichlet distribution around the published ones, made of independent gamma
    variates with shape V * weight: with equal weights every weighting is as likely as any other.
    """
    chance = np.random.default_rng([seed, 0])
    shapes = len(VARIABLES) * layout.weights
    chances = chance.standard_gamma(np.broadcast_to(shapes, (draws, len(shapes))))
    sums = chances.sum(axis=1, keepdims=True)
    fallback = np.broadcast_to(layout.weights, chances.shape)
    weights = np.where(sums > 0, chances / np.where(sums > 0, sums, 1.0), fallback)
    return DrawPlan(weights, chances, np.sort(np.arange(draws) % len(WAYS)), seed)
