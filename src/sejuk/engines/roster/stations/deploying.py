"""
Officers to polling stations: groups that pairs can guard, who sends them, who is in control.

Two stages, the second never at the cost of the first. First the groups: of one class, inside one
village or kecamatan, at most as many stations as the pattern of the class says, any two of them
within `most_minutes`: as few groups as there can be, and of those the most compact (`grouping`).
Then the people: each kecamatan's own Polsek first, then the pool; when it runs out, the gravest
classes are manned first, and of those the groups that take the fewest officers from the pool.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.stations.reserves import Reserve, placed_reserve
from sejuk.engines.roster.stations.shortfalls import Shortfall, shortfall_of
from sejuk.engines.roster.stations.station_groups import (
    GRAVEST_FIRST,
    StationGroup,
    cells_of,
    grouped_cell,
)
from sejuk.engines.roster.stations.stations import (
    DeploymentProblem,
    complaints_of_stations,
    sound_stations,
)
from sejuk.engines.roster.stations.ways import points_of

NO_ONE = 1e9


@dataclass(frozen=True, slots=True)
class KecamatanForce:
    """What one kecamatan needs and gets, and the officer in control (empty: nobody)."""

    kecamatan: str
    stations: int
    needed: int
    own: int
    from_pool: int
    short: int
    padal: str


@dataclass(frozen=True, slots=True)
class Deployment:
    """Who guards which polling stations; what is proved of it; what was wrong with the question."""

    groups: tuple[StationGroup, ...]
    forces: tuple[KecamatanForce, ...]
    reserve: Reserve
    officers: int
    least_officers: int  # no deployment by these patterns and borders needs fewer
    linmas: int
    short: int
    way_minutes: float  # the sum of the ways from the centres of the groups
    least_way_minutes: float  # no deployment with as many groups has less
    shortfalls: tuple[Shortfall, ...]
    complaints: tuple[Sentence, ...]

    @property
    def gap(self) -> float:
        """Return by what share of the officers the proof falls short; 0 is proved best."""
        return 1 - self.least_officers / self.officers if self.officers else 0.0


def deploy(problem: DeploymentProblem) -> Deployment:
    """
    Return the fewest officers for all polling stations, in the most compact groups found.

    >>> from sejuk.engines.roster.stations.stations import Station
    >>> calm = [Station(f"T{n}", "kurang_rawan", "V", "K", -4.1, 104.1) for n in range(9)]
    >>> grave = Station("T9", "sangat_rawan", "V", "K", -4.1, 104.1)
    >>> found = deploy(DeploymentProblem((*calm, grave), officers={"K": 4}, pool=1))
    >>> found.officers, found.least_officers, found.linmas, found.short
    (6, 6, 20, 1)
    >>> [(one.station_class, len(one.stations), one.is_manned) for one in found.groups]
    [('sangat_rawan', 1, True), ('kurang_rawan', 5, True), ('kurang_rawan', 4, False)]
    """
    stations = sound_stations(problem)
    points = points_of(stations)
    cells = [grouped_cell(problem, cell, points) for cell in cells_of(problem, stations)]
    groups, manned = _manned(problem, [group for cell in cells for group in cell.groups])
    forces = _with_padal(problem, manned)
    spare = _spare(problem, forces)
    return Deployment(
        groups=groups,
        forces=forces,
        reserve=placed_reserve(problem, stations, points),
        officers=sum(group.officers for group in groups),
        least_officers=sum(cell.least_officers for cell in cells),
        linmas=sum(group.linmas for group in groups),
        short=sum(force.short for force in forces),
        way_minutes=round(sum(cell.way_minutes for cell in cells), 1),
        least_way_minutes=round(sum(cell.least_way_minutes for cell in cells), 1),
        shortfalls=tuple(
            shortfall_of(problem, stations, points, (force.kecamatan, force.short, spare))
            for force in forces
            if force.short
        ),
        complaints=(*complaints_of_stations(problem), *_missing_padal(forces)),
    )


def _manned(
    problem: DeploymentProblem, groups: Sequence[StationGroup]
) -> tuple[tuple[StationGroup, ...], list[KecamatanForce]]:
    """Send each kecamatan its own officers, then those of the pool, the gravest class first."""
    own = {code: max(0, officers) for code, officers in problem.officers.items()}
    left, pool = dict(own), max(0, problem.pool)
    sent: dict[str, int] = defaultdict(int)
    unmanned: set[str] = set()
    for station_class in GRAVEST_FIRST:
        waiting = [group for group in groups if group.station_class == station_class]
        for group, asked in _cheapest_first(waiting, left):
            if asked > pool:
                unmanned.add(group.id)
                continue
            left[group.kecamatan] = max(0, left.get(group.kecamatan, 0) - group.officers)
            sent[group.kecamatan] += asked
            pool -= asked
    ready = tuple(replace(group, is_manned=group.id not in unmanned) for group in groups)
    return ready, list(_forces(ready, own, sent, pool))


def _cheapest_first(
    groups: Iterable[StationGroup], left: Mapping[str, int]
) -> Iterator[tuple[StationGroup, int]]:
    """Yield the groups of one class with what each takes from the pool, the least first."""
    still = dict(left)
    asked: list[tuple[int, StationGroup]] = []
    for group in sorted(groups, key=lambda one: (-len(one.stations), one.id)):
        own = min(group.officers, still.get(group.kecamatan, 0))
        still[group.kecamatan] = still.get(group.kecamatan, 0) - own
        asked.append((group.officers - own, group))
    for taken, group in sorted(asked, key=lambda one: (one[0], -len(one[1].stations))):
        yield group, taken


def _forces(
    groups: Iterable[StationGroup], own: Mapping[str, int], sent: Mapping[str, int], pool: int
) -> Iterator[KecamatanForce]:
    """Yield the force of each kecamatan; officers too few for a pair are sent all the same."""
    inside: dict[str, list[StationGroup]] = defaultdict(list)
    for group in groups:
        inside[group.kecamatan].append(group)
    for kecamatan, those in sorted(inside.items()):
        needed = sum(group.officers for group in those)
        first = min(needed, own.get(kecamatan, 0))
        more = min(pool, needed - first - sent.get(kecamatan, 0))
        pool -= more
        from_pool = sent.get(kecamatan, 0) + more
        yield KecamatanForce(
            kecamatan=kecamatan,
            stations=sum(len(group.stations) for group in those),
            needed=needed,
            own=first,
            from_pool=from_pool,
            short=needed - first - from_pool,
            padal="",
        )


def _with_padal(
    problem: DeploymentProblem, forces: Sequence[KecamatanForce]
) -> tuple[KecamatanForce, ...]:
    """Give as many kecamatan as can be a Padal, and the more senior where more officers stand."""
    candidates = sorted(problem.padal, key=lambda one: one.id)
    if not candidates or not forces:
        return tuple(forces)
    prices = np.full((len(forces), len(candidates)), NO_ONE)
    for row, force in enumerate(forces):
        for column, one in enumerate(candidates):
            if not one.kecamatan or force.kecamatan in one.kecamatan:
                prices[row, column] = -one.rank * force.needed
    of = {}
    rows, columns = linear_sum_assignment(prices)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if prices[row, column] < NO_ONE:
            of[row] = candidates[column].id
    return tuple(replace(force, padal=of.get(row, "")) for row, force in enumerate(forces))


def _missing_padal(forces: Iterable[KecamatanForce]) -> Iterator[Sentence]:
    without = [force.kecamatan for force in forces if not force.padal]
    if without:
        text = N_("%(count)s kecamatan have no Padal: %(kecamatan)s.")
        yield Sentence(text, {"count": len(without), "kecamatan": ", ".join(without)})


def _spare(problem: DeploymentProblem, forces: Iterable[KecamatanForce]) -> dict[str, int]:
    """Return which Polsek have more officers than their own kecamatan needs."""
    used = {force.kecamatan: force.own for force in forces}
    return {
        kecamatan: officers - used.get(kecamatan, 0)
        for kecamatan, officers in sorted(problem.officers.items())
        if officers > used.get(kecamatan, 0)
    }
