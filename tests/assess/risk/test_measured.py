"""Indicators and their values, by village and by polling station: what comes in, what does not."""

import pytest
from django.utils import timezone

from sejuk.assess.risk import queries
from sejuk.assess.risk.actions import take_index_snapshot
from sejuk.assess.risk.actions.imports import INDICATOR_VALUES, INDICATORS
from sejuk.assess.risk.actions.station_values import STATION_VALUES
from sejuk.assess.risk.models import IndexScore, Indicator, IndicatorValue, StationValue
from sejuk.foundation.forces.actions import ORGANISATIONS
from sejuk.foundation.imports.actions import RowsRefused, import_rows, keep_upload
from sejuk.foundation.places.models import Site
from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from tests.assess.risk.measuring import HEAD, VILLAGES, load, load_values, some_indicators
from tests.builders import NOON, VILLAGE, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
IN_A_KECAMATAN = an_actor(Role.OPS_HEAD, area_code="16.01.08")
SECURITY = "security_1"


@pytest.fixture(autouse=True)
def _operation():
    an_operation()


def known(code: str = SECURITY, village: str = VILLAGE):
    return queries.values_within((village,), TODAY)[village][code]


def some_stations(count: int = 3) -> list[str]:
    """Register polling stations of the village."""
    an_area(VILLAGE)
    codes = [f"TPS-{VILLAGE}-{number:03}" for number in range(1, count + 1)]
    for code in codes:
        Site.objects.create(code=code, kind=SiteKind.POLLING_STATION, name=code, area_id=VILLAGE)
    return codes


def at_station(value: str, **cells: str) -> dict[str, str]:
    return {"indicator": SECURITY, "value": value, "as_of": "2024-11-15", **cells}


# By village.


def test_the_newest_value_not_younger_than_the_day_counts():
    some_indicators()
    load_values({SECURITY: 5}, VILLAGE, "2024-10-01")
    load_values({SECURITY: 9}, VILLAGE, "2024-12-01")
    assert known().value == 5


def test_a_file_brought_twice_changes_nothing():
    some_indicators()
    before = list(IndicatorValue.objects.order_by("id").values())
    load_values({SECURITY: known().value}, VILLAGE)
    assert list(IndicatorValue.objects.order_by("id").values()) == before
    load_values({SECURITY: 12}, VILLAGE)
    assert known().value == 12


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("indicator", "unknown"),
        ("area_code", "16.01.08"),
        ("area_code", "16.09.01.2001"),
        ("value", "banyak"),
        ("value", "nan"),
        ("as_of", "kemarin"),
    ],
)
def test_a_wrong_cell_keeps_the_whole_file_out(column, value):
    some_indicators()
    an_area("16.09.01.2001")
    count = IndicatorValue.objects.count()
    good = {"indicator": SECURITY, "area_code": VILLAGE, "value": "3", "as_of": "2024-10-10"}
    with pytest.raises(RowsRefused) as refused:
        load(INDICATOR_VALUES, good, {**good, "as_of": "2024-10-11", column: value})
    assert refused.value.plan.errors[0].column == column
    assert IndicatorValue.objects.count() == count


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"value": "3"}, "effort"), ({"value": "1.5", "effort": "9"}, "value"),
     ({"value": "-1", "effort": "9"}, "value"), ({"value": "3", "effort": "-1"}, "effort")],
)  # fmt: skip
def test_past_incidents_come_as_a_count_with_the_days_of_looking(cells, column):
    some_indicators()
    row = {"indicator": "past_incidents_1", "area_code": VILLAGE, "as_of": "2024-10-10"}
    with pytest.raises(RowsRefused) as refused:
        load(INDICATOR_VALUES, {**row, **cells})
    assert {one.column for one in refused.value.plan.errors} == {column}


