"""Somebody comes to his duty: the code of that post at that moment counts, and it counts once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from sejuk.act.guard import actions
from sejuk.act.guard.models import CheckIn, Handover
from sejuk.act.guard.queries.arrivals import code_of_post, post_now
from sejuk.act.guard.queries.sent_later import sending
from sejuk.act.guard.rules import EARLIEST, KEPT_AT_MOST, Method
from sejuk.act.guard.rules.checking import MOST_WRONG_CODES, Blocked, Sending, WrongCodeGiven
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_duty,
    a_person,
    a_post,
    a_user,
    an_actor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return a_user(Role.GUARD)


@pytest.fixture
def himself(user):
    return an_actor(Role.GUARD, user=user)


@pytest.fixture
def duty(user):
    return a_duty(person=a_person("Budi Contoh", user=user))


def arrive(duty, actor, **values):
    at = values.pop("at", NOON)
    sent = {
        "duty_id": duty.pk,
        "code": code_of_post(duty.post_id, at),
        "method": Method.CODE,
        "key": uuid4(),
        "at": at,
        "actor": actor,
        "now": NOON,
    }
    return actions.check_in(**sent | values)


def test_who_gives_the_code_of_his_post_is_there(duty, himself):
    row = arrive(duty, himself)

    assert (row.duty_id, row.person_id, row.arrived_at) == (duty.pk, duty.person_id, NOON)
    entry = Entry.objects.get(verb="guard.checkin.arrived")
    assert (entry.area_code, entry.actor_name) == (DISTRICT, himself.name)


def test_what_is_sent_twice_under_one_key_counts_once(duty, himself):
    key = uuid4()
    rows = [arrive(duty, himself, key=key) for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    with pytest.raises(Refused, match="Checked in already"):
        arrive(duty, himself, key=uuid4())
    assert CheckIn.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_two_senders_bring_at_once_counts_once(duty, himself):
    key = uuid4()

    def send(_number):
        try:
            return arrive(duty, himself, key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(send, range(2)))) == 1
    assert CheckIn.objects.count() == 1


def test_what_a_phone_kept_is_judged_by_the_code_of_its_moment(duty, himself):
    later = NOON + timedelta(hours=20)
    old = code_of_post(duty.post_id, NOON)
    row = arrive(duty, himself, code=old, at=NOON, now=later)
    assert (row.arrived_at, row.recorded_at) == (NOON, later)


LATER = NOON + timedelta(hours=20)


def confirm(row, actor):
    return actions.confirm_arrival(check_in_id=row.pk, actor=actor, now=LATER)


def a_leader(post, **values):
    user = a_user(Role.GUARD, area_code=VILLAGE)
    a_duty(person=a_person(user=user), post=post, role="leader", **values)
    return an_actor(Role.GUARD, area_code=VILLAGE, user=user)


@pytest.mark.parametrize(("minutes", "word"), [(10, Sending.AT_ONCE), (11, Sending.LATER)])
def test_what_is_sent_long_after_its_moment_is_marked(duty, himself, minutes, word):
    row = arrive(duty, himself, now=NOON + timedelta(minutes=minutes))
    assert sending(row) is word
    [shown] = post_now(duty.post_id, actor=an_actor(Role.OPERATOR), now=NOON).people
    assert (shown.sending, shown.attendance, shown.check_in_id) == (word, "there", row.pk)


def test_the_leader_of_that_shift_confirms_it_or_the_desk_and_once(duty, himself):
    row = arrive(duty, himself, now=LATER)
    confirmed = confirm(row, a_leader(duty.post))
    assert (confirmed.confirmed_at, sending(confirmed)) == (LATER, Sending.CONFIRMED)
    entry = Entry.objects.get(verb="guard.checkin.confirmed")
    assert (entry.actor_name, entry.detail["person"]) == (confirmed.confirmed_by, duty.person_id)
    with pytest.raises(Refused, match="confirmed already"):
        confirm(row, an_actor(Role.OPERATOR))


def test_what_was_sent_at_once_needs_nobody_to_confirm_it(duty, himself):
    with pytest.raises(Refused, match="sent at once"):
        confirm(arrive(duty, himself), an_actor(Role.OPERATOR))


def test_nobody_confirms_his_own_arrival_nor_that_of_another_shift(duty, himself, user):
    row = arrive(duty, himself, now=LATER)
    with pytest.raises(Refused, match="his own arrival"):
        confirm(row, an_actor(Role.OPERATOR, user=user))
    other_shift = a_leader(duty.post, starts_at=NOON + timedelta(days=1))
    mate = a_user(Role.GUARD)
    a_duty(person=a_person(user=mate), post=duty.post)
    colleague = an_actor(Role.GUARD, user=mate)
    elsewhere = an_actor(Role.OPERATOR, area_code="16.09")
    for actor, error in ((other_shift, NotYours), (colleague, Refused), (elsewhere, NotYours)):
        with pytest.raises(error):
            confirm(row, actor)
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_an_arrival_in_plain_clothes_is_confirmed_by_who_sees_such_duties(duty, himself):
    duty.posture = "covert"
    duty.save(update_fields=["posture"])
    row = arrive(duty, himself, now=LATER)
    for actor in (a_leader(duty.post), an_actor(Role.SECTOR_CHIEF)):
        with pytest.raises(NotYours):
            confirm(row, actor)
    assert confirm(row, a_leader(duty.post, posture="covert")).confirmed_at == LATER


@pytest.mark.parametrize(
    ("held_at", "given_at", "holds"),
    [(0, 0, True), (0, 60, True), (60, 0, True), (0, 150, False), (150, 0, False)],
)
def test_a_code_holds_for_its_minute_and_one_either_way(duty, himself, held_at, given_at, holds):
    code = code_of_post(duty.post_id, NOON + timedelta(seconds=held_at))
    at = NOON + timedelta(seconds=given_at)
    if holds:
        assert arrive(duty, himself, code=f"{code[:3]} {code[3:]}", at=at, now=at)
    else:
        with pytest.raises(WrongCodeGiven):
            arrive(duty, himself, code=code, at=at, now=at)


def test_the_code_of_another_post_or_of_earlier_codes_opens_nothing(duty, himself):
    other = a_post()
    with pytest.raises(WrongCodeGiven):
        arrive(duty, himself, code=code_of_post(other.pk, NOON))
    old = code_of_post(duty.post_id, NOON)
    actions.renew_code(post_id=duty.post_id, actor=an_actor(Role.OPS_HEAD), now=NOON)
    with pytest.raises(WrongCodeGiven):
        arrive(duty, himself, code=old)


def test_the_duty_of_somebody_else_is_not_found(duty):
    stranger = a_user(Role.GUARD)
    a_person(user=stranger)
    for user in (stranger, a_user(Role.GUARD)):
        with pytest.raises(NotYours):
            arrive(duty, an_actor(Role.GUARD, user=user))
    assert not CheckIn.objects.exists()


def test_too_early_and_too_late_are_said_with_the_hour(duty, himself):
    early, over = NOON - EARLIEST - timedelta(minutes=1), duty.ends_at
    for at, words in ((early, "begins at"), (over, "ended at")):
        with pytest.raises(Blocked, match=words):
            arrive(duty, himself, at=at, now=at)
    assert arrive(duty, himself, at=NOON - EARLIEST, now=NOON)


def test_what_was_kept_for_too_long_or_lies_ahead_does_not_count(duty, himself):
    late = NOON + KEPT_AT_MOST + timedelta(minutes=1)
    with pytest.raises(Refused, match="more than 72 hours"):
        arrive(duty, himself, at=NOON, now=late)
    with pytest.raises(Refused, match="in the future"):
        arrive(duty, himself, at=NOON + timedelta(minutes=1), now=NOON)


def test_without_the_qualification_a_duty_is_blocked_for_people_and_programs(user, duty, himself):
    duty.qualification = "medic"
    duty.save(update_fields=["qualification"])
    with pytest.raises(Blocked) as told:
        arrive(duty, himself)
    assert [one.code for one in told.value.blockers] == ["qualification_missing"]
    duty.person.qualifications = ["medic"]
    duty.person.save(update_fields=["qualifications"])
    assert arrive(duty, himself)


def test_who_guesses_codes_is_told_to_wait(duty, himself):
    for _ in range(MOST_WRONG_CODES):
        actions.note_wrong_code(duty_id=duty.pk, actor=himself, now=NOON)
    with pytest.raises(Refused, match="Too many wrong codes"):
        arrive(duty, himself)
    later = NOON + timedelta(minutes=16)
    assert arrive(duty, himself, at=later, now=later)


def test_the_leader_of_the_shift_lets_in_who_has_a_dead_phone(duty, user):
    boss = a_user(Role.GUARD, area_code=VILLAGE)
    a_duty(person=a_person(user=boss), post=duty.post, role="leader")
    leader = an_actor(Role.GUARD, area_code=VILLAGE, user=boss)
    row = actions.check_in_colleague(duty_id=duty.pk, post_id=duty.post_id, actor=leader, now=NOON)
    assert (row.person_id, row.method, row.recorded_by) == (duty.person_id, "leader", boss.username)


def test_who_leads_openly_lets_nobody_in_who_stands_there_in_plain_clothes(duty):
    boss = a_user(Role.GUARD)
    own = a_duty(person=a_person(user=boss), post=duty.post, role="leader")
    leader = an_actor(Role.GUARD, user=boss)
    covert = a_duty(person=a_person("Tono Rahasia"), post=duty.post, posture="covert")
    sent = {"duty_id": covert.pk, "post_id": duty.post_id, "now": NOON}
    for actor in (leader, an_actor(Role.SECTOR_CHIEF)):
        with pytest.raises(NotYours):
            actions.check_in_colleague(actor=actor, **sent)
    own.posture = "covert"
    own.save(update_fields=["posture"])
    assert actions.check_in_colleague(actor=leader, **sent).person_id == covert.person_id


def test_nobody_else_lets_a_colleague_in(duty, himself):
    other = a_user(Role.GUARD)
    a_duty(person=a_person(user=other), post=duty.post)
    with pytest.raises(Refused, match="leader of its shift"):
        actions.check_in_colleague(
            duty_id=duty.pk, post_id=duty.post_id,
            actor=an_actor(Role.GUARD, user=other), now=NOON,
        )  # fmt: skip
    elsewhere = an_actor(Role.OPS_HEAD, area_code="16.09")
    with pytest.raises(NotYours):
        actions.check_in_colleague(duty_id=duty.pk, post_id=duty.post_id, actor=elsewhere, now=NOON)


def leave(duty, actor, at):
    return actions.check_out(duty_id=duty.pk, at=at, actor=actor, now=at)


def test_leaving_is_noted_once(duty, himself):
    a_duty(person=a_person(), post=duty.post, role="leader")
    with pytest.raises(Refused, match="not checked in"):
        leave(duty, himself, duty.ends_at)
    arrive(duty, himself)
    first = leave(duty, himself, duty.ends_at)
    again = leave(duty, himself, duty.ends_at + timedelta(minutes=5))
    assert first.left_at == again.left_at == duty.ends_at


def test_who_leads_a_shift_leaves_after_the_handover(duty, himself, user):
    duty.role = "leader"
    duty.save(update_fields=["role"])
    arrive(duty, himself)
    with pytest.raises(Refused, match="Hand the post over"):
        leave(duty, himself, duty.ends_at)
    Handover.objects.create(
        post=duty.post, day=duty.day, band_code=duty.band_code, ends_at=duty.ends_at,
        giver=duty.person, people_present=3, situation="-", given_at=NOON, given_by=user,
        taken_at=NOON, taken_by=a_user(Role.GUARD),
    )  # fmt: skip
    assert leave(duty, himself, duty.ends_at).left_at == duty.ends_at
