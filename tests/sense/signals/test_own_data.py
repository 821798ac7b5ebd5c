"""Who reported by a message takes away what is kept, or has it deleted, as who left a contact."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.act.response.tasks import converse
from sejuk.foundation.channels.actions import receive_message
from sejuk.foundation.channels.models import Conversation, Message
from sejuk.foundation.channels.rules import Channel, Incoming
from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody import queries as seals
from sejuk.foundation.custody.models import Sealed
from sejuk.foundation.custody.rules import Purpose
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor
from sejuk.sense.signals import actions, queries
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import SURVEY_AFTER
from sejuk.sense.signals.web import OWN_DATA
from tests.builders import NOON, VILLAGE, an_area, an_operation

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("t")
NUMBER = "6281100098765"
BRIDGE = "LAPOR Ujanmas # Pak Tarmuji bilang jembatan rusak berat sejak pagi"
PAGE = reverse("signals:own_data")


@pytest.fixture(autouse=True)
def _ground(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")


def reported(text: str = BRIDGE, channel: Channel = Channel.SMS, address: str = NUMBER) -> str:
    """Report by a message; return the digits that the answer tells."""
    incoming = Incoming(address=address, text=text, gateway_id=f"x{Message.objects.count()}")
    message = receive_message(channel=channel, incoming=incoming, actor=SYSTEM, now=NOON)
    converse(message.pk)
    answer = Message.objects.filter(direction="out").latest("pk")
    told = answer.text
    if answer.unredacted:
        asked = {"purpose": Purpose.REPLY, "actor": SYSTEM, "now": NOON}
        told = custody.reach_words(seal_id=answer.unredacted, **asked)
    return "".join(re.findall(r"\b\d{4}\b", told))[:16]


def asks(digits: str, contact: str, **wish: str):
    return Client().post(PAGE, {"receipt": digits, "contact": contact} | wish)


def standing(address: str = NUMBER) -> int:
    mark = seals.fingerprint(Channel.SMS, address)
    return Sealed.objects.filter(fingerprint=mark, forgotten_at=None).count()


def test_who_reported_by_a_message_is_given_all_of_it_by_the_address_that_he_wrote_from():
    digits = reported()
    for wrong in ("", "0811 0000 000"):
        assert asks(digits, wrong).status_code == 422
    kept = asks(digits, "0811 0009 8765", file="1").json()
    page = asks(digits, "0811 0009 8765").content.decode()

    assert kept["contact"] == {"reach": NUMBER, "channel": "sms"}
    assert [one["by"] for one in kept["messages"]] == ["resident", "post"]
    assert kept["messages"][0]["text"] == BRIDGE
    assert "Tarmuji" not in kept["text"]
    # The same in his words and at the hour of his clock, for who has no program for it.
    for told in ("Pak Tarmuji bilang", "Ujanmas", "SMS", "19 November 2024 12.00", "Warga", NUMBER):
        assert told in page
    assert not re.search(r"received_at|T\d\d:\d\d|resident", page)
    assert not any(NUMBER in str(entry.detail) for entry in Entry.objects.all())


def test_he_is_forgotten_when_he_asks_and_the_report_stays():
    digits, other = reported(), reported(address="6281122220000")
    assert asks(digits, "0811 2222 0000", delete="1").status_code == 422
    assert standing()
    answer = Client()
    page = answer.post(PAGE, {"receipt": digits, "contact": NUMBER, "delete": "1"}, follow=True)

    assert "Kontak Anda sudah dihapus" in page.content.decode()
    assert (standing(), Signal.objects.count()) == (0, 2)
    assert standing("6281122220000")
    assert asks(digits, "", delete="1").status_code == 422
    after = asks(digits, "", file="1").json()
    assert (after["contact"], after["messages"]) == ({}, [])
    assert after["contact_deleted_at"] == NOON.isoformat()
    assert other != digits
    reported("LAPOR Ujanmas # lampu padam di kampung kami")
    assert Conversation.objects.count() == 3


def test_who_was_forgotten_is_asked_no_survey():
    reported()
    Signal.objects.update(
        state="settled", state_reason="Selesai.", state_changed_by="a", state_changed_at=NOON
    )
    later = NOON + SURVEY_AFTER
    [due] = queries.surveys_to_ask(now=later)
    custody.forget_sender(
        fingerprint=Conversation.objects.get().fingerprint, actor=SYSTEM, now=NOON
    )

    assert due == Signal.objects.get().pk
    assert queries.surveys_to_ask(now=later) == []


def test_an_address_that_another_open_report_needs_stays_until_that_one_asks_too():
    digits = [reported(), reported("LAPOR Ujanmas # lampu padam di kampung kami")]
    pages = [
        Client().post(PAGE, {"receipt": one, "contact": NUMBER, "delete": "1"}, follow=True)
        for one in digits
    ]

    assert "masih terbuka" in pages[0].content.decode()
    assert "Kontak Anda sudah dihapus" in pages[1].content.decode()
    assert standing() == 0


def test_of_an_address_that_nobody_knows_himself_the_page_says_who_helps():
    digits = reported(channel=Channel.TELEGRAM, address="777000123")
    refused = asks(digits, "@siti", delete="1")

    assert refused.status_code == 422
    assert "Telegram" in refused.content.decode()
    assert Sealed.objects.filter(forgotten_at=None).exists()


def test_one_receipt_opens_no_more_seals_than_anybody_needs(monkeypatch):
    digits = reported()
    monkeypatch.setattr("sejuk.sense.signals.views.own_data.OWN_DATA", replace(OWN_DATA, times=2))
    codes = [asks(digits, NUMBER).status_code for _ in range(3)]

    assert codes == [200, 200, 429]
    assert Entry.objects.filter(verb="signals.signal.handed_out").count() == 2


def test_seals_are_held_before_the_ledger_so_that_nobody_waits_in_a_circle():
    digits = reported()
    Signal.objects.update(seal=Sealed.objects.filter(kind="address").first())
    mine = {"receipt_digits": digits, "actor": Actor.resident(), "now": NOON}
    text = {"text": "Hubungi saya di 0812 3456 7890.", "form_key": "a"}
    for act in (
        lambda: actions.write_by_receipt(**text, **mine),
        lambda: actions.give_own_data(contact=NUMBER, **mine),
        lambda: actions.delete_contact(contact=NUMBER, **mine),
    ):
        with CaptureQueriesContext(connection) as held:
            act()
        asked = [one["sql"] for one in held.captured_queries]
        seal = next(n for n, sql in enumerate(asked) if "custody_sealed" in sql and "FOR UP" in sql)
        assert seal < next(n for n, sql in enumerate(asked) if "ledger_head_for" in sql)
