"""
Farrington flexible: is this week's count unusual against the same season of past years?

For each week in question (Farrington et al. 1996; Noufaily et al. 2013):

1. a quasi-Poisson regression with a line in time and ten seasons is fitted to the past years
   without the last 26 weeks, in which an outbreak may have begun;
2. past weeks that stick out (Anscombe residual over 2.58) are weighted down; it is fitted again;
3. the line in time is left out when there are less than three years, when it is not significant
   (if that is asked for), or when it leads above every count of the past;
4. the bound is a quantile of the negative binomial with that mean and dispersion;
5. no alarm is raised while there were fewer than 5 cases in the last 4 weeks.

Worked example: a steady series of 10 a week with one week of 30 has an expectation of 10 and, as
its counts do not vary, the bound of a Poisson count: 18. The 30 is an alarm with score 2.5.

Against R's `surveillance` 1.20.3: means, dispersions, bounds and tails of `nbPlugin` are equal to
13 digits. `muan`, `delta` and the test of the trend are equal as long as nothing is weighted down;
once it is, that version scales their standard errors by another dispersion than it reports, and
this module does not follow it there. Nor does it use a dispersion below 1 for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import t as student

from sejuk.engines.warning.charting.fitting import Fitted, fits
from sejuk.engines.warning.charting.points import ChartArrays, ChartPoint, points
from sejuk.engines.warning.charting.seasons import YEAR, past
from sejuk.engines.warning.charting.series import (
    Flags,
    Numbers,
    Places,
    UnusableSeries,
    checked,
    chosen,
    counts_of,
    places_of,
)
from sejuk.engines.warning.charting.tails import normal_bound, tails, upper_bounds

YEARS_FOR_A_TREND = 3
"""A line in time needs at least three years (Farrington et al. 1996, section 3.4)."""

MOST_LEVEL = 20.0
"""The highest logarithm of a mean that a bound is built on. Chosen: 500 million a week; where
hardly a case was ever seen the fitted mean is so uncertain that its upper quantile has no end."""


class BoundKind(StrEnum):
    """How the bound follows from the fit."""

    PLUGIN = "nbPlugin"
    """The quantile of the negative binomial as fitted (Noufaily et al. 2013)."""
    UNCERTAIN_MEAN = "muan"
    """The same, at the upper quantile of the fitted mean (Salmon et al. 2016)."""
    DELTA = "delta"
    """A normal bound on a power of the count (Farrington et al. 1996, section 3.6)."""


@dataclass(frozen=True)
class FarringtonSettings:
    """The choices of the method; as they stand they are those of Noufaily et al. 2013."""

    past_years: int = 5
    half_window: int = 3
    periods: int = 10
    reweight_over: float = 2.58  # 0: past outbreaks keep their weight
    has_trend: bool = True
    trend_level: float = 1.0  # the line stays when its p is below; 1: whenever it is allowed
    past_weeks_not_included: int = 26
    alpha: float = 0.01
    method: BoundKind = BoundKind.PLUGIN
    power: float = 2 / 3  # of the delta bound: 2/3 against skewness, 1/2 for a stable variance
    least_cases: int = 5
    least_weeks: int = 4


AS_PUBLISHED = FarringtonSettings()


def farrington(
    series: Sequence[int | float | None],
    *,
    at: Sequence[int] | None = None,
    past_years: int = 5,
    half_window: int = 3,
    periods: int = 10,
    reweight_over: float = 2.58,
    has_trend: bool = True,
    trend_level: float = 1.0,
    past_weeks_not_included: int = 26,
    alpha: float = 0.01,
    method: str = BoundKind.PLUGIN,
    power: float = 2 / 3,
    least_cases: int = 5,
    least_weeks: int = 4,
) -> tuple[ChartPoint, ...]:
    """
    Return for each position in `at` (the last one by default) what was expected and the bound.

    :param series: weekly counts, oldest first, a missing week None; all years have 52 weeks.
    :param past_years: how many years to look back; three are needed for a trend.
    :param reweight_over: the Anscombe residual over which a past week counts less; 0 for never.
    :param alpha: the chance of an alarm in a quiet week.
    :param method: `nbPlugin`, `muan` or `delta`, see `BoundKind`.
    :raises UnusableSeries: with a negative or broken count, or less past than was asked for.

    Source: Noufaily et al. 2013, Statistics in Medicine 32:1206; names of the methods as in R's
    `surveillance` (Salmon et al. 2016, Journal of Statistical Software 70(10)).

    >>> steady = [10] * 300
    >>> point = farrington([*steady, 30])[0]
    >>> round(point.expected, 3), point.upper, round(point.score, 2), point.is_alarm
    (10.0, 18.0, 2.5, True)
    """
    settings = FarringtonSettings(
        past_years=past_years,
        half_window=half_window,
        periods=periods,
        reweight_over=reweight_over,
        has_trend=has_trend,
        trend_level=trend_level,
        past_weeks_not_included=past_weeks_not_included,
        alpha=alpha,
        method=chosen(BoundKind, method),
        power=power,
        least_cases=least_cases,
        least_weeks=least_weeks,
    )
    counts = counts_of(series)
    places = places_of(at, len(counts))
    return points(farrington_arrays(counts.reshape(1, -1), places, settings), places)


def farrington_arrays(
    counts: Numbers, places: Places, settings: FarringtonSettings = AS_PUBLISHED
) -> ChartArrays:
    """
    Return the same for counts of (series, weeks) at `places`, as arrays of (series, places).

    Where nothing of the season is known the expectation is NaN and there is no alarm.

    :raises UnusableSeries: see `farrington`.
    """
    checked(counts)
    _refuse_settings(settings, places)
    fitted, sloped = _fitted(counts, places, settings)
    dispersions = np.maximum(fitted.dispersion, 1.0)
    expected = np.exp(fitted.level)
    means = _means_for_bound(fitted, dispersions, settings)
    now = counts[:, places]
    upper = _upper(fitted, means, dispersions, settings)
    with np.errstate(invalid="ignore"):
        alarms = (now > upper) & _enough(counts, places, settings)
    return ChartArrays(
        now, expected, upper, tails(now, means, dispersions), dispersions, alarms, sloped
    )


def _refuse_settings(settings: FarringtonSettings, places: Places) -> None:
    if not 0.0 < settings.alpha < 1.0 or not 0.0 < settings.power <= 1.0:
        raise UnusableSeries(
            f"alpha ({settings.alpha:g}) lies between 0 and 1, the power ({settings.power:g}) "
            "above 0 and not above 1."
        )
    needed = YEAR * settings.past_years + settings.half_window
    if places.size and places.min() < needed:
        first = int(places.min())
        raise UnusableSeries(
            f"Position {first} has {first} weeks before it, but {settings.past_years} years and "
            f"half a window of {settings.half_window} weeks need {needed}: ask for fewer "
            "`past_years`, or watch by `gamma_poisson`, which needs no years.",
            first,
        )


def _fitted(counts: Numbers, places: Places, settings: FarringtonSettings) -> tuple[Fitted, Flags]:
    """Return the fits, with a line in time where it may stay, and where that is."""
    weeks = past(
        settings.past_years,
        settings.half_window,
        settings.periods,
        settings.past_weeks_not_included,
    )
    allowed = settings.has_trend and settings.past_years >= YEARS_FOR_A_TREND
    slopes = np.full((len(counts), len(places)), allowed)
    fitted = fits(counts, places, weeks, slopes, settings.reweight_over)
    if not allowed:
        return fitted, slopes
    stays = _slope_stays(fitted, settings)
    if stays.all():
        return fitted, stays
    flat = fits(counts, places, weeks, np.zeros_like(slopes), settings.reweight_over)
    both = (np.where(stays, one, other) for one, other in zip(fitted, flat, strict=True))
    return Fitted(*both), stays


def _slope_stays(fitted: Fitted, settings: FarringtonSettings) -> Flags:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        stays = np.exp(fitted.level) <= fitted.highest
        if settings.trend_level < 1.0:
            error = np.sqrt(fitted.dispersion * fitted.slope_variance)
            chance = 2.0 * student.sf(np.abs(fitted.slope) / error, fitted.freedom)
            stays &= chance < settings.trend_level
    return np.asarray(stays & np.isfinite(fitted.slope_variance))


def _means_for_bound(fitted: Fitted, dispersions: Numbers, settings: FarringtonSettings) -> Numbers:
    if settings.method is not BoundKind.UNCERTAIN_MEAN:
        return np.exp(fitted.level)
    error = np.sqrt(dispersions * fitted.variance)
    level = fitted.level + normal_bound(settings.alpha) * error
    return np.asarray(np.exp(np.minimum(level, MOST_LEVEL)))


def _upper(
    fitted: Fitted, means: Numbers, dispersions: Numbers, settings: FarringtonSettings
) -> Numbers:
    if settings.method is not BoundKind.DELTA:
        return upper_bounds(means, dispersions, settings.alpha)
    spread = (dispersions + means * dispersions * fitted.variance) / means
    reach = 1.0 + settings.power * normal_bound(settings.alpha) * np.sqrt(spread)
    return np.asarray(means * reach ** (1.0 / settings.power), dtype=np.float64)


def _enough(counts: Numbers, places: Places, settings: FarringtonSettings) -> Flags:
    """Return where the last weeks, this one among them, had cases enough for an alarm."""
    if settings.least_cases <= 0:
        return np.ones((len(counts), len(places)), dtype=np.bool_)
    recent = places[:, None] - np.arange(settings.least_weeks)[None, :]
    heard = np.where(recent >= 0, counts[:, np.maximum(recent, 0)], 0.0)
    return np.asarray(np.nansum(heard, axis=2) >= settings.least_cases)
