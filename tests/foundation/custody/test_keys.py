"""Turning to a new key, also when it is killed in the middle; retention; the move from before."""

import time
from datetime import timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from sejuk.foundation.custody import actions, queries, rules
from sejuk.foundation.custody.actions.turning import BATCH
from sejuk.foundation.custody.models import Sealed
from sejuk.foundation.custody.rules import (
    BEFORE_ENVELOPES,
    BrokenKeyFile,
    Purpose,
    SealedKind,
    Unopenable,
)
from sejuk.foundation.custody.tasks import keep_retention
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Refused
from tests.builders import NOON, VILLAGE, a_seal, a_signal, an_area, an_operation
from tests.processes import kill, started, wait_for

MACHINE = Actor.system("custody")
ROWS = 700


@pytest.fixture
def key_file(settings, tmp_path) -> Path:
    settings.SEJUK_CUSTODY_KEYS = tmp_path / "custody_keys.json"
    return settings.SEJUK_CUSTODY_KEYS


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("custody", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_key_goes_while_somebody_seals_under_it(key_file, monkeypatch):
    an_area()
    monkeypatch.setattr("sejuk.foundation.custody.actions.turning.LONGEST_WAIT", 20)
    old = queries.key_ring()
    told("rotate")
    both = queries.key_ring()
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        # Another connection has written a seal and not said yet that it stays.
        cursor.execute("LOCK TABLE custody_sealed IN ROW EXCLUSIVE MODE")
    with pytest.raises(Refused, match="try again"):
        actions.drop_older(actor=MACHINE, now=NOON)
    other.close()
    assert set(queries.key_ring().keys) == {old.active, both.active}
    assert "1 older keys dropped" in told("drop-older-keys")

    # Who read the keys before and was kept waiting seals once more, under the one that is left.
    rings = [old]
    newest = queries.key_ring()
    monkeypatch.setattr(queries, "key_ring", lambda: rings.pop() if rings else newest)
    late = a_seal(reach="0812 0000 0001")
    assert Sealed.objects.get(pk=late).key_id == newest.active
    assert address_of(late) == "0812 0000 0001"


def address_of(seal_id) -> str:
    return actions.reach_sealed(seal_id=seal_id, purpose=Purpose.REPLY, actor=MACHINE, now=NOON)


@pytest.mark.django_db
def test_a_turn_rewraps_all_and_the_older_key_can_go(key_file, monkeypatch):
    monkeypatch.setattr("sejuk.foundation.custody.actions.turning.BATCH", 2)
    ours = [a_seal(reach=f"0812 0000 000{number}") for number in range(5)]
    first = queries.key_ring()
    contents = set(Sealed.objects.values_list("content", flat=True))
    with pytest.raises(CommandError, match="do not open"), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules.envelopes, "_unlocked", refuse)
        told("check")

    assert "5 seals rewrapped" in told("rotate")
    second = queries.key_ring()
    assert (second.active != first.active, second.is_turning) == (True, False)
    assert second.fingerprint_key == first.fingerprint_key
    assert set(Sealed.objects.values_list("key_id", flat=True)) == {second.active}
    assert {bytes(c) for c in Sealed.objects.values_list("content", flat=True)} == {
        bytes(c) for c in contents
    }
    assert f"key {second.active} (active): opens 5" in told("check")
    assert "1 older keys dropped" in told("drop-older-keys")
    assert [address_of(seal) for seal in ours] == [f"0812 0000 000{n}" for n in range(5)]
    assert not any(
        secret in str(list(Entry.objects.values())) for secret in ("0812 0000", "key_ring")
    )


def refuse(*_: object) -> bytes:
    raise Unopenable("no")


@pytest.mark.django_db
def test_a_seal_of_another_file_does_not_stop_a_turn_and_is_kept(key_file):
    stranger, ours = a_seal(), a_seal(reach="0813")
    Sealed.objects.filter(pk=stranger).update(key_id="00000000")
    first = queries.key_ring()
    out = told("rotate")
    assert "1 seals rewrapped" in out
    assert "1 seals lie under a key that this key file does not hold" in out
    assert Sealed.objects.get(pk=stranger).content is not None
    assert address_of(ours) == "0813"
    Sealed.objects.filter(pk=ours).update(key_id=first.active)
    with pytest.raises(CommandError, match="kunci lama"):
        told("drop-older-keys")
    Sealed.objects.filter(pk=ours).update(key_id=queries.key_ring().active)
    assert "1 older keys dropped" in told("drop-older-keys")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_turn_that_is_killed_goes_on_where_it_was(key_file):
    an_area()
    ring = queries.key_ring()
    rows = [a_sealed_row(ring, number) for number in range(ROWS)]
    Sealed.objects.bulk_create(rows)
    where = {"SEJUK_CUSTODY_KEYS": str(key_file)}
    last = max(row.pk for row in rows)
    with transaction.atomic():
        # It cannot get past this row: it is killed within its last batch.
        Sealed.objects.select_for_update().get(pk=last)
        turning = started("django", "custody", "rotate", env=where)
        wait_for(lambda: left_under(ring.active) == len(rows) % BATCH, 120)
        kill(turning)

    between = queries.key_ring()
    assert between.is_turning
    assert left_under(ring.active) == len(rows) % BATCH
    # While it is half done everything opens, and what is sealed now is under the new key.
    assert address_of(rows[0].pk) == "0812-0"
    assert address_of(rows[-1].pk) == f"0812-{ROWS - 1}"
    assert Sealed.objects.get(pk=a_seal()).key_id == between.active
    assert wait_for_lock() is None
    assert "going on with the turn" in told("rotate")
    assert (left_under(ring.active), queries.key_ring().is_turning) == (0, False)
    assert queries.key_ring().active == between.active
    assert f"opens {ROWS + 1} seals" in told("check")


