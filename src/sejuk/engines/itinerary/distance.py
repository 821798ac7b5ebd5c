"""How far two points of the earth lie apart."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""The mean radius (2a + b) / 3 of the GRS 80 ellipsoid (Moritz, Geodetic Reference System 1980)."""

POLE, DATE_LINE = 90.0, 180.0


@dataclass(frozen=True, slots=True)
class Point:
    """
    A place in degrees (WGS 84).

    :raises ValueError: when it is not on the earth
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if abs(self.latitude) > POLE or abs(self.longitude) > DATE_LINE:
            raise ValueError(f"{self.latitude}, {self.longitude} is not a point on the earth.")


def distance_km(one: Point, other: Point) -> float:
    """
    Return the great-circle distance by the haversine formula (Sinnott 1984); roads are longer.

    On a sphere in place of the ellipsoid the error stays below 0.6 %.

    >>> round(distance_km(Point(0, 0), Point(0, 1)), 3)
    111.195
    >>> round(distance_km(Point(-4.128, 104.166), Point(-4.199, 104.019)), 1)
    18.1
    """
    rise = sin(radians(other.latitude - one.latitude) / 2) ** 2
    run = sin(radians(other.longitude - one.longitude) / 2) ** 2
    squeeze = cos(radians(one.latitude)) * cos(radians(other.latitude))
    # Of antipodes rounding can make a sine a hair above 1.
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(rise + squeeze * run)))
