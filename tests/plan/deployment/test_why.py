"""Why somebody stands a duty and another does not, told to those who see the whole roster."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.kit.actors import Role
from tests.builders import NOON, a_duty, a_person, a_post, a_user

pytestmark = pytest.mark.django_db

MORNING = NOON - timedelta(hours=5)


@pytest.fixture
def morning():
    """Ani stands a morning at the one post and Budi the same morning at another."""
    ani, budi = a_person("Ani"), a_person("Budi")
    duty = a_duty(person=ani, starts_at=MORNING, published=False)
    a_duty(duty.roster, person=budi, starts_at=MORNING, post=a_post("bawaslu"))
    return duty


def signed_in(*roles, area_code="16.01"):
    client = Client()
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def why(client, duty, **asked):
    return client.get(reverse("deployment:why", args=[duty.roster_id, duty.pk]), asked)


def test_it_says_why_this_person_and_who_else_could(morning):
    cici = a_person("Cici")
    answer = why(signed_in(Role.OPERATOR), morning)
    assert answer.status_code == 200
    reasons = answer.context["page"].reasons
    assert any("Cici" in text for text in reasons)
    text = answer.content.decode()
    assert all(one in text for one in ("Mengapa Aipda Ani", *reasons))
    choices = [one.id for _, people in answer.context["page"].choices for one in people]
    assert str(cici.pk) in choices
    assert str(morning.person_id) not in choices


def test_it_says_what_stands_against_another(morning):
    budi = morning.roster.duties.get(person__name="Budi").person
    answer = why(signed_in(Role.OPS_HEAD), morning, bukan=budi.pk)
    first, *others = answer.context["page"].against
    # The seat is taken, and he stands elsewhere at that hour.
    assert "Ani" in first
    assert any("Budi" in text for text in others)
    assert f"Mengapa bukan {budi}" in answer.content.decode()


def test_an_empty_seat_and_somebody_who_serves_no_more_are_told_too(morning):
    empty = a_duty(morning.roster, starts_at=MORNING + timedelta(days=1))
    assert "Tidak ada yang mengisi tempat" in why(signed_in(Role.OPERATOR), empty).content.decode()
    ani = morning.person
    ani.is_active = False
    ani.save()
    [reason] = why(signed_in(Role.OPERATOR), morning).context["page"].reasons
    assert str(ani) in reason


def test_it_is_for_those_who_see_the_whole_roster(morning):
    covert = a_duty(morning.roster, person=a_person("Dedi"), starts_at=MORNING, posture="covert")
    chief = signed_in(Role.SECTOR_CHIEF)
    assert why(chief, morning).status_code == 403
    board = reverse("deployment:board", args=[morning.roster_id])
    assert "mengapa" not in chief.get(board, {"tugas": morning.pk}).content.decode().lower()
    # Who leads a part of the area sees less than the whole.
    assert why(signed_in(Role.OPS_HEAD, area_code="16.01.08"), covert).status_code == 404
    elsewhere = a_duty(published=True)
    operator = signed_in(Role.OPERATOR)
    wrong = reverse("deployment:why", args=[morning.roster_id, elsewhere.pk])
    assert operator.get(wrong).status_code == 404
    stranger = a_person("Orang Lain", area_code="32.01")
    assert why(operator, morning, bukan=stranger.pk).status_code == 404


def test_the_board_leads_there_without_and_with_a_script(morning):
    client = signed_in(Role.OPERATOR)
    board = reverse("deployment:board", args=[morning.roster_id])
    page = client.get(board, {"tugas": morning.pk}).content.decode()
    there = reverse("deployment:why", args=[morning.roster_id, morning.pk])
    assert f'href="{there}"' in page
    assert f'action="{there}"' in page
    pattern = reverse("deployment:why", args=[morning.roster_id, 0])
    assert f'data-why-url="{pattern}"' in page
