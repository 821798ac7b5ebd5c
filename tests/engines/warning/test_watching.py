"""The watch of a day: what it finds, what it leaves alone, and that it keeps its budget."""

import random
from dataclasses import replace
from datetime import date, timedelta
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines import warning
from sejuk.engines.warning import Case, Detector, Place, SetRule
from sejuk.engines.warning.watching.lateness import completeness
from sejuk.engines.warning.watching.merging import one_alarm_each
from sejuk.engines.warning.watching.tails import capped_surprise, surprise

TODAY = date(2024, 11, 27)
QUIET_VILLAGE = "16.09.03.2004"


def a_case(number: int, code: str, days_ago: int, **named: object) -> Case:
    return Case(f"C-{number}", code, TODAY - timedelta(days=days_ago), "signal", **named)


@pytest.fixture(scope="module")
def district() -> warning.Simulated:
    quiet = warning.Simulation(villages=40, days=70, rate=0.1, last_day=TODAY)
    return warning.simulate(quiet, seed=4)


@pytest.fixture(scope="module")
def thresholds(district: warning.Simulated) -> warning.Thresholds:
    return warning.calibrate(
        district.cases, district.places, today=TODAY, streams=["signal"], replays=30
    )


@pytest.fixture(scope="module")
def outbreak() -> tuple[Case, ...]:
    """Nine cases in three days, in one village."""
    return tuple(a_case(number, QUIET_VILLAGE, number % 3) for number in range(9))


def watched(district, thresholds, cases=(), places=None, **named):
    return warning.watch(
        (*district.cases, *cases),
        places or district.places,
        today=TODAY,
        thresholds=thresholds,
        **named,
    )


@pytest.mark.slow
def test_a_large_outbreak_is_found_and_names_its_village(district, thresholds, outbreak):
    found = watched(district, thresholds, outbreak)
    local = next(one for one in found if one.area_codes[0] == QUIET_VILLAGE)
    assert local.detector in (Detector.VILLAGE, Detector.SCAN)
    assert local.count > 3 * local.expected
    assert local.once_in_days >= thresholds.budget_days
    assert set(local.references) >= {case.reference for case in outbreak}


