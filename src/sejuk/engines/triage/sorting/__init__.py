"""
What a message is about and how urgent it is: suggested with its words, decided by a person.

Messages are analysed, never persons: nothing here takes a sender, and nothing is learnt from a text
in which personal data stands.
"""

from sejuk.engines.triage.sorting.asking import Question, next_to_ask
from sejuk.engines.triage.sorting.calibrating import Curve
from sejuk.engines.triage.sorting.categories import CATEGORIES, Category
from sejuk.engines.triage.sorting.decisions import CannotLearn, Decided, Turn
from sejuk.engines.triage.sorting.evaluating import (
    CannotJudge,
    CategoryFigure,
    Evaluation,
    Figure,
    Verdict,
    VerdictCode,
    evaluated,
    may_replace,
    unseen_by,
)
from sejuk.engines.triage.sorting.learning import trained
from sejuk.engines.triage.sorting.matching import RuleHit, sorted_by_rules
from sejuk.engines.triage.sorting.models import (
    SortingModel,
    Terms,
    UnusableModel,
    model_from_json,
    model_to_json,
)
from sejuk.engines.triage.sorting.proposing import suggested
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
    "CannotJudge",
    "CannotLearn",
    "Category",
    "CategoryFigure",
    "CategoryGuess",
    "Curve",
    "Decided",
    "Evaluation",
    "Figure",
    "Question",
    "Reason",
    "RuleHit",
    "Rulebook",
    "SortingModel",
    "Suggested",
    "Terms",
    "Turn",
    "UnusableModel",
    "UnusableRules",
    "Urgency",
    "UrgencyCode",
    "UrgencyDecided",
    "UrgencyFacts",
    "UrgencyPart",
    "UrgencyPoints",
    "Verdict",
    "VerdictCode",
    "evaluated",
    "may_replace",
    "model_from_json",
    "model_to_json",
    "next_to_ask",
    "rulebook_of",
    "sorted_by_rules",
    "standard_rulebook",
    "starting_points",
    "suggested",
    "trained",
    "unseen_by",
    "urgency",
    "urgency_fitted",
]
