"""The pages of a post and of the command post, as somebody fills them in."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sejuk.act.guard.models import BookEntry, CheckIn, Handover, HoursCorrection, PostItem
from sejuk.foundation.accounts.models import User
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.sense.signals.models import Signal
from tests.builders import NOON, a_duty, a_person, a_user, an_operation, shift_to

EIGHT = timedelta(hours=8)
RTL = "مرحبا 🙂"


@pytest.fixture
def post(db):
    """A post at NOON of the demonstration: Budi has stood the morning, Sari comes."""
    an_operation(is_demonstration=True, clock_shift_seconds=shift_to(NOON))
    morning = a_duty(person=a_guard("budi"), starts_at=NOON - EIGHT, role="leader")
    a_duty(person=a_guard("sari"), starts_at=NOON, post=morning.post, role="leader")
    CheckIn.objects.create(
        duty=morning, person=morning.person, method="code", arrived_at=morning.starts_at,
        recorded_at=NOON, recorded_by="-", key=uuid4(),
    )  # fmt: skip
    return morning.post


def a_guard(name):
    return a_person(name.title(), user=a_user(Role.GUARD, username=name))


def client_of(name):
    client = Client()
    known = User.objects.filter(username=name).first()
    client.force_login(known or a_user(Role.OPERATOR, username=name))
    return client


def at(name, post, **kwargs):
    return reverse(f"guard:{name}", kwargs={"post_id": post.pk} | kwargs)


def test_an_entry_is_written_once_however_often_it_is_sent(post):
    budi, address = client_of("budi"), at("post_book", post)
    sent = {
        "token": uuid4(), "kind": "visitor", "happened_at": "2024-11-19T11:00", "text": RTL,
    }  # fmt: skip
    budi.post(address, sent)
    budi.post(address, sent)

    assert BookEntry.objects.get().text == RTL
    page = budi.get(address).content.decode()
    assert RTL in page
    assert "Aipda Budi" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"happened_at": "2024-11-19T23:00"}, "masih akan datang"),
        ({"happened_at": "2023-11-19T11:00"}, "lebih awal daripada operasi"),
        ({"text": ""}, "tidak boleh kosong"),
        ({"text": "x" * 10_001}, "paling banyak 10000 karakter"),
        ({"kind": "handover"}, "pilihan yang valid"),
        ({"token": "x"}, "Periksa isian yang ditandai"),
    ],
)
def test_what_cannot_stand_is_said_beside_it_and_nothing_is_lost(post, wrong, said):
    sent = {
        "token": uuid4(), "kind": "other", "happened_at": "2024-11-19T11:00", "text": "Tetap ada.",
    }  # fmt: skip
    answer = client_of("budi").post(at("post_book", post), sent | wrong)

    assert answer.status_code == 422
    page = answer.content.decode()
    # Beside the field that is wrong, and beside no other; a hidden one has no place of its own.
    marked = dict(
        re.findall(r'class="field-error" id="id_(\w+)_error">.*?</svg>\s*(.*?)</', page, re.DOTALL)
    )
    [name] = wrong
    assert set(marked) == {name} - {"token"}
    assert said in marked.get(name, page)
    assert f">\n{(sent | wrong)['text']}</textarea>" in page
    assert BookEntry.objects.count() == 0


def test_a_correction_and_an_incident_find_their_way_into_the_book(post):
    budi, address = client_of("budi"), at("post_book", post)
    first = {
        "token": uuid4(), "kind": "visitor", "happened_at": "2024-11-19T11:00", "text": "BG 1",
    }  # fmt: skip
    budi.post(address, first)
    wrong = BookEntry.objects.get()
    budi.post(reverse("guard:correct", args=[wrong.pk]), {"token": uuid4(), "text": "BG 2"})
    told = {
        "token": uuid4(), "form": "observation", "kind": "kamtibmas", "severity": "2",
        "happened_at": "2024-11-19T11:30", "text": "Kerumunan di depan gerbang.",
    }  # fmt: skip
    assert budi.post(at("incident", post), told).status_code == 302

    assert [one.kind for one in BookEntry.objects.order_by("number")] == [
        "visitor", "correction", "incident",
    ]  # fmt: skip
    assert Signal.objects.get().form == "observation"
    page = budi.get(address).content.decode()
    assert "Dibetulkan dengan no. 2" in page
    assert "was-corrected" in page


@pytest.mark.slow
def test_a_post_goes_from_hand_to_hand_on_its_page(post):
    radio = PostItem.objects.create(post=post, kind="equipment", name="HT", count=4)
    budi, sari, address = client_of("budi"), client_of("sari"), at("handover", post)
    # Who comes next reads who signs; the form is for those who may.
    assert 'name="situation"' in budi.get(address).content.decode()
    awaiting = sari.get(address).content.decode()
    assert 'name="situation"' not in awaiting
    assert "dipimpin Aipda Budi" in awaiting
    assert sari.post(address, {}).status_code == 409
    form = {
        "people_present": "1", "situation": "Aman.", "new_matters": "Lampu mati\n\nPagar rusak",
        "barang-0-name": radio.name, "barang-0-counted": "3", "barang-0-remark": "",
    }  # fmt: skip
    refused = budi.post(address, form)
    assert refused.status_code == 422
    assert "sebab jumlahnya berbeda" in refused.content.decode()
    assert "Pagar rusak" in refused.content.decode()
    assert budi.post(address, form | {"barang-0-remark": "Di bengkel"}).status_code == 302

    given = Handover.objects.get()
    assert [one["text"] for one in given.open_matters] == ["Lampu mati", "Pagar rusak"]
    take = reverse("guard:take", args=[given.pk])
    assert sari.post(take, {"given_at": "kemarin"}).status_code == 409
    assert budi.post(take, {"given_at": given.given_at.isoformat()}).status_code == 409
    assert "Sudah saya hitung" in sari.get(address).content.decode()
    sari.post(take, {"given_at": given.given_at.isoformat(), "remarks": "Diterima."})
    given.refresh_from_db()
    assert (given.taken_by.username, given.remarks) == ("sari", "Diterima.")
    assert "Lampu mati" in sari.get(address).content.decode()
    sheet = PdfReader(BytesIO(sari.get(reverse("guard:sheet_pdf", args=[given.pk])).content))
    words = " ".join("".join(page.extract_text() for page in sheet.pages).split())
    for told in (
        "dari Selasa, 19 November 2024 pukul 04.00",
        "YANG MENYERAHKAN",
        "YANG MENERIMA",
        "BUDI",
        "SARI",
    ):
        assert told in words
    assert Entry.objects.get(verb="guard.sheet.exported").detail["file"] == "pdf"


def test_who_stands_elsewhere_reads_why_the_book_stays_shut(post):
    a_guard("jauh")
    answer = client_of("jauh").get(at("post_book", post))

    assert answer.status_code == 409
    assert "berdinas terbuka" in answer.content.decode()
    assert (
        at("post_book", post) not in client_of("jauh").get(reverse("guard:book")).content.decode()
    )


def test_things_of_a_post_are_listed_by_who_leads(post):
    alya = client_of("alya")
    sent = {"kind": "key", "name": "Kunci gudang", "count": "2", "is_active": "on"}
    alya.post(at("items", post), sent)
    assert alya.post(at("items", post), sent).status_code == 422
    item = PostItem.objects.get()
    alya.post(reverse("guard:item", args=[item.pk]), sent | {"count": "3"})

    item.refresh_from_db()
    assert item.count == 3
    assert client_of("budi").get(at("items", post)).status_code == 403


def test_hours_are_asked_on_the_phone_and_decided_at_the_desk(post):
    budi, alya = client_of("budi"), client_of("alya")
    duty = CheckIn.objects.get().duty
    assert "8" in budi.get(f"{reverse('guard:my_hours')}?dinas={duty.pk}").content.decode()
    wrong = budi.post(reverse("guard:my_hours"), {"duty": duty.pk, "hours": "99", "reason": "x"})
    assert wrong.status_code == 422
    turned = budi.get(reverse("guard:my_hours"), {"dari": "2024-11-20", "sampai": "2024-01-01"})
    assert "keduanya ditukar" in turned.content.decode()
    assert "Paling banyak 92 hari" in turned.content.decode()
    budi.post(
        reverse("guard:my_hours"), {"duty": duty.pk, "hours": "8,5", "reason": "Diganti telat."}
    )
    row = HoursCorrection.objects.get()
    assert row.minutes == 510
    page = alya.get(reverse("guard:hours")).content.decode()
    assert "Diganti telat." in page
    alya.post(reverse("guard:decide_hours", args=[row.pk]), {"grants": "on", "reason": ""})

    assert "dikabulkan" in budi.get(reverse("guard:my_hours")).content.decode()


def test_the_wall_refreshes_by_itself_and_alone(post):
    alya = client_of("alya")
    whole = alya.get(reverse("guard:wall")).content.decode()
    part = alya.get(reverse("guard:wall"), headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 30s"' in whole
    assert "<html" not in part
    assert post.name in part


@pytest.mark.slow
def test_papers_of_the_day_can_be_printed(post):
    alya = client_of("alya")
    assert alya.get(reverse("guard:strength_pdf")).content.startswith(b"%PDF")
    alya.post(
        at("post_book", post),
        {"token": uuid4(), "kind": "other", "happened_at": "2024-11-19T11:00", "text": f"A {RTL}"},
    )
    assert alya.get(at("book_pdf", post)).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("export_book", "guard.book.exported"),
        ("export_coverage", "guard.coverage.exported"),
        ("export_hours", "guard.hours.exported"),
        ("export_strength", "guard.strength.exported"),
    ],
)
def test_what_is_taken_away_stands_in_the_ledger(post, name, verb):
    which = {"post_id": post.pk} if name == "export_book" else {}
    address = reverse(f"guard:{name}", kwargs={"kind": "csv", **which})
    assert client_of("alya").get(address).status_code == 200
    taken = Entry.objects.get(verb=verb)
    assert taken.detail["file"] == "csv"
    assert client_of("alya").get(address.replace("csv", "doc")).status_code == 404
    assert Entry.objects.filter(verb=verb).count() == 1
