"""The pages of access: for whom they open, and what they cost."""

import pytest

from sejuk.foundation.accounts.models import Invitation, User
from sejuk.kit.actors import Role
from tests.builders import DISTRICT, VILLAGE, a_user, an_area, an_operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    # A demonstration: a second factor is only reminded of.
    an_operation(is_demonstration=True)
    client.force_login(a_user(Role.ADMINISTRATOR, username="alya"))
    return client


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/akun/orang/").headers["Location"] == "/akun/masuk/?next=/akun/orang/"


def test_another_role_is_refused(client):
    client.force_login(a_user(Role.OPERATOR))
    assert client.get("/akun/orang/").status_code == 403
    assert client.post("/akun/orang/undang/").status_code == 403


def test_a_person_of_another_area_is_not_found(administrator):
    other = a_user(Role.GUARD, area_code="16.09")
    for address in (f"/akun/orang/{other.pk}/", "/akun/orang/999999/"):
        assert administrator.get(address).status_code == 404
    held = other.held_roles.get()
    assert administrator.post(f"/akun/peran/{held.pk}/cabut/", {"reason": "x"}).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(administrator, django_assert_max_num_queries):
    for _ in range(30):
        a_user(Role.GUARD, Role.OPERATOR, area_code=VILLAGE)
    with django_assert_max_num_queries(12):
        page = administrator.get("/akun/orang/")
    assert page.status_code == 200


def test_an_invitation_is_made_shown_once_and_leads_in(administrator, client):
    page = administrator.post(
        "/akun/orang/undang/",
        {"display_name": "Budi", "roles": ["operator"], "area": f"OKU ({DISTRICT})"},
    )
    assert page.headers["Cache-Control"] == "no-store"
    link = page.context["link"]
    token = link.rstrip("/").rpartition("/")[2]
    assert token.encode() not in administrator.get("/akun/orang/").content

    typed = {
        "display_name": "Budi",
        "username": "budi",
        "password": "tiga kata panjang",
        "password_again": "tiga kata panjang",
    }
    answer = client.post(link, typed)
    assert answer.headers["Location"] == "/"
    assert client.get("/akun/saya/").status_code == 200
    assert User.objects.get(username="budi").held_roles.get().area_id == DISTRICT
    assert client.get(link).status_code == 404


def test_a_guard_who_joins_comes_to_his_duties(administrator, client):
    asked = {"display_name": "Budi", "roles": ["guard"], "area": f"OKU ({DISTRICT})"}
    link = administrator.post("/akun/orang/undang/", asked).context["link"]
    typed = {"display_name": "Budi", "username": "budi", "password": "tiga kata panjang"}
    answer = client.post(link, typed | {"password_again": typed["password"]}, follow=True)
    assert answer.redirect_chain[-1] == ("/dinas/", 302)


@pytest.mark.parametrize(
    "typed",
    [
        {"password": "pendek", "password_again": "pendek"},
        {"password": "123456789012", "password_again": "123456789012"},
        {"password": "budi.santoso1", "password_again": "budi.santoso1"},
        {"password": "tiga kata panjang", "password_again": "lain sekali saja"},
        {"username": "b d"},
        {"username": "resident"},
        # A Cyrillic letter among the others.
        {"username": "op\u0435rator"},
        {"username": ""},
        {"display_name": "System:redact"},
        {"display_name": "system :x"},
        {"display_name": "\u0455ystem:x"},
        {"display_name": "W\u00e1rga\u200b"},
        {"display_name": "Sejuk  sendiri"},
        {"display_name": "\u200b"},
        {"display_name": "12"},
        {"display_name": "\ufb03" * 60},
        # What others are called, or sign in with, whatever their account has become.
        {"display_name": "kompol\u00a0 cont\u00f3h"},
        {"display_name": "Komp\u043el Contoh"},
        {"display_name": "Kom\u200bpol Contoh"},
        {"display_name": "ALYA"},
    ],
)
def test_a_weak_password_or_a_bad_name_keeps_the_link_open(administrator, client, typed):
    chief = a_user(username="kabag")
    User.objects.filter(pk=chief.pk).update(display_name="Kompol Contoh", is_active=False)
    link = administrator.post(
        "/akun/orang/undang/",
        {"display_name": "Budi", "roles": ["operator"], "area": DISTRICT},
    ).context["link"]
    good = {
        "display_name": "Budi Santoso",
        "username": "budi.santoso",
        "password": "tiga kata panjang",
        "password_again": "tiga kata panjang",
    }
    assert client.post(link, good | typed).status_code == 422
    assert Invitation.objects.get().used_at is None
    good["display_name"] = "Kompol\u00a0 Ma’ruf, S.H. "
    assert client.post(link, good).status_code == 302
    assert User.objects.get(username="budi.santoso").display_name == "Kompol Ma’ruf, S.H."


@pytest.mark.parametrize("area", ["", "16", "99.99", "Pengandonan"])
def test_an_area_that_is_not_his_is_explained_beside_the_form(administrator, area):
    an_area(VILLAGE)
    page = administrator.post(
        "/akun/orang/undang/", {"display_name": "Budi", "roles": ["operator"], "area": area}
    )
    assert page.status_code == 422
    assert not Invitation.objects.exists()


def test_roles_are_given_and_taken_on_the_page_of_a_person(administrator):
    person = a_user(Role.GUARD, area_code=VILLAGE)
    address = f"/akun/orang/{person.pk}/"
    assert administrator.get(address).status_code == 200
    administrator.post(
        f"{address}peran/", {"role": "humas", "area": DISTRICT, "reason": "Sprin 12"}
    )
    held = person.held_roles.get(role="humas")
    assert administrator.post(f"/akun/peran/{held.pk}/cabut/").status_code == 409
    administrator.post(f"/akun/peran/{held.pk}/cabut/", {"reason": "mutasi"})
    assert not person.held_roles.filter(role="humas").exists()
    administrator.post(f"{address}tutup/", {"reason": "pensiun"})
    person.refresh_from_db()
    assert not person.is_active


def test_signing_out_everywhere_ends_every_session(client):
    person = a_user(Role.OPERATOR)
    client.force_login(person)
    other = type(client)()
    other.force_login(person)
    assert client.post("/akun/saya/keluar-semua/").status_code == 302
    assert other.get("/akun/saya/").status_code == 302
