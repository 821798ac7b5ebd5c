"""What goes into the index: polling stations as villages, and incidents against effort."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.warning.indexing import (
    Aggregation,
    StationValue,
    aggregated,
    effort_corrected,
)

PLACE = "16.01.08.2018"
ELSEWHERE = "16.01.13.2001"
a_station = st.builds(
    StationValue,
    area_code=st.sampled_from([PLACE, ELSEWHERE]),
    value=st.integers(0, 3).map(float),
    voters=st.none() | st.integers(0, 600),
)
hows = st.sampled_from(Aggregation)


def values_of(stations, how=Aggregation.SHARE):
    return {one.area_code: one.value for one in aggregated(stations, how=how)}


# Polling stations.


@pytest.mark.parametrize(
    ("stations", "share", "mean"),
    [
        ([(2, 300), (0, 500)], 0.375, 0.75),
        ([(2, None), (0, None), (1, None)], 2 / 3, 1.0),
        ([(2, None), (0, 300), (1, 300)], 2 / 3, 1.0),
        ([(2, 0), (0, 0)], 0.5, 1.0),
        ([(2, 0), (0, 100)], 0.0, 0.0),
        ([(0, 10)], 0.0, 0.0),
    ],
)
def test_stations_by_hand(stations, share, mean):
    given_ = [StationValue(PLACE, value, voters) for value, voters in stations]
    assert values_of(given_)[PLACE] == pytest.approx(share)
    assert values_of(given_, Aggregation.MEAN)[PLACE] == pytest.approx(mean)


@settings(max_examples=40)
@given(st.lists(a_station, max_size=9), hows, st.randoms(use_true_random=False))
def test_the_order_of_stations_changes_nothing(stations, how, chance):
    shuffled = chance.sample(stations, len(stations))
    assert values_of(shuffled, how) == pytest.approx(values_of(stations, how))
    assert [one.area_code for one in aggregated(stations)] == sorted(
        {one.area_code for one in stations}
    )


@settings(max_examples=40)
@given(st.lists(a_station, min_size=1, max_size=9), hows)
def test_a_station_split_into_two_halves_changes_nothing(stations, how):
    known = [replace(one, voters=2 * (one.voters or 1)) for one in stations]
    halves = [replace(one, voters=(one.voters or 0) // 2) for one in known for _ in range(2)]
    assert values_of(halves, how) == pytest.approx(values_of(known, how))


@settings(max_examples=40)
@given(st.lists(a_station, min_size=1, max_size=9))
def test_a_share_lies_between_none_and_all(stations):
    for one in aggregated(stations):
        assert 0 <= one.value <= 1 + 1e-12
        assert one.stations == sum(two.area_code == one.area_code for two in stations)


def test_no_stations_are_no_villages():
    assert aggregated([]) == ()


@pytest.mark.parametrize("fields", [{"value": -1}, {"value": math.nan}, {"value": 1, "voters": -1}])
def test_a_station_of_nonsense_is_refused(fields):
    with pytest.raises(ValueError, match=r"0 or more|voters"):
        StationValue(PLACE, **fields)


# Incidents and effort.

counts = st.dictionaries(
    st.integers(0, 30).map(lambda n: f"16.01.08.{2000 + n}"),
    st.tuples(st.integers(0, 40), st.integers(0, 200).map(float)),
    min_size=1,
    max_size=12,
)


def corrected(table):
    return effort_corrected(
        {code: count for code, (count, _) in table.items()},
        {code: days for code, (_, days) in table.items()},
    )


@settings(max_examples=40)
@given(counts)
def test_no_ratio_lies_beyond_what_was_seen(table):
    found = corrected(table)
    assert [one.area_code for one in found] == list(table)
    for one in found:
        assert one.ratio >= 0
        assert 0 <= one.own_share <= 1


def test_records_that_follow_effort_say_nothing():
    # Ten times the visits, ten times the incidents: no village is worse than another.
    found = corrected({"a": (1, 10.0), "b": (10, 100.0), "c": (5, 50.0)})
    assert {one.ratio for one in found} == {1.0}


def test_the_same_count_seen_with_less_effort_is_more():
    table = {"a": (20, 10.0), "b": (20, 200.0), "c": (2, 100.0), "d": (1, 90.0)}
    by_code = {one.area_code: one for one in corrected(table)}
    assert by_code["a"].ratio > by_code["b"].ratio > by_code["c"].ratio
    # Where little was looked at, more of the ratio is what is usual.
    assert by_code["a"].own_share < by_code["b"].own_share


@pytest.mark.parametrize(
    ("table", "ratios"),
    [
        ({"a": (0, 10.0), "b": (0, 0.0)}, [1.0, 1.0]),
        ({"a": (0, 0.0), "b": (0, 0.0)}, [1.0, 1.0]),
        ({"a": (7, 30.0)}, [1.0]),
        ({}, []),
    ],
)
def test_where_nothing_can_be_said_the_ratio_is_one(table, ratios):
    assert [one.ratio for one in corrected(table)] == ratios


def test_incidents_without_effort_count_as_seen_with_the_least():
    found = corrected({"a": (9, 0.0), "b": (1, 20.0), "c": (2, 100.0), "d": (3, 150.0)})
    same = corrected({"a": (9, 20.0), "b": (1, 20.0), "c": (2, 100.0), "d": (3, 150.0)})
    assert found == same


@pytest.mark.parametrize(
    ("incidents", "effort", "complaint"),
    [
        ({"a": 1}, {"b": 1.0}, "same villages"),
        ({"a": -1}, {"a": 1.0}, "0 or more"),
        ({"a": 1}, {"a": math.inf}, "0 or more"),
        ({"a": 1}, {"a": math.nan}, "0 or more"),
    ],
)
def test_nonsense_about_effort_is_refused(incidents, effort, complaint):
    with pytest.raises(ValueError, match=complaint):
        effort_corrected(incidents, effort)
