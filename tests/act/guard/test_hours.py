"""Hours: planned, stood, counted; corrected only by what one asked and another granted."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.act.guard.actions.hours import ask_correction, decide_correction
from sejuk.act.guard.models import CheckIn, HoursCorrection
from sejuk.act.guard.queries.hours import hours_cells, hours_page, own_hours
from sejuk.act.guard.rules.working import Stood
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import NOON, a_duty, a_person, a_user, an_actor, an_operation

_key = count(1)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
EVENING = NOON + 8 * HOUR
FIRST, LAST = date(2024, 11, 1), date(2024, 11, 30)


def came(duty, at=NOON, left_at=EVENING, person=None):
    CheckIn.objects.create(
        duty=duty, person=person or duty.person, method="code", arrived_at=at, recorded_at=at,
        recorded_by="-", key=f"00000000-0000-0000-0000-{next(_key):012}", left_at=left_at,
    )  # fmt: skip


@pytest.fixture
def duty(db):
    an_operation()
    return a_duty(person=a_person("Budi", user=a_user(Role.GUARD)))


@pytest.fixture
def himself(duty):
    return an_actor(Role.GUARD, user=duty.person.user)


@pytest.fixture
def head():
    return an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))


def page(actor=None, now=EVENING):
    return hours_page(FIRST, LAST, actor=actor or an_actor(Role.OPERATOR), now=now)


def asked(duty, actor, **values):
    sent = {"duty_id": duty.pk, "minutes": 480, "reason": "HP mati, hadir penuh.", "now": EVENING}
    return ask_correction(**sent | values, actor=actor)


@pytest.mark.parametrize(
    ("at", "left_at", "minutes"),
    [
        (NOON - HOUR, EVENING, 480),
        (NOON + 15 * MINUTE, EVENING - 15 * MINUTE, 480),
        (NOON + 16 * MINUTE, EVENING, 464),
        (NOON, EVENING - 2 * HOUR, 360),
        (NOON, None, 480),
        (EVENING + HOUR, None, 0),
    ],
)
def test_what_was_stood_counts(duty, at, left_at, minutes):
    came(duty, at, left_at)

    assert page().total.stood == page().total.counted == minutes


def test_standby_counts_as_its_band_says(duty):
    duty.counted_minutes = 240
    duty.save(update_fields=["counted_minutes"])
    came(duty, left_at=NOON + 4 * HOUR)

    total = page().total
    assert (total.planned, total.stood, total.counted) == (240, 240, 120)
    # What was stood is beside what was to be stood by the same clock.
    assert (total.length, hours_cells(page())[0][4:]) == (480, [8, 4, 4, 0, 2])


def test_whoever_fell_ill_keeps_what_he_stood_and_so_does_who_took_over(duty):
    ill, other = duty.person, a_person("Sari")
    came(duty, left_at=NOON + 3 * HOUR)
    duty.person = other
    duty.save(update_fields=["person"])
    came(duty, at=NOON + 3 * HOUR)

    hours = {one.person_id: one.hours for one in page().people}
    assert (hours[ill.pk].planned, hours[ill.pk].counted) == (0, 180)
    assert (hours[other.pk].planned, hours[other.pk].counted) == (480, 300)
    [row], total = own_hours(ill.pk, FIRST, LAST, now=EVENING)
    assert (row.duty_id, total.counted) == (duty.pk, 180)


def test_a_correction_is_asked_by_one_and_granted_by_another(duty, himself, head):
    row = asked(duty, himself)
    assert [one.id for one in page().open] == [row.pk]
    assert page().total.counted == 0
    decide_correction(correction_id=row.pk, grants=True, reason="", actor=head, now=EVENING)

    total = page().total
    assert (total.planned, total.stood, total.counted, total.corrected) == (480, 0, 480, 480)
    row.refresh_from_db()
    assert (row.asked_by, row.decided_by) == (himself.name, head.name)
    verbs = Entry.objects.filter(verb__startswith="guard.hours").values_list("verb", flat=True)
    assert list(verbs) == ["guard.hourscorrection.asked", "guard.hourscorrection.granted"]
    assert not any("HP mati" in str(entry.detail) for entry in Entry.objects.all())


def test_a_refusal_says_why_and_changes_nothing(duty, himself, head):
    row = asked(duty, himself)
    with pytest.raises(Refused, match="reason"):
        decide_correction(correction_id=row.pk, grants=False, reason="", actor=head, now=EVENING)
    decide_correction(
        correction_id=row.pk, grants=False, reason="Tidak terlihat.", actor=head, now=EVENING
    )
    with pytest.raises(Refused, match="already"):
        decide_correction(correction_id=row.pk, grants=True, reason="", actor=head, now=EVENING)

    assert page().total.counted == 0


def test_nobody_decides_about_himself_nor_asks_for_another(duty, himself, head):
    with pytest.raises(NotYours):
        asked(duty, an_actor(Role.GUARD, user=a_user(Role.GUARD)))
    boss = a_duty(person=a_person(user=a_user(Role.SECTOR_CHIEF)), post=duty.post)
    chief = an_actor(Role.SECTOR_CHIEF, user=boss.person.user)
    own = asked(boss, chief)
    with pytest.raises(Refused, match="his own"):
        decide_correction(correction_id=own.pk, grants=True, reason="", actor=chief, now=EVENING)
    elsewhere = an_actor(Role.OPS_HEAD, area_code="16.09", user=a_user())
    with pytest.raises(NotYours):
        decide_correction(
            correction_id=own.pk, grants=True, reason="", actor=elsewhere, now=EVENING
        )


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"minutes": -1}, "from 0 to"),
        ({"minutes": 48 * 60 + 1}, "from 0 to"),
        ({"reason": " "}, "reason"),
        ({"now": NOON - MINUTE}, "not begun"),
    ],
)
def test_what_cannot_be_asked_is_refused(duty, himself, values, why):
    with pytest.raises(Refused, match=why):
        asked(duty, himself, **values)


def test_one_question_at_a_time(duty, himself):
    asked(duty, himself)
    with pytest.raises(Refused, match="asked about this duty already"):
        asked(duty, himself)
    assert HoursCorrection.objects.count() == 1


def test_covert_hours_are_seen_by_the_desk_and_by_who_stood_them(duty, himself):
    duty.posture = "covert"
    duty.save(update_fields=["posture"])
    came(duty)

    assert page().total.counted == 480
    assert page(an_actor(Role.SECTOR_CHIEF)).people == ()
    assert own_hours(duty.person_id, FIRST, LAST, now=EVENING)[1].counted == 480
    asked(duty, himself)
    assert page(an_actor(Role.SECTOR_CHIEF)).open == ()


def test_organisations_sum_their_people_and_the_file_holds_all(duty):
    came(duty)
    a_duty(person=a_person(), post=duty.post)

    found = page()
    [(_, people, hours)] = found.organisations
    assert (people, hours) == (2, found.total)
    assert [len(line) for line in hours_cells(found)] == [9, 9]


minutes = st.integers(-120, 700)


@given(arrived=minutes, stayed=st.integers(0, 900), counted=st.integers(0, 480), now=minutes)
def test_nobody_counts_for_more_than_his_duty(arrived, stayed, counted, now):
    at = NOON + arrived * MINUTE
    left = at + stayed * MINUTE
    stood = Stood(NOON, EVENING, counted, is_planned=True, arrived_at=at, left_at=left)

    assert 0 <= stood.present(NOON + now * MINUTE) <= 480
    assert 0 <= stood.counted(NOON + now * MINUTE) <= counted
