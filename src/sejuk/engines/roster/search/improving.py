"""
One search for better rosters.

While it is hot, a round exchanges duties between pairs of people, dearer ones too now and then
(`rows.anneal`). Once it has cooled, a round fills whole columns anew and deals whole stretches of
days anew among the people, each exactly, with a little noise that dies down. Columns with empty
seats are filled anew in every round, and empty seats take part in exchanges. The best roster is
kept.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

from sejuk.engines.roster.search.assigning import fill_column, first_rows
from sejuk.engines.roster.search.costing import close_broken_shifts, empty_seats, judged
from sejuk.engines.roster.search.grid import (
    FAIR,
    NOBODY,
    ROW_RULES,
    UNLIMITED,
    Field,
    Floats,
    Grid,
    Rows,
    Terms,
)
from sejuk.engines.roster.search.rows import anneal, fragment_prices, loads_of

# Exchanges tried in one round for each person and column, and at least and at most in all (chosen:
# a round of 425 people and 14 days takes a quarter of a second).
EXCHANGES, LEAST_EXCHANGES, MOST_EXCHANGES = 100, 2_000, 2_000_000
# In the prices of the rules (chosen by trial): an early exchange may cost some kilometres more, a
# late one next to nothing. Whoever goes on from an earlier roster does not melt it.
HOT, WARM, COLD = 2.0, 0.8, 0.5
# Where there are few people and columns, there is time to leave even dear seats empty for a while.
MOLTEN, FEW_CELLS = 1000.0, 1_000
POLISHED = 0.6  # from this part of the search on, columns and stretches are dealt anew (chosen)
NOISE = 1.5
# Dealt anew in one round at most: columns, stretches of so many columns, people (chosen for time).
COLUMNS, STRETCHES, LONGEST, PEOPLE = 28, 6, 14, 450
# Empty seats of one column that take part in exchanges, at most (chosen for time).
MOST_NOBODIES = 60
SEEDS = 1 << 32


def with_nobodies(field: Field, rows: Rows) -> tuple[Grid, Rows]:
    """
    Return grid and rows with a row for nobody, as many as there are empty seats in one column.

    Nobody stands the empty seats: he costs what an empty seat costs and keeps no rules. So an
    exchange with him leaves a cheap seat empty for a dear one.
    """
    grid, empty = field.grid, empty_seats(field, rows)
    most = 0
    stood = np.full((MOST_NOBODIES, rows.shape[1]), NOBODY, dtype=np.int32)
    for column in range(grid.history, field.columns):
        first, last = grid.first_place[column : column + 2]
        seats = np.repeat(np.arange(first, last), empty[first:last])[:MOST_NOBODIES]
        stood[: len(seats), column] = seats
        most = max(most, len(seats))
    if not most:
        return grid, rows.copy()
    free = np.zeros((most, len(FAIR)))
    terms, nobody = grid.terms, np.zeros((most, len(ROW_RULES)))
    grown = Terms(
        np.vstack([terms.amounts, np.full(nobody.shape, UNLIMITED)]),
        np.vstack([terms.each, nobody]),
        np.vstack([terms.per, nobody]),
        np.vstack([terms.low, free]),
        np.vstack([terms.high, free]),
        np.vstack([terms.out, free]),
        np.append(terms.most_minutes, np.full(most, float(UNLIMITED))),
        np.append(terms.least_minutes, np.zeros(most)),
        terms.limit_price,
    )
    costs = np.repeat(field.prices.worth.astype(np.float32)[None, :], most, axis=0)
    everybody = grid._replace(terms=grown, costs=np.vstack([grid.costs, costs]))
    return everybody, np.vstack([rows, stood[:most]])


class Search:
    """One worker's roster and the best it has seen."""

    def __init__(self, field: Field, rows: Rows, seed: int, *, is_resumed: bool) -> None:
        self.cells = field.people * (field.columns - field.grid.history)
        hot = HOT if self.cells > FEW_CELLS else MOLTEN
        self.field, self.hot = field, WARM if is_resumed else hot
        self.rng = np.random.default_rng(seed)
        self.best = rows.copy()
        close_broken_shifts(field, self.best)
        self.judged = judged(field, self.best)
        self.rows = self.best.copy()
        first_rows(field, self.rows, self.rng)
        self._keep_best()

    def go_on(self, part: float) -> None:
        """Go one round further; `part` of the search is over."""
        field, loads = self.field, loads_of(self.field.grid, self.rows)
        heat = self.hot * (COLD / self.hot) ** min(1.0, part / POLISHED)
        if part >= POLISHED:
            self._polish(loads, NOISE * (1.0 - part) / (1.0 - POLISHED))
        else:
            self._anneal(loads, heat)
        empty = np.flatnonzero(empty_seats(field, self.rows))
        columns = np.unique(np.searchsorted(field.grid.first_place, empty, side="right") - 1)
        for column in columns.tolist():
            fill_column(field, self.rows, loads, column, noise=heat, rng=self.rng)
        self._keep_best()

    def _anneal(self, loads: Floats, heat: float) -> None:
        steps = min(max(EXCHANGES * self.cells, LEAST_EXCHANGES), MOST_EXCHANGES)
        if self.field.people:
            seed, people = int(self.rng.integers(SEEDS)), self.field.people
            grid, rows = with_nobodies(self.field, self.rows)
            carried = np.vstack([loads, np.zeros((len(rows) - people, loads.shape[1]))])
            anneal(grid, rows, carried, seed, steps, heat)
            self.rows[:], loads[:] = rows[:people], carried[:people]

    def _polish(self, loads: Floats, noise: float) -> None:
        first, last = self.field.grid.history, self.field.columns
        for column in first + self.rng.permutation(last - first)[:COLUMNS]:
            fill_column(self.field, self.rows, loads, int(column), noise=noise, rng=self.rng)
        for _ in range(STRETCHES):
            start = int(self.rng.integers(first, last))
            end = min(last, start + int(self.rng.integers(1, LONGEST + 1)))
            self._deal_stretch(loads, np.array([start, end]), noise)

    def _deal_stretch(self, loads: Floats, stretch: np.ndarray, noise: float) -> None:
        """Deal the duties of a stretch of columns, as whole pieces of rows, anew."""
        grid, rows = self.field.grid, self.rows
        people = np.sort(self.rng.permutation(self.field.people)[:PEOPLE])
        prices = fragment_prices(grid, rows, loads, people, stretch)
        if noise:
            prices += noise * self.rng.random(prices.shape)
        takers, given = linear_sum_assignment(prices)
        columns = slice(*stretch.tolist())
        before = rows[people, columns]
        rows[people[takers], columns] = before[given]
        loads[:] = loads_of(grid, rows)

    def _keep_best(self) -> None:
        close_broken_shifts(self.field, self.rows)
        found = judged(self.field, self.rows)
        if found < self.judged:
            self.best, self.judged = self.rows.copy(), found
