"""
The linear relaxation of a problem: people may be halved, and what is left costs no more.

Whether a person stands a kind of duty is one variable, which place people of equal prices take is
another: people alike in home and skills share the second, and nothing is lost by that. Rest
between duties is written as intervals: a duty blocks its person from its start until its end and
the rest after it, and at no instant is a person blocked twice. What is left out (leaders, squads,
pins, rows of days and nights, the weekly rest, days asked off) can only make rosters dearer. So
whatever the relaxation costs at least, every roster that keeps the binding rules costs at least.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sejuk.engines.roster.asked.problem import Level, RuleCode
from sejuk.engines.roster.judging.rules import rule_of
from sejuk.engines.roster.search.grid import DEAR, NEVER, ROW_RULES, WEEK, Field, Floats, Ints
from sejuk.engines.roster.search.pricelist import price_list
from sejuk.engines.roster.search.seats import meets

REST, REST_AFTER, HOURS = (
    ROW_RULES.index(code) for code in (RuleCode.REST, RuleCode.REST_AFTER, RuleCode.HOURS_IN_7_DAYS)
)
MINUTES, HOUR = 0, 60


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Minimise costs @ x over 0 <= x <= most, with seats @ x = counts and limits @ x <= bounds."""

    costs: Floats
    most: Floats
    seats: csr_array
    counts: Floats
    limits: csr_array
    bounds: Floats
    constant: float


class _Rows:
    """Sparse rows that grow."""

    def __init__(self) -> None:
        self.count = 0
        self.parts: list[tuple[Ints, Ints, Floats]] = []
        self.bounds: list[Floats] = []

    def open(self, bounds: Floats) -> Ints:
        """Return the numbers of new rows with these right sides."""
        first = self.count
        self.count += len(bounds)
        self.bounds.append(bounds)
        return np.arange(first, self.count)

    def add(self, rows: Ints, columns: Ints, values: Floats) -> None:
        """Add entries; those of variables that do not exist (below 0) are left out."""
        rows, columns, values = (
            part.ravel() for part in np.broadcast_arrays(rows, columns, values)
        )
        exists = columns >= 0
        self.parts.append((rows[exists], columns[exists], values[exists]))

    def matrix(self, columns: int) -> csr_array:
        rows = np.concatenate([part[0] for part in self.parts] or [np.zeros(0, dtype=np.int64)])
        places = np.concatenate([part[1] for part in self.parts] or [np.zeros(0, dtype=np.int64)])
        values = np.concatenate([part[2] for part in self.parts] or [np.zeros(0)])
        return csr_array((values, (rows, places)), shape=(self.count, columns))


@dataclass(frozen=True, slots=True)
class _Variables:
    """Numbers of the variables, -1 where there is none; and their costs."""

    stands: Ints  # person x kind
    takes: Ints  # group x place
    lacks: Ints  # place: seats left empty
    pays: Ints  # person x load
    misses: Ints  # shift of a mix
    group_of: Ints
    is_such: NDArray[np.bool_]  # group x mix: whether its people are those whom the mix asks for
    costs: Floats


def relaxation_of(field: Field) -> Relaxation:
    """Return the relaxation of a problem."""
    known, constant = _variables(field)
    total = len(known.costs)
    seats, limits = _Rows(), _Rows()
    counts = np.array([place.count for place in field.places], dtype=np.float64)
    rows = seats.open(counts)
    seats.add(rows[None, :], known.takes, np.ones(1))
    seats.add(rows, known.lacks, np.ones(1))
    _link(field, known, limits)
    _rests(field, known, limits)
    _hours(field, known, limits)
    _loads(field, known, limits)
    _mixes(field, known, limits)
    most = np.ones(total)
    exists = known.takes >= 0
    most[known.takes[exists]] = np.broadcast_to(counts, known.takes.shape)[exists]
    most[known.lacks] = counts
    most[known.pays[known.pays >= 0]] = DEAR
    most[known.misses] = counts.sum()
    bounds = np.concatenate([np.zeros(0), *limits.bounds])
    return Relaxation(
        known.costs, most, seats.matrix(total), counts, limits.matrix(total), bounds, constant
    )


