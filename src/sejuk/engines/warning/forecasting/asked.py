"""What a forecast is asked about: places and their weekly counts, and what is wrong with them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.forecasting.arrays import Counts, Floats

FEWEST_RESIDENTS = 300
"""Below it a place gets no forecast: set in the design, so that no number points at a household."""


@dataclass(frozen=True, slots=True)
class ForecastPlace:
    """A place to forecast, never a person or a house: degrees, residents, index of 0 to 1."""

    area_code: str
    latitude: float | None = None
    longitude: float | None = None
    residents: int | None = None
    index: float | None = None

    @property
    def is_large_enough(self) -> bool:
        return self.residents is None or self.residents >= FEWEST_RESIDENTS


def counts_of(places: Sequence[ForecastPlace], history: Mapping[str, Sequence[float]]) -> Counts:
    """
    Return weeks x places in the order of `places`; a place without history had nothing.

    A matter may count for less than one. The likelihoods are then weighted ones: each is a smooth
    function of the counts, and quarters of events pull as quarters.

    :raises ValueError: saying what is wrong: places twice or unknown, weeks missing, not a count
    """
    _check(places)
    rows = {place.area_code: row for row, place in enumerate(places)}
    if strange := sorted(set(history) - set(rows)):
        raise ValueError(f"Counts of {strange[0]} are given, but it is not among the places.")
    lengths = {len(weeks) for weeks in history.values()}
    if len(lengths) > 1:
        raise ValueError(
            f"Weeks are missing: some places have {min(lengths)}, others {max(lengths)}."
            " Give each the same weeks, 0 where nothing was heard."
        )
    counts = np.zeros((lengths.pop() if lengths else 0, len(places)))
    for code, weeks in history.items():
        counts[:, rows[code]] = _checked_weeks(code, weeks)
    if not len(counts):
        raise ValueError("There is no week to learn from: give at least one.")
    return counts


def even_shares(places: Sequence[ForecastPlace]) -> Floats:
    """Return what each place has if all residents are alike, or all places where none are known."""
    known = [place.residents for place in places if place.residents]
    usual = sum(known) / len(known) if known else 1.0
    sizes = np.array([float(place.residents or usual) for place in places])
    shares: Floats = sizes / sizes.sum()
    return shares


def _checked_weeks(code: str, weeks: Sequence[float]) -> Sequence[float]:
    for week, count in enumerate(weeks, 1):
        if type(count) not in (int, float) or not math.isfinite(count):
            raise ValueError(f"Week {week} of {code} has no number: {count!r}.")
        if count < 0:
            raise ValueError(f"Week {week} of {code} counts {count}: less than nothing.")
    return weeks


def _check(places: Sequence[ForecastPlace]) -> None:
    if not places:
        raise ValueError("There is no place to forecast.")
    seen: set[str] = set()
    for place in places:
        code = place.area_code
        if code in seen:
            raise ValueError(f"The place {code} is given twice.")
        seen.add(code)
        _check_point(place)
        # Not "below 0": that would let NaN pass, and with it everything else would be NaN.
        if place.residents is not None and not 0 <= place.residents < math.inf:
            raise ValueError(f"{code} has {place.residents} residents: no number of people.")
        if place.index is not None and not 0 <= place.index <= 1:
            raise ValueError(f"The index of {code} is {place.index}: it lies between 0 and 1.")


def _check_point(place: ForecastPlace) -> None:
    point = place.latitude, place.longitude
    if point == (None, None):
        return
    latitude, longitude = (math.nan if value is None else value for value in point)
    # Also false for NaN, which is what half a point becomes.
    if not (abs(latitude) <= 90 and abs(longitude) <= 360):  # noqa: PLR2004 - degrees
        raise ValueError(f"{place.area_code} lies at {point}: no point on Earth.")
