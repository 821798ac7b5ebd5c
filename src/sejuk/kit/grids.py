"""
The one shape that every table has, and what is promised of its cells.

A cell is text without a null byte, without characters that turn the direction of writing, and with
no spaces around it. Letters of any script and emoji stay. A cell of more than `LONGEST_CELL`
characters is refused, but for a geometry.

A spreadsheet takes a cell that begins with `=` for a formula, also when the text came from a
stranger. `neutralised` puts an apostrophe before it, and reading takes that apostrophe away again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.directions import shown_turns

LARGEST_FILE = 20_000_000
LONGEST_CELL = 32_767  # What a cell of Excel holds.
MOST_ROWS = 200_000
MOST_COLUMNS = 200

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Full-width forms too: some spreadsheets read them as their plain sisters.
_FORMULA = re.compile(r"['\"\s]*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")

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


class RaggedTable(UnreadableTable):
    """Rows have more cells than there are columns; what reads on may tell other faults as well."""

    def __init__(self, rest: Table, rows: Sequence[tuple[int, int]]) -> None:
        """Take the table without these rows, and of each its line and how many cells it has."""
        line, cells = rows[0]
        super().__init__(
            N_("Line %(line)s has %(cells)s cells, but there are %(columns)s columns."),
            line=line,
            cells=cells,
            columns=len(rest.columns),
        )
        self.rest = rest
        self.rows = tuple(rows)


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

    Nor can it make a reader see other letters than it holds: signs that turn text are marked.

    >>> neutralised("=1+1"), neutralised(-4.2), neutralised("-4,2"), neutralised("'@x")
    ("'=1+1", '-4.2', '-4,2', "''@x")
    """
    if cell is None:
        return ""
    text = cell.isoformat() if isinstance(cell, date) else shown_turns(str(cell))
    if isinstance(cell, str) and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
