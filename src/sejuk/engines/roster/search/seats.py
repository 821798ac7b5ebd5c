"""
Seats: what people are put on, one by one.

A demand asks for so many equal seats; a mix asks that some of a shift are such people. Here each
mix is folded into the seats: enough seats of the shift are *designated*, they ask for what the mix
asks beside their own needs. So every seat can be judged alone, and filling seats is an assignment.
Equal seats of one demand form a *place*. Demands that nobody could stand both of lie in one
*column*; a person stands at most one place of each column.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sejuk.engines.roster.asked.problem import Demand, Mix, Needs, Person, Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Equal seats: `demand` is a position in the problem's demands."""

    demand: int
    count: int
    needs: Needs


def meets(person: Person, needs: Needs) -> bool:
    """
    Return whether the person brings what is needed.

    >>> meets(Person("a", "A", rank=2), Needs(least_rank=3))
    False
    """
    return (
        needs.qualifications <= person.qualifications
        and (not needs.organisations or person.organisation in needs.organisations)
        and person.rank >= needs.least_rank
        and (person.is_woman or not needs.is_woman)
    )


def implies(strong: Needs, weak: Needs) -> bool:
    """
    Return whether whoever meets the one meets the other.

    >>> implies(Needs(least_rank=3, is_woman=True), Needs(is_woman=True))
    True
    """
    return (
        weak.qualifications <= strong.qualifications
        and (
            not weak.organisations
            or (bool(strong.organisations) and strong.organisations <= weak.organisations)
        )
        and strong.least_rank >= weak.least_rank
        and (strong.is_woman or not weak.is_woman)
    )


def both(one: Needs, other: Needs) -> Needs | None:
    """Return what meets both, or None where nobody can."""
    organisations = one.organisations | other.organisations
    if one.organisations and other.organisations:
        organisations = one.organisations & other.organisations
        if not organisations:
            return None
    return Needs(
        one.qualifications | other.qualifications,
        organisations,
        max(one.least_rank, other.least_rank),
        one.is_woman or other.is_woman,
    )


def places_of(problem: Problem) -> tuple[Place, ...]:
    """Return the places of all demands, in the order of the demands; of equal ids the first."""
    shifts: dict[tuple[str, date, str], list[int]] = defaultdict(list)
    seen: set[str] = set()
    for number, demand in enumerate(problem.demands):
        if demand.count > 0 and demand.id not in seen:
            shifts[demand.shift].append(number)
        seen.add(demand.id)
    places: list[Place] = []
    for (post, _day, _band), numbers in shifts.items():
        mixes = [mix for mix in problem.mixes if mix.post in ("", post)]
        whole = [
            Place(number, problem.demands[number].count, problem.demands[number].needs)
            for number in numbers
        ]
        places += designated(whole, mixes) if mixes else whole
    return tuple(sorted(places, key=lambda place: place.demand))


def designated(places: Sequence[Place], mixes: Iterable[Mix]) -> list[Place]:
    """Return the places of one shift with enough seats designated for each mix."""
    seats = [replace(place, count=1) for place in places for _ in range(place.count)]
    own = {place.demand: place.needs for place in places}
    for mix in mixes:
        wanted = mix.count - sum(implies(seat.needs, mix.needs) for seat in seats)
        # Seats that no other mix has designated come first, those that ask for least before.
        order = sorted(
            range(len(seats)),
            key=lambda at: (
                seats[at].needs != own[seats[at].demand],
                _strictness(seats[at].needs),
                at,
            ),
        )
        for at in order:
            if wanted <= 0:
                break
            joined = both(seats[at].needs, mix.needs)
            if joined is not None and not implies(seats[at].needs, mix.needs):
                seats[at] = replace(seats[at], needs=joined)
                wanted -= 1
    counts: dict[tuple[int, Needs], int] = defaultdict(int)
    for seat in seats:
        counts[seat.demand, seat.needs] += 1
    return [Place(demand, count, needs) for (demand, needs), count in counts.items()]


def _strictness(needs: Needs) -> int:
    return (
        len(needs.qualifications)
        + bool(needs.organisations)
        + (needs.least_rank > 0)
        + needs.is_woman
    )


def columns_of(demands: Sequence[Demand], rest: int) -> list[int]:
    """
    Return the column of each demand: columns go by time, and no two demands of one fit together.

    `rest` is the least number of minutes that must lie between two duties.

    >>> from datetime import UTC, datetime
    >>> def at(name: str, first: int, last: int) -> Demand:
    ...     hours = [datetime(2024, 11, 1, hour, tzinfo=UTC) for hour in (first, last)]
    ...     return Demand(name, "K", "P", date(2024, 11, 1), *hours, count=1)
    >>> columns_of([at("morning", 6, 14), at("evening", 14, 22), at("late", 15, 23)], rest=30)
    [0, 0, 1]
    """
    order = sorted(range(len(demands)), key=lambda at: (demands[at].day, demands[at].starts_at, at))
    columns = [0] * len(demands)
    column, day, latest = -1, None, None
    for at in order:
        demand = demands[at]
        starts = demand.starts_at.timestamp() / 60
        if latest is None or demand.day != day or starts >= latest + rest:
            column, day, latest = column + 1, demand.day, demand.ends_at.timestamp() / 60
        latest = min(latest, demand.ends_at.timestamp() / 60)
        columns[at] = column
    return columns
