"""How long the ways between points are, in whole seconds."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.stations.stations import DeploymentProblem, Station

EARTH_RADIUS_KM = 6371.0088  # mean radius of the GRS 80 ellipsoid (Moritz)
SECONDS_IN_HOUR, SECONDS_IN_MINUTE = 3600, 60

Seconds = NDArray[np.int64]
Points = NDArray[np.float64]  # one row each: latitude, longitude


def points_of(stations: Sequence[Station]) -> dict[str, tuple[float, float]]:
    """Return where each station lies, or is taken to lie when nobody said."""
    known = [one for one in stations if one.latitude is not None and one.longitude is not None]
    villages = _middles([one.village for one in known], known)
    kecamatan = _middles([one.kecamatan for one in known], known)
    everywhere = _middles(["" for _ in known], known).get("", (0.0, 0.0))
    points: dict[str, tuple[float, float]] = {}
    for one in stations:
        if one.latitude is not None and one.longitude is not None:
            points[one.id] = (one.latitude, one.longitude)
        else:
            above = kecamatan.get(one.kecamatan, everywhere)
            points[one.id] = villages.get(one.village, above)
    return points


def _middles(codes: Sequence[str], known: Sequence[Station]) -> Mapping[str, tuple[float, float]]:
    inside: dict[str, list[tuple[float, float]]] = {}
    for code, one in zip(codes, known, strict=True):
        inside.setdefault(code, []).append((one.latitude or 0.0, one.longitude or 0.0))
    return {
        code: (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        for code, points in inside.items()
    }


def kilometres(starts: Points, ends: Points) -> NDArray[np.float64]:
    """Return the great-circle distances from each start to each end (haversine, Sinnott 1984)."""
    one, other = np.radians(starts)[:, None, :], np.radians(ends)[None, :, :]
    rise = np.sin((other[..., 0] - one[..., 0]) / 2) ** 2
    run = np.sin((other[..., 1] - one[..., 1]) / 2) ** 2
    squeeze = np.cos(one[..., 0]) * np.cos(other[..., 0])
    return np.asarray(
        2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, rise + squeeze * run)))
    )


def seconds_of(problem: DeploymentProblem, kilometre: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how long so many straight kilometres take."""
    return kilometre * problem.way_factor / problem.km_per_hour * SECONDS_IN_HOUR


def ways_between(
    problem: DeploymentProblem,
    stations: Sequence[Station],
    points: Mapping[str, tuple[float, float]],
) -> Seconds:
    """Return the seconds from each of the stations to each other."""
    at = np.array([points[one.id] for one in stations])
    extra = SECONDS_IN_MINUTE * np.array([one.extra_minutes for one in stations])
    seconds = seconds_of(problem, kilometres(at, at)) + extra[:, None] + extra[None, :]
    np.fill_diagonal(seconds, 0)
    rounded: Seconds = np.rint(seconds).astype(np.int64)
    return rounded
