"""What may be decided about a proposal, by whom, and where a village stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.kit.actors import Role
from sejuk.plan.programme import rules
from sejuk.plan.programme.rules import Coverage, ProposalState
from tests.builders import MONDAY, VILLAGE, an_actor

TODAY = MONDAY + timedelta(days=1)
DAYS = st.dates(date(2024, 8, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("state", "to", "allowed"),
    [
        ("proposed", "accepted", True),
        ("proposed", "refused", True),
        ("accepted", "changed", True),
        ("changed", "changed", True),
        ("refused", "accepted", True),
        ("refused", "changed", False),
        ("accepted", "accepted", False),
        ("accepted", "proposed", False),
    ],
)
def test_moves(state, to, allowed):
    assert rules.may_move(ProposalState(state), ProposalState(to)).allowed is allowed


def test_a_proposal_once_decided_is_never_merely_proposed_again():
    assert all(ProposalState.PROPOSED not in after for after in rules.NEXT_STATES.values())


@pytest.mark.parametrize("role", rules.DESK)
def test_the_desk_decides_in_its_area(role):
    desk = an_actor(role, area_code="16.01.08")
    assert rules.may_decide(is_his_own=False, area_code=VILLAGE, actor=desk)
    assert not rules.may_decide(is_his_own=False, area_code="16.01.13.2001", actor=desk)


def test_an_officer_decides_about_his_own_only():
    officer = an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    assert rules.may_decide(is_his_own=True, area_code=VILLAGE, actor=officer)
    assert not rules.may_decide(is_his_own=False, area_code=VILLAGE, actor=officer)
    assert not rules.may_give_away(is_same_officer=False, area_code=VILLAGE, actor=officer)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.AUDITOR, Role.PUBLIC_RELATIONS])
def test_readers_decide_nothing(role):
    assert not rules.may_decide(is_his_own=True, area_code=VILLAGE, actor=an_actor(role))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (MONDAY - timedelta(days=1), "Choose a day of the week"),
        (MONDAY + timedelta(days=7), "Choose a day of the week"),
        (MONDAY, "That day is over"),
        (TODAY, ""),
        (MONDAY + timedelta(days=6), ""),
    ],
)
def test_a_visit_is_planned_for_a_day_that_is_left_of_the_week(day, reason):
    decision = rules.may_plan_on(day, week_starts_on=MONDAY, today=TODAY)
    assert decision.allowed is not bool(reason)
    assert reason in decision.reason


@pytest.mark.parametrize(
    ("week", "reason"),
    [(MONDAY, ""), (TODAY, "Monday"), (MONDAY - timedelta(days=7), "over")],
)
def test_only_whole_weeks_that_are_not_over_are_proposed(week, reason):
    decision = rules.may_propose(
        week, today=TODAY, area_code="16.01", actor=an_actor(Role.OPERATOR)
    )
    assert decision.allowed is not bool(reason)
    assert reason in decision.reason


@given(
    last=st.none() | DAYS,
    planned=st.none() | DAYS,
    band=st.sampled_from(["sejuk", "hangat", "panas", "kritis", ""]),
    day=DAYS,
)
def test_every_village_stands_somewhere_and_never_worse_for_a_plan(last, planned, band, day):
    seen = last if last and last <= day else None
    without = rules.coverage_of(last_visit_on=seen, planned_on=None, band=band, day=day)
    with_plan = rules.coverage_of(last_visit_on=seen, planned_on=planned, band=band, day=day)

    assert (without is Coverage.NEVER) == (seen is None)
    assert with_plan in (without, Coverage.PLANNED)
    if without is Coverage.DONE:
        assert with_plan is Coverage.DONE


def test_the_warmer_the_sooner():
    limits = [rules.days_until_overdue(band) for band in ("sejuk", "hangat", "panas", "kritis")]
    assert limits == sorted(limits, reverse=True)
    assert len(set(limits)) == len(limits)
