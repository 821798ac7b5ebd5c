"""
Better lines for a few people at a time, all others kept: a large neighbourhood search.

Some people and some days are drawn; their lines there are made anew by columns and a dive. The
bound of the small program says when nothing can be gained there, and then the dive is spared.
"""

from collections.abc import Callable

import numpy as np

from sejuk.engines.roster.sequences.diving import dive
from sejuk.engines.roster.sequences.lines import (
    Line,
    Lines,
    add_line,
    cover_of,
    cover_prices,
    line_cost,
    total_cost,
)
from sejuk.engines.roster.sequences.masters import EXACT, Master, Rounds
from sejuk.engines.roster.sequences.offers import Pricer, part_of, priced

# All chosen by trial on the public instances.
FEWEST, MOST = 5, 24  # people drawn
DAYS_DRAWN = 28  # longer lines are opened on so many days only ...
KINDS_DAYS = 500  # ... or fewer where there are many kinds, so that days x kinds stay under this
PATIENCE = 12  # tries without gain after which more people are drawn
DIVE_ROUNDS = 4
POOL = 20  # known lines of each person that a small program begins with

IsOver = Callable[[], bool]


class Polish:
    """A roster being polished, and what it costs."""

    def __init__(
        self, lines: Lines, pricer: Pricer, roster: list[Line], rng: np.random.Generator
    ) -> None:
        self.lines, self.pricer, self.rng = lines, pricer, rng
        self.roster = roster
        self.cost = total_cost(lines, roster)
        self.cover = cover_of(lines, roster)
        self.pool: dict[int, list[Line]] = {}  # good whole lines of each person
        self.size, self.fails = FEWEST + 1, 0

    def turn(self, person: int) -> None:
        """Give one person the cheapest line beside all others; exact."""
        lines, old = self.lines, self.roster[person]
        add_line(self.cover, old, -1)
        stretch = part_of(lines, person, old, 0, lines.days)
        prices = cover_prices(lines.needed - self.cover, lines.under, lines.over)
        asked = priced(lines, stretch, prices)
        offers = self.pricer.offers(stretch, asked)
        own = np.flatnonzero(old >= 0)
        best = float(asked[own, old[own]].sum())
        if offers.lines and offers.lines[0][0] < best - EXACT:
            self.roster[person] = offers.lines[0][1]
            self.cost += round(offers.lines[0][0] - best)
        add_line(self.cover, self.roster[person])

    def step(self, is_over: IsOver) -> bool:
        """Draw people and days and make their lines anew; return whether the cost fell."""
        people, first, until = self._drawn()
        if self._renewed(people, first, until, is_over):
            self.fails = 0
            return True
        self.fails += 1
        if self.fails % PATIENCE == 0:
            wider = self.size + 1
            self.size = wider if wider <= min(MOST, self.lines.people) else FEWEST
        return False

    def _drawn(self) -> tuple[list[int], int, int]:
        lines, rng = self.lines, self.rng
        days = min(DAYS_DRAWN, KINDS_DAYS // lines.kinds)
        first, until = 0, lines.days
        if lines.days > days:
            first = int(rng.integers(-days // 2, lines.days - days // 2))
            until = min(first + days, lines.days)
            first = max(first, 0)
        people = rng.permutation(lines.people)[: self.size].tolist()
        return people, first, until

    def _renewed(self, people: list[int], first: int, until: int, is_over: IsOver) -> bool:
        lines, window = self.lines, slice(first, until)
        needed = (lines.needed - self.cover)[window]
        for person in people:
            add_line(needed, self.roster[person][window])
        stretches = [part_of(lines, one, self.roster[one], first, until) for one in people]
        master = Master(lines, self.pricer, stretches, needed)
        spent = 0
        for person in people:
            own = self.roster[person][window]
            spent += line_cost(lines.costs[person, window], own)
            master.add(person, own)
            for line in self.pool.get(person, ())[:POOL] if until - first == lines.days else ():
                master.add(person, line)
        left = lines.needed[window] - self.cover[window]
        missing, beyond = np.maximum(left, 0), np.maximum(-left, 0)
        spent += int((lines.under[window] * missing + lines.over[window] * beyond).sum())
        rounds = Rounds(master)
        rounds.run(is_over, ceiling=spent)
        if rounds.whole_bound >= spent - EXACT or is_over():
            return False
        found = dive(lines, self.pricer, master, is_over, below=spent + 1, rounds=DIVE_ROUNDS)
        if found is None or found.cost > spent:
            return False
        for person, line in found.lines.items():
            add_line(self.cover, self.roster[person], -1)
            renewed = self.roster[person].copy()
            renewed[window] = line
            self.roster[person] = renewed
            add_line(self.cover, renewed)
        self.cost += found.cost - spent
        return found.cost < spent
