"""The two loops that compare every window of words with every name, compiled."""

# ruff: noqa: PLR0917 - compiled loops take their arguments by position

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.compiled import compiled

Letters = NDArray[np.uint8]
Places = NDArray[np.int32]
Masks = NDArray[np.uint64]

MOST_WORDS = 4  # three words of a name, one of them written apart
MOST_LETTERS = 40
MOST_EDITS = 3
MOST_EDITS_BESIDE_SHORT = 2  # a third typing error beside a short form is another word
LONG_WORD = 7  # letters from which one word may hold two errors
FAR = 99
# A short form has up to five letters: tj, lbk, bta, tanj, mkrti. Chosen.
SHORT_LETTERS = 5


class Names(NamedTuple):
    """Names by their sound, shortest first: where each begins, which letters it has, its limit."""

    letters: Letters
    bounds: Places
    masks: Masks
    limits: Places  # letters that may differ
    starts: Places  # the first name with so many letters


class Phrases(NamedTuple):
    """Names of several words: where each word begins, and the first word of each phrase."""

    letters: Letters
    bounds: Places
    firsts: Places


@compiled
def bit_of(letter: int) -> int:
    """Return the place of a letter or digit in a mask."""
    if 97 <= letter <= 122:  # noqa: PLR2004 - a to z
        return letter - 97
    if 48 <= letter <= 57:  # noqa: PLR2004 - 0 to 9
        return letter - 22
    return 36


@compiled
def has_more(mask: np.uint64, most: int) -> bool:
    """Say whether more than `most` bits are set: one is cleared at a time (Wegner 1960)."""
    for _ in range(most):
        if not mask:
            return False
        mask &= mask - np.uint64(1)
    return bool(mask != np.uint64(0))


@compiled
def edits_between(
    first: Letters, a: int, m: int, second: Letters, b: int, n: int, most: int, rows: Places
) -> int:
    """
    Return the letters to change, add, drop or swap with a neighbour; FAR when more than `most`.

    The optimal string alignment distance (Damerau 1964 as computed by Wagner and Fischer 1974).
    """
    if abs(m - n) > most or n > MOST_LETTERS:
        return FAR
    for j in range(n + 1):
        rows[1, j] = j
    for i in range(1, m + 1):
        here, last, before = (i + 1) % 3, i % 3, (i - 1) % 3
        rows[here, 0] = i
        least = i
        for j in range(1, n + 1):
            is_other = first[a + i - 1] != second[b + j - 1]
            cost = min(
                rows[last, j] + 1, rows[here, j - 1] + 1, rows[last, j - 1] + (1 if is_other else 0)
            )
            if (
                is_other
                and i > 1
                and j > 1
                and first[a + i - 1] == second[b + j - 2]
                and first[a + i - 2] == second[b + j - 1]
            ):
                cost = min(cost, rows[before, j - 2] + 1)
            rows[here, j] = cost
            least = min(least, cost)
        if least > most:
            return FAR
    answer = rows[(m + 1) % 3, n]
    return answer if answer <= most else FAR


@compiled
def is_short_for(text: Letters, a: int, m: int, names: Letters, b: int, n: int) -> bool:
    """Say whether letters are a short form of a word: its first letter, then some in order."""
    if m > min(SHORT_LETTERS, n - 2) or text[a] != names[b]:
        return False
    at = b
    for i in range(a, a + m):
        while at < b + n and names[at] != text[i]:
            at += 1
        if at == b + n:
            return False
        at += 1
    return True


