"""The custodian's pages, and the one that everybody may count on."""

from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.test import Client
from django.urls import reverse

from sejuk.foundation.custody.models import Opening, Retention, Sealed
from sejuk.foundation.custody.queries import retention_of
from sejuk.foundation.custody.rules import SealedKind
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from tests.builders import NOON, a_seal, a_user, an_area, an_operation

pytestmark = pytest.mark.django_db
ASKED = {"ground": "law", "reason": "Bawaslu meminta keterangan pelapor.", "minutes": "15"}
SECRETS = ("Siti", "Rahma", "0812 3456", "3456 7890")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Let it be noon on 19 November 2024, WIB, until a test moves the hands."""
    hands = [NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: hands[0])
    an_operation()
    return hands


def signed_in(*roles: Role, area_code: str = "16.01") -> Client:
    client, user = Client(), a_user(*roles, area_code=area_code)
    # Without a second factor some roles are led to set one up.
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def tells(answer) -> bool:
    return any(secret in answer.content.decode() for secret in SECRETS)


def test_a_seal_opens_for_its_time_and_leaves_the_screen(clock):
    seal_id, client = a_seal(), signed_in(Role.CUSTODIAN)
    page = reverse("custody:seal", args=[seal_id])
    assert not tells(client.get(page))
    refused = client.post(page, ASKED | {"reason": ""})
    assert (refused.status_code, tells(refused)) == (422, False)

    opened = client.post(page, ASKED)
    assert tells(opened)
    assert "no-store" in opened["Cache-Control"]
    assert opened["Refresh"] == f"900;url={page}"
    clock[0] = NOON + timedelta(minutes=10)
    assert not tells(client.get(page))
    looked = client.post(reverse("custody:look", args=[seal_id]))
    assert tells(looked)
    assert looked["Refresh"].startswith("300;")
    clock[0] = NOON + timedelta(minutes=15)
    late = client.post(reverse("custody:look", args=[seal_id]))
    assert (late.status_code, tells(late)) == (409, False)

    client.post(page, ASKED)
    client.post(reverse("custody:close", args=[seal_id]))
    closed = client.post(reverse("custody:look", args=[seal_id]))
    assert (closed.status_code, tells(closed)) == (409, False)
    assert not any(secret in str(list(Entry.objects.values())) for secret in SECRETS)


def test_nobody_else_finds_or_opens_a_seal():
    page = reverse("custody:seal", args=[a_seal()])
    others = [role for role in Role if role is not Role.CUSTODIAN]
    assert signed_in(*others).post(page, ASKED).status_code == 403
    elsewhere = signed_in(Role.CUSTODIAN, *others, area_code="16.09")
    for sent in (ASKED, {}):
        assert elsewhere.post(page, sent).status_code == 404
    assert Client().post(page, ASKED).status_code == 302
    assert not Opening.objects.exists()


def test_a_seal_is_found_by_the_number_of_its_record_and_deleted_with_a_reason():
    seal_id = a_seal(about="signals.signal:41")
    an_area("16.01.12", "Lubuk Raja")
    a_seal(about="signals.signal:141", area_code="16.01.12.2003")
    client, page = signed_in(Role.CUSTODIAN), reverse("custody:seals")
    assert len(client.get(page).context["seals"]) == 2
    [found] = client.get(page, {"nomor": "#41"}).context["seals"]
    assert (found.id, found.name) == (seal_id, "Sinyal #41")
    [elsewhere] = client.get(page, {"wilayah": "lubuk raja"}).context["seals"]
    assert elsewhere.name == "Sinyal #141"
    for other in (
        {"jenis": "subscriber"}, {"jenis": "x"}, {"nomor": "abc"}, {"nomor": "4" * 21},
        {"wilayah": "x" * 3000}, {"nomor": "41", "jenis": "x"},
    ):  # fmt: skip
        nothing = client.get(page, other)
        assert not nothing.context["seals"]
        assert "Tidak ada segel" in nothing.content.decode()
    assert len(client.get(page, {"nomor": " "}).context["seals"]) == 2

    delete = reverse("custody:delete", args=[seal_id])
    assert client.post(delete, {"reason": ""}).status_code == 422
    client.post(delete, {"reason": "Kontak anak di bawah umur."})
    assert Sealed.objects.get(pk=seal_id).content is None
    opened = client.post(reverse("custody:seal", args=[seal_id]), ASKED)
    assert (opened.status_code, tells(opened)) == (422, False)


def test_who_keeps_the_whole_operation_sets_how_long():
    asked = {"kind": "reporter", "days": "120", "reason": "Sengketa hasil sudah selesai."}
    page = reverse("custody:retention")
    below = signed_in(Role.CUSTODIAN, area_code="16.01.08").post(page, asked)
    assert (below.status_code, Retention.objects.count()) == (422, 0)
    client = signed_in(Role.CUSTODIAN)
    assert client.post(page, asked | {"days": "3"}).status_code == 422
    assert client.post(page, asked).status_code == 302
    [reporter, *_] = client.get(page).context["kinds"]
    assert (reporter.days, reporter.reason) == (120, "Sengketa hasil sudah selesai.")

    # Whole texts were of this kind before they had their own: what was set for them goes on.
    migration = import_module("sejuk.foundation.custody.migrations.0004_whole_texts")
    for _ in range(2):
        migration.keep_as_before(apps, None)
    reporter, whole = (retention_of(SealedKind(kind)) for kind in ("reporter", "whole"))
    assert (whole.days, whole.reason, whole.set_by) == (120, reporter.reason, reporter.set_by)
    assert (whole.set_at, Retention.objects.count()) == (NOON, 2)


def test_everybody_counts_openings_and_learns_of_nobody():
    seal_id, client = a_seal(), signed_in(Role.CUSTODIAN)
    client.post(reverse("custody:seal", args=[seal_id]), ASKED)
    client.post(reverse("custody:look", args=[seal_id]))

    answer = Client().get(reverse("custody:counts"))
    assert answer.status_code == 200
    assert not tells(answer)
    assert str(seal_id) not in answer.content.decode()
    counts = answer.context["counts"]
    assert (counts.openings, counts.looks, counts.kept) == (1, 2, 1)
    [month] = counts.months
    assert (month.first_day.isoformat(), month.grounds[0][1]) == ("2024-11-01", 1)
    Opening.objects.update(opened_at=NOON - timedelta(days=330), closes_at=NOON)
    months = Client().get(reverse("custody:counts")).context["counts"].months
    assert (len(months), months[-1].first_day.isoformat()) == (12, "2023-12-01")
    Opening.objects.update(opened_at=NOON - timedelta(days=360))
    assert Client().get(reverse("custody:counts")).context["counts"].openings == 0
    assert len(answer.content) < 30_000
