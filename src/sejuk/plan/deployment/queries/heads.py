"""What stands at the top of every page of one roster."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from sejuk.kit.actors import Actor
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.board import Board, can_edit, seen_duties
from sejuk.plan.deployment.rules import RosterState, may_see_covert


@dataclass(frozen=True, slots=True)
class RosterHead:
    """A roster in one line: its name and days, where it stands, how full it is."""

    id: int
    name: str
    state: RosterState
    version: int | None
    starts_on: date
    ends_on: date
    seats: int
    empty: int
    can_edit: bool
    # Whether the reader may look at what proposing and publishing asks.
    decides: bool


def head_of(roster: Roster, *, actor: Actor) -> RosterHead:
    """Return the head with the seats that the actor sees counted."""
    counted = Duty.objects.filter(seen_duties(roster, actor=actor)).aggregate(
        seats=Count("id"), empty=Count("id", filter=Q(person__isnull=True))
    )
    return _head(
        roster,
        counted["seats"],
        counted["empty"],
        edits=can_edit(roster, actor=actor),
        decides=may_see_covert(actor, area_code=roster.operation.area_id),
    )


def head_of_board(roster: Roster, board: Board) -> RosterHead:
    """Return the head of a board that has been read already."""
    return _head(
        roster,
        len(board.duties),
        board.empty_seats,
        edits=board.can_edit,
        decides=board.sees_covert,
    )


def _head(roster: Roster, seats: int, empty: int, *, edits: bool, decides: bool) -> RosterHead:
    return RosterHead(
        id=roster.pk,
        name=roster.name,
        state=RosterState(roster.state),
        version=roster.version,
        starts_on=roster.starts_on,
        ends_on=roster.ends_on,
        seats=seats,
        empty=empty,
        can_edit=edits,
        decides=decides,
    )