def a_sealed_row(ring, number: int) -> Sealed:
    seal_id = uuid4()
    words = {"reach": f"0812-{number}"}
    envelope = rules.sealed(words, seal_id=seal_id, kind="reporter", ring=ring)
    return Sealed(
        pk=seal_id, kind="reporter", area_id=VILLAGE, content=envelope.content,
        wrapped_key=envelope.wrapped_key, key_id=envelope.key_id, sealed_at=NOON, needed_at=NOON,
    )  # fmt: skip


def left_under(key: str) -> int:
    return Sealed.objects.filter(key_id=key).count()


def wait_for_lock() -> None:
    """Wait until the database has seen that the killed process is gone."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    pytest.fail("the lock of the killed process is still held")


@pytest.mark.django_db
def test_what_has_had_its_time_is_deleted_after_it_was_told(key_file, monkeypatch):
    monkeypatch.setattr("sejuk.foundation.custody.actions.keeping.BATCH", 2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    days, _ = rules.FIRST_RETENTION[SealedKind.REPORTER]
    old = [a_seal(about=f"signals.signal:{number}") for number in range(3)]
    young, used = a_seal(), a_seal()
    Sealed.objects.filter(pk__in=[*old, used]).update(needed_at=NOON - timedelta(days=days + 1))
    actions.prolong_seal(seal_id=used, actor=Actor.resident(), now=NOON)

    trial = told("retention", "--dry-run")
    assert f"reporter: kept {days} days, 5 sealed, 3 to delete" in trial
    assert Sealed.objects.filter(forgotten_at__isnull=True).count() == 5
    keep_retention(timestamp=0)
    assert set(Sealed.objects.filter(forgotten_at__isnull=True).values_list("pk", flat=True)) == {
        young,
        used,
    }
    gone = Entry.objects.filter(verb="custody.seal.forgotten").values_list("subject", flat=True)
    assert sorted(gone) == [f"signals.signal:{number}" for number in range(3)]
    assert "0 deleted" in told("retention")
    with pytest.raises(Refused):
        actions.forget_expired(kind=SealedKind.REPORTER, actor=Actor.resident(), now=NOON)


@pytest.mark.django_db
def test_without_its_key_file_sejuk_takes_reports_and_tells_who_can_mend_it(key_file, caplog):
    seal_id = a_seal()
    key_file.write_text("{}")
    for ask in (lambda: address_of(seal_id), a_seal):
        with pytest.raises(BrokenKeyFile):
            ask()
    assert f"{key_file}: It is no key file of custody" in caplog.text
    with pytest.raises(CommandError, match="copy from the safe"):
        told("check")
    key_file.unlink()
    with pytest.raises(CommandError, match="begin-anew"):
        told("check")
    anew = told("begin-anew")
    assert "1 seals stay shut" in anew
    assert "wishes to be forgotten" in anew
    assert address_of(a_seal())


class Before:
    """What a migration asks of the apps as they were: the old table is read from a list."""

    def __init__(self, rows) -> None:
        self.rows = rows

    def get_model(self, app: str, name: str):
        return self if name == "SealedIdentity" else apps.get_model(app, name)

    @property
    def objects(self) -> "Before":
        return self

    def select_related(self, *_: str) -> "Before":
        return self

    order_by = select_related

    def filter(self, **_: object) -> "Before":
        return self

    def delete(self) -> None:
        self.rows.clear()

    def __getitem__(self, part: slice) -> list[object]:
        return self.rows[part]


@pytest.mark.django_db
def test_identities_from_before_move_into_envelopes_and_none_is_lost(key_file, settings, capsys):
    lost_key, settings.SEJUK_IDENTITY_KEY = Fernet.generate_key(), Fernet.generate_key().decode()
    ours, shut, bare = a_signal(), a_signal(), a_signal()
    rows = [
        an_old_row(ours, settings.SEJUK_IDENTITY_KEY.encode(), '["Siti Rahma", "0812 3456"]'),
        an_old_row(shut, lost_key, '["Ani", ""]'),
    ]
    migration = import_module("sejuk.sense.signals.migrations.0003_seals_to_custody")
    migration.move(Before(rows), None)

    assert "1 sealed contacts do not open" in capsys.readouterr().err
    for one in (ours, shut, bare):
        one.refresh_from_db()
    assert bare.seal_id is None
    assert address_of(ours.seal_id) == "0812 3456"
    assert Sealed.objects.get(pk=ours.seal_id).about == f"signals.signal:{ours.pk}"
    with pytest.raises(Unopenable, match="SEJUK_IDENTITY_KEY"):
        address_of(shut.seal_id)
    assert "1 seals lie under a key" in told("rotate")
    assert Sealed.objects.get(pk=shut.seal_id).key_id == BEFORE_ENVELOPES

    settings.SEJUK_IDENTITY_KEY = lost_key.decode()
    assert "2 seals rewrapped" in told("rotate")
    assert Sealed.objects.get(pk=shut.seal_id).key_id == queries.key_ring().active
    with pytest.raises(Refused, match="no address"):
        address_of(shut.seal_id)


def an_old_row(signal, key: bytes, words: str):
    class Row:
        pk, signal_id, sealed, sealed_at = 1, signal.pk, Fernet(key).encrypt(words.encode()), NOON

    row = Row()
    row.signal = signal
    return row
