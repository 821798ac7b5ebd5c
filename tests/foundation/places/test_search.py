"""Search: by code, name and variant, within a scope, and never a silent guess."""

import pytest

from sejuk.foundation.imports.actions import import_rows
from sejuk.foundation.places.actions import AREAS, draw_schematic_boundaries
from sejuk.foundation.places.models import Area
from sejuk.foundation.places.queries import (
    area_called,
    area_named,
    boundaries_geojson,
    boundaries_version,
    found_areas,
    village_points,
    villages,
)
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.outlines import overlap_km2
from tests.builders import NOON, a_user, an_actor

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
OKU = ("16.01",)


@pytest.fixture(autouse=True)
def territory(db):
    rows = [
        {"code": "16", "name": "Sumatera Selatan"},
        {"code": "16.01", "name": "Kabupaten Ogan Komering Ulu"},
        {"code": "16.09", "name": "Kabupaten OKU Selatan"},
        {"code": "16.01.08", "name": "Pengandonan"},
        {"code": "16.01.13", "name": "Baturaja Barat"},
        {"code": "16.01.28", "name": "Lengkiti"},
        {"code": "16.09.15", "name": "Sungai Are"},
        {"code": "16.01.08.2018", "name": "Ujanmas", "variants": "Hujan Emas"},
        {"code": "16.01.08.2015", "name": "Pengandonan"},
        {"code": "16.01.13.2009", "name": "Karang Endah"},
        {"code": "16.01.28.2002", "name": "Karang Endah"},
        {"code": "16.01.28.2017", "name": "Bunga Tanjung"},
        {"code": "16.01.28.2022", "name": "Tanjungagung"},
        {"code": "16.09.15.2004", "name": "Ujan Mas"},
    ]
    for number, row in enumerate(rows):
        if len(row["code"]) == 13:
            row |= {"latitude": f"{-4 - number / 100:.2f}", "longitude": f"{104 + number / 90:.3f}"}
    import_rows(importer=AREAS, rows=rows, actor=SYSTEM, now=NOON)


def codes(text: str, scope: tuple[str, ...] = OKU, **options: bool) -> list[str]:
    return [area.code for area in found_areas(text, scope, **options)]


@pytest.mark.parametrize(
    "text", ["ujan", "UJAN MAS", "Desa Ujan-Mas", "hujan emas", "16.01.08.2018"]
)
def test_a_village_is_found_as_people_write_it(text):
    assert codes(text) == ["16.01.08.2018"]


def test_the_kecamatan_tells_namesakes_apart():
    found = found_areas("karang", OKU)

    assert [(area.name, area.within) for area in found] == [
        ("Karang Endah", "Baturaja Barat"),
        ("Karang Endah", "Lengkiti"),
    ]


def test_a_name_that_begins_so_comes_before_one_that_has_such_a_word():
    assert codes("tanjung") == ["16.01.28.2022", "16.01.28.2017"]


def test_a_later_word_is_found_and_a_variant_says_that_it_is_one():
    assert codes("endah") == ["16.01.13.2009", "16.01.28.2002"]
    assert found_areas("hujan", OKU)[0].known_as == "Hujan Emas"


def test_what_lies_outside_the_scope_is_not_found():
    assert codes("ujan", ("16.09",)) == ["16.09.15.2004"]
    assert codes("ujan", ("16.01", "16.09")) == ["16.01.08.2018", "16.09.15.2004"]
    assert codes("ujan", ()) == []


def test_only_villages_are_found_unless_all_levels_are_asked_for():
    assert codes("pengandonan") == ["16.01.08.2015"]
    assert codes("pengandonan", villages_only=False) == ["16.01.08", "16.01.08.2015"]


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\x00", "عربي", "🌾", "'; drop", "9" * 500])
def test_odd_text_finds_nothing_and_breaks_nothing(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("Ujanmas", ["16.01.08.2018"]),
        ("Ujan", []),
        ("Karang Endah", ["16.01.13.2009", "16.01.28.2002"]),
        ("Karang Endah, Lengkiti", ["16.01.28.2002"]),
        ("Desa Karang Endah, Kec. Lengkiti", ["16.01.28.2002"]),
        ("Karang Endah, Lengkiti (16.01.28.2002)", ["16.01.28.2002"]),
        ("16.01.28.2002", ["16.01.28.2002"]),
        ("Endah", []),
        ("16.09.15.2004", []),
    ],
)
def test_a_name_in_full_is_an_answer_and_several_are_a_question(text, answers):
    assert [area.code for area in area_named(text, OKU)] == answers


