"""Two people exchange published duties: judged together, changed together."""

from datetime import datetime

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Duty, Substitution
from sejuk.plan.deployment.queries.accepted import accepted_warnings
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.rosters import holding_duty_to_change, lock_rosters_of
from sejuk.plan.deployment.queries.telling import kept
from sejuk.plan.deployment.rules import Cause, Posture


@traced
def exchange_duties(
    *,
    duty_id: int,
    person_id: int,
    other_duty_id: int,
    other_person_id: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> tuple[Substitution, Substitution]:
    """
    Let two people change places; `person_id` and `other_person_id` are who was seen on the duties.

    One after the other would break rules on the way that both together keep.

    :raises NotYours: when a duty does not exist for this actor
    :raises Refused: when he may not, somebody else was placed, one is over, or it breaks a rule
    """
    # In one order, so that two exchanges wait for each other instead of for ever.
    lock_rosters_of((duty_id, other_duty_id))
    first, second = sorted((duty_id, other_duty_id))
    found = {number: holding_duty_to_change(number, actor=actor) for number in (first, second)}
    duty, other = found[duty_id], found[other_duty_id]
    for one, expected in ((duty, person_id), (other, other_person_id)):
        rules.may_substitute(
            actor, area_code=one.post.area_id, posture=Posture(one.posture)
        ).or_refuse()
        _refuse_late(one, expected, now)
    if duty.roster_id != other.roster_id:
        raise Refused(N_("Only duties of one roster are exchanged."))
    warnings = accepted_warnings(
        _change(duty, other),
        duty,
        others=(duty.person_id, other.person_id),
        reason=reason,
        actor=actor,
    )
    made = (
        _changed(duty, other_person_id, warnings, reason, actor=actor, now=now),
        _changed(other, person_id, warnings, reason, actor=actor, now=now),
    )
    for one, substitution in zip((duty, other), made, strict=True):
        record(
            verb="deployment.duty.substituted",
            subject=one,
            actor=actor,
            now=now,
            area_code=one.post.area_id,
            detail={
                "was": substitution.was_id,
                "now": substitution.now_id,
                "cause": substitution.cause,
                "warnings": len(warnings),
            },
        )
    return made


def _refuse_late(duty: Duty, expected_person_id: int, now: datetime) -> None:
    if duty.person_id != expected_person_id:
        raise Refused(
            N_("Meanwhile the duty of %(day)s changed hands. Look at it again."), day=duty.starts_at
        )
    if duty.ends_at <= now:
        raise Refused(N_("This duty is over. What was worked is put right in the hours."))


def _change(duty: Duty, other: Duty) -> engine.Change:
    removed = [_on(duty, duty.person_id), _on(other, other.person_id)]
    added = [_on(duty, other.person_id), _on(other, duty.person_id)]
    checker = engine.Checker(problem_of(duty.roster))
    return checker.verdict_of_change(placed(duty.roster), removed, added)


def _on(duty: Duty, person_id: int | None) -> engine.Assignment:
    return engine.Assignment(duty.demand, str(person_id))


def _changed(
    duty: Duty,
    person_id: int,
    warnings: list[engine.Breach],
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> Substitution:
    was_id = duty.person_id
    duty.person_id = person_id
    duty.save(update_fields=["person"])
    return Substitution.objects.create(
        duty=duty,
        was_id=was_id,
        now_id=person_id,
        cause=Cause.SWAP.value,
        reason=reason.strip(),
        warnings=[kept(breach.sentence) for breach in warnings],
        decided_by=actor.name,
        decided_at=now,
    )
