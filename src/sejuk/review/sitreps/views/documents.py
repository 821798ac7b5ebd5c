"""The report as a file: PDF, workbook, plain text."""

import re
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.kit.exports import XLSX, file_name
from sejuk.kit.papers import Paper, as_pdf, as_text
from sejuk.kit.workbooks import written_workbook
from sejuk.review.sitreps import queries
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import READERS
from sejuk.review.sitreps.views.chat import chat_text
from sejuk.review.sitreps.views.paper import paper_of

# What Excel allows in the name of a sheet.
LONGEST_SHEET_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\\]")
Sheet = tuple[str, Sequence[str], Iterable[Sequence[str | int]]]


@allow(*READERS)
def pdf(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    sitrep = queries.sitrep_for(actor_of(request), sitrep_id)
    content = as_pdf(paper_of(sitrep), at=sitrep.signed_at or sitrep.compiled_at)
    return _file(content, sitrep, "application/pdf", "pdf")


@allow(*READERS)
def workbook(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    sitrep = queries.sitrep_for(actor_of(request), sitrep_id)
    return _file(written_workbook(list(sheets_of(paper_of(sitrep)))), sitrep, XLSX, "xlsx")


@allow(*READERS)
def text(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    """Return the short form to be pasted, or with `?lengkap` everything that stands on paper."""
    sitrep = queries.sitrep_for(actor_of(request), sitrep_id)
    words = as_text(paper_of(sitrep)) if "lengkap" in request.GET else chat_text(sitrep)
    return _file(words.encode(), sitrep, "text/plain; charset=utf-8", "txt")


def sheets_of(paper: Paper) -> Iterable[Sheet]:
    """Yield the words of the paper as one sheet, then each of its tables as another."""
    yield "Naskah", ("Bagian", "Isi"), list(_words(paper))
    number = 0
    for section in paper.sections:
        for table in section.tables:
            number += 1
            rows = [*table.rows, table.total] if table.total else table.rows
            yield (
                _FORBIDDEN.sub(" ", f"{number} {table.caption}")[:LONGEST_SHEET_NAME],
                [column.label for column in table.columns],
                [[_cell(cell) for cell in row] for row in rows],
            )


def _words(paper: Paper) -> Iterable[tuple[str, str]]:
    yield paper.title, paper.number
    yield "", paper.subtitle
    for mark in {paper.watermark} - {""}:
        yield "", mark
    for section in paper.sections:
        for line in (*section.paragraphs, *section.points):
            yield section.heading, line
    for line in paper.foot:
        yield "", line


def _cell(text: str) -> str | int:
    """
    Return a whole number as a number, so that a spreadsheet can add it up.

    >>> _cell("12"), _cell("+3"), _cell("39,6 (hangat)")
    (12, 3, '39,6 (hangat)')
    """
    return int(text) if text.lstrip("+-").isdecimal() else text


def _file(content: bytes, sitrep: Sitrep, kind: str, ending: str) -> HttpResponse:
    name = slugify(f"laporan-situasi-{sitrep.area_id}-{sitrep.day}-{sitrep.version}")
    response = HttpResponse(content, content_type=kind)
    name = file_name(f"{name}.{ending}", is_invented=sitrep.figures["is_demonstration"])
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
