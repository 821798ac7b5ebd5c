"""The importer of areas: names, codes, points, residents and boundaries."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import cast

from sejuk.foundation.places import queries
from sejuk.foundation.places.actions.boundaries import DRAWN, LIGHT
from sejuk.foundation.places.models import Area, AreaName
from sejuk.foundation.places.queries.area_files import checked_areas
from sejuk.foundation.places.queries.outlines import (
    redrawn_areas,
    schematic_districts,
    schematic_drawing,
)
from sejuk.foundation.places.rules import Level, dotted_code, search_keys
from sejuk.kit.actors import Actor
from sejuk.kit.cells import decimal, one_of, several, text, whole
from sejuk.kit.choices import N_
from sejuk.kit.importing import Column, Importer, Plan, Record

BATCH = 5_000
DRAWING_BATCH = 250
LONGEST_NAME = 100
# A geometry of a village has some kilobytes; one of ten megabytes is a province's coast.
LONGEST_GEOMETRY = 10_000_000
NAMES = ("name", "variants")


def _store(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - the importer's shape
    records = (*plan.new, *plan.changed)
    if not records:
        return
    columns = sorted({name for record in records for name in record.values} - {"code", "variants"})
    Area.objects.bulk_create(
        [_area(record, now) for record in records],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*columns, "revised_at"],
    )
    _store_names(records)
    bounded = _districts(record for record in records if "boundary" in record.values)
    moved = _districts(record for record in records if "latitude" in record.values)
    schematic = schematic_districts() & (bounded | moved)
    for district in sorted(schematic):
        # Schematic boundaries follow the points, and leave free what is surveyed now.
        drawing = schematic_drawing(district, now)
        Area.objects.bulk_update(drawing.villages, DRAWN, batch_size=DRAWING_BATCH)
    for district in sorted(bounded | schematic):
        Area.objects.bulk_update(redrawn_areas(district, now), LIGHT, batch_size=DRAWING_BATCH)


def _area(record: Record, now: datetime) -> Area:
    columns = {name: value for name, value in record.values.items() if name != "variants"}
    return Area(**columns, revised_at=now)


def _districts(records: Iterable[Record]) -> set[str]:
    """Return the codes of the kabupaten that records lie in."""
    return {code[:5] for record in records if len(code := record.text("code")) > len("16.01")}


def _store_names(records: Iterable[Record]) -> None:
    """Write the search keys anew: of the name, and of the variants where the file names some."""
    named = [record for record in records if "name" in record.values]
    for is_variant, column in ((False, "name"), (True, "variants")):
        codes = [record.text("code") for record in named if column in record.values]
        AreaName.objects.filter(area_id__in=codes, is_variant=is_variant).delete()
    AreaName.objects.bulk_create(
        chain.from_iterable(_names(record) for record in named), batch_size=BATCH
    )


def _names(record: Record) -> Iterator[AreaName]:
    code, name = record.text("code"), record.text("name")
    yield from _keyed(code, name, is_variant=False)
    for variant in cast("list[str]", record.values.get("variants", [])):
        yield from _keyed(code, variant, is_variant=True)


def _keyed(code: str, name: str, *, is_variant: bool) -> Iterator[AreaName]:
    for key in dict.fromkeys(search_keys(name)):
        yield AreaName(area_id=code, name=name, key=key, is_variant=is_variant)


AREAS = Importer(
    code="areas",
    label=N_("Areas"),
    lead=N_(
        "Provinces, kabupaten, kecamatan and villages by their Kemendagri code; as GeoJSON also "
        "their boundaries."
    ),
    columns=(
        Column(
            name="code",
            header="kode",
            label=N_("Code"),
            read=dotted_code,
            hint=N_("Kemendagri code, with or without dots. Format it as text in Excel."),
            example="16.01.08.2018",
            required=True,
            synonyms=("kode_wilayah", "kode kemendagri", "kdepum", "kode_desa", "kode_kel", "id"),
        ),
        Column(
            name="name",
            header="nama",
            label=N_("Name"),
            read=text(LONGEST_NAME),
            example="Ujanmas",
            required=True,
            synonyms=("nama_wilayah", "namobj", "nama_desa", "desa", "kelurahan", "wadmkd"),
        ),
        Column(
            name="level",
            header="tingkat",
            label=N_("Level"),
            read=one_of(
                Level,
                prov=Level.PROVINCE,
                kab=Level.DISTRICT,
                kec=Level.SUBDISTRICT,
                kel=Level.URBAN_VILLAGE,
                village=Level.VILLAGE,
            ),
            hint=N_("Follows from the code where it is left out."),
            example="desa",
            synonyms=("jenis", "type", "tipe"),
        ),
        Column(
            name="parent",
            header="induk",
            label=N_("Parent"),
            read=dotted_code,
            hint=N_("Code of the area above; follows from the code where it is left out."),
            example="16.01.08",
            synonyms=("kode_induk",),
        ),
        Column(
            name="subdistrict",
            header="kecamatan",
            label=N_("Kecamatan"),
            read=text(LONGEST_NAME),
            hint=N_("Only to find a village by its name where a row has no code."),
            example="Pengandonan",
            synonyms=("nama_kecamatan", "wadmkc", "kec"),
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
        Column(
            name="residents",
            header="penduduk",
            label=N_("Population"),
            read=whole(0, 300_000_000),
            example="1.240",
            synonyms=("jumlah_penduduk", "population"),
        ),
        Column(
            name="variants",
            header="nama_lain",
            label=N_("Other names"),
            read=several(text(LONGEST_NAME)),
            hint=N_("Other spellings, separated by a semicolon."),
            example="Ujan Mas; Hujan Mas",
            synonyms=("alias", "varian"),
        ),
        Column(
            name="boundary",
            header="geometry",
            label=N_("Boundary"),
            read=text(LONGEST_GEOMETRY),
            hint=N_("A GeoJSON Polygon, MultiPolygon or Point in WGS 84."),
            synonyms=("batas", "geom", "the_geom"),
        ),
    ),
    check=checked_areas,
    store=_store,
    there=queries.areas_there,
    is_needed=True,
)
