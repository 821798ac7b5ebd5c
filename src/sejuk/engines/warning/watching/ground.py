"""The ground of a watch: the places in a fixed order, their neighbours and the discs round them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.scanning.circles import Circles, prepare
from sejuk.engines.warning.scanning.loops import Rings
from sejuk.engines.warning.watching.cases import Place
from sejuk.engines.warning.watching.scores import Terrain
from sejuk.engines.warning.watching.usual import Neighbours

MOST_PLACES_IN_DISC = 16
"""The widest disc of the scan (the design says 16 to 20)."""
NEIGHBOURS = 8
"""So many of the nearest places make the local prior (chosen: a ring round a village)."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Places by code; spots are the points at which at least one of them stands."""

    codes: tuple[str, ...]
    neighbours: Neighbours
    spot_of: NDArray[np.int64]
    circles: Circles | None

    @cached_property
    def index(self) -> dict[str, int]:
        return {code: at for at, code in enumerate(self.codes)}

    @property
    def spots(self) -> int:
        return self.circles.spots if self.circles else 0

    @cached_property
    def terrain(self) -> Terrain:
        """Return the places as loops take them; without points there is no disc."""
        none = Rings(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.bool_))
        rings = self.circles.rings if self.circles else none
        return Terrain(self.neighbours, rings, self.spot_of)

    def disc(self, centre: int, size: int) -> tuple[int, ...]:
        """Return the places of a disc, its centre first; `size` counts spots."""
        return tuple(place for place, rank in self.discs[centre] if rank < size)

    @cached_property
    def discs(self) -> list[list[tuple[int, int]]]:
        """Return the places of the widest disc of each spot with the rank of their own spot."""
        standing: dict[int, list[int]] = {}
        for place, spot in enumerate(self.spot_of.tolist()):
            standing.setdefault(spot, []).append(place)
        starts, members, _ = self.terrain.rings
        return [
            [
                (place, rank)
                for rank, spot in enumerate(members[start:end].tolist())
                for place in standing[spot]
            ]
            for start, end in pairwise(starts.tolist())
        ]


def ground_of(places: Iterable[Place]) -> Ground:
    """
    Return the ground that places make; their order does not matter.

    >>> ground = ground_of([Place("2", -4.2, 104.0), Place("1", -4.1, 104.1)])
    >>> ground.codes, ground.neighbours[:, 0].tolist()
    (('1', '2'), [1, 0])

    :raises ValueError: when a code is given twice
    """
    ordered = sorted(places, key=lambda place: place.area_code)
    codes = tuple(place.area_code for place in ordered)
    twice = next((one for one, other in pairwise(codes) if one == other), None)
    if twice is not None:
        raise ValueError(f"{twice} is given twice: a place has one line.")
    placed = [at for at, place in enumerate(ordered) if place.is_placed]
    neighbours = np.full((len(codes), NEIGHBOURS), -1, dtype=np.int64)
    spot_of = np.full(len(codes), -1, dtype=np.int64)
    if not placed:
        return Ground(codes, neighbours, spot_of, None)
    points = np.array([(ordered[at].latitude, ordered[at].longitude) for at in placed], np.float64)
    circles = prepare(points[:, 0], points[:, 1], MOST_PLACES_IN_DISC)
    spot_of[placed] = circles.spot_of
    ground = Ground(codes, neighbours, spot_of, circles)
    for at in placed:
        others = [place for place, _ in ground.discs[spot_of[at]] if place != at][:NEIGHBOURS]
        neighbours[at, : len(others)] = others
    return ground
