"""
Quasi-Poisson regression on seasons and a line in time, written for very many fits.

The model is log mean = season + slope * time. A design of one factor and one line needs no matrix:
within each season time is measured from its own weighted centre, then the normal equations fall
apart into one mean for each season and one slope (Frisch and Waugh 1933). The fit is iteratively
reweighted least squares (Nelder and Wedderburn 1972) from the start count + 0.1; it ends when the
deviance changes by less than 1e-8 of itself, the rule of R's `glm.control`, so that results can be
compared with R's to the last digits that mean something.

Past outbreaks are weighted down as in Noufaily et al. 2013 (section 3.3): with the standardised
Anscombe residual r, a week with r over the threshold has weight r**-2, any other 1, and weights are
scaled to sum to the number of weeks.
"""

from typing import NamedTuple

import numpy as np

from sejuk.engines.warning.charting.seasons import YEAR, Past
from sejuk.engines.warning.charting.series import Flags, Numbers, Places
from sejuk.engines.warning.compiled import compiled

MOST_ROUNDS = 25
CLOSE = 1e-8
LEAST_MEAN = 2.3e-16  # the smallest mean that still has a logarithm of use
MEASURES = 7
"""How many numbers `fits` gives for each fit; the names are those of `Fitted`."""


class Weeks(NamedTuple):
    """The weeks of one fit: counts, their seasons, their times in years, and their weights."""

    counts: Numbers
    seasons: Places
    times: Numbers
    weights: Numbers


class Model(NamedTuple):
    """How many seasons, whether a line in time, and over which residual a week counts less."""

    seasons: int
    has_slope: bool
    threshold: float


class Line(NamedTuple):
    """A fitted model: for each season weight, centre in time and level; slope and its weight."""

    weights: Numbers
    centres: Numbers
    levels: Numbers
    slope: float
    spread: float  # the weighted sum of squares of time about the centres; 0 without a slope
    means: Numbers  # of each week
    working: Numbers  # working weight of each week in the last round


class Fitted(NamedTuple):
    """What is known of the week in question, each an array of (series, places)."""

    level: Numbers  # the logarithm of the mean
    variance: Numbers  # of `level`, for a dispersion of 1
    slope: Numbers  # a year
    slope_variance: Numbers  # for a dispersion of 1
    dispersion: Numbers  # as estimated: may be below 1
    freedom: Numbers  # weeks less parameters; NaN where nothing could be fitted
    highest: Numbers  # the highest count among the weeks looked back to


@compiled
def _deviance(weeks: Weeks, means: Numbers) -> float:
    total = 0.0
    for week in range(len(means)):
        count, mean = weeks.counts[week], means[week]
        part = mean - count
        if count > 0:
            part += count * np.log(count / mean)
        total += 2.0 * weeks.weights[week] * part
    return total


@compiled
def _least_squares(
    weeks: Weeks, targets: Numbers, working: Numbers, model: Model
) -> tuple[Numbers, Numbers, Numbers, float, float]:
    weights = np.zeros(model.seasons)
    centres, levels = np.zeros(model.seasons), np.zeros(model.seasons)
    for week in range(len(targets)):
        season = weeks.seasons[week]
        weights[season] += working[week]
        centres[season] += working[week] * weeks.times[week]
        levels[season] += working[week] * targets[week]
    for season in range(model.seasons):
        if weights[season] > 0:
            centres[season] /= weights[season]
            levels[season] /= weights[season]
    spread, shared = 0.0, 0.0
    if model.has_slope:
        for week in range(len(targets)):
            away = weeks.times[week] - centres[weeks.seasons[week]]
            spread += working[week] * away * away
            shared += working[week] * away * targets[week]
    slope = shared / spread if spread > 0 else 0.0
    return weights, centres, levels, slope, spread


