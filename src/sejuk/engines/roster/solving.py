"""
Making a roster: a first one at once, then better and better ones until somebody says stop.

The search goes in rounds (`improving`). Each worker goes its own way from its own seed, and the
best of them is the answer; what comes out depends on seed, rounds and workers, and on the clock
only where `seconds` says so.
"""

from collections.abc import Sequence
from dataclasses import replace

from joblib import Parallel, delayed  # type: ignore[import-untyped]

from sejuk.engines.roster.asked.problem import Problem, Roster
from sejuk.engines.roster.asked.solutions import Clock, OnProgress, Progress, Solution
from sejuk.engines.roster.bounds.bounding import cheap_bound
from sejuk.engines.roster.search.assigning import roster_of, seated
from sejuk.engines.roster.search.costing import empty_seats
from sejuk.engines.roster.search.fielding import field_of
from sejuk.engines.roster.search.improving import SEEDS, Search
from sejuk.engines.roster.search.squads import squads_chosen, squads_in, with_squads
from sejuk.engines.roster.sequences.columns import solve_by_columns
from sejuk.engines.roster.sequences.sequences import asks_for_lines

ROUNDS = 60  # where neither rounds nor seconds are given (chosen: some ten seconds for 425 people)


class _Budget:
    """How long the search may go on, and how hot it still is."""

    def __init__(self, rounds: int | None, seconds: float | None, clock: Clock | None) -> None:
        if seconds is not None and clock is None:
            raise ValueError("A search that stops after so many seconds needs a clock.")
        self.rounds = ROUNDS if rounds is None and seconds is None else rounds
        self.seconds, self.clock = seconds, clock
        self.began = clock() if clock else 0.0
        self.passed = 0.0

    def look(self) -> float:
        """Return how many seconds have passed."""
        self.passed = self.clock() - self.began if self.clock else 0.0
        return self.passed

    def part(self, done: int) -> float:
        """Return which part of the search is over after so many rounds, 1 when all of it."""
        parts = [0.0]
        if self.rounds is not None:
            parts.append(done / self.rounds if self.rounds > 0 else 1.0)
        if self.seconds is not None:
            parts.append(self.passed / self.seconds if self.seconds > 0 else 1.0)
        return min(1.0, max(parts))


def solve(
    problem: Problem,
    *,
    seed: int,
    start: Roster = (),
    rounds: int | None = None,
    seconds: float | None = None,
    clock: Clock | None = None,
    workers: int = 1,
    on_progress: OnProgress | None = None,
) -> Solution:
    """
    Return the best roster found in so many rounds or seconds, whichever end first.

    `start` is an earlier roster to go on from; what of it cannot stand any more is left out. The
    first roster is there before the first round: `on_progress` hears of it and of each round, and
    stops the search by returning False. No answer breaks a rule that is hard or a warning on
    people; seats that nobody may take stay empty.

    >>> from datetime import date
    >>> solve(Problem(date(2024, 11, 4), 7, (), (), ()), seed=1).roster
    ()

    :raises ValueError: seconds without a clock
    """
    if asks_for_lines(problem):
        return solve_by_columns(
            problem,
            seed=seed,
            start=start,
            rounds=rounds,
            seconds=seconds,
            clock=clock,
            on_progress=on_progress,
        )
    budget = _Budget(rounds, seconds, clock)
    choice = {**squads_chosen(problem, seed=seed), **squads_in(problem, start)}
    field = with_squads(field_of(problem), choice)
    rows = seated(field, start)
    searches = [
        Search(field, rows, seed + worker * SEEDS, is_resumed=bool(start))
        for worker in range(max(1, workers))
    ]
    return _searched(searches, budget, seed, on_progress)


def _searched(
    searches: Sequence[Search], budget: _Budget, seed: int, on_progress: OnProgress | None
) -> Solution:
    """Let all go on round by round until time, rounds or patience are over."""
    field = searches[0].field
    bound = cheap_bound(field)
    done, is_cancelled = 0, False
    solution: Solution | None = None
    with Parallel(n_jobs=len(searches), prefer="threads") as together:
        while True:
            solution = _solution(searches, bound, done, seed, solution)
            if on_progress is not None:
                progress = _progress(solution, budget.look())
                is_cancelled = not on_progress(progress, solution.roster)
            budget.look()
            part = budget.part(done)
            if is_cancelled or part >= 1.0 or not field.places or solution.cost <= bound:
                return replace(solution, is_cancelled=is_cancelled)
            together(delayed(search.go_on)(part) for search in searches)
            done += 1


def _solution(
    searches: Sequence[Search], bound: int, rounds: int, seed: int, before: Solution | None
) -> Solution:
    best = min(searches, key=lambda search: search.judged)
    cost = best.judged[1]
    if before is not None and before.cost == cost:
        return replace(before, rounds=rounds)
    bound = min(bound, cost)
    return Solution(
        roster_of(best.field, best.best),
        cost,
        int(empty_seats(best.field, best.best).sum()),
        bound,
        (cost - bound) / cost if cost else 0.0,
        rounds,
        is_cancelled=False,
        seed=seed,
    )


def _progress(solution: Solution, seconds: float) -> Progress:
    return Progress(
        solution.rounds,
        solution.cost,
        solution.empty_seats,
        solution.bound,
        solution.gap,
        seconds,
    )
