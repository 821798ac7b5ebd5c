"""What both ways of changing the hands of a published duty ask: what breaks, and is it meant?"""

from collections.abc import Collection
from functools import partial

from sejuk.engines import roster as engine
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Duty
from sejuk.plan.deployment.queries.plain_clothes import told_to


def accepted_warnings(
    change: engine.Change,
    duty: Duty,
    *,
    others: Collection[int | None],
    reason: str,
    is_plain: bool = False,
    actor: Actor,
) -> list[engine.Breach]:
    """
    Return what a change breaks of level "warn"; `is_plain` says that it needs no reason.

    :raises Refused: when it breaks a hard rule, or a warning and no reason is given
    """
    tell = partial(told_to, actor, others=others, area_code=duty.post.area_id, now=duty.starts_at)
    for breach in change.new:
        if breach.level is engine.Level.HARD:
            raise Refused(
                N_("This breaks a rule that nobody may break: %(sentence)s"),
                sentence=tell(breach.sentence),
            )
    warnings = [breach for breach in change.new if breach.level is engine.Level.WARN]
    if warnings and not is_plain and not rules.may_be_reason(reason):
        raise Refused(
            N_("Say why this is done all the same: %(sentence)s"),
            where="reason",
            sentence=tell(warnings[0].sentence),
        )
    return warnings
