"""Posts, seats, rosters and polling stations: words, states and who may. No Django, no clock."""

from datetime import date

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

PLANNERS = (Role.OPERATOR, Role.OPS_HEAD)
PUBLISHERS = (Role.OPS_HEAD, Role.CHIEF)
# Who sees a roster: the desk, and a sector chief the posts of his own area.
READERS = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
# Who sees who stands in plain clothes; everyone else sees overt duties, and his own.
COVERT_READERS = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF)
# Chosen: an operation lasts months; a roster beyond 200 days is a slip of the pen.
LONGEST_ROSTER_DAYS = 200


class Posture(Choice):
    """Whether a duty is stood in uniform or in plain clothes."""

    OVERT = "overt", N_("Overt (terbuka)")
    COVERT = "covert", N_("Covert (tertutup)")


class SeatRole(Choice):
    """What somebody is on a duty."""

    LEADER = "leader", N_("Leader")
    DEPUTY = "deputy", N_("Deputy leader")
    DRIVER = "driver", N_("Driver")
    NEGOTIATOR = "negotiator", N_("Negotiator")
    MEDIC = "medic", N_("First aid")
    MEMBER = "member", N_("Member")


class RosterState(Choice):
    """Where a roster is on its way from draft to what people stand by."""

    DRAFT = "draft", N_("Draft")
    PROPOSED = "proposed", N_("Proposed")
    PUBLISHED = "published", N_("Published")
    SUPERSEDED = "superseded", N_("Superseded")
    DROPPED = "dropped", N_("Dropped")


NEXT_STATES: dict[RosterState, frozenset[RosterState]] = {
    RosterState.DRAFT: frozenset({RosterState.PROPOSED, RosterState.DROPPED}),
    RosterState.PROPOSED: frozenset(
        {RosterState.PUBLISHED, RosterState.DRAFT, RosterState.DROPPED}
    ),
    RosterState.PUBLISHED: frozenset({RosterState.SUPERSEDED}),
    RosterState.SUPERSEDED: frozenset(),
    RosterState.DROPPED: frozenset(),
}


class SolveState(Choice):
    """Where the computing of a roster is."""

    WAITING = "waiting", N_("Waiting")
    RUNNING = "running", N_("Running")
    DONE = "done", N_("Done")
    CANCELLED = "cancelled", N_("Stopped by hand")
    FAILED = "failed", N_("Failed")


OPEN_SOLVES = (SolveState.WAITING, SolveState.RUNNING)


class Cause(Choice):
    """Why a published duty changed hands."""

    SICK = "sick", N_("Sick")
    SWAP = "swap", N_("Swap")
    NO_SHOW = "no_show", N_("Did not come")
    ORDER = "order", N_("By order")
    REPAIR = "repair", N_("Re-planned")


class StationClass(Choice):
    """How vulnerable a polling station is, by the criteria that the police publish."""

    CALM = "kurang_rawan", N_("Less vulnerable (kurang rawan)")
    VULNERABLE = "rawan", N_("Vulnerable (rawan)")
    VERY_VULNERABLE = "sangat_rawan", N_("Very vulnerable (sangat rawan)")
    SPECIAL = "khusus", N_("Special location (khusus)")


def may_move(state: RosterState, to: RosterState) -> Decision:
    """
    Test whether a roster may go from `state` to `to`.

    >>> may_move(RosterState.PUBLISHED, RosterState.DRAFT).allowed
    False
    """
    if to in NEXT_STATES[state]:
        return Decision.yes()
    return Decision.no(
        N_("A roster that is “%(state)s” cannot become “%(to)s”."), state=state, to=to
    )


def may_plan(actor: Actor, *, area_code: str) -> Decision:
    """Test whether the actor plans posts and rosters of an area."""
    if actor.holds(*PLANNERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Posts and rosters are planned at the command post of the operation."))


def may_edit(state: RosterState) -> Decision:
    """Test whether a roster in this state may still be changed on the board."""
    if state is RosterState.DRAFT:
        return Decision.yes()
    return Decision.no(N_("Only a draft is changed on the board. Make a new draft of this roster."))


def may_publish(
    actor: Actor, *, area_code: str, proposed_by_id: int | None, state: RosterState
) -> Decision:
    """
    Test whether the actor publishes a proposed roster: a second person, who leads.

    >>> from sejuk.kit.actors import Grant
    >>> head = Actor("kabag", frozenset({Grant(Role.OPS_HEAD, "16.01")}), user_id=7)
    >>> proposed = RosterState.PROPOSED
    >>> may_publish(head, area_code="16.01", proposed_by_id=7, state=proposed).allowed
    False
    >>> may_publish(head, area_code="16.01", proposed_by_id=8, state=proposed).allowed
    True
    """
    if not actor.holds(*PUBLISHERS, area_code=area_code):
        return Decision.no(N_("A roster is published by the head of operations or the Kapolres."))
    moved = may_move(state, RosterState.PUBLISHED)
    if not moved:
        return moved
    if actor.user_id is None or actor.user_id == proposed_by_id:
        return Decision.no(
            N_("Two persons publish a roster: whoever proposed it is not the second.")
        )
    return Decision.yes()


def may_see_covert(actor: Actor, *, area_code: str) -> bool:
    return actor.holds(*COVERT_READERS, area_code=area_code)


def may_last(starts_on: date, ends_on: date) -> Decision:
    """
    Test whether a roster may last from one day to another, both included.

    >>> may_last(date(2024, 11, 1), date(2024, 10, 31)).reason
    'The last day lies before the first.'
    """
    if ends_on < starts_on:
        return Decision.no(N_("The last day lies before the first."), where="ends_on")
    if (ends_on - starts_on).days + 1 > LONGEST_ROSTER_DAYS:
        return Decision.no(
            N_("A roster lasts at most %(days)s days."), days=LONGEST_ROSTER_DAYS, where="ends_on"
        )
    return Decision.yes()
