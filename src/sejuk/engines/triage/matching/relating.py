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

    >>> round(relatedness("jembatan roboh malam", "jembatan lama roboh"), 4)
    0.6667
    """
    return relatednesses(first, (second,), weights)[0]


def relatednesses(
    text: str, others: Iterable[str], weights: WordWeights = ALL_ALIKE
) -> tuple[float, ...]:
    """Return the same for one folded text and each of some others."""
    squares: dict[str, float] = {}

    def mass(words: Iterable[str]) -> float:
        for word in words:
            if word not in squares:
                squares[word] = weights.of(word) ** 2
        return fsum(squares[word] for word in words)

    asked = content(text)
    whole = mass(asked)
    answers = []
    for other in others:
        words = content(other)
        common = asked & words
        is_enough = len(common) >= LEAST_COMMON
        answers.append(mass(common) / sqrt(whole * mass(words)) if is_enough else 0.0)
    return tuple(answers)