def test_cases_over_many_villages_are_found_by_the_scan(district, thresholds):
    centre = district.places[20]
    near = sorted(
        district.places,
        key=lambda place: (
            (place.latitude - centre.latitude) ** 2 + (place.longitude - centre.longitude) ** 2
        ),
    )[:10]
    spread = [a_case(at, near[at % 10].area_code, at // 10) for at in range(30)]
    found = watched(district, thresholds, spread)
    scanned = next(one for one in found if Detector.SCAN in (one.detector, *one.also))
    assert {place.area_code for place in near} & set(scanned.area_codes)


def test_duplicates_and_order_change_nothing(district, thresholds, outbreak):
    cases = [*district.cases, *outbreak]
    once = warning.watch(cases, district.places, today=TODAY, thresholds=thresholds)
    twice, places = [*cases, *cases], [*district.places]
    random.Random(1).shuffle(twice)
    random.Random(2).shuffle(places)
    assert once
    assert warning.watch(twice, places, today=TODAY, thresholds=thresholds) == once


def test_other_names_for_villages_change_only_the_names(district, thresholds, outbreak):
    codes = [place.area_code for place in district.places]
    other = dict(zip(codes, random.Random(3).sample(codes, len(codes)), strict=True))
    places = [replace(place, area_code=other[place.area_code]) for place in district.places]
    cases = [
        replace(case, area_code=other[case.area_code]) for case in (*district.cases, *outbreak)
    ]
    found = warning.watch(cases, places, today=TODAY, thresholds=thresholds)
    before = watched(district, thresholds, outbreak)
    assert [one.once_in_days for one in found] == [one.once_in_days for one in before]
    assert [one.area_codes[0] for one in found] == [other[one.area_codes[0]] for one in before]


def test_the_same_land_farther_east_is_watched_alike(district, thresholds, outbreak):
    east = [replace(place, longitude=place.longitude + 20) for place in district.places]
    before = watched(district, thresholds, outbreak)
    assert before
    assert watched(district, thresholds, outbreak, places=east) == before


def later_by(case: Case, time: timedelta) -> Case:
    happened_on = case.happened_on and case.happened_on + time
    return replace(case, day=case.day + time, happened_on=happened_on)


@pytest.mark.slow
def test_dates_a_week_later_change_only_the_dates(district, thresholds, outbreak):
    week = timedelta(days=7)
    cases = [later_by(case, week) for case in (*district.cases, *outbreak)]
    found = warning.watch(cases, district.places, today=TODAY + week, thresholds=thresholds)
    before = watched(district, thresholds, outbreak)
    assert [
        replace(
            one,
            first_day=one.first_day - week,
            last_day=one.last_day - week,
            raised_on=one.raised - week,
        )
        for one in found
    ] == list(before)
    later = warning.calibrate(
        [later_by(case, week) for case in district.cases],
        district.places,
        today=TODAY + week,
        streams=["signal"],
        replays=30,
    )
    assert replace(later, calibrated_on=TODAY) == thresholds


def test_what_is_not_known_yet_changes_nothing(district, thresholds):
    tomorrow = [a_case(number, QUIET_VILLAGE, -1) for number in range(50)]
    assert watched(district, thresholds, tomorrow) == watched(district, thresholds)


def test_reports_that_arrive_late_count_on_the_day_it_happened(district, thresholds):
    """Nine cases of five days ago, known today: a window that ended two days ago holds them."""
    late = [
        replace(
            a_case(number, QUIET_VILLAGE, 0), happened_on=TODAY - timedelta(days=2 + number % 3)
        )
        for number in range(9)
    ]
    found = watched(district, thresholds, late)
    local = next(one for one in found if one.area_codes[0] == QUIET_VILLAGE)
    assert local.last_day == TODAY - timedelta(days=2)
    assert set(local.references) >= {case.reference for case in late}
    assert watched(district, thresholds, late, recent=found) == ()


def test_what_happened_after_it_was_known_happened_then(district, thresholds, outbreak):
    ahead = [replace(case, happened_on=TODAY + timedelta(days=9)) for case in outbreak]
    assert watched(district, thresholds, ahead) == watched(district, thresholds, outbreak)


def test_what_happened_long_ago_is_no_news_but_for_set_rules(district, thresholds):
    old = [replace(a_case(at, "V0", 0), happened_on=date(2023, 11, 5)) for at in range(9)]
    assert watched(district, thresholds, old) == watched(district, thresholds)
    rule = SetRule("Tiga", "signal", count=3, days=1, kilometres=0.0)
    assert len(met(rule, old)) == 1


def test_how_late_reports_are_is_read_without_what_is_still_on_the_way():
    """100 cases a day, of which 30, 50 and 20 arrive after 0, 1 and 2 days; the last are open."""
    by_lag = np.full((8, 40, 1), 100.0)
    by_lag[0], by_lag[1] = 30.0, 80.0
    by_lag[1:, -1], by_lag[2:, -2] = 30.0, 80.0
    shares = completeness(by_lag)
    assert shares[:3] == pytest.approx((0.3, 0.8, 1.0), abs=0.005)
    assert completeness(np.zeros((8, 1, 1)))[:2] == (0.5, 0.75)


def test_streams_are_not_added_up(district, thresholds, outbreak):
    others = [replace(case, stream="other") for case in outbreak]
    assert watched(district, thresholds, others) == watched(district, thresholds)


def test_the_same_place_is_not_raised_again_for_five_days(district, thresholds, outbreak):
    found = watched(district, thresholds, outbreak)
    assert watched(district, thresholds, outbreak, recent=found) == ()
    for days, is_raised in ((5, False), (6, True)):
        past = timedelta(days=days)
        older = [replace(one, raised_on=TODAY - past) for one in found]
        assert bool(watched(district, thresholds, outbreak, recent=older)) is is_raised


def test_what_was_found_by_going_there_counts_a_quarter(district, thresholds, outbreak):
    visited = [replace(case, is_discovered=True) for case in outbreak]
    assert watched(district, thresholds, visited) == watched(district, thresholds)


def test_a_verified_grave_incident_is_an_alarm_at_once_and_once(district, thresholds):
    grave = a_case(1, QUIET_VILLAGE, 2, severity=4, is_verified=True)
    first = watched(district, thresholds, [grave])[0]
    assert (first.detector, first.references) == (Detector.GRAVE, ("C-1",))
    assert watched(district, thresholds, [grave], recent=[first]) == watched(district, thresholds)
    for milder in (replace(grave, severity=3), replace(grave, is_verified=False)):
        assert watched(district, thresholds, [milder]) == watched(district, thresholds)


NO_THRESHOLDS = warning.Thresholds((), (), 30.0, 1, 0, TODAY, 0)
ROW = [Place(f"V{at}", -4.0, 104.0 + at * 0.01) for at in range(6)]  # 1.11 km apart


def met(rule, cases, places=ROW):
    return warning.watch(cases, places, today=TODAY, thresholds=NO_THRESHOLDS, rules=[rule])


def test_a_set_rule_by_hand():
    rule = SetRule("Tiga dalam sepekan", "signal", count=3, days=7, kilometres=1.2)
    cases = [a_case(at, f"V{at}", at) for at in range(3)]
    (found,) = met(rule, cases)
    assert found.area_codes == ("V1", "V0", "V2")
    assert (found.rule, found.count, found.once_in_days) == (rule.name, 3.0, None)
    assert (found.first_day, found.last_day) == (TODAY - timedelta(days=2), TODAY)
    assert met(replace(rule, kilometres=1.0), cases) == ()
    assert met(replace(rule, days=2), cases) == ()
    assert met(replace(rule, stream="other"), cases) == ()
    assert len(met(replace(rule, stream=""), cases)) == 1


def test_a_village_without_a_point_meets_a_set_rule_alone():
    lost = [Place("V0", None, None), *ROW[1:]]
    rule = SetRule("Dua", "signal", count=2, days=7, kilometres=50.0)
    assert met(rule, [a_case(0, "V0", 0), a_case(1, "V1", 0)], lost) == ()
    (found,) = met(rule, [a_case(0, "V0", 0), a_case(1, "V0", 0)], lost)
    assert found.area_codes == ("V0",)


def test_one_thing_found_twice_is_one_alarm_that_names_both(district, thresholds, outbreak):
    rule = SetRule("Lima", "signal", count=5, days=3, kilometres=0.0)
    alone = watched(district, thresholds, outbreak)
    both = watched(district, thresholds, outbreak, rules=[rule])
    assert len(both) == len(alone)
    assert any(Detector.RULE in one.also for one in both)


def a_finding(detector: Detector, *codes: str, **named: object) -> warning.Finding:
    given = {"count": 6.0, "expected": 1.0, "score": 4.0, "once_in_days": 50.0} | named
    return warning.Finding(
        detector=detector,
        stream=given.pop("stream", "signal"),
        area_codes=codes,
        first_day=TODAY,
        last_day=TODAY,
        references=("C-1",),
        **given,
    )


def test_the_rarest_finding_of_a_place_speaks_for_the_others():
    village = a_finding(Detector.VILLAGE, "V1")
    scan = a_finding(Detector.SCAN, "V2", "V1", once_in_days=90.0)
    rule = a_finding(Detector.RULE, "V1", stream="", rule="Lima", once_in_days=None)
    other = a_finding(Detector.VILLAGE, "V1", stream="other")
    grave = a_finding(Detector.GRAVE, "V1", once_in_days=None)
    told = one_alarm_each([rule, village, other, grave, scan], [])
    both = replace(scan, also=(Detector.VILLAGE, Detector.RULE), rule="Lima")
    assert told == (grave, both, other)


def test_the_smaller_of_two_findings_that_are_one_brings_its_villages_and_cases():
    village = a_finding(Detector.VILLAGE, "V1", once_in_days=90.0)
    scan = replace(
        a_finding(Detector.SCAN, "V2", "V1", "V3", count=40.0), references=("C-1", "C-2")
    )
    (told,) = one_alarm_each([village, scan], [])
    assert (told.detector, told.also, told.count) == (Detector.VILLAGE, (Detector.SCAN,), 6.0)
    assert told.area_codes == ("V1", "V2", "V3")
    assert told.references == ("C-1", "C-2")


def test_what_was_raised_lately_is_raised_again_when_it_has_grown():
    village = a_finding(Detector.VILLAGE, "V1")
    rarer = replace(village, once_in_days=250.0)
    wide = a_finding(Detector.SCAN, "V2", "V1", "V3", count=40.0)
    wider = a_finding(Detector.SCAN, "V2", "V1", "V3", "V4", "V5")
    rule = a_finding(Detector.RULE, "V1", "V2", "V3", rule="Lima", once_in_days=None)
    assert one_alarm_each([rarer], [village]) == (rarer,)
    assert one_alarm_each([wide], [village]) == (wide,)
    assert one_alarm_each([replace(rarer, once_in_days=249.0)], [village]) == ()
    assert one_alarm_each([wider], [wide]) == ()
    assert one_alarm_each([rule], [village]) == ()
    assert one_alarm_each([village], [replace(rule, area_codes=("V1",))]) == ()


def test_a_full_district_is_an_alarm_unless_its_villages_explain_it():
    village = a_finding(Detector.VILLAGE, "V1")
    full = a_finding(Detector.DISTRICT, "V1", "V2", count=30.0, expected=15.0)
    half = replace(full, count=25.0)
    assert one_alarm_each([village, full], []) == (full, village)
    assert one_alarm_each([village, half], []) == (village,)
    assert one_alarm_each([full], [replace(half, area_codes=("V9",))]) == ()
    assert one_alarm_each([full], [village]) == (full,)
    assert one_alarm_each([village, half], [village]) == ()


def test_thresholds_survive_being_written(thresholds):
    text = warning.thresholds_to_json(thresholds)
    assert warning.thresholds_from_json(text) == thresholds
    wrong_table = text.replace('"scores": [', '"scores": ["high", ')
    no_table = text.replace('"once_in_days": [', '"once_in_days": "rare", "were": [')
    for broken in ("", "[]", "{}", text.replace("village", "hamlet"), wrong_table, no_table):
        with pytest.raises(ValueError, match="These are no thresholds"):
            warning.thresholds_from_json(broken)


@pytest.mark.slow
def test_a_quiet_district_keeps_to_its_budget():
    """Six quiet districts, 20 days each: 12 alarms would be the budget of one in ten days."""
    quiet = warning.Simulation(villages=25, days=80, rate=0.1, last_day=TODAY)
    raised = 0
    for seed in range(6):
        simulated = warning.simulate(quiet, seed=seed)
        places, start = simulated.places, TODAY - timedelta(days=20)
        kept = warning.calibrate(
            simulated.cases, places, today=start, streams=["signal"], budget_days=10, replays=20
        )
        recent: tuple[warning.Finding, ...] = ()
        for ahead in range(1, 21):
            day = start + timedelta(days=ahead)
            found = warning.watch(
                simulated.cases, places, today=day, thresholds=kept, recent=recent
            )
            recent = (*recent, *found)
        raised += len(recent)
    assert 6 <= raised <= 24


def test_a_stream_never_heard_of_has_bars_all_the_same():
    kept = warning.calibrate(
        [a_case(1, "V0", 50)], ROW, today=TODAY, streams=["signal", "other"], replays=4
    )
    assert {(bar.stream, bar.detector) for bar in kept.bars} == {
        (stream, detector)
        for stream in ("signal", "other")
        for detector in (Detector.VILLAGE, Detector.SCAN, Detector.DISTRICT)
    }
    many = [replace(a_case(at, "V2", at % 3), stream="other") for at in range(2, 9)]
    found = warning.watch(many, ROW, today=TODAY, thresholds=kept)
    assert [one.area_codes[0] for one in found] == ["V2"]


@pytest.mark.slow
def test_thresholds_follow_the_budget(district, thresholds):
    strict = warning.calibrate(
        district.cases,
        district.places,
        today=TODAY,
        streams=["signal"],
        budget_days=90,
        replays=30,
    )
    for bar in thresholds.bars:
        assert strict.bar(bar.stream, bar.detector).threshold >= bar.threshold
        assert bar.recurrence(bar.threshold) >= thresholds.budget_days


A_VILLAGE = [Place("V0", -4.0, 104.0)]
LOST = [Place("V0", None, None), Place("V1", None, None)]
FEW = tuple(a_case(number, "V0", 0) for number in range(3))


@pytest.mark.parametrize("places", [A_VILLAGE, LOST, [*A_VILLAGE, *LOST[1:]]])
@pytest.mark.parametrize("cases", [(), FEW])
def test_cold_installations_have_an_answer(places, cases):
    kept = warning.calibrate(cases, places, today=TODAY, streams=["signal"], replays=3)
    assert kept.is_rough
    assert kept.quiet_days_seen == (1 if cases else 0)
    found = warning.watch(cases, places, today=TODAY, thresholds=kept)
    assert not cases or all(one.references for one in found)
    assert warning.watch((), places, today=TODAY, thresholds=kept) == ()


def test_a_village_full_of_cases_moves_no_other(district, thresholds):
    flood = [a_case(number, QUIET_VILLAGE, 0) for number in range(3_000)]
    capped = [a_case(number, QUIET_VILLAGE, 0) for number in range(2)]
    found = watched(district, thresholds, flood)
    assert [(one.area_codes, one.score) for one in found] == [
        (one.area_codes, one.score) for one in watched(district, thresholds, capped)
    ]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda: Place("V0", float("nan"), 104.0), "no point|not a point"),
        (lambda: Place("V0", -4.0, None), "both latitude and longitude"),
        (lambda: Place("", -4.0, 104.0), "area code"),
        (lambda: a_case(1, "V0", 0, severity=5), "severity is 1 to 4"),
        (lambda: SetRule("x", "signal", 0, 7, 5.0), "at least 1"),
        (lambda: SetRule("x", "signal", 3, 7, -5.0), "kilometres"),
        (lambda: met(SetRule("x", "", 1, 1, 1.0), (), [*ROW, *ROW]), "given twice"),
        (lambda: warning.calibrate([], ROW, today=TODAY, streams=["x"], budget_days=0), "budget"),
        (lambda: warning.calibrate([], ROW, today=TODAY, streams=["x", "x"]), "named twice"),
    ],
)
def test_what_makes_no_sense_is_told(broken, says):
    with pytest.raises(ValueError, match=says):
        broken()


