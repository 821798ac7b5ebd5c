"""
The cheapest lines of one person, by dynamic programming; compiled.

A *line* is what one person does on each day: a kind of duty, or nothing. The states of a day are

* `min_off` states off duty: the length of the rest so far, capped where it is long enough,
* states on duty: the length of the run so far, and the *class* of the last kind: kinds of one class
  forbid the same successors,
* the same once more for a run that began on the first day, which the days before may have begun,
* the start, from which anything may follow.

Beside the state go the minutes so far (in units of their greatest common divisor), the weekends
and the counts of those kinds whose limits are watched: all counts in one number, the *tally*.
Transition by transition, `spread` carries all sums of units at once.
"""

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.int16]

NEVER = 1e15
SATURDAY, SUNDAY = 1, 2


@compiled
def reach(
    open_kinds: NDArray[np.bool_], open_off: NDArray[np.bool_], moves: Ints, lengths: Ints, states: int
) -> Ints:
    """Return how many units can still be worked from each state of each day; -1 from dead ends."""
    days = open_kinds.shape[0]
    most = np.full((days + 1, states), -1, dtype=np.int64)
    most[days, :] = 0
    for day in range(days - 1, -1, -1):
        for move in range(moves.shape[0]):
            after = most[day + 1, moves[move, 1]]
            if after < 0:
                continue
            kind = moves[move, 2]
            if kind < 0:
                is_open = open_off[day]
                units = 0
            else:
                is_open = open_kinds[day, kind]
                units = lengths[kind]
            if is_open and after + units > most[day, moves[move, 0]]:
                most[day, moves[move, 0]] = after + units
    return most


@compiled
def spread(
    costs: Floats,  # day x kind; NEVER where it may not be
    off_costs: Floats,
    week: Ints,  # SATURDAY, SUNDAY or neither
    moves: Ints,  # rows of: from state, to state, kind or -1, event
    rests: NDArray[np.bool_],  # which states are off duty
    lengths: Ints,
    tallies: Ints,  # tally x event x (weekend or not) -> tally, or -1
    most: Ints,
    start: int,
    least_units: int,
    most_units: int,
    sums: Floats,
    marks: Marks,
) -> None:
    """Fill `sums` (day, state, tally, units) with least costs and `marks` with the last moves."""
    days = costs.shape[0]
    tally_count = tallies.shape[0]
    states = rests.shape[0]
    low = np.full((days + 1, states, tally_count), most_units + 1, dtype=np.int64)
    high = np.full((days + 1, states, tally_count), -1, dtype=np.int64)
    sums[: days + 1] = NEVER
    sums[0, start, 0, 0] = 0.0
    low[0, start, 0] = 0
    high[0, start, 0] = 0
    for day in range(days):
        for move in range(moves.shape[0]):
            before, after, kind = moves[move, 0], moves[move, 1], moves[move, 2]
            if most[day, before] < 0 or most[day + 1, after] < 0:
                continue
            if kind < 0:
                cost, units, weekend = off_costs[day], 0, 0
            else:
                cost, units = costs[day, kind], lengths[kind]
                weekend = 0
                if week[day] == SATURDAY or (week[day] == SUNDAY and rests[before]):
                    weekend = 1
            if cost >= NEVER:
                continue
            # Whoever has fewer units now cannot reach the least any more.
            floor = least_units - most[day + 1, after]
            for tally in range(tally_count):
                if high[day, before, tally] < 0:
                    continue
                then = tallies[tally, moves[move, 3], weekend]
                if then < 0:
                    continue
                first = max(low[day, before, tally], floor - units)
                last = min(high[day, before, tally], most_units - units)
                if first > last:
                    continue
                source = sums[day, before, tally]
                target = sums[day + 1, after, then]
                mark = marks[day + 1, after, then]
                for at in range(first, last + 1):
                    value = source[at] + cost
                    if value < target[at + units]:
                        target[at + units] = value
                        mark[at + units] = move
                low[day + 1, after, then] = min(low[day + 1, after, then], first + units)
                high[day + 1, after, then] = max(high[day + 1, after, then], last + units)


@compiled
def ends(sums: Floats, days: int, least_units: int, wanted: int) -> Ints:
    """Return the cheapest ends (state, tally, units), one for each pair of units and tally."""
    states, tally_count, units = sums.shape[1:]
    found = np.zeros((tally_count * units, 3), dtype=np.int64)
    values = np.full(tally_count * units, NEVER)
    for tally in range(tally_count):
        for at in range(least_units, units):
            place = tally * units + at
            for state in range(states):
                if sums[days, state, tally, at] < values[place]:
                    values[place] = sums[days, state, tally, at]
                    found[place] = state, tally, at
    order = np.argsort(values)[:wanted]
    count = 0
    while count < order.shape[0] and values[order[count]] < NEVER / 2:
        count += 1
    return found[order[:count]]


@compiled
def walk(
    marks: Marks, moves: Ints, lengths: Ints, week: Ints, rests: NDArray[np.bool_], back: Ints,
    days: int, end: Ints, line: Ints,
) -> None:
    """Write the kinds of the line that ends so into `line`, -1 for a day off."""
    state, tally, units = end[0], end[1], end[2]
    for day in range(days, 0, -1):
        move = marks[day, state, tally, units]
        kind = moves[move, 2]
        line[day - 1] = kind
        before = moves[move, 0]
        if kind >= 0:
            weekend = 0
            if week[day - 1] == SATURDAY or (week[day - 1] == SUNDAY and rests[before]):
                weekend = 1
            units -= lengths[kind]
            tally = back[tally, moves[move, 3], weekend]
        state = before
