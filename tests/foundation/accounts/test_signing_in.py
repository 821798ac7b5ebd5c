"""Signing in: password, second factor, lock-out, and which addresses exist at all."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core.cache import cache
from django.urls import Resolver404, resolve

from sejuk.kit.actors import Role
from tests.builders import a_user, an_operation

pytestmark = pytest.mark.django_db
PASSWORD = "tiga kata panjang"


@pytest.fixture(autouse=True)
def _forget_attempts():
    cache.clear()


@pytest.fixture
def alya():
    user = a_user(Role.OPERATOR, username="alya")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def signed_in(client, username="alya", password=PASSWORD, **extra):
    return client.post("/akun/masuk/", {"login": username, "password": password}, **extra)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def is_in(client) -> bool:
    return client.get("/akun/saya/").status_code == 200


def test_a_name_in_any_case_and_the_right_password_open_a_new_session(client, alya):
    client.get("/akun/masuk/")
    client.session.save()
    before = client.session.session_key
    assert signed_in(client, username=" Alya ").status_code == 302
    assert client.session.session_key != before
    assert is_in(client)
    client.post("/akun/keluar/")
    assert not is_in(client)


def test_the_whole_way_to_a_second_factor_and_back_in_with_it(client, alya):
    signed_in(client)
    page = client.get("/akun/faktor-kedua/aplikasi/")
    if page.status_code == 302:
        client.post(page.headers["Location"], {"password": PASSWORD})
        page = client.get("/akun/faktor-kedua/aplikasi/")
    secret = page.context["form"].secret
    client.post("/akun/faktor-kedua/aplikasi/", {"code": code_for(secret)})
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data), "the secret is sealed in the database"
    recovery = client.get("/akun/faktor-kedua/kode/")
    codes = re.findall(rb"\b\d{8}\b", recovery.content)
    assert len(codes) == 10
    client.post("/akun/keluar/")

    cache.clear()  # a code counts once; the one above was this half minute's
    assert signed_in(client).headers["Location"].startswith("/akun/faktor-kedua/masuk/")
    assert not is_in(client)
    assert client.post("/akun/faktor-kedua/masuk/", {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post("/akun/faktor-kedua/masuk/", {"code": code_for(secret)}).status_code == 302
    assert is_in(client)

    client.post("/akun/keluar/")
    signed_in(client)
    client.post("/akun/faktor-kedua/masuk/", {"code": codes[0].decode()})
    assert is_in(client)


@pytest.mark.parametrize("username", ["alya", "nobody-of-that-name"])
def test_five_wrong_passwords_lock_out_with_the_same_words_for_everybody(client, alya, username):
    answers = [signed_in(client, username, "salah sekali saja") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    page = answers[-1].content.decode()
    assert username not in page
    assert "15" in page
    # Another spelling of the name is the same name, and the right password does not help now.
    assert signed_in(client, username.upper()).status_code == 429
    assert not is_in(client)


def test_the_words_before_the_lock_do_not_tell_whether_the_name_exists(client, alya):
    def told(username):
        page = signed_in(client, username, "salah sekali saja").content.decode()
        return re.sub(rf'value="{username}"|csrfmiddlewaretoken" value="\w+"', "", page)

    assert told("alya") == told("nobody-of-that-name")


def test_a_thing_has_one_name_on_our_pages_and_on_those_of_the_packages(client, alya):
    page = signed_in(client, password="salah sekali saja").content.decode()
    assert "Nama pengguna atau kata sandi salah." in page
    assert re.findall(r">([^<]*[Ss]andi)</label>", page) == ["Kata sandi"]
    client.force_login(alya)
    page = client.get("/akun/faktor-kedua/").content.decode()
    assert re.search(r"<h1>\s*Faktor kedua\s*</h1>", page)


def test_a_guesser_elsewhere_does_not_lock_out_his_victim(client, alya):
    for _ in range(6):
        signed_in(client, password="salah sekali saja", REMOTE_ADDR="10.0.0.9")
    assert signed_in(client, REMOTE_ADDR="10.0.0.9").status_code == 429
    assert signed_in(client, REMOTE_ADDR="10.0.0.8").status_code == 302
    assert is_in(client)


def test_what_was_typed_is_not_kept_with_the_attempt(client, alya):
    signed_in(client, password="salah sekali saja")
    attempt = AccessAttempt.objects.get()
    assert "salah" not in attempt.post_data
    assert "login=alya" not in attempt.post_data


@pytest.mark.parametrize("forged", ["10.0.0.1", "10.0.0.1, 10.0.0.2"])
def test_a_header_that_anybody_can_send_does_not_change_the_network(client, alya, forged):
    for _ in range(5):
        signed_in(client, password="salah sekali saja", HTTP_X_FORWARDED_FOR=forged)
    assert signed_in(client, HTTP_X_FORWARDED_FOR="10.9.9.9").status_code == 429


def test_behind_our_own_proxy_its_word_counts(client, alya, settings):
    settings.SEJUK_HTTPS = True
    for _ in range(5):
        signed_in(client, password="salah sekali saja", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.7")
    assert AccessAttempt.objects.get().ip_address == "10.0.0.7"


@pytest.mark.parametrize(
    "address", ["signup/", "email/", "password/reset/", "login/", "daftar/", "confirm-email/"]
)
def test_pages_that_are_not_wanted_do_not_exist(address):
    with pytest.raises(Resolver404):
        resolve(f"/akun/{address}")


def test_a_role_that_needs_a_second_factor_opens_nothing_before_it_is_set_up(client):
    an_operation()
    client.force_login(a_user(Role.ADMINISTRATOR))
    assert client.get("/akun/orang/").headers["Location"] == "/akun/faktor-kedua/"
    assert client.get("/akun/faktor-kedua/").status_code == 200
    assert is_in(client)


def test_with_a_second_factor_everything_opens(client):
    an_operation()
    user = a_user(Role.ADMINISTRATOR)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client.force_login(user)
    assert client.get("/akun/orang/").status_code == 200


def test_a_demonstration_only_reminds_and_only_once_and_on_a_page_that_opens(client):
    an_operation(is_demonstration=True)
    client.force_login(a_user(Role.ADMINISTRATOR))
    reminded = [
        b'href="/akun/faktor-kedua/"' in client.get(address).content
        for address in ("/nowhere/", "/segel/", "/akun/orang/", "/akun/orang/")
    ]
    assert reminded == [False, False, True, False]


@pytest.mark.parametrize(
    "address",
    ["masuk/", "pastikan/", "kata-sandi/", "faktor-kedua/", "faktor-kedua/kunci/", "tidak-aktif/"],
)
def test_pages_of_the_library_open_in_our_house(client, alya, address):
    if address not in ("masuk/", "tidak-aktif/"):
        client.force_login(alya)
    page = client.get(f"/akun/{address}", follow=True)
    assert page.status_code == 200
    assert b"sejuk.css" in page.content


def test_the_question_of_a_passkey_is_answered_to_who_is_not_signed_in(client):
    answer = client.get("/akun/faktor-kedua/kunci/masuk/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert answer.status_code == 200
    assert "challenge" in answer.content.decode()
