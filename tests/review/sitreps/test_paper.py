"""The report on paper, as text and as a workbook."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from sejuk.foundation.accounts.models import User
from sejuk.kit.papers import as_pdf, as_text
from sejuk.kit.workbooks import written_workbook
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import SitrepState
from sejuk.review.sitreps.rules.figures import Cause
from sejuk.review.sitreps.views import chat, paper
from sejuk.review.sitreps.views.chat import LONGEST, chat_text
from sejuk.review.sitreps.views.documents import sheets_of
from sejuk.review.sitreps.views.paper import paper_of
from sejuk.review.sitreps.views.shown import shown
from tests.review.sitreps.figures import FIGURES

AT = datetime(2024, 10, 12, 2, tzinfo=UTC)
EXPECTED = Path(__file__).parent / "expected"


def a_report(**fields: object) -> Sitrep:
    values = {
        "area_id": "16.01",
        "day": date(2024, 10, 12),
        "number": "LAPHAR/50/16.01/X/OPS.1.3./2024",
        "state": SitrepState.SIGNED,
        "figures": FIGURES.as_json(),
        "compiled_at": AT,
        "situation": "Situasi aman, tertib dan terkendali.\nSatu rumor beredar.",
        "analysis": "Rumor belum dijawab KPU.",
        "plan": "Kapolsek bersama PPK menjelaskan pada 13 Oktober.",
        "drafted_by": "alya",
        "signed_by": User(username="kabag"),
        "signer_name": "Budi Contoh",
        "signer_rank": "Kompol NRP 88010001",
        "signer_position": "Kepala Bagian Operasi",
        "signed_at": AT,
        "content_hash": "5f3c" * 16,
        "ledger_head": "ab12" * 16,
    } | fields
    return Sitrep(**values)


def told(report: Sitrep) -> str:
    pages = PdfReader(BytesIO(as_pdf(paper_of(report), at=AT))).pages
    return "\n".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("name", "tell"),
    [("sitrep.txt", lambda report: as_text(paper_of(report))), ("chat.txt", chat_text)],
)
def test_the_texts_are_the_expected_ones(monkeypatch, name, tell):
    # The words of closed lists belong to the catalogues of other capabilities: here as in the code.
    for told_by in (paper, chat):
        monkeypatch.setattr(told_by, "gettext", str)
    assert tell(a_report()) == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("length", [0, 400, 6_000])
def test_the_text_for_a_chat_stays_short_and_keeps_a_part_of_each_text(length):
    words = {name: f"{name} awal {'kata ' * (length // 5)}" for name in ("situation", "analysis")}
    text = chat_text(a_report(**words, plan="Besok\u202e patroli."))
    assert len(text) <= LONGEST
    assert "situation awal" in text
    assert "analysis awal" in text
    assert "Besok[U+202E] patroli." in text
    assert ("…" in text) is (length > 400)


def test_the_pdf_has_the_figures_the_words_and_the_hashes():
    words = told(a_report())
    for expected in (
        "RESOR OGAN KOMERING ULU", "Nomor: LAPHAR/50/16.01/X/OPS.1.3./2024",
        "Sabtu, 12 Oktober 2024",
        "hari ke-50", "naik 12,3 menjadi 39,6 (hangat)", "batas skematis", "selisih -40",
        "BUDI CONTOH", "5f3c" * 16, "ab12" * 16, "DATA CONTOH",
    ):  # fmt: skip
        assert expected in words


def test_thirty_causes_of_one_kind_are_told_as_one():
    heard = tuple(Cause("heard", 10, f"signals.signal:{number}", 1) for number in range(1, 31))
    warm = replace(FIGURES.changes[0], causes=(*heard, Cause("settled", -5, "", 1)))
    report = a_report(figures=replace(FIGURES, changes=(warm,)).as_json())
    text = as_text(paper_of(report))
    assert "(sinyal 1, 2, 3 dan 27 lain) +30,0; " in text
    words, degrees = shown(report).changes[0].causes[0]
    assert (words.partition(" #")[2], degrees) == ("1, #2, #3 dan 27 lain", 30.0)


def test_a_report_compiled_before_alarms_were_counted_says_nothing_of_them():
    kept = FIGURES.as_json()
    del kept["alarms"]
    old = a_report(figures=kept)
    assert "ijar" not in as_text(paper_of(old)) + chat_text(old)


def test_what_came_and_was_settled_on_one_day_is_new_and_warms():
    causes = (Cause("settled", 50, "signals.signal:782", 1),)
    warm = replace(FIGURES.changes[0], change_tenths=50, causes=causes)
    report = a_report(figures=replace(FIGURES, changes=(warm,)).as_json())
    assert "baru dan sudah selesai (sinyal 782) +5,0" in as_text(paper_of(report))
    with override("id"):
        assert shown(report).changes[0].causes == (("Baru dan sudah selesai #782", 5.0),)


def test_a_draft_says_that_it_is_one():
    draft = a_report(state=SitrepState.DRAFT, signed_at=None, content_hash="", ledger_head="")
    assert "RANCANGAN, belum ditandatangani" in told(draft)
    real = replace(FIGURES, is_demonstration=False).as_json()
    draft.figures = real
    assert paper_of(draft).watermark == "RANCANGAN"
    assert paper_of(a_report(figures=real)).watermark == ""


def test_a_quiet_day_says_that_there_is_nothing():
    quiet = replace(
        FIGURES, changes=(), signals=(), states=(), visits=(), concerns=(), map_svg="", stage="",
        strength=replace(FIGURES.strength, stated=None),
    )  # fmt: skip
    text = as_text(paper_of(a_report(figures=quiet.as_json(), analysis="", plan=" \n")))
    assert text.count("Nihil.") == 5
    assert "di luar tahapan" in text
    assert "tidak tercatat" in text


def test_the_hours_are_those_of_the_station_s_zone(settings):
    settings.TIME_ZONE = "Asia/Jayapura"
    assert "pukul 11.00 WIT dengan akun" in as_text(paper_of(a_report()))


def test_free_text_is_no_markup_in_the_pdf():
    assert '#panic("x") *tebal*' in told(a_report(situation='#panic("x") *tebal*'))


def test_a_formula_in_a_workbook_is_text():
    report = a_report(situation="=HYPERLINK(1)\n+62 aman", analysis="@SUM(A1)")
    content = written_workbook(list(sheets_of(paper_of(report))))
    with ZipFile(BytesIO(content)) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if "sheet" in name)
    assert "'=HYPERLINK(1)" in xml
    assert "'@SUM(A1)" in xml
    assert "'=Kodim 0403/OKU" in xml
    assert "<f>" not in xml


def test_numbers_in_a_workbook_are_numbers():
    sheets = {name: list(rows) for name, _, rows in sheets_of(paper_of(a_report()))}
    bands = next(rows for name, rows in sheets.items() if name.startswith("1 "))
    assert bands[0] == ["Sejuk", 120, 123, -3, "-2 %"]
    assert len(sheets) == len({name.lower() for name in sheets})
