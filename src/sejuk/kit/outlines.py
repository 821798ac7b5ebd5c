"""
Outlines of areas: mended when imported, schematic when none are known, and light for the map.

Geometries come and go as GeoJSON mappings in WGS 84 (longitude first). A schematic outline is the
Voronoi cell of a village's point among all the points: every place in it lies nearer to this
village than to any other. The cells are cut off at a hull of the points that is `MARGIN_KM` wider.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import cast

import numpy as np
import shapely
from shapely import MultiPoint, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from sejuk.kit.cells import Unfit
from sejuk.kit.choices import N_

Geometry = dict[str, object]

KM_PER_DEGREE = 111.195
# Chosen: about half the way between two villages of OKU; the outermost cells look like the others.
MARGIN_KM = 3.0
# Chosen: a part as small and as far off as this is a slip of the pen, not an island.
STRAY_SHARE = 0.01
STRAY_KM = 10.0
# Six decimals are 11 cm: finer than any survey of a village boundary.
DECIMALS = 6
# Four decimals are 11 m, less than a pixel where a whole district is on the screen.
MAP_DECIMALS = 4
MAP_TOLERANCE = 0.0008
SLIVER = 0.0003
INDONESIA = (94.5, -11.5, 141.5, 6.5)


@dataclass(frozen=True, slots=True)
class Stray:
    """A small part of an outline, far from its main part."""

    km2: float
    km_away: float


@dataclass(frozen=True, slots=True)
class Mended:
    """A valid outline, whether it had to be mended, and its stray parts (which it still holds)."""

    geometry: Geometry
    was_mended: bool
    strays: tuple[Stray, ...]


def read_point(text: str) -> tuple[float, float] | None:
    """Return (latitude, longitude) when the GeoJSON text is a point."""
    value: object = json.loads(text)
    if not isinstance(value, dict) or value.get("type") != "Point":
        return None
    longitude, latitude = cast("Sequence[float]", value["coordinates"])[:2]
    return float(latitude), float(longitude)


def mended(text: str) -> Mended:
    """
    Read an outline: valid, two-dimensional, polygons only.

    >>> bow = '{"type": "Polygon", "coordinates": [[[104,-4],[105,-5],[105,-4],[104,-5],[104,-4]]]}'
    >>> mended(bow).geometry["type"], mended(bow).was_mended
    ('MultiPolygon', True)

    :raises Unfit: when it is no polygon of Indonesia
    """
    try:
        raw = shapely.force_2d(shapely.from_geojson(text))
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise Unfit(N_("not a GeoJSON geometry")) from error
    if not isinstance(raw, (Polygon, MultiPolygon)) or raw.is_empty:
        raise Unfit(N_("not a Polygon or MultiPolygon"))
    west, south, east, north = raw.bounds
    if not (west >= INDONESIA[0] and south >= INDONESIA[1] and east <= INDONESIA[2]) or (
        north > INDONESIA[3]
    ):
        raise Unfit(N_("lies outside Indonesia: are the coordinates longitude and latitude?"))
    whole = _polygons(raw if raw.is_valid else shapely.make_valid(raw))
    if whole.is_empty:
        raise Unfit(N_("encloses nothing"))
    return Mended(as_geojson(whole, DECIMALS), not raw.is_valid, _strays(whole))


def _polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Return only what has an area: mending may leave lines and points beside it."""
    parts = [part for part in _parts(geometry) if part.area > 0]
    if not parts:
        return MultiPolygon()
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _parts(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [geometry]
    found: list[Polygon] = []
    for part in getattr(geometry, "geoms", ()):
        found.extend(_parts(part))
    return found


def as_geojson(geometry: BaseGeometry, decimals: int) -> Geometry:
    """Return a geometry with rounded coordinates, which stays valid."""
    rounded = shapely.set_precision(geometry, 10.0**-decimals)
    value = json.loads(shapely.to_geojson(_polygons(rounded)))
    return {"type": value["type"], "coordinates": _rounded(value["coordinates"], decimals)}


def _rounded(value: object, decimals: int) -> object:
    if isinstance(value, list):
        return [_rounded(part, decimals) for part in value]
    return round(float(cast("float", value)), decimals)


def shape_of(geometry: Mapping[str, object]) -> BaseGeometry:
    return shapely.from_geojson(json.dumps(geometry))


def square_km(geometry: BaseGeometry) -> float:
    """Return an area, near enough for comparing: exact to a percent within Indonesia."""
    middle = geometry.centroid.y if not geometry.is_empty else 0.0
    return float(geometry.area) * KM_PER_DEGREE**2 * cos(radians(middle))


def _strays(whole: BaseGeometry) -> tuple[Stray, ...]:
    parts = sorted(_parts(whole), key=lambda part: part.area, reverse=True)
    return tuple(
        Stray(square_km(part), float(part.distance(parts[0])) * KM_PER_DEGREE)
        for part in parts[1:]
        if _is_stray(part, parts[0])
    )


def _is_stray(part: Polygon, main: Polygon) -> bool:
    return part.area < STRAY_SHARE * main.area and part.distance(main) * KM_PER_DEGREE > STRAY_KM


def overlap_km2(geometries: Sequence[Mapping[str, object]]) -> float:
    """Return how much ground is claimed twice."""
    shapes = np.array([shape_of(geometry) for geometry in geometries], dtype=object)
    if len(shapes) < 2:  # noqa: PLR2004 - one alone overlaps nobody
        return 0.0
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = left < right
    shared = shapely.intersection(shapes[left[pairs]], shapes[right[pairs]])
    return float(sum(square_km(part) for part in shared if part.area))


def schematic_cells(points: Mapping[str, tuple[float, float]]) -> dict[str, Geometry]:
    """
    Return for each (latitude, longitude) the ground that lies nearest to it.

    Every point lies in its own cell, the cells do not overlap, and together they fill the hull.

    >>> cells = schematic_cells({"a": (-4.0, 104.0), "b": (-4.0, 104.1)})
    >>> round(square_km(shape_of(cells["a"]))), round(square_km(shape_of(cells["b"])))
    (47, 47)
    """
    if not points:
        return {}
    codes = sorted(points)
    stretch = cos(radians(float(np.mean([points[code][0] for code in codes]))))
    flat = _apart([(points[code][1] * stretch, points[code][0]) for code in codes])
    cloud = MultiPoint(flat)
    hull = _hull(cloud)
    if len(codes) == 1:
        cells = [hull]
    else:
        # Ordered: cell by cell in the order of the points.
        diagram = shapely.voronoi_polygons(cloud, extend_to=hull, ordered=True)
        cells = list(shapely.intersection(np.array(diagram.geoms, dtype=object), hull))
    unstretched = shapely.transform(np.array(cells, dtype=object), lambda xy: xy / (stretch, 1.0))
    return {code: as_geojson(cell, DECIMALS) for code, cell in zip(codes, unstretched, strict=True)}


def _apart(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Move points that lie on each other 30 m apart: two villages cannot share one cell."""
    taken: set[tuple[float, float]] = set()
    moved = []
    for x, y in points:
        spot = (round(x, 6), round(y, 6))
        while spot in taken:
            spot = (round(spot[0] + 0.0003, 6), spot[1])
        taken.add(spot)
        moved.append(spot)
    return moved


def _hull(cloud: MultiPoint) -> BaseGeometry:
    """Return an outline of the points, drawn in where they bend in, and wider by the margin."""
    drawn_in = shapely.concave_hull(cloud, ratio=0.35)
    return shapely.buffer(drawn_in, MARGIN_KM / KM_PER_DEGREE, quad_segs=6)


def without(geometry: Mapping[str, object], taken: BaseGeometry) -> Geometry | None:
    """Return what is left of an outline beside ground that is taken, or None."""
    left = _polygons(shape_of(geometry).difference(taken))
    return None if left.is_empty else as_geojson(left, DECIMALS)


def together(geometries: Sequence[Mapping[str, object]]) -> BaseGeometry:
    return shapely.union_all([shape_of(geometry) for geometry in geometries])


def light_outlines(
    geometries: Mapping[str, Mapping[str, object]], groups: Mapping[str, Sequence[str]]
) -> dict[str, Geometry]:
    """
    Return outlines light enough for a map of the district, of each area and around each group.

    Neighbours are simplified together, so a border shared by two stays one line. Stray parts are
    left out.
    """
    if not geometries:
        return {}
    mains = [_without_strays(shape_of(geometry)) for geometry in geometries.values()]
    light = shapely.coverage_simplify(np.array(mains, dtype=object), MAP_TOLERANCE)
    shapes = {
        code: main if _vanishes(simple) else simple
        for code, simple, main in zip(geometries, light, mains, strict=True)
    }
    outlines = {code: _light(shape) for code, shape in shapes.items()}
    for name, members in groups.items():
        outlines[name] = _light(_around([shapes[code] for code in members]))
    return outlines


def _light(shape: BaseGeometry) -> Geometry:
    return as_geojson(shape, DECIMALS if _vanishes(shape) else MAP_DECIMALS)


def _around(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union, without the slivers between borders that do not quite meet."""
    grown = [shape.buffer(SLIVER, join_style="mitre") for shape in shapes]
    return shapely.union_all(grown).buffer(-SLIVER, join_style="mitre")


def _without_strays(whole: BaseGeometry) -> BaseGeometry:
    parts = sorted(_parts(whole), key=lambda part: part.area, reverse=True)
    return _polygons(MultiPolygon([p for p in parts if not _is_stray(p, parts[0])]))


def _vanishes(simple: BaseGeometry) -> bool:
    return shapely.set_precision(simple, 10.0**-MAP_DECIMALS).is_empty
