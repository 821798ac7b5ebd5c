"""The words around places: what announces one, what is no place, what many names share."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property

from sejuk.engines.triage.files import read_file
from sejuk.engines.triage.folding import standard_lexicon
from sejuk.engines.triage.locating.spelling import MEMORY, UNREADABLE, folded_word, spoken_words

LONG = 4
FEWEST_STEM = 4
# Affixes of Indonesian and Palembang Malay by sound, and the letter that a nasal took the place of.
PREFIXES = (
    ("", ""), ("me", ""), ("mem", ""), ("mem", "p"), ("men", ""), ("men", "t"), ("meng", ""),
    ("meng", "k"), ("meni", "s"), ("ber", ""), ("be", ""), ("ter", ""), ("te", ""), ("per", ""),
    ("pe", ""), ("pem", ""), ("pem", "p"), ("pen", ""), ("pen", "t"), ("peng", ""), ("peng", "k"),
    ("peni", "s"), ("di", ""), ("ke", ""), ("se", ""), ("ng", ""), ("ng", "k"), ("ni", "s"),
)  # fmt: skip
SUFFIXES = ("", "an", "kan", "i", "nia", "annia", "kannia", "in", "ka", "ku", "mu", "lah", "kah")


class Cue(Enum):
    """What stands before a name, by how much it says that a place follows (natural logarithm)."""

    VILLAGE = 6.0
    URBAN = 6.1
    SUBDISTRICT = 6.5
    STATION = 5.0
    PEOPLE = 4.0
    AT = 1.3
    WHERE = 1.0
    NOTHING = 0.0
    AGAINST = -5.0


@dataclass(frozen=True)
class PlaceWords:
    """
    Words by what they say about a place beside them, by their sound.

    `generic` words are shared by many names. `nouns` are names that are also everyday nouns, joined
    to one word; `noun_places` are those where one can be. `everyday` words are never a misspelt
    name, nor are `spellings` of them. `elsewhere` are places outside, joined. The others stand
    before or behind a name.
    """

    generic: tuple[str, ...]
    nouns: tuple[str, ...]
    noun_places: tuple[str, ...]
    everyday: tuple[str, ...]
    village: tuple[str, ...]
    urban: tuple[str, ...]
    subdistrict: tuple[str, ...]
    station: tuple[str, ...]
    people: tuple[str, ...]
    at: tuple[str, ...]
    where: tuple[str, ...]
    against: tuple[str, ...]
    against_after: tuple[str, ...]
    just: tuple[str, ...]
    joining: tuple[str, ...]
    elsewhere: tuple[str, ...]
    spellings: tuple[str, ...] = ()

    @cached_property
    def cues(self) -> Mapping[str, Cue]:
        """What each announcing word says."""
        lists = (
            (Cue.AGAINST, self.against),
            (Cue.WHERE, self.where),
            (Cue.AT, self.at),
            (Cue.PEOPLE, self.people),
            (Cue.STATION, self.station),
            (Cue.SUBDISTRICT, self.subdistrict),
            (Cue.URBAN, self.urban),
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
    def judged(self) -> dict[str, bool]:
        """Words that were judged before: a memory, no content."""
        return {}

    def is_derived(self, key: str) -> bool:
        """Say whether letters may be an everyday word with affixes."""
        if (known := self.judged.get(key)) is None:
            if len(self.judged) > MEMORY:
                self.judged.clear()
            known = self.judged[key] = any(stem in self.plain for stem in stems_of(key))
        return known

    @cached_property
    def common_nouns(self) -> frozenset[str]:
        return frozenset((*self.nouns, *self.noun_places))

    @cached_property
    def things(self) -> frozenset[str]:
        """Nouns where nobody can be: "di durian" is the village."""
        return frozenset(self.nouns)

    @cached_property
    def misspellings(self) -> frozenset[str]:
        """Known spellings of everyday words."""
        return frozenset(self.spellings)


def place_words_of(toml_text: str) -> PlaceWords:
    """
    Return the place words that a TOML text lists (see `lexicons/places.toml` for its keys).

    Names of several words stand in quotation marks.

    :raises KeyError: a list is missing.

    >>> before = ["village", "urban", "just", "subdistrict", "station", "people", "at", "where"]
    >>> lists = "generic = 'Tanjung'\\n noun_places = 'bandar'\\n nouns = 'laya'\\n"
    >>> lists += "[everyday]\\n words = 'raya'\\n"
    >>> lists += "[elsewhere]\\n names = 'oki'\\n [cues]\\n against_after = 'judi'\\n"
    >>> lists += "against = 'jalan'\\n joining = 'dan'\\n"
    >>> lists += "\\n".join(f"{cue} = 'desa'" for cue in before)
    >>> place_words_of(lists).generic
    ('tanjung',)
    """
    told = tomllib.loads(toml_text)
    cues = told["cues"]
    return PlaceWords(
        generic=_folded(told["generic"]),
        nouns=_folded(told["nouns"]),
        noun_places=_folded(told["noun_places"]),
        everyday=_folded(told["everyday"]["words"]),
        village=_folded(cues["village"]),
        urban=_folded(cues["urban"]),
        just=_folded(cues["just"]),
        joining=_folded(cues["joining"]),
        subdistrict=_folded(cues["subdistrict"]),
        station=_folded(cues["station"]),
        people=_folded(cues["people"]),
        at=_folded(cues["at"]),
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
    words = place_words_of(read_file("places.toml"))
    language = standard_lexicon()
    everyday = {folded_word(word) for word in language.common if word.isalpha()}
    # Short spellings stay out: bt, kr and tj are how villages are shortened.
    spelled = {folded_word(word) for word, _ in language.words if word.isalpha()}
    return replace(
        words,
        everyday=tuple(sorted(everyday.union(words.everyday) - {UNREADABLE})),
        spellings=tuple(sorted(word for word in spelled if len(word) > LONG)),
    )


def stems_of(word: str) -> Iterator[str]:
    """
    Return what may be left of a word without its affixes, by sound.

    >>> "tulis" in stems_of("menuliskan"), "lindung" in stems_of("belindung")
    (True, True)
    """
    for prefix, lost in PREFIXES:
        if word.startswith(prefix):
            rest = lost + word[len(prefix) :]
            for suffix in SUFFIXES:
                if rest.endswith(suffix) and len(rest) - len(suffix) >= FEWEST_STEM:
                    yield rest[: len(rest) - len(suffix)]


def _folded(words: str) -> tuple[str, ...]:
    return tuple(sorted(set(_joined(words))))


def _joined(words: str) -> Iterator[str]:
    for at, part in enumerate(words.split('"')):
        if at % 2:
            yield "".join(word.key for word in spoken_words(part))
        else:
            yield from (folded_word(word) for word in part.split())
