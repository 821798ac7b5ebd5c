"""
Filling seats: one column at a time, each exactly.

With all other columns fixed, what a person costs on a seat depends on nobody else in the column, so
the cheapest way to fill it is an assignment problem (Crouse's shortest augmenting paths in scipy,
2016). A first roster fills the columns from left to right and keeps everybody on *pace*: who has
carried more than his share by then costs more.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import linear_sum_assignment

from sejuk.engines.roster.asked.problem import Assignment, Roster
from sejuk.engines.roster.search.grid import DEAR, NEVER, NOBODY, PINNED, Field, Floats, Rows
from sejuk.engines.roster.search.rows import column_prices, loads_of, strain

# In minutes, a duty, ...: by how much of a load people are compared while a first roster is made
# (chosen: a duty of eight hours, one night, one weekend duty, one Friday, one holiday).
PACE_UNITS = np.array([480.0, 1.0, 1.0, 1.0, 1.0])
PACE_MOST = 400.0  # chosen: less than the default price of a seat, so that pace empties none


def first_rows(field: Field, rows: Rows, rng: np.random.Generator) -> None:
    """Fill all seats that can be filled, in the order of time, beside those who already stand."""
    loads = loads_of(field.grid, rows)
    kinds = field.grid.kinds
    whole = np.zeros(loads.shape[1])
    asked = np.zeros((field.columns, loads.shape[1]))
    for column in range(field.grid.history, field.columns):
        whole = whole + kinds.marks[field.grid.kind[field.seats(column)]].sum(axis=0)
        asked[column] = whole
    share = asked / np.where(whole > 0, whole, 1.0)
    for column in range(field.grid.history, field.columns):
        fill_column(field, rows, loads, column, pace=share[column], rng=rng)


def fill_column(
    field: Field,
    rows: Rows,
    loads: Floats,
    column: int,
    *,
    pace: Floats | None = None,
    noise: float = 0.0,
    rng: np.random.Generator,
) -> None:
    """Give the seats of one column to whom they cost least; `rows` and `loads` follow."""
    seats = field.seats(column)
    take_off(field, rows, loads, column)
    prices = column_prices(field.grid, rows, loads, column)
    if pace is not None:
        prices += pace_prices(field, loads, column, pace)
    gains = prices[:, seats - field.grid.first_place[column]] - field.prices.worth[seats]
    if noise:
        gains += noise * rng.random(gains.shape)
    people, taken = linear_sum_assignment(np.minimum(gains, 0.0))
    stands = gains[people, taken] < 0
    people, places = people[stands], seats[taken[stands]]
    rows[people, column] = places
    loads[people] += field.grid.kinds.marks[field.grid.kind[places]]


def pace_prices(field: Field, loads: Floats, column: int, pace: Floats) -> Floats:
    """Return what it costs to put people on places who are ahead of their share."""
    terms = field.grid.terms
    fair = (np.minimum(terms.low, terms.high) + terms.high) / 2 * pace
    ahead = (loads - fair) / PACE_UNITS
    weights = np.where(terms.out > 0, np.minimum(terms.out, PACE_MOST), 0.0) * np.minimum(
        PACE_UNITS, 8.0
    )
    places = slice(*field.grid.first_place[column : column + 2])
    marks = field.grid.kinds.marks[field.grid.kind[places]] / PACE_UNITS
    linear = (weights * ahead) @ marks.T
    return np.asarray(np.clip(linear, -PACE_MOST, PACE_MOST))


def take_off(field: Field, rows: Rows, loads: Floats, column: int) -> None:
    """Take everybody off a column."""
    stood = rows[:, column]
    people = np.flatnonzero(stood >= 0)
    loads[people] -= field.grid.kinds.marks[field.grid.kind[stood[people]]]
    rows[:, column] = NOBODY


def seated(field: Field, roster: Roster) -> Rows:
    """Return rows with as much of a roster as can stand by the rules that bind."""
    row_of = {one.id: row for row, one in reversed(list(enumerate(field.problem.people)))}
    places: dict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(field.places):
        places[field.problem.demands[place.demand].id].append(at)
    column_of = np.searchsorted(field.grid.first_place, np.arange(len(field.places)), "right") - 1
    rows = field.empty.copy()
    standing: dict[str, list[int]] = defaultdict(list)
    for one in sorted(set(roster), key=lambda one: (one.demand, one.person)):
        if one.person in row_of and one.demand in places:
            standing[one.demand].append(row_of[one.person])
    for demand, stood in standing.items():
        column = int(column_of[places[demand][0]])
        people = np.array([row for row in stood if rows[row, column] == NOBODY], dtype=np.int64)
        counts = [field.places[at].count for at in places[demand]]
        seats = np.repeat(np.array(places[demand]), counts)
        prices = np.minimum(field.grid.costs[np.ix_(people, seats)], NEVER)
        # Who brings what a mix asks takes the seat that it has designated.
        for one_of, taken in zip(*linear_sum_assignment(prices), strict=True):
            if prices[one_of, taken] < NEVER:
                rows[people[one_of], column] = seats[taken]
    for row in range(field.people):
        _without_breaches(field, rows, row)
    return rows


def _without_breaches(field: Field, rows: Rows, row: int) -> None:
    """Take off the duties of a person, from the first on, that break what binds; pins stay."""
    grid, whole = field.grid, rows[row].copy()
    if strain(grid, row, whole, 0, field.columns) < DEAR:
        return
    rows[row] = field.empty[row]
    for column in range(grid.history, field.columns):
        if whole[column] == NOBODY:
            continue
        before = strain(grid, row, rows[row], 0, field.columns)
        rows[row, column] = whole[column]
        is_pinned = grid.costs[row, whole[column]] <= -PINNED / 2
        if strain(grid, row, rows[row], 0, field.columns) - before >= DEAR and not is_pinned:
            rows[row, column] = NOBODY


def roster_of(field: Field, rows: Rows) -> Roster:
    """Return the roster that rows stand for."""
    people, columns = np.nonzero(rows[:, field.grid.history :] >= 0)
    demands, problem = field.problem.demands, field.problem
    found = [
        Assignment(
            demands[field.places[rows[person, column + field.grid.history]].demand].id,
            problem.people[person].id,
        )
        for person, column in zip(people.tolist(), columns.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.demand, one.person)))
