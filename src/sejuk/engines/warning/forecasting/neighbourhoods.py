"""Who is whose neighbour: the nearest places, the nearer the heavier."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array
from scipy.spatial import cKDTree

from sejuk.engines.warning.forecasting.arrays import Floats
from sejuk.engines.warning.forecasting.asked import ForecastPlace, even_shares

NEIGHBOURS = 6
"""Chosen: about what a village borders on."""
AREA = 20
"""Chosen: about the villages of a kecamatan, over which a trend can be told from chance."""
OWN_PART_OF_AREA = 0.2
"""Chosen: a place is part of its area, with the weight of a few."""
# So many places just as far away as the last neighbour count too, whatever their order.
TIES = 12


@dataclass(frozen=True)
class Ground:
    """
    The places as they lie.

    `neighbours` and `area` are places x places and their rows sum to 1, or to 0 for a place
    without a point; `even` sums to 1.
    """

    neighbours: csr_array
    area: csr_array
    even: Floats

    def around(self, values: Floats) -> Floats:
        """Return the mean of the neighbours, for who has none of all."""
        return _mean_around(self.neighbours, values, self.even)

    def in_area(self, values: Floats) -> Floats:
        """Return the mean of the area, for who has none of all."""
        return _mean_around(self.area, values, self.even)


def ground_of(places: Sequence[ForecastPlace]) -> Ground:
    """Return how the places lie to each other."""
    points = np.array(
        [
            (np.nan, np.nan) if place.latitude is None else (place.latitude, place.longitude)
            for place in places
        ],
        dtype=float,
    )
    area = nearest(points, AREA)
    own = OWN_PART_OF_AREA * (area.sum(axis=1) > 0)
    area = csr_array(area.multiply((1 - own)[:, None]) + eye_array(len(places)).multiply(own))
    return Ground(nearest(points, NEIGHBOURS), area, even_shares(places))


def nearest(points: Floats, count: int) -> csr_array:
    """
    Return the weights of the `count` nearest places (latitude, longitude) of each.

    A weight falls with distance as a bell (Gauss) whose width is the mean distance of the
    neighbours, so that it is the same in town and in the hills. Rows sum to 1; a place without a
    point, or without another that has one, has an empty row.
    """
    here = np.flatnonzero(~np.isnan(points).any(axis=1))
    size = len(points), len(points)
    wanted = min(count, len(here) - 1)
    if wanted < 1:
        return csr_array(size)
    latitude, longitude = np.radians(points[here]).T
    # On the unit ball: straight distances keep the order of those over ground, wherever one is.
    ball = np.column_stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
    asked = min(wanted + TIES, len(here) - 1) + 1
    away, found = (np.asarray(one) for one in cKDTree(ball).query(ball, k=asked))
    is_other = found != np.arange(len(here))[:, None]
    last = np.sort(np.where(is_other, away, np.inf), axis=1)[:, wanted - 1]
    is_near = is_other & (away <= last[:, None] * (1 + 1e-9) + 1e-12)
    width = (away * is_near).sum(axis=1) / is_near.sum(axis=1)
    weights = np.exp(-0.5 * (away / np.maximum(width, 1e-12)[:, None]) ** 2) * is_near
    weights /= weights.sum(axis=1, keepdims=True)
    rows, columns = np.nonzero(is_near)
    return csr_array((weights[rows, columns], (here[rows], here[found[rows, columns]])), shape=size)


def _mean_around(weights: csr_array, values: Floats, even: Floats) -> Floats:
    around = weights @ values
    alone = np.diff(weights.indptr) == 0
    if alone.any():
        around[alone] = even[alone] * values.sum()
    return np.asarray(around, dtype=float)
