"""Polling stations: the fewest officers, proved; who sends them; what is wrong with a question."""

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.roster.stations.deploying import deploy
from sejuk.engines.roster.stations.grouping import grouped
from sejuk.engines.roster.stations.stations import (
    Border,
    DeploymentProblem,
    DeploymentRefused,
    PadalCandidate,
    Pattern,
    Platoon,
    Station,
    WaitingPlace,
    pattern_of,
)
from sejuk.engines.roster.stations.verifying_deployment import verify_deployment

CLASSES = ["kurang_rawan"] * 6 + ["rawan", "sangat_rawan", "khusus"]


def a_district(seed, *, kecamatan=3, most=9):
    """Return stations of villages some kilometres apart."""
    rng = random.Random(seed)
    stations = []
    for area in range(kecamatan):
        for village in range(3):
            at = (-4 - area * 0.1 + rng.uniform(-0.05, 0.05), 104 + rng.uniform(-0.05, 0.05))
            for _ in range(rng.randint(0, most)):
                near = (at[0] + rng.gauss(0, 0.005), at[1] + rng.gauss(0, 0.005))
                name = f"T{len(stations):03}"
                kind = rng.choice(CLASSES)
                stations.append(Station(name, kind, f"K{area}V{village}", f"K{area}", *near))
    return tuple(stations)


def alike(count, kind, *, first=0, kecamatan="K"):
    return [
        Station(f"{kind}{number:04}", kind, "V", kecamatan, -4.1, 104.1)
        for number in range(first, first + count)
    ]


@pytest.mark.parametrize("text", ["2:4:8", "2:5:10", "2:6:12", "2:7:14", "2:8:16", "2:10:20"])
def test_published_patterns_are_read_and_written(text):
    assert str(pattern_of(text)) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2-2-4 = 4 TPS", "write police, stations and linmas as in 2:8:16"),
        ("2:8", "write police, stations and linmas"),
        ("2:2:2", "2 stations have 4 linmas"),
        ("4:2:6", "2 stations have 4 linmas"),
        ("3:2:4", "police stand in pairs"),
        ("0:2:4", "at least one"),
        ("2:٨:16x", "write police"),
    ],
)
def test_a_garbled_pattern_is_refused_in_a_sentence(text, reason):
    with pytest.raises(DeploymentRefused, match=reason):
        pattern_of(text)


@pytest.mark.slow
def test_the_district_of_february_2024_needs_at_least_354_officers():
    # 1,183 calm at 2:8, 26 vulnerable at 2:2, 16 very vulnerable at 2:1; published were 490.
    stations = [*alike(1183, "kurang_rawan"), *alike(26, "rawan"), *alike(16, "sangat_rawan")]
    found = deploy(DeploymentProblem(tuple(stations), pool=490))
    assert (found.officers, found.least_officers, found.gap) == (354, 354, 0)
    assert found.linmas == 2 * 1225
    assert found.short == 0
    wider = {"kurang_rawan": Pattern(2, 6, 12)}
    assert deploy(DeploymentProblem(tuple(stations), patterns=wider)).officers == 454


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(st.integers(0, 10_000), st.sampled_from(Border), st.sampled_from([6, 15, 30]))
def test_every_station_is_guarded_once_inside_its_borders(seed, within, minutes):
    stations = a_district(seed)
    problem = DeploymentProblem(
        stations,
        within=within,
        most_minutes=minutes,
        officers={"K0": 3, "K1": 8},
        pool=seed % 9,
        padal=(PadalCandidate("A", 3), PadalCandidate("B", 5, ("K1",)), PadalCandidate("C")),
    )
    found = deploy(problem)
    assert verify_deployment(problem, found) == ()
    assert Counter(name for group in found.groups for name in group.stations) == Counter(
        one.id for one in stations
    )
    assert found.least_officers <= found.officers
    assert found.least_way_minutes <= found.way_minutes + 0.1
    assert found.short == max(0, sum(max(0, f.needed - f.own) for f in found.forces) - seed % 9)


def best_of_all(ways, most, capacity):
    """The fewest groups and their least cost, by trying all groups of the first station left."""
    groups = {}
    for size in range(1, capacity + 1):
        for members in combinations(range(len(ways)), size):
            inside = ways[np.ix_(members, members)]
            if inside.max() <= most:
                groups[frozenset(members)] = int(inside.sum(axis=1).min())

    @cache
    def best(left):
        if not left:
            return 0, 0
        fitting = [one for one in groups if min(left) in one and one <= left]
        return min((best(left - one)[0] + 1, best(left - one)[1] + groups[one]) for one in fitting)

    return best(frozenset(range(len(ways))))


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 9), st.integers(1, 4), st.integers(200, 1500))
def test_small_cases_equal_the_best_of_all_groupings(seed, count, capacity, most):
    at = np.random.default_rng(seed).uniform(0, 1000, (count, 2))
    ways = np.rint(np.hypot(*(at[:, None] - at).transpose(2, 0, 1))).astype(np.int64)
    found = grouped(ways, most, capacity)
    assert (len(found.groups), found.cost) == best_of_all(ways, most, capacity)
    assert found.least_groups == len(found.groups)
    assert found.least_cost <= found.cost


