"""
Every address with who opens it.

The table is compared with the resolver and with the guards, and each line is tried: a wrong role
is refused (403), a right role is let in, and who holds it for another area finds nothing (404).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sejuk.act.outreach.models import Photo
from sejuk.foundation.accounts.models import HeldRole, Invitation, User
from sejuk.foundation.channels.models import Message
from sejuk.foundation.forces.models import Leave
from sejuk.foundation.imports.models import Upload
from sejuk.foundation.operations.models import Order, Stage
from sejuk.foundation.partners.models import Partner
from sejuk.kit.actors import Role
from sejuk.review.sitreps.actions import draft_sitrep
from sejuk.sense.signals.models import ApiKey, SealedIdentity
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_proposal,
    a_signal,
    a_user,
    a_visit,
    an_actor,
    an_area,
    an_officer,
    an_operation,
)

MOST_QUERIES = 12
# No page but what the map loads once: all days, in a process fresh from its start.
MAP_DATA = {"risk:map_temperatures": 14}
PUBLIC = None
SIGNED_IN: frozenset[Role] = frozenset()
ALL = frozenset(Role)
LEADERS = frozenset({Role.OPS_HEAD, Role.CHIEF})
MESSAGES = frozenset({Role.OPS_HEAD, Role.OPERATOR})
DESK = LEADERS | {Role.OPERATOR, Role.SECTOR_CHIEF}
FIELD = DESK | {Role.VILLAGE_OFFICER}
HEARING = FIELD | {Role.PUBLIC_RELATIONS, Role.PARTNER}
SEEING = HEARING | {Role.AUDITOR}
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
CUSTODIAN = frozenset({Role.CUSTODIAN})
WEIGHERS = ADMINISTRATOR | {Role.OPS_HEAD}
SET_UP = WEIGHERS | {Role.OPERATOR}
FORCES = DESK | ADMINISTRATOR
LEAVES = FORCES - {Role.CHIEF}
CONTACTS = FORCES | {Role.VILLAGE_OFFICER, Role.PUBLIC_RELATIONS}
REPORTS = DESK | {Role.AUDITOR}
REPORTING = LEADERS | {Role.OPERATOR}
LEDGER = LEADERS | ADMINISTRATOR | {Role.AUDITOR}
INDEX = SEEING | ADMINISTRATOR

OPENS: dict[str, frozenset[Role] | None] = {
    "accounts:me": SIGNED_IN,
    "accounts:sign_out_everywhere": SIGNED_IN,
    "accounts:people": ADMINISTRATOR,
    "accounts:invite": ADMINISTRATOR,
    "accounts:person": ADMINISTRATOR,
    "accounts:grant_role": ADMINISTRATOR,
    "accounts:renew_access": ADMINISTRATOR,
    "accounts:deactivate": ADMINISTRATOR,
    "accounts:activate": ADMINISTRATOR,
    "accounts:revoke_role": ADMINISTRATOR,
    "accounts:withdraw": ADMINISTRATOR,
    "accounts:accept": PUBLIC,
    "places:areas": ALL,
    "places:sites": ALL,
    "places:search": ALL,
    "places:draw_boundaries": SET_UP,
    "forces:people": FORCES,
    "forces:units": FORCES,
    "forces:strength": FORCES,
    "forces:care": FORCES,
    "forces:person": FORCES,
    "forces:link": ADMINISTRATOR,
    "forces:unlink": ADMINISTRATOR,
    "forces:invite": ADMINISTRATOR,
    "forces:add_leave": LEAVES,
    "forces:withdraw_leave": LEAVES,
    "forces:add_care": LEAVES,
    "forces:end_care": LEAVES,
    "partners:list": CONTACTS,
    "partners:contacts": CONTACTS,
    "partners:partner": CONTACTS,
    "operations:current": ALL,
    "operations:open": WEIGHERS | {Role.CHIEF},
    "operations:operation": ALL,
    "operations:add_stage": WEIGHERS | {Role.CHIEF},
    "operations:move_stage": WEIGHERS | {Role.CHIEF},
    "operations:orders": REPORTS | ADMINISTRATOR,
    "operations:record_order": SET_UP | {Role.CHIEF},
    "operations:order": REPORTS | ADMINISTRATOR,
    "channels:messages": MESSAGES,
    "channels:send_again": MESSAGES,
    "imports:set_up": SET_UP,
    "imports:upload": SET_UP,
    "imports:template_csv": SET_UP,
    "imports:template_xlsx": SET_UP,
    "imports:mapping": SET_UP,
    "imports:result": SET_UP,
    "imports:findings_csv": SET_UP,
    "imports:findings_xlsx": SET_UP,
    "imports:load": SET_UP,
    "imports:discard": SET_UP,
    "signals:report": PUBLIC,
    "signals:report_areas": PUBLIC,
    "signals:receipt": PUBLIC,
    "signals:inbox": HEARING,
    "signals:export": DESK,
    "signals:enter": FIELD,
    "signals:seals": CUSTODIAN,
    "signals:identity": CUSTODIAN,
    "signals:keys": ADMINISTRATOR,
    "signals:revoke_key": ADMINISTRATOR,
    "signals:signal": HEARING,
    "signals:move": DESK,
    "risk:command_post": SEEING,
    "risk:map_areas": SEEING,
    "risk:map_temperatures": SEEING,
    "risk:kecamatan": SEEING,
    "risk:district": SEEING,
    "risk:index": INDEX,
    "risk:weigh": WEIGHERS,
    "risk:renew_index": SET_UP,
    "risk:village_index": INDEX,
    "programme:week": FIELD,
    "programme:propose": FIELD,
    "programme:print": FIELD,
    "programme:proposal": FIELD,
    "programme:accept": FIELD,
    "programme:change": FIELD,
    "programme:refuse": FIELD,
    "programme:coverage": SEEING,
    "programme:export_coverage": SEEING,
    "outreach:record": FIELD,
    "outreach:visits": SEEING,
    "outreach:export_visits": SEEING,
    "outreach:visit": SEEING,
    "outreach:photo": SEEING,
    "outreach:village": SEEING,
    "outreach:history": SEEING,
    "outreach:responsible": SEEING,
    "sitreps:list": REPORTS,
    "sitreps:draft": REPORTING,
    "sitreps:report": REPORTS,
    "sitreps:write": REPORTING,
    "sitreps:compile": REPORTING,
    "sitreps:sign": LEADERS,
    "sitreps:pdf": REPORTS,
    "sitreps:workbook": REPORTS,
    "sitreps:text": REPORTS,
    "audit:ledger": LEDGER,
    "audit:verify": LEDGER,
    "audit:export": LEDGER,
    "audit:verifier": LEDGER,
}
# Addresses of the packages we build on: whether they open without signing in.
OPEN, CLOSED = True, False
OTHERS = {
    "api:openapi-json": CLOSED,
    "api:post_signal": CLOSED,
    "api:list_signals": CLOSED,
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
    "area_code", "code", "signal_id", "proposal_id", "visit_id", "photo_id", "sitrep_id", "user_id",
    "held_role_id", "invitation_id", "person_id", "leave_id", "care_id", "partner_id", "upload_id",
    "key_id", "message_id", "operation_id", "stage_id", "order_id",
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
    # The second step of signing in leads back to the first.
    assert turned_away != OTHERS[name] or name in ("mfa_authenticate", "mfa_login_webauthn")


@pytest.mark.django_db
def test_a_resident_without_an_account_chooses_his_language():
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/lapor/"})
    assert client.get("/lapor/").headers["Content-Language"] == "en"


@pytest.fixture
def examples(db) -> dict[str, object]:
    """Make one record of each kind in the district, and give the words of their addresses."""
    shift = round((NOON - timezone.now()).total_seconds())
    operation = an_operation(is_demonstration=True, clock_shift_seconds=shift)
    order = Order.objects.create(
        operation=operation, number="Sprin/1/XI/2024", basis="-", text="-", issued_by="-",
        starts_on=date(2024, 11, 1), ends_on=date(2024, 11, 30), issued_on=date(2024, 11, 1),
    )  # fmt: skip
    somebody = a_user(Role.OPERATOR)
    officer = an_officer(user=a_user(Role.VILLAGE_OFFICER))
    leave = Leave.objects.create(
        person=officer, kind="cuti", starts_on=date(2024, 11, 20), ends_on=date(2024, 11, 22)
    )
    partner = Partner.objects.create(code="kpu", name="KPU", kind="kpu", area=an_area(DISTRICT))
    signal = a_signal()
    SealedIdentity.objects.create(signal=signal, sealed=b"-", sealed_at=NOON)
    key = ApiKey.objects.create(
        name="gateway", key_hash="0" * 64, area_code=DISTRICT, made_by="alya", made_at=NOON
    )
    visit = a_visit(officer=officer)
    photo = Photo.objects.create(
        visit=visit, jpeg=b"-", width=1, height=1, sha256="0" * 64, added_by="-", added_at=NOON
    )
    sitrep = draft_sitrep(
        area_code=DISTRICT, day=NOON.date(), actor=an_actor(Role.OPERATOR), now=NOON
    )
    invitation = Invitation.objects.create(
        token_hash="0" * 64, roles=[["operator", DISTRICT]], invited_by="alya",
        invited_at=timezone.now(), expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    message = Message.objects.create(
        direction="out",
        channel="sms",
        address="-",
        text="-",
        state="failed",
        created_at=NOON,
        area=an_area(DISTRICT),
    )
    return {
        "code": VILLAGE,
        "area_code": VILLAGE,
        "signal_id": signal.pk,
        "deed": "ambil",
        "kind": "csv",
        "key_id": key.pk,
        "proposal_id": a_proposal(officer).pk,
        "visit_id": visit.pk,
        "photo_id": photo.pk,
        "sitrep_id": sitrep.pk,
        "user_id": somebody.pk,
        "held_role_id": somebody.held_roles.get().pk,
        "invitation_id": invitation.pk,
        "message_id": message.pk,
        "person_id": officer.pk,
        "leave_id": leave.pk,
        "care_id": officer.villages_in_care.get().pk,
        "partner_id": partner.pk,
        "operation_id": operation.pk,
        "stage_id": Stage.objects.get().pk,
        "order_id": order.pk,
    }


# A role may open the page and yet not this record: partners read no rumours; photos are internal.
READS_LESS = {
    ("signals:signal", Role.PARTNER),
    ("outreach:photo", Role.PARTNER),
    ("outreach:photo", Role.AUDITOR),
}
SPECIAL = {
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
    return reverse(name, kwargs={word: words[word] for word in wanted})


def an_upload(user: User) -> Upload:
    return Upload.objects.create(
        importer="areas", file_name="a.csv", content=b"kode,nama\n16.01,OKU\n", sha256="0" * 64,
        columns=["kode", "nama"], row_count=1, uploaded_by=user.username, uploaded_at=NOON,
    )  # fmt: skip


def opened(path: str, user: User) -> HttpResponse:
    """Open an address the way it wants to be opened."""
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    if answer.status_code == 405:
        answer = client.post(path, {"reason": "Percobaan izin."})
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("name", GUARDED)
def test_only_the_listed_roles_are_let_in(name, examples):
    right = OPENS[name] or frozenset()
    for role in Role:
        user = a_user(role, username=f"as-{role}")
        with transaction.atomic():
            status = opened(path_of(name, examples, user), user).status_code
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
