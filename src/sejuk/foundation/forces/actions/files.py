"""The importers of the joint force."""

from datetime import datetime

from sejuk.foundation.forces import queries
from sejuk.foundation.forces.models import Leave, Organisation, Person, Unit, VillageCare
from sejuk.foundation.forces.queries import files
from sejuk.foundation.forces.rules import ForceKind, LeaveKind, Qualification
from sejuk.foundation.places.rules import dotted_code
from sejuk.kit.actors import Actor
from sejuk.kit.cells import day, flag, one_of, several, text
from sejuk.kit.choices import N_
from sejuk.kit.importing import Column, Importer, Plan
from sejuk.kit.storing import upsert


def _store_organisations(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = [record.values for record in (*plan.new, *plan.changed)]
    upsert(Organisation, rows, key=("code",))


def _store_units(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    records = (*plan.new, *plan.changed)
    organisations = dict(Organisation.objects.values_list("code", "id"))
    rows = [
        {
            "code": record.text("code"),
            "name": record.text("name"),
            "organisation_id": organisations[record.text("organisation")],
            "area_id": record.text("area_code"),
            "investigates": record.values.get("investigates", True),
        }
        for record in records
    ]
    upsert(Unit, rows, key=("code",))
    # A parent may stand in the same file: now all have their numbers.
    units = {unit.code: unit for unit in Unit.objects.only("id", "code", "parent")}
    placed = [record for record in records if record.text("parent")]
    for record in placed:
        units[record.text("code")].parent_id = units[record.text("parent")].pk
    Unit.objects.bulk_update([units[record.text("code")] for record in placed], ["parent"])


def _store_people(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    units = dict(Unit.objects.values_list("code", "id"))
    rows = [dict(record.values) for record in (*plan.new, *plan.changed)]
    for row in rows:
        row["unit_id"] = units[str(row.pop("unit"))]
    upsert(Person, rows, key=("service_number",))


def _store_leaves(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    upsert(Leave, files.rows_of_people(plan), key=("person_id", "starts_on"))


def _store_care(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = files.rows_of_people(plan)
    for row in rows:
        row["area_id"] = row.pop("area_code")
    upsert(VillageCare, rows, key=("person_id", "area_id", "starts_on"))


_SERVICE_NUMBER = Column(
    name="service_number",
    header="nrp",
    label=N_("Service number"),
    read=text(30),
    hint=N_("NRP, NIP or another number that is the person's alone. Format it as text."),
    example="88010123",
    required=True,
    synonyms=("nip", "nrp/nip", "nomor", "no_induk"),
)
_STARTS_ON = Column(
    name="starts_on",
    header="mulai",
    label=N_("First day"),
    read=day,
    example="2024-11-01",
    required=True,
    synonyms=("tanggal_mulai", "tmt", "dari"),
)
_AREA = Column(
    name="area_code",
    header="kode_wilayah",
    label=N_("Code of the area"),
    read=dotted_code,
    example="16.01.08",
    required=True,
    synonyms=("wilayah", "area", "kode_desa"),
)

ORGANISATIONS = Importer(
    code="organisations",
    label=N_("Organisations"),
    lead=N_("The services that lend people to the joint force."),
    columns=(
        Column(
            name="code",
            header="kode",
            label=N_("Code"),
            read=text(30),
            example="satpolpp",
            required=True,
        ),
        Column(
            name="name",
            header="nama",
            label=N_("Name"),
            read=text(120),
            example="Satpol PP Kabupaten OKU",
            required=True,
            synonyms=("instansi",),
        ),
        Column(
            name="kind",
            header="jenis",
            label=N_("Kind"),
            read=one_of(
                ForceKind,
                polisi=ForceKind.POLICE,
                satpolpp=ForceKind.SATPOL_PP,
                lainnya=ForceKind.OTHER,
            ),
            hint=N_("polri, tni, satpol_pp, dishub, linmas, dinkes, damkar or lainnya"),
            example="satpol_pp",
            required=True,
            synonyms=("tipe",),
        ),
    ),
    check=files.checked_organisations,
    store=_store_organisations,
    there=queries.organisations_there,
    is_needed=True,
)

UNITS = Importer(
    code="units",
    label=N_("Units"),
    lead=N_("Units in the tree of their organisation, each with the area it answers for."),
    columns=(
        Column(
            name="code",
            header="kode",
            label=N_("Code"),
            read=text(30),
            example="polsek-pengandonan",
            required=True,
        ),
        Column(
            name="name",
            header="nama",
            label=N_("Name"),
            read=text(120),
            example="Polsek Pengandonan",
            required=True,
            synonyms=("satuan", "unit"),
        ),
        Column(
            name="organisation",
            header="instansi",
            label=N_("Organisation"),
            read=text(30),
            example="polres",
            required=True,
            synonyms=("kode_instansi", "organisasi"),
        ),
        Column(
            name="parent",
            header="induk",
            label=N_("Parent unit"),
            read=text(30),
            example="polres",
            synonyms=("kode_induk",),
        ),
        _AREA,
        Column(
            name="investigates",
            header="menyidik",
            label=N_("Investigates"),
            read=flag,
            hint=N_("tidak for a Polsek that only prevents (Kep/613/III/2021)"),
            example="ya",
        ),
    ),
    check=files.checked_units,
    store=_store_units,
    there=queries.units_there,
    is_needed=True,
)

PEOPLE = Importer(
    code="people",
    label=N_("People of the joint force"),
    lead=N_("Rank, name, unit and qualifications. Nothing else about a person is kept."),
    columns=(
        _SERVICE_NUMBER,
        Column(
            name="name",
            header="nama",
            label=N_("Name"),
            read=text(120),
            example="Budi Contoh",
            required=True,
            synonyms=("nama_lengkap",),
        ),
        Column(
            name="rank",
            header="pangkat",
            label=N_("Rank or grade"),
            read=text(30),
            example="Aipda",
            required=True,
            synonyms=("pangkat/golongan", "golongan"),
        ),
        Column(
            name="position",
            header="jabatan",
            label=N_("Position"),
            read=text(120),
            example="Bhabinkamtibmas",
        ),
        Column(
            name="unit",
            header="satuan",
            label=N_("Unit"),
            read=text(30),
            hint=N_("Code of the unit"),
            example="polsek-pengandonan",
            required=True,
            synonyms=("kode_satuan", "kesatuan"),
        ),
        Column(
            name="qualifications",
            header="kualifikasi",
            label=N_("Qualifications"),
            read=several(
                one_of(Qualification, sopir=Qualification.DRIVER, p3k=Qualification.MEDIC)
            ),
            hint=N_(
                "negotiator, medic, driver, dalmas, polwan_search, polmas, radio, intelkam; "
                "separated by a semicolon"
            ),
            example="polmas; negotiator",
        ),
        Column(
            name="is_woman",
            header="perempuan",
            label=N_("Woman"),
            read=flag,
            hint=N_("Some duties, such as searching women, need it."),
            example="tidak",
            synonyms=("polwan",),
        ),
        Column(
            name="is_attached",
            header="bko",
            label=N_("Attached (BKO)"),
            read=flag,
            hint=N_("Lent from outside for this operation; counted apart in the strength report."),
            example="tidak",
            synonyms=("diperbantukan",),
        ),
        Column(name="is_active", header="aktif", label=N_("Serves"), read=flag, example="ya"),
        Column(
            name="is_invented", header="rekaan", label=N_("Invented"), read=flag, example="tidak"
        ),
    ),
    check=files.checked_people,
    store=_store_people,
    there=queries.people_there,
    is_needed=True,
)

LEAVE = Importer(
    code="leave",
    label=N_("Leave"),
    lead=N_("Who is away, from which day until which day."),
    columns=(
        _SERVICE_NUMBER,
        Column(
            name="kind",
            header="jenis",
            label=N_("Kind"),
            read=one_of(LeaveKind),
            hint=N_("cuti, sakit, izin, dik or dinas_luar"),
            example="cuti",
            required=True,
        ),
        _STARTS_ON,
        Column(
            name="ends_on",
            header="selesai",
            label=N_("Last day"),
            read=day,
            example="2024-11-05",
            required=True,
            synonyms=("tanggal_selesai", "sampai"),
        ),
    ),
    check=files.checked_leaves,
    store=_store_leaves,
    there=queries.leaves_there,
)

CARE = Importer(
    code="care",
    label=N_("Villages in care"),
    lead=N_("Which village officer (Bhabinkamtibmas) answers for which village, since when."),
    columns=(
        _SERVICE_NUMBER,
        _AREA,
        _STARTS_ON,
        Column(
            name="ends_on",
            header="selesai",
            label=N_("Last day"),
            read=day,
            example="",
            synonyms=("tanggal_selesai", "sampai"),
        ),
    ),
    check=files.checked_care,
    store=_store_care,
    there=queries.care_there,
    is_needed=True,
)
