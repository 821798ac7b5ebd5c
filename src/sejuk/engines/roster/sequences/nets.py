"""The states a person's line passes through, and the moves between them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sejuk.engines.roster.sequences.lines import OFF, WEEKENDS, Line, Lines, Terms
from sejuk.engines.roster.sequences.pricing import Flags, Ints


@dataclass(frozen=True, slots=True)
class Net:
    """States and moves as `spread` wants them; `groups` are the kinds that are alike."""

    groups: tuple[tuple[int, ...], ...]
    classes: tuple[int, ...]  # of each group; one class forbids the same successors
    moves: Ints
    rests: Flags
    lengths: Ints
    start: int

    @property
    def states(self) -> int:
        return int(self.rests.shape[0])

    def state_after(self, terms: Terms, line: Line) -> int:
        """Return the state after a line from the first day of all; of no line, the start."""
        on = line >= 0
        if not len(line):
            return self.start
        changes = np.flatnonzero(on != on[-1])
        run = len(line) - (int(changes[-1]) + 1 if len(changes) else 0)
        if not on[-1]:
            return terms.least_off - 1 if run == len(line) else min(run, terms.least_off) - 1
        group = next(at for at, group in enumerate(self.groups) if int(line[-1]) in group)
        is_early = run == len(line)
        return _state_on(terms, max(self.classes) + 1, run, self.classes[group], is_early=is_early)


def net_of(lines: Lines, person: int, counted: tuple[int, ...]) -> Net:
    """Return the net of a person in which the limits of some kinds are counted."""
    usable = tuple(np.flatnonzero(lines.allowed[person].any(axis=0)).tolist())
    follows = tuple(tuple(row) for row in lines.follows.tolist())
    terms = lines.terms[person]
    runs = (terms.most_on, terms.least_on, terms.least_off)
    return _net(runs, usable, counted, tuple(lines.lengths.tolist()), follows)


@lru_cache(maxsize=4096)
def _net(
    runs: tuple[int, int, int],
    usable: tuple[int, ...],
    counted: tuple[int, ...],
    lengths: tuple[int, ...],
    follows: tuple[tuple[bool, ...], ...],
) -> Net:
    alike: dict[tuple[object, ...], list[int]] = {}
    after = {kind: tuple(follows[kind][other] for other in usable) for kind in usable}
    for kind in usable:
        before = tuple(follows[other][kind] for other in usable)
        own = kind if kind in counted else None
        alike.setdefault((own, lengths[kind], after[kind], before), []).append(kind)
    groups = tuple(tuple(group) for group in alike.values())
    patterns = list(dict.fromkeys(after[group[0]] for group in groups))
    classes = tuple(patterns.index(after[group[0]]) for group in groups)
    events = [counted.index(group[0]) + 1 if group[0] in counted else 0 for group in groups]
    may = [[pattern[usable.index(group[0])] for group in groups] for pattern in patterns]
    terms = Terms(0, 0, *runs, ())
    moves, rests, start = _moves(terms, classes, events, may)
    units = np.array([lengths[group[0]] for group in groups], dtype=np.int64)
    return Net(groups, classes, moves, rests, units, start)


def _state_on(terms: Terms, classes: int, run: int, of_class: int, *, is_early: bool) -> int:
    # A run from the first day on may have begun before: it is as good as long enough.
    if is_early and run < terms.least_on:
        run += terms.most_on
    return terms.least_off + (run - 1) * classes + of_class


def _moves(
    terms: Terms, classes: tuple[int, ...], events: list[int], may: list[list[bool]]
) -> tuple[Ints, Flags, int]:
    """Return the moves (from, to, group, event), which states are off duty, and the start."""
    count = len(may)
    early = max(terms.least_on - 1, 0)
    rested = terms.least_off - 1
    start = terms.least_off + (terms.most_on + early) * count
    moves = [(off, min(off + 1, rested), OFF, 0) for off in range(terms.least_off)]
    moves.append((start, rested, OFF, 0))
    for group, then in enumerate(classes if terms.most_on else ()):
        for before, is_early in ((rested, False), (start, True)):
            to = _state_on(terms, count, 1, then, is_early=is_early)
            moves.append((before, to, group, events[group]))
    for is_early, runs in ((False, terms.most_on), (True, early)):
        for run in range(1, runs + 1):
            for last in range(count):
                at = _state_on(terms, count, run, last, is_early=is_early)
                if is_early or run >= terms.least_on:
                    moves.append((at, 0, OFF, 0))
                if run < terms.most_on:
                    moves += [
                        (
                            at,
                            _state_on(terms, count, run + 1, then, is_early=is_early),
                            group,
                            events[group],
                        )
                        for group, then in enumerate(classes)
                        if may[last][group]
                    ]
    rests = np.zeros(start + 1, dtype=np.bool_)
    rests[: terms.least_off] = True
    rests[start] = True
    return np.array(moves, dtype=np.int64), rests, start


@lru_cache(maxsize=65536)
def tallies_of(counted: tuple[int, ...], limits: tuple[int, ...]) -> tuple[Ints, Ints]:
    """
    Return how a tally goes on with (event, weekend or not), and where it came from.

    Event 0 is no kind counted, event 1 the first of the counted, and so on.
    """
    if not counted:
        alone = np.zeros((1, 1, 2), dtype=np.int64)
        return alone, alone
    shape = [limit + 1 for limit in limits]
    count = int(np.prod(shape))
    tallies = np.full((count, len(counted) + 1, 2), -1, dtype=np.int64)
    back = np.full_like(tallies, -1)
    parts = np.array(np.unravel_index(np.arange(count), shape)).reshape(len(shape), count)
    for event in range(len(counted) + 1):
        for weekend in (0, 1):
            then = parts.copy()
            if event:
                then[event - 1] += 1
            if weekend and WEEKENDS in counted:
                then[counted.index(WEEKENDS)] += 1
            fits = (then <= np.array(limits).reshape(-1, 1)).all(axis=0)
            to = np.ravel_multi_index(tuple(then[:, fits]), tuple(shape))
            tallies[fits, event, weekend] = to
            back[to, event, weekend] = np.flatnonzero(fits)
    return tallies, back
