"""Areas by code and scope."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from sejuk.foundation.places.models import Area
from sejuk.foundation.places.rules import VILLAGE_LEVELS, BoundarySource, parent_code
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

Scope = tuple[str, ...]

VILLAGE_COLUMNS = (
    "code",
    "name",
    "level",
    "parent_id",
    "parent__name",
    "latitude",
    "longitude",
    "residents",
    "boundary_source",
)


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan, with the kecamatan that tells it from its namesakes."""

    code: str
    name: str
    level: str
    subdistrict_code: str
    subdistrict: str
    latitude: float | None
    longitude: float | None
    residents: int | None
    is_schematic: bool

    @property
    def point(self) -> tuple[float, float] | None:
        """Return (latitude, longitude)."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


def villages(scope: Scope) -> list[Village]:
    """Return the villages in `scope` in the order of their codes."""
    rows = village_areas(scope).order_by("code").values_list(*VILLAGE_COLUMNS)
    return [
        Village(
            code=code,
            name=name,
            level=level,
            subdistrict_code=parent or parent_code(code),
            subdistrict=above or "",
            latitude=latitude,
            longitude=longitude,
            residents=residents,
            is_schematic=source == BoundarySource.SCHEMATIC,
        )
        for code, name, level, parent, above, latitude, longitude, residents, source in rows
    ]


def village_points(scope: Scope) -> dict[str, tuple[float, float]]:
    """Return (latitude, longitude) by code of each village in `scope` that has a point."""
    rows = village_areas(scope).filter(latitude__isnull=False).order_by("code")
    return {
        code: (latitude, longitude)
        for code, latitude, longitude in rows.values_list("code", "latitude", "longitude")
        if latitude is not None and longitude is not None
    }


def village_areas(scope: Scope) -> QuerySet[Area]:
    """Return the villages in `scope` as areas, for pages that show a few of very many."""
    return Area.objects.filter(within(scope, "code"), level__in=VILLAGE_LEVELS)


def areas_below(code: str) -> QuerySet[Area]:
    """Return an area's own level and all below it, without geometry; "" is all of them."""
    scope = (code,) if code else (EVERYWHERE,)
    return Area.objects.filter(within(scope, "code")).defer("boundary", "outline").order_by("code")


def area_called(code: str, scope: Scope) -> Area:
    """
    Return one area with the one above it, without geometry.

    :raises NotYours: when it is not there, or lies outside `scope`
    """
    found = (
        Area.objects.filter(within(scope, "code"), code=code)
        .select_related("parent")
        .defer("boundary", "outline", "parent__boundary", "parent__outline")
        .first()
    )
    if found is None:
        raise NotYours(f"area {code}")
    return found


def area_labels(codes: Collection[str]) -> dict[str, str]:
    """Return "Name, Kecamatan" of villages and the plain name of other areas, by code."""
    rows = Area.objects.filter(code__in=codes).values_list("code", "name", "level", "parent__name")
    return {
        code: f"{name}, {above}" if level in VILLAGE_LEVELS and above else name
        for code, name, level, above in rows
    }


def known_codes(codes: Collection[str]) -> set[str]:
    """Return those of `codes` that are areas."""
    return set(Area.objects.filter(code__in=codes).values_list("code", flat=True))


def areas_there(actor: Actor) -> QuerySet[Area]:
    """Return the areas of an actor, for counting."""
    return Area.objects.filter(within(actor.scope, "code"))
