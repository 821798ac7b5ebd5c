"""
What an import is made of, for the capabilities that take one. Pure.

A capability declares an `Importer`: its fields, `check` (a question: what would these rows do?) and
`store` (write what the check found new or changed). `foundation.imports` does the rest for all of
them: files, columns, dry run, one transaction, one ledger entry.

An empty cell leaves what is there as it is, so a file may bring only some of the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from sejuk.kit.actors import Actor, Role
from sejuk.kit.cells import Reader, Unfit, plain_key
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

DESK = (Role.ADMINISTRATOR, Role.OPS_HEAD, Role.OPERATOR)


class Weight(Choice):
    """Whether a finding keeps the file out."""

    ERROR = "error", N_("Error")
    WARNING = "warning", N_("Warning")


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that an import takes: its name in code, and how a file may call it."""

    name: str
    header: str
    label: str
    read: Reader
    required: bool = False
    hint: str = ""
    example: str = ""
    synonyms: tuple[str, ...] = ()

    def is_called(self, header: str) -> bool:
        """Test whether a file that writes `header` means this column."""
        known = (self.name, self.header, self.label, *self.synonyms)
        return plain_key(header) in {plain_key(word) for word in known}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, cell by name of a `Column`; only columns that the file has."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One row as values; an empty cell has none."""

    line: int
    values: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a value as text, "" when there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or doubtful, about one cell: `why` is a msgid, `blanks` fill it."""

    line: int
    column: str
    value: str
    why: str
    blanks: Mapping[str, object] = field(default_factory=dict)
    weight: Weight = Weight.ERROR


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do."""

    new: tuple[Record, ...] = ()
    changed: tuple[Record, ...] = ()
    same: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.weight == Weight.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.weight == Weight.WARNING)


class Columned(Protocol):
    """What rows are read by: an importer, or the columns of a file that goes to one record."""

    @property
    def columns(self) -> tuple[Column, ...]: ...


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of file: what it holds, and the two functions that take it in."""

    code: str
    label: str
    lead: str
    columns: tuple[Column, ...]
    check: Callable[[Sequence[Record], Actor], Plan]
    store: Callable[[Plan, Actor, datetime], None]
    # What is there in the actor's areas, for counting in the list of what is set up.
    there: Callable[[Actor], QuerySet[Model]]
    roles: tuple[Role, ...] = DESK
    # Without it the loop does not run; the others make it better.
    is_needed: bool = False
    # Whether a file with this header may come in at all: of persons some importers take nothing.
    may_hold: Callable[[str], Decision] = lambda _header: Decision.yes()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def guessed_mapping(importer: Columned, headers: Sequence[str]) -> dict[str, str]:
    """Return for each column of the importer the header that means it, where one does."""
    free = list(headers)
    mapping = {}
    for column in importer.columns:
        header = next((name for name in free if column.is_called(name)), None)
        if header is not None:
            mapping[column.name] = header
            free.remove(header)
    return mapping


def parsed_rows(importer: Columned, rows: Iterable[Row]) -> tuple[list[Record], list[Finding]]:
    """Return the rows as values, and a finding for each cell that is not what it must be."""
    records, findings = [], []
    for row in rows:
        values: dict[str, object] = {}
        for column in importer.columns:
            cell = row.cells.get(column.name, "").strip()
            if not cell:
                continue
            try:
                values[column.name] = column.read(cell)
            except Unfit as error:
                found = Finding(row.line, column.name, cell[:200], error.message, error.values)
                findings.append(found)
        records.append(Record(row.line, values))
    return records, findings


def absent_values(importer: Columned, records: Iterable[Record]) -> Iterator[Finding]:
    """Yield a finding for each required value that a row lacks."""
    required = [column.name for column in importer.columns if column.required]
    for record in records:
        for name in required:
            if name not in record.values:
                yield Finding(record.line, name, "", N_("is missing"))


def repeated_keys(records: Iterable[Record], *names: str) -> Iterator[Finding]:
    """Yield a finding for each row whose key stands in an earlier row already."""
    seen: dict[tuple[object, ...], int] = {}
    for record in records:
        if any(name not in record.values for name in names):
            continue
        key = tuple(record.values[name] for name in names)
        if key in seen:
            yield Finding(
                record.line,
                names[0],
                record.text(names[0]),
                N_("stands already in row %(line)s"),
                {"line": seen[key]},
            )
        seen.setdefault(key, record.line)


def unknown_values(
    records: Iterable[Record], name: str, known: frozenset[str] | set[str], why: str
) -> Iterator[Finding]:
    """Yield a finding for each value of column `name` that is not `known`."""
    for record in records:
        value = record.text(name)
        if value and value not in known:
            yield Finding(record.line, name, value, why)


def texts(records: Iterable[Record], name: str) -> set[str]:
    """Return what stands in a column."""
    return {record.text(name) for record in records} - {""}


def foreign_areas(
    records: Iterable[Record],
    actor: Actor,
    name: str = "area_code",
    areas: Mapping[str, str] | None = None,
) -> Iterator[Finding]:
    """
    Yield a finding for each row in an area that is not the actor's.

    The column names the area itself, or something that lies in an area according to `areas`.
    """
    for record in records:
        value = record.text(name)
        area_code = value if areas is None else areas.get(value, "")
        if area_code and not actor.covers(area_code):
            yield Finding(record.line, name, value, N_("lies outside your area"))


def wrong_periods(records: Iterable[Record]) -> Iterator[Finding]:
    """Yield a finding for each row whose last day lies before its first."""
    for record in records:
        first, last = record.text("starts_on"), record.text("ends_on")
        # Both are ISO dates: their texts sort as they do.
        if first and last and last < first:
            yield Finding(record.line, "ends_on", last, N_("the last day lies before the first"))


def shared_findings(
    plan: Plan, actor: Actor, area_code: str, name: str = "code"
) -> Iterator[Finding]:
    """Yield a finding for each row that would change what all of a wider area shares."""
    if actor.covers(area_code):
        return
    for record in (*plan.new, *plan.changed):
        yield Finding(record.line, name, record.text(name), N_("holds for more than your own area"))


def compared(
    records: Iterable[Record],
    key: tuple[str, ...],
    existing: Mapping[object, Mapping[str, object]],
) -> Plan:
    """
    Sort records into new, changed and same; a changed one carries what stays as it was.

    >>> there = {("16",): {"code": "16", "name": "Sumsel", "level": "provinsi"}}
    >>> brought = Record(2, {"code": "16", "name": "Sumatera Selatan"})
    >>> compared([brought], ("code",), there).changed[0].values["level"]
    'provinsi'
    """
    new, changed, same = [], [], 0
    for record in records:
        there = existing.get(tuple(record.values.get(name) for name in key))
        if there is None:
            new.append(record)
        elif all(there.get(name) == value for name, value in record.values.items()):
            same += 1
        else:
            changed.append(Record(record.line, {**there, **record.values}))
    return Plan(tuple(new), tuple(changed), same)
