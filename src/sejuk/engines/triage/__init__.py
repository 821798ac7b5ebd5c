"""
Triage: what a message says, where, whether it was said before, and how urgent it is.

It reads messages, never persons: personal data are taken out first. It suggests with its reasons,
and a person decides.

    >>> redacted("Hub 0812-3456-7890, wong2 dak galak milih").text
    'Hub [telepon], wong2 dak galak milih'
    >>> normalised("wong2 dak galak milih")
    'orang-orang tidak mau memilih'
"""

from sejuk.engines.triage.folding import (
    Lexicon,
    UnusableLexicon,
    folded,
    folded_all,
    lexicon_of,
    merged,
    normalised,
    standard_lexicon,
)
from sejuk.engines.triage.locating import (
    AreaName,
    Candidate,
    Gazetteer,
    Mention,
    PlaceClue,
    PlaceReason,
    PlaceWords,
    gazetteer_of,
    located,
    place_words_of,
    standard_place_words,
)
from sejuk.engines.triage.matching import (
    Comparison,
    Conflict,
    Match,
    Relation,
    Slot,
    Told,
    closest,
    clusters,
    compared,
)
from sejuk.engines.triage.redacting import (
    PLACEHOLDERS,
    Personal,
    PersonalKind,
    Redacted,
    redacted,
)
from sejuk.engines.triage.sorting import (
    Category,
    Rulebook,
    RuleHit,
    UnusableRules,
    Urgency,
    UrgencyCode,
    UrgencyDecided,
    UrgencyFacts,
    UrgencyPart,
    UrgencyPoints,
    rulebook_of,
    sorted_by_rules,
    urgency,
    urgency_fitted,
)

__all__ = [
    "PLACEHOLDERS",
    "AreaName",
    "Candidate",
    "Category",
    "Comparison",
    "Conflict",
    "Gazetteer",
    "Lexicon",
    "Match",
    "Mention",
    "Personal",
    "PersonalKind",
    "PlaceClue",
    "PlaceReason",
    "PlaceWords",
    "Redacted",
    "Relation",
    "RuleHit",
    "Rulebook",
    "Slot",
    "Told",
    "UnusableLexicon",
    "UnusableRules",
    "Urgency",
    "UrgencyCode",
    "UrgencyDecided",
    "UrgencyFacts",
    "UrgencyPart",
    "UrgencyPoints",
    "closest",
    "clusters",
    "compared",
    "folded",
    "folded_all",
    "gazetteer_of",
    "lexicon_of",
    "located",
    "merged",
    "normalised",
    "place_words_of",
    "redacted",
    "rulebook_of",
    "sorted_by_rules",
    "standard_lexicon",
    "standard_place_words",
    "urgency",
    "urgency_fitted",
]
