"""Outreach sampling: exact chances, turns for all, and audits that do not hang on order."""

from collections import Counter
from dataclasses import replace
from math import isclose, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.warning.visiting import (
    AuditedVillage,
    FeedbackPolicy,
    VisitCandidate,
    VisitTurn,
    contact_saturation,
    feedback_audit,
    sample_visits,
    simulate_feedback,
)
from sejuk.engines.warning.visiting.sampling import drawn, inclusion_probabilities

CODES = [f"16.01.08.{number}" for number in range(2001, 2013)]
shares = st.floats(0, 1)
candidates = st.lists(
    st.builds(
        VisitCandidate,
        area_code=st.sampled_from(CODES),
        chance=shares,
        saturation=shares,
        index=shares,
        days_since_contact=st.none() | st.integers(0, 60),
        visited_share=shares,
    ),
    unique_by=lambda one: one.area_code,
)
audited = st.lists(
    st.builds(
        AuditedVillage,
        area_code=st.sampled_from(CODES),
        past_visits=st.integers(0, 4),
        visits=st.integers(0, 4),
        reports=st.integers(0, 4),
        was_ever_visited=st.booleans(),
        score=st.integers(0, 9),
        shadow_score=st.integers(0, 9),
    ),
    unique_by=lambda one: one.area_code,
)


def a_district(count: int = 10) -> list[VisitCandidate]:
    return [
        VisitCandidate(
            code,
            chance=0.05 + 0.08 * number,
            saturation=contact_saturation(3 * number),
            days_since_contact=3 * number,
        )
        for number, code in enumerate(CODES[:count])
    ]


# The lot.


@pytest.mark.slow
def test_villages_are_drawn_as_often_as_the_stored_chances_say():
    draws = 4000
    hits, chances = Counter(), Counter()
    for seed in range(draws):
        for one in sample_visits(a_district(), slots=5, seed=seed):
            hits[one.area_code] += one.turn is not VisitTurn.NOT_DRAWN
            chances[one.area_code] += one.probability
    for code, expected in chances.items():
        share = expected / draws
        assert abs(hits[code] / draws - share) <= 4 * sqrt(share * (1 - share) / draws)
    # Some are nearly certain, some nearly never drawn: not a test of equal chances.
    assert min(chances.values()) / draws < 0.1
    assert max(chances.values()) / draws > 0.9


@pytest.mark.slow
def test_weighting_by_the_inverse_chance_gives_the_sum_of_all_villages():
    found = {code: 1.0 + number % 4 for number, code in enumerate(CODES[:10])}
    sums = []
    for seed in range(3000):
        visited = [
            one
            for one in sample_visits(a_district()[1:], slots=5, seed=seed)
            if one.turn is not VisitTurn.NOT_DRAWN
        ]
        sums.append(sum(found[one.area_code] / one.probability for one in visited))
    error = np.std(sums) / sqrt(len(sums))
    truth = sum(found[code] for code in CODES[1:10])
    assert abs(np.mean(sums) - truth) <= 4 * error


def test_chances_follow_the_third_power_of_the_score():
    villages = [replace(one, saturation=0.0, chance=0.2) for one in a_district(5)]
    villages[0] = replace(villages[0], chance=0.4)
    found = {
        one.area_code: one.probability
        for one in sample_visits(villages, slots=2, seed=1)
        if one.turn is not VisitTurn.EXPLORATION
    }
    assert isclose(found[CODES[0]], 8 / 11)
    assert isclose(found[CODES[1]], 1 / 11)


@given(candidates, st.integers(0, 14), st.integers(0, 3))
def test_slots_are_filled_and_every_village_is_named_once(villages, slots, seed):
    found = sample_visits(villages, slots=slots, seed=seed)
    assert sorted(one.area_code for one in found) == sorted(one.area_code for one in villages)
    assert [one.rank for one in found] == list(range(1, len(found) + 1))
    going = [one for one in found if one.turn is not VisitTurn.NOT_DRAWN]
    assert len(going) == min(slots, len(villages))
    by_turn = [one for one in found if one.turn is VisitTurn.EXPLORATION]
    assert len(by_turn) >= min(len(villages), slots, 1)
    assert all(one.probability == 1 for one in by_turn)
    assert all(0 < one.probability <= 1 for one in going)
    assert isclose(sum(one.probability for one in found), len(going), abs_tol=1e-6)


