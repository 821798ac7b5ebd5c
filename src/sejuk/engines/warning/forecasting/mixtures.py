"""
The mixture: the district's coming week, shared out by a weighted mean of ingredients.

    expected count of a place = E x sum of w_k f_k

E is what the district expects, f_k the share of the place by ingredient k, w_k the ingredient's
weight. The weights are those under which the events of the training weeks were likeliest, found by
expectation and maximisation (Dempster, Laird, Rubin 1977): each event is laid to the ingredients in
proportion to what each gave to its place, and an ingredient's new weight is its part of all events.
A few events' worth of prior weights keeps a young history from running to an extreme.
"""

from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.ingredients import INGREDIENTS, Ingredient, walked
from sejuk.engines.warning.forecasting.neighbourhoods import Ground
from sejuk.engines.warning.forecasting.rhythms import Rhythm, expected_totals, fitted_rhythm
from sejuk.engines.warning.forecasting.spreads import fitted_size

PRIOR_EVENTS = 20.0
"""Chosen: as much as a village reports in a year or more; a district outweighs it in a month."""
ROUNDS, AT_REST = 400, 1e-7
MOST_CELLS = 4_000_000
"""Weeks x places that the spread is fitted on at most, so that a nation fits in memory."""


@dataclass(frozen=True)
class Mixture:
    """What was learnt: the rhythm of the district, a weight for each ingredient, the size."""

    rhythm: Rhythm
    weights: tuple[float, ...]
    size: float
    ingredients: tuple[Ingredient, ...] = INGREDIENTS


def fitted_mixture(
    counts: Counts,
    ground: Ground,
    first: int,
    last: int,
    ingredients: tuple[Ingredient, ...] = INGREDIENTS,
) -> Mixture:
    """Return the mixture learnt on the weeks from `first` to before `last` and on none later."""
    past = counts[:last]
    rhythm = fitted_rhythm(past.sum(axis=1), first, last)
    shares, events = _shares_of_events(past, ground, first, ingredients)
    weights = _fitted_weights(shares, events, np.array([one.prior for one in ingredients]))
    learnt = Mixture(rhythm, tuple(weights.tolist()), 1.0, ingredients)
    start = max(first, last - max(1, MOST_CELLS // counts.shape[1]))
    means = expected_counts(learnt, past, ground, start)
    return Mixture(rhythm, learnt.weights, fitted_size(past[start:], means), ingredients)


def expected_counts(mixture: Mixture, counts: Counts, ground: Ground, first: int) -> Floats:
    """Return what was expected in each week from `first` on, by the weeks before it."""
    totals = expected_totals(counts.sum(axis=1), mixture.rhythm)
    weights = np.array(mixture.weights)
    rows = [
        totals[number] * (weights @ shares)
        for number, shares in walked(counts, ground, mixture.ingredients)
        if number >= first
    ]
    return np.stack(rows) if rows else np.zeros((0, counts.shape[1]))


def _shares_of_events(
    counts: Counts, ground: Ground, first: int, ingredients: tuple[Ingredient, ...]
) -> tuple[Floats, Floats]:
    """Return ingredients x cells with events, and how many events each cell has."""
    shares, events = [np.zeros((len(ingredients), 0))], [np.zeros(0)]
    for number, found in walked(counts, ground, ingredients):
        if number >= first:
            busy = np.flatnonzero(counts[number])
            shares.append(found[:, busy])
            events.append(counts[number, busy])
    return np.concatenate(shares, axis=1), np.concatenate(events)


def _fitted_weights(shares: Floats, events: Floats, prior: Floats) -> Floats:
    prior = prior / prior.sum()
    # From equal weights, and not to the very end: half-lives of two and five years explain the
    # past about alike, and their mean foretold better than the best of them (measured: 0.0004).
    weights = np.full(len(prior), 1 / len(prior))
    for _ in range(ROUNDS):
        laid = weights * (shares @ (events / np.maximum(weights @ shares, 1e-300)))
        fresh = laid + PRIOR_EVENTS * prior
        fresh /= fresh.sum()
        moved = np.abs(fresh - weights).max()
        weights = fresh
        if moved < AT_REST:
            break
    return weights
