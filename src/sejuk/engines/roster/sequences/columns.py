"""
Rosters of lines: column generation, dives, and polishing by the same means.

A column is all that one person does over the whole horizon. A linear program chooses among the
columns known; its prices say what a duty on each day is worth; for each person the cheapest line
at these prices is found exactly by dynamic programming (`pricing`) and joins the program. When none
is missing, the program's value is a bound that no roster can beat, and mostly a tight one. Lines
for whole numbers come from dives (`diving`), and a search that makes the lines of a few people anew
by the same means (`polishing`) removes what the dives left. Long horizons begin with some weeks at
a time (`rolling`).

Desrosiers and Lübbecke, "A Primer in Column Generation", 2005; Burke and Curtois, "New approaches
to nurse rostering benchmark instances", EJOR 237, 2014 (branch and price with such columns).
"""

from dataclasses import replace

import numpy as np

from sejuk.engines.roster.asked.problem import Problem, Roster
from sejuk.engines.roster.asked.solutions import Clock, OnProgress, Progress, Solution
from sejuk.engines.roster.sequences.diving import dive
from sejuk.engines.roster.sequences.lines import Line, cover_of, keeps_terms, total_cost
from sejuk.engines.roster.sequences.masters import Master, Rounds
from sejuk.engines.roster.sequences.offers import WIDE_UNITS, Pricer, whole_stretch
from sejuk.engines.roster.sequences.polishing import Polish
from sejuk.engines.roster.sequences.pricing import Floats
from sejuk.engines.roster.sequences.proving import FEW_LINES, MOST_LINES, proof
from sejuk.engines.roster.sequences.rolling import (
    first_lines,
    mended,
    rolled_lines,
    with_terms_that_can_be_kept,
)
from sejuk.engines.roster.sequences.sequences import Question, question_of

ROUNDS = 200  # of polishing where neither rounds nor seconds are given; chosen: a minute or less
# Chosen by trial: the root of 42 days is soon solved; beyond it a dive is poor, and beyond so many
# rows of the program (days x kinds) the root is out of reach.
DAYS_TO_DIVE, ROWS_AT_ROOT = 56, 600
ROOT_PART, DIVE_PART = 0.35, 0.7  # of the seconds, after which root and dive stop
ROOT_ROUNDS = 400
PROOF_PART = 0.3  # of the seconds or rounds, after which a proof is tried; chosen


class _Stop:
    """When the search is over: too late, or somebody said so."""

    def __init__(self, seconds: float | None, clock: Clock | None) -> None:
        if seconds is not None and clock is None:
            raise ValueError("A search that stops after so many seconds needs a clock.")
        self.seconds, self.clock = seconds, clock
        self.began = clock() if clock else 0.0
        self.is_cancelled = False

    def passed(self) -> float:
        return self.clock() - self.began if self.clock else 0.0

    def is_over(self, part: float = 1.0) -> bool:
        late = self.seconds is not None and self.passed() >= part * self.seconds
        return self.is_cancelled or late


