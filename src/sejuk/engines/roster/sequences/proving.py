"""
The last step to a proof: all lines that a better roster could have, and a whole-number program.

At the prices of the solved program, a roster that costs at most c has no line whose reduced cost is
above c less the bound, and leaves no seat empty whose reduced price is. Where all lines that are
left can be written down, choosing among them decides whether there is a better roster at all.
(Baldacci, Christofides and Mingozzi, Mathematical Programming 115, 2008, do so for routes.)
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from sejuk.engines.roster.sequences.lines import Line, Lines, line_cost
from sejuk.engines.roster.sequences.offers import Pricer, priced, whole_stretch
from sejuk.engines.roster.sequences.pricing import Floats, Ints

# Of all people; chosen: some seconds, and some half a minute of the solver when it is lucky.
FEW_LINES, MOST_LINES = 4_000, 40_000
ROUNDING = 1e-6
MOST_NODES = 20_000  # chosen; without a limit of seconds
INFEASIBLE = 2  # what scipy calls it


@dataclass(frozen=True, slots=True)
class Proof:
    """A better roster, if one was found, and whether nothing better than it is left."""

    roster: list[Line] | None
    is_proved: bool


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a better roster costs less than, how much above the bound that is, and the time."""

    cost: int
    room: float
    seconds: float | None


def proof(  # noqa: PLR0917
    lines: Lines, pricer: Pricer, covers: Floats, cost: int, most: int, seconds: float | None
) -> Proof | None:
    """
    Return whether a roster costs less than `cost`; None when there are too many lines to look at.

    `covers` are the prices of the solved program; the better they are, the fewer the lines.
    """
    asked = [priced(lines, whole_stretch(lines, one), -covers) for one in range(lines.people)]
    least = [
        pricer.offers(whole_stretch(lines, one), asked[one]).bound for one in range(lines.people)
    ]
    bound = lines.off_costs + float((covers * lines.needed).sum()) + sum(least)
    room = cost - 1 - bound + ROUNDING
    if room < 0:
        return Proof(None, is_proved=True)
    owners: list[int] = []
    known: list[Line] = []
    for person, prices in enumerate(asked):
        ceiling = least[person] + room
        own = pricer.all_within(whole_stretch(lines, person), prices, ceiling, most - len(known))
        if own is None:
            return None
        owners += [person] * len(own)
        known += own
    return _chosen(lines, owners, known, covers, _Limits(cost, room, seconds))


def _chosen(
    lines: Lines,
    owners: list[int],
    known: list[Line],
    covers: Floats,
    limits: _Limits,
) -> Proof:
    """Return the best choice of one line for each person, if it costs less than the limit."""
    room = limits.room
    count, rows = len(known), lines.needed.size
    own = [line_cost(lines.costs[one], line) for one, line in zip(owners, known, strict=True)]
    prices = np.concatenate((own, lines.under.ravel(), lines.over.ravel())).astype(np.float64)
    ceilings = np.concatenate(
        (
            np.ones(count),
            _most((lines.under - covers).ravel(), room),
            _most((lines.over + covers).ravel(), room),
        )
    )
    matrix = _matrix(lines, owners, known)
    wanted = np.append(lines.needed, [1] * lines.people).astype(np.float64)
    cheaper = LinearConstraint(prices.reshape(1, -1), -np.inf, limits.cost - 1 - lines.off_costs)
    seconds = np.inf if limits.seconds is None else max(limits.seconds, 0.0)
    found = milp(
        prices,
        constraints=[LinearConstraint(matrix, wanted, wanted), cheaper],
        bounds=Bounds(np.zeros(len(prices)), ceilings),
        integrality=np.ones(count + 2 * rows, dtype=np.int64),
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if found.x is None:
        return Proof(None, is_proved=found.status == INFEASIBLE)
    taken = np.flatnonzero(np.round(found.x[:count])).tolist()
    roster = {owners[at]: known[at] for at in taken}
    return Proof([roster[person] for person in range(lines.people)], is_proved=found.status == 0)


def _most(reduced: Floats, room: float) -> Floats:
    """Return how many of something may be taken whose reduced prices are these."""
    return np.floor(room / np.maximum(reduced, ROUNDING)).clip(0, 1e4)


def _matrix(lines: Lines, owners: list[int], known: list[Line]) -> coo_array:
    """Return rows of days x kinds and of people, columns of lines, people missing and beyond."""
    count, size = len(known), lines.needed.size
    ins, outs = [np.arange(size), np.arange(size)], [count + np.arange(size)] * 2
    outs[1] = outs[1] + size
    values = [np.ones(size), -np.ones(size)]
    for at, (person, line) in enumerate(zip(owners, known, strict=True)):
        on = np.flatnonzero(line >= 0)
        places: Ints = np.append(on * lines.kinds + line[on], size + person)
        ins.append(places)
        outs.append(np.full(len(places), at))
        values.append(np.ones(len(places)))
    shape = size + lines.people, count + 2 * size
    parts = np.concatenate(ins), np.concatenate(outs)
    return coo_array((np.concatenate(values), parts), shape=shape)
