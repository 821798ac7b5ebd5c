"""A post that stays silent is called, then its Padal, then the command post; nobody twice."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from sejuk.act.guard import actions, tasks
from sejuk.act.guard.models import Absence, Alarm, CheckIn, Watch
from sejuk.act.guard.queries import watches as queries
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import (
    DISTRICT,
    NOON,
    a_duty,
    a_person,
    a_post,
    a_user,
    an_actor,
)

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("guard")
DESK = an_actor(Role.OPERATOR)


@pytest.fixture
def post():
    return a_post()


@pytest.fixture
def leader(post):
    user = a_user(Role.GUARD)
    a_duty(person=a_person(user=user), post=post, role="leader")
    return an_actor(Role.GUARD, user=user)


def watched(post, **values):
    times = {"period_minutes": 30, "grace_minutes": 10, "is_on": True}
    return actions.set_watch(post_id=post.pk, actor=DESK, now=NOON, **times | values)


def after(minutes):
    return NOON + timedelta(minutes=minutes)


def raised(now):
    if queries.alarms_due(now) or queries.absences_due(now):
        actions.raise_alarms(actor=SYSTEM, now=now)
    return list(Alarm.objects.order_by("pk").values_list("rung", flat=True))


@pytest.mark.parametrize(
    ("minutes", "rungs"),
    [
        (29, []),
        (30, ["post"]),
        (39, ["post"]),
        (40, ["post", "padal"]),
        (50, ["post", "padal", "command_post"]),
        (300, ["post", "padal", "command_post"]),
    ],
)
def test_the_longer_a_post_is_silent_the_higher_it_is_called(post, leader, minutes, rungs):
    watched(post)
    assert raised(after(minutes)) == rungs


def test_looking_again_raises_nothing_again(post, leader):
    watched(post)
    for minutes in (30, 31, 40, 41, 50, 51):
        raised(after(minutes))
    assert raised(after(52)) == ["post", "padal", "command_post"]
    assert Entry.objects.filter(verb="guard.alarm.raised").count() == 3
    actions.raise_alarms(actor=SYSTEM, now=after(52))
    assert Alarm.objects.count() == 3


def test_the_answer_of_the_post_ends_the_silence_and_the_next_counts_anew(post, leader):
    watched(post)
    raised(after(40))
    actions.answer_watch(post_id=post.pk, actor=leader, now=after(41))
    assert not queries.open_alarms(DESK)
    assert set(Alarm.objects.values_list("answered_by", flat=True)) == {leader.name}
    raised(after(70))
    assert not queries.open_alarms(DESK)
    raised(after(71))
    [alarm] = queries.open_alarms(DESK)
    assert (alarm.post_id, alarm.due_at, alarm.rung) == (post.pk, after(71), "post")


def test_a_leader_says_what_he_found_there(post, leader):
    watched(post)
    raised(after(50))
    [alarm] = queries.open_alarms(DESK)
    assert alarm.rung == "command_post"
    with pytest.raises(Refused, match="what was found"):
        actions.answer_alarm(alarm_id=alarm.alarm_id, answer=" ", actor=DESK, now=after(55))
    actions.answer_alarm(
        alarm_id=alarm.alarm_id, answer="Radio habis daya, pos aman.", actor=DESK, now=after(55)
    )
    assert Watch.objects.get().answered_at == after(55)
    assert not queries.open_alarms(DESK)


def test_a_post_without_anybody_on_duty_is_not_called_and_a_shift_begins_afresh(post):
    watched(post)
    assert raised(after(600)) == []
    a_duty(person=a_person(), post=post, starts_at=after(600))
    assert raised(after(629)) == []
    assert raised(after(630)) == ["post"]


def test_a_watch_that_is_off_calls_nobody(post, leader):
    watched(post, is_on=False)
    assert raised(after(300)) == []


def test_what_the_installation_slept_through_is_no_silence_of_the_post(post, leader, monkeypatch):
    Operation.objects.update(is_demonstration=True, clock_shift_seconds=-3600)
    watched(post)
    hour = timedelta(hours=1)
    slept_until = after(100)
    monkeypatch.setattr(tasks, "last_look", lambda: NOON + hour)
    tasks.look(real_now=slept_until + hour)
    assert not Alarm.objects.exists()
    assert Watch.objects.get().counts_from == slept_until
    monkeypatch.setattr(tasks, "last_look", lambda: slept_until + timedelta(minutes=29) + hour)
    tasks.look(real_now=after(130) + hour)
    assert [one.due_at for one in Alarm.objects.all()] == [after(130)]


def test_only_who_leads_the_shift_or_the_area_answers_and_sets(post, leader):
    watched(post)
    guard = a_user(Role.GUARD)
    a_duty(person=a_person(user=guard), post=post)
    himself = an_actor(Role.GUARD, user=guard)
    with pytest.raises(Refused):
        actions.answer_watch(post_id=post.pk, actor=himself, now=after(5))
    for actor, wrong in (
        (himself, Refused),
        (an_actor(Role.OPS_HEAD, area_code="16.09"), NotYours),
    ):
        with pytest.raises(wrong):
            actions.set_watch(
                post_id=post.pk, period_minutes=60, grace_minutes=10, is_on=True,
                actor=actor, now=NOON,
            )  # fmt: skip
    with pytest.raises(Refused, match="5 to 1440"):
        watched(post, period_minutes=1)


def test_who_is_late_and_who_does_not_come_is_raised_once(post):
    duty = a_duty(person=a_person("Budi Contoh"), post=post)
    a_duty(person=None, post=post)
    for minutes in (14, 15, 16, 30, 31):
        raised(after(minutes))
    assert list(Absence.objects.order_by("pk").values_list("kind", flat=True)) == [
        "late",
        "missing",
    ]
    [absence] = queries.open_absences(DESK)
    assert (absence.duty_id, absence.person, absence.kind) == (
        duty.pk, "Aipda Budi Contoh", "missing",
    )  # fmt: skip
    assert not queries.open_absences(an_actor(Role.OPERATOR, area_code="16.09"))
    actions.see_absence(absence_id=absence.absence_id, actor=DESK, now=after(32))
    assert not queries.open_absences(DESK)


def test_who_comes_late_after_all_is_no_alarm_any_more(post):
    duty = a_duty(person=a_person(), post=post)
    raised(after(20))
    CheckIn.objects.create(
        duty=duty, person=duty.person, method="code", arrived_at=after(21), recorded_at=after(21),
        recorded_by="-", key="00000000-0000-4000-8000-000000000001",
    )  # fmt: skip
    assert not queries.open_absences(DESK)
    raised(after(40))
    assert Absence.objects.count() == 1


def test_who_did_not_come_in_plain_clothes_is_told_only_where_such_duties_are_seen(post):
    a_duty(person=a_person(), post=post, posture="covert")
    raised(after(31))
    assert queries.open_absences(DESK)
    assert not queries.open_absences(an_actor(Role.SECTOR_CHIEF, area_code=DISTRICT))


def test_who_sees_plain_clothes_in_one_area_does_not_see_them_in_another(post):
    a_duty(person=a_person(), post=post, posture="covert")
    raised(after(31))
    assert post.area_id.startswith(DISTRICT)
    both = two_hats(desk_of="16.09", sector_of=DISTRICT)
    assert not queries.open_absences(both)
    with pytest.raises(NotYours):
        queries.absence_called(Absence.objects.get(kind="missing").pk, actor=both)
    assert queries.open_absences(two_hats(desk_of=DISTRICT, sector_of="16.09"))


def two_hats(*, desk_of, sector_of):
    hats = {Grant(Role.OPERATOR, desk_of), Grant(Role.SECTOR_CHIEF, sector_of)}
    return Actor("dua", frozenset(hats))


def test_the_list_of_who_did_not_come_costs_the_same_for_one_and_for_many(
    post, django_assert_num_queries
):
    for _ in range(4):
        a_duty(person=a_person(), post=post)
    raised(after(31))
    with django_assert_num_queries(2):
        assert len(queries.open_absences(DESK)) == 4


def test_the_looks_are_in_the_timetable_of_the_worker():
    names = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert names["guard.look_around"] == "* * * * *"
    assert "guard.forget_jobs" in names
