"""What nobody can mean is refused in words: no address breaks over it."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.foundation.accounts.models import User
from sejuk.kit.actors import Role
from tests.architecture.test_permissions import ADDRESSES, path_of
from tests.builders import VILLAGE, a_user

ASKED = (
    "hari", "pekan", "dari", "sampai", "day", "q", "state", "direction", "verb", "actor", "area",
    "area_code", "subject", "before", "after", "page", "wilayah", "kecamatan", "keadaan", "jenis",
    "petugas", "tahapan", "kind", "form", "channel", "rung", "severity", "overdue", "mine", "v",
    "gambar", "urut", "next", "desa", "code", "semua", "format", "qualification", "organisation",
    "unit", "search", "order", "kertas", "tertutup", "a", "b", "pos", "nama", "satuan", "hari_ke",
    "awal", "akhir", "mulai", "tanggal", "roster", "revision", "duty", "person", "kode", "pada",
)  # fmt: skip
ODD = (
    "9999-12-31",
    "0001-01-01",
    "\0",
    "-1",
    "9" * 30,
    "9999-12-31T23:59:59Z",
    "nan",
    "%",
    "\u0664",
)  # fmt: skip
POSTED = {
    "programme:propose": {"pekan": "{day}"},
    "sitreps:draft": {"day": "{day}", "area": "16.01"},
    "forces:add_leave": {"kind": "cuti", "starts_on": "{day}", "ends_on": "{day}"},
    "forces:add_care": {"village": VILLAGE, "starts_on": "{day}"},
    "forces:end_care": {"ends_on": "{day}"},
    "programme:accept": {"planned_on": "{day}"},
    "operations:move_stage": {"starts_on": "{day}", "ends_on": "{day}", "source": "PKPU 2"},
    "signals:enter": {"area": VILLAGE, "heard_at": "{day}T23:59", "text": "Terdengar di warung."},
    "signals:report": {"area": VILLAGE, "heard_at": "{day}T23:59", "text": "Terdengar di warung."},
    "outreach:record": {"area": VILLAGE, "held_at": "{day}T23:59", "place": "Balai desa"},
}


@pytest.fixture
def everybody(examples) -> User:
    return a_user(*Role, username="everything")


@pytest.fixture
def client(everybody) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(everybody)
    return client


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_odd_questions_break_no_address(name, client, examples, everybody):
    path = path_of(name, examples | {"token": "unknown"}, everybody)
    statuses = {odd: _status(client, path, odd) for odd in ODD}

    assert {odd: status for odd, status in statuses.items() if status >= 500} == {}
    assert statuses["\0"] == 400


def _status(client: Client, path: str, odd: str) -> int:
    answer = client.get(path, dict.fromkeys(ASKED, odd))
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "\0"])
@pytest.mark.parametrize("name", sorted(POSTED))
def test_odd_days_break_no_form(name, day, client, examples, everybody):
    path = path_of(name, examples, everybody)

    answer = client.post(path, {key: text.format(day=day) for key, text in POSTED[name].items()})

    assert answer.status_code < 500


@pytest.mark.parametrize("begin", ["desa", "kecamatan", "kabupaten", "indeks", "akun/undangan"])
@pytest.mark.parametrize("code", ["%00", "16.01.%00", "16", "%D9%A1%D9%A6", "a'b", "9" * 400])
def test_odd_codes_break_no_address(begin, code, client):
    assert client.get(f"/{begin}/{code}/").status_code < 500


def test_thirty_megabytes_are_refused_unread(client):
    sizes = {"signals:report": 413, "accounts:me": 413, "outreach:record": 422}
    for name, status in sizes.items():
        answer = client.post(reverse(name), {"file": BytesIO(b"x" * 30_000_000)})
        assert answer.status_code == status, name
        page = answer.content.decode()
        assert "tidak ada yang tersimpan" in page or "25 MB" in page or status == 422
    for path in (reverse("signals:report"), "/akun/masuk/", reverse("outreach:record")):
        answer = Client().post(path, {"file": BytesIO(b"x" * 30_000_000)})
        assert answer.status_code == 413, path
