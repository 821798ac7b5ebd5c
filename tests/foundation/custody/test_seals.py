"""Seals in the database: who opens them, how often it is counted, what a dump of them tells."""

import stat
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from sejuk.foundation.custody import actions, queries
from sejuk.foundation.custody.models import Sealed, Use
from sejuk.foundation.custody.rules import (
    BrokenKeyFile,
    Forgetting,
    Forgotten,
    Ground,
    Part,
    Purpose,
    SealedKind,
    Unopenable,
)
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area

pytestmark = pytest.mark.django_db
MACHINE = Actor.system("channels")
SITI = {Part.NAME: "Siti Rahma", Part.REACH: "0812 3456 7890", Part.CHANNEL: "whatsapp"}
ABOUT = "signals.signal:7"
# Long enough that no hash holds them by chance.
SECRETS = ("Siti", "Rahma", "0812 3456", "08123456", "8123456789", "3456 7890")
WHY = "Bawaslu meminta keterangan pelapor dengan surat."


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path) -> Path:
    settings.SEJUK_CUSTODY_KEYS = tmp_path / "secrets" / "custody_keys.json"
    return settings.SEJUK_CUSTODY_KEYS


@pytest.fixture
def custodian() -> Actor:
    return an_actor(Role.CUSTODIAN, user=a_user(Role.CUSTODIAN))


def a_seal(**wanted: object):
    an_area()
    asked = {
        "kind": SealedKind.REPORTER, "words": SITI, "about": ABOUT, "area_code": VILLAGE,
        "actor": Actor.resident(), "now": NOON,
    } | wanted  # fmt: skip
    return actions.seal_words(**asked)


def open_it(seal_id, actor, **wanted: object):
    asked = {"ground": Ground.LAW, "reason": WHY, "minutes": 15, "now": NOON} | wanted
    return actions.open_seal(seal_id=seal_id, actor=actor, **asked)


def dump() -> str:
    """Return every row of every table, as a backup of the database holds them."""
    with connection.cursor() as cursor:
        # Bytes that are letters are shown as letters.
        cursor.execute("SET LOCAL bytea_output = 'escape'")
        tables = connection.introspection.table_names(cursor)
        every = " UNION ALL ".join(f'SELECT t::text FROM "{table}" t' for table in tables)  # noqa: S608
        cursor.execute(every)
        return "\n".join(row for (row,) in cursor.fetchall())


def test_the_key_file_is_made_once_for_its_owner_alone(key_file):
    a_seal()
    first = key_file.read_text()
    a_seal()

    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key_file.read_text() == first
    assert sorted(path.name for path in key_file.parent.iterdir()) == [key_file.name]


def test_a_dump_without_the_key_file_reveals_nobody(key_file, custodian):
    seal_id = a_seal()
    open_it(seal_id, custodian)
    whole = dump()
    assert ABOUT in whole
    assert [secret for secret in SECRETS if secret in whole] == []

    copy = key_file.read_text()
    key_file.unlink()
    with pytest.raises(BrokenKeyFile, match="Reports without a contact are taken") as broken:
        open_it(seal_id, custodian)
    assert "copy from the safe" in broken.value.detail
    assert actions.begin_anew(actor=MACHINE, now=NOON) == 1
    with pytest.raises(Refused, match="There is a key file"):
        actions.begin_anew(actor=MACHINE, now=NOON)
    with pytest.raises(Unopenable, match="key file does not hold"):
        open_it(seal_id, custodian)
    key_file.write_text(copy)
    assert dict(open_it(seal_id, custodian).words) == SITI


def test_a_seal_is_opened_for_a_time_and_each_look_is_an_entry(custodian):
    seal_id = a_seal()
    opened = open_it(seal_id, custodian)
    assert opened.closes_at == NOON + timedelta(minutes=15)
    assert "Siti" not in repr(opened)

    again = {"seal_id": seal_id, "actor": custodian}
    assert actions.look_again(**again, now=NOON + timedelta(minutes=14)).words == opened.words
    with pytest.raises(Refused, match="Open the seal again"):
        actions.look_again(**again, now=NOON + timedelta(minutes=15))
    open_it(seal_id, custodian, now=NOON + timedelta(minutes=20))
    actions.close_seal(**again, now=NOON + timedelta(minutes=21))
    with pytest.raises(Refused, match="Open the seal again"):
        actions.look_again(**again, now=NOON + timedelta(minutes=22))

    verbs = Entry.objects.filter(subject=ABOUT).order_by("sequence").values_list("verb", flat=True)
    deeds = [verb.rpartition(".")[2] for verb in verbs]
    assert deeds == ["sealed", "opened", "looked", "opened", "closed"]
    month = queries.counts(NOON).months[0]
    assert (month.openings, month.looks, month.grounds[0][1]) == (2, 3, 2)


def test_only_the_custodian_of_the_area_opens_with_reason_and_time(custodian):
    seal_id = a_seal()
    elsewhere = an_actor(Role.CUSTODIAN, area_code="16.09", user=a_user())
    desk = an_actor(Role.OPERATOR, Role.CHIEF, Role.ADMINISTRATOR, user=a_user())
    for stranger in (elsewhere, desk, Actor.resident(), MACHINE):
        with pytest.raises(NotYours):
            open_it(seal_id, stranger)
    nobody = Actor("custodian", custodian.grants)
    with pytest.raises(Refused):
        open_it(seal_id, nobody)
    for wrong in ({"reason": " "}, {"minutes": 240}, {"reason": "Telepon 0812 3456 7890 aktif"}):
        with pytest.raises(Refused):
            open_it(seal_id, custodian, **wrong)
    # Of a seal without an area, only who has custody everywhere.
    nowhere = a_seal(area_code="")
    with pytest.raises(NotYours):
        open_it(nowhere, custodian)
    everywhere = an_actor(Role.CUSTODIAN, area_code="", user=a_user())
    assert open_it(nowhere, everywhere)