def _variables(field: Field) -> tuple[_Variables, float]:
    problem, places, grid = field.problem, field.places, field.grid
    own = price_list(problem, places, is_relaxed=True)
    bare = replace(problem, absences=(), wishes=(), pins=(), previous=())
    alike = price_list(bare, places, is_relaxed=True).costs
    such = [[meets(one, mix.needs) for mix in problem.mixes] for one in problem.people]
    is_such = np.array(such, dtype=alike.dtype).reshape(field.people, len(problem.mixes))
    groups, group_of = np.unique(np.hstack([alike, is_such]), axis=0, return_inverse=True)
    prices = groups[:, : len(places)]
    extra = np.where(own.costs < NEVER, own.costs - alike, NEVER)
    kinds = len(grid.kinds.day)
    apart = np.full((field.people, kinds), NEVER)
    kind = grid.kind[: len(places)]
    for at in np.unique(kind).tolist():
        apart[:, at] = extra[:, kind == at].min(axis=1)
    stands, is_open = _numbered(apart < NEVER, 0)
    takes, is_taken = _numbered(prices < NEVER, len(is_open))
    lacks = np.arange(len(places)) + len(is_open) + len(is_taken)
    first = len(is_open) + len(is_taken) + len(lacks)
    pays, is_paid = _numbered(field.judge.terms.out > 0, first)
    rule = rule_of(problem, RuleCode.MIX)
    misses = np.arange(len(_mixed_shifts(field))) + first + len(is_paid)
    price = 0.0 if rule is None else DEAR if rule.level is Level.HARD else float(rule.price)
    missed = np.full(len(misses), price)
    parts = [
        apart.ravel()[is_open],
        prices.ravel()[is_taken],
        own.worth,
        np.ones(len(is_paid)),
        missed,
    ]
    known = _Variables(
        stands,
        takes,
        lacks,
        pays,
        misses,
        group_of.ravel(),
        groups[:, len(places) :] > 0,
        np.concatenate(parts).astype(np.float64),
    )
    return known, own.constant


def _mixed_shifts(field: Field) -> list[tuple[int, Ints]]:
    """Return for each mix (position) and each shift that it is for the places of the shift."""
    problem = field.problem
    if rule_of(problem, RuleCode.MIX) is None:
        return []
    shifts: dict[tuple[str, date, str], list[int]] = defaultdict(list)
    for at, place in enumerate(field.places):
        shifts[problem.demands[place.demand].shift].append(at)
    return [
        (number, np.array(places))
        for number, mix in enumerate(problem.mixes)
        for (post, _, _), places in shifts.items()
        if mix.post in ("", post)
    ]


def _mixes(field: Field, known: _Variables, limits: _Rows) -> None:
    """A shift has such people as a mix asks for, or pays for each missing, or is quite empty."""
    for miss, (number, places) in zip(known.misses, _mixed_shifts(field), strict=True):
        asked = field.problem.mixes[number].count
        seats = sum(field.places[place].count for place in places)
        row = limits.open(np.array([-float(asked)]))
        such = np.flatnonzero(known.is_such[:, number])
        limits.add(row, known.takes[np.ix_(such, places)], -np.ones(1))
        limits.add(row, np.array([miss]), -np.ones(1))
        limits.add(row, known.lacks[places], -np.ones(1) * asked / seats)


def _numbered(exists: NDArray[np.bool_], first: int) -> tuple[Ints, Ints]:
    """Return numbers for what exists, and where it is in the flat array."""
    found = np.flatnonzero(exists)
    numbers = np.full(exists.size, -1, dtype=np.int64)
    numbers[found] = np.arange(first, first + len(found))
    return numbers.reshape(exists.shape), found


def _link(field: Field, known: _Variables, limits: _Rows) -> None:
    """A group takes no more places of a kind than its people stand."""
    kind = field.grid.kind[: len(field.places)]
    groups, kinds = len(known.takes), known.stands.shape[1]
    rows = limits.open(np.zeros(groups * kinds)).reshape(groups, kinds)
    limits.add(rows[:, kind], known.takes, np.ones(1))
    limits.add(rows[known.group_of], known.stands, -np.ones(1))


