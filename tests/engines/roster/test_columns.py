"""Rosters of lines against every line there is, and against a plain model."""

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from sejuk.engines.roster import Problem, Rule, RuleCode, read_instance, solve, verify
from sejuk.engines.roster.asked.problem import Level
from sejuk.engines.roster.sequences.columns import solve_by_columns
from sejuk.engines.roster.sequences.lines import OFF, keeps_terms, line_cost
from sejuk.engines.roster.sequences.offers import Pricer, part_of, priced, whole_stretch
from sejuk.engines.roster.sequences.sequences import asks_for_lines, question_of

WARD = """SECTION_HORIZON
{days}
SECTION_SHIFTS
D,480,
N,600,D
SECTION_STAFF
A,D=9|N=2,{most},{least},3,2,2,1
B,D=9|N=0,{most},{least},4,1,2,2
C,D=2|N=9,{most},{least},3,{least_on},1,1
SECTION_DAYS_OFF
A,{away}
SECTION_SHIFT_ON_REQUESTS
B,2,D,3
C,4,N,5
SECTION_SHIFT_OFF_REQUESTS
A,1,D,4
C,3,N,2
SECTION_COVER
"""


def a_ward(*, days=7, most=2600, least=960, least_on=2, away=3, needed=1) -> Problem:
    text = WARD.format(days=days, most=most, least=least, least_on=least_on, away=away)
    cover = [f"{day},{band},{needed},20,3" for day in range(days) for band in "DN"]
    return read_instance(text + "\n".join(cover))


def every_line(problem: Problem, person: int):
    """Yield all lines that a person's terms allow, judged by the verifier alone."""
    question = question_of(problem)
    own = replace(problem, people=(problem.people[person],), wishes=())
    for kinds in product((OFF, 0, 1), repeat=problem.days):
        line = np.array(kinds, dtype=np.int8)
        lines = [np.full(problem.days, OFF, dtype=np.int8) for _ in problem.people]
        lines[person] = line
        if verify(own, question.roster(lines)).is_legal:
            yield line


@cache
def known_lines(days: int, least_on: int, person: int):
    return tuple(every_line(a_ward(days=days, least_on=least_on), person))


@given(
    st.integers(0, 2),
    st.integers(1, 3),
    st.lists(st.integers(-30, 30), min_size=10, max_size=10),
)
@settings(deadline=None, max_examples=25)
@pytest.mark.slow
def test_no_line_is_cheaper_than_the_one_offered(person, least_on, prices):
    lines = question_of(a_ward(days=5, least_on=least_on)).lines
    stretch = whole_stretch(lines, person)
    asked = priced(lines, stretch, np.array(prices, dtype=np.float64).reshape(5, 2))
    known = known_lines(5, least_on, person)
    on = [np.flatnonzero(line >= 0) for line in known]
    best = min(float(asked[days, line[days]].sum()) for days, line in zip(on, known, strict=True))
    offers = Pricer(lines).offers(stretch, asked)
    assert offers.lines[0][0] == pytest.approx(best)
    assert offers.bound == pytest.approx(best)


@pytest.mark.slow
def test_a_line_keeps_its_terms_where_the_verifier_says_so():
    lines = question_of(a_ward(days=5)).lines
    for person in range(3):
        known = {line.tobytes() for line in known_lines(5, 2, person)}
        for kinds in product((OFF, 0, 1), repeat=5):
            line = np.array(kinds, dtype=np.int8)
            assert keeps_terms(lines, person, line) == (line.tobytes() in known)


def test_a_part_of_a_line_made_anew_keeps_the_terms_of_the_whole():
    problem = a_ward(days=14, most=5000, least=2400)
    lines = question_of(problem).lines
    rng = np.random.default_rng(7)
    pricer = Pricer(lines)
    whole = whole_stretch(lines, 0)
    [(_, line)] = pricer.offers(whole, priced(lines, whole, -np.ones((14, 2)))).lines
    for first in range(10):
        stretch = part_of(lines, 0, line, first, first + 4)
        prices = priced(lines, stretch, rng.integers(-30, 30, (4, 2)).astype(np.float64))
        found = pricer.offers(stretch, prices).lines
        days = np.flatnonzero(line[first : first + 4] >= 0)
        assert found[0][0] <= prices[days, line[first : first + 4][days]].sum()
        line = line.copy()
        line[first : first + 4] = found[0][1]
        assert keeps_terms(lines, 0, line)


def least_cost(problem: Problem) -> int:
    """Return the least cost by a plain model over all lines of all people."""
    lines = question_of(problem).lines
    model = cp_model.CpModel()
    chosen: list = []
    cover = [[[] for _ in range(lines.kinds)] for _ in range(lines.days)]
    for person in range(lines.people):
        own = []
        for line in every_line(problem, person):
            own.append(model.new_bool_var(""))
            chosen.append(line_cost(lines.costs[person], line) * own[-1])
            for day in np.flatnonzero(line >= 0).tolist():
                cover[day][line[day]].append(own[-1])
        model.add_exactly_one(own)
    for day, kind in np.ndindex(lines.needed.shape):
        under, over = model.new_int_var(0, 9, ""), model.new_int_var(0, 9, "")
        model.add(sum(cover[day][kind]) + under - over == int(lines.needed[day, kind]))
        chosen += [int(lines.under[day, kind]) * under, int(lines.over[day, kind]) * over]
    model.minimize(sum(chosen))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value) + lines.off_costs


