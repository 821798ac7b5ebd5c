"""Send somebody to a village with an answer; note when it was told, and what came back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from sejuk.act.response import queries
from sejuk.act.response.models import CameBack, Carrying
from sejuk.act.response.rules import (
    AnswerState,
    CarryState,
    DeliveredAt,
    may_assign,
    may_be_counted,
    may_cancel,
    may_report,
)
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.partners import queries as partners
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.storing import refused_when_there
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.rules import Form, Kind, NewSignal


@traced
def assign_carrier(
    *,
    answer_id: int,
    area_code: str,
    officer_id: int | None = None,
    partner_id: int | None = None,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> Carrying:
    """
    Send an officer or a partner to a village with an answer, until a day.

    :raises NotYours: when answer, village or who goes is none of the actor's
    :raises Refused: when the answer is not out, the day is over, or somebody is on his way there
    """
    answer = queries.answer_to_work_on(answer_id, actor.scope)
    area = places.area_called(area_code, actor.scope)
    may_assign(
        AnswerState(answer.state),
        area_code=area.code,
        due_on=due_on,
        today=timezone.localdate(now),
        actor=actor,
    ).or_refuse()
    officer = (
        forces.get_active_person(officer_id, scope=actor.scope) if officer_id is not None else None
    )
    partner = partners.partner_called(partner_id, actor.scope) if partner_id is not None else None
    with refused_when_there(N_("Somebody is on his way there with this answer already.")):
        carrying = Carrying.objects.create(
            answer=answer,
            area=area,
            officer=officer,
            partner=None if officer else partner,
            due_on=due_on,
            assigned_by=actor.name,
            assigned_at=now,
        )
    _note(carrying, "assigned", actor=actor, now=now, answer=answer_id, due_on=due_on)
    return carrying


@traced
def report_delivery(
    *,
    carrying_id: int,
    delivered_at: datetime,
    occasion: DeliveredAt,
    listeners: int,
    questions: Sequence[str],
    actor: Actor,
    now: datetime,
) -> Carrying:
    """
    Note when an answer was told in a village, and to how many; questions become signals.

    :raises NotYours: when the carrying is none of the actor's
    :raises Refused: when the actor may not, it was reported before, or a number or day cannot be
    """
    carrying = _locked(carrying_id, actor)
    may_report(
        CarryState(carrying.state),
        area_code=carrying.area_id,
        is_carrier=carrying.officer_id is not None
        and carrying.officer_id == queries.own_person(actor),
        delivered_at=delivered_at,
        assigned_at=carrying.assigned_at,
        actor=actor,
        now=now,
    ).or_refuse()
    may_be_counted(listeners, questions).or_refuse()
    carrying.state, carrying.version_id = CarryState.DELIVERED.value, carrying.answer.released_id
    carrying.delivered_at, carrying.occasion = delivered_at, occasion.value
    carrying.listeners = listeners
    carrying.ended_by, carrying.ended_at = actor.name, now
    carrying.save(update_fields=["state", "version", "delivered_at", "occasion", "listeners",
                                 "ended_by", "ended_at"])  # fmt: skip
    for number, text in enumerate(questions, start=1):
        _ask(carrying, number, text, actor=actor, now=now)
    _note(carrying, "delivered", actor=actor, now=now, listeners=listeners,
          questions=len(questions))  # fmt: skip
    return carrying


@traced
def cancel_carrying(*, carrying_id: int, reason: str, actor: Actor, now: datetime) -> Carrying:
    """
    Call somebody back who is on his way with an answer.

    :raises NotYours: when the carrying is none of the actor's
    :raises Refused: when the actor may not, it was reported before, or without a reason
    """
    carrying = _locked(carrying_id, actor)
    may_cancel(
        CarryState(carrying.state), area_code=carrying.area_id, reason=reason, actor=actor
    ).or_refuse()
    carrying.state, carrying.reason = CarryState.CANCELLED.value, reason.strip()
    carrying.ended_by, carrying.ended_at = actor.name, now
    carrying.save(update_fields=["state", "reason", "ended_by", "ended_at"])
    _note(carrying, "cancelled", actor=actor, now=now, reason=carrying.reason)
    return carrying


def _locked(carrying_id: int, actor: Actor) -> Carrying:
    queries.carrying_called(carrying_id, actor)
    return Carrying.objects.select_for_update().get(pk=carrying_id)


def _ask(carrying: Carrying, number: int, text: str, *, actor: Actor, now: datetime) -> None:
    """Let a question that came back be heard like anything else that is heard."""
    arrival = signals.receive_once(
        new=NewSignal(
            form=Form.OBSERVATION,
            kind=Kind.OTHER,
            channel=Channel.VISIT,
            text=text,
            area_code=carrying.area_id,
            heard_at=min(carrying.delivered_at or now, now),
            created_by="warga",
            idempotency_key=f"carried:{carrying.pk}:{number}",
        ),
        actor=actor,
        now=now,
    )
    CameBack.objects.create(carrying=carrying, signal=arrival.signal)


def _note(carrying: Carrying, deed: str, *, actor: Actor, now: datetime, **detail: object) -> None:
    record(
        verb=f"response.carrying.{deed}",
        subject=carrying,
        actor=actor,
        now=now,
        area_code=carrying.area_id,
        detail=detail,
    )