@given(
    st.integers(0, 6),
    st.lists(st.floats(0.01, 0.6), min_size=3, max_size=3),
)
@settings(max_examples=30, deadline=None)
def test_the_capped_tail_is_what_adding_up_gives(count, means):
    """An independent count over all outcomes of three days, each Bernoulli (cap 1) and Poisson."""
    chances = [-np.expm1(-uncapped) for uncapped in -np.log1p(-np.array(means))]
    total = 0.0
    for outcome in range(8):
        days = [(outcome >> at) & 1 for at in range(3)]
        if sum(days) >= count:
            parts = zip(days, chances, strict=True)
            total += float(np.prod([one if hit else 1 - one for hit, one in parts]))
    told = capped_surprise(float(count), np.array(means), 0.0, np.full(3, 1.0 + 1e-9), 1)
    if count > 3:
        assert told == 300.0
    else:
        assert told == pytest.approx(-np.log10(total), abs=2e-3)


def test_the_negative_binomial_tail_by_hand():
    """Mean 2, variance over mean 2: size 2, chance 1/2; P(X >= 3) = 1 - sum (k + 1) / 2^(k + 2)."""
    by_hand = 1 - sum(comb(k + 1, k) / 2 ** (k + 2) for k in range(3))
    assert surprise(3.0, 2.0, 2.0) == pytest.approx(-np.log10(by_hand))


def test_years_of_history_bring_the_weeks_of_past_years():
    days = range(4 * 365)
    steady = [a_case(day * 2 + one, f"V{one}", day) for day in days for one in range(2)]
    bar = warning.Bar("signal", Detector.DISTRICT, 1.0, (0.0, 1.0), (100.0, 300.0))
    null = warning.Null("signal", 2, 1, 1.3, 1.3, (1.0,) * 8)
    kept = warning.Thresholds((bar,), (null,), 30.0, 1, 0, TODAY, 60)
    assert warning.watch(steady, ROW, today=TODAY, thresholds=kept) == ()
    rush = [a_case(9000 + at, f"V{at % 6}", at % 7) for at in range(42)]
    (found,) = warning.watch([*steady, *rush], ROW, today=TODAY, thresholds=kept)
    assert (found.detector, found.first_day) == (Detector.DISTRICT, TODAY - timedelta(days=6))
    assert found.expected == pytest.approx(14, abs=1)
    assert found.once_in_days > 300
