"""Who reported a rumour reads under his receipt what was answered, corrected and withdrawn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sejuk.act.response import actions, queries, tasks
from sejuk.act.response.tasks import send
from sejuk.assess.rumours.actions import Heard, add_sightings
from sejuk.assess.rumours.rules import HeardAt
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor
from sejuk.sense.signals.actions import Wish, receive_report
from sejuk.sense.signals.models import Entry, Signal
from sejuk.sense.signals.rules import Form, Kind, NewSignal
from tests.act.response.saying import (
    WORDS,
    a_refuted_rumour,
    an_answer_to,
    corrected,
    humas,
    released,
)
from tests.assess.rumours.telling import somebody
from tests.builders import NOON, VILLAGE, an_area, an_operation

pytestmark = pytest.mark.django_db
DIGITS = "4821773650019254"


def reported(digits: str = DIGITS, *, wish: Wish | None = None) -> Signal:
    new = NewSignal(
        form=Form.REPORT, kind=Kind.RUMOUR, channel=Channel.WEB, area_code=VILLAGE, heard_at=NOON,
        text="Katanya surat suara di gudang sudah dicoblos semua.", created_by="resident",
        idempotency_key=f"web:{digits}",
    )  # fmt: skip
    return receive_report(
        new=new, wish=wish, receipt_digits=digits, actor=Actor.resident(), now=NOON
    ).signal


def test_a_receipt_tells_of_the_answer_its_correction_and_its_withdrawal_once_each(
    client, monkeypatch
):
    monkeypatch.setattr(tasks, "_now", lambda: NOON)
    an_operation()
    an_area()
    two = humas("dewi"), humas("eko")
    signal = reported(wish=Wish(Channel.SMS, "+628110001", "id"))
    other = reported("4821773650019255")
    rumour = a_refuted_rumour()
    linked = {"rumour_id": rumour.pk, "actor": somebody(), "now": NOON}
    add_sightings(heard=[Heard(place=HeardAt.MARKET, signal_id=signal.pk)], **linked)
    answer = released(an_answer_to(rumour, actor=two[0]), by=two)
    for _ in range(2):
        send()
    assert queries.answers_to_tell(NOON) == []
    assert Entry.objects.get().text.endswith(WORDS["title"])
    # Told that there is news, by the way that he chose, and not what it is.
    [notice] = Message.objects.filter(direction="out")
    assert WORDS["title"] not in notice.text
    page = client.post("/lapor/status/", {"receipt": DIGITS}).content.decode()
    assert f'href="/cek-isu/{answer.pk}/"' in page

    # Whose report is linked later hears of it too; a correction reaches both.
    add_sightings(heard=[Heard(place=HeardAt.MARKET, signal_id=other.pk)], **linked)
    send()
    assert Entry.objects.count() == 2
    corrected(answer, by=two)
    send()
    assert Entry.objects.filter(text__contains="dikoreksi").count() == 2
    actions.withdraw_answer(
        answer_id=answer.pk, reason="KPU menarik suratnya.", actor=two[0], now=NOON
    )
    send()
    assert Entry.objects.filter(signal=signal).count() == 3
    send()
    # A minute without news reads the answer and none of what was told.
    with CaptureQueriesContext(connection) as asked:
        assert queries.answers_to_tell(NOON) == []
    [one] = asked.captured_queries
    assert "sighting" not in one["sql"]
    assert Entry.objects.count() == 6