def test_incidents_count_against_effort():
    some_indicators()
    row = {"indicator": "past_incidents_1", "as_of": "2024-10-10"}
    often, seldom = VILLAGES[:2]
    load(
        INDICATOR_VALUES,
        {**row, "area_code": often, "value": "12", "effort": "400"},
        {**row, "area_code": seldom, "value": "12", "effort": "5"},
    )
    snapshot = take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    stands = {
        score.area_id: score.standings["past_incidents_1"]
        for score in IndexScore.objects.filter(snapshot=snapshot, area_id__in=VILLAGES[:2])
    }
    assert stands[often] < stands[seldom]


# By polling station.


def test_stations_become_their_village_by_voters():
    some_indicators()
    first, second, third = some_stations()
    load(
        STATION_VALUES,
        at_station("1", site=first, voters="300"),
        at_station("0", site=second, voters="500"),
        at_station("2", site=third, voters="200"),
    )
    found = known()
    assert (found.value, found.stations) == (0.5, 3)
    assert found.as_of.isoformat() == "2024-11-15"
    Indicator.objects.filter(code=SECURITY).update(aggregation="mean")
    assert known().value == pytest.approx(0.7)


def test_a_station_is_named_by_its_code_or_by_village_and_number():
    some_indicators()
    codes = some_stations()
    load(STATION_VALUES, *(at_station("0", site=code) for code in codes))
    by_number = {"area_code": VILLAGE, "number": "2"}
    load(STATION_VALUES, at_station("1", **by_number))
    assert StationValue.objects.count() == len(codes)
    assert StationValue.objects.get(station=codes[1]).value == 1
    load(STATION_VALUES, at_station("1", area_code=VILLAGES[0], number="7"))
    assert StationValue.objects.get(area_id=VILLAGES[0]).station == "TPS 007"


def test_only_the_newest_collection_of_a_village_counts():
    some_indicators()
    first, second, _ = some_stations()
    load(STATION_VALUES, at_station("1", site=first) | {"as_of": "2024-10-01"})
    load(STATION_VALUES, at_station("1", site=second), at_station("0", site=first))
    assert (known().value, known().stations) == (0.5, 2)
    load_values({SECURITY: 4}, VILLAGE, "2024-11-16")
    assert (known().value, known().stations) == (4, 0)


def test_a_file_of_stations_brought_twice_changes_nothing():
    some_indicators()
    codes = some_stations()
    rows = [at_station("1", site=code, voters="300") for code in codes]
    load(STATION_VALUES, *rows)
    before = list(StationValue.objects.order_by("id").values())
    load(STATION_VALUES, *rows)
    assert list(StationValue.objects.order_by("id").values()) == before


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"indicator": "unknown"}, "indicator"),
        ({"indicator": "peace_capacity_1"}, "indicator"),
        ({"site": "TPS-x"}, "site"),
        ({"site": ""}, "site"),
        ({"site": "", "area_code": VILLAGE}, "site"),
        ({"site": "", "area_code": "16.01.99.2001", "number": "1"}, "area_code"),
        ({"area_code": "16.01.13.2001"}, "area_code"),
        ({"value": "-1"}, "value"),
        ({"value": "inf"}, "value"),
        ({"voters": "-5"}, "voters"),
        ({"as_of": "31-02-2024"}, "as_of"),
    ],
)
def test_a_wrong_station_keeps_the_whole_file_out(cells, column):
    some_indicators()
    an_area("16.01.13.2001")
    first, second, _ = some_stations()
    with pytest.raises(RowsRefused) as refused:
        load(STATION_VALUES, at_station("1", site=first), at_station("1", site=second) | cells)
    assert column in {one.column for one in refused.value.plan.errors}
    assert {one.line for one in refused.value.plan.errors} == {refused.value.plan.errors[0].line}
    assert StationValue.objects.count() == 0


