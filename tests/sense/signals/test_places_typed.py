"""A name that is typed in part finds its places: kecamatan first, and never by a guess."""

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.kit.actors import Role
from sejuk.sense.signals.models import PublishedWeek, Signal
from tests.builders import NOON, VILLAGE, a_signal, an_area, an_operation
from tests.sense.signals.test_pages import signed_in

pytestmark = pytest.mark.django_db
EAST, WEST = "16.01.13", "16.01.14"


@pytest.fixture(autouse=True)
def _district(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    an_area("16.01.09.2003", "Baturaja Lama")
    an_area(EAST, "Baturaja Timur")
    an_area(WEST, "Baturaja Barat")


def test_everybody_finds_the_kecamatan_of_a_town_without_script():
    asked = Client().get(reverse("signals:area"), {"area": "Baturaja"})
    assert asked.status_code == 422
    assert [one.code for one in asked.context["form"].candidates] == [WEST, EAST, "16.01.09.2003"]
    assert "Kecamatan Baturaja Timur" in asked.text
    assert "tidak dikenal" not in asked.text
    chosen = Client().get(reverse("signals:area"), {"area": "Baturaja", "area_choice": EAST})
    assert chosen.context["page"].code == EAST
    assert "tidak dikenal" in Client().get(reverse("signals:area"), {"area": "Batumerah"}).text


def test_an_area_without_figures_of_its_own_shows_what_was_published_around_it():
    figures = [["16.01.09", "rumor", True, 9, None], ["16.01", "", True, 40, 12]]
    PublishedWeek.objects.create(
        monday=NOON.date().replace(day=4), figures=figures, published_at=NOON
    )
    page = Client().get(reverse("signals:area"), {"area": "16.01.09.2003"})
    sums = page.context["page"].around_kinds
    assert [(one.reported, one.answered) for one in sums] == [(9, None), (40, 12)]
    assert "tidak ditampilkan" in page.text
    assert "–</td>" not in page.text


def test_the_inbox_shows_all_places_that_begin_so_and_lets_one_choose():
    for code in (EAST, WEST, VILLAGE):
        a_signal(area_code=code)
    page = signed_in(Role.OPERATOR).get(reverse("signals:inbox"), {"area": "Baturaja"})
    codes = Signal.objects.filter(pk__in=[row.id for row in page.context["page"].rows])
    assert set(codes.values_list("area_id", flat=True)) == {EAST, WEST}
    assert f"area={EAST}" in page.text
