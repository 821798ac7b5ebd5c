"""Changes to posts, rosters and published duties: what the other folders may call."""

from sejuk.plan.deployment.actions.drafts import (
    drop_roster,
    make_draft,
)
from sejuk.plan.deployment.actions.publishing import (
    propose_roster,
    publish_roster,
    return_roster,
)
from sejuk.plan.deployment.actions.repairing import repair_roster
from sejuk.plan.deployment.actions.solving import ask_solve, stop_solve
from sejuk.plan.deployment.actions.substituting import substitute_person

__all__ = [
    "ask_solve",
    "drop_roster",
    "make_draft",
    "propose_roster",
    "publish_roster",
    "repair_roster",
    "return_roster",
    "stop_solve",
    "substitute_person",
]
