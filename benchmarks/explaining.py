"""
How long it takes to say what is short and why, and who could step in.

The force is the generated one of 425 (`_guard_problem`). Without relief on the eve of polling day
seats must stay empty: the engine proves how many, finds a smallest set of demands and rules that
cannot hold together, drops each to be sure, and tries the ways out. It is measured on the two days
alone, on the month around them, and on a month in which hours are short in every week. Beside it
stands a model person by person in CP-SAT for the same two days, which only has to prove the least
number of empty seats; it is stopped after the seconds it is given.

Then the candidates for each of some seats of a month's roster are judged; its baseline is the
judge's verdict on the whole roster, which a simple program would ask for each of the 425 people.

Times are seconds of the processor. It ends with 1 when a promised limit does not hold. Run it with
`./sejuk bench explaining`; it takes some two minutes.
"""

import argparse
import gc
import os
import platform
import random
import sys
import time
from collections import defaultdict
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from benchmarks._guard_problem import VOTE, Size, guard_problem
from benchmarks._limits import Limit, conclude
from sejuk.engines.roster import Problem, Shortage, candidates, shortage, solve, verify
from sejuk.engines.roster.asked.problem import Demand
from sejuk.engines.roster.explaining.clashes import without
from sejuk.engines.roster.explaining.crews import Watch
from sejuk.engines.roster.search.seats import meets

NOVEMBER, OCTOBER = date(2024, 11, 1), date(2024, 10, 1)
EVE = date(2024, 11, 26)
ASKED = 12


def timed_shortage(
    name: str, problem: Problem, window: tuple[date, date] | None, at_most: float
) -> tuple[Shortage, Limit]:
    began = time.process_time()
    found = shortage(problem, window=window)
    took = time.process_time() - began
    print(
        f"{name:40}{found.seats:8,}{found.least_empty:8,}{len(found.clashes):9}"
        f"{len(found.ways_out):10}{took:9.2f}"
    )
    return found, Limit(name, at_most, took)


def is_smallest(problem: Problem, found: Shortage) -> bool:
    """Say whether the conflict is one, and none any more without any one of its parts."""
    days = date.fromisoformat(found.explained_from), date.fromisoformat(found.explained_to)
    asked = {(one.kind, one.first_day) for one in found.clashes if not one.rule}
    kinds = {post.id: post.kind or post.id for post in problem.posts}
    kept = tuple(
        one
        for one in problem.demands
        if (kinds[one.post], one.day.isoformat()) in asked and days[0] <= one.day <= days[1]
    )
    alone = replace(problem, demands=kept)
    spare = {rule.value for rule in Watch(alone, *days).rules()}
    spare -= {one.rule for one in found.clashes}
    alone = without(alone, [replace(found.clashes[0], rule=rule) for rule in sorted(spare)])
    holds = [shortage(without(alone, [one]), window=days).least_empty for one in found.clashes]
    return shortage(alone, window=days).least_empty > 0 and not any(holds)


def person_by_person(problem: Problem, seconds: float) -> tuple[float, float]:
    """Return the least empty seats that CP-SAT proves of these two days, and the seconds."""
    demands = [one for one in problem.demands if EVE <= one.day <= VOTE]
    model = cp_model.CpModel()
    on: dict[str, list[cp_model.IntVar]] = defaultdict(list)
    rest = 11 * 60
    for person in problem.people:
        spans = [one for one in problem.absences if one.person == person.id]
        stands = {
            one.id: model.new_bool_var("")
            for one in demands
            if meets(person, one.needs)
            and all(
                one.ends_at <= span.starts_at or span.ends_at <= one.starts_at for span in spans
            )
        }
        own = [one for one in demands if one.id in stands]
        for instant in sorted({one.starts_at for one in own}):
            now = [
                one
                for one in own
                if one.starts_at <= instant and _until(one, rest) > instant.timestamp()
            ]
            model.add_at_most_one(stands[one.id] for one in now)
        for one in own:
            on[one.id].append(stands[one.id])
    for one in demands:
        model.add(sum(on[one.id]) <= one.count)
    model.maximize(sum(sum(variables) for variables in on.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.linearization_level = 1, 2
    solver.parameters.max_time_in_seconds = seconds
    began = time.process_time()
    status = solver.solve(model)
    took = time.process_time() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0.0, took  # stopped before it knew anything
    seats = sum(one.count for one in demands)
    return max(0.0, seats - solver.best_objective_bound), took


def _until(demand: Demand, rest: int) -> float:
    return demand.ends_at.timestamp() + 60 * max(rest, demand.rest_after_minutes)


def measured_candidates(problem: Problem) -> Limit:
    roster = solve(problem, seed=1, rounds=1).roster
    gc.collect()  # what the search left behind is not what is measured
    began = time.process_time()
    verify(problem, roster)
    whole = time.process_time() - began
    rng = random.Random(2024)
    took = []
    for out in rng.sample(roster, ASKED):
        left = tuple(one for one in roster if one != out)
        began = time.process_time()
        assert candidates(problem, left, out.demand)
        took.append(time.process_time() - began)
    print(f"\ncandidates for a seat, {len(problem.people)} people, {problem.days} days")
    print(f"{'the whole verdict, once':40}{whole:9.3f} s, for each person {whole * 425:.0f} s")
    print(f"{'candidates, median of ' + str(ASKED):40}{sorted(took)[ASKED // 2]:9.3f} s")
    return Limit("candidates for a seat, slowest", 0.2, max(took))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="that CP-SAT is given")
    asked = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(f"{'':40}{'seats':>8}{'empty':>8}{'clashes':>9}{'ways out':>10}{'CPU s':>9}")
    vote = guard_problem(Size(days=31, first_day=NOVEMBER, is_relieved=False), 1)
    full = guard_problem(Size(days=31, first_day=OCTOBER, patrol=7), 1)
    days, first = timed_shortage("two days", vote, (EVE, VOTE), 3.0)
    _, second = timed_shortage("the month of the vote", vote, None, 20.0)
    _, third = timed_shortage("a month short of hours", full, None, 20.0)
    print(f"\nthe conflict of the two days is a smallest one: {is_smallest(vote, days)}")
    proved, took = person_by_person(vote, asked.seconds)
    print(f"person by person, CP-SAT proves at least {proved:.0f} empty seats in {took:.1f} CPU s")
    quiet = guard_problem(Size(days=31, first_day=OCTOBER), 1)
    return conclude([first, second, third, measured_candidates(quiet)])


if __name__ == "__main__":
    sys.exit(main())
