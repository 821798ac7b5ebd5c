"""Files of areas: every error is named, everything is loaded or nothing, twice changes nothing."""

import csv
import json
from pathlib import Path

import pytest

from sejuk.foundation.imports.actions import Loaded, RowsRefused, import_rows
from sejuk.foundation.imports.queries import checked, mapped_rows
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.places.actions import AREAS, SITES
from sejuk.foundation.places.models import Area, AreaName, Site
from sejuk.kit.actors import Actor, Role
from sejuk.kit.importing import Row, guessed_mapping
from sejuk.kit.tables import read_table
from sejuk.project import demonstration
from tests.builders import NOON, an_actor, an_area

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
OKU = Path(demonstration.__file__).with_name("areas_oku.csv")
UPPER = (
    {"code": "16", "name": "Sumatera Selatan"},
    {"code": "16.01", "name": "Ogan Komering Ulu"},
    {"code": "16.01.08", "name": "Pengandonan"},
    {"code": "16.01.28", "name": "Lengkiti"},
)
UJANMAS = {"code": "16.01.08.2018", "name": "Ujanmas", "latitude": "-4.06", "longitude": "103.88"}


def load(*rows: dict[str, str], actor: Actor = SYSTEM) -> Loaded:
    return import_rows(importer=AREAS, rows=rows, actor=actor, now=NOON)


def findings(*rows: dict[str, str], actor: Actor = SYSTEM) -> list[tuple[int, str, str]]:
    plan = checked(AREAS, [Row(line, row) for line, row in enumerate(rows, start=2)], actor)
    return [(f.line, f.column, f.why % f.blanks if f.blanks else f.why) for f in plan.findings]


def square(west: float, south: float, side: float = 0.05) -> dict[str, object]:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def test_the_district_of_the_demonstration_loads_and_a_second_time_changes_nothing():
    with OKU.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert load(*rows) == Loaded(new=172, changed=0, same=0)
    assert load(*rows) == Loaded(new=0, changed=0, same=172)
    assert Area.objects.filter(level__in=("desa", "kelurahan")).count() == 157
    assert Area.objects.get(code="16.01.08.2018").parent.name == "Pengandonan"


def test_level_and_parent_follow_from_the_code():
    load(*UPPER, {"code": "1601081001", "name": "Kelurahan Contoh"})

    area = Area.objects.get(code="16.01.08.1001")
    assert (area.level, area.parent_id) == ("kelurahan", "16.01.08")


def test_every_error_is_named_and_nothing_is_loaded():
    rows = (
        *UPPER,
        {"code": "16.1.8", "name": "Bentuk"},
        {"code": "16.01.08.2001", "name": "Satu"},
        {"code": "16.01.08.2001", "name": "Dua"},
        {"code": "16.02.01.2001", "name": "Yatim"},
        {"code": "16.01.08.2002", "name": "Tingkat", "level": "kecamatan"},
        {"code": "16.01.08.2003", "name": "Induk", "parent": "16.01.28"},
        {"code": "16.01.08.2004", "name": "London", "latitude": "51.5", "longitude": "0"},
        {"code": "16.01.08.2005", "name": "Balik", "latitude": "103.9", "longitude": "-4,1"},
        {"code": "16.01.08.2006", "name": "Separuh", "latitude": "-4.1"},
        {"code": "16.01.08.2007", "name": "", "residents": "banyak"},
    )

    assert findings(*rows) == [
        (6, "code", "is no Kemendagri code, which reads like 16.01.08.2018"),
        (8, "code", "stands already in row 7"),
        (9, "code", "unknown parent 16.02.01: put it into the file, or load it first"),
        (10, "level", "does not fit the code 16.01.08.2002"),
        (11, "parent", "does not fit the code, whose parent is 16.01.08"),
        (12, "latitude", "the point lies outside Indonesia"),
        (13, "latitude", "latitude and longitude are exchanged"),
        (14, "latitude", "a point needs both latitude and longitude"),
        (15, "residents", "not a whole number"),
        (15, "name", "is missing"),
    ]
    with pytest.raises(RowsRefused) as refused:
        load(*rows)
    assert len(refused.value.plan.errors) == 10
    assert not Area.objects.exists()
    assert not Entry.objects.exists()


