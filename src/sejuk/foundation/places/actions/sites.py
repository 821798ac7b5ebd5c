"""The importer of sites: offices, polling stations, stores, posts."""

from datetime import datetime

from sejuk.foundation.places.models import Site
from sejuk.foundation.places.queries.site_files import checked_sites
from sejuk.foundation.places.queries.sites import sites_there
from sejuk.foundation.places.rules import SiteKind, dotted_code
from sejuk.kit.actors import Actor
from sejuk.kit.cells import decimal, one_of, text
from sejuk.kit.choices import N_
from sejuk.kit.importing import Column, Importer, Plan
from sejuk.kit.storing import upsert


def _store(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - the importer's shape
    rows = [dict(record.values) for record in (*plan.new, *plan.changed)]
    for row in rows:
        row["area_id"] = row.pop("area_code")
    upsert(Site, rows, key=("code",))


SITES = Importer(
    code="sites",
    label=N_("Sites"),
    lead=N_("Offices of KPU and Bawaslu, polling stations, stores, posts."),
    columns=(
        Column(
            name="code",
            header="kode",
            label=N_("Code"),
            read=text(40),
            example="TPS-16.01.08.2018-001",
            required=True,
            synonyms=("kode_lokasi", "id"),
        ),
        Column(
            name="kind",
            header="jenis",
            label=N_("Kind"),
            read=one_of(
                SiteKind,
                tps=SiteKind.POLLING_STATION,
                kpu=SiteKind.KPU_OFFICE,
                bawaslu=SiteKind.BAWASLU_OFFICE,
                gudang=SiteKind.STORE,
                pos=SiteKind.GUARD_POST,
                polsek=SiteKind.POLICE_OFFICE,
                polres=SiteKind.POLICE_OFFICE,
                tempat=SiteKind.VENUE,
            ),
            hint=N_("tps, kpu, bawaslu, gudang, pos, polsek or tempat"),
            example="tps",
            required=True,
            synonyms=("tipe", "type"),
        ),
        Column(
            name="name",
            header="nama",
            label=N_("Name"),
            read=text(120),
            example="TPS 1 Ujanmas",
            required=True,
        ),
        Column(
            name="area_code",
            header="kode_wilayah",
            label=N_("Code of the area"),
            read=dotted_code,
            example="16.01.08.2018",
            required=True,
            synonyms=("wilayah", "kode_desa", "area"),
        ),
        Column(
            name="latitude",
            header="lintang",
            label=N_("Latitude"),
            read=decimal(-180, 180),
            example="-4.062",
            synonyms=("lat", "y"),
        ),
        Column(
            name="longitude",
            header="bujur",
            label=N_("Longitude"),
            read=decimal(-180, 180),
            example="103.879",
            synonyms=("lon", "lng", "long", "x"),
        ),
    ),
    check=checked_sites,
    store=_store,
    there=sites_there,
)
