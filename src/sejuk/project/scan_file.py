"""
A file of cases by place and day, read for the scan: all its faults at once, or numbers.

Only places: a column that identifies a person is refused before the first row is read. The words
are plain English, as everything the launcher says.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from sejuk.engines.warning.columns import (
    PersonalColumn,
    names_a_place,
    refuse_personal_columns,
)
from sejuk.engines.warning.scanning import ScanPlace
from sejuk.kit.cells import Reader, day, decimal, text, whole
from sejuk.kit.grids import RaggedTable, Table, UnreadableTable
from sejuk.kit.importing import (
    Column,
    Finding,
    Record,
    Row,
    absent_values,
    guessed_mapping,
    parsed_rows,
)
from sejuk.kit.tables import read_table

LONGEST_CODE = 60  # chosen: a code of an area has 13 characters, names of places some 40
MOST_CASES = 1_000_000_000
MOST_CELLS = 20_000_000  # chosen: more places x periods than the nation on 240 days
WEEK = timedelta(days=7)
DAY = timedelta(days=1)

EXPONENT = re.compile(r"[+-]?\d{1,15}([.,]\d{1,20})?[eE][+-]?\d{1,2}")


def number(least: float, most: float) -> Reader:
    """
    Return a reader for numbers as programs write them too.

    >>> number(-90, 90)("-3e-05"), number(0, 9)("1,5")
    (-3e-05, 1.5)
    """
    plain = decimal(least, most)

    def read(cell: str) -> object:
        if EXPONENT.fullmatch(cell):
            cell = f"{float(cell.replace(',', '.')):.15f}"
        return plain(cell)

    return read


PLACE = Column(
    "place", "tempat", "Place", text(LONGEST_CODE), required=True,
    synonyms=("kode_wilayah", "kode", "wilayah", "desa", "kelurahan", "lokasi", "area_code", "area",
              "code", "village", "location", "place_id", "id"),
)  # fmt: skip
LATITUDE = Column(
    "latitude", "lintang", "Latitude", number(-90, 90), required=True, synonyms=("lat",)
)
LONGITUDE = Column(
    "longitude", "bujur", "Longitude", number(-180, 180), required=True,
    synonyms=("lon", "long", "lng"),
)  # fmt: skip
DATE = Column("date", "tanggal", "Date", day, required=True, synonyms=("tgl", "hari", "day"))
CASES = Column(
    "cases", "kasus", "Cases", whole(0, MOST_CASES), required=True,
    synonyms=("jumlah", "jumlah_kasus", "sinyal", "kejadian", "count", "counts", "signals",
              "events"),
)  # fmt: skip
POPULATION = Column(
    "population", "penduduk", "Population", number(0, 1e12),
    synonyms=("jumlah_penduduk", "jiwa", "residents"),
)  # fmt: skip
EXPECTED = Column(
    "expected", "harapan", "Expected", number(0, 1e12),
    synonyms=("diharapkan", "nilai_harapan", "perkiraan", "expectation"),
)  # fmt: skip


@dataclass(frozen=True)
class _ScanColumns:
    columns: tuple[Column, ...] = (
        PLACE,
        LATITUDE,
        LONGITUDE,
        DATE,
        CASES,
        POPULATION,
        EXPECTED,
    )


SCAN_COLUMNS = _ScanColumns()


MEND = "mend the file, or see docs/how-to/scan-a-file.md"


class FaultyFile(Exception):
    """Raised when a file cannot be scanned; `faults` say where and why, one line each."""

    def __init__(self, faults: Sequence[str], remedy: str = MEND) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
        self.remedy = remedy


@dataclass(frozen=True)
class ScanTable:
    """Cases and expectation, periods x places. `starts` has one day more than there are periods."""

    places: tuple[ScanPlace, ...]
    starts: tuple[date, ...]
    cases: tuple[tuple[int, ...], ...]
    expected: tuple[tuple[float, ...], ...]
    basis: str
    notes: tuple[str, ...]

    def days_of(self, first: int, last: int) -> tuple[date, date]:
        """Return the first and the last day of a stretch of periods."""
        return self.starts[first], self.starts[last + 1] - DAY


def read_scan_file(
    content: bytes, *, period: str = "day", since: date | None = None, until: date | None = None
) -> ScanTable:
    """
    Return the numbers of a CSV or XLSX file. A day of a place without a row has no case.

    `period` is one of `PERIODS`; `since` and `until` are the first and the last day, else those of
    the file.

    :raises FaultyFile: with every fault of the file
    """
    records, notes = _records(*_opened(content))
    days = [cast("date", record.values["date"]) for record in records]
    first, last = since or min(days), until or max(days)
    kept = [record for record, at in zip(records, days, strict=True) if first <= at <= last]
    if not kept:
        raise FaultyFile([f"No row lies between {first} and {last}."])
    if not any(record.values["cases"] for record in kept):
        raise FaultyFile([f"There is no case in the file from {first} to {last}: each row has 0."])
    if len(kept) < len(records):
        notes.append(f"{len(records) - len(kept)} rows outside {first} to {last} were left out.")
    starts = PERIODS[period](first, last)
    places = _places(records)
    if (len(starts) - 1) * len(places) > MOST_CELLS:
        raise FaultyFile(
            [
                f"{len(places):,} places over {len(starts) - 1:,} periods are too many: take "
                "longer periods (--period week) or fewer days (--since); is a year wrong?"
            ]
        )
    return _table(kept, records, places, starts, notes)


def _opened(content: bytes) -> tuple[Table, list[Finding]]:
    """Return the table, and a finding for each row that has more cells than there are columns."""
    too_wide: list[Finding] = []
    try:
        try:
            table = read_table(content)
        except RaggedTable as ragged:
            table = ragged.rest
            why = "has %(cells)s cells, but there are %(columns)s columns"
            for line, cells in ragged.rows:
                blanks = {"cells": cells, "columns": len(table.columns)}
                too_wide.append(Finding(line, "", "", why, blanks))
        refuse_personal_columns(table.columns)
    except (UnreadableTable, PersonalColumn) as error:
        raise FaultyFile([str(error)]) from error
    return table, too_wide


def _records(table: Table, too_wide: Sequence[Finding]) -> tuple[list[Record], list[str]]:
    """Return the rows as values, and what was done without asking."""
    mapping = guessed_mapping(SCAN_COLUMNS, table.columns)
    names = {header: name for name, header in mapping.items()}
    missing = [one for one in SCAN_COLUMNS.columns if one.required and one.name not in mapping]
    if missing:
        raise FaultyFile(
            [
                *(
                    f"There is no column for {one.name}: call it {one.name} or {one.header}."
                    for one in missing
                ),
                *(_told(found, mapping) for found in too_wide),
            ]
        )
    ignored = [header for header in table.columns if header not in names]
    _refuse_strange(ignored)
    asked = [names.get(header, "") for header in table.columns]
    rows = [
        Row(line, {name: cell for name, cell in zip(asked, row, strict=True) if name})
        for line, row in zip(table.lines, table.rows, strict=True)
    ]
    records, findings = parsed_rows(SCAN_COLUMNS, rows)
    unread = {(found.line, found.column) for found in findings}
    empty = [*absent_values(SCAN_COLUMNS, records), *_gaps(records, mapping)]
    findings += [found for found in empty if (found.line, found.column) not in unread]
    findings += [*_contradictions(records), *too_wide]
    if findings or not records:
        findings.sort(key=lambda found: (found.line, found.column))
        faults = [_told(found, mapping) for found in findings]
        raise FaultyFile(faults or ["The file has no rows under its header."])
    return records, [f"Columns not used: {', '.join(ignored)}."] if ignored else []


def _refuse_strange(ignored: Sequence[str]) -> None:
    """Refuse columns that a scan does not know. An empty one, and names of places, may stand."""
    if strange := [header for header in ignored if header and not names_a_place(header)]:
        raise FaultyFile(
            [
                f"The column “{header}” is not one that a scan needs: take it out, so that nothing "
                "about persons comes along unseen."
                for header in strange
            ]
        )


def _told(found: Finding, mapping: Mapping[str, str]) -> str:
    """
    Return a finding as one line.

    >>> _told(Finding(7, "cases", "-1", "must lie between %(least)s", {"least": 0}), {})
    'row 7, column cases: “-1” must lie between 0'
    """
    why = found.why % found.blanks if found.blanks else found.why
    value = f"“{found.value}” " if found.value else ""
    column = f", column {mapping.get(found.column, found.column)}" if found.column else ""
    return f"row {found.line}{column}: {value}{why}"


def _contradictions(records: Sequence[Record]) -> Iterator[Finding]:
    """Yield a finding where a place moves or its population changes."""
    seen: dict[tuple[str, str], tuple[object, int]] = {}
    for record in records:
        for name in ("latitude", "longitude", "population"):
            if name not in record.values:
                continue
            key = record.text("place"), name
            value, line = seen.setdefault(key, (record.values[name], record.line))
            if value != record.values[name]:
                why = "differs from row %(line)s of the same place, which has %(value)s"
                blanks = {"line": line, "value": value}
                yield Finding(record.line, name, record.text(name), why, blanks)


def _gaps(records: Sequence[Record], mapping: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each row without an expectation, or place without a population."""
    if "expected" in mapping:
        for record in records:
            if "expected" not in record.values:
                yield Finding(record.line, "expected", "", "is missing")
    elif "population" in mapping:
        told = {record.text("place") for record in records if "population" in record.values}
        for record in records:
            if (place := record.text("place")) not in told:
                told.add(place)
                why = f"{place} has no population in any row"
                yield Finding(record.line, "population", "", why)


