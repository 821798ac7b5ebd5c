"""Tables to take away as files. A file of invented events says so in its name and at its top."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, gettext, override

from sejuk.kit.grids import Cell
from sejuk.kit.tables import csv_lines
from sejuk.kit.workbooks import written_workbook

INVENTED = "DATA CONTOH"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: its name without an ending, its title, its columns and rows."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def file_name(name: str, *, is_invented: bool) -> str:
    """
    Return the name of a file, which travels without the page it came from.

    >>> file_name("sinyal.csv", is_invented=True)
    'DATA-CONTOH-sinyal.csv'
    """
    return f"DATA-CONTOH-{name}" if is_invented else name


def table_file(table: Table, kind: str, *, is_invented: bool) -> HttpResponseBase:
    """
    Answer with a table as CSV, sent row by row, or as XLSX.

    :raises Http404: when `kind` is neither
    """
    note = f"{INVENTED} · {gettext('events and people here are invented')}"
    response: HttpResponseBase
    if kind == "csv":
        top, *rest = ([note], table.columns) if is_invented else (table.columns,)
        lines = csv_lines(top, chain(rest, table.rows))
        spoken = _in_language(get_language(), lines)
        response = StreamingHttpResponse(spoken, content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        cover = [(INVENTED, [note], ())] if is_invented else []
        book = written_workbook([*cover, (table.title, table.columns, table.rows)])
        response = HttpResponse(book, content_type=XLSX)
    else:
        raise Http404
    name = file_name(f"{table.name}.{kind}", is_invented=is_invented)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _in_language(language: str, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines in the reader's language; they are asked for when his request is over."""
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
