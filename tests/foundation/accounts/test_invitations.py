"""One-time links: they open once, for one person, for three days."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from sejuk.foundation.accounts import actions, queries
from sejuk.foundation.accounts.models import Invitation, User
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import DISTRICT, NOON, VILLAGE, a_user, an_actor, an_area, an_operation

PASSWORD = "tiga kata panjang sekali"
SYSTEM = Actor.system("first-sign-in")


def invited(*grants: Grant, actor: Actor | None = None) -> actions.Invited:
    an_area()
    return actions.invite_person(
        display_name="Aipda Contoh",
        grants=grants or [Grant(Role.OPERATOR, DISTRICT)],
        actor=actor or an_actor(Role.ADMINISTRATOR),
        now=NOON,
    )


def accepted(token: str, *, username: str = "budi", now=NOON) -> User:
    return actions.accept_invitation(
        token=token,
        username=username,
        password=PASSWORD,
        display_name="Budi Contoh",
        actor=Actor.resident(),
        now=now,
    )


@pytest.mark.django_db
def test_the_bearer_of_a_link_gets_the_roles_on_it_and_only_the_hash_was_kept():
    made = invited(Grant(Role.OPERATOR, DISTRICT), Grant(Role.GUARD, DISTRICT))
    user = accepted(made.token, username="Budi")

    assert user.username == "budi"
    assert user.check_password(PASSWORD)
    actor = queries.standing_of(user, today=NOON.date()).actor
    assert actor.grants == {Grant(Role.OPERATOR, DISTRICT), Grant(Role.GUARD, DISTRICT)}
    kept = str(Invitation.objects.values().get())
    assert made.token not in kept
    assert [entry.verb for entry in Entry.objects.order_by("sequence")] == [
        "accounts.invitation.made",
        "accounts.user.joined",
    ]
    assert Entry.objects.get(verb="accounts.user.joined").actor_name == "Budi Contoh"


@pytest.mark.django_db
def test_a_link_opens_once():
    made = invited()
    accepted(made.token)
    with pytest.raises(Refused, match="opens nothing"):
        accepted(made.token, username="second")
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_link_ends_after_three_days_and_when_withdrawn():
    late, withdrawn = invited(), invited()
    with pytest.raises(Refused, match="opens nothing"):
        accepted(late.token, now=NOON + timedelta(hours=72))
    actions.withdraw_invitation(
        invitation_id=withdrawn.invitation.pk, actor=an_actor(Role.ADMINISTRATOR), now=NOON
    )
    with pytest.raises(Refused, match="opens nothing"):
        accepted(withdrawn.token)
    with pytest.raises(Refused, match="opens nothing"):
        accepted("a-guess")


@pytest.mark.django_db
def test_a_taken_name_is_refused_and_the_link_still_opens():
    a_user(username="budi")
    made = invited()
    with pytest.raises(Refused, match="already has this user name"):
        accepted(made.token, username="BUDI")
    assert accepted(made.token, username="budi.santoso").is_active


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_account():
    made = invited()
    start, outcomes = threading.Barrier(2), []

    def accept(username: str) -> None:
        start.wait()
        try:
            outcomes.append(accepted(made.token, username=username).username)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=accept, args=[name]) for name in ("adi", "bayu")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert outcomes.count("refused") == 1
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "16", "16.09"])
def test_nobody_invites_into_an_area_wider_than_or_beside_his_own(code):
    with pytest.raises(Refused, match="wider"):
        invited(Grant(Role.OPERATOR, code))


@pytest.mark.django_db
def test_who_is_no_administrator_invites_nobody():
    with pytest.raises(Refused):
        invited(actor=an_actor(Role.OPS_HEAD))


@pytest.mark.django_db
def test_an_invitation_of_another_area_cannot_be_withdrawn_nor_seen():
    made = invited()
    other = an_actor(Role.ADMINISTRATOR, area_code="16.09")
    assert queries.open_invitations(actor=other) == []
    with pytest.raises(NotYours):
        actions.withdraw_invitation(invitation_id=made.invitation.pk, actor=other, now=NOON)


@pytest.mark.django_db
def test_a_renewal_gives_a_new_password_and_ends_all_sessions(client):
    person = a_user(Role.OPERATOR, username="citra")
    client.force_login(person)
    made = actions.renew_access(user_id=person.pk, actor=an_actor(Role.ADMINISTRATOR), now=NOON)
    assert client.get("/akun/saya/").status_code == 200  # nothing changes until the link is used

    user = accepted(made.token, username="ignored")

    assert (user.pk, user.username) == (person.pk, "citra")
    assert user.check_password(PASSWORD)
    assert client.get("/akun/saya/").status_code == 302


@pytest.mark.django_db
def test_a_renewal_lapses_with_the_next_one_and_with_a_promotion(client):
    person = a_user(Role.CUSTODIAN, username="citra")
    first, second = (
        actions.renew_access(user_id=person.pk, actor=an_actor(Role.ADMINISTRATOR), now=NOON)
        for _ in range(2)
    )
    with pytest.raises(Refused):
        accepted(first.token)

    held = person.held_roles.create(role=Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        accepted(second.token)
    assert client.get(f"/akun/undangan/{second.token}/").status_code == 404
    held.delete()
    assert accepted(second.token) == person


@pytest.mark.django_db
def test_nobody_renews_the_access_of_one_with_roles_elsewhere():
    person = a_user(Role.OPERATOR, area_code=VILLAGE)
    person.held_roles.create(role=Role.GUARD, area=an_area("16.09"))
    with pytest.raises(Refused, match="outside your area"):
        actions.renew_access(user_id=person.pk, actor=an_actor(Role.ADMINISTRATOR), now=NOON)


def first_link() -> str:
    out = StringIO()
    call_command("first_sign_in_link", "--base-url", "http://127.0.0.1:8130/", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demonstration", "roles"), [(True, set(Role)), (False, {Role.ADMINISTRATOR})]
)
def test_the_first_link_gives_every_role_only_in_a_demonstration(demonstration, roles):
    an_operation(is_demonstration=demonstration)
    earlier, link = first_link(), first_link()
    assert "http://127.0.0.1:8130/akun/undangan/" in link

    with pytest.raises(Refused):
        accepted(earlier.strip().split("/")[-2])
    user = accepted(link.strip().split("/")[-2])

    actor = queries.standing_of(user, today=NOON.date()).actor
    assert actor.roles == roles
    assert actor.scope == ("",)
    assert "already" in first_link()
    with pytest.raises(Refused, match="already"):
        actions.invite_first(grants=[], actor=SYSTEM, now=NOON)
