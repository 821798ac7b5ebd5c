"""
Real pairs: informal and formal Indonesian (STIF), Musi and Indonesian (NusaWrites).

A part of each is for tuning, the rest for measuring. Messages whose other wording is not among the
known ones are the queries without a match; those that are told a second time in the set anyway
(their formal side is near another known one, spelt as it is) are left out.
"""

import csv
import os
import random
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import sparse

from sejuk.engines.triage.matching.shingles import Sets, shingle_sets

FILES = {
    "Musi": (("indonesian_musi_train.csv",), "musi", "indonesian"),
    "STIF": (
        ("rewording_informal_formal_train.csv", "rewording_informal_formal_dev.csv"),
        "informal",
        "formal",
    ),
}
TOLD_TWICE = 0.35
SEED = 2024


class Pair(NamedTuple):
    """A message and how it stands among the known ones."""

    query: str
    known: str


class RealSet(NamedTuple):
    """Pairs of one set."""

    tuning: list[Pair]
    measured: list[Pair]
    without_match: list[Pair]  # their known side is known to nobody


def real_sets() -> dict[str, RealSet]:
    """Return the sets that are there."""
    folder = Path(os.environ.get("SEJUK_EVAL_DATA", ""))
    if not (folder / FILES["Musi"][0][0]).is_file():
        print(f"Real pairs are left out: set SEJUK_EVAL_DATA to the folder that has {FILES}.")
        return {}
    return {name: _parted(_read(folder, *asked)) for name, asked in FILES.items()}


def _read(folder: Path, names: tuple[str, ...], query: str, known: str) -> list[Pair]:
    pairs = []
    for name in names:
        with (folder / name).open(newline="") as lines:
            pairs += [Pair(row[query], row[known]) for row in csv.DictReader(lines)]
    return pairs


def _parted(pairs: list[Pair]) -> RealSet:
    """Part a set one fifth to four tenths to four tenths."""
    mixed = sorted(pairs)
    random.Random(SEED).shuffle(mixed)
    first, second = len(mixed) // 5, len(mixed) * 3 // 5
    tuning, measured, rest = mixed[:first], mixed[first:second], mixed[second:]
    known = [pair.known for pair in (*tuning, *measured)]
    nearest = jaccard([pair.known for pair in rest], known).max(axis=1)
    apart = [pair for pair, near in zip(rest, nearest, strict=True) if near < TOLD_TWICE]
    return RealSet(tuning, measured, apart)


def plain(text: str) -> str:
    """Return a text as it is spelt, in small letters and without marks."""
    return " ".join("".join(one if one.isalnum() else " " for one in text.lower()).split())


def matrix(sets: Sets, columns: np.ndarray) -> sparse.csr_matrix:
    """Return sets as rows of ones; what is in no column is left out."""
    at = np.minimum(np.searchsorted(columns, sets.members), len(columns) - 1)
    is_known = columns[at] == sets.members
    counts = np.add.reduceat(np.append(is_known, 0), sets.starts[:-1]) * (np.diff(sets.starts) > 0)
    starts = np.concatenate([[0], np.cumsum(counts)])
    ones = np.ones(int(starts[-1]), dtype=np.float32)
    return sparse.csr_matrix((ones, at[is_known], starts), shape=(len(counts), len(columns)))


def jaccard(queries: list[str], known: list[str]) -> np.ndarray:
    """Return the Jaccard similarity of texts as they are spelt, by runs of four letters."""
    sets = [shingle_sets([plain(text) for text in texts]) for texts in (queries, known)]
    columns = np.unique(np.concatenate([one.members for one in sets]))
    first, second = (matrix(one, columns) for one in sets)
    both = np.asarray((first @ second.T).todense())
    sizes, others = (np.diff(one.starts).astype(np.float32) for one in sets)
    alike: np.ndarray = both / np.maximum(1, sizes[:, None] + others[None] - both)
    return alike
