"""Causes of a change gathered by kind: a village may have warmed for thirty of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sejuk.review.sitreps.rules.figures import Cause

# Chosen: who wants more opens the village.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class GatheredCause:
    """All causes of one kind: their sum, the first few by number, and how many more there are."""

    reason: str
    tenths: int
    named: tuple[str, ...]
    others: int


def gathered(causes: Sequence[Cause]) -> tuple[GatheredCause, ...]:
    """
    Return one cause for each kind, in the order in which the kinds first occur.

    >>> gathered([Cause("heard", 20, "signals.signal:7", 1), Cause("faded", -9, "", 5),
    ...           Cause("heard", 10, "signals.signal:9", 1)])[0]
    GatheredCause(reason='heard', tenths=30, named=('7', '9'), others=0)
    """
    kinds = dict.fromkeys(one.reason for one in causes)
    return tuple(_together(kind, [one for one in causes if one.reason == kind]) for kind in kinds)


def _together(reason: str, causes: Sequence[Cause]) -> GatheredCause:
    numbers = [one.reference.rpartition(":")[2] for one in causes if one.reference]
    named = tuple(numbers[:MOST_NAMED])
    others = sum(one.count for one in causes) - len(named)
    return GatheredCause(reason, sum(one.tenths for one in causes), named, others)
