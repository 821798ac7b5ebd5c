"""Who reported by a message takes away what is kept, or has it deleted, as who left a contact."""

import re

import pytest
from django.test import Client
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
from sejuk.sense.signals.models import Signal
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
    kept = asks(digits, "0811 0009 8765").json()

    assert kept["contact"] == {"reach": NUMBER, "channel": "sms"}
    assert [one["by"] for one in kept["messages"]] == ["resident", "post"]
    assert kept["messages"][0]["text"] == BRIDGE
    assert "Tarmuji" not in kept["text"]
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
    after = asks(digits, "").json()
    assert (after["contact"], after["messages"]) == ({}, [])
    assert after["contact_deleted_at"] == NOON.isoformat()
    assert other != digits
    reported("LAPOR Ujanmas # lampu padam di kampung kami")
    assert Conversation.objects.count() == 3


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
