"""Words of a text by their sound, with where they stand."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-]){3,}[^\W\d_](?![^\W_])")
_PIECES = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_GLUED = re.compile(r"([^\W\d_]{2,})(\d{1,2})")
_LEET = str.maketrans("013457", "oieast")
_DIGIT_INSIDE = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
_TWICE = re.compile(r"([a-z])\1+")
_SOUNDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sy", "s"), ("kh", "k"), ("ph", "f"), ("v", "f"),
    ("dh", "d"), ("th", "t"), ("ie", "i"), ("y", "i"),
)  # fmt: skip
MEMORY = 1 << 14
LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""What ends a line, and so a title, a field, an entry of a list: as `str.splitlines` has it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word by its sound and as it is written, and where it stands."""

    key: str
    plain: str
    start: int
    end: int


@lru_cache(maxsize=MEMORY)
def key_of(word: str) -> str:
    """
    Return a word by its sound.

    >>> key_of("T3ddy"), key_of("Teddi"), key_of("SOEHARTO"), key_of("02")
    ('tedi', 'tedi', 'suharto', '02')
    """
    word = word.casefold()
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in plain if letter.isalnum() and letter.isascii())
    word = word.replace("'", "")
    if word.isdigit():
        return word
    word = _DIGIT_INSIDE.sub(lambda found: found[0].translate(_LEET), word)
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    return _TWICE.sub(r"\1", word)


def _token(word: str, start: int, end: int) -> Token:
    return Token(key_of(word), word.casefold(), start, end)


def tokens_of(text: str) -> tuple[Token, ...]:
    """
    Return the words of a text; letters written apart and words of a hashtag are read as meant.

    >>> [token.key for token in tokens_of("T e d d i menang #SalamDuaJari #coblos02")]
    ['tedi', 'menang', 'salam', 'dua', 'jari', 'coblos', '02']
    """
    tokens: list[Token] = []
    at = 0
    for spaced in _SPACED.finditer(text):
        tokens += _plain(text, at, spaced.start())
        letters = "".join(letter for letter in spaced[0] if letter.isalpha())
        tokens.append(_token(letters, *spaced.span()))
        at = spaced.end()
    tokens += _plain(text, at, len(text))
    return tuple(token for token in tokens if token.key)


def _plain(text: str, begin: int, end: int) -> list[Token]:
    tokens = []
    for found in _WORD.finditer(text, begin, end):
        if found.start() and text[found.start() - 1] == "#":
            tokens += [
                _token(piece[0], found.start() + piece.start(), found.start() + piece.end())
                for piece in _PIECES.finditer(found[0])
            ]
        elif glued := _GLUED.fullmatch(found[0]):
            cut = found.start() + glued.start(2)
            tokens += [_token(glued[1], found.start(), cut), _token(glued[2], cut, found.end())]
        else:
            tokens.append(_token(found[0], *found.span()))
    return tokens


def keys_of(words: str) -> tuple[str, ...]:
    """Return the words of a phrase by their sound."""
    return tuple(token.key for token in tokens_of(words))


def line_before(tokens: Sequence[Token], text: str, at: int, most: int) -> tuple[str, ...]:
    """
    Return up to so many words before a place, of the same line.

    >>> text = "tps dua\\nhari rabu siang"
    >>> line_before(tokens_of(text), text, 4, 3)
    ('hari', 'rabu')
    """
    first = at
    while first and at - first < most and not _is_broken(tokens, text, first):
        first -= 1
    return tuple(token.key for token in tokens[first:at])


def line_behind(tokens: Sequence[Token], text: str, at: int, most: int) -> tuple[str, ...]:
    """
    Return up to so many words behind a place, of the same line.

    >>> text = "tps dua hari\\nrabu siang"
    >>> line_behind(tokens_of(text), text, 0, 3)
    ('dua', 'hari')
    """
    behind = at + 1
    while behind < len(tokens) and behind - at <= most and not _is_broken(tokens, text, behind):
        behind += 1
    return tuple(token.key for token in tokens[at + 1 : behind])


def _is_broken(tokens: Sequence[Token], text: str, at: int) -> bool:
    """Test whether a line ends between a word and the one before it."""
    return not LINE_BREAKS.isdisjoint(text[tokens[at - 1].end : tokens[at].start])


def starts_of(phrase: Sequence[str], keys: Sequence[str]) -> list[int]:
    """Return where a phrase begins among words."""
    size = len(phrase)
    return [
        at for at in range(len(keys) - size + 1) if tuple(keys[at : at + size]) == tuple(phrase)
    ]
