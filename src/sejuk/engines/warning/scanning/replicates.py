"""
What the highest value would be by chance: the cases fall anew, as often as one likes.

For Kulldorff's statistic all cases there are fall again, each into a place and period with a
probability proportional to its expectation (Kulldorff 1997; Dwass 1957). For the expectation-based
one each place and period has Poisson many. Cases that no cylinder can reach are only counted.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.compiled import compiled
from sejuk.engines.warning.scanning.asked import Counts, Numbers, ScanKind
from sejuk.engines.warning.scanning.circles import Circles
from sejuk.engines.warning.scanning.loops import (
    Few,
    Flags,
    Measure,
    Rings,
    highest,
    highest_ending_now,
)

# Chosen: cylinders with more cases are rare, and a table of this size stays in the nearest cache.
MOST_NOTED = 4096
# Chosen: with so many cases for each cell, drawing the cells is quicker than drawing the cases.
DENSE = 2.0
SEPARABLE_WITHIN = 1e-9  # chosen: far above rounding, far below any digit that is printed


def highest_values(
    circles: Circles,
    expected: Numbers,
    measure: Measure,
    kind: ScanKind,
    *,
    replicates: int,
    seed: int,
) -> Numbers:
    """
    Return the highest value of each replicate.

    `expected` is spots x periods; with Kulldorff's statistic its sum is the number of cases.
    """
    is_now = kind != ScanKind.RETROSPECTIVE
    reached = np.ascontiguousarray(expected[:, -measure.most_periods :] if is_now else expected)
    within = float(reached.sum())
    look: _Look | _LookNow = _Look(
        circles.rings, reached, measure, reached.shape[1] - 1 if is_now else 0
    )
    if is_now and (split := _separated(reached)):
        look = _LookNow(circles.rings, *split, measure)
        reached = np.ascontiguousarray(reached[:, ::-1])
    urn = _Urn(reached / within)
    share = min(1.0, within / float(expected.sum()))
    chance = np.random.default_rng(seed)
    values = np.zeros(replicates)
    for row in range(replicates):
        count = chance.poisson(within)
        if measure.is_kulldorff:
            count = chance.binomial(round(measure.total), share)
        urn.draw(int(count), chance)
        values[row] = look.highest(urn)
        urn.empty()
    return values


def _separated(expected: Numbers) -> tuple[Numbers, Numbers] | None:
    """Return weights of spots and a profile of periods whose products are the expectation."""
    weights, profile = expected.sum(axis=1), expected.sum(axis=0)
    total = float(weights.sum())
    products = np.outer(weights, profile / total)
    if not np.allclose(products, expected, rtol=SEPARABLE_WITHIN, atol=0):
        return None
    return weights / total, profile


class _Urn:
    """Draws cells by their probability (alias method: Walker 1977, Vose 1991) and holds them."""

    def __init__(self, chances: Numbers) -> None:
        self.chances, shape = chances.ravel(), chances.shape
        self.keep, self.other = np.ones(chances.size), np.zeros(chances.size, np.int32)
        _alias(self.chances * chances.size, self.keep, self.other)
        self.cases: Few = np.zeros(shape, np.int32)
        self.has: Flags = np.zeros(shape[0], np.bool_)
        self.touched: Counts = np.zeros(shape[0], np.int64)
        self.filled = 0

    def draw(self, count: int, chance: np.random.Generator) -> None:
        """Let so many cases fall."""
        if count > DENSE * len(self.chances):
            cells = chance.multinomial(count, self.chances)
            self.cases[:] = cells.reshape(self.cases.shape)
            self.has[:] = self.cases.any(axis=1)
            there = np.flatnonzero(self.has)
            self.filled = len(there)
            self.touched[: self.filled] = there
        else:
            self.filled = _scattered(
                chance.random(count), self.keep, self.other, self.cases, self.has, self.touched
            )

    def empty(self) -> None:
        """Take all cases away."""
        there = self.touched[: self.filled]
        self.cases[there], self.has[there] = 0, False


class _Look:
    """Looks for the highest value under any expectation."""

    def __init__(self, rings: Rings, expected: Numbers, measure: Measure, first_end: int) -> None:
        self.rings, self.expected, self.measure = rings, expected, measure
        self.first_end = first_end
        self.smallest = np.full(_noted_of(measure, expected), np.inf)

    def highest(self, urn: _Urn) -> float:
        return highest(
            self.rings, self.expected, urn.cases, urn.has, self.measure, self.first_end,
            self.smallest,
        )  # fmt: skip


class _LookNow:
    """Looks for the highest value that ends now, where expectation = weight x profile."""

    def __init__(self, rings: Rings, weights: Numbers, profile: Numbers, measure: Measure) -> None:
        self.rings, self.measure = rings, measure
        self.weights = np.zeros(len(rings.members))
        _weights_of_circles(rings, weights, self.weights)
        self.profile = np.cumsum(profile[::-1])
        self.newest = np.full(len(weights), len(profile), np.int16)
        self.smallest = np.full(_noted_of(measure, profile), np.inf)

    def highest(self, urn: _Urn) -> float:
        there = urn.touched[: urn.filled]
        _heap_up(there, urn.cases, self.newest)
        value = highest_ending_now(
            self.rings, self.weights, self.profile, urn.cases, self.newest, self.measure,
            self.smallest,
        )  # fmt: skip
        self.newest[there] = len(self.profile)
        return value


def _noted_of(measure: Measure, expected: Numbers) -> int:
    """Return how many numbers of cases get a row: all there can be, or as many as fit."""
    many = measure.total if measure.is_kulldorff else float(expected.sum())
    return int(min(MOST_NOTED, 2 * many + 100)) + 1


@compiled
def _alias(scaled: Numbers, keep: Numbers, other: Few) -> None:
    """Split cells whose mean is 1 so that each keeps a part and gives the rest to one other."""
    cells = len(scaled)
    small, large = np.empty(cells, np.int64), np.empty(cells, np.int64)
    smalls, larges = 0, 0
    left = scaled.copy()
    for cell in range(cells):
        if left[cell] < 1.0:
            small[smalls] = cell
            smalls += 1
        else:
            large[larges] = cell
            larges += 1
    while smalls and larges:
        smalls -= 1
        giver, taker = large[larges - 1], small[smalls]
        keep[taker], other[taker] = left[taker], giver
        left[giver] -= 1.0 - left[taker]
        if left[giver] < 1.0:
            larges -= 1
            small[smalls] = giver
            smalls += 1


@compiled
def _scattered(  # noqa: PLR0917 - compiled loops take their arguments by position
    draws: Numbers, keep: Numbers, other: Few, cases: Few, has: Flags, touched: Counts
) -> int:
    """Put one case into a cell for each draw (0 to 1); return how many spots have any."""
    cells, periods = len(keep), cases.shape[1]
    filled = 0
    for draw in draws:
        place = draw * cells
        cell = min(int(place), cells - 1)
        if place - cell >= keep[cell]:
            cell = other[cell]
        spot = cell // periods
        cases[spot, cell - spot * periods] += 1
        if not has[spot]:
            has[spot] = True
            touched[filled] = spot
            filled += 1
    return filled


@compiled
def _heap_up(touched: Counts, cases: Few, newest: NDArray[np.int16]) -> None:
    """Turn cases of a period back into cases since then, and note the newest."""
    periods = cases.shape[1]
    for spot in touched:
        for back in range(periods - 1, -1, -1):
            if cases[spot, back]:
                newest[spot] = back
        for back in range(1, periods):
            cases[spot, back] += cases[spot, back - 1]


@compiled
def _weights_of_circles(rings: Rings, weights: Numbers, of_circle: Numbers) -> None:
    """Write for each member the weight of the circle that closes at or after it."""
    for centre in range(len(rings.starts) - 1):
        weight = 0.0
        begin = rings.starts[centre]
        for at in range(rings.starts[centre], rings.starts[centre + 1]):
            weight += weights[rings.members[at]]
            if rings.closes[at]:
                of_circle[begin : at + 1] = weight
                begin = at + 1


@dataclass(frozen=True)
class Gumbel:
    """
    The distribution that the highest values follow closely, fitted by its moments.

    Abrams, Kleinman and Kulldorff 2010, International Journal of Health Geographics 9:61: with it a
    few replicates give small p-values too.
    """

    location: float
    scale: float

    def p_value(self, value: float) -> float:
        """Return how likely a highest value is at least this one."""
        return float(-np.expm1(-np.exp(-(value - self.location) / self.scale)))


def gumbel_of(values: Numbers) -> Gumbel | None:
    """Return the fit, or nothing when the values do not differ."""
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    if spread <= 0.0:
        return None
    scale = spread * np.sqrt(6) / np.pi
    return Gumbel(float(values.mean() - np.euler_gamma * scale), float(scale))
