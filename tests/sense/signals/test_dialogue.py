"""Who reported and the desk write to each other under a receipt; notices; the survey."""

import re
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sejuk.act.response.actions import answer_message
from sejuk.foundation.channels.actions import receive_message
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel, Incoming
from sejuk.foundation.custody.models import Sealed
from sejuk.foundation.custody.rules import Purpose
from sejuk.foundation.ledger.models import Entry as LedgerEntry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.periods import Period, month_of
from sejuk.sense.signals import actions, queries
from sejuk.sense.signals.actions.reporting import Wish
from sejuk.sense.signals.models import Entry, Notice, NoticeRoute, Signal, SurveyAnswer
from sejuk.sense.signals.queries.at_desk import at_desk
from sejuk.sense.signals.rules import (
    FEWEST_SHOWN,
    MOST_UNREAD,
    SURVEY_AFTER,
    WRITES_AFTER_CLOSING,
    Answered,
    Form,
    Kind,
    NewSignal,
    Occasion,
    Safer,
    shown_counts,
)
from sejuk.sense.signals.tasks import ask_surveys
from sejuk.sense.signals.web import THREAD_OPEN, thread_token
from tests.builders import DISTRICT, NOON, VILLAGE, a_user, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
REPORT, RECEIPT = reverse("signals:report"), reverse("signals:receipt")
WRITE, SURVEY = reverse("signals:thread_write"), reverse("signals:survey")
DIGITS = "4821773650019254"
RESIDENT = Actor.resident()
NUMBER = "081234567890"
CLOSED_WITH = "Sudah didamaikan kepala desa bersama tiga pilar."


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Let it be noon on 19 November 2024, WIB."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")


@pytest.fixture
def operator() -> Actor:
    return an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR, username="alya"))


def a_report(digits: str = DIGITS, *, channel: Channel | None = None, at=NOON) -> Signal:
    return actions.receive_report(
        new=NewSignal(
            form=Form.REPORT,
            kind=Kind.RUMOUR,
            channel=Channel.WEB,
            text="Katanya surat suara di gudang sudah dicoblos.",
            area_code=VILLAGE,
            heard_at=at,
            created_by="resident",
            idempotency_key=f"web:{digits}",
        ),
        wish=Wish(channel, NUMBER) if channel else None,
        receipt_digits=digits,
        actor=RESIDENT,
        now=at,
    ).signal


def closed(signal: Signal, operator: Actor, at=NOON) -> Signal:
    actions.take_signal(signal_id=signal.pk, actor=operator, now=at)
    return actions.settle_signal(signal_id=signal.pk, reason=CLOSED_WITH, actor=operator, now=at)


def write_in(text: str, key: str = "a", now=NOON) -> Entry:
    return actions.write_by_receipt(
        receipt_digits=DIGITS, text=text, form_key=key, actor=RESIDENT, now=now
    )


def write_out(signal: Signal, operator: Actor, text: str = "Di gudang mana?", key: str = "b"):
    return actions.write_to_reporter(
        signal_id=signal.pk, text=text, form_key=key, actor=operator, now=NOON
    )


def answer(digits: str, now, satisfied: int = 4, **said: object) -> SurveyAnswer:
    told = {"answered": Answered.YES, "safer": Safer.SAFER, "words": ""} | said
    return actions.answer_survey(
        receipt_digits=digits, satisfied=satisfied, actor=RESIDENT, now=now, **told
    )


def token_in(page) -> str:
    return re.findall(r'name="token" value="([^"]+)"', page.content.decode())[-1]


