"""What is kept of many messages: their runs, words and claims, in arrays that loops can read."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.folding import folded_all
from sejuk.engines.triage.matching.facts import Facts, facts_of
from sejuk.engines.triage.matching.shingles import Members, Offsets, shingle_sets, word_sets
from sejuk.engines.triage.matching.tolds import Told

NO_DAY = -1


class Shelf(NamedTuple):
    """Of each message, by its number, four ascending sets and what it says in a whole."""

    runs: Members
    run_starts: Offsets
    plain: Members
    plain_starts: Offsets
    negated: Members
    negated_starts: Offsets
    claims: NDArray[np.uint64]
    claim_starts: Offsets
    are_denials: NDArray[np.bool_]
    days: NDArray[np.int32]


def shelf_of(tolds: Sequence[Told], folds: Sequence[str] | None = None) -> Shelf:
    """Return what is kept of some messages; `folds` are their texts folded, when known already."""
    wholes = list(folded_all(told.text for told in tolds) if folds is None else folds)
    facts = [facts_of(told, whole) for told, whole in zip(tolds, wholes, strict=True)]
    return shelf(wholes, facts)


def shelf(wholes: list[str], facts: Sequence[Facts]) -> Shelf:
    """Return what is kept of messages whose folded texts and claims are known."""
    codes = [one.code() for one in facts]
    starts = np.zeros(len(codes) + 1, dtype=np.int64)
    np.cumsum([len(code) for code in codes], out=starts[1:])
    return Shelf(
        *shingle_sets(wholes),
        *word_sets([" ".join(one.denying.plain) for one in facts]),
        *word_sets([" ".join(one.denying.negated) for one in facts]),
        np.fromiter((one for code in codes for one in code), np.uint64, int(starts[-1])),
        starts,
        np.array([one.denying.is_denial for one in facts], dtype=np.bool_),
        np.array([NO_DAY if one.day is None else one.day for one in facts], dtype=np.int32),
    )
