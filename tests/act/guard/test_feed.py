"""A person's calendar: a secret address, his own duties, in the right hours, and nothing twice."""

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from sejuk.act.guard import actions
from sejuk.act.guard.models import FeedKey
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import NOON, a_duty, a_person, a_post, a_user, an_actor, shift_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return a_person("Budi Contoh", user=a_user(Role.GUARD))


@pytest.fixture
def himself(person):
    return an_actor(Role.GUARD, user=person.user)


@pytest.fixture
def duty(person):
    shift = shift_to(NOON)
    duty = a_duty(person=person, post=a_post(name="Kantor KPU"), starts_at=NOON)
    Operation.objects.update(is_demonstration=True, clock_shift_seconds=shift)
    return duty


def subscribed(token, **headers):
    return Client().get(f"/dinas/kalender/{token}.ics", headers=headers)


def test_the_calendar_holds_his_duties_in_local_hours_with_their_zone(duty, himself):
    token = actions.make_feed_key(actor=himself, now=NOON)
    a_duty(person=a_person(), post=duty.post)

    answer = subscribed(token)
    calendar = Calendar.from_ical(answer.content)
    [event] = calendar.walk("VEVENT")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert event.decoded("dtstart") == NOON
    assert f"{event.decoded('dtstart'):%H.%M}" == "12.00"
    assert event["dtstart"].params["TZID"] == "Asia/Jakarta"
    [zone] = calendar.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Jakarta"
    assert (str(event["location"]), "Kantor KPU" in str(event["summary"])) == ("Kantor KPU", True)
    assert "DATA CONTOH" in str(calendar["x-wr-calname"])


def test_who_has_the_same_duties_already_is_told_so(duty, himself):
    token = actions.make_feed_key(actor=himself, now=NOON)
    tag = subscribed(token).headers["ETag"]
    again = subscribed(token, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert Client().head(f"/dinas/kalender/{token}.ics").headers["ETag"] == tag
    duty.starts_at += timedelta(hours=1)
    duty.save(update_fields=["starts_at"])
    changed = subscribed(token, if_none_match=tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_a_duty_in_plain_clothes_says_no_place(duty, himself):
    duty.posture = "covert"
    duty.save(update_fields=["posture"])
    text = subscribed(actions.make_feed_key(actor=himself, now=NOON)).text
    assert "Kantor KPU" not in text
    assert "LOCATION" not in text
    assert "DTSTART" in text


def test_an_unknown_revoked_or_replaced_address_is_not_found(duty, himself, person):
    assert subscribed("x" * 43).status_code == 404
    first = actions.make_feed_key(actor=himself, now=NOON)
    second = actions.make_feed_key(actor=himself, now=NOON)
    assert first not in str(FeedKey.objects.values().get())
    assert (subscribed(first).status_code, subscribed(second).status_code) == (404, 200)
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert subscribed(second).status_code == 404
    person.is_active = True
    person.save(update_fields=["is_active"])
    actions.revoke_feed_key(actor=himself, now=NOON)
    assert subscribed(second).status_code == 404
    with pytest.raises(Refused):
        actions.revoke_feed_key(actor=himself, now=NOON)


def test_an_account_of_nobody_has_no_calendar():
    with pytest.raises(NotYours):
        actions.make_feed_key(actor=an_actor(Role.GUARD, user=a_user(Role.GUARD)), now=NOON)
