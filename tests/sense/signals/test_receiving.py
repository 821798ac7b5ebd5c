"""Signals come in once, whole or not at all."""

import logging
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.rules import Purpose
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import actions
from sejuk.sense.signals.actions.receiving import Contact, NotStored
from sejuk.sense.signals.models import Receipt, Signal
from sejuk.sense.signals.rules import (
    LONGEST_TEXT,
    Form,
    Kind,
    NewSignal,
    Rung,
    first_no,
    may_be_dated,
    may_be_worded,
)
from tests.builders import NOON, VILLAGE, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
TEXT = "Katanya surat suara di gudang sudah dicoblos 🗳️."


def a_new_signal(**fields: object) -> NewSignal:
    values = {
        "form": Form.REPORT,
        "kind": Kind.RUMOUR,
        "channel": Channel.WEB,
        "text": TEXT,
        "area_code": VILLAGE,
        "heard_at": NOON - timedelta(hours=1),
        "created_by": "resident",
    } | fields
    return NewSignal(**values)


def receive(actor: Actor | None = None, **fields: object) -> actions.receiving.Arrival:
    an_area()
    return actions.receive_once(
        new=a_new_signal(**fields), actor=actor or Actor.resident(), now=NOON
    )


def test_a_signal_is_kept_whole_with_one_entry_that_does_not_repeat_it():
    arrival = receive()

    signal = Signal.objects.get()
    assert arrival.is_new
    assert signal.text == TEXT
    assert (signal.received_at, signal.heard_at) == (NOON, NOON - timedelta(hours=1))
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject) == ("signals.signal.received", f"signals.signal:{signal.pk}")
    assert "dicoblos" not in str(entry.detail)


def test_the_flat_action_does_the_same():
    an_area()
    signal = actions.receive_signal(
        form=Form.OBSERVATION,
        kind=Kind.QUARREL,
        channel=Channel.VISIT,
        text=TEXT,
        area_code=VILLAGE,
        heard_at=NOON,
        created_by="Bhabinkamtibmas",
        severity=3,
        came_from="outreach.visit:7",
        actor=an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGE),
        now=NOON,
    )

    assert (signal.severity, signal.came_from) == (3, "outreach.visit:7")