@pytest.mark.slow
@pytest.mark.parametrize("changes", [{}, {"needed": 2}, {"away": 0, "least_on": 1, "least": 1500}])
def test_a_small_ward_costs_what_the_plain_model_proves(changes):
    problem = a_ward(days=5, **changes)
    solution = solve_by_columns(problem, seed=1, rounds=30)
    verdict = verify(problem, solution.roster)
    assert verdict.is_legal
    assert verdict.figures.cost == solution.cost == least_cost(problem)
    assert verdict.figures.empty_seats == solution.empty_seats
    assert solution.bound <= solution.cost


def test_the_same_seed_makes_the_same_roster_and_a_start_is_never_worsened():
    problem = a_ward(days=14, most=5000, least=2400)
    first = solve_by_columns(problem, seed=5, rounds=3)
    assert solve_by_columns(problem, seed=5, rounds=3) == first
    again = solve_by_columns(problem, seed=6, start=first.roster, rounds=1)
    assert again.cost <= first.cost
    assert solve(problem, seed=5, rounds=3) == first


def test_a_search_is_stopped_by_whoever_hears_of_it():
    heard = []

    def stop(progress, roster):
        heard.append((progress.cost, roster))
        return False

    solution = solve_by_columns(a_ward(), seed=1, on_progress=stop)
    assert solution.is_cancelled
    assert heard == [(solution.cost, solution.roster)]
    with pytest.raises(ValueError, match="needs a clock"):
        solve_by_columns(a_ward(), seed=1, seconds=1.0)


def test_terms_that_contradict_each_other_are_met_as_far_as_they_go():
    problem = a_ward(least=1440)
    limits = replace(problem.people[2].limits, most_of_band={"D": 1, "N": 1})
    people = (*problem.people[:2], replace(problem.people[2], limits=limits))
    problem = replace(problem, people=people)
    verdict = verify(problem, solve_by_columns(problem, seed=1, rounds=2).roster)
    hard = [breach for breach in verdict.breaches if breach.level is Level.HARD]
    assert {(breach.rule, breach.person) for breach in hard} == {(RuleCode.LEAST_MINUTES, "C")}


def test_only_problems_whose_rules_lie_along_lines_are_lines():
    problem = a_ward()
    assert asks_for_lines(problem)
    no_rest = tuple(rule for rule in problem.rules if rule.code is not RuleCode.REST)
    coupled = [
        replace(problem, rules=no_rest),
        replace(problem, rules=(*problem.rules, Rule(RuleCode.COVER, Level.HARD))),
        replace(problem, rules=(Rule(RuleCode.FOLLOW, Level.SOFT), *problem.rules)),
        replace(problem, demands=problem.demands[1:]),
        replace(problem, demands=tuple(replace(one, price_over=None) for one in problem.demands)),
        replace(problem, people=()),
    ]
    assert not any(asks_for_lines(one) for one in coupled)


@pytest.mark.slow
def test_what_the_program_leaves_open_is_proved_by_all_lines_that_are_left():
    problem = a_ward(days=5, needed=2, least=1500, least_on=1, away=0)
    solution = solve_by_columns(problem, seed=1, rounds=6)
    assert solution.bound == solution.cost == least_cost(problem)


@pytest.mark.slow
def test_all_lines_within_a_ceiling_are_those_that_cost_no_more():
    problem = a_ward(days=5)
    lines = question_of(problem).lines
    prices = np.random.default_rng(3).integers(-30, 30, (5, 2)).astype(np.float64)
    for person in range(3):
        stretch = whole_stretch(lines, person)
        asked = priced(lines, stretch, prices)
        cheap = {
            line.tobytes()
            for line in known_lines(5, 2, person)
            if asked[np.flatnonzero(line >= 0), line[line >= 0]].sum() <= 10
        }
        found = Pricer(lines).all_within(stretch, asked, 10.0, 500)
        assert {line.tobytes() for line in found} == cheap
        assert len(found) == len(cheap)
        assert Pricer(lines).all_within(stretch, asked, 1000.0, 2) is None


@pytest.mark.slow
def test_a_long_horizon_begins_with_some_weeks_at_a_time_and_ends_legal():
    problem = a_ward(days=63, most=12000, least=9000, needed=2)
    people = [
        replace(person, limits=replace(person.limits, most_weekends=9, most_of_band={"D": 20}))
        for person in problem.people
    ]
    problem = replace(problem, people=tuple(people))
    solution = solve_by_columns(problem, seed=1, rounds=3)
    verdict = verify(problem, solution.roster)
    assert verdict.is_legal
    assert verdict.figures.cost == solution.cost >= solution.bound > 0
