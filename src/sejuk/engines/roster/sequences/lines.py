"""Lines of duty as arrays: what each person may do day by day, and what it costs."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.sequences.pricing import SATURDAY, SUNDAY, Flags, Floats, Ints

Line = NDArray[np.int8]
"""For each day the kind of duty, or OFF."""

OFF = -1
WEEKENDS = -1
"""The place of weekends in `most_of`: the last; the others are those of the kinds."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one person's line must keep; `most_of` has WEEKENDS at its end."""

    least_units: int
    most_units: int
    most_on: int
    least_on: int
    least_off: int
    most_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Days, kinds of duty and people by number. All costs are whole numbers."""

    lengths: Ints  # of each kind, in units
    follows: Flags  # earlier x later kind: may the later come on the next day
    week: Ints  # SATURDAY, SUNDAY or neither
    needed: Ints  # day x kind
    under: Ints  # what each person missing costs
    over: Ints  # what each person too many costs
    costs: Ints  # person x day x kind: beyond what a day off costs
    off_costs: int  # of all people if nobody is ever on duty
    allowed: Flags  # person x day x kind
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


def add_line(cover: Ints, line: Line, times: int = 1) -> None:
    """Count a line into (or, -1 times, out of) the people on each day and kind."""
    days = np.flatnonzero(line >= 0)
    cover[days, line[days]] += times


def cover_of(lines: Lines, roster: list[Line]) -> Ints:
    cover = np.zeros_like(lines.needed)
    for line in roster:
        add_line(cover, line)
    return cover


def line_cost(costs: Ints, line: Line) -> int:
    """Return what a line costs beyond days off, cover apart; `costs` are day x kind."""
    days = np.flatnonzero(line >= 0)
    return int(costs[days, line[days]].sum())


def cover_cost(lines: Lines, cover: Ints) -> int:
    missing = np.maximum(lines.needed - cover, 0)
    beyond = np.maximum(cover - lines.needed, 0)
    return int((lines.under * missing + lines.over * beyond).sum())


def total_cost(lines: Lines, roster: list[Line]) -> int:
    """Return the cost of a roster of one line for each person."""
    own = sum(line_cost(lines.costs[person], line) for person, line in enumerate(roster))
    return lines.off_costs + own + cover_cost(lines, cover_of(lines, roster))


def cover_prices(needed: Ints, under: Ints, over: Ints) -> Floats:
    """Return what one person more on each day and kind costs, where so many are still needed."""
    return np.where(needed > 0, -under, over).astype(np.float64)


def counts_of(line: Line, kinds: int, week: Ints, *, was_on: bool) -> Ints:
    """Return how many of each kind a line has and, at the end, how many weekends."""
    on = line >= 0
    counts = np.zeros(kinds + 1, dtype=np.int64)
    counts[:kinds] = np.bincount(line[on], minlength=kinds)
    day_before = np.concatenate(([was_on], on[:-1]))
    counts[WEEKENDS] = (on & ((week == SATURDAY) | ((week == SUNDAY) & ~day_before))).sum()
    return counts


def keeps_terms(lines: Lines, person: int, line: Line) -> bool:
    """Return whether a whole line keeps a person's terms, from first principles."""
    terms, on = lines.terms[person], line >= 0
    days = np.flatnonzero(on)
    units = int(lines.lengths[line[days]].sum())
    counts = counts_of(line, lines.kinds, lines.week, was_on=False)
    pairs = days[:-1][np.diff(days) == 1]
    return bool(
        terms.least_units <= units <= terms.most_units
        and (counts <= np.array(terms.most_of)).all()
        and lines.allowed[person, days, line[days]].all()
        and lines.follows[line[pairs], line[pairs + 1]].all()
        and _runs_fit(terms, on)
    )


def _runs_fit(terms: Terms, on: Flags) -> bool:
    changes = [0, *(np.flatnonzero(np.diff(on)) + 1).tolist(), len(on)]
    for first, until in pairwise(changes):
        # What touches the first or last day may go on beyond it.
        is_inner = first > 0 and until < len(on)
        least = terms.least_on if on[first] else terms.least_off
        if (is_inner and until - first < least) or (on[first] and until - first > terms.most_on):
            return False
    return True
