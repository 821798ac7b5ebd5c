"""
Compiled searches over groups of stations: by chance, by price, and all that are cheap enough.

A group is a set of at most `capacity` stations, each within `most` of each other; it costs the sum
of the ways to its centre, the member for which that sum is least. `ways` are whole seconds.
"""

# Compiled functions take their arrays one by one; there is nothing to bundle them in.
# ruff: noqa: PLR0917, SIM110

from math import exp

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.compiled import compiled

Ways = NDArray[np.int64]
Labels = NDArray[np.int64]
Duals = NDArray[np.float64]

NEVER = 1e15  # the price of a group that cannot be
WARM = 10.0  # chosen by trial: the first warmth over the mean way
NEIGHBOURS = 20  # chosen: a station changes only to a group of one of so many nearest
TOO_FAR = 4  # chosen: what a second too far costs among seconds of ways
NODES_OF_A_PRICE = 3_000  # chosen: after so many partial groups the price is only bounded
NODES_OF_A_LISTING = 2_000_000  # chosen: after so many around one centre no list is made


@compiled
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


@compiled
def _excess(ways: Ways, members: Labels, size: int, most: int) -> int:
    """Return by how much the ways between members are too long."""
    total = 0
    for one in range(size):
        for other in range(one):
            total += max(0, ways[members[one], members[other]] - most)
    return total


@compiled
def _sorted_in(labels: Labels, capacity: int) -> tuple[Labels, Labels]:
    """Return the members of each group and how many they are."""
    groups = labels.max() + 1
    members = np.zeros((groups, capacity + 1), np.int64)
    sizes = np.zeros(groups, np.int64)
    for one in range(labels.size):
        members[labels[one], sizes[labels[one]]] = one
        sizes[labels[one]] += 1
    return members, sizes


@compiled
def _price(ways: Ways, members: Labels, size: int, most: int) -> int:
    """Return the cost of a group, and a multiple of its excess."""
    return cost_of_group(ways, members, size)[0] + TOO_FAR * _excess(ways, members, size, most)


@compiled
def anneal(
    ways: Ways, nearest: Ways, most: int, capacity: int, start: Labels, turns: int, seed: int
) -> Labels:
    """Return groups of little excess and cost, by simulated annealing from groups to start with."""
    np.random.seed(seed)
    members, sizes = _sorted_in(start, capacity)
    labels, best = start.copy(), start.copy()
    prices = np.zeros(sizes.size, np.int64)
    for group in range(sizes.size):
        prices[group] = _price(ways, members[group], sizes[group], most)
    total = least = prices.sum()
    warmth = max(1.0, WARM * total / labels.size)
    cooling = exp(-np.log(warmth + 1) / turns)
    first, second = np.zeros(capacity + 1, np.int64), np.zeros(capacity + 1, np.int64)
    for _ in range(turns):
        warmth *= cooling
        one = np.random.randint(labels.size)
        source = labels[one]
        target = labels[nearest[one, np.random.randint(nearest.shape[1])]]
        if source == target:
            continue
        is_alone = sizes[target] < capacity and sizes[source] > 1 and np.random.randint(2) == 0
        back = -1 if is_alone else members[target, np.random.randint(sizes[target])]
        size_1, size_2 = _moved(members, sizes, source, target, one, back, first, second)
        price_1, price_2 = _price(ways, first, size_1, most), _price(ways, second, size_2, most)
        rise = price_1 + price_2 - prices[source] - prices[target]
        if rise > 0 and np.random.random() >= exp(-rise / warmth):
            continue
        members[source], members[target] = first, second
        sizes[source], sizes[target] = size_1, size_2
        prices[source], prices[target] = price_1, price_2
        labels[one] = target
        if back >= 0:
            labels[back] = source
        total += rise
        if total < least:
            least = total
            best[:] = labels
    return best


@compiled
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


@compiled
def _around(ways: Ways, most: int, duals: Duals, centre: int) -> tuple[Labels, Duals, Duals, int]:
    """
    Return who may join a centre, the best first, with the gains, their sums and how many gain.

    The gains are what each adds to the price: its way less its dual.
    """
    reduced = ways[centre] - duals
    order = np.argsort(reduced)
    others = order[(ways[centre][order] <= most) & (order != centre)]
    gains = reduced[others]
    sums = np.zeros(gains.size + 1)
    sums[1:] = np.cumsum(gains)
    return others, gains, sums, int((gains < 0).sum())


