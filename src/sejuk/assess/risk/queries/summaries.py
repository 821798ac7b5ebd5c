"""Kecamatan and districts in short: how many villages are in which band, and the warmest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sejuk.assess.risk.queries.temperatures import AreaTemperature, Picture
from sejuk.engines.warning import Band
from sejuk.foundation.places.rules import KECAMATAN_LENGTH

BANDS = tuple(Band)
BAND_WIDTH = 250
DISTRICT_LENGTH = len("16.01")


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """The villages of one kecamatan, or of one district."""

    area_code: str
    name: str
    villages: int
    # How many are in each band, from cool to critical.
    by_band: tuple[int, ...]
    hottest: AreaTemperature

    @property
    def band(self) -> Band:
        """Return the band of the hottest village: a group is as warm as its warmest place."""
        return self.hottest.band


def band_counts(picture: Picture) -> tuple[int, ...]:
    """Return how many villages are in each band, from cool to critical."""
    counts = np.bincount(_band_rows(picture), minlength=len(BANDS))
    return tuple(int(count) for count in counts)


def summaries(picture: Picture, length: int) -> list[AreaSummary]:
    """Return the groups of villages whose codes begin alike, `length` characters long."""
    land = picture.territory
    if not land.codes:
        return []
    heads, group = land.groups(length)
    width = len(BANDS)
    cells = np.bincount(group * width + _band_rows(picture), minlength=len(heads) * width)
    counts = cells.reshape(len(heads), width)
    # Sorted by warmth, so that the first of each group is its warmest.
    in_order = np.argsort(-picture.tenths, kind="stable")
    _, first = np.unique(group[in_order], return_index=True)
    hottest = in_order[first]
    names = land.kecamatan if length == KECAMATAN_LENGTH else land.labels(length)
    found = [
        AreaSummary(
            head,
            names.get(head, head),
            int(counts[row].sum()),
            tuple(int(count) for count in counts[row]),
            picture.village(int(hottest[row])),
        )
        for row, head in enumerate(heads)
    ]
    return sorted(found, key=lambda one: (-one.hottest.tenths, one.area_code))


def _band_rows(picture: Picture) -> NDArray[np.int16]:
    return np.minimum(picture.tenths // BAND_WIDTH, len(BANDS) - 1)
