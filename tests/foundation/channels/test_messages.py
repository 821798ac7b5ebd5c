"""Messages go out with the transaction that sends them, and come in once."""

import contextlib
import json
from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from sejuk.foundation.channels import actions, gateways, queries, rules, tasks
from sejuk.foundation.channels.gateways.sandbox import Sandbox
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import (
    Channel,
    GatewayFailed,
    Incoming,
    MessageState,
    News,
    Outgoing,
)
from sejuk.foundation.custody.actions import forget_seal
from sejuk.foundation.custody.rules import Forgetting, Unopenable
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from tests.builders import DISTRICT, NOON, VILLAGE, a_user, an_actor, an_area, an_operation
from tests.foundation.channels import providers

SYSTEM = Actor.system("channels")
NUMBER = "+6281234567890"
TEXT = "Laporan Anda diterima. Terima kasih."


@pytest.fixture(autouse=True)
def sandbox(settings, tmp_path):
    settings.SEJUK_SANDBOX_FOLDER = tmp_path / "sandbox"
    return settings.SEJUK_SANDBOX_FOLDER


class Away:
    def __init__(self, **failure) -> None:
        self.failure = failure

    def send(self, _message: Outgoing) -> str:
        raise GatewayFailed("no answer", **self.failure)


def sent(*, channel=Channel.WHATSAPP, address=NUMBER, **values) -> Message:
    an_area()
    actor = an_actor(Role.OPERATOR)
    known = actions.converse_with(
        channel=channel, address=address, area_code=VILLAGE, actor=actor, now=NOON
    )
    return actions.send_message(
        **{
            "conversation_id": known.pk,
            "text": TEXT,
            "about": "signals.signal:7",
            "area_code": VILLAGE,
            "actor": actor,
            "now": NOON,
        }
        | values
    )


def received(text="Ada apa di pasar?", *, number="gw-1", channel=Channel.SMS) -> Message:
    return actions.receive_message(
        channel=channel, incoming=Incoming(number, NUMBER, text), actor=SYSTEM, now=NOON
    )


@pytest.fixture
def carrier(monkeypatch):
    """Let a test say who carries messages; it says it by calling."""

    def carried_by(gateway) -> None:
        monkeypatch.setattr(gateways, "gateway_for", lambda _channel, **_named: gateway)

    carried_by(Sandbox())
    return carried_by


def delivered(message: Message) -> Message:
    with contextlib.suppress(GatewayFailed):
        tasks.deliver.func(message_id=message.pk, channel=message.channel)
    message.refresh_from_db()
    return message


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
    # Neither address nor text: the table of jobs is no place for them.
    assert job.args == {"message_id": message.pk, "channel": "whatsapp"}


@pytest.mark.django_db
def test_the_sandbox_writes_one_file_for_each_message(sandbox):
    an_operation(is_demonstration=True)
    message = sent(text="baris\n../../etc 🙂", address="../../x")
    tasks.deliver.func(message_id=message.pk, channel="whatsapp")
    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == ("sent", 1, "")
    [file] = sandbox.iterdir()
    assert file.name == f"{message.pk:09d}.json"
    assert json.loads(file.read_text())["text"] == "baris\n../../etc 🙂"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_delivery_twice_sends_once(carrier):
    message = delivered(sent())
    carrier(Away())
    assert delivered(message).state == "sent"


@pytest.mark.django_db
def test_a_gateway_that_is_away_is_tried_again_until_the_message_fails(carrier):
    carrier(Away())
    message = sent()
    for attempt in range(1, rules.MOST_ATTEMPTS):
        state = delivered(message)
        assert (state.state, state.attempts, state.failure) == ("queued", attempt, "no answer")
    assert delivered(message).state == "failed"
    again = actions.send_again(
        message_id=message.pk, scope=(DISTRICT,), actor=an_actor(Role.OPERATOR), now=NOON
    )
    assert (again.state, again.attempts) == ("queued", 0)
    carrier(Sandbox())
    assert delivered(message).state == "sent"


@pytest.mark.django_db
def test_a_provider_that_is_away_for_an_hour_gets_the_message_in_the_end(monkeypatch, settings):
    message = sent()
    clock, back_at = NOON, NOON + timedelta(hours=1)
    monkeypatch.setattr(tasks, "_now", lambda: clock)
    jobs = ProcrastinateJob.objects.filter(task_name=actions.DELIVER)
    with providers.speaking() as provider:
        settings.SEJUK_CONNECTIONS = providers.connected(provider.url)
        provider.trouble = [(503, {"error": {"message": "Service unavailable"}})] * 100
        for attempt in range(rules.MOST_ATTEMPTS):
            if clock >= back_at:
                provider.trouble.clear()
            job = Job(id=1, queue="default", lock=None, queueing_lock=None, attempts=attempt,
                      task_name=actions.DELIVER)  # fmt: skip
            try:
                tasks.deliver.func(message_id=message.pk, channel="whatsapp")
            except GatewayFailed as failed:
                decision = tasks.UntilItFails().get_retry_decision(exception=failed, job=job)
                clock += decision.retry_at - timezone.now()
            else:
                break
            message.refresh_from_db()
            assert (message.state, message.attempts) == ("queued", attempt + 1)
            # The minute's look does not take up what waits for its own job.
            assert queries.unheard_of(clock) == []
    message.refresh_from_db()
    assert (message.state, message.failure, len(provider.sent)) == ("sent", "", 1)
    assert message.sent_at - back_at <= timedelta(seconds=rules.LONGEST_WAIT)
    assert jobs.count() == 1


