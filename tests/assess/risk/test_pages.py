import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sejuk.assess.risk import queries, web
from sejuk.assess.risk.actions import store_temperatures, take_index_snapshot
from sejuk.assess.risk.models import DayTemperature, Indicator, IndicatorValue
from sejuk.assess.risk.queries.kept import Kept
from sejuk.assess.risk.rules import Variable
from sejuk.foundation.places.models import Area
from sejuk.foundation.places.rules import BoundarySource
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals.rules import Form, Kind
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
QUARREL = "16.01.08.2019"
MOST_QUERIES = 12
PAGES = ["/", "/?urut=perubahan", "/kecamatan/16.01.08/", "/indeks/", f"/indeks/{VILLAGE}/"]


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Let it be noon on a day of the campaign for whoever asks the clock."""
    monkeypatch.setattr("sejuk.foundation.operations.web.timezone.now", lambda: NOON)


@pytest.fixture
def district():
    an_operation()
    for code in (VILLAGE, QUARREL, "16.01.13.2001"):
        draw(an_area(code))
    a_signal(severity=4, content_grade="1", kind=Kind.VIOLENCE, form=Form.INCIDENT)
    a_signal(area_code=QUARREL, kind=Kind.QUARREL, severity=2, heard_at=NOON - timedelta(days=3))
    an_area("16.09.01.2001")
    a_signal(area_code="16.09.01.2001", severity=4, content_grade="1")
    measure()
    take_index_snapshot(as_of=TODAY, actor=an_actor(Role.OPS_HEAD), now=NOON)
    store_temperatures(
        area_code=DISTRICT,
        first_day=TODAY - timedelta(days=9),
        last_day=TODAY - timedelta(days=1),
        actor=Actor.system("risk"),
        now=NOON,
    )


def draw(area: Area) -> None:
    west = int(area.code[-2:]) / 100
    ring = [[104 + west, -4.1], [104.01 + west, -4.1], [104.01 + west, -4.11], [104 + west, -4.1]]
    area.outline = {"type": "Polygon", "coordinates": [ring]}
    area.boundary_source = BoundarySource.SCHEMATIC
    area.save(update_fields=["outline", "boundary_source"])


def measure() -> None:
    for variable in Variable:
        indicator = Indicator.objects.create(
            code=f"i_{variable.value}", name=f"Indikator {variable.value}", variable=variable
        )
        for place, code in enumerate((VILLAGE, QUARREL)):
            IndicatorValue.objects.create(
                indicator=indicator, area_id=code, value=place, effort=9, as_of=TODAY,
                source="Bawaslu",
            )  # fmt: skip


def signed_in(client, *roles: Role, area_code: str = DISTRICT):
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def test_the_command_post_shows_the_warmest_first_and_says_why(client, district):
    page = signed_in(client, Role.OPERATOR).get("/").content.decode()
    assert "Batas skematis" in page
    assert page.index(f'data-code="{VILLAGE}"') < page.index(f'data-code="{QUARREL}"')
    assert "Baru: Kekerasan." in page
    assert "16.09.01.2001" not in page


def test_the_map_is_drawn_without_javascript(client, district):
    page = signed_in(client, Role.OPERATOR).get("/").content.decode()
    drawing = page[page.index("<svg") : page.rindex("</svg>")]
    assert f'data-code="{VILLAGE}"' in drawing
    assert 'type="date"' in page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_at_most_twelve_queries(client, district, monkeypatch, address):
    signed_in(client, Role.OPERATOR, Role.OPS_HEAD)
    monkeypatch.setattr(Kept, "get", lambda _self, _key, make: make())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= MOST_QUERIES


def test_a_district_of_171_areas_costs_no_more_queries(client, district):
    villages = [f"16.01.13.{number}" for number in range(2002, 2160)]
    Area.objects.bulk_create(
        Area(code=code, name=f"Desa {code}", level="desa", parent_id="16.01.13")
        for code in villages
    )
    for number in range(40):
        a_signal(area_code=villages[number], severity=1 + number % 4, content_grade="1")
    signed_in(client, Role.OPERATOR)
    for address in PAGES:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= MOST_QUERIES, address


@pytest.mark.parametrize(
    "address",
    [
        "/kecamatan/16.09.01/",
        "/kecamatan/16.01.99/",
        f"/kecamatan/{VILLAGE}/",
        "/indeks/16.09.01.2001/",
    ],
)
def test_what_is_not_yours_is_not_there(client, district, address):
    assert signed_in(client, Role.OPERATOR).get(address).status_code == 404


@pytest.mark.parametrize("address", [*PAGES, "/peta/wilayah.json", "/peta/suhu.json"])
def test_a_guard_sees_none_of_it_and_a_stranger_signs_in(client, district, address):
    assert client.get(address).status_code == 302
    answer = signed_in(client, Role.GUARD).get(address)
    # The front page sends on whoever may not read it, to his own first page.
    led_on = address.partition("?")[0] == "/" and answer.headers.get("Location") == "/dinas/"
    assert answer.status_code == 403 or led_on


def test_a_sector_chief_sees_his_sector_only(client, district):
    chief = signed_in(client, Role.SECTOR_CHIEF, area_code="16.01.13")
    page = chief.get("/").content.decode()
    assert "16.01.13.2001" in page
    assert VILLAGE not in page
    areas = json.loads(chief.get("/peta/wilayah.json").content)
    assert [one["id"] for one in areas["features"]] == ["16.01.13.2001"]
    assert chief.get("/peta/suhu.json").json()["areas"] == ["16.01.13.2001"]


def test_the_map_gets_each_day_in_tenths(client, district):
    sent = signed_in(client, Role.OPERATOR).get("/peta/suhu.json").json()
    assert len(sent["days"]) == len(sent["tenths"]) == 10
    assert sent["days"][-1] == TODAY.isoformat()
    shown = {
        one.area_code: None if one.band == "none" else one.tenths
        for one in queries.temperatures_on(TODAY, (DISTRICT,), NOON)
    }
    assert None in shown.values()
    assert dict(zip(sent["areas"], sent["tenths"][-1], strict=True)) == shown


def test_yesterday_is_on_the_map_before_it_is_stored(client, district):
    yesterday = TODAY - timedelta(days=1)
    DayTemperature.objects.filter(day=yesterday).update(superseded_at=NOON)
    sent = signed_in(client, Role.OPERATOR).get("/peta/suhu.json").json()
    known = {
        one.area_code: None if one.band == "none" else one.tenths
        for one in queries.temperatures_on(yesterday, (DISTRICT,), NOON)
    }
    assert sent["days"][-2] == yesterday.isoformat()
    assert dict(zip(sent["areas"], sent["tenths"][-2], strict=True)) == known


def test_a_browser_that_has_the_map_is_not_sent_it_again(client, district):
    signed_in(client, Role.OPERATOR)
    first = client.get("/peta/wilayah.json")
    again = client.get("/peta/wilayah.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    version = first["ETag"].strip('W/"')
    assert "max-age=31536000" in client.get(f"/peta/wilayah.json?v={version}")["Cache-Control"]
    assert "private" in first["Cache-Control"]


@pytest.mark.parametrize("day", ["2024-11-12", "1990-01-01", "2990-01-01", "kemarin", ""])
def test_any_day_in_the_address_is_answered(client, district, day):
    answer = signed_in(client, Role.OPERATOR).get("/", {"hari": day, "kecamatan": "' OR 1=1"})
    assert answer.status_code == 200


def test_htmx_gets_the_parts_of_the_day_alone(client, district):
    answer = signed_in(client, Role.OPERATOR).get("/", headers={"HX-Request": "true"})
    assert b"<h1>" not in answer.content
    assert b"hx-swap-oob" in answer.content


def test_a_wall_screen_is_told_to_draw_itself_anew_when_it_has_grown_old(client, district):
    signed_in(client, Role.OPERATOR)
    page = client.get("/?layar=dinding")
    drawn = page.context["post"].picture
    asked = {"headers": {"HX-Request": "true"}}
    assert "HX-Refresh" not in client.get(f"/?layar=dinding&gambar={drawn}", **asked)
    assert client.get("/?layar=dinding&gambar=old", **asked)["HX-Refresh"] == "true"


def test_before_areas_are_imported_the_page_says_what_to_do(client):
    answer = signed_in(client, Role.OPERATOR).get("/")
    assert answer.status_code == 200
    assert b"/atur/" in answer.content


def test_the_lines_of_why_sum_to_the_number(client, district):
    why = web.why_this_warm(VILLAGE, TODAY, actor=an_actor(Role.OPERATOR), now=NOON)
    assert sum(line.tenths for line in why.lines) == why.tenths
    assert why.lines[0].url
    assert why.cooling[0].startswith("Tanpa tindakan: turun ")
    assert "berkurang separuh setiap hari" in why.cooling[1]


def test_who_may_not_read_a_signal_sees_its_degrees_and_not_its_matter(district):
    why = web.why_this_warm(VILLAGE, TODAY, actor=an_actor(Role.PARTNER), now=NOON)
    shown = str(why)
    assert sum(line.tenths for line in why.lines) == why.tenths
    assert not why.lines[0].url
    assert "Kekerasan" not in shown


def test_of_a_quiet_village_it_is_said_that_nothing_was_heard(district):
    why = web.why_this_warm("16.01.13.2001", TODAY, actor=an_actor(Role.OPERATOR), now=NOON)
    assert why.is_unheard
    assert any("Sepi belum tentu aman" in sentence for sentence in why.unknown)
    assert any("Indikator tanpa nilai" in sentence for sentence in why.unknown)


def test_an_officer_is_led_to_his_village_and_to_no_page_that_is_not_his(client, district):
    signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE)
    page = client.get("/").content.decode()
    assert f'href="/desa/{VILLAGE}/"' in page
    assert "Pengandonan" in page
    assert "/kecamatan/16.01.08/" not in page


def test_a_larger_land_is_summed_up_by_kecamatan(client, district, monkeypatch):
    monkeypatch.setattr("sejuk.assess.risk.queries.maps.MOST_SHAPES", 2)
    signed_in(client, Role.OPERATOR)
    post = client.get("/").context["post"]
    assert [row.code for row in post.rows] == ["16.01.08", "16.01.13"]
    assert post.warmest[0].code == VILLAGE
    assert client.get("/peta/suhu.json").json()["areas"] == ["16.01.08", "16.01.13"]
