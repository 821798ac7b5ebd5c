"""What the watch reads: places, what happened there, and on which day it became known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

MOST_LATITUDE, MOST_LONGITUDE = 90.0, 180.0
SEVERITIES = (1, 2, 3, 4)
GRAVE = 4


class Detector(StrEnum):
    """Who found something: the answers of one day are told apart by it."""

    VILLAGE = "village"
    SCAN = "scan"
    DISTRICT = "district"
    GRAVE = "grave"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Place:
    """
    A village, in degrees (WGS 84); without a point it takes no part in scan and set rules.

    >>> Place("16.01.08.2018", -4.128, 104.166).is_placed
    True
    >>> Place("16.01.08.2019", None, None).is_placed
    False

    :raises ValueError: when its code is empty, or when only half of a point is given, or the point
        is no point on the earth (NaN among them)
    """

    area_code: str
    latitude: float | None
    longitude: float | None
    residents: int | None = None

    def __post_init__(self) -> None:
        if not self.area_code:
            raise ValueError("A place needs an area code.")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError(f"{self.area_code}: give both latitude and longitude, or neither.")
        if self.latitude is None or self.longitude is None:
            return
        if not (isfinite(self.latitude) and isfinite(self.longitude)) or (
            abs(self.latitude) > MOST_LATITUDE or abs(self.longitude) > MOST_LONGITUDE
        ):
            where = f"{self.latitude}, {self.longitude}"
            raise ValueError(f"{self.area_code}: {where} is not a point on the earth.")

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None


@dataclass(frozen=True, slots=True)
class Case:
    """
    One thing that happened, however many reported it.

    `day` is the day on which it was first known, `happened_on` that on which it happened: None, or
    a day after it was known, stand for the day it was known.

    `stream` is the kind of signal: streams are never added up. A discovered case was found because
    somebody went there.

    >>> Case("C-1", "16.01.08.2018", date(2024, 11, 5), "brawl", severity=4).severity
    4
    >>> late = Case("C-2", "16.01", date(2024, 11, 5), "brawl", happened_on=date(2024, 11, 3))
    >>> late.happened.isoformat(), late.days_late
    ('2024-11-03', 2)

    :raises ValueError: when the reference is empty or the severity is not 1 to 4
    """

    reference: str
    area_code: str
    day: date
    stream: str
    severity: int = 1
    is_verified: bool = False
    is_discovered: bool = False
    happened_on: date | None = None

    def __post_init__(self) -> None:
        if not self.reference:
            raise ValueError(f"A case of {self.area_code} needs a reference.")
        if self.severity not in SEVERITIES:
            raise ValueError(f"{self.reference}: severity is 1 to 4, not {self.severity}.")

    @property
    def happened(self) -> date:
        """The day on which it happened, as far as is known."""
        return self.day if self.happened_on is None else min(self.happened_on, self.day)

    @property
    def days_late(self) -> int:
        """How many days after it happened it was known."""
        return (self.day - self.happened).days
