"""What is compared: a message with where and when it was told, and what it claims about them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Relation(StrEnum):
    """How a message stands to another one."""

    SAME = "same"
    MAYBE = "maybe"
    SIBLING_PLACE = "sibling_place"  # the same words about another place
    OTHER_NUMBER = "other_number"
    OTHER_DATE = "other_date"
    DENIAL = "denial"  # one tells it, the other one says that it is not so
    RELATED = "related"
    DIFFERENT = "different"


class Slot(StrEnum):
    """What two messages that share their words can still disagree about."""

    DENIAL = "denial"
    PLACE = "place"
    DATE = "date"
    NUMBER = "number"


RELATION_OF = {
    Slot.DENIAL: Relation.DENIAL,
    Slot.PLACE: Relation.SIBLING_PLACE,
    Slot.DATE: Relation.OTHER_DATE,
    Slot.NUMBER: Relation.OTHER_NUMBER,
}
"""What a conflict makes of two alike messages; the first one in this order that is found."""


@dataclass(frozen=True)
class Told:
    """
    A message, the codes of the areas that it speaks of, and the day on which it was told.

    Codes are compared level by level ("16.01.08" holds "16.01.08.2018").
    """

    text: str
    places: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Conflict:
    """What the one says and what the other one says instead."""

    slot: Slot
    first: str
    second: str


@dataclass(frozen=True)
class Comparison:
    """
    How two messages stand to each other.

    `score` is the share, from 0 to 1, of the runs of four letters that both have in common, after
    their spellings were made one (Jaccard); `shared` are the longest runs of words in common, as
    they stand in the first.
    """

    relation: Relation
    score: float
    shared: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Match:
    """A known message that may be the same, by its number in the order given."""

    number: int
    relation: Relation
    score: float
    shared: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
