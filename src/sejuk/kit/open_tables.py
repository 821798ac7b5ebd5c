"""
Tables that others read without asking: a Table Schema, a Data Package, HXL tags, GeoJSON.

Table Schema and Data Package by Frictionless (Data Package 2.0), hashtags by the HXL standard
1.1, GeoJSON by RFC 7946.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sejuk.kit.grids import Cell
from sejuk.kit.maps import Geometry, MultiPolygonGeometry, PolygonGeometry, Ring

GEOJSON = "application/geo+json"
Kind = Literal["string", "number", "integer", "date", "datetime", "boolean"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, kind, what it is called and means, and its HXL tag."""

    name: str
    kind: Kind
    title: str
    description: str
    hxl: str
    constraints: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table with its description. The first column is the code of the area or the key."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]

    @property
    def columns(self) -> list[str]:
        return [one.name for one in self.fields]

    @property
    def hxl_tags(self) -> list[Cell]:
        return [one.hxl for one in self.fields]


def table_schema(table: OpenTable, *, note: str = "") -> dict[str, object]:
    """
    Return the Table Schema of a table.

    :param note: what is to be known of a CSV file that has a line above its header, "" where there
        is none. A schema that stands alone then says in which row the names of the columns are; in
        a package the resource says it.
    """
    above = {"description": note, "dialect": _dialect(has_note=True)} if note else {}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        **above,
        "fields": [
            {
                "name": one.name,
                "type": one.kind,
                "title": one.title,
                "description": one.description,
                **({"constraints": dict(one.constraints)} if one.constraints else {}),
            }
            for one in table.fields
        ],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }


def _dialect(*, has_note: bool) -> dict[str, object]:
    """Return how the CSV files are written, as the standard Table Dialect says it."""
    dialect: dict[str, object] = {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n"}
    # The header is the second row; the first says that everything is invented.
    return dialect | ({"headerRows": [2], "commentRows": [1]} if has_note else {})


def data_package(table: OpenTable, *, file: str, made_at: datetime, note: str) -> dict[str, object]:
    """
    Return the description of a package that holds the table as the CSV file `file`.

    :param note: a line above the header of the file, "" where there is none
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": table.name,
        "title": table.title,
        "description": f"{note} {table.description}".strip(),
        "created": made_at.isoformat(timespec="seconds"),
        "resources": [
            {
                "type": "table",
                "name": table.name,
                "path": file,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": _dialect(has_note=bool(note)),
                "schema": table_schema(table),
            }
        ],
    }


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as one zip, the same bytes for the same files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files:
            archive.writestr(zipfile.ZipInfo(name), held)
    return content.getvalue()


def feature_collection(
    table: OpenTable, geometries: Mapping[str, Geometry | None], *, note: str = ""
) -> str:
    """
    Return a table as GeoJSON, one feature for each row by the code in its first column.

    An area without an outline has a null geometry, as RFC 7946 (3.2) has it.
    """
    key = [table.columns.index(name) for name in table.key]
    features = [
        {
            "type": "Feature",
            "id": "/".join(str(row[place]) for place in key),
            "geometry": _wound(geometries.get(str(row[0]))),
            "properties": dict(zip(table.columns, map(_plain, row), strict=True)),
        }
        for row in table.rows
    ]
    head = {"type": "FeatureCollection", "title": table.title}
    # Foreign members are allowed (6.1); a reader that knows none of them passes them over.
    document = head | ({"note": note} if note else {}) | {"features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _wound(geometry: Geometry | None) -> Geometry | None:
    """Return a geometry by the right-hand rule: outer rings turn left, holes right (3.1.6)."""
    if geometry is None:
        return None
    if geometry["type"] == "Polygon":
        rings = _wound_rings(geometry["coordinates"])
        return PolygonGeometry(type="Polygon", coordinates=rings)
    parts = [_wound_rings(part) for part in geometry["coordinates"]]
    return MultiPolygonGeometry(type="MultiPolygon", coordinates=parts)


def _wound_rings(rings: Sequence[Ring]) -> list[Ring]:
    return [
        ring if (turn(ring) > 0) == (place == 0) else list(reversed(ring))
        for place, ring in enumerate(rings)
    ]


def turn(ring: Ring) -> float:
    """
    Return twice the area that a ring runs around: above 0 when it turns left.

    >>> turn([(0, 0), (1, 0), (1, 1), (0, 0)]) > 0
    True
    """
    # Seen from its first point, so that far-off coordinates lose no digits.
    x0, y0 = ring[0][0], ring[0][1]
    shifted = [(point[0] - x0, point[1] - y0) for point in ring]
    return sum(
        ax * by - bx * ay
        for (ax, ay), (bx, by) in zip(shifted, [*shifted[1:], shifted[0]], strict=True)
    )
