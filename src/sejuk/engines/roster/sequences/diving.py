"""From parts of lines to whole ones: fix the lines that are nearly chosen, ask again, go on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sejuk.engines.roster.sequences.lines import Line, Lines, add_line
from sejuk.engines.roster.sequences.masters import EXACT, Column, Master, Rounds
from sejuk.engines.roster.sequences.offers import Pricer, Stretch
from sejuk.engines.roster.sequences.pricing import Ints

# All chosen by trial on instances of 14 to 84 days: fixing more at once is faster and worse.
CHOSEN = 0.999  # a line with this part is fixed at once
PEOPLE_AT_ONCE = 50  # and one in so many of the others, with the largest parts
LEAST_PART = 0.5  # of any but the first of these
ROUNDS = 15  # of asking for lines after each fixing
KEPT = 25  # columns for each person that go along, by reduced cost

IsOver = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Dive:
    """Whole lines of all people of a program, and what they cost with the cover."""

    lines: dict[int, Line]
    cost: int


def dive(
    lines: Lines,
    pricer: Pricer,
    master: Master,
    is_over: IsOver,
    *,
    below: float = np.inf,
    rounds: int = ROUNDS,
) -> Dive | None:
    """
    Return whole lines from a solved program; None when they cannot cost less than `below`.

    When time is over, what is left is fixed as it stands, without asking again.
    """
    fixed: dict[int, Line] = {}
    spent = 0
    while True:
        picked = _picked(master)
        if picked is None:
            return None
        for column in picked:
            fixed[column.person] = column.line
            spent += column.cost
        left = [s for person, s in master.stretches.items() if person not in fixed]
        needed = master.needed.copy()
        for column in picked:
            add_line(needed, column.line, -1)
        if not left:
            return _dive(lines, master, fixed, spent, needed)
        master = _smaller(lines, pricer, master, left, needed)
        steps = Rounds(master, most=rounds)
        ceiling = below - spent
        if is_over():
            master.solve()
        else:
            steps.run(is_over, ceiling=ceiling)
        if steps.whole_bound >= ceiling - EXACT:
            return None


def _dive(lines: Lines, master: Master, fixed: dict[int, Line], spent: int, needed: Ints) -> Dive:
    missing, beyond = np.maximum(needed, 0), np.maximum(-needed, 0)
    days = master.days
    cover = int((lines.under[days] * missing + lines.over[days] * beyond).sum())
    return Dive(fixed, spent + cover)


def _picked(master: Master) -> list[Column] | None:
    """Return the columns to fix now; None when somebody has none."""
    shares = master.shares()
    columns = master.columns
    picked = [columns[at] for part, at in shares if part >= CHOSEN]
    more = max(1, len(master.stretches) // PEOPLE_AT_ONCE)
    others = [(part, columns[at]) for part, at in shares if part < CHOSEN]
    taken: set[int] = set()
    for number, (part, column) in enumerate(others[:more]):
        if (number == 0 or part >= LEAST_PART) and column.person not in taken:
            taken.add(column.person)
            picked.append(column)
    return picked or None


def _smaller(
    lines: Lines, pricer: Pricer, master: Master, left: list[Stretch], needed: Ints
) -> Master:
    """Return the program of those who are left, with their most promising columns."""
    smaller = Master(lines, pricer, left, needed)
    own: dict[int, list[tuple[float, int]]] = {stretch.person: [] for stretch in left}
    for at, column in enumerate(master.columns):
        if column.person in own:
            reduced = master.reduced_cost(column.person, column.line, column.cost)
            own[column.person].append((reduced, at))
    for person, known in own.items():
        for _, at in sorted(known)[:KEPT]:
            smaller.add(person, master.columns[at].line)
    return smaller
