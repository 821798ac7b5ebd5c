"""
Every address with who opens it.

The table is compared with the resolver and with the guards, and each line is tried: a wrong role
is refused (403), a right role is let in, and who holds it for another area finds nothing (404).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sejuk.foundation.accounts.models import HeldRole, User
from sejuk.foundation.imports.models import Upload
from sejuk.kit.actors import Role
from sejuk.sense.signals.models import BulkDeed, SavedView
from tests.architecture.opens import ON_DUTY, OPENS, PUBLIC
from tests.builders import (
    DISTRICT,
    NOON,
    a_user,
)

MOST_QUERIES = 12
# No page but what the map loads once: all days, in a process fresh from its start.
MAP_DATA = {
    "risk:map_temperatures": 14,
    # They put a question to the roster's engine, which is told the whole roster.
    "deployment:fairness": 22,
    "deployment:shortage": 20,
    "deployment:why": 26,
    "deployment:export_fairness": 24,
    "guard:swap": 20,
    "guard:replacements": 22,
}
# Addresses of the packages we build on: whether they open without signing in.
OPEN, CLOSED = True, False
OTHERS = {
    "api:openapi-json": CLOSED,
    "api:post_signal": CLOSED,
    "api:list_signals": CLOSED,
    "api:list_public_figures": OPEN,
    "api:post_arrival": CLOSED,
    "api:list_blockers": CLOSED,
    "api:list_rumours": CLOSED,
    "api:read_rumour": CLOSED,
    "api:list_sightings": CLOSED,
    "api:report_sighting": CLOSED,
    "api:list_answers": CLOSED,
    "api:read_answer": CLOSED,
    "api:list_published": OPEN,
    "api:read_published": OPEN,
    "api:api-root": CLOSED,
    "set_language": OPEN,
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_reauthenticate": CLOSED,
    "account_change_password": CLOSED,
    "mfa_index": CLOSED,
    "mfa_authenticate": OPEN,
    "mfa_reauthenticate": CLOSED,
    "mfa_activate_totp": CLOSED,
    "mfa_deactivate_totp": CLOSED,
    "mfa_view_recovery_codes": CLOSED,
    "mfa_generate_recovery_codes": CLOSED,
    "mfa_download_recovery_codes": CLOSED,
    "mfa_list_webauthn": CLOSED,
    "mfa_add_webauthn": CLOSED,
    "mfa_reauthenticate_webauthn": CLOSED,
    "mfa_remove_webauthn": CLOSED,
    "mfa_edit_webauthn": CLOSED,
    "mfa_login_webauthn": OPEN,
}
GUARDED = sorted(name for name, roles in OPENS.items() if roles)
# Addresses that name a record which belongs to an area. The rest show only what is in scope.
NAMES_A_RECORD = {
    "area_code", "code", "signal_id", "proposal_id", "visit_id", "photo_id", "sitrep_id",
    "user_id", "held_role_id", "invitation_id", "person_id", "leave_id", "care_id", "partner_id",
    "upload_id", "key_id", "message_id", "operation_id", "stage_id", "order_id", "post_id",
    "roster_id", "duty_id", "plan_id", "alarm_id", "absence_id", "swap_id", "notice_id",
    "alarm_number", "report_id", "rule_id", "seal_id",
    "rumour_id", "sighting_id", "check_id", "question_id",
    "entry_id", "handover_id", "item_id", "correction_id", "check_in_id", "need_id", "setting_id",
    "view_id", "deed_id",
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    name: str
    kwargs: frozenset[str]
    module: str
    guard: object


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, space: str = ""
) -> Iterator[Address]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            view = pattern.callback
            kwargs = frozenset(pattern.pattern.converters)
            guard = getattr(view, "guard", None)
            yield Address(f"{space}{pattern.name}", kwargs, view.__module__, guard)


ADDRESSES = {one.name: one for one in addresses() if one.module.startswith("sejuk.")}


def test_every_address_is_listed_and_guarded_as_listed():
    guarded = {
        name: PUBLIC if one.guard.public else one.guard.roles for name, one in ADDRESSES.items()
    }
    assert guarded == OPENS
    assert {one.name for one in addresses()} - set(ADDRESSES) == set(OTHERS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(OTHERS))
def test_addresses_of_packages_open_only_as_listed(name):
    numbers = {one.name: one.kwargs for one in addresses()}[name]
    answer = Client().get(reverse(name, kwargs=dict.fromkeys(numbers, 1)))
    turned_away = answer.status_code in (401, 404) or "/akun/masuk/" in answer.get("Location", "")
    # The second step of signing in leads back to the first; there is no answer of that number.
    elsewhere = ("mfa_authenticate", "mfa_login_webauthn", "api:read_published")
    assert turned_away != OTHERS[name] or name in elsewhere


@pytest.mark.django_db
def test_a_resident_without_an_account_chooses_his_language():
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/lapor/"})
    assert client.get("/lapor/").headers["Content-Language"] == "en"


# A role may open the page and yet not this record: partners read no rumours; photos are internal.
OWN_DUTY = ("guard:check_in", "guard:check_out", "guard:ask_swap")
LED_DUTY = (
    "guard:duty", "guard:screen", "guard:swap", "guard:move_swap", "guard:withdraw_sick",
)  # fmt: skip
READS_LESS = {
    # A duty is its holder's, and his leaders'; the examples' is somebody else's.
    *((name, role) for name in OWN_DUTY for role in ON_DUTY),
    *((name, role) for name in LED_DUTY for role in (Role.GUARD, Role.VILLAGE_OFFICER)),
    # He carries what he was sent with, and sees nothing else.
    ("response:carrying", Role.VILLAGE_OFFICER),
    ("signals:signal", Role.PARTNER),
    ("signals:picture", Role.PARTNER),
    ("outreach:photo", Role.PARTNER),
    ("outreach:photo", Role.AUDITOR),
}
SPECIAL = {
    "alarms:move": {"deed": "tutup"},
    "response:move": {"deed": "setujui"},
    "rumours:move": {"deed": "ubah"},
    "guard:move_swap": {"deed": "setujui"},
    "risk:kecamatan": {"area_code": "16.01.08"},
    "risk:district": {"area_code": DISTRICT},
    "imports:upload": {"code": "areas"},
    "imports:template_csv": {"code": "areas"},
    "imports:template_xlsx": {"code": "areas"},
}


def path_of(name: str, examples: dict[str, object], user: User) -> str:
    words = examples | SPECIAL.get(name, {})
    wanted = ADDRESSES[name].kwargs
    if "upload_id" in wanted:
        # A file belongs to who brought it.
        words |= {"upload_id": an_upload(user).pk}
    if "view_id" in wanted:
        # And a view, and a deed on several signals, to who made it.
        known = {"address": "kind=lain", "saved_at": NOON}
        view, _ = SavedView.objects.get_or_create(owner=user, name="-", defaults=known)
        words |= {"view_id": view.pk}
    if "deed_id" in wanted:
        known = {"deed": "take", "by": "-", "at": NOON}
        deed, _ = BulkDeed.objects.get_or_create(by_user=user, key="-", defaults=known)
        words |= {"deed_id": deed.pk}
    return reverse(name, kwargs={word: words[word] for word in wanted})


def an_upload(user: User) -> Upload:
    return Upload.objects.create(
        importer="areas", file_name="a.csv", content=b"kode,nama\n16.01,OKU\n", sha256="0" * 64,
        columns=["kode", "nama"], row_count=1, uploaded_by=user.username, uploaded_at=NOON,
    )  # fmt: skip


def opened(path: str, user: User) -> HttpResponse:
    """Open an address the way it wants to be opened."""
    return answered(path, signed_in(user))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answered(path: str, client: Client) -> HttpResponse:
    answer = client.get(path)
    if answer.status_code == 405:
        answer = client.post(path, {"reason": "Percobaan izin."})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


@pytest.fixture(scope="module")
def of_each_role(records, django_db_blocker) -> dict[Role, tuple[User, str]]:
    """Sign in somebody of each role once for the whole table, and give his session."""
    with django_db_blocker.unblock():
        users = {role: a_user(role, username=f"as-{role}") for role in Role}
        cookie = settings.SESSION_COOKIE_NAME
        return {role: (user, signed_in(user).cookies[cookie].value) for role, user in users.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", GUARDED)
def test_only_the_listed_roles_are_let_in(name, examples, of_each_role):
    right = OPENS[name] or frozenset()
    for role, (user, session) in of_each_role.items():
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            status = answered(path_of(name, examples, user), client).status_code
            # What one role did must not stand in the way of the next.
            transaction.set_rollback(True)
        if (name, role) in READS_LESS:
            assert status == 404
        elif role in right:
            assert status not in (403, 404), f"{role} is listed but got {status}"
            assert status < 500
            assert status in (200, 302, 409, 422), f"{role} is listed but got {status}"
        elif name == "risk:command_post":
            # The front page sends on whoever may not read it, to the first page that is his.
            assert status == 302
        else:
            assert status == 403, f"{role} is not listed but got {status}"


@pytest.mark.slow
@pytest.mark.parametrize("name", GUARDED)
def test_a_page_costs_at_most_twelve_queries(name, examples):
    everything = a_user(*Role, username="everything")
    path = path_of(name, examples, everything)
    client = Client()
    client.force_login(everything)
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    most = MAP_DATA.get(name, MOST_QUERIES)
    assert len(asked) <= most or answer.status_code == 405, "\n".join(asked)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in GUARDED
        if (ADDRESSES[name].kwargs & NAMES_A_RECORD and name not in SPECIAL)
        or name in ("risk:kecamatan", "risk:district")
    ],
)
def test_a_record_of_another_area_is_not_found(name, examples):
    owner = a_user(*Role, username="owner")
    path = path_of(name, examples, owner)
    everything_elsewhere = a_user(*Role, area_code="16.09", username="stranger")
    # Who holds here only what does not open the page: his right for elsewhere opens nothing here.
    also_here = a_user(*Role, area_code="16.09", username="neighbour")
    for role in frozenset(Role) - (OPENS[name] or frozenset()):
        HeldRole.objects.create(user=also_here, role=role, area_id=DISTRICT)

    assert opened(path, everything_elsewhere).status_code == 404
    assert opened(path, also_here).status_code == 404
