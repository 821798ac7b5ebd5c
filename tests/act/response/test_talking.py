"""Every message is answered: coded, misspelled, half, wordless, unknown, and once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sejuk.act.response import actions
from sejuk.act.response.models import Asked, Reply, Sending
from sejuk.act.response.rules import receipt_in, understood
from sejuk.act.response.tasks import converse, resume, send
from sejuk.assess.rumours.actions import Heard
from sejuk.foundation.channels.actions import CONVERSE, block_sender, receive_message
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel, Incoming
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals.models import Signal
from tests.act.response.saying import (
    WORDS,
    a_refuted_rumour,
    an_answer_to,
    corrected,
    humas,
    released,
    whole_of,
)
from tests.assess.rumours.telling import a_rumour, somebody, tell
from tests.builders import NOON, VILLAGE, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
OTHER = "16.01.12.2003"


@pytest.fixture(autouse=True)
def _operation(monkeypatch):
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    an_area("16.01.12", "Lubuk Batang")
    an_area(OTHER, "Gunung Meraksa")
    an_area("16.01.08.2009", "Gunung Meraksa")
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def write(text: str, *, who: str = "628110009", channel: Channel = Channel.SMS, **said) -> str:
    """Let somebody write, and return what he is answered."""
    number = f"n{Message.objects.count()}"
    message = receive_message(
        channel=channel,
        incoming=Incoming(address=who, text=text, gateway_id=number, **said),
        actor=Actor.system("t"),
        now=NOON,
    )
    before = Message.objects.filter(direction="out").count()
    converse(message.pk)
    converse(message.pk)
    sent = Message.objects.filter(direction="out").order_by("-id")
    assert sent.count() - before <= 1
    return whole_of(sent[0]) if sent.count() > before else ""


def grouped(digits: str) -> str:
    """Return sixteen digits as they stand on a receipt."""
    return " ".join(digits[at : at + 4] for at in (0, 4, 8, 12))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("LAPOR Ujanmas # jembatan rusak", "report"),
        ("1ap0r#ujanmas#jembatan rusak", "report"),
        ("Lapro ujanmas, jembatan rusak", "report"),
        ("C3K pemungutan diundur", "check"),
        ("hoaks: pemungutan diundur?", "check"),
        ("STATU5 4821 7736 5001 9254", "status"),
        ("4821-7736-5OO1-9254", "status"),
        ("halo", "menu"),
        ("ok", "menu"),
        ("?!", "menu"),
        ("2", "choice"),
        ("STATUS 9320 7941 8679 886S", "status"),
        ("9320\u20117941\u20118679\u20118865", "status"),
        ("9320  7941  8679  8865", "status"),
        ("tanda terima saya 9320 7941 8679 8865", "status"),
        ("halo, mau tanya laporan 9320 7941 8679 8865", "status"),
        ("laporan 9320 7941 8679 8865 sampai mana, sudah seminggu belum ada kabarnya", "status"),
        ("9320794186798865 kapan selesainya pak?", "status"),
        ("cek laporan saya 9320-7941-8679-8865", "status"),
        ("LAPOR # 9320 7941 8679 8865", "status"),
        ("JAWAB 9320 7941 8679 886S # di dusun dua", "answer"),
        ("LAPOR Ujanmas # NIK orangnya 1601081204850003", "report"),
        ("LAPORAN Ujanmas # NIK orangnya 1601081204850003", "report"),
        ("LAPOR orang dengan NIK 1601081204850003 bagi uang", "report"),
        (
            "Pemilik kartu 1601081204850003 bagi-bagi uang di dusun dua semalam, Pak Kades tahu",
            "told",
        ),
        ("[tanda terima]", "told"),
        ("Lapar sekali di dusun kami sejak kemarin", "told"),
        ("Pak, ada yang bagi-bagi uang di dusun dua", "told"),
    ],
)
def test_messages_are_understood_however_they_are_typed(text, wish):
    assert understood(text).wish.value == wish


def test_a_report_by_sms_gets_a_receipt_that_answers_for_itself():
    said = write("LAP0R Ujanmas # jembatan ke TPS rusak sejak pagi")
    assert "Ujanmas" in said
    assert len(said) <= 160
    signal = Signal.objects.get()
    assert (signal.area_id, signal.channel, signal.form) == (VILLAGE, "sms", "report")
    digits = receipt_in(said)
    assert len(digits) == 16
    status = write(f"status {digits[:8]} {digits[8:].replace('0', 'O')}")
    assert status.startswith("Laporan Anda sudah masuk")
    # Sixteen digits look like an identity number, and are taken out of what is kept.
    assert write(digits).startswith("Laporan Anda sudah masuk")
    assert "16 angka" in write("STATUS 1111 2222 3333 4444")
    assert digits not in "".join(str(entry.detail) for entry in Entry.objects.all())
    assert write(f"{grouped(digits)} ya").startswith("Laporan Anda sudah masuk")
    # Nor do the messages hold them, theirs and ours: with these digits anybody reads his report.
    kept = " ".join(Message.objects.exclude(text__contains="O").values_list("text", flat=True))
    assert not receipt_in(kept)
    assert "[tanda terima]" in kept


@pytest.mark.parametrize(
    "digits",
    [
        "8673353913450429",
        "8938833985862849",
        "5947081991100170",
        "0822856165716211",
        "3808602410480509",
        "7054976080845460",
    ],
)
def test_a_receipt_that_looks_like_a_telephone_or_an_identity_number_answers_too(
    digits, monkeypatch
):
    monkeypatch.setattr("secrets.randbelow", lambda _: int(digits))
    assert receipt_in(write("LAPOR Ujanmas # jembatan ke TPS rusak sejak pagi")) == digits
    for written in (digits, grouped(digits), f"{grouped(digits)} ya", f"pak, {digits} gimana"):
        assert write(written).startswith("Laporan Anda sudah masuk")


@pytest.mark.parametrize(
    "typed",
    [
        "STATUS {0} {1} {2} {3}",
        "STATUS {0}\u2011{1}\u2011{2}\u2011{3}",
        "{0}  {1}  {2}  {3}",
        "tanda terima saya {0} {1} {2} {3}",
        "halo, mau tanya laporan {0} {1} {2} {3}",
        "laporan {0}{1}{2}{3} sampai mana",
        "JAWAB {0} {1} {2} {3} # sekitar jam dua",
    ],
)
def test_a_receipt_is_answered_and_kept_by_no_message_however_it_is_typed(typed, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda _: 9320794186798865)
    write("LAPOR Ujanmas # jembatan ke TPS rusak sejak pagi")
    for last in ("8865", "886S", "8B6S"):
        said = write(typed.format("9320", "7941", "8679", last))
        assert "sudah masuk" in said
        kept = Message.objects.filter(direction="in").latest("pk").text
        # Without blanks it may be taken for an identity card or an account: ten digits go at least.
        assert "[" in kept
        assert sum(map(str.isdigit, kept)) <= 6
    assert Signal.objects.count() == 1


def test_only_what_may_be_a_receipt_counts_as_a_wrong_one():
    for text in ("[nama]", "[tanda terima]", "081234567890", "Pak Tarmuji", "BG 1234 XY"):
        assert "16 angka" not in write(text)
    told = Message.objects.latest("pk").conversation.told
    assert "wrong" not in told
    for text in ("482177365001925", "48217736500192541", "1111 2222 3333 4444"):
        assert "16 angka" in write(text)


def test_a_place_that_several_bear_is_asked_back_and_never_guessed():
    said = write("LAPOR ada pagar gudang rusak di Gunung Meraksa")
    assert "1. " in said
    assert "2. " in said
    assert not Signal.objects.exists()
    assert "Gunung Meraksa" in write("2")
    assert Signal.objects.get().area_id in {OTHER, "16.01.08.2009"}
    # Nobody says where: asked twice, then taken for the district as a whole, and told so.
    who = {"who": "628110010"}
    assert "desa mana" in write("Lapor lampu jalan mati sudah tiga malam", **who)
    assert "desa mana" in write("dekat rumah kami", **who)
    assert "Ogan Komering Ulu" in write("ya di situ", **who)


def test_what_is_told_without_a_keyword_may_be_reported_or_checked():
    assert "Balas 1" in write("Jembatan di Ujanmas rusak berat sejak pagi")
    assert "Diterima" in write("1")
    assert "LAPOR" in write("1")
    assert len(write("menu")) <= 160
    assert "tulisan" in write("", is_text=False)


def test_who_checks_a_rumour_gets_its_answer_and_later_its_correction():
    two = humas("dewi"), humas("eko")
    local = {"local": "Gudang tetep disegel.", "local_language": "lain", "local_other": "Daya"}
    answer = released(an_answer_to(a_refuted_rumour(), actor=two[0], **local), by=two)
    assert WORDS["title"] in write("CEK surat suarra sudah dcoblos?")
    whole = write("CEK surat suara dicoblos?", who="628110021", channel=Channel.WHATSAPP)
    assert "Dalam bahasa Daya: Gudang tetep disegel." in whole
    assert WORDS["title"] in write("CEK surat suara di gudang", who="628110020")
    send()
    assert Sending.objects.filter(message__isnull=False).count() == 3
    corrected(answer, by=two)
    send()
    assert Message.objects.filter(purpose="correction").count() == 3
    assert "belum kami dengar" in write("CEK harga karet turun besok")


def test_who_asks_before_there_is_an_answer_is_told_and_gets_it():
    rumour = a_rumour()
    assert "jangan diteruskan" in write("cek surat suara di gudang sudah dicoblos")
    write("cek surat suara di gudang sudah dicoblos")
    assert Asked.objects.get().rumour_id == rumour.pk


def test_who_reported_what_is_later_linked_to_a_rumour_hears_its_answer():
    two, rumour = (humas("dewi"), humas("eko")), a_refuted_rumour()
    write("LAPOR Ujanmas # orang bilang pintu belakang gudang dibuka malam tadi")
    signal = Signal.objects.get(channel="sms")
    tell(rumour, Heard(signal_id=signal.pk), actor=somebody())
    released(an_answer_to(rumour, actor=two[0]), by=two)
    send()
    assert WORDS["title"] in Message.objects.get(purpose="answer").text


def test_who_is_blocked_is_heard_and_not_answered():
    assert write("menu")
    conversation = Message.objects.latest("pk").conversation
    block_sender(conversation_id=conversation.pk, hours=2, reason="Ratusan pesan semenit.",
                 actor=an_actor(Role.OPS_HEAD), now=NOON)  # fmt: skip
    assert write("menu") == ""
    assert Reply.objects.latest("pk").wish == "blocked"
    assert Message.objects.filter(direction="in").count() == 2


def test_a_broadcast_that_is_killed_in_the_middle_reaches_each_once(monkeypatch):
    two = humas("dewi"), humas("eko")
    rumour = a_refuted_rumour()
    for number in range(6):
        write("cek surat suara di gudang sudah dicoblos", who=f"6281200{number}")
    released(an_answer_to(rumour, actor=two[0]), by=two)
    whole = actions.send_to_one
    calls = []

    def dies(**said):
        calls.append(said)
        if len(calls) == 4:
            raise SystemExit
        return whole(**said)

    monkeypatch.setattr(actions, "send_to_one", dies)
    with pytest.raises(SystemExit):
        send()
    monkeypatch.setattr(actions, "send_to_one", whole)
    send()
    send()
    sent = Message.objects.filter(direction="out", purpose="answer")
    assert sorted(sent.values_list("conversation_id", flat=True)) == sorted(
        Asked.objects.values_list("conversation_id", flat=True)
    )
    assert sent.count() == 6


def test_half_a_day_later_a_talk_begins_anew(monkeypatch):
    write("Lapor lampu jalan mati sudah tiga malam")
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=13))
    assert "LAPOR" in write("Ujanmas")
    assert not Signal.objects.exists()


def test_a_message_whose_job_was_lost_is_answered_all_the_same(monkeypatch):
    lost = receive_message(
        channel=Channel.SMS,
        incoming=Incoming(address="628110009", text="menu", gateway_id="n1"),
        actor=Actor.system("channels"),
        now=NOON,
    )
    jobs = ProcrastinateJob.objects.filter(queueing_lock=f"{CONVERSE}:{lost.pk}")
    resume(0)
    assert not jobs.exists()
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=5))
    resume(0)
    resume(0)
    assert [job.args for job in jobs] == [{"message_id": lost.pk}]
    converse(lost.pk)
    jobs.delete()
    resume(0)
    assert not jobs.exists()


def test_who_had_an_answer_that_was_withdrawn_has_the_one_that_takes_its_place():
    two = humas("dewi"), humas("eko")
    rumour = a_refuted_rumour()
    first = released(an_answer_to(rumour, actor=two[0]), by=two)
    write("CEK gudang surat suara tersegel")
    actions.withdraw_answer(answer_id=first.pk, reason="KPU menarik.", actor=two[0], now=NOON)
    second = an_answer_to(rumour, actor=two[0], title="Gudang dibuka untuk saksi pada 20 November.")
    released(second, by=two)
    send()
    last = Message.objects.filter(direction="out").latest("pk")
    assert "Gudang dibuka untuk saksi" in last.text
