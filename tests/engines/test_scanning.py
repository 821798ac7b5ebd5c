"""The scan: a plain verifier, what must not matter, what chance brings, and what is refused."""

from itertools import product
from math import asin, cos, hypot, inf, log, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.warning.scanning import (
    CannotScan,
    ScanKind,
    ScanPlace,
    Statistic,
    prepare,
    scan,
    scan_counts,
    scan_many,
)
from sejuk.engines.warning.scanning.cylinders import best_by_centre, measured
from sejuk.engines.warning.scanning.loops import highest, highest_ending_now
from sejuk.engines.warning.scanning.replicates import _weights_of_circles, highest_values

OUTBREAK = {"e", "f", "g"}


# A plain verifier: every circle, every stretch, every logarithm.


def kilometres(one: ScanPlace, other: ScanPlace) -> float:
    north, south = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def straight(one: ScanPlace, other: ScanPlace) -> float:
    return hypot(one.latitude - other.latitude, one.longitude - other.longitude)


def plain_circles(places, expected, distance, most_share):
    everything = sum(map(sum, expected))
    for centre in places:
        apart = [distance(centre, place) for place in places]
        for radius in apart:
            inside = frozenset(at for at, far in enumerate(apart) if far <= radius + 1e-6)
            if sum(row[at] for row in expected for at in inside) <= most_share * everything + 1e-9:
                yield inside


def plain_value(inside, expected, total, statistic):
    if inside <= expected:
        return 0.0
    value = inside * log(inside / expected)
    if statistic == Statistic.EXPECTATION:
        return value + expected - inside
    outside = total - inside
    return value + (outside * log(outside / (total - expected)) if outside else 0)


def plain_scan(
    cases, expected, places, *, kind, statistic, longest, distance=kilometres, most_share=0.5
):
    total = sum(map(sum, cases))
    scale = total / sum(map(sum, expected)) if statistic == Statistic.KULLDORFF else 1
    best = 0.0, frozenset(), 0, -1
    for inside in set(plain_circles(places, expected, distance, most_share)):
        for first, last in product(range(len(cases)), repeat=2):
            is_asked = last == len(cases) - 1 or kind == ScanKind.RETROSPECTIVE
            if not first <= last < first + longest or not is_asked:
                continue
            rows = range(first, last + 1)
            found = sum(cases[row][at] for row in rows for at in inside)
            there = scale * sum(expected[row][at] for row in rows for at in inside)
            value = plain_value(found, there, total, statistic) if found > 1 else 0
            if value > best[0] + 1e-12:
                best = value, inside, first, last
    return best


