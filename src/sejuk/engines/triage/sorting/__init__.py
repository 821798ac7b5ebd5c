"""
What a message is about and how urgent it is: suggested with its words, decided by a person.

Messages are analysed, never persons: nothing here takes a sender, and nothing is learnt from a text
in which personal data stands.
"""

from sejuk.engines.triage.sorting.categories import CATEGORIES, Category
from sejuk.engines.triage.sorting.matching import RuleHit, sorted_by_rules
from sejuk.engines.triage.sorting.rulebooks import (
    Rulebook,
    UnusableRules,
    rulebook_of,
    standard_rulebook,
)
from sejuk.engines.triage.sorting.suggesting import CategoryGuess, Reason, Suggested
from sejuk.engines.triage.sorting.urgency import (
    Urgency,
    UrgencyCode,
    UrgencyFacts,
    UrgencyPart,
    UrgencyPoints,
    starting_points,
    urgency,
)
from sejuk.engines.triage.sorting.urgency_fitting import UrgencyDecided, urgency_fitted

__all__ = [
    "CATEGORIES",
    "Category",
    "CategoryGuess",
    "Reason",
    "RuleHit",
    "Rulebook",
    "Suggested",
    "UnusableRules",
    "Urgency",
    "UrgencyCode",
    "UrgencyDecided",
    "UrgencyFacts",
    "UrgencyPart",
    "UrgencyPoints",
    "rulebook_of",
    "sorted_by_rules",
    "standard_rulebook",
    "starting_points",
    "urgency",
    "urgency_fitted",
]
