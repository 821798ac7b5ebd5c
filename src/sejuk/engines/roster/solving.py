"""
Making a roster: a first one at once, then better and better ones until somebody says stop.

A round exchanges duties between people many times, hotter in early rounds than in late ones, and
then fills columns with empty seats anew. The best roster so far is kept. Each worker goes its own
way from its own seed; what comes out depends on seed, rounds and workers, and on the clock only
where `seconds` says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed  # type: ignore[import-untyped]

from sejuk.engines.roster.assigning import fill_column, first_rows, roster_of, seated
from sejuk.engines.roster.bounding import cheap_bound
from sejuk.engines.roster.costing import close_broken_shifts, empty_seats, judged
from sejuk.engines.roster.fielding import field_of
from sejuk.engines.roster.grid import Field, Rows
from sejuk.engines.roster.problem import Problem, Roster
from sejuk.engines.roster.rows import anneal, loads_of

ROUNDS = 40  # where neither rounds nor seconds are given (chosen: half a minute for 425 people)
# Exchanges tried in one round for each person and column, and at least and at most in all (chosen:
# a round of 425 people and 14 days takes about a quarter of a second).
EXCHANGES, LEAST_EXCHANGES, MOST_EXCHANGES = 35, 2_000, 1_000_000
# In the prices of the rules (chosen by trial): an early exchange may cost some kilometres more, a
# late one next to nothing. Whoever goes on from an earlier roster does not melt it.
HOT, WARM, COLD = 6.0, 1.5, 0.3
COOLING = 0.95  # within one round
SEEDS = 1 << 32


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far the search is: the best so far, and what no roster can cost less than.

    `gap` is the part of the cost that may still be saved: (cost - bound) / cost.
    """

    round: int
    cost: int
    empty_seats: int
    bound: int
    gap: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The best roster found. `is_cancelled` when somebody stopped the search."""

    roster: Roster
    cost: int
    empty_seats: int
    bound: int
    gap: float
    rounds: int
    is_cancelled: bool
    seed: int


Clock = Callable[[], float]
OnProgress = Callable[[Progress, Roster], bool]


class _Search:
    """One worker's roster and the best it has seen."""

    def __init__(self, field: Field, rows: Rows, seed: int) -> None:
        self.field = field
        self.rng = np.random.default_rng(seed)
        self.best = rows.copy()
        close_broken_shifts(field, self.best)
        self.judged = judged(field, self.best)
        self.rows = self.best.copy()
        first_rows(field, self.rows, self.rng)
        self._keep_best()

    def go_on(self, hot: float, cold: float) -> None:
        """Go one round further."""
        field, rows = self.field, self.rows
        loads = loads_of(field.grid, rows)
        cells = field.people * (field.columns - field.grid.history)
        steps = min(max(EXCHANGES * cells, LEAST_EXCHANGES), MOST_EXCHANGES)
        if field.people > 1 and field.places:
            anneal(field.grid, rows, loads, int(self.rng.integers(SEEDS)), steps, hot, cold)
        empty = np.flatnonzero(empty_seats(field, rows))
        columns = np.unique(np.searchsorted(field.grid.first_place, empty, side="right") - 1)
        for column in columns.tolist():
            fill_column(field, rows, loads, column, noise=cold, rng=self.rng)
        self._keep_best()

    def _keep_best(self) -> None:
        close_broken_shifts(self.field, self.rows)
        found = judged(self.field, self.rows)
        if found < self.judged:
            self.best, self.judged = self.rows.copy(), found


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
    budget = _Budget(rounds, seconds, clock)
    field = field_of(problem)
    rows = seated(field, start)
    searches = [_Search(field, rows, seed + worker * SEEDS) for worker in range(max(1, workers))]
    hot = WARM if start else HOT
    bound = cheap_bound(field)
    done, is_cancelled = 0, False
    with Parallel(n_jobs=len(searches), prefer="threads") as together:
        while True:
            solution = _solution(searches, bound, done, seed)
            if on_progress is not None:
                progress = _progress(solution, budget.look())
                is_cancelled = not on_progress(progress, solution.roster)
            budget.look()
            heat, part = _heat(hot, budget.part(done)), budget.part(done)
            if is_cancelled or part >= 1.0 or not field.places or solution.cost <= bound:
                return replace(solution, is_cancelled=is_cancelled)
            colder = max(COLD, heat * COOLING)
            together(delayed(search.go_on)(heat, colder) for search in searches)
            done += 1


def _heat(hot: float, part: float) -> float:
    return float(hot * (COLD / hot) ** part)


def _solution(searches: Sequence[_Search], bound: int, rounds: int, seed: int) -> Solution:
    best = min(searches, key=lambda search: search.judged)
    cost = best.judged[1]
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
