"""Programs post signals under a key, once each, and list them under a session."""

import json
from io import BytesIO

import pytest
from django.test import Client

from sejuk.kit.actors import Role
from sejuk.sense.signals import actions
from sejuk.sense.signals.models import Signal
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
URL = "/api/v1/signals"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Let it be noon on 19 November 2024, WIB."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area()


@pytest.fixture
def key() -> str:
    user = a_user(Role.ADMINISTRATOR)
    return actions.make_api_key(
        name="gerbang",
        area_code="16.01",
        actor=an_actor(Role.ADMINISTRATOR, user=user),
        now=NOON,
    )


def post(key: str, name: str = "k1", client: Client | None = None, **fields: object):
    sent = {"text": "Lampu padam.", "area_code": VILLAGE} | fields
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if name:
        headers["Idempotency-Key"] = name
    return (client or Client()).post(
        URL, json.dumps(sent), content_type="application/json", headers=headers
    )


def test_the_first_is_made_and_the_second_is_the_same(key):
    first, second = post(key), post(key)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    signal = Signal.objects.get()
    assert (signal.entered_by, signal.channel) == ("gateway:gerbang", "api")


def test_the_same_key_for_another_text_is_a_conflict(key):
    post(key)
    answer = post(key, text="Yang lain.")

    assert answer.status_code == 409
    assert answer.json()["where"] == "idempotency_key"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"area_code": "99"}, "area"),
        ({"area_code": "16.09"}, "area"),
        ({"text": "a\0b"}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"heard_at": "2024-12-24T09:00:00+07:00"}, "heard_at"),
        ({"heard_at": "2023-12-24T09:00:00+07:00"}, "heard_at"),
        ({"severity": 7}, "severity"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_in_a_sentence(key, fields, where):
    an_area("16.09")
    answer = post(key, **fields)

    assert answer.status_code == 422
    assert answer.json()["where"] == where
    assert len(answer.json()["detail"]) > 10


@pytest.mark.parametrize(
    "fields", [{"heard_at": "2024-11-19T09:00:00"}, {"kind": "makar"}, {"text": 7}], ids=str
)
def test_what_has_the_wrong_shape_is_refused(key, fields):
    assert post(key, **fields).status_code == 422


def test_half_a_character_is_refused(key):
    answer = Client().post(
        URL,
        b'{"text": "ada \\ud800", "area_code": "16.01.08.2018"}',
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "k"},
    )
    assert answer.status_code in (400, 422)


@pytest.mark.slow
def test_ten_megabytes_are_too_many(key):
    assert post(key, text="x" * 10_000_000).status_code == 413


def test_a_post_without_an_idempotency_key_is_refused(key):
    assert post(key, name="").status_code == 422
    assert post(key, name="k" * 201).status_code == 422
    assert not Signal.objects.exists()


def test_without_a_key_or_with_a_revoked_one_nothing_goes(key):
    assert post("").status_code == 401
    assert post("sejuk_wrong").status_code == 401
    user = a_user(Role.ADMINISTRATOR)
    actor = an_actor(Role.ADMINISTRATOR, user=user)
    row = actions.keys.ApiKey.objects.get()
    actions.revoke_api_key(key_id=row.pk, actor=actor, now=NOON)
    assert post(key).status_code == 401


def test_a_key_reads_nothing(key):
    assert Client().get(URL, headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_a_session_posts_only_with_its_csrf_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user(Role.OPERATOR), backend=BACKEND)

    assert post("", client=client).status_code == 403
    trusting = Client()
    trusting.force_login(a_user(Role.OPERATOR), backend=BACKEND)
    assert post("", client=trusting).status_code == 201


def test_the_list_is_that_of_the_inbox():
    shown, hidden = a_signal(kind="logistik"), a_signal(kind="rumor")
    client = Client()
    client.force_login(a_user(Role.PARTNER), backend=BACKEND)
    listed = client.get(URL).json()

    assert [row["id"] for row in listed["signals"]] == [shown.pk]
    assert hidden.pk not in [row["id"] for row in listed["signals"]]
    assert client.get(URL, {"kind": "rumor"}).json()["signals"] == []
    nobody = Client()
    nobody.force_login(a_user(Role.AUDITOR), backend=BACKEND)
    assert nobody.get(URL).status_code == 403


@pytest.mark.parametrize(
    "odd",
    [
        {"heard_at": "9999-12-31T23:59:59Z"},
        {"heard_at": "0001-01-01T00:00:00+14:00"},
        {"text": "Lampu\0padam."},
        {"area_code": "\0"},
        {"latitude": float("inf"), "longitude": float("nan")},
        {"severity": 10**30},
    ],
)
def test_what_nobody_can_mean_is_refused_in_words(key, odd):
    answer = post(key, client=Client(raise_request_exception=False), **odd)

    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_form_with_a_file_is_no_signal(key):
    answer = Client(raise_request_exception=False).post(
        URL, {"text": "a", "file": BytesIO(b"b")}, headers={"Authorization": f"Bearer {key}"}
    )

    assert answer.status_code in (400, 422)
