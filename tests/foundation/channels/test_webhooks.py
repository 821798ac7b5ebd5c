"""What providers post is kept once, whoever posts it and however often."""

import json

import pytest

from sejuk.foundation.channels.models import Conversation, Message
from sejuk.foundation.ledger.models import Entry
from tests.builders import DISTRICT, an_area, an_operation
from tests.foundation.channels.providers import (
    APP_SECRET,
    BOT_SECRET,
    KANNEL_SECRET,
    VERIFY,
    connected,
    signed,
    whatsapp_call,
    whatsapp_text,
)

ADDRESS = "/saluran/masuk/whatsapp/"


@pytest.fixture(autouse=True)
def connections(settings):
    an_area()
    settings.SEJUK_CONNECTIONS = connected()


def posted(client, call, secret=APP_SECRET, address=ADDRESS):
    body, headers = signed(call, secret)
    return client.post(address, body, "application/json", headers=headers)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_call_replayed_a_thousand_times_is_one_message(client):
    call = whatsapp_call(messages=[whatsapp_text("wamid.A", "Ada apa di pasar?")])
    assert posted(client, call).status_code == 200
    entries = Entry.objects.count()
    for _ in range(1_000):
        assert posted(client, call).status_code == 200
    assert Message.objects.count() == 1
    # A replay costs the ledger nothing: nobody fills it by repeating himself.
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_a_forged_call_leaves_nothing(client):
    call = whatsapp_call(messages=[whatsapp_text("wamid.A", "Ada apa?")])
    assert posted(client, call, secret="guessed").status_code == 403
    assert client.post(ADDRESS, json.dumps(call), "application/json").status_code == 403
    assert client.get("/saluran/masuk/kannel/?dari=1&nomor=2&isi=x").status_code == 404
    assert client.post("/saluran/masuk/telegram/", b"{}", "application/json").status_code == 403
    assert not Message.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_provider_that_is_not_connected_is_not_found(client, settings):
    settings.SEJUK_CONNECTIONS = connected(kannel=True)
    assert client.post("/saluran/masuk/sms/").status_code == 404
    assert client.post("/saluran/masuk/fax/").status_code == 404


@pytest.mark.django_db
def test_each_provider_reaches_its_channel(client, settings):
    update = {
        "update_id": 1,
        "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "text": "Ha\0lo"},
    }
    headers = {"X-Telegram-Bot-Api-Secret-Token": BOT_SECRET}
    client.post("/saluran/masuk/telegram/", update, "application/json", headers=headers)
    settings.SEJUK_CONNECTIONS = connected(kannel=True)
    client.get(
        "/saluran/masuk/kannel/",
        {"kunci": KANNEL_SECRET, "dari": "0811", "isi": "INFO", "nomor": "k1"},
    )
    found = Message.objects.order_by("pk").values_list("channel", "text")
    assert list(found) == [("telegram", "Ha\ufffdlo"), ("sms", "INFO")]
    assert Conversation.objects.count() == 2


@pytest.mark.django_db
def test_meta_is_given_its_challenge_and_nobody_else(client):
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "<b>42"}
    answer = client.get(ADDRESS, asked)
    assert (answer.content, answer["Content-Type"]) == (b"<b>42", "text/plain")
    assert client.get(ADDRESS, asked | {"hub.verify_token": "no"}).status_code == 403


@pytest.mark.django_db
def test_a_call_that_is_signed_and_makes_no_sense_is_refused_in_words(client):
    answer = posted(client, b'{"object": "page"}')
    assert answer.status_code == 400
    assert b"WhatsApp" in answer.content


@pytest.mark.django_db
def test_what_is_too_long_is_kept_as_such_and_not_lost(client):
    call = whatsapp_call(messages=[whatsapp_text("wamid.L", "0812 3456 7890 " * 2_000)])
    assert posted(client, call).status_code == 200
    message = Message.objects.get()
    assert (message.text, message.is_text) == ("[30000]", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        whatsapp_text("wamid.B", "Halo", sender="9" * 400),
        whatsapp_text("wamid.\0B", "Ha\0lo"),
        whatsapp_text("wamid.B", "Halo \ud800"),
        {"type": "text", "text": {"body": "ohne"}},
        {"from": "", "id": ""},
    ],
)
def test_one_bad_message_loses_no_good_one_behind_it(client, bad):
    good = whatsapp_text("wamid.G", "Ada apa di pasar?")
    assert posted(client, whatsapp_call(messages=[bad, good])).status_code == 200
    assert Message.objects.filter(text="Ada apa di pasar?").count() == 1


@pytest.mark.django_db
def test_what_comes_in_is_seen_by_the_district(client):
    an_operation()
    posted(client, whatsapp_call(messages=[whatsapp_text("wamid.A", "Ada apa?")]))
    assert Message.objects.get().area_id == DISTRICT
