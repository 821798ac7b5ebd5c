"""
The fewest groups of near stations, and of those the most compact ones.

A group has at most `capacity` stations, any two of them at most `most` seconds apart. First comes
the number of groups (two officers each), then the sum of the ways from each group's centre to its
other stations. The method, for each set of stations that chains of such ways connect:

1. at least ceil(stations / capacity) groups, and as many as there are stations pairwise too far
   apart; simulated annealing looks for so many, CP-SAT decides where it finds none;
2. the cost is bounded from below by Lagrangian relaxation of "each station in one group" with the
   cheapest group around each centre found exactly (Held and Karp 1971; for p-medians Senne and
   Lorena 2000): the bound of a set partitioning by all groups;
3. groups that no cheaper answer can hold fall out by that bound; when few are left, the set
   partitioning over them is solved, which proves the cost (Baldacci, Hadjiconstantinou and
   Mingozzi 2004 do so for routes).
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from sejuk.engines.roster.stations import clusters
from sejuk.engines.roster.stations.clusters import Duals, Labels
from sejuk.engines.roster.stations.ways import Seconds

# Chosen, by trial on generated kecamatan of 40 to 160 stations: more of each brought next to
# nothing. They bound the work by counts and not by the clock, so that an answer can be had again.
TURNS_OF_A_STATION = 1_500
STARTS = 12
STEPS = 400
LONGEST_LIST = 20_000
NODES = 400
WORK_OF_A_COUNT = 10.0  # CP-SAT's own measure, about seconds
SURE = 1e-6


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of places in the matrix of ways, the centre first; what is proved of them."""

    groups: tuple[tuple[int, ...], ...]
    least_groups: int
    cost: int
    least_cost: int  # for this number of groups


def grouped(ways: Seconds, most: int, capacity: int) -> Grouping:
    """
    Return the fewest groups, and of those the most compact, with their lower bounds.

    >>> line = np.array([0, 60, 120, 1000, 1060])
    >>> grouped(np.abs(line[:, None] - line), 300, 2)
    Grouping(groups=((0, 1), (2,), (3, 4)), least_groups=3, cost=120, least_cost=120)
    """
    _, labels = connected_components((ways <= most).astype(np.int8), directed=False)
    parts = []
    for label in range(labels.max() + 1 if labels.size else 0):
        inside = np.flatnonzero(labels == label)
        part = _connected(np.ascontiguousarray(ways[np.ix_(inside, inside)]), most, capacity)
        names = inside.tolist()
        parts.append((part, [tuple(names[place] for place in group) for group in part.groups]))
    return Grouping(
        groups=tuple(sorted(group for _, groups in parts for group in groups)),
        least_groups=sum(part.least_groups for part, _ in parts),
        cost=sum(part.cost for part, _ in parts),
        least_cost=sum(part.least_cost for part, _ in parts),
    )


def fewest_groups(ways: Seconds, most: int, capacity: int) -> int:
    """
    Return how few groups were found, without looking for compact ones.

    >>> line = np.array([0, 60, 120, 1000, 1060])
    >>> fewest_groups(np.abs(line[:, None] - line), 300, 2)
    3
    """
    _, labels = connected_components((ways <= most).astype(np.int8), directed=False)
    total = 0
    for label in range(labels.max() + 1 if labels.size else 0):
        inside = np.flatnonzero(labels == label)
        part = np.ascontiguousarray(ways[np.ix_(inside, inside)])
        if part.max() <= most:
            total += ceil(len(part) / capacity)
        else:
            total += int(_fewest(part, most, capacity, is_counting=True)[0].max()) + 1
    return total


def _connected(ways: Seconds, most: int, capacity: int) -> Grouping:
    count = len(ways)
    if capacity == 1 or count == 1:
        return Grouping(tuple((place,) for place in range(count)), count, 0, 0)
    if count <= capacity and ways.max() <= most:
        cost, centre = clusters.cost_of_group(ways, np.arange(count), count)
        order = sorted(range(count), key=lambda place: (place != centre, place))
        return Grouping((tuple(order),), 1, cost, cost)
    labels, least = _fewest(ways, most, capacity)
    groups = _with_centres(ways, labels)
    cost = _cost(ways, groups)
    bound, duals, prices = _bound(ways, most, capacity, len(groups), cost)
    if bound < cost:
        bound, found = _partitioned(
            ways, most, capacity, (len(groups), cost), (bound, duals, prices)
        )
        # Groups that only fit dearer answers are left out, so what is found may be dearer too.
        groups = found if found and _cost(ways, found) < cost else groups
        cost = _cost(ways, groups)
    return Grouping(groups, least, cost, min(bound, cost))


