"""Posts, seats, rosters and polling stations: words, states and who may. No Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from sejuk.foundation.forces.rules import Qualification, seniority
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

PLANNERS = (Role.OPERATOR, Role.OPS_HEAD)
PUBLISHERS = (Role.OPS_HEAD, Role.CHIEF)
# Who sees a roster: the desk, and a sector chief the posts of his own area.
READERS = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
# Who sees who stands in plain clothes; everyone else sees overt duties, and his own.
COVERT_READERS = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF)
# Who lets a published duty change hands: the desk, and a sector chief at the posts of his area.
SUBSTITUTERS = READERS
# Chosen: a sentence, not a letter; a reason says something.
SHORTEST_REASON = 5
# Chosen: a minute shows something, and nobody waits an hour for a draft.
SOLVE_SECONDS = range(5, 3_601)
# A worker says every 5 s that it is alive; one that misses six of these is gone (chosen).
ALIVE_EVERY_SECONDS = 5
SILENT_AFTER_SECONDS = 30
# Chosen: a district's plan takes seconds; a worker of ten minutes is gone, and whoever asks twice
# within one is in a hurry.
STATIONS_LOST_AFTER = timedelta(minutes=10)
STATIONS_ASKED_AGAIN_AFTER = timedelta(minutes=1)
# Chosen: more than a laptop has.
MOST_WORKERS = 8
# Chosen: what kills three workers one after the other kills the fourth.
MOST_ATTEMPTS = 3
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


# A seat of such a role is for whoever was trained for it, without saying so twice.
TRAINED_FOR = {
    SeatRole.DRIVER: Qualification.DRIVER,
    SeatRole.NEGOTIATOR: Qualification.NEGOTIATOR,
    SeatRole.MEDIC: Qualification.MEDIC,
}
# Chosen: a regu is led by an experienced NCO, a Bripka or who stands beside one, and his deputy is
# a Brigpol at least.
LEAST_RANKS = {
    SeatRole.LEADER: seniority("Bripka"),
    SeatRole.DEPUTY: seniority("Brigpol"),
}


class NeedLevel(IntEnum):
    """Of what a need speaks; the higher number is the narrower."""

    OPERATION = 0
    KIND = 1
    POST = 2


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One line of needs: at which level, when, for which seat, how many."""

    need_id: int
    level: NeedLevel
    stage_code: str
    band_code: str
    posture: Posture
    role: SeatRole
    qualification: str
    organisation: str
    is_woman: bool
    by_squad: bool
    count: int
    priority: int

    @property
    def seat(self) -> tuple[str, str, str, str, bool]:
        """Return what makes two lines speak of the same seat."""
        return self.posture, self.role, self.qualification, self.organisation, self.is_woman

    @property
    def breadth(self) -> tuple[int, bool, bool]:
        """Return what the narrowest has most of: level, then stage, then band."""
        return self.level, bool(self.stage_code), bool(self.band_code)

    def speaks_of(self, *, stage_code: str, band_code: str) -> bool:
        return self.stage_code in ("", stage_code) and self.band_code in ("", band_code)


@dataclass(frozen=True, slots=True)
class Inherited:
    """The line that holds for a seat, and those that it stands in the place of, nearest first."""

    line: NeedLine
    instead_of: tuple[NeedLine, ...]


def inherited(lines: Iterable[NeedLine], *, stage_code: str, band_code: str) -> list[Inherited]:
    """
    Return for each seat the line that holds in a stage and band: the narrowest that speaks of it.

    >>> def line(number, level, stage, count):
    ...     return NeedLine(number, level, stage, "", Posture.OVERT, SeatRole.MEMBER, "", "",
    ...                     False, False, count, 1000)
    >>> lines = [line(1, NeedLevel.OPERATION, "tenang", 9), line(2, NeedLevel.KIND, "", 10),
    ...          line(3, NeedLevel.KIND, "pungut", 20)]
    >>> [found.line.count for found in inherited(lines, stage_code="pungut", band_code="pagi")]
    [20]
    >>> [found.line.count for found in inherited(lines, stage_code="tenang", band_code="pagi")]
    [10]
    """
    spoken: dict[tuple[str, str, str, str, bool], list[NeedLine]] = {}
    for line in lines:
        if line.speaks_of(stage_code=stage_code, band_code=band_code):
            spoken.setdefault(line.seat, []).append(line)
    found = []
    for group in spoken.values():
        first, *others = sorted(group, key=lambda line: line.breadth, reverse=True)
        found.append(Inherited(first, tuple(others)))
    return sorted(found, key=lambda one: _seat_order(one.line))


_ROLES, _POSTURES = list(SeatRole), list(Posture)


def _seat_order(line: NeedLine) -> tuple[int, int, str, str, bool]:
    return (
        _ROLES.index(line.role),
        _POSTURES.index(line.posture),
        line.qualification,
        line.organisation,
        line.is_woman,
    )


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


