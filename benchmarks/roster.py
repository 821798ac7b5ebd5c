"""
How soon there is a roster for 425 people, how good it gets, and how it is mended.

`_guard_problem` makes the force and what it guards. Measured are: the first legal roster for 14, 28
and 131 days and its memory; what is left to gain after a minute, against the bound of the linear
relaxation (computed in a process of its own); how nights and weekends are spread; a demand near
what the force can bear; the eve of the vote that cannot be met; rosters for 100 and 2,000 people;
mending after 10, 20 and 40 fall ill. Beside them, with the same time, stands a plain CP-SAT model.
Every roster goes to `verify`.

Times are seconds of the processor (the clock of searches too), `wall` those of the wall. It ends
with 1 when a promised limit does not hold. Run it with `./sejuk bench roster`: about ten minutes
on a quiet machine; `--long` takes ten seeds and five minutes more each. The public instances have
a benchmark of their own: `./sejuk bench public_roster`.
"""

import argparse
import os
import platform
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

from benchmarks._guard_problem import FIRST_DAY, WIB, Size, guard_problem
from benchmarks._limits import Limit, conclude
from benchmarks._plain_guard import plain_roster
from sejuk.engines.roster import (
    Absence,
    Bound,
    Level,
    Problem,
    Roster,
    RuleCode,
    bound,
    loads,
    repair,
    solve,
    verify,
)
from sejuk.engines.roster.bounds.bounding import least_empty_seats

FIRST_AT_MOST = {14: 3.0, 28: 3.0, 131: 3.0}
GAP_MEDIAN_AT_MOST, GAP_AT_MOST = 0.02, 0.04
REPAIR_AT_MOST, TIGHT_REPAIR_AT_MOST = 1.0, 5.0
MEMORY_AT_MOST = 300
SATURATED, TIGHT, NORMAL = 6, 5, 3
FRESH_SEED = 101  # no seed from here on was used to choose anything
ILL_FROM = datetime(2024, 9, 7, 7, tzinfo=WIB)


def breaches(problem: Problem, roster: Roster) -> int:
    """Return how many binding rules a roster breaks, empty seats left out."""
    found = verify(problem, roster).breaches
    return sum(one.level is not Level.SOFT and one.rule is not RuleCode.COVER for one in found)


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def first_roster(size: Size, seed: int) -> tuple[float, int, int, int]:
    """Return seconds, empty seats, breaches and megabytes of the first roster."""
    problem = guard_problem(size, seed)
    began = time.process_time()
    solution = solve(problem, seed=seed, rounds=0)
    seconds = time.process_time() - began
    used = memory()
    return seconds, solution.empty_seats, breaches(problem, solution.roster), used


def measured_firsts() -> Iterator[Limit]:
    print(f"\n{'first roster':30}{'CPU s':>8}{'empty':>7}{'breaches':>10}{'MB':>6}")
    sizes = [Size(days=days) for days in FIRST_AT_MOST]
    sizes += [Size(people=100, days=28), Size(people=2_000, days=28)]
    for size in sizes:
        with ProcessPoolExecutor(1) as alone:
            alone.submit(first_roster, Size(days=2), 1).result()  # loads what is compiled
            seconds, empty, broken, used = alone.submit(first_roster, size, FRESH_SEED).result()
        name = f"{size.people:,} people, {size.days} days"
        print(f"{name:30}{seconds:8.2f}{empty:7}{broken:10}{used:6}", flush=True)
        if size.people == Size().people:
            yield Limit(f"first roster, {name}", FIRST_AT_MOST[size.days], seconds)
        if size.days == max(FIRST_AT_MOST):
            yield Limit(f"memory, {name}", MEMORY_AT_MOST, used, "MB")


def measured_gaps(days: int, seeds: Sequence[int], times: Sequence[float]) -> Iterator[Limit]:
    """Print what is left to gain after some times, seed by seed."""
    shares = []
    for seed in seeds:
        problem = guard_problem(Size(days=days), seed)
        with ProcessPoolExecutor(1) as alone:
            proof: Future[Bound] = alone.submit(bound, problem)
            found = [
                solve(problem, seed=seed, seconds=seconds, clock=time.process_time)
                for seconds in times
            ]
            proved = proof.result()
        for seconds, solution in zip(times, found, strict=True):
            gap = proved.gap(solution.cost)
            broken = breaches(problem, solution.roster)
            inside = spread(problem, solution.roster)
            print(
                f"{days} days, seed {seed}, {seconds:.0f} s: cost {solution.cost:,}, at least "
                f"{proved.cost:,}: gap {gap:.2%}; {solution.empty_seats} empty, {broken} breaches; "
                f"fair: {inside}",
                flush=True,
            )
        shares.append(proved.gap(found[0].cost))
    median = 100 * statistics.median(shares)
    yield Limit(f"median gap, {days} days", 100 * GAP_MEDIAN_AT_MOST, median, "%")
    yield Limit(f"worst gap, {days} days", 100 * GAP_AT_MOST, 100 * max(shares), "%")


