"""A roster as a table, CSV or XLSX, held against the seats of a draft, cell by cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext

from sejuk.foundation.imports.queries import mapped_rows
from sejuk.kit.choices import N_
from sejuk.kit.grids import Table
from sejuk.kit.importing import (
    Finding,
    Record,
    absent_values,
    guessed_mapping,
    parsed_rows,
    repeated_keys,
)
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
from sejuk.plan.deployment.queries.seat_sheets import (
    NEEDED,
    PERSON,
    PIN,
    SHEET,
    NumberedSeat,
    SeatKey,
    numbered_seats,
)

KEY = ("seat", "day", "post", "band", "role", "posture")


def table_brought(roster: Roster, table: Table) -> Brought:
    """Return what a table would do to a draft; seats that it does not name stay as they are."""
    mapping = guessed_mapping(SHEET, table.columns)
    missing = [column.header for column in NEEDED if column.name not in mapping]
    if missing:
        why = gettext("The file has no such column.")
        return Brought(faults=tuple(whole_file(why, header) for header in missing))
    if not table.rows:
        return Brought(faults=(whole_file(gettext("The file has no rows below its header.")),))
    records, findings = parsed_rows(SHEET, mapped_rows(table, mapping))
    unread = {(found.line, found.column) for found in findings}
    findings += [
        found for found in absent_values(SHEET, records) if (found.line, found.column) not in unread
    ]
    broken = {found.line for found in findings}
    seats = numbered_seats(roster)
    reading = _Reading(roster, seats, force_of(roster), has_pins=PIN.name in mapping)
    whole = [record for record in records if record.line not in broken]
    findings += reading.findings(whole)
    placings = () if findings else changing(seats, reading.placings(whole))
    return Brought(len(records), placings, tuple(_faults(findings, mapping)))


@dataclass(frozen=True)
class _Reading:
    """Rows that are whole, held against the seats and the people."""

    roster: Roster
    seats: Sequence[NumberedSeat]
    force: Force
    has_pins: bool

    @cached_property
    def _by_key(self) -> dict[SeatKey, NumberedSeat]:
        return {_folded(seat.key): seat for seat in self.seats}

    def findings(self, records: Sequence[Record]) -> list[Finding]:
        """Return all that is wrong."""
        return [
            *repeated_keys(records, *KEY),
            *self._unknown_seats(records),
            *self._unknown_people(records),
            *self._pins(records),
            *self._twice(records),
        ]

    def placings(self, records: Iterable[Record]) -> list[Placing]:
        """Return what rows without a fault ask for."""
        return [
            Placing(seat.duty_id, person, self._is_pinned(record, seat) and person is not None)
            for record, seat, person in self._read(records)
        ]

    def _read(self, records: Iterable[Record]) -> Iterator[tuple[Record, NumberedSeat, int | None]]:
        for record in records:
            seat = self._by_key.get(_key(record))
            if seat is not None:
                yield record, seat, self.force.numbered(record.text(PERSON.name))

    def _is_pinned(self, record: Record, seat: NumberedSeat) -> bool:
        return bool(record.values.get(PIN.name)) if self.has_pins else seat.is_pinned

    def _unknown_seats(self, records: Iterable[Record]) -> Iterator[Finding]:
        posts = {key[1] for key in self._by_key}
        shifts = {key[:3] for key in self._by_key}
        alike = {key[:-1] for key in self._by_key}
        for record in records:
            key = _key(record)
            if key in self._by_key:
                continue
            if not self.roster.starts_on <= key[0] <= self.roster.ends_on:
                column, why = "day", N_("lies outside the days of this draft")
            elif key[1] not in posts:
                column, why = "post", N_("no post of this draft has this code")
            elif key[:3] not in shifts:
                column, why = "band", N_("this post has no such shift on this day")
            elif key[:-1] not in alike:
                column, why = "role", N_("nobody is needed so at this post in this shift")
            else:
                column, why = "seat", N_("there are not so many seats of this kind")
            yield Finding(record.line, column, record.text(column), why)

    def _unknown_people(self, records: Iterable[Record]) -> Iterator[Finding]:
        for record in records:
            number = record.text(PERSON.name)
            if number and self.force.numbered(number) is None:
                why = N_("nobody of the joint force here has this service number")
                yield Finding(record.line, PERSON.name, number, why)

    def _pins(self, records: Iterable[Record]) -> Iterator[Finding]:
        for record, seat, person in self._read(records):
            if record.values.get(PIN.name) and not record.text(PERSON.name):
                why = N_("nobody stands there: an empty seat cannot be pinned")
                yield Finding(record.line, PIN.name, "ya", why)
            elif not self.has_pins and seat.is_pinned and person != seat.person_id:
                why = N_("somebody else is pinned to this seat: unpin him first")
                yield Finding(record.line, PERSON.name, record.text(PERSON.name), why)

    def _twice(self, records: Iterable[Record]) -> Iterator[Finding]:
        claims = [
            Claim(seat, person, record.line)
            for record, seat, person in self._read(records)
            if person is not None
        ]
        numbers = {record.line: record.text(PERSON.name) for record in records}
        for later, earlier in twice_at_once(claims):
            # A seat that stands twice in the file is told as such.
            if later.seat.duty_id != earlier.seat.duty_id:
                why = N_("stands at the same time already in row %(line)s")
                blanks = {"line": earlier.line}
                yield Finding(later.line, PERSON.name, numbers[later.line], why, blanks)


def _key(record: Record) -> SeatKey:
    on, number = record.values["day"], record.values["seat"]
    if not isinstance(on, date) or not isinstance(number, int):
        raise TypeError(f"row {record.line} was not read")
    words = (record.text(name) for name in ("post", "band", "role", "posture"))
    post, band, role, posture = words
    return _folded((on, post, band, role, posture, number))


def _folded(key: SeatKey) -> SeatKey:
    on, post, band, role, posture, number = key
    return on, post.casefold(), band.casefold(), role, posture, number


def _faults(findings: Iterable[Finding], mapping: dict[str, str]) -> Iterator[Fault]:
    for found in sorted(findings, key=lambda one: one.line):
        why = gettext(found.why)
        yield Fault(
            gettext("Row %(line)s") % {"line": found.line},
            mapping.get(found.column, found.column),
            shown(found.value),
            why % found.blanks if found.blanks else why,
        )
