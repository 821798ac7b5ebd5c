"""Drafts of rosters: made from what is needed, changed seat by seat, dropped."""

from datetime import date, datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.actions.drawing import NewDraft
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries import rosters
from sejuk.plan.deployment.rules import RosterState


@traced
def make_draft(
    *,
    operation_id: int,
    name: str,
    starts_on: date,
    ends_on: date,
    made_from_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Roster:
    """
    Make a draft with all seats that are needed from a day until a day, both included.

    With `made_from_id` whoever stands a seat in that roster is placed on the same seat of this one.

    :raises NotYours: when the operation, or the other roster, does not exist for this actor
    :raises Refused: when he may not plan, the days do not fit, or nobody is needed on them
    """
    operation = operations.operation_called(operation_id, actor.scope)
    rules.may_plan(actor, area_code=operation.area_id).or_refuse()
    rules.may_last(starts_on, ends_on).or_refuse()
    made_from = _template(made_from_id, operation_id)
    draft = NewDraft(operation, name, starts_on, ends_on, made_from)
    roster = draft.written(actor=actor, now=now)
    record(
        verb="deployment.roster.drafted",
        subject=roster,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"starts_on": starts_on, "ends_on": ends_on, "made_from": made_from_id},
    )
    return roster


def _template(roster_id: int | None, operation_id: int) -> Roster | None:
    if roster_id is None:
        return None
    found = Roster.objects.filter(id=roster_id, operation_id=operation_id).first()
    if found is None:
        raise NotYours(f"roster {roster_id}")
    return found


@traced
def drop_roster(*, roster_id: int, reason: str, actor: Actor, now: datetime) -> Roster:
    """
    Give up a draft or a proposed roster, and say why; it stays readable.

    :raises NotYours: when it does not exist for this actor
    :raises Refused: when he may not plan, it was published, or the reason is missing
    """
    roster = rosters.roster_to_change(roster_id, actor=actor)
    rules.may_plan(actor, area_code=roster.operation.area_id).or_refuse()
    rules.may_move(RosterState(roster.state), RosterState.DROPPED).or_refuse()
    rules.may_be_reason(reason).or_refuse()
    if rosters.open_solve(roster):
        raise Refused(N_("This draft is still being computed. Stop that first, or wait."))
    roster.state = RosterState.DROPPED.value
    roster.note = reason.strip()
    roster.save(update_fields=["state", "note"])
    record(
        verb="deployment.roster.dropped",
        subject=roster,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        # The reason stays in the note: it may tell of an illness, and an entry cannot be erased.
        detail={},
    )
    return roster
