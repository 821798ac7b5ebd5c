"""
The circles of a scan: around each point, the places that enter as the radius grows.

Places at the same point are one spot. Spots at the same distance from a centre enter together,
since a circle holds all that lies within its radius.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from sejuk.engines.warning.scanning.asked import CannotScan, Numbers, coordinates_of, numbers_of
from sejuk.engines.warning.scanning.loops import Rings

Cell = TypeVar("Cell", bound=np.generic)
EARTH_KM = 6371.0088  # mean radius of the Earth, IUGG 1980
# Distances count as equal up to rounding: chosen, a millionth of a metre on the ground.
EQUAL_WITHIN = 1e-9
ROUNDING = 1e-13
# Chosen: 30 million neighbours take some 600 MB while they are sorted.
MOST_PAIRS = 30_000_000
FARTHEST_NORTH, FARTHEST_EAST = 90, 360


@dataclass(frozen=True, eq=False)
class Circles:
    """
    Around spot `i` stand the spots `members[starts[i]:starts[i + 1]]`, nearest first.

    `closes[k]` says that a circle ends after member `k`: the next one is farther away.
    """

    points: Numbers  # spots x dimensions
    spot_of: NDArray[np.int64]  # places; without places at one point the spots are the places
    starts: NDArray[np.int64]  # spots + 1
    members: NDArray[np.int32]
    closes: NDArray[np.bool_]
    is_on_sphere: bool

    @property
    def spots(self) -> int:
        return len(self.points)

    @property
    def rings(self) -> Rings:
        return Rings(self.starts, self.members, self.closes)

    def by_spot(self, cells: NDArray[Cell]) -> NDArray[Cell]:
        """Return periods x places as a new array of spots x periods."""
        if self.spots == len(self.spot_of):
            return np.array(cells.T, order="C")
        summed = np.zeros((self.spots, len(cells)), dtype=cells.dtype)
        np.add.at(summed, self.spot_of, cells.T)
        return summed

    def places_within(self, centre: int, size: int) -> NDArray[np.int64]:
        """Return the places of a circle, nearest first; `size` counts spots."""
        begin = int(self.starts[centre])
        rank = np.full(self.spots, -1)
        rank[self.members[begin : begin + size]] = np.arange(size)
        ranks = rank[self.spot_of]
        inside = np.flatnonzero(ranks >= 0)
        return inside[np.lexsort((inside, self.apart(centre, inside)))]

    def radius(self, centre: int, size: int) -> float:
        """Return how far the farthest spot is: in km on the sphere, else in units of the plane."""
        begin = int(self.starts[centre])
        last = self.members[begin + size - 1]
        length = float(np.linalg.norm(self.points[last] - self.points[centre]))
        return (
            2 * EARTH_KM * float(np.arcsin(min(1.0, length / 2))) if self.is_on_sphere else length
        )

    def apart(self, centre: int, places: NDArray[np.int64]) -> Numbers:
        """Return how far places are from a centre, to order them by; equal up to rounding."""
        apart = self.points[self.spot_of[places]] - self.points[centre]
        return np.asarray(np.round(np.linalg.norm(apart, axis=1), 12))


def prepare(
    latitudes: ArrayLike,
    longitudes: ArrayLike,
    most_neighbours: int | None = None,
    *,
    weights: ArrayLike | None = None,
    most_share: float = 1.0,
    is_cartesian: bool = False,
) -> Circles:
    """
    Return the circles around each place, by great-circle distance or on a plane.

    `latitudes` and `longitudes` have one number for each place, in degrees; with `is_cartesian`
    they are two coordinates on a plane, in any unit. A circle holds at most `most_neighbours`
    spots, its centre included, and at most `most_share` of the sum of `weights` (places).

    >>> circles = prepare([0, 0, 0], [100.0, 100.1, 100.3], 2)
    >>> circles.members.reshape(3, 2).tolist()
    [[0, 1], [1, 0], [2, 1]]

    :raises CannotScan: a coordinate is missing or not on Earth, or there are too many pairs
    """
    first = coordinates_of(latitudes, "latitudes")
    second = coordinates_of(longitudes, "longitudes")
    if len(first) != len(second) or not len(first):
        raise CannotScan(f"{len(first)} latitudes stand beside {len(second)} longitudes")
    spots, spot_of = _spots(np.column_stack([first, second]))
    points = spots if is_cartesian else _on_sphere(spots)
    at_places = (
        np.ones(len(first)) if weights is None else numbers_of(weights, "weights", dimensions=1)
    )
    if len(at_places) != len(first):
        raise CannotScan(f"{len(at_places)} weights stand beside {len(first)} places")
    at_spots: Numbers = np.bincount(spot_of, at_places, minlength=len(spots)).astype(np.float64)
    limit = most_share * float(at_spots.sum())
    order, closes = _nearest(points, _neighbours_of(len(spots), most_neighbours))
    sizes = _sizes(order, closes, at_spots, limit)
    kept = np.arange(order.shape[1]) < sizes[:, None]
    return Circles(
        points=points,
        spot_of=spot_of,
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        members=order[kept].astype(np.int32),
        closes=closes[kept],
        is_on_sphere=not is_cartesian,
    )


def _spots(places: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
    """Return the different points in the order of the places, and the point of each place."""
    points, first, point_of = np.unique(places, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return points[order], np.argsort(order)[point_of.ravel()]


def _neighbours_of(spots: int, most: int | None) -> int:
    if most is not None and most < 1:
        raise CannotScan("a circle needs room for one place: most_neighbours is at least 1")
    neighbours = spots if most is None else min(most, spots)
    if spots * neighbours > MOST_PAIRS:
        raise CannotScan(
            f"{spots:,} places with {neighbours:,} neighbours each are too many: "
            f"ask for at most {max(1, MOST_PAIRS // spots):,} (most_neighbours)"
        )
    return neighbours


def _on_sphere(spots: Numbers) -> Numbers:
    """Return unit vectors: the straight line between two grows with the great circle."""
    off = (np.abs(spots[:, 0]) > FARTHEST_NORTH) | (np.abs(spots[:, 1]) > FARTHEST_EAST)
    if off.any():
        first = spots[off][0].tolist()
        raise CannotScan(f"{int(off.sum())} points are not on Earth, the first is {first}")
    north, east = np.radians(spots).T
    return np.column_stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    )


def _nearest(points: Numbers, neighbours: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the spots by distance, and after which of them a circle closes."""
    asked = min(neighbours + 1, len(points))  # one more tells whether the last is tied
    answer = cKDTree(points).query(points, k=np.arange(1, asked + 1))
    apart, order = np.asarray(answer[0]), np.asarray(answer[1])
    span = float(np.abs(points - points[0]).max()) or 1.0
    closes = np.ones(order.shape, dtype=np.bool_)
    closes[:, :-1] = np.diff(apart, axis=1) > EQUAL_WITHIN * apart[:, :-1] + ROUNDING * span
    return order[:, :neighbours], closes[:, :neighbours]


def _sizes(
    order: NDArray[np.int64], closes: NDArray[np.bool_], weights: Numbers, limit: float
) -> NDArray[np.int64]:
    """Return how many members the widest circle of each centre has."""
    inside = np.cumsum(weights[order], axis=1) <= limit * (1 + EQUAL_WITHIN)
    fits = closes & inside
    widest = order.shape[1] - np.argmax(fits[:, ::-1], axis=1)
    return np.where(fits.any(axis=1), widest, 0)