@pytest.mark.slow
@given(candidates, st.integers(0, 6), st.integers(0, 3), st.randoms())
def test_the_order_of_the_candidates_changes_nothing(villages, slots, seed, chance):
    shuffled = chance.sample(villages, len(villages))
    assert sample_visits(villages, slots=slots, seed=seed) == sample_visits(
        shuffled, slots=slots, seed=seed
    )


@given(st.lists(st.just(0.0) | st.floats(1e-9, 9), max_size=9), st.floats(0, 6))
def test_inclusion_probabilities_are_chances_that_sum_to_the_slots(weights, slots):
    found = inclusion_probabilities(np.array(weights), slots)
    assert ((found >= 0) & (found <= 1)).all()
    assert isclose(found.sum(), min(slots, sum(one > 0 for one in weights)), abs_tol=1e-9)


@given(st.lists(shares, max_size=9), st.floats(0, 1, exclude_max=True), st.integers(0, 99))
def test_a_draw_takes_as_many_as_the_chances_sum_to(chances, start, seed):
    keys = np.random.default_rng(seed).random(len(chances))
    hits = drawn(np.array(chances), keys, start)
    assert abs(hits.sum() - sum(chances)) < 1
    assert all(chances[at] > 0 for at in np.flatnonzero(hits))


@settings(max_examples=20)
@given(st.integers(0, 999))
def test_every_village_comes_up_however_cool_it_is(seed):
    waited = dict.fromkeys(CODES, 90)
    hot = CODES[0]
    for week in range(len(CODES)):
        villages = [
            VisitCandidate(code, chance=0.9 if code == hot else 0.01, days_since_contact=days)
            for code, days in waited.items()
        ]
        for one in sample_visits(villages, slots=3, seed=seed + 1000 * week):
            waited[one.area_code] += 7
            if one.turn is not VisitTurn.NOT_DRAWN:
                waited[one.area_code] = 0
    assert max(waited.values()) <= 7 * len(CODES)


def test_the_cap_keeps_a_village_out_of_the_lot_but_not_from_its_turn():
    capped = VisitCandidate(CODES[0], chance=1.0, days_since_contact=1, visited_share=0.6)
    others = [VisitCandidate(code, chance=0.1, days_since_contact=5) for code in CODES[1:5]]
    found = {one.area_code: one for one in sample_visits([capped, *others], slots=3, seed=1)}
    assert found[CODES[0]].probability == 0
    assert {one.turn for one in found.values() if one.area_code == CODES[0]} == {
        VisitTurn.NOT_DRAWN
    }
    alone = sample_visits([capped], slots=1, seed=1)
    assert alone[0].turn is VisitTurn.EXPLORATION


def test_of_equal_waits_the_more_vulnerable_goes_by_turn():
    villages = [VisitCandidate(code, chance=0.1, index=0.1) for code in CODES[:6]]
    villages[3] = replace(villages[3], index=0.8)
    found = sample_visits(villages, slots=1, seed=3)
    assert found[0].area_code == CODES[3]


def test_no_village_and_no_slot_are_answers():
    assert sample_visits([], slots=3, seed=1) == ()
    assert {one.turn for one in sample_visits(a_district(), slots=0, seed=1)} == {
        VisitTurn.NOT_DRAWN
    }


@pytest.mark.parametrize("chance", [-0.1, 1.1, nan])
def test_a_chance_lies_between_0_and_1(chance):
    with pytest.raises(ValueError, match=r"16\.01\.08\.2001: chance"):
        VisitCandidate(CODES[0], chance=chance)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="named twice"):
        sample_visits([*a_district(2), *a_district(1)], slots=1, seed=1)
    with pytest.raises(ValueError, match="do not fit"):
        sample_visits(a_district(), slots=1, seed=1, explorations=2)
    with pytest.raises(ValueError, match="do not fit"):
        sample_visits(a_district(), slots=-1, seed=1)
    with pytest.raises(ValueError, match="half-life"):
        contact_saturation(3, half_days=0)


# The audit.


def an_audited(number: int, **named: float) -> AuditedVillage:
    known = {"past_visits": 0, "visits": 0, "reports": 0, "score": 0.0, "shadow_score": 0.0}
    return AuditedVillage(CODES[number], was_ever_visited=True, **(known | named))


