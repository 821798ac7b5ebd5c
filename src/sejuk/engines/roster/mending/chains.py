"""
Chains: a seat that nobody free may take goes to somebody who gives up another, and so on.

A chain is searched breadth first, so the first that ends with a free person is among the shortest:
each link is one change. What a link promises alone may fail together with the others, so a chain
is tried on the rows and taken back when somebody's duties break what binds.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sejuk.engines.roster.search.grid import DEAR, NOBODY, Field, Floats, Rows
from sejuk.engines.roster.search.rows import column_prices, loads_of, releases, strain

LINKS = 6  # at most; longer chains change more than they mend (chosen)
SEATS_LOOKED_AT = 600  # for one empty seat (chosen for time)


@dataclass(frozen=True, slots=True)
class _Link:
    """A person takes a place and gives up his duty of a column, or is free (None)."""

    person: int
    place: int
    column: int
    gives_up: int | None


def fill_by_chains(field: Field, rows: Rows, open_places: list[int]) -> None:
    """Fill empty seats of the places, as far as chains can."""
    column_of = np.searchsorted(field.grid.first_place, np.arange(len(field.places)), "right") - 1
    for place in open_places:
        for chain in _chains(field, rows, place, column_of):
            if _applied(field, rows, chain):
                break


def _chains(field: Field, rows: Rows, empty: int, column_of: np.ndarray) -> Iterator[list[_Link]]:
    """Yield chains for an empty seat, short ones first."""
    loads = loads_of(field.grid, rows)
    prices: dict[int, Floats] = {}
    seen = {empty}
    queue: deque[tuple[int, list[_Link]]] = deque([(empty, [])])
    looked_at = 0
    while queue and looked_at < SEATS_LOOKED_AT:
        place, links = queue.popleft()
        column = int(column_of[place])
        looked_at += 1
        if column not in prices:
            prices[column] = column_prices(field.grid, rows, loads, column)
        moved = {link.person for link in links}
        yield from _ended(field, rows, (place, column), links, prices[column])
        if len(links) + 1 >= LINKS:
            continue
        for person, given_up in np.argwhere(releases(field.grid, rows, place, column)).tolist():
            vacated = int(rows[person, given_up])
            if person not in moved and vacated not in seen and _is_movable(field, person, vacated):
                seen.add(vacated)
                queue.append((vacated, [*links, _Link(person, place, column, given_up)]))


def _ended(
    field: Field, rows: Rows, seat: tuple[int, int], links: list[_Link], prices: Floats
) -> Iterator[list[_Link]]:
    """Yield the chains that end with somebody free, the cheapest of them first."""
    place, column = seat
    own = prices[:, place - field.grid.first_place[column]]
    free = (own < DEAR / 2) & (rows[:, column] == NOBODY)
    free[[link.person for link in links]] = False
    for person in sorted(np.flatnonzero(free).tolist(), key=lambda one: own[one])[:3]:
        yield [*links, _Link(person, place, column, None)]


def _is_movable(field: Field, person: int, place: int) -> bool:
    """Return whether a person may give up a place: he is not fixed to it."""
    return bool(field.grid.costs[person, place] > -DEAR)


def _applied(field: Field, rows: Rows, chain: list[_Link]) -> bool:
    """Write a chain into the rows; take it back and return False when it breaks what binds."""
    people = sorted({link.person for link in chain})
    before = rows[people].copy()
    for link in chain:
        if link.gives_up is not None:
            rows[link.person, link.gives_up] = NOBODY
    for link in chain:
        rows[link.person, link.column] = link.place
    grid = field.grid
    for at, person in enumerate(people):
        strained = strain(grid, person, rows[person], 0, field.columns)
        if strained - strain(grid, person, before[at], 0, field.columns) >= DEAR / 2:
            rows[people] = before
            return False
    return True
