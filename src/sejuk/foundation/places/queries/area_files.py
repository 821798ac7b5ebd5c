"""What a file of areas would do: every row is judged before one is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from typing import cast

import numpy as np
from scipy.spatial import cKDTree

from sejuk.foundation.places.models import Area, AreaName
from sejuk.foundation.places.queries.areas import village_points
from sejuk.foundation.places.queries.names import area_named
from sejuk.foundation.places.rules import (
    CODE_PARTS,
    VILLAGE_LEVELS,
    BoundarySource,
    Level,
    level_of,
    parent_code,
    search_key,
)
from sejuk.kit.actors import Actor
from sejuk.kit.cells import Unfit
from sejuk.kit.choices import N_
from sejuk.kit.importing import (
    Finding,
    Plan,
    Record,
    Weight,
    compared,
    foreign_areas,
    repeated_keys,
)
from sejuk.kit.outlines import INDONESIA, KM_PER_DEGREE, Mended, mended, overlap_km2, read_point

# Chosen: in OKU the loneliest village lies 9 km from its neighbour.
LONELY_KM = 25.0
# With more districts than this in a file, the file itself holds all that is to be compared.
FEW_DISTRICTS = 20
# Above this, reading the whole table is quicker than naming the rows.
MANY = 5_000

Findings = list[Finding]


def checked_areas(records: Sequence[Record], actor: Actor) -> Plan:
    """Return what the rows would do to the areas that are there."""
    findings: Findings = []
    records = [_with_code(record, actor, findings) for record in records]
    records = [record for record in records if record.text("code")]
    findings += repeated_keys(records, "code")
    there = _there(records)
    findings += _wrong_parents(records)
    findings += _wrong_levels(records)
    completed = [_completed(record, there, findings) for record in records]
    findings += wrong_points(completed)
    findings += _lonely_points(completed)
    findings += _overlaps(completed)
    plan = compared(completed, ("code",), {(code,): values for code, values in there.items()})
    # A row that changes nothing may lie outside: files begin with the province.
    findings += foreign_areas((*plan.new, *plan.changed), actor, "code")
    return replace(plan, findings=tuple(findings))


def _with_code(record: Record, actor: Actor, findings: Findings) -> Record:
    """Find the code by name and kecamatan where the file gives none."""
    if record.text("code") or not record.text("name"):
        return record
    name, above = record.text("name"), record.text("subdistrict")
    level = record.text("level")
    named = area_named(f"{name}, {above}" if above else name, actor.scope, villages_only=False)
    found = [area for area in named if level in ("", area.level)]
    match found:
        case [one]:
            # The name led to the area; it does not rename it.
            known = {key: v for key, v in record.values.items() if key != "name"}
            return Record(record.line, {**known, "code": one.code})
        case []:
            why = N_("no area of this name: a new area needs its code")
            findings.append(Finding(record.line, "name", name, why))
        case several:
            why = N_("several areas have this name: %(places)s. Give the code or the kecamatan")
            places = "; ".join(f"{area.code} {area.within}" for area in several)
            findings.append(Finding(record.line, "name", name, why, {"places": places}))
    return record


def _there(records: Sequence[Record]) -> Mapping[object, Mapping[str, object]]:
    """Return what is known of the areas in the file; geometry and variants only if it has any."""
    names = ["code", "name", "level", "parent_id", "latitude", "longitude", "residents"]
    if any("boundary" in record.values for record in records):
        names += ["boundary", "boundary_source"]
    areas = Area.objects.all()
    codes = [record.text("code") for record in records]
    if len(codes) < MANY:
        areas = areas.filter(code__in=codes)
    there: dict[object, dict[str, object]] = {
        area["code"]: dict(area) for area in areas.values(*names)
    }
    if any("variants" in record.values for record in records):
        for values in there.values():
            values["variants"] = []
        variants = AreaName.objects.filter(is_variant=True, area_id__in=codes).order_by("name")
        for code, name in variants.values_list("area_id", "name").distinct():
            cast("list[str]", there[code]["variants"]).append(name)
    return there


def _wrong_parents(records: Sequence[Record]) -> Iterator[Finding]:
    codes = {record.text("code") for record in records}
    wanted = {parent_code(code) for code in codes} - codes - {""}
    known = codes | set(Area.objects.filter(code__in=wanted).values_list("code", flat=True))
    for record in records:
        code, parent = record.text("code"), record.text("parent")
        above = parent_code(code)
        if parent and parent != above:
            why = N_("does not fit the code, whose parent is %(parent)s")
            yield Finding(record.line, "parent", parent, why, {"parent": above or "-"})
        elif above and above not in known:
            why = N_("unknown parent %(parent)s: put it into the file, or load it first")
            yield Finding(record.line, "code", code, why, {"parent": above})


def _wrong_levels(records: Sequence[Record]) -> Iterator[Finding]:
    for record in records:
        level, code = record.text("level"), record.text("code")
        if level and CODE_PARTS[Level(level)] != code.count(".") + 1:
            yield Finding(
                record.line, "level", level, N_("does not fit the code %(code)s"), {"code": code}
            )


def _completed(
    record: Record, there: Mapping[object, Mapping[str, object]], findings: Findings
) -> Record:
    """Return the record as columns of the table, with what the code alone tells."""
    values = {
        name: value
        for name, value in record.values.items()
        if name not in ("parent", "subdistrict", "boundary")
    }
    code = record.text("code")
    if code not in there:
        values.setdefault("level", level_of(code).value)
        values["parent_id"] = parent_code(code) or None
    if "variants" in values:
        own = search_key(str(values.get("name") or there.get(code, {}).get("name") or ""))
        variants = cast("list[str]", values["variants"])
        values["variants"] = sorted(name for name in variants if search_key(name) != own)
    if record.text("boundary"):
        values |= _boundary_values(record, values, findings)
    return Record(record.line, values)


def _boundary_values(
    record: Record, values: Mapping[str, object], findings: Findings
) -> dict[str, object]:
    """Return the columns that a GeoJSON geometry fills: an outline, or a point."""
    text = record.text("boundary")
    shown = f"{text[:60]}…"
    try:
        if point := read_point(text):
            own = {} if "latitude" in values else {"latitude": point[0], "longitude": point[1]}
            return dict(own)
        outline = mended(text)
    except (Unfit, ValueError, TypeError, KeyError, RecursionError) as error:
        why = error.message if isinstance(error, Unfit) else N_("not a GeoJSON geometry")
        findings.append(Finding(record.line, "boundary", shown, why))
        return {}
    findings += _doubts(record, outline)
    return {"boundary": outline.geometry, "boundary_source": BoundarySource.IMPORTED.value}


def _doubts(record: Record, outline: Mended) -> Iterator[Finding]:
    if outline.was_mended:
        why = N_("the outline crossed itself and was mended: look at it on the map")
        yield Finding(record.line, "boundary", "", why, {}, Weight.WARNING)
    for stray in outline.strays:
        why = N_(
            "a part of %(km2)s km² lies %(km)s km from the rest: kept, but left out of the map"
        )
        blanks = {"km2": f"{stray.km2:.2f}", "km": f"{stray.km_away:.0f}"}
        yield Finding(record.line, "boundary", "", why, blanks, Weight.WARNING)


def wrong_points(records: Iterable[Record]) -> Iterator[Finding]:
    west, south, east, north = INDONESIA
    for record in records:
        values = record.values
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if latitude is None and longitude is None:
            continue
        if latitude is None or longitude is None:
            given = "longitude" if latitude is None else "latitude"
            why = N_("a point needs both latitude and longitude")
            yield Finding(record.line, given, record.text(given), why)
            continue
        y, x = cast("float", latitude), cast("float", longitude)
        if south <= y <= north and west <= x <= east:
            continue
        exchanged = south <= x <= north and west <= y <= east
        why = (
            N_("latitude and longitude are exchanged")
            if exchanged
            else N_("the point lies outside Indonesia")
        )
        yield Finding(record.line, "latitude", f"{y:g}, {x:g}", why)


@dataclass(frozen=True, slots=True)
class _Spot:
    line: int
    code: str
    latitude: float
    longitude: float


def _lonely_points(records: Iterable[Record]) -> Iterator[Finding]:
    """Doubt villages that lie far from every other village of their district."""
    spots: dict[str, dict[str, _Spot]] = {}
    for record in records:
        code, y, x = (
            record.text("code"),
            record.values.get("latitude"),
            record.values.get("longitude"),
        )
        if code.count(".") + 1 == CODE_PARTS[Level.VILLAGE] and y is not None and x is not None:
            spot = _Spot(record.line, code, cast("float", y), cast("float", x))
            spots.setdefault(code[:5], {})[code] = spot
    if len(spots) <= FEW_DISTRICTS:
        for code, (y, x) in village_points(tuple(spots)).items():
            spots[code[:5]].setdefault(code, _Spot(0, code, y, x))
    for district in spots.values():
        yield from _lonely(list(district.values()))


def _lonely(spots: list[_Spot]) -> Iterator[Finding]:
    if len(spots) < 3:  # noqa: PLR2004 - of two that lie apart nobody knows which is wrong
        return
    stretch = cos(radians(spots[0].latitude))
    flat = np.array([(spot.longitude * stretch, spot.latitude) for spot in spots])
    nearest = np.asarray(cKDTree(flat).query(flat, k=2)[0])[:, 1] * KM_PER_DEGREE
    for spot, km in zip(spots, nearest, strict=True):
        if km > LONELY_KM and spot.line:
            yield Finding(
                spot.line,
                "latitude",
                f"{spot.latitude:g}, {spot.longitude:g}",
                N_("the point lies %(km)s km from the nearest other village of its district"),
                {"km": f"{km:.0f}"},
                Weight.WARNING,
            )


def _overlaps(records: Sequence[Record]) -> Iterator[Finding]:
    villages = [
        cast("dict[str, object]", record.values["boundary"])
        for record in records
        if "boundary" in record.values and level_of(record.text("code")) in VILLAGE_LEVELS
    ]
    km2 = overlap_km2(villages)
    # Below a hectare it is the width of a line.
    if km2 >= 0.01:  # noqa: PLR2004
        why = N_("%(km2)s km² are claimed by two villages: kept as they are")
        yield Finding(0, "boundary", "", why, {"km2": f"{km2:.2f}"}, Weight.WARNING)
