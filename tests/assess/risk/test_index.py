from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sejuk.assess.risk import queries
from sejuk.assess.risk.actions import set_weights, take_index_snapshot
from sejuk.assess.risk.actions.imports import INDICATOR_VALUES, INDICATORS
from sejuk.assess.risk.models import IndexScore, IndexSnapshot, IndicatorValue, Weighting
from sejuk.assess.risk.rules import Dimension
from sejuk.foundation.forces.actions import ORGANISATIONS
from sejuk.foundation.imports.actions import RowsRefused, import_rows, keep_upload
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from tests.builders import DISTRICT, NOON, VILLAGE, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
IN_A_KECAMATAN = an_actor(Role.OPS_HEAD, area_code="16.01.08")
HEAD = an_actor(Role.OPS_HEAD)
VILLAGES = [f"16.01.08.20{number:02}" for number in range(10, 22)]
UNEVEN = {
    Dimension.SOCIAL_POLITICAL: 0.7,
    Dimension.ADMINISTRATION: 0.1,
    Dimension.CONTESTATION: 0.1,
    Dimension.PARTICIPATION: 0.1,
}


@pytest.fixture(autouse=True)
def _operation():
    an_operation()


def load(importer, *rows: dict[str, str]) -> None:
    import_rows(importer=importer, rows=rows, actor=HEAD, now=NOON)


def some_indicators() -> None:
    """Two indicators in each dimension; the last village lacks those of one dimension."""
    for code in VILLAGES:
        an_area(code)
    indicators = [(f"{one.value[:8]}_{n}", one) for one in Dimension for n in (1, 2)]
    load(
        INDICATORS,
        *(
            {"code": code, "name": f"Indikator {code}", "dimension": one.value}
            for code, one in indicators
        ),
    )
    load(
        INDICATOR_VALUES,
        *(
            {"indicator": code, "area_code": village, "value": str(value), "as_of": "2024-09-20"}
            for number, (code, one) in enumerate(indicators)
            for place, village in enumerate(VILLAGES)
            for value in [(place * (number + 3)) % 13]
            if not (one is Dimension.PARTICIPATION and village == VILLAGES[-1])
        ),
    )


def test_an_index_sums_its_parts_and_says_what_is_missing():
    some_indicators()
    snapshot = take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)

    for score in IndexScore.objects.filter(snapshot=snapshot):
        assert score.thousandths == sum(part[2] for part in score.parts)
    lacking = IndexScore.objects.get(snapshot=snapshot, area_id=VILLAGES[-1])
    assert lacking.completeness == 0.75
    assert lacking.missing == ["particip_1", "particip_2"]
    assert lacking.thousandths is not None


def test_a_village_of_which_too_little_is_known_has_no_index_and_not_nought():
    some_indicators()
    an_area("16.01.08.2099")
    snapshot = take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    score = IndexScore.objects.get(snapshot=snapshot, area_id="16.01.08.2099")
    assert (score.thousandths, score.completeness) == (None, 0)


def test_the_newest_value_not_younger_than_the_day_counts():
    some_indicators()
    row = {"indicator": "social_p_1", "area_code": VILLAGE, "source": "x"}
    load(
        INDICATOR_VALUES,
        {**row, "value": "5", "as_of": "2024-10-01"},
        {**row, "value": "9", "as_of": "2024-12-01"},
    )
    assert queries.values_of(VILLAGE, TODAY)["social_p_1"].value == 5


def test_a_file_brought_twice_changes_nothing():
    some_indicators()
    before = list(IndicatorValue.objects.order_by("id").values())
    row = {"indicator": "social_p_1", "area_code": VILLAGE, "as_of": "2024-09-20"}
    known = queries.values_of(VILLAGE, TODAY)["social_p_1"].value
    load(INDICATOR_VALUES, {**row, "value": str(known)})
    assert list(IndicatorValue.objects.order_by("id").values()) == before
    load(INDICATOR_VALUES, {**row, "value": "12"})
    assert queries.values_of(VILLAGE, TODAY)["social_p_1"].value == 12


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
    good = {
        "indicator": "social_p_1",
        "area_code": VILLAGE,
        "value": "3",
        "as_of": "2024-10-10",
    }
    with pytest.raises(RowsRefused) as refused:
        load(INDICATOR_VALUES, good, {**good, "as_of": "2024-10-11", column: value})
    assert refused.value.plan.errors[0].column == column
    assert IndicatorValue.objects.count() == count


@pytest.mark.parametrize("header", ["nik", "Nama", "no_hp", "NO. HP", "alamat", "agama", "suku"])
def test_a_file_with_a_column_about_persons_or_communities_does_not_come_in(header):
    content = f"indikator,kode_wilayah,nilai,per_tanggal,{header}\nx,{VILLAGE},1,2024-09-20,y\n"
    with pytest.raises(Refused):
        keep_upload(
            importer=INDICATOR_VALUES,
            file_name="nilai.csv",
            content=content.encode(),
            actor=HEAD,
            now=NOON,
        )


