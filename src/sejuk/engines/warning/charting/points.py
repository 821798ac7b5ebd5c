"""What a chart says of each time that was asked for."""

from dataclasses import dataclass, fields

import numpy as np

from sejuk.engines.warning.charting.series import Flags, Numbers, Places, UnusableSeries, whole


@dataclass(frozen=True)
class ChartPoint:
    """
    One time of a series beside what was expected of it.

    `upper` is the highest count that raises no alarm; `score` is (count - expected) / (upper -
    expected), so that an alarm is a score above 1; `tail` is the chance of a count at least as high
    while nothing is going on (None where the chart knows none). A time without a count has no
    score, no tail and no alarm.
    """

    at: int
    count: int | None
    expected: float
    upper: float
    score: float | None
    tail: float | None
    is_alarm: bool
    overdispersion: float | None
    has_trend: bool = False


@dataclass(frozen=True)
class ChartArrays:
    """The same for many series at once: each an array of (series, times)."""

    counts: Numbers
    expected: Numbers
    upper: Numbers
    tails: Numbers
    dispersions: Numbers
    are_alarms: Flags
    have_trend: Flags

    def at(self, times: Places) -> "ChartArrays":
        """Return these times only."""
        return ChartArrays(*(getattr(self, one.name)[:, times] for one in fields(self)))


def scores(arrays: ChartArrays) -> Numbers:
    """
    Return how far each count goes towards its bound (Noufaily et al. 2013, section 3.4).

    Where the bound is not above the expectation, as after a history of zeros, the way to the bound
    is taken as one case.
    """
    way = arrays.upper - arrays.expected
    with np.errstate(divide="ignore", invalid="ignore"):
        return (arrays.counts - arrays.expected) / np.where(way > 0, way, 1.0)


def points(arrays: ChartArrays, places: Places) -> tuple[ChartPoint, ...]:
    """
    Return the points of the first series.

    :raises UnusableSeries: when a place has no expectation.
    """
    silent = np.flatnonzero(np.isnan(arrays.expected[0]))
    if silent.size:
        place = int(places[silent[0]])
        raise UnusableSeries(
            f"Nothing is known that position {place} could be held against.", place
        )
    reached = scores(arrays)[0]
    return tuple(
        ChartPoint(
            at=int(place),
            count=whole(arrays.counts[0, index]),
            expected=float(arrays.expected[0, index]),
            upper=float(arrays.upper[0, index]),
            score=_known(reached[index]),
            tail=_known(arrays.tails[0, index]),
            is_alarm=bool(arrays.are_alarms[0, index]),
            overdispersion=_known(arrays.dispersions[0, index]),
            has_trend=bool(arrays.have_trend[0, index]),
        )
        for index, place in enumerate(places)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
