"""Set rules for alarms by hand, and retire them."""

from datetime import datetime

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import SetRule
from sejuk.assess.alarms.rules import may_retire_rule, may_set_rule
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused


@traced
def set_rule(
    *,
    name: str,
    stream: str,
    count: int,
    days: int,
    kilometres: float,
    reason: str,
    area_code: str = "",
    actor: Actor,
    now: datetime,
) -> SetRule:
    """
    Have an alarm raised wherever `count` cases become known within days and kilometres.

    :param area_code: where it holds, the whole area of the operation without one
    :raises Refused: when the actor may not, a number makes no sense, or the name is taken
    :raises NotYours: when there is no such area in that of the operation
    """
    whole = operations.shared_area()
    area_code = places.area_called(area_code, (whole,)).code if area_code else whole
    may_set_rule(
        name=name,
        stream=stream,
        count=count,
        days=days,
        kilometres=kilometres,
        reason=reason,
        actor=actor,
        area_code=area_code,
    ).or_refuse()
    if queries.rules_in_force((whole,)).filter(name=name.strip()).exists():
        raise Refused(N_("A rule of this name holds already. Retire it first."), where="name")
    rule = SetRule.objects.create(
        area_id=area_code,
        name=name.strip(),
        stream=stream,
        count=count,
        days=days,
        kilometres=kilometres,
        reason=reason.strip(),
        set_by=actor.name,
        set_at=now,
    )
    record(
        verb="alarms.rule.set",
        subject=rule,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={
            "stream": stream,
            "count": count,
            "days": days,
            "kilometres": kilometres,
            "reason": rule.reason,
        },
    )
    return rule


@traced
def retire_rule(*, rule_id: int, reason: str, actor: Actor, now: datetime) -> SetRule:
    """
    End a rule. It stays on record, with who set it and why.

    :raises NotYours: when it is of no area of his
    :raises Refused: when he may not, without a reason, or when it was retired already
    """
    rule = queries.rule_to_retire(rule_id, actor.scope)
    may_retire_rule(
        is_retired=rule.retired_at is not None,
        reason=reason,
        actor=actor,
        area_code=rule.area_id,
    ).or_refuse()
    rule.retired_by, rule.retired_at, rule.retired_reason = actor.name, now, reason.strip()
    rule.save(update_fields=["retired_by", "retired_at", "retired_reason"])
    record(
        verb="alarms.rule.retired",
        subject=rule,
        actor=actor,
        now=now,
        area_code=rule.area_id,
        detail={"reason": rule.retired_reason},
    )
    return rule
