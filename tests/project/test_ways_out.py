"""Wherever a page leads nowhere, there is a way on, and it is one that the reader may go."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sejuk.kit.actors import Role
from tests.builders import a_user, an_operation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_demonstration():
    """There nobody has to set up a second factor first."""
    an_operation(is_demonstration=True)


def next_of(page) -> str:
    return re.search(rb'name="next" value="([^"]*)"', page.content)[1].decode()


@pytest.mark.parametrize(
    ("role", "address"),
    [(Role.CUSTODIAN, "/segel/"), (Role.OPERATOR, None)],
)
def test_the_front_page_leads_everybody_to_the_first_page_of_his(client, role, address):
    client.force_login(a_user(role))
    front = client.get("/")
    assert front.headers.get("Location") == address
    shut = client.get("/akun/orang/")
    assert shut.status_code == 403
    out = re.search(rb'class="button" href="([^"]+)"', shut.content)[1].decode()
    assert out == (address or "/")
    assert client.get(out).status_code == 200


def test_an_account_without_a_role_reads_what_to_do(client):
    client.force_login(a_user())
    assert client.get("/", follow=True).redirect_chain[-1] == ("/akun/saya/", 302)


def test_a_resident_whose_report_is_too_large_is_led_back_to_the_form(client):
    page = client.post("/lapor/", {"text": "a" * 1_000_001})
    assert page.status_code in (400, 413)
    assert b'class="button" href="/lapor/"' in page.content


def test_a_resident_whose_photos_are_too_large_reads_what_to_do(client):
    photos = SimpleUploadedFile("foto.jpg", b"x" * 26_100_000, "image/jpeg")
    page = client.post("/lapor/", {"text": "Ribut di pasar.", "photos": photos})
    words = page.content.decode()
    assert page.status_code == 413
    for part in ("27 MB", "25 MB", "belum masuk", "tombol kembali", "lebih kecil", "tel:110"):
        assert part in words, part
    # It helps without script, cookie and account.
    assert page.cookies == {}
    assert "<noscript" not in words


def test_a_request_for_another_house_is_refused_without_asking_who_sent_it(client):
    assert client.get("/lapor/", headers={"host": "elsewhere.example"}).status_code == 400


def test_an_address_that_only_takes_forms_says_so_with_a_way_back(client):
    client.force_login(a_user(Role.OPERATOR))
    page = client.get("/sinyal/7/selesai/")
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert b'class="button" href="/"' in page.content


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/sinyal/?q=a", "/sinyal/?q=a"),
        ("http://elsewhere.example/x", "/"),
        ("", "/"),
    ],
)
def test_after_a_form_another_language_is_read_on_a_page_that_can_be_read(client, came_from, back):
    client.force_login(a_user(Role.CHIEF))
    page = client.post("/operasi/buka/", {"code": "omp"}, headers={"referer": came_from})
    assert page.status_code == 422
    assert next_of(page) == back
