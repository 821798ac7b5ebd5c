"""
The 28 scenarios of Noufaily et al. 2013 (Statistics in Medicine 32:1206, Table II), simulated.

Seven kinds of series (level, trend, season, dispersion), each with and without trend and season. A
series has 624 weeks; weeks 313 to 575 hold four past outbreaks of 2, 3, 5 or 10 standard
deviations, weeks 576 to 624 are watched and hold one of 1 to 10. The cases of an outbreak follow a
discretised log-normal(0, 0.5) in time. The numbers as restated by Telkamp, Christiansen and Moller
(github telkamp7/AEDDO).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

WEEKS = 624
PAST_OUTBREAKS = range(312, 575)
WATCHED = range(575, 624)
KINDS = (  # theta, beta, gamma 1, gamma 2, phi
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)


@dataclass(frozen=True)
class Scenario:
    """What a series is drawn from."""

    theta: float
    beta: float
    gammas: tuple[float, float]
    phi: float

    def means(self) -> Numbers:
        weeks = np.arange(1, WEEKS + 1)
        turn = 2 * np.pi * weeks / 52
        season = self.gammas[0] * np.cos(turn) + self.gammas[1] * np.sin(turn)
        return np.asarray(np.exp(self.theta + self.beta * weeks + season))


@dataclass(frozen=True)
class Drawn:
    """Series of one scenario: with past outbreaks, and with the one that is to be found."""

    quiet: Numbers  # (series, weeks)
    struck: Numbers
    starts: NDArray[np.int64]  # of the outbreak in the watched weeks
    ends: NDArray[np.int64]
    sizes: NDArray[np.int64]  # k, its size in standard deviations


def scenarios() -> Iterator[Scenario]:
    for theta, beta, gamma1, gamma2, phi in KINDS:
        for has_trend, has_season in product((False, True), repeat=2):
            gammas = (gamma1, gamma2) if has_season else (0.0, 0.0)
            yield Scenario(theta, beta if has_trend else 0.0, gammas, phi)


def drawn(scenario: Scenario, *, series: int, chance: np.random.Generator) -> Drawn:
    quiet = np.stack([_counts(scenario, chance) for _ in range(series)])
    deviations = quiet.std(axis=1, ddof=1)
    for row in range(series):
        for start in chance.choice(PAST_OUTBREAKS, size=4, replace=False):
            _strike(quiet[row], int(start), chance.choice((2, 3, 5, 10)) * deviations[row], chance)
    struck, ends = quiet.copy(), np.zeros(series, dtype=np.int64)
    starts = chance.choice(WATCHED, size=series)
    sizes = chance.integers(1, 11, size=series)
    for row in range(series):
        start, size = int(starts[row]), sizes[row] * deviations[row]
        ends[row] = _strike(struck[row], start, size, chance)
    return Drawn(quiet, struck, starts, ends, sizes)


def _counts(scenario: Scenario, chance: np.random.Generator) -> Numbers:
    means, phi = scenario.means(), scenario.phi
    if phi > 1:
        return chance.negative_binomial(means / (phi - 1), 1 / phi).astype(np.float64)
    return chance.poisson(means).astype(np.float64)


def _strike(counts: Numbers, start: int, mean_size: float, chance: np.random.Generator) -> int:
    """Add an outbreak to the counts; return its last week."""
    delays = np.floor(chance.lognormal(0.0, 0.5, size=chance.poisson(mean_size))).astype(np.int64)
    weeks = np.minimum(start + delays, WEEKS - 1)
    np.add.at(counts, weeks, 1.0)
    return int(weeks.max(initial=start))
