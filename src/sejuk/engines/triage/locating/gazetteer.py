"""The areas that may be meant, and every spelling by which each is compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from sejuk.engines.triage.locating.comparing import (
    MOST_LETTERS,
    Letters,
    Names,
    Phrases,
    Places,
    bit_of,
)
from sejuk.engines.triage.locating.place_words import PlaceWords, standard_place_words
from sejuk.engines.triage.locating.spelling import UNREADABLE, folded_word, spoken_words

# How much one letter of a name says: Indonesian text has some 3 bits a letter (chosen; Shannon's
# guessing game gives 1 to 4 for such texts), here as natural logarithm.
LETTER_SAYS = 2.0
# A word that many names share says no more than "one of the sixty words that begin a village".
GENERIC_SAYS = 5.0
# Written as one word (Tanjungagung) it is less often another name that begins so.
JOINED_SAYS = 1.0
FEWEST_REST = 3
LEVEL_WORDS = ("kabupaten", "kota", "provinsi")
NUMBER_WORDS = frozenset(folded_word(str(number)) for number in range(1, 10))
INITIALS, INITIALS_SAY = 3, 2.0  # "KPR" is a loan too: only "kec" makes it a kecamatan
PART_LETTERS = 7  # a beginning of a name has to be as long to stand for it


@dataclass(frozen=True)
class AreaName:
    """
    An area with its official name, and other spellings in use.

    `level` is provinsi, kabupaten, kota, kecamatan, desa or kelurahan. Codes are Kemendagri's.
    """

    code: str
    name: str
    level: str
    parent_code: str = ""
    variants: tuple[str, ...] = ()

    @property
    def is_village(self) -> bool:
        return self.level in {"desa", "kelurahan"}


@dataclass(frozen=True, slots=True)
class Spelling:
    """
    One way to write areas: its words by sound, what it says, and which areas it may mean.

    `divided` are the words with those cut in two that begin with a shared one (tanjung agung).
    """

    words: tuple[str, ...]
    divided: tuple[str, ...]
    each_says: tuple[float, ...]  # of `divided`
    areas: tuple[int, ...]
    is_part: bool = False
    is_variant: bool = False
    is_counted: bool = False  # a number continues it: Batu Marta II

    @property
    def key(self) -> str:
        return "".join(self.words)

    @property
    def says(self) -> float:
        return sum(self.each_says)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Spellings as the loops take them; see `comparing`."""

    spellings: tuple[Spelling, ...]
    names: Names
    phrases: Phrases
    phrase_of: tuple[int, ...]  # which spelling each phrase is


@dataclass(frozen=True)
class Gazetteer:
    """The areas that a text may mean, and the words that announce places."""

    areas: tuple[AreaName, ...]
    words: PlaceWords = field(default_factory=standard_place_words)

    @cached_property
    def index(self) -> Index:
        return _indexed(tuple(_spellings(self.areas, self.words)))

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """Places outside, but for those that the gazetteer itself knows."""
        return frozenset(self.words.elsewhere) - {spelling.key for spelling in self.index.spellings}

    @cached_property
    def by_code(self) -> Mapping[str, AreaName]:
        return {area.code: area for area in self.areas}

    @cached_property
    def above(self) -> Mapping[str, frozenset[str]]:
        """The codes above each area, as far as the gazetteer knows them."""
        return {area.code: frozenset(self._above(area)) for area in self.areas}

    def _above(self, area: AreaName) -> Iterator[str]:
        seen = {area.code}
        while area.parent_code and area.parent_code not in seen:
            yield area.parent_code
            seen.add(area.parent_code)
            if area.parent_code not in self.by_code:
                return
            area = self.by_code[area.parent_code]


def gazetteer_of(areas: Iterable[AreaName], words: PlaceWords | None = None) -> Gazetteer:
    """
    Return the areas ready to be looked for in texts.

    :param words: what announces places; without it the words that come with Sejuk.
    :raises ValueError: two areas have one code, or a name has no letters.

    >>> areas = [AreaName("16.01.22", "Lubuk Batang", "kecamatan"),
    ...          AreaName("16.01.22.2008", "Belatung", "desa", "16.01.22")]
    >>> len(gazetteer_of(areas).areas)
    2
    """
    listed = tuple(areas)
    codes = [area.code for area in listed]
    if len(set(codes)) < len(codes):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        raise ValueError(f"Each code stands once; more than one area has {', '.join(twice)}.")
    for area in listed:
        if not any(letter.isalpha() for letter in area.name):
            raise ValueError(f"The area {area.code} needs a name with letters.")
    return Gazetteer(listed, words or standard_place_words())


def _spellings(areas: tuple[AreaName, ...], words: PlaceWords) -> Iterator[Spelling]:
    """Return official names, then what else is written for them; the first of one sound counts."""
    whole = _meant((area.name, at) for at, area in enumerate(areas))
    variants = _meant((name, at) for at, area in enumerate(areas) for name in area.variants)
    counted = {parts[:-1] for parts in whole if parts[-1] in NUMBER_WORDS}
    yield from (_spelling(parts, meant, words) for parts, meant in whole.items())
    others = [_spelling(parts, meant, words, is_variant=True) for parts, meant in variants.items()]
    for parts, meant in _parts(whole, words).items():
        part = _spelling(parts, meant, words, is_part=True)
        others.append(replace(part, is_counted=parts in counted))
    for letters, meant in _initials(areas, whole).items():
        short = Spelling((letters,), (letters,), (INITIALS_SAY,), tuple(meant), is_part=True)
        others.append(short)
    keys = {"".join(parts) for parts in whole}
    yield from (other for other in others if other.key not in keys)


