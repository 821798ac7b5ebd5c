"""Pages and files of the situation report: who opens them, and what they show."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Role
from sejuk.review.sitreps import actions
from sejuk.review.sitreps.models import Sitrep
from tests.builders import (
    DISTRICT,
    NOON,
    a_signal,
    a_user,
    an_actor,
    an_area,
    an_officer,
    an_operation,
)
from tests.review.sitreps.figures import guards_lifted

pytestmark = pytest.mark.django_db
DAY = date(2024, 11, 19)
FILES = ("pdf", "workbook", "text")
READING = ("report", *FILES)


@pytest.fixture(autouse=True)
def _operation() -> None:
    an_area()
    an_operation(stated_strength=425)


def a_draft(situation: str = "Aman, tertib dan terkendali.") -> Sitrep:
    operator = an_actor(Role.OPERATOR)
    draft = actions.draft_sitrep(area_code=DISTRICT, day=DAY, actor=operator, now=NOON)
    return actions.write_sitrep(
        sitrep_id=draft.pk, situation=situation, analysis="", plan="", actor=operator, now=NOON
    )


def as_one(role: Role, area_code: str = DISTRICT) -> Client:
    client = Client()
    client.force_login(a_user(role, area_code=area_code))
    return client


def address(name: str, sitrep: Sitrep) -> str:
    return reverse(f"sitreps:{name}", args=[sitrep.pk])


def test_the_list_names_each_report_and_its_state():
    a_draft()
    page = as_one(Role.OPERATOR).get(reverse("sitreps:list")).content.decode()
    assert "Selasa, 19 November 2024" in page
    assert "LAPHAR/88/16.01/XI/OPS.1.3./2024" in page


def test_an_operator_begins_a_report():
    asked = {"day": "2024-11-19", "area": DISTRICT}
    answer = as_one(Role.OPERATOR).post(reverse("sitreps:draft"), asked, follow=True)
    assert answer.status_code == 200
    assert Sitrep.objects.get().drafted_by


@pytest.mark.parametrize("asked", [{}, {"day": "2024-11-19", "area": "16.09"}])
def test_a_report_of_nowhere_is_not_begun(asked):
    assert as_one(Role.OPERATOR).post(reverse("sitreps:draft"), asked).status_code == 422
    assert not Sitrep.objects.exists()


def test_the_page_shows_parts_and_computed_totals(django_assert_max_num_queries):
    a_signal()
    draft = a_draft()
    operator = as_one(Role.OPERATOR)
    with django_assert_max_num_queries(12):
        page = operator.get(address("report", draft)).content.decode()
    assert "425" in page
    assert "Aman, tertib dan terkendali." in page


def test_what_was_written_stays_when_it_cannot_be_kept():
    draft = a_draft()
    long = {"situation": "x" * 7_000, "analysis": "", "plan": ""}
    answer = as_one(Role.OPERATOR).post(address("write", draft), long)
    assert answer.status_code == 422
    assert "x" * 7_000 in answer.content.decode()


def test_a_sign_that_turns_the_text_is_shown_on_the_page():
    page = as_one(Role.AUDITOR).get(address("report", a_draft("naik\u202e turun")))
    assert "naik[U+202E] turun" in page.content.decode()


def test_words_are_saved_and_figures_compiled_again():
    draft, operator = a_draft(), as_one(Role.OPERATOR)
    words = {"situation": "Baru", "analysis": "Arti", "plan": "Besok"}
    assert operator.post(address("write", draft), words).status_code == 302
    assert operator.post(address("compile", draft), words).status_code == 302
    draft.refresh_from_db()
    assert (draft.situation, draft.analysis, draft.plan) == ("Baru", "Arti", "Besok")


def test_the_head_of_operations_signs_and_the_page_proves_it():
    draft, head = a_draft(), as_one(Role.OPS_HEAD)
    assert 'name="signer_name"' in head.get(address("report", draft)).content.decode()
    assert head.post(address("sign", draft), {"signer_name": ""}).status_code == 422
    signature = {
        "situation": "Aman sampai pukul 20.00.",
        "signer_name": "Budi Contoh",
        "signer_rank": "Kompol",
        "signer_position": "Kabag Ops",
    }
    page = head.post(address("sign", draft), signature, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.signed_by is not None
    assert draft.content_hash in page
    assert f"<dd>{draft.signed_by.username}</dd>" in page
    assert draft.ledger_head in page
    assert 'role="alert"' not in page
    assert 'name="situation"' not in page
    assert "Aman sampai pukul 20.00." in page


def test_what_was_typed_and_not_saved_is_signed_too():
    draft, head = a_draft("Lama."), as_one(Role.OPS_HEAD)
    typed = {"situation": "Baru diketik.", "analysis": "", "plan": "Besok."}
    for name, sent in (("compile", typed), ("sign", typed | {"signer_name": "Budi Contoh"})):
        draft.refresh_from_db()
        assert draft.state == "draft"
        assert head.post(address(name, draft), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.situation, draft.plan) == ("signed", "Baru diketik.", "Besok.")


def test_a_refused_signature_loses_no_word():
    draft, head = a_draft(), as_one(Role.OPS_HEAD)
    answer = head.post(address("sign", draft), {"situation": " ", "plan": "Patroli malam."})
    assert answer.status_code == 422
    assert "Patroli malam." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_form_to_sign_knows_the_officer():
    user = a_user(Role.OPS_HEAD)
    an_officer(user=user, name="Sari Contoh")
    client = Client()
    client.force_login(user)
    page = client.get(address("report", a_draft())).content.decode()
    assert 'value="Sari Contoh"' in page


def test_without_an_operation_there_is_no_form_to_begin():
    Operation.objects.update(is_current=False)
    page = as_one(Role.OPERATOR).get(reverse("sitreps:list")).content.decode()
    assert 'name="day"' not in page


def test_a_forged_report_is_called_forged():
    draft = a_draft()
    signature = {"situation": "Aman.", "signer_name": "Budi Contoh"}
    as_one(Role.OPS_HEAD).post(address("sign", draft), signature)
    with guards_lifted():
        Sitrep.objects.filter(pk=draft.pk).update(plan="Tidak jadi.")
    page = as_one(Role.OPS_HEAD).get(address("report", draft)).content.decode()
    assert 'role="alert"' in page


@pytest.mark.parametrize("name", READING)
def test_readers_open_page_and_files(name):
    answer = as_one(Role.AUDITOR).get(address(name, a_draft()))
    assert answer.status_code == 200


@pytest.mark.parametrize("name", READING)
def test_another_district_finds_nothing(name):
    answer = as_one(Role.OPS_HEAD, area_code="16.09").get(address(name, a_draft()))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", READING)
def test_a_guard_may_not_read(name):
    assert as_one(Role.GUARD).get(address(name, a_draft())).status_code == 403


@pytest.mark.parametrize(
    ("role", "name"),
    [(Role.AUDITOR, "write"), (Role.AUDITOR, "compile"), (Role.OPERATOR, "sign")],
)
def test_the_wrong_role_changes_nothing(role, name):
    assert as_one(role).post(address(name, a_draft())).status_code == 403


def test_the_pdf_opens_and_has_the_text():
    answer = as_one(Role.OPERATOR).get(address("pdf", a_draft("Situasi #aman *benar*")))
    assert answer["Content-Type"] == "application/pdf"
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "LAPORAN SITUASI HARIAN" in words
    assert "Situasi #aman *benar*" in words


def test_the_text_is_plain_text():
    draft, operator = a_draft(), as_one(Role.OPERATOR)
    for asked, begins in (("", "Kepada Yth."), ("?lengkap", "*LAPORAN SITUASI HARIAN*")):
        answer = operator.get(f"{address('text', draft)}{asked}")
        assert answer["Content-Type"].startswith("text/plain")
        assert begins in answer.content.decode()
