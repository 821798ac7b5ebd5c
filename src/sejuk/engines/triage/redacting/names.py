"""What names look like, and what stands before them: titles, kinship, offices; and places."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from sejuk.engines.triage.files import read_file
from sejuk.engines.triage.folding import standard_lexicon
from sejuk.engines.triage.folding.affixes import root_of, without_particle
from sejuk.engines.triage.folding.spelling import key_of
from sejuk.engines.triage.folding.texts import standard_word
from sejuk.engines.triage.redacting.sounding import SHORTEST, Sound, sound_of

INFLECTED = re.compile(
    r"(?:meng|meny|memb|memp|nge|di(?!an|na|di|ma|ra))\w{4,}|\w{3,}ny[aoe]|\w{4,}kan"
    r"|me[nm]\w{3,}i|(?:ter|ber)\w{4,}(?:an|kan|i)"
)
"""Whatever looks so is a verb or has a particle; chosen, with names that begin so left out."""
LONGEST = 40
"""No name has so many letters, and no memory keeps what is longer; chosen."""
MISTYPED, LONG, SHORT = 2, 9, 5
"""Two letters of a long place may be mistyped, one of a shorter, none of a short one; chosen."""
MOST_JUDGED = 100_000
"""So many words are kept in memory once they were judged; then it begins anew."""
LEAST_ENDING = 6
"""Shorter words are not judged by how they end; chosen: yani is a name, tani is none."""


class Cue(IntEnum):
    """How surely a name follows a word, the surer the higher."""

    CALLING = 1  # polisi, warga: a name only when it is known as one
    SOFT = 2  # dek, cek: or when it is written with a capital
    OFFICE = 3  # kades, camat: or when places are known and it is none
    SURE = 4  # pak, bripka, korban: whenever it is no word of the language
    TOLD = 5  # bernama, atas nama: the same, across a colon too


@dataclass(frozen=True)
class Names:
    """Lists of words in small letters; `spared` are places of the scope, which are no names."""

    given: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    callings: tuple[str, ...] = ()
    courtesy_or_word: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    place_beginnings: tuple[str, ...] = ()
    place_ends: tuple[str, ...] = ()
    announcing: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()

    @cached_property
    def are_given(self) -> frozenset[str]:
        return frozenset(self.given)

    @cached_property
    def are_doubtful(self) -> frozenset[str]:
        return frozenset(self.doubtful)

    @cached_property
    def are_places(self) -> frozenset[str]:
        return frozenset((*self.places, *self.towns))

    @cached_property
    def cues(self) -> dict[str, Cue]:
        """How surely a name follows each title, office or calling."""
        surely = (*self.kin, *self.honours, *self.ranks, *self.roles)
        return {
            **dict.fromkeys(self.courtesy_or_word, Cue.SOFT),
            **dict.fromkeys(self.callings, Cue.CALLING),
            **dict.fromkeys(self.offices, Cue.OFFICE),
            **dict.fromkeys(surely, Cue.SURE),
        }

    @cached_property
    def words(self) -> frozenset[str]:
        """Words of the language in any known spelling: no names, and no letters of a plate."""
        lexicon = standard_lexicon()
        return lexicon.stays | lexicon.standard_of.keys()

    @cached_property
    def phrases(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Sayings and places of the scope by their first word, the longer first."""
        return _by_first_word((*self.sayings, *self.spared))

    @cached_property
    def announced(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Phrases before a name by their first word, the longer first."""
        return _by_first_word(self.announcing)

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset(root_of(word) for word in self.words)

    @cached_property
    def _judged(self) -> dict[str, bool]:
        """Words that were looked at already: a memory, no content."""
        return {}

    def is_word(self, small: str) -> bool:
        """Test whether this is a word of the language, with affixes or misspelled too."""
        if small in self.words or len(small) > LONGEST:
            return True
        told = self._judged.get(small)
        if told is None:
            if len(self._judged) >= MOST_JUDGED:
                self._judged.clear()
            told = self._judged[small] = self._is_form_of_a_word(small)
        return told

    def _is_form_of_a_word(self, small: str) -> bool:
        if INFLECTED.fullmatch(small) or standard_word(small, standard_lexicon()) != small:
            return True
        stem = without_particle(small)[0]
        late = f"{stem[:-1]}a" if stem[-1] in "oe" else stem
        return not self.words.isdisjoint((stem, late)) or root_of(late) in self._roots

    @cached_property
    def _spared_words(self) -> tuple[str, ...]:
        """The words of the places of the scope, and places written together."""
        together = (place.replace(" ", "") for place in self.spared)
        apart = (word for place in self.spared for word in place.split())
        return tuple(sorted({key_of(word) for word in (*together, *apart)}))

    @cached_property
    def _likened(self) -> dict[str, bool]:
        """Words that were compared with places already: a memory, no content."""
        return {}

    def is_placelike(self, small: str) -> bool:
        """Test whether this is, or begins like, or is spelled much like a place that is known."""
        if small.startswith(self.place_beginnings) or small in self.are_places:
            return True
        if len(small) > LONGEST:
            return False
        told = self._likened.get(small)
        if told is None:
            if len(self._likened) >= MOST_JUDGED:
                self._likened.clear()
            most = MISTYPED if len(small) >= LONG else int(len(small) >= SHORT)
            near = process.extractOne(
                key_of(small), self._spared_words, scorer=Levenshtein.distance, score_cutoff=most
            )
            told = self._likened[small] = near is not None
        return told

    def ends_like_a_name(self, small: str) -> bool:
        return (
            len(small) >= LEAST_ENDING and small.endswith(self.endings) and not self.is_word(small)
        )

    def sounds(self, small: str) -> float:
        """Return how much an unknown word sounds like a name: above 0 more than like a word."""
        if len(small) < SHORTEST or not small.isalpha() or self.is_word(small):
            return -1.0
        return self._sound.of(small)

    @cached_property
    def _sound(self) -> Sound:
        names = tuple(name for name in (*self.given, *self.doubtful) if name.isalpha())
        others = {word for word in self.words | self.are_places if len(word) >= SHORTEST}
        return sound_of(names, frozenset(word for word in others if word.isalpha()))

    def is_known(self, small: str) -> bool:
        """Test whether this is a name wherever it stands."""
        return small in self.are_given or self.ends_like_a_name(small)


def names_of(toml_text: str) -> Names:
    """
    Return the lists that a TOML file holds: words parted by blanks, phrases by upright strokes.

    >>> names_of('kin = "pak bu"\\nannouncing = "atas nama | alias"').announcing
    ('atas nama', 'alias')

    :raises ValueError: when the text is no TOML, or a list is none of these
    """
    told = tomllib.loads(toml_text)
    known = {one.name for one in fields(Names)}
    if unknown := sorted(told.keys() - known):
        raise ValueError(f"There is no list “{unknown[0]}” of names. There are {sorted(known)}.")
    if wrong := sorted(name for name, text in told.items() if not isinstance(text, str)):
        raise ValueError(f"“{wrong[0]}” is no text of words parted by blanks.")
    return Names(**{name: _parted(text.casefold()) for name, text in told.items()})


def _parted(text: str) -> tuple[str, ...]:
    """Return words parted by blanks, or phrases parted by upright strokes or ends of lines."""
    parts = text.replace("\n", "|").split("|") if "|" in text else text.split()
    return tuple(stripped for part in parts if (stripped := part.strip()))


def standard_names() -> Names:
    """
    Return the lists that come with the engine.

    >>> standard_names().kin[:2]
    ('pak', 'bapak')
    """
    return _standard()


@lru_cache(maxsize=1)
def _standard() -> Names:
    return names_of(read_file("names.toml"))


def with_places(names: Names, places: Iterable[str]) -> Names:
    """
    Return the lists with places of a scope, which are then never taken for persons.

    Keep the answer: what the lists look up fast is made once for each.

    >>> with_places(standard_names(), ["Gunung Meraksa"]).spared
    ('gunung meraksa',)
    """
    spared = (*names.spared, *(place.casefold() for place in places))
    return replace(names, spared=tuple(sorted(set(spared))))


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        if words:
            found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(many, key=len, reverse=True)) for first, many in found.items()}
