"""What the draws say of each village: an interval, the chance to be among the top tenth, and what
moves it."""

from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.indexing.normalising import Floats, Rows
from sejuk.engines.warning.indexing.plans import BINS, VARIABLES, WAYS, DrawPlan

TOP = 10
"""One in so many is "the top"."""
OUTSIDE = 0.1
"""What an 80 % interval leaves out on each side."""
STEPS = 1e9
"""Logarithms that differ by less than one in so many are taken as equal."""
FACTORS = (*(one.value for one in VARIABLES), "normalisation", "averaging")
"""What a draw varies besides missing values: the weight of each variable, and two choices."""


@dataclass(frozen=True)
class Standing:
    """Of each village drawn: the ends of its interval, and its chance to be in the top tenth."""

    low: Floats
    high: Floats
    p_top: Floats
    sensitivity: Floats  # villages x FACTORS


def standing(logs: Floats, score: Floats, plan: DrawPlan) -> Standing:
    """
    Return how each village stands over the draws (`logs`: draws x villages).

    Draws by min-max and by percentiles are no numbers on one scale, so a draw counts by its order
    alone: the village that is k-th in a draw takes the k-th of the scores. Equal ones share.
    """
    taken, p_top = _taken(logs, score)
    in_order = np.sort(taken, axis=1)
    outside = int(OUTSIDE * taken.shape[1])
    low, high = in_order[:, outside], in_order[:, taken.shape[1] - 1 - outside]
    return Standing(
        np.minimum(low, score), np.maximum(high, score), p_top, _sensitivity(taken, plan)
    )


def _taken(logs: Floats, score: Floats) -> tuple[Floats, Floats]:
    """Return the score that each village takes in each draw (villages x draws), and P(top)."""
    draws, count = logs.shape
    bits = count.bit_length()
    # The village in the low bits, its rounded logarithm in the high ones: whole numbers are sorted
    # several times as quickly as an order of floats is found.
    keys = (np.rint(logs * STEPS).astype(np.int64) << bits) + np.arange(count)
    keys.sort(axis=1)
    villages = keys & ((1 << bits) - 1)
    values = np.broadcast_to(np.sort(score), logs.shape)
    is_top = np.broadcast_to(np.arange(count) >= count - -(-count // TOP), logs.shape)
    keys >>= bits
    begins = np.ones(logs.shape, dtype=bool)
    np.not_equal(keys[:, 1:], keys[:, :-1], out=begins[:, 1:])
    if not begins.all():
        starts = np.flatnonzero(begins)
        values, is_top = _shared(values, starts), _shared(is_top.astype(float), starts)
    flat = villages * draws + np.arange(draws)[:, None]
    taken = np.empty(count * draws)
    taken[flat.ravel()] = values.ravel()
    p_top = np.bincount(villages.ravel(), weights=is_top.ravel(), minlength=count) / draws
    return taken.reshape(count, draws), p_top


def _shared(values: Floats, starts: Rows) -> Floats:
    """Return the values with each run that begins at `starts` replaced by its mean."""
    sizes = np.diff(starts, append=values.size)
    means = np.add.reduceat(values.ravel(), starts) / sizes
    return np.repeat(means, sizes).reshape(values.shape)


def _sensitivity(taken: Floats, plan: DrawPlan) -> Floats:
    """
    Return the first-order share of each factor in the variance of each village's score.

    V(E(Y | X)) / V(Y), estimated from the draws at hand: each factor's draws are cut into bins, and
    the variance between the means of the bins is freed of what chance alone would make of it.
    Source: OECD/JRC handbook (2008), step 7; Pearson's correlation ratio with Kelley's (1935)
    correction (epsilon squared).
    """
    means, bins = _bins(plan)
    centred = taken - taken.mean(axis=1, keepdims=True)
    variance = np.square(centred).mean(axis=1)
    between = np.square(centred @ means.T)
    shares = np.empty((len(taken), len(FACTORS)))
    draws = taken.shape[1]
    for factor, (first, last, sizes) in enumerate(bins):
        among = between[:, first:last] @ (sizes / draws)
        count = last - first
        chance = (count - 1) / max(draws - count, 1) * np.maximum(variance - among, 0.0)
        shares[:, factor] = np.maximum(among - chance, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(variance[:, None] > 0, shares / variance[:, None], 0.0)


def _bins(plan: DrawPlan) -> tuple[Floats, list[tuple[int, int, Floats]]]:
    """Return the matrix that means over the bins of all factors, and where those of each lie."""
    draws = len(plan.way)
    labels = []
    for variable in range(len(VARIABLES)):
        chances = plan.chances[:, variable]
        order = np.argsort(np.argsort(chances, kind="stable"), kind="stable")
        # A variable without weight varies nothing: all its draws lie in one bin.
        labels.append(order * min(BINS, draws) // draws if chances.any() else order * 0)
    averages = len(WAYS) // 3
    labels += [plan.way // averages, plan.way % averages]
    rows: list[Floats] = []
    spans = []
    for label in labels:
        first = len(rows)
        rows += [label == one for one in np.unique(label)]
        sizes = np.array([row.sum() for row in rows[first:]], dtype=float)
        spans.append((first, len(rows), sizes))
    matrix = np.array(rows, dtype=float)
    return matrix / matrix.sum(axis=1, keepdims=True), spans
