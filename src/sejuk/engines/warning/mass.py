"""The mass of evidence at many instants: steps 2 to 4 of the formula in `temperatures`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.evidence import (
    HALF_LIFE_DAYS,
    SETTLED_HALF_LIFE_DAYS,
    SEVERITY_WEIGHTS,
    Evidence,
)

CLAIM_CAP = 3.0
"""
How much the unverified mass of a place counts at most. Chosen: 3 gives 40.5 degrees, so that no
number of invented accounts can lift a place beyond *hangat*; that takes one confirmed fact.
"""

SECONDS_A_DAY = 86_400.0

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Masses:
    """Strength of each piece, masses of each matter and each area; one column for each instant."""

    strength: Floats
    verified_by_matter: Floats
    unverified_by_matter: Floats
    verified: Floats
    unverified: Floats

    def counted(self) -> Floats:
        """Return S: verified mass, and unverified mass up to its cap."""
        return self.verified + np.minimum(self.unverified, CLAIM_CAP)


@dataclass(frozen=True, slots=True)
class Claims:
    """
    Evidence put in order by area, matter, source and reference, so that no other order matters.

    `sources` holds the row at which each source of a matter begins, `matters` the source at which
    each matter begins, `areas` the matter at which each area begins.
    """

    rows: tuple[Evidence, ...]
    area_codes: tuple[str, ...]
    sources: Positions
    matters: Positions
    areas: Positions

    @classmethod
    def of(cls, evidence: Iterable[Evidence]) -> "Claims":
        rows = tuple(
            sorted(
                (piece for piece in evidence if piece.weight),
                key=lambda piece: (piece.area_code, piece.matter, piece.source, piece.reference),
            )
        )
        source_rows = _starts(rows, lambda row: (row.area_code, row.matter, row.source))
        first_of_source = [rows[at] for at in source_rows]
        matter_sources = _starts(first_of_source, lambda row: (row.area_code, row.matter))
        first_of_matter = [first_of_source[at] for at in matter_sources]
        area_matters = _starts(first_of_matter, lambda row: row.area_code)
        return cls(
            rows,
            tuple(first_of_matter[at].area_code for at in area_matters),
            *(np.array(at, dtype=np.intp) for at in (source_rows, matter_sources, area_matters)),
        )

    def masses_at(self, instants: Sequence[datetime]) -> Masses:
        if not self.rows:
            nothing = np.zeros((0, len(instants)))
            return Masses(nothing, nothing, nothing, nothing, nothing)
        strength = self._strength_at(np.array([_day(at) for at in instants]))
        is_verified = np.array([row.is_verified for row in self.rows])
        verified = self._mass_by_matter(np.where(is_verified[:, None], strength, 0.0))
        unverified = np.maximum(self._mass_by_matter(strength) - verified, 0.0)
        return Masses(
            strength,
            verified,
            unverified,
            np.add.reduceat(verified, self.areas, axis=0),
            np.add.reduceat(unverified, self.areas, axis=0),
        )

    def matter_of_row(self) -> Positions:
        """Return, for each row, the position of the matter that it is about."""
        source_of_row = np.searchsorted(self.sources, np.arange(len(self.rows)), side="right") - 1
        return np.searchsorted(self.matters, source_of_row, side="right") - 1

    def area_of_matter(self) -> Positions:
        """Return, for each matter, the position of the area that it lies in."""
        return np.searchsorted(self.areas, np.arange(len(self.matters)), side="right") - 1

    def first_rows_of_areas(self) -> Positions:
        """Return the row at which each area begins."""
        return self.sources[self.matters[self.areas]]

    def severity_weights(self) -> Floats:
        return np.array([SEVERITY_WEIGHTS[row.severity] for row in self.rows])

    def _strength_at(self, days: Floats) -> Floats:
        """Return the strength of each row at each instant: step 2 of the formula."""
        weight, half_life, heard, settled, refuted = (
            np.array(column)[:, None]
            for column in zip(*(_as_numbers(row) for row in self.rows), strict=True)
        )
        open_days = np.maximum(np.minimum(days, settled) - heard, 0.0)
        settled_days = np.maximum(days - np.maximum(settled, heard), 0.0)
        decay = np.exp2(-open_days / half_life - settled_days / SETTLED_HALF_LIFE_DAYS)
        counts = (days >= heard) & (days < refuted)
        return np.where(counts, weight * decay, 0.0)

    def _mass_by_matter(self, strength: Floats) -> Floats:
        """Return the mass of each matter: step 3 of the formula, one severity level at a time."""
        severity = self.severity_weights()[:, None]
        mass = np.zeros((len(self.matters), strength.shape[1]))
        for below, level in pairwise((0.0, *SEVERITY_WEIGHTS.values())):
            strong_enough = np.where(severity >= level, strength, 0.0)
            by_source = np.maximum.reduceat(strong_enough, self.sources, axis=0)
            nobody_is_right = np.multiply.reduceat(1.0 - by_source, self.matters, axis=0)
            mass += (level - below) * (1.0 - nobody_is_right)
        return mass


def _starts(rows: Sequence[Evidence], key: Callable[[Evidence], object]) -> list[int]:
    """Return the positions at which a new key begins."""
    keys = [key(row) for row in rows]
    return [at for at in range(len(keys)) if at == 0 or keys[at] != keys[at - 1]]


def _as_numbers(piece: Evidence) -> tuple[float, float, float, float, float]:
    return (
        piece.weight,
        HALF_LIFE_DAYS[piece.kind],
        _day(piece.heard_at),
        _day(piece.settled_at),
        _day(piece.refuted_at),
    )


def _day(at: datetime | None) -> float:
    """Return an instant in days; what has not happened lies infinitely far ahead."""
    return np.inf if at is None else at.timestamp() / SECONDS_A_DAY
