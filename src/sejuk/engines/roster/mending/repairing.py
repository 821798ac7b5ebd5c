"""
Mending a roster: fewest changes first, then quality.

What of the old roster still stands is kept; the seats it has lost are filled anew. In the search
keeping somebody where he was is free and each change is dear, so filling a column exactly finds
the fewest changes of that column. Seats that nobody free may take are filled by chains.

As many people must be put on as seats are filled: the number of seats to fill, less those that
must stay empty, is the least number of changes. Where the roster found needs no more, and no seat
stays empty that the linear relaxation would fill, it is proved that fewer do not suffice.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from sejuk.engines.roster.asked.problem import Demand, Problem, Roster, Worked
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.bounds.bounding import least_empty_seats
from sejuk.engines.roster.judging.carried import absent_minutes, minute_of
from sejuk.engines.roster.judging.verifying import verify
from sejuk.engines.roster.mending.chains import fill_by_chains
from sejuk.engines.roster.search.assigning import fill_column, roster_of, seated
from sejuk.engines.roster.search.costing import close_broken_shifts, empty_seats
from sejuk.engines.roster.search.fielding import field_of
from sejuk.engines.roster.search.grid import NEVER, PINNED, Field, Ints, Rows
from sejuk.engines.roster.search.rows import loads_of
from sejuk.engines.roster.search.seats import meets
from sejuk.engines.roster.search.squads import squads_in, with_squads

# A change weighs more than any sum of kilometres and fairness of one duty, a seat more than any
# chain of changes, and what binds (grid.DEAR) more than a seat.
CHANGE, SEAT, MOST_SEAT = 2e4, 400.0, 9e5
SWEEPS = 2
DAYS_AROUND = 2  # a proof looks so many days beyond the empty seats (chosen for time)

STANDS_IN_AWAY = N_("%(after)s stands in for %(before)s, who is away.")
STANDS_IN_MOVED = N_("%(after)s stands in for %(before)s, who takes another duty.")
STANDS_IN_BARRED = N_("%(after)s stands in for %(before)s, who may no longer stand it.")
TAKES_EMPTY = N_("%(after)s takes a seat that was empty.")
STAYS_EMPTY_AWAY = N_("%(before)s is away, and nobody may stand in without breaking a rule.")
STAYS_EMPTY = N_("%(before)s may no longer stand it, and nobody may stand in.")
NOT_ASKED = N_("%(before)s is not needed here any more.")


@dataclass(frozen=True, slots=True)
class RosterChange:
    """On one seat of a demand: who stood it and who stands it now, and why."""

    demand: str
    before: str | None
    after: str | None
    why: Sentence


@dataclass(frozen=True, slots=True)
class Repair:
    """
    A mended roster. `lost` seats had to be filled, `put_on` people were put on seats.

    No roster with as few empty seats puts on fewer than `least_changes`; `is_proved` when this one
    does not either, and `least_empty_seats` are empty, fewer than which nobody can reach.
    """

    roster: Roster
    changes: tuple[RosterChange, ...]
    lost: int
    put_on: int
    least_changes: int
    is_proved: bool
    empty_seats: int
    least_empty_seats: int
    cost: int


def repair(problem: Problem, roster: Roster, *, frozen_until: datetime | None = None) -> Repair:
    """
    Return the roster mended for a problem that has changed: absences, demands, people, rules.

    Duties that begin before `frozen_until` stay as they are.

    >>> from datetime import date
    >>> repair(Problem(date(2024, 11, 4), 7, (), (), ()), ()).changes
    ()
    """
    plain = with_squads(field_of(problem), squads_in(problem, roster))
    frozen = _frozen(plain, frozen_until)
    field = _sticky(plain, roster, frozen)
    rows = seated(field, roster)
    lost = int(empty_seats(field, rows)[~frozen].sum())
    kept = rows.copy()
    _fill(field, rows, frozen)
    _close(plain, rows, frozen)
    mended = roster_of(plain, rows)
    empty = empty_seats(plain, rows)
    left = int(empty[~frozen].sum())
    least = 0
    if left:
        least = min(left, _least_empty(plain, roster_of(plain, kept), empty, frozen))
    put_on = len(set(mended) - set(roster))
    return Repair(
        mended,
        tuple(_changes(problem, roster, mended)),
        lost,
        put_on,
        max(0, lost - left),
        put_on <= lost - left and left == least,
        int(empty.sum()),
        least + int(empty[frozen].sum()),
        verify(problem, mended).figures.cost,
    )


def _frozen(field: Field, until: datetime | None) -> np.ndarray:
    """Return for each place whether its duties have begun."""
    demands = [field.problem.demands[place.demand] for place in field.places]
    return np.array(
        [until is not None and one.starts_at < until for one in demands], dtype=np.bool_
    )


def _sticky(field: Field, roster: Roster, frozen: np.ndarray) -> Field:
    """Return the field with a price on each change."""
    row_of = {one.id: row for row, one in reversed(list(enumerate(field.problem.people)))}
    places: dict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(field.places):
        places[field.problem.demands[place.demand].id].append(at)
    costs = field.grid.costs + np.float32(CHANGE)
    costs[:, frozen] = NEVER
    for one in roster:
        if one.person in row_of:
            stood, row = places.get(one.demand, []), row_of[one.person]
            costs[row, stood] = np.where(
                frozen[stood], np.float32(-PINNED), field.grid.costs[row, stood]
            )
    # Nor may a mix that is broken be bought with fewer changes.
    for at in np.flatnonzero(field.prices.strangers).tolist():
        needs = field.places[at].needs
        strange = np.array(
            [not meets(person, needs) for person in field.problem.people], dtype=np.bool_
        )
        costs[strange, at] += np.float32(min(field.prices.strangers[at] * SEAT, MOST_SEAT))
    worth = np.minimum(field.prices.worth * SEAT, MOST_SEAT)
    grid = field.grid._replace(costs=np.minimum(costs, np.float32(NEVER)))
    return replace(field, grid=grid, prices=replace(field.prices, worth=worth))


def _fill(field: Field, rows: Rows, frozen: np.ndarray) -> None:
    """Fill the seats that are empty, then see whether the same changes can be had cheaper."""
    rng = np.random.default_rng(0)  # nothing is left to chance: no noise is asked for
    touched: set[int] = set()
    for _ in range(SWEEPS):
        touched |= set(_open_columns(field, rows, frozen).tolist())
        loads = loads_of(field.grid, rows)
        for column in sorted(touched):
            fill_column(field, rows, loads, column, rng=rng)
    empty = np.where(frozen, 0, empty_seats(field, rows))
    if empty.any():
        fill_by_chains(field, rows, np.repeat(np.arange(len(empty)), empty).tolist())
        loads = loads_of(field.grid, rows)
        for column in sorted(touched):
            fill_column(field, rows, loads, column, rng=rng)


def _open_columns(field: Field, rows: Rows, frozen: np.ndarray) -> Ints:
    empty = np.flatnonzero(np.where(frozen, 0, empty_seats(field, rows)))
    return np.unique(np.searchsorted(field.grid.first_place, empty, side="right") - 1)


def _close(field: Field, rows: Rows, frozen: np.ndarray) -> None:
    """Close shifts that break a hard rule on shifts, but none that has begun."""
    before = rows.copy()
    close_broken_shifts(field, rows)
    has_begun = np.append(frozen, False)[before[:, field.grid.history :]]
    stands = rows[:, field.grid.history :]
    stands[has_begun] = before[:, field.grid.history :][has_begun]


def _least_empty(field: Field, kept: Roster, empty: Ints, frozen: np.ndarray) -> int:
    """Return how many seats around the empty ones stay empty whatever is changed."""
    problem = field.problem
    is_open = {field.places[at].demand for at in np.flatnonzero(~frozen).tolist()}
    days = {
        problem.demands[field.places[at].demand].day
        for at in np.flatnonzero(np.where(frozen, 0, empty)).tolist()
    }
    around = timedelta(days=DAYS_AROUND)
    demand_of = {one.id: one for one in reversed(problem.demands)}
    begun = {one.id for at, one in enumerate(problem.demands) if at not in is_open}
    stood = tuple(
        _as_worked(one.person, demand_of[one.demand]) for one in kept if one.demand in begun
    )
    demands = tuple(
        one
        for at, one in enumerate(problem.demands)
        if at in is_open and min(days) - around <= one.day <= max(days) + around
    )
    return least_empty_seats(replace(problem, demands=demands, worked=problem.worked + stood))


def _as_worked(person: str, demand: Demand) -> Worked:
    times = demand.starts_at, demand.ends_at
    return Worked(person, demand.band, demand.day, *times, demand.minutes)


def _changes(problem: Problem, old: Roster, new: Roster) -> Iterator[RosterChange]:
    """Yield what has changed, seat by seat."""
    left, came = defaultdict(list), defaultdict(list)
    for one in sorted(set(old) - set(new), key=lambda one: one.person):
        left[one.demand].append(one.person)
    for one in sorted(set(new) - set(old), key=lambda one: one.person):
        came[one.demand].append(one.person)
    names = {person.id: person.name for person in problem.people}
    demand_of = {one.id: one for one in reversed(problem.demands)}
    moved = {person for people in came.values() for person in people}
    absent = absent_minutes(problem)
    for demand in sorted({*left, *came}):
        away, here = left[demand], came[demand]
        for at in range(max(len(away), len(here))):
            before = away[at] if at < len(away) else None
            after = here[at] if at < len(here) else None
            asked = demand_of.get(demand)
            is_away = asked is not None and any(
                start < minute_of(asked.ends_at) and minute_of(asked.starts_at) < end
                for start, end in absent.get(before or "", ())
            )
            text = _reason(before, after, is_away=is_away, has_moved=before in moved)
            if after is None and asked is None:
                text = NOT_ASKED
            people = {"before": before, "after": after}
            values = {key: names.get(one, one) for key, one in people.items() if one is not None}
            yield RosterChange(demand, before, after, Sentence(text, values))


def _reason(before: str | None, after: str | None, *, is_away: bool, has_moved: bool) -> str:
    if before is None:
        return TAKES_EMPTY
    if after is None:
        return STAYS_EMPTY_AWAY if is_away else STAYS_EMPTY
    if is_away:
        return STANDS_IN_AWAY
    return STANDS_IN_MOVED if has_moved else STANDS_IN_BARRED
