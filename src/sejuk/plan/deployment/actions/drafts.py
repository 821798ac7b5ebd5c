"""Drafts of rosters: made from what is needed, changed seat by seat, dropped."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries import rosters
from sejuk.plan.deployment.queries.needs import Seats, needed
from sejuk.plan.deployment.rules import RosterState

BATCH = 2_000


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
    roster = Roster.objects.create(
        operation=operation,
        name=name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        made_from=made_from,
        created_by=actor.name,
        created_at=now,
    )
    seats = list(needed(operation).seats(starts_on, ends_on))
    if not seats:
        raise Refused(N_("No post needs anybody on these days. Enter posts and their needs first."))
    organisations = {one.code: one.pk for one in forces.organisations()}
    duties = _duties(roster, seats, organisations, _holders(made_from))
    Duty.objects.bulk_create(duties, batch_size=BATCH)
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


def _holders(roster: Roster | None) -> dict[tuple[str, int], tuple[int, bool]]:
    """Return who stands each seat of a roster, and whether he is pinned to it."""
    if roster is None:
        return {}
    held = roster.duties.filter(person__is_active=True)
    rows = held.values_list("demand", "seat", "person_id", "is_pinned")
    return {(demand, seat): (person, is_pinned) for demand, seat, person, is_pinned in rows}


def _duties(
    roster: Roster,
    seats: Iterable[Seats],
    organisations: dict[str, int],
    holders: dict[tuple[str, int], tuple[int, bool]],
) -> Iterator[Duty]:
    for group in seats:
        starts_at, ends_at, line = group.starts_at, group.ends_at, group.line
        for seat in range(1, line.count + 1):
            person_id, is_pinned = holders.get((group.demand, seat), (None, False))
            yield Duty(
                roster=roster,
                post=group.post,
                demand=group.demand,
                seat=seat,
                day=group.day,
                band_code=group.band.code,
                band_name=group.band.name,
                starts_at=starts_at,
                ends_at=ends_at,
                counted_minutes=group.counted_minutes,
                rest_after_minutes=group.band.rest_after_minutes,
                posture=line.posture.value,
                role=line.role.value,
                qualification=line.qualification,
                organisation_id=organisations.get(line.organisation),
                is_woman=line.is_woman,
                by_squad=line.by_squad,
                priority=line.priority,
                person_id=person_id,
                is_pinned=is_pinned,
            )


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
        detail={"reason": roster.note},
    )
    return roster
