"""
Who tells again: since when a voice has said what it says.

A piece ages from the hour at which its voice first said as much about the matter: at least as
grave, confirmed if this is confirmed, and as lasting (of a kind that fades no sooner). Saying the
same again makes nothing young; saying more of it counts from the hour it is said. What does not
count at an instant (refuted, withdrawn) has not been said.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Truths = NDArray[np.bool_]


def of_repeating_voices(voice: Positions, changes: Truths) -> tuple[Positions, Positions]:
    """
    Return the rows of voices that speak more than once: those that always count, then the others.

    `changes` marks rows that begin or cease to count otherwise than by being heard. Only what a
    voice with such a row has said has to be asked again for each instant.

    >>> steady, changing = of_repeating_voices(np.array([0, 0, 1, 2, 2]), np.arange(5) == 3)
    >>> steady.tolist(), changing.tolist()
    ([0, 1], [3, 4])
    """
    repeats = np.bincount(voice)[voice] > 1
    ever_changes = np.bincount(voice, changes)[voice] > 0
    return np.flatnonzero(repeats & ~ever_changes), np.flatnonzero(repeats & ever_changes)


class Tellings:
    """Rows of voices that speak more than once, by what they say: how grave, how sure."""

    def __init__(
        self,
        rows: Positions,
        voice: Positions,
        severity: NDArray[np.int64],
        is_verified: Truths,
        half_life: Floats,
    ) -> None:
        voices, numbered = np.unique(voice[rows], return_inverse=True)
        lives, lasting = np.unique(half_life[rows], return_inverse=True)
        self._shape = (len(voices), int(severity.max(initial=0)) + 1, 2, len(lives))
        said = (numbered, severity[rows], is_verified[rows].astype(np.intp), lasting)
        cell = np.ravel_multi_index(said, self._shape) if len(rows) else rows
        order = np.argsort(cell, kind="stable")
        # Row by row in the order of what is said, so that equal sayings lie side by side.
        self.rows, self._cell = rows[order], cell[order]
        self._begins = np.flatnonzero(np.diff(self._cell, prepend=-1))

    def said_since(self, heard: Floats, counts: Truths) -> Floats:
        """Return for each row since when its voice has said as much, by what `counts`."""
        if not len(self.rows):
            return heard
        told = np.where(counts[self.rows], heard[self.rows], np.inf)
        first = np.full(self._shape, np.inf)
        first.reshape(-1)[self._cell[self._begins]] = np.minimum.reduceat(told, self._begins)
        for axis in (1, 2, 3):
            more_first = np.flip(first, axis)
            first = np.flip(np.minimum.accumulate(more_first, axis=axis), axis)
        since = heard.copy()
        since[self.rows] = np.minimum(first.reshape(-1)[self._cell], heard[self.rows])
        return since
