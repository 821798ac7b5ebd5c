"""
A roster as the engine writes it in JSON, held against the seats of a draft.

It is the whole roster: seats that it does not name become empty. One that names no seat in plain
clothes was made without knowing of them, and leaves those as they are. People are named by their
service number, or as P and the number that `manage roster export` gives out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.kit.choices import N_
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.placings import (
    Brought,
    Claim,
    Fault,
    Force,
    Placing,
    changing,
    force_of,
    shown,
    twice_at_once,
    whole_file,
)
from sejuk.plan.deployment.queries.seat_sheets import NumberedSeat, numbered_seats
from sejuk.plan.deployment.queries.seating import Seat, seated
from sejuk.plan.deployment.queries.telling import told

DEMAND, PERSON = "demand", "person"
_CODE = re.compile(r"P([0-9]{1,9})")


def code_of(person_id: int) -> str:
    """Return how a person is called in files that name nobody."""
    return f"P{person_id}"


def json_brought(roster: Roster, text: str) -> Brought:
    """Return what a roster in JSON would do to a draft."""
    try:
        found = engine.roster_from_json(text)
    except engine.RosterUnreadable as error:
        faults = tuple(whole_file(told(one)) for one in error.sentences)
        return Brought(faults=faults)
    seats = numbered_seats(roster)
    reading = _Reading(seats, force_of(roster))
    reading.read(found)
    if reading.faults:
        return Brought(len(found), faults=tuple(reading.faults))
    return Brought(len(found), changing(seats, _placings(seats, reading.known)))


@dataclass(slots=True)
class _Reading:
    """Entries of a roster held against seats and people; what does not fit is noted."""

    seats: Sequence[NumberedSeat]
    force: Force
    known: list[engine.Assignment] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def read(self, found: engine.Roster) -> None:
        room = Counter(seat.demand for seat in self.seats)
        first_seats = {seat.demand: seat for seat in reversed(self.seats)}
        claims: list[Claim] = []
        taken: dict[engine.Assignment, int] = {}
        for place, one in enumerate(found):
            person = self._person(one.person)
            if one.demand not in room:
                self._note(place, DEMAND, one.demand, N_("this draft has no such duty"))
            elif isinstance(person, str):
                self._note(place, PERSON, one.person, person)
            elif (asked := engine.Assignment(one.demand, str(person))) in taken:
                why = N_("stands already in entry %(entry)s")
                self._note(place, PERSON, one.person, why, entry=taken[asked])
            else:
                taken[asked] = place
                claims.append(Claim(first_seats[one.demand], person, place))
        self._full(found, taken, room)
        self._twice(found, claims)
        self._pins(taken)
        self.known = list(taken)

    def _person(self, code: str) -> int | str:
        """Return who is meant, or why that cannot be told."""
        by_code = _CODE.fullmatch(code)
        meant = {self.force.numbered(code)}
        if by_code is not None and int(by_code[1]) in self.force.ids:
            meant.add(int(by_code[1]))
        people = [person for person in meant if person is not None]
        if len(people) > 1:
            return N_("may be the service number of one and the code of another")
        return people[0] if people else N_("nobody of the joint force here is called so")

    def _full(
        self,
        found: engine.Roster,
        taken: dict[engine.Assignment, int],
        room: Counter[str],
    ) -> None:
        placed: Counter[str] = Counter()
        for one, place in taken.items():
            placed[one.demand] += 1
            if placed[one.demand] == room[one.demand] + 1:
                why = N_("there is room for %(room)s only")
                self._note(place, DEMAND, found[place].demand, why, room=room[one.demand])

    def _twice(self, found: engine.Roster, claims: Sequence[Claim]) -> None:
        for later, earlier in twice_at_once(claims):
            why = N_("stands at the same time already in entry %(entry)s")
            self._note(later.line, PERSON, found[later.line].person, why, entry=earlier.line)

    def _pins(self, taken: dict[engine.Assignment, int]) -> None:
        for seat in _asked_about(self.seats, list(taken)):
            pin = engine.Assignment(seat.demand, str(seat.person_id))
            if seat.is_pinned and pin not in taken:
                why = gettext("somebody else is pinned to this seat: unpin him first")
                self.faults.append(Fault(gettext("Whole file"), DEMAND, shown(seat.demand), why))

    def _note(self, place: int, column: str, value: str, why: str, **blanks: object) -> None:
        text = gettext(why)
        where = f"assignments[{place}]"
        self.faults.append(Fault(where, column, shown(value), text % blanks if blanks else text))


def _asked_about(
    seats: Sequence[NumberedSeat], found: Sequence[engine.Assignment]
) -> Iterator[NumberedSeat]:
    """Yield the seats that a roster speaks of: all, or those that are stood overtly."""
    covert = {seat.demand for seat in seats if seat.is_covert}
    knows_covert = any(one.demand in covert for one in found)
    return (seat for seat in seats if knows_covert or not seat.is_covert)


def _placings(seats: Sequence[NumberedSeat], found: Sequence[engine.Assignment]) -> list[Placing]:
    asked = list(_asked_about(seats, found))
    before = [Seat(one.duty_id, one.demand, one.person_id, one.is_pinned) for one in asked]
    after = seated(before, tuple(found))
    return [
        Placing(seat.duty_id, person, seat.is_pinned and person == seat.person_id)
        for seat, person in zip(asked, after, strict=True)
    ]
