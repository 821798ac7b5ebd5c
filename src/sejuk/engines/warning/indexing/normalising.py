"""Columns of values as places between 0 and 1, in the three ways that the draws go through."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sejuk.engines.warning.indexing.variables import Indicator

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


class Normalisation(StrEnum):
    """The OECD/JRC handbook (2008), step 5, names these among others."""

    PERCENTILE = "percentile"
    MIN_MAX = "min_max"
    Z_SCORE = "z_score"


def percentiles(known: Floats) -> Floats:
    """
    Return where each value stands among all, ties averaged: (below + half of the equal) / all.

    >>> percentiles(np.array([3.0, 1.0, 3.0, 9.0])).tolist()
    [0.5, 0.125, 0.5, 0.875]
    """
    in_order = np.sort(known)
    below = np.searchsorted(in_order, known, side="left")
    not_above = np.searchsorted(in_order, known, side="right")
    return (below + not_above) / (2 * max(len(known), 1))


def min_max(columns: Floats, lows: Floats, highs: Floats) -> Floats:
    """
    Return (value - low) / (high - low) by column: 0.5 where both are equal, beyond them 0 or 1.

    >>> min_max(np.array([[3.0], [1.0], [5.0]]), np.array([1.0]), np.array([5.0])).ravel().tolist()
    [0.5, 0.0, 1.0]
    """
    # Halved first: the difference of two huge values may be larger than any number.
    spread = highs / 2 - lows / 2
    is_flat = spread == 0
    placed = (columns / 2 - lows / 2) / np.where(is_flat, 1.0, spread)
    return np.clip(np.where(is_flat, placed * 0 + 0.5, placed), 0.0, 1.0)


def z_scores(columns: Floats) -> Floats:
    """
    Return the normal probability below (value - mean) / standard deviation of each column.

    It is 0.5 where all are equal. A z-score alone is negative for half of the places, which no
    geometric mean takes.

    >>> z_scores(np.array([[1.0, 1.0], [1.0, np.nan], [np.nan, 3.0]])).round(2).tolist()
    [[0.5, 0.16], [0.5, nan], [nan, 0.84]]
    """
    is_known = ~np.isnan(columns)
    known = np.where(is_known, columns, 0.0)
    # Brought to 1 at most: the square of a huge value may be larger than any number.
    scaled = known / np.maximum(np.abs(known).max(axis=0, initial=0.0), np.finfo(float).tiny)
    count = np.maximum(is_known.sum(axis=0), 1)
    centred = np.where(is_known, scaled - scaled.sum(axis=0) / count, 0.0)
    spread = np.sqrt(np.square(centred).sum(axis=0) / count)
    is_flat = spread <= np.finfo(float).eps
    placed: Floats = ndtr(centred / np.where(is_flat, np.inf, spread))
    return np.where(is_known, placed, np.nan)


def normalised(values: Floats, indicators: Sequence[Indicator], how: Normalisation) -> Floats:
    """
    Return the values (places x indicators, NaN where missing) as places in [0, 1], 1 the worst.

    What is missing stays missing. Sums go down the rows: whoever wants the same answer for the same
    places in another order brings them into one order first.
    """
    match how:
        case Normalisation.PERCENTILE:
            placed = np.full(values.shape, np.nan)
            for column in range(values.shape[1]):
                is_known = ~np.isnan(values[:, column])
                placed[is_known, column] = percentiles(values[is_known, column])
        case Normalisation.MIN_MAX:
            placed = min_max(values, *_bounds(values, indicators))
        case Normalisation.Z_SCORE:
            placed = z_scores(values)
    more_is_worse = np.array([one.more_is_worse for one in indicators], dtype=bool)
    return np.where(more_is_worse, placed, 1.0 - placed)


def _bounds(values: Floats, indicators: Sequence[Indicator]) -> tuple[Floats, Floats]:
    """Return the bounds of each indicator: those it has, else the least and the most known."""
    is_known = ~np.isnan(values)
    lows = np.where(is_known, values, np.inf).min(axis=0, initial=np.inf)
    highs = np.where(is_known, values, -np.inf).max(axis=0, initial=-np.inf)
    for column, indicator in enumerate(indicators):
        if indicator.bounds is not None:
            lows[column], highs[column] = indicator.bounds
        elif highs[column] < lows[column]:  # nobody knows any
            lows[column] = highs[column] = 0.0
    return lows, highs
