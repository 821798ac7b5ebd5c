"""The survey under a receipt: what is an answer, and which counts may be shown."""

from collections.abc import Sequence

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_stored
from sejuk.sense.signals.rules.dialogue import FEWEST_SHOWN

# Chosen: three sentences.
LONGEST_WORDS = 500
LEAST, MOST = 1, 5


def may_answer_survey(*, satisfied: int, words: str) -> Decision:
    """Test whether an answer can be kept."""
    if not LEAST <= satisfied <= MOST:
        return Decision.no(N_("Choose a number from 1 to 5."), where="satisfied")
    if len(words) > LONGEST_WORDS:
        return Decision.no(
            N_("An answer has at most %(most)s characters."), where="words", most=LONGEST_WORDS
        )
    return may_be_stored("words", words)


def shown_counts(counts: Sequence[int]) -> list[int | None]:
    """
    Return counts of a table whose sum is known; None for those from which somebody could be told.

    Small ones are left out; where only one is, the next smallest is too, or it could be reckoned.

    >>> shown_counts([9, 8, 7])
    [9, 8, 7]
    >>> shown_counts([9, 2, 7])
    [9, None, None]
    >>> shown_counts([1, 2, 7])
    [None, None, 7]
    """
    small = [place for place, count in enumerate(counts) if count < FEWEST_SHOWN]
    if len(small) == 1 and len(counts) > 1:
        rest = [place for place in range(len(counts)) if place not in small]
        small.append(min(rest, key=lambda place: counts[place]))
    return [None if place in small else count for place, count in enumerate(counts)]
