"""A published roster is mended: a new draft with the fewest changes, each with its reason."""

from datetime import datetime

from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.actions.drawing import NewDraft
from sejuk.plan.deployment.actions.seating import Seating
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries import verdicts
from sejuk.plan.deployment.queries.board import roster_called
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.repairs import kept_repair
from sejuk.plan.deployment.rules import RosterState

# What the column of a roster's name holds.
MOST_LETTERS = 120


@traced
def repair_roster(*, roster_id: int, actor: Actor, now: datetime) -> Roster:
    """
    Make a draft of a published roster in which those who fell away are replaced.

    What has begun stays. Of what is ahead as few duties as possible change hands; why each does,
    and whether fewer would have been possible, is kept with the draft.

    :raises NotYours: when the roster does not exist for this actor
    :raises Refused: when he may not plan, or it is not published
    """
    # Read, not locked: computing takes a while, and duties of it may change hands meanwhile.
    roster = roster_called(roster_id, actor=actor)
    rules.may_plan(actor, area_code=roster.operation.area_id).or_refuse()
    if roster.state != RosterState.PUBLISHED:
        raise Refused(N_("Only a published roster is mended. A draft is computed anew."))
    name = gettext("%(name)s, mended") % {"name": roster.name}
    wanted = NewDraft(
        roster.operation, name[:MOST_LETTERS], roster.starts_on, roster.ends_on, made_from=roster
    )
    draft = wanted.written(actor=actor, now=now)
    problem = problem_of(draft)
    found = engine.repair(problem, placed(draft), frozen_until=now)
    changed = Seating(draft).take(found.roster)
    draft.figures = {
        **verdicts.figures_of(draft, engine.verify(problem, placed(draft))),
        "repair": kept_repair(found),
    }
    draft.save(update_fields=["figures"])
    # The only entry, and the last: from here on all other writers wait, not while it was computed.
    record(
        verb="deployment.roster.repaired",
        subject=draft,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        detail={
            "starts_on": roster.starts_on,
            "ends_on": roster.ends_on,
            "made_from": roster.pk,
            "changed": changed,
            "empty": found.empty_seats,
        },
    )
    return draft
