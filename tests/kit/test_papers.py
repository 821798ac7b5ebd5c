"""Official papers: they open, say what they should, and read nothing as markup."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from typst import TypstError

from sejuk.kit.papers import (
    STAND_IN,
    Column,
    Paper,
    PaperPicture,
    PaperTable,
    Section,
    Signature,
    as_pdf,
    as_text,
)
from sejuk.kit.svg import Svg

AT = datetime(2024, 10, 12, 2, tzinfo=UTC)
SQUARE = Svg(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="1" height="1"/></svg>'
)
TABLE = PaperTable(
    "Sinyal",
    (Column("Jenis"), Column("Hari ini", is_number=True)),
    (("Rumor", "3"), ("Batas", "1")),
    ("Jumlah", "4"),
)


def a_paper(*words: str, **fields: object) -> Paper:
    section = Section("1. Umum", words, tables=(TABLE,), pictures=(a_picture(),))
    values = {
        "letterhead": ("Kepolisian", "Resor Contoh"),
        "title": "LAPORAN",
        "number": "1/X/2024",
        "subtitle": "Sabtu",
        "sections": (section,),
        "author": "Resor Contoh",
    } | fields
    return Paper(**values)


def a_picture() -> PaperPicture:
    return PaperPicture(SQUARE, alt="Peta", caption="Peta suhu")


def told(paper: Paper) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(paper, at=AT))).pages)


def test_a_pdf_opens_and_has_the_words():
    signature = Signature("Baturaja, 12 Oktober 2024", "Kabag Ops", "Budi Contoh", "Kompol")
    words = told(a_paper("Aman.", signature=signature, watermark="DATA CONTOH", foot=("Sidik",)))
    for expected in ("RESOR CONTOH", "LAPORAN", "Aman.", "Rumor", "Jumlah", "Peta suhu",
                     "BUDI CONTOH", "DATA CONTOH", "Sidik", "Halaman 1 dari 1"):  # fmt: skip
        assert expected in words


def test_a_pdf_is_accessible_and_says_so():
    pdf = as_pdf(a_paper("Aman."), at=AT)
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id-ID"
    assert reader.metadata is not None
    assert reader.metadata.title == "LAPORAN 1/X/2024"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_same_paper_is_the_same_file():
    assert as_pdf(a_paper("Aman."), at=AT) == as_pdf(a_paper("Aman."), at=AT)


@pytest.mark.parametrize(
    "words", ['#panic("x")', "*tebal* _miring_ $x^2$", "// komentar", "@acuan <label> = judul"]
)
def test_what_a_person_wrote_is_never_read_as_markup(words):
    assert words in told(a_paper(words))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("aman 👮🏽\u200d♂\ufe0f😀 ✅", "aman (emoji) (emoji)"),
        ("中文 aman", f"{STAND_IN}{STAND_IN} aman"),
        ("bel\x07 aman", "bel aman"),
        ("a\u202eb", "a[U+202E]b"),
        (r"garis \u0007 miring", r"garis \u0007 miring"),
        ("".join(chr(0x1F600 + n) for n in range(30)) + " aman", "aman"),
    ],
)
def test_signs_that_no_font_has_do_not_spoil_the_paper(words, shown):
    assert shown in told(a_paper(words))


def test_a_broken_drawing_is_not_passed_over_in_silence():
    broken = PaperPicture(Svg("<svg"), alt="Peta", caption="Peta")
    paper = a_paper(sections=(Section("1. Umum", pictures=(broken,)),))
    with pytest.raises(TypstError, match="SVG"):
        as_pdf(paper, at=AT)


def test_text_for_a_chat_tells_tables_row_by_row():
    signature = Signature("Baturaja", "Kabag Ops", "Budi", "Kompol", seal="Sah", is_signed=True)
    paper = a_paper("Aman.", signature=signature, watermark="DATA CONTOH", foot=("Sidik",))
    assert "a[U+202E]b" in as_text(a_paper("a\u202eb"))
    assert as_text(paper) == (
        "DATA CONTOH\nKepolisian\nResor Contoh\n*LAPORAN*\n1/X/2024\nSabtu\n\n"
        "*1. Umum*\nAman.\nSinyal:\n- Rumor: hari ini 3\n- Batas: hari ini 1\n"
        "= Jumlah: hari ini 4\n\n"
        "Baturaja\nKabag Ops\nSah\nBudi\nKompol\n"
        "----------------------------------------\nSidik\nDATA CONTOH"
    )


def test_an_order_tells_its_grounds_copies_and_annex():
    order = a_paper(
        sections=(
            Section("", terms=(("Dasar", ("Satu.", "Dua.")),)),
            Section("DIPERINTAHKAN", is_centred=True),
        ),
        copies=("Kapolda",),
        annex=(Section("LAMPIRAN", begins_page=True, tables=(TABLE,)),),
    )
    pages = PdfReader(BytesIO(as_pdf(order, at=AT))).pages
    assert len(pages) == 2
    first, second = (page.extract_text() for page in pages)
    for expected in ("Dasar", "Dua.", "DIPERINTAHKAN", "Tembusan", "Kapolda"):
        assert expected in first
    assert "LAMPIRAN" in second
    for expected in ("Dasar:", "Dua.", "Tembusan: Kapolda", "*LAMPIRAN*"):
        assert expected in as_text(order)


@pytest.mark.parametrize(("size", "width"), [("a3", 1191), ("a4", 842), ("a6", 420)])
def test_a_sheet_lies_on_its_side(size, width):
    paper = a_paper(size=size, is_landscape=True)
    page = PdfReader(BytesIO(as_pdf(paper, at=AT))).pages[0]
    assert round(page.mediabox.width) == width


def test_several_who_sign_stand_side_by_side_in_their_order():
    both = tuple(
        Signature("Baturaja, 12 Oktober 2024", position, name, "Aipda", "Sidik", is_signed=signed)
        for position, name, signed in (
            ("Yang menyerahkan", "Budi Contoh", True),
            ("Yang menerima", "Sari Contoh", False),
        )
    )
    paper = a_paper("Aman.", signatures=both)
    words = told(paper)
    assert words.count("AIPDA") == 2
    assert words.count("Sidik") == as_text(paper).count("Sidik") == 1
    for text in (words.upper(), as_text(paper).upper()):
        assert text.index("YANG MENYERAHKAN") < text.index("BUDI CONTOH")
        assert text.index("BUDI CONTOH") < text.index("SARI CONTOH")
    with_one = a_paper("Aman.", signature=both[0])
    assert len(PdfReader(BytesIO(as_pdf(with_one, at=AT))).pages) == 1
