"""The occurrence book of a post: one number after the other, nothing changed, nothing hidden."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from sejuk.act.guard.actions.arrivals import check_in, check_out
from sejuk.act.guard.actions.book import correct_entry, record_entry, report_incident, write_entry
from sejuk.act.guard.actions.watches import answer_watch, raise_alarms
from sejuk.act.guard.models import BookEntry, Watch
from sejuk.act.guard.queries.arrivals import code_of_post
from sejuk.act.guard.queries.book import entries_of, entries_on, shown_entries
from sejuk.act.guard.rules import EntryKind, Method
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import Form, Kind
from tests.builders import (
    DISTRICT,
    NOON,
    a_duty,
    a_person,
    a_post,
    a_user,
    an_actor,
    an_operation,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def duty(db):
    """Somebody with an account stands at a post from an hour ago."""
    an_operation()
    return a_duty(person=a_person("Budi", user=a_user(Role.GUARD)), starts_at=NOON - HOUR)


@pytest.fixture
def himself(duty):
    return an_actor(Role.GUARD, user=duty.person.user)


def recorded(duty, actor, **values):
    sent = {
        "post_id": duty.post_id,
        "kind": EntryKind.PATROL,
        "text": "Ronda keliling, aman.",
        "happened_at": NOON,
        "key": uuid4(),
        "actor": actor,
        "now": NOON,
    }
    return record_entry(**sent | values)


def test_entries_count_on_and_say_who_and_when(duty, himself):
    first = recorded(duty, himself)
    late = recorded(duty, himself, happened_at=NOON - 2 * HOUR, text="Tamu dari KPU.")

    assert [first.number, late.number] == [1, 2]
    assert (late.happened_at, late.recorded_at) == (NOON - 2 * HOUR, NOON)
    assert (late.author_id, late.author_name) == (himself.user_id, "Aipda Budi")
    entry = Entry.objects.filter(verb="guard.bookentry.written").first()
    assert "Ronda" not in str(entry.detail)


def test_each_post_counts_for_itself(duty, himself):
    recorded(duty, himself)
    other = a_duty(person=duty.person, starts_at=NOON - HOUR, post=a_post())

    assert recorded(other, himself).number == 1


@pytest.mark.parametrize("text", ["", "  ", "a\0b", "x" * 10_001, "\ud800"])
def test_what_cannot_stand_in_the_book_is_refused_and_takes_no_number(duty, himself, text):
    with pytest.raises(Refused):
        recorded(duty, himself, text=text)

    assert recorded(duty, himself).number == 1


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "🙂 مرحبا \u202eabc", "'; DROP TABLE guard_book; --"]
)
def test_any_other_text_is_kept_whole(duty, himself, text):
    assert BookEntry.objects.get(pk=recorded(duty, himself, text=text).pk).text == text


def test_a_sign_that_turns_the_text_is_shown_and_what_was_written_is_kept(duty, himself):
    recorded(duty, himself, text="Foto \u202egpj.exe")

    [entry] = shown_entries(entries_of(duty.post_id))
    assert (entry.text, entry.written) == ("Foto [U+202E]gpj.exe", "Foto \u202egpj.exe")


def test_nothing_happened_in_the_future_or_before_the_operation(duty, himself):
    with pytest.raises(Refused, match="future"):
        recorded(duty, himself, happened_at=NOON + timedelta(minutes=1))
    with pytest.raises(Refused, match="before the operation"):
        recorded(duty, himself, happened_at=NOON - timedelta(days=365))


def test_a_form_sent_twice_counts_once(duty, himself):
    key = uuid4()
    first, again = recorded(duty, himself, key=key), recorded(duty, himself, key=key)

    assert first == again
    assert BookEntry.objects.count() == 1
    with pytest.raises(Refused, match="another text"):
        recorded(duty, himself, key=key, text="Lain.")


def test_a_correction_is_a_new_entry_and_both_are_shown(duty, himself):
    wrong = recorded(duty, himself, text="Mobil boks BG 1234.")
    right = correct_entry(
        entry_id=wrong.pk, text="Mobil boks BG 1324.", key=uuid4(), actor=himself, now=NOON
    )

    assert (right.number, right.corrects_id, right.happened_at) == (2, wrong.pk, NOON)
    [second, first] = shown_entries(entries_of(duty.post_id))
    assert (first.corrected_by, second.corrects) == ((2,), 1)
    assert first.text == "Mobil boks BG 1234."


@pytest.mark.parametrize(
    "verb", ["UPDATE guard_bookentry SET text = 'x'", "DELETE FROM guard_bookentry"]
)
def test_the_database_itself_refuses_to_change_an_entry(duty, himself, verb):
    recorded(duty, himself)

    with pytest.raises(DatabaseError, match="kept as they were made"), transaction.atomic():
        connection.cursor().execute(verb)


def test_the_book_is_opened_around_a_shift_and_by_who_leads(duty, himself):
    end = duty.ends_at
    assert recorded(duty, himself, now=end + HOUR - timedelta(minutes=1))
    with pytest.raises(Refused, match="open duty there"):
        recorded(duty, himself, now=end + HOUR)
    leader = an_actor(Role.SECTOR_CHIEF, user=a_user(Role.SECTOR_CHIEF))
    assert recorded(duty, leader, now=end + 5 * HOUR)
    with pytest.raises(NotYours):
        recorded(duty, an_actor(Role.OPS_HEAD, area_code="16.09"))


def test_who_stands_there_in_plain_clothes_keeps_out_of_the_book(duty, himself):
    duty.posture = "covert"
    duty.save(update_fields=["posture"])

    with pytest.raises(Refused, match="open duty there"):
        recorded(duty, himself)


def test_who_was_sent_from_elsewhere_writes_where_he_stands(duty):
    user = a_user(Role.GUARD, area_code="16.09")
    a_duty(person=a_person(user=user), starts_at=NOON - HOUR, post=duty.post)

    assert recorded(duty, an_actor(Role.GUARD, area_code="16.09", user=user)).number == 1


def test_an_incident_becomes_a_signal_that_names_its_entry(duty, himself):
    key = uuid4()
    sent = {
        "post_id": duty.post_id,
        "form": Form.INCIDENT,
        "kind": Kind.DAMAGE,
        "severity": 3,
        "text": "Kaca jendela kantor pecah dilempar batu.",
        "happened_at": NOON,
        "key": key,
        "actor": himself,
        "now": NOON,
    }
    entry = report_incident(**sent)
    report_incident(**sent)

    signal = Signal.objects.get()
    assert (signal.form, signal.kind, signal.area_id) == ("incident", "perusakan", DISTRICT)
    assert (signal.came_from, entry.signal_id) == (f"guard.bookentry:{entry.pk}", signal.pk)
    assert (entry.kind, entry.text) == ("incident", signal.text)


def test_the_book_of_a_day_holds_what_happened_on_it(duty, himself):
    recorded(duty, himself)
    recorded(duty, himself, happened_at=NOON - timedelta(days=1), text="Kemarin.")

    today = shown_entries(entries_on(duty.post_id, NOON.date()))
    assert [entry.text for entry in today] == ["Ronda keliling, aman."]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_however_many_write_at_once():
    an_operation()
    duty = a_duty(person=a_person(user=a_user(Role.GUARD)), starts_at=NOON - HOUR)
    himself = an_actor(Role.GUARD, user=duty.person.user)
    same = uuid4()

    def write(number: int) -> int:
        try:
            return write_entry(
                post_id=duty.post_id,
                area_code=DISTRICT,
                kind=EntryKind.OTHER,
                text="Sama." if number % 4 == 0 else f"Catatan {number}.",
                # Some break off half way: they take no number with them.
                happened_at=NOON + HOUR if number % 5 == 1 else NOON,
                key=same if number % 4 == 0 else None,
                actor=himself,
                now=NOON,
            ).number
        except Refused:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = set(pool.map(write, range(24))) - {0}

    assert numbers == set(BookEntry.objects.values_list("number", flat=True))
    assert numbers == set(range(1, len(numbers) + 1))
    assert BookEntry.objects.filter(text="Sama.").count() == 1


def test_who_comes_and_goes_stands_in_the_book_but_for_covert_duties(duty, himself):
    def came_and_went(of):
        at = of.starts_at
        check_in(
            duty_id=of.pk, code=code_of_post(of.post_id, at), method=Method.CODE, key=uuid4(),
            at=at, actor=himself, now=NOON,
        )  # fmt: skip
        check_out(duty_id=of.pk, at=NOON, actor=himself, now=NOON)

    a_duty(person=a_person(), post=duty.post, role="leader", starts_at=duty.starts_at)
    came_and_went(duty)
    lines = BookEntry.objects.order_by("number")
    assert [(one.kind, one.happened_at) for one in lines] == [
        ("arrival", duty.starts_at),
        ("departure", NOON),
    ]
    assert "Aipda Budi" in lines[0].text

    came_and_went(a_duty(person=duty.person, posture="covert", post=a_post()))
    assert lines.count() == 2


def test_a_silence_and_its_answer_stand_in_the_book(duty, himself):
    Watch.objects.create(
        post=duty.post, period_minutes=30, grace_minutes=10, set_by="-", set_at=NOON - 2 * HOUR
    )
    raise_alarms(actor=Actor.system("look"), now=NOON)
    leader = an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))
    answer_watch(post_id=duty.post_id, actor=leader, now=NOON)

    texts = [one.text for one in shown_entries(entries_of(duty.post_id))]
    assert [one.author_name for one in BookEntry.objects.filter(text=texts[-1])] == ["Sejuk"]
    assert "Padal" in " ".join(texts)
