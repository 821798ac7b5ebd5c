"""The watch in the story: calibrated before the last weeks, it looks every day; people decide."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sejuk.assess.alarms import actions as alarms
from sejuk.assess.alarms import queries as raised
from sejuk.assess.alarms.rules import DEFAULT_BUDGET_DAYS, Stream, Verdict
from sejuk.assess.alarms.tasks import WEEKLY
from sejuk.kit.actors import Actor, Role
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import DAYS, LAST_DAY, ROAD, at, november
from sejuk.project.demonstration.texts import ALARM_CLOSED, ALARM_DISMISSED, ALARM_ESCALATED

if TYPE_CHECKING:
    from sejuk.assess.alarms.models import Alarm

# Six weeks of the campaign are known by then: enough for thresholds that are not rough.
CALIBRATED_ON = november(7)
# As Sejuk does by itself, a week later each time.
CALIBRATED_AGAIN_ON = (november(14), november(21))
PRESSURE_RULE_ON = november(20)
LOOK_HOUR = 21.0
LAST_LOOK_HOUR = 12.25
# A little after what was raised at the last look should have been answered.
HANDING_ON_HOUR = 14.3
WATCH = Actor.system("alarms")
# So long before the curtain an alarm stays as it is: somebody has to look at it.
LEFT_OPEN_FOR = timedelta(hours=19)
# Of those that are nothing but chance every third turns out to be something small.
CLOSED_EVERY = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that the head of operations sets by hand, and why."""

    name: str
    stream: str
    count: int
    days: int
    kilometres: float
    reason: str


RULES = (
    (
        CALIBRATED_ON,
        Rule("Isu merambat", "isu", 8, 3, 8.0, "Isu yang pindah desa harus segera dijawab."),
    ),
    (
        CALIBRATED_ON,
        Rule("Cekcok berulang", "konflik", 2, 2, 0.0, "Dua cekcok di satu desa perlu didatangi."),
    ),
    (
        PRESSURE_RULE_ON,
        Rule(
            "Tekanan berulang", "tekanan", 2, 2, 0.0, "Sepekan terakhir warga paling mudah ditekan."
        ),
    ),
)


@dataclass
class Desk:
    """Who works on alarms, and how many of the small ones were seen so far."""

    stage: Stage
    head: Actor
    seen: set[int] = field(default_factory=set)
    small: int = 0
    has_escalated: bool = False


def plan_alarms(stage: Stage, head: Actor) -> None:
    """Plan the rules and the calibration, a look every day, and what the desk makes of alarms."""
    desk = Desk(stage, head)
    stage.plan(at(CALIBRATED_ON, 16), _calibrating(head))
    for day in CALIBRATED_AGAIN_ON:
        stage.plan(at(day, 16.5), _calibrate_again)
    for day, rule in RULES:
        stage.plan(at(day, 16.5), _ruling(head, rule))
    for day in DAYS:
        if day > CALIBRATED_ON:
            hour = LAST_LOOK_HOUR if day == LAST_DAY else LOOK_HOUR
            stage.plan(at(day, hour), _looking(desk))
    stage.plan(at(LAST_DAY, HANDING_ON_HOUR), _handing_on)


def _calibrating(head: Actor) -> Doing:
    def calibrate(now: datetime) -> None:
        alarms.calibrate_watch(
            budget_days=DEFAULT_BUDGET_DAYS,
            reason="Enam pekan sinyal sudah ada; satu pijar keliru sebulan dapat ditangani posko.",
            actor=head,
            now=now,
        )

    return calibrate


def _calibrate_again(now: datetime) -> None:
    alarms.calibrate_watch(budget_days=DEFAULT_BUDGET_DAYS, reason=WEEKLY, actor=WATCH, now=now)


def _ruling(head: Actor, rule: Rule) -> Doing:
    def set_one(now: datetime) -> None:
        alarms.set_rule(
            name=rule.name,
            stream=rule.stream,
            count=rule.count,
            days=rule.days,
            kilometres=rule.kilometres,
            reason=rule.reason,
            actor=head,
            now=now,
        )

    return set_one


def _looking(desk: Desk) -> Doing:
    def look(now: datetime) -> None:
        alarms.watch_day(actor=WATCH, now=now)
        for alarm in raised.open_alarms((desk.head.scope[0],)):
            if alarm.pk not in desk.seen:
                desk.seen.add(alarm.pk)
                _plan_answer(desk, alarm, now)

    return look


def _plan_answer(desk: Desk, alarm: "Alarm", now: datetime) -> None:
    """Plan what the desk will make of an alarm; the last ones are left to the visitor."""
    alarm_id, stage, answered = alarm.pk, desk.stage, now + timedelta(minutes=50)
    if now > at(LAST_DAY, 15) - LEFT_OPEN_FOR:
        if alarm.stream == Stream.PRESSURE:
            stage.plan(answered, _assessing(stage, alarm_id, Verdict.CORRECT))
        return
    is_road = alarm.stream == Stream.TALK and not set(raised.villages_of(alarm_id)).isdisjoint(ROAD)
    if is_road and not desk.has_escalated:
        desk.has_escalated = True
        stage.plan(answered, _assessing(stage, alarm_id, Verdict.CORRECT))
        stage.plan(answered + timedelta(minutes=40), _escalating(stage, alarm_id))
        return
    desk.small += 1
    if is_road or desk.small % CLOSED_EVERY == 0:
        stage.plan(answered, _assessing(stage, alarm_id, Verdict.CORRECT))
        stage.plan(answered + timedelta(hours=26), _closing(stage, alarm_id))
    else:
        stage.plan(answered, _assessing(stage, alarm_id, Verdict.OTHER_MATTER))
        stage.plan(answered + timedelta(hours=2), _dismissing(stage, alarm_id))


def _assessing(stage: Stage, alarm_id: int, verdict: Verdict) -> Doing:
    def assess(now: datetime) -> None:
        for report_id in raised.unassessed_reports(alarm_id):
            alarms.assess_report(
                alarm_id=alarm_id,
                report_id=report_id,
                verdict=verdict,
                verdict_seen="",
                actor=stage.operator_at(now),
                now=now,
            )

    return assess


def _escalating(stage: Stage, alarm_id: int) -> Doing:
    def escalate(now: datetime) -> None:
        actor = stage.operator_at(now)
        alarms.escalate_alarm(
            alarm_id=alarm_id,
            to=Role.CHIEF,
            reason=ALARM_ESCALATED,
            steps_seen=raised.alarm_called(alarm_id, actor.scope).steps_taken,
            actor=actor,
            now=now,
        )

    return escalate


def _dismissing(stage: Stage, alarm_id: int) -> Doing:
    def dismiss(now: datetime) -> None:
        actor = stage.operator_at(now)
        alarms.dismiss_alarm(
            alarm_id=alarm_id,
            reason=ALARM_DISMISSED,
            steps_seen=raised.alarm_called(alarm_id, actor.scope).steps_taken,
            actor=actor,
            now=now,
        )

    return dismiss


def _closing(stage: Stage, alarm_id: int) -> Doing:
    def close(now: datetime) -> None:
        actor = stage.operator_at(now)
        alarms.close_alarm(
            alarm_id=alarm_id,
            reason=ALARM_CLOSED,
            steps_seen=raised.alarm_called(alarm_id, actor.scope).steps_taken,
            actor=actor,
            now=now,
        )

    return close


def _handing_on(now: datetime) -> None:
    """Hand on what nobody has answered by then: the desk was busy with the closing of the polls."""
    alarms.hand_on_alarms(actor=WATCH, now=now)
