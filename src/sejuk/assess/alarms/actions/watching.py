"""Look at a day and raise what is unusual; calibrate at what one looks up."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import (
    Alarm,
    AlarmArea,
    AlarmReport,
    Calibration,
    Step,
    WatchRun,
)
from sejuk.assess.alarms.rules import Deed, Finder, answer_within, may_calibrate
from sejuk.engines import warning
from sejuk.foundation.ledger import actions as ledger
from sejuk.foundation.ledger.actions import record, record_many, subject_of, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import queries as signals

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

NO_OPERATION = N_("There is no operation. Open one first.")


@traced
def watch_day(*, actor: Actor, now: datetime) -> WatchRun:
    """
    Look what is unusual in the operation's area today, and raise an alarm of each.

    Doing it twice raises nothing twice: what was raised is not raised again for five days.

    :raises Refused: when there is no operation
    """
    operation = _current()
    queries.wait_for_turn()
    version = signals.evidence_version((operation.area_id,))
    look = queries.look_at(operation, now=now)
    raised = [_raise(one, look, operation, actor=actor, now=now) for one in look.findings]
    run = WatchRun.objects.create(
        operation=operation,
        day=look.day,
        evidence_sequence=version.sequence,
        evidence_hash=version.hash,
        calibration=look.calibration,
        cases=len(look.book.cases),
        raised=len(raised),
        run_by=actor.name,
        run_at=now,
    )
    deeds = [
        ledger.Deed(
            "alarms.watch.run",
            subject_of(run),
            actor,
            now,
            operation.area_id,
            {"day": look.day, "raised": len(raised)},
        ),
        *(_raised_deed(alarm, actor, now) for alarm in raised),
    ]
    record_many(deeds)
    return run


def _raise(
    finding: warning.Finding,
    look: queries.Look,
    operation: "Operation",
    *,
    actor: Actor,
    now: datetime,
) -> Alarm:
    rule = look.rules.get(finding.rule)
    is_wide = finding.detector is warning.Detector.DISTRICT or not finding.area_codes
    alarm = Alarm.objects.create(
        operation=operation,
        detector=finding.detector.value,
        stream=finding.stream,
        rule=rule,
        calibration=None if finding.once_in_days is None else look.calibration,
        area_id=operation.area_id if is_wide else finding.area_codes[0],
        first_day=finding.first_day,
        last_day=finding.last_day,
        count=finding.count,
        expected=finding.expected,
        score=finding.score,
        once_in_days=finding.once_in_days,
        also=[one.value for one in finding.also],
        references=list(finding.references),
        raised_at=now,
        steps_taken=1,
        last_step_by=actor.name,
        last_step_at=now,
        due_at=now + answer_within(Finder(finding.detector.value)),
    )
    _say_where_and_why(alarm, finding, look)
    Step.objects.create(
        alarm=alarm, number=1, deed=Deed.RAISED, by=actor.name, by_user_id=actor.user_id, at=now
    )
    return alarm


def _say_where_and_why(alarm: Alarm, finding: warning.Finding, look: queries.Look) -> None:
    codes = _villages_of(finding, look)
    AlarmArea.objects.bulk_create(
        AlarmArea(alarm=alarm, area_id=code, place=place) for place, code in enumerate(codes)
    )
    AlarmReport.objects.bulk_create(
        AlarmReport(alarm=alarm, signal_id=pk) for pk in look.book.signals_of(finding.references)
    )


def _villages_of(finding: warning.Finding, look: queries.Look) -> list[str]:
    """Return the villages of a finding, the middle first; of a district those with cases."""
    if finding.detector is not warning.Detector.DISTRICT:
        return list(finding.area_codes)
    behind = set(finding.references)
    return sorted({one.area_code for one in look.book.cases if one.reference in behind})


def _raised_deed(alarm: Alarm, actor: Actor, now: datetime) -> ledger.Deed:
    return ledger.Deed(
        "alarms.alarm.raised",
        subject_of(alarm),
        actor,
        now,
        alarm.area_id,
        {
            "detector": alarm.detector,
            "stream": alarm.stream,
            "count": alarm.count,
            "expected": round(alarm.expected, 3),
            "once_in_days": alarm.once_in_days,
            "first_day": alarm.first_day,
            "last_day": alarm.last_day,
        },
    )


@traced
def calibrate_watch(*, budget_days: float, reason: str, actor: Actor, now: datetime) -> Calibration:
    """
    Set how often a quiet district is to be alarmed, and find the thresholds for it by replay.

    :raises Refused: when the actor may not, without a reason, or before there is an operation
    """
    operation = _current()
    may_calibrate(
        budget_days=budget_days, reason=reason, actor=actor, area_code=operation.area_id
    ).or_refuse()
    thresholds = queries.thresholds_for(operation, budget_days, now=now)
    calibration = Calibration.objects.create(
        operation=operation,
        thresholds=json.loads(warning.thresholds_to_json(thresholds)),
        budget_days=budget_days,
        seed=thresholds.seed,
        days_seen=thresholds.quiet_days_seen,
        reason=reason.strip(),
        made_by=actor.name,
        made_at=now,
    )
    record(
        verb="alarms.calibration.made",
        subject=calibration,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={
            "budget_days": budget_days,
            "days_seen": calibration.days_seen,
            "reason": calibration.reason,
        },
    )
    return calibration


def _current() -> "Operation":
    operation = operations.current_operation()
    if operation is None:
        raise Refused(NO_OPERATION)
    return operation
