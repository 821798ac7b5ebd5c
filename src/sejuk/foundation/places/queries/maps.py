"""Boundaries for a map: light outlines, and a version that tells when they changed."""

import json
from collections import Counter
from collections.abc import Collection
from hashlib import sha256

from django.db.models import Count, Max, Q, QuerySet

from sejuk.foundation.places.models import Area
from sejuk.foundation.places.rules import VILLAGE_LEVELS, BoundarySource, Level
from sejuk.kit.actors import Actor
from sejuk.kit.scoping import within

Scope = tuple[str, ...]

# Part of the version: raise it when the shape of the answer changes.
FORMAT = 1


def boundaries_version(scope: Scope) -> str:
    """Return a text that changes when a boundary, a name or a point in `scope` does."""
    state = Area.objects.filter(within(scope, "code")).aggregate(
        areas=Count("code"),
        schematic=Count("code", filter=Q(boundary_source=BoundarySource.SCHEMATIC)),
        imported=Count("code", filter=Q(boundary_source=BoundarySource.IMPORTED)),
        revised=Max("revised_at"),
    )
    return sha256(repr((FORMAT, scope, sorted(state.items()))).encode()).hexdigest()[:20]


def boundaries_geojson(scope: Scope, *, levels: Collection[Level] = tuple(Level)) -> str:
    """
    Return the outlines in `scope` as a FeatureCollection, small enough for a slow phone.

    Each feature has `id` (the code) and the properties code, name, level, parent, within,
    `schematic` and `at` (longitude and latitude of the village's point, or null). Villages come
    first, then kecamatan and kabupaten, so that their borders are drawn over them.
    """
    areas = (
        Area.objects.filter(within(scope, "code"), level__in=levels, outline__isnull=False)
        .select_related("parent")
        .defer("boundary", "parent__boundary", "parent__outline")
        .order_by("code")
    )
    features = [_feature(area) for area in areas]
    features.sort(key=lambda feature: -str(feature["id"]).count("."))
    return json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _feature(area: Area) -> dict[str, object]:
    at = None
    if area.latitude is not None and area.longitude is not None:
        at = [round(area.longitude, 5), round(area.latitude, 5)]
    return {
        "type": "Feature",
        "id": area.code,
        "properties": {
            "code": area.code,
            "name": area.name,
            "level": area.level,
            "parent": area.parent_id,
            "within": area.parent.name if area.parent else None,
            "schematic": area.boundary_source == BoundarySource.SCHEMATIC,
            "at": at,
        },
        "geometry": area.outline,
    }


def boundary_counts(scope: Scope) -> Counter[str]:
    """Return how many villages in `scope` have which kind of boundary."""
    rows = (
        Area.objects.filter(within(scope, "code"), level__in=VILLAGE_LEVELS)
        .values_list("boundary_source")
        .annotate(count=Count("code"))
        .order_by()
    )
    return Counter(dict(rows))


def bounded_there(actor: Actor) -> QuerySet[Area]:
    """Return the villages of an actor that have a boundary of any kind, for counting."""
    villages = Area.objects.filter(within(actor.scope, "code"), level__in=VILLAGE_LEVELS)
    return villages.exclude(boundary_source=BoundarySource.NONE)
