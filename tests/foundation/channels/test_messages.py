"""Messages go out with the transaction that sends them, and come in once."""

import json

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sejuk.foundation.channels import actions, rules, tasks
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel, GatewayFailed, Outgoing
from sejuk.foundation.channels.tasks.sandbox import Sandbox
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from tests.builders import DISTRICT, NOON, VILLAGE, a_user, an_actor, an_area

SYSTEM = Actor.system("channels")
NUMBER = "+6281234567890"
TEXT = "Laporan Anda diterima. Terima kasih."


@pytest.fixture(autouse=True)
def sandbox(settings, tmp_path):
    settings.SEJUK_SANDBOX_FOLDER = tmp_path / "sandbox"
    return settings.SEJUK_SANDBOX_FOLDER


class Away:
    def send(self, _message: Outgoing) -> str:
        raise GatewayFailed("no answer")


def sent(**values) -> Message:
    an_area()
    return actions.send_message(
        **{
            "channel": Channel.WHATSAPP,
            "address": NUMBER,
            "text": TEXT,
            "about": "signals.signal:7",
            "area_code": VILLAGE,
            "actor": an_actor(Role.OPERATOR),
            "now": NOON,
        }
        | values
    )


def received(**values) -> Message:
    return actions.receive_message(
        **{
            "channel": Channel.SMS,
            "address": NUMBER,
            "text": "Ada apa di pasar?",
            "gateway_id": "gw-1",
            "actor": SYSTEM,
            "now": NOON,
        }
        | values
    )


def delivered(message: Message, gateway=None) -> Message:
    return actions.deliver_message(
        message_id=message.pk, gateway=gateway or Sandbox(), actor=SYSTEM, now=NOON
    )


@pytest.mark.django_db
def test_a_message_is_enqueued_with_the_row_and_undone_with_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sent()
        raise ZeroDivisionError
    assert not Message.objects.exists()
    jobs = ProcrastinateJob.objects.filter(task_name=actions.DELIVER)
    assert not jobs.exists()

    message = sent()
    job = jobs.get()
    assert job.task_name in app.tasks
    assert job.args == {"message_id": message.pk, "channel": "whatsapp"}


@pytest.mark.django_db
def test_the_sandbox_writes_one_file_for_each_message(sandbox):
    message = sent(text="baris\n../../etc 🙂", address="../../x")
    tasks.deliver.func(message_id=message.pk, channel="whatsapp")
    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == ("sent", 1, "")
    [file] = sandbox.iterdir()
    assert file.name == f"{message.pk:09d}.json"
    assert json.loads(file.read_text())["text"] == "baris\n../../etc 🙂"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_delivery_twice_sends_once(sandbox):
    message = sent()
    delivered(message)
    assert delivered(message, Away()).state == "sent"


@pytest.mark.django_db
def test_a_gateway_that_is_away_is_tried_again_until_the_message_fails():
    message = sent()
    for attempt in range(1, rules.MOST_ATTEMPTS):
        state = delivered(message, Away())
        assert (state.state, state.attempts, state.failure) == ("queued", attempt, "no answer")
    assert delivered(message, Away()).state == "failed"
    again = actions.send_again(
        message_id=message.pk, scope=(DISTRICT,), actor=an_actor(Role.OPERATOR), now=NOON
    )
    assert (again.state, again.attempts) == ("queued", 0)
    assert delivered(message).state == "sent"


@pytest.mark.django_db
def test_a_waiting_message_makes_its_job_come_again(monkeypatch):
    monkeypatch.setattr(tasks, "gateway_for", lambda _channel: Away())
    message = sent()
    with pytest.raises(GatewayFailed):
        tasks.deliver.func(message_id=message.pk, channel="whatsapp")
    Message.objects.update(attempts=rules.MOST_ATTEMPTS - 1)
    tasks.deliver.func(message_id=message.pk, channel="whatsapp")


@pytest.mark.django_db
def test_neither_address_nor_text_reaches_the_ledger():
    delivered(sent())
    received()
    kept = str(list(Entry.objects.values()))
    assert NUMBER not in kept
    assert "Laporan" not in kept
    assert "pasar" not in kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"channel": Channel.WEB},
        {"address": " "},
        {"text": ""},
        {"text": "a" * 5_000},
        {"text": "a\0b"},
    ],
)
def test_what_no_gateway_would_take_is_refused(values):
    with pytest.raises(Refused):
        sent(**values)


@pytest.mark.django_db
def test_a_message_delivered_to_us_twice_is_one():
    assert received().pk == received(text="other").pk
    assert Message.objects.get().text == "Ada apa di pasar?"
    assert received(channel=Channel.TELEGRAM).pk
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_the_page_covers_addresses_and_shows_only_ones_own_area(
    client, django_assert_max_num_queries
):
    for _ in range(20):
        sent()
    an_area("16.09")
    sent(area_code="16.09", text="tetangga")
    sent(area_code="", text="tanpa wilayah")
    client.force_login(a_user(Role.OPERATOR))
    with django_assert_max_num_queries(12):
        page = client.get("/saluran/")
    words = page.content.decode()
    assert TEXT in words
    assert NUMBER not in words
    assert "tetangga" not in words
    assert "tanpa wilayah" not in words
    other = Message.objects.get(text="tetangga")
    assert client.post(f"/saluran/{other.pk}/kirim-lagi/").status_code == 404
    client.force_login(a_user(Role.GUARD))
    assert client.get("/saluran/").status_code == 403
