"""What the words around a name say about it."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from sejuk.engines.triage.locating.place_words import Cue, PlaceWords
from sejuk.engines.triage.locating.spelling import Spoken

MOST_ELSEWHERE_WORDS = 3
BESIDE_WORDS = 4  # chosen: "Ujan Mas, kabupaten Muara Enim" is beside


class Announced(NamedTuple):
    """A cue and the words of the text that are it."""

    cue: Cue
    words: str = ""


def announced(words: Sequence[Spoken], at: int, text: str, known: PlaceWords) -> Announced:
    """Return what stands before the word at `at`."""
    back = at - 1
    while back >= 0 and words[back].is_number and at - back <= 2:  # noqa: PLR2004 - TPS 02, RT 3
        back -= 1
    if back < 0 or "\n" in text[words[back].end : words[at].start]:
        return Announced(Cue.NOTHING)
    said = Announced(
        known.cues.get(words[back].key, Cue.NOTHING), text[words[back].start : words[at - 1].end]
    )
    if said.cue is Cue.WHERE and back and known.cues.get(words[back - 1].key) is Cue.PEOPLE:
        return Announced(Cue.PEOPLE, text[words[back - 1].start : words[at - 1].end])
    skipped = at - 1 - back
    if skipped and said.cue in {Cue.AT, Cue.WHERE, Cue.AGAINST, Cue.SUBDISTRICT}:
        return Announced(Cue.NOTHING)
    return said


def elsewhere_in(words: Sequence[Spoken], names: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Return first and last word + 1 of each of these names."""
    found: list[tuple[int, int]] = []
    keys = [word.key for word in words]
    first = 0
    while first < len(keys):
        joined, longest = "", 0
        for end in range(first + 1, min(first + MOST_ELSEWHERE_WORDS, len(keys)) + 1):
            joined += keys[end - 1]
            longest = end if joined in names else longest
        if longest:
            found.append((first, longest))
        first = max(longest, first + 1)
    return tuple(found)


def elsewhere_beside(end: int, outside: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the place outside that follows a name which ends before word `end`."""
    at = bisect_left(outside, (end,))
    return outside[at] if at < len(outside) and outside[at][0] - end < BESIDE_WORDS else None
