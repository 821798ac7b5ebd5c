"""Who opens which page, what he sees there, and what it costs."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from sejuk.act.outreach.models import Photo, Visit
from sejuk.foundation.operations.models import Operation, Order
from sejuk.foundation.partners.models import Contact, Partner
from sejuk.kit.actors import Role
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import Kind
from tests.builders import (
    NOON,
    VILLAGE,
    a_proposal,
    a_signal,
    a_user,
    a_visit,
    an_area,
    an_officer,
    an_operation,
    shift_to,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _operation():
    """Let an operation run in whose time it is noon."""
    shift = shift_to(NOON)
    an_operation(is_demonstration=True, clock_shift_seconds=shift)


def signed_in(client, *roles, area_code="16.01"):
    user = a_user(*roles, area_code=area_code)
    client.force_login(user)
    return user


def a_picture(name="foto.jpg"):
    encoded = BytesIO()
    Image.new("RGB", (80, 60), "teal").save(encoded, "JPEG")
    return SimpleUploadedFile(name, encoded.getvalue(), "image/jpeg")


def a_photo(visit):
    return Photo.objects.create(
        visit=visit,
        jpeg=b"\xff\xd8jpeg",
        width=80,
        height=60,
        sha256="0" * 64,
        added_by="budi",
        added_at=NOON,
    )


def pages(visit, photo):
    return [
        reverse("outreach:village", kwargs={"code": VILLAGE}),
        reverse("outreach:history", kwargs={"code": VILLAGE}),
        reverse("outreach:responsible", kwargs={"code": VILLAGE}),
        reverse("outreach:visit", kwargs={"visit_id": visit.pk}),
        reverse("outreach:photo", kwargs={"photo_id": photo.pk}),
    ]


def test_the_right_role_opens_them_and_what_lies_elsewhere_is_not_there(client):
    visit = a_visit()
    addresses = pages(visit, a_photo(visit))
    for area_code, status in (("16.01.08", 200), ("16.01.13", 404)):
        an_area(area_code)
        signed_in(client, Role.SECTOR_CHIEF, area_code=area_code)
        assert {client.get(address).status_code for address in addresses} == {status}


def test_the_wrong_role_is_refused(client):
    visit = a_visit()
    signed_in(client, Role.GUARD)
    addresses = [
        *pages(visit, a_photo(visit)),
        reverse("outreach:visits"),
        reverse("outreach:record"),
    ]
    assert {client.get(address).status_code for address in addresses} == {403}


@pytest.mark.parametrize("role", [Role.PARTNER, Role.AUDITOR, Role.PUBLIC_RELATIONS])
def test_readers_record_nothing(client, role):
    signed_in(client, role)
    assert client.get(reverse("outreach:record")).status_code == 403


@pytest.mark.parametrize("code", ["16.01", "16.01.08", "16.01.99.2001", "x", "16.01.08.2018x"])
def test_only_villages_have_a_page(client, code):
    an_area()
    signed_in(client, Role.OPERATOR)
    assert client.get(f"/desa/{code}/").status_code == 404


def test_a_partner_sees_the_village_without_what_is_not_for_him(client):
    officer = an_officer()
    visit = a_visit(officer=officer, note="Catatan untuk petugas saja.")
    a_proposal(officer)
    a_signal(kind=Kind.INTIMIDATION, text="Warga takut melapor.")
    a_signal(kind=Kind.LOGISTICS, text="Bilik suara kurang dua.")
    photo = a_photo(visit)
    partner = Partner.objects.create(code="kpu", name="KPU OKU", kind="kpu", area_id="16.01")
    Contact.objects.create(partner=partner, function="ketua", telephone="0735-320000")
    signed_in(client, Role.PARTNER)
    village, history, responsible, of_visit, of_photo = pages(visit, photo)

    seen = "".join(
        client.get(page).content.decode() for page in (village, history, responsible, of_visit)
    )
    assert "Bilik suara kurang dua." in seen
    for hidden in (
        "Warga takut",
        "Catatan untuk petugas",
        "dahulu",
        "0735",
        "usulan",
        "catat/?desa",
    ):
        assert hidden not in seen
    assert client.get(of_photo).status_code == 404


def test_a_refused_proposal_is_told_with_its_reason_until_another_is_made(client):
    officer = an_officer()
    a_proposal(
        officer,
        state="refused",
        decided_by="kabag",
        decided_at=NOON - timedelta(days=1),
        decision_reason="Jalan ke desa terputus.",
    )
    signed_in(client, Role.OPERATOR)
    page = reverse("outreach:village", kwargs={"code": VILLAGE})
    told = "Usulan untuk pekan 18 November ditolak oleh kabag: Jalan ke desa terputus."
    text = client.get(page).content.decode()
    assert told in text
    assert "Belum ada usulan sambang" not in text

    a_proposal(officer, week_starts_on=date(2024, 11, 25))
    assert told not in client.get(page).content.decode()


def test_a_photo_is_for_this_browser_only(client):
    photo = a_photo(a_visit())
    signed_in(client, Role.OPERATOR)
    answer = client.get(reverse("outreach:photo", kwargs={"photo_id": photo.pk}))
    assert answer.content == b"\xff\xd8jpeg"
    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline; filename=")
    assert answer["Content-Type"] == "image/jpeg"


def test_the_history_says_what_came_of_a_plan(client):
    officer = an_officer()
    a_proposal(
        officer,
        week_starts_on=date(2024, 11, 11),
        state="accepted",
        planned_on=date(2024, 11, 13),
        planned_officer=officer,
        decided_by="alya",
        decided_at=NOON - timedelta(days=9),
    )
    signed_in(client, Role.OPERATOR)
    came_of_it = client.get(reverse("outreach:history", kwargs={"code": VILLAGE}))
    assert "Tidak terlaksana." in came_of_it.content.decode()


def filled(**values):
    return {
        "token": "t1",
        "area": VILLAGE,
        "kind": "sambang",
        "held_at": "2024-11-19T10:00",
        "parties_met": ["kades", "warga"],
        "messages_given": ["jangan_hoaks"],
        "dengar-0-text": "Jalan rusak ke TPS 2.",
        "dengar-0-kind": "pelayanan",
        "dengar-0-severity": "2",
    } | values


def test_an_officer_records_a_visit_with_photo_and_concern(client):
    user = signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE)
    an_officer(user=user)
    answer = client.post(reverse("outreach:record"), filled(photos=[a_picture(), a_picture()]))

    visit = Visit.objects.get()
    assert answer["Location"] == reverse("outreach:visit", kwargs={"visit_id": visit.pk})
    assert (visit.photos.count(), Signal.objects.count()) == (2, 1)
    shown = client.get(answer["Location"]).content.decode()
    assert "Jalan rusak ke TPS 2." in shown


def test_a_linked_officer_finds_his_village_accepts_his_proposal_and_records_his_visit(client):
    officer, account = an_officer(), a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    proposal = a_proposal(officer)
    accepting = reverse("programme:accept", kwargs={"proposal_id": proposal.pk})
    client.force_login(account)
    client.post(accepting, {"planned_on": "2024-11-20"})
    assert client.post(reverse("outreach:record"), filled()).status_code == 422

    signed_in(client, Role.ADMINISTRATOR)
    client.post(reverse("forces:link", args=[officer.pk]), {"account": account.pk})

    client.force_login(account)
    assert "Desa 2018" in client.get(reverse("programme:week")).content.decode()
    assert client.post(accepting, {"planned_on": "2024-11-20"}).status_code == 302
    form = client.get(f"{reverse('outreach:record')}?usulan={proposal.pk}")
    assert f'value="{officer.pk}"' in form.content.decode()
    sent = filled(officer=officer.pk, proposal=proposal.pk)
    assert client.post(reverse("outreach:record"), sent).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert Visit.objects.get().officer == officer


def test_a_form_sent_twice_makes_one_visit(client):
    an_officer(user=signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE))
    answers = [client.post(reverse("outreach:record"), filled()) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Visit.objects.count(), Signal.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"parties_met": []}, 'aria-invalid="true"'),
        ({"held_at": "2024-11-20T10:00"}, "field-error"),
        ({"at_contestant_event": "on"}, "Sprin"),
        ({"area": "Desa Antah"}, "field-error"),
        ({"photos": [SimpleUploadedFile("x.jpg", b"<svg/>", "image/jpeg")]}, "field-error"),
        ({"dengar-0-kind": "tidak-ada"}, "field-error"),
    ],
)
def test_an_error_keeps_what_was_typed(client, change, said):
    an_officer(user=signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE))
    answer = client.post(reverse("outreach:record"), filled(note="Panjang dan penting.", **change))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "Panjang dan penting." in text
    assert "Jalan rusak ke TPS 2." in text
    assert not Visit.objects.exists()


def test_all_errors_are_told_at_once_each_with_the_way_to_its_field(client):
    an_officer(user=signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE))
    wrong = {
        "parties_met": [],
        "held_at": "2024-11-20T10:00",
        "at_contestant_event": "on",
        "attendance": "-3",
        "dengar-0-kind": "tidak-ada",
    }
    text = client.post(reverse("outreach:record"), filled(**wrong)).content.decode()
    for field in ("held_at", "parties_met", "order", "attendance", "dengar-0-kind"):
        assert f'<a href="#id_{field}">' in text
        assert text.count(f'id="id_{field}"') == 1


def test_the_form_is_filled_from_the_proposal_and_asks_about_last_time(client):
    user = signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE)
    officer = an_officer(user=user)
    proposal = a_proposal(officer)
    a_signal(text="Pupuk terlambat.", kind=Kind.SERVICE, came_from="outreach.visit:3")
    a_signal(text="Laporan rahasia warga.", kind=Kind.SERVICE)
    text = client.get(f"{reverse('outreach:record')}?usulan={proposal.pk}").content.decode()

    assert VILLAGE in text
    assert "Pupuk terlambat." in text
    assert "Laporan rahasia warga." not in text


def test_only_orders_that_send_the_officer_are_offered(client):
    officer = an_officer(user=signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE))
    operation = Operation.objects.get()
    days = {"issued_on": date(2024, 11, 1), "starts_on": date(2024, 11, 2)}
    for number in ("Sprin/1/XI/2024", "Sprin/2/XI/2024"):
        words = {"number": number, "basis": "-", "text": "-", "issued_by": "Kapolres"}
        Order.objects.create(operation=operation, **words, **days, ends_on=date(2024, 11, 30))
    Order.objects.get(number="Sprin/2/XI/2024").people.add(officer)
    text = client.get(reverse("outreach:record")).content.decode()
    assert "Sprin/2/XI/2024" in text
    assert "Sprin/1/XI/2024" not in text


def test_there_is_no_field_for_a_name(client):
    an_officer(user=signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE))
    text = client.get(f"{reverse('outreach:record')}?desa={VILLAGE}").content.decode()
    assert 'name="name"' not in text
    assert 'name="nama"' not in text


def test_a_desk_records_for_the_officer_in_care(client):
    officer = an_officer()
    signed_in(client, Role.OPERATOR)
    client.post(reverse("outreach:record"), filled())
    assert Visit.objects.get().officer == officer


def test_a_village_in_nobodys_care_needs_an_officer(client):
    an_area("16.01.08.2019")
    signed_in(client, Role.OPERATOR)
    answer = client.post(reverse("outreach:record"), filled(area="16.01.08.2019"))
    assert answer.status_code == 422
    assert not Visit.objects.exists()


def test_the_file_holds_what_is_filtered(client):
    a_visit(kind="sambang")
    a_visit(kind="fgd")
    signed_in(client, Role.OPERATOR)
    for kind in ("csv", "xlsx"):
        address = reverse("outreach:export_visits", kwargs={"kind": kind})
        answer = client.get(f"{address}?jenis=fgd")
        body = answer.getvalue()
        assert answer.status_code == 200
        assert "DATA-CONTOH-kunjungan" in answer["Content-Disposition"]
        if kind == "csv":
            assert len(body.decode().splitlines()) == 3
    assert client.get(reverse("outreach:export_visits", kwargs={"kind": "exe"})).status_code == 404


def count_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.slow
def test_what_pages_cost(client):
    officer = an_officer()
    for number in range(6):
        visit = a_visit(officer=officer, held_at=NOON - timedelta(days=number))
        a_signal(came_from=f"outreach.visit:{visit.pk}")
    a_proposal(officer)
    signed_in(client, Role.OPERATOR)
    addresses = [*pages(visit, a_photo(visit)), reverse("outreach:visits")]
    addresses.append(f"{reverse('outreach:record')}?desa={VILLAGE}")
    costs = {address: count_queries(client, address) for address in addresses}
    assert {address: cost for address, cost in costs.items() if cost > MOST_QUERIES} == {}
