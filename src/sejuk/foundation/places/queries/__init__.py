"""Questions about places: what the other folders may ask."""

from sejuk.foundation.places.queries.areas import (
    Village,
    area_called,
    area_labels,
    areas_below,
    count_areas,
    known_codes,
    village_points,
    villages,
)
from sejuk.foundation.places.queries.maps import (
    boundaries_geojson,
    boundaries_version,
    boundary_counts,
)
from sejuk.foundation.places.queries.names import FoundArea, area_named, found_areas
from sejuk.foundation.places.queries.sites import sites

__all__ = [
    "FoundArea",
    "Village",
    "area_called",
    "area_labels",
    "area_named",
    "areas_below",
    "boundaries_geojson",
    "boundaries_version",
    "boundary_counts",
    "count_areas",
    "found_areas",
    "known_codes",
    "sites",
    "village_points",
    "villages",
]
