"""Words as they are spoken: letters that people mix up become one, and where each word stood."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

# A digit between letters is a letter (l0buk); other digits are a word of their own (batumarta2).
_WORD = re.compile(r"[^\W\d_]+(?:[01345](?=[^\W\d_])[^\W\d_]+)*|\d+")
# "desalubukbatang": no word of the language goes on so long behind these.
_JOINED = re.compile(r"(?:desa|dusun|kelurahan|kecamatan)(?=[^\W\d_]{6})", re.IGNORECASE)
_LEET = str.maketrans("01345", "oieas")
_ODD = re.compile(r"[^a-z0-9]")
_TWICE = re.compile(r"([a-z])\1+")
# Spellings before 1972 and sounds that Malay of Palembang and Ogan does not keep apart.
_SOUNDS = (("oe", "u"), ("dj", "j"), ("kh", "k"), ("ph", "p"), ("sy", "s"))
_LETTERS = str.maketrans("fvoyqz", "ppuiks")
_FINAL = re.compile(r"(?<=[a-z]{2})[oe]$")  # lamo (Palembang), lame (Ogan): lama
_NUMBERS = {
    "1": "satu", "2": "dua", "3": "tiga", "4": "empat", "5": "lima", "6": "enam", "7": "tujuh",
    "8": "delapan", "9": "sembilan", "i": "satu", "ii": "dua", "iii": "tiga", "iv": "empat",
}  # fmt: skip
UNREADABLE = "~"
MEMORY = 1 << 16  # chosen: the words of a district's messages, some 10 MB


class Spoken(NamedTuple):
    """A word of a text: where it stands, its letters, and whether it began with a capital."""

    key: str
    start: int
    end: int
    is_capital: bool
    is_number: bool = False


@lru_cache(maxsize=MEMORY)
def folded_word(word: str) -> str:
    """
    Return a word by its sound: what people write differently is written the same.

    >>> [folded_word(word) for word in ("Battu", "Tanjong", "II", "L0BOEK", "lamo")]
    ['batu', 'tanjung', 'dua', 'lubuk', 'lama']
    """
    word = word.casefold()
    if word in _NUMBERS:
        return folded_word(_NUMBERS[word])
    if word.isdigit() and word.isascii():
        return word
    if not word.isascii():
        word = _ODD.sub("", unicodedata.normalize("NFKD", word))
    word = word.translate(_LEET)
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    word = _FINAL.sub("a", word).translate(_LETTERS)
    return _TWICE.sub(r"\1", word) or UNREADABLE


def spoken_words(text: str) -> tuple[Spoken, ...]:
    """
    Return the words of a text in their order.

    >>> [word.key for word in spoken_words("Ds.Batumarta unit 2, RT.03")]
    ['ds', 'batumarta', 'dua', 'rt', '03']
    """
    if _JOINED.search(text):
        words = [spoken for found in _WORD.finditer(text) for spoken in _spoken(found)]
    else:
        words = [
            Spoken(folded_word(word), found.start(), found.end(), word[0].isupper(), word.isdigit())
            for found in _WORD.finditer(text)
            for word in (found[0],)
        ]
    return tuple(_without_unit(words))


def _spoken(found: re.Match[str]) -> Iterator[Spoken]:
    word, start = found[0], found.start()
    if joined := _JOINED.match(word):
        yield Spoken(joined[0].lower(), start, start + joined.end(), word[0].isupper())
        word, start = word[joined.end() :], start + joined.end()
    yield Spoken(folded_word(word), start, found.end(), word[0].isupper(), word.isdigit())


def _without_unit(words: Sequence[Spoken]) -> Iterator[Spoken]:
    """Leave out "unit" before a number: settlements are counted in units (Batumarta Unit 2)."""
    for at, word in enumerate(words):
        if word.key != "unit" or at + 1 == len(words) or not words[at + 1].is_number:
            yield word
