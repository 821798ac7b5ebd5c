"""How a rumour stands, and who may do what with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sejuk.assess.rumours.rules.words import (
    LEADERS,
    NEXT_STATES,
    OWING_STATES,
    PROVEN,
    REMIND_IN_LAST,
    TELLERS,
    WITHIN,
    WORKERS,
    Priority,
    RumourState,
    Veracity,
)
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import Claim, first_no, may_be_reason

# Chosen: as for signals, so that nobody has to remember two spans.
HAND_LASTS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a rumour stands at the moment when somebody wants to do something with it.

    `area_code` is where it was first written down for. `version` counts the changes to the rumour
    itself, so that a page knows whether it is still what it showed; `last_by` made the last one.
    """

    number: int
    state: RumourState
    veracity: Veracity
    area_code: str
    version: int
    last_by: str = ""
    hand: Claim | None = None

    def hand_of_another(self, actor: Actor, now: datetime) -> Claim | None:
        """Return the claim of somebody else that still holds."""
        if self.hand is None or self.hand.user_id == actor.user_id or not self.hand.holds_at(now):
            return None
        return self.hand


def may_move(state: RumourState, to: RumourState) -> Decision:
    """
    Test whether a rumour may go from `state` to `to`.

    >>> may_move(RumourState.NEW, RumourState.CLOSED).allowed
    False
    """
    if to in NEXT_STATES[state]:
        return Decision.yes()
    if state is RumourState.MERGED:
        return Decision.no(N_("This rumour was merged into another. Work on that one."))
    return Decision.no(
        N_("A rumour that is “%(state)s” cannot become “%(to)s”."), state=state, to=to
    )