@compiled
def _line(weeks: Weeks, model: Model) -> Line:
    many = len(weeks.counts)
    means = weeks.counts + 0.1
    logs = np.log(means)
    working, targets = np.empty(many), np.empty(many)
    before = _deviance(weeks, means)
    weights, centres, levels, slope, spread = _least_squares(weeks, logs, means, model)
    for _ in range(MOST_ROUNDS):
        for week in range(many):
            working[week] = weeks.weights[week] * means[week]
            targets[week] = logs[week] + (weeks.counts[week] - means[week]) / means[week]
        weights, centres, levels, slope, spread = _least_squares(weeks, targets, working, model)
        for week in range(many):
            season = weeks.seasons[week]
            logs[week] = levels[season] + slope * (weeks.times[week] - centres[season])
            means[week] = max(np.exp(logs[week]), LEAST_MEAN)
        after = _deviance(weeks, means)
        if abs(after - before) < CLOSE * (abs(after) + 0.1):
            break
        before = after
    return Line(weights, centres, levels, slope, spread, means, working)


@compiled
def _freedom(line: Line) -> int:
    taken = 1 if line.spread > 0 else 0
    for weight in line.weights:
        if weight > 0:
            taken += 1
    return len(line.means) - taken


@compiled
def _dispersion(weeks: Weeks, line: Line) -> float:
    """Return Pearson's estimate, from the working weights of the last round as R reports it."""
    total = 0.0
    for week in range(len(line.means)):
        off = (weeks.counts[week] - line.means[week]) / line.means[week]
        total += line.working[week] * off * off
    return total / max(1, _freedom(line))


@compiled
def _weighted_down(weeks: Weeks, line: Line, threshold: float) -> Numbers:
    many = len(line.means)
    dispersion = max(1.0, _dispersion(weeks, line))
    weights = np.ones(many)
    for week in range(many):
        season, mean = weeks.seasons[week], line.means[week]
        pull = 1.0 / line.weights[season]
        if line.spread > 0:
            pull += (weeks.times[week] - line.centres[season]) ** 2 / line.spread
        left = max(1.0 - line.working[week] * pull, 1e-12)
        off = 1.5 * (weeks.counts[week] ** (2 / 3) * mean ** (-1 / 6) - mean**0.5)
        residual = off / (dispersion * left) ** 0.5
        if residual > threshold:
            weights[week] = residual**-2
    scaled: Numbers = weights * (many / weights.sum())
    return scaled


@compiled
def _measures(weeks: Weeks, model: Model) -> Numbers:
    line = _line(weeks, model)
    if model.threshold > 0:
        weights = _weighted_down(weeks, line, model.threshold)
        weeks = Weeks(weeks.counts, weeks.seasons, weeks.times, weights)
        line = _line(weeks, model)
    found = np.full(MEASURES, np.nan)
    if line.weights[0] <= 0 or _freedom(line) < 1:
        return found
    found[0] = line.levels[0] - line.slope * line.centres[0]
    found[1] = 1.0 / line.weights[0]
    found[3] = np.inf
    if line.spread > 0:
        found[1] += line.centres[0] ** 2 / line.spread
        found[3] = 1.0 / line.spread
    found[2], found[4] = line.slope, _dispersion(weeks, line)
    found[5], found[6] = _freedom(line), weeks.counts.max()
    return found


@compiled
def _fits(counts: Numbers, places: Places, past: Past, slopes: Flags, threshold: float) -> Numbers:
    found = np.full((len(counts), len(places), MEASURES), np.nan)
    seasons = past.seasons.max() + 1
    for row in range(len(counts)):
        for index in range(len(places)):
            seen = counts[row][places[index] + past.back]
            known = ~np.isnan(seen)
            if known.any():
                heard, times = seen[known], past.back[known] / YEAR
                weeks = Weeks(heard, past.seasons[known], times, np.ones(len(heard)))
                model = Model(seasons, slopes[row, index], threshold)
                found[row, index] = _measures(weeks, model)
    return found


def fits(counts: Numbers, places: Places, past: Past, slopes: Flags, threshold: float) -> Fitted:
    """
    Return the fit for each series at each place.

    :param counts: (series, weeks), NaN where a week is missing: it is left out.
    :param places: the weeks in question; each must have all of `past` before it.
    :param slopes: (series, places), where a line in time belongs to the model.
    :param threshold: over which residual a past week is weighted down; 0 for never.
    """
    found = _fits(counts, places, past, slopes, float(threshold))
    return Fitted(*(found[:, :, measure] for measure in range(MEASURES)))
