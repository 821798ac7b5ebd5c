from datetime import date, timedelta
from math import ceil, fsum

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sejuk.assess.risk import queries, web
from sejuk.assess.risk.actions import set_weights, take_index_snapshot
from sejuk.assess.risk.models import IndexScore, IndexSnapshot, Weighting
from sejuk.assess.risk.rules import STATION_VARIABLES, Variable
from sejuk.engines import warning
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from tests.assess.risk.measuring import HEAD, VILLAGES, load_values, some_indicators
from tests.builders import DISTRICT, NOON, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
IN_A_KECAMATAN = an_actor(Role.OPS_HEAD, area_code="16.01.08")
UNEVEN = {**dict.fromkeys(Variable, 0.05), Variable.SECURITY: 0.55}


@pytest.fixture(autouse=True)
def _operation():
    an_operation()


# The published weights.


def test_the_published_weights_name_every_variable_and_sum_to_one():
    published = queries.published_weights()
    assert [one.variable for one in published] == list(Variable)
    assert fsum(one.weight for one in published) == pytest.approx(1.0)
    assert all(
        one.weight > 0 and one.reason_en and one.reason_id and one.source for one in published
    )
    assert queries.weights_in_force().weights == {one.variable: one.weight for one in published}


def test_variables_are_those_of_the_engine():
    assert [one.value for one in Variable] == [one.value for one in warning.Variable]
    assert len(STATION_VARIABLES) == 8
    assert not {Variable.PAST_INCIDENTS, Variable.PEACE_CAPACITY} & set(STATION_VARIABLES)


# Snapshots.


def test_a_snapshot_keeps_score_interval_chance_and_parts():
    some_indicators()
    snapshot = take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)

    scores = list(IndexScore.objects.filter(snapshot=snapshot))
    assert len(scores) == len(VILLAGES)
    for score in scores:
        assert score.thousandths == 500 + sum(part[2] for part in score.parts)
        assert 0 <= score.low <= score.thousandths <= score.high <= 1000
        assert set(score.standings).isdisjoint(score.missing)
    places = fsum(score.p_top_decile for score in scores)
    assert places == pytest.approx(ceil(len(VILLAGES) / 10), abs=0.01)
    assert (snapshot.seed, snapshot.draws) == (queries.seed_of(TODAY), 500)
    assert set(snapshot.sensitivity[DISTRICT]) >= {"security", "normalisation"}
    lacking = next(one for one in scores if one.area_id == VILLAGES[-1])
    assert (lacking.completeness, lacking.grade) == (0.8, "B")
    assert set(lacking.missing) == {"past_incidents_1", "peace_capacity_1"}


def test_a_village_of_which_too_little_is_known_has_no_index_and_not_nought():
    some_indicators()
    an_area("16.01.08.2099")
    snapshot = take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    score = IndexScore.objects.get(snapshot=snapshot, area_id="16.01.08.2099")
    assert (score.thousandths, score.p_top_decile, score.completeness) == (None, None, 0)
    assert score.grade == "D"
    assert queries.index_on((DISTRICT,), TODAY)["16.01.08.2099"].score is None


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


def test_the_same_day_gives_the_same_index_and_the_newest_holds():
    some_indicators()
    first, second = (take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON) for _ in range(2))
    columns = ("area_id", "thousandths", "low", "high", "p_top_decile")
    assert list(first.scores.order_by("area_id").values_list(*columns)) == list(
        second.scores.order_by("area_id").values_list(*columns)
    )
    assert queries.snapshot_in_force(TODAY) == second
    earlier = take_index_snapshot(as_of=TODAY - timedelta(days=9), actor=HEAD, now=NOON)
    assert queries.snapshot_in_force(TODAY) == second
    assert queries.snapshot_in_force(TODAY - timedelta(days=1)) == earlier
    assert queries.snapshot_in_force(date(2024, 1, 1)) is None


def test_the_index_is_answered_in_a_scope():
    some_indicators()
    assert queries.index_on((DISTRICT,), TODAY) == {}
    take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    found = queries.index_on((VILLAGES[3],), TODAY)
    [reading] = found.values()
    assert list(found) == [VILLAGES[3]]
    assert 0 <= reading.low <= reading.score <= reading.high <= 1
    assert queries.index_on((DISTRICT,), TODAY - timedelta(days=1)) == {}
    assert queries.index_on(("16.09",), TODAY) == {}


# Weights.


def test_weights_are_set_with_a_reason_and_the_index_follows():
    some_indicators()
    first = take_index_snapshot(as_of=TODAY - timedelta(days=9), actor=HEAD, now=NOON)
    before = dict(first.scores.values_list("area_id", "thousandths"))

    set_weights(weights=UNEVEN, reason="Keputusan rapat anev.", actor=HEAD, now=NOON)

    assert queries.weights_in_force().weights == UNEVEN
    newest = queries.snapshot_in_force(TODAY)
    assert newest is not None
    assert (newest.as_of, newest.weights["security"]) == (TODAY, 0.55)
    assert dict(newest.scores.values_list("area_id", "thousandths")) != before
    assert dict(first.scores.values_list("area_id", "thousandths")) == before
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.verb == "risk.weighting.set"
    assert entry.detail["reason"] == "Keputusan rapat anev."


