"""What is done on the roster board: people change seats, all at once or not at all; pins."""

from collections.abc import Sequence
from datetime import datetime

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.editing import draft_to_change
from sejuk.plan.deployment.queries.judging import SeatChange, verdict_on


@traced
def change_seats(
    *,
    roster_id: int,
    revision: int,
    changes: Sequence[SeatChange],
    actor: Actor,
    now: datetime,
) -> Roster:
    """
    Put people on seats of a draft, or take them off; what breaks a rule without exception stays.

    :raises NotYours: when the roster, a seat or a person does not exist for this actor
    :raises Outdated: when the draft is no longer in the revision that the actor saw
    :raises Refused: when he may not, a seat is pinned, or a hard rule would be broken
    """
    roster = draft_to_change(roster_id, revision, actor=actor)
    seats = _seats(roster, [change.duty_id for change in changes])
    wanted = {change.person_id for change in changes if change.person_id is not None}
    here = forces.people((roster.operation.area_id,)).filter(id__in=wanted)
    if here.count() != len(wanted):
        raise NotYours(f"people {sorted(wanted)}")
    if any(seat.is_pinned for seat in seats.values()):
        raise Refused(N_("A pinned duty stays. Unpin it first."))
    verdict = verdict_on(roster, changes)
    if not verdict.is_legal:
        raise Refused(N_("Not kept: %(why)s"), why=verdict.broken[0].text)
    moved = []
    for change in changes:
        seat = seats[change.duty_id]
        moved.append({"duty": seat.pk, "was": seat.person_id, "now": change.person_id})
        seat.person_id = change.person_id
    Duty.objects.bulk_update(seats.values(), ["person"])
    _count_up(roster)
    record(
        verb="deployment.board.changed",
        subject=roster,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        detail={"revision": roster.revision, "seats": moved},
    )
    return roster


@traced
def pin_seat(
    *, duty_id: int, roster_id: int, revision: int, is_pinned: bool, actor: Actor, now: datetime
) -> Roster:
    """
    Pin whoever stands a seat of a draft, so that no computing moves him; or let him go again.

    :raises NotYours: when the seat does not exist for this actor
    :raises Outdated: when the draft is no longer in the revision that the actor saw
    :raises Refused: when he may not, or nobody stands there
    """
    roster = draft_to_change(roster_id, revision, actor=actor)
    seat = _seats(roster, [duty_id])[duty_id]
    if seat.person_id is None:
        raise Refused(N_("An empty seat cannot be pinned."))
    seat.is_pinned = is_pinned
    seat.save(update_fields=["is_pinned"])
    _count_up(roster)
    record(
        verb="deployment.duty.pinned" if is_pinned else "deployment.duty.unpinned",
        subject=seat,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        detail={"roster": roster.pk, "person": seat.person_id},
    )
    return roster


def _seats(roster: Roster, duty_ids: Sequence[int]) -> dict[int, Duty]:
    found = roster.duties.filter(id__in=duty_ids).in_bulk()
    if not duty_ids or set(duty_ids) != set(found):
        raise NotYours(f"duties {sorted(duty_ids)}")
    return found


def _count_up(roster: Roster) -> None:
    # The row is locked: no other change can have counted in between.
    roster.revision += 1
    roster.save(update_fields=["revision"])
