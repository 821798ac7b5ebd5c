"""
The mass of evidence at many instants: steps 1 to 3 of the formula in `temperatures`.

Everything here is arrays, so that a nation's evidence is weighed in a moment: `Pieces` are columns
with a row for each piece of evidence, `Claims` are the same put in order.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.warming.evidence import (
    HALF_LIFE_DAYS,
    SETTLED_HALF_LIFE_DAYS,
    SEVERITY_WEIGHTS,
    Evidence,
)
from sejuk.engines.warning.warming.tellings import Tellings, of_repeating_voices

CLAIM_CAP = 3.0
"""
How much the unverified mass of a place counts at most. Chosen: 3 gives 40.5 degrees, so that no
number of invented accounts can lift a place beyond *hangat*; that takes one confirmed fact.
"""

SECONDS_A_DAY = 86_400.0

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pieces:
    """
    Evidence as columns of one length, a row for each piece.

    `area` counts into the places; `matter` and `source` are any numbers that tell matters of one
    place, and voices of one matter, apart. `severity` is 1 to 4, `weight` 0 to 1. `half_life` is in
    days; `heard`, `settled`, `counts_from` and `counts_until` are days since an epoch of the
    caller's, with infinity for what has not happened.
    """

    area: Positions
    matter: Positions
    source: Positions
    severity: NDArray[np.int64]
    weight: Floats
    half_life: Floats
    heard: Floats
    settled: Floats
    counts_from: Floats
    counts_until: Floats
    is_verified: Truths

    def __post_init__(self) -> None:
        if not np.isin(self.severity, list(SEVERITY_WEIGHTS)).all():
            raise ValueError("A severity lies outside 1 to 4.")
        if not ((self.weight >= 0) & (self.weight <= 1)).all():
            raise ValueError("A weight of evidence lies outside 0 to 1.")
        if not (self.half_life > 0).all():
            raise ValueError("A half-life must be above 0 days.")
        if not np.isfinite(self.heard).all():
            raise ValueError("Each piece of evidence needs the day on which it was heard.")

    def in_order(self, order: Positions) -> "Pieces":
        return Pieces(
            self.area[order], self.matter[order], self.source[order], self.severity[order],
            self.weight[order], self.half_life[order], self.heard[order], self.settled[order],
            self.counts_from[order], self.counts_until[order], self.is_verified[order],
        )  # fmt: skip

    @classmethod
    def of(
        cls,
        evidence: Sequence[Evidence],
        areas: Sequence[str],
        columns_of: "Callable[[Evidence], Weighed]",
    ) -> "Pieces":
        """Return evidence about `areas` as columns; `columns_of` says what each piece weighs."""
        weighed = [columns_of(piece) for piece in evidence]
        numbers = np.array([one.numbers() for one in weighed], dtype=float).reshape(-1, 6).T
        weight, half_life, heard, settled, counts_from, counts_until = numbers
        matters = [(piece.area_code, piece.matter) for piece in evidence]
        return cls(
            _ranked([piece.area_code for piece in evidence], areas),
            _ranked(matters, sorted(set(matters))),
            _ranked([piece.source for piece in evidence], sorted({one.source for one in evidence})),
            np.array([piece.severity for piece in evidence], dtype=np.int64),
            weight,
            half_life,
            heard,
            settled,
            counts_from,
            counts_until,
            np.array([piece.is_verified for piece in evidence], dtype=bool),
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much one piece weighs, how it fades, and from when until when it counts."""

    weight: float
    half_life: float
    heard: float
    settled: float
    counts_from: float
    counts_until: float

    def numbers(self) -> tuple[float, ...]:
        return (
            self.weight, self.half_life, self.heard, self.settled, self.counts_from,
            self.counts_until,
        )  # fmt: skip


def as_claim(piece: Evidence) -> Weighed:
    """Return what a piece weighs as a claim that may be true."""
    heard = day_of(piece.heard_at)
    return Weighed(
        piece.weight,
        HALF_LIFE_DAYS[piece.kind],
        heard,
        day_of(piece.settled_at),
        heard,
        min(day_of(piece.false_from), day_of(piece.withdrawn_at)),
    )


@dataclass(frozen=True, slots=True)
class Level:
    """One step of severity: the rows that reach it, and where their sources and matters begin."""

    step: float
    rows: Positions
    sources: Positions
    matters: Positions
    # Which matter of the claims each of those matters is.
    matter: Positions


@dataclass(frozen=True, slots=True)
class Masses:
    """Masses of each matter and each place at one instant, and the strength of each piece."""

    strength: Floats
    verified_by_matter: Floats
    unverified_by_matter: Floats
    verified: Floats
    unverified: Floats

    def counted(self, propensity: Floats | float = 1.0) -> Floats:
        """Return S: verified mass, and unverified mass up to its cap, each over `propensity`."""
        return self.verified / propensity + np.minimum(self.unverified / propensity, CLAIM_CAP)


