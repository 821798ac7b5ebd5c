"""A duty goes to a colleague: asked, accepted by him, approved by a leader, changed at once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sejuk.act.guard.models import Swap
from sejuk.act.guard.queries import swaps as queries
from sejuk.act.guard.queries.arrivals import own_duty
from sejuk.act.guard.queries.people import get_own_person, own_person
from sejuk.act.guard.rules import SwapState, changing, may_move_swap
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.actions.exchanging import exchange_duties
from sejuk.plan.deployment.actions.substituting import substitute_person
from sejuk.plan.deployment.rules import Cause


@traced
def ask_swap(
    *,
    duty_id: int,
    colleague_id: int,
    in_exchange_id: int | None,
    note: str,
    actor: Actor,
    now: datetime,
) -> Swap:
    """
    Ask a colleague to take one's duty, as a gift or in exchange for one of his.

    :raises NotYours: when the duty is not the actor's, or the colleague cannot be asked
    :raises Refused: when it has begun, is asked for already, or would break what nobody may break
    """
    duty = own_duty(duty_id, actor=actor)
    person = get_own_person(actor)
    changing.may_ask_swap(
        is_holder=True,
        is_covert=duty.is_covert,
        starts_at=duty.starts_at,
        is_oneself=colleague_id == person.pk,
        is_open=queries.has_open_swap(duty_id),
        now=now,
    ).or_refuse()
    breaches = queries.verdict_for(duty, colleague_id, in_exchange_id, actor=actor, now=now)
    _refuse_forbidden([breach.text for breach in breaches if breach.level == "hard"])
    try:
        with transaction.atomic():
            swap = Swap.objects.create(
                duty_id=duty_id,
                asker=person,
                colleague_id=colleague_id,
                in_exchange_id=in_exchange_id,
                warnings=[breach.text for breach in breaches],
                note=note.strip(),
                asked_at=now,
            )
    except IntegrityError:
        raise Refused(
            N_("You have asked a colleague already. Withdraw that request first.")
        ) from None
    _record("guard.swap.asked", swap, duty.area_code, actor, now)
    return swap


@traced
def answer_swap(*, swap_id: int, accepts: bool, actor: Actor, now: datetime) -> Swap:
    """
    Accept or decline what a colleague asked; a leader decides after that.

    :raises NotYours: when the actor has no part in it
    :raises Refused: when somebody else was asked, or it is answered already
    """
    swap = _locked(swap_id, actor)
    person = own_person(actor)
    to = SwapState.ACCEPTED if accepts else SwapState.DECLINED
    changing.may_answer_swap(
        is_colleague=person is not None and person.pk == swap.colleague_id,
        state=SwapState(swap.state),
        to=to,
    ).or_refuse()
    swap.state, swap.answered_at = to.value, now
    swap.save(update_fields=["state", "answered_at"])
    _record(f"guard.swap.{to.value}", swap, swap.duty.post.area_id, actor, now)
    return swap


@traced
def withdraw_swap(*, swap_id: int, actor: Actor, now: datetime) -> Swap:
    """
    Take one's request back.

    :raises NotYours: when it is not the actor's
    :raises Refused: when it is decided already
    """
    swap = _locked(swap_id, actor)
    person = own_person(actor)
    if person is None or person.pk != swap.asker_id:
        raise NotYours(f"swap {swap_id}")
    may_move_swap(SwapState(swap.state), SwapState.WITHDRAWN).or_refuse()
    swap.state, swap.decided_by, swap.decided_at = SwapState.WITHDRAWN.value, actor.name, now
    swap.save(update_fields=["state", "decided_by", "decided_at"])
    _record("guard.swap.withdrawn", swap, swap.duty.post.area_id, actor, now)
    return swap


@traced
def approve_swap(*, swap_id: int, reason: str, actor: Actor, now: datetime) -> Swap:
    """
    Let a swap happen: both duties change hands in this transaction, or neither does.

    :raises NotYours: when the actor does not see it
    :raises Refused: when he may not decide, somebody else did, a duty changed hands meanwhile, or
        it would break a rule
    """
    swap = _decided(swap_id, SwapState.APPROVED, reason, actor, now)
    _hand_over(swap, reason.strip(), actor, now)
    _record("guard.swap.approved", swap, swap.duty.post.area_id, actor, now)
    return swap


@traced
def refuse_swap(*, swap_id: int, reason: str, actor: Actor, now: datetime) -> Swap:
    """
    Refuse a swap that both want, with the reason.

    :raises NotYours: when the actor does not see it
    :raises Refused: when he may not decide, or gives no reason
    """
    if not reason.strip():
        raise Refused(N_("A written reason is needed."), where="reason")
    swap = _decided(swap_id, SwapState.REFUSED, reason, actor, now)
    _record("guard.swap.refused", swap, swap.duty.post.area_id, actor, now)
    return swap


def _decided(swap_id: int, to: SwapState, reason: str, actor: Actor, now: datetime) -> Swap:
    swap = _locked(swap_id, actor)
    person = own_person(actor)
    changing.may_decide_swap(
        actor,
        area_code=swap.duty.post.area_id,
        is_involved=person is not None and person.pk in (swap.asker_id, swap.colleague_id),
        state=SwapState(swap.state),
        to=to,
        starts_at=min(duty.starts_at for duty in (swap.duty, swap.in_exchange) if duty),
        now=now,
    ).or_refuse()
    swap.state, swap.decided_by, swap.decided_at = to.value, actor.name, now
    swap.decision_reason = reason.strip()
    swap.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    return swap


def _hand_over(swap: Swap, reason: str, actor: Actor, now: datetime) -> None:
    if swap.in_exchange_id is None:
        substitute_person(
            duty_id=swap.duty_id,
            person_id=swap.colleague_id,
            cause=Cause.SWAP,
            reason=reason,
            expected_person_id=swap.asker_id,
            actor=actor,
            now=now,
        )
        return
    exchange_duties(
        duty_id=swap.duty_id,
        person_id=swap.asker_id,
        other_duty_id=swap.in_exchange_id,
        other_person_id=swap.colleague_id,
        reason=reason,
        actor=actor,
        now=now,
    )


def _locked(swap_id: int, actor: Actor) -> Swap:
    """Return the swap with nobody else deciding about it meanwhile."""
    queries.swap_called(swap_id, actor=actor)
    Swap.objects.select_for_update().get(pk=swap_id)
    return queries.swap_called(swap_id, actor=actor)


def _refuse_forbidden(sentences: list[str]) -> None:
    if sentences:
        raise Refused(N_("This swap cannot be: %(why)s"), why=" ".join(sentences))


def _record(verb: str, swap: Swap, area_code: str, actor: Actor, now: datetime) -> None:
    record(
        verb=verb,
        subject=swap,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={
            "duty": swap.duty_id,
            "asker": swap.asker_id,
            "colleague": swap.colleague_id,
            "in_exchange": swap.in_exchange_id,
        },
    )
