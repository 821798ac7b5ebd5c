"""The worker is killed in the middle of a broadcast: nobody is left out, nobody reads it twice."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sejuk.act.response import actions
from sejuk.act.response.models import Sending
from sejuk.foundation.channels import rules as channels
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel, MessageState
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import verify_chain
from sejuk.project.tasks import GIVE_BACK
from tests.act.response.saying import (
    a_conversation,
    a_refuted_rumour,
    an_answer_to,
    humas,
    released,
)
from tests.builders import an_operation
from tests.foundation.channels import providers
from tests.processes import a_worker, kill, wait_for

RECEIVERS = 160
# The one of each channel on which the provider falls silent after it has taken the message.
SILENT_AT = 3


class FallsSilent(providers.Speaker):
    """Takes a message and does not say so until it is let: the moment in which we are killed."""

    silent: dict[str, Any]
    seen: Counter[str]
    let: threading.Event

    def whatsapp(self, body: dict[str, Any]) -> None:
        self.fall_silent("whatsapp", body)
        super().whatsapp(body)

    def sms(self, body: dict[str, Any]) -> None:
        self.fall_silent("sms", body)
        super().sms(body)

    def fall_silent(self, which: str, body: dict[str, Any]) -> None:
        self.seen[which] += 1
        if self.seen[which] == SILENT_AT:
            self.silent[which] = body
            self.let.wait(60)

    def plain(self, status: int, body: str, kind: str = "text/plain") -> None:
        # Whom it answers may be dead.
        with suppress(OSError):
            super().plain(status, body, kind)


@pytest.fixture
def provider() -> Iterator[providers.Provider]:
    FallsSilent.silent, FallsSilent.seen, FallsSilent.let = {}, Counter(), threading.Event()
    with providers.speaking(FallsSilent) as provider:
        yield provider
        FallsSilent.let.set()


@pytest.fixture
def _no_jobs(transactional_db: None) -> Iterator[None]:
    """Leave no job to others, nor find theirs: emptying tables leaves those of procrastinate."""
    forget_jobs()
    yield
    forget_jobs()


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def connected(provider: providers.Provider) -> dict[str, str]:
    """Return the environment of a worker that is connected with the provider."""
    return {
        "SEJUK_WHATSAPP_TOKEN": providers.TOKEN,
        "SEJUK_WHATSAPP_PHONE_NUMBER_ID": providers.PHONE_NUMBER_ID,
        "SEJUK_WHATSAPP_APP_SECRET": providers.APP_SECRET,
        "SEJUK_WHATSAPP_VERIFY_TOKEN": providers.VERIFY,
        "SEJUK_WHATSAPP_TEMPLATE": "jawaban",
        "SEJUK_WHATSAPP_API": f"{provider.url}/v21.0",
        "SEJUK_SMS_URL": f"{provider.url}/sms",
        "SEJUK_SMS_KEY": providers.SMS_KEY,
        "SEJUK_SMS_SECRET": providers.SMS_SECRET,
    }


def released_to_many() -> None:
    now = timezone.now()
    an_operation()
    two = humas("dewi"), humas("eko")
    rumour = a_refuted_rumour()
    for number in range(RECEIVERS):
        channel = Channel.SMS if number % 2 else Channel.WHATSAPP
        asker = a_conversation(f"+62811{number:07}", channel)
        actions.note_asked(conversation_id=asker.pk, rumour_id=rumour.pk, actor=two[0], now=now)
    released(an_answer_to(rumour, actor=two[0]), by=two, now=now)


def told_by_whatsapp(client: Any, provider: providers.Provider, settings: Any) -> None:
    """Let Meta tell how far the message has come that it took from the dead worker."""
    settings.SEJUK_CONNECTIONS = providers.connected(provider.url)
    number = FallsSilent.silent["whatsapp"]["biz_opaque_callback_data"]
    status = {"id": "wamid.x", "status": "sent", "biz_opaque_callback_data": number}
    raw, headers = providers.signed(
        providers.whatsapp_call(statuses=[status]), providers.APP_SECRET
    )
    url = "/saluran/masuk/whatsapp/"
    answer = client.post(url, raw, content_type="application/json", headers=headers)
    assert answer.status_code == 200


def let_time_pass() -> None:
    """Let the dead worker be silent for a minute, and what it had handed over for five."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 min'")
    long_ago = timezone.now() - timedelta(seconds=channels.UNHEARD_OF_SECONDS + 1)
    Message.objects.filter(state=MessageState.SENDING).update(handed_at=long_ago)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_jobs")
def test_a_killed_broadcast_reaches_each_receiver_once(provider, client, settings):
    released_to_many()
    # Several jobs at once: it dies while it writes messages, and hands over one of each channel.
    with a_worker("default", "--concurrency", "4", env=connected(provider)) as worker:
        wait_for(lambda: len(FallsSilent.silent) == 2, 60)
        kill(worker)
    assert 0 < Sending.objects.filter(message__isnull=True).count() < RECEIVERS
    assert Message.objects.filter(state=MessageState.SENDING).count() == 2
    assert ProcrastinateJob.objects.filter(status="doing").count() >= 3

    told_by_whatsapp(client, provider, settings)
    let_time_pass()
    # What the clock of a worker does once a minute.
    app.configure_task(GIVE_BACK).defer(timestamp=0)
    app.configure_task("channels.resume").defer(timestamp=0)
    with a_worker("default", "--one-shot", env=connected(provider)) as worker:
        worker.wait(timeout=90)

    assert not ProcrastinateJob.objects.filter(status__in=["doing", "failed"]).exists()
    assert not Sending.objects.filter(message__isnull=True).exists()
    sent = Message.objects.filter(direction="out")
    assert sent.count() == sent.filter(state=MessageState.SENT).count() == RECEIVERS
    assert sent.values("conversation").distinct().count() == RECEIVERS
    read_once(provider)
    assert Entry.objects.filter(verb="response.sending.sent").count() == RECEIVERS
    assert verify_chain(ledger.chain()).holds


def read_once(provider: providers.Provider) -> None:
    """
    Test what arrived: WhatsApp told of the message we knew nothing of, so it came once.

    A gateway for SMS that tells nothing is handed it twice, under one key: one that keeps keys
    sends it once. Where it keeps none, this one receiver of a killed worker reads it twice.
    """
    held = [FallsSilent.silent["whatsapp"]]
    by_whatsapp = Counter(one["to"] for one in [*_whatsapp(provider), *held])
    assert len(by_whatsapp) == RECEIVERS // 2
    assert set(by_whatsapp.values()) == {1}
    again = FallsSilent.silent["sms"]
    by_sms = Counter(one["to"] for one in _sms(provider))
    assert len(by_sms) == RECEIVERS // 2
    assert set(by_sms.values()) == {1}
    assert again["to"] in by_sms
    [retold] = [one for one in _sms(provider) if one["to"] == again["to"]]
    assert (retold["reference"], retold["text"]) == (again["reference"], again["text"])
    assert retold["Idempotency-Key"] == f"sejuk-{again['reference']}"


def _whatsapp(provider: providers.Provider) -> list[dict[str, Any]]:
    return [one for one in provider.sent if one.get("messaging_product")]


def _sms(provider: providers.Provider) -> list[dict[str, Any]]:
    return [one for one in provider.sent if not one.get("messaging_product")]
