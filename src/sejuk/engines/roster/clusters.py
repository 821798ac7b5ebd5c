"""
Compiled searches over groups of stations: by chance, by price, and all that are cheap enough.

A group is a set of at most `capacity` stations, each within `most` of each other; it costs the sum
of the ways to its centre, the member for which that sum is least. `ways` are whole seconds.
"""

from math import exp

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ways = NDArray[np.int64]
Labels = NDArray[np.int64]
Duals = NDArray[np.float64]

NEIGHBOURS = 12  # chosen: a station changes only to a group of one of so many nearest
NODES_OF_A_PRICE = 3_000  # chosen: after so many partial groups the price is only bounded


@njit(cache=True)  # type: ignore[untyped-decorator]
def cost_of_group(ways: Ways, members: Labels, size: int) -> tuple[int, int]:
    """Return the cost of a group and the place of its centre among the members."""
    best, centre = 1 << 60, -1
    for one in range(size):
        total = 0
        for other in range(size):
            total += ways[members[one], members[other]]
        if total < best:
            best, centre = total, one
    return (best, centre) if size else (0, -1)


@njit(cache=True)  # type: ignore[untyped-decorator]
def _excess(ways: Ways, members: Labels, size: int, most: int) -> int:
    """Return by how much the ways between members are too long."""
    total = 0
    for one in range(size):
        for other in range(one):
            total += max(0, ways[members[one], members[other]] - most)
    return total


@njit(cache=True)  # type: ignore[untyped-decorator]
def anneal(
    ways: Ways, nearest: Ways, most: int, capacity: int, labels: Labels, turns: int, seed: int
) -> tuple[int, int, Labels]:
    """Return the least excess, the least cost with it, and the groups, by simulated annealing."""
    np.random.seed(seed)
    count, groups = ways.shape[0], labels.max() + 1
    members = np.zeros((groups, capacity + 1), np.int64)
    sizes = np.zeros(groups, np.int64)
    for one in range(count):
        members[labels[one], sizes[labels[one]]] = one
        sizes[labels[one]] += 1
    costs, excesses = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    for group in range(groups):
        costs[group] = cost_of_group(ways, members[group], sizes[group])[0]
        excesses[group] = _excess(ways, members[group], sizes[group], most)
    labels = labels.copy()
    best, best_cost, best_excess = labels.copy(), costs.sum(), excesses.sum()
    warmth = max(1.0, costs.sum() / count)
    cooling = exp(-np.log(warmth + 1) / turns)
    first, second = np.zeros(capacity + 1, np.int64), np.zeros(capacity + 1, np.int64)
    for _ in range(turns):
        warmth *= cooling
        one = np.random.randint(count)
        near = nearest[one, np.random.randint(nearest.shape[1])]
        source, target = labels[one], labels[near]
        if source == target:
            continue
        moves_alone = sizes[target] < capacity and sizes[source] > 1 and np.random.random() < 0.5
        back = -1 if moves_alone else members[target, np.random.randint(sizes[target])]
        sizes_now = _moved(members, sizes, source, target, one, back, first, second)
        cost_1 = cost_of_group(ways, first, sizes_now[0])[0]
        cost_2 = cost_of_group(ways, second, sizes_now[1])[0]
        over_1 = _excess(ways, first, sizes_now[0], most)
        over_2 = _excess(ways, second, sizes_now[1], most)
        rise = cost_1 + cost_2 - costs[source] - costs[target]
        rise += 4 * (over_1 + over_2 - excesses[source] - excesses[target])
        if rise > 0 and np.random.random() >= exp(-rise / warmth):
            continue
        members[source, : sizes_now[0]] = first[: sizes_now[0]]
        members[target, : sizes_now[1]] = second[: sizes_now[1]]
        sizes[source], sizes[target] = sizes_now
        costs[source], costs[target] = cost_1, cost_2
        excesses[source], excesses[target] = over_1, over_2
        labels[one] = target
        if back >= 0:
            labels[back] = source
        if (excesses.sum(), costs.sum()) < (best_excess, best_cost):
            best, best_cost, best_excess = labels.copy(), costs.sum(), excesses.sum()
    return best_excess, best_cost, best


@njit(cache=True)  # type: ignore[untyped-decorator]
def _moved(
    members: Labels,
    sizes: Labels,
    source: int,
    target: int,
    one: int,
    back: int,
    first: Labels,
    second: Labels,
) -> tuple[int, int]:
    """Fill `first` and `second` with the two groups after a move or a swap, and return sizes."""
    size_1, size_2 = 0, 0
    for place in range(sizes[source]):
        if members[source, place] != one:
            first[size_1] = members[source, place]
            size_1 += 1
    for place in range(sizes[target]):
        if members[target, place] != back:
            second[size_2] = members[target, place]
            size_2 += 1
    second[size_2] = one
    size_2 += 1
    if back >= 0:
        first[size_1] = back
        size_1 += 1
    return size_1, size_2


@njit(cache=True)  # type: ignore[untyped-decorator]
def _candidates(ways: Ways, most: int, duals: Duals, centre: int) -> tuple[Labels, Duals]:
    """Return whom a group around a centre would gain by, the best first, and the gains."""
    reduced = ways[centre] - duals
    fits = (ways[centre] <= most) & (reduced < 0)
    fits[centre] = False
    chosen = np.nonzero(fits)[0]
    order = np.argsort(reduced[chosen])
    return chosen[order], reduced[chosen[order]]


