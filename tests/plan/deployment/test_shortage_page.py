"""The page that says why a roster is short: of which days, and for whom."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.kit.actors import Role
from tests.builders import NOON, a_duty, a_person, a_roster, a_user

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2024, 11, 1), date(2024, 11, 30)


@pytest.fixture
def month():
    """A draft of thirty days that stands empty on Tuesday the 19th, and is filled on the 5th."""
    roster = a_roster(starts_on=FIRST, ends_on=LAST, published=False)
    a_duty(roster, starts_at=NOON)
    a_duty(roster, starts_at=NOON - timedelta(days=14), person=a_person("Ani"))
    return roster


def short(roster, *, area_code="16.01", **asked):
    client = Client()
    client.force_login(a_user(Role.OPS_HEAD, area_code=area_code))
    return client.get(reverse("deployment:shortage", args=[roster.pk]), asked)


def days_of(answer):
    page = answer.context["page"]
    return page.first, page.last


def test_the_worst_week_is_looked_at_and_named(month):
    answer = short(month)
    assert days_of(answer) == (date(2024, 11, 16), date(2024, 11, 22))
    text = " ".join(answer.content.decode().split())
    assert "16 November – 22 November 2024, 7 dari 30 hari" in text


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({"dari": "2024-11-03"}, date(2024, 11, 3), date(2024, 11, 9)),
        ({"dari": "2024-11-03", "sampai": "2024-11-04"}, date(2024, 11, 3), date(2024, 11, 4)),
        ({"dari": "2024-11-03", "sampai": "2024-11-30"}, date(2024, 11, 3), date(2024, 11, 16)),
        ({"dari": "2024-11-28"}, date(2024, 11, 28), LAST),
        ({"dari": "2024-10-01", "sampai": "2025-01-01"}, FIRST, date(2024, 11, 14)),
        ({"dari": "besok"}, date(2024, 11, 16), date(2024, 11, 22)),
    ],
)
def test_other_days_are_chosen_but_never_more_than_fourteen(month, asked, first, last):
    assert days_of(short(month, **asked)) == (first, last)


def test_who_leads_a_part_does_not_read_the_whole(month):
    assert short(month, area_code="16.01.08").status_code == 404
