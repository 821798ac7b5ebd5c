"""Who reports in a chat hears of news there and may answer there; who wants no more gets none."""

import pytest
from django.utils import timezone

from sejuk.act.response import actions
from sejuk.act.response.rules import receipt_in, understood
from sejuk.act.response.tasks import send
from sejuk.assess.rumours.actions import Heard
from sejuk.foundation.channels.models import Message
from sejuk.kit.actors import Role
from sejuk.sense.signals.actions import write_to_reporter
from sejuk.sense.signals.models import Entry, Signal
from tests.act.response.saying import (
    WORDS,
    a_refuted_rumour,
    an_answer_to,
    corrected,
    humas,
    released,
)
from tests.act.response.test_talking import write
from tests.assess.rumours.telling import somebody, tell
from tests.builders import NOON, an_area, an_operation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _operation(monkeypatch):
    an_operation()
    an_area("16.01.12", "Lubuk Batang")
    an_area("16.01.12.2003", "Gunung Meraksa")
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def test_an_answer_to_a_question_is_told_from_other_messages():
    assert understood("JAWAB 4821 7736 5001 9254 # ya").wish.value == "answer"
    assert understood("Jawa Tengah dikabarkan sudah memilih").wish.value == "told"


def test_who_writes_berhenti_gets_nothing_until_he_asks_again():
    two, rumour = (humas("dewi"), humas("eko")), a_refuted_rumour()
    for who in ("628110030", "628110031", "628110032"):
        write("cek surat suara di gudang sudah dicoblos", who=who)
    # He reported nothing, so that no notice ends; he is told all the same that nothing comes.
    said = write("BERHENTI", who="628110030")
    assert "tidak akan mengirim" in said
    assert "LAPOR" not in said
    answer = released(an_answer_to(rumour, actor=two[0]), by=two)
    # Between the release and the sending, too.
    write("stop", who="628110031")
    send()
    sent = Message.objects.filter(purpose__in=["answer", "correction"])
    assert sent.count() == 1
    corrected(answer, by=two)
    send()
    assert sent.filter(conversation=sent[0].conversation).count() == sent.count() == 2
    # Who asks again has it again, and what follows.
    assert WORDS["title"] in write("cek surat suara dicoblos", who="628110030")
    actions.withdraw_answer(answer_id=answer.pk, reason="KPU menarik.", actor=two[0], now=NOON)
    send()
    assert sent.count() == 5


def test_who_reports_in_a_chat_hears_of_news_there_once_and_may_answer_there(settings):
    said = write("LAPOR Gunung Meraksa Lubuk Batang # pintu belakang gudang dibuka malam tadi")
    digits, signal = receipt_in(said), Signal.objects.get()
    assert "BERHENTI" in said
    assert len(said) <= 160
    desk = somebody(Role.OPERATOR)
    question = {"signal_id": signal.pk, "actor": desk, "now": NOON}
    write_to_reporter(text="Jam berapa itu?", form_key="q1", **question)
    notice = Message.objects.latest("pk")
    assert "Jam berapa" not in notice.text
    assert notice.conversation.pk == Message.objects.earliest("pk").conversation_id
    status = write(f"STATUS {digits}")
    assert "halaman tempat Anda melapor" in status
    settings.SEJUK_ADDRESS = "http://posko.test"
    assert "http://posko.test/lapor/status/" in write(f"STATUS {digits}")
    assert "Jam berapa" not in status
    assert "16 angka" in write("JAWAB 1111 2222 3333 4444 # sekitar jam dua")
    assert "Tulis" in write(f"JAWAB {digits}")
    assert "sudah masuk" in write(
        f"jawab {digits} # sekitar jam dua, kata Siti Aminah 081299990000"
    )
    kept = Entry.objects.get(direction="in")
    assert kept.signal_id == signal.pk
    assert kept.text.startswith("sekitar jam dua")
    assert "0812" not in kept.text
    assert digits not in kept.text
    # The answer to a rumour goes to him once: not a notice of it besides.
    two, rumour = (humas("dewi"), humas("eko")), a_refuted_rumour()
    tell(rumour, Heard(signal_id=signal.pk), actor=somebody())
    before = Message.objects.filter(direction="out").count()
    released(an_answer_to(rumour, actor=two[0]), by=two)
    send()
    assert Message.objects.filter(direction="out").count() == before + 1
    assert Entry.objects.filter(direction="out").count() == 2
    write("BERHENTI")
    before = Message.objects.filter(direction="out").count()
    write_to_reporter(text="Terima kasih.", form_key="q2", **question)
    assert Message.objects.filter(direction="out").count() == before
