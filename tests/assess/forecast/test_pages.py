"""The page of the week ahead, the card of a village, the layer of the map."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from sejuk.assess.forecast.actions import make_forecast, score_forecast
from sejuk.assess.forecast.models import Forecast, WeekScore
from sejuk.assess.forecast.rules import Method
from sejuk.assess.forecast.web import LAYER, forecast_card
from sejuk.assess.forecast.web.scores import leaning
from sejuk.foundation.places.models import Area
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals.models import Signal
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_signal,
    a_user,
    an_actor,
    an_area,
    an_operation,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
QUIET, FAR = "16.01.08.2019", "16.01.13.2001"
SYSTEM = Actor.system("forecast")
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("sejuk.foundation.operations.web.timezone.now", lambda: NOON)


def look_ahead(weeks_ago: int) -> Forecast:
    now = NOON - timedelta(days=7 * weeks_ago)
    return make_forecast(
        area_code=DISTRICT,
        day=timezone.localdate(now) - timedelta(days=1),
        actor=SYSTEM,
        now=now,
    )


@pytest.fixture
def six_weeks():
    an_operation()
    for code in (VILLAGE, QUIET, FAR):
        an_area(code, residents=900)
    for days_ago in range(1, 70, 3):
        a_signal(heard_at=NOON - timedelta(days=days_ago))
    a_signal(area_code=FAR, heard_at=NOON - timedelta(days=11))
    for weeks_ago in range(6, -1, -1):
        forecast = look_ahead(weeks_ago)
        if weeks_ago:
            over = NOON - timedelta(days=7 * (weeks_ago - 1))
            score_forecast(forecast_id=forecast.pk, actor=SYSTEM, now=over)


def signed_in(client, *roles: Role, area_code: str = DISTRICT):
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def test_the_page_names_the_likeliest_first_and_says_on_what_it_rests(client, six_weeks):
    page = signed_in(client, Role.OPERATOR).get("/prakiraan/").content.decode()
    assert page.index(f"Desa {VILLAGE[-4:]}") < page.index(f"Desa {QUIET[-4:]}")
    assert "Awal tanpa riwayat panjang" in page
    assert "tidak dapat diramalkan" in page
    assert "pekan-pekan terakhir desa itu sendiri" in page
    # Six weeks are over; the sentence says plainly how it did beside the simple ones.
    assert "6 pekan sudah lewat" in page
    assert "Dibandingkan prakiraan sederhana" in page
    assert page.count('class="chart-bar') == 6
    # The table of scores is for who wants to know: it is folded.
    assert "<summary>Pekan" in page


def test_the_parts_of_each_row_sum_to_a_hundred(client, six_weeks):
    page = signed_in(client, Role.OPERATOR).get("/prakiraan/").context["page"]
    for row in page.rows:
        assert sum(int(part.split(" %")[0]) for part in row.rests.split("; ")) == 100


@pytest.mark.parametrize(
    ("said", "was", "sentence"),
    [
        ([3.0] * 4, [4] * 4, "cenderung terlalu rendah"),
        ([5.0] * 4, [4] * 4, "cenderung terlalu tinggi"),
        ([3.0, 3.0, 5.0, 5.0], [4] * 4, ""),
        ([3.0] * 3, [4] * 3, ""),
    ],
)
def test_a_forecast_that_leans_says_so(said, was, sentence):
    weeks = [
        WeekScore(expected_with_any=one, villages_with_any=other)
        for one, other in zip(said, was, strict=True)
    ]
    with override("id"):
        found = " ".join(leaning(weeks))
    assert sentence in found
    assert bool(found) is bool(sentence)


def test_a_sector_chief_sees_only_his_villages(client, six_weeks):
    page = signed_in(client, Role.SECTOR_CHIEF, area_code="16.01.08").get("/prakiraan/")
    text = page.content.decode()
    assert f"Desa {VILLAGE[-4:]}" in text
    assert f"Desa {FAR[-4:]}" not in text


def test_the_page_before_the_first_forecast_says_when_it_comes(client):
    an_operation()
    page = signed_in(client, Role.AUDITOR).get("/prakiraan/").content.decode()
    assert "Belum ada prakiraan" in page


def test_the_page_costs_at_most_twelve_queries(client, six_weeks):
    Area.objects.bulk_create(
        Area(code=f"16.01.13.{number}", name=f"Desa {number}", level="desa", parent_id="16.01.13")
        for number in range(2_002, 2_160)
    )
    make_forecast(area_code=DISTRICT, day=TODAY, actor=SYSTEM, now=NOON + timedelta(days=1))
    signed_in(client, Role.OPERATOR)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/prakiraan/?page=2").content.decode()
    assert len(asked) <= MOST_QUERIES
    assert "dari 161" in page


def test_an_earlier_day_shows_the_forecast_of_then(client, six_weeks):
    then = TODAY - timedelta(days=7)
    page = signed_in(client, Role.OPERATOR).get(f"/prakiraan/?hari={then}").content.decode()
    assert "12 November" in page


def test_the_card_of_a_village_says_chance_and_shares(six_weeks):
    with override("id"):
        card = forecast_card(VILLAGE, TODAY)
    assert card is not None
    assert card.chance.endswith("%")
    assert sum(one.percent for one in card.rests) == 100
    assert "kurang dari setengah tahun" in card.note
    assert forecast_card("16.09.01.2001", TODAY) is None


def test_the_village_page_carries_the_card_for_who_may_see_it(client, six_weeks):
    address = f"/desa/{VILLAGE}/"
    assert 'id="prakiraan"' in signed_in(client, Role.OPERATOR).get(address).content.decode()
    assert 'id="prakiraan"' not in signed_in(client, Role.PARTNER).get(address).content.decode()


def test_the_card_is_loaded_by_itself_and_is_a_page_without_javascript(client, six_weeks):
    address = f"/prakiraan/{VILLAGE}/"
    signed_in(client, Role.VILLAGE_OFFICER, area_code="16.01.08")
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "<progress" in fragment
    assert "<html" in client.get(address).content.decode()
    assert client.get(f"/prakiraan/{FAR}/").status_code == 404


def test_the_layer_has_a_step_for_each_village_of_the_actor(six_weeks):
    picture = LAYER.look(an_actor(Role.SECTOR_CHIEF, area_code="16.01.08"), TODAY, NOON)
    assert set(picture.cells) == {VILLAGE, QUIET}
    assert picture.cells[VILLAGE].step > picture.cells[QUIET].step
    assert "%" in picture.cells[VILLAGE].words
    assert LAYER.look(an_actor(Role.OPERATOR), TODAY - timedelta(days=300), NOON).cells == {}


def test_after_half_a_year_it_is_a_mixture_or_says_that_the_simple_one_holds(client):
    an_operation()
    for code in (VILLAGE, QUIET, FAR):
        an_area(code, residents=900)
    first = a_signal(heard_at=NOON - timedelta(days=7 * 32))
    copies = [
        Signal(
            **{
                field.attname: getattr(first, field.attname)
                for field in Signal._meta.concrete_fields
                if field.attname not in ("id", "area_id", "heard_at")
            },
            area_id=VILLAGE if number % 3 else QUIET,
            heard_at=NOON - timedelta(days=1 + 1.5 * number),
        )
        for number in range(140)
    ]
    Signal.objects.bulk_create(copies)
    forecast = look_ahead(0)
    assert forecast.weeks == 32
    assert forecast.method in (Method.MIXTURE, Method.SIMPLE)
    assert len(forecast.look_back) == 10
    page = signed_in(client, Role.OPERATOR).get("/prakiraan/").content.decode()
    assert "setengah tahun terakhir" in page
    assert "Belum ada pekannya yang lewat" in page