@njit(cache=True)  # type: ignore[untyped-decorator]
def cheapest_groups(
    ways: Ways, most: int, capacity: int, duals: Duals
) -> tuple[Duals, Labels]:
    """
    Return for each centre the price of its cheapest group and the members, the centre first.

    The price is the cost less the duals. Where the search grows too long, the price and the
    members are those without regard to the ways between the other members: a lower bound.
    """
    count = ways.shape[0]
    prices = np.zeros(count)
    groups = np.full((count, capacity), -1, np.int64)
    for centre in range(count):
        others, gains = _candidates(ways, most, duals, centre)
        best, size = _cheapest_around(ways, most, capacity - 1, others, gains, groups[centre])
        for place in range(size, 0, -1):
            groups[centre, place] = groups[centre, place - 1]
        groups[centre, 0] = centre
        prices[centre] = best - duals[centre]
    return prices, groups


@njit(cache=True)  # type: ignore[untyped-decorator]
def _cheapest_around(
    ways: Ways, most: int, room: int, others: Labels, gains: Duals, members: Labels
) -> tuple[float, int]:
    """Search depth first; `next_of[depth]` is the candidate to be tried at that depth."""
    count = others.size
    sums = np.zeros(count + 1)
    sums[1:] = np.cumsum(gains)
    stack, next_of = np.zeros(room + 1, np.int64), np.zeros(room + 2, np.int64)
    values = np.zeros(room + 2)
    best, best_size, depth, nodes = 0.0, 0, 0, 0
    while depth >= 0:
        nodes += 1
        if nodes > NODES_OF_A_PRICE:
            size = min(room, count)
            members[:size] = others[:size]
            return sums[size], size
        start, left = next_of[depth], room - depth
        hope = values[depth] + sums[min(count, start + left)] - sums[min(count, start)]
        if left == 0 or start >= count or hope >= best - 1e-9:
            depth -= 1
            continue
        next_of[depth] = start + 1
        fits = True
        for place in range(depth):
            if ways[others[stack[place]], others[start]] > most:
                fits = False
                break
        if not fits:
            continue
        stack[depth] = start
        values[depth + 1] = values[depth] + gains[start]
        depth += 1
        next_of[depth] = start + 1
        if values[depth] < best:
            best, best_size = values[depth], depth
            for place in range(depth):
                members[place] = others[stack[place]]
    return best, best_size


@njit(cache=True)  # type: ignore[untyped-decorator]
def groups_below(
    ways: Ways, most: int, capacity: int, duals: Duals, limits: Duals, room: int
) -> tuple[int, Labels, Labels]:
    """
    Return all groups around each centre whose price is at most the centre's limit.

    The number is -1 when there are more than `room`, else that of the filled rows of the members
    (padded by -1, the centre first) and of the costs.
    """
    count = ways.shape[0]
    found = np.full((room, capacity), -1, np.int64)
    costs = np.zeros(room, np.int64)
    filled = 0
    for centre in range(count):
        reduced = ways[centre] - duals
        order = np.argsort(reduced)
        others = order[(ways[centre][order] <= most) & (order != centre)]
        limit = limits[centre] + duals[centre]
        filled = _groups_around(
            ways, most, centre, others, reduced[others], limit, found, costs, filled
        )
        if filled < 0:
            break
    return filled, found, costs


@njit(cache=True)  # type: ignore[untyped-decorator]
def _groups_around(
    ways: Ways,
    most: int,
    centre: int,
    others: Labels,
    gains: Duals,
    limit: float,
    found: Labels,
    costs: Labels,
    filled: int,
) -> int:
    room, count, nodes = found.shape[1] - 1, others.size, 0
    lower = np.zeros(count + 1)
    lower[1:] = np.cumsum(np.minimum(gains, 0.0))
    stack, next_of = np.zeros(room + 1, np.int64), np.zeros(room + 2, np.int64)
    values, totals = np.zeros(room + 2), np.zeros(room + 2, np.int64)
    depth = 0
    while depth >= 0:
        start, left = next_of[depth], room - depth
        if start == depth or start == stack[depth - 1] + 1:
            if values[depth] <= limit:
                if filled == found.shape[0]:
                    return -1
                found[filled, 0] = centre
                for place in range(depth):
                    found[filled, place + 1] = others[stack[place]]
                costs[filled] = totals[depth]
                filled += 1
        hope = values[depth] + lower[min(count, start + left)] - lower[min(count, start)]
        nodes += 1
        if nodes > 200 * found.shape[0]:
            return -1
        if left == 0 or start >= count or hope > limit or values[depth] + gains[start] > limit:
            depth -= 1
            continue
        next_of[depth] = start + 1
        fits = True
        for place in range(depth):
            if ways[others[stack[place]], others[start]] > most:
                fits = False
                break
        if not fits:
            continue
        stack[depth] = start
        values[depth + 1] = values[depth] + gains[start]
        totals[depth + 1] = totals[depth] + ways[centre, others[start]]
        depth += 1
        next_of[depth] = start + 1
    return filled
