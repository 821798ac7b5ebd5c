"""A published roster is mended: a new draft with the fewest changes, each with its reason."""

from datetime import datetime

from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.actions.drafts import make_draft
from sejuk.plan.deployment.actions.seating import Seating
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries import rosters, verdicts
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
    roster = rosters.roster_to_change(roster_id, actor=actor)
    rules.may_plan(actor, area_code=roster.operation.area_id).or_refuse()
    if roster.state != RosterState.PUBLISHED:
        raise Refused(N_("Only a published roster is mended. A draft is computed anew."))
    name = gettext("%(name)s, mended") % {"name": roster.name}
    draft = make_draft(
        operation_id=roster.operation_id,
        name=name[:MOST_LETTERS],
        starts_on=roster.starts_on,
        ends_on=roster.ends_on,
        made_from_id=roster.pk,
        actor=actor,
        now=now,
    )
    problem = problem_of(draft)
    found = engine.repair(problem, placed(draft), frozen_until=now)
    changed = Seating(draft).take(found.roster)
    draft.figures = {
        **verdicts.figures_of(draft, engine.verify(problem, placed(draft))),
        "repair": kept_repair(found),
    }
    draft.save(update_fields=["figures"])
    record(
        verb="deployment.roster.repaired",
        subject=draft,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        detail={"made_from": roster.pk, "changed": changed, "empty": found.empty_seats},
    )
    return draft
