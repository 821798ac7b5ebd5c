"""
The cheapest lines of one person at given prices, with all limits kept.

Counting every limit exactly would make too many states. So limits are watched as need shows: the
cheapest line is found without them; what it breaks is counted from then on, as long as the states
stay few, and else gets a price, which rises while the line breaks the limit and falls when it is
not used up. At any prices of limits >= 0 the cheapest line less the limits at their prices costs at
most what the cheapest line that keeps them costs (Lagrange): the bound stays valid.
"""

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from sejuk.engines.roster.sequences.enumerating import FULL, lines_within, options_of
from sejuk.engines.roster.sequences.lines import OFF, WEEKENDS, Line, Lines, Terms, counts_of
from sejuk.engines.roster.sequences.nets import Net, net_of, tallies_of
from sejuk.engines.roster.sequences.pricing import (
    NEVER,
    Floats,
    Ground,
    Ints,
    Sums,
    ends,
    spread,
    walk,
)

# Chosen: about 100 MB of sums and marks, and some hundredths of a second for each person.
MOST_CELLS, LAST_CELLS = 20_000_000, 80_000_000
MOST_TALLIES = 2_000
ATTEMPTS = 6  # chosen: prices of limits settle within few calls, and are kept from call to call
FIRST_STEP = 4.0  # of a price of a limit; chosen: small beside an empty seat, felt beside a wish
# Chosen: beyond so many units the sums are kept only this near to a steady pace (both ways).
WIDE_UNITS, PACE_UNITS = 300, 32
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    Days `first` to `until` of a person's line that may change; what lies around them is kept.

    `before` is the line up to there. `after` are the days behind it that depend on it.
    """

    person: int
    first: int
    until: int
    before: Line
    after: Line
    least_units: int
    most_units: int
    most_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """Lines with what they cost at the prices asked; none costs less than `bound`."""

    bound: float
    lines: tuple[tuple[float, Line], ...]


@dataclass(slots=True)
class _Watch:
    """How the limits of one person are watched."""

    counted: tuple[int, ...]
    prices: Floats  # of each kind, and of weekends at the end
    steps: Floats


class Pricer:
    """Finds cheapest lines; remembers of each person which limits need watching."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._watches: dict[tuple[int, int], _Watch] = {}
        self._sums = np.empty(0)
        self._marks = np.empty(0, dtype=np.int16)

    def offers(self, stretch: Stretch, prices: Floats, wanted: int = 1) -> Offers:
        """
        Return cheapest lines of a stretch. `prices` are day x kind of the days of the stretch.

        There may be none: either the terms cannot be kept, or the limits that have prices were not
        met yet; the bound says which (NEVER and more when nothing can be found).
        """
        watch = self._watch(stretch)
        search = _Search(self, stretch, prices)
        bound = -NEVER
        found: list[tuple[float, Line]] = []
        for attempt in range(ATTEMPTS + 1 + len(watch.prices)):
            value, cheapest, lines = search.run(watch, wanted)
            if cheapest is None:
                return Offers(NEVER, ())
            limits = np.array(stretch.most_of)
            bound = max(bound, value - float(watch.prices @ limits))
            found += lines
            beyond = search.counts(cheapest) - limits
            if (beyond <= 0).all():
                _cheapen(watch, beyond)
                break
            room = MOST_CELLS if attempt < ATTEMPTS else LAST_CELLS
            if not self._count_more(stretch, watch, beyond, room):
                _raise_prices(watch, beyond)
        return Offers(bound, tuple(sorted(found, key=lambda one: one[0])[:wanted]))

    def all_within(
        self, stretch: Stretch, prices: Floats, ceiling: float, most: int
    ) -> list[Line] | None:
        """Return all lines that cost at most `ceiling`; None when there are more than `most`."""
        search = _Search(self, stretch, prices)
        counted = self._watch(stretch).counted
        free = np.zeros(self.lines.kinds + 1)
        watch = _Watch(counted, free, free)
        net = net_of(self.lines, stretch.person, counted)
        ground, sums = search.spread_over(net, watch)
        options, into = options_of(net)
        lines = np.empty((most, len(prices)), dtype=np.int8)
        count = lines_within(ground, sums, prices, options, into, ceiling, lines)
        if count == FULL:
            return None
        return [line for line in lines[:count] if (search.counts(line) <= stretch.most_of).all()]

    def _watch(self, stretch: Stretch) -> _Watch:
        length = stretch.until - stretch.first
        key = stretch.person, length
        if key not in self._watches:
            zeros = np.zeros(self.lines.kinds + 1)
            own = _Watch((), zeros, zeros + FIRST_STEP)
            self._watches[key] = own
        return self._watches[key]

    def _count_more(self, stretch: Stretch, watch: _Watch, beyond: Ints, room: int) -> bool:
        """Count those broken limits that leave the states few; return whether there was one."""
        broken = [WEEKENDS] if beyond[WEEKENDS] > 0 else []
        broken += np.flatnonzero(beyond[:-1] > 0).tolist()
        counted = watch.counted
        for one in broken:
            more = (*counted, one)
            tallies = int(np.prod([stretch.most_of[each] + 1 for each in more]))
            cells = tallies * self.cells(stretch)
            if one not in counted and cells <= room and tallies <= MOST_TALLIES:
                counted = more
                watch.prices[one] = 0.0
        grown = counted != watch.counted
        watch.counted = counted
        return grown

    def cells(self, stretch: Stretch) -> int:
        """Return the number of states, days and units of a stretch where no limit is counted."""
        days = stretch.until - stretch.first + len(stretch.after)
        net = net_of(self.lines, stretch.person, ())
        return (days + 1) * net.states * width_of(stretch.least_units, stretch.most_units)

    def room(self, days: int, net: Net, ground: Ground) -> Sums:
        """Return room for sums, the same each time; what stands in it is not to be read."""
        tallies = len(ground.tallies)
        width = width_of(ground.least_units, ground.most_units)
        shape = days + 1, net.states, tallies, width
        size = int(np.prod(shape))
        if self._sums.size < size:
            self._sums = np.empty(size)
            self._marks = np.empty(size, dtype=np.int16)
        bounds = np.empty((2, *shape[:3]), dtype=np.int64)
        sums, marks = self._sums[:size].reshape(shape), self._marks[:size].reshape(shape)
        return Sums(sums, marks, bounds[0], bounds[1])


