"""
How much speaks for a window of words being a name: points, as natural logarithms of odds.

A name speaks by its letters, each change of a letter speaks against by the number of ways to make
one, and words around the name add or take away. It is the reasoning of Fellegi and Sunter 1969
(agreement weighs by how rare it is by chance) with weights chosen here and tried on texts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from math import inf, log
from typing import NamedTuple

import numpy as np

from sejuk.engines.triage.locating.comparing import SHORT_LETTERS, close_names, shortened_names
from sejuk.engines.triage.locating.gazetteer import (
    LETTER_SAYS,
    Gazetteer,
    Spelling,
    bounds_of,
    letters_of,
)
from sejuk.engines.triage.locating.mentions import PlaceClue
from sejuk.engines.triage.locating.place_words import Cue, PlaceWords
from sejuk.engines.triage.locating.spelling import Spoken
from sejuk.engines.triage.locating.surroundings import Announced, announced

MOST_FOUND = 4000  # rows of a text of 10,000 letters; more are not read
NOUN_SAYS = 2.0
PLAIN_SAYS = 5.0  # everyday words that are seldom said together, or by their sound only
DERIVED_SAYS = 3.0  # an everyday word with affixes, or a name with a slip
SHORT_COSTS = 0.5
APART_COSTS = 0.7
PART_COSTS = 1.0
ELSEWHERE_CUT_COSTS = 4.0  # words that end where no word of the name ends
STRANGE_COSTS = 5.0  # another word of the language stands in the place of a word of the name
AFTER_COSTS = 5.0
OTHER_NUMBER_COSTS = 20.0  # as good as never
CAPITAL_SAYS = 1.5
OTHER_LEVEL_SAYS = -4.0
SAME_LEVEL_SAYS = 0.5
NOUN_CAPITAL_SAYS = 2.0
THING_AT_SAYS = 3.0
HEADING_SAYS = 4.0
MOST_CAPITALS = 0.5  # a headline says nothing by its capitals
# Changes of a letter: 26 letters, and adding, dropping or swapping, at each place of the name.
WAYS_TO_CHANGE = 12.0
SECOND_CHANGE_COSTS = 1.0
ALONE_COSTS = 2.0  # a second change in a single word: many words are as near
_STOP = re.compile(r"[,;:!?()\"\n|]|\.(?=\s)")
_ROMAN = re.compile(r"[IVX]+|[ivx]+")
STOP_LETTERS = 4  # a full stop behind so few letters shortens a word


class Window(NamedTuple):
    """Words `first` up to `end` of a text, compared with a spelling, and the points for it."""

    first: int
    end: int
    spelling: Spelling
    points: float
    clue: PlaceClue
    announced: Announced


class Row(NamedTuple):
    """A window and a name as the loops found them; `short` words stand for longer ones."""

    first: int
    end: int
    spelling: Spelling
    edits: int
    short: int


def weighed_windows(words: Sequence[Spoken], text: str, gazetteer: Gazetteer) -> list[Window]:
    """Return every window that has something of a name."""
    surroundings = Surroundings(words, text, gazetteer.words)
    weighed = []
    for row in _rows(words, gazetteer):
        if surroundings.is_cut(row.first, row.end):
            continue
        keys = [word.key for word in words[row.first : row.end]]
        points = letters_say(keys, row, gazetteer.words)
        if points is None:
            continue
        points += surroundings.say(row)
        cue = surroundings.before(row.first)
        weighed.append(Window(row.first, row.end, row.spelling, points, _clue(keys, row), cue))
    return [one for one in weighed if not surroundings.is_just_now(one, weighed)]


def _rows(words: Sequence[Spoken], gazetteer: Gazetteer) -> Iterator[Row]:
    letters = letters_of("".join(word.key for word in words))
    bounds = bounds_of([len(word.key) for word in words])
    index = gazetteer.index
    found = np.empty((MOST_FOUND, 5), dtype=np.int32)
    count = close_names(letters, bounds, index.names, found)
    for first, end, name, edits, _ in found[:count].tolist():
        yield Row(first, end, index.spellings[name], edits, 0)
    count = shortened_names(letters, bounds, index.phrases, found)
    for first, end, phrase, edits, short in found[:count].tolist():
        yield Row(first, end, index.spellings[index.phrase_of[phrase]], edits, short)


def letters_say(keys: Sequence[str], row: Row, known: PlaceWords) -> float | None:
    """Return the points of a window's letters for a name; none when they are other words."""
    spelling, edits = row.spelling, row.edits
    own = [key for key in keys if key in spelling.words and key not in known.shared]
    if edits and not own and all(_is_listed(key, known) for key in keys):
        return None
    says = _short_says(keys, row, known) if row.short else spelling.says
    if says is None:
        return None
    says -= edits * log(WAYS_TO_CHANGE * len(spelling.key))
    if edits > 1:
        says -= SECOND_CHANGE_COSTS + ALONE_COSTS * (len(keys) == 1)
    if edits or row.short:
        others = [key for key in keys if key not in spelling.words and key not in spelling.divided]
        if any(key in known.cues for key in others):
            return None
        says -= STRANGE_COSTS * sum(key in known.shared or key in known.plain for key in others)
    if len(keys) > len(spelling.words) and not row.short:
        says -= APART_COSTS
        says -= ELSEWHERE_CUT_COSTS * _cuts_elsewhere(keys, spelling) * bool(edits)
    says -= PART_COSTS * spelling.is_part
    return says if row.short else min(says, _most(keys, row, known))


def _is_listed(key: str, known: PlaceWords) -> bool:
    return key in known.plain or key in known.shared or key in known.misspellings


