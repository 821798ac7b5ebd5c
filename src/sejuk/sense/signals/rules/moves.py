"""How a signal stands, and who may move it where."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason
from sejuk.sense.signals.rules.readers import DESK, LEADERS
from sejuk.sense.signals.rules.reception import first_no, may_weigh
from sejuk.sense.signals.rules.wording import may_be_short
from sejuk.sense.signals.rules.words import NEXT_STATES, OPEN_STATES, Form, Rung, SignalState

# Chosen: long enough to telephone a village head twice, short enough that a signal taken before
# a change of shift is free again within it.
CLAIM_LASTS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has a signal in hand, and until when."""

    user_id: int
    name: str
    until: datetime

    def holds_at(self, now: datetime) -> bool:
        return now < self.until


@dataclass(frozen=True, slots=True)
class Standing:
    """How a signal stands at the moment when somebody wants to move it."""

    state: SignalState
    area_code: str
    claim: Claim | None = None

    def hand_of_another(self, actor: Actor, now: datetime) -> Claim | None:
        """Return the claim of somebody else that still holds."""
        claim = self.claim if self.state is SignalState.TAKEN else None
        if claim is None or claim.user_id == actor.user_id or not claim.holds_at(now):
            return None
        return claim


def may_move(state: SignalState, to: SignalState) -> Decision:
    """
    Test whether a signal may go from `state` to `to`.

    >>> may_move(SignalState.NEW, SignalState.SETTLED).allowed
    False
    """
    if to in NEXT_STATES[state]:
        return Decision.yes()
    if state is SignalState.REFERRED:
        return Decision.no(N_("The signal was referred: this record ends here."))
    return Decision.no(
        N_("A signal that is “%(state)s” cannot become “%(to)s”."), state=state, to=to
    )


def may_take(standing: Standing, *, actor: Actor, now: datetime) -> Decision:
    """Test whether `actor` may take a signal in hand, or keep it longer."""
    if actor.user_id is None or not actor.holds(*DESK, area_code=standing.area_code):
        return Decision.no(N_("Only the command post or the sector chief takes signals."))
    if standing.state in (SignalState.SETTLED, SignalState.SET_ASIDE):
        return Decision.no(N_("The signal is closed. Reopen it, with a reason."))
    other = standing.hand_of_another(actor, now)
    if other:
        return Decision.no(
            N_("%(name)s already has this signal in hand, until %(until)s."),
            name=other.name,
            until=other.until,
        )
    if standing.state is SignalState.TAKEN:
        return Decision.yes()
    return may_move(standing.state, SignalState.TAKEN)


def may_finish(
    standing: Standing, to: SignalState, *, reason: str, actor: Actor, now: datetime
) -> Decision:
    """Test whether `actor` may settle, refer or set aside a signal: he must have it in hand."""
    if not actor.holds(*DESK, area_code=standing.area_code):
        return Decision.no(N_("Only the command post or the sector chief closes signals."))
    move = may_move(standing.state, to)
    if not move:
        return move
    other = standing.hand_of_another(actor, now)
    if other:
        return Decision.no(
            N_("%(name)s already has this signal in hand, until %(until)s."),
            name=other.name,
            until=other.until,
        )
    if standing.claim is None or standing.claim.user_id != actor.user_id:
        return Decision.no(N_("Take the signal in hand first."))
    return may_be_reason(reason)


def may_release(standing: Standing, *, reason: str, actor: Actor, now: datetime) -> Decision:
    """Test whether `actor` may lay a signal back: his own, or as head of operations another's."""
    if not actor.holds(*DESK, area_code=standing.area_code):
        return Decision.no(N_("Only the command post or the sector chief takes signals."))
    other = standing.hand_of_another(actor, now)
    if other and not actor.holds(*LEADERS, area_code=standing.area_code):
        return Decision.no(
            N_("%(name)s has it in hand: only %(name)s or the head of operations can release it."),
            name=other.name,
        )
    return first_no(may_move(standing.state, SignalState.NEW), may_be_reason(reason))


def may_reopen(standing: Standing, *, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may take a closed signal in hand again."""
    if actor.user_id is None or not actor.holds(*DESK, area_code=standing.area_code):
        return Decision.no(N_("Only the command post or the sector chief takes signals."))
    if standing.state in OPEN_STATES:
        return Decision.no(N_("The signal is still open."))
    return first_no(may_move(standing.state, SignalState.TAKEN), may_be_reason(reason))


def may_grade(
    standing: Standing, form: Form, *, severity: int, rung: Rung, actor: Actor, now: datetime
) -> Decision:
    """Test whether `actor` may judge a signal anew: while it is open and nobody else has it."""
    if not actor.holds(*DESK, area_code=standing.area_code):
        return Decision.no(N_("Only the command post or the sector chief grades signals."))
    if standing.state not in OPEN_STATES:
        return Decision.no(N_("A closed signal keeps its grades. Reopen it, with a reason."))
    other = standing.hand_of_another(actor, now)
    if other:
        return Decision.no(
            N_("%(name)s already has this signal in hand, until %(until)s."),
            name=other.name,
            until=other.until,
        )
    return may_weigh(form, severity=severity, rung=rung)


def may_refer(*, number: str, on: date, today: date, received_on: date) -> Decision:
    """Test whether a referral is whole: with a number, on a day between receipt and today."""
    if not number.strip():
        return Decision.no(N_("A referral needs the number of its letter."), where="number")
    if on > today:
        return Decision.no(N_("The day of the referral lies in the future."), where="on")
    if on < received_on:
        return Decision.no(
            N_("The day of the referral lies before the signal came in."), where="on"
        )
    return may_be_short("number", number)
