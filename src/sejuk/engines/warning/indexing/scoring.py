"""The index of many villages at once, as arrays: district after district, so that memory is
bounded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.indexing.drawing import drawn_logs
from sejuk.engines.warning.indexing.nominal import nominal
from sejuk.engines.warning.indexing.normalising import Floats, Normalisation, Rows, normalised
from sejuk.engines.warning.indexing.plans import (
    DRAWS,
    VARIABLES,
    DrawPlan,
    Layout,
    draw_plan,
    layout_of,
)
from sejuk.engines.warning.indexing.standing import FACTORS, Bins, bins_of, standing
from sejuk.engines.warning.indexing.variables import (
    ENOUGH_KNOWN,
    EQUAL_WEIGHTS,
    Indicator,
    Variable,
)


@dataclass(frozen=True)
class Asked:
    """What is the same for every district: the indicators with their columns, weights, draws."""

    columns: Sequence[tuple[int, Indicator]]
    layout: Layout
    plan: DrawPlan
    bins: Sequence[Bins]


@dataclass(frozen=True)
class IndexArrays:
    """
    The index of villages, one row each; NaN where too little is known.

    `score`, `low`, `high` and `p_top` lie between 0 and 1; `placed` (villages x indicators) tells
    where each value stands, `standing` and `parts` (villages x VARIABLES) where each variable
    stands and what it adds to 0.5; `sensitivity` is villages x FACTORS.
    """

    score: Floats
    low: Floats
    high: Floats
    p_top: Floats
    completeness: Floats
    placed: Floats
    standing: Floats
    parts: Floats
    sensitivity: Floats


def index_arrays(
    values: Floats,
    districts: Rows,
    *,
    indicators: Sequence[Indicator],
    weights: Mapping[Variable, float] = EQUAL_WEIGHTS,
    draws: int = DRAWS,
    seed: int = 0,
) -> IndexArrays:
    """
    Return the index of villages from an array (villages x indicators, NaN where missing).

    `districts` has one number for each village: each district is normalised and ranked in itself.
    Takes about draws x variables x villages multiplications, and memory for one district's draws.

    :raises ValueError: for an infinite value, and for weights that are no weights
    """
    check_weights(weights)
    if np.isinf(values).any():
        row, column = np.argwhere(np.isinf(values))[0]
        raise ValueError(f"{indicators[column].code} of row {row} is not a number.")
    columns = _columns(indicators)
    layout = layout_of([one for _, one in columns], weights)
    plan = draw_plan(layout, draws=draws, seed=seed)
    asked = Asked(columns, layout, plan, bins_of(plan))
    found = _empty(len(values), len(indicators))
    by_district = np.argsort(districts, kind="stable")
    for rows in np.split(by_district, np.flatnonzero(np.diff(districts[by_district])) + 1):
        if len(rows):
            _index_district(found, values, rows, asked)
    return found


def check_weights(weights: Mapping[Variable, float]) -> None:
    """:raises ValueError: unless each is finite and 0 or more, and a risk weighs something"""
    for variable, weight in weights.items():
        if not (np.isfinite(weight) and weight >= 0):
            raise ValueError(f"The weight of {variable} is {weight}: give 0 or more.")
    if not sum(weight for one, weight in weights.items() if one is not Variable.PEACE_CAPACITY):
        raise ValueError("Give at least one variable besides peace capacity a weight.")


def _columns(indicators: Sequence[Indicator]) -> list[tuple[int, Indicator]]:
    """
    Return the indicators in the order of their variables, each with its column.

    A variable without any indicator gets one of which no value is known: it is unknown, not absent.
    """
    measured = {one.variable for one in indicators}
    unmeasured = [(-1, Indicator(one.value, one)) for one in VARIABLES if one not in measured]
    columns = [*enumerate(indicators), *unmeasured]
    return sorted(columns, key=lambda column: VARIABLES.index(column[1].variable))


def _empty(villages: int, indicators: int) -> IndexArrays:
    def unknown(*columns: int) -> Floats:
        return np.full((villages, *columns), np.nan)

    variables = len(VARIABLES)
    return IndexArrays(
        score=unknown(),
        low=unknown(),
        high=unknown(),
        p_top=unknown(),
        completeness=unknown(),
        placed=unknown(indicators),
        standing=unknown(variables),
        parts=unknown(variables),
        sensitivity=unknown(len(FACTORS)),
    )


def _index_district(
    found: IndexArrays,
    values: Floats,
    rows: Rows,
    asked: Asked,
) -> None:
    """Fill in the index of the villages of one district."""
    columns, layout, plan = asked.columns, asked.layout, asked.plan
    own = np.full((len(rows), len(columns)), np.nan)
    column_of = np.array([column for column, _ in columns])
    measured = np.flatnonzero(column_of >= 0)
    own[:, measured] = values[np.ix_(rows, column_of[measured])]
    # In the order of what they hold, so that no draw depends on how villages are numbered.
    order = np.lexsort(tuple(np.where(np.isnan(own), -np.inf, own).T[::-1]))
    rows, own = rows[order], own[order]
    indicators = [indicator for _, indicator in columns]
    places = {how: normalised(own, indicators, how) for how in Normalisation}
    placed = places[Normalisation.PERCENTILE]
    known = nominal(placed, layout, enough=ENOUGH_KNOWN)
    found.placed[np.ix_(rows, column_of[measured])] = placed[:, measured]
    found.standing[rows], found.parts[rows] = known.standing, known.parts
    found.completeness[rows], found.score[rows] = known.completeness, known.score
    drawn = np.flatnonzero(~np.isnan(known.score))
    if len(drawn):
        stands = standing(drawn_logs(places, drawn, layout, plan), known.score[drawn], asked.bins)
        found.low[rows[drawn]], found.high[rows[drawn]] = stands.low, stands.high
        found.p_top[rows[drawn]] = stands.p_top
        found.sensitivity[rows[drawn]] = stands.sensitivity
