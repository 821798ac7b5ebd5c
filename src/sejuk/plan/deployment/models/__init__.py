"""The tables of deployment."""

from sejuk.plan.deployment.models.posts import (
    Ban,
    Band,
    Holiday,
    Need,
    Pattern,
    Post,
    PostKind,
    RuleSetting,
    Squad,
    SquadMember,
    Wish,
)
from sejuk.plan.deployment.models.rosters import Duty, Override, Roster, Solve, Substitution
from sejuk.plan.deployment.models.stations import (
    Padal,
    Platoon,
    StationGrade,
    StationGroup,
    StationPlan,
)

__all__ = [
    "Ban",
    "Band",
    "Duty",
    "Holiday",
    "Need",
    "Override",
    "Padal",
    "Pattern",
    "Platoon",
    "Post",
    "PostKind",
    "Roster",
    "RuleSetting",
    "Solve",
    "Squad",
    "SquadMember",
    "StationGrade",
    "StationGroup",
    "StationPlan",
    "Substitution",
    "Wish",
]
