"""Who could stand a duty and why: always as the judge says it."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.roster import (
    Absence,
    Assignment,
    Demand,
    Needs,
    Person,
    Pin,
    Post,
    Problem,
    candidates,
    verify,
    why,
    why_not,
)
from tests.engines.roster.small_problems import a_small_problem

DAY = date(2024, 11, 4)
KPU = Post("kpu", "KPU", latitude=-4.1, longitude=104.1)


def a_duty(name, hour, hours=8, *, day=0, needs=frozenset(), count=1, role="member"):
    starts_at = datetime(2024, 11, 4 + day, hour, tzinfo=UTC)
    ends_at = starts_at + timedelta(hours=hours)
    on = DAY + timedelta(days=day)
    return Demand(name, "kpu", name, on, starts_at, ends_at, count, role, needs=Needs(needs))


def a_roster(problem, seed):
    rng = random.Random(seed)
    return tuple(
        sorted(
            {
                Assignment(demand.id, rng.choice(problem.people).id)
                for demand in problem.demands
                if problem.people and rng.random() < 0.6
            },
            key=lambda one: (one.demand, one.person),
        )
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_a_candidate_costs_what_the_judge_says(seed):
    problem = a_small_problem(seed)
    roster = a_roster(problem, seed)
    before = verify(problem, roster)
    for demand in problem.demands[:4]:
        holders = {one.person for one in roster if one.demand == demand.id}
        found = candidates(problem, roster, demand.id)
        assert {one.person for one in found} == {one.id for one in problem.people} - holders
        hard = [sum(breach.level == "hard" for breach in one.breaches) for one in found]
        assert [count == 0 for count in hard] == [one.is_legal for one in found]
        if len(holders) < demand.count:
            for one in found:
                after = verify(problem, (*roster, Assignment(demand.id, one.person)))
                assert one.cost == after.figures.cost - before.figures.cost
                said = {str(breach.sentence) for breach in one.breaches}
                assert said <= {str(breach.sentence) for breach in after.breaches}


def test_who_breaks_nothing_comes_first_and_who_breaks_a_hard_rule_last():
    people = (
        Person("leave", "Ali", latitude=-4.1, longitude=104.1),
        Person("far", "Budi", latitude=-4.5, longitude=104.1),
        Person("tired", "Candra", latitude=-4.1, longitude=104.1),
        Person("near", "Dewi", latitude=-4.1, longitude=104.1),
    )
    demands = (a_duty("Malam", 22), a_duty("Pagi", 10, day=1))
    away = Absence("leave", demands[1].starts_at, demands[1].ends_at)
    problem = Problem(DAY, 2, people, (KPU,), demands, absences=(away,))
    found = candidates(problem, (Assignment("Malam", "tired"),), "Pagi")
    assert [one.person for one in found] == ["near", "far", "tired", "leave"]
    assert [one.is_legal for one in found] == [True, True, True, False]
    tired = found[2]
    assert [str(reason) for reason in tired.reasons] == [
        "4 hours of rest since KPU Malam 4 Nov.",
        "16 hours of duty in the seven days to 5 Nov, with this one.",
        "0 km from the home unit.",
    ]
    assert "rest" in {breach.rule.value for breach in tired.breaches}
    assert len(candidates(problem, (), "Pagi", most=2)) == 2


def test_why_somebody_stands_a_duty_and_who_would_come_next():
    driver = frozenset({"driver"})
    people = (Person("a", "Ali", qualifications=driver), Person("b", "Budi", qualifications=driver))
    duty = a_duty("Malam", 22, needs=driver)
    problem = Problem(DAY, 1, people, (KPU,), (duty,), pins=(Pin("Malam", "a"),))
    roster = (Assignment("Malam", "a"),)
    assert [str(one) for one in why(problem, roster, roster[0])] == [
        "Ali has been fixed to this duty.",
        "The seat needs: driver. Ali brings it.",
        "No duty before this one.",
        "8 hours of duty in the seven days to 4 Nov, with this one.",
        "0 nights so far in the operation; 0 to 1 are fair.",
        "Next best would be Budi; the roster would cost 0 more.",
    ]


def test_why_somebody_does_not_stand_a_duty():
    people = (
        Person("a", "Ali", qualifications=frozenset({"driver"})),
        Person("b", "Budi"),
        Person("c", "Citra", qualifications=frozenset({"driver"})),
    )
    duty = a_duty("Pagi", 6, needs=frozenset({"driver"}))
    problem = Problem(DAY, 1, people, (KPU,), (duty,))
    roster = (Assignment("Pagi", "a"),)
    first, *others = map(str, why_not(problem, roster, "Pagi", "b"))
    assert first == "All seats are taken. In place of Ali:"
    assert "Budi lacks what KPU Pagi 4 Nov needs: driver." in others
    assert [str(one) for one in why_not(problem, roster, "Pagi", "a")] == ["Ali stands it."]
    in_place = [str(one) for one in why_not(problem, roster, "Pagi", "c")]
    assert (in_place[0], in_place[-1]) == (first, "The roster would cost as much as now.")


def test_what_is_not_there_is_named():
    problem = Problem(DAY, 1, (Person("a", "Ali"),), (KPU,), (a_duty("Pagi", 6),))
    with pytest.raises(LookupError, match='no duty called "Sore"'):
        candidates(problem, (), "Sore")
    with pytest.raises(LookupError, match='nobody called "zz"'):
        why_not(problem, (), "Pagi", "zz")
