"""The words of a message as rules compare them, each with where it stands in the text."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from sejuk.engines.triage.folding.affixes import without_particle
from sejuk.engines.triage.folding.lexicons import Lexicon, standard_lexicon
from sejuk.engines.triage.folding.spelling import key_of
from sejuk.engines.triage.folding.texts import standard_word

WORD = re.compile(r"\[[a-zA-Z]{2,9}\]|[^\W_]+(?:['’\-][^\W_]+)*|[.!?;\n]+")
SENTENCE_GAP = 5
"""A full stop parts words as five more words would; chosen, as chat has few of them."""
SPOKEN_KAN = re.compile(r"(\w{3,})(?:ke|ken|in)$")
"""Palembang and Jakarta for -kan: tutupke and tutupin are tutupkan."""


class Word(NamedTuple):
    """A word from `start` to `end`: `form` by which it is compared, `stem` without its particle."""

    start: int
    end: int
    form: str
    stem: str
    place: int


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[Word, ...]:
    """
    Return the words of a message; a word that the lexicon knows as two becomes two.

    `place` counts words, and a full stop as five.

    >>> [(word.form, word.place) for word in words_of("Rumahnya aman. Ado kabar")]
    [('rumahnya', 0), ('aman', 1), ('ada', 7), ('kabar', 8)]
    """
    words: list[Word] = []
    place = 0
    for found in WORD.finditer(text):
        told = found[0]
        if told[0] in ".!?;\n":
            place += SENTENCE_GAP
            continue
        for form, stem in forms_of(told):
            words.append(Word(found.start(), found.end(), form, stem, place))
            place += 1
    return tuple(words)


@lru_cache(maxsize=100_000)
def forms_of(told: str) -> tuple[tuple[str, str], ...]:
    """
    Return by which forms a word is compared, as it is and as its plainer stem.

    >>> forms_of("Uangnyo"), forms_of("antrike"), forms_of("[nama]")
    ((('uangnya', 'uang'),), (('antrika', 'antrikan'),), (('[nama]', '[nama]'),))
    """
    if told[0] == "[":
        return ((told, told),)
    lexicon = standard_lexicon()
    small = unicodedata.normalize("NFKC", told).casefold()
    parts = re.split(r"['’\-\s]", standard_word(small, lexicon))
    return tuple((_form(part, lexicon), _stem(part, lexicon)) for part in parts if part)


def _form(word: str, lexicon: Lexicon) -> str:
    """A known word is itself: by the letters of its key "sampai" and "sampah" would be one."""
    if word in lexicon.stays or not word.isalpha():
        return word
    key = key_of(word)
    return _known_by_key().get(key, key)


@cache
def _known_by_key() -> dict[str, str]:
    """Return which known word an unknown spelling with this key is; the most usual one."""
    lexicon = standard_lexicon()
    return {key_of(word): word for word in (*sorted(lexicon.stays), *reversed(lexicon.common))}


def _stem(word: str, lexicon: Lexicon) -> str:
    """Return the word without its particle, and with -kan where speech has -ke or -in."""
    plain = without_particle(word)[0]
    if plain == word and word not in lexicon.stays and (found := SPOKEN_KAN.match(word)):
        return f"{found[1]}kan"
    return _form(plain, lexicon)


def phrase_of(words: str) -> tuple[str, ...]:
    """
    Return a term of a rule as the forms that a message is searched for.

    >>> phrase_of("belum ado")
    ('belum', 'ada')
    """
    return tuple(form for told in WORD.findall(words) for form, _ in forms_of(told))
