"""What the draws say of each village: an interval, the chance to be among the top tenth, and what
moves it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.indexing.normalising import Floats, Normalisation, Rows
from sejuk.engines.warning.indexing.plans import BINS, VARIABLES, WAYS, DrawPlan

TOP = 10
"""One in so many is "the top"."""
OUTSIDE = 0.1
"""What an 80 % interval leaves out on each side."""
STEPS = 1e9
"""Logarithms that differ by less than one in so many are taken as equal."""
SCORES_EQUAL_WITHIN = 1e-9
"""Scores that are nearer to each other differ by rounding alone, and nothing moves them."""
FACTORS = (*(one.value for one in VARIABLES), "normalisation", "averaging")
"""What a draw varies besides missing values: the weight of each variable, and two choices."""


@dataclass(frozen=True)
class Standing:
    """Of each village drawn: the ends of its interval, and its chance to be in the top tenth."""

    low: Floats
    high: Floats
    p_top: Floats
    sensitivity: Floats  # villages x FACTORS


@dataclass(frozen=True)
class Bins:
    """The draws of one factor cut into bins: the draws bin by bin, where each begins, how many."""

    draws: Rows
    starts: Rows
    sizes: Floats


def bins_of(plan: DrawPlan) -> tuple[Bins, ...]:
    """Return the bins of each of FACTORS."""
    draws = len(plan.way)
    labels = []
    for variable in range(len(VARIABLES)):
        chances = plan.chances[:, variable]
        order = np.argsort(np.argsort(chances, kind="stable"), kind="stable")
        # A variable without weight varies nothing: all its draws lie in one bin.
        labels.append(order * min(BINS, draws) // draws if chances.any() else order * 0)
    averages = len(WAYS) // len(Normalisation)
    labels += [plan.way // averages, plan.way % averages]
    return tuple(_cut(label) for label in labels)


def _cut(label: Rows) -> Bins:
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    return Bins(order, starts, np.diff(starts, append=len(label)).astype(float))


def standing(logs: Floats, score: Floats, bins: Sequence[Bins]) -> Standing:
    """
    Return how each village stands over the draws (`logs`: draws x villages).

    Draws by min-max and by percentiles are no numbers on one scale, so a draw counts by its order
    alone: the village that is k-th in a draw takes the k-th of the scores. Equal ones share.
    """
    taken, p_top = _taken(logs, score)
    outside = int(OUTSIDE * taken.shape[1])
    ends = (outside, taken.shape[1] - 1 - outside)
    low, high = np.partition(taken, ends, axis=1)[:, ends].T
    return Standing(
        np.minimum(low, score), np.maximum(high, score), p_top, _sensitivity(taken, bins)
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


def _sensitivity(taken: Floats, bins: Sequence[Bins]) -> Floats:
    """
    Return the first-order share of each factor in the variance of each village's score.

    V(E(Y | X)) / V(Y), estimated from the draws at hand: each factor's draws are cut into bins, and
    the variance between the means of the bins is freed of what chance alone would make of it.
    Source: OECD/JRC handbook (2008), step 7; Pearson's correlation ratio with Kelley's (1935)
    correction (epsilon squared).
    """
    draws = taken.shape[1]
    centred = taken - taken.mean(axis=1, keepdims=True)
    variance = np.square(centred).mean(axis=1)
    shares = np.empty((len(taken), len(bins)))
    for factor, one in enumerate(bins):
        sums = np.add.reduceat(centred[:, one.draws], one.starts, axis=1)
        among = np.square(sums) @ (1 / one.sizes) / draws
        count = len(one.sizes)
        chance = (count - 1) / max(draws - count, 1) * np.maximum(variance - among, 0.0)
        shares[:, factor] = np.maximum(among - chance, 0.0)
    moves = variance > SCORES_EQUAL_WITHIN**2
    found = np.zeros_like(shares)
    np.divide(shares, variance[:, None], out=found, where=moves[:, None])
    return found