def test_stations_of_another_district_are_not_ones_own():
    some_indicators()
    some_stations()
    stranger = an_actor(Role.OPS_HEAD, area_code="16.01.13")
    row = at_station("1", site=f"TPS-{VILLAGE}-001")
    with pytest.raises(RowsRefused):
        import_rows(importer=STATION_VALUES, rows=[row], actor=stranger, now=NOON)


def test_stations_left_out_are_warned_of():
    some_indicators()
    first, *_ = some_stations()
    plan = STATION_VALUES.check(
        _records(at_station("1", site=first), at_station("1", site="TPS-x")),
        HEAD,
    )
    assert [one.column for one in plan.warnings] == ["area_code"]
    assert plan.warnings[0].blanks == {"all": 3, "told": 1}


def _records(*rows: dict[str, str]):
    from sejuk.kit.importing import Row, parsed_rows  # noqa: PLC0415 - for this one test

    return parsed_rows(STATION_VALUES, [Row(n, row) for n, row in enumerate(rows, 2)])[0]


# What may be measured.


@pytest.mark.parametrize("header", ["nik", "Nama", "no_hp", "NO. HP", "alamat", "agama", "suku"])
@pytest.mark.parametrize("importer", [INDICATOR_VALUES, STATION_VALUES], ids=lambda one: one.code)
def test_a_file_with_a_column_about_persons_or_communities_does_not_come_in(importer, header):
    content = f"indikator,kode_wilayah,nilai,per_tanggal,{header}\nx,{VILLAGE},1,2024-09-20,y\n"
    with pytest.raises(Refused):
        keep_upload(
            importer=importer,
            file_name="nilai.csv",
            content=content.encode(),
            actor=HEAD,
            now=NOON,
        )


def test_how_many_voters_a_station_has_is_no_voter():
    content = f"indikator,kode_tps,nilai,jumlah_pemilih,per_tanggal\nx,{VILLAGE},1,300,2024-09-20\n"
    kept = keep_upload(
        importer=STATION_VALUES,
        file_name="tps.csv",
        content=content.encode(),
        actor=HEAD,
        now=NOON,
    )
    assert kept.pk


@pytest.mark.parametrize("name", ["Persentase suku", "Pemeluk agama", "Perolehan suara partai"])
def test_ethnicity_religion_and_party_shares_are_no_indicators(name):
    with pytest.raises(RowsRefused):
        load(INDICATORS, {"code": "x", "name": name, "variable": "security"})


@pytest.mark.parametrize("code", ["nik", "no_hp", "agama", "suara_partai"])
def test_no_indicator_has_the_code_of_a_person_or_community(code):
    with pytest.raises(RowsRefused):
        load(INDICATORS, {"code": code, "name": "TPS sulit", "variable": "security"})


@pytest.mark.parametrize(
    ("importer", "row"),
    [
        (INDICATORS, {"code": "x", "name": "TPS sulit", "variable": "lokasi_tps"}),
        (ORGANISATIONS, {"code": "x", "name": "Polsek", "kind": "polri"}),
    ],
)
def test_what_a_district_shares_is_not_brought_by_one_kecamatan(importer, row):
    with pytest.raises(RowsRefused) as refused:
        import_rows(importer=importer, rows=[row], actor=IN_A_KECAMATAN, now=NOON)
    assert [one.why for one in refused.value.plan.errors] == ["holds for more than your own area"]
    load(importer, row)
    # What is there as it is stands in nobody's way.
    import_rows(importer=importer, rows=[row], actor=IN_A_KECAMATAN, now=NOON)


def test_an_indicator_without_a_variable_counts_once_it_has_one():
    some_indicators()
    Indicator.objects.filter(code=SECURITY).update(variable="")
    [district] = queries.measured_districts(TODAY, VILLAGES)
    assert SECURITY not in {one.code for one in district.indicators}
    load(INDICATORS, {"code": SECURITY, "variable": "keamanan"})
    [district] = queries.measured_districts(TODAY, VILLAGES)
    assert SECURITY in {one.code for one in district.indicators}
