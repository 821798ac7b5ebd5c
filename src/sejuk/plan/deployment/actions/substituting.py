"""A published duty changes hands: the only change that a published roster takes."""

from datetime import datetime

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Duty, Substitution
from sejuk.plan.deployment.queries.accepted import accepted_warnings
from sejuk.plan.deployment.queries.replacing import change_of_hands
from sejuk.plan.deployment.queries.rosters import holding_duty_to_change
from sejuk.plan.deployment.queries.telling import kept
from sejuk.plan.deployment.rules import Cause, Posture


@traced
def substitute_person(
    *,
    duty_id: int,
    person_id: int | None,
    cause: Cause,
    reason: str,
    expected_person_id: int | None,
    actor: Actor,
    now: datetime,
) -> Substitution:
    """
    Let another person stand a published duty, or nobody.

    `expected_person_id` is who was seen on it: when meanwhile somebody else was placed, nothing is
    done. What it breaks of level "warn" asks for a reason and is kept beside it.

    :raises NotYours: when the duty does not exist for this actor, or the person in the force
    :raises Refused: when he may not, somebody else was placed, it is over, or it breaks a hard rule
    """
    duty = holding_duty_to_change(duty_id, actor=actor)
    rules.may_substitute(
        actor, area_code=duty.post.area_id, posture=Posture(duty.posture)
    ).or_refuse()
    _refuse_late(duty, person_id, expected_person_id, now)
    if person_id is not None:
        forces.get_active_person(person_id, scope=(duty.roster.operation.area_id,))
    warnings = accepted_warnings(
        change_of_hands(duty, person_id),
        duty,
        others=(duty.person_id, person_id),
        reason=reason,
        # That a duty stands empty because somebody fell ill is no fault of who notes it.
        is_plain=person_id is None and cause in (Cause.SICK, Cause.NO_SHOW),
        actor=actor,
    )
    was_id = duty.person_id
    duty.person_id = person_id
    duty.save(update_fields=["person"])
    found = Substitution.objects.create(
        duty=duty,
        was_id=was_id,
        now_id=person_id,
        cause=cause.value,
        reason=reason.strip(),
        warnings=[kept(breach.sentence) for breach in warnings],
        decided_by=actor.name,
        decided_at=now,
    )
    record(
        verb="deployment.duty.substituted",
        subject=duty,
        actor=actor,
        now=now,
        area_code=duty.post.area_id,
        # No reason here: it may tell of an illness, and an entry cannot be erased.
        detail={"was": was_id, "now": person_id, "cause": cause.value, "warnings": len(warnings)},
    )
    return found


def _refuse_late(
    duty: Duty, person_id: int | None, expected_person_id: int | None, now: datetime
) -> None:
    if duty.person_id != expected_person_id:
        if duty.person is None:
            raise Refused(N_("Meanwhile this duty was left empty. Look at it again."))
        raise Refused(
            N_("Meanwhile %(person)s was placed on this duty. Look at it again."),
            person=str(duty.person),
        )
    if duty.person_id == person_id:
        raise Refused(N_("This person stands the duty already."))
    if duty.ends_at <= now:
        raise Refused(N_("This duty is over. What was worked is put right in the hours."))
