"""Warning: the sharing out of whole numbers, and the laws of the first index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning import Dimension, Indicator, vulnerability_index
from sejuk.engines.warning.shares import shared_out

# The sharing out of tenths.


@given(st.integers(0, 1000), st.lists(st.floats(0, 1e6), min_size=1, max_size=9))
def test_shares_sum_and_stay_within_one_of_their_quota(total, parts):
    if not any(parts):
        parts = [1.0, *parts]
    shares = shared_out(total, parts)
    assert sum(shares) == total
    for share, part in zip(shares, parts, strict=True):
        assert abs(share - part * total / sum(parts)) < 1.000001


@pytest.mark.parametrize(("total", "parts"), [(1, []), (1, [0.0]), (1, [2.0, -1.0])])
def test_nothing_cannot_be_shared_out(total, parts):
    with pytest.raises(ValueError, match=r"nothing|negative"):
        shared_out(total, parts)


# The vulnerability index.

INDICATORS = [
    Indicator("incidents", Dimension.SOCIAL_POLITICAL, weight=2.0, bounds=(0, 10)),
    Indicator("boundary", Dimension.SOCIAL_POLITICAL, bounds=(0, 1)),
    Indicator("roll_errors", Dimension.ADMINISTRATION),
    Indicator("margin", Dimension.CONTESTATION, more_is_worse=False),
    Indicator("turnout", Dimension.PARTICIPATION, more_is_worse=False, bounds=(0, 100)),
]
codes = [indicator.code for indicator in INDICATORS]
tables = st.dictionaries(
    st.integers(2001, 2030).map(lambda village: f"16.01.08.{village}"),
    st.dictionaries(st.sampled_from(codes), st.none() | st.floats(-50, 150)),
    max_size=9,
)


def test_an_index_worked_by_hand():
    areas = {
        "a": {"incidents": 5, "boundary": 1, "roll_errors": 9, "margin": 2, "turnout": 60},
        "b": {"incidents": 0, "boundary": 0, "roll_errors": 3, "margin": 8, "turnout": 80},
    }
    first, second = vulnerability_index(areas, indicators=INDICATORS)
    # Of a the dimensions are 2/3, 3/4, 3/4 and 2/5; of b 0, 1/4, 1/4 and 1/5. Each weighs 1/4.
    assert (first.value, second.value) == (0.642, 0.175)
    of_dimension = dict.fromkeys(Dimension, 0)
    for part in first.parts:
        of_dimension[part.dimension] += part.thousandths
    assert of_dimension == {
        Dimension.SOCIAL_POLITICAL: 166,
        Dimension.ADMINISTRATION: 188,
        Dimension.CONTESTATION: 188,
        Dimension.PARTICIPATION: 100,
    }


@given(tables)
def test_the_parts_of_an_index_sum_and_what_is_missing_is_named(table):
    found = vulnerability_index(table, indicators=INDICATORS)
    assert [one.area_code for one in found] == list(table)
    for one in found:
        known = [code for code in codes if table[one.area_code].get(code) is not None]
        assert sorted([*known, *one.missing]) == sorted(codes)
        if one.thousandths is None:
            assert (one.completeness < 0.6, one.parts, one.value) == (True, (), None)
        else:
            assert sum(part.thousandths for part in one.parts) == one.thousandths


def test_missing_is_not_zero():
    whole = {"incidents": 8, "boundary": 1, "roll_errors": 5, "margin": 1, "turnout": 10}
    lacking = {code: value for code, value in whole.items() if code != "incidents"}
    full, part = vulnerability_index({"a": whole, "b": lacking}, indicators=INDICATORS)
    assert part.missing == ("incidents",)
    assert part.completeness == round(1 - 1 / 6, 6)
    assert part.value is not None
    assert full.value is not None
    assert part.value > full.value - 0.05


def test_with_too_little_known_there_is_no_index():
    [found] = vulnerability_index({"a": {"turnout": 10}}, indicators=INDICATORS)
    assert (found.thousandths, found.completeness) == (None, 0.25)


def test_a_dimension_without_any_indicator_counts_as_unknown():
    of_one = [one for one in INDICATORS if one.dimension is INDICATORS[0].dimension]
    values = {"a": {one.code: 1.0 for one in of_one}}
    [found] = vulnerability_index(values, indicators=of_one)
    assert (found.thousandths, found.completeness) == (None, 0.25)


def test_more_of_a_bad_thing_never_lowers_the_index():
    values = [
        vulnerability_index(
            {"a": {"incidents": count, "boundary": 0, "turnout": 50, "margin": 3}},
            indicators=INDICATORS,
        )[0].value
        for count in range(-1, 13)
    ]
    assert values == sorted(values)
    assert values[0] == values[1]
    assert values[-1] == values[-3]


def test_weights_can_be_edited_and_a_dimension_of_no_weight_counts_nothing():
    only_turnout = {**dict.fromkeys(Dimension, 0.0), Dimension.PARTICIPATION: 1.0}
    [found] = vulnerability_index(
        {"a": {"incidents": 10, "turnout": 75}},
        indicators=INDICATORS,
        dimension_weights=only_turnout,
    )
    assert (found.value, found.completeness) == (0.25, 1.0)
    assert [part.indicator for part in found.parts] == ["turnout"]


@pytest.mark.parametrize(
    ("row", "weights", "complaint"),
    [
        ({"shoe_size": 1}, {}, "unknown indicator"),
        ({"margin": float("nan")}, {}, "not a number"),
        ({}, {Dimension.CONTESTATION: -1.0}, "negative"),
    ],
)
def test_an_index_of_nonsense_is_refused(row, weights, complaint):
    dimensions = {**dict.fromkeys(Dimension, 0.25), **weights}
    with pytest.raises(ValueError, match=complaint):
        vulnerability_index({"a": row}, indicators=INDICATORS, dimension_weights=dimensions)


@pytest.mark.parametrize("fields", [{"weight": 0.0}, {"bounds": (1.0, 1.0)}])
def test_an_indicator_of_nonsense_is_refused(fields):
    with pytest.raises(ValueError, match="must"):
        Indicator("margin", Dimension.CONTESTATION, **fields)
