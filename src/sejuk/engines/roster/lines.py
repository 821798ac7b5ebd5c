"""A problem of rules on sequences as arrays: what one person may do day by day, what it costs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.pricing import (
    NEVER, SATURDAY, SUNDAY, Floats, Ints, ends, reach, spread, walk,
)

Line = NDArray[np.int8]
"""For each day the kind of duty, or -1."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one person's line must keep."""

    least_units: int
    most_units: int
    most_on: int
    least_on: int
    least_off: int
    most_weekends: int
    most_of_kind: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Days, kinds of duty and people by number; costs are whole."""

    lengths: Ints  # units of each kind
    follows: NDArray[np.bool_]  # earlier x later: may the later come on the next day
    week: Ints
    needed: Ints  # day x kind
    under: Ints
    over: Ints
    costs: Ints  # person x day x kind: what it adds to the cost of a free day
    off_costs: Ints  # person x day
    allowed: NDArray[np.bool_]  # person x day x kind
    may_rest: NDArray[np.bool_]  # person x day
    terms: tuple[Terms, ...]

    @property
    def days(self) -> int:
        return int(self.needed.shape[0])

    @property
    def kinds(self) -> int:
        return int(self.needed.shape[1])

    @property
    def people(self) -> int:
        return len(self.terms)


@dataclass(frozen=True, slots=True)
class Net:
    """The states and moves of one person, as `spread` wants them."""

    groups: tuple[tuple[int, ...], ...]  # kinds that are alike, cheapest wins each day
    moves: Ints
    rests: NDArray[np.bool_]
    lengths: Ints
    tallies: Ints
    back: Ints
    start: int
    classes: tuple[int, ...]  # of each group
    terms: Terms

    @property
    def states(self) -> int:
        return int(self.rests.shape[0])


def net_of(lines: Lines, person: int, watched: tuple[int, ...]) -> Net:
    """Return the net of a person in which the limits of the watched kinds are counted."""
    terms = lines.terms[person]
    usable = tuple(np.flatnonzero(lines.allowed[person].any(axis=0)).tolist())
    follows = tuple(tuple(row) for row in lines.follows.tolist())
    return _net(terms, usable, watched, tuple(lines.lengths.tolist()), follows)


@lru_cache(maxsize=4096)
def _net(
    terms: Terms, usable: tuple[int, ...], watched: tuple[int, ...], lengths: tuple[int, ...],
    follows: tuple[tuple[bool, ...], ...],
) -> Net:
    alike: dict[tuple[object, ...], list[int]] = {}
    after = [tuple(follows[kind][other] for other in usable) for kind in range(len(lengths))]
    before = [tuple(follows[other][kind] for other in usable) for kind in range(len(lengths))]
    for kind in usable:
        own = kind if kind in watched else -1
        alike.setdefault((own, lengths[kind], after[kind], before[kind]), []).append(kind)
    groups = tuple(tuple(group) for group in alike.values())
    patterns = list(dict.fromkeys(after[group[0]] for group in groups))
    classes = tuple(patterns.index(after[group[0]]) for group in groups)
    events = [watched.index(g[0]) + 1 if g[0] in watched else 0 for g in groups]
    may = [
        [patterns[c][usable.index(group[0])] for group in groups] for c in range(len(patterns))
    ]
    moves, rests, start = _moves(terms, classes, events, may)
    tallies, back = _tallies(terms, watched)
    units = np.array([lengths[group[0]] for group in groups], dtype=np.int64)
    return Net(groups, moves, rests, units, tallies, back, start, classes, terms)


def off_state(terms: Terms, days_off: int) -> int:
    return min(days_off, terms.least_off) - 1


def on_state(terms: Terms, run: int, of_class: int, classes: int) -> int:
    return terms.least_off + (run - 1) * classes + of_class


def _moves(terms, classes, events, may):
    count = max(classes) + 1 if classes else 0
    offs = terms.least_off
    early = max(terms.least_on - 1, 0)  # runs from the first day may be short
    start = offs + (terms.most_on + early) * count
    moves = []

    def on(run, c, is_early):
        if is_early and run <= early:
            return offs + (terms.most_on + run - 1) * count + c
        return offs + (run - 1) * count + c

    for off in range(offs):
        moves.append((off, min(off + 1, offs - 1), -1, 0))
    moves.append((start, offs - 1, -1, 0))
    if terms.most_on:
      for group, c in enumerate(classes):
        moves.append((offs - 1, on(1, c, False), group, events[group]))
        moves.append((start, on(1, c, True), group, events[group]))
    for is_early, most in ((False, terms.most_on), (True, early)):
        for run in range(1, most + 1):
            for c in range(count):
                if is_early or run >= terms.least_on:
                    moves.append((on(run, c, is_early), 0, -1, 0))
                if run == terms.most_on:
                    continue
                for group, then in enumerate(classes):
                    if may[c][group]:
                        moves.append(
                            (on(run, c, is_early), on(run + 1, then, is_early), group, events[group])
                        )
    rests = np.zeros(start + 1, dtype=np.bool_)
    rests[:offs] = True
    rests[start] = True
    return np.array(moves, dtype=np.int64), rests, start


def _tallies(terms: Terms, watched: tuple[int, ...]):
    limits = [terms.most_weekends, *(terms.most_of_kind[kind] for kind in watched)]
    shape = [limit + 1 for limit in limits]
    count = int(np.prod(shape))
    tallies = np.full((count, len(limits), 2), -1, dtype=np.int64)
    back = np.full_like(tallies, -1)
    for tally in range(count):
        parts = list(np.unravel_index(tally, shape))
        for event in range(len(limits)):
            for weekend in (0, 1):
                then = list(parts)
                then[0] += weekend
                if event:
                    then[event] += 1
                if all(t <= m for t, m in zip(then, limits, strict=True)):
                    to = int(np.ravel_multi_index(then, shape))
                    tallies[tally, event, weekend] = to
                    back[to, event, weekend] = tally
    return tallies, back


_room: dict[str, NDArray] = {}


def _space(name: str, shape, dtype):
    size = int(np.prod(shape))
    held = _room.get(name)
    if held is None or held.size < size:
        held = np.empty(size, dtype=dtype)
        _room[name] = held
    return held[:size].reshape(shape)


def cheapest_lines(
    lines: Lines, person: int, net: Net, prices: Floats, off_prices: Floats, wanted: int,
    *, first=0, start=None, least=None, most=None
):
    """prices: day x kind full cost incl NEVER where not allowed. Returns list of (value, line)."""
    days = prices.shape[0]
    G = len(net.groups)
    costs = np.empty((days, G))
    chosen = np.empty((days, G), dtype=np.int64)
    for g, group in enumerate(net.groups):
        if len(group) == 1:
            costs[:, g] = prices[:, group[0]]
            chosen[:, g] = group[0]
        else:
            part = prices[:, group]
            best = part.argmin(axis=1)
            costs[:, g] = part[np.arange(days), best]
            chosen[:, g] = np.array(group)[best]
    terms = net.terms
    least_units = terms.least_units if least is None else least
    most_units = terms.most_units if most is None else most
    if most_units < 0: return []
    week = lines.week[first:first + days]
    begin = net.start if start is None else start
    most_reach = reach(costs < NEVER, off_prices < NEVER, net.moves, net.lengths, net.states)
    shape = (days + 1, net.states, net.tallies.shape[0], most_units + 1)
    sums = _space("sums", shape, np.float64)
    marks = _space("marks", shape, np.int16)
    spread(costs, off_prices, week, net.moves, net.rests, net.lengths, net.tallies, most_reach,
           begin, least_units, most_units, sums, marks)
    found = []
    line = np.empty(days, dtype=np.int64)
    for end in ends(sums, days, least_units, wanted):
        walk(marks, net.moves, net.lengths, week, net.rests, net.back, days, end, line)
        real = np.where(line < 0, -1, chosen[np.arange(days), line]).astype(np.int8)
        found.append((float(sums[days, end[0], end[1], end[2]]), real))
    return found
