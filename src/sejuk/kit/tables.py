"""
Tables in and out: CSV, XLSX and GeoJSON become one frozen shape; CSV and XLSX are written safely.

What is promised of a cell, whatever file it came from: it is text without a null byte, without
characters that turn the direction of writing, and with no spaces around it. Letters of any script
and emoji stay. A cell of more than `LONGEST_CELL` characters is refused, but for a geometry.

A spreadsheet takes a cell that begins with `=` for a formula, also when the text came from a
stranger. `neutralised` puts an apostrophe before it, and reading takes that apostrophe away again.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import cast

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused

LARGEST_FILE = 20_000_000
LONGEST_CELL = 32_767  # What a cell of Excel holds.
MOST_ROWS = 200_000
MOST_COLUMNS = 200
DELIMITERS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}
GEOMETRY = "geometry"

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Full-width forms too: some spreadsheets read them as their plain sisters.
_FORMULA = re.compile(r"['\"\s]*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")

Cell = str | int | float | date | datetime | None


class UnreadableTable(Refused):
    """A file cannot be read as a table; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader decided by himself, said aloud: a msgid and what fills its blanks."""

    message: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of text; `lines` says for each row where in the file it stands."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    notes: tuple[Note, ...] = ()


def read_table(content: bytes) -> Table:
    """
    Read a file by what is in it, not by its name.

    >>> read_table(b"kode;nama\\n16.01;Ogan Komering Ulu\\n").rows
    (('16.01', 'Ogan Komering Ulu'),)

    :raises UnreadableTable: when it is none of the three kinds, or passes a limit
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(
            N_("The file is larger than %(limit)s MB."), limit=LARGEST_FILE // 1_000_000
        )
    if content.startswith(b"PK\x03\x04"):
        # Only who reads a workbook pays for loading its reader.
        from sejuk.kit.workbooks import read_workbook  # noqa: PLC0415

        return read_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(
            N_("This is an old or a locked Excel file. Save it as .xlsx without a password.")
        )
    text, note = _decoded(content)
    if text.lstrip()[:1] in ("{", "["):
        return read_geojson(text)
    return read_csv(text, note)


def _decoded(content: bytes) -> tuple[str, Note]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), Note(N_("Read as UTF-16."))
        except UnicodeDecodeError as error:
            raise UnreadableTable(N_("The text of the file cannot be decoded.")) from error
    if b"\x00" in content:
        line = content[: content.index(b"\x00")].count(b"\n") + 1
        raise UnreadableTable(
            N_("Line %(line)s holds a null byte: this is no text file."), line=line
        )
    try:
        return content.decode("utf-8-sig"), Note(N_("Read as UTF-8."))
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableTable(N_("The text of the file cannot be decoded.")) from error
    return text, Note(
        N_("The file is not UTF-8; it was read as Windows-1252. Look at the letters with accents.")
    )


def read_csv(text: str, note: Note) -> Table:
    """
    Read CSV after finding out what separates its cells.

    :raises UnreadableTable: with the line, when a row has more cells than there are columns
    """
    delimiter = _delimiter_of(text)
    records = _records(text, delimiter)
    header = next(records, None)
    if header is None:
        raise UnreadableTable(N_("The file is empty."))
    columns = named_columns(header[1])
    rows, lines = [], []
    for line, record in records:
        if any(record[len(columns) :]):
            raise UnreadableTable(
                N_("Line %(line)s has %(cells)s cells, but there are %(columns)s columns."),
                line=line,
                cells=len(record),
                columns=len(columns),
            )
        rows.append(fitted(record, len(columns)))
        lines.append(line)
        if len(rows) > MOST_ROWS:
            raise UnreadableTable(N_("The file has more than %(limit)s rows."), limit=MOST_ROWS)
    separated = Note(
        N_("Cells are separated by: %(delimiter)s."), (("delimiter", DELIMITERS[delimiter]),)
    )
    return Table(columns, tuple(rows), tuple(lines), (note, separated))


