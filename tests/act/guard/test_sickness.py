"""Somebody says that he is ill: it becomes leave, and his duties show as open. No diagnosis."""

from datetime import date, timedelta

import pytest

from sejuk.act.guard import actions
from sejuk.act.guard.models import SickNotice
from sejuk.act.guard.queries import sickness as queries
from sejuk.foundation.forces.models import Leave
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import DISTRICT, NOON, a_duty, a_person, a_post, a_user, an_actor

pytestmark = pytest.mark.django_db
DESK = an_actor(Role.OPERATOR)
TODAY, TOMORROW = date(2024, 11, 19), date(2024, 11, 20)


@pytest.fixture
def user():
    return a_user(Role.GUARD)


@pytest.fixture
def person(user):
    return a_person("Budi Contoh", user=user)


@pytest.fixture
def himself(user, person):
    return an_actor(Role.GUARD, user=user)


def told(actor, **values):
    times = {"starts_at": NOON, "ends_on": TOMORROW, "person_id": None}
    return actions.tell_sick(actor=actor, now=NOON, **times | values)


def test_a_notice_becomes_sick_leave_under_his_own_name(person, himself):
    notice = told(himself)

    leave = Leave.objects.get()
    assert (leave.kind, leave.starts_on, leave.ends_on) == ("sakit", TODAY, TOMORROW)
    assert notice.leave_id == leave.pk
    verbs = Entry.objects.order_by("sequence").values_list("verb", "actor_name")
    assert list(verbs) == [
        ("forces.leave.recorded", himself.name),
        ("guard.sicknotice.told", himself.name),
    ]
    assert not {"note", "reason", "diagnosis"} & {one.name for one in SickNotice._meta.fields}


def test_his_duties_of_that_time_are_open_to_the_desk(person, himself):
    post = a_post()
    hit = [
        a_duty(person=person, post=post, starts_at=NOON + timedelta(hours=hours))
        for hours in (-2, 20)
    ]
    a_duty(person=person, post=post, starts_at=NOON + timedelta(days=3))
    a_duty(person=a_person(), post=post)
    told(himself)
    assert [one.duty.duty_id for one in queries.open_duties(DESK, now=NOON)] == [
        duty.pk for duty in hit
    ]
    assert not queries.open_duties(an_actor(Role.OPERATOR, area_code="16.09"), now=NOON)
    assert Entry.objects.get(verb="guard.sicknotice.told").detail["duties"] == [
        duty.pk for duty in hit
    ]


def test_a_duty_in_plain_clothes_is_open_only_to_who_sees_such_duties(person, himself):
    a_duty(person=person, posture="covert")
    told(himself)
    assert queries.open_duties(DESK, now=NOON)
    assert not queries.open_duties(an_actor(Role.SECTOR_CHIEF, area_code=DISTRICT), now=NOON)


def test_a_notice_is_taken_back_with_its_leave(person, himself):
    notice = told(himself)
    actions.withdraw_sick(notice_id=notice.pk, actor=himself, now=NOON)
    assert not Leave.objects.exists()
    assert not queries.open_duties(DESK, now=NOON)
    with pytest.raises(Refused, match="already"):
        actions.withdraw_sick(notice_id=notice.pk, actor=himself, now=NOON)


def test_it_can_be_taken_back_after_the_desk_removed_the_leave(person, himself):
    notice = told(himself)
    Leave.objects.all().delete()
    actions.withdraw_sick(notice_id=notice.pk, actor=himself, now=NOON)
    assert SickNotice.objects.get().withdrawn_at == NOON


def test_the_district_chief_says_it_for_one_who_called_and_takes_it_back(person):
    chief = an_actor(Role.CHIEF)
    notice = told(chief, person_id=person.pk)
    actions.withdraw_sick(notice_id=notice.pk, actor=chief, now=NOON)
    assert not Leave.objects.exists()


def test_a_leader_says_it_for_one_who_called_and_a_colleague_does_not(person):
    assert told(DESK, person_id=person.pk).told_by == DESK.name
    other = a_user(Role.GUARD)
    third = a_person(user=other)
    for actor in (an_actor(Role.GUARD, user=other), an_actor(Role.OPS_HEAD, area_code="16.09")):
        with pytest.raises(Refused, match="for himself"):
            told(actor, person_id=a_person().pk)
    with pytest.raises(NotYours):
        told(an_actor(Role.GUARD, user=a_user(Role.GUARD)))
    notice = told(DESK, person_id=third.pk)
    with pytest.raises(NotYours):
        actions.withdraw_sick(
            notice_id=notice.pk, actor=an_actor(Role.GUARD, user=a_user(Role.GUARD)), now=NOON
        )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "before the first"),
        ({"ends_on": TODAY + timedelta(days=14)}, "At most 14 days"),
        ({"starts_at": NOON - timedelta(hours=25)}, "More than a day ago"),
    ],
)
def test_days_that_make_no_sense_are_refused(person, himself, values, words):
    with pytest.raises(Refused, match=words):
        told(himself, **values)


def test_who_is_on_leave_already_is_told_so(person, himself):
    told(himself)
    with pytest.raises(Refused, match="on leave already"):
        told(himself)
    assert SickNotice.objects.count() == 1
