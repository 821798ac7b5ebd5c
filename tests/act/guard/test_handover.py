"""A post goes from one shift to the next: counted, signed by two, and not closed before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from sejuk.act.guard.actions.handing import give_handover, open_shift, take_handover
from sejuk.act.guard.actions.items import set_item
from sejuk.act.guard.models import BookEntry, CheckIn, Handover, PostItem
from sejuk.act.guard.queries.handing import may_check_out, open_matters, turn_of
from sejuk.act.guard.rules import ItemKind
from sejuk.act.guard.rules.handing import CountedItem, GivenOver, Matter
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.queries.duties import duty_called
from tests.builders import NOON, a_duty, a_person, a_post, a_user, an_actor, an_operation

# Three shifts of eight hours: the morning's ends at NOON, the evening's begins eight hours later.
EIGHT = timedelta(hours=8)
KEYS = CountedItem("Kunci gudang", "key", 2, 2)


def a_guard(name):
    return a_person(name, user=a_user(Role.GUARD))


def himself(duty):
    return an_actor(Role.GUARD, user=duty.person.user)


def arrived(duty, at=None):
    when = at or duty.starts_at
    CheckIn.objects.create(
        duty=duty, person=duty.person, method="code", arrived_at=when, recorded_at=when,
        recorded_by="-", key=f"00000000-0000-0000-0000-{duty.pk:012}",
    )  # fmt: skip


@pytest.fixture
def morning(db):
    """Whoever leads the shift that ends at NOON; he came."""
    an_operation()
    duty = a_duty(person=a_guard("Budi"), starts_at=NOON - EIGHT, role="leader")
    arrived(duty)
    return duty


@pytest.fixture
def noon(morning):
    """Whoever leads the shift that begins at NOON."""
    return a_duty(person=a_guard("Sari"), starts_at=NOON, post=morning.post, role="leader")


def given(duty, *, actor=None, now=NOON, items=(), matters=(), situation="Aman."):
    return give_handover(
        post_id=duty.post_id, day=duty.day, band_code=duty.band_code,
        given=GivenOver(1, tuple(items), situation, tuple(matters)),
        actor=actor or himself(duty), now=now,
    )  # fmt: skip


def taken(handover, actor, *, now=NOON, **values):
    seen = values.get("seen", handover.given_at)
    return take_handover(
        handover_id=handover.pk, seen_given_at=seen, remarks="", actor=actor, now=now
    )


def opened(duty, *, actor=None, now=NOON):
    return open_shift(
        post_id=duty.post_id, day=duty.day, band_code=duty.band_code,
        actor=actor or himself(duty), now=now,
    )  # fmt: skip


def checked(duty):
    return may_check_out(duty_called(duty.pk, actor=an_actor(Role.OPS_HEAD)))


def test_given_by_one_and_taken_by_another_it_opens_the_next_shift(morning, noon):
    handover = taken(given(morning, items=[KEYS]), himself(noon))

    assert (handover.giver_id, handover.taker_id) == (morning.person_id, noon.person_id)
    assert [e.kind for e in BookEntry.objects.order_by("number")] == ["handover", "opened"]
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"guard.handover.given", "guard.handover.taken"} <= verbs


def test_nobody_signs_for_both(morning, noon):
    handover = given(morning)
    with pytest.raises(Refused, match="Two persons"):
        taken(handover, himself(morning))
    stranger = a_duty(person=a_guard("Lain"), starts_at=NOON, post=a_post())
    with pytest.raises(Refused, match="open duty there"):
        taken(handover, himself(stranger))
    with pytest.raises(NotYours):
        taken(handover, an_actor(Role.OPS_HEAD, area_code="16.09", user=a_user()))


def test_who_leads_a_shift_stays_until_both_have_signed(morning, noon):
    assert not checked(morning)
    handover = given(morning)
    assert not checked(morning)
    taken(handover, himself(noon))
    assert checked(morning)


def test_the_others_of_a_shift_leave_freely_and_so_does_a_covert_one(morning, noon):
    member = a_duty(person=a_guard("Anggota"), starts_at=NOON - EIGHT, post=morning.post)
    covert = a_duty(
        person=a_guard("Senyap"), starts_at=NOON - EIGHT, post=morning.post, posture="covert"
    )

    assert checked(member)
    assert checked(covert)


def test_a_guard_alone_hands_over_too(morning, noon):
    morning.role = "member"
    morning.save(update_fields=["role"])

    assert not checked(morning)


def test_without_a_leader_the_most_senior_leads(morning, noon):
    morning.role = "member"
    morning.save(update_fields=["role"])
    senior = a_duty(
        person=a_person("Tua", rank="Ipda"), starts_at=NOON - EIGHT, post=morning.post,
        role="driver",
    )  # fmt: skip

    assert checked(morning)
    assert not checked(senior)


def test_the_next_shift_is_not_opened_before_the_handover(morning, noon):
    with pytest.raises(Refused, match="not been handed over"):
        opened(noon)
    handover = given(morning)
    with pytest.raises(Refused, match="not been handed over"):
        opened(noon)
    taken(handover, himself(noon))
    # Signing has opened it: opening it by hand as well changes nothing.
    assert opened(noon) == BookEntry.objects.get(kind="opened")


def test_the_first_shift_of_a_post_is_opened_by_hand_and_once(morning):
    CheckIn.objects.all().delete()
    start = NOON - EIGHT
    leader = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    with pytest.raises(Refused, match="at most an hour"):
        opened(morning, actor=leader, now=start - timedelta(hours=1, minutes=1))
    first = opened(morning, now=start)

    assert opened(morning, now=start) == first
    assert BookEntry.objects.filter(kind="opened").count() == 1


def test_what_nobody_stood_needs_no_handover(morning, noon):
    CheckIn.objects.all().delete()

    assert opened(noon).number == 1


def test_the_last_shift_of_a_post_is_closed_by_who_leads(morning):
    handover = given(morning)
    member = a_duty(person=a_guard("Anggota"), starts_at=NOON - EIGHT, post=morning.post)
    with pytest.raises(Refused, match="closed by who leads"):
        taken(handover, himself(member))
    leader = an_actor(Role.SECTOR_CHIEF, user=a_user(Role.SECTOR_CHIEF))

    assert taken(handover, leader).taker_id is None
    assert [e.kind for e in BookEntry.objects.all()] == ["handover"]


def test_who_has_no_account_is_signed_for_by_who_leads(morning):
    silent = a_duty(person=a_person("Tanpa akun"), starts_at=NOON, post=morning.post, role="leader")
    leader = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))

    handover = taken(given(morning), leader)

    assert (handover.taker_id, handover.taken_by_id) == (silent.person_id, leader.user_id)


def test_what_is_missing_needs_a_remark(morning, noon):
    short = CountedItem("HT", "equipment", 4, 3)
    with pytest.raises(Refused, match="Say why"):
        given(morning, items=[KEYS, short])

    explained = CountedItem("HT", "equipment", 4, 3, "Satu di bengkel.")
    handover = taken(given(morning, items=[KEYS, explained]), himself(noon))
    assert "HT" in BookEntry.objects.get(kind="handover").text
    assert [one["counted"] for one in handover.items] == [2, 3]


def test_open_matters_go_on_until_somebody_says_how_they_ended(morning, noon):
    lamp = Matter("Lampu gerbang mati", NOON.date())
    taken(given(morning, matters=[lamp]), himself(noon))
    assert open_matters(morning.post_id) == (lamp,)

    arrived(noon)
    evening = a_duty(person=a_guard("Eko"), starts_at=NOON + EIGHT, post=noon.post)
    later = NOON + EIGHT
    with pytest.raises(Refused, match="say how"):
        given(noon, now=later, matters=[Matter(lamp.text, lamp.since, is_settled=True)])
    settled = Matter(lamp.text, lamp.since, is_settled=True, how="Diganti")
    taken(given(noon, now=later, matters=[settled]), himself(evening), now=later)
    assert open_matters(morning.post_id) == ()


def test_until_it_is_taken_it_may_be_written_anew_and_is_read_again(morning, noon):
    first = given(morning)
    anew = given(morning, now=NOON + timedelta(minutes=1), situation="Ada tamu.")
    assert anew.pk == first.pk
    with pytest.raises(Refused, match="written anew"):
        taken(first, himself(noon), now=NOON + timedelta(minutes=2))

    taken(anew, himself(noon), now=NOON + timedelta(minutes=2))
    with pytest.raises(Refused, match="signed by both"):
        given(morning, now=NOON + timedelta(minutes=3))
    with pytest.raises(Refused, match="signed by both"):
        taken(anew, himself(noon), now=NOON + timedelta(minutes=3))


@pytest.mark.parametrize(
    "verb", ["UPDATE guard_handover SET situation = 'x'", "DELETE FROM guard_handover"]
)
def test_the_database_itself_keeps_what_both_have_signed(morning, noon, verb):
    handover = given(morning)
    with transaction.atomic():
        connection.cursor().execute("UPDATE guard_handover SET remarks = '-'")
    handover.refresh_from_db()
    taken(handover, himself(noon))

    with pytest.raises(DatabaseError, match="kept as they were made"), transaction.atomic():
        connection.cursor().execute(verb)


def test_it_is_written_in_the_last_hour_by_who_stands_there(morning, noon):
    with pytest.raises(Refused, match="last hour"):
        given(morning, now=NOON - timedelta(hours=1, minutes=1))
    with pytest.raises(Refused, match="shift that ends"):
        given(morning, actor=himself(noon))


def test_the_page_names_what_is_to_be_done(morning, noon):
    leader = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    set_item(post_id=morning.post_id, item_id=None, kind=ItemKind.KEY, name="Kunci gudang",
             count=2, is_active=True, actor=leader, now=NOON)  # fmt: skip

    turn = turn_of(morning.post_id, actor=himself(morning), now=NOON)
    assert (turn.ending.leader.duty_id, turn.following.leader.duty_id) == (morning.pk, noon.pk)
    assert turn.items == (KEYS,)
    taken(given(morning), himself(noon))
    turn = turn_of(morning.post_id, actor=himself(noon), now=NOON)
    assert (turn.ending, turn.to_open) == (None, None)


def test_what_was_left_unsigned_keeps_no_later_shift_from_going_on(morning, noon):
    arrived(noon)
    later = NOON + EIGHT

    turn = turn_of(noon.post_id, actor=himself(noon), now=later)
    assert turn.ending.leader.duty_id == noon.pk
    a_duty(person=a_guard("Eko"), starts_at=later, post=noon.post)
    desk = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    taken(given(noon, now=later), desk, now=later)
    assert turn_of(noon.post_id, actor=desk, now=later).ending is None


def test_what_a_post_keeps_is_said_by_who_leads(morning):
    leader = an_actor(Role.SECTOR_CHIEF, user=a_user(Role.SECTOR_CHIEF))
    values = {"kind": ItemKind.EQUIPMENT, "name": "HT", "count": 4, "is_active": True}
    item = set_item(post_id=morning.post_id, item_id=None, **values, actor=leader, now=NOON)
    with pytest.raises(Refused, match="already"):
        set_item(post_id=morning.post_id, item_id=None, **values, actor=leader, now=NOON)
    set_item(post_id=morning.post_id, item_id=item.pk, **values | {"is_active": False},
             actor=leader, now=NOON)  # fmt: skip

    assert not PostItem.objects.get().is_active
    with pytest.raises(NotYours):
        set_item(post_id=morning.post_id, item_id=item.pk, **values,
                 actor=himself(morning), now=NOON)  # fmt: skip
    assert Handover.objects.count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_who_sign_at_once_one_gives_and_one_takes():
    an_operation()
    first = a_duty(person=a_guard("Budi"), starts_at=NOON - EIGHT, role="leader")
    mates = [a_duty(person=a_guard(f"G{n}"), starts_at=NOON - EIGHT, post=first.post) for n in "ab"]
    relief = [a_duty(person=a_guard(f"R{n}"), starts_at=NOON, post=first.post) for n in "abc"]
    arrived(first)

    def tried(deed):
        try:
            deed()
        except Refused:
            return 0
        finally:
            connection.close()
        return 1

    def at_once(*deeds):
        with ThreadPoolExecutor(len(deeds)) as pool:
            return sum(pool.map(tried, deeds))

    assert at_once(*(partial(given, one) for one in (first, *mates))) >= 1
    handover = Handover.objects.get()
    assert at_once(*(partial(taken, handover, himself(one)) for one in relief)) == 1
    kinds = list(BookEntry.objects.order_by("number").values_list("number", "kind"))
    assert kinds == [(1, "handover"), (2, "opened")]
