"""What people decided, as the only source of labels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.redacting import Names, redacted
from sejuk.engines.triage.sorting.categories import CATEGORIES, PLACE_OF, Category
from sejuk.engines.triage.sorting.features import Truth

FOLDS = 4
FEWEST_DECISIONS = 20
"""Below that there is nothing to part into four; the rules alone speak. Chosen."""

Whole = NDArray[np.int64]


class CannotLearn(ValueError):
    """Raised when decisions cannot be learnt from. The message says which and why."""


class Turn(StrEnum):
    """Why a message was shown to be decided; `NOT_ASKED`: it was decided in the course of work."""

    UNCERTAIN = "uncertain"
    RANDOM = "random"
    FAST = "fast"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Decided:
    """
    What a person decided about a message. There is no field for who sent it.

    `text` is redacted; `group` is the same for near-duplicates; `weight` is below 1 where a
    decision was carried over to the rest of its cluster; `turn`: whether it was drawn by lot.
    """

    text: str
    categories: tuple[Category, ...]
    decided_on: date
    group: str
    weight: float = 1.0
    turn: Turn = Turn.NOT_ASKED


def check(decisions: Sequence[Decided], names: Names | None) -> None:
    """
    Refuse decisions that cannot be learnt from; `names` are those their texts were redacted with.

    :raises CannotLearn: as `trained` says
    """
    if len(decisions) < FEWEST_DECISIONS:
        raise CannotLearn(
            f"There are {len(decisions)} decisions; learning begins with {FEWEST_DECISIONS}."
        )
    if len({one.group for one in decisions}) < FOLDS:
        raise CannotLearn(f"There are fewer than {FOLDS} different messages.")
    for number, one in enumerate(decisions, start=1):
        if not 0.0 < one.weight <= 1.0:
            raise CannotLearn(f"Decision {number} has the weight {one.weight}, not 0 to 1.")
        if not one.categories:
            raise CannotLearn(
                f"Decision {number} names no category; for none there is “{Category.OTHER}”."
            )
        if found := redacted(one.text, names=names).found:
            kinds = ", ".join(sorted({str(personal.kind) for personal in found}))
            raise CannotLearn(
                f"Decision {number} still holds personal data ({kinds}): redact it first."
            )


def truth_of(categories: Sequence[Sequence[Category]]) -> Truth:
    """Return one row for each message: 1 in the columns of its categories."""
    truth = np.zeros((len(categories), len(CATEGORIES)))
    for number, held in enumerate(categories):
        truth[number, [PLACE_OF[category] for category in held]] = 1.0
    return truth


def folds_of(groups: Sequence[str], seed: int) -> Whole:
    """Return a fold for each message; a group is never parted, and folds are of like size."""
    sizes = Counter(groups)
    names = sorted(sizes)
    chance = np.random.default_rng(seed)
    order = [names[number] for number in chance.permutation(len(names))]
    filled = [0] * FOLDS
    fold_of: dict[str, int] = {}
    for name in sorted(order, key=lambda one: -sizes[one]):
        fold_of[name] = filled.index(min(filled))
        filled[fold_of[name]] += sizes[name]
    return np.array([fold_of[group] for group in groups])
