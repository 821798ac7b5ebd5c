"""The words around places: what announces one, what is no place, what many names share."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property

from sejuk.engines.triage.files import read_file
from sejuk.engines.triage.locating.spelling import folded_word, spoken_words


class Cue(Enum):
    """What stands before a name, by how much it says that a place follows (natural logarithm)."""

    VILLAGE = 6.0
    SUBDISTRICT = 6.5
    STATION = 5.0
    PEOPLE = 2.5
    WHERE = 1.0
    NOTHING = 0.0
    AGAINST = -5.0


@dataclass(frozen=True)
class PlaceWords:
    """
    Words by what they say about a place beside them, by their sound.

    `generic` words are shared by many names. `nouns` are names that are also everyday nouns, joined
    to one word. `everyday` words are never a misspelt name. `elsewhere` are places outside, joined.
    The other six stand before or behind a name.
    """

    generic: tuple[str, ...]
    nouns: tuple[str, ...]
    everyday: tuple[str, ...]
    village: tuple[str, ...]
    subdistrict: tuple[str, ...]
    station: tuple[str, ...]
    people: tuple[str, ...]
    where: tuple[str, ...]
    against: tuple[str, ...]
    against_after: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @cached_property
    def cues(self) -> Mapping[str, Cue]:
        """What each announcing word says."""
        lists = (
            (Cue.AGAINST, self.against),
            (Cue.WHERE, self.where),
            (Cue.PEOPLE, self.people),
            (Cue.STATION, self.station),
            (Cue.SUBDISTRICT, self.subdistrict),
            (Cue.VILLAGE, self.village),
        )
        return {word: cue for cue, words in lists for word in words}

    @cached_property
    def shared(self) -> frozenset[str]:
        return frozenset(self.generic)

    @cached_property
    def plain(self) -> frozenset[str]:
        return frozenset(self.everyday)

    @cached_property
    def common_nouns(self) -> frozenset[str]:
        return frozenset(self.nouns)


def place_words_of(toml_text: str) -> PlaceWords:
    """
    Return the place words that a TOML text lists (see `lexicons/places.toml` for its keys).

    Names of several words stand in quotation marks.

    :raises KeyError: a list is missing.

    >>> before = ("village", "subdistrict", "station", "people", "where", "against")
    >>> lists = "generic = 'Tanjung'\\n nouns = 'bandar'\\n [everyday]\\n words = 'raya'\\n"
    >>> lists += "[elsewhere]\\n names = 'oki'\\n [cues]\\n against_after = 'judi'\\n"
    >>> lists += "\\n".join(f"{cue} = 'desa'" for cue in before)
    >>> place_words_of(lists).generic
    ('tanjung',)
    """
    told = tomllib.loads(toml_text)
    cues = told["cues"]
    return PlaceWords(
        generic=_folded(told["generic"]),
        nouns=_folded(told["nouns"]),
        everyday=_folded(told["everyday"]["words"]),
        village=_folded(cues["village"]),
        subdistrict=_folded(cues["subdistrict"]),
        station=_folded(cues["station"]),
        people=_folded(cues["people"]),
        where=_folded(cues["where"]),
        against=_folded(cues["against"]),
        against_after=_folded(cues["against_after"]),
        elsewhere=_folded(told["elsewhere"]["names"]),
    )


def standard_place_words() -> PlaceWords:
    """
    Return the words that come with Sejuk.

    >>> "durian" in standard_place_words().nouns
    True
    """
    return _standard()


@cache
def _standard() -> PlaceWords:
    return place_words_of(read_file("places.toml"))


def _folded(words: str) -> tuple[str, ...]:
    return tuple(sorted(set(_joined(words))))


def _joined(words: str) -> Iterator[str]:
    for at, part in enumerate(words.split('"')):
        if at % 2:
            yield "".join(word.key for word in spoken_words(part))
        else:
            yield from (folded_word(word) for word in part.split())
