"""
What a row of duties costs; compiled.

`strain` goes over one person's row from left to right and prices every rule on the order of his
duties. `unfair` prices what he carries. Both are exact, so a search that moves duties between
people knows what each move costs without judging the whole roster again.

All loops that call each other are in this file: compiled code is kept on disk by file.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.compiled import compiled
from sejuk.engines.roster.search.grid import Floats, Grid, Ints, Rows

NEVER, DEAR = 1e9, 1e6
ONE_DUTY, REST, REST_AFTER, FOLLOW, HOURS, NIGHTS, DAYS, WEEKLY = 0, 1, 2, 3, 4, 5, 6, 7
LONG_AGO = -(1 << 40)
DAYS_OF_WEEK, MINUTES_OF_WEEK = 7, 7 * 24 * 60
MINUTES, HOUR = 0, 60
LOADS = 5
# Of the exchanges that are tried: how many take a stretch of days, how many two single days.
# Chosen by trial on the guard problem.
LONG_CHANCE, LONGEST, TWICE_CHANCE = 0.6, 14, 0.7

Row = NDArray[np.int32]


class State(NamedTuple):
    """Where a search stands: rows, and of each person the loads, and what he pays so far."""

    rows: Rows
    loads: Floats
    strains: Floats
    unfairs: Floats


class Desk(NamedTuple):
    """Room to write down two people's rows before they are exchanged."""

    rows: Rows
    loads: Floats
    strains: Floats
    unfairs: Floats


@compiled
def _rests(grid: Grid, person: int, duties: Ints, old: int) -> float:
    """Price overlaps, short rests, and rests that a duty asks for itself."""
    kinds, price = grid.kinds, 0.0
    amounts, each, per = grid.terms.amounts[person], grid.terms.each[person], grid.terms.per[person]
    latest_end, free_at = LONG_AGO, LONG_AGO
    for at in range(duties.shape[0]):
        kind = duties[at]
        start, end = kinds.starts[kind], kinds.ends[kind]
        if at >= old:
            rest = start - latest_end
            if rest < 0:
                price += each[ONE_DUTY] - per[ONE_DUTY] * rest
            elif rest < amounts[REST] and at > 0:
                price += each[REST] + per[REST] * (amounts[REST] - rest)
            if start < free_at:
                price += each[REST_AFTER] + per[REST_AFTER] * (free_at - start)
            if kinds.rest_after[kind] > 0:
                free_at = max(free_at, end + kinds.rest_after[kind])
        latest_end = max(latest_end, end)
    return price


@compiled
def _days(grid: Grid, person: int, duties: Ints, old: int) -> float:
    """Price days and nights in a row, and bands that may not follow each other."""
    kinds, price = grid.kinds, 0.0
    amounts, each, per = grid.terms.amounts[person], grid.terms.each[person], grid.terms.per[person]
    last_day, last_night, days, nights = LONG_AGO, LONG_AGO, 0, 0
    bits_today, bits_before = 0, 0
    for at in range(duties.shape[0]):
        kind = duties[at]
        day = kinds.day[kind]
        if day != last_day:
            is_next = day == last_day + 1
            bits_before, bits_today = (bits_today if is_next else 0), 0
            days = days + 1 if is_next else 1
            last_day = day
            price += per[DAYS] * (at >= old and days > amounts[DAYS])
        price += each[FOLLOW] * (at >= old and (kinds.after_bits[kind] & bits_before) != 0)
        bits_today |= kinds.band_bit[kind]
        if kinds.marks[kind, 1] > 0 and day != last_night:
            nights = nights + 1 if day == last_night + 1 else 1
            last_night = day
            price += per[NIGHTS] * (at >= old and nights > amounts[NIGHTS])
    return price


@compiled
def _weeks(grid: Grid, person: int, duties: Ints, old: int) -> float:
    """Price the counted minutes of each day with a duty and the six days before it."""
    kinds, price = grid.kinds, 0.0
    most = grid.terms.amounts[person, HOURS]
    each, per = grid.terms.each[person, HOURS], grid.terms.per[person, HOURS]
    minutes, tail = 0, 0
    for at in range(duties.shape[0]):
        day = kinds.day[duties[at]]
        minutes += kinds.minutes[duties[at]]
        while kinds.day[duties[tail]] <= day - DAYS_OF_WEEK:
            minutes -= kinds.minutes[duties[tail]]
            tail += 1
        is_last = at + 1 == duties.shape[0] or kinds.day[duties[at + 1]] != day
        if at >= old and is_last and minutes > most:
            price += each + per * (minutes - most)
    return price


