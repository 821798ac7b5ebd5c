"""What a file would do to the seats of a draft, and what is wrong in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext

from sejuk.foundation.forces import queries as forces
from sejuk.kit.cells import plain_key
from sejuk.kit.directions import shown_turns
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.seat_sheets import NumberedSeat

# Chosen: what one reads of a wrong value.
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Placing:
    """Who is to stand a seat from now on, nobody when empty, and whether he is pinned to it."""

    duty_id: int
    person_id: int | None
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, in the reader's language: in which row, under which column."""

    place: str
    column: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was read: the seats that it would change, or its faults."""

    entries: int = 0
    placings: tuple[Placing, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A seat that a file gives to somebody, and where in the file."""

    seat: NumberedSeat
    person_id: int
    # The row of a table, the number of an entry of JSON.
    line: int


@dataclass(frozen=True, slots=True)
class Force:
    """Who may stand on the seats of a roster, by what files call them."""

    by_number: Mapping[str, int] = field(default_factory=dict)
    ids: frozenset[int] = frozenset()

    def numbered(self, number: str) -> int | None:
        """Return whose service number it is; spaces and dots in it do not count."""
        return self.by_number.get(plain_key(number))


def force_of(roster: Roster) -> Force:
    """Return the active people of the operation's area."""
    found = forces.people((roster.operation.area_id,)).values_list("service_number", "pk")
    rows = list(found)
    return Force(
        {plain_key(number): pk for number, pk in rows if plain_key(number)},
        frozenset(pk for _, pk in rows),
    )


def twice_at_once(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Return claims on somebody who stands elsewhere at that time, with the other claim."""
    by_person: dict[int, list[Claim]] = {}
    for claim in claims:
        by_person.setdefault(claim.person_id, []).append(claim)
    found = []
    for own in by_person.values():
        own.sort(key=lambda claim: (claim.seat.starts_at, claim.line))
        for one, other in pairwise(own):
            if other.seat.starts_at < one.seat.ends_at:
                earlier, later = sorted((one, other), key=lambda claim: claim.line)
                found.append((later, earlier))
    return sorted(found, key=lambda pair: pair[0].line)


def changing(seats: Iterable[NumberedSeat], wanted: Sequence[Placing]) -> tuple[Placing, ...]:
    """Return those placings that differ from what is there."""
    there = {seat.duty_id: (seat.person_id, seat.is_pinned) for seat in seats}
    return tuple(one for one in wanted if there[one.duty_id] != (one.person_id, one.is_pinned))


def shown(value: str) -> str:
    """Return a value of a file as it may be shown: short, and with what turns text made visible."""
    text = shown_turns(value.replace("\x00", "\N{SYMBOL FOR NULL}"))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def whole_file(why: str, column: str = "") -> Fault:
    return Fault(gettext("Whole file"), column, "", why)
