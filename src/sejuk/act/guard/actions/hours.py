"""Corrections of hours: asked by who stood the duty, decided by who leads."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sejuk.act.guard.models import HoursCorrection
from sejuk.act.guard.queries import hours as queries
from sejuk.act.guard.queries.shifts import person_id_of
from sejuk.act.guard.rules import Decided
from sejuk.act.guard.rules.working import may_ask, may_decide
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused


@traced
def ask_correction(
    *, duty_id: int, minutes: int, reason: str, actor: Actor, now: datetime
) -> HoursCorrection:
    """
    Ask that a duty of one's own counts for so many minutes, and say why.

    :raises NotYours: when there is no such duty of his
    :raises Refused: when it has not begun, the reason is missing, or he has asked already
    """
    duty, person_id = queries.own_stood_duty(duty_id, actor=actor)
    may_ask(minutes=minutes, reason=reason, has_begun=duty.starts_at <= now).or_refuse()
    try:
        with transaction.atomic():
            asked = HoursCorrection.objects.create(
                duty_id=duty_id,
                person_id=person_id,
                minutes=minutes,
                reason=reason.strip(),
                asked_by=actor.name,
                asked_at=now,
            )
    except IntegrityError:
        raise Refused(N_("You have asked about this duty already: wait for the answer.")) from None
    record(
        verb="guard.hourscorrection.asked",
        subject=asked,
        actor=actor,
        now=now,
        area_code=duty.area_code,
        detail={"duty": duty_id, "minutes": minutes},
    )
    return asked


@traced
def decide_correction(
    *, correction_id: int, grants: bool, reason: str, actor: Actor, now: datetime
) -> HoursCorrection:
    """
    Grant or refuse a correction of hours.

    :raises NotYours: when it is none of the actor's area, or of a covert duty he does not see
    :raises Refused: when it is about himself, decided already, or a refusal has no reason
    """
    asked = (
        HoursCorrection.objects.select_for_update(of=("self",))
        .select_related("duty__post")
        .filter(id=correction_id)
        .first()
    )
    if asked is None or not queries.may_see_correction(asked, actor):
        raise NotYours(f"correction {correction_id}")
    area_code = asked.duty.post.area_id
    may_decide(
        actor,
        area_code=area_code,
        is_himself=person_id_of(actor) == asked.person_id,
        state=Decided(asked.state),
        reason=reason,
        grants=grants,
    ).or_refuse()
    asked.state = (Decided.GRANTED if grants else Decided.REFUSED).value
    asked.decided_by, asked.decided_at = actor.name, now
    asked.decision_reason = reason.strip()
    asked.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    record(
        verb=f"guard.hourscorrection.{asked.state}",
        subject=asked,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"duty": asked.duty_id, "minutes": asked.minutes},
    )
    return asked