def may_propose(*, user_id: int | None, hard: int, is_solving: bool) -> Decision:
    """
    Test whether a draft may be proposed: by a person, whole, and without a broken hard rule.

    >>> may_propose(user_id=7, hard=0, is_solving=False).allowed
    True
    """
    if user_id is None:
        return Decision.no(N_("A roster is proposed by a person with an account."))
    if is_solving:
        return Decision.no(N_("This draft is still being computed. Stop that first, or wait."))
    if hard:
        return Decision.no(
            N_("This roster breaks rules that nobody may break, %(count)s times. Mend it first."),
            count=hard,
        )
    return Decision.yes()


def may_set_rules(actor: Actor, *, area_code: str) -> Decision:
    """Test whether the actor sets the rules of the roster: who leads the operation."""
    if actor.holds(*PUBLISHERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(
        N_("The rules of the roster are set by the head of operations or the Kapolres.")
    )


# What nobody can order: to be in two places, on duty while on leave, what one has not learnt.
ALWAYS_HARD = frozenset({"one_duty", "present", "qualified", "forbidden", "fixed"})


def may_weaken(code: str, level: str) -> Decision:
    """
    Test whether a rule may hold at a level.

    >>> may_weaken("one_duty", "warn").allowed, may_weaken("rest", "warn").allowed
    (False, True)
    """
    if code in ALWAYS_HARD and level != "hard":
        return Decision.no(N_("This rule is always hard."), where="level")
    return Decision.yes()


def may_stand(starts_on: date, ends_on: date) -> Decision:
    """Test whether a post may stand from one day to another."""
    if ends_on < starts_on:
        return Decision.no(N_("The last day lies before the first."), where="ends_on")
    return Decision.yes()


def may_return(actor: Actor, *, area_code: str) -> Decision:
    """Test whether the actor gives a proposed roster back: who plans, and who publishes."""
    if actor.holds(*PLANNERS, *PUBLISHERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Posts and rosters are planned at the command post of the operation."))


def may_substitute(actor: Actor, *, area_code: str, posture: Posture) -> Decision:
    """
    Test whether the actor lets a published duty change hands.

    >>> from sejuk.kit.actors import Grant
    >>> sector = Actor("kapolsek", frozenset({Grant(Role.SECTOR_CHIEF, "16.01.08")}))
    >>> may_substitute(sector, area_code="16.01.08.2018", posture=Posture.OVERT).allowed
    True
    >>> may_substitute(sector, area_code="16.01.08.2018", posture=Posture.COVERT).allowed
    False
    """
    roles = COVERT_READERS if posture is Posture.COVERT else SUBSTITUTERS
    if actor.holds(*roles, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Duties change hands at the command post of the operation."))


def may_be_reason(reason: str) -> Decision:
    """
    Test whether a reason says something.

    >>> may_be_reason(" - ").allowed, may_be_reason("Sakit demam.").allowed
    (False, True)
    """
    if len(reason.strip()) >= SHORTEST_REASON:
        return Decision.yes()
    return Decision.no(N_("Say why, in a few words."), where="reason")


def may_compute(*, seconds: int, workers: int) -> Decision:
    """
    Test whether a draft may be computed that long and that hard.

    >>> may_compute(seconds=60, workers=1).allowed, may_compute(seconds=0, workers=1).allowed
    (True, False)
    """
    if seconds not in SOLVE_SECONDS:
        return Decision.no(
            N_("A draft is computed for %(least)s to %(most)s seconds."),
            where="seconds", least=SOLVE_SECONDS[0], most=SOLVE_SECONDS[-1],
        )  # fmt: skip
    if not 1 <= workers <= MOST_WORKERS:
        return Decision.no(
            N_("A draft is computed by 1 to %(most)s processes."),
            where="workers", most=MOST_WORKERS,
        )  # fmt: skip
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


def may_leave_ungraded(missing: int, *, ungraded: str) -> Decision:
    """
    Test whether polling stations may go without a class: only when one was named for them.

    >>> may_leave_ungraded(3, ungraded="").reason
    'Polling stations without a class: 3. Import their classes, or choose one for all of them.'
    """
    if missing == 0 or ungraded:
        return Decision.yes()
    return Decision.no(
        N_(
            "Polling stations without a class: %(missing)s. Import their classes, or choose one "
            "for all of them."
        ),
        missing=missing,
    )


def may_propose_plan(*, is_computed: bool, to: RosterState) -> Decision:
    """
    Test whether a plan of polling stations may be proposed: once it has been computed.

    >>> may_propose_plan(is_computed=False, to=RosterState.PROPOSED).allowed
    False
    """
    if is_computed or to is not RosterState.PROPOSED:
        return Decision.yes()
    return Decision.no(N_("This plan is still being computed."))


def may_compute_plan(*, is_waiting: bool) -> Decision:
    """
    Test whether a computed plan of polling stations may be kept: while somebody waits for it.

    >>> may_compute_plan(is_waiting=False).allowed
    False
    """
    if is_waiting:
        return Decision.yes()
    return Decision.no(N_("This plan was changed while it was computed. Compute it again."))


def may_ask_again(*, waits_since_a_minute: bool) -> Decision:
    """
    Test whether a plan of polling stations may be asked for anew: not just after it was.

    >>> may_ask_again(waits_since_a_minute=True).allowed
    False
    """
    if not waits_since_a_minute:
        return Decision.yes()
    return Decision.no(
        N_("It was asked for less than a minute ago and is being computed. Wait a little.")
    )
