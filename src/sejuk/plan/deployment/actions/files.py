"""The importers of patterns, posts, needs, squads, wishes, bans and holidays."""

import re
from datetime import datetime, time

from django.db.models import Model, QuerySet

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import Qualification
from sejuk.foundation.operations.queries import current_operation
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import dotted_code
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.cells import Unfit, day, flag, one_of, text, whole
from sejuk.kit.choices import N_
from sejuk.kit.importing import Column, Importer, Plan
from sejuk.kit.scoping import within
from sejuk.kit.storing import upsert
from sejuk.plan.deployment.models import (
    Ban,
    Band,
    Holiday,
    Need,
    Pattern,
    Post,
    PostKind,
    Squad,
    SquadMember,
    Wish,
)
from sejuk.plan.deployment.queries import files
from sejuk.plan.deployment.rules import Posture, SeatRole

DAY_MINUTES = 24 * 60
Rows = list[dict[str, object]]


def _clock(cell: str) -> time:
    """
    Read a time of day.

    >>> _clock("6.30"), _clock("22:00")
    (datetime.time(6, 30), datetime.time(22, 0))

    :raises Unfit: when it is none
    """
    found = re.fullmatch(r"(\d|[01]\d|2[0-3])[.:]([0-5]\d)(?:[.:]00)?", cell)
    if found is None:
        raise Unfit(N_("not a time: write it like 06.00 or 22:00"))
    return time(int(found[1]), int(found[2]))


def _rows(plan: Plan) -> Rows:
    return [dict(record.values) for record in (*plan.new, *plan.changed)]


def _numbers(model: type[Model], rows: Rows, column: str) -> dict[str, int]:
    """Return the primary keys of what rows name by code."""
    codes = {str(row[column]) for row in rows if row.get(column)}
    found = model._default_manager.filter(code__in=codes)
    return dict(found.values_list("code", "pk"))


def _numbered(rows: Rows, column: str, numbers: dict[str, int]) -> None:
    for row in rows:
        if column in row:
            row[f"{column}_id"] = numbers.get(str(row.pop(column) or ""))


