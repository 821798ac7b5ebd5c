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


def min_max(known: Floats, bounds: tuple[float, float] | None = None) -> Floats:
    """
    Return (value - least) / (most - least), 0.5 where all are equal; beyond bounds 0 or 1.

    >>> min_max(np.array([3.0, 1.0, 5.0])).tolist()
    [0.5, 0.0, 1.0]
    """
    low, high = bounds or (float(known.min()), float(known.max()))
    if low == high:
        return np.full(len(known), 0.5)
    # Halved first: the difference of two huge values may be larger than any number.
    placed: Floats = (known / 2 - low / 2) / (high / 2 - low / 2)
    return np.clip(placed, 0.0, 1.0)


def z_scores(known: Floats) -> Floats:
    """
    Return the normal probability below (value - mean) / standard deviation; 0.5 where all equal.

    A z-score alone is negative for half of the places, which no geometric mean takes.

    >>> z_scores(np.array([1.0, 1.0])).tolist()
    [0.5, 0.5]
    """
    scaled = known / max(float(np.abs(known).max()), np.finfo(float).tiny)
    # Sorted, so that the sums do not depend on the order in which places are given.
    in_order = np.sort(scaled)
    spread = float(in_order.std())
    if spread <= np.finfo(float).eps:
        return np.full(len(known), 0.5)
    placed: Floats = ndtr((scaled - float(in_order.mean())) / spread)
    return placed


def normalised(values: Floats, indicators: Sequence[Indicator], how: Normalisation) -> Floats:
    """
    Return the values (places x indicators, NaN where missing) as places in [0, 1], 1 the worst.

    What is missing stays missing.
    """
    placed = np.full(values.shape, np.nan)
    for column, indicator in enumerate(indicators):
        is_known = ~np.isnan(values[:, column])
        known = values[is_known, column]
        if not len(known):
            continue
        match how:
            case Normalisation.PERCENTILE:
                stands = percentiles(known)
            case Normalisation.MIN_MAX:
                stands = min_max(known, indicator.bounds)
            case Normalisation.Z_SCORE:
                stands = z_scores(known)
        placed[is_known, column] = stands if indicator.more_is_worse else 1.0 - stands
    return placed