def _places(records: Sequence[Record]) -> tuple[ScanPlace, ...]:
    """Return the places in the order in which they first appear."""
    found: dict[str, ScanPlace] = {}
    for record in records:
        code = record.text("place")
        if code not in found:
            north, east = (cast("float", record.values[part]) for part in ("latitude", "longitude"))
            found[code] = ScanPlace(code, north, east)
    return tuple(found.values())


def _table(
    kept: Sequence[Record],
    records: Sequence[Record],
    places: tuple[ScanPlace, ...],
    starts: tuple[date, ...],
    notes: Sequence[str],
) -> ScanTable:
    """Return cases by period and place, and what was to be expected there."""
    column = {place.code: at for at, place in enumerate(places)}
    cases = [[0] * len(places) for _ in starts[1:]]
    given: list[list[float | None]] = [[None] * len(places) for _ in starts[1:]]
    for record in kept:
        row = bisect_right(starts, cast("date", record.values["date"])) - 1
        at = column[record.text("place")]
        cases[row][at] += cast("int", record.values["cases"])
        if "expected" in record.values:
            given[row][at] = (given[row][at] or 0.0) + cast("float", record.values["expected"])
    people = {
        record.text("place"): cast("float", record.values["population"])
        for record in records
        if "population" in record.values
    }
    if "expected" in kept[0].values:
        basis, expected = "the file's own expectation", _whole(given, places, starts)
    elif people:
        basis = "the same rate for each resident and day"
        lengths = [(end - start).days for start, end in pairwise(starts)]
        expected = [[people[place.code] * length for place in places] for length in lengths]
    else:
        basis = "what is usual for each place times what is usual for each period of this file"
        expected = _products(cases)
    return ScanTable(
        places,
        starts,
        tuple(map(tuple, cases)),
        tuple(map(tuple, expected)),
        basis,
        tuple(notes),
    )


