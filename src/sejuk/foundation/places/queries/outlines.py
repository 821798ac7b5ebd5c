"""How boundaries would be drawn: schematic cells, and light outlines for the map."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Substr

from sejuk.foundation.places.models import Area
from sejuk.foundation.places.queries.areas import village_points
from sejuk.foundation.places.rules import VILLAGE_LEVELS, BoundarySource, parent_code
from sejuk.kit.actors import EVERYWHERE
from sejuk.kit.outlines import Geometry, light_outlines, schematic_cells, together, without
from sejuk.kit.scoping import within


@dataclass(frozen=True, slots=True)
class Drawing:
    """Villages with their schematic boundary, not yet stored; codes of those without a point."""

    villages: tuple[Area, ...]
    without_point: tuple[str, ...]


def schematic_drawing(area_code: str, now: datetime) -> Drawing:
    """Return the villages below `area_code` that no survey bounds, with schematic boundaries."""
    scope = (area_code or EVERYWHERE,)
    points = village_points(scope)
    villages = list(_villages(scope).defer("boundary", "outline"))
    surveyed = {v.code for v in villages if v.boundary_source == BoundarySource.IMPORTED}
    missing = [village for village in villages if village.code not in surveyed]
    cells = _free_cells(schematic_cells(points), surveyed, scope)
    drawn = tuple(village for village in missing if village.code in cells)
    for village in drawn:
        village.boundary = cells[village.code]
        village.boundary_source = BoundarySource.SCHEMATIC
        village.revised_at = now
    return Drawing(drawn, tuple(v.code for v in missing if v.code not in points))


def _free_cells(
    cells: dict[str, Geometry], surveyed: Collection[str], scope: tuple[str, ...]
) -> dict[str, Geometry]:
    """Return the cells of villages without a survey, cut off where surveyed ground begins."""
    free = {code: cell for code, cell in cells.items() if code not in surveyed}
    if not surveyed or not free:
        return free
    taken = together(
        [
            boundary
            for boundary in _villages(scope)
            .filter(boundary_source=BoundarySource.IMPORTED)
            .values_list("boundary", flat=True)
            if boundary
        ]
    )
    left = {code: without(cell, taken) for code, cell in free.items()}
    return {code: cell for code, cell in left.items() if cell is not None}


def schematic_districts() -> set[str]:
    """Return the kabupaten that have schematic boundaries, which follow the villages' points."""
    drawn = Area.objects.filter(
        level__in=VILLAGE_LEVELS, boundary_source=BoundarySource.SCHEMATIC
    ).annotate(district=Substr("code", 1, len("16.01")))
    return set(drawn.values_list("district", flat=True).distinct())


def redrawn_areas(district: str, now: datetime) -> list[Area]:
    """Return villages with light outlines, and around them kecamatan and kabupaten, not stored."""
    areas = Area.objects.filter(within((district,), "code"))
    drawn = {
        code: boundary
        for code, boundary in areas.filter(level__in=VILLAGE_LEVELS)
        .order_by("code")
        .values_list("code", "boundary")
        if boundary
    }
    outlines = light_outlines(drawn, _groups(drawn))
    schematic = set(
        areas.filter(boundary_source=BoundarySource.SCHEMATIC, code__in=drawn).values_list(
            "code", flat=True
        )
    )
    changed = list(areas.filter(code__in=outlines).defer("boundary"))
    for area in changed:
        area.outline = outlines[area.code]
        area.revised_at = now
        if area.code not in drawn:
            area.boundary_source = _source_around(area.code, schematic)
    return changed


def _groups(codes: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for code in codes:
        subdistrict = parent_code(code)
        groups.setdefault(subdistrict, []).append(code)
        groups.setdefault(parent_code(subdistrict), []).append(code)
    return groups


def _source_around(code: str, schematic: set[str]) -> BoundarySource:
    """An outline around villages is as good as the worst of theirs."""
    below = any(village.startswith(f"{code}.") for village in schematic)
    return BoundarySource.SCHEMATIC if below else BoundarySource.IMPORTED


def _villages(scope: tuple[str, ...]) -> QuerySet[Area]:
    return Area.objects.filter(within(scope, "code"), level__in=VILLAGE_LEVELS)
