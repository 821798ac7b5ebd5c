"""
Tables in and out: CSV, XLSX and GeoJSON become one frozen shape; CSV and XLSX are written safely.

What is promised of a cell stands in `grids`; workbooks are opened by `workbooks`.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import cast

from sejuk.kit.choices import N_
from sejuk.kit.grids import (
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_ROWS,
    Cell,
    Note,
    RaggedTable,
    Table,
    UnreadableTable,
    bounded,
    clean,
    fitted,
    named_columns,
    neutralised,
)
from sejuk.kit.workbooks import read_workbook

DELIMITERS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}
GEOMETRY = "geometry"

_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_table(content: bytes, *, cover: str = "") -> Table:
    """
    Read a file by what is in it, not by its name.

    A first sheet called `cover`, or a first line that begins so, is passed over: files that our own
    demonstration gave out begin with one.

    >>> read_table(b"kode;nama\\n16.01;Ogan Komering Ulu\\n").rows
    (('16.01', 'Ogan Komering Ulu'),)

    :raises UnreadableTable: when it is none of the three kinds, or passes a limit
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(
            N_("The file is larger than %(limit)s MB."), limit=LARGEST_FILE // 1_000_000
        )
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content, cover=cover)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(
            N_("This is an old or a locked Excel file. Save it as .xlsx without a password.")
        )
    text, note = _decoded(content)
    if text.lstrip()[:1] in ("{", "["):
        return read_geojson(text)
    if cover and text.lstrip().strip('"').startswith(cover):
        # The line stays, empty, so that those below keep their numbers.
        text = "\n" + text.lstrip().partition("\n")[2]
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

    :raises RaggedTable: with the lines, when rows have more cells than there are columns
    """
    delimiter = _delimiter_of(text)
    records = _records(text, delimiter)
    header = next(records, None)
    if header is None:
        raise UnreadableTable(N_("The file is empty."))
    columns = named_columns(header[1])
    rows, lines, too_wide = [], [], []
    for line, record in records:
        if any(record[len(columns) :]):
            too_wide.append((line, len(record)))
            continue
        rows.append(fitted(record, len(columns)))
        lines.append(line)
        if len(rows) > MOST_ROWS:
            raise UnreadableTable(N_("The file has more than %(limit)s rows."), limit=MOST_ROWS)
    separated = Note(
        N_("Cells are separated by: %(delimiter)s."), (("delimiter", DELIMITERS[delimiter]),)
    )
    table = Table(columns, tuple(rows), tuple(lines), (note, separated))
    if too_wide:
        raise RaggedTable(table, too_wide)
    return table


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