@pytest.mark.parametrize(
    ("fields", "where", "sentence"),
    [
        ({"area_code": "99.99"}, "area", "“99.99”"),
        ({"heard_at": NOON + timedelta(hours=1)}, "heard_at", "future"),
        ({"heard_at": NOON - timedelta(days=200)}, "heard_at", "before the operation"),
        ({"text": "x" * 10_000_000}, "text", "10000000 characters; at most 10000"),
        ({"text": "Ada\0kabar"}, "text", "position 4"),
        ({"text": "Ada \ud800 kabar"}, "text", "position 5"),
        ({"text": " \n\t"}, "text", "Write what was seen"),
        ({"created_by": ""}, "created_by", "function"),
        ({"created_by": "x" * 151}, "created_by", "150"),
        ({"severity": 5}, "severity", "1 to 4"),
        ({"latitude": -4.1}, "latitude", "latitude and longitude"),
        ({"latitude": float("nan"), "longitude": 104.0}, "latitude", "no point"),
        ({"form": Form.INCIDENT}, "form", "report"),
        ({"form": Form.NOTICE, "rung": Rung.ACTUAL}, "form", "report"),
        ({"cluster": "x" * 65}, "cluster", "64"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_cannot_be_kept_is_refused_with_what_and_where(fields, where, sentence):
    an_operation()
    with pytest.raises(Refused, match=sentence) as refusal:
        receive(**fields)

    assert refusal.value.values.get("where") == where
    assert not Signal.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["🔥🔥🔥", "ada\u202e terbalik", "خبر من القرية", "x" * LONGEST_TEXT, "<b>x</b>"],
)
def test_odd_but_good_text_is_kept_as_it_came(text):
    assert receive(text=text).signal.text == text


def test_a_village_outside_the_operation_is_refused_to_a_resident():
    an_operation()
    an_area("16.09.01.2001")

    with pytest.raises(Refused, match="outside the operation"):
        receive(area_code="16.09.01.2001")


@pytest.mark.parametrize(
    ("actor", "sentence"),
    [
        (an_actor(Role.PARTNER), "Your role"),
        (an_actor(Role.AUDITOR), "Your role"),
        (an_actor(Role.VILLAGE_OFFICER, area_code="16.01.08.2001"), "outside yours"),
    ],
)
def test_who_may_write_signals_down(actor, sentence):
    with pytest.raises(Refused, match=sentence):
        receive(actor)


def test_a_notified_gathering_is_a_service_and_climbs_no_ladder():
    with pytest.raises(Refused, match="service to render"):
        receive(an_actor(Role.OPERATOR), form=Form.NOTICE, rung=Rung.ACTUAL)


def test_a_second_one_with_the_same_key_is_the_same_signal():
    first = receive(idempotency_key="k1")
    second = receive(idempotency_key="k1")

    assert (first.is_new, second.is_new) == (True, False)
    assert second.signal.pk == first.signal.pk
    assert [entry.verb for entry in Entry.objects.order_by("sequence")] == [
        "signals.signal.received",
        "signals.signal.repeated",
    ]


def test_the_same_key_with_other_words_is_refused():
    receive(idempotency_key="k1")

    with pytest.raises(Refused, match="another signal"):
        receive(idempotency_key="k1", text="Yang lain.")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_with_one_key_make_one_signal():
    an_area()
    together, arrivals = Barrier(4), []

    def send() -> None:
        together.wait()
        arrivals.append(receive(idempotency_key="k1"))
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Signal.objects.count() == 1
    assert sorted(arrival.is_new for arrival in arrivals) == [False, False, False, True]
    assert len({arrival.signal.pk for arrival in arrivals}) == 1


def test_receipt_and_contact_leave_nothing_readable():
    an_area()
    actions.receive_once(
        new=a_new_signal(),
        contact=Contact("Siti Rahma", "0812 3456 7890"),
        receipt_digits="4821773650019254",
        actor=Actor.resident(),
        now=NOON,
    )

    assert "4821773650019254" not in Receipt.objects.get().digits_hash
    seal_id = Signal.objects.get().seal_id
    words = custody.reach_sealed(
        seal_id=seal_id, purpose=Purpose.REPLY, actor=Actor.system("channels"), now=NOON
    )
    assert words == "0812 3456 7890"
    assert "Siti" not in repr(Contact("Siti Rahma", "0812"))
    entries = str(list(Entry.objects.values()))
    assert "4821773650019254" not in entries
    assert "Siti" not in entries


def test_a_row_that_the_database_refuses_is_not_repeated_in_the_log(monkeypatch, caplog):
    monkeypatch.setattr(actions.receiving, "may_be_received", lambda *_, **__: first_no())

    with pytest.raises(NotStored) as refusal:
        receive(severity=9)

    logging.getLogger("test").error("failed", exc_info=refusal.value)
    assert "severity_1_to_4" in caplog.text
    assert "dicoblos" not in caplog.text


@given(st.text(min_size=1, max_size=300))
def test_every_text_that_is_let_in_can_be_stored(text):
    if may_be_worded(text):
        text.encode()
        assert "\0" not in text


@given(st.timedeltas(), st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=900)))
def test_no_signal_is_dated_outside_the_operation(before, age):
    earliest = NOON - timedelta(days=90)
    try:
        heard_at = NOON - before
    except OverflowError:
        return
    allowed = may_be_dated(heard_at, received_at=NOON, earliest=earliest)

    assert bool(allowed) == (earliest <= heard_at <= NOON + timedelta(minutes=15))
    assert may_be_dated(NOON - age, received_at=NOON, earliest=NOON - age)
