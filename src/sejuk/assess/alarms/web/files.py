"""A table that leaves the house in one of the open formats."""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from sejuk.assess.alarms.web.exports import Export, exports
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import VILLAGE_LEVELS
from sejuk.kit.choices import N_, Choice
from sejuk.kit.exports import INVENTED, Table, file_name, table_file
from sejuk.kit.maps import Geometry
from sejuk.kit.open_tables import (
    GEOJSON,
    OpenTable,
    data_package,
    feature_collection,
    table_schema,
    zipped,
)
from sejuk.kit.tables import csv_lines


class Format(Choice):
    """How a table is written; the values stand in addresses."""

    CSV = "csv", N_("CSV")
    XLSX = "xlsx", N_("XLSX")
    HXL = "hxl", N_("CSV with HXL tags")
    GEOJSON = "geojson", N_("GeoJSON")
    SCHEMA = "skema", N_("Table Schema (JSON)")
    PACKAGE = "paket", N_("Data Package (ZIP)")


@dataclass(frozen=True, slots=True)
class ShownExport:
    """A table as the page of exports offers it."""

    what: str
    label: str
    lead: str
    # (slug, label) of each format.
    kinds: tuple[tuple[str, str], ...]


def shown_exports() -> tuple[ShownExport, ...]:
    """Return the tables that can be taken away, in the reader's language."""
    return tuple(
        ShownExport(
            one.what,
            gettext(one.label),
            gettext(one.lead),
            tuple((kind.value, gettext(kind.label)) for kind in formats_of(one)),
        )
        for one in exports()
    )


def formats_of(export: Export) -> tuple[Format, ...]:
    """Return how a table can be written: what is not of villages has no boundaries."""
    return tuple(kind for kind in Format if export.is_of_villages or kind is not Format.GEOJSON)


def open_file(
    table: OpenTable,
    kind: Format,
    *,
    scope: tuple[str, ...],
    is_invented: bool,
    now: datetime,
) -> HttpResponseBase:
    """Answer with a table in an open format."""
    match kind:
        case Format.CSV | Format.XLSX:
            plain = Table(table.name, table.title, table.columns, table.rows)
            return table_file(plain, kind.value, is_invented=is_invented)
        case Format.HXL:
            rows = chain([table.hxl_tags], table.rows)
            tagged = Table(f"{table.name}-hxl", table.title, table.columns, rows)
            return table_file(tagged, "csv", is_invented=is_invented)
        case Format.GEOJSON:
            text = feature_collection(table, _outlines(scope), note=_note(is_invented=is_invented))
            return _sent(text.encode(), GEOJSON, f"{table.name}.geojson", is_invented=is_invented)
        case Format.SCHEMA:
            name = f"{table.name}-tableschema.json"
            schema = table_schema(table, note=_above(is_invented=is_invented))
            return _sent(_json(schema), "application/json", name, is_invented=is_invented)
        case Format.PACKAGE:
            content = _package(table, is_invented=is_invented, now=now)
            return _sent(content, "application/zip", f"{table.name}.zip", is_invented=is_invented)


def _note(*, is_invented: bool) -> str:
    return f"{INVENTED} · {gettext('events and people here are invented')}" if is_invented else ""


def _above(*, is_invented: bool) -> str:
    """Return what a reader of the CSV file must know of its first line."""
    if not is_invented:
        return ""
    line = gettext(
        "In the CSV file this is the first line, a comment; the names of the columns are in the "
        "second."
    )
    return f"{_note(is_invented=is_invented)}. {line}"


def _package(table: OpenTable, *, is_invented: bool, now: datetime) -> bytes:
    file = file_name(f"{table.name}.csv", is_invented=is_invented)
    note = _note(is_invented=is_invented)
    # Without the mark of Excel: a reader by the standard finds the name of the first column as is.
    top, *rest = ([note], table.columns) if note else (table.columns,)
    content = b"".join(csv_lines(top, chain(rest, table.rows), bom=False))
    described = data_package(table, file=file, made_at=now, note=note)
    return zipped([("datapackage.json", _json(described)), (file, content)])


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _sent(content: bytes, media_type: str, name: str, *, is_invented: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    called = file_name(name, is_invented=is_invented)
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _outlines(scope: tuple[str, ...]) -> dict[str, Geometry | None]:
    known = json.loads(places.boundaries_geojson(scope, levels=VILLAGE_LEVELS))
    return {one["id"]: one["geometry"] for one in known["features"]}