def may_write(area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may begin a rumour that was first heard there."""
    if actor.user_id is not None and actor.holds(*WORKERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(
        N_("Only the command post, the sector chief of the place or Humas begins a rumour."),
        where="area",
    )


def may_tell(standing: Standing, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may write down that the rumour was heard in an area."""
    if not actor.holds(*TELLERS, area_code=area_code):
        return Decision.no(
            N_("The area %(code)s lies outside yours."), where="area", code=area_code
        )
    if standing.state is RumourState.MERGED:
        return Decision.no(N_("This rumour was merged into another. Work on that one."))
    return Decision.yes()


def may_work_on(standing: Standing, *, version_seen: int, actor: Actor, now: datetime) -> Decision:
    """Test whether `actor` may change a rumour: his to work on, free, and as his page showed it."""
    return first_no(_has_it_in_charge(standing, actor), _is_free(standing, actor, now),
                    _is_as_seen(standing, version_seen))  # fmt: skip


def may_inquire(standing: Standing, actor: Actor) -> Decision:
    """Test whether `actor` may note whom he asked and what they said: beside any other's work."""
    allowed = _has_it_in_charge(standing, actor)
    if allowed and standing.state is RumourState.MERGED:
        return Decision.no(N_("This rumour was merged into another. Work on that one."))
    return allowed


def may_refer(standing: Standing, *, number: str, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may pass a matter of the rumour on to who enforces the law."""
    if not number.strip():
        return Decision.no(N_("A referral needs the number of its letter."), where="number")
    return first_no(may_inquire(standing, actor), may_be_reason(reason))


def _has_it_in_charge(standing: Standing, actor: Actor) -> Decision:
    if actor.user_id is not None and actor.holds(*WORKERS, area_code=standing.area_code):
        return Decision.yes()
    return Decision.no(
        N_("Only the command post, the sector chief of the place or Humas works on this rumour.")
    )


def _is_free(standing: Standing, actor: Actor, now: datetime) -> Decision:
    other = standing.hand_of_another(actor, now)
    if other is None:
        return Decision.yes()
    return Decision.no(
        N_("%(name)s has this rumour in hand, until %(until)s."),
        name=other.name,
        until=other.until,
    )


def _is_as_seen(standing: Standing, version_seen: int) -> Decision:
    if version_seen == standing.version:
        return Decision.yes()
    return Decision.no(
        N_("%(name)s has changed this rumour meanwhile. Nothing of yours was kept: look at it, and"
           " send your words again if they still fit."),
        name=standing.last_by,
    )  # fmt: skip


def may_take(standing: Standing, *, actor: Actor, now: datetime) -> Decision:
    """Test whether `actor` may take a rumour in hand, or keep it longer."""
    if standing.state in (RumourState.CLOSED, RumourState.MERGED):
        return Decision.no(N_("Only an open rumour is taken in hand."))
    return first_no(_has_it_in_charge(standing, actor), _is_free(standing, actor, now))


def may_release(standing: Standing, *, reason: str, actor: Actor, now: datetime) -> Decision:
    """Test whether `actor` may lay a rumour back: his own, or as head of operations another's."""
    allowed = _has_it_in_charge(standing, actor)
    if not allowed:
        return allowed
    if standing.hand is None:
        return Decision.no(N_("Nobody has this rumour in hand."))
    other = standing.hand_of_another(actor, now)
    if other and not actor.holds(*LEADERS, area_code=standing.area_code):
        return Decision.no(
            N_("%(name)s has it in hand: only %(name)s or the head of operations can release it."),
            name=other.name,
        )
    return may_be_reason(reason)


def may_decide(
    standing: Standing, veracity: Veracity, *, has_answer: bool, reason: str
) -> Decision:
    """
    Test whether a veracity may be decided; `has_answer` tells of an authority with a reference.

    >>> open_one = Standing(1, RumourState.VERIFYING, Veracity.UNVERIFIED, "16.01", 1)
    >>> may_decide(open_one, Veracity.FALSE, has_answer=False, reason="KPU membantah.").allowed
    False
    """
    if standing.state in (RumourState.CLOSED, RumourState.MERGED):
        return Decision.no(N_("Verify the closed rumour anew first, with a reason."))
    if veracity is standing.veracity:
        return Decision.no(N_("That is its veracity already."), where="veracity")
    if veracity in PROVEN and not has_answer:
        return Decision.no(
            N_("“%(veracity)s” needs the answer of a named authority with its reference. Note the"
               " answer first and choose it here."),
            where="check_id",
            veracity=veracity,
        )  # fmt: skip
    return may_be_reason(reason)


def state_after_decision(veracity: Veracity) -> RumourState:
    """Return where a rumour goes once its veracity is decided: a new one asks for an answer."""
    return RumourState.VERIFYING if veracity is Veracity.UNVERIFIED else RumourState.ANSWERING


def state_after_sighting(state: RumourState) -> RumourState:
    """
    Return where a rumour goes when it is heard again: a closed one asks for its answer again.

    >>> state_after_sighting(RumourState.CLOSED).value, state_after_sighting(RumourState.NEW).value
    ('answering', 'new')
    """
    return RumourState.ANSWERING if state is RumourState.CLOSED else state


def state_after_merge(
    kept: RumourState, gone: RumourState, *, closed_at: datetime | None, last_heard: datetime | None
) -> RumourState:
    """
    Return where a rumour goes when another comes into it.

    A closed one asks for its answer again when an open one brings what was heard since.
    """
    if closed_at is None or last_heard is None or gone is RumourState.CLOSED:
        return kept
    return state_after_sighting(kept) if last_heard > closed_at else kept


def may_edit(standing: Standing) -> Decision:
    """
    Test whether the claim, type or priority may change: not under a resolution that speaks of it.

    >>> may_edit(Standing(1, RumourState.CLOSED, Veracity.FALSE, "16.01", 1)).allowed
    False
    """
    if standing.state is RumourState.MERGED:
        return Decision.no(N_("This rumour was merged into another. Work on that one."))
    if standing.state is RumourState.CLOSED:
        return Decision.no(N_("Verify the closed rumour anew first, with a reason."))
    return Decision.yes()


def may_close(standing: Standing, *, has_answer: bool) -> Decision:
    """
    Test whether a rumour may be closed: with its veracity decided and a named authority.

    >>> open_one = Standing(1, RumourState.ANSWERING, Veracity.FALSE, "16.01", 1)
    >>> may_close(open_one, has_answer=False).allowed
    False
    """
    allowed = may_move(standing.state, RumourState.CLOSED)
    if not allowed:
        return allowed
    if standing.veracity is Veracity.UNVERIFIED:
        return Decision.no(N_("Decide the veracity first."))
    if not has_answer:
        return Decision.no(
            N_("A rumour is closed on the word of a named authority, with its reference. Note the"
               " answer first and choose it here."),
            where="check_id",
        )  # fmt: skip
    return Decision.yes()


def may_merge(gone: Standing, kept: Standing) -> Decision:
    """Test whether one rumour may be merged into another."""
    if gone.number == kept.number:
        return Decision.no(N_("A rumour is not merged into itself."), where="into")
    if kept.state is RumourState.MERGED:
        return Decision.no(
            N_("Rumour %(number)s was itself merged into another."),
            where="into",
            number=kept.number,
        )
    return may_move(gone.state, RumourState.MERGED)


def may_undo_merge(
    gone: Standing, kept: Standing, *, into: int | None, takes_ground: bool
) -> Decision:
    """
    Test whether a merge may be undone: the outer one first where several lie in each other.

    :param into: the number of the rumour that the merged one lies in now
    :param takes_ground: whether the answer that the other one's veracity rests on would go back
    """
    if gone.state is not RumourState.MERGED or into != kept.number:
        return Decision.no(N_("This merge was undone already."))
    if kept.state is RumourState.MERGED:
        return Decision.no(
            N_("Rumour %(number)s was merged on into another. Undo that merge first."),
            number=kept.number,
        )
    if takes_ground:
        return Decision.no(
            N_("The veracity of rumour %(number)s rests on an answer that would go back. Decide it"
               " anew first: on another answer, or as not verified yet."),
            number=kept.number,
        )  # fmt: skip
    return Decision.yes()


def may_split(standing: Standing, *, chosen: int, there: int) -> Decision:
    """
    Test whether so many of its sightings may be split off into a rumour of their own.

    >>> open_one = Standing(1, RumourState.NEW, Veracity.UNVERIFIED, "16.01", 1)
    >>> [may_split(open_one, chosen=chosen, there=3).allowed for chosen in (0, 2, 3)]
    [False, True, False]
    """
    if standing.state is RumourState.MERGED:
        return Decision.no(N_("This rumour was merged into another. Work on that one."))
    if not chosen:
        return Decision.no(N_("Choose the sightings that belong to the other rumour."))
    if chosen >= there:
        return Decision.no(N_("At least one sighting stays. Edit the claim instead."))
    return Decision.yes()


def due_after(state: RumourState, priority: Priority, now: datetime) -> datetime | None:
    """Return by when the next step is owed, from now; None where nothing is owed."""
    return now + WITHIN[priority] if state in OWING_STATES else None


def remind_from(due_at: datetime, priority: Priority) -> datetime:
    """
    Return from when on a deadline is called to mind: in the last quarter of its time.

    >>> from datetime import UTC
    >>> remind_from(datetime(2024, 11, 19, 12, tzinfo=UTC), Priority.URGENT).hour
    11
    """
    return due_at - WITHIN[priority] * REMIND_IN_LAST


def next_in_charge(role: Role) -> Role | None:
    """
    Return with whom an overdue rumour is next; None where there is nobody above.

    >>> next_in_charge(Role.OPERATOR).value, next_in_charge(Role.CHIEF)
    ('kabag_ops', None)
    """
    match role:
        case Role.OPERATOR:
            return Role.OPS_HEAD
        case Role.OPS_HEAD:
            return Role.CHIEF
        case _:
            return None