@compiled
def _stretches(grid: Grid, person: int, duties: Ints, old: int) -> float:
    """Price stretches of duties without the weekly rest."""
    kinds, price = grid.kinds, 0.0
    asked, each = grid.terms.amounts[person, WEEKLY], grid.terms.each[person, WEEKLY]
    first_start, latest_end, is_priced = LONG_AGO, LONG_AGO, False
    for at in range(duties.shape[0]):
        start = kinds.starts[duties[at]]
        if at == 0 or start - latest_end >= asked:
            first_start, is_priced = start, False
        latest_end = max(latest_end, kinds.ends[duties[at]])
        is_long = latest_end - first_start > MINUTES_OF_WEEK - asked
        if is_long and at >= old and not is_priced:
            price += each
            is_priced = True
    return price


@compiled
def strain(grid: Grid, person: int, row: Row, first: int, last: int) -> float:
    """Return the price of the order of a person's duties in some columns."""
    duties = np.empty(last - first, dtype=np.int64)
    count, old = 0, 0
    for column in range(first, last):
        if row[column] >= 0:
            duties[count] = grid.kind[row[column]]
            count += 1
            old += column < grid.history
    if count == old:
        return 0.0
    stood = duties[:count]
    return (
        _rests(grid, person, stood, old)
        + _days(grid, person, stood, old)
        + _weeks(grid, person, stood, old)
        + _stretches(grid, person, stood, old)
    )


@compiled
def unfair(grid: Grid, person: int, loads: Floats) -> float:
    """Return the price of what a person carries in the horizon."""
    terms = grid.terms
    price = 0.0
    for load in range(LOADS):
        outside = max(loads[load] - terms.high[person, load], terms.low[person, load] - loads[load])
        if outside > 0 and terms.out[person, load] > 0:
            units = outside // HOUR if load == MINUTES else outside
            price += terms.out[person, load] * units
    beyond = max(
        loads[MINUTES] - terms.most_minutes[person], terms.least_minutes[person] - loads[MINUTES]
    )
    if beyond > 0 and terms.limit_price > 0:
        price += terms.limit_price + beyond
    return price


@compiled
def span(grid: Grid, first: int, last: int) -> tuple[int, int]:
    """Return the columns whose duties have a rule in common with those of the given columns."""
    low, high = first, last
    while low > 0 and grid.column_day[low - 1] >= grid.column_day[first] - grid.reach:
        low -= 1
    columns = grid.column_day.shape[0]
    while high < columns and grid.column_day[high] <= grid.column_day[last - 1] + grid.reach:
        high += 1
    return low, high


@compiled
def loads_of(grid: Grid, rows: Rows) -> Floats:
    """Return what each person carries in the horizon."""
    loads = np.zeros((rows.shape[0], LOADS))
    for person in range(rows.shape[0]):
        for column in range(grid.history, rows.shape[1]):
            if rows[person, column] >= 0:
                loads[person] += grid.kinds.marks[grid.kind[rows[person, column]]]
    return loads


@compiled
def row_price(grid: Grid, person: int, row: Row, loads: Floats) -> float:
    """Return the price of a whole row."""
    price = strain(grid, person, row, 0, row.shape[0]) + unfair(grid, person, loads)
    for column in range(grid.history, row.shape[0]):
        if row[column] >= 0:
            price += grid.costs[person, row[column]]
    return price


@compiled
def row_prices(grid: Grid, rows: Rows, loads: Floats) -> Floats:
    """Return the price of each row."""
    prices = np.zeros(rows.shape[0])
    for person in range(rows.shape[0]):
        prices[person] = row_price(grid, person, rows[person], loads[person])
    return prices