class Claims:
    """Pieces in order of place, matter and source. What weighs nothing at any time is left out."""

    def __init__(self, pieces: Pieces, areas: int) -> None:
        kept = np.flatnonzero(pieces.weight > 0)
        order = np.lexsort((pieces.source[kept], pieces.matter[kept], pieces.area[kept]))
        self.areas = areas
        # Which of the given rows each row of the claims is.
        self.given: Positions = kept[order]
        self.pieces = pieces.in_order(self.given)
        one = self.pieces
        matters = _starts(one.area, one.matter)
        self.matter_of_row: Positions = np.cumsum(_begins(one.area, one.matter)) - 1
        self.area_of_matter: Positions = one.area[matters]
        voices = np.cumsum(_begins(one.area, one.matter, one.source)) - 1
        changes = np.isfinite(one.counts_until) | (one.counts_from > one.heard)
        steady, self._changing = (
            Tellings(rows, voices, one.severity, one.is_verified, one.half_life)
            for rows in of_repeating_voices(voices, changes)
        )
        self._since = steady.said_since(one.heard, np.ones(len(voices), dtype=bool))
        everything = np.arange(len(one.area))
        self._all = self._levels(everything)
        self._verified = self._levels(everything[one.is_verified])

    @property
    def matters(self) -> int:
        return len(self.area_of_matter)

    def masses_at(self, day: float) -> Masses:
        """Return the masses at an instant, in days since the epoch of the pieces."""
        strength = self._strength_at(day)
        verified = self._mass_by_matter(strength, self._verified)
        unverified = np.maximum(self._mass_by_matter(strength, self._all) - verified, 0.0)
        return Masses(
            strength,
            verified,
            unverified,
            self._by_area(verified),
            self._by_area(unverified),
        )

    def _by_area(self, mass: Floats) -> Floats:
        found = np.bincount(self.area_of_matter, mass, minlength=self.areas)
        return found.astype(np.float64)

    def _strength_at(self, day: float) -> Floats:
        """Return the strength of each row: step 1 of the formula."""
        one = self.pieces
        counts = (day >= one.counts_from) & (day < one.counts_until)
        since = self._changing.said_since(self._since, counts)
        open_days = np.maximum(np.minimum(day, one.settled) - since, 0.0)
        settled_days = np.maximum(day - np.maximum(one.settled, since), 0.0)
        decay = np.exp2(-open_days / one.half_life - settled_days / SETTLED_HALF_LIFE_DAYS)
        strength: Floats = np.where(counts, one.weight * decay, 0.0)
        return strength

    def _levels(self, rows: Positions) -> tuple[Level, ...]:
        found = []
        one = self.pieces
        weights = np.array([SEVERITY_WEIGHTS[int(level)] for level in range(1, 5)])
        severity = weights[one.severity - 1]
        for below, weight in pairwise((0.0, *weights.tolist())):
            reached = rows[severity[rows] >= weight]
            if not len(reached):
                continue
            matter, source = self.matter_of_row[reached], one.source[reached]
            sources = _starts(matter, source)
            matters = _starts(matter[sources])
            found.append(Level(weight - below, reached, sources, matters, matter[sources][matters]))
        return tuple(found)

    def _mass_by_matter(self, strength: Floats, levels: tuple[Level, ...]) -> Floats:
        """Return the mass of each matter: step 2 of the formula, one severity level at a time."""
        mass = np.zeros(self.matters)
        for level in levels:
            by_source = np.maximum.reduceat(strength[level.rows], level.sources)
            nobody_is_right = np.multiply.reduceat(1.0 - by_source, level.matters)
            mass[level.matter] += level.step * (1.0 - nobody_is_right)
        return mass


def day_of(at: datetime | None) -> float:
    """Return an instant in days; what has not happened lies infinitely far ahead."""
    return np.inf if at is None else at.timestamp() / SECONDS_A_DAY


def in_reading_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return evidence in order of its references, so that no other order matters."""
    return sorted(evidence, key=lambda piece: (piece.area_code, piece.reference))


def _ranked(values: Sequence[object], places: Sequence[object]) -> Positions:
    """Return for each value its place among the places."""
    place_of = {value: place for place, value in enumerate(places)}
    return np.fromiter(map(place_of.__getitem__, values), dtype=np.intp, count=len(values))


def _begins(*keys: Positions) -> Truths:
    """Test for each row whether a new key begins there."""
    begins = np.ones(len(keys[0]), dtype=bool)
    if len(begins):
        begins[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    return begins


def _starts(*keys: Positions) -> Positions:
    return np.flatnonzero(_begins(*keys))
