"""How readily a place reports."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning import reporting_propensity

counts = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@given(counts, st.lists(st.integers(100, 5_000), min_size=12, max_size=12))
def test_a_propensity_keeps_to_its_limits_and_follows_the_reports(heard, people):
    matters = {f"v{n}": count for n, count in enumerate(heard)}
    residents = {code: people[n] for n, code in enumerate(matters)}
    found = reporting_propensity(matters, residents=residents)
    assert all(0.5 <= one.value <= 2.0 for one in found)
    assert math.isclose(math.fsum(one.expected for one in found), sum(heard), abs_tol=1e-6)
    for one in found:
        more = reporting_propensity({**matters, one.area_code: 60}, residents=residents)
        again = next(two for two in more if two.area_code == one.area_code)
        assert again.value >= one.value - 1e-9 or one.matters >= 60


def test_places_that_differ_by_chance_alone_are_not_corrected():
    found = reporting_propensity({"a": 3, "b": 4, "c": 2}, residents=dict.fromkeys("abc", 1000))
    assert [one.value for one in found] == [1.0, 1.0, 1.0]


def test_a_place_with_twice_the_channels_is_expected_to_report_more():
    found = reporting_propensity({}, residents={"a": 900, "b": None}, coverage={"a": 0.9, "b": 0.3})
    assert [round(one.value, 2) for one in found] == [1.5, 0.5]


@pytest.mark.parametrize(
    ("named", "complaint"),
    [
        ({"residents": {"b": 1}}, "unknown areas: a"),
        ({"residents": {"a": -1}}, "impossible number"),
        ({"residents": {"a": math.nan}}, "impossible number"),
        ({"residents": {"a": 1}, "coverage": {"a": 1.5}}, "outside 0 to 1"),
    ],
)
def test_propensities_of_nonsense_are_refused(named, complaint):
    with pytest.raises(ValueError, match=complaint):
        reporting_propensity({"a": 2}, **named)
    with pytest.raises(ValueError, match="negative"):
        reporting_propensity({"a": -2}, residents={"a": 1})
