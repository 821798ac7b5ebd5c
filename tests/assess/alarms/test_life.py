"""An alarm is raised once, assessed report by report, and ends by a decision with a reason."""

from collections import Counter
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sejuk.assess.alarms import actions, queries
from sejuk.assess.alarms.models import Alarm, AlarmReport, Calibration, SetRule, Step, WatchRun
from sejuk.assess.alarms.rules import (
    DECIDE_WITHIN,
    NEXT_STATES,
    AlarmState,
    Finder,
    Verdict,
    answer_within,
)
from sejuk.assess.alarms.tasks import look
from sejuk.engines.warning.watching.long_series import years_of
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals.rules import ContentGrade, Form, Kind, Origin, SignalState
from tests.assess.alarms.raising import REASON, a_rule, an_alarm, quarrels, somebody
from tests.builders import NOON, VILLAGE, a_signal, an_area, an_operation, shift_to

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("alarms")


@pytest.fixture(autouse=True)
def _operation():
    an_operation()


def watch(now=NOON) -> WatchRun:
    return actions.watch_day(actor=SYSTEM, now=now)


def assessed(alarm: Alarm, actor: Actor, *verdicts: Verdict, now=NOON) -> None:
    for report, verdict in zip(alarm.reports.order_by("pk"), verdicts, strict=True):
        actions.assess_report(
            alarm_id=alarm.pk,
            report_id=report.pk,
            verdict=verdict,
            verdict_seen="",
            actor=actor,
            now=now,
        )


def decided(deed, alarm: Alarm, actor: Actor, **said: object) -> Alarm:
    alarm.refresh_from_db()
    values = {"reason": REASON, "steps_seen": alarm.steps_taken, "now": NOON} | said
    return deed(alarm_id=alarm.pk, actor=actor, **values)


def test_what_is_found_is_raised_once_with_its_reports_and_places():
    alarm = an_alarm()
    assert (alarm.detector, alarm.stream, alarm.area_id) == ("rule", "konflik", VILLAGE)
    assert (alarm.state, alarm.with_role) == ("raised", Role.OPERATOR)
    assert alarm.due_at == NOON + answer_within(Finder.RULE)
    assert alarm.reports.count() == 3
    assert [row.area_id for row in alarm.areas.all()] == [VILLAGE]

    again = watch(NOON + timedelta(minutes=5))
    assert again.raised == 0
    quarrels(2, now=NOON + timedelta(hours=3))
    assert watch(NOON + timedelta(days=4)).raised == 0
    assert Alarm.objects.count() == 1


def test_a_confirmed_very_grave_incident_is_raised_at_once_without_any_calibration():
    signal = a_signal(
        form=Form.INCIDENT, kind=Kind.VIOLENCE, severity=4, content_grade=ContentGrade.ONE
    )
    assert watch().raised == 1
    alarm = Alarm.objects.get()
    assert (alarm.detector, alarm.once_in_days, alarm.calibration) == ("grave", None, None)
    assert alarm.due_at - NOON < answer_within(Finder.VILLAGE)
    signal.cluster = "disatukan"
    signal.save()
    assert watch(NOON + timedelta(days=6)).raised == 0


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": Kind.POSITIVE},
        {"form": Form.NOTICE, "kind": Kind.GATHERING},
        {"kind": Kind.QUARREL, "content_grade": ContentGrade.FIVE},
        {"kind": Kind.QUARREL, "state": SignalState.SET_ASIDE, "state_reason": "x",
         "state_changed_at": NOON - timedelta(minutes=1)},
        {"kind": Kind.QUARREL, "heard_at": NOON + timedelta(hours=1)},
    ],
)  # fmt: skip
def test_what_is_no_case_is_not_counted(columns):
    a_signal(**columns)
    assert queries.case_book(("16.01",), now=NOON).cases == ()