@compiled
def column_prices(grid: Grid, rows: Rows, loads: Floats, column: int) -> Floats:
    """Return what it costs to put each person on each place of a column; `loads` without it."""
    first, last = grid.first_place[column], grid.first_place[column + 1]
    low, high = span(grid, column, column + 1)
    prices = np.full((rows.shape[0], last - first), NEVER)
    row = np.empty(rows.shape[1], dtype=np.int32)
    after = np.empty(LOADS)
    for person in range(rows.shape[0]):
        row[:] = rows[person]
        row[column] = -1
        off = strain(grid, person, row, low, high) + unfair(grid, person, loads[person])
        known_kind, known = -1, 0.0
        for place in range(first, last):
            cost = grid.costs[person, place]
            if cost >= NEVER:
                continue
            if grid.kind[place] != known_kind:
                known_kind = grid.kind[place]
                row[column] = place
                after[:] = loads[person] + grid.kinds.marks[known_kind]
                known = strain(grid, person, row, low, high) + unfair(grid, person, after) - off
            prices[person, place - first] = cost + known
    return prices


@compiled
def _ways(grid: Grid, rows: Rows, pair: Ints, first: int, last: int) -> float:
    """Return what it costs two people on their places to exchange their duties of some columns."""
    one, other = pair[0], pair[1]
    price = 0.0
    for column in range(first, last):
        mine, yours = rows[one, column], rows[other, column]
        if mine == yours:
            continue
        if mine >= 0:
            cost = grid.costs[other, mine]
            if cost >= NEVER:
                return NEVER
            price += cost - grid.costs[one, mine]
        if yours >= 0:
            cost = grid.costs[one, yours]
            if cost >= NEVER:
                return NEVER
            price += cost - grid.costs[other, yours]
    return price


@compiled
def _take_over(grid: Grid, row: Row, other: Row, loads: Floats, stretch: Ints) -> None:
    """Write the other's duties of some columns into a row; its loads follow."""
    for column in range(stretch[0], stretch[1]):
        old, new = row[column], other[column]
        if old >= 0:
            loads -= grid.kinds.marks[grid.kind[old]]
        if new >= 0:
            loads += grid.kinds.marks[grid.kind[new]]
        row[column] = new


@compiled
def _write_down(grid: Grid, state: State, pair: Ints, stretches: Ints, desk: Desk) -> float:
    """Write both rows after an exchange on the desk; return what they would be unfair."""
    for side in range(2):
        person, other = pair[side], pair[1 - side]
        desk.rows[side] = state.rows[person]
        desk.loads[side] = state.loads[person]
        for stretch in range(2):
            row, loads = desk.rows[side], desk.loads[side]
            _take_over(grid, row, state.rows[other], loads, stretches[stretch])
        desk.unfairs[side] = unfair(grid, person, desk.loads[side])
    return float(desk.unfairs[0] + desk.unfairs[1])


@compiled
def _judge_order(grid: Grid, state: State, pair: Ints, stretches: Ints, desk: Desk) -> float:
    """Return the strain of both rows on the desk."""
    low, high = span(grid, stretches[0, 0], stretches[0, 1])
    if stretches[1, 1] > 0:
        low_2, high_2 = span(grid, stretches[1, 0], stretches[1, 1])
        low, high = min(low, low_2), max(high, high_2)
    for side in range(2):
        person = pair[side]
        desk.strains[side] = strain(grid, person, desk.rows[side], low, high)
        if state.strains[person] > 0:
            before = strain(grid, person, state.rows[person], low, high)
            desk.strains[side] += state.strains[person] - before
    return float(desk.strains[0] + desk.strains[1])


@compiled
def _exchange(  # noqa: PLR0917
    grid: Grid, state: State, pair: Ints, stretches: Ints, most: float, desk: Desk
) -> float:
    """
    Exchange two people's duties of one or two stretches of columns, when that costs at most `most`.

    Return what it cost, or NEVER and leave everything as it was.
    """
    # No order of duties and no load costs less than nothing, so most are refused by the ways alone.
    price = -(state.strains[pair[0]] + state.strains[pair[1]])
    price -= state.unfairs[pair[0]] + state.unfairs[pair[1]]
    for stretch in range(2):
        price += _ways(grid, state.rows, pair, stretches[stretch, 0], stretches[stretch, 1])
    if price > most:
        return NEVER
    price += _write_down(grid, state, pair, stretches, desk)
    if price > most:
        return NEVER
    price += _judge_order(grid, state, pair, stretches, desk)
    if price > most:
        return NEVER
    for side in range(2):
        person = pair[side]
        state.rows[person] = desk.rows[side]
        state.loads[person] = desk.loads[side]
        state.strains[person] = desk.strains[side]
        state.unfairs[person] = desk.unfairs[side]
    return float(price)


