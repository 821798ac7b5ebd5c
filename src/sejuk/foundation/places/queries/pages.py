"""Rows for the lists of areas and sites."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from sejuk.foundation.places.models import Area, Site
from sejuk.foundation.places.queries.names import NAMES_READ, found_areas
from sejuk.foundation.places.queries.sites import sites
from sejuk.foundation.places.rules import VILLAGE_LEVELS, BoundarySource, Level, SiteKind
from sejuk.kit.scoping import within

Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedArea:
    code: str
    name: str
    within: str
    level: str
    point: str
    residents: int | None
    boundary: str
    is_schematic: bool
    is_village: bool


@dataclass(frozen=True, slots=True)
class ListedSite:
    code: str
    kind: str
    name: str
    area: str
    within: str
    point: str


def listed_areas(scope: Scope, *, text: str = "") -> QuerySet[Area]:
    """Return areas of `scope` in the order of codes; those found by `text` when there is any."""
    found = Area.objects.filter(within(scope, "code"))
    if text.strip():
        codes = [
            area.code for area in found_areas(text, scope, villages_only=False, most=NAMES_READ)
        ]
        found = found.filter(code__in=codes)
    return (
        found.select_related("parent")
        .defer("boundary", "outline", "parent__boundary", "parent__outline")
        .order_by("code")
    )


def shown_area(area: Area) -> ListedArea:
    return ListedArea(
        code=area.code,
        name=area.name,
        within=area.parent.name if area.parent else "",
        level=gettext(Level(area.level).label),
        point=point_text(area.latitude, area.longitude),
        residents=area.residents,
        boundary=gettext(BoundarySource(area.boundary_source).label),
        is_schematic=area.boundary_source == BoundarySource.SCHEMATIC,
        is_village=area.level in VILLAGE_LEVELS,
    )


def listed_sites(scope: Scope, *, kind: SiteKind | None = None, text: str = "") -> QuerySet[Site]:
    """Return sites of `scope` in the order of codes, narrowed by kind and text."""
    found = sites(scope, kinds=(kind,) if kind else ())
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(code__istartswith=word))
    return found


def shown_site(site: Site) -> ListedSite:
    return ListedSite(
        code=site.code,
        kind=gettext(SiteKind(site.kind).label),
        name=site.name,
        area=site.area.name,
        within=site.area.parent.name if site.area.parent else "",
        point=point_text(site.latitude, site.longitude),
    )


def site_counts(scope: Scope) -> list[tuple[str, int]]:
    """Return how many sites of each kind there are, in the order of kinds."""
    rows = dict(
        Site.objects.filter(within(scope)).values_list("kind").annotate(n=Count("id")).order_by()
    )
    return [(gettext(kind.label), rows[kind.value]) for kind in SiteKind if kind.value in rows]


def point_text(latitude: float | None, longitude: float | None) -> str:
    """Return a point as people read it, "" when there is none."""
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.3f}, {longitude:.3f}"