@pytest.mark.slow
def test_both_write_and_read_without_cookie_name_or_receipt_in_an_address(operator, caplog):
    signal = a_report()
    write_out(signal, operator, "Di gudang mana? Hubungi Pak Budi Santoso, 0812 9999 8888.")
    resident, desk = Client(enforce_csrf_checks=True), Client()
    desk.force_login(a_user(Role.OPERATOR, username="budi"))

    thread = resident.post(RECEIPT, {"receipt": DIGITS})
    asked = thread.content.decode()
    assert "Di gudang mana?" in asked
    assert not any(word in asked for word in ("Santoso", "9999", "alya", DIGITS))
    form = {"token": token_in(thread), "text": "Gudang PPK, saya Siti Aminah 0813 1111 2222."}
    first, again = (resident.post(WRITE, form) for _ in range(2))
    assert [first.status_code, again.status_code] == [200, 200]
    assert Entry.objects.count() == 2
    assert not resident.cookies
    assert "no-store" in first["Cache-Control"]

    assert at_desk(operator).answered == {signal.pk}
    inbox = desk.get(reverse("signals:inbox"), {"status": "answered"})
    assert b"jawaban baru" in inbox.content.lower()
    page = desk.get(reverse("signals:signal", args=[signal.pk])).content.decode()
    assert "Gudang PPK" in page
    assert "1111" not in page
    assert at_desk(operator).answered == frozenset()
    entries = list(Entry.objects.order_by("pk"))
    assert [(one.direction, one.by) for one in entries] == [("out", "post"), ("in", "resident")]
    assert all(one.seen.at == NOON for one in entries)
    assert Sealed.objects.filter(pk=entries[1].whole_id, forgotten_at=None).exists()
    kept = str([*LedgerEntry.objects.values(), *Entry.objects.values()]) + caplog.text
    assert not any(word in kept for word in (DIGITS, "Siti", "1111", "9999"))


