"""
What speaks for a visit: a score as a sum of parts, each with its points and its reason.

* temperature: 40 * T / 100. The largest part: warmth is what the programme is for.
* days since the last visit: 30 * (1 - 2^(-days / 14)), never visited 30. A fortnight counts half.
* open concerns: 12 * (1 - 2^-count), that is 6, 9, 10.5 and so on. The first concern that waits
  for an answer weighs most.
* distance: -10 * km / (km + 15). A long way costs, but a far village is not given up.
* load: -8 * visits planned / capacity. Of two officers the freer one goes.

All sizes are chosen; they order proposals that a person accepts, changes or refuses. Each part is
rounded to tenths, and the score is the sum of the rounded parts.
"""

from dataclasses import dataclass
from enum import StrEnum

TEMPERATURE_POINTS = 40.0
DAYS_POINTS = 30.0
DAYS_HALF = 14.0
CONCERN_POINTS = 12.0
DISTANCE_POINTS = 10.0
DISTANCE_HALF_KM = 15.0
LOAD_POINTS = 8.0


class PartCode(StrEnum):
    """What a part of a score is about; the caller has the sentence for it."""

    TEMPERATURE = "temperature"
    DAYS_SINCE_VISIT = "days_since_visit"
    NEVER_VISITED = "never_visited"
    OPEN_CONCERNS = "open_concerns"
    DISTANCE = "distance"
    DISTANCE_UNKNOWN = "distance_unknown"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: tenths of points, and the value that they stand for."""

    code: PartCode
    tenths: int
    value: float = 0.0

    @property
    def points(self) -> float:
        return self.tenths / 10


def warmth(temperature_tenths: int) -> Part:
    """
    Return what a temperature (value: degrees) speaks for.

    >>> warmth(500)
    Part(code=<PartCode.TEMPERATURE: 'temperature'>, tenths=200, value=50.0)
    """
    degrees = temperature_tenths / 10
    return Part(PartCode.TEMPERATURE, _tenths(TEMPERATURE_POINTS * degrees / 100), degrees)


def absence(days: int | None) -> Part:
    """
    Return what the days since the last visit speak for; None is a village never visited.

    >>> absence(14).points, absence(None).points
    (15.0, 30.0)
    """
    if days is None:
        return Part(PartCode.NEVER_VISITED, _tenths(DAYS_POINTS))
    share = 1 - 2 ** (-max(days, 0) / DAYS_HALF)
    return Part(PartCode.DAYS_SINCE_VISIT, _tenths(DAYS_POINTS * share), days)


def unanswered(concerns: int) -> Part:
    """
    Return what the open concerns speak for.

    >>> [unanswered(count).points for count in (0, 1, 2)]
    [0.0, 6.0, 9.0]
    """
    share = 1 - 2.0 ** -max(concerns, 0)
    return Part(PartCode.OPEN_CONCERNS, _tenths(CONCERN_POINTS * share), concerns)


def way(kilometres: float | None) -> Part:
    """
    Return what the way there costs; an unknown way costs nothing, and says that it is unknown.

    >>> way(15.0).points, way(None).code
    (-5.0, <PartCode.DISTANCE_UNKNOWN: 'distance_unknown'>)
    """
    if kilometres is None:
        return Part(PartCode.DISTANCE_UNKNOWN, 0)
    cost = DISTANCE_POINTS * kilometres / (kilometres + DISTANCE_HALF_KM)
    return Part(PartCode.DISTANCE, -_tenths(cost), round(kilometres, 1))


def busyness(planned: int, capacity: int) -> Part:
    """
    Return what the officer's visits already planned cost.

    >>> busyness(2, 4).points, busyness(0, 0).points
    (-4.0, -8.0)
    """
    share = min(1.0, planned / capacity) if capacity > 0 else 1.0
    return Part(PartCode.LOAD, -_tenths(LOAD_POINTS * share), planned)


def _tenths(points: float) -> int:
    return int(points * 10 + 0.5)