def _whole(
    given: Sequence[Sequence[float | None]],
    places: Sequence[ScanPlace],
    starts: Sequence[date],
) -> list[list[float]]:
    """Return the expectations, which must be there for every place and period."""
    faults = [
        f"column expected: {place.code} has no row from {start} on; "
        "where an expectation is given, each place needs one in each period"
        for start, row in zip(starts[:-1], given, strict=True)
        for place, cell in zip(places, row, strict=True)
        if cell is None
    ]
    if faults:
        raise FaultyFile(faults)
    return [[cell or 0.0 for cell in row] for row in given]


def _products(cases: Sequence[Sequence[int]]) -> list[list[float]]:
    """
    Return place share x period total: nothing is known but the file's own margins.

    >>> _products([[1, 2], [3, 2]])
    [[1.5, 1.5], [2.5, 2.5]]
    """
    of_place = [sum(column) for column in zip(*cases, strict=True)]
    total = sum(of_place)
    return [[share * sum(row) / max(1, total) for share in of_place] for row in cases]


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + number * DAY for number in range((last - first).days + 2))


def _weeks(first: date, last: date) -> tuple[date, ...]:
    """Return weeks that end with the last day; the first one may be shorter."""
    starts = [last + DAY]
    while starts[-1] > first:
        starts.append(max(first, starts[-1] - WEEK))
    return tuple(reversed(starts))


def _months(first: date, last: date) -> tuple[date, ...]:
    starts = [first]
    while starts[-1] <= last:
        starts.append(min((starts[-1].replace(day=1) + 32 * DAY).replace(day=1), last + DAY))
    return tuple(starts)


def _years(first: date, last: date) -> tuple[date, ...]:
    later = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    return (first, *later, last + DAY)


PERIODS: Mapping[str, Callable[[date, date], tuple[date, ...]]] = {
    "day": _days,
    "week": _weeks,
    "month": _months,
    "year": _years,
}
