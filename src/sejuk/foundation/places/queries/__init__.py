"""Questions about places: what the other folders may ask."""

from sejuk.foundation.places.queries.areas import (
    Village,
    area_called,
    area_labels,
    areas_below,
    areas_there,
    known_codes,
    village_areas,
    village_points,
    villages,
)
from sejuk.foundation.places.queries.letterheads import bare_name, letterhead
from sejuk.foundation.places.queries.maps import (
    boundaries_geojson,
    boundaries_version,
    boundary_counts,
    bounded_there,
)
from sejuk.foundation.places.queries.nameless import known_names, without_persons
from sejuk.foundation.places.queries.names import FoundArea, area_named, found_areas, likely_areas
from sejuk.foundation.places.queries.sites import sites

__all__ = [
    "FoundArea",
    "Village",
    "area_called",
    "area_labels",
    "area_named",
    "areas_below",
    "areas_there",
    "bare_name",
    "boundaries_geojson",
    "boundaries_version",
    "boundary_counts",
    "bounded_there",
    "found_areas",
    "known_codes",
    "known_names",
    "letterhead",
    "likely_areas",
    "sites",
    "village_areas",
    "village_points",
    "villages",
    "without_persons",
]