class _Search:
    """One search: the best lines so far, the bound, and who hears of them."""

    def __init__(
        self, question: Question, stop: _Stop, seed: int, on_progress: OnProgress | None
    ) -> None:
        self.question, self.stop, self.seed = question, stop, seed
        self.lines = question.lines
        self.pricer = Pricer(self.lines)
        self.on_progress = on_progress
        self.best: list[Line] = []
        self.cost = 0
        self.bound = 0
        self.rounds = 0
        self.pool: dict[int, list[Line]] = {}
        self.covers: Floats | None = None

    def offer(self, roster: list[Line]) -> None:
        """Keep a roster when it is better than the best."""
        cost = total_cost(self.lines, roster)
        if not self.best or cost < self.cost:
            self.best, self.cost = list(roster), cost

    def tell(self) -> None:
        """Let the caller hear how far the search is; he may stop it."""
        if self.on_progress is None:
            return
        told = self.solution()
        progress = Progress(
            told.rounds,
            told.cost,
            told.empty_seats,
            told.bound,
            told.gap,
            self.stop.passed(),
        )
        if not self.on_progress(progress, told.roster):
            self.stop.is_cancelled = True

    def solution(self) -> Solution:
        bound = min(self.bound, self.cost)
        missing = self.lines.needed - cover_of(self.lines, self.best)
        return Solution(
            self.question.roster(self.best),
            self.cost,
            int(np.maximum(missing, 0).sum()),
            bound,
            (self.cost - bound) / self.cost if self.cost else 0.0,
            self.rounds,
            self.stop.is_cancelled,
            self.seed,
        )

    @property
    def is_proved(self) -> bool:
        return self.cost <= self.bound

    def root(self) -> None:
        """Solve the program of all people over all days: the bound, and a dive from there."""
        lines, stop = self.lines, self.stop
        stretches = [whole_stretch(lines, person) for person in range(lines.people)]
        master = Master(lines, self.pricer, stretches, lines.needed)
        for person, line in enumerate(self.best):
            master.add(person, line)
        rounds = Rounds(master, most=ROOT_ROUNDS)
        rounds.run(lambda: stop.is_over(ROOT_PART))
        if np.isfinite(rounds.bound):
            self.bound = max(self.bound, int(rounds.whole_bound) + lines.off_costs)
        if rounds.best_prices is not None:
            self.covers = rounds.best_prices
        columns = master.columns
        ranked = [
            (master.reduced_cost(one.person, one.line, one.cost), at)
            for at, one in enumerate(columns)
        ]
        for _, at in sorted(ranked):
            self.pool.setdefault(columns[at].person, []).append(columns[at].line)
        if lines.days <= DAYS_TO_DIVE and not stop.is_over(ROOT_PART):
            found = dive(lines, self.pricer, master, lambda: stop.is_over(DIVE_PART))
            if found is not None:
                self.offer([found.lines[person] for person in range(lines.people)])

    def polish(self, rounds: int | None) -> None:
        """Polish until the bound is reached or time or rounds are over; try proofs on the way."""
        rng = np.random.default_rng(self.seed)
        polish = Polish(self.lines, self.pricer, list(self.best), rng)
        polish.pool = self.pool
        for person in range(self.lines.people):
            polish.turn(person)
        self.offer(polish.roster)
        tries = [MOST_LINES, FEW_LINES]
        while not (self.stop.is_over() or self.is_proved):
            is_midway = self.stop.is_over(PROOF_PART) or self.rounds == (rounds or -2) // 2
            if self.covers is not None and len(tries) > (0 if is_midway else 1):
                self.prove(self.covers, tries.pop())
                continue
            if rounds is not None and self.rounds >= rounds:
                return
            self.rounds += 1
            polish.step(self.stop.is_over)
            self.offer(polish.roster)
            self.tell()

    def prove(self, covers: Floats, most: int) -> None:
        """Look among all lines that a better roster could have, where they are few enough."""
        seconds = None if self.stop.seconds is None else self.stop.seconds - self.stop.passed()
        found = proof(self.lines, self.pricer, covers, self.cost, most, seconds)
        if found is None:
            return
        if found.roster is not None:
            self.offer(found.roster)
        if found.is_proved:
            self.bound = self.cost


def solve_by_columns(
    problem: Problem,
    *,
    seed: int,
    start: Roster = (),
    rounds: int | None = None,
    seconds: float | None = None,
    clock: Clock | None = None,
    on_progress: OnProgress | None = None,
) -> Solution:
    """
    Return the best roster found for a problem of which `sequences.asks_for_lines` holds.

    `rounds` and `seconds` limit the polishing; the program before it takes at most its part of the
    seconds. Where somebody's terms contradict each other, as if he must work 56 hours in three
    shifts, he gets the line that comes nearest to the hours asked, and `verify` says so.

    >>> from datetime import date
    >>> solve_by_columns(Problem(date(2024, 11, 4), 7, (), (), ()), seed=1).roster
    ()

    :raises ValueError: seconds without a clock
    """
    stop = _Stop(seconds, clock)
    if not problem.people or not problem.demands:
        return Solution((), 0, 0, 0, 0.0, 0, is_cancelled=False, seed=seed)
    question = question_of(problem)
    question = replace(question, lines=with_terms_that_can_be_kept(question.lines))
    search = _Search(question, stop, seed, on_progress)
    _begin(search, start)
    lines = question.lines
    if not stop.is_over() and lines.days > DAYS_TO_DIVE:
        rolled = rolled_lines(lines, search.pricer, lambda part: stop.is_over(DIVE_PART * part))
        search.offer(rolled)
        search.tell()
    is_exact = all(terms.most_units <= WIDE_UNITS for terms in lines.terms)
    if not stop.is_over() and is_exact and lines.days * lines.kinds <= ROWS_AT_ROOT:
        search.root()
        search.tell()
    most = ROUNDS if rounds is None and seconds is None else rounds
    if not stop.is_over():
        search.polish(most)
    return replace(search.solution(), is_cancelled=stop.is_cancelled)


def _begin(search: _Search, start: Roster) -> None:
    """Give the search its first roster: the start, where its lines keep the terms, and new ones."""
    lines = search.lines
    search.offer(first_lines(lines, search.pricer))
    if start:
        given = [search.question.line(start, person) for person in range(lines.people)]
        kept = [
            line if keeps_terms(lines, person, line) else search.best[person]
            for person, line in enumerate(given)
        ]
        search.offer(mended(lines, search.pricer, kept))
    search.tell()