def test_names_do_not_matter():
    stations = a_district(7)
    renamed = [replace(one, id=f"X{one.id[::-1]}") for one in reversed(stations)]
    figures = [
        (found.officers, found.least_officers, found.linmas, found.way_minutes)
        for found in map(deploy, map(DeploymentProblem, (stations, tuple(renamed))))
    ]
    assert figures[0] == figures[1]


def test_the_pool_goes_to_the_gravest_stations_first():
    stations = [*alike(8, "kurang_rawan"), *alike(2, "sangat_rawan"), *alike(2, "rawan")]
    found = deploy(DeploymentProblem(tuple(stations), pool=6))
    assert [group.station_class for group in found.groups if not group.is_manned] == [
        "kurang_rawan"
    ]
    assert found.short == 2


def test_a_shortfall_is_explained_with_ways_out():
    stations = [*alike(20, "kurang_rawan"), *alike(1, "rawan", kecamatan="L")]
    problem = DeploymentProblem(tuple(stations), officers={"K": 4, "L": 9})
    (short,) = deploy(problem).shortfalls
    assert str(short.sentence) == (
        "Kecamatan K needs 6 officers for 20 polling stations; its own 4 and those of the pool "
        "leave 2 missing."
    )
    assert [str(way.sentence) for way in short.ways_out] == [
        "Pattern 2:10:20 for its calm stations saves 2 officers.",
        "The Polsek of L can lend 7 officers.",
        "Ask for 2 officers of other units (BKO) for K.",
    ]


def test_padal_where_the_most_officers_stand_is_the_most_senior():
    stations = [*alike(20, "rawan"), *alike(1, "rawan", kecamatan="L", first=50)]
    padal = (
        PadalCandidate("iptu", 5),
        PadalCandidate("akp", 6),
        PadalCandidate("other", 9, ("M",)),
    )
    found = deploy(DeploymentProblem(tuple(stations), padal=padal))
    assert {force.kecamatan: force.padal for force in found.forces} == {"K": "akp", "L": "iptu"}


def test_the_reserve_waits_where_help_is_soonest():
    stations = [
        Station(f"T{place}", "rawan", f"V{place}", "K", -4.0, 104 + place / 10)
        for place in range(7)
    ]
    places = tuple(WaitingPlace(f"P{place}", -4.0, 104 + place / 10) for place in range(7))
    problem = DeploymentProblem(tuple(stations), waiting_places=places, goal_minutes=35)
    one = deploy(replace(problem, platoons=(Platoon("R", 30),))).reserve
    assert [placed.place for placed in one.placed] == ["P3"]
    assert len(one.late_stations) == one.least_late == 4
    three = deploy(replace(problem, platoons=tuple(Platoon(f"R{n}", 30) for n in range(3)))).reserve
    assert (three.late_stations, three.is_proved) == ((), True)
    step = 2 * 6371.0088 * np.pi / 360 / 10 * np.cos(np.radians(4)) * 1.4 / 30 * 60
    assert three.longest_minutes == pytest.approx(step, abs=0.1)


def test_the_reserve_of_many_places_leaves_no_more_late_than_must_be(monkeypatch):
    stations = a_district(11, kecamatan=4)
    places = tuple(
        WaitingPlace(f"P{n:02}", one.latitude, one.longitude) for n, one in enumerate(stations[::4])
    )
    problem = DeploymentProblem(
        stations,
        waiting_places=places,
        platoons=tuple(Platoon(f"R{n}", 30) for n in range(3)),
        goal_minutes=12,
    )
    exact = deploy(problem).reserve
    monkeypatch.setattr("sejuk.engines.roster.stations.reserves.CHOICES", 0)
    found = deploy(problem).reserve
    assert exact.is_proved
    assert not found.is_proved
    assert found.least_late == exact.least_late == len(exact.late_stations)
    assert len(found.late_stations) == found.least_late


def test_bad_input_is_said_and_good_input_is_kept():
    good = alike(3, "rawan")
    bad = [
        good[0],
        replace(good[1], id="odd", station_class="merah"),
        replace(good[1], id="off", latitude=-94.0),
        replace(good[1], id="where", latitude=None, longitude=None),
    ]
    problem = DeploymentProblem((*good, *bad), officers={"K": -3})
    found = deploy(problem)
    assert sum(len(group.stations) for group in found.groups) == 4
    assert found.officers == 2 * ceil(4 / 2) == found.short
    said = " ".join(str(one) for one in found.complaints)
    for part in ("rawan0000 is there twice", '"merah"', "off is left out", "no coordinates"):
        assert part in said
    assert "No officers are given" in said
    assert "no Padal: K" in said
    assert verify_deployment(problem, found) == ()
    assert deploy(DeploymentProblem(())).groups == ()
    with pytest.raises(DeploymentRefused, match="speed above 0"):
        DeploymentProblem((), km_per_hour=0)


def test_a_wrong_deployment_is_found_out():
    problem = DeploymentProblem(a_district(3), pool=20, within=Border.VILLAGE)
    found = deploy(problem)
    crowded = replace(
        found.groups[0], stations=tuple(one.id for one in problem.stations), officers=1
    )
    said = " ".join(
        str(one)
        for one in verify_deployment(problem, replace(found, groups=(crowded, *found.groups[1:])))
    )
    for part in ("is in 2 groups", "another class", "border of its kecamatan", "not of pattern"):
        assert part in said