def test_a_matter_is_one_case_in_a_village_however_often_it_is_told():
    for hours in (30, 20, 2):
        a_signal(
            kind=Kind.QUARREL,
            cluster="balai",
            heard_at=NOON - timedelta(hours=hours),
            severity=1 + (hours == 20),
            origin=Origin.DISCOVERED if hours == 2 else Origin.REPORTED,
        )
    a_signal(kind=Kind.QUARREL, cluster="balai", area_code="16.01.08.2019")
    book = queries.case_book(("16.01",), now=NOON)
    told = next(case for case in book.cases if case.area_code == VILLAGE)

    assert len(book.cases) == 2
    assert (told.severity, told.is_discovered) == (2, False)
    assert (told.day, told.happened) == (date(2024, 11, 18), date(2024, 11, 18))
    assert len(book.signals_of([told.reference])) == 3


def test_a_confirmed_small_thing_does_not_confirm_the_grave_one_told_of_the_same_matter():
    said = {"form": Form.INCIDENT, "kind": Kind.VIOLENCE, "cluster": "balai"}
    a_signal(**said, severity=1, content_grade=ContentGrade.ONE)
    rumoured = a_signal(**said, severity=4, content_grade=ContentGrade.SIX)
    (case,) = queries.case_book(("16.01",), now=NOON).cases
    assert (case.severity, case.is_verified, watch().raised) == (4, False, 0)

    rumoured.content_grade = ContentGrade.ONE
    rumoured.save()
    assert watch().raised == 1


def test_what_one_telephone_tells_of_a_village_on_a_day_is_one_case():
    for hours in (1, 2, 3):
        a_signal(kind=Kind.QUARREL, source_key="telepon", heard_at=NOON - timedelta(hours=hours))
    a_signal(kind=Kind.QUARREL, source_key="telepon", heard_at=NOON - timedelta(days=2))
    a_signal(kind=Kind.QUARREL, source_key="telepon lain")
    a_signal(kind=Kind.QUARREL, source_key="telepon", area_code="16.01.08.2019")
    book = queries.case_book(("16.01",), now=NOON)

    assert Counter(case.area_code for case in book.cases) == {VILLAGE: 3, "16.01.08.2019": 1}
    assert sorted(len(pks) for pks in book.signal_ids.values()) == [1, 1, 1, 3]


def test_a_look_knows_the_years_that_a_district_is_compared_with():
    for days in (1, 400, 5 * 364):
        a_signal(kind=Kind.QUARREL, cluster="balai", heard_at=NOON - timedelta(days=days))
    cases = queries.look_at(Operation.objects.get(), now=NOON).book.cases
    assert years_of(cases, today=NOON.date()) == 4
    assert [(NOON.date() - case.day).days for case in cases] == [1820, 400, 1]


def test_a_case_that_came_late_has_both_days():
    heard, received = NOON - timedelta(days=4), NOON - timedelta(days=1)
    a_signal(kind=Kind.QUARREL, heard_at=heard, received_at=received)
    (case,) = queries.case_book(("16.01",), now=NOON).cases
    assert (case.happened_on, case.day) == (heard.date(), received.date())
    assert case.days_late == 3


def test_what_came_late_is_raised_once_counted_from_the_day_it_was_raised():
    a_signal(
        form=Form.INCIDENT,
        kind=Kind.VIOLENCE,
        severity=4,
        content_grade=ContentGrade.ONE,
        heard_at=NOON - timedelta(days=14),
        received_at=NOON - timedelta(hours=1),
    )
    assert watch().raised == 1
    assert Alarm.objects.get().last_day == (NOON - timedelta(days=14)).date()
    assert watch(NOON + timedelta(days=3)).raised == 0


def test_an_untrue_rumour_still_counts():
    a_signal(kind=Kind.RUMOUR, content_grade=ContentGrade.FIVE)
    assert len(queries.case_book(("16.01",), now=NOON).cases) == 1


def test_assessing_the_last_report_makes_the_alarm_assessed_and_moves_its_deadline():
    alarm, alya = an_alarm(), somebody()
    first = alarm.reports.order_by("pk")[0]
    actions.assess_report(
        alarm_id=alarm.pk,
        report_id=first.pk,
        verdict=Verdict.CORRECT,
        verdict_seen="",
        actor=alya,
        now=NOON,
    )
    alarm.refresh_from_db()
    assert (alarm.state, alarm.due_at) == ("raised", NOON + DECIDE_WITHIN)

    for report in alarm.reports.exclude(pk=first.pk):
        actions.assess_report(
            alarm_id=alarm.pk,
            report_id=report.pk,
            verdict=Verdict.MISTAKEN,
            verdict_seen="",
            actor=alya,
            now=NOON,
        )
    alarm.refresh_from_db()
    assert alarm.state == "assessed"
    assert [step.deed for step in alarm.steps.order_by("number")] == [
        "raised", "report_assessed", "report_assessed", "report_assessed",
    ]  # fmt: skip


