"""A series of counts as it comes in: checked, and turned into an array."""

from collections.abc import Sequence
from enum import StrEnum
from math import isnan
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

AXES = 2
Kind = TypeVar("Kind", bound=StrEnum)


class UnusableSeries(ValueError):
    """Raised when a series cannot be watched: it says where and why. `at` is the index, or None."""

    def __init__(self, reason: str, at: int | None = None) -> None:
        super().__init__(reason)
        self.at = at


def counts_of(series: Sequence[int | float | None]) -> Numbers:
    """
    Return the counts as an array; a missing one (None or NaN) is NaN.

    :raises UnusableSeries: when one is negative, endless or no whole number.

    >>> counts_of([3, None, 0]).tolist()
    [3.0, nan, 0.0]
    """
    counts = np.array([np.nan if count is None else count for count in series], dtype=np.float64)
    checked(counts.reshape(1, -1))
    return counts


def checked(counts: Numbers) -> Numbers:
    """
    Return counts of (series, times) as they are when all can be counts.

    :raises UnusableSeries: see `counts_of`.
    """
    if counts.ndim != AXES:
        raise UnusableSeries(f"Counts are an array of series by times, not of {counts.ndim} axes.")
    wrong = ~np.isnan(counts) & ((counts < 0) | np.isinf(counts) | (counts != np.floor(counts)))
    if wrong.any():
        row, at = (int(index) for index in np.argwhere(wrong)[0])
        raise UnusableSeries(
            f"Position {at} of series {row} holds {counts[row, at]:g}: "
            "a count is a whole number from 0 upwards, and None or NaN where it is not known.",
            at,
        )
    return counts


def places_of(at: Sequence[int] | None, length: int) -> Places:
    """
    Return the positions asked for, the last one when none is named.

    :raises UnusableSeries: when the series has no such position.

    >>> places_of(None, 10).tolist()
    [9]
    """
    if length == 0:
        raise UnusableSeries("The series is empty: there is nothing to watch.")
    places = np.array([length - 1] if at is None else list(at), dtype=np.int64)
    beyond = places[(places < 0) | (places >= length)]
    if beyond.size:
        raise UnusableSeries(
            f"There is no position {beyond[0]} in a series of {length}: "
            f"positions run from 0 to {length - 1}.",
            int(beyond[0]),
        )
    return places


def chosen(kinds: type[Kind], word: str) -> Kind:
    """
    Return the kind that a word names.

    :raises UnusableSeries: when it names none.
    """
    try:
        return kinds(word)
    except ValueError:
        known = ", ".join(str(kind) for kind in kinds)
        raise UnusableSeries(f"There is no “{word}” among {known}: take one of these.") from None


def whole(count: float) -> int | None:
    """
    Return a count as the whole number it is, None when it is not known.

    >>> whole(4.0), whole(float("nan"))
    (4, None)
    """
    return None if isnan(count) else int(count)