def _with_centres(ways: Seconds, labels: Labels) -> tuple[tuple[int, ...], ...]:
    groups = []
    for label in range(labels.max() + 1):
        members = np.flatnonzero(labels == label)
        _, centre = clusters.cost_of_group(ways, members, len(members))
        names = members.tolist()
        groups.append((names[centre], *names[:centre], *names[centre + 1 :]))
    return tuple(groups)


def _cost(ways: Seconds, groups: tuple[tuple[int, ...], ...]) -> int:
    return sum(int(ways[group[0], list(group)].sum()) for group in groups)


def _fewest(
    ways: Seconds, most: int, capacity: int, *, is_counting: bool = False
) -> tuple[Labels, int]:
    """Return the labels of as few groups as were found, and the proved least number."""
    count = len(ways)
    least = max(ceil(count / capacity), _pairwise_too_far(ways, most))
    is_proved = True
    for groups in range(least, count):
        start = _chain(ways, groups)
        excess, labels = _annealed(ways, most, capacity, start, is_counting=is_counting)
        if excess:
            verdict, found = _decided(ways, most, capacity, groups)
            if found is None:
                is_proved = is_proved and verdict == cp_model.INFEASIBLE
                least = groups + 1 if is_proved else least
                continue
            excess, better = _annealed(ways, most, capacity, found, is_counting=is_counting)
            labels = found if excess else better
        return labels, least
    return np.arange(count), least


def _pairwise_too_far(ways: Seconds, most: int) -> int:
    """Return how many stations are pairwise too far apart, chosen greedily."""
    is_near = ways <= most
    left = np.ones(len(ways), bool)
    found = 0
    while left.any():
        around = np.where(left, is_near[:, left].sum(axis=1), len(ways) + 1)
        left &= ~is_near[int(around.argmin())]
        found += 1
    return found


def _annealed(
    ways: Seconds, most: int, capacity: int, start: Labels, *, is_counting: bool = False
) -> tuple[int, Labels]:
    """Return by how much ways are too long in the best groups found, and their labels."""
    near = np.argsort(ways, axis=1, kind="stable")
    near = np.ascontiguousarray(near[:, 1 : clusters.NEIGHBOURS + 1])
    turns = TURNS_OF_A_STATION * len(ways)
    best, labels = _judged(ways, most, start), start
    for seed in range(STARTS):
        if best[0] == 0 and (is_counting or best[1] == 0):
            break
        tried = clusters.anneal(ways, near, most, capacity, start, turns, seed)
        judged = _judged(ways, most, tried)
        if judged < best:
            best, labels = judged, tried
    return best[0], labels


def _judged(ways: Seconds, most: int, labels: Labels) -> tuple[int, int]:
    """Return by how much ways are too long, and the cost."""
    groups = _with_centres(ways, labels)
    excess = sum(int(np.maximum(ways[np.ix_(one, one)] - most, 0).sum()) for one in groups)
    return excess, _cost(ways, groups)


def _chain(ways: Seconds, groups: int) -> Labels:
    """Walk to the nearest station not yet seen, and cut the walk into equal parts."""
    left = ways.astype(np.float64)
    here, order = int(ways.sum(axis=1).argmax()), []
    for _ in range(len(ways)):
        order.append(here)
        left[:, here] = np.inf
        here = int(left[here].argmin())
    labels = np.zeros(len(ways), np.int64)
    labels[order] = np.arange(len(ways)) * groups // len(ways)
    return labels


def _decided(
    ways: Seconds, most: int, capacity: int, groups: int
) -> tuple[cp_model.CpSolverStatus, Labels | None]:
    """Decide whether so many groups are enough, by CP-SAT."""
    model, count = cp_model.CpModel(), len(ways)
    stands = [[model.new_bool_var("") for _ in range(groups)] for _ in range(count)]
    for row in stands:
        model.add_exactly_one(row)
    for group in range(groups):
        model.add(sum(row[group] for row in stands) <= capacity)
    for one, other in np.argwhere(np.triu(ways > most)).tolist():
        for group in range(groups):
            model.add_at_most_one(stands[one][group], stands[other][group])
    for place in range(min(count, groups)):  # groups are alike: the first stations break that
        for group in range(place + 1, groups):
            model.add(stands[place][group] == 0)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = WORK_OF_A_COUNT
    verdict = solver.solve(model)
    if verdict not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return verdict, None
    labels = [[bool(solver.value(one)) for one in row].index(True) for row in stands]
    return verdict, np.array(labels, np.int64)