def _store_patterns(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = _rows(plan)
    named = {str(row["pattern"]): row.pop("pattern_name") for row in rows}
    upsert(Pattern, [{"code": code, "name": name} for code, name in named.items()], key=("code",))
    _numbered(rows, "pattern", _numbers(Pattern, rows, "pattern"))
    upsert(Band, rows, key=("pattern_id", "code"))


def _store_kinds(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = _rows(plan)
    _numbered(rows, "pattern", _numbers(Pattern, rows, "pattern"))
    upsert(PostKind, rows, key=("code",))


def _store_posts(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = _rows(plan)
    _numbered(rows, "kind", _numbers(PostKind, rows, "kind"))
    _numbered(rows, "pattern", _numbers(Pattern, rows, "pattern"))
    wanted = {str(row["site"]) for row in rows if row.get("site")}
    sites = places.sites((EVERYWHERE,)).filter(code__in=wanted)
    _numbered(rows, "site", dict(sites.values_list("code", "id")))
    for row in rows:
        row["area_id"] = row.pop("area_code")
    upsert(Post, rows, key=("code",))


def _store_needs(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows, operation = _rows(plan), current_operation()
    if operation is None:
        return
    _numbered(rows, "post", _numbers(Post, rows, "post"))
    _numbered(rows, "kind", _numbers(PostKind, rows, "kind"))
    _numbered(rows, "organisation", {one.code: one.pk for one in forces.organisations()})
    for row in rows:
        row["operation_id"] = operation.pk
    key = [f"{name}_id" if name in ("post", "kind", "organisation") else name
           for name in files.NEED_KEY]  # fmt: skip
    upsert(Need, rows, key=("operation_id", *key))


def _store_squads(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows, operation = forces.rows_of_people(plan), current_operation()
    if operation is None:
        return
    named = {str(row["squad"]): row.pop("squad_name") for row in rows}
    squads = [
        {"operation_id": operation.pk, "code": code, "name": name} for code, name in named.items()
    ]
    upsert(Squad, squads, key=("operation_id", "code"))
    found = Squad.objects.filter(operation=operation).values_list("code", "id")
    _numbered(rows, "squad", dict(found))
    for row in rows:
        row["operation_id"] = operation.pk
    upsert(SquadMember, rows, key=("operation_id", "person_id"))


def _store_wishes(plan: Plan, actor: Actor, now: datetime) -> None:
    rows = forces.rows_of_people(plan)
    for row in rows:
        row |= {"asked_by": actor.identity, "asked_at": now}
    upsert(Wish, rows, key=("person_id", "day"))


def _store_bans(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    rows = forces.rows_of_people(plan)
    _numbered(rows, "post", _numbers(Post, rows, "post"))
    upsert(Ban, rows, key=("person_id", "post_id", "starts_on"))


def _store_holidays(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    upsert(Holiday, _rows(plan), key=("day",))


def _patterns(actor: Actor) -> QuerySet[Pattern]:  # noqa: ARG001 - of one shape
    return Pattern.objects.all()


def _kinds(actor: Actor) -> QuerySet[PostKind]:  # noqa: ARG001 - of one shape
    return PostKind.objects.all()


def _posts(actor: Actor) -> QuerySet[Post]:
    return Post.objects.filter(within(actor.scope), is_active=True)


def _needs(actor: Actor) -> QuerySet[Need]:
    return Need.objects.filter(within(actor.scope, "operation__area_id"))


def _members(actor: Actor) -> QuerySet[SquadMember]:
    found = SquadMember.objects.filter(operation=current_operation())
    return found.filter(within(actor.scope, "person__unit__area_id"))


def _wishes(actor: Actor) -> QuerySet[Wish]:
    return Wish.objects.filter(within(actor.scope, "person__unit__area_id"))


def _bans(actor: Actor) -> QuerySet[Ban]:
    return Ban.objects.filter(within(actor.scope, "person__unit__area_id"))


def _holidays(actor: Actor) -> QuerySet[Holiday]:  # noqa: ARG001 - of one shape
    return Holiday.objects.all()


_NUMBER = Column(
    name="service_number", header="nrp", label=N_("Service number"), read=text(30),
    example="88010123", required=True, synonyms=("nip", "nrp/nip", "nomor"),
)  # fmt: skip
_STARTS_ON = Column(
    name="starts_on", header="mulai", label=N_("First day"), read=day, example="2024-11-01",
    synonyms=("tanggal_mulai", "dari"),
)  # fmt: skip
_ENDS_ON = Column(
    name="ends_on", header="selesai", label=N_("Last day"), read=day, example="2024-11-30",
    synonyms=("tanggal_selesai", "sampai"),
)  # fmt: skip


def _required(column: Column) -> Column:
    return Column(**{name: getattr(column, name) for name in Column.__slots__} | {"required": True})


SHIFT_PATTERNS = Importer(
    code="pola-jaga",
    label=N_("Shift patterns"),
    lead=N_("The shifts of a day, one row each: when it begins, how long it lasts, what counts."),
    columns=(
        Column("pattern", "pola", N_("Code of the pattern"), text(30), required=True,
               example="3x8"),
        Column("pattern_name", "nama_pola", N_("Name of the pattern"), text(120), required=True,
               example="3 x 8 jam"),
        Column("code", "kode", N_("Code of the shift"), text(20), required=True, example="malam"),
        Column("name", "nama", N_("Name"), text(60), required=True, example="Malam"),
        Column("starts", "mulai", N_("Begins"), _clock, required=True, example="22.00"),
        Column("minutes", "menit", N_("Minutes"), whole(15, 2 * DAY_MINUTES), required=True,
               example="480"),
        Column("counted_minutes", "menit_dihitung", N_("Counted minutes"),
               whole(0, 2 * DAY_MINUTES), hint=N_("Empty: as long as it lasts.")),
        Column("rest_after_minutes", "istirahat_menit", N_("Rest after it, minutes"),
               whole(0, 7 * DAY_MINUTES), example="0"),
    ),
    check=files.checked_patterns,
    store=_store_patterns,
    there=_patterns,
)  # fmt: skip

POST_KINDS = Importer(
    code="jenis-pos",
    label=N_("Kinds of posts"),
    lead=N_("Kinds whose needs all their posts inherit, each with its shift pattern."),
    columns=(
        Column("code", "kode", N_("Code"), text(30), required=True, example="kantor"),
        Column("name", "nama", N_("Name"), text(120), required=True,
               example="Kantor penyelenggara"),
        Column("pattern", "pola", N_("Code of the pattern"), text(30), required=True,
               example="3x8"),
    ),
    check=files.checked_kinds,
    store=_store_kinds,
    there=_kinds,
)  # fmt: skip

POSTS = Importer(
    code="pos",
    label=N_("Posts"),
    lead=N_("Places where people stand: what kind, where, from when until when."),
    columns=(
        Column("code", "kode", N_("Code"), text(40), required=True, example="kpu-oku"),
        Column("name", "nama", N_("Name"), text(120), required=True, example="KPU OKU"),
        Column("kind", "jenis", N_("Kind of post"), text(30), required=True, example="kantor"),
        Column("area_code", "kode_wilayah", N_("Code of the area"), dotted_code, required=True,
               example="16.01.14", synonyms=("wilayah",)),
        Column("site", "kode_lokasi", N_("Code of the site"), text(40), example="kpu",
               synonyms=("lokasi",)),
        Column("pattern", "pola", N_("Own pattern"), text(30)),
        _STARTS_ON,
        _ENDS_ON,
        Column("is_active", "aktif", N_("In use"), flag, example="ya"),
    ),
    check=files.checked_posts,
    store=_store_posts,
    there=_posts,
)  # fmt: skip

NEEDS = Importer(
    code="kebutuhan-pos",
    label=N_("Needs of posts"),
    lead=N_("How many of whom: for one post, a kind of post, or (both empty) the operation."),
    columns=(
        Column("post", "pos", N_("Code of the post"), text(40), example="kpu-oku"),
        Column("kind", "jenis", N_("Kind of post"), text(30)),
        Column("stage_code", "tahapan", N_("Stage"), text(30), hint=N_("Empty: all stages.")),
        Column("band_code", "giliran", N_("Shift"), text(20), hint=N_("Empty: all shifts.")),
        Column("posture", "bentuk", N_("Posture"),
               one_of(Posture, terbuka=Posture.OVERT, tertutup=Posture.COVERT),
               example="terbuka"),
        Column("role", "peran", N_("Role"),
               one_of(SeatRole, padal=SeatRole.LEADER, anggota=SeatRole.MEMBER,
                      sopir=SeatRole.DRIVER, negosiator=SeatRole.NEGOTIATOR),
               example="anggota"),
        Column("qualification", "kualifikasi", N_("Qualification"), one_of(Qualification)),
        Column("organisation", "instansi", N_("Organisation"), text(30)),
        Column("is_woman", "perempuan", N_("Woman"), flag, example="tidak"),
        Column("by_squad", "per_regu", N_("Squads take it whole"), flag, example="tidak"),
        Column("count", "jumlah", N_("Seats"), whole(0, 500), required=True, example="5"),
        Column("priority", "bobot", N_("Price of an empty seat"), whole(1, 1_000_000),
               example="1000"),
    ),
    check=files.checked_needs,
    store=_store_needs,
    there=_needs,
)  # fmt: skip

SQUADS = Importer(
    code="regu",
    label=N_("Squads"),
    lead=N_("People who rotate together (regu, peleton); nobody is in two."),
    columns=(
        _NUMBER,
        Column("squad", "regu", N_("Code of the squad"), text(30), required=True, example="regu-1"),
        Column("squad_name", "nama_regu", N_("Name of the squad"), text(120), required=True,
               example="Regu 1"),
    ),
    check=files.checked_squads,
    store=_store_squads,
    there=_members,
)  # fmt: skip

WISHES = Importer(
    code="permintaan-hari",
    label=N_("Requested days"),
    lead=N_("Days on which somebody asks to be off, or on, duty. Why is nobody's business."),
    columns=(
        _NUMBER,
        Column("day", "tanggal", N_("Day"), day, required=True, example="2024-11-10"),
        Column("is_off", "lepas", N_("Off duty"), flag, hint=N_("tidak asks to be on duty"),
               example="ya"),
        Column("band_code", "giliran", N_("Shift"), text(20), hint=N_("Empty: all shifts.")),
    ),
    check=files.checked_wishes,
    store=_store_wishes,
    there=_wishes,
)  # fmt: skip

BANS = Importer(
    code="larangan-pos",
    label=N_("People barred from posts"),
    lead=N_("Who is not to stand at which post, from when until when, and why."),
    columns=(
        _NUMBER,
        Column("post", "pos", N_("Code of the post"), text(40), required=True, example="kpu-oku"),
        _required(_STARTS_ON),
        _required(_ENDS_ON),
        Column("reason", "alasan", N_("Reason"), text(500), required=True,
               example="Kerabat calon; surat perintah menyusul"),
    ),
    check=files.checked_bans,
    store=_store_bans,
    there=_bans,
)  # fmt: skip

HOLIDAYS = Importer(
    code="hari-libur",
    label=N_("Public holidays"),
    lead=N_("Days that fairness counts as holidays, with the decision that sets them."),
    columns=(
        Column("day", "tanggal", N_("Day"), day, required=True, example="2024-12-25"),
        Column("name", "nama", N_("Name"), text(120), required=True, example="Hari Raya Natal"),
        Column("source", "sumber", N_("Source"), text(200), required=True,
               example="SKB 3 Menteri 855/3/4 Tahun 2023"),
    ),
    check=files.checked_holidays,
    store=_store_holidays,
    there=_holidays,
)  # fmt: skip