def width_of(least_units: int, most_units: int) -> int:
    """Return for how many units each day's sums have room."""
    if most_units <= WIDE_UNITS:
        return most_units + 1
    return 2 * PACE_UNITS + 1 + most_units - least_units


class _Search:
    """One stretch at one set of prices."""

    def __init__(self, pricer: Pricer, stretch: Stretch, prices: Floats) -> None:
        lines, tail = pricer.lines, stretch.after
        self.pricer, self.stretch = pricer, stretch
        self.terms: Terms = lines.terms[stretch.person]
        self.days = len(prices)
        end = stretch.until + len(tail)
        self.prices = prices
        self.may_rest = np.ones(end - stretch.first, dtype=np.bool_)
        if len(tail):
            fixed = np.full((len(tail), lines.kinds), NEVER)
            on = np.flatnonzero(tail >= 0)
            fixed[on, tail[on]] = 0.0
            self.prices = np.vstack((prices, fixed))
            self.may_rest[self.days + on] = False
        self.week = lines.week[stretch.first : end]
        self.was_on = bool(len(stretch.before) and stretch.before[-1] >= 0)
        self.floors = self._floors()

    def _floors(self) -> Ints:
        """Return the units that each day's sums begin with: 0, or a steady pace less some."""
        stretch, days = self.stretch, len(self.week)
        if stretch.most_units <= WIDE_UNITS:
            return np.zeros(days + 1, dtype=np.int64)
        pace = np.arange(days + 1) * (stretch.least_units / days)
        return np.maximum(pace.astype(np.int64) - PACE_UNITS, 0)

    def counts(self, line: Line) -> Ints:
        return counts_of(line, self.pricer.lines.kinds, self.week, was_on=self.was_on)

    def run(
        self, watch: _Watch, wanted: int
    ) -> tuple[float, Line | None, list[tuple[float, Line]]]:
        """Return the least cost with prices of limits, its line, and the lines that keep all."""
        stretch = self.stretch
        net = net_of(self.pricer.lines, stretch.person, watch.counted)
        ground, sums = self.spread_over(net, watch)
        _, chosen = self._by_group(net, watch)
        found, values = ends(ground, sums, wanted)
        lines = [self._line(ground, sums, end, chosen) for end in found]
        kept = []
        for line in lines:
            if (self.counts(line) <= stretch.most_of).all():
                own = line[: self.days]
                on = np.flatnonzero(own >= 0)
                kept.append((float(self.prices[on, own[on]].sum()), own))
        return (float(values[0]) if lines else NEVER), (lines[0] if lines else None), kept

    def spread_over(self, net: Net, watch: _Watch) -> tuple[Ground, Sums]:
        """Return the sums over all states of the net, and what they were made on."""
        costs, _ = self._by_group(net, watch)
        ground = self._ground(net, watch)
        sums = self.pricer.room(len(self.week), net, ground)
        start = net.state_after(self.terms, self.stretch.before)
        spread(ground, sums, costs, float(watch.prices[WEEKENDS]), start)
        return ground, sums

    def _ground(self, net: Net, watch: _Watch) -> Ground:
        stretch = self.stretch
        limits = tuple(stretch.most_of[one] for one in watch.counted)
        return Ground(
            self.week,
            self.may_rest,
            net.moves,
            net.rests,
            net.lengths,
            *tallies_of(watch.counted, limits),
            self.floors,
            stretch.least_units,
            stretch.most_units,
        )

    def _line(self, ground: Ground, sums: Sums, end: Ints, chosen: Ints) -> Line:
        groups = np.empty(len(self.week), dtype=np.int64)
        walk(ground, sums, end, groups)
        picked = chosen[np.arange(len(groups)), groups]
        return np.where(groups < 0, OFF, picked).astype(np.int8)

    def _by_group(self, net: Net, watch: _Watch) -> tuple[Floats, Ints]:
        """Return the cheapest price of each group on each day, and of which kind it is."""
        days = len(self.week)
        prices = self.prices + watch.prices[:-1]
        costs = np.empty((days, len(net.groups)))
        chosen = np.empty((days, len(net.groups)), dtype=np.int64)
        for at, group in enumerate(net.groups):
            part = prices[:, group]
            best = part.argmin(axis=1)
            costs[:, at] = part[np.arange(days), best]
            chosen[:, at] = np.array(group)[best]
        return np.minimum(costs, NEVER), chosen


