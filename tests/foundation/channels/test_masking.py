"""The receipt in a message of ours is kept nowhere in clear, and reaches who it is for."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from sejuk.engines.triage import without_receipts
from sejuk.foundation.channels import actions, gateways, tasks
from sejuk.foundation.channels.gateways.sandbox import Sandbox
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import (
    Channel,
    GatewayFailed,
    MessageState,
    News,
    Outgoing,
)
from sejuk.foundation.custody import queries as custody
from sejuk.foundation.custody.actions import forget_sender
from sejuk.foundation.custody.models import Sealed
from sejuk.kit.actors import Actor, Role
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area, an_operation

SYSTEM = Actor.system("channels")
DIGITS = "4821 7736 5001 9254"
TEXT = f"Diterima, Ujanmas. Tanda terima {DIGITS}. Darurat: 110."
MASKED = "Diterima, Ujanmas. Tanda terima [tanda terima]. Darurat: 110."


class Carrier:
    """Takes what it is given, or fails for good."""

    def __init__(self) -> None:
        self.carried: list[str] = []
        self.is_well = True

    def send(self, message: Outgoing) -> str:
        if not self.is_well:
            raise GatewayFailed("no such number", is_final=True)
        self.carried.append(message.text)
        return "gw"


@pytest.fixture
def carrier(monkeypatch) -> Carrier:
    carrier = Carrier()
    monkeypatch.setattr(gateways, "gateway_for", lambda _channel, **_named: carrier)
    return carrier


def sent(text: str = TEXT) -> Message:
    an_area()
    known = actions.converse_with(
        channel=Channel.WHATSAPP, address="+62811", area_code=VILLAGE, actor=SYSTEM, now=NOON
    )
    return actions.send_message(
        conversation_id=known.pk, text=text, area_code=VILLAGE, actor=SYSTEM, now=NOON
    )


def delivered(message: Message) -> Message:
    tasks.deliver.func(message_id=message.pk, channel=message.channel)
    message.refresh_from_db()
    return message


def everything_kept() -> str:
    """Return all tables of channels, custody, the ledger and the jobs, as a backup holds them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename"
            " ~ '^(channels|custody|ledger|procrastinate)_'"
        )
        said = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608
            said.append(str(cursor.fetchone()))
    return " ".join(said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("4821-7736-5001-9254", "[tanda terima]"),
        ("no 4821773650019254, desa", "no [tanda terima], desa"),
        ("dua: 4821 7736 5001 9254 dan 1111222233334444", "dua: [tanda terima] dan [tanda terima]"),
        ("pukul 07.00 2024 4821 7736 5001 9254", "pukul [tanda terima]"),
        ("0812-3456-7890 pukul 07.00", None),
        ("Surat 112/PP.08/XI/2024, 27 November pukul 07.00", None),
        ("27-11-2024 07.00-13.00 di TPS 04", None),
    ],
)
def test_sixteen_digits_never_stay(said, kept):
    assert without_receipts(said) == (said if kept is None else kept)


@pytest.mark.django_db
def test_a_receipt_reaches_its_owner_stands_nowhere_and_is_forgotten_on_arrival(carrier):
    message = sent()
    assert message.text == MASKED
    for digits in (DIGITS, DIGITS.replace(" ", "")):
        assert digits not in everything_kept()
    # Nobody opens it: to the custodian it is not there.
    an_actor_of_custody = an_actor(Role.CUSTODIAN)
    assert message.unredacted not in {
        one.id for one in custody.seals(an_actor_of_custody, now=NOON)
    }

    delivered(message)
    assert carrier.carried == [TEXT]
    assert Sealed.objects.get(pk=message.unredacted).forgotten_at is None
    for state in (MessageState.DELIVERED, MessageState.READ):
        actions.hear_news(
            message_id=message.pk, news=News(state, number=message.pk), actor=SYSTEM, now=NOON
        )
    assert Sealed.objects.get(pk=message.unredacted).content is None
    # What holds no receipt costs no seal.
    assert sent("Terima kasih.").unredacted is None


@pytest.mark.django_db
def test_what_failed_goes_again_whole_until_its_owner_is_forgotten(carrier):
    message, desk = sent(), an_actor(Role.OPERATOR)
    carrier.is_well = False
    assert delivered(message).state == "failed"
    carrier.is_well = True
    again = {"message_id": message.pk, "scope": desk.scope, "actor": desk, "now": NOON}
    actions.send_again(**again)
    assert delivered(message).state == "sent"
    assert carrier.carried == [TEXT]

    lost = sent()
    forget_sender(fingerprint=lost.conversation.fingerprint, actor=SYSTEM, now=NOON)
    assert delivered(lost).state == "failed"
    # Never the mask in place of the receipt.
    assert carrier.carried == [TEXT]


@pytest.mark.django_db
def test_rows_from_before_are_masked_and_what_may_still_go_keeps_its_whole(carrier):
    waiting, gone, plain = (sent("x") for _ in range(3))
    Message.objects.filter(pk__in=[waiting.pk, gone.pk]).update(text=TEXT)
    Message.objects.filter(pk=gone.pk).update(state=MessageState.SENT)
    migration = import_module("sejuk.foundation.channels.migrations.0007_receipts")
    for _ in range(2):
        migration.mask_receipts(apps, None)
    for one in (waiting, gone, plain):
        one.refresh_from_db()
    assert [one.text for one in (waiting, gone, plain)] == [MASKED, MASKED, "x"]
    assert [one.unredacted is not None for one in (waiting, gone, plain)] == [True, False, False]
    assert DIGITS not in everything_kept()
    delivered(waiting)
    assert carrier.carried == [TEXT]


@pytest.mark.django_db
@pytest.mark.parametrize("is_demonstration", [True, False])
def test_the_desk_reads_the_mask_and_who_plays_the_resident_his_telephone(
    client, settings, tmp_path, monkeypatch, is_demonstration
):
    settings.SEJUK_SANDBOX_FOLDER = tmp_path / "sandbox"
    monkeypatch.setattr(gateways, "gateway_for", lambda _channel, **_named: Sandbox())
    an_operation(is_demonstration=is_demonstration)
    message = sent()
    client.force_login(a_user(Role.OPERATOR))
    address = f"/saluran/percakapan/{message.conversation_id}/"
    assert DIGITS not in client.get(address).content.decode()
    delivered(message)
    page = client.get(address).content.decode()
    assert MASKED in page
    assert page.count(DIGITS) == (1 if is_demonstration else 0)
    assert DIGITS not in client.get("/saluran/").content.decode()
