"""An answer fits into one message; one that is refused keeps none from those behind it."""

import logging

import pytest
from django.utils import timezone

from sejuk.act.response import actions, queries
from sejuk.act.response.models import Sending
from sejuk.act.response.queries import ToTell
from sejuk.act.response.tasks import send
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import LONGEST_TEXT
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Decision, NotYours, Refused
from tests.act.response.saying import (
    WORDS,
    a_conversation,
    a_refuted_rumour,
    an_answer_to,
    corrected,
    humas,
    released,
)
from tests.builders import NOON, a_user, an_area, an_operation

pytestmark = pytest.mark.django_db
LONG = ("Segel gudang utuh dan dijaga terus. " * 40)[:1195]
PARTS = dict.fromkeys(["fact", "warning", "advice", "local"], LONG) | {"local_language": "ogan"}


@pytest.fixture(autouse=True)
def _operation(monkeypatch):
    an_operation()
    an_area()
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def asked(rumour, *, count: int) -> None:
    for number in range(count):
        actions.note_asked(
            conversation_id=a_conversation(f"62811000{number}").pk,
            rumour_id=rumour.pk,
            actor=Actor.system("t"),
            now=NOON,
        )


def test_who_writes_too_much_is_told_how_much_and_what_fits_goes_out(client):
    two, rumour = (humas("dewi"), humas("eko")), a_refuted_rumour()
    with pytest.raises(Refused) as refused:
        an_answer_to(rumour, actor=two[0], **PARTS)
    too_many = int(str(refused.value.values["count"]))
    assert 0 < too_many < 1_195
    client.force_login(a_user(Role.PUBLIC_RELATIONS))
    page = client.post("/jawaban/periksa/", WORDS | PARTS).content.decode()
    assert f"{too_many} " in page

    fits = PARTS | {"advice": LONG[: 1_195 - too_many].ljust(1_195 - too_many, ".")}
    answer = an_answer_to(rumour, actor=two[0], **fits)
    asked(rumour, count=1)
    released(answer, by=two)
    send()
    assert LONGEST_TEXT - 1 <= len(Message.objects.get(direction="out").text) <= LONGEST_TEXT
    # Said as a correction it has a word more.
    with pytest.raises(Refused):
        corrected(answer, by=two, **fits)


def test_one_that_is_refused_is_dropped_with_a_reason(client, caplog, monkeypatch):
    two, rumour = (humas("dewi"), humas("eko")), a_refuted_rumour()
    asked(rumour, count=3)
    with monkeypatch.context() as before:
        # As a database holds it from before lengths were looked at.
        before.setattr(queries, "may_be_sent", lambda *_said, **_named: Decision.yes())
        answer = released(an_answer_to(rumour, actor=two[0], **PARTS), by=two)
    other = a_refuted_rumour(claim="Kotak suara dibuka malam hari di gudang kecamatan.")
    asked(other, count=2)
    released(an_answer_to(other, actor=two[0], title="Kotak suara tetap terkunci."), by=two)
    with caplog.at_level(logging.WARNING):
        send()
    assert Message.objects.filter(direction="out").count() == 2
    dropped = Sending.objects.filter(dropped_at__isnull=False)
    assert {row.dropped_why for row in dropped} == {"Pesan paling panjang 4096 karakter."}
    assert not queries.waiting_sendings()
    assert "Segel" not in caplog.text
    client.force_login(a_user(Role.PUBLIC_RELATIONS))
    page = client.get(f"/jawaban/{answer.pk}/").content.decode()
    assert "4096" in page


def test_a_receipt_that_cannot_be_told_leaves_the_others(monkeypatch):
    told = []

    def tell(*, untold, **_named):
        if untold == 1:
            raise NotYours("signal 1")
        told.append(untold)

    class Untold(int):
        signal_id, answer_id = 1, 1

    monkeypatch.setattr(queries, "answers_to_tell", lambda _now: [ToTell(1, "1 released 1")])
    monkeypatch.setattr(queries, "untold_reports", lambda _answers: [Untold(1), Untold(2)])
    monkeypatch.setattr(actions, "tell_receipt", tell)
    send()
    assert told == [2]
