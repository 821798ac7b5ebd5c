"""Who takes an answer to a village, and what he may say of it afterwards."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sejuk.act.response.rules.words import SENDERS, AnswerState, CarryState
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason

# Chosen: clocks of phones run ahead by minutes.
CLOCK_TOLERANCE = timedelta(minutes=15)
MOST_LISTENERS = 10_000
MOST_QUESTIONS = 3


def may_assign(
    state: AnswerState, *, area_code: str, due_on: date, today: date, actor: Actor
) -> Decision:
    """Test whether `actor` may send somebody to a village with an answer that is out."""
    if actor.user_id is None or not actor.holds(*SENDERS, area_code=area_code):
        return Decision.no(
            N_("The area %(code)s lies outside yours."), where="area", code=area_code
        )
    if state is not AnswerState.RELEASED:
        return Decision.no(N_("Only an answer that is out is carried."))
    if due_on < today:
        return Decision.no(N_("This day is over."), where="due_on")
    return Decision.yes()


def may_report(
    state: CarryState,
    *,
    area_code: str,
    is_carrier: bool,
    delivered_at: datetime,
    assigned_at: datetime,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Test whether `actor` may say that an answer was told: who went, or who sent him."""
    if not is_carrier and not actor.holds(*SENDERS, area_code=area_code):
        return Decision.no(N_("Only who goes, or who sent him, reports."))
    if state is not CarryState.ASSIGNED:
        return Decision.no(N_("This was reported or cancelled already."))
    if delivered_at > now + CLOCK_TOLERANCE:
        return Decision.no(
            N_("The time %(time)s lies in the future."), where="delivered_at", time=delivered_at
        )
    if delivered_at < assigned_at - CLOCK_TOLERANCE:
        return Decision.no(N_("It was told before it was to be?"), where="delivered_at")
    return Decision.yes()


def may_be_counted(listeners: int, questions: Sequence[str]) -> Decision:
    """
    Test whether what is reported can be kept.

    >>> may_be_counted(25, ["Kapan TPS dibuka?"]).allowed, may_be_counted(-1, []).allowed
    (True, False)
    """
    if not 0 <= listeners <= MOST_LISTENERS:
        return Decision.no(
            N_("Give a number from 0 to %(most)s."), where="listeners", most=MOST_LISTENERS
        )
    if len(questions) > MOST_QUESTIONS:
        return Decision.no(N_("Write at most %(most)s questions."), most=MOST_QUESTIONS)
    return Decision.yes()


def may_cancel(state: CarryState, *, area_code: str, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may call somebody back."""
    if actor.user_id is None or not actor.holds(*SENDERS, area_code=area_code):
        return Decision.no(N_("Only who sends somebody calls him back."))
    if state is not CarryState.ASSIGNED:
        return Decision.no(N_("This was reported or cancelled already."))
    return may_be_reason(reason)
