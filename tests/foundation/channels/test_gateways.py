"""Each provider is spoken to as its protocol says, and believed only with its signature."""

import json
from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from sejuk.foundation.channels.gateways.http_sms import HttpSmsGateway
from sejuk.foundation.channels.gateways.kannel import KannelGateway
from sejuk.foundation.channels.gateways.mail import MailGateway, incoming_of
from sejuk.foundation.channels.gateways.telegram import TelegramGateway
from sejuk.foundation.channels.gateways.whatsapp import WhatsAppGateway
from sejuk.foundation.channels.rules import (
    GatewayFailed,
    MessageState,
    Outgoing,
    Unreadable,
    connections_from,
)
from sejuk.kit.env import WrongSetting
from tests.foundation.channels.providers import (
    APP_SECRET,
    BOT_SECRET,
    BOT_TOKEN,
    KANNEL_PASSWORD,
    KANNEL_SECRET,
    MAIL_SECRET,
    SMS_SECRET,
    TOKEN,
    VERIFY,
    a_call,
    connected,
    postman,
    signed,
    speaking,
    whatsapp_call,
    whatsapp_text,
)

NUMBER = "+6281234567890"
TEXT = "Kabar itu tidak benar.\nKPU: logistik lengkap di gudang."
MESSAGE = Outgoing(7, "whatsapp", NUMBER, TEXT)


@pytest.fixture(scope="module")
def provider():
    with speaking() as found:
        yield found


@pytest.fixture
def gateways(provider):
    provider.sent.clear()
    provider.trouble.clear()
    all_of_them = connected(provider.url)
    return {
        "whatsapp": WhatsAppGateway(all_of_them.whatsapp),
        "telegram": TelegramGateway(all_of_them.telegram),
        "sms": HttpSmsGateway(all_of_them.sms),
        "kannel": KannelGateway(connected(provider.url, kannel=True).sms),
    }


def test_whatsapp_takes_free_text_and_gives_its_number(gateways, provider):
    assert gateways["whatsapp"].send(MESSAGE) == "wamid.1"
    [sent] = provider.sent
    assert sent["to"] == NUMBER.lstrip("+")
    assert sent["text"] == {"preview_url": False, "body": TEXT}
    assert sent["biz_opaque_callback_data"] == "7"


def test_whatsapp_takes_a_template_after_a_day_of_silence(gateways, provider):
    gateways["whatsapp"].send(replace(MESSAGE, may_be_free=False))
    [sent] = provider.sent
    assert sent["template"]["name"] == "jawaban"
    [body] = sent["template"]["components"]
    # A parameter with a line break is refused by Meta.
    assert body["parameters"][0]["text"] == " ".join(TEXT.split())
    bare = WhatsAppGateway(replace(gateways["whatsapp"].connection, template=""))
    with pytest.raises(GatewayFailed, match="24 hours") as refused:
        bare.send(replace(MESSAGE, may_be_free=False))
    assert refused.value.is_final


def test_telegram_writes_to_the_chat_and_numbers_count_in_it(gateways, provider):
    assert gateways["telegram"].send(replace(MESSAGE, address="4711")) == "4711:1"
    assert provider.sent[0]["chat_id"] == "4711"


def test_kannel_asks_for_news_by_our_number(gateways, provider):
    assert gateways["kannel"].send(replace(MESSAGE, text="Awas – hoaks")) == "kannel-7"
    [sent] = provider.sent
    assert (sent["to"], sent["coding"], sent["charset"]) == (NUMBER.lstrip("+"), "2", "UTF-8")
    # Kannel itself fills in %d: quoted it would stay as it is.
    assert sent["dlr-url"].endswith(f"?kunci={KANNEL_SECRET}&pesan=7&jenis=%d")


def test_an_sms_gateway_is_told_our_number_so_that_it_sends_once(gateways, provider):
    assert gateways["sms"].send(MESSAGE) == "gw-7"
    assert provider.sent[0]["Idempotency-Key"] == "sejuk-7"


@pytest.mark.parametrize("name", ["whatsapp", "telegram", "sms", "kannel"])
def test_what_goes_wrong_is_told_without_secret_number_or_text(gateways, provider, name):
    provider.trouble += [
        (500, {"error": {"message": f"oops {NUMBER} {TEXT}"}}),
        (429, {"description": "Too Many Requests", "parameters": {"retry_after": 21}}),
        (400, {"error": {"message": "Bad number 6281234567890"}}),
    ]
    told = []
    for _ in range(3):
        with pytest.raises(GatewayFailed) as failed:
            gateways[name].send(MESSAGE)
        told.append(failed.value)
    assert [failure.is_final for failure in told] == [False, False, True]
    assert [failure.wait for failure in told] == [0, 21, 0]
    words = " ".join(str(failure) for failure in told)
    for secret in (NUMBER.lstrip("+"), TOKEN, BOT_TOKEN, KANNEL_PASSWORD):
        assert secret not in words


