"""Partners: imports, lists by kind and function, and who sees whom."""

import pytest

from sejuk.foundation.imports.actions import RowsRefused, import_rows
from sejuk.foundation.partners.actions import CONTACTS, PARTNERS
from sejuk.foundation.partners.models import Contact, Partner
from sejuk.foundation.partners.queries import (
    contacts_by_function,
    kinds_present,
    partner_called,
    partners,
)
from sejuk.foundation.partners.rules import ContactFunction, PartnerKind
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours
from tests.builders import NOON, a_user, an_actor, an_area

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
OKU = ("16.01",)


def load(importer, *rows, actor: Actor = SYSTEM):
    return import_rows(importer=importer, rows=rows, actor=actor, now=NOON)


@pytest.fixture
def kpu(db) -> Partner:
    an_area("16.01.08")
    an_area("16.09")
    load(
        PARTNERS,
        {"code": "kpu", "name": "KPU OKU", "kind": "KPU", "area_code": "16.01"},
        {
            "code": "camat",
            "name": "Camat Pengandonan",
            "kind": "kecamatan",
            "area_code": "16.01.08",
        },
        {"code": "jauh", "name": "KPU OKU Selatan", "kind": "kpu", "area_code": "16.09"},
    )
    load(
        CONTACTS,
        {"partner": "kpu", "function": "sekretaris", "telephone": "0735 123456"},
        {"partner": "kpu", "function": "ketua", "holder": "Contoh", "email": "kpu@contoh.example"},
        {"partner": "camat", "function": "camat"},
        {"partner": "jauh", "function": "ketua"},
    )
    return Partner.objects.get(code="kpu")


def test_lists_by_kind_and_function_within_the_scope(kpu):
    assert [p.code for p in partners(OKU)] == ["camat", "kpu"]
    assert [p.code for p in partners(OKU, kind=PartnerKind.KPU)] == ["kpu"]
    assert [p.code for p in partners(OKU, text="pengandonan")] == ["camat"]
    assert kinds_present(OKU) == [(PartnerKind.KPU, 1), (PartnerKind.SUBDISTRICT_OFFICE, 1)]
    assert [contact.function for contact in contacts_by_function(OKU)] == [
        "ketua",
        "sekretaris",
        "camat",
    ]
    assert len(contacts_by_function(OKU, function=ContactFunction.CHAIR)) == 1
    with pytest.raises(NotYours):
        partner_called(Partner.objects.get(code="jauh").pk, OKU)


def test_a_contact_is_told_by_its_function_and_holder(kpu):
    again = {"partner": "kpu", "function": "ketua", "holder": "Contoh"}

    assert load(CONTACTS, again).same == 1
    assert load(CONTACTS, again | {"telephone": "0735-999999"}).changed == 1
    assert Contact.objects.filter(partner=kpu).count() == 2
    assert Contact.objects.get(holder="Contoh").email == "kpu@contoh.example"


def test_errors_name_row_and_column(kpu):
    operator = an_actor(Role.OPERATOR, area_code="16.01")
    with pytest.raises(RowsRefused) as refused:
        load(
            CONTACTS,
            {"partner": "jauh", "function": "ketua"},
            {"partner": "kpu", "function": "raja"},
            {"partner": "kpu", "function": "anggota", "telephone": "=1+1", "email": "surel"},
            actor=operator,
        )

    assert [(f.line, f.column) for f in refused.value.plan.errors] == [
        (1, "partner"),
        (2, "function"),
        (3, "telephone"),
        (3, "email"),
    ]


@pytest.mark.parametrize("path", ["", "?kind=kpu&q=oku", "fungsi/", "fungsi/?function=ketua"])
def test_pages_open_with_few_queries(client, kpu, path, django_assert_max_num_queries):
    client.force_login(a_user(Role.OPERATOR))

    with django_assert_max_num_queries(12):
        page = client.get(f"/mitra/{path}")

    assert page.status_code == 200
    assert "Selatan" not in page.content.decode()


def test_the_page_of_a_partner_shows_its_functions(client, kpu):
    client.force_login(a_user(Role.VILLAGE_OFFICER))

    assert "Sekretaris" in client.get(f"/mitra/{kpu.pk}/").content.decode()
    far = Partner.objects.get(code="jauh")
    assert client.get(f"/mitra/{far.pk}/").status_code == 404


def test_the_wrong_role_sees_no_telephone(client, kpu):
    client.force_login(a_user(Role.PARTNER))

    for path in ("", "fungsi/", f"{kpu.pk}/"):
        assert client.get(f"/mitra/{path}").status_code == 403