def test_a_runaway_district_is_called_one():
    villages = [
        an_audited(n, past_visits=n, visits=n, reports=2, score=n, shadow_score=(5 * n) % 9)
        for n in range(9)
    ]
    found = feedback_audit(villages)
    assert [one.villages for one in found.terciles] == [3, 3, 3]
    assert [round(one.excess_points) for one in found.terciles] == [-25, 0, 25]
    assert found.gini == pytest.approx(0.370, abs=0.001)
    assert found.is_alarming


@given(audited, st.randoms())
def test_an_audit_counts_every_village_and_knows_no_order(villages, chance):
    found = feedback_audit(villages)
    assert found == feedback_audit(chance.sample(villages, len(villages)))
    assert sum(one.villages for one in found.terciles) == len(villages)
    assert sum(one.visits for one in found.terciles) == found.visits
    assert 0 <= found.gini < 1
    assert found.shadow_correlation is None or -1 <= found.shadow_correlation <= 1


@given(audited)
def test_equally_many_past_visits_are_the_same_third(villages):
    thirds = feedback_audit(villages).terciles
    assert sum(one.past_visits for one in thirds) == sum(one.past_visits for one in villages)
    alike = [replace(one, past_visits=1) for one in villages]
    assert len(feedback_audit(alike).terciles) <= 1


def test_an_audit_of_nothing_says_nothing():
    found = feedback_audit([])
    assert (found.terciles, found.gini, found.shadow_correlation) == ((), 0.0, None)
    quiet = feedback_audit([an_audited(0), an_audited(1)])
    assert quiet.terciles[0].excess_points is None
    assert not quiet.is_alarming


def test_counts_and_scores_must_be_numbers():
    with pytest.raises(ValueError, match="counts"):
        an_audited(0, visits=-1)
    with pytest.raises(ValueError, match="score"):
        an_audited(0, score=nan)
    with pytest.raises(ValueError, match="named twice"):
        feedback_audit([an_audited(0), an_audited(0)])


# The district in which visits make records.

FEW = {"runs": 8}


@pytest.mark.slow
@pytest.mark.parametrize("reporting", [(0.3, 0.3), (0.45, 0.15)])
def test_sampling_leaves_nobody_out_and_runs_nowhere(reporting):
    naive = simulate_feedback(FeedbackPolicy.NAIVE_TOP, reporting=reporting, **FEW)
    ours = simulate_feedback(FeedbackPolicy.SAMPLED, reporting=reporting, **FEW)
    by_lot = simulate_feedback(FeedbackPolicy.RANDOM, reporting=reporting, **FEW)
    assert naive.never_visited > 0.5
    assert ours.never_visited == 0
    assert abs(ours.excess_points) < 6
    assert abs(naive.excess_points) > 15
    assert ours.reach > 1.3 * by_lot.reach
    assert ours.most_days <= 0.65


@pytest.mark.slow
@pytest.mark.parametrize("reporting", [(0.45, 0.15), (0.15, 0.45)])
def test_as_the_programme_runs_reporting_moves_no_visits_between_officers(reporting):
    ours = simulate_feedback(FeedbackPolicy.BY_OFFICER, reporting=reporting, runs=2, days=182)
    assert abs(ours.excess_points) <= 2
    assert ours.never_visited == 0
    assert ours.most_days < 0.3


@pytest.mark.slow
def test_villages_of_one_officer_that_report_unequally_get_unequal_visits():
    """The limit of what separate budgets can do, so that nobody takes it for more."""
    loud = simulate_feedback(
        FeedbackPolicy.BY_OFFICER, reporting=(0.45, 0.15), runs=2, days=182, are_beats_mixed=True
    )
    assert 2 < loud.excess_points < 8
    assert loud.never_visited == 0


@pytest.mark.parametrize(
    "wrong", [{"reporting": (0, 0.3)}, {"villages": 4, "visits_a_day": 4}, {"runs": 0}]
)
def test_a_district_must_make_sense(wrong):
    with pytest.raises(ValueError, match=r"reported|at least"):
        simulate_feedback(FeedbackPolicy.RANDOM, **(FEW | wrong))
