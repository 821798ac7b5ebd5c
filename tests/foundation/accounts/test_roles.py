"""Who gives and takes roles, and how far."""

import threading

import pytest
from django.db import connection

from sejuk.foundation.accounts import actions, queries
from sejuk.foundation.accounts.models import HeldRole, User
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Grant, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import DISTRICT, NOON, VILLAGE, a_user, an_actor, an_area

SUBDISTRICT = "16.01.08"
ELSEWHERE = "16.09"


def granted(to: User, role: Role, area_code: str, *, by=None):
    an_area(VILLAGE)
    return actions.grant_role(
        user_id=to.pk,
        grant=Grant(role, area_code),
        reason="Sprin 12",
        actor=by or an_actor(Role.ADMINISTRATOR),
        now=NOON,
    )


def revoked(held: HeldRole, *, by=None):
    return actions.revoke_role(
        held_role_id=held.pk,
        reason="mutasi",
        actor=by or an_actor(Role.ADMINISTRATOR),
        now=NOON,
    )


@pytest.mark.django_db
def test_an_administrator_gives_a_role_within_his_area_and_says_why():
    person = a_user(Role.GUARD, area_code=VILLAGE)
    granted(person, Role.OPERATOR, SUBDISTRICT)
    actor = queries.standing_of(person, today=NOON.date()).actor
    assert actor.holds(Role.OPERATOR, area_code=VILLAGE)
    entry = Entry.objects.get()
    assert (entry.verb, entry.area_code) == ("accounts.role.granted", SUBDISTRICT)
    assert entry.detail == {"role": "operator", "reason": "Sprin 12"}


@pytest.mark.django_db
def test_to_hold_a_role_twice_is_the_same_as_once():
    person = a_user(Role.GUARD, area_code=VILLAGE)
    granted(person, Role.GUARD, VILLAGE)
    assert HeldRole.objects.filter(user=person).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("area_code", ["", "16"])
def test_nobody_gives_more_than_his_own_area(area_code):
    person = a_user(Role.GUARD, area_code=VILLAGE)
    with pytest.raises(Refused, match="wider"):
        granted(person, Role.OPERATOR, area_code)


@pytest.mark.django_db
def test_the_people_of_another_area_do_not_exist_for_him():
    person = a_user(Role.GUARD, area_code=ELSEWHERE)
    held = person.held_roles.get()
    own = an_actor(Role.ADMINISTRATOR)
    assert list(queries.people(actor=own)) == []
    with pytest.raises(NotYours):
        granted(person, Role.GUARD, VILLAGE)
    with pytest.raises(NotYours):
        revoked(held)
    with pytest.raises(NotYours):
        actions.deactivate_user(user_id=person.pk, reason="x", actor=own, now=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CUSTODIAN, Role.AUDITOR])
def test_nobody_makes_himself_custodian_or_auditor(role):
    alya = a_user(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="himself"):
        granted(alya, role, VILLAGE, by=an_actor(Role.ADMINISTRATOR, user=alya))
    granted(alya, role, VILLAGE, by=an_actor(Role.ADMINISTRATOR, user=a_user()))


@pytest.mark.django_db
def test_the_last_administrator_of_an_area_stays():
    alya = a_user(Role.ADMINISTRATOR)
    sector = a_user(Role.ADMINISTRATOR, area_code=SUBDISTRICT)
    with pytest.raises(Refused, match="last administrator"):
        revoked(alya.held_roles.get())
    # The sector's administrator can go: the district's covers his area.
    revoked(sector.held_roles.get())
    other = a_user(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="last administrator"):
        User.objects.filter(pk=other.pk).update(is_active=False)
        revoked(alya.held_roles.get())
    User.objects.filter(pk=other.pk).update(is_active=True)
    revoked(alya.held_roles.get())


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_each_other_at_once():
    an_area(DISTRICT)
    held = [a_user(Role.ADMINISTRATOR).held_roles.get() for _ in range(2)]
    start, refusals = threading.Barrier(2), []

    def remove(role: HeldRole) -> None:
        start.wait()
        try:
            revoked(role)
        except Refused:
            refusals.append(role.pk)
        finally:
            connection.close()

    both = [threading.Thread(target=remove, args=[role]) for role in held]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert len(refusals) == 1
    assert HeldRole.objects.filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.django_db
def test_a_closed_account_is_signed_out_and_can_be_opened_again(client):
    alya, person = a_user(Role.ADMINISTRATOR), a_user(Role.GUARD, area_code=VILLAGE)
    own = an_actor(Role.ADMINISTRATOR, user=alya)
    client.force_login(person)
    actions.deactivate_user(user_id=person.pk, reason="pensiun", actor=own, now=NOON)
    assert client.get("/akun/saya/").status_code == 302
    actions.activate_user(user_id=person.pk, reason="kembali", actor=own, now=NOON)
    person.refresh_from_db()
    assert person.is_active
    # The old session stays dead: it belonged to the time before.
    assert client.get("/akun/saya/").status_code == 302


@pytest.mark.django_db
def test_nobody_closes_his_own_account_nor_that_of_the_last_administrator():
    alya, bima = a_user(Role.ADMINISTRATOR), a_user(Role.ADMINISTRATOR, area_code=VILLAGE)
    own = an_actor(Role.ADMINISTRATOR, user=alya)
    with pytest.raises(Refused, match="your own"):
        actions.deactivate_user(user_id=alya.pk, reason="x", actor=own, now=NOON)
    everywhere = an_actor(Role.ADMINISTRATOR, area_code="", user=bima)
    with pytest.raises(Refused, match="last administrator"):
        actions.deactivate_user(user_id=alya.pk, reason="x", actor=everywhere, now=NOON)


@pytest.mark.django_db
def test_a_role_that_ended_is_not_held(django_assert_num_queries):
    person = a_user(Role.GUARD, area_code=VILLAGE)
    HeldRole.objects.update(ends_on="2024-11-18")
    with django_assert_num_queries(1):  # roles and second factor together
        standing = queries.standing_of(person, today=NOON.date())
    assert standing.actor.grants == frozenset()