@pytest.mark.parametrize("name", ["Persentase suku", "Pemeluk agama", "Perolehan suara partai"])
def test_ethnicity_religion_and_party_shares_are_no_indicators(name):
    with pytest.raises(RowsRefused):
        load(INDICATORS, {"code": "x", "name": name, "dimension": "contestation"})


@pytest.mark.parametrize(
    ("importer", "row"),
    [
        (INDICATORS, {"code": "x", "name": "TPS sulit", "dimension": "contestation"}),
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


def test_the_database_itself_refuses_to_change_what_was_made():
    some_indicators()
    set_weights(weights=UNEVEN, reason="Keputusan rapat anev.", actor=HEAD, now=NOON)
    for table in ("risk_indexsnapshot", "risk_indexscore", "risk_weighting"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608
            for role in ("sejuk", "sejuk_app"):
                with (
                    connection.cursor() as cursor,
                    pytest.raises(DatabaseError),
                    transaction.atomic(),
                ):
                    cursor.execute(f"SET LOCAL ROLE {role}")
                    cursor.execute(statement)
    assert IndexScore.objects.count() == len(VILLAGES)


def test_weights_are_set_with_a_reason_and_the_index_follows():
    some_indicators()
    first = take_index_snapshot(as_of=TODAY - timedelta(days=9), actor=HEAD, now=NOON)
    before = dict(first.scores.values_list("area_id", "thousandths"))

    set_weights(weights=UNEVEN, reason="Keputusan rapat anev.", actor=HEAD, now=NOON)

    assert queries.weights_in_force().weights == UNEVEN
    newest = queries.snapshot_in_force(TODAY)
    assert newest is not None
    assert newest.as_of == TODAY
    assert dict(newest.scores.values_list("area_id", "thousandths")) != before
    assert dict(first.scores.values_list("area_id", "thousandths")) == before
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.verb == "risk.weighting.set"
    assert entry.detail["reason"] == "Keputusan rapat anev."


def test_what_weights_would_do_is_told_before_they_are_set():
    some_indicators()
    changes = queries.score_changes(TODAY, weights=UNEVEN, area_codes=VILLAGES)
    assert Weighting.objects.count() == IndexSnapshot.objects.count() == 0
    assert 0 < len(changes) <= 10
    assert abs(changes[0].difference) >= abs(changes[-1].difference)

    set_weights(weights=UNEVEN, reason="Keputusan rapat anev.", actor=HEAD, now=NOON)

    newest = queries.snapshot_in_force(TODAY)
    assert newest is not None
    stored = dict(newest.scores.values_list("area_id", "thousandths"))
    assert all(stored[one.area_code] == one.after for one in changes)


@pytest.mark.parametrize(
    ("weights", "reason", "actor"),
    [
        (UNEVEN, "ya", HEAD),
        (UNEVEN, "Keputusan rapat anev.", an_actor(Role.OPERATOR)),
        (UNEVEN, "Keputusan rapat anev.", IN_A_KECAMATAN),
        (dict.fromkeys(Dimension, 0.25), "Keputusan rapat anev.", HEAD),
        (dict.fromkeys(Dimension, 0.3), "Keputusan rapat anev.", HEAD),
        ({**UNEVEN, Dimension.CONTESTATION: -0.1}, "Keputusan rapat anev.", HEAD),
        ({Dimension.CONTESTATION: 1.0}, "Keputusan rapat anev.", HEAD),
    ],
    ids=["reason", "role", "area", "same", "sum", "negative", "dimension left out"],
)
def test_weights_are_refused(weights, reason, actor):
    with pytest.raises(Refused):
        set_weights(weights=weights, reason=reason, actor=actor, now=NOON)
    assert Weighting.objects.count() == 0


def test_no_index_is_made_for_tomorrow_or_by_a_partner():
    for as_of, actor in (
        (TODAY + timedelta(days=1), HEAD),
        (TODAY, an_actor(Role.PARTNER)),
        (TODAY, IN_A_KECAMATAN),
    ):
        with pytest.raises(Refused):
            take_index_snapshot(as_of=as_of, actor=actor, now=NOON)


def test_the_index_is_no_part_of_the_temperature():
    some_indicators()
    before = queries.temperatures_on(TODAY, (DISTRICT,), NOON)
    take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    set_weights(weights=UNEVEN, reason="Keputusan rapat anev.", actor=HEAD, now=NOON)
    assert queries.temperatures_on(TODAY, (DISTRICT,), NOON) == before
    assert not queries.change_since_yesterday((DISTRICT,), TODAY, NOON)
