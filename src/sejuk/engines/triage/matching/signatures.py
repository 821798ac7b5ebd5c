"""
Signatures: which of many texts may be alike, without comparing them all.

One-permutation MinHash (Li, Owen and Zhang 2012, NIPS): one hash spreads the runs of a text over
bins and each bin keeps its least value. An empty bin borrows from another one that the bin's own
number draws (optimal densification, Shrivastava 2017, ICML). Two texts agree in a bin with the
chance of their Jaccard similarity J. Bins are read in bands of a few rows each, and texts that
agree in a whole band are candidates: with b bands of r rows a share of 1 - (1 - J^r)^b.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.compiled import compiled
from sejuk.engines.triage.matching.shingles import Members, Offsets, Sets

Keys = NDArray[np.uint32]
Sketches = NDArray[np.uint8]

EMPTY = 0xFFFFFFFF


class Signatures(NamedTuple):
    """Of each text its key in each band, and of each bin the low byte of its value."""

    keys: Keys  # (texts, bands)
    sketches: Sketches  # (texts, bands * rows)
    are_told: NDArray[np.bool_]  # (texts); what has no run has no signature


def signatures(sets: Sets, *, bands: int, rows: int) -> Signatures:
    """Return the signatures of some sets of runs."""
    return Signatures(*_signed(sets.members, sets.starts, bands, rows))


@compiled
def mixed(number: np.uint32) -> np.uint32:
    """Spread a number over 32 bits: the finaliser of MurmurHash3."""
    code = np.uint32(number)
    code = np.uint32((code ^ (code >> np.uint32(16))) * np.uint32(0x85EBCA6B))
    code = np.uint32((code ^ (code >> np.uint32(13))) * np.uint32(0xC2B2AE35))
    return np.uint32(code ^ (code >> np.uint32(16)))


@compiled
def _fill(members: Members, bins: Keys) -> None:
    """Keep the least value of each bin, then let each empty bin borrow one."""
    size = np.uint64(bins.shape[0])
    least = np.full(bins.shape[0], np.uint32(EMPTY), dtype=np.uint32)
    for member in members:
        spread = np.uint64(mixed(member)) * size
        taken = np.int64(spread >> np.uint64(32))
        least[taken] = min(least[taken], np.uint32(spread & np.uint64(EMPTY)))
    for at in range(bins.shape[0]):
        taken, tries = np.int64(at), np.uint32(0)
        while least[taken] == np.uint32(EMPTY):
            tries += np.uint32(1)
            drawn = mixed(np.uint32(np.uint32(at) * np.uint32(0x9E3779B1) + tries))
            taken = np.int64((np.uint64(drawn) * size) >> np.uint64(32))
        bins[at] = least[taken]


@compiled
def _signed(
    members: Members, starts: Offsets, bands: int, rows: int
) -> tuple[Keys, Sketches, NDArray[np.bool_]]:
    texts = starts.shape[0] - 1
    keys = np.zeros((texts, bands), dtype=np.uint32)
    sketches = np.zeros((texts, bands * rows), dtype=np.uint8)
    are_told = np.zeros(texts, dtype=np.bool_)
    bins = np.empty(bands * rows, dtype=np.uint32)
    for text in range(texts):
        if starts[text] == starts[text + 1]:
            continue
        are_told[text] = True
        _fill(members[starts[text] : starts[text + 1]], bins)
        for band in range(bands):
            code = np.uint32(band)
            for row in range(band * rows, (band + 1) * rows):
                code = mixed(np.uint32(code * np.uint32(31) + bins[row]))
                sketches[text, row] = np.uint8(bins[row] & np.uint32(0xFF))
            keys[text, band] = code
    return keys, sketches, are_told
