"""The seats of a roster in one fixed order, and people put on them as the engine found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sejuk.engines import roster as engine
from sejuk.plan.deployment.models import Roster


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat with who is on it."""

    duty_id: int
    demand: str
    person_id: int | None
    is_pinned: bool


def seats_of(roster: Roster) -> list[Seat]:
    """Return the seats of a roster by demand and number: what `Solve.best` counts in."""
    rows = roster.duties.order_by("demand", "seat")
    return [Seat(*row) for row in rows.values_list("id", "demand", "person_id", "is_pinned")]


def seated(seats: Sequence[Seat], found: engine.Roster) -> list[int | None]:
    """
    Return for each seat who the engine puts there; a pinned person keeps his seat.

    Who stays on a demand stays on his seat of it, so that nothing changes but what must.

    >>> seats = [Seat(1, "a", 7, True), Seat(2, "a", 8, False), Seat(3, "a", None, False)]
    >>> seated(seats, (engine.Assignment("a", "8"), engine.Assignment("a", "9")))
    [7, 8, 9]
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for one in found:
        wanted[one.demand].append(int(one.person))
    kept: list[int | None] = []
    for seat in seats:
        there = wanted[seat.demand]
        stays = seat.person_id in there
        kept.append(seat.person_id if stays or seat.is_pinned else None)
        if stays:
            there.remove(int(seat.person_id or 0))
    return [
        person if person is not None or not wanted[seat.demand] else wanted[seat.demand].pop(0)
        for seat, person in zip(seats, kept, strict=True)
    ]


def as_found(seats: Sequence[Seat], people: Sequence[int | None]) -> engine.Roster:
    """Return people in the order of the seats as the engine reads a roster."""
    found = (
        engine.Assignment(seat.demand, str(person))
        for seat, person in zip(seats, people, strict=True)
        if person is not None
    )
    return tuple(sorted(found, key=lambda one: (one.demand, one.person)))