def spread(problem: Problem, roster: Roster) -> str:
    """Return which part of the people is inside the fair share of each kind."""
    carried = loads(problem, roster)
    kinds = ("nights", "weekends", "fridays")
    parts = (
        sum(getattr(one, kind).outside == 0 for one in carried) / len(carried) for kind in kinds
    )
    return ", ".join(f"{kind} {part:.1%}" for kind, part in zip(kinds, parts, strict=True))


def measured_baseline(seconds: float) -> None:
    problem = guard_problem(Size(days=14), FRESH_SEED)
    seats = sum(demand.count for demand in problem.demands)
    began, wall = time.process_time(), time.monotonic()
    empty, roster, least = plain_roster(problem, seconds)
    took, waited = time.process_time() - began, time.monotonic() - wall
    broken = breaches(problem, roster) if roster else 0
    print(
        f"plain CP-SAT, 14 days: {empty:,} of {seats:,} seats empty (at least {least:.0f}), "
        f"{broken} breaches, {took:.0f} CPU s, {waited:.0f} s wall, {memory()} MB",
        flush=True,
    )


def measured_saturated(seconds: float) -> None:
    problem = guard_problem(Size(days=28, patrol=SATURATED), FRESH_SEED)
    solution = solve(problem, seed=FRESH_SEED, seconds=seconds, clock=time.process_time)
    print(
        f"314 seats a day, 28 days, {seconds:.0f} s: {solution.empty_seats} empty, "
        f"{breaches(problem, solution.roster)} breaches",
        flush=True,
    )


def measured_eve() -> None:
    size = Size(days=4, first_day=date(2024, 11, 25), is_relieved=False)
    problem = guard_problem(size, FRESH_SEED)
    began = time.process_time()
    least = least_empty_seats(problem)
    proved = time.process_time() - began
    solution = solve(problem, seed=FRESH_SEED, seconds=20, clock=time.process_time)
    print(
        f"eve of the vote without relief: {solution.empty_seats} empty after 20 s, at least "
        f"{least} in any roster (proved in {proved:.2f} CPU s), "
        f"{breaches(problem, solution.roster)} breaches",
        flush=True,
    )


def on_duty(problem: Problem, roster: Roster, instant: datetime) -> set[str]:
    during = {one.id for one in problem.demands if one.starts_at < instant < one.ends_at}
    return {one.person for one in roster if one.demand in during}


def measured_repairs(name: str, patrol: int, at_most: float) -> Iterator[Limit]:
    problem = guard_problem(Size(days=28, patrol=patrol), FRESH_SEED)
    roster = solve(problem, seed=FRESH_SEED, seconds=20, clock=time.process_time).roster
    busy = on_duty(problem, roster, ILL_FROM)
    free = [person.id for person in problem.people if person.id not in busy]
    slowest = 0.0
    for ill, days in ((1, 5), (10, 4), (20, 3), (40, 3)):
        for draw in range(2):
            sick = random.Random(draw).sample(free, ill)
            until = ILL_FROM + timedelta(days=days)
            more = tuple(Absence(person, ILL_FROM, until, "ill") for person in sick)
            changed = replace(problem, absences=problem.absences + more)
            began = time.process_time()
            mended = repair(changed, roster, frozen_until=ILL_FROM)
            seconds = time.process_time() - began
            slowest = max(slowest, seconds)
            print(
                f"{name}, {ill} ill for {days} days: {mended.lost} seats lost, {mended.put_on} "
                f"people put on, at least {mended.least_changes}"
                f"{' (proved fewest)' if mended.is_proved else ''}; {mended.empty_seats} empty, at "
                f"least {mended.least_empty_seats}; {breaches(changed, mended.roster)} breaches; "
                f"{seconds:.2f} CPU s",
                flush=True,
            )
    yield Limit(f"slowest mending, {name}", at_most, slowest)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--seeds", type=int, default=1, help="how many fresh seeds")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--long", action="store_true", help="ten seeds, and 300 s too")
    options = parser.parse_args()
    seeds = range(FRESH_SEED, FRESH_SEED + (10 if options.long else options.seeds))
    times = (options.seconds, 300.0) if options.long else (options.seconds,)
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    print(f"first day {FIRST_DAY}, seeds from {FRESH_SEED}", flush=True)
    limits = list(measured_firsts())
    print()
    limits += measured_repairs("normal load", NORMAL, REPAIR_AT_MOST)
    limits += measured_repairs("tight load", TIGHT, TIGHT_REPAIR_AT_MOST)
    print()
    measured_eve()
    measured_saturated(options.seconds)
    measured_baseline(options.seconds)
    for days in (14, 28):
        limits += measured_gaps(days, seeds, times)
    return conclude(limits)


if __name__ == "__main__":
    sys.exit(main())