def _delimiter_of(text: str) -> str:
    """Return the separator that cuts the first rows into the most, and equally many, cells."""

    def fitness(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        try:
            widths = [len(record) for record in islice(reader, 20)]
        except csv.Error:
            return (0, 0)
        filled = [width for width in widths if width] or [0]
        alike = sum(width == filled[0] for width in filled)
        return (alike if filled[0] > 1 else 0, filled[0])

    return max(DELIMITERS, key=fitness)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the clean cells of each record that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    too_long = N_("A cell in line %(line)s has more than %(limit)s characters.")
    try:
        for record in reader:
            if max(map(len, record), default=0) > LONGEST_CELL:
                raise UnreadableTable(too_long, line=reader.line_num, limit=LONGEST_CELL)
            cells = [clean(cell) for cell in record]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        # The csv module has a limit of its own, above ours.
        why = (
            too_long
            if "field limit" in str(error)
            else N_("Line %(line)s: a quotation mark is not closed, or stands in the wrong place.")
        )
        raise UnreadableTable(why, line=reader.line_num, limit=LONGEST_CELL) from error


def named_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """
    Return the names in a header, which must be there and differ.

    :raises UnreadableTable: naming the column, when not
    """
    names = list(cells)
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise UnreadableTable(N_("The file has more than %(limit)s columns."), limit=MOST_COLUMNS)
    if not names:
        raise UnreadableTable(N_("The first row must hold the names of the columns."))
    for place, name in enumerate(names, start=1):
        if not name:
            raise UnreadableTable(N_("Column %(number)s has no name."), number=place)
        if name in names[: place - 1]:
            raise UnreadableTable(N_("Two columns are called %(name)s."), name=name)
    return tuple(names)


def fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return cells cut or filled up to `width`."""
    return (*cells[:width], *[""] * (width - len(cells)))


def clean(cell: str) -> str:
    """
    Return a cell as it is promised: no turning marks, no outer spaces, no apostrophe of ours.

    >>> clean(" \\u202e'=1+1 "), clean("D'Artagnan")
    ('=1+1', "D'Artagnan")
    """
    # Most cells are plain; asking first costs a quarter of replacing.
    text = cell if cell.isascii() else _TURNS.sub("", cell)
    text = text.strip()
    if text.startswith("'") and _FORMULA.match(text, 1):
        return text[1:]
    return text


def read_geojson(text: str) -> Table:
    """
    Read a FeatureCollection: the properties as columns, the geometry as text of its own column.

    >>> read_geojson('{"type": "FeatureCollection", "features": [{"type": "Feature", '
    ...     '"properties": {"kode": "16"}, "geometry": null}]}').columns
    ('kode', 'geometry')

    :raises UnreadableTable: when it is not GeoJSON in WGS 84
    """
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableTable(
            N_("This looks like GeoJSON, but cannot be read: %(why)s"), why=str(error)[:100]
        ) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(features, list):
        raise UnreadableTable(N_("GeoJSON must be a FeatureCollection."))
    if "crs" in document and not any(name in str(document["crs"]) for name in _WGS84):
        raise UnreadableTable(
            N_("The coordinates are not in WGS 84. Save the file again with EPSG:4326.")
        )
    if len(features) > MOST_ROWS:
        raise UnreadableTable(N_("The file has more than %(limit)s rows."), limit=MOST_ROWS)
    properties = [_properties(feature) for feature in features]
    names = named_columns([clean(n) for n in dict.fromkeys(key for p in properties for key in p)])
    if GEOMETRY in names:
        raise UnreadableTable(N_("Two columns are called %(name)s."), name=GEOMETRY)
    rows = tuple(
        (*(_cell(own.get(name)) for name in names), _cell(feature.get(GEOMETRY)))
        for own, feature in zip(properties, features, strict=True)
    )
    note = Note(N_("Read as GeoJSON: row 1 is the first feature."))
    return Table((*names, GEOMETRY), rows, tuple(range(1, len(rows) + 1)), (note,))


def _properties(feature: object) -> dict[str, object]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        raise UnreadableTable(N_("GeoJSON must be a FeatureCollection."))
    return cast("dict[str, object]", feature.get("properties") or {})


def _cell(value: object) -> str:
    """Return a JSON value as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return bounded(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def bounded(value: str) -> str:
    """
    Return a clean cell that is neither too long nor holds a null byte.

    :raises UnreadableTable: when it is or does
    """
    if len(value) > LONGEST_CELL:
        raise UnreadableTable(N_("A cell has more than %(limit)s characters."), limit=LONGEST_CELL)
    if "\x00" in value:
        raise UnreadableTable(N_("A cell holds a null byte."))
    return clean(value)


def neutralised(cell: Cell) -> str:
    """
    Return a cell as text that no spreadsheet takes for a formula. Plain numbers stay.

    >>> neutralised("=1+1"), neutralised(-4.2), neutralised("-4,2"), neutralised("'@x")
    ("'=1+1", '-4.2', '-4,2', "''@x")
    """
    if cell is None:
        return ""
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    if isinstance(cell, str) and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_lines(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = True
) -> Iterator[bytes]:
    """
    Yield a CSV file row by row, for answers that are too large to be held.

    With `bom` Excel knows that it is UTF-8.

    >>> b"".join(csv_lines(["nama"], [["=1+1"]], bom=False))
    b"nama\\r\\n'=1+1\\r\\n"
    """
    if bom:
        yield b"\xef\xbb\xbf"
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    for row in chain([columns], rows):
        writer.writerow([neutralised(cell) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()
