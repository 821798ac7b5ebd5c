"""
Probabilities that mean what they say, and sets of categories that occur.

Isotonic regression by pooling adjacent violators (Ayer et al., Ann. Math. Statist. 26, 1955),
one curve for each category, on messages that the model had not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.triage.sorting.features import Truth
from sejuk.engines.triage.sorting.optima import Numbers

FEWEST_FOR_A_CURVE = 15
"""With fewer messages of a category its curve would be noise; chosen. Its odds stay as they are."""
SMOOTHING = 0.5
"""Half a message for and against in each step of a curve: no step says 0 or 1 (Jeffreys)."""
LEAST_CHANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Curve:
    """From log odds to a probability, by straight lines between steps; empty: as the odds say."""

    scores: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()


def curve_of(scores: Numbers, happened: Numbers, weights: Numbers) -> Curve:
    """
    Return the isotonic curve of one category.

    >>> curve_of(np.arange(-30., 30.), (np.arange(60) > 30) * 1., np.ones(60)).chances[-1] > 0.9
    True
    """
    if min(float(happened.sum()), float((1 - happened).sum())) < FEWEST_FOR_A_CURVE:
        return Curve()
    order = np.argsort(scores, kind="stable")
    blocks: list[list[float]] = []  # score times weight, happened, weight
    for number in order.tolist():
        weight = float(weights[number])
        blocks.append([float(scores[number]) * weight, float(happened[number]) * weight, weight])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [one + other for one, other in zip(blocks[-1], last, strict=True)]
    points = [
        (mass / weight, (hits + SMOOTHING) / (weight + 2 * SMOOTHING))
        for mass, hits, weight in blocks
    ]
    chances = np.maximum.accumulate([chance for _, chance in points])
    return Curve(
        tuple(round(score, 4) for score, _ in points), tuple(np.round(chances, 4).tolist())
    )


def calibrated(scores: Numbers, curves: Sequence[Curve]) -> Numbers:
    """Return a probability for each message and category."""
    with np.errstate(over="ignore"):
        chances = 1.0 / (1.0 + np.exp(-scores))
    for column, curve in enumerate(curves):
        if curve.scores:
            chances[:, column] = np.interp(scores[:, column], curve.scores, curve.chances)
    return np.clip(chances, LEAST_CHANCE, 1.0 - LEAST_CHANCE)


def decoded(chances: Numbers, sets: Truth) -> tuple[Numbers, Numbers]:
    """
    Return the likeliest set of categories of each message as its row in `sets`, and how likely.

    The chance of a set is the product of its categories' and of the others' not being there, over
    all sets that were seen.
    """
    surprise = np.log(chances) @ sets.T + np.log1p(-chances) @ (1.0 - sets).T
    best = surprise.argmax(axis=1)
    highest = surprise[np.arange(len(best)), best]
    whole = np.exp(surprise - highest[:, None]).sum(axis=1)
    return best.astype(float), 1.0 / whole
