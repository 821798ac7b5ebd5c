"""
How many officers guard polling stations, how surely no fewer can, and how long that takes.

A generator makes districts as large as Ogan Komering Ulu (565 stations in 13 kecamatan of 12
villages, 17 km across) and more of them up to a province (13,206 stations), with the shares of the
classes of February 2024 (1,183 : 26 : 16) and 2:8:16 for the calm ones. Beside the engine stands
the greedy plotting that is done by hand: begin with the first station, add the nearest one as long
as the pattern and the ways allow, begin anew.

Times are seconds of the processor. It ends with 1 when a promised limit does not hold. Run it with
`./sejuk bench deployment`; it takes about ten minutes, `--sizes 565` a few seconds.
"""

import argparse
import os
import platform
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks._limits import Limit, conclude
from sejuk.engines.roster.stations.deploying import Deployment, deploy
from sejuk.engines.roster.stations.station_groups import cells_of, pattern_for
from sejuk.engines.roster.stations.stations import (
    Border,
    DeploymentProblem,
    PadalCandidate,
    Platoon,
    Station,
    WaitingPlace,
)
from sejuk.engines.roster.stations.verifying_deployment import verify_deployment
from sejuk.engines.roster.stations.ways import points_of, ways_between

SIZES = (565, 1_225, 3_300, 13_206)
AT_MOST = {565: 30.0, 13_206: 600.0}
KECAMATAN_IN_A_DISTRICT, STATIONS_IN_A_DISTRICT, VILLAGES = 13, 565, 12
DEGREES_ACROSS = 17 / 111.2  # a kecamatan of 290 square kilometres
SHARES = {"kurang_rawan": 1183, "rawan": 26, "sangat_rawan": 16}


def a_land(stations: int, rng: random.Random) -> DeploymentProblem:
    """Return a problem with so many polling stations."""
    count = max(1, round(stations * KECAMATAN_IN_A_DISTRICT / STATIONS_IN_A_DISTRICT))
    weights = [rng.uniform(0.4, 1.6) for _ in range(count)]
    made: list[Station] = []
    places = []
    villages: dict[int, list[tuple[float, float]]] = {}
    for number in range(count):
        north, west = -4 - number // 16 * DEGREES_ACROSS, 103 + number % 16 * DEGREES_ACROSS
        half = DEGREES_ACROSS / 2
        villages[number] = [
            (north + rng.uniform(-half, half), west + rng.uniform(-half, half))
            for _ in range(VILLAGES)
        ]
        places.append(WaitingPlace(f"polsek-{number:03}", *villages[number][0]))
    for number, area in enumerate(rng.choices(range(count), weights, k=stations)):
        village = rng.randrange(VILLAGES)
        at = villages[area][village]
        kind = rng.choices(list(SHARES), list(SHARES.values()))[0]
        near = (at[0] + rng.gauss(0, 0.005), at[1] + rng.gauss(0, 0.005))
        code = f"{area:03}"
        made.append(Station(f"T{number:05}", kind, f"{code}.{village:02}", code, *near))
    return DeploymentProblem(
        tuple(made),
        officers={f"{area:03}": 12 for area in range(count)},
        pool=2 * count,
        padal=tuple(PadalCandidate(f"padal-{area:03}", rng.randint(4, 7)) for area in range(count)),
        platoons=tuple(Platoon(f"platoon-{n}", 30) for n in range(max(3, count // 6))),
        waiting_places=tuple(places),
    )


def plotted_by_hand(problem: DeploymentProblem) -> tuple[int, float]:
    """Return officers and minutes of ways of the greedy plotting."""
    points = points_of(problem.stations)
    officers, seconds = 0, 0
    for cell in cells_of(problem, problem.stations):
        pattern = pattern_for(problem, cell.station_class)
        ways = ways_between(problem, cell.stations, points)
        left = list(range(len(ways)))
        while left:
            group = [left.pop(0)]
            while len(group) < pattern.stations:
                near = [p for p in left if ways[p, group].max() <= 60 * problem.most_minutes]
                if not near:
                    break
                group.append(min(near, key=lambda place: ways[group[0], place]))
                left.remove(group[-1])
            officers += pattern.police
            seconds += int(ways[np.ix_(group, group)].sum(axis=1).min())
    return officers, seconds / 60


def tell(name: str, found: Deployment, by_hand: tuple[int, float], took: float) -> None:
    bound = found.least_way_minutes
    share = 100 * (1 - bound / found.way_minutes) if found.way_minutes else 0.0
    late = f"{len(found.reserve.late_stations)} late (at least {found.reserve.least_late})"
    print(
        f"{name:28}{by_hand[0]:9,}{found.officers:9,}{found.least_officers:9,}"
        f"{100 * found.gap:7.2f}%{by_hand[1]:10,.0f}{found.way_minutes:9,.0f}{bound:9,.0f}"
        f"{share:7.1f}%{took:9.1f}  {late}"
    )


def measured(sizes: Sequence[int]) -> list[Limit]:
    took: dict[int, float] = defaultdict(float)
    for stations in sizes:
        problem = a_land(stations, random.Random(2024))
        for within in Border:
            asked = replace(problem, within=within)
            began = time.process_time()
            found = deploy(asked)
            seconds = time.process_time() - began
            took[stations] = max(took[stations], seconds)
            assert verify_deployment(asked, found) == ()
            name = f"{stations:,} within {within.value}"
            tell(name, found, plotted_by_hand(asked), seconds)
    return [
        Limit(f"deployment to {stations:,} stations", AT_MOST[stations], seconds)
        for stations, seconds in took.items()
        if stations in AT_MOST
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="polling stations")
    asked = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    deploy(a_land(40, random.Random(1)))  # the searches are compiled once for each installation
    print(f"\n{'':28}{'officers':>34}{'':18}{'minutes of ways':>17}")
    print(
        f"{'stations':28}{'by hand':>9}{'Sejuk':>9}{'least':>9}{'gap':>8}"
        f"{'by hand':>10}{'Sejuk':>9}{'least':>9}{'gap':>8}{'CPU s':>9}  reserve"
    )
    return conclude(measured(asked.sizes))


if __name__ == "__main__":
    sys.exit(main())
