"""The plain model that rosters of lines are measured against: CP-SAT, as one writes it."""

import time
from dataclasses import dataclass
from itertools import product
from threading import Event, Thread

import numpy as np
from ortools.sat.python import cp_model

from sejuk.engines.roster.sequences.lines import WEEKENDS, Lines
from sejuk.engines.roster.sequences.pricing import SATURDAY, SUNDAY


@dataclass(frozen=True)
class Plain:
    """What the plain model reached; `cost` is None without a roster."""

    cost: int | None
    bound: int
    seconds: float


class Model:
    """One variable for each person, day and kind of duty, and the rules as they are said."""

    def __init__(self, lines: Lines) -> None:
        self.lines, self.model = lines, cp_model.CpModel()
        shape = lines.people, lines.days, lines.kinds
        new = self.model.new_bool_var
        self.on = {at: new("") for at in product(*map(range, shape)) if lines.allowed[at]}
        self.at_work = [[new("") for _ in range(lines.days)] for _ in range(lines.people)]
        for person in range(lines.people):
            self._line(person)
            self._totals(person)
        self.model.minimize(self._cost())

    def _line(self, person: int) -> None:
        lines, terms = self.lines, self.lines.terms[person]
        works = self.at_work[person]
        for day, work in enumerate(works):
            own = [self.on.get((person, day, kind), 0) for kind in range(lines.kinds)]
            self.model.add(sum(own) == work)
            for early, late in np.argwhere(~lines.follows).tolist():
                first = self.on.get((person, day, early), 0)
                then = self.on.get((person, day + 1, late), 0)
                self.model.add(first + then <= 1)
        for first in range(lines.days - terms.most_on):
            self.model.add(sum(works[first : first + terms.most_on + 1]) <= terms.most_on)
        for least, sign in ((terms.least_on, 1), (terms.least_off, -1)):
            self._no_shorter_run(works, least, sign)

    def _no_shorter_run(self, works: list[cp_model.IntVar], least: int, sign: int) -> None:
        for length in range(1, least):
            for first in range(1, self.lines.days - length):
                run = works[first : first + length]
                around = [works[first - 1], works[first + length]]
                inside = [work if sign > 0 else work.negated() for work in run]
                edges = [work.negated() if sign > 0 else work for work in around]
                self.model.add_bool_or([one.negated() for one in (*inside, *edges)])

    def _totals(self, person: int) -> None:
        lines, terms = self.lines, self.lines.terms[person]
        own = {at[1:]: one for at, one in self.on.items() if at[0] == person}
        units = sum(int(lines.lengths[kind]) * one for (_, kind), one in own.items())
        self.model.add_linear_constraint(units, terms.least_units, terms.most_units)
        for kind in range(lines.kinds):
            duties = [one for (_, other), one in own.items() if other == kind]
            self.model.add(sum(duties) <= terms.most_of[kind])
        weekends = []
        for day in np.flatnonzero(lines.week == SATURDAY).tolist():
            weekends.append(self.model.new_bool_var(""))
            for weekend_day in range(day, min(day + 2, lines.days)):
                self.model.add_implication(self.at_work[person][weekend_day], weekends[-1])
        if lines.week[0] == SUNDAY:
            weekends.append(self.at_work[person][0])
        self.model.add(sum(weekends) <= terms.most_of[WEEKENDS])

    def _cost(self) -> cp_model.LinearExprT:
        lines = self.lines
        cost = [int(lines.costs[at]) * one for at, one in self.on.items() if lines.costs[at]]
        for day, kind in np.ndindex(lines.needed.shape):
            under, over = (self.model.new_int_var(0, lines.people, "") for _ in range(2))
            there = [self.on.get((person, day, kind), 0) for person in range(lines.people)]
            self.model.add(sum(there) + under - over == int(lines.needed[day, kind]))
            cost += [int(lines.under[day, kind]) * under, int(lines.over[day, kind]) * over]
        return sum(cost) + lines.off_costs


def plain(lines: Lines, seconds: float) -> Plain:
    """Return what CP-SAT reaches in so many seconds of the processor, the building apart."""
    model = Model(lines).model
    solver = cp_model.CpSolver()
    # The best setting of those tried on these instances: one worker, all of the relaxation.
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    began, done = time.process_time(), Event()

    def watch() -> None:
        while not done.wait(0.05):
            if time.process_time() - began > seconds:
                solver.stop_search()

    watcher = Thread(target=watch)
    watcher.start()
    status = solver.solve(model)
    done.set()
    watcher.join()
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    cost = round(solver.objective_value) if found else None
    took = time.process_time() - began
    return Plain(cost, int(np.ceil(solver.best_objective_bound - 1e-6)), took)
