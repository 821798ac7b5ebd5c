"""How much a district as a whole expects: its recent level, and its season where it is known."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from sejuk.engines.warning.forecasting.arrays import Floats
from sejuk.engines.warning.forecasting.spreads import fitted_size, log_scores

HALF_LIVES = (4.0, 8.0, 13.0, 26.0, 52.0)
"""Weeks after which a week counts half for the level; the one that foretold best is taken."""
SHORT_HALF_LIVES = (2.0, 4.0, 8.0, 26.0)
"""For less than half a year. All of a few weeks count about alike by the longest."""
WEEKS_OF_A_YEAR = 365.25 / 7
WAVES = 2
"""Yearly waves (chosen): one for the year and one for a second season in it."""
WEEKS_FOR_A_SEASON = 104
"""A season that was seen once is not told from a trend."""
WEEKS_TO_CHOOSE = 6
"""Chosen: below it the longest half-life is taken, as there is nothing to choose by."""
HALF_AN_EVENT = 0.5
"""Jeffreys' prior of a Poisson rate: what was never seen is not impossible."""


@dataclass(frozen=True)
class Rhythm:
    """A half-life in weeks, and the logs of the yearly waves (sine, cosine, sine, cosine)."""

    half_life: float
    waves: tuple[float, ...] = ()


def season_of(rhythm: Rhythm, weeks: int) -> Floats:
    """Return the factor of each week counted from the first that is given."""
    turns = _waves(weeks)[:, : len(rhythm.waves)]
    factors: Floats = np.exp(turns @ np.array(rhythm.waves)) if rhythm.waves else np.ones(weeks)
    return factors


def expected_totals(totals: Floats, rhythm: Rhythm) -> Floats:
    """Return what the weeks before each week let expect, and last for the coming one."""
    season = season_of(rhythm, len(totals) + 1)
    kept = 0.5 ** (1 / rhythm.half_life)
    seen = lfilter([1.0], [1.0, -kept], totals)
    worth = lfilter([1.0], [1.0, -kept], season[:-1])
    level = (seen + HALF_AN_EVENT) / np.maximum(worth, 1.0)
    # Of the week before the first nothing is known; it is never scored.
    expected: Floats = np.concatenate([[totals.mean() + HALF_AN_EVENT], level]) * season
    return expected


def fitted_rhythm(totals: Floats, first: int, last: int) -> Rhythm:
    """Return the rhythm of the weeks from `first` to before `last`; nothing later counts."""
    past = totals[:last]
    if last - first < WEEKS_TO_CHOOSE:
        return Rhythm(SHORT_HALF_LIVES[-1])
    is_long = last - first >= WEEKS_FOR_A_SEASON
    waves = _fitted_waves(past, first) if is_long and past[first:].any() else ()
    choices = [
        Rhythm(half_life, waves)
        for half_life in (HALF_LIVES if last >= WEEKS_FOR_A_SEASON // 2 else SHORT_HALF_LIVES)
    ]

    def foretold(rhythm: Rhythm) -> float:
        expected = expected_totals(past, rhythm)[first:last]
        size = fitted_size(past[first:], expected)
        return float(log_scores(past[first:], expected, size).sum())

    return max(choices, key=foretold)


def _waves(weeks: int) -> Floats:
    at = 2 * np.pi * np.arange(weeks) / WEEKS_OF_A_YEAR
    return np.column_stack(
        [turn(wave * at) for wave in range(1, WAVES + 1) for turn in (np.sin, np.cos)]
    )


def _fitted_waves(totals: Floats, first: int) -> tuple[float, ...]:
    """Return the waves of a Poisson regression with a bent trend (iteratively reweighted)."""
    weeks = len(totals)
    at = np.linspace(-1, 1, weeks)
    columns = np.column_stack([np.ones(weeks), at, at**2, _waves(weeks)])[first:]
    seen = totals[first:]
    found = np.zeros(columns.shape[1])
    found[0] = np.log(seen.mean())
    # A little pull to nought keeps the waves of a nearly empty district finite.
    pull = np.diag([0.0, 1e-3, 1e-3] + [1.0] * (2 * WAVES))
    for _ in range(30):
        mean = np.exp(np.clip(columns @ found, -20, 20))
        slope = columns.T @ (seen - mean) - pull @ found
        step = np.linalg.solve((columns * mean[:, None]).T @ columns + pull, slope)
        found += np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004 - has come to rest
            break
    return tuple(float(wave) for wave in found[3:])
