"""What a temperature is to risk: of one village with its parts, of many as one picture."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sejuk.assess.risk.queries.territories import Territory
from sejuk.assess.risk.rules import shown_band
from sejuk.engines import warning
from sejuk.engines.warning.warming import BAND_WIDTH

Scope = tuple[str, ...]
Tenths = NDArray[np.int16]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AreaTemperature:
    """How warm one village is on a day, and whether it was heard of lately."""

    area_code: str
    name: str
    kecamatan: str
    tenths: int
    is_heard: bool = True

    @property
    def degrees(self) -> float:
        return self.tenths / 10

    @property
    def band(self) -> str:
        """Return the band that is shown: none where nobody has heard anything and all is cool."""
        return shown_band(self.tenths, is_heard=self.is_heard)


@dataclass(frozen=True, slots=True)
class Part:
    """What one signal adds to a temperature. `reference` is the number of the signal."""

    reference: str
    tenths: int
    is_verified: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Warmth:
    """The temperature of a village on a day; the `parts` sum to it."""

    area_code: str
    day: date
    at: datetime
    tenths: int
    corrected_tenths: int
    propensity: float
    falsehood_tenths: int
    is_heard: bool
    parts: tuple[Part, ...]

    @property
    def degrees(self) -> float:
        return self.tenths / 10

    @property
    def band(self) -> str:
        return shown_band(self.tenths, is_heard=self.is_heard)


@dataclass(frozen=True)
class Picture:
    """The temperature of each village of a territory, in tenths, in the territory's order."""

    day: date
    at: datetime
    territory: Territory
    tenths: Tenths
    # Asked only when somebody wants to know: not every reader of a picture looks at its colours.
    ask_heard: Callable[[], Truths]

    @cached_property
    def heard(self) -> Truths:
        """Return which villages were heard of lately, or had somebody of ours there."""
        return self.ask_heard()

    def of(self, area_code: str) -> int:
        """Return the tenths of a village of the territory."""
        return int(self.tenths[self.territory.row_of[area_code]])

    def village(self, row: int) -> AreaTemperature:
        land = self.territory
        return AreaTemperature(
            land.codes[row],
            land.names[row],
            land.within(row),
            int(self.tenths[row]),
            bool(self.heard[row]),
        )

    @property
    def grey(self) -> Truths:
        """Return which villages have no colour: cool, as far as anybody knows."""
        grey: Truths = ~self.heard & (self.tenths < BAND_WIDTH)
        return grey


def warmth_of(
    area_code: str,
    day: date,
    at: datetime,
    found: warning.Temperature,
    *,
    told: warning.Falsehoods,
    propensity: float,
    is_heard: bool,
) -> Warmth:
    """Return what the engine says of one village, in our words."""
    parts = tuple(
        Part(one.reference, one.tenths, one.is_verified, one.is_settled)
        for one in found.contributions
    )
    return Warmth(
        area_code,
        day,
        at,
        found.tenths,
        found.corrected_tenths,
        propensity,
        told.tenths,
        is_heard,
        parts,
    )