def test_the_machine_alone_reaches_and_it_is_counted(custodian):
    first, second = a_seal(), a_seal(words={Part.NAME: "Ani"})
    ask = {"purpose": Purpose.ANSWER, "now": NOON}
    assert actions.reach_sealed(seal_id=first, actor=MACHINE, **ask) == "0812 3456 7890"
    with pytest.raises(Refused, match="no address"):
        actions.reach_sealed(seal_id=second, actor=MACHINE, **ask)
    for other in (custodian, Actor.resident()):
        with pytest.raises(Refused):
            actions.reach_sealed(seal_id=first, actor=other, **ask)
    with pytest.raises(NotYours):
        actions.reach_sealed(seal_id=uuid4(), actor=MACHINE, **ask)

    Sealed.objects.filter(pk=second).update(content=b"damaged")
    third = a_seal(words={**SITI, Part.REACH: "0813 0000 0000"})
    found = actions.reach_many(seal_ids=[first, second, third], actor=MACHINE, **ask)
    assert found == {first: "0812 3456 7890", third: "0813 0000 0000"}
    assert [use.count for use in Use.objects.order_by("pk")] == [1, 2]
    assert queries.counts(NOON).months[0].uses == 3
    assert "0813 0000" not in dump()


def test_who_owns_the_words_gets_them_and_has_them_deleted():
    seal_id = a_seal()
    asked = {"seal_id": seal_id, "actor": Actor.resident(), "now": NOON}
    for wrong in ("", "0812 3456 7891", "Siti Rahma"):
        with pytest.raises(Refused, match="not the contact"):
            actions.give_back(told=wrong, **asked)
    assert actions.give_back(told="+62 812-3456-7890", **asked) == SITI

    actions.forget_seal(why=Forgetting.REQUEST, **asked)
    row = Sealed.objects.get(pk=seal_id)
    assert (row.content, row.wrapped_key, row.fingerprint) == (None, None, "")
    assert queries.standing_of(seal_id).forgotten_at == NOON
    with pytest.raises(Forgotten, match="has been deleted"):
        actions.give_back(told="+62 812-3456-7890", **asked)
    # For good: it is told from a key file that is away.
    assert not issubclass(Forgotten, Unopenable)
    assert issubclass(BrokenKeyFile, Unopenable)
    home = a_seal(words={Part.NAME: "Siti Rahma", Part.REACH: "rumah no 5"})
    for guessed in ("5", "no 5", "rumah no. 5 5"):
        with pytest.raises(Refused, match="not the contact"):
            actions.give_back(told=guessed, **asked | {"seal_id": home})
    assert actions.give_back(told="Rumah  no 5", **asked | {"seal_id": home})


def test_a_sender_is_known_again_and_forgotten_everywhere():
    mine = queries.fingerprint("whatsapp", "+6281234567890")
    ours = {a_seal(), a_seal(kind=SealedKind.SUBSCRIBER, about="")}
    other = a_seal(words={**SITI, Part.REACH: "0813 9999 9999"})
    # What he wrote about himself keeps no address, and is his all the same.
    ours.add(a_seal(words={Part.TEXT: "Saya Siti Rahma."}, about="", sender=mine))
    assert set(queries.seals_of_sender(mine)) == ours
    assert queries.seals_of_sender("") == []

    asked = {"fingerprint": mine, "actor": MACHINE, "now": NOON}
    assert actions.forget_sender(**asked) == 3
    assert actions.forget_sender(**asked) == 0
    assert queries.standing_of(other).forgotten_at is None


def test_only_machine_owner_and_custodian_forget(custodian):
    seal_id = a_seal()
    desk = an_actor(Role.OPERATOR, Role.CHIEF, user=a_user())
    for why, actor in (
        (Forgetting.MISTAKE, desk),
        (Forgetting.REQUEST, desk),
        (Forgetting.MISTAKE, Actor.resident()),
        (Forgetting.RETENTION, Actor.resident()),
        (Forgetting.RETENTION, custodian),
    ):
        with pytest.raises(Refused):
            actions.forget_seal(seal_id=seal_id, why=why, reason=WHY, actor=actor, now=NOON)
    by_hand = {"seal_id": seal_id, "why": Forgetting.MISTAKE, "actor": custodian, "now": NOON}
    with pytest.raises(Refused, match="reason"):
        actions.forget_seal(**by_hand)
    actions.forget_seal(reason=WHY, **by_hand)
    with pytest.raises(Refused, match="has been deleted"):
        actions.forget_seal(reason=WHY, **by_hand)


def test_nothing_unasked_for_is_sealed():
    assert a_seal(words={"text": "x" * 10_000})
    for words in (
        {},
        {"text": "x" * 20_001},
        {"name": " "},
        {"religion": "-"},
        {"name": "x" * 501},
        {"name": "a\0"},
    ):
        with pytest.raises(Refused):
            a_seal(words=words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sealed.objects.create(kind="reporter", sealed_at=NOON, needed_at=NOON)
