"""
Official papers: what stands in them, set as PDF or told as plain text.

The PDF is set by Typst from `paper.typ`. All words reach it as JSON and are set as strings, so
that nothing a person wrote is read as markup. It conforms to PDF/UA-1 (tags, language, text for
pictures, a title): a paper that does not conform is not made.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from sejuk.kit.directions import shown_turns
from sejuk.kit.svg import Svg

TEMPLATE = Path(__file__).with_name("paper.typ")
RULE = "-" * 40

# PDF/UA allows no sign that the fonts lack, such as a Chinese one: a box stands in its place.
STAND_IN = "□"
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
# Chosen: so many different ones are looked for singly; then all but Latin letters are replaced.
MOST_STRANGE_SIGNS = 12
_STRANGE = re.compile(r"[^\n -\u024f\u1e00-\u1eff\u2010-\u2026]")
_INVISIBLE = re.compile(r"[\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0f]")
# Pictures in place of words, however many in a row; the paper says that one stood there.
_EMOJI = re.compile("[\u231a-\u23ff\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff]+")
EMOJI = "(emoji)"
# An escape of JSON; those of control characters, which no page can show, are caught.
_ESCAPE = re.compile(r"\\(?:(u00[01][0-9a-f])|.)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; a narrow one takes no more room than its words."""

    label: str
    is_number: bool = False
    is_narrow: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table with its caption; `total` is the last row, or empty. A dense one is set small."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    is_dense: bool = False


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """A drawing with its caption, and the words for who cannot see it."""

    svg: Svg
    alt: str
    caption: str
    height_cm: float = 9.5


@dataclass(frozen=True, slots=True)
class Section:
    """
    A part of a paper.

    `terms` are words with what is said to each, as "Dasar" and its numbered grounds in an order.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[PaperTable, ...] = ()
    pictures: tuple[PaperPicture, ...] = ()
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_centred: bool = False
    begins_page: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, where and when; unsigned, it leaves room for a pen."""

    place_and_day: str
    position: str
    name: str
    rank: str
    seal: str = ""
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper in Indonesian layout: letterhead, title, number, sections, signature."""

    letterhead: tuple[str, ...]
    title: str
    number: str
    subtitle: str
    sections: tuple[Section, ...]
    author: str
    signature: Signature | None = None
    # When several sign, as who gives and who takes over: side by side, in this order.
    signatures: tuple[Signature, ...] = ()
    # Printed large behind the text, and above the title for who hears the paper read.
    watermark: str = ""
    foot: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    # Copies go to these (tembusan).
    copies: tuple[str, ...] = ()
    # What comes after the signature, such as the annex of an order.
    annex: tuple[Section, ...] = ()
    # "a3", "a4" or "a6", as ISO 216 has them.
    size: str = "a4"
    is_landscape: bool = False


def as_pdf(paper: Paper, *, at: datetime) -> bytes:
    """Return the paper as PDF/UA-1, the same bytes for the same paper and instant."""
    words = {**asdict(paper), "mark": paper.watermark}
    text = _visible(json.dumps(words, ensure_ascii=False))
    for _ in range(MOST_STRANGE_SIGNS):
        try:
            return _set(text, at)
        except typst.TypstError as error:
            found = _NO_GLYPH.search(error.message)
            if found is None or found.group(1) not in text:
                raise
            text = text.replace(found.group(1), STAND_IN)
    return _set(_STRANGE.sub(STAND_IN, text), at)


def _visible(text: str) -> str:
    printable = _ESCAPE.sub(lambda found: "" if found[1] else found[0], text)
    return _EMOJI.sub(EMOJI, _INVISIBLE.sub("", shown_turns(printable)))


def _set(words: str, at: datetime) -> bytes:
    return typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"paper": words},
        pdf_standards="ua-1",
        # The fonts that Typst carries: the same page on every machine.
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def as_text(paper: Paper) -> str:
    """
    Return the paper as plain text for a chat: no table is wider than a phone.

    >>> print(as_text(Paper((), "LAPORAN", "1/X/2024", "Sabtu", (Section("1. Umum", ("Aman.",)),),
    ...                     author="")))
    *LAPORAN*
    1/X/2024
    Sabtu
    <BLANKLINE>
    *1. Umum*
    Aman.
    <BLANKLINE>
    """
    mark = [paper.watermark] if paper.watermark else []
    lines = [*mark, *paper.letterhead, f"*{paper.title}*", paper.number, paper.subtitle, ""]
    for section in paper.sections:
        lines += _section_lines(section)
    for signature in (*paper.signatures, *([paper.signature] if paper.signature else [])):
        lines += _signature_lines(signature)
    lines += [f"Tembusan: {name}" for name in paper.copies]
    for section in paper.annex:
        lines += _section_lines(section)
    lines += [RULE, *paper.foot, *mark] if paper.foot or mark else []
    return shown_turns("\n".join(lines))


def _section_lines(section: Section) -> list[str]:
    lines = [f"*{section.heading}*"] if section.heading else []
    for word, said in section.terms:
        lines += [f"{word}:", *said]
    lines += [*section.paragraphs, *(f"- {point}" for point in section.points)]
    for table in section.tables:
        lines += _table_lines(table)
    return [*lines, ""]


def _table_lines(table: PaperTable) -> list[str]:
    """Tell a table row by row: the first cell, then the others by the names of their columns."""
    lines = [f"{table.caption}:"]
    lines += [f"- {_row_line(table.columns, row)}" for row in table.rows]
    if table.total:
        lines.append(f"= {_row_line(table.columns, table.total)}")
    return lines


def _row_line(columns: Sequence[Column], row: Sequence[str]) -> str:
    first, *others = row
    told = [
        f"{column.label.lower()} {cell}"
        for column, cell in zip(columns[1:], others, strict=True)
        if cell
    ]
    return f"{first}: {', '.join(told)}" if told else first


def _signature_lines(signature: Signature) -> list[str]:
    seal = [signature.seal] if signature.is_signed else []
    return [
        signature.place_and_day,
        signature.position,
        *seal,
        signature.name,
        signature.rank,
    ]