def _bound(
    ways: Seconds, most: int, capacity: int, groups: int, cost: int
) -> tuple[int, Duals, Duals]:
    """Return the best lower bound of the cost, with the duals and the prices that gave it."""
    duals = np.full(len(ways), cost / len(ways))
    best, best_duals, best_prices = -np.inf, duals, np.zeros(len(ways))
    least = len(ways) - (groups - 1) * capacity  # so many at least: the others hold no more
    pace, idle = 1.5, 0
    for _ in range(STEPS):
        prices, members = clusters.cheapest_groups(ways, most, capacity, least, duals)
        chosen = np.argsort(prices, kind="stable")[:groups]
        value = float(duals.sum() + prices[chosen].sum())
        idle += 1
        if value > best:
            best, best_duals, best_prices, idle = value, duals, prices, 0
        if ceil(best - SURE) >= cost:
            break
        inside = members[chosen]
        slope = 1 - np.bincount(inside[inside >= 0], minlength=len(ways))
        norm = int((slope**2).sum())
        if norm == 0:
            break
        if idle == 20:  # noqa: PLR2004 - chosen
            pace, idle, duals = pace / 2, 0, best_duals
        duals = duals + pace * (1.02 * cost - value) / norm * slope
    return ceil(best - SURE), best_duals, best_prices


def _partitioned(
    ways: Seconds,
    most: int,
    capacity: int,
    answer_so_far: tuple[int, int],
    proof: tuple[int, Duals, Duals],
) -> tuple[int, tuple[tuple[int, ...], ...]]:
    """Return the bound and, when there is one, a cheaper answer, by all groups that could help."""
    (groups, cost), (bound, duals, prices) = answer_so_far, proof
    # What the other groups cost at least, when one is built around this centre.
    order = np.sort(prices)
    others = order[: groups - 1].sum() if groups > 1 else 0.0
    rest = np.where(prices <= order[groups - 1], order[:groups].sum() - prices, others)
    least = len(ways) - (groups - 1) * capacity
    limits = cost - 1 - float(duals.sum()) - rest + SURE
    filled, members, costs = clusters.groups_below(
        ways, most, capacity, least, duals, limits, LONGEST_LIST
    )
    if filled < 0:
        return bound, ()
    cheapest: dict[tuple[int, ...], tuple[int, int]] = {}
    for row, price in zip(members[:filled].tolist(), costs[:filled].tolist(), strict=True):
        inside = tuple(sorted(place for place in row if place >= 0))
        cheapest[inside] = min((price, row[0]), cheapest.get(inside, (price, row[0])))
    if not cheapest:
        return cost, ()
    columns = sorted(cheapest)
    chosen, proved = _least_partition(
        columns, [cheapest[one][0] for one in columns], len(ways), groups
    )
    if chosen is None:
        return (cost if proved is None else max(bound, min(cost, proved))), ()
    answer = []
    for place in chosen:
        inside, centre = columns[place], cheapest[columns[place]][1]
        answer.append((centre, *(one for one in inside if one != centre)))
    return max(bound, proved or bound), tuple(answer)


def _least_partition(
    columns: list[tuple[int, ...]], costs: list[int], stations: int, groups: int
) -> tuple[list[int] | None, int | None]:
    """
    Return which columns to take and the proved bound.

    No columns and no bound: nothing cheaper exists. No columns and a bound: the search was cut.
    """
    rows = np.array([station for column in columns for station in (*column, stations)])
    of = np.array([place for place, column in enumerate(columns) for _ in range(len(column) + 1)])
    matrix = csr_array((np.ones(len(rows)), (rows, of)), shape=(stations + 1, len(columns)))
    wanted: NDArray[np.float64] = np.append(np.ones(stations), groups)
    found = milp(
        np.array(costs, float),
        constraints=LinearConstraint(matrix, wanted, wanted),
        integrality=np.ones(len(columns), np.int64),
        bounds=Bounds(0, 1),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    infeasible = 2
    if found.status == infeasible:
        return None, None
    proved = ceil(found.mip_dual_bound - SURE) if found.mip_dual_bound is not None else 0
    if found.x is None:
        return None, proved
    return np.flatnonzero(found.x > 0.5).tolist(), proved  # noqa: PLR2004
