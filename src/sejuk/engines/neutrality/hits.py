"""Who stands for election, and what is found about them in a text."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Contestant:
    """
    A pair or person that stands for election: the number on the ballot, and what they are called.

    `names` are full names, nicknames and the short name of the pair.
    """

    number: int
    names: tuple[str, ...]
    slogans: tuple[str, ...] = ()


class HitKind(StrEnum):
    """What a text may not say unnoticed."""

    NAME = "name"
    NUMBER = "number"
    SLOGAN = "slogan"
    FINGER_SIGN = "finger_sign"
    PRAISE = "praise"
    BLAME = "blame"
    CAMPAIGN = "campaign"


class HitCode(StrEnum):
    """Why it is a hit. Pages translate by these codes."""

    FULL_NAME = "full_name"
    PART_OF_NAME = "part_of_name"
    PART_ALONE = "part_alone"  # a short part with a capital, and nothing else that tells who it is
    SHORT_NAME = "short_name"  # "Pak Wira", "bu Kornel": the beginning of a name behind a title
    MISSPELLED_NAME = "misspelled_name"
    BALLOT_NUMBER = "ballot_number"  # "nomor urut 2", "paslon 01"
    NUMBER_TO_VOTE = "number_to_vote"  # "coblos nomor 2"
    NUMBER_AS_CRY = "number_as_cry"  # "02 menang", "#salam02"
    SLOGAN = "slogan"
    SLOGAN_CUT = "slogan_cut"
    SLOGAN_REWORDED = "slogan_reworded"
    FINGERS_TOLD = "fingers_told"  # "salam dua jari"
    FINGERS_SHOWN = "fingers_shown"  # ✌
    PRAISE_BESIDE = "praise_beside"
    BLAME_BESIDE = "blame_beside"
    CAMPAIGN_PHRASE = "campaign_phrase"


@dataclass(frozen=True, slots=True)
class HitReason:
    """A code, and what the words stand for: a name, a number, a slogan, who is meant."""

    code: HitCode
    words: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a text says it, and why it counts."""

    kind: HitKind
    start: int
    end: int
    words: str
    reason: HitReason
