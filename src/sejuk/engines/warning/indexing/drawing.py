"""The draws of one district: what the index would be by other weights, means and missing values."""

from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.indexing.nominal import peace_exponent
from sejuk.engines.warning.indexing.normalising import Floats, Normalisation, Rows
from sejuk.engines.warning.indexing.plans import FLOOR, PEACE, VARIABLES, WAYS, DrawPlan, Layout


@dataclass(frozen=True)
class Holes:
    """
    The missing values of the villages that are drawn, one after the other by village and variable.

    A pair is a village and a variable with at least one hole; pairs lie in the order of villages.
    """

    rows: Rows
    columns: Rows
    starts: Rows  # where each pair begins among the holes
    pair_rows: Rows
    pair_variables: Rows


def holes_of(placed: Floats, layout: Layout) -> Holes:
    """Find what is missing; the columns must lie in the order of their variables."""
    rows, columns = np.nonzero(np.isnan(placed))
    keys = rows * len(VARIABLES) + layout.variable_of[columns]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return Holes(rows, columns, starts, *np.divmod(keys[starts], len(VARIABLES)))


def drawn_logs(
    places: dict[Normalisation, Floats],
    rows: Rows,
    layout: Layout,
    plan: DrawPlan,
) -> Floats:
    """
    Return the logarithm of the score of each of `rows` in each draw (draws x rows).

    `places` holds all villages of the district in each normalisation: a missing value is drawn from
    those that are known, evenly between 0 and 1 where none is.
    """
    sums = {how: _variable_sums(placed[rows], layout) for how, placed in places.items()}
    # What is missing comes last.
    in_order = {how: np.sort(placed, axis=0) for how, placed in places.items()}
    known = (~np.isnan(places[Normalisation.PERCENTILE])).sum(axis=0)
    holes = holes_of(places[Normalisation.PERCENTILE][rows], layout)
    chance = np.random.default_rng([plan.seed, 1])
    found = np.empty((len(plan.way), len(rows)))
    for way, (how, mean) in enumerate(WAYS):
        drawn = plan.rows_of(way)
        weights = plan.weights[drawn]
        chances = chance.random((len(weights), len(holes.rows)))
        filled = _at_pairs(_filled(in_order[how], known, holes, chances), sums[how], holes, layout)
        risks = _risks(sums[how], holes, filled, weights, is_geometric=mean == "geometric")
        found[drawn] = risks + peace_exponent(weights)[:, None] * _peace(sums[how], holes, filled)
    return found


def _filled(in_order: Floats, known: Rows, holes: Holes, chances: Floats) -> Floats:
    """Return for each draw and hole the place of a village of which the indicator is known."""
    counts = known[holes.columns]
    # By the one-dimensional place: a gather through two indices takes twice as long.
    picked = (chances * counts).astype(np.int64) * in_order.shape[1] + holes.columns
    return np.where(counts > 0, in_order.ravel()[picked], chances)


def _at_pairs(filled: Floats, sums: Floats, holes: Holes, layout: Layout) -> Floats:
    """Return for each draw and pair where the variable stands, holes filled (draws x pairs)."""
    if not len(holes.starts):
        return filled
    drawn = np.add.reduceat(filled * layout.inside[holes.columns], holes.starts, axis=1)
    whole: Floats = drawn + sums[holes.pair_rows, holes.pair_variables]
    return np.clip(whole, FLOOR, 1.0)


def _risks(
    sums: Floats, holes: Holes, filled: Floats, weights: Floats, *, is_geometric: bool
) -> Floats:
    """Return the logarithm of the mean of all variables but peace capacity (draws x villages)."""
    shown = np.maximum(sums[:, :PEACE], FLOOR)
    shown = np.log(shown) if is_geometric else shown
    is_risk = holes.pair_variables != PEACE
    villages, variables = holes.pair_rows[is_risk], holes.pair_variables[is_risk]
    shown[villages, variables] = 0.0
    means = np.zeros((len(weights), len(sums)))
    for variable in range(PEACE):
        means += weights[:, variable, None] * shown[:, variable]
    if len(villages):
        drawn = np.log(filled[:, is_risk]) if is_geometric else filled[:, is_risk]
        starts = np.flatnonzero(np.diff(villages, prepend=-1))
        drawn *= weights[:, variables]
        means[:, villages[starts]] += np.add.reduceat(drawn, starts, axis=1)
    means /= np.maximum(weights[:, :PEACE].sum(axis=1, keepdims=True), np.finfo(float).tiny)
    return means if is_geometric else np.log(np.maximum(means, FLOOR))


def _peace(sums: Floats, holes: Holes, filled: Floats) -> Floats:
    """Return the logarithm of how little capacity for peace there is: 0 for none."""
    logs = np.repeat(np.log(np.maximum(sums[None, :, PEACE], FLOOR)), len(filled), axis=0)
    is_peace = holes.pair_variables == PEACE
    logs[:, holes.pair_rows[is_peace]] = np.log(filled[:, is_peace])
    return logs


def _variable_sums(placed: Floats, layout: Layout) -> Floats:
    """Return the weighted sum of the known indicators of each variable."""
    known = np.where(np.isnan(placed), 0.0, placed)
    sums = np.zeros((len(placed), len(VARIABLES)))
    for column, variable in enumerate(layout.variable_of):
        sums[:, variable] += layout.inside[column] * known[:, column]
    return sums
