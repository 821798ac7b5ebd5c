"""Where and when: places of a gazetteer and dates in a text, never a silent guess."""

from sejuk.engines.triage.locating.dates import DateMention, dates_in
from sejuk.engines.triage.locating.gazetteer import AreaName, Gazetteer, gazetteer_of
from sejuk.engines.triage.locating.mentions import Candidate, Mention, PlaceClue, PlaceReason
from sejuk.engines.triage.locating.place_words import (
    PlaceWords,
    place_words_of,
    standard_place_words,
)
from sejuk.engines.triage.locating.places import located

__all__ = [
    "AreaName",
    "Candidate",
    "DateMention",
    "Gazetteer",
    "Mention",
    "PlaceClue",
    "PlaceReason",
    "PlaceWords",
    "dates_in",
    "gazetteer_of",
    "located",
    "place_words_of",
    "standard_place_words",
]
