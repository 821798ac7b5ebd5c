"""What is short: proved against rosters by name; smallest conflicts; ways out that work."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from benchmarks._guard_problem import Size, guard_problem
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from sejuk.engines.roster import (
    Absence,
    Demand,
    Level,
    Needs,
    Person,
    Post,
    Problem,
    Rule,
    RuleCode,
    Worked,
    shortage,
    solve,
)
from sejuk.engines.roster.explaining.clashes import without
from tests.engines.roster.small_problems import a_small_problem

FIRST = date(2024, 11, 26)
SKILLS = (frozenset(), frozenset({"leader"}), frozenset({"driver"}))
EVE, VOTE = date(2024, 11, 26), date(2024, 11, 27)


def at(day, hour):
    return datetime.combine(FIRST + timedelta(days=day), time(), UTC) + timedelta(hours=hour)


def a_demand(name, day, hour, hours, count, *, post="KPU", needs=frozenset(), after=0):
    times = at(day, hour), at(day, hour + hours)
    on = FIRST + timedelta(days=day)
    return Demand(name, post, "P", on, *times, count, needs=Needs(needs), rest_after_minutes=after)


def a_tight_problem(seed):
    rng = random.Random(seed)
    people = tuple(
        Person(f"p{n}", f"P{n}", rng.choice("AB"), qualifications=rng.choice(SKILLS))
        for n in range(rng.randint(1, 6))
    )
    demands = [
        a_demand(
            f"{day}{hour}{post}{min(needs, default='')}",
            day,
            hour,
            rng.choice([6, 8, 24]),
            rng.randint(1, 3),
            post=post,
            needs=needs,
            after=rng.choice([0, 0, 1440]),
        )
        for day in range(rng.randint(1, 3))
        for hour in (6, 14, 22)
        for post in "kb"
        for needs in SKILLS
        if rng.random() < 0.25
    ]
    absences = [Absence(one.id, at(0, rng.randint(0, 30)), at(2, 0)) for one in people]
    return Problem(
        FIRST,
        3,
        people,
        (Post("k", "KPU"), Post("b", "Bawaslu")),
        tuple(demands),
        absences=tuple(one for one in absences if rng.random() < 0.3),
        worked=tuple(
            Worked(one.id, "M", FIRST - timedelta(days=1), at(-1, 22), at(0, 5), 420)
            for one in people
            if rng.random() < 0.3
        ),
        rules=(Rule(RuleCode.REST, Level.WARN, 600, organisation="B"),),
    )


def fewest_empty_by_name(problem):
    """The least number of empty seats, person by person, by CP-SAT."""
    model = cp_model.CpModel()
    stands = {}
    for person in problem.people:
        rest = timedelta(minutes=600 if person.organisation == "B" else 660)
        busy = [(one.starts_at, one.ends_at) for one in problem.absences if one.person == person.id]
        busy += [
            (one.starts_at, one.ends_at + rest) for one in problem.worked if one.person == person.id
        ]
        for one in problem.demands:
            is_there = all(one.ends_at <= start or end <= one.starts_at for start, end in busy)
            if is_there and one.needs.qualifications <= person.qualifications:
                stands[person.id, one.id] = model.new_bool_var("")
        for one in problem.demands:
            after = max(rest, timedelta(minutes=one.rest_after_minutes))
            for other in problem.demands:
                later = (other.starts_at, other.id) > (one.starts_at, one.id)
                both = (person.id, one.id) in stands and (person.id, other.id) in stands
                if both and later and other.starts_at < one.ends_at + after:
                    model.add(stands[person.id, one.id] + stands[person.id, other.id] <= 1)
    for one in problem.demands:
        model.add(sum(v for (_, demand), v in stands.items() if demand == one.id) <= one.count)
    model.maximize(sum(stands.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return sum(one.count for one in problem.demands) - round(solver.objective_value)


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_the_least_number_is_that_of_rosters_by_name(seed):
    problem = a_tight_problem(seed)
    found = shortage(problem)
    assert found.least_empty == fewest_empty_by_name(problem)
    for clash in found.clashes:
        others = [one for one in found.clashes if one != clash]
        spared = without(problem, [clash])
        in_days = replace(
            spared,
            demands=tuple(
                one
                for one in spared.demands
                if found.explained_from <= one.day.isoformat() <= found.explained_to
                and any(
                    (one.post, one.day.isoformat()) == (other.kind, other.first_day)
                    for other in others
                    if not other.rule
                )
            ),
        )
        missing_rules = {"rest", "rest_after", "present"} - {
            one.rule for one in found.clashes if one.rule
        }
        in_days = without(in_days, [replace(clash, rule=rule) for rule in sorted(missing_rules)])
        assert shortage(in_days).least_empty == 0


@pytest.mark.slow
@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_no_roster_that_keeps_the_rules_leaves_fewer_seats_empty(seed):
    problem = a_small_problem(seed)
    assert solve(problem, seed=1, rounds=1).empty_seats >= shortage(problem).least_empty


@pytest.fixture(scope="module")
def vote():
    """Polling day without relief on its eve."""
    return guard_problem(Size(days=3, first_day=date(2024, 11, 25), is_relieved=False), 1)


@pytest.mark.slow
def test_polling_day_without_relief_is_explained(vote):
    found = shortage(vote, window=(EVE, VOTE))
    assert found.least_empty == found.explained_empty > 0
    assert found.causes == ()
    said = [str(one.sentence) for one in found.clashes]
    assert "250 seats of TPS on 27 Nov." in said
    assert "Between two duties there are 11 hours of rest." in said
    relieved = guard_problem(Size(days=3, first_day=date(2024, 11, 25)), 1)
    assert shortage(relieved, window=(EVE, VOTE)).least_empty == 0


@pytest.mark.slow
def test_a_conflict_without_any_one_of_its_parts_is_none(vote):
    found = shortage(vote, window=(EVE, VOTE))
    kept = {(one.kind, one.first_day) for one in found.clashes if not one.rule}
    alone = replace(vote, demands=tuple(one for one in vote.demands if _kind(vote, one) in kept))
    rules = {one.rule for one in found.clashes}
    spare = [one for one in ("rest", "rest_after", "present") if one not in rules]
    alone = without(alone, [replace(found.clashes[0], rule=rule) for rule in spare])
    assert shortage(alone, window=(EVE, VOTE)).least_empty > 0
    for clash in found.clashes:
        assert shortage(without(alone, [clash]), window=(EVE, VOTE)).least_empty == 0, clash


def _kind(problem, demand):
    kinds = {post.id: post.kind for post in problem.posts}
    return kinds[demand.post], demand.day.isoformat()


@pytest.mark.slow
def test_what_if_keeps_its_word(vote):
    found = shortage(vote, window=(EVE, VOTE))
    said = {str(one.sentence): one for one in found.ways_out}
    eight = replace(vote, rules=(Rule(RuleCode.REST, Level.WARN, 480),))
    gained = found.least_empty - shortage(eight, window=(EVE, VOTE)).least_empty
    text = f"With 8 hours of rest between duties {gained} seats more are filled."
    assert said[text].seats == gained
    more = next(one for one in found.ways_out if one.people)
    extra = tuple(Person(f"x{n}", f"X{n}") for n in range(more.people))
    fuller = replace(vote, people=vote.people + extra)
    assert shortage(fuller, window=(EVE, VOTE)).least_empty == found.least_empty - more.seats
    fewer = replace(vote, people=vote.people + extra[1:])
    assert shortage(fewer, window=(EVE, VOTE)).least_empty > found.least_empty - more.seats


def test_hours_of_a_week_are_counted():
    people = tuple(Person(f"p{n}", f"P{n}", "Polri") for n in range(3))
    demands = tuple(a_demand(f"d{day}", day, 6, 12, 2) for day in range(7))
    problem = Problem(FIRST, 7, people, (Post("KPU", "KPU"),), demands)
    found = shortage(problem)
    assert found.least_empty == 2  # 14 duties of 12 hours; 3 people of 48 hours stand 12
    (week,) = found.hours
    assert (week.needed_minutes, week.allowed_minutes) == (14 * 720, 3 * 48 * 60)
    assert [str(one.sentence) for one in found.clashes] == [
        "14 seats of KPU on 26 Nov to 2 Dec.",
        "In any seven days nobody works more than 48 hours.",
    ]


def test_single_causes_are_named():
    people = (Person("a", "A"), Person("b", "B", qualifications=frozenset({"leader"})))
    problem = Problem(
        FIRST,
        1,
        people,
        (Post("KPU", "KPU"),),
        (
            a_demand("divers", 0, 6, 8, 1, needs=frozenset({"diver"})),
            a_demand("leaders", 0, 14, 8, 2, needs=frozenset({"leader"})),
        ),
    )
    found = shortage(problem)
    assert found.least_empty == 2
    post, leaders = (str(one) for one in found.causes)
    assert "KPU" in post
    assert "diver" in post
    assert "leader" in leaders


def test_nothing_is_short_where_nothing_is_asked():
    found = shortage(Problem(FIRST, 3, (), (), ()))
    assert (found.least_empty, found.clashes, found.ways_out) == (0, (), ())


@pytest.mark.slow
@settings(deadline=None, max_examples=10)
@given(st.integers(0, 10_000))
def test_names_do_not_matter(seed):
    problem = a_tight_problem(seed)
    names = {one.id: f"x{one.id[::-1]}" for one in problem.people}
    renamed = replace(
        problem,
        people=tuple(replace(one, id=names[one.id]) for one in reversed(problem.people)),
        absences=tuple(replace(one, person=names[one.person]) for one in problem.absences),
        worked=tuple(replace(one, person=names[one.person]) for one in problem.worked),
    )
    assert shortage(renamed).least_empty == shortage(problem).least_empty
