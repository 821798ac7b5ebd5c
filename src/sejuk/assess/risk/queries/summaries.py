"""Kecamatan and districts in short: how many villages are in which band, and the warmest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sejuk.assess.risk.queries.warmths import AreaTemperature, Picture
from sejuk.assess.risk.rules import UNHEARD
from sejuk.engines.warning import Band
from sejuk.engines.warning.warming import BAND_WIDTH
from sejuk.foundation.places.rules import KECAMATAN_LENGTH

# Last of all those that are grey: cool only because nobody has heard anything.
BANDS = (*(band.value for band in Band), UNHEARD)
DISTRICT_LENGTH = len("16.01")


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """The villages of one kecamatan, or of one district."""

    area_code: str
    name: str
    villages: int
    # How many are in each band, from cool to critical, and how many are grey.
    by_band: tuple[int, ...]
    hottest: AreaTemperature

    @property
    def band(self) -> str:
        """Return the band of the hottest village: a group is as warm as its warmest place."""
        return self.hottest.band


def band_counts(picture: Picture) -> tuple[int, ...]:
    """Return how many villages are in each band, from cool to critical, and how many are grey."""
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
    # Sorted by warmth, so that the first of each group is its warmest; what is grey comes last.
    in_order = np.lexsort((picture.grey, -picture.tenths.astype(int)))
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


def _band_rows(picture: Picture) -> NDArray[np.int64]:
    rows = np.minimum(picture.tenths // BAND_WIDTH, len(Band) - 1)
    return np.where(picture.grey, len(Band), rows)
