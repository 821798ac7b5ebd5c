"""Outlines of areas: schematic ones where none were imported, and light ones for the map."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.places import queries
from sejuk.foundation.places.models import Area
from sejuk.foundation.places.rules import (
    VILLAGE_LEVELS,
    BoundarySource,
    may_draw,
    parent_code,
)
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.outlines import Geometry, light_outlines, schematic_cells, together, without
from sejuk.kit.scoping import within

BATCH = 250


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many villages got a schematic boundary, and the codes of those that have no point."""

    count: int
    without_point: tuple[str, ...]


@traced
def draw_schematic_boundaries(*, area_code: str, actor: Actor, now: datetime) -> Drawn:
    """
    Give each village below `area_code` that has no imported boundary a schematic one.

    :raises Refused: when the actor may not set up this area
    """
    may_draw(actor, area_code).or_refuse()
    drawn = _draw(area_code, now)
    record(
        verb="places.boundaries.drawn",
        subject=f"places.area:{area_code or '*'}",
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"count": drawn.count, "without_point": len(drawn.without_point)},
    )
    return drawn


def _draw(area_code: str, now: datetime) -> Drawn:
    scope = (area_code or EVERYWHERE,)
    points = queries.village_points(scope)
    villages = list(_villages(scope).defer("boundary", "outline"))
    surveyed = {v.code for v in villages if v.boundary_source == BoundarySource.IMPORTED}
    missing = [village for village in villages if village.code not in surveyed]
    cells = _free_cells(schematic_cells(points), surveyed, scope)
    drawn = [village for village in missing if village.code in cells]
    for village in drawn:
        village.boundary = cells[village.code]
        village.boundary_source = BoundarySource.SCHEMATIC
        village.revised_at = now
    _write(drawn, "boundary", "boundary_source", "revised_at")
    redraw_outlines({village.code[:5] for village in drawn}, now)
    return Drawn(len(drawn), tuple(v.code for v in missing if v.code not in points))


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


def follow_new_points(districts: Iterable[str], now: datetime) -> None:
    """Draw schematic boundaries again in districts that have some: their points have moved."""
    for district in sorted(districts):
        if _villages((district,)).filter(boundary_source=BoundarySource.SCHEMATIC).exists():
            _draw(district, now)


def redraw_outlines(districts: Iterable[str], now: datetime) -> None:
    """Make the light outlines of villages, and around them those of kecamatan and kabupaten."""
    for district in sorted(districts):
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
        _write(changed, "outline", "boundary_source", "revised_at")


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


def _write(areas: list[Area], *columns: str) -> None:
    Area.objects.bulk_update(areas, columns, batch_size=BATCH)