@pytest.mark.django_db
def test_what_waits_for_a_provider_is_seen_on_the_page(carrier, client):
    carrier(Away())
    delivered(sent())
    client.force_login(a_user(Role.OPERATOR))
    words = client.get("/saluran/").content.decode()
    assert "no answer 1 kali dicoba." in " ".join(words.split())


@pytest.mark.django_db
def test_what_can_never_arrive_is_not_tried_again_and_is_one_click_away(carrier, client):
    carrier(Away(is_final=True))
    assert delivered(sent()).state == "failed"
    client.force_login(a_user(Role.OPERATOR))
    assert "1 pesan tidak sampai." in client.get("/saluran/").content.decode()
    assert "tidak sampai" not in client.get("/saluran/?state=failed").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "typed", "words"),
    [
        (Channel.WHATSAPP, "abc", "telephone number"),
        (Channel.EMAIL, "siti", "e-mail address"),
        (Channel.TELEGRAM, "@siti", "digits only"),
    ],
)
def test_a_test_message_goes_to_an_address_of_its_channel_alone(channel, typed, words):
    an_operation()
    someone = {"actor": an_actor(Role.ADMINISTRATOR), "now": NOON}
    with pytest.raises(Refused, match=words) as refused:
        actions.send_trial(channel=channel, address=typed, **someone)
    assert (refused.value.values["where"], Message.objects.exists()) == ("address", False)
    assert actions.send_trial(channel=Channel.SMS, address="0812-3456-7890", **someone).pk


@pytest.mark.django_db
def test_a_waiting_message_makes_its_job_come_again(carrier):
    carrier(Away())
    message = sent()
    with pytest.raises(GatewayFailed):
        tasks.deliver.func(message_id=message.pk, channel="whatsapp")
    Message.objects.update(attempts=rules.MOST_ATTEMPTS - 1)
    tasks.deliver.func(message_id=message.pk, channel="whatsapp")


@pytest.mark.django_db
def test_what_a_killed_worker_left_goes_out_once_news_or_time_decide():
    told, silent = sent(), sent(address="+6281299999999")
    for message in (told, silent):
        assert actions.begin_delivery(message_id=message.pk, actor=SYSTEM, now=NOON)
        # Its program is killed here. At once nobody else takes it up.
        assert actions.begin_delivery(message_id=message.pk, actor=SYSTEM, now=NOON) is None
    news = News(MessageState.SENT, gateway_id="wamid.1", number=told.pk)
    actions.hear_news(message_id=told.pk, news=news, actor=SYSTEM, now=NOON)
    later = NOON + timedelta(seconds=rules.UNHEARD_OF_SECONDS)
    assert queries.unheard_of(later) == [(silent.pk, "whatsapp")]
    again = actions.begin_delivery(message_id=silent.pk, actor=SYSTEM, now=later)
    assert again is not None
    assert again.address == "+6281299999999"
    assert actions.begin_delivery(message_id=told.pk, actor=SYSTEM, now=later) is None


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_news_come_in_any_order_and_twice(order):
    message = sent()
    actions.begin_delivery(message_id=message.pk, actor=SYSTEM, now=NOON)
    for state in (*order, *order):
        news = News(MessageState(state), gateway_id="wamid.1", number=message.pk)
        actions.hear_news(message_id=message.pk, news=news, actor=SYSTEM, now=NOON)
    actions.end_delivery(message_id=message.pk, gateway_id="wamid.1", actor=SYSTEM, now=NOON)
    message.refresh_from_db()
    assert message.state == "read"
    assert queries.told_of(Channel.WHATSAPP, News(MessageState.SENT, number=message.pk)) is None


@pytest.mark.django_db
def test_who_was_forgotten_begins_anew_and_nothing_leads_back():
    before = received().conversation
    forget_seal(
        seal_id=before.seal,
        why=Forgetting.REQUEST,
        actor=an_actor(Role.CUSTODIAN),
        now=NOON,
    )
    after = received(number="gw-2").conversation
    assert after.pk != before.pk
    before.refresh_from_db()
    assert before.fingerprint == f"forgotten-{before.pk}"
    assert received(number="gw-3").conversation == after


