"""Who sets a rule by hand or the budget of alarms, and what these may be."""

from sejuk.assess.alarms.rules.words import LEADERS, Stream
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import first_no, may_be_reason, may_be_stored

LEAST_COUNT = 2
MOST_COUNT = 50
MOST_DAYS = 14
MOST_KILOMETRES = 50.0
LONGEST_NAME = 80
# Chosen: more than one false alarm a day is read by nobody; one in a year notices nothing.
LEAST_BUDGET_DAYS = 3.0
MOST_BUDGET_DAYS = 365.0


def may_set_rule(
    *,
    name: str,
    stream: str,
    count: int,
    days: int,
    kilometres: float,
    reason: str,
    actor: Actor,
    area_code: str,
) -> Decision:
    """Test whether `actor` may have an alarm raised at `count` cases in `days` and `kilometres`."""
    return first_no(
        _may_rule(actor, area_code),
        _may_be_named(name, stream),
        _may_be_counted(count=count, days=days, kilometres=kilometres),
        may_be_reason(reason),
    )


def _may_rule(actor: Actor, area_code: str) -> Decision:
    if actor.user_id is None or not actor.holds(*LEADERS, area_code=area_code):
        return Decision.no(
            N_("Only the head of operations or the chief of the area sets rules for alarms.")
        )
    return Decision.yes()


def _may_be_named(name: str, stream: str) -> Decision:
    if not name.strip() or len(name) > LONGEST_NAME:
        return Decision.no(N_("Give the rule a short name."), where="name")
    if stream and stream not in set(Stream):
        return Decision.no(N_("There is no such stream."), where="stream")
    return may_be_stored("name", name)


def _may_be_counted(*, count: int, days: int, kilometres: float) -> Decision:
    # One case would make each signal an alarm.
    if not LEAST_COUNT <= count <= MOST_COUNT:
        return Decision.no(
            N_("Between %(least)s and %(most)s cases."),
            where="count",
            least=LEAST_COUNT,
            most=MOST_COUNT,
        )
    if not 1 <= days <= MOST_DAYS:
        return Decision.no(
            N_("Between %(least)s and %(most)s days."), where="days", least=1, most=MOST_DAYS
        )
    if not 0 <= kilometres <= MOST_KILOMETRES:
        return Decision.no(
            N_("Between %(least)s and %(most)s kilometres."),
            where="kilometres",
            least=0,
            most=int(MOST_KILOMETRES),
        )
    return Decision.yes()


def may_retire_rule(*, is_retired: bool, reason: str, actor: Actor, area_code: str) -> Decision:
    """Test whether `actor` may end a rule. It stays on record with who set it and why."""
    allowed = _may_rule(actor, area_code)
    if allowed and is_retired:
        return Decision.no(N_("This rule was retired already."))
    return first_no(allowed, may_be_reason(reason))


def may_calibrate(*, budget_days: float, reason: str, actor: Actor, area_code: str) -> Decision:
    """Test whether `actor` may set how often a quiet district is to be alarmed."""
    is_system = actor.user_id is None and actor.name.startswith("system:")
    if not (is_system or actor.holds(*LEADERS, area_code=area_code)):
        return Decision.no(
            N_("Only the head of operations or the chief of the area sets the budget of alarms.")
        )
    if not LEAST_BUDGET_DAYS <= budget_days <= MOST_BUDGET_DAYS:
        return Decision.no(
            N_("One false alarm in %(least)s to %(most)s days."),
            where="budget_days",
            least=int(LEAST_BUDGET_DAYS),
            most=int(MOST_BUDGET_DAYS),
        )
    return may_be_reason(reason)