def test_a_provider_that_is_away_fails_without_its_address():
    gateway = TelegramGateway(connected("http://127.0.0.1:9").telegram)
    with pytest.raises(GatewayFailed) as failed:
        gateway.send(MESSAGE)
    assert str(failed.value) == "Telegram: ConnectError."
    assert not failed.value.is_final


def incoming_words(gateway, row):
    return gateway.read(a_call(json.dumps(whatsapp_call(messages=[row])).encode())).messages[0].text


def test_a_call_of_whatsapp_brings_messages_and_news_in_any_mix(gateways):
    picture = {"image": {"caption": "Ribut di TPS 3"}, "type": "image"}
    captioned = {"from": "628100000003", "id": "wamid.C", **picture}
    assert incoming_words(gateways["whatsapp"], captioned) == "Ribut di TPS 3"
    photo = {"from": "628100000002", "id": "wamid.B", "timestamp": "x", "type": "image"}
    statuses = [
        {"id": "wamid.1", "status": "read", "biz_opaque_callback_data": "7"},
        {"id": "wamid.2", "status": "warning"},
        {
            "id": "wamid.3",
            "status": "failed",
            "errors": [{"code": 131026, "title": "Message undeliverable"}],
        },
    ]
    whole = whatsapp_call(messages=[whatsapp_text("wamid.A", "Ada apa?"), photo], statuses=statuses)
    body, headers = signed(whole, APP_SECRET)
    assert gateways["whatsapp"].is_genuine(a_call(body, headers))
    posted = gateways["whatsapp"].read(a_call(body))
    first, second = posted.messages
    assert (first.gateway_id, first.address, first.text) == ("wamid.A", "+628100000001", "Ada apa?")
    assert first.sent_at is not None
    assert not second.is_text
    assert second.sent_at is None
    assert [(news.state, news.number) for news in posted.news] == [
        (MessageState.READ, 7),
        (MessageState.FAILED, None),
    ]
    assert "131026" in posted.news[1].failure


def test_a_call_for_another_number_of_the_account_is_none_of_ours(gateways):
    whole = whatsapp_call(messages=[whatsapp_text("wamid.A", "Ada apa?")])
    whole["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "105"
    assert gateways["whatsapp"].read(a_call(json.dumps(whole).encode())).messages == ()


def test_the_address_is_given_to_who_knows_the_word(gateways):
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "8813"}
    assert gateways["whatsapp"].challenge(a_call(b"", **asked)) == "8813"
    assert gateways["whatsapp"].challenge(a_call(b"", **asked | {"hub.verify_token": "x"})) == ""


UPDATE = {
    "update_id": 9,
    "message": {
        "message_id": 3,
        "date": 1731990000,
        "chat": {"id": 4711, "type": "private"},
        "text": "Apa benar?",
    },
}


def test_telegram_brings_private_messages_only(gateways):
    telegram = gateways["telegram"]
    [message] = telegram.read(a_call(json.dumps(UPDATE).encode())).messages
    assert (message.gateway_id, message.address, message.text) == ("4711:3", "4711", "Apa benar?")
    group = UPDATE["message"] | {"chat": {"id": -5, "type": "group"}}
    for other in ({"message": group}, {"edited_message": UPDATE["message"]}, {"poll": {}}):
        body = json.dumps({"update_id": 10} | other).encode()
        assert telegram.read(a_call(body)).messages == ()
    assert telegram.is_genuine(a_call(b"", {"X-Telegram-Bot-Api-Secret-Token": BOT_SECRET}))


def test_kannel_brings_messages_and_news_in_the_address(gateways):
    kannel = gateways["kannel"]
    told = {"dari": NUMBER, "isi": "INFO 1601", "nomor": "k-1", "waktu": "2024-11-19 05:00:00"}
    [message] = kannel.read(a_call(b"", kunci=KANNEL_SECRET, **told)).messages
    assert (message.address, message.text) == (NUMBER, "INFO 1601")
    [news] = kannel.read(a_call(b"", pesan="7", jenis="1")).news
    assert (news.state, news.number) == (MessageState.DELIVERED, 7)
    assert kannel.read(a_call(b"", pesan="7", jenis="4")).news == ()
    assert kannel.is_genuine(a_call(b"", kunci=KANNEL_SECRET))


def test_the_sms_gateway_signs_what_it_posts(gateways):
    body, headers = signed(
        {"id": "s1", "from": NUMBER, "text": "Halo", "sent_at": "2024-11-19T05:00:00Z"},
        SMS_SECRET,
        "X-Sejuk-Signature",
    )
    sms = gateways["sms"]
    assert sms.is_genuine(a_call(body, headers))
    assert sms.read(a_call(body)).messages[0].text == "Halo"
    [news] = sms.read(a_call(b'{"reference": "7", "status": "failed"}')).news
    assert (news.state, news.number) == (MessageState.FAILED, 7)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("whatsapp", "X-Hub-Signature-256"),
        ("telegram", "X-Telegram-Bot-Api-Secret-Token"),
        ("sms", "X-Sejuk-Signature"),
    ],
)
@pytest.mark.parametrize("given", ["", "sha256=", "sha256=" + "0" * 64, "été"])
def test_a_forged_call_is_not_believed(gateways, name, header, given):
    assert not gateways[name].is_genuine(a_call(b"{}", {header: given}))
    assert not gateways["kannel"].is_genuine(a_call(b"", kunci=given))


