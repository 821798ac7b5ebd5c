"""Tables of signals: what came in, who may send, what was suggested and decided."""

from sejuk.sense.signals.models.access import ApiKey, Attempt, NetworkSalt
from sejuk.sense.signals.models.bulk import BulkDeed, BulkRow
from sejuk.sense.signals.models.dialogue import (
    Entry,
    EntrySeen,
    Notice,
    NoticeRoute,
    SurveyAnswer,
)
from sejuk.sense.signals.models.learning import ModelTurn, ModelVersion, Question
from sejuk.sense.signals.models.photos import HeldPhoto, Photo
from sejuk.sense.signals.models.portal import (
    Flood,
    Following,
    PublicMatter,
    PublishedWeek,
    SpentToken,
)
from sejuk.sense.signals.models.signals import Receipt, Signal
from sejuk.sense.signals.models.triage import Decision, Suggestion
from sejuk.sense.signals.models.views import SavedView

__all__ = [
    "ApiKey",
    "Attempt",
    "BulkDeed",
    "BulkRow",
    "Decision",
    "Entry",
    "EntrySeen",
    "Flood",
    "Following",
    "HeldPhoto",
    "ModelTurn",
    "ModelVersion",
    "NetworkSalt",
    "Notice",
    "NoticeRoute",
    "Photo",
    "PublicMatter",
    "PublishedWeek",
    "Question",
    "Receipt",
    "SavedView",
    "Signal",
    "SpentToken",
    "Suggestion",
    "SurveyAnswer",
]
