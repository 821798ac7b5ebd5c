"""
How much speaks for a window of words being a name: points, as natural logarithms of odds.

A name speaks by its letters, each change of a letter speaks against by the number of ways to make
one, and words around the name add or take away. It is the reasoning of Fellegi and Sunter 1969
(agreement weighs by how rare it is by chance) with weights chosen here and tried on texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from sejuk.engines.triage.locating.comparing import close_names, shortened_names
from sejuk.engines.triage.locating.gazetteer import Gazetteer, Spelling, bounds_of, letters_of
from sejuk.engines.triage.locating.mentions import PlaceClue
from sejuk.engines.triage.locating.place_words import Cue
from sejuk.engines.triage.locating.spelling import Spoken
from sejuk.engines.triage.locating.surroundings import Announced, announced

MOST_FOUND = 4000  # rows of a text of 10,000 letters; more are not read
NOUN_SAYS = 2.0
SHORT_COSTS = 0.5
APART_COSTS = 0.7
PART_COSTS = 1.0
EVERYDAY_COSTS = 5.0
CAPITAL_SAYS = 1.5
# Changes of a letter: 26 letters, and adding, dropping or swapping, at each place of the name.
WAYS_TO_CHANGE = 12.0


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` up to `end` of a text, compared with a spelling, and the points for it."""

    first: int
    end: int
    spelling: Spelling
    points: float
    clue: PlaceClue
    announced: Announced


def weighed_windows(words: Sequence[Spoken], text: str, gazetteer: Gazetteer) -> list[Window]:
    """Return every window that has something of a name."""
    letters = letters_of("".join(word.key for word in words))
    bounds = bounds_of([len(word.key) for word in words])
    index = gazetteer.index
    found = np.empty((MOST_FOUND, 5), dtype=np.int32)
    count = close_names(letters, bounds, index.names, found)
    rows = [(first, end, name, edits, 0) for first, end, name, edits, _ in found[:count].tolist()]
    count = shortened_names(letters, bounds, index.phrases, found)
    rows += [
        (first, end, index.phrase_of[phrase], edits, short)
        for first, end, phrase, edits, short in found[:count].tolist()
    ]
    weigh = _Weighing(words, text, gazetteer)
    return [
        window
        for first, end, name, edits, short in rows
        if (window := weigh.window(first, end, index.spellings[name], edits, short)) is not None
    ]


class _Weighing:
    """The words of one text and what is known about places."""

    def __init__(self, words: Sequence[Spoken], text: str, gazetteer: Gazetteer) -> None:
        self.words = words
        self.text = text
        self.known = gazetteer.words
        self.areas = gazetteer.areas
        self.speaks_by_capitals = any(not word.is_capital and not word.is_number for word in words)
        self.cues: dict[int, Announced] = {}

    def window(
        self, first: int, end: int, spelling: Spelling, edits: int, short: int
    ) -> Window | None:
        window = self.words[first:end]
        keys = [word.key for word in window]
        if "\n\n" in self.text[window[0].end : window[-1].start] or keys[0].isdigit():
            return None
        cue = self.cues.get(first)
        if cue is None:
            cue = self.cues[first] = announced(self.words, first, self.text, self.known)
        points = self._of_letters(keys, spelling, edits, short)
        if points is None:
            return None
        points += cue.cue.value if not short or cue.cue.value > 0 else 0.0
        if self.speaks_by_capitals and first and all(w.is_capital or w.is_number for w in window):
            points += CAPITAL_SAYS
        if end < len(self.words) and self.words[end].key in self.known.against_after:
            points -= EVERYDAY_COSTS if spelling.key in self.known.common_nouns else 0.0
        return Window(first, end, spelling, points, self._clue(keys, spelling, edits, short), cue)

    def _of_letters(
        self, keys: list[str], spelling: Spelling, edits: int, short: int
    ) -> float | None:
        known = self.known
        is_plain = all(key in known.plain for key in keys)
        if edits and is_plain:
            return None
        says = spelling.says
        if (is_plain or spelling.key in known.common_nouns) and not short:
            says = min(says, NOUN_SAYS)
        letters = len(spelling.key)
        says -= edits * log(WAYS_TO_CHANGE * letters)
        says -= short * SHORT_COSTS
        if edits or short:
            own = {*spelling.words, *spelling.divided}
            strange = sum(key in known.plain and key not in own for key in keys)
            says -= EVERYDAY_COSTS * strange
        if len(keys) != len(spelling.words):
            says -= APART_COSTS
        return says - PART_COSTS * spelling.is_part

    @staticmethod
    def _clue(keys: list[str], spelling: Spelling, edits: int, short: int) -> PlaceClue:
        if edits:
            return PlaceClue.MISSPELLED
        if short:
            return PlaceClue.SHORTENED
        if spelling.is_part:
            return PlaceClue.PART
        if spelling.is_variant:
            return PlaceClue.VARIANT
        return PlaceClue.EXACT if tuple(keys) == spelling.words else PlaceClue.APART


def of_level(cue: Cue, *, is_village: bool) -> float:
    """Return what a cue says about a level: "kec" is no village, "desa" no kecamatan."""
    if cue in {Cue.VILLAGE, Cue.STATION}:
        return 0.0 if is_village else -4.0
    if cue is Cue.SUBDISTRICT:
        return -4.0 if is_village else 0.0
    return 0.0
