"""Groups of polling stations that the same officers guard."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.roster.stations.grouping import fewest_groups, grouped
from sejuk.engines.roster.stations.stations import (
    LINMAS_AT_A_STATION,
    PATTERNS,
    Border,
    DeploymentProblem,
    Pattern,
    Station,
    StationClass,
)
from sejuk.engines.roster.stations.ways import SECONDS_IN_MINUTE, ways_between

GRAVEST_FIRST = {one.value: place for place, one in enumerate(StationClass)}


@dataclass(frozen=True, slots=True)
class StationGroup:
    """
    Polling stations that the same officers guard; the first one is its centre.

    `village` is empty when the group may cross the borders of villages; `longest_minutes` is the
    longest way between two of its stations.
    """

    id: str
    station_class: str
    kecamatan: str
    village: str
    stations: tuple[str, ...]
    officers: int
    linmas: int
    longest_minutes: float
    is_manned: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """The stations of one class that may share groups."""

    kecamatan: str
    village: str
    station_class: str
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class GroupedCell:
    """The groups of a cell and what is proved of them."""

    groups: tuple[StationGroup, ...]
    least_officers: int
    way_minutes: float
    least_way_minutes: float


def cells_of(problem: DeploymentProblem, stations: Sequence[Station]) -> tuple[Cell, ...]:
    """Return the sets of stations that may share groups, by kecamatan and gravest class first."""
    inside: dict[tuple[str, int, str], list[Station]] = defaultdict(list)
    for one in stations:
        village = one.village if problem.within == Border.VILLAGE else ""
        inside[one.kecamatan, GRAVEST_FIRST[one.station_class], village].append(one)
    return tuple(
        Cell(kecamatan, village, members[0].station_class, tuple(members))
        for (kecamatan, _, village), members in sorted(inside.items(), key=lambda item: item[0])
    )


def pattern_for(problem: DeploymentProblem, station_class: str) -> Pattern:
    """Return the pattern that guards a class."""
    return problem.patterns.get(station_class, PATTERNS[station_class])


def grouped_cell(
    problem: DeploymentProblem, cell: Cell, points: Mapping[str, tuple[float, float]]
) -> GroupedCell:
    """Return the fewest and most compact groups of a cell."""
    pattern = pattern_for(problem, cell.station_class)
    ways = ways_between(problem, cell.stations, points)
    found = grouped(ways, SECONDS_IN_MINUTE * problem.most_minutes, pattern.stations)
    groups = []
    for number, places in enumerate(found.groups, start=1):
        longest = int(ways[np.ix_(places, places)].max())
        area = cell.village or cell.kecamatan
        group = StationGroup(
            id=f"{area}-{cell.station_class}-{number}",
            station_class=cell.station_class,
            kecamatan=cell.kecamatan,
            village=cell.village,
            stations=tuple(cell.stations[place].id for place in places),
            officers=pattern.police,
            linmas=LINMAS_AT_A_STATION * len(places),
            longest_minutes=round(longest / SECONDS_IN_MINUTE, 1),
        )
        groups.append(group)
    return GroupedCell(
        tuple(groups),
        found.least_groups * pattern.police,
        found.cost / SECONDS_IN_MINUTE,
        found.least_cost / SECONDS_IN_MINUTE,
    )


def officers_needed(
    problem: DeploymentProblem, cells: Iterable[Cell], points: Mapping[str, tuple[float, float]]
) -> int:
    """Return how many officers the stations of these cells need, without saying who where."""
    total = 0
    for cell in cells:
        pattern = pattern_for(problem, cell.station_class)
        ways = ways_between(problem, cell.stations, points)
        most = SECONDS_IN_MINUTE * problem.most_minutes
        total += pattern.police * fewest_groups(ways, most, pattern.stations)
    return total