def test_an_area_of_others_is_not_there():
    assert area_called("16.01.08.2018", OKU).parent.name == "Pengandonan"
    with pytest.raises(NotYours):
        area_called("16.09.15.2004", OKU)


def test_villages_carry_their_kecamatan_and_point():
    found = villages(("16.01.28",))

    assert [(village.name, village.subdistrict) for village in found] == [
        ("Karang Endah", "Lengkiti"),
        ("Bunga Tanjung", "Lengkiti"),
        ("Tanjungagung", "Lengkiti"),
    ]
    assert village_points(("16.01.28",))["16.01.28.2002"] == found[0].point


def test_schematic_boundaries_tile_the_district_and_say_what_they_are():
    drawn = draw_schematic_boundaries(area_code="16.01", actor=SYSTEM, now=NOON)

    assert (drawn.count, drawn.without_point) == (6, ())
    boundaries = Area.objects.filter(boundary__isnull=False)
    assert set(boundaries.values_list("boundary_source", flat=True)) == {"schematic"}
    assert overlap_km2(list(boundaries.values_list("boundary", flat=True))) < 0.001
    assert Area.objects.get(code="16.01.28").boundary_source == "schematic"
    assert not Area.objects.get(code="16.09.15.2004").boundary


def test_a_surveyed_village_keeps_its_boundary_and_the_cells_leave_it_free():
    ring = [[104.0, -4.2], [104.2, -4.2], [104.2, -4.0], [104.0, -4.0], [104.0, -4.2]]
    Area.objects.filter(code="16.01.08.2018").update(
        boundary={"type": "Polygon", "coordinates": [ring]}, boundary_source="imported"
    )

    draw_schematic_boundaries(area_code="16.01", actor=SYSTEM, now=NOON)

    assert Area.objects.get(code="16.01.08.2018").boundary["coordinates"] == [ring]
    assert overlap_km2([b for b in Area.objects.values_list("boundary", flat=True) if b]) < 0.001


def test_boundaries_are_drawn_by_who_sets_up_the_area():
    with pytest.raises(Refused):
        draw_schematic_boundaries(
            area_code="16.09", actor=an_actor(Role.OPERATOR, area_code="16.01"), now=NOON
        )


def test_the_version_of_the_boundaries_changes_with_them():
    before = boundaries_version(OKU)
    draw_schematic_boundaries(area_code="16.01", actor=SYSTEM, now=NOON)

    assert boundaries_version(OKU) != before
    assert boundaries_version(OKU) == boundaries_version(OKU)
    assert '"schematic":true' in boundaries_geojson(OKU)
    assert "16.09.15.2004" not in boundaries_geojson(OKU)


@pytest.fixture
def operator(client):
    client.force_login(a_user(Role.OPERATOR))
    return client


def test_the_picker_answers_in_html_and_in_json(operator):
    page = operator.get("/wilayah/cari", {"q": "karang"})
    answer = operator.get("/wilayah/cari", {"q": "karang"}, headers={"Accept": "application/json"})

    assert b"Karang Endah, Lengkiti (16.01.28.2002)" in page.content
    assert [area["within"] for area in answer.json()["areas"]] == ["Baturaja Barat", "Lengkiti"]


def test_the_picker_costs_few_queries(operator, django_assert_max_num_queries):
    # session, user, roles and second factor; operation; names; areas
    with django_assert_max_num_queries(7):
        operator.get("/wilayah/cari", {"q": "karang"})


def test_the_lists_show_what_is_mine_and_name_schematic_boundaries(operator):
    operator.post("/wilayah/batas-skematis", {"area_code": "16.01"})
    page = operator.get("/wilayah/").content.decode()

    assert "Batas skematis" in page
    assert "16.01.08.2018" in page
    assert "16.09.15.2004" not in page
    assert operator.get("/wilayah/lokasi/").status_code == 200


def test_the_wrong_role_draws_nothing(client):
    client.force_login(a_user(Role.GUARD))

    assert client.post("/wilayah/batas-skematis", {"area_code": "16.01"}).status_code == 403