def test_an_alarm_without_a_correct_report_is_not_escalated():
    alarm, alya = an_alarm(), somebody()
    with pytest.raises(Refused, match="none of them is as reported"):
        decided(actions.escalate_alarm, alarm, alya, to=Role.OPS_HEAD)
    assessed(alarm, alya, Verdict.CORRECT, Verdict.MISTAKEN, Verdict.OTHER_MATTER)
    decided(actions.escalate_alarm, alarm, alya, to=Role.CHIEF)
    alarm.refresh_from_db()
    assert (alarm.state, alarm.with_role, alarm.due_at) == ("escalated", Role.CHIEF, None)

    decided(actions.close_alarm, alarm, alya)
    alarm.refresh_from_db()
    assert alarm.state == "closed"
    assert Entry.objects.filter(verb__startswith="alarms.alarm.").count() == 6


@pytest.mark.parametrize("deed", [actions.dismiss_alarm, actions.close_alarm])
def test_no_alarm_ends_without_a_reason_and_none_repeats_a_report(deed):
    alarm, alya = an_alarm(), somebody()
    assessed(alarm, alya, *[Verdict.CORRECT] * 3)
    for reason in ("", "  ", "ok", "Telepon 0812-3456-7890 tidak diangkat", "x" * 501):
        with pytest.raises(Refused):
            decided(deed, alarm, alya, reason=reason)
    with pytest.raises(Refused, match="repeats the report"):
        decided(deed, alarm, alya, reason=alarm.reports.first().signal.text)
    told = Entry.objects.values_list("detail", flat=True)
    assert not any("balai desa" in str(detail) for detail in told)


def test_a_dismissed_alarm_can_only_be_escalated_after_all():
    alarm, alya = an_alarm(), somebody()
    assessed(alarm, alya, *[Verdict.CORRECT] * 3)
    decided(actions.dismiss_alarm, alarm, alya)
    with pytest.raises(Refused, match="cannot become"):
        decided(actions.close_alarm, alarm, alya)
    decided(actions.escalate_alarm, alarm, alya, to=Role.OPS_HEAD)
    alarm.refresh_from_db()
    assert alarm.state == "escalated"


def test_a_past_day_shows_how_an_alarm_stood_then():
    alarm, alya, scope = an_alarm(), somebody(), ("16.01",)
    days = [NOON + timedelta(days=number) for number in range(5)]
    assessed(alarm, alya, *[Verdict.CORRECT] * 3, now=days[1])
    decided(actions.dismiss_alarm, alarm, alya, now=days[2])
    decided(actions.escalate_alarm, alarm, alya, to=Role.OPS_HEAD, now=days[4])

    def stood(at) -> tuple[str, bool]:
        day = timezone.localdate(at)
        [one] = queries.alarms_until(scope, day)
        [(_, is_open)] = queries.alarms_on(scope, day, days[4], back=timedelta(days=5))
        return queries.state_then(one).value, is_open

    assert [stood(at) for at in days] == [
        ("raised", True),
        ("assessed", True),
        ("dismissed", False),
        ("dismissed", False),
        ("escalated", True),
    ]


def test_who_comes_second_is_told_who_was_first():
    alarm, alya, budi = an_alarm(), somebody(name="alya"), somebody(name="budi")
    seen = alarm.steps_taken
    decided(actions.dismiss_alarm, alarm, alya)
    with pytest.raises(Refused, match="alya has moved this alarm on"):
        decided(actions.dismiss_alarm, alarm, budi, steps_seen=seen)
    report = alarm.reports.first()
    with pytest.raises(Refused, match="alya has decided"):
        actions.assess_report(
            alarm_id=alarm.pk,
            report_id=report.pk,
            verdict=Verdict.CORRECT,
            verdict_seen="",
            actor=budi,
            now=NOON,
        )