def test_an_empty_cell_changes_nothing():
    load(*UPPER, UJANMAS | {"residents": "1.240"})

    assert load(UJANMAS | {"residents": "", "latitude": "", "longitude": ""}).same == 1
    assert Area.objects.get(code="16.01.08.2018").residents == 1240


def test_a_changed_name_is_found_and_the_old_one_no_more():
    load(*UPPER, UJANMAS)

    assert load({"code": "16.01.08.2018", "name": "Hujan Emas"}).changed == 1

    keys = set(AreaName.objects.filter(area_id="16.01.08.2018").values_list("key", flat=True))
    assert keys == {"hujanemas", "emas"}
    assert Area.objects.get(code="16.01.08.2018").latitude == -4.06


def test_variants_are_kept_until_others_are_given():
    load(*UPPER, UJANMAS | {"variants": "Ujan Mas; Hujan Mas"})
    load(UJANMAS | {"residents": "5"})

    variants = AreaName.objects.filter(is_variant=True).values_list("name", flat=True).distinct()
    # "Ujan Mas" is searched like "Ujanmas": it is no other name.
    assert set(variants) == {"Hujan Mas"}


def test_one_ledger_entry_holds_counts_and_the_hash_of_the_file():
    import_rows(
        importer=AREAS, rows=UPPER, actor=SYSTEM, now=NOON, source="a.csv", digest="ab" * 32
    )

    entry = Entry.objects.get()
    assert entry.verb == "imports.file.loaded"
    assert entry.detail["sha256"] == "ab" * 32
    assert (entry.detail["new"], entry.detail["changed"], entry.detail["same"]) == (4, 0, 0)


def test_a_village_far_from_all_others_is_doubted_but_may_be_loaded():
    near = [
        {
            "code": f"16.01.08.20{n:02}",
            "name": f"Desa {n}",
            "latitude": f"-4.0{n}",
            "longitude": "104",
        }
        for n in range(1, 5)
    ]
    far = UJANMAS | {"latitude": "-4.9", "longitude": "105.5"}

    [(line, column, why)] = findings(*UPPER, *near, far)
    assert (line, column) == (10, "latitude")
    assert why.endswith("km from the nearest other village of its district")
    assert load(*UPPER, *near, far).new == 9


def test_an_area_of_others_is_refused_but_an_unchanged_one_may_stand_in_the_file():
    load(*UPPER, {"code": "17", "name": "Bengkulu"})
    operator = an_actor(Role.OPERATOR, area_code="16.01")

    assert findings(*UPPER, UJANMAS, actor=operator) == []
    assert findings({"code": "17", "name": "Lain"}, actor=operator) == [
        (2, "code", "lies outside your area")
    ]


def test_who_holds_no_role_of_the_desk_loads_nothing():
    with pytest.raises(Exception, match="You may not load"):
        load(*UPPER, actor=an_actor(Role.GUARD, area_code=""))


def geojson(*features: tuple[dict[str, str], object]) -> list[Row]:
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in features
        ],
    }
    table = read_table(json.dumps(document).encode())
    return list(mapped_rows(table, guessed_mapping(AREAS, table.columns)))


def test_boundaries_come_by_code_and_outlines_are_drawn_around_villages():
    load(*UPPER)
    rows = geojson(
        ({"kode": "16.01.08.2001", "nama": "Satu"}, square(104.0, -4.0)),
        ({"kode": "16.01.08.2002", "nama": "Dua"}, square(104.05, -4.0)),
        ({"kode": "16.01.28.2001", "nama": "Tiga"}, square(104.1, -4.0)),
    )

    first = import_rows(importer=AREAS, rows=rows, actor=SYSTEM, now=NOON)
    again = import_rows(importer=AREAS, rows=rows, actor=SYSTEM, now=NOON)

    assert (first.new, again.same) == (3, 3)
    assert Area.objects.get(code="16.01.08.2001").boundary_source == "imported"
    for code in ("16.01.08", "16.01.28", "16.01"):
        area = Area.objects.get(code=code)
        assert area.outline["type"] == "Polygon"
        assert area.boundary_source == "imported"