def _raise_prices(watch: _Watch, beyond: Ints) -> None:
    broken = beyond > 0
    watch.prices[broken] += watch.steps[broken] * beyond[broken]
    watch.steps[broken] *= 1.5


def _cheapen(watch: _Watch, beyond: Ints) -> None:
    """Stop counting limits that are not used up and let their prices fall, for the next time."""
    watch.counted = tuple(one for one in watch.counted if beyond[one] == 0)
    unused = (beyond < 0) & (watch.prices > 0)
    watch.prices[unused] *= 0.8
    watch.steps[:] = np.maximum(watch.steps * 0.7, 0.25)


def whole_stretch(lines: Lines, person: int) -> Stretch:
    """Return the stretch of all days."""
    return paced(lines, person, np.empty(0, dtype=np.int8), lines.days)


def paced(
    lines: Lines, person: int, before: Line, until: int, *, least_units: int | None = None
) -> Stretch:
    """
    Return the stretch that follows on the line so far, at a steady pace up to a day.

    At the last day all terms hold; before it, units stay within a duty or so of their due part
    and limits are used up no faster than their due part, rounded up.
    """
    terms, part = lines.terms[person], until / lines.days
    spent = counts_of(before, lines.kinds, lines.week[: len(before)], was_on=False)
    worked = int(lines.lengths[before[before >= 0]].sum())
    limits = np.ceil(np.array(terms.most_of) * part - ROUNDING).astype(np.int64) - spent
    least = terms.least_units if least_units is None else least_units
    most = terms.most_units
    if until < lines.days:
        least = floor(least * part) - int(lines.lengths.max())
        most = ceil(most * part) + int(lines.lengths.max())
    nothing = np.empty(0, dtype=np.int8)
    allowed = tuple(np.maximum(limits, 0).tolist())
    units = max(least - worked, 0), max(most - worked, 0)
    return Stretch(person, len(before), until, before, nothing, *units, allowed)


def part_of(lines: Lines, person: int, line: Line, first: int, until: int) -> Stretch:
    """Return the stretch of some days of a line that is kept before and after them."""
    if first == 0 and until == lines.days:
        return whole_stretch(lines, person)
    tail = _depending(line, until)
    end = until + len(tail)
    outside = np.concatenate((line[:first], line[end:]))
    worked = int(lines.lengths[outside[outside >= 0]].sum())
    terms = lines.terms[person]
    week = lines.week
    inside = counts_of(
        line[first:end], lines.kinds, week[first:end], was_on=bool(first and line[first - 1] >= 0)
    )
    spent = counts_of(line, lines.kinds, week, was_on=False) - inside
    return Stretch(
        person,
        first,
        until,
        line[:first],
        tail,
        max(terms.least_units - worked, 0),
        terms.most_units - worked,
        tuple((np.array(terms.most_of) - spent).tolist()),
    )


def _depending(line: Line, until: int) -> Line:
    """Return the days from `until` on until a new run has begun: a change can reach no further."""
    rest = line[until:] >= 0
    if not len(rest):
        return line[until:]
    changes = np.flatnonzero(rest != rest[0])
    return line[until : until + int(changes[0]) + 1] if len(changes) else line[until:]


def priced(lines: Lines, stretch: Stretch, prices: Floats) -> Floats:
    """Return the prices of a stretch with a person's own costs, NEVER where he may not be."""
    days = slice(stretch.first, stretch.until)
    own = lines.costs[stretch.person, days] + prices
    return np.where(lines.allowed[stretch.person, days], own, NEVER)