def test_two_reports_are_assessed_side_by_side_but_not_one_report_twice():
    alarm, alya, budi = an_alarm(), somebody(name="alya"), somebody(name="budi")
    first, second, _ = alarm.reports.order_by("pk")
    said = {"verdict_seen": "", "now": NOON}
    actions.assess_report(
        alarm_id=alarm.pk, report_id=first.pk, verdict=Verdict.CORRECT, actor=alya, **said
    )
    actions.assess_report(
        alarm_id=alarm.pk, report_id=second.pk, verdict=Verdict.MISTAKEN, actor=budi, **said
    )
    with pytest.raises(Refused, match="assessed this report meanwhile"):
        actions.assess_report(
            alarm_id=alarm.pk, report_id=first.pk, verdict=Verdict.MISTAKEN, actor=budi, **said
        )
    first.refresh_from_db()
    assert (first.verdict, first.assessed_by) == ("correct", "alya")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_dismiss_at_the_same_moment_one_wins():
    alarm = an_alarm()
    actors, barrier, answers = [somebody(), somebody()], Barrier(2), []

    def dismiss(actor: Actor) -> None:
        barrier.wait()
        try:
            decided(actions.dismiss_alarm, Alarm(pk=alarm.pk, steps_taken=1), actor, steps_seen=1)
            answers.append("done")
        except Refused as refused:
            answers.append(refused.message)
        finally:
            connection.close()

    threads = [Thread(target=dismiss, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer == "done" for answer in answers) == [False, True]
    assert Step.objects.filter(alarm=alarm, deed="dismissed").count() == 1


def test_an_unanswered_alarm_goes_on_to_the_head_and_then_to_the_chief():
    alarm = an_alarm()
    until = NOON + answer_within(Finder.RULE)
    assert not queries.overdue(alarm.operation, until - timedelta(seconds=1)).exists()

    assert actions.hand_on_alarms(actor=SYSTEM, now=until) == 1
    assert actions.hand_on_alarms(actor=SYSTEM, now=until) == 0
    alarm.refresh_from_db()
    assert (alarm.state, alarm.with_role) == ("raised", Role.OPS_HEAD)
    assert queries.totals(somebody(Role.OPS_HEAD), now=until).mine == 1
    assert queries.totals(somebody(), now=until).mine == 0

    later = until + answer_within(Finder.RULE)
    assert actions.hand_on_alarms(actor=SYSTEM, now=later) == 1
    assert actions.hand_on_alarms(actor=SYSTEM, now=later + timedelta(days=1)) == 0
    alarm.refresh_from_db()
    assert alarm.with_role == Role.CHIEF


def test_the_task_looks_hands_on_and_leaves_a_quiet_hour_alone():
    a_rule()
    quarrels(3)
    operation = Operation.objects.get()
    operation.is_demonstration = True
    operation.clock_shift_seconds = shift_to(NOON)
    operation.save()
    look.func(0)
    look.func(0)
    assert (Alarm.objects.count(), WatchRun.objects.count()) == (1, 1)

    operation.clock_shift_seconds += 3 * 3600
    operation.save()
    look.func(0)
    assert Alarm.objects.get().with_role == Role.OPS_HEAD


def test_another_area_finds_no_alarm_and_who_reads_no_quarrels_assesses_none():
    alarm = an_alarm()
    an_area("16.01.09.2001")
    elsewhere = somebody(Role.SECTOR_CHIEF, area_code="16.01.09")
    for deed in (actions.dismiss_alarm, actions.close_alarm):
        with pytest.raises(NotYours):
            decided(deed, alarm, elsewhere)
    with pytest.raises(NotYours):
        actions.assess_report(
            alarm_id=alarm.pk, report_id=alarm.reports.first().pk, verdict=Verdict.CORRECT,
            verdict_seen="", actor=elsewhere, now=NOON,
        )  # fmt: skip
    with pytest.raises(Refused, match="Only the command post"):
        decided(actions.dismiss_alarm, alarm, somebody(Role.AUDITOR))
    with pytest.raises(NotYours):
        actions.assess_report(
            alarm_id=alarm.pk, report_id=alarm.reports.first().pk, verdict=Verdict.CORRECT,
            verdict_seen="", actor=somebody(Role.PUBLIC_RELATIONS), now=NOON,
        )  # fmt: skip
    own = somebody(Role.SECTOR_CHIEF, area_code="16.01.08")
    assert decided(actions.dismiss_alarm, alarm, own).state == "dismissed"


def test_every_state_but_the_last_leads_somewhere():
    assert [state for state, to in NEXT_STATES.items() if not to] == [AlarmState.CLOSED]
    reached = {AlarmState.RAISED} | {to for moves in NEXT_STATES.values() for to in moves}
    assert reached == set(AlarmState)


@pytest.mark.slow
@pytest.mark.parametrize("model", [Step, WatchRun, Calibration, Alarm, AlarmReport, SetRule])
def test_the_database_deletes_nothing(model):
    an_alarm()
    actions.calibrate_watch(
        budget_days=30.0, reason=REASON, actor=somebody(Role.OPS_HEAD), now=NOON
    )
    with pytest.raises(DatabaseError, match="kept as they were made"), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk)._raw_delete("default")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Step, {"reason": "lain"}),
        (WatchRun, {"raised": 9}),
        (Alarm, {"count": 99.0}),
        (Alarm, {"area": "16.01"}),
        (SetRule, {"count": 9}),
    ],
)
def test_the_database_changes_nothing_that_was_found(model, change):
    an_alarm()
    with pytest.raises(DatabaseError, match="kept as they were made"), transaction.atomic():
        model.objects.update(**change)


