"""Charts of series: equal to R, right by hand, and steady under what must not change them."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from sejuk.engines.warning.charting import (
    FarringtonSettings,
    UnusableSeries,
    ears,
    ears_arrays,
    farrington,
    farrington_arrays,
    gamma_poisson,
    gamma_poisson_arrays,
)

IN_R = json.loads((Path(__file__).parent / "farrington_in_r.json").read_text())
CLOSE = 1e-5
SEASONED = IN_R["series"]["season"]
BURSTY = IN_R["series"]["bursty"]


def named(one):
    return f"{one['series']}-{'-'.join(f'{k}={v}' for k, v in one['settings'].items())}"


@pytest.mark.parametrize("told", IN_R["expected"], ids=named)
def test_it_says_what_r_says(told):
    at = range(told["first"], told["first"] + len(told["mean"]))
    points = farrington(IN_R["series"][told["series"]], at=at, **told["settings"])
    assert [point.expected for point in points] == pytest.approx(told["mean"], rel=CLOSE)
    assert [point.overdispersion for point in points] == pytest.approx(
        told["dispersion"], rel=CLOSE
    )
    assert [point.is_alarm for point in points] == [bool(alarm) for alarm in told["is_alarm"]]
    assert [point.has_trend for point in points] == [bool(trend) for trend in told["has_trend"]]
    if told["tail"]:
        assert [point.tail for point in points] == pytest.approx(told["tail"], abs=CLOSE)
    for point, upper in zip(points, told["upper"], strict=True):
        assert upper is None or point.upper == pytest.approx(upper, rel=CLOSE)


def plain_fit(counts, design, weights):
    """Fit a Poisson regression with whole matrices: means, parameters and their covariance."""
    logs = np.log(counts + 0.1)
    for _ in range(60):
        means = np.exp(logs)
        pull = design.T @ ((weights * means)[:, None] * design)
        aim = design.T @ (weights * means * (logs + (counts - means) / means))
        found = np.linalg.solve(pull, aim)
        logs = design @ found
    return np.exp(logs), found, np.linalg.inv(pull)


def test_the_fit_without_matrices_is_the_fit_with_them():
    at, counts = 360, np.array(BURSTY, dtype=float)
    back = np.arange(-263, -26)
    into = back % 52
    season = np.where((into <= 3) | (into >= 49), 0, 1 + (into - 4) // 5)
    design = np.column_stack([np.eye(10)[season], back / 52.0])
    past = counts[at + back]
    means, _, spread = plain_fit(past, design, np.ones(len(back)))
    hat = means * np.einsum("ij,jk,ik->i", design, spread, design)
    dispersion = max(1, np.sum((past - means) ** 2 / means) / (len(back) - 11))
    residual = 1.5 * (past ** (2 / 3) * means ** (-1 / 6) - means**0.5)
    residual /= np.sqrt(dispersion * (1 - hat))
    weights = np.where(residual > 2.58, residual**-2.0, 1.0)
    weights *= len(back) / weights.sum()
    assert (residual > 2.58).any()
    _, found, _ = plain_fit(past, design, weights)
    point = farrington(BURSTY, at=[at])[0]
    assert point.expected == pytest.approx(np.exp(found[0]), rel=CLOSE)


def test_steady_counts_have_the_bound_of_a_poisson_count():
    point = farrington([12] * 300 + [25])[0]
    assert point.expected == pytest.approx(12)
    assert (point.overdispersion, point.upper) == (1.0, poisson.ppf(0.99, 12))
    assert point.score == pytest.approx(13 / (point.upper - 12))
    assert point.is_alarm


def test_the_bound_is_the_highest_count_without_an_alarm():
    quiet, loud = list(BURSTY[:361]), list(BURSTY[:361])
    quiet[-1] = int(farrington(quiet)[0].upper)
    loud[-1] = quiet[-1] + 1
    assert not farrington(quiet)[0].is_alarm
    assert farrington(loud)[0].is_alarm
    assert farrington(loud)[0].tail <= 0.01 < farrington(quiet)[0].tail


def test_a_past_outbreak_hardly_moves_the_expectation():
    struck = list(SEASONED)
    struck[150:153] = [90, 70, 40]
    plain, kept = farrington(SEASONED, at=[350])[0], farrington(struck, at=[350])[0]
    believed = farrington(struck, at=[350], reweight_over=0)[0]
    assert abs(kept.expected / plain.expected - 1) < abs(believed.expected / plain.expected - 1)
    assert kept.upper < believed.upper


def test_what_came_in_the_last_half_year_does_not_count():
    struck = list(SEASONED[:351])
    struck[325:350] = [99] * 25
    assert farrington(struck)[0].expected == farrington(SEASONED[:351])[0].expected


@pytest.mark.parametrize("ahead", [52, 104])
def test_years_before_the_past_change_nothing(ahead):
    at = [300, 320, 340]
    earlier = [one % 9 for one in range(ahead)]
    first = farrington(SEASONED, at=at)
    later = farrington(earlier + SEASONED, at=[one + ahead for one in at])
    assert [one.expected for one in first] == pytest.approx([one.expected for one in later])
    assert [one.is_alarm for one in first] == [one.is_alarm for one in later]


@pytest.mark.parametrize("times", [3, 10])
def test_means_and_dispersion_grow_with_the_scale(times):
    plain = farrington(BURSTY, at=[350], reweight_over=0)[0]
    grown = farrington([times * count for count in BURSTY], at=[350], reweight_over=0)[0]
    assert grown.expected == pytest.approx(times * plain.expected, rel=1e-6)
    assert grown.overdispersion == pytest.approx(times * plain.overdispersion, rel=1e-4)


def test_many_series_at_once_are_each_by_itself():
    counts = np.array([IN_R["series"][name] for name in ("season", "bursty", "sparse")], float)
    counts[1, 200] = np.nan
    arrays = farrington_arrays(counts, np.array([330, 399]), FarringtonSettings(past_years=4))
    for row, series in enumerate(counts):
        points = farrington(series.tolist(), at=[330, 399], past_years=4)
        assert [point.expected for point in points] == arrays.expected[row].tolist()
        assert [point.is_alarm for point in points] == arrays.are_alarms[row].tolist()


def test_missing_weeks_are_left_out_and_a_missing_week_has_no_alarm():
    gaps = [None if at % 10 == 0 else count for at, count in enumerate(SEASONED)]
    told, missing = farrington(gaps, at=[351, 350])
    assert told.expected == pytest.approx(farrington(SEASONED, at=[351])[0].expected, rel=0.2)
    assert (missing.count, missing.score, missing.tail, missing.is_alarm) == (
        None,
        None,
        None,
        False,
    )


def test_zeros_expect_nothing_and_five_cases_are_an_alarm():
    quiet, few, loud = farrington([0] * 301)[0], farrington([0] * 300 + [4])[0], [0] * 300 + [5]
    assert quiet.expected < 1e-6
    assert (quiet.upper, quiet.is_alarm, few.is_alarm) == (0, False, False)
    assert farrington(loud)[0].is_alarm
    assert farrington(loud)[0].score == pytest.approx(5)
    assert np.isfinite(farrington([0] * 300 + [5], method="muan")[0].upper)


@pytest.mark.parametrize(
    ("series", "asked", "reason"),
    [
        ([4] * 300 + [-1], {}, "Position 300 of series 0 holds -1"),
        ([4] * 300 + [2.5], {}, "2.5: a count is a whole number"),
        ([4] * 300 + [float("inf")], {}, "whole number"),
        ([4] * 200, {}, "Position 199 has 199 weeks before it, but 5 years"),
        ([4] * 300, {"at": [300]}, "no position 300 in a series of 300"),
        ([], {}, "empty"),
        ([4] * 300, {"alpha": 0}, "alpha"),
        ([4] * 300, {"method": "magic"}, "no “magic” among nbPlugin, muan, delta"),
        ([4] * 300, {"periods": 60}, "seasons"),
        ([4] * 300, {"past_weeks_not_included": 300}, "make a past"),
        ([None] * 300, {}, "Nothing is known that position 299"),
    ],
)
def test_what_cannot_be_watched_says_why(series, asked, reason):
    with pytest.raises(UnusableSeries, match=reason):
        farrington(series, **asked)


def test_a_filter_is_its_formula():
    told = gamma_poisson([6, 3], discount=0.9, clip=99, warm_up=0)
    second = told.points[0]
    assert (second.at, second.expected) == (1, 6.0)
    assert second.overdispersion == pytest.approx(1 + 1 / 0.9)
    size, chance = second.expected / (second.overdispersion - 1), 1 / second.overdispersion
    assert second.tail == pytest.approx(nbinom.sf(2, size, chance))
    assert second.upper == nbinom.ppf(0.99, size, chance)
    assert told.state.cases == pytest.approx(0.9 * 6 + 3)
    assert told.state.exposure == pytest.approx(1.9)
    assert told.state.seen == 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=2, max_size=60), st.integers(1, 59))
def test_a_filter_goes_on_from_its_state(counts, cut):
    whole, first = gamma_poisson(counts), gamma_poisson(counts[:cut])
    rest = gamma_poisson(counts[cut:], state=first.state)
    assert rest.state == whole.state
    joined = [point.expected for point in (*first.points, *rest.points)]
    assert joined == [point.expected for point in whole.points]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=12, max_size=60), st.integers(0, 200))
def test_a_busier_last_day_is_never_less_surprising(counts, more):
    calm, busy = gamma_poisson([*counts, 5]), gamma_poisson([*counts, 5 + more])
    assert busy.points[-1].tail <= calm.points[-1].tail
    assert busy.points[-1].expected == calm.points[-1].expected
    assert calm.points[-1].is_alarm <= busy.points[-1].is_alarm


def test_exposure_takes_the_rhythm_of_a_week_out():
    shares = ([1.0] * 5 + [3.0] * 2) * 12
    counts = [int(6 * share) for share in shares]
    for point in gamma_poisson(counts, exposure=shares).points:
        assert point.expected == pytest.approx(point.count)


def test_a_filter_forgets_an_outbreak_and_bears_gaps():
    counts = [5, 4, 6, 5] * 10 + [80, None, None, 5]
    last = gamma_poisson(counts).points[-1]
    assert 5 < last.expected < 6
    assert not last.is_alarm
    assert gamma_poisson([0] * 30).points[-1].upper <= 1
    assert gamma_poisson([7]).points == ()


def test_no_alarm_before_the_filter_is_warm():
    assert not any(one.is_alarm for one in gamma_poisson([1] * 7 + [90]).points[:-1])
    assert gamma_poisson([1] * 8 + [90]).points[-1].is_alarm
    assert not gamma_poisson([1] * 7 + [90]).points[-1].is_alarm


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"discount": 1.0}, "discount"),
        ({"exposure": [1.0]}, "1 exposures do not fit 3"),
        ({"exposure": [1.0, -1.0, 1.0]}, "negative"),
    ],
)
def test_a_filter_refuses_what_it_cannot_use(asked, reason):
    with pytest.raises(UnusableSeries, match=reason):
        gamma_poisson([1, 2, 3], **asked)


def test_the_charts_take_one_array_of_series_by_times():
    with pytest.raises(UnusableSeries, match="not of 1 axes"):
        gamma_poisson_arrays(np.ones(5))


def test_ears_looks_at_the_week_before_the_last_two_days():
    counts = [4, 6, 5, 5, 4, 6, 5, 9, 9, 20]
    second = ears(counts)[-1]
    assert second.expected == 5.0
    assert second.upper == pytest.approx(5 + 3.0902 * np.std(counts[:7], ddof=1), rel=1e-4)
    assert second.is_alarm
    first = ears(counts, kind="C1")[-1]
    assert first.expected == pytest.approx(np.mean(counts[2:9]))
    assert ears([3] * 9 + [4])[0].is_alarm
    assert not ears([3] * 9 + [4], least_deviation=0.5)[0].is_alarm
    with pytest.raises(UnusableSeries, match="7 known times"):
        ears([1, 2, 3])


def test_a_million_in_one_week_is_an_alarm_and_no_error():
    assert gamma_poisson([1, 2, 0, 1, 0, 2, 1, 0, 1, 1_000_000]).points[-1].is_alarm
    assert farrington([*SEASONED[:350], 1_000_000])[0].is_alarm
    assert farrington([0] * 100 + [1_000_000] + [0] * 199 + [9])[0].is_alarm


def test_ears_needs_a_whole_baseline():
    arrays = ears_arrays(np.array([[1.0, np.nan, *[2.0] * 12]]))
    assert np.isnan(arrays.expected[0, :11]).all()
    assert not np.isnan(arrays.expected[0, 11:]).any()


def test_a_filter_may_be_asked_for_some_times_only():
    counts = np.array([SEASONED, BURSTY], dtype=float)
    whole, some = gamma_poisson_arrays(counts), gamma_poisson_arrays(counts, at=np.array([9, 390]))
    assert some.expected.tolist() == whole.expected[:, [9, 390]].tolist()
    assert some.are_alarms.tolist() == whole.are_alarms[:, [9, 390]].tolist()