def test_what_weights_would_do_is_told_before_they_are_set():
    some_indicators()
    effect = queries.weight_effect((DISTRICT,), TODAY, UNEVEN)
    assert Weighting.objects.count() == IndexSnapshot.objects.count() == 0
    assert effect.scored == len(VILLAGES)
    assert 0 < len(effect.moving) <= effect.moved
    assert len(effect.entering) == len(effect.leaving)
    assert all(one.rank_after <= 2 < one.rank_before for one in effect.entering)
    moves = [abs(one.rank_after - one.rank_before) for one in effect.moving]
    assert moves == sorted(moves, reverse=True)

    set_weights(weights=UNEVEN, reason="Keputusan rapat anev.", actor=HEAD, now=NOON)

    stored = queries.index_on((DISTRICT,), TODAY)
    for one in effect.moving:
        assert stored[one.area_code].score == one.after.thousandths / 1000
        assert stored[one.area_code].low == one.after.low / 1000


def test_of_the_district_one_sees_his_own_villages():
    some_indicators()
    load_values({"security_1": 3.0}, "16.01.13.2001")
    whole = queries.weight_effect((DISTRICT,), TODAY, UNEVEN)
    own = queries.weight_effect(("16.01.08",), TODAY, UNEVEN)
    assert own == whole
    assert queries.weight_effect(("16.01.13",), TODAY, UNEVEN).scored == 0


def test_the_weights_that_hold_change_nothing():
    some_indicators()
    effect = queries.weight_effect((DISTRICT,), TODAY, queries.weights_in_force().weights)
    assert (effect.moved, effect.entering, effect.leaving) == (0, (), ())


@pytest.mark.parametrize(
    ("weights", "reason", "actor"),
    [
        (UNEVEN, "ya", HEAD),
        (UNEVEN, "Keputusan rapat anev.", an_actor(Role.OPERATOR)),
        (UNEVEN, "Keputusan rapat anev.", IN_A_KECAMATAN),
        (dict.fromkeys(Variable, 0.1), "Keputusan rapat anev.", HEAD),
        (dict.fromkeys(Variable, 0.3), "Keputusan rapat anev.", HEAD),
        ({**UNEVEN, Variable.SECURITY: -0.1}, "Keputusan rapat anev.", HEAD),
        ({Variable.SECURITY: 1.0}, "Keputusan rapat anev.", HEAD),
        ({**dict.fromkeys(Variable, 0.0), Variable.PEACE_CAPACITY: 1.0}, "Keputusan rapat.", HEAD),
    ],
    ids=["reason", "role", "area", "same", "sum", "negative", "variable left out", "peace alone"],
)
def test_weights_are_refused(weights, reason, actor):
    with pytest.raises(Refused):
        set_weights(weights=weights, reason=reason, actor=actor, now=NOON)
    assert Weighting.objects.count() == 0


def test_weights_of_the_first_version_hold_no_longer():
    Weighting.objects.create(
        weights={"contestation": 1.0}, reason="lama", set_by="alya", set_at=NOON
    )
    assert queries.weights_in_force().set_at is None
    assert not queries.weightings().exists()


def test_no_index_is_made_for_tomorrow_or_by_a_partner():
    for as_of, actor in (
        (TODAY + timedelta(days=1), HEAD),
        (TODAY, an_actor(Role.PARTNER)),
        (TODAY, IN_A_KECAMATAN),
    ):
        with pytest.raises(Refused):
            take_index_snapshot(as_of=as_of, actor=actor, now=NOON)


# The layer of the map.


def test_the_layer_hatches_what_is_not_sure_and_has_no_colour_where_too_little_is_known():
    some_indicators()
    an_area("16.01.08.2099")
    reader = an_actor(Role.OPERATOR)
    assert web.INDEX_LAYER.look(reader, TODAY, NOON).cells == {}
    take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    picture = web.INDEX_LAYER.look(reader, TODAY, NOON)
    readings = queries.index_on((DISTRICT,), TODAY)
    assert picture.cells["16.01.08.2099"].step is None
    for code in VILLAGES:
        cell, reading = picture.cells[code], readings[code]
        starts = [start for start in (0.3, 0.4, 0.5, 0.6) if reading.low < start <= reading.high]
        assert cell.is_uncertain == (len(starts) > 1)
        assert 0 <= cell.step < len(picture.steps)
    officer = an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGES[0])
    assert list(web.INDEX_LAYER.look(officer, TODAY, NOON).cells) == [VILLAGES[0]]


def test_the_index_is_no_part_of_the_temperature():
    some_indicators()
    before = queries.temperatures_on(TODAY, (DISTRICT,), NOON)
    take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    set_weights(weights=UNEVEN, reason="Keputusan rapat anev.", actor=HEAD, now=NOON)
    assert queries.temperatures_on(TODAY, (DISTRICT,), NOON) == before
    assert not queries.change_since_yesterday((DISTRICT,), TODAY, NOON)
