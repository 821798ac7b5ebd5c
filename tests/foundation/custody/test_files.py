"""Files lie sealed as words do: turned to new keys, kept for a time, and gone for good."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from sejuk.foundation.custody import actions, queries
from sejuk.foundation.custody.models import Enclosure, Sealed
from sejuk.foundation.custody.rules import (
    LARGEST_FILE,
    Forgetting,
    Forgotten,
    SealedKind,
    Unopenable,
)
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area, an_operation
from tests.foundation.custody.test_pages import ASKED, signed_in
from tests.foundation.custody.test_seals import dump

pytestmark = pytest.mark.django_db
DESK, MACHINE = Actor("piket", frozenset(), 7), Actor.system("custody")
PIXELS = b"pixels of a face at the coffee stall" * 40
ABOUT = "signals.signal:7"
WHY = "Bawaslu meminta foto itu dengan surat."


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SEJUK_CUSTODY_KEYS = tmp_path / "secrets" / "custody_keys.json"
    return settings.SEJUK_CUSTODY_KEYS


@pytest.fixture
def custodian() -> Actor:
    return an_actor(Role.CUSTODIAN, user=a_user(Role.CUSTODIAN))


def a_file(kind=SealedKind.PHOTO, content=PIXELS):
    an_area()
    return actions.seal_file(
        kind=kind, content=content, told="JPEG 640 × 480", about=ABOUT, area_code=VILLAGE,
        actor=Actor.resident(), now=NOON,
    )  # fmt: skip


def shown(seal_id):
    return actions.show_file(seal_id=seal_id, actor=DESK, now=NOON)


def withdraw(seal_id):
    return actions.withdraw_file(seal_id=seal_id, blacken=bytes.upper, actor=DESK, now=NOON)


def test_a_backup_without_the_key_shows_nobody_and_keys_turn_under_files(key_file):
    seal_id = a_file()
    assert b"coffee stall" not in dump().encode()
    beside = bytes(Enclosure.objects.get().content)

    call_command("custody", "rotate")
    call_command("custody", "drop-older-keys")

    assert bytes(Enclosure.objects.get().content) == beside
    assert shown(seal_id) == PIXELS
    key_file.rename(key_file.with_suffix(".away"))
    with pytest.raises(Unopenable):
        shown(seal_id)


def test_one_file_cannot_be_laid_in_the_place_of_another():
    first, second = a_file(), a_file(content=b"another")
    other = Enclosure.objects.get(pk=second)
    Enclosure.objects.filter(pk=first).update(content=other.content)
    with pytest.raises(Unopenable):
        shown(first)
    # Nor can who writes to the database make what was blacked out a photo to look at.
    withdraw(second)
    Sealed.objects.filter(pk=second).update(kind=SealedKind.CHECKED)
    with pytest.raises(Unopenable):
        queries.checked_file(second)


def test_what_was_looked_at_is_the_custodians_alone(custodian):
    seal_id = a_file()
    assert withdraw(seal_id) == PIXELS.upper()
    for deed in (shown, withdraw):
        with pytest.raises(Refused, match="Only the custodian"):
            deed(seal_id)
    for actor, reason in ((DESK, WHY), (custodian, " ")):
        with pytest.raises(Refused):
            actions.restore_file(seal_id=seal_id, reason=reason, actor=actor, now=NOON)

    actions.restore_file(seal_id=seal_id, reason=WHY, actor=custodian, now=NOON)

    assert shown(seal_id) == PIXELS
    verbs = Entry.objects.order_by("sequence").values_list("verb", flat=True)
    deeds = [verb.rpartition(".")[2] for verb in verbs]
    assert deeds == ["sealed", "withdrawn", "restored", "shown"]
    with pytest.raises(Refused, match="Nobody has blacked"):
        actions.restore_file(seal_id=seal_id, reason=WHY, actor=custodian, now=NOON)


def test_what_others_may_see_is_replaced_and_nothing_else_is():
    seal_id = a_file(SealedKind.CHECKED)
    actions.replace_file(seal_id=seal_id, content=b"blacker", actor=DESK, now=NOON)
    assert queries.checked_file(seal_id) == b"blacker"
    unseen = a_file()
    with pytest.raises(Refused):
        actions.replace_file(seal_id=unseen, content=b"blacker", actor=DESK, now=NOON)
    with pytest.raises(NotYours):
        queries.checked_file(unseen)


def test_when_it_is_forgotten_its_bytes_are(capsys):
    old, kept = a_file(), a_file(SealedKind.CHECKED)
    Sealed.objects.filter(pk=old).update(needed_at="2024-01-01T00:00Z")
    an_operation()

    call_command("custody", "retention", "--dry-run")
    assert "photo: kept 90 days, 1 sealed, 1 to delete" in capsys.readouterr().out
    assert Enclosure.objects.count() == 2

    assert actions.forget_expired(kind=SealedKind.PHOTO, actor=MACHINE, now=NOON) == 1
    assert list(Enclosure.objects.values_list("pk", flat=True)) == [kept]
    with pytest.raises(Forgotten):
        shown(old)
    resident = Actor.resident()
    actions.forget_seal(seal_id=kept, why=Forgetting.REQUEST, actor=resident, now=NOON)
    assert not Enclosure.objects.exists()
    with pytest.raises(Forgotten):
        withdraw(old)
    with pytest.raises(Forgotten):
        actions.give_file_back(seal_id=old, actor=resident, now=NOON)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (SealedKind.REPORTER, PIXELS),
        (SealedKind.PHOTO, b""),
        (SealedKind.PHOTO, b"x" * (LARGEST_FILE + 1)),
    ],
    ids=["of words", "empty", "too large"],
)
def test_nothing_else_is_sealed_as_a_file(kind, content):
    with pytest.raises(Refused, match="1000 kB"):
        a_file(kind, content)


def test_the_custodian_looks_at_it_while_the_seal_is_open(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    client, seal_id = signed_in(Role.CUSTODIAN), a_file(SealedKind.ORIGINAL)
    address, page = (reverse(f"custody:{to}", args=[seal_id]) for to in ("file", "seal"))
    assert client.post(address).status_code == 409
    opened = client.post(page, ASKED).content.decode()
    assert address in opened
    assert "JPEG 640 × 480" in opened

    answer = client.post(address)

    assert answer.content == PIXELS
    assert answer["Cache-Control"].startswith("no-store, private")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert Sealed.objects.get().openings.get().looks == 2