def _most(keys: Sequence[str], row: Row, known: PlaceWords) -> float:
    """Return the most that letters can say that are everyday words too."""
    if row.spelling.key in known.common_nouns:
        return NOUN_SAYS
    if all(key in known.plain for key in keys):
        return PLAIN_SAYS
    if row.edits and all(_is_listed(key, known) or known.is_derived(key) for key in keys):
        return DERIVED_SAYS
    return inf


def _short_says(keys: Sequence[str], row: Row, known: PlaceWords) -> float | None:
    """A short form says no more than its letters; one that is a word itself is no short form."""
    spelling = row.spelling
    says = 0.0
    if len(keys) == len(spelling.divided):
        parts: Iterable[tuple[str, float]] = zip(spelling.divided, spelling.each_says, strict=True)
    else:
        parts = ((word, LETTER_SAYS * len(word)) for word in spelling.words)
    for key, (word, word_says) in zip(keys, parts, strict=True):
        if not _is_short(key, word):
            says += word_says
        elif key in known.plain or key in known.cues:
            return None
        elif len(key) > 1:
            says += min(word_says, LETTER_SAYS * len(key)) - SHORT_COSTS
    return says


def _is_short(key: str, word: str) -> bool:
    letters = iter(word)
    return len(key) <= min(SHORT_LETTERS, len(word) - 2) and all(one in letters for one in key)


def _cuts_elsewhere(keys: Sequence[str], spelling: Spelling) -> int:
    ends = {end for parts in (spelling.words, spelling.divided) for end in _ends(parts)}
    return sum(min((abs(end - own) for own in ends), default=9) > 1 for end in _ends(keys))


def _ends(parts: Sequence[str]) -> list[int]:
    return list(accumulate(len(part) for part in parts))[:-1]


def _clue(keys: Sequence[str], row: Row) -> PlaceClue:
    if row.edits:
        return PlaceClue.MISSPELLED
    if row.short:
        return PlaceClue.SHORTENED
    if row.spelling.is_part:
        return PlaceClue.PART
    if row.spelling.is_variant:
        return PlaceClue.VARIANT
    return PlaceClue.EXACT if tuple(keys) == row.spelling.words else PlaceClue.APART


class Surroundings:
    """The words of one text around its windows."""

    def __init__(self, words: Sequence[Spoken], text: str, known: PlaceWords) -> None:
        self.words = words
        self.text = text
        self.known = known
        capitals = sum(word.is_capital for word in words[1:])
        self.speaks_by_capitals = capitals < MOST_CAPITALS * max(1, len(words) - 1)
        self.cues: dict[int, Announced] = {}

    def is_cut(self, first: int, end: int) -> bool:
        """Say whether a sentence ends inside a window."""
        return any(self._stops(at) for at in range(first, end - 1))

    def _stops(self, at: int) -> bool:
        stop = _STOP.search(self.text, self.words[at].end, self.words[at + 1].start)
        if stop is None:
            return False
        return stop[0] != "." or len(self.words[at].key) > STOP_LETTERS

    def is_just_now(self, window: Window, others: Sequence[Window]) -> bool:
        """Say whether "baru" behind a name only means "just": "Lubuk Batang baru saja banjir"."""
        if window.end == len(self.words) or self.words[window.end - 1].key != "baru":
            return False
        if self.words[window.end].key not in self.known.just:
            return False
        return any((one.first, one.end) == (window.first, window.end - 1) for one in others)

    def before(self, first: int) -> Announced:
        """Return what announces the word `first`."""
        cue = self.cues.get(first)
        if cue is None:
            cue = self.cues[first] = announced(self.words, first, self.text, self.known)
        return cue

    def say(self, row: Row) -> float:
        """Return the points of what stands before and behind a window, and of its capitals."""
        first, end, name = row.first, row.end, row.spelling.key
        is_noun = name in self.known.common_nouns
        cue = self.before(first).cue
        says = cue.value
        if cue is Cue.AT and name in self.known.things:
            says += THING_AT_SAYS
        if self.speaks_by_capitals and first and self._is_capital(first, end):
            says += NOUN_CAPITAL_SAYS if is_noun else CAPITAL_SAYS
        if not first and self._is_heading(end):
            says += HEADING_SAYS
        if row.spelling.is_counted and self._is_number(end):
            says -= OTHER_NUMBER_COSTS
        if is_noun and end < len(self.words):
            says -= AFTER_COSTS * (self.words[end].key in self.known.against_after)
        return says

    def _is_heading(self, end: int) -> bool:
        """Say whether the words are all there is, or a colon is behind them: "Durian: banjir"."""
        return end == len(self.words) or self.text[self.words[end - 1].end :].lstrip()[:1] == ":"

    def _is_number(self, end: int) -> bool:
        """Say whether a number follows: Batu Marta VI is another settlement."""
        if end == len(self.words):
            return False
        word = self.words[end]
        written = self.text[word.start : word.end]
        return word.is_number or _ROMAN.fullmatch(written) is not None

    def _is_capital(self, first: int, end: int) -> bool:
        return all(word.is_capital or word.is_number for word in self.words[first:end])


def of_level(cue: Cue, level: str) -> float:
    """
    Return what a cue says about a level: "kec" is no village, "desa" no kecamatan.

    Many call a kelurahan "desa": that only puts a desa first.
    """
    is_village = level in {"desa", "kelurahan"}
    if cue is Cue.SUBDISTRICT:
        return OTHER_LEVEL_SAYS if is_village else 0.0
    if cue in {Cue.VILLAGE, Cue.URBAN, Cue.STATION} and not is_village:
        return OTHER_LEVEL_SAYS
    if cue is Cue.URBAN:
        return SAME_LEVEL_SAYS if level == "kelurahan" else 0.0
    return SAME_LEVEL_SAYS if cue is Cue.VILLAGE and level == "desa" else 0.0
