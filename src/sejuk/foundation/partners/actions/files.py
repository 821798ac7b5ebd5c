"""The importers of partners and of the functions in which they are reached."""

import re
from datetime import datetime

from sejuk.foundation.partners import queries
from sejuk.foundation.partners.models import Contact, Partner
from sejuk.foundation.partners.queries import files
from sejuk.foundation.partners.rules import ContactFunction, PartnerKind
from sejuk.foundation.places.rules import dotted_code
from sejuk.kit.actors import Actor
from sejuk.kit.cells import fitting, one_of, text
from sejuk.kit.choices import N_
from sejuk.kit.importing import Column, Importer, Plan
from sejuk.kit.storing import upsert

TELEPHONE = re.compile(r"\+?[\d ()./-]{4,29}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,}")


def _store_partners(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = [dict(record.values) for record in (*plan.new, *plan.changed)]
    for row in rows:
        row["area_id"] = row.pop("area_code")
    upsert(Partner, rows, key=("code",))


def _store_contacts(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = [dict(record.values) for record in (*plan.new, *plan.changed)]
    ids = dict(Partner.objects.values_list("code", "id"))
    for row in rows:
        row["partner_id"] = ids[str(row.pop("partner"))]
    upsert(Contact, rows, key=("partner_id", "function", "holder"))


PARTNERS = Importer(
    code="partners",
    label=N_("Partners"),
    lead=N_("KPU, Bawaslu, FKUB, kecamatan and village offices and other organisations."),
    columns=(
        Column(
            name="code",
            header="kode",
            label=N_("Code"),
            read=text(30),
            example="kpu-oku",
            required=True,
        ),
        Column(
            name="name",
            header="nama",
            label=N_("Name"),
            read=text(120),
            example="KPU Kabupaten OKU",
            required=True,
        ),
        Column(
            name="kind",
            header="jenis",
            label=N_("Kind"),
            read=one_of(
                PartnerKind, lainnya=PartnerKind.OTHER, kelurahan=PartnerKind.VILLAGE_OFFICE
            ),
            hint=N_(
                "kpu, bawaslu, fkub, kecamatan, desa, pemda, keagamaan, adat, ormas, media or "
                "lainnya"
            ),
            example="kpu",
            required=True,
        ),
        Column(
            name="area_code",
            header="kode_wilayah",
            label=N_("Code of the area"),
            read=dotted_code,
            example="16.01",
            required=True,
            synonyms=("wilayah", "area"),
        ),
        Column(
            name="address",
            header="alamat",
            label=N_("Address"),
            read=text(200),
            example="Jalan Contoh 1, Baturaja",
        ),
    ),
    check=files.checked_partners,
    store=_store_partners,
    there=queries.partners_there,
)

CONTACTS = Importer(
    code="contacts",
    label=N_("Contacts of partners"),
    lead=N_("Functions in which a partner is reached: chair, camat, kades. No private persons."),
    columns=(
        Column(
            name="partner",
            header="mitra",
            label=N_("Partner"),
            read=text(30),
            hint=N_("Code of the partner"),
            example="kpu-oku",
            required=True,
            synonyms=("kode_mitra",),
        ),
        Column(
            name="function",
            header="fungsi",
            label=N_("Function"),
            read=one_of(ContactFunction, jubir=ContactFunction.SPOKESPERSON),
            hint=N_("ketua, sekretaris, anggota, camat, kades, lurah, penghubung or juru_bicara"),
            example="ketua",
            required=True,
            synonyms=("jabatan",),
        ),
        Column(
            name="holder",
            header="pejabat",
            label=N_("Holder"),
            read=text(120),
            hint=N_("May stay empty: the function is what counts."),
            example="",
            synonyms=("nama",),
        ),
        Column(
            name="telephone",
            header="telepon",
            label=N_("Office telephone"),
            read=fitting(TELEPHONE, N_("is no telephone number")),
            example="0735 000000",
            synonyms=("telp", "hp", "phone"),
        ),
        Column(
            name="email",
            header="surel",
            label=N_("E-mail"),
            read=fitting(EMAIL, N_("is no e-mail address")),
            example="kpu@contoh.example",
            synonyms=("email", "e-mail"),
        ),
    ),
    check=files.checked_contacts,
    store=_store_contacts,
    there=queries.contacts_there,
)
