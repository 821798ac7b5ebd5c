"""A duty goes to a colleague: both want it, a leader lets it, and nothing is broken on the way."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.translation import override

from sejuk.act.guard.actions import swaps as actions
from sejuk.act.guard.models import Swap
from sejuk.act.guard.queries import swaps as queries
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.models import Duty, Substitution
from tests.builders import DISTRICT, NOON, a_duty, a_person, a_post, a_user, an_actor

pytestmark = pytest.mark.django_db
HEAD = an_actor(Role.OPS_HEAD)
REASON = "Acara keluarga, keduanya sepakat."


class Both:
    """Two colleagues at one post, each with a duty ahead."""

    def __init__(self) -> None:
        self.post = a_post()
        users = [a_user(Role.GUARD), a_user(Role.GUARD)]
        self.asker, self.colleague = (a_person(user=user) for user in users)
        self.asking, self.asked = (an_actor(Role.GUARD, user=user) for user in users)
        self.duty, self.other = (
            a_duty(person=person, post=self.post, starts_at=NOON + timedelta(hours=hours))
            for person, hours in ((self.asker, 20), (self.colleague, 44))
        )

    def ask(self, *, exchange: bool = True, **values) -> Swap:
        sent = {
            "duty_id": self.duty.pk,
            "colleague_id": self.colleague.pk,
            "in_exchange_id": self.other.pk if exchange else None,
            "note": "",
            "actor": self.asking,
            "now": NOON,
        }
        return actions.ask_swap(**sent | values)

    def agree(self, *, exchange: bool = True) -> Swap:
        swap = self.ask(exchange=exchange)
        return actions.answer_swap(swap_id=swap.pk, accepts=True, actor=self.asked, now=NOON)

    def stand(self) -> tuple[int | None, int | None]:
        self.duty.refresh_from_db()
        self.other.refresh_from_db()
        return self.duty.person_id, self.other.person_id


@pytest.fixture
def both():
    return Both()


def approve(swap, actor=HEAD, reason=REASON):
    return actions.approve_swap(swap_id=swap.pk, reason=reason, actor=actor, now=NOON)


@pytest.mark.slow
def test_an_exchange_changes_both_duties_and_says_who_let_it(both):
    approve(both.agree())

    assert both.stand() == (both.colleague.pk, both.asker.pk)
    assert {one.cause for one in Substitution.objects.all()} == {"swap"}
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"guard.swap.asked", "guard.swap.accepted", "guard.swap.approved"} <= verbs


@pytest.mark.slow
def test_a_gift_changes_one(both):
    approve(both.agree(exchange=False))
    assert both.stand() == (both.colleague.pk, both.colleague.pk)


@pytest.mark.slow
def test_what_nobody_may_break_is_refused_before_it_is_asked(both):
    late = a_duty(
        person=both.colleague, post=both.post, starts_at=both.duty.starts_at + timedelta(hours=1)
    )
    with pytest.raises(Refused, match="cannot be"):
        both.ask(exchange=False)
    assert not Swap.objects.exists()
    late.delete()
    assert both.ask(exchange=False)


@pytest.mark.slow
def test_an_exchange_of_duties_that_overlap_is_possible(both):
    """One after the other each would stand two duties at once; together nobody does."""
    Duty.objects.filter(pk=both.other.pk).update(
        starts_at=both.duty.starts_at + timedelta(hours=4),
        ends_at=both.duty.ends_at + timedelta(hours=4),
        day=both.duty.day,
        band_code="siang",
    )
    approve(both.agree())
    assert both.stand() == (both.colleague.pk, both.asker.pk)


def test_the_colleague_answers_and_nobody_decides_about_his_own(both):
    swap = both.ask()
    with pytest.raises(Refused, match="Only the colleague"):
        actions.answer_swap(swap_id=swap.pk, accepts=True, actor=both.asking, now=NOON)
    with pytest.raises(Refused, match="cannot become"):
        approve(swap)
    actions.answer_swap(swap_id=swap.pk, accepts=True, actor=both.asked, now=NOON)
    for own in (both.asker.user, both.colleague.user):
        with pytest.raises(Refused, match="his own swap"):
            approve(swap, an_actor(Role.OPS_HEAD, user=own))
    with pytest.raises(Refused, match="command post or the sector chief"):
        approve(swap, both.asked)
    assert both.stand() == (both.asker.pk, both.colleague.pk)


def test_it_is_declined_withdrawn_or_refused_with_a_reason(both):
    swap = both.ask()
    actions.answer_swap(swap_id=swap.pk, accepts=False, actor=both.asked, now=NOON)
    swap = both.ask()
    with pytest.raises(Refused, match="asked a colleague already"):
        both.ask()
    with pytest.raises(NotYours):
        actions.withdraw_swap(swap_id=swap.pk, actor=both.asked, now=NOON)
    actions.withdraw_swap(swap_id=swap.pk, actor=both.asking, now=NOON)
    swap = both.agree()
    with pytest.raises(Refused, match="written reason"):
        actions.refuse_swap(swap_id=swap.pk, reason=" ", actor=HEAD, now=NOON)
    actions.refuse_swap(swap_id=swap.pk, reason=REASON, actor=HEAD, now=NOON)
    states = list(Swap.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["declined", "withdrawn", "refused"]


def test_only_colleagues_of_the_post_and_their_own_duties_can_be_asked(both):
    stranger = a_person()
    for values in ({"colleague_id": stranger.pk, "in_exchange_id": None},
                   {"in_exchange_id": a_duty(person=stranger, post=both.post).pk}):  # fmt: skip
        with pytest.raises(NotYours):
            both.ask(**values)
    with pytest.raises(NotYours):
        both.ask(duty_id=both.other.pk)
    with pytest.raises(Refused, match="has begun"):
        both.ask(now=both.duty.starts_at)


def test_who_has_no_part_in_a_swap_does_not_see_it(both):
    swap = both.ask()
    stranger = a_user(Role.GUARD)
    a_person(user=stranger)
    for actor in (an_actor(Role.GUARD, user=stranger), an_actor(Role.OPS_HEAD, area_code="16.09")):
        with pytest.raises(NotYours):
            queries.shown_swap(swap.pk, actor=actor, now=NOON)
    Duty.objects.update(posture="covert")
    with pytest.raises(NotYours):
        queries.swap_called(swap.pk, actor=an_actor(Role.SECTOR_CHIEF))
    hats = {Grant(Role.OPERATOR, "16.09"), Grant(Role.SECTOR_CHIEF, DISTRICT)}
    with pytest.raises(NotYours):
        queries.swap_called(swap.pk, actor=Actor("dua", frozenset(hats)))
    assert queries.swap_called(swap.pk, actor=both.asked)


@pytest.mark.slow
def test_a_duty_that_changed_hands_meanwhile_stops_the_whole_swap(both):
    swap = both.agree()
    both.other.person = a_person()
    both.other.save(update_fields=["person"])
    with pytest.raises(Refused, match="Meanwhile"):
        approve(swap)
    swap.refresh_from_db()
    assert (swap.state, both.stand()[0]) == ("accepted", both.asker.pk)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_does(both):
    swap, told = both.agree(), []

    def decide(name):
        try:
            told.append(approve(swap, an_actor(Role.OPS_HEAD, user=name)).state)
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    heads = [a_user(Role.OPS_HEAD), a_user(Role.OPS_HEAD)]
    threads = [threading.Thread(target=decide, args=(head,)) for head in heads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, told)) == ["approved", "refused"]
    assert Substitution.objects.count() == 2


@pytest.mark.slow
def test_a_verdict_tells_nobody_of_duties_in_plain_clothes(both):
    a_duty(
        person=both.colleague, post=a_post(name="Rumah Tertutup"), posture="covert",
        starts_at=both.duty.starts_at + timedelta(hours=1),
    )  # fmt: skip
    with override("en"), pytest.raises(Refused) as told:
        both.ask(exchange=False)
    assert "only the command post sees" in str(told.value)
    assert "Rumah Tertutup" not in str(told.value)


def test_a_duty_in_plain_clothes_is_no_matter_for_asking_around(both):
    Duty.objects.filter(pk=both.duty.pk).update(posture="covert")
    with pytest.raises(Refused, match="command post alone"):
        both.ask()