@pytest.mark.parametrize("name", ["whatsapp", "telegram", "sms"])
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"{}", b"[" * 100_000, b'{"object": 5}'])
def test_a_body_that_is_not_of_the_protocol_is_called_so(gateways, name, body):
    with pytest.raises(Unreadable):
        gateways[name].read(a_call(body))


def test_letters_go_out_under_a_number_that_does_not_change():
    with postman() as (provider, port):
        gateway = MailGateway(connected(mail_port=port).mail)
        letter = replace(MESSAGE, address="siti@desa.example", text="Terima kasih.\n.\nKami cek.")
        assert gateway.send(letter) == "<sejuk-7@polres.example>"
        [sent] = provider.sent
        whole = message_from_bytes(sent["whole"], policy=policy.default)
        assert sent["to"] == ["siti@desa.example"]
        assert whole["Subject"] == "Terima kasih."
        # RFC 3834: so that two machines do not answer each other for ever.
        assert whole["Auto-Submitted"] == "auto-replied"
        with pytest.raises(GatewayFailed) as refused:
            gateway.send(replace(letter, address="nobody@desa.example"))
        assert refused.value.is_final
        with pytest.raises(GatewayFailed) as refused:
            gateway.send(replace(letter, address="a@b.example\nBcc: all@desa.example"))
        assert refused.value.is_final
        assert len(provider.sent) == 1


LETTER = (
    b"From: Siti <siti@desa.example>\r\nMessage-ID: <a1@desa.example>\r\n"
    b"Date: Tue, 19 Nov 2024 12:00:00 +0700\r\nSubject: Tanya\r\n%s\r\n"
    b"Apa benar TPS pindah?\r\n\r\nPada 18 Nov 2024 Sejuk menulis:\r\n> Terima kasih\r\n"
)


def test_of_a_letter_that_came_the_own_words_are_read():
    found = incoming_of(LETTER % b"")
    assert (found.address, found.text) == ("siti@desa.example", "Apa benar TPS pindah?")
    assert found.gateway_id == "<a1@desa.example>"
    for machine in (
        b"Auto-Submitted: auto-replied\r\n",
        b"Precedence: list\r\n",
        b"Return-Path: <>\r\n",
        b"List-Id: <warga.example>\r\n",
    ):
        assert incoming_of(LETTER % machine) is None
    page = b"Content-Type: text/html\r\n\r\n<style>a{}</style>0812&nbsp;3456 &#55;890"
    found = incoming_of(b"From: a@desa.example\r\n" + page)
    assert found.text.split() == ["0812", "3456", "7890"]
    assert incoming_of(b"\xff\xfe") is None


def test_a_provider_set_by_half_stops_the_start_and_says_what_is_missing():
    half = {"SEJUK_WHATSAPP_TOKEN": "x", "SEJUK_WHATSAPP_PHONE_NUMBER_ID": "1"}
    with pytest.raises(WrongSetting, match="SEJUK_WHATSAPP_APP_SECRET is missing"):
        connections_from(lambda name: half.get(name, ""))
    both = {"SEJUK_SMS_URL": "https://a.example", "SEJUK_KANNEL_URL": "https://b.example"}
    others = dict.fromkeys(
        ["SEJUK_SMS_KEY", "SEJUK_SMS_SECRET", "SEJUK_KANNEL_USER", "SEJUK_KANNEL_PASSWORD"], "x"
    )
    whole = both | others | {"SEJUK_KANNEL_SECRET": "x"}
    with pytest.raises(WrongSetting, match="not both"):
        connections_from(lambda name: whole.get(name, ""))
    del whole["SEJUK_KANNEL_URL"]
    found = connections_from(lambda name: whole.get(name, "").replace("x", "hidden"))
    assert "'hidden'" not in repr(found)


def test_mail_is_signed_when_it_is_posted():
    gateway = MailGateway(connected().mail)
    body, headers = signed(
        {"id": "m1", "from": "Siti <siti@desa.example>", "subject": "Tanya", "text": ""},
        MAIL_SECRET,
        "X-Sejuk-Signature",
    )
    assert gateway.is_genuine(a_call(body, headers))
    for nobody in ("MAILER-DAEMON@desa.example", "sejuk@polres.example", "no-reply@x.example"):
        bounce = json.dumps({"id": "m2", "from": nobody, "text": "x"}).encode()
        assert gateway.read(a_call(bounce)).messages == ()
    [letter] = gateway.read(a_call(body)).messages
    assert (letter.address, letter.text) == ("siti@desa.example", "Tanya")
