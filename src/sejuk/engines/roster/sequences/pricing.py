"""
The cheapest lines of one person, by dynamic programming; compiled.

A *line* is what one person does on each day: a kind of duty, or nothing. The states of a day are

* `min_off` states off duty: the length of the rest so far, capped where it is long enough,
* states on duty: the length of the run so far, and the *class* of the last kind: kinds of one class
  forbid the same successors,
* the same once more for a run that began on the first day, which the days before may have begun,
* the start, from which anything may follow.

Kinds that are alike in length and in what may come before and after them are one *group*: of each
day only the cheapest counts. Beside the state go the minutes so far (in units of their greatest
common divisor) and those limits on weekends and kinds that are counted, all in one number, the
*tally*. Move by move, `spread` carries all sums of units at once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.int16]
Flags = NDArray[np.bool_]

NEVER = 1e15
SATURDAY, SUNDAY = 1, 2


class Ground(NamedTuple):
    """What a person's lines may be on the days asked."""

    week: Ints  # SATURDAY, SUNDAY or neither
    may_rest: Flags  # day
    moves: Ints  # rows of: from state, to state, group or -1, event
    rests: Flags  # which states are off duty
    lengths: Ints  # units of each group
    tallies: Ints  # tally x event x (weekend or not) -> tally, or -1
    back: Ints  # the same backwards
    floors: Ints  # units of the first place of each day's sums
    least_units: int
    most_units: int


class Sums(NamedTuple):
    """
    The least cost of each day, state, tally and units, and the move that led there.

    `low` and `high` are the bounds of the units that are reached; where `high` is -1 none is, and
    there nothing else is to be read.
    """

    costs: Floats
    marks: Marks
    low: Ints
    high: Ints


@compiled
def reach(ground: Ground, is_open: Flags) -> Ints:
    """Return how many units can still be worked from each state of each day; -1 from dead ends."""
    days, moves = is_open.shape[0], ground.moves
    most = np.full((days + 1, ground.rests.shape[0]), -1, dtype=np.int64)
    most[days, :] = 0
    for day in range(days - 1, -1, -1):
        for move in range(moves.shape[0]):
            after, group = most[day + 1, moves[move, 1]], moves[move, 2]
            if group < 0:
                may, units = ground.may_rest[day], 0
            else:
                may, units = is_open[day, group], ground.lengths[group]
            if may and after >= 0 and after + units > most[day, moves[move, 0]]:
                most[day, moves[move, 0]] = after + units
    return most


@compiled
def is_new_weekend(ground: Ground, day: int, before: int) -> int:
    """Return 1 if duty on that day opens a weekend of duty, else 0."""
    if ground.week[day] == SATURDAY:
        return 1
    return 1 if ground.week[day] == SUNDAY and ground.rests[before] else 0


@compiled
def _carry(  # noqa: PLR0917
    ground: Ground, sums: Sums, day: int, move: int, weekend: int, cost: float, least: int
) -> None:
    """Carry all sums of a day over one move to the next day, where units are still enough."""
    before, after, group = ground.moves[move, 0], ground.moves[move, 1], ground.moves[move, 2]
    here, there = ground.floors[day], ground.floors[day + 1]
    units = ground.lengths[group] if group >= 0 else 0
    floor = max(least, there) - units
    ceiling = min(ground.most_units, there + sums.costs.shape[3] - 1) - units
    for tally in range(sums.high.shape[2]):
        then = ground.tallies[tally, ground.moves[move, 3], weekend]
        if sums.high[day, before, tally] < 0 or then < 0:
            continue
        first = max(sums.low[day, before, tally], floor)
        last = min(sums.high[day, before, tally], ceiling)
        if first > last:
            continue
        source = sums.costs[day, before, tally]
        target = sums.costs[day + 1, after, then]
        mark = sums.marks[day + 1, after, then]
        if sums.high[day + 1, after, then] < 0:
            target[:] = NEVER
            sums.low[day + 1, after, then] = first + units
        shift = here - there + units
        for at in range(first - here, last - here + 1):
            value = source[at] + cost
            if value < target[at + shift]:
                target[at + shift] = value
                mark[at + shift] = move
        low, high = sums.low[day + 1, after], sums.high[day + 1, after]
        low[then] = min(low[then], first + units)
        high[then] = max(high[then], last + units)


@compiled
def spread(ground: Ground, sums: Sums, costs: Floats, weekend_price: float, start: int) -> None:
    """Fill `sums` at these costs of day x group; NEVER where the group may not be."""
    days, moves = costs.shape[0], ground.moves
    most = reach(ground, costs < NEVER)
    sums.high[:] = -1
    sums.costs[0, start, 0, :] = NEVER
    sums.costs[0, start, 0, 0] = 0.0
    sums.low[0, start, 0] = 0
    sums.high[0, start, 0] = 0
    for day in range(days):
        for move in range(moves.shape[0]):
            before, after, group = moves[move, 0], moves[move, 1], moves[move, 2]
            if most[day, before] < 0 or most[day + 1, after] < 0:
                continue
            cost, weekend = 0.0, 0
            if group >= 0:
                weekend = is_new_weekend(ground, day, before)
                cost = costs[day, group] + weekend * weekend_price
            elif not ground.may_rest[day]:
                continue
            if cost < NEVER:
                # Whoever has fewer units now cannot reach the least any more.
                least = ground.least_units - most[day + 1, after]
                _carry(ground, sums, day, move, weekend, cost, least)


@compiled
def ends(ground: Ground, sums: Sums, wanted: int) -> tuple[Ints, Floats]:
    """Return the cheapest ends (state, tally, units), one for each pair of units and tally."""
    days = ground.week.shape[0]
    floor = ground.floors[days]
    states, tally_count, width = sums.costs.shape[1:]
    found = np.zeros((tally_count * width, 3), dtype=np.int64)
    values = np.full(tally_count * width, NEVER)
    for state in range(states):
        for tally in range(tally_count):
            first = max(ground.least_units, int(floor))
            for units in range(first, sums.high[days, state, tally] + 1):
                place = tally * width + units - floor
                if sums.costs[days, state, tally, units - floor] < values[place]:
                    values[place] = sums.costs[days, state, tally, units - floor]
                    found[place] = state, tally, units
    order = np.argsort(values)[:wanted]
    count = 0
    while count < order.shape[0] and values[order[count]] < NEVER / 2:
        count += 1
    return found[order[:count]], values[order[:count]]


@compiled
def walk(ground: Ground, sums: Sums, end: Ints, line: Ints) -> None:
    """Write the groups of the line that ends so into `line`, -1 for a day off."""
    state, tally, units = end[0], end[1], end[2]
    for day in range(line.shape[0], 0, -1):
        move = sums.marks[day, state, tally, units - ground.floors[day]]
        before, group = ground.moves[move, 0], ground.moves[move, 2]
        line[day - 1] = group
        if group >= 0:
            weekend = is_new_weekend(ground, day - 1, before)
            units -= ground.lengths[group]
            tally = ground.back[tally, ground.moves[move, 3], weekend]
        state = before
