"""Somebody asks for a day off: for himself, ahead, without a reason, and takes it back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.actions.wishing import MOST_ASKED, ask_day, withdraw_day
from sejuk.plan.deployment.models import Wish
from sejuk.plan.deployment.queries.problems import problem_of
from tests.builders import NOON, a_duty, a_person, a_user, an_actor, an_operation

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 19)
DAY = date(2024, 11, 28)


@pytest.fixture
def user():
    return a_user(Role.GUARD)


@pytest.fixture
def person(user):
    return a_person("Budi Contoh", user=user)


@pytest.fixture
def himself(user, person):
    return an_actor(Role.GUARD, user=user)


def ask(actor, day=DAY):
    return ask_day(day=day, actor=actor, now=NOON)


def test_a_wish_reaches_whoever_makes_the_roster(person, himself):
    duty = a_duty(starts_at=NOON + timedelta(days=9), published=False)
    ask(himself)
    [wish] = problem_of(duty.roster).wishes
    assert (wish.person, wish.day, wish.is_off) == (str(person.pk), DAY, True)
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_name) == ("deployment.wish.asked", himself.name)
    assert set(entry.detail) == {"person", "day"}


@pytest.mark.parametrize("ahead", [-1, 0, 6, 93])
def test_a_day_too_near_or_too_far_is_refused(himself, ahead):
    with pytest.raises(Refused, match="day off"):
        ask(himself, TODAY + timedelta(days=ahead))


def test_a_day_is_asked_for_once_and_not_without_end(himself):
    ask(himself)
    with pytest.raises(Refused, match="already"):
        ask(himself)
    for later in range(1, MOST_ASKED):
        ask(himself, DAY + timedelta(days=later))
    with pytest.raises(Refused, match="At most"):
        ask(himself, DAY + timedelta(days=MOST_ASKED))


def test_only_what_one_has_asked_for_oneself_is_taken_back(person, himself):
    ask(himself)
    other = a_user(Role.GUARD)
    a_person("Citra Contoh", user=other)
    with pytest.raises(Refused, match="not asked"):
        withdraw_day(day=DAY, actor=an_actor(Role.GUARD, user=other), now=NOON)
    by_desk = Wish.objects.create(person=person, day=TODAY, asked_by="desk", asked_at=NOON)
    with pytest.raises(Refused, match="not asked"):
        withdraw_day(day=by_desk.day, actor=himself, now=NOON)
    withdraw_day(day=DAY, actor=himself, now=NOON)
    assert list(Wish.objects.all()) == [by_desk]
    assert Entry.objects.latest("sequence").verb == "deployment.wish.withdrawn"


def test_who_is_nobody_of_the_force_asks_for_nothing():
    with pytest.raises(NotYours):
        ask(an_actor(Role.GUARD, user=a_user(Role.GUARD)))


def test_the_page_takes_a_wish_and_gives_it_back(user, person):
    an_operation(is_demonstration=True)
    client = Client()
    client.force_login(user)
    page = reverse("guard:days_off")
    assert page in client.get(reverse("guard:my_duties")).content.decode()
    day = date.today() + timedelta(days=30)  # noqa: DTZ011 - by the real clock of the page
    assert client.post(page, {"day": "2020-01-01"}).status_code == 422
    assert client.post(page, {"day": day.isoformat()}).status_code == 302
    assert Wish.objects.get().person == person
    assert "Tarik keinginan" in client.get(page).content.decode()
    client.post(reverse("guard:withdraw_day_off"), {"day": day.isoformat()})
    assert not Wish.objects.exists()
