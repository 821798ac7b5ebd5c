"""All lines of one person that cost little enough; compiled."""

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.compiled import compiled
from sejuk.engines.roster.sequences.nets import Net
from sejuk.engines.roster.sequences.pricing import NEVER, Floats, Ground, Ints, Sums, is_new_weekend

FULL = -1


def options_of(net: Net) -> tuple[Ints, Ints]:
    """
    Return the ways into each state, and where those of each state begin.

    A row is: from state, kind or -1, event, units.
    """
    rows = []
    for before, after, group, event in net.moves.tolist():
        kinds = net.groups[group] if group >= 0 else (-1,)
        units = int(net.lengths[group]) if group >= 0 else 0
        rows += [(after, before, kind, event, units) for kind in kinds]
    table = np.array(sorted(rows), dtype=np.int64)
    return table[:, 1:].copy(), np.searchsorted(table[:, 0], np.arange(net.states + 1))


@compiled
def lines_within(  # noqa: PLR0917
    ground: Ground,
    sums: Sums,
    prices: Floats,
    options: Ints,
    into: Ints,
    ceiling: float,
    lines: NDArray[np.int8],
) -> int:
    """Write all lines that cost at most `ceiling`; return how many, or FULL when they are more."""
    days, count = prices.shape[0], 0
    states, tallies = sums.high.shape[1:]
    for state in range(states):
        for tally in range(tallies):
            for units in range(ground.least_units, sums.high[days, state, tally] + 1):
                if sums.costs[days, state, tally, units] <= ceiling:
                    end = (state, tally, units)
                    count = _lines_to(
                        ground, sums, prices, options, into, ceiling, lines, end, count
                    )
                    if count == FULL:
                        return FULL
    return count


@compiled
def _lines_to(  # noqa: PLR0917
    ground: Ground,
    sums: Sums,
    prices: Floats,
    options: Ints,
    into: Ints,
    ceiling: float,
    lines: NDArray[np.int8],
    end: tuple[int, int, int],
    count: int,
) -> int:
    """Write all lines that end so, from the last day back; the sums say which ways are too dear."""
    days = prices.shape[0]
    frame = np.zeros((days + 1, 4), dtype=np.int64)  # state, tally, units, next option
    spent, line = np.zeros(days + 1), np.full(days, -1, dtype=np.int8)
    frame[days] = end[0], end[1], end[2], into[end[0]]
    depth = days
    while depth <= days:
        if depth == 0:
            if count == lines.shape[0]:
                return FULL
            lines[count] = line
            count += 1
            depth += 1
        option = frame[depth, 3]
        if option == into[frame[depth, 0] + 1]:
            depth += 1
            continue
        frame[depth, 3] += 1
        before, kind, event, length = options[option]
        cost, tally, units = 0.0, frame[depth, 1], frame[depth, 2] - length
        if kind >= 0:
            cost = prices[depth - 1, kind]
            tally = ground.back[tally, event, is_new_weekend(ground, depth - 1, before)]
        if cost >= NEVER or tally < 0 or units < 0 or units > sums.high[depth - 1, before, tally]:
            continue
        if spent[depth] + cost + sums.costs[depth - 1, before, tally, units] > ceiling:
            continue
        line[depth - 1] = kind
        spent[depth - 1] = spent[depth] + cost
        depth -= 1
        frame[depth] = before, tally, units, into[before]
    return count