def test_a_retired_rule_raises_nothing_more_and_keeps_its_words():
    a_rule()
    rule, head = SetRule.objects.get(), somebody(Role.OPS_HEAD)
    with pytest.raises(Refused):
        actions.retire_rule(rule_id=rule.pk, reason="", actor=head, now=NOON)
    actions.retire_rule(rule_id=rule.pk, reason=REASON, actor=head, now=NOON)
    with pytest.raises(Refused, match="retired already"):
        actions.retire_rule(rule_id=rule.pk, reason=REASON, actor=head, now=NOON)
    quarrels(4)
    assert watch().raised == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        SetRule.objects.update(retired_reason="lain")


@pytest.mark.parametrize(
    "said",
    [
        {"name": " "}, {"stream": "suku"}, {"count": 1}, {"count": 51}, {"days": 0},
        {"days": 15}, {"kilometres": -1.0}, {"kilometres": float("nan")}, {"reason": ""},
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_is_not_set(said):
    with pytest.raises(Refused):
        a_rule(**said)
    assert not SetRule.objects.exists()


def test_a_rule_for_one_kecamatan_is_met_there_alone():
    elsewhere = "16.01.07.2001"
    for code in ("16.01.08", "16.01.07"):
        an_area(code)
    a_rule(area_code="16.01.08")
    quarrels(3, area_code=elsewhere)
    assert watch().raised == 0
    quarrels(3)
    assert watch(NOON + timedelta(hours=1)).raised == 1
    assert list(Alarm.objects.values_list("area_id", flat=True)) == [VILLAGE]
    with pytest.raises(NotYours):
        a_rule(name="Lain", area_code="16.09")
    with pytest.raises(Refused, match="holds already"):
        a_rule(area_code="16.01.07")


def test_only_leaders_of_the_whole_area_set_rules_and_the_budget():
    values = {"name": "x", "stream": "", "count": 3, "days": 3, "kilometres": 1.0}
    for actor in (somebody(), somebody(Role.OPS_HEAD, area_code="16.01.08"), SYSTEM):
        with pytest.raises(Refused):
            actions.set_rule(**values, reason=REASON, actor=actor, now=NOON)
    for actor in (somebody(), somebody(Role.CHIEF, area_code="16.01.08")):
        with pytest.raises(Refused):
            actions.calibrate_watch(budget_days=30.0, reason=REASON, actor=actor, now=NOON)
    for days in (2.9, 366.0, float("nan")):
        with pytest.raises(Refused):
            actions.calibrate_watch(
                budget_days=days, reason=REASON, actor=somebody(Role.OPS_HEAD), now=NOON
            )
