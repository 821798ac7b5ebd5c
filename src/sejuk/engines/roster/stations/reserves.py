"""
Where the platoons of the reserve wait, so that help comes in time.

First as few stations as can be further away than the goal, then the longest way, then the mean
way. All three are exact while all choices of places can be tried; beyond that the first is exact
(the maximal covering problem, Church and ReVelle 1974, by branch and bound) and the others are
bettered by exchanging places (Teitz and Bart 1968).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import ceil, comb

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from sejuk.engines.roster.stations.stations import DeploymentProblem, Platoon, Station
from sejuk.engines.roster.stations.ways import SECONDS_IN_MINUTE, Seconds, kilometres, seconds_of

CHOICES = 100_000  # chosen: so many sets of places are tried one by one, in about a second
TOGETHER = 2_000
NODES = 2_000


@dataclass(frozen=True, slots=True)
class PlacedPlatoon:
    """A platoon, where it waits, and for how many stations it is the nearest."""

    platoon: str
    place: str
    size: int
    stations: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """The platoons in their places and how soon they are there."""

    placed: tuple[PlacedPlatoon, ...] = ()
    late_stations: tuple[str, ...] = ()  # further away than the goal
    least_late: int = 0  # no places leave fewer
    longest_minutes: float = 0.0
    mean_minutes: float = 0.0
    is_proved: bool = True  # no places are better in any of the three figures, in their order


def placed_reserve(
    problem: DeploymentProblem,
    stations: Sequence[Station],
    points: Mapping[str, tuple[float, float]],
) -> Reserve:
    """Return where the platoons wait."""
    places = sorted(problem.waiting_places, key=lambda one: one.id)
    platoons = sorted(problem.platoons, key=lambda one: (-one.size, one.id))[: len(places)]
    if not platoons or not stations:
        return Reserve()
    starts = np.array([(one.latitude, one.longitude) for one in places])
    ends = np.array([points[one.id] for one in stations])
    extra = SECONDS_IN_MINUTE * np.array([one.extra_minutes for one in stations])
    straight = seconds_of(problem, kilometres(starts, ends))
    ways = np.rint(straight + extra).astype(np.int64)
    goal = SECONDS_IN_MINUTE * problem.goal_minutes
    chosen, least_late, is_proved = _chosen(ways, goal, len(platoons))
    nearest = ways[chosen].argmin(axis=0)
    reached = ways[chosen].min(axis=0)
    counts = np.bincount(nearest, minlength=len(chosen))
    return Reserve(
        placed=_placed(platoons, [places[place].id for place in chosen], counts.tolist()),
        late_stations=tuple(
            stations[place].id for place in np.flatnonzero(reached > goal).tolist()
        ),
        least_late=least_late,
        longest_minutes=round(int(reached.max()) / SECONDS_IN_MINUTE, 1),
        mean_minutes=round(float(reached.mean()) / SECONDS_IN_MINUTE, 1),
        is_proved=is_proved,
    )


def _placed(
    platoons: Sequence[Platoon], places: Sequence[str], counts: Sequence[int]
) -> tuple[PlacedPlatoon, ...]:
    """Send the larger platoon where more stations are near."""
    busiest = sorted(zip(places, counts, strict=True), key=lambda one: (-one[1], one[0]))
    return tuple(
        PlacedPlatoon(platoon.id, place, platoon.size, count)
        for platoon, (place, count) in zip(platoons, busiest, strict=True)
    )


def _figures(reached: Seconds, goal: int) -> list[tuple[int, int, int]]:
    """Return late stations, longest way and sum of ways for each row of reached seconds."""
    late, longest, total = (reached > goal).sum(axis=1), reached.max(axis=1), reached.sum(axis=1)
    return list(zip(late.tolist(), longest.tolist(), total.tolist(), strict=True))


def _chosen(ways: Seconds, goal: int, count: int) -> tuple[list[int], int, bool]:
    if comb(len(ways), count) <= CHOICES:
        all_choices = combinations(range(len(ways)), count)
        best: tuple[tuple[int, int, int], tuple[int, ...]] = ((1 << 60, 0, 0), ())
        while some := list(islice(all_choices, TOGETHER)):
            figures = _figures(ways[np.array(some)].min(axis=1), goal)
            best = min(best, *zip(figures, some, strict=True))
        return list(best[1]), best[0][0], True
    cover, least_late = _most_covering(ways, goal, count)
    chosen = _exchanged(ways, goal, cover)
    return chosen, least_late, False


def _most_covering(ways: Seconds, goal: int, count: int) -> tuple[list[int], int]:
    """Return the places that leave the fewest stations late, and the proved least number."""
    places, stations = ways.shape
    patterns, weights = np.unique((ways <= goal).T, axis=0, return_counts=True)
    # A row of stations is covered only when one of its places is taken.
    rows = hstack([csr_array(-patterns.astype(float)), csr_array(np.eye(len(patterns)))])
    taken: NDArray[np.float64] = np.append(np.ones(places), np.zeros(len(patterns)))
    found = milp(
        np.append(np.zeros(places), -weights),
        constraints=[
            LinearConstraint(csr_array(rows), -np.inf, 0),
            LinearConstraint(csr_array(taken[None, :]), count, count),
        ],
        integrality=np.append(np.ones(places), np.zeros(len(patterns))),
        bounds=Bounds(0, 1),
        options={"node_limit": NODES},
    )
    best_cover = -found.mip_dual_bound if found.mip_dual_bound is not None else stations
    least_late = max(0, ceil(stations - best_cover - 1e-6))
    if found.x is None:
        return list(range(count)), least_late
    return np.argsort(-found.x[:places], kind="stable")[:count].tolist(), least_late


def _exchanged(ways: Seconds, goal: int, start: list[int]) -> list[int]:
    """Exchange one place for another as long as that helps."""
    chosen = list(start)
    best = _figures(ways[chosen].min(axis=0)[None, :], goal)[0]
    is_better = True
    while is_better:
        is_better = False
        for position in range(len(chosen)):
            others = np.delete(chosen, position)
            rest = ways[others].min(axis=0) if len(others) else np.full(ways.shape[1], 1 << 40)
            figures = _figures(np.minimum(ways, rest), goal)
            for place in chosen:
                figures[place] = (1 << 60, 0, 0)
            found = min(range(len(figures)), key=lambda place: figures[place])
            if figures[found] < best:
                best, chosen[position], is_better = figures[found], found, True
    return sorted(chosen)
