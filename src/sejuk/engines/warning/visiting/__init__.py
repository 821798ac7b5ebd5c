"""Outreach sampling, the audit of its feedback, and a district in which visits make records."""

from sejuk.engines.warning.visiting.auditing import (
    SHADOW_AT_LEAST,
    AuditedVillage,
    EffortTercile,
    FeedbackAudit,
    feedback_audit,
)
from sejuk.engines.warning.visiting.sampling import (
    EXPLORE_ONE_IN,
    MOST_DAYS_SHARE,
    VisitCandidate,
    VisitChoice,
    VisitTurn,
    contact_saturation,
    sample_visits,
    slots_by_turn,
)
from sejuk.engines.warning.visiting.simulation import (
    FeedbackOutcome,
    FeedbackPolicy,
    simulate_feedback,
)

__all__ = [
    "EXPLORE_ONE_IN",
    "MOST_DAYS_SHARE",
    "SHADOW_AT_LEAST",
    "AuditedVillage",
    "EffortTercile",
    "FeedbackAudit",
    "FeedbackOutcome",
    "FeedbackPolicy",
    "VisitCandidate",
    "VisitChoice",
    "VisitTurn",
    "contact_saturation",
    "feedback_audit",
    "sample_visits",
    "simulate_feedback",
    "slots_by_turn",
]
