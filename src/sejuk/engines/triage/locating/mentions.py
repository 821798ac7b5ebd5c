"""What is found: a place in a text, whom it may mean, and the reasons."""

from dataclasses import dataclass
from enum import StrEnum


class PlaceClue(StrEnum):
    """Why an area is a candidate, and what moved it up or down. Pages translate by these codes."""

    EXACT = "exact"  # written as the official name
    APART = "apart"  # the same letters, joined or apart
    VARIANT = "variant"  # another spelling in use
    SHORTENED = "shortened"  # tj baru
    MISSPELLED = "misspelled"
    PART = "part"  # only the beginning of the name
    ANNOUNCED = "announced"  # "desa", "kec", "TPS 2" stand before it
    OTHER_LEVEL = "other_level"  # "kec" stands before it, it is a village (or the reverse)
    PARENT_NAMED = "parent_named"  # the kecamatan that it lies in is named
    NEAR = "near"  # in the same kecamatan as the place that is known
    ELSEWHERE = "elsewhere"  # another district is named beside it


@dataclass(frozen=True, slots=True)
class PlaceReason:
    """
    A clue, and the words it is about.

    For how it is written: the official name that the text was compared with. For the others: the
    words of the text that say so, or the name of the area that does.
    """

    clue: PlaceClue
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    An area that may be meant.

    `score` is between 0 and 1; the scores of one mention sum to at most 1. It ranks; it is not
    the share of right answers. `reason` is how it is written, `further` what moved it.
    """

    code: str
    score: float
    reason: PlaceReason
    further: tuple[PlaceReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a place, and whom it may mean, likeliest first."""

    start: int
    end: int
    words: str
    candidates: tuple[Candidate, ...]
    is_ambiguous: bool