@compiled
def close_names(text: Letters, bounds: Places, names: Names, found: Places) -> int:
    """
    Write window and name where few letters differ; return how many were written.

    `bounds` say where each word of the text begins, the last where it ends. A row of `found` is
    first word, last word + 1, name, letters that differ.
    """
    count, words = 0, len(bounds) - 1
    rows = np.zeros((3, MOST_LETTERS + 1), dtype=np.int32)
    for first in range(words):
        mask = np.uint64(0)
        for end in range(first + 1, min(first + MOST_WORDS, words) + 1):
            if bounds[end] - bounds[first] > MOST_LETTERS:
                break
            for at in range(bounds[end - 1], bounds[end]):
                mask |= np.uint64(1) << np.uint64(bit_of(text[at]))
            before = count
            count = close_to_window(
                text, bounds[first], bounds[end], mask, names, rows, found, count
            )
            found[before:count, 0] = first
            found[before:count, 1] = end
    return count


@compiled
def close_to_window(
    text: Letters,
    begin: int,
    end: int,
    mask: np.uint64,
    names: Names,
    rows: Places,
    found: Places,
    count: int,
) -> int:
    """Write each name that is close to the letters from `begin` to `end`; return the next row."""
    length = end - begin
    for name in range(names.starts[max(0, length - MOST_EDITS)], len(names.limits)):
        most = names.limits[name]
        letters = names.bounds[name + 1] - names.bounds[name]
        if letters > length + MOST_EDITS or count == len(found):
            break
        if letters < length - most or has_more(mask & ~names.masks[name], most):
            continue
        if has_more(names.masks[name] & ~mask, most):
            continue
        edits = edits_between(
            text, begin, length, names.letters, names.bounds[name], letters, most, rows
        )
        if edits <= most:
            found[count, 2] = name
            found[count, 3] = edits
            count += 1
    return count


@compiled
def shortened_names(text: Letters, bounds: Places, phrases: Phrases, found: Places) -> int:
    """
    Write window and phrase where some words of the phrase are short forms; return how many.

    A row of `found` is first word, last word + 1, phrase, letters that differ, short words.
    """
    count, words = 0, len(bounds) - 1
    rows = np.zeros((3, MOST_LETTERS + 1), dtype=np.int32)
    for first in range(words):
        for phrase in range(len(phrases.firsts) - 1):
            end = first + phrases.firsts[phrase + 1] - phrases.firsts[phrase]
            if end > words or count == len(found):
                continue
            short = short_words(text, bounds, first, phrases, phrase)
            if 0 < short < end - first:
                edits = edits_beside(text, bounds, first, phrases, phrase, rows)
                if edits <= MOST_EDITS_BESIDE_SHORT:
                    found[count, 0], found[count, 1], found[count, 2] = first, end, phrase
                    found[count, 3], found[count, 4] = edits, short
                    count += 1
    return count


@compiled
def short_words(text: Letters, bounds: Places, first: int, phrases: Phrases, phrase: int) -> int:
    """Count the words from `first` on that are short forms of the phrase's words."""
    short, begin = 0, phrases.firsts[phrase]
    for at in range(phrases.firsts[phrase + 1] - begin):
        a, m = bounds[first + at], bounds[first + at + 1] - bounds[first + at]
        b, n = (
            phrases.bounds[begin + at],
            phrases.bounds[begin + at + 1] - phrases.bounds[begin + at],
        )
        short += is_short_for(text, a, m, phrases.letters, b, n)
    return short


@compiled
def edits_beside(
    text: Letters, bounds: Places, first: int, phrases: Phrases, phrase: int, rows: Places
) -> int:
    """Return the letters that differ in the words that are no short forms."""
    edits, begin = 0, phrases.firsts[phrase]
    for at in range(phrases.firsts[phrase + 1] - begin):
        a, m = bounds[first + at], bounds[first + at + 1] - bounds[first + at]
        b, n = (
            phrases.bounds[begin + at],
            phrases.bounds[begin + at + 1] - phrases.bounds[begin + at],
        )
        if not is_short_for(text, a, m, phrases.letters, b, n):
            most = 1 if n < LONG_WORD else 2
            edits += edits_between(text, a, m, phrases.letters, b, n, most, rows)
            if edits > MOST_EDITS_BESIDE_SHORT:
                break
    return edits
