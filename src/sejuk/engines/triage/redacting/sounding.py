"""Whether an unknown word sounds like a name: by runs of letters that names have, words not."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log

RUNS = (2, 3, 4)
SMOOTHED = 0.3
"""Added to each count; chosen: what was never seen tells a little and not everything."""
SHORTEST = 4


@dataclass(frozen=True)
class Sound:
    """What a run of letters says for a name (above 0) or for a word (below)."""

    weights: dict[str, float]
    unseen: float

    def of(self, word: str) -> float:
        """Return the mean weight of the runs of letters of a word."""
        runs = runs_of(word)
        return sum(self.weights.get(run, self.unseen) for run in runs) / len(runs)


def runs_of(word: str) -> tuple[str, ...]:
    """
    Return the runs of letters of a word, with its beginning and its end.

    >>> runs_of("ani")[:4]
    ('^a', 'an', 'ni', 'i$')
    """
    bounded = f"^{word}$"
    return tuple(
        bounded[at : at + length] for length in RUNS for at in range(len(bounded) - length + 1)
    )


@lru_cache(maxsize=4)
def sound_of(names: tuple[str, ...], words: frozenset[str]) -> Sound:
    """
    Return how names sound beside words: the logarithm of how much more often a run stands in them.

    Source: the weights are those of a naive Bayes classifier over presence of letter runs
    (Manning, Raghavan, Schütze 2008, chapter 13).

    >>> sound = sound_of(("sutrisno", "sutarno", "sukarno"), frozenset({"melempar", "menunggu"}))
    >>> sound.of("sumarno") > 0 > sound.of("menempar")
    True
    """
    of_names, of_words = _counts(names), _counts(words)
    scale = log((len(words) + 1) / (len(names) + 1))
    weights = {
        run: log((of_names[run] + SMOOTHED) / (of_words[run] + SMOOTHED)) + scale
        for run in of_names | of_words
    }
    return Sound(weights, scale)


def _counts(words: Iterable[str]) -> Counter[str]:
    return Counter(run for word in words for run in set(runs_of(word)))
