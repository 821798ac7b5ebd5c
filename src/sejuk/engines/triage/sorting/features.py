"""
A message as numbers: words and pairs of words, and pieces of three to five letters inside words.

Each occurrence of a piece has its weight (inverse document frequency), and a message is divided by
the root of the sum of their squares over occurrences. So what a message scores is a sum over its
words, and each word's share of it is exact. Pieces that were never learnt count in that root, with
the weight of a piece seen once: the less of a message is known, the less its known words say.

Words for groups of people are left out before anything is learnt or weighed: that somebody names
the Javanese or the Komering speaks for nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sejuk.engines.triage.sorting.matching import spans_of
from sejuk.engines.triage.sorting.optima import Numbers
from sejuk.engines.triage.sorting.rulebooks import standard_rulebook
from sejuk.engines.triage.sorting.words import Word, words_of

SHORTEST, LONGEST = 3, 5
"""Letters of a piece of a word; chosen: shorter ones say little, longer ones are words."""
MOST_LETTERS = 24
"""Of a longer word only so many letters are looked at; chosen."""
LEAST_GROUPS = 3
"""
A word is learnt only when it stands in three different groups of near-duplicates: a name that
slipped past the redaction becomes no part of a model. Chosen.
"""
MOST_WORDS = 20_000
MOST_LETTER_PIECES = 24_000
"""The most frequent are kept, so that a model stays some megabytes; chosen."""


@dataclass(frozen=True)
class Message:
    """A message cut up: its words, words and pairs of words, and its words as they were typed."""

    text: str
    words: tuple[Word, ...]
    pieces: tuple[str, ...]
    typed: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What is counted, with its weight; `unknown` is the weight of a piece that is not counted."""

    terms: tuple[str, ...]
    weights: Numbers
    unknown: float
    column: dict[str, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "column", {term: n for n, term in enumerate(self.terms)})


def message_of(text: str) -> Message:
    """Return a message cut up, without its words for groups of people."""
    told = words_of(text)
    groups = {
        number
        for span in spans_of(told, standard_rulebook().group_words)
        for number in range(span.first, span.end)
    }
    words = tuple(word for number, word in enumerate(told) if number not in groups)
    pairs = (
        f"{one.form} {other.form}" for one, other in pairwise(words) if other.place - one.place == 1
    )
    spans = dict.fromkeys((word.start, word.end) for word in words)
    typed = tuple(text[start:end].casefold()[:MOST_LETTERS] for start, end in spans)
    return Message(text, words, (*(word.form for word in words), *pairs), typed)


@lru_cache(maxsize=100_000)
def letter_pieces(typed: str) -> tuple[str, ...]:
    """
    Return the pieces of a word as it was typed; digits are all one.

    >>> letter_pieces("tps7")
    (' tp', 'tps', 'ps0', 's0 ', ' tps', 'tps0', 'ps0 ', ' tps0', 'tps0 ')
    """
    if typed[0] == "[":
        return (typed,)
    whole = f" {''.join('0' if one.isdigit() else one for one in typed)} "
    return tuple(
        whole[start : start + letters]
        for letters in range(SHORTEST, LONGEST + 1)
        for start in range(len(whole) - letters + 1)
    )


def letters_of(message: Message) -> list[str]:
    """Return all pieces of letters of a message."""
    return [piece for typed in message.typed for piece in letter_pieces(typed)]


def vocabulary_of(bags: Sequence[Iterable[str]], groups: Sequence[str], *, most: int) -> Vocabulary:
    """Return what stands in at least three groups, the most frequent of it, with its weights."""
    in_texts: Counter[str] = Counter()
    seen: dict[str, set[str]] = {}
    for bag, group in zip(bags, groups, strict=True):
        for term in set(bag):
            in_texts[term] += 1
            known = seen.setdefault(term, set())
            if len(known) < LEAST_GROUPS:
                known.add(group)
    kept = [term for term in in_texts if len(seen[term]) >= LEAST_GROUPS]
    kept = sorted(sorted(kept, key=lambda term: (-in_texts[term], term))[:most])
    counts = np.array([in_texts[term] for term in kept], float)
    # The usual smoothed inverse document frequency (Salton and Buckley 1988).
    weights = np.log((1.0 + len(bags)) / (1.0 + counts)) + 1.0
    return Vocabulary(tuple(kept), weights, float(np.log((1.0 + len(bags)) / 2.0) + 1.0))


def matrix_of(bags: Sequence[Iterable[str]], vocabulary: Vocabulary) -> csr_array:
    """Return one row for each bag: counts times weights, over the length of the row."""
    starts, columns, values = [0], [], []
    for bag in bags:
        told = list(bag)
        found = [vocabulary.column[term] for term in told if term in vocabulary.column]
        counts = Counter(found)
        squares = np.square(vocabulary.weights[found]).sum()
        length = np.sqrt(squares + (len(told) - len(found)) * vocabulary.unknown**2)
        for column in sorted(counts):
            columns.append(column)
            values.append(counts[column] * vocabulary.weights[column] / length)
        starts.append(len(columns))
    shape = (len(bags), len(vocabulary.terms))
    return csr_array((np.array(values, float), np.array(columns, np.int32), starts), shape=shape)


Truth = NDArray[np.float64]
"""Rows are messages, columns categories: 1 where a person said so."""