@compiled
def anneal(  # noqa: PLR0917
    grid: Grid, rows: Rows, loads: Floats, seed: int, steps: int, heat: float
) -> float:
    """
    Exchange duties between pairs of people, dearer ones too where it is hot; return what it cost.

    Metropolis' rule (1953): a change that costs c is accepted with the chance exp(-c / heat).
    """
    np.random.seed(seed)
    people, columns = rows.shape
    history = grid.history
    state = State(rows, loads, np.empty(people), np.empty(people))
    for person in range(people):
        state.strains[person] = strain(grid, person, rows[person], 0, columns)
        state.unfairs[person] = unfair(grid, person, loads[person])
    desk = Desk(
        np.empty((2, columns), dtype=np.int32), np.empty((2, LOADS)), np.empty(2), np.empty(2)
    )
    pair = np.empty(2, dtype=np.int64)
    stretches = np.zeros((2, 2), dtype=np.int64)
    total = 0.0
    for _ in range(steps):
        pair[0], pair[1] = np.random.randint(people), np.random.randint(people)
        column = history + np.random.randint(columns - history)
        if rows[pair[0], column] == rows[pair[1], column]:
            continue
        length = 1
        if np.random.random() < LONG_CHANCE:
            length = 1 + np.random.randint(LONGEST)
        stretches[0, 0], stretches[0, 1] = column, min(columns, column + length)
        stretches[1, 0], stretches[1, 1] = 0, 0
        if length == 1 and np.random.random() < TWICE_CHANCE:
            second = history + np.random.randint(columns - history)
            if second != column:
                stretches[1, 0], stretches[1, 1] = second, second + 1
        most = -heat * np.log(np.random.random())
        cost = _exchange(grid, state, pair, stretches, most, desk)
        if cost < NEVER:
            total += cost
    return total


@compiled
def _way_of(grid: Grid, person: int, row: Row, other: Row, stretch: Ints) -> float:
    """Write another's duties of some columns into a row; return what they cost on their places."""
    price = 0.0
    for column in range(stretch[0], stretch[1]):
        place = other[column]
        row[column] = place
        if place >= 0:
            price += grid.costs[person, place]
            if price >= NEVER / 2:
                return NEVER
    return price


@compiled
def fragment_prices(grid: Grid, rows: Rows, loads: Floats, people: Ints, stretch: Ints) -> Floats:
    """Return what each of some people costs with the duties of each other in some columns."""
    count = people.shape[0]
    low, high = span(grid, stretch[0], stretch[1])
    prices = np.full((count, count), NEVER)
    row, nothing = np.empty(rows.shape[1], dtype=np.int32), np.full(rows.shape[1], -1, np.int32)
    marks, bare = np.zeros((count, LOADS)), np.empty(LOADS)
    for one in range(count):
        row[:] = nothing
        _take_over(grid, row, rows[people[one]], marks[one], stretch)
    for one in range(count):
        person = people[one]
        row[:] = rows[person]
        bare[:] = loads[person]
        _take_over(grid, row, nothing, bare, stretch)
        for other in range(count):
            price = _way_of(grid, person, row, rows[people[other]], stretch)
            if price < NEVER:
                price += strain(grid, person, row, low, high)
                prices[one, other] = price + unfair(grid, person, bare + marks[other])
    return prices


@compiled
def releases(grid: Grid, rows: Rows, place: int, column: int) -> NDArray[np.bool_]:
    """Return (person x column) who may take a place once he gives up his duty of a column."""
    found = np.zeros(rows.shape, dtype=np.bool_)
    low, high = span(grid, column, column + 1)
    row = np.empty(rows.shape[1], dtype=np.int32)
    for person in range(rows.shape[0]):
        if grid.costs[person, place] >= NEVER or rows[person, column] == place:
            continue
        row[:] = rows[person]
        row[column] = place
        if rows[person, column] >= 0:
            found[person, column] = strain(grid, person, row, low, high) < DEAR
            continue
        for given_up in range(max(low, grid.history), high):
            if row[given_up] >= 0 and given_up != column:
                row[given_up] = -1
                found[person, given_up] = strain(grid, person, row, low, high) < DEAR
                row[given_up] = rows[person, given_up]
    return found