def test_what_was_said_stays_as_it_was_said(operator):
    entry = write_out(a_report(), operator)
    for change in (
        "UPDATE signals_entry SET text = 'x' WHERE id = %s",
        "DELETE FROM signals_entry WHERE id = %s",
    ):
        with (
            pytest.raises((InternalError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change, [entry.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            signal=entry.signal, direction="in", by="post", text="x", at=NOON, form_key="z"
        )


def test_who_may_write_and_until_when(operator):
    signal = a_report()
    elsewhere = an_actor(Role.OPERATOR, area_code="16.09", user=a_user(username="x"))
    humas = an_actor(Role.PUBLIC_RELATIONS, user=a_user(username="y"))
    for actor, refusal in ((elsewhere, NotYours), (humas, Refused)):
        with pytest.raises(refusal):
            write_out(signal, actor)
    with pytest.raises(NotYours):
        actions.write_by_receipt(
            receipt_digits="1" * 16, text="x", form_key="a", actor=RESIDENT, now=NOON
        )
    closed(signal, operator)
    last = NOON + WRITES_AFTER_CLOSING
    write_in("Masih ramai.", "c", now=last)
    with pytest.raises(Refused, match="report anew"):
        write_in("Masih ramai.", "d", now=last + timedelta(seconds=1))


def test_nobody_floods_the_desk():
    a_report()
    for number in range(MOST_UNREAD):
        write_in("Lagi.", str(number))
    with pytest.raises(Refused, match="not been read"):
        write_in("Lagi.", "more")


def test_a_page_that_lay_open_too_long_asks_anew_and_keeps_the_text():
    a_report()
    old = thread_token(DIGITS, NOON - THREAD_OPEN - timedelta(minutes=1))
    for token in (old, "x", ""):
        page = Client().post(WRITE, {"token": token, "text": "Gudang PPK."})
        assert page.status_code == 410
        assert 'value="Gudang PPK."' in page.content.decode()
    assert not Entry.objects.exists()
    opened = Client().post(RECEIPT, {"receipt": DIGITS, "kept": "Gudang PPK."})
    assert "Gudang PPK.</textarea>" in opened.content.decode()


@pytest.mark.slow
def test_the_desk_is_warned_before_it_sends_what_is_not_neutral(operator):
    signal = a_report()
    client = Client()
    client.force_login(a_user(Role.OPERATOR, username="budi"))
    address = reverse("signals:dialogue", args=[signal.pk])
    said = {"token": "t", "text": "Tetap tenang, salam dua jari!"}

    warned = client.post(address, said)
    assert warned.status_code == 422
    assert [hit.words.lower() for hit in warned.context["hits"]] == ["salam dua jari"]
    assert not Entry.objects.exists()
    for _ in range(2):
        assert client.post(address, said | {"looked_at": "1"}).status_code == 302
    assert Entry.objects.count() == 1
    assert client.post(address, said | {"text": "Tetap tenang."}).status_code == 302
    assert Entry.objects.count() == 2


def test_each_event_is_told_once_and_says_nothing(operator):
    signal = a_report(channel=Channel.WHATSAPP)
    for _ in range(2):
        write_out(signal, operator)
    closed(signal, operator)

    assert [(one.occasion, one.message.purpose) for one in Notice.objects.order_by("pk")] == [
        (Occasion.ENTRY, Purpose.ANSWER),
        (Occasion.STATE, Purpose.ANSWER),
    ]
    texts = set(Message.objects.values_list("text", flat=True))
    assert not any("gudang" in text or DIGITS in text or NUMBER in text for text in texts)
    route = NoticeRoute.objects.get()
    assert (route.channel, route.language) == ("whatsapp", "id")
    assert NUMBER not in str(list(NoticeRoute.objects.values()))
    actions.end_notices_to(conversation_id=route.conversation_id, actor=RESIDENT, now=NOON)
    write_out(signal, operator, key="later")
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    ("channel", "typed", "status"),
    [
        ("whatsapp", "0812-3456-7890", 201),
        ("email", "siti@contoh.id", 201),
        ("sms", "siti@contoh.id", 422),
        ("telegram", "12345678", 422),
        ("whatsapp", "", 422),
        ("", "", 201),
    ],
)
def test_the_form_takes_an_address_that_fits_the_way(channel, typed, status):
    said = {"text": "Ada keributan di pasar.", "area": "Ujanmas", "token": ""}
    page = Client().post(REPORT, said | {"notice_channel": channel, "notice_address": typed})

    assert page.status_code == status
    assert NoticeRoute.objects.count() == (status == 201 and channel != "")


@pytest.mark.slow
def test_the_survey_is_asked_once_and_goes_on_where_it_was_killed(operator, monkeypatch):
    later = NOON + SURVEY_AFTER
    signals = [closed(a_report(str(n) * 16, channel=Channel.SMS), operator) for n in range(3)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: later - timedelta(seconds=1))
    ask_surveys(0)
    assert not Notice.objects.filter(occasion=Occasion.SURVEY).exists()
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    killed = iter([None, KeyboardInterrupt])
    real = actions.ask_survey

    def asked(**said: object) -> bool:
        if (raised := next(killed, None)) is not None:
            raise raised
        return real(**said)

    with patch.object(actions, "ask_survey", asked), pytest.raises(KeyboardInterrupt):
        ask_surveys(0)
    assert Notice.objects.filter(occasion=Occasion.SURVEY).count() == 1
    for _ in range(2):
        ask_surveys(0)
    told = Notice.objects.filter(occasion=Occasion.SURVEY)
    assert sorted(told.values_list("signal_id", flat=True)) == [one.pk for one in signals]
    assert set(told.values_list("message__purpose", flat=True)) == {Purpose.SURVEY}


def test_the_survey_opens_after_four_weeks_and_counts_once(operator, monkeypatch):
    closed(a_report(), operator)
    with pytest.raises(Refused, match="four weeks"):
        answer(DIGITS, NOON + SURVEY_AFTER - timedelta(seconds=1))
    client = Client()
    assert b"survei" not in client.post(RECEIPT, {"receipt": DIGITS}).content
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + SURVEY_AFTER)
    token = token_in(client.post(RECEIPT, {"receipt": DIGITS}))
    told = {"answered": "yes", "satisfied": "5", "safer": "same", "words": "Terima kasih Pak Joko."}

    pages = [client.post(SURVEY, told | {"token": token}) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert b"survei" not in pages[1].content
    kept = SurveyAnswer.objects.get()
    assert (kept.satisfied, "Joko" in kept.words, kept.whole_id is None) == (5, False, False)


@pytest.mark.slow
def test_few_answers_are_shown_to_nobody_and_only_those_of_a_month_that_is_over(
    operator, monkeypatch
):
    later, january = NOON + SURVEY_AFTER, date(2025, 1, 1)
    december, scope, chief = month_of(later.date()), (DISTRICT,), an_actor(Role.CHIEF)
    for number in range(FEWEST_SHOWN):
        assert queries.survey_figures(chief, scope, december, today=january).replies is None
        closed(a_report(f"{number:016}"), operator)
        answer(f"{number:016}", later, satisfied=number + 1, words=f"kata {9 - number}")
    figures = queries.survey_figures(chief, scope, december, today=january)
    assert (figures.replies, figures.could_answer, figures.satisfied_mean) == (5, 5, 3.0)
    assert [one.count for one in figures.satisfied] == [None] * 5
    assert figures.words == tuple(f"kata {n}" for n in range(5, 10))
    assert queries.survey_figures(chief, ("16.09",), december, today=january).replies is None
    # Who may choose days has one reply as the difference of two spans.
    for span in (Period(december.first, january), Period(date(2024, 12, 2), december.last)):
        assert queries.survey_figures(chief, scope, span, today=date(2025, 3, 1)).replies is None
    assert queries.survey_figures(chief, scope, december, today=december.last).replies is None

    page, client = reverse("response:survey"), Client()
    client.force_login(a_user(Role.PUBLIC_RELATIONS, username="humas"))
    days = {"dari": "2024-12-01", "sampai": "2025-01-05", "kecamatan": "16.01.08"}
    assert "kata 7" not in client.get(page, days).content.decode()
    # Just after midnight: WIB has been in January for an hour.
    moment = datetime(2024, 12, 31, 18, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    client.force_login(a_user(Role.PUBLIC_RELATIONS, username="humas2"))
    for asked in ({}, {"bulan": "2024-12"}, {"bulan": "2025-01"}, days):
        shown = client.get(page, asked).content.decode()
        assert ("kata 7" in shown, "Desember 2024" in shown) == (True, True)
    assert "kata 7" not in client.get(page, {"bulan": "2024-11"}).content.decode()
    # Of reports that Humas does not read, not a word.
    Signal.objects.update(kind=Kind.INTIMIDATION)
    assert queries.survey_figures(chief, scope, december, today=january).words == figures.words
    found = client.get(page, {"bulan": "2024-12"}).context["survey"]
    assert (found.could_answer, found.words) == (None, ())


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_what_is_left_out_cannot_be_reckoned(counts):
    shown = shown_counts(counts)

    pairs = zip(shown, counts, strict=True)
    assert all(one is None or one == known >= FEWEST_SHOWN for one, known in pairs)
    assert shown.count(None) != 1


def test_who_writes_berhenti_is_told_no_more(operator):
    signal = a_report(channel=Channel.WHATSAPP)
    message = receive_message(
        channel=Channel.WHATSAPP,
        incoming=Incoming(address=f"+62{NUMBER[1:]}", text="Berhenti", gateway_id="1"),
        actor=Actor.system("t"),
        now=NOON,
    )
    with override("id"):
        answer_message(message_id=message.pk, actor=Actor.system("t"), now=NOON)

    assert "tidak akan kami kabari" in Message.objects.order_by("pk").last().text
    write_out(signal, operator)
    assert not Notice.objects.exists()


def test_his_own_data_hold_the_dialogue_and_go_with_it(operator):
    signal = a_report(channel=Channel.SMS)
    write_in("Saya Siti Aminah, 0813 1111 2222, lihat sendiri.")
    write_out(signal, operator)
    mine = {"receipt_digits": DIGITS, "actor": RESIDENT, "now": NOON}

    kept = actions.give_own_data(contact="", **mine)
    assert [(one["by"], "1111" in one["text"]) for one in kept["dialogue"]] == [
        ("resident", False),
        ("post", False),
    ]
    assert (kept["notices_by"], len(kept["notices"]), kept["survey"]) == ("sms", 1, None)
    assert NUMBER not in str(kept)
    with pytest.raises(Refused):
        actions.delete_contact(contact="0899999999", **mine)
    actions.delete_contact(contact="+62 812 3456 7890", **mine)
    assert not Sealed.objects.filter(forgotten_at=None).exists()
    write_out(signal, operator, key="later")
    assert Notice.objects.count() == 1
    assert actions.give_own_data(contact="", **mine)["notices_by"] is None
