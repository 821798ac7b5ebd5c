"""Squads that rotate whole."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sejuk.engines.roster import Absence, Demand, Person, Post, Problem, repair, solve, verify
from sejuk.engines.roster.search.squads import squads_chosen
from tests.engines.roster.small_problems import FIRST
from tests.engines.roster.test_solving import broken


def a_rotation(squads=4, size=3, days=8):
    """Return three shifts a day of one post that squads take whole, and people in squads."""
    demands = []
    for day in range(days):
        for band, hour in (("P", 6), ("S", 14), ("M", 22)):
            starts_at = datetime(2024, 11, 4, hour, tzinfo=UTC) + timedelta(days=day)
            demands.append(
                Demand(
                    f"{day}{band}",
                    "k",
                    band,
                    FIRST + timedelta(days=day),
                    starts_at,
                    starts_at + timedelta(hours=8),
                    size,
                    by_squad=True,
                )
            )
    people = tuple(
        Person(f"{squad}{number}", f"{squad}{number}", squad=f"regu {squad}")
        for squad in range(squads)
        for number in range(size)
    )
    return Problem(FIRST, days, people, (Post("k", "KPU"),), tuple(demands))


def squads_on(problem, roster):
    squad_of = {person.id: person.squad for person in problem.people}
    found = {}
    for one in roster:
        found.setdefault(one.demand, Counter())[squad_of[one.person]] += 1
    return found


@pytest.mark.slow
def test_squads_take_shifts_whole_and_in_turn():
    problem = a_rotation()
    solution = solve(problem, seed=1, rounds=3)
    assert solution.empty_seats == 0
    assert broken(problem, solution.roster) == []
    assert solution.cost == verify(problem, solution.roster).figures.cost
    on = squads_on(problem, solution.roster)
    assert {len(squads) for squads in on.values()} == {1}
    assert {sum(squad in on[f"{day}M"] for day in range(8)) for squad in on["0M"]} == {2}


@pytest.mark.slow
def test_who_is_ill_is_replaced_and_the_squad_stays():
    problem = a_rotation(squads=5)
    roster = solve(problem, seed=1, rounds=3).roster
    sick = next(one.person for one in roster if one.demand == "3P")
    starts_at = datetime(2024, 11, 7, tzinfo=UTC)
    absences = (Absence(sick, starts_at, starts_at + timedelta(days=1)),)
    mended = repair(replace(problem, absences=absences), roster)
    before, after = (squads_on(problem, one) for one in (roster, mended.roster))
    assert mended.is_proved
    assert after["3P"].most_common(1)[0][0] == before["3P"].most_common(1)[0][0]
    assert all(after[demand] == before[demand] for demand in before if demand != "3P")


def test_the_squads_are_chosen_by_the_seed_alone():
    problem = a_rotation(days=3)
    assert squads_chosen(problem, seed=3) == squads_chosen(problem, seed=3)
    assert set(squads_chosen(problem, seed=3)) == set(range(9))
