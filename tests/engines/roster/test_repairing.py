"""Mending rosters: fewest changes, proved where it says so; what has begun stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.roster import (
    Absence,
    Assignment,
    Demand,
    Level,
    Needs,
    Person,
    Post,
    Problem,
    repair,
    solve,
    verify,
)
from tests.engines.roster.small_problems import FIRST, a_small_problem
from tests.engines.roster.test_solving import a_watch, broken

MORNING = datetime(2024, 11, 4, 6, tzinfo=UTC)


def ill(person, *, starts_at=MORNING, days=1):
    return Absence(person, starts_at, starts_at + timedelta(days=days))


def a_shift(*roles, people):
    """Return one shift of seats with needs, a letter each, and people with letters."""
    demands = tuple(
        Demand(
            f"{role}{number}",
            "k",
            "P",
            FIRST,
            MORNING,
            MORNING + timedelta(hours=8),
            1,
            needs=Needs(frozenset(role) - {"-"}),
        )
        for number, role in enumerate(roles)
    )
    force = tuple(
        Person(name, name.title(), qualifications=frozenset(letters))
        for name, letters in people.items()
    )
    return Problem(FIRST, 1, force, (Post("k", "KPU"),), demands)


def test_who_falls_ill_is_replaced_and_nothing_else_changes():
    problem = a_watch(5, days=3, count=2)
    roster = solve(problem, seed=1, rounds=2).roster
    sick = next(one.person for one in roster if one.demand == "d0")
    mended = repair(replace(problem, absences=(ill(sick),)), roster)
    (change,) = mended.changes
    assert (change.demand, change.before) == ("d0", sick)
    assert "who is away" in str(change.why)
    assert (mended.lost, mended.put_on, mended.least_changes, mended.is_proved) == (1, 1, 1, True)
    assert mended.empty_seats == 0


def test_a_seat_that_only_a_busy_person_may_take_is_filled_by_a_chain():
    problem = a_shift("a", "b", "-", people={"ani": "a", "budi": "ab", "cici": "b", "dodi": ""})
    roster = (
        Assignment("-2", "cici"),
        Assignment("a0", "ani"),
        Assignment("b1", "budi"),
    )
    mended = repair(replace(problem, absences=(ill("ani"),)), roster)
    assert {(one.demand, one.person) for one in mended.roster} == {
        ("a0", "budi"),
        ("b1", "cici"),
        ("-2", "dodi"),
    }
    assert (mended.put_on, mended.least_changes, mended.is_proved) == (3, 1, False)


@pytest.mark.slow
def test_a_chain_goes_over_days_too():
    # Budi alone may stand in on the second morning, and rest keeps him from the night before it.
    night = MORNING + timedelta(hours=16)
    problem = a_shift("a", people={"ani": "a", "budi": "a", "cici": ""})
    before = Demand("n", "k", "M", FIRST, night, night + timedelta(hours=8), 1)
    after = replace(
        problem.demands[0],
        day=FIRST + timedelta(days=1),
        starts_at=MORNING + timedelta(days=1),
        ends_at=MORNING + timedelta(days=1, hours=8),
    )
    problem = replace(problem, days=2, demands=(before, after))
    roster = (Assignment("a0", "ani"), Assignment("n", "budi"))
    sick = ill("ani", starts_at=night)
    mended = repair(replace(problem, absences=(sick,)), roster)
    assert mended.roster == (Assignment("a0", "budi"), Assignment("n", "cici"))
    assert mended.put_on == 2


def test_a_seat_that_nobody_may_take_is_proved_to_stay_empty():
    problem = a_shift("a", "-", people={"ani": "a", "budi": "", "cici": ""})
    roster = (Assignment("-1", "budi"), Assignment("a0", "ani"))
    mended = repair(replace(problem, absences=(ill("ani"),)), roster)
    assert mended.roster == (Assignment("-1", "budi"),)
    assert (mended.empty_seats, mended.least_empty_seats, mended.is_proved) == (1, 1, True)
    assert "nobody may stand in" in str(mended.changes[0].why)


def test_a_new_demand_is_filled():
    problem = a_watch(4, days=2)
    roster = solve(problem, seed=1, rounds=1).roster
    more = replace(problem.demands[0], id="more", band="S", count=2)
    mended = repair(replace(problem, demands=(*problem.demands, more)), roster)
    assert set(roster) <= set(mended.roster)
    assert [change.demand for change in mended.changes] == ["more", "more"]
    assert mended.is_proved


def test_what_has_begun_stays():
    problem = a_watch(4, days=3)
    roster = solve(problem, seed=1, rounds=1).roster
    absences = tuple(ill(one.person, days=9) for one in roster)
    until = MORNING + timedelta(hours=1)
    mended = repair(replace(problem, absences=absences), roster, frozen_until=until)
    assert roster[0] in mended.roster
    assert roster[1] not in mended.roster


@pytest.mark.slow
@given(seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_no_mended_roster_breaks_what_binds_and_its_figures_hold(seed):
    problem = a_small_problem(seed)
    problem = replace(problem, pins=tuple(pin for pin in problem.pins if pin.is_forbidden))
    roster = solve(problem, seed=seed, rounds=1).roster
    absences = (*problem.absences, *(ill(one.id, days=2) for one in problem.people[:2]))
    changed = replace(problem, absences=absences)
    mended = repair(changed, roster)
    figures = verify(changed, mended.roster).figures
    assert broken(changed, mended.roster) == []
    assert (mended.cost, mended.empty_seats) == (figures.cost, figures.empty_seats)
    assert mended.least_changes <= mended.put_on
    assert mended.least_empty_seats <= mended.empty_seats
    assert mended.put_on == len(set(mended.roster) - set(roster))
    assert all(level is not Level.HARD for level in {one.level for one in broken(changed, ())})
