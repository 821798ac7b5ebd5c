"""The score by the published weights: percentiles, their means, and a geometric mean of these."""

from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.indexing.normalising import Floats
from sejuk.engines.warning.indexing.plans import FLOOR, MIDDLE, PEACE, VARIABLES, Layout


@dataclass(frozen=True)
class Nominal:
    """
    What is known of the villages of one district, and their score; NaN where too little is known.

    `parts` sum to score - MIDDLE; a variable of which nothing is known has the part NaN.
    """

    standing: Floats  # villages x variables, 0 to 1
    completeness: Floats
    score: Floats
    parts: Floats  # villages x variables


def nominal(placed: Floats, layout: Layout, *, enough: float) -> Nominal:
    """
    Return the score of each village of a district from its indicators placed by percentiles.

    Of village i and variable v, y[i, v] is the mean of the known indicators. Over the known
    variables but peace capacity

        ln S[i] = sum(W[v] * ln(max(y[i, v], 0.01))) / sum(W[v])  +  W[p]/W[risks] * ln(y[i, p])

    The second term is peace capacity, never above 0: it lowers or does nothing. The parts are
    L * (weight of v in this sum) * ln(y / 0.5) with L = (S - 0.5) / ln(S / 0.5), the logarithmic
    mean of S and 0.5 (Ang 2004, Energy Policy 32: 1131-1139): they sum to S - 0.5 exactly.
    """
    standing = variable_means(placed, layout)
    known = ~np.isnan(placed) @ (layout.inside * layout.weights[layout.variable_of])
    completeness = np.round(known, 6)
    shares = _shares(~np.isnan(standing), layout)
    with np.errstate(invalid="ignore"):
        logs = shares * np.log(np.maximum(standing, FLOOR) / _starts())
    together = _row_sums(logs)
    ratio = np.exp(together)
    has_score = (completeness >= enough) & (_row_sums(shares[:, :PEACE]) > 0)
    score = np.where(has_score, MIDDLE * ratio, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(together == 0, MIDDLE, MIDDLE * np.expm1(together) / together)
    parts = np.where(has_score[:, None], logs * mean[:, None], np.nan)
    return Nominal(standing, completeness, score, parts)


def variable_means(placed: Floats, layout: Layout) -> Floats:
    """Return the weighted mean of the known indicators of each variable, NaN where none is."""
    sums = np.zeros((len(placed), len(VARIABLES)))
    weights = np.zeros_like(sums)
    for column, variable in enumerate(layout.variable_of):
        is_known = ~np.isnan(placed[:, column])
        sums[is_known, variable] += layout.inside[column] * placed[is_known, column]
        weights[is_known, variable] += layout.inside[column]
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = np.where(weights > 0, sums / weights, np.nan)
    return np.minimum(means, 1.0)


def peace_exponent(weights: Floats) -> Floats:
    """
    Return how much peace capacity weighs against all risks together, at most as much as they.

    The bound is chosen: without it a weighting that is nearly all peace has no score to lower.
    """
    risks = np.maximum(_row_sums(weights[..., :PEACE]), np.finfo(float).tiny)
    return np.minimum(weights[..., PEACE] / risks, 1.0)


def _starts() -> Floats:
    """Return what each variable is compared with: the middle, and for peace no capacity at all."""
    starts = np.full(len(VARIABLES), MIDDLE)
    starts[PEACE] = 1.0
    return starts


def _shares(is_known: Floats, layout: Layout) -> Floats:
    """Return the exponent of each variable in each village: 0 where it is not known."""
    shares = is_known * layout.weights
    risks = _row_sums(shares[:, :PEACE])[:, None]
    shares[:, :PEACE] = np.where(risks > 0, shares[:, :PEACE] / np.where(risks > 0, risks, 1), 0.0)
    shares[:, PEACE] = is_known[:, PEACE] * peace_exponent(layout.weights)
    return shares


def _row_sums(columns: Floats) -> Floats:
    """Add up columns in their order, NaN as nothing, so that equal rows have equal sums."""
    known = np.where(np.isnan(columns), 0.0, columns)
    sums = np.zeros(columns.shape[:-1])
    for column in range(columns.shape[-1]):
        sums = sums + known[..., column]
    return sums