def _meant(names: Iterable[tuple[str, int]]) -> dict[tuple[str, ...], list[int]]:
    """Return the areas by the words of their names; other alphabets have no words here."""
    meant: dict[tuple[str, ...], list[int]] = {}
    for name, at in names:
        meant.setdefault(_words_of(name), []).append(at)
    meant.pop((), None)
    return meant


def _initials(
    areas: tuple[AreaName, ...], whole: Mapping[tuple[str, ...], list[int]]
) -> dict[str, list[int]]:
    """Return the initials of kecamatan with three words: Sosoh Buay Rayap is "SBR"."""
    short: dict[str, list[int]] = {}
    for parts, meant in whole.items():
        above = [at for at in meant if areas[at].level == "kecamatan"]
        if len(parts) >= INITIALS and above:
            short.setdefault("".join(part[0] for part in parts), []).extend(above)
    return short


def _spelling(
    parts: tuple[str, ...],
    areas: list[int],
    words: PlaceWords,
    *,
    is_part: bool = False,
    is_variant: bool = False,
) -> Spelling:
    divided = _divided(parts, words)
    joined = JOINED_SAYS * (len(parts) < len(divided))
    each = tuple(
        joined + GENERIC_SAYS if part in words.shared else LETTER_SAYS * len(part)
        for part in divided
    )
    return Spelling(parts, divided, each, tuple(sorted(set(areas))), is_part, is_variant)


def _words_of(name: str) -> tuple[str, ...]:
    keys = [spoken.key for spoken in spoken_words(name) if spoken.key != UNREADABLE]
    return tuple(keys[1:] if len(keys) > 1 and keys[0] in LEVEL_WORDS else keys)


def _divided(parts: tuple[str, ...], words: PlaceWords) -> tuple[str, ...]:
    """Return the words of a name; a word that begins with a shared one is two (Tanjungagung)."""
    return tuple(part for word in parts for part in _in_two(word, words))


def _in_two(word: str, words: PlaceWords) -> list[str]:
    for cut in range(len(word) - FEWEST_REST, FEWEST_REST - 1, -1):
        if word[:cut] in words.shared and cut + FEWEST_REST <= len(word):
            return [word[:cut], word[cut:]]
    return [word]


def _parts(
    whole: Mapping[tuple[str, ...], list[int]], words: PlaceWords
) -> dict[tuple[str, ...], list[int]]:
    """
    Return parts that stand for names: "Baturaja" for five, "Kemelak" for one of three words.

    Of a name of three words the end stands for it too: "Peninjauan Raya".
    """
    meant: dict[tuple[str, ...], list[int]] = {}
    is_long: set[tuple[str, ...]] = set()
    for parts, areas in whole.items():
        begins = [parts[:end] for end in range(1, len(parts))]
        ends = [parts[1:]] if len(parts) > 2 else []  # noqa: PLR2004 - the end of two is one word
        for part in begins + ends:
            meant.setdefault(part, []).extend(areas)
        is_long.update(part for part in begins + ends if len(part) < len(parts) - 1 or part in ends)
    return {
        parts: areas
        for parts, areas in meant.items()
        if len("".join(parts)) >= PART_LETTERS
        and (len(areas) > 1 or parts in is_long)
        and (len(parts) > 1 or parts[0] not in words.plain | words.shared)
    }


def _indexed(spellings: tuple[Spelling, ...]) -> Index:
    ordered = tuple(sorted(spellings, key=lambda one: (len(one.key), one.key)))
    ordered = tuple(one for one in ordered if len(one.key) <= MOST_LETTERS)
    keys = [one.key for one in ordered]
    phrases = [
        (at, phrase)
        for at, one in enumerate(ordered)
        for phrase in dict.fromkeys((one.words, one.divided))
        if len(phrase) > 1
    ]
    parts = [part for _, phrase in phrases for part in phrase]
    return Index(
        spellings=ordered,
        names=Names(
            letters_of("".join(keys)),
            bounds_of([len(key) for key in keys]),
            np.array([_mask(key) for key in keys], dtype=np.uint64),
            np.array([_limit(len(key)) for key in keys], dtype=np.int32),
            np.searchsorted([len(key) for key in keys], range(MOST_LETTERS + 1)).astype(np.int32),
        ),
        phrases=Phrases(
            letters_of("".join(parts)),
            bounds_of([len(part) for part in parts]),
            bounds_of([len(phrase) for _, phrase in phrases]),
        ),
        phrase_of=tuple(at for at, _ in phrases),
    )


def letters_of(text: str) -> Letters:
    """Return letters as numbers."""
    return np.frombuffer(text.encode("ascii", "replace"), dtype=np.uint8)


def bounds_of(lengths: list[int]) -> Places:
    """Return where each of several pieces begins, and where the last ends."""
    return np.array([0, *np.cumsum(lengths)], dtype=np.int32)


def _mask(key: str) -> int:
    mask = 0
    for letter in key:
        mask |= 1 << int(bit_of(ord(letter)))
    return mask


def _limit(letters: int) -> int:
    """Return how many letters may differ: chosen, one in four or five and never more than three."""
    if letters <= 3:  # noqa: PLR2004 - a word of three letters with an error is any word
        return 0
    if letters <= 6:  # noqa: PLR2004
        return 1
    return 2 if letters <= 12 else 3  # noqa: PLR2004
