"""The linear program over lines: of each person one line, at least cost with the cover."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from sejuk.engines.roster.sequences.lines import Line, Lines, line_cost
from sejuk.engines.roster.sequences.offers import Pricer, Stretch, priced
from sejuk.engines.roster.sequences.pricing import Floats, Ints

NO_LINE = 20_000.0  # of a person without a line; chosen: more than any line is worth
OFFERS = 3  # lines of each person in each round; chosen by trial of 1, 3 and 5
SMOOTHING = 0.5  # part of the best prices in those asked (Wentges 1997); chosen by trial
EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class Column:
    """One line of one person in the program."""

    person: int
    line: Line
    cost: int
    variable: pywraplp.Variable


@dataclass(slots=True)
class Prices:
    """What one more on each day and kind is worth, and each person's line."""

    covers: Floats
    persons: dict[int, float]


class Master:
    """
    The program of some people over some days, while the lines of all others stay.

    `needed` are the people still wanted; the cost is that of the own lines and of the cover.
    """

    def __init__(
        self, lines: Lines, pricer: Pricer, stretches: Iterable[Stretch], needed: Ints
    ) -> None:
        self.lines, self.pricer, self.needed = lines, pricer, needed
        self.stretches = {stretch.person: stretch for stretch in stretches}
        first = next(iter(self.stretches.values()))
        self.days = slice(first.first, first.until)
        self.columns: list[Column] = []
        self.prices = Prices(np.zeros(needed.shape), {})
        self.value = 0.0
        self._known: set[tuple[int, bytes]] = set()
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._objective = self._solver.Objective()
        self._objective.SetMinimization()
        self._rows = self._cover_rows()
        self._choices = {person: self._choice_row() for person in self.stretches}
        self._parameters = pywraplp.MPSolverParameters()
        for key, setting in (
            (pywraplp.MPSolverParameters.INCREMENTALITY, "INCREMENTALITY_ON"),
            (pywraplp.MPSolverParameters.PRESOLVE, "PRESOLVE_OFF"),
        ):
            value = getattr(pywraplp.MPSolverParameters, setting)
            self._parameters.SetIntegerParam(key, value)

    def _variable(self, row: pywraplp.Constraint, coefficient: float, cost: float) -> None:
        variable = self._solver.NumVar(0, self._solver.infinity(), "")
        row.SetCoefficient(variable, coefficient)
        self._objective.SetCoefficient(variable, cost)

    def _cover_rows(self) -> list[list[pywraplp.Constraint]]:
        under, over = self.lines.under[self.days], self.lines.over[self.days]
        rows: list[list[pywraplp.Constraint]] = []
        for day in range(len(self.needed)):
            rows.append([])
            for kind, needed in enumerate(self.needed[day].tolist()):
                row = self._solver.RowConstraint(needed, needed, "")
                self._variable(row, 1.0, float(under[day, kind]))
                self._variable(row, -1.0, float(over[day, kind]))
                rows[-1].append(row)
        return rows

    def _choice_row(self) -> pywraplp.Constraint:
        row = self._solver.RowConstraint(1, 1, "")
        self._variable(row, 1.0, NO_LINE)
        return row

    def add(self, person: int, line: Line) -> bool:
        """Add a line of a person; return whether it is new."""
        key = person, line.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        cost = line_cost(self.lines.costs[person, self.days], line)
        variable = self._solver.NumVar(0, self._solver.infinity(), "")
        self._objective.SetCoefficient(variable, cost)
        self._choices[person].SetCoefficient(variable, 1)
        for day in np.flatnonzero(line >= 0).tolist():
            self._rows[day][line[day]].SetCoefficient(variable, 1)
        self.columns.append(Column(person, line, cost, variable))
        return True

    def solve(self) -> None:
        """Solve with the columns that are there."""
        self._solver.Solve(self._parameters)
        self.value = self._objective.Value()
        covers = np.array([[row.dual_value() for row in rows] for rows in self._rows])
        persons = {person: row.dual_value() for person, row in self._choices.items()}
        self.prices = Prices(covers.reshape(self.needed.shape), persons)

    def reduced_cost(self, person: int, line: Line, cost: int) -> float:
        """Return what a column would change the value by for each part of it that is used."""
        on = np.flatnonzero(line >= 0)
        worth = float(self.prices.covers[on, line[on]].sum())
        return cost - worth - self.prices.persons[person]

    def ask(self, covers: Floats) -> tuple[float, int]:
        """Ask for lines at these prices; return what nothing costs less than, and how many came."""
        bound, added = float((covers * self.needed).sum()), 0
        costs = self.lines.costs
        for person, stretch in self.stretches.items():
            asked = priced(self.lines, stretch, -covers)
            offers = self.pricer.offers(stretch, asked, OFFERS)
            bound += offers.bound
            for _, line in offers.lines:
                cost = line_cost(costs[person, self.days], line)
                if self.reduced_cost(person, line, cost) < -EXACT:
                    added += self.add(person, line)
        return bound, added

    def shares(self) -> list[tuple[float, int]]:
        """Return the columns in use with the part of each, largest first."""
        values = [(column.variable.solution_value(), at) for at, column in enumerate(self.columns)]
        return sorted(
            ((part, at) for part, at in values if part > EXACT), key=lambda one: (-one[0], one[1])
        )


class Rounds:
    """Rounds of solving and asking, until nothing better comes, or `is_over` says stop."""

    def __init__(self, master: Master, *, most: int = 10_000) -> None:
        self.master, self.most = master, most
        self.bound = -np.inf
        self.best_prices: Floats | None = None

    def run(self, is_over: Callable[[], bool], *, ceiling: float = np.inf) -> None:
        """Go on until no line can improve the program, or it can only cost `ceiling` or more."""
        master, smooth = self.master, False
        for _ in range(self.most):
            master.solve()
            covers = master.prices.covers
            if smooth and self.best_prices is not None:
                covers = SMOOTHING * self.best_prices + (1 - SMOOTHING) * covers
            bound, added = master.ask(covers)
            if bound > self.bound:
                self.bound, self.best_prices = bound, covers
            is_closed = self.whole_bound >= min(master.value, ceiling) - EXACT
            if is_closed or not (added or smooth):
                break
            smooth = added > 0
            if is_over():
                break
        master.solve()

    @property
    def whole_bound(self) -> float:
        """Return the bound, rounded up: all costs are whole."""
        return ceil(self.bound - EXACT) if np.isfinite(self.bound) else self.bound
