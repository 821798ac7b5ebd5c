"""Move an alarm on: assess its reports, escalate, dismiss, close, hand it to a second person."""

from datetime import datetime

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import Alarm, AlarmReport, Step
from sejuk.assess.alarms.rules import (
    DECIDE_WITHIN,
    AlarmState,
    Deed,
    Finder,
    Standing,
    Verdict,
    answer_within,
    may_assess,
    may_close,
    may_dismiss,
    may_escalate,
    next_in_charge,
    state_after,
)
from sejuk.foundation.ledger import actions as ledger
from sejuk.foundation.ledger.actions import record, record_many, subject_of, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals.rules import may_leave_unquoted


@traced
def assess_report(
    *,
    alarm_id: int,
    report_id: int,
    verdict: Verdict,
    verdict_seen: str,
    actor: Actor,
    now: datetime,
) -> AlarmReport:
    """
    Say of one report of an alarm whether it is correct, another matter, or mistaken.

    :raises NotYours: when the alarm is about no village of his, or he does not read the signal
    :raises Refused: when the alarm is decided, or somebody has assessed the report meanwhile
    """
    alarm = queries.alarm_to_move(alarm_id, actor.scope)
    report = queries.readable_report(alarm, report_id, actor)
    standing = _standing(alarm)
    may_assess(standing, verdict_seen=verdict_seen, verdict=report.verdict, actor=actor).or_refuse()
    report.verdict, report.assessed_by, report.assessed_at = verdict.value, actor.name, now
    report.save(update_fields=["verdict", "assessed_by", "assessed_at"])
    alarm.state = state_after(list(alarm.reports.values_list("verdict", flat=True)))
    if not any(standing.verdicts):
        # Somebody has answered: from now on a decision is owed.
        alarm.due_at = now + DECIDE_WITHIN
    _take_step(alarm, Deed.REPORT_ASSESSED, actor=actor, now=now, report=report, verdict=verdict)
    _note(alarm, "report_assessed", actor, now, signal=report.signal_id, verdict=verdict)
    return report


@traced
def escalate_alarm(
    *, alarm_id: int, to: Role, reason: str, steps_seen: int, actor: Actor, now: datetime
) -> Alarm:
    """
    Pass an alarm up, to the head of operations or the chief. What follows is dialogue first.

    :raises NotYours: when it is about no village of his
    :raises Refused: when none of its reports is correct, or somebody moved it on meanwhile
    """
    alarm = queries.alarm_to_move(alarm_id, actor.scope)
    may_escalate(
        _standing(alarm), steps_seen=steps_seen, to=to, reason=reason, actor=actor
    ).or_refuse()
    _leave_unquoted(alarm, reason)
    alarm.state, alarm.with_role, alarm.due_at = AlarmState.ESCALATED, to.value, None
    _take_step(alarm, Deed.ESCALATED, actor=actor, now=now, to=to, reason=reason)
    _note(alarm, "escalated", actor, now, to=to, reason=reason.strip())
    return alarm


@traced
def dismiss_alarm(
    *, alarm_id: int, reason: str, steps_seen: int, actor: Actor, now: datetime
) -> Alarm:
    """
    Dismiss an alarm, saying why. Its like is raised again when it goes on after five days.

    :raises NotYours: when it is about no village of his
    :raises Refused: without a reason, or when somebody moved it on meanwhile
    """
    alarm = queries.alarm_to_move(alarm_id, actor.scope)
    may_dismiss(_standing(alarm), steps_seen=steps_seen, reason=reason, actor=actor).or_refuse()
    return _end(alarm, AlarmState.DISMISSED, Deed.DISMISSED, reason=reason, actor=actor, now=now)


@traced
def close_alarm(
    *, alarm_id: int, reason: str, steps_seen: int, actor: Actor, now: datetime
) -> Alarm:
    """
    Close an alarm, saying what came of it.

    :raises NotYours: when it is about no village of his
    :raises Refused: without a reason, or when somebody moved it on meanwhile
    """
    alarm = queries.alarm_to_move(alarm_id, actor.scope)
    may_close(_standing(alarm), steps_seen=steps_seen, reason=reason, actor=actor).or_refuse()
    return _end(alarm, AlarmState.CLOSED, Deed.CLOSED, reason=reason, actor=actor, now=now)


@traced
def hand_on_alarms(*, actor: Actor, now: datetime) -> int:
    """
    Hand each alarm that waited too long to the next person, and return how many these were.

    Doing it twice hands nothing on twice: with the next person the time begins anew.
    """
    operation = operations.current_operation()
    waiting = queries.overdue(operation, now).select_for_update() if operation else ()
    deeds = []
    for alarm in waiting:
        to = next_in_charge(Role(alarm.with_role))
        if to is None:
            continue
        alarm.with_role = to.value
        alarm.due_at = now + answer_within(Finder(alarm.detector))
        _take_step(alarm, Deed.HANDED_ON, actor=actor, now=now, to=to)
        deeds.append(
            ledger.Deed(
                "alarms.alarm.handed_on",
                subject_of(alarm),
                actor,
                now,
                alarm.area_id,
                {"to": to.value, "until": alarm.due_at},
            )
        )
    # Another run may have handed them on a moment before.
    record_many(deeds or [ledger.Deed("alarms.watch.none_due", "alarms.alarms", actor, now)])
    return len(deeds)


def _standing(alarm: Alarm) -> Standing:
    verdicts = alarm.reports.order_by("pk").values_list("verdict", flat=True)
    return Standing(
        AlarmState(alarm.state),
        alarm.area_id,
        tuple(verdicts),
        alarm.steps_taken,
        alarm.last_step_by,
    )


def _end(
    alarm: Alarm, to: AlarmState, deed: Deed, *, reason: str, actor: Actor, now: datetime
) -> Alarm:
    _leave_unquoted(alarm, reason)
    alarm.state, alarm.due_at = to, None
    _take_step(alarm, deed, actor=actor, now=now, reason=reason)
    _note(alarm, deed.value, actor, now, reason=reason.strip())
    return alarm


def _leave_unquoted(alarm: Alarm, reason: str) -> None:
    """Refuse a reason that repeats a report: reasons stay in the ledger, reports do not."""
    for text in alarm.reports.order_by("pk").values_list("signal__text", flat=True):
        may_leave_unquoted(reason, text).or_refuse()


def _take_step(
    alarm: Alarm,
    deed: Deed,
    *,
    actor: Actor,
    now: datetime,
    report: AlarmReport | None = None,
    verdict: Verdict | None = None,
    to: Role | None = None,
    reason: str = "",
) -> None:
    """Write down what was done, and how the alarm stands after it."""
    alarm.steps_taken += 1
    alarm.last_step_by, alarm.last_step_at = actor.name, now
    alarm.save(
        update_fields=[
            "state",
            "with_role",
            "due_at",
            "steps_taken",
            "last_step_by",
            "last_step_at",
        ]
    )
    Step.objects.create(
        alarm=alarm,
        number=alarm.steps_taken,
        deed=deed.value,
        report=report,
        verdict=verdict.value if verdict else "",
        to_role=to.value if to else "",
        reason=reason.strip(),
        by=actor.name,
        by_user_id=actor.user_id,
        at=now,
    )


def _note(alarm: Alarm, deed: str, actor: Actor, now: datetime, **detail: object) -> None:
    record(
        verb=f"alarms.alarm.{deed}",
        subject=alarm,
        actor=actor,
        now=now,
        area_code=alarm.area_id,
        detail=detail,
    )
