"""Itinerary: known values, and the laws that a ranking of villages must keep."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.itinerary import (
    Choice,
    Officer,
    PartCode,
    Point,
    Proposal,
    Village,
    distance_km,
    propose,
)

MONDAY = date(2024, 11, 4)
CODES = [f"16.01.08.{number}" for number in range(2001, 2009)]

points = st.builds(Point, st.floats(-5, -3), st.floats(103, 105))
villages_of = {
    code: st.builds(
        Village,
        area_code=st.just(code),
        temperature_tenths=st.integers(0, 1000),
        last_visited_on=st.none() | st.dates(date(2024, 9, 25), MONDAY),
        open_concerns=st.integers(0, 4),
        point=st.none() | points,
        is_planned=st.booleans(),
    )
    for code in CODES
}
village_lists = st.sets(st.sampled_from(CODES)).flatmap(
    lambda codes: st.tuples(*(villages_of[code] for code in sorted(codes)))
)
officer_lists = st.lists(
    st.builds(
        Officer,
        reference=st.sampled_from("ABCD"),
        area_codes=st.lists(st.sampled_from(CODES), max_size=10).map(tuple),
        capacity=st.integers(0, 8),
        planned=st.integers(0, 4),
        home=st.none() | points,
    ),
    max_size=3,
    unique_by=lambda officer: officer.reference,
)


def ranks(proposals: tuple[Proposal, ...]) -> dict[str, tuple[str, int]]:
    return {one.area_code: (one.officer, one.rank) for one in proposals}


# Known values.


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        (Point(0, 0), Point(0, 0), 0.0),
        (Point(0, 0), Point(0, 180), 20015.1),
        (Point(90, 0), Point(-90, 0), 20015.1),
        (Point(36.12, -86.67), Point(33.94, -118.4), 2886.4),  # the usual example, BNA to LAX
    ],
)
def test_distances_are_those_of_the_sphere(one, other, kilometres):
    assert round(distance_km(one, other), 1) == kilometres


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0), (0, -180.1), (float("inf"), 0)])
def test_a_point_lies_on_the_earth(latitude, longitude):
    with pytest.raises(ValueError, match="not a point on the earth"):
        Point(latitude, longitude)


def test_a_score_names_its_parts():
    village = Village(CODES[0], 396, MONDAY - timedelta(days=14), 1, Point(-4.2, 104.0))
    officer = Officer("A", (CODES[0],), capacity=4, planned=1, home=Point(-4.1, 104.1))
    [found] = propose([officer], [village], week_starts_on=MONDAY)
    assert [(str(part.code), part.points, part.value) for part in found.parts] == [
        ("temperature", 15.8, 39.6),
        ("days_since_visit", 15.0, 14),
        ("open_concerns", 6.0, 1),
        ("distance", -5.1, 15.7),
        ("load", -2.0, 1),
    ]
    assert found.score == 29.7


def test_the_freer_officer_goes_where_two_are_responsible():
    officers = [
        Officer("A", (CODES[0],), capacity=4, planned=3),
        Officer("B", (CODES[0],), capacity=4),
    ]
    [found] = propose(officers, [Village(CODES[0], 100)], week_starts_on=MONDAY)
    assert found.officer == "B"


def test_an_unknown_way_says_so():
    [found] = propose([Officer("A", (CODES[0],), 1)], [Village(CODES[0], 0)], week_starts_on=MONDAY)
    assert PartCode.DISTANCE_UNKNOWN in {part.code for part in found.parts}


def test_one_visit_in_five_is_kept_for_the_longest_unvisited():
    warm = [Village(code, 900, MONDAY - timedelta(days=3)) for code in CODES[:7]]
    cool = Village(CODES[7], 0, MONDAY - timedelta(days=9))
    officer = Officer("A", tuple(CODES), capacity=5)
    found = propose([officer], [*warm, cool], week_starts_on=MONDAY)
    assert [one.choice for one in found] == [
        *[Choice.SCORE] * 4,
        Choice.EXPLORATION,
        *[Choice.BEYOND_CAPACITY] * 3,
    ]
    assert found[4].area_code == CODES[7]


# Laws.


@given(officer_lists, village_lists)
def test_each_village_in_reach_is_proposed_once_and_no_other(officers, villages):
    found = propose(officers, villages, week_starts_on=MONDAY)
    in_reach = {code for officer in officers for code in officer.area_codes}
    wanted = {one.area_code for one in villages if not one.is_planned} & in_reach
    assert sorted(one.area_code for one in found) == sorted(wanted)
    for officer in officers:
        mine = [one for one in found if one.officer == officer.reference]
        assert [one.rank for one in mine] == list(range(1, len(mine) + 1))
        assert {one.area_code for one in mine} <= set(officer.area_codes)
        within = [one for one in mine if one.choice is not Choice.BEYOND_CAPACITY]
        assert len(within) <= max(officer.capacity - officer.planned, 0)


@given(officer_lists, village_lists, st.data())
def test_a_warmer_village_is_never_ranked_lower(officers, villages, data):
    before = ranks(propose(officers, villages, week_starts_on=MONDAY))
    if not before:
        return
    code = data.draw(st.sampled_from(sorted(before)))
    warmer = [
        replace(one, temperature_tenths=data.draw(st.integers(one.temperature_tenths, 1000)))
        if one.area_code == code
        else one
        for one in villages
    ]
    officer, rank = ranks(propose(officers, warmer, week_starts_on=MONDAY))[code]
    assert officer == before[code][0]
    assert rank <= before[code][1]


@given(village_lists)
def test_of_two_villages_alike_the_warmer_goes_first(villages):
    alike = [
        replace(one, last_visited_on=None, open_concerns=0, point=None, is_planned=False)
        for one in villages
    ]
    for capacity in (0, 1, 3, 20):
        officer = Officer("A", tuple(CODES), capacity)
        found = propose([officer], alike, week_starts_on=MONDAY)
        warmth = {one.area_code: one.temperature_tenths for one in alike}
        in_order = [warmth[one.area_code] for one in found]
        assert in_order == sorted(in_order, reverse=True)


@given(officer_lists, village_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(officers, villages, chance):
    found = propose(officers, villages, week_starts_on=MONDAY)
    shuffled = propose(
        chance.sample(officers, len(officers)),
        chance.sample(villages, len(villages)),
        week_starts_on=MONDAY,
    )
    assert shuffled == found


@given(officer_lists, village_lists)
def test_other_names_for_the_officers_change_nothing_but_the_names(officers, villages):
    # The new names keep their order: between equal scores the first name goes.
    names = {one.reference: f"officer {one.reference}" for one in officers}
    renamed = [replace(one, reference=names[one.reference]) for one in officers]
    found = propose(officers, villages, week_starts_on=MONDAY)
    assert propose(renamed, villages, week_starts_on=MONDAY) == tuple(
        replace(one, officer=names[one.officer]) for one in found
    )


@given(st.integers(1, 7), st.integers(0, 1000))
def test_a_remote_cool_village_comes_up_however_warm_the_others_stay(capacity, others):
    remote = CODES[-1]
    officer = Officer("A", tuple(CODES), capacity, home=Point(-4.1, 104.1))
    last_visits: dict[str, date | None] = dict.fromkeys(CODES)
    for week in range(len(CODES)):
        monday = MONDAY + timedelta(weeks=week)
        villages = [
            Village(
                code,
                temperature_tenths=0 if code == remote else others,
                last_visited_on=last_visits[code],
                open_concerns=0 if code == remote else 9,
                point=Point(60, 60) if code == remote else officer.home,
            )
            for code in CODES
        ]
        for one in propose([officer], villages, week_starts_on=monday):
            if one.choice is not Choice.BEYOND_CAPACITY:
                last_visits[one.area_code] = monday
    assert last_visits[remote] is not None


# What it refuses.


def test_nobody_and_nothing_is_named_twice():
    village, officer = Village(CODES[0], 0), Officer("A", (CODES[0],), 1)
    with pytest.raises(ValueError, match="village is named twice"):
        propose([officer], [village, village], week_starts_on=MONDAY)
    with pytest.raises(ValueError, match="officer is named twice"):
        propose([officer, officer], [village], week_starts_on=MONDAY)
