"""
XLSX in and out.

A workbook is a zip of XML. A file of some kilobytes can unpack to gigabytes, and one cell named
XFD1048576 makes a reader reserve 17 thousand million cells. Both are looked for before any reader
sees the file: the zip's directory first, then every part as it unpacks.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from sejuk.kit.choices import N_
from sejuk.kit.grids import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Note,
    Table,
    UnreadableTable,
    bounded,
    fitted,
    named_columns,
    neutralised,
)

LARGEST_UNPACKED = 200_000_000
HIGHEST_RATIO = 200
MOST_PARTS = 1_000
# Text compresses well; below this size a high ratio harms nobody.
HARMLESS = 1_000_000

_CELL_NAME = re.compile(rb"""\br=["'](?:([A-Z]{1,4})|)([0-9]{1,9})["']""")
_CHUNK = 1 << 20
_OVERLAP = 32

CalamineValue = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(content: bytes, *, cover: str = "") -> Table:
    """
    Read the first sheet; one called `cover` before it is passed over.

    :raises UnreadableTable: when it passes a limit, is broken or empty
    """
    _refuse_bombs(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        if len(names) > 1 and names[0] == cover:
            names = names[1:]
        sheet = workbook.get_sheet_by_name(names[0])
        records = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError) as error:
        raise UnreadableTable(N_("The workbook is broken or is no XLSX file.")) from error
    cells = [[_text(value) for value in record] for record in records]
    first = next((place for place, record in enumerate(cells) if any(record)), None)
    if first is None:
        raise UnreadableTable(N_("The file is empty."))
    columns = named_columns(cells[first])
    rows, lines = [], []
    for line, record in enumerate(cells[first + 1 :], start=first + 2):
        if any(record[len(columns) :]):
            raise UnreadableTable(
                N_("Row %(line)s holds something right of the last named column."), line=line
            )
        if any(record):
            rows.append(fitted(record, len(columns)))
            lines.append(line)
    return Table(columns, tuple(rows), tuple(lines), (_told(names),))


def _told(names: list[str]) -> Note:
    values = (("sheet", names[0]), ("count", str(len(names))))
    if len(names) == 1:
        return Note(N_("Read the sheet %(sheet)s."), values)
    return Note(N_("Read the first sheet, %(sheet)s, of %(count)s."), values)


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_sizes(parts)
            for part in parts:
                _refuse_far_cells(archive, part)
    # zipfile stops at the size that the directory names and compares the checksum: a directory
    # that lies ends here too.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableTable(N_("The workbook is broken or is no XLSX file.")) from error


def _refuse_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableTable(
            N_("The workbook unpacks to more than %(limit)s MB."),
            limit=LARGEST_UNPACKED // 1_000_000,
        )
    for part in parts:
        if part.file_size > HARMLESS and part.file_size > HIGHEST_RATIO * part.compress_size:
            raise UnreadableTable(
                N_("A part of the workbook is packed more than %(limit)s times: that is no table."),
                limit=HIGHEST_RATIO,
            )


def _refuse_far_cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    is_sheet = "worksheets/" in part.filename
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if is_sheet:
                _refuse_names(tail + chunk)
                tail = chunk[-_OVERLAP:]


def _refuse_names(xml: bytes) -> None:
    columns, rows = set(), 0
    for column, row in _CELL_NAME.findall(xml):
        columns.add(column)
        rows = max(rows, int(row))
    if rows > MOST_ROWS + 1:
        raise UnreadableTable(N_("The file has more than %(limit)s rows."), limit=MOST_ROWS)
    if any(_column_number(name) > MOST_COLUMNS for name in columns):
        raise UnreadableTable(N_("The file has more than %(limit)s columns."), limit=MOST_COLUMNS)


def _column_number(letters: bytes) -> int:
    """
    Return which column a name stands for.

    >>> _column_number(b"A"), _column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: CalamineValue) -> str:
    if isinstance(value, str):
        return bounded(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def written_workbook(
    sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]],
) -> bytes:
    """Return an XLSX file of (sheet name, columns, rows); rows go through to disk one by one."""
    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True})
        for name, columns, rows in sheets:
            sheet = workbook.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [neutralised(column) for column in columns], bold)
            for line, row in enumerate(rows, start=1):
                sheet.write_row(line, 0, [_written(cell) for cell in row])
    return file.getvalue()


def _written(cell: Cell) -> str | int | float:
    return cell if isinstance(cell, (int, float)) else neutralised(cell)
