"""How a forecast did in the weeks that are over, beside the simple ones."""

from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.beginnings import Beginning, begun
from sejuk.engines.warning.forecasting.mixtures import Mixture, expected_counts
from sejuk.engines.warning.forecasting.neighbourhoods import Ground
from sejuk.engines.warning.forecasting.rhythms import fitted_rhythm
from sejuk.engines.warning.forecasting.simple import Simple, simple_counts
from sejuk.engines.warning.forecasting.spreads import (
    LARGEST_SIZE,
    fitted_bursts,
    fitted_size,
    log_scores,
    with_bursts,
)

TESTED_WEEKS = 26
"""As many weeks as a forecast has to win to be used (half a year)."""
LEARNING_WEEKS = 104
"""Shares of less than two years are still growing: weights are learnt after them if they can."""
WEEKS_FOR_BURSTS = 4
"""Chosen: below it one odd week would decide how far counts are said to scatter."""
WEEKS_OF_A_BEGINNING = 8
"""Chosen: the last weeks of a cold start say how it does; those before knew next to nothing."""


@dataclass(frozen=True, slots=True)
class WeekScore:
    """
    Mean log score of all places in a past week, each by the weeks before it; higher is better.

    `weeks_ago` is 1 for the last week that is over.
    """

    weeks_ago: int
    forecast: float
    moving_average: float
    share_and_season: float


@dataclass(frozen=True)
class Tested:
    """The scores, and the sizes of moving average and share x season as they were learnt."""

    weeks: tuple[WeekScore, ...]
    sizes: tuple[float, float]

    @property
    def has_won(self) -> bool:
        """Test whether the mixture was better than the simple forecast; a draw is none."""
        return sum(week.forecast - week.share_and_season for week in self.weeks) > 0


def tested_weeks(weeks: int) -> tuple[int, int]:
    """
    Return the first week of training and the first of the test.

    >>> tested_weeks(470), tested_weeks(30)
    ((104, 444), (10, 20))
    """
    tested = min(TESTED_WEEKS, weeks // 3)
    return min(LEARNING_WEEKS, weeks // 3), weeks - tested


def history_of_mixture(
    counts: Counts, ground: Ground, mixture: Mixture, first: int, last: int
) -> Tested:
    """Return the scores from week `last` on of what was learnt on the weeks from `first` to it."""
    start = max(first, last - 2 * LEARNING_WEEKS)
    simple = simple_counts(counts, mixture.rhythm, start)
    taught, tested = counts[start:last], counts[last:]
    of_tested = slice(last - start, len(counts) - start)
    scores = [log_scores(tested, expected_counts(mixture, counts, ground, last), mixture.size)]
    sizes = []
    for means in (simple.moving_average, simple.share_and_season):
        sizes.append(fitted_size(taught, means[: last - start]))
        scores.append(log_scores(tested, means[of_tested], sizes[-1]))
    return Tested(_by_week(scores), (sizes[0], sizes[1]))


def simple_sizes(counts: Counts, simple: Simple) -> tuple[float, float]:
    """Return the sizes that fit the weeks from the second on; `simple` begins with it."""
    if len(counts) == 1:
        return LARGEST_SIZE, LARGEST_SIZE
    return (
        fitted_size(counts[1:], simple.moving_average[:-1]),
        fitted_size(counts[1:], simple.share_and_season[:-1]),
    )


@dataclass(frozen=True)
class BeginningsBefore:
    """The scores of a cold start's last weeks, and how far counts scattered beyond its gammas."""

    weeks: tuple[WeekScore, ...]
    bursts: float


def history_of_beginnings(counts: Counts, ground: Ground, index: Floats | None) -> BeginningsBefore:
    """Return how the last weeks were foretold, each with what was known before it."""
    weeks = len(counts)
    first = max(2, weeks - WEEKS_OF_A_BEGINNING)
    rows: list[list[Floats]] = [[], [], []]
    starts: list[Beginning] = []
    for week in range(first, weeks):
        past = counts[:week]
        start = begun(past, ground, index)
        sizes = with_bursts(start.shapes, _bursts_of(starts, counts[first:week]))
        starts.append(start)
        rows[0].append(log_scores(counts[week], start.means, sizes))
        simple = simple_counts(past, fitted_rhythm(past.sum(axis=1), 1, week), 1)
        moving, share = simple_sizes(past, simple)
        rows[1].append(log_scores(counts[week], simple.moving_average[-1], moving))
        rows[2].append(log_scores(counts[week], simple.share_and_season[-1], share))
    scores = _by_week([np.stack(row) for row in rows]) if starts else ()
    return BeginningsBefore(scores, _bursts_of(starts, counts[first:]))


def _bursts_of(starts: list[Beginning], counts: Counts) -> float:
    if len(starts) < WEEKS_FOR_BURSTS:
        return LARGEST_SIZE
    means = np.stack([start.means for start in starts])
    return fitted_bursts(counts, means, np.stack([start.shapes for start in starts]))


def _by_week(scores: list[Floats]) -> tuple[WeekScore, ...]:
    ours, moving, share = (score.mean(axis=1) for score in scores)
    return tuple(
        WeekScore(len(ours) - at, float(ours[at]), float(moving[at]), float(share[at]))
        for at in range(len(ours))
    )