def a_district(seed, *, count=9, periods=6, is_grid=False):
    chance = np.random.default_rng(seed)
    places = [
        ScanPlace("abcdefghijkl"[at], at // 3 if is_grid else -4 + chance.random(), north)
        for at, north in enumerate(np.arange(count) % 3 if is_grid else 104 + chance.random(count))
    ]
    expected = chance.gamma(2, 0.5, (periods, count))
    return chance.poisson(expected).tolist(), expected.tolist(), places


@pytest.mark.parametrize("statistic", Statistic)
@pytest.mark.parametrize("kind", [ScanKind.RETROSPECTIVE, ScanKind.PROSPECTIVE])
@given(seed=st.integers(0, 10_000), is_grid=st.booleans(), twins=st.booleans())
@settings(max_examples=40, deadline=None)  # the first call compiles
def test_finds_what_a_plain_scan_finds(kind, statistic, seed, is_grid, twins):
    cases, expected, places = a_district(seed, is_grid=is_grid)
    if twins:  # two places at one point
        places[3] = ScanPlace("d", places[7].latitude, places[7].longitude)
    found = scan(
        cases,
        expected,
        places,
        kind=kind,
        statistic=statistic,
        replicates=0,
        is_on_plane=is_grid,
    )
    value, inside, first, last = plain_scan(
        cases,
        expected,
        places,
        kind=kind,
        statistic=statistic,
        longest=3,
        distance=straight if is_grid else kilometres,
    )

    if not value:
        assert found.clusters == ()
        return
    best = found.clusters[0]
    assert best.value == pytest.approx(value, rel=1e-9)
    assert best.cases == sum(cases[row][at] for row in range(first, last + 1) for at in inside)
    assert set(best.area_codes) == {places[at].code for at in inside}
    assert (best.first_period, best.last_period) == (first, last)


def test_a_spatial_scan_is_one_long_period():
    cases, expected, places = a_district(3)
    found = scan(cases, expected, places, kind=ScanKind.SPATIAL, replicates=0).clusters[0]
    value, inside, *_ = plain_scan(
        [[sum(column) for column in zip(*cases, strict=True)]],
        [[sum(column) for column in zip(*expected, strict=True)]],
        places,
        kind=ScanKind.PROSPECTIVE,
        statistic=Statistic.KULLDORFF,
        longest=1,
    )

    assert found.value == pytest.approx(value)
    assert set(found.area_codes) == {places[at].code for at in inside}
    assert (found.first_period, found.last_period) == (0, 5)


@given(seed=st.integers(0, 10_000), is_kulldorff=st.booleans())
@settings(max_examples=60, deadline=None)
def test_replicates_find_the_same_highest_value_by_their_shorter_way(seed, is_kulldorff):
    """The three loops of a replicate against the one that looks at every cylinder."""
    chance = np.random.default_rng(seed)
    circles = prepare(chance.integers(0, 4, 12), chance.integers(0, 4, 12), 6, is_cartesian=True)
    weights, profile = chance.random(circles.spots), chance.random(5)
    expected = np.outer(weights, profile)
    cases = chance.poisson(3 * expected).astype(np.int32)
    recent = np.cumsum(cases[:, ::-1], axis=1, dtype=np.int32)
    newest = np.where(recent > 0, np.arange(5), 5).min(axis=1).astype(np.int16)
    statistic = Statistic.KULLDORFF if is_kulldorff else Statistic.EXPECTATION
    of_circle = np.zeros(len(circles.members))
    _weights_of_circles(circles.rings, weights, of_circle)
    measure = measured(cases, expected, statistic, fewest=1, most=5)
    scale = expected.sum() / np.outer(weights, profile).sum()
    table = np.full(int(chance.integers(2, 40)), inf)  # small tables: some cases go beyond

    now = best_by_centre(circles, cases.astype(np.int64), expected, measure, ScanKind.PROSPECTIVE)[
        0
    ].max()
    ever = best_by_centre(
        circles, cases.astype(np.int64), expected, measure, ScanKind.RETROSPECTIVE
    )[0].max()
    has = cases.any(axis=1)
    assert highest(circles.rings, expected, cases, has, measure, 4, table) == pytest.approx(now)
    assert highest(circles.rings, expected, cases, has, measure, 0, table) == pytest.approx(ever)
    assert highest_ending_now(
        circles.rings, of_circle * scale, np.cumsum(profile[::-1]), recent, newest, measure, table
    ) == pytest.approx(now)


# What must not matter.


def an_outbreak(periods=8):
    """Eight places in a row, 100 people each; three have many cases in the last two periods."""
    places = [ScanPlace(code, -4.0, 104 + east / 10) for east, code in enumerate("abcdefgh")]
    cases = np.random.default_rng(5).poisson(1, (periods, 8))
    cases[-2:, 4:7] += 5
    return cases, np.full(8, 100.0), places


def told(result):
    best = result.clusters[0]
    return best.cases, round(best.value, 8), best.first_period, best.last_period, best.p_value


PROSPECTIVE = {"kind": ScanKind.PROSPECTIVE, "replicates": 99, "seed": 4}


def test_finds_an_outbreak_and_says_how_rare_it_is():
    best = scan(*an_outbreak(), **PROSPECTIVE).clusters[0]

    assert set(best.area_codes) == OUTBREAK
    assert best.area_codes[0] == "f"
    assert (best.first_period, best.last_period) == (6, 7)
    assert best.radius == pytest.approx(11.09, abs=0.01)
    assert best.p_value == 0.01
    assert best.gumbel_p_value < 1e-4
    assert best.once_in_periods == pytest.approx(1 / best.gumbel_p_value)


@pytest.mark.parametrize("kind", ScanKind)
def test_the_order_of_places_does_not_matter(kind):
    cases, people, places = an_outbreak()
    order = np.random.default_rng(2).permutation(8)
    asked = {"kind": kind, "replicates": 0}
    straight_on = scan(cases, people, places, **asked)
    shuffled = scan(cases[:, order], people[order], [places[at] for at in order], **asked)

    assert told(shuffled) == told(straight_on)
    assert [one.area_codes for one in shuffled.clusters] == [
        one.area_codes for one in straight_on.clusters
    ]


def test_turning_the_earth_or_the_plane_changes_nothing():
    cases, people, places = an_outbreak()
    expected = told(scan(cases, people, places, **PROSPECTIVE))
    east = [ScanPlace(one.code, one.latitude, one.longitude + 137.3) for one in places]
    assert told(scan(cases, people, east, **PROSPECTIVE)) == expected

    plane = {**PROSPECTIVE, "is_on_plane": True}
    expected = told(scan(cases, people, places, **plane))
    for angle in (0.3, 1.7):
        turned = [
            ScanPlace(
                one.code,
                one.latitude * cos(angle) - one.longitude * sin(angle),
                one.latitude * sin(angle) + one.longitude * cos(angle),
            )
            for one in places
        ]
        assert told(scan(cases, people, turned, **plane)) == expected


def test_a_place_split_in_two_at_its_point_changes_nothing():
    cases, people, places = an_outbreak()
    twin = ScanPlace("f2", places[5].latitude, places[5].longitude)
    part = np.minimum(cases[:, 5], 2)
    split = np.column_stack([cases, part])
    split[:, 5] -= part
    shares = np.append(people, 40.0)
    shares[5] -= 40
    whole = scan(cases, people, places, **PROSPECTIVE)
    parted = scan(split, shares, [*places, twin], **PROSPECTIVE)

    assert told(parted) == told(whole)
    assert set(parted.clusters[0].area_codes) == OUTBREAK | {"f2"}


def test_only_the_proportions_of_what_is_expected_matter():
    cases, people, places = an_outbreak()
    counted = scan(cases, people, places, **PROSPECTIVE)
    scaled = scan(cases, np.outer(np.ones(8), 7 * people), places, **PROSPECTIVE)
    assert told(scaled) == told(counted)


def test_further_clusters_share_no_place_with_a_stronger_one():
    cases, people, places = an_outbreak()
    cases[2:4, 0] += 6
    clusters = scan(cases, people, places, replicates=0).clusters
    codes = [code for cluster in clusters for code in cluster.area_codes]

    assert len(codes) == len(set(codes))
    assert {"a"} in [set(cluster.area_codes) for cluster in clusters]
    assert [cluster.value for cluster in clusters] == sorted(
        (cluster.value for cluster in clusters), reverse=True
    )


# What chance brings.


@pytest.mark.slow
def test_quiet_districts_have_p_values_like_dice_and_both_kinds_agree():
    chance = np.random.default_rng(8)
    places = [ScanPlace(f"{at}", *chance.random(2)) for at in range(25)]
    people = chance.gamma(3, 1, 25)
    ranked, fitted = [], []
    for seed in range(40):
        cases = chance.multinomial(150, np.tile(people / people.sum() / 10, 10)).reshape(10, 25)
        best = scan(
            cases, people, places, kind=ScanKind.PROSPECTIVE, replicates=199, seed=seed
        ).clusters[0]
        ranked.append(best.p_value)
        fitted.append(best.gumbel_p_value)

    assert np.abs(np.subtract(ranked, fitted)).max() < 0.1
    assert 0.35 < np.mean(ranked) < 0.65
    assert np.mean(np.array(ranked) < 0.1) < 0.25


def test_both_ways_to_replicate_draw_from_one_distribution():
    cases, people, places = an_outbreak()
    circles = prepare([one.latitude for one in places], [one.longitude for one in places], 4)
    expected = np.outer(people, np.ones(8)) * cases.sum() / people.sum() / 8
    bent = expected * (1 + 1e-6 * np.random.default_rng(1).random(expected.shape))
    for kind in (ScanKind.PROSPECTIVE, ScanKind.RETROSPECTIVE):
        for statistic in Statistic:
            measure = measured(cases, bent, statistic, fewest=1, most=4)
            one, other = (
                highest_values(circles, table, measure, kind, replicates=800, seed=seed)
                for seed, table in enumerate((expected, bent))
            )
            error = np.hypot(one.std(), other.std()) / np.sqrt(800)
            assert abs(one.mean() - other.mean()) < 4 * error


def test_dense_counts_are_drawn_as_thin_ones():
    circles = prepare([0, 0, 0, 1], [0, 1, 2, 0], 2)
    expected = np.full((4, 3), 400.0)
    measure = measured(expected.astype(int), expected, Statistic.KULLDORFF, fewest=1, most=1)
    values = highest_values(
        circles, expected, measure, ScanKind.PROSPECTIVE, replicates=400, seed=1
    )
    # Half a squared normal deviate for each of some eight cylinders, upwards only.
    assert 0.8 < values.mean() < 3


# What is refused, and what is answered.


def test_a_million_cases_in_one_place_are_found():
    cases, people, places = an_outbreak()
    cases[-1, 0] = 1_000_000
    best = scan(cases, people, places, **PROSPECTIVE).clusters[0]
    assert best.area_codes == ("a",)
    assert best.p_value == 0.01


def test_no_cases_no_clusters():
    _, people, places = an_outbreak()
    result = scan(np.zeros((8, 8)), people, places)
    assert (result.clusters, result.cases) == ((), 0)


def test_a_rate_that_is_higher_by_rounding_only_is_no_cluster():
    places = [ScanPlace(code, -4.0, 104 + east) for east, code in enumerate("abc")]
    people = np.array([9, 24, 20])
    result = scan([people, people], people * 0.394, places)
    assert result.clusters == ()


def test_without_neighbours_each_place_stands_for_itself():
    cases, people, places = an_outbreak()
    result = scan(cases, people, places, most_neighbours=1, **PROSPECTIVE)
    assert {len(cluster.area_codes) for cluster in result.clusters} == {1}


def test_a_place_with_more_than_half_of_all_people_has_no_circle():
    result = scan(*an_outbreak()[:1], [9000, *[1] * 7], an_outbreak()[2], replicates=0)
    assert "a" not in {code for cluster in result.clusters for code in cluster.area_codes}


CASES, PEOPLE, PLACES = an_outbreak()
NAN = float("nan")
WRONG = [
    ({"cases": [[1, 2], [3]]}, "every row needs the same number"),
    ({"cases": np.where(CASES[3, 2] == CASES, NAN, CASES)}, "a quiet period is a 0"),
    ({"cases": -CASES}, "cannot be negative"),
    ({"cases": CASES / 2}, "whole numbers"),
    ({"cases": CASES[:, :5]}, "periods x 8 places"),
    ({"cases": CASES[0]}, "2 dimensions are needed"),
    ({"expected": PEOPLE[:5]}, "one number for each of 8 places"),
    ({"expected": PEOPLE * 0}, "nothing is expected anywhere"),
    ({"expected": np.append(0, PEOPLE[1:])}, "cases where none can be expected, in 1 places: a"),
    ({"places": PLACES[:1], "cases": CASES[:, :1], "expected": PEOPLE[:1]}, "at least two"),
    ({"places": [*PLACES[:7], PLACES[0]]}, "only 7 different codes"),
    ({"places": [ScanPlace("a", NAN, 104.0), *PLACES[1:]]}, "latitudes are missing"),
    ({"places": [ScanPlace("a", 104.0, -4.0), *PLACES[1:]]}, "not on Earth"),
    ({"most_neighbours": 0}, "at least 1"),
    ({"most_population_share": 0}, "more than 0 and at most 1"),
    ({"most_period_share": 2}, "more than 0 and at most 1"),
    ({"most_periods": 9}, "1 to 8"),
    ({"cases": np.ones((40_000, 8), int)}, "40,000 periods are too many"),
    ({"replicates": -1}, "0 or more"),
    ({"kind": "foo"}, "kind is one of retrospective, prospective, spatial, not 'foo'"),
    ({"statistic": "foo"}, "statistic is one of kulldorff, expectation, not 'foo'"),
    ({"seed": -1, "replicates": 9}, "seed is a whole number from 0 on, not -1"),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG, ids=[why for _, why in WRONG])
def test_says_what_is_wrong(wrong, why):
    with pytest.raises(CannotScan, match=why):
        scan(**{"cases": CASES, "expected": PEOPLE, "places": PLACES, "replicates": 0, **wrong})


def test_too_many_neighbours_are_refused_before_memory_runs_out():
    with pytest.raises(CannotScan, match="ask for at most 3,000"):
        prepare(np.linspace(-8, 4, 10_000), np.linspace(96, 140, 10_000))


# Arrays, for other detectors.


def test_many_scans_at_once_are_the_same_as_one_by_one():
    chance = np.random.default_rng(3)
    circles = prepare(chance.random(20), chance.random(20), 6)
    expected = chance.random((5, 7, 20))
    counts = chance.poisson(expected)
    counts[2] = 0
    for statistic in Statistic:
        many = scan_many(counts, expected, circles, statistic=statistic)
        single = [
            scan_counts(one, there, circles, most_days=7, statistic=statistic)
            for one, there in zip(counts, expected, strict=True)
        ]
        assert many.values.tolist() == [one.value for one in single]
        assert many.days.tolist() == [one.last - one.first + 1 for one in single]
        assert [
            tuple(circles.places_within(centre, size)) if size else ()
            for centre, size in zip(many.centres, many.sizes, strict=True)
        ] == [one.places for one in single]


def test_arrays_of_another_shape_are_refused():
    circles = prepare([0, 0], [0, 1])
    with pytest.raises(CannotScan, match="days x 2 places"):
        scan_counts([[1, 2]], [[1, 2, 3]], circles, most_days=1)
    with pytest.raises(CannotScan, match="replicates x days x 2 places"):
        scan_many([[1, 2]], [[1, 2]], circles)
