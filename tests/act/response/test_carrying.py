"""An answer is carried to a village; what came back is heard, and what came of it is measured."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from sejuk.act.response import actions, queries
from sejuk.act.response.models import Carrying
from sejuk.act.response.rules import DeliveredAt
from sejuk.act.response.web import effect_words
from sejuk.engines.triage import EffectCode
from sejuk.foundation.partners.models import Partner
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals.models import Signal
from tests.act.response.saying import a_refuted_rumour, an_answer_to, humas, released
from tests.assess.rumours.telling import heard, somebody, tell
from tests.builders import (
    NOON,
    VILLAGE,
    a_user,
    an_actor,
    an_area,
    an_officer,
    an_operation,
    shift_to,
)

pytestmark = pytest.mark.django_db
NEIGHBOUR = "16.01.08.2019"
TOMORROW = (NOON + timedelta(days=1)).date()


@pytest.fixture
def operation():
    shift = shift_to(NOON + timedelta(hours=1))
    return an_operation(is_demonstration=True, clock_shift_seconds=shift)


@pytest.fixture
def answer(operation):
    two = humas("dewi"), humas("eko")
    return released(an_answer_to(a_refuted_rumour(), actor=two[0]), by=two)


def assigned(answer, area_code: str = VILLAGE, *, actor: Actor, **said) -> Carrying:
    an_area(area_code)
    values = {"due_on": TOMORROW} | said
    return actions.assign_carrier(
        answer_id=answer.pk, area_code=area_code, **values, actor=actor, now=NOON
    )


def told(carrying: Carrying, *, actor: Actor, **said) -> Carrying:
    values = {
        "delivered_at": NOON + timedelta(hours=2),
        "occasion": DeliveredAt.WORSHIP,
        "listeners": 40,
        "questions": (),
        "now": NOON + timedelta(hours=3),
    } | said
    return actions.report_delivery(carrying_id=carrying.pk, **values, actor=actor)


def test_an_officer_takes_it_on_his_phone_and_a_question_comes_back(answer):
    user = a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE, username="budi")
    officer = an_officer(user=user)
    an_officer(area_code=NEIGHBOUR, user=a_user(Role.VILLAGE_OFFICER, area_code=NEIGHBOUR))
    desk = Client()
    desk.cookies["django_language"] = "en"
    desk.force_login(a_user(Role.OPERATOR))
    url = f"/jawaban/{answer.pk}/bawa/"
    said = {"area": VILLAGE, "who": f"o{officer.pk}", "due_on": TOMORROW.isoformat()}
    assert desk.post(url, said | {"area": "Nowhere"}).status_code == 422
    assert desk.post(url, said).status_code == 302
    assert "on his way there" in desk.post(url, said).content.decode()
    carrying = Carrying.objects.get()
    phone = Client()
    phone.cookies["django_language"] = "en"
    phone.force_login(user)
    assert answer.released.title in phone.get("/bawa-jawaban/").content.decode()
    page = f"/bawa-jawaban/{carrying.pk}/"
    assert "What you say" in phone.get(page).content.decode()
    report = {
        "delivered_at": "2024-11-19T12:55", "occasion": "ibadah", "listeners": "40",
        "question1": "Apakah undangan memilih Pak Sukirman 0812-3456-7890 bisa menyusul?",
    }  # fmt: skip
    assert phone.post(page, report | {"listeners": "-1"}).status_code == 422
    assert phone.post(page, report).status_code == 302
    assert "reported or cancelled already" in phone.post(page, report).content.decode()
    signal = Signal.objects.exclude(pk__in=answer.rumour.sightings.values("signal")).get()
    assert (signal.form, signal.area_id) == ("observation", VILLAGE)
    assert "0812" not in signal.text
    text = re.sub(r"\s+", " ", desk.get(f"/jawaban/{answer.pk}/").content.decode())
    assert "to 40" in text
    stranger = Client()
    stranger.force_login(a_user(Role.VILLAGE_OFFICER, area_code=NEIGHBOUR))
    assert stranger.get(page).status_code == 404


def test_who_sends_and_who_reports(answer):
    desk = somebody()
    partner = Partner.objects.create(code="fkub", name="FKUB", kind="fkub", area_id="16.01")
    carrying = assigned(answer, actor=desk, partner_id=partner.pk)
    with pytest.raises(NotYours):
        told(carrying, actor=an_actor(Role.VILLAGE_OFFICER, area_code=NEIGHBOUR))
    with pytest.raises(Refused, match="in the future"):
        told(carrying, actor=desk, delivered_at=NOON + timedelta(days=2))
    with pytest.raises(Refused, match="in a few words"):
        actions.cancel_carrying(carrying_id=carrying.pk, reason="", actor=desk, now=NOON)
    actions.cancel_carrying(carrying_id=carrying.pk, reason="Jalan putus.", actor=desk, now=NOON)
    with pytest.raises(Refused, match="day is over"):
        assigned(answer, actor=desk, partner_id=partner.pk, due_on=NOON.date() - timedelta(days=1))
    actions.withdraw_answer(answer_id=answer.pk, reason="Keliru.", actor=humas(), now=NOON)
    with pytest.raises(Refused, match="that is out"):
        assigned(answer, actor=desk, partner_id=partner.pk)


def test_whether_it_helped_is_said_with_its_interval_or_not_at_all(answer):
    desk, rumour = somebody(), answer.rumour
    officer = an_officer(user=a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE))
    carrying = assigned(answer, actor=desk, officer_id=officer.pk)
    later = NOON + timedelta(days=8)
    assert queries.effect_of(answer, later) is None
    told(carrying, actor=desk)

    def heard_often(area_code: str, times: int, *, after: bool) -> None:
        day = NOON + timedelta(days=3) if after else NOON - timedelta(days=2)
        for minute in range(times):
            one = heard(area_code, at=day + timedelta(minutes=minute))
            tell(rumour, one, actor=desk, now=later)

    # One sighting more there is from the beginning.
    heard_often(VILLAGE, 11, after=False)
    heard_often(VILLAGE, 1, after=True)
    effect = queries.effect_of(answer, later)
    assert effect.code is EffectCode.TOO_LITTLE
    heard_often(NEIGHBOUR, 9, after=False)
    heard_often(NEIGHBOUR, 12, after=True)
    # Heard for the first time afterwards: not comparable.
    heard_often("16.01.09.2001", 5, after=True)
    effect = queries.effect_of(answer, later)
    assert (effect.treated.before, effect.treated.after) == (12, 1)
    assert (effect.compared.before, effect.compared.after) == (9, 12)
    assert effect.code is EffectCode.FELL
    words = effect_words(effect)
    assert "95 %" in words
    assert "12" in words
