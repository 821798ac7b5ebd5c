"""What a scan expects: person-days against counting day by day, and rates of groups."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.warning import (
    CannotScan,
    ScanPlace,
    Statistic,
    person_days,
    scan,
    standardised_expectation,
)
from sejuk.engines.warning.scanning import prepare
from sejuk.engines.warning.scanning.replicates import gumbel_of

FIRST = date(2010, 1, 1)
CENSUSES = [date(2012, 7, 1), date(2015, 7, 1), date(2020, 7, 1)]


def days(*numbers: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in numbers]


@given(
    st.lists(st.integers(0, 6000), min_size=2, max_size=5, unique=True),
    st.lists(st.integers(0, 9000), min_size=3, max_size=3),
)
@settings(max_examples=30, deadline=None)
def test_person_days_are_those_of_every_day_added_up(edges, people):
    starts = days(*sorted(edges))
    censuses = [census.toordinal() for census in CENSUSES]
    for start, end, row in zip(
        starts,
        starts[1:],
        person_days(CENSUSES, [[count] for count in people], starts),
        strict=False,
    ):
        # The population at noon is the mean of its day, on a straight line.
        noons = np.arange(start.toordinal(), end.toordinal()) + 0.5
        assert row[0] == pytest.approx(np.interp(noons, censuses, people).sum(), abs=1e-3)


def test_one_census_holds_for_all_days():
    assert person_days(CENSUSES[:1], [[5, 7]], days(0, 10, 30)) == ((50, 70), (100, 140))


@pytest.mark.parametrize(
    ("censuses", "people", "starts", "why"),
    [
        (CENSUSES[:1], [[5], [6]], days(0, 1), "2 rows of population stand beside 1 days"),
        (CENSUSES[::-1], [[5], [6], [7]], days(0, 1), "ascending order"),
        (CENSUSES[:1], [[5]], days(0), "ascending order"),
        (CENSUSES[:1], [[-5]], days(0, 1), "cannot be negative"),
    ],
)
def test_says_why_person_days_cannot_be_told(censuses, people, starts, why):
    with pytest.raises(CannotScan, match=why):
        person_days(censuses, people, starts)


def test_what_is_expected_sums_to_the_cases_and_a_split_group_changes_nothing():
    chance = np.random.default_rng(1)
    people = chance.integers(10, 99, (4, 5, 3)).astype(float)
    cases = chance.poisson(people / 20)
    expected = np.array(standardised_expectation(cases, people))
    assert expected.sum() == pytest.approx(cases.sum())
    assert expected.shape == (4, 5)

    halved = np.concatenate([people[..., :1] / 2, people[..., :1] / 2, people[..., 1:]], axis=2)
    total = cases[..., 0]
    shared = np.stack([total // 2, total - total // 2, cases[..., 1], cases[..., 2]], axis=2)
    assert np.array(standardised_expectation(shared, halved)) == pytest.approx(expected)


def test_a_group_with_cases_and_nobody_in_it_is_refused():
    with pytest.raises(CannotScan, match=r"groups \[1\] have cases but no people"):
        standardised_expectation([[[1, 2]]], [[[5, 0]]])
    with pytest.raises(CannotScan, match="need one shape"):
        standardised_expectation([[[1, 2]]], [[[5]]])


def test_places_need_both_coordinates_and_a_weight_each():
    with pytest.raises(CannotScan, match="2 latitudes stand beside 1 longitudes"):
        prepare([1, 2], [3])
    with pytest.raises(CannotScan, match="1 weights stand beside 2 places"):
        prepare([1, 2], [3, 4], weights=[1])


def test_on_a_plane_a_radius_is_in_its_unit():
    circles = prepare([0, 3, 9], [0, 4, 9], 2, is_cartesian=True)
    assert circles.radius(0, 2) == pytest.approx(5)


def test_against_an_expectation_the_risk_is_cases_by_expected():
    places = [ScanPlace(code, -4.0, 104 + east) for east, code in enumerate("abc")]
    best = scan(
        [[1, 0, 1], [6, 1, 0]],
        [[1.0] * 3] * 2,
        places,
        statistic=Statistic.EXPECTATION,
        replicates=0,
    ).clusters[0]
    assert (best.area_codes, best.relative_risk, best.p_value) == (("a",), 6, None)


def test_values_that_do_not_differ_have_no_gumbel():
    assert gumbel_of(np.array([2.0, 2.0])) is None
    assert gumbel_of(np.array([2.0])) is None