def _rests(field: Field, known: _Variables, limits: _Rows) -> None:
    """At no instant is a person blocked by two duties; worked ones block those that follow."""
    grid, terms = field.grid, field.grid.terms
    kind = np.unique(grid.kind[: len(field.places)])
    rest = np.where(terms.each[:, REST] >= DEAR, terms.amounts[:, REST], 0)
    after = np.where(terms.each[:, REST_AFTER] >= DEAR, 1, 0)
    for asked, is_after in sorted(set(zip(rest.tolist(), after.tolist(), strict=True))):
        people = np.flatnonzero((rest == asked) & (after == is_after))
        starts = grid.kinds.starts[kind]
        free = grid.kinds.ends[kind] + np.maximum(asked, grid.kinds.rest_after[kind] * is_after)
        cliques = [
            frozenset(np.flatnonzero((starts <= at) & (at < free)).tolist())
            for at in np.unique(starts)
        ]
        near = [frozenset[int](), *cliques, frozenset[int]()]
        for at, clique in enumerate(cliques):
            if clique <= near[at] or clique < near[at + 2]:
                continue
            rows = limits.open(np.ones(len(people)))
            members = kind[sorted(clique)]
            limits.add(rows[:, None], known.stands[people][:, members], np.ones(1))
    _rests_from_before(field, known, limits, rest)


def _rests_from_before(field: Field, known: _Variables, limits: _Rows, rest: Ints) -> None:
    grid = field.grid
    worked = field.empty[:, : grid.history]
    for person in np.flatnonzero((worked >= 0).any(axis=1)).tolist():
        duties = worked[person][worked[person] >= 0]
        free = int(grid.kinds.ends[grid.kind[duties]].max()) + int(rest[person])
        blocked = np.flatnonzero((grid.kinds.starts < free) & (known.stands[person] >= 0))
        if len(blocked):
            rows = limits.open(np.zeros(1))
            limits.add(rows, known.stands[person, blocked], np.ones(1))


def _hours(field: Field, known: _Variables, limits: _Rows) -> None:
    """Counted minutes of any seven days, with those worked before."""
    grid, terms = field.grid, field.grid.terms
    people = np.flatnonzero(terms.each[:, HOURS] >= DEAR)
    kind = np.unique(grid.kind[: len(field.places)])
    days, minutes = grid.kinds.day, grid.kinds.minutes.astype(np.float64)
    for day in np.unique(days[kind]).tolist():
        window = kind[(days[kind] > day - WEEK) & (days[kind] <= day)]
        before = np.zeros(len(people))
        for column in range(grid.history):
            if grid.column_day[column] > day - WEEK:
                stood = field.empty[people, column]
                worked = minutes[grid.kind[np.maximum(stood, 0)]]
                before += np.where(stood >= 0, worked, 0.0)
        rows = limits.open(np.maximum(terms.amounts[people, HOURS] - before, 0.0))
        limits.add(rows[:, None], known.stands[people][:, window], minutes[window][None, :])


def _loads(field: Field, known: _Variables, limits: _Rows) -> None:
    """What is carried outside the fair share costs as much as the lowest convex line says."""
    marks = field.grid.kinds.marks
    terms = field.judge.terms
    kind = np.unique(field.grid.kind[: len(field.places)])
    lines: dict[tuple[float, ...], list[tuple[float, float]]] = {}
    for person, load in zip(*np.nonzero(known.pays >= 0), strict=True):
        weights = marks[kind, load]
        if not weights.any():
            continue
        of = (terms.low[person, load], terms.high[person, load], terms.out[person, load], load)
        if of not in lines:
            lines[of] = convex_lines(weights, *of)
        for slope, height in lines[of]:
            row = limits.open(np.array([-height]))
            limits.add(row, known.stands[person, kind], slope * weights)
            limits.add(row, known.pays[person, load : load + 1], -np.ones(1))


def convex_lines(
    weights: Floats, low: float, high: float, price: float, load: int
) -> list[tuple[float, float]]:
    """
    Return lines (slope, height) that no price of a load lies under.

    >>> convex_lines(np.array([1.0, 1.0, 1.0]), 1.0, 2.0, 10.0, 1)
    [(-10.0, 10.0), (10.0, -20.0)]
    """
    whole = weights.astype(np.int64)
    step = int(np.gcd.reduce(whole))
    points = np.arange(0, int(whole.sum()) + step, step, dtype=np.float64)
    outside = np.maximum(np.maximum(points - high, low - points), 0.0)
    values = price * (outside // HOUR if load == MINUTES else outside)
    hull: list[int] = []
    for at in range(len(points)):
        while len(hull) > 1:
            one, two = hull[-2:]
            rise = (values[two] - values[one]) * (points[at] - points[one])
            if rise < (values[at] - values[one]) * (points[two] - points[one]):
                break
            hull.pop()
        hull.append(at)
    lines = []
    for one, two in pairwise(hull):
        slope = float((values[two] - values[one]) / (points[two] - points[one]))
        if slope:
            lines.append((slope, float(values[one] - slope * points[one])))
    return lines