@pytest.mark.django_db
def test_a_message_to_somebody_forgotten_fails_and_says_why(carrier):
    message = sent()
    forget_seal(
        seal_id=message.conversation.seal,
        why=Forgetting.REQUEST,
        actor=an_actor(Role.CUSTODIAN),
        now=NOON,
    )
    assert delivered(message).state == "failed"


@pytest.mark.django_db
def test_what_tells_who_somebody_is_lies_sealed_and_nowhere_else():
    message = received("Hubungi Pak Budi di 0812-3456-7890, rumah dibakar.")
    assert message.text == "Hubungi Pak [nama] di [telepon], rumah dibakar."
    assert message.unredacted is not None
    with connection.cursor() as cursor:
        for table in ("channels_message", "channels_conversation", "procrastinate_jobs"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608
            kept = str(cursor.fetchone())
            assert "3456" not in kept
            # A gateway's number of a message may hold the address: in Telegram it does.
            assert "gw-1" not in kept


@pytest.mark.django_db
def test_one_sender_is_one_conversation_however_he_writes_his_number():
    first = received()
    other = actions.receive_message(
        channel=Channel.SMS,
        incoming=Incoming("gw-2", NUMBER.replace("+62", "0"), "Halo"),
        actor=SYSTEM,
        now=NOON,
    )
    assert first.conversation_id == other.conversation_id


@pytest.mark.django_db
def test_neither_address_nor_text_reaches_the_ledger():
    sent()
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
def test_where_nobody_carries_a_message_fails_and_waits_to_be_sent_again(sandbox):
    message = sent()
    assert delivered(message).state == "failed"
    assert "No provider" in message.failure
    assert not sandbox.exists()


@pytest.mark.django_db
def test_a_gateway_that_breaks_is_given_up_in_the_end(carrier):
    class Broken:
        def send(self, _message):
            raise ZeroDivisionError

    carrier(Broken())
    message = sent()
    for _ in range(rules.MOST_ATTEMPTS):
        delivered(message)
    assert (message.state, message.failure) == ("failed", "ZeroDivisionError.")
    # And where nobody ever hears the end of a handing over.
    silent = sent(address="+6281299999999")
    later = NOON
    for _ in range(rules.MOST_ATTEMPTS + 1):
        actions.begin_delivery(message_id=silent.pk, actor=SYSTEM, now=later)
        later += timedelta(seconds=rules.UNHEARD_OF_SECONDS)
    silent.refresh_from_db()
    assert (silent.state, silent.attempts) == ("failed", rules.MOST_ATTEMPTS)


@pytest.mark.django_db
def test_gateways_may_count_in_and_out_by_the_same_numbers(carrier):
    class Counting:
        def send(self, _message):
            return "17"

    carrier(Counting())
    assert delivered(sent()).state == "sent"
    assert delivered(sent(address="+6281299999999")).state == "sent"
    assert received(number="17", channel=Channel.WHATSAPP).state == "received"


@pytest.mark.django_db
def test_a_failure_told_early_is_not_undone():
    message = sent()
    actions.begin_delivery(message_id=message.pk, actor=SYSTEM, now=NOON)
    news = News(MessageState.FAILED, number=message.pk, failure="131026")
    actions.hear_news(message_id=message.pk, news=news, actor=SYSTEM, now=NOON)
    actions.end_delivery(message_id=message.pk, gateway_id="wamid.1", actor=SYSTEM, now=NOON)
    message.refresh_from_db()
    assert (message.state, message.failure) == ("failed", "131026")


@pytest.mark.django_db
def test_while_the_key_file_is_away_messages_wait(carrier, monkeypatch):
    def away(**_named):
        raise Unopenable("no key")

    monkeypatch.setattr(actions.delivering, "reach_sealed", away)
    assert delivered(sent()).state == "queued"


@pytest.mark.django_db
def test_a_message_delivered_to_us_twice_is_one():
    assert received().pk == received("other").pk
    assert Message.objects.get().text == "Ada apa di pasar?"
    assert received(channel=Channel.TELEGRAM).pk
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_a_sender_is_blocked_for_a_time_with_a_reason():
    conversation = received().conversation_id
    actor = an_actor(Role.OPERATOR)
    for hours, reason in ((2, " "), (0, "Banjir pesan"), (1_000, "Banjir pesan")):
        with pytest.raises(Refused):
            actions.block_sender(
                conversation_id=conversation, hours=hours, reason=reason, actor=actor, now=NOON
            )
    blocked = actions.block_sender(
        conversation_id=conversation, hours=2, reason="Banjir pesan", actor=actor, now=NOON
    )
    assert blocked.blocked_until == NOON + timedelta(hours=2)
    actions.unblock_sender(conversation_id=conversation, actor=actor, now=NOON)


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
