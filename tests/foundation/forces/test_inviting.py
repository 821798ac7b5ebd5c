"""Somebody of the joint force is invited by QR code; the account that comes of it is his."""

import pytest
from django.test import Client

from sejuk.foundation.accounts import actions as accounts
from sejuk.foundation.accounts.models import Invitation
from sejuk.foundation.accounts.queries import standing_of
from sejuk.foundation.forces import actions
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import DISTRICT, NOON, a_person, a_user, an_actor, an_operation

pytestmark = pytest.mark.django_db
ADMINISTRATOR = an_actor(Role.ADMINISTRATOR)


def invited(*people, actor=ADMINISTRATOR):
    ids = [person.pk for person in people]
    return actions.invite_people(person_ids=ids, actor=actor, now=NOON)


def accepted(token, username="budi"):
    return accounts.accept_invitation(
        token=token, username=username, password="tiga kata panjang sekali",
        display_name="Budi Contoh", actor=Actor.resident(), now=NOON,
    )  # fmt: skip


def test_who_accepts_is_a_guard_and_linked_with_himself():
    person = a_person("Budi Contoh")
    [made] = invited(person)
    user = accepted(made.token)

    person.refresh_from_db()
    assert person.user == user
    actor = standing_of(user, today=NOON.date()).actor
    assert actor.grants == {Grant(Role.GUARD, DISTRICT)}
    linked = Entry.objects.get(verb="forces.person.linked")
    assert (linked.actor_name, linked.subject) == ("Budi Contoh", f"forces.person:{person.pk}")


def test_a_second_invitation_lets_the_first_lapse_and_an_account_all_of_them():
    person = a_person()
    [first], [second] = invited(person), invited(person)
    with pytest.raises(Refused, match="opens nothing"):
        accepted(first.token)
    person.user = a_user(Role.GUARD)
    person.save(update_fields=["user"])
    with pytest.raises(Refused, match="opens nothing"):
        accepted(second.token)
    with pytest.raises(Refused, match="has an account already"):
        invited(person)


def test_only_the_administrator_of_his_area_invites():
    person = a_person()
    with pytest.raises(Refused):
        invited(person, actor=an_actor(Role.OPS_HEAD))
    with pytest.raises(NotYours):
        invited(person, actor=an_actor(Role.ADMINISTRATOR, area_code="16.09"))
    with pytest.raises(Refused, match="Nobody is chosen"):
        invited()
    assert not Invitation.objects.exists()


def test_codes_for_several_are_printed_on_one_page():
    an_operation(is_demonstration=True)
    people = [a_person(), a_person()]
    client = Client()
    client.force_login(a_user(Role.ADMINISTRATOR))
    page = client.get("/kekuatan/undang/")
    assert all(str(person) in page.text for person in people)
    sheet = client.post("/kekuatan/undang/", {"person": [person.pk for person in people]})
    assert sheet.status_code == 200
    assert sheet.text.count("<svg") >= 2
    assert "style=" not in sheet.text
    assert Invitation.objects.filter(person__in=people).count() == 2