def test_boundaries_come_by_name_and_kecamatan_and_a_double_name_is_no_guess():
    load(
        *UPPER,
        {"code": "16.01.08.2001", "name": "Karang Endah"},
        {"code": "16.01.28.2002", "name": "Karang Endah"},
    )
    unclear = geojson(({"nama": "Karang Endah"}, square(104, -4)))
    clear = geojson(({"nama": "Karang Endah", "kecamatan": "Lengkiti"}, square(104, -4)))

    [found] = checked(AREAS, unclear, SYSTEM).findings
    assert found.blanks["places"] == "16.01.08.2001 Pengandonan; 16.01.28.2002 Lengkiti"
    assert import_rows(importer=AREAS, rows=clear, actor=SYSTEM, now=NOON).changed == 1
    assert Area.objects.get(code="16.01.28.2002").boundary is not None


def test_stray_parts_crossings_and_overlaps_are_told_and_nothing_is_dropped():
    load(*UPPER)
    main, stray = square(104.0, -4.0), square(103.5, -4.5, side=0.002)
    two = {"type": "MultiPolygon", "coordinates": [main["coordinates"], stray["coordinates"]]}
    bow = [[104.2, -4], [104.3, -4.1], [104.3, -4], [104.2, -4.1], [104.2, -4]]
    rows = geojson(
        ({"kode": "16.01.08.2001", "nama": "Satu"}, two),
        ({"kode": "16.01.08.2002", "nama": "Dua"}, {"type": "Polygon", "coordinates": [bow]}),
        ({"kode": "16.01.08.2003", "nama": "Tiga"}, square(104.04, -4.0)),
        ({"kode": "16.01.08.2004", "nama": "Titik"}, {"type": "Point", "coordinates": [104.1, -4]}),
    )

    plan = checked(AREAS, rows, SYSTEM)

    assert not plan.errors
    assert [(found.line, found.why.split(":")[0]) for found in plan.warnings] == [
        (0, "%(km2)s km² are claimed by two villages"),
        (1, "a part of %(km2)s km² lies %(km)s km from the rest"),
        (2, "the outline crossed itself and was mended"),
    ]
    import_rows(importer=AREAS, rows=rows, actor=SYSTEM, now=NOON)
    assert len(Area.objects.get(code="16.01.08.2001").boundary["coordinates"]) == 2
    assert Area.objects.get(code="16.01.08.2004").longitude == 104.1


def test_what_is_no_outline_is_an_error_of_its_row():
    load(*UPPER)
    rows = geojson(
        ({"kode": "16.01.08.2001", "nama": "S"}, {"type": "LineString", "coordinates": []})
    )

    [found] = checked(AREAS, rows, SYSTEM).errors
    assert (found.line, found.column) == (1, "boundary")


def test_sites_load_by_code_and_need_a_known_area():
    an_area("16.01.08.2018")
    tps = {"code": "TPS-1", "kind": "TPS", "name": "TPS 1", "area_code": "16.01.08.2018"}

    assert import_rows(importer=SITES, rows=[tps], actor=SYSTEM, now=NOON).new == 1
    assert import_rows(importer=SITES, rows=[tps], actor=SYSTEM, now=NOON).same == 1
    assert Site.objects.get().kind == "polling_station"
    with pytest.raises(RowsRefused) as refused:
        import_rows(
            importer=SITES,
            rows=[tps | {"kind": "warung"}, tps | {"code": "B", "area_code": "16.09"}],
            actor=SYSTEM,
            now=NOON,
        )
    assert [(f.line, f.column) for f in refused.value.plan.errors] == [
        (1, "kind"),
        (2, "area_code"),
    ]
