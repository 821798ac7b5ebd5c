"""A draft that somebody is about to change: still a draft, and still as he saw it."""

from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries import rosters
from sejuk.plan.deployment.rules import RosterState


class Outdated(Refused):
    """The board was changed since it was read; nothing has been done."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "Somebody else changed this board meanwhile. Nothing was overwritten: look at the "
                "newest state and decide again."
            )
        )


def draft_to_change(roster_id: int, revision: int, *, actor: Actor) -> Roster:
    """
    Return a draft in the revision that the actor saw, locked until the transaction ends.

    :raises NotYours: when it does not exist for this actor
    :raises Outdated: when it is no longer in that revision
    :raises Refused: when he may not plan, it is no draft, or it is being computed
    """
    roster = rosters.roster_to_change(roster_id, actor=actor)
    rules.may_plan(actor, area_code=roster.operation.area_id).or_refuse()
    rules.may_edit(RosterState(roster.state)).or_refuse()
    if rosters.open_solve(roster):
        raise Refused(N_("This draft is still being computed. Stop that first, or wait."))
    if roster.revision != revision:
        raise Outdated
    return roster
