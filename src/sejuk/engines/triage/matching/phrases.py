"""Which runs of words two messages share, as a person reads them."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from sejuk.engines.triage.folding import folded

MOST_WORDS = 400
"""Words of a text that are looked at; chosen: nobody reads more highlights than that."""

MOST_REMEMBERED = 4096
"""Texts whose words are kept in memory; chosen (some 20 MB)."""

MOST_PHRASES, LEAST_WORDS, MOST_PLACES = 5, 2, 16

FUNCTION_WORDS = (
    "yang", "dan", "di", "ke", "dari", "ini", "itu", "untuk", "dengan", "pada", "adalah", "ada",
    "akan", "sudah", "belum", "telah", "juga", "tapi", "tetapi", "atau", "karena", "jadi", "bisa",
    "mau", "lagi", "saja", "oleh", "para", "sebagai", "dalam", "kalau", "seperti", "tidak", "bukan",
    "ya", "kita", "kami", "saya", "aku", "kamu", "dia", "mereka", "agar", "supaya", "bahwa",
    "katanya", "kabarnya", "tolong", "mohon", "apakah", "benar", "info", "kabar", "semua", "hari",
    "sama", "lah", "nya", "kok", "sih", "dong", "kan", "nih", "tuh", "halo", "selamat",
)  # fmt: skip
"""Words that say nothing about the matter; ours."""

_WORD = re.compile(r"\[[a-zA-Z]{2,9}\]|[^\W_]+(?:['’\-][^\W_]+)*")


class Word(NamedTuple):
    """A word of a text, folded and as it is written; where it stands, and in which text."""

    fold: str
    start: int
    end: int
    text: str


@cache
def function_words() -> frozenset[str]:
    """Return the words that say nothing about the matter, folded."""
    return frozenset(word for one in FUNCTION_WORDS for word in folded(one).split())


@lru_cache(maxsize=MOST_REMEMBERED)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text with their places; one may fold to several."""
    found: list[Word] = []
    for word in _WORD.finditer(text):
        folds = folded(word[0]).split()
        found += [Word(fold, word.start(), word.end(), text) for fold in folds]
        if len(found) >= MOST_WORDS:
            break
    return tuple(found)


def shared_phrases(words: Sequence[Word], other: Sequence[Word]) -> tuple[str, ...]:
    """
    Return the longest runs of words in common, as they stand in the first text and in its order.

    >>> told = "Katanya TPS 3 pindah, hati-hati lur", "awas, tps 3 dipindahkan besok"
    >>> shared_phrases(*map(words_of, told))
    ('TPS 3 pindah',)
    """
    others = [word.fold for word in other]
    places: dict[str, list[int]] = {}
    for at, fold in enumerate(others):
        places.setdefault(fold, []).append(at)
    runs, at = [], 0
    while at < len(words):
        size = max(
            (
                _run(words, at, others, place)
                for place in places.get(words[at].fold, [])[:MOST_PLACES]
            ),
            default=0,
        )
        if size >= LEAST_WORDS and _says_something(words[at : at + size]):
            runs.append((at, size))
        at += max(1, size)
    longest = sorted(runs, key=lambda run: (-run[1], run[0]))[:MOST_PHRASES]
    return tuple(
        words[at].text[words[at].start : words[at + size - 1].end] for at, size in sorted(longest)
    )


def _run(words: Sequence[Word], at: int, others: list[str], place: int) -> int:
    size = 0
    while (
        at + size < len(words)
        and place + size < len(others)
        and words[at + size].fold == others[place + size]
    ):
        size += 1
    return size


def _says_something(run: Sequence[Word]) -> bool:
    return any(word.fold not in function_words() for word in run)