@compiled
def _hope(sums: Duals, gaining: int, start: int, left: int, need: int) -> float:
    """Return the least that at most `left` and at least `need` more can add from `start` on."""
    more = max(need, min(left, gaining - start))
    if start + more >= sums.size:
        return NEVER if start + need >= sums.size else float(sums[-1] - sums[start])
    return float(sums[start + more] - sums[start])


@compiled
def _fits(ways: Ways, most: int, others: Labels, stack: Labels, depth: int, one: int) -> bool:
    """Say whether a candidate is near enough to all that are chosen."""
    for place in range(depth):
        if ways[others[stack[place]], others[one]] > most:
            return False
    return True


@compiled
def cheapest_groups(
    ways: Ways, most: int, capacity: int, least: int, duals: Duals
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
        groups[centre, 0] = centre
        prices[centre] = -duals[centre] + _cheapest_around(
            ways, most, (capacity - 1, least - 1), duals, centre, groups[centre, 1:]
        )
    return prices, groups


@compiled
def _cheapest_around(
    ways: Ways, most: int, sizes: tuple[int, int], duals: Duals, centre: int, members: Labels
) -> float:
    """Search depth first; `next_of[depth]` is the candidate to be tried at that depth."""
    room, need = sizes
    others, gains, sums, gaining = _around(ways, most, duals, centre)
    stack, next_of = np.zeros(room + 1, np.int64), np.zeros(room + 2, np.int64)
    values = np.zeros(room + 2)
    best, depth, nodes = 0.0 if need <= 0 else NEVER, 0, 0
    while depth >= 0:
        nodes += 1
        if nodes > NODES_OF_A_PRICE:
            size = min(others.size, max(need, min(room, gaining)))
            members[:] = -1
            members[:size] = others[:size]
            return _hope(sums, gaining, 0, room, max(0, need))
        start, left = next_of[depth], room - depth
        if (
            left == 0
            or start >= others.size
            or values[depth] + _hope(sums, gaining, start, left, max(0, need - depth))
            >= best - 1e-9
        ):
            depth -= 1
            continue
        next_of[depth] = start + 1
        if not _fits(ways, most, others, stack, depth, start):
            continue
        stack[depth] = start
        values[depth + 1] = values[depth] + gains[start]
        depth += 1
        next_of[depth] = start + 1
        if depth >= need and values[depth] < best:
            best = values[depth]
            members[:] = -1
            for place in range(depth):
                members[place] = others[stack[place]]
    return best


@compiled
def groups_below(
    ways: Ways, most: int, capacity: int, least: int, duals: Duals, limits: Duals, room: int
) -> tuple[int, Labels, Labels]:
    """
    Return all groups around each centre whose price is at most the centre's limit.

    The number is -1 when there are more than `room`, else that of the filled rows of the members
    (padded by -1, the centre first) and of the costs.
    """
    found = np.full((room, capacity), -1, np.int64)
    costs = np.zeros(room, np.int64)
    filled = 0
    for centre in range(ways.shape[0]):
        limit = limits[centre] + duals[centre]
        filled = _groups_around(ways, most, least - 1, duals, centre, limit, found, costs, filled)
        if filled < 0:
            break
    return filled, found, costs


@compiled
def _groups_around(
    ways: Ways,
    most: int,
    need: int,
    duals: Duals,
    centre: int,
    limit: float,
    found: Labels,
    costs: Labels,
    filled: int,
) -> int:
    room, nodes = found.shape[1] - 1, 0
    others, gains, sums, gaining = _around(ways, most, duals, centre)
    stack, next_of = np.zeros(room + 1, np.int64), np.zeros(room + 2, np.int64)
    values, totals = np.zeros(room + 2), np.zeros(room + 2, np.int64)
    depth, is_new = 0, True
    while depth >= 0:
        if is_new and depth >= need and values[depth] <= limit:
            if filled == found.shape[0]:
                return -1
            found[filled, 0] = centre
            for place in range(depth):
                found[filled, place + 1] = others[stack[place]]
            costs[filled] = totals[depth]
            filled += 1
        is_new = False
        nodes += 1
        if nodes > NODES_OF_A_LISTING:
            return -1
        start, left = next_of[depth], room - depth
        # At least one more is to be added: what it adds at best, gaining or not.
        if (
            left == 0
            or start >= others.size
            or values[depth] + _hope(sums, gaining, start, left, max(1, need - depth)) > limit
        ):
            depth -= 1
            continue
        next_of[depth] = start + 1
        if not _fits(ways, most, others, stack, depth, start):
            continue
        stack[depth] = start
        values[depth + 1] = values[depth] + gains[start]
        totals[depth + 1] = totals[depth] + ways[centre, others[start]]
        depth += 1
        next_of[depth] = start + 1
        is_new = True
    return filled
