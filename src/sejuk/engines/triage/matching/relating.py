"""Messages about the same matter that do not tell the same: by their rarer words."""

from collections.abc import Iterable, Mapping
from math import fsum, log, sqrt
from typing import NamedTuple

from sejuk.engines.triage.matching.phrases import function_words

RELATED_AT = 0.3
"""Cosine of weighed words from which two messages count as being about the same matter; chosen."""

LEAST_COMMON = 2
"""Words in common, function words apart, that a relation asks for; chosen: one may be chance."""


class WordWeights(NamedTuple):
    """
    How much a word says: log((1 + texts) / (1 + texts with the word)) + 1, function words nothing.

    Source: the smoothed inverse document frequency of Spärck Jones 1972, Journal of Documentation
    28:11.
    """

    counts: Mapping[str, int]
    texts: int

    def of(self, word: str) -> float:
        return log((1 + self.texts) / (1 + self.counts.get(word, 0))) + 1


ALL_ALIKE = WordWeights({}, 0)


def word_weights(texts: Iterable[str]) -> WordWeights:
    """Return how much the words of some folded texts say."""
    counts: dict[str, int] = {}
    number = 0
    for text in texts:
        number += 1
        for word in content(text):
            counts[word] = counts.get(word, 0) + 1
    return WordWeights(counts, number)


def content(text: str) -> set[str]:
    """Return the words of a folded text that say something."""
    return set(text.split()) - function_words()


def relatedness(first: str, second: str, weights: WordWeights = ALL_ALIKE) -> float:
    """
    Return the cosine of the weighed words of two folded texts, 0 below two in common.

    >>> relatedness("jembatan roboh malam", "jembatan lama roboh")
    0.6666666666666666
    """
    one, other = content(first), content(second)
    common = one & other
    if len(common) < LEAST_COMMON:
        return 0.0
    mass, other_mass, both = (
        fsum(weights.of(word) ** 2 for word in words) for words in (one, other, common)
    )
    return both / sqrt(mass * other_mass)
