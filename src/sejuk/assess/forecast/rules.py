"""What counts as a signal to come, when a forecast may be made and scored, and how it did."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, stdev

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

SEEING = (
    Role.OPERATOR,
    Role.OPS_HEAD,
    Role.CHIEF,
    Role.SECTOR_CHIEF,
    Role.VILLAGE_OFFICER,
    Role.PUBLIC_RELATIONS,
    Role.AUDITOR,
)
MAKING = (Role.OPERATOR, Role.OPS_HEAD)

DAYS_AHEAD = 7
MOST_WEEKS = 156
"""Chosen: three years. The engine remembers longer, but villages and those who tell change."""
DISCOVERED_WEIGHT = 0.25
"""
What only visits found counts for a quarter of a report. As the simulation of feedback has it: being
looked at is no event, and the draw of visits goes by the forecast.
"""
LIKELY = 0.5
"""A village that more likely than not has a signal."""
WIDE = 0.4
"""Chosen: an interval of the chance this wide says little; the map hatches it."""
TOLD_APART = 2.0
"""Standard errors from which a difference is hardly chance (about 95 of 100)."""
FEWEST_WEEKS = 4
"""Chosen: below it no standard error means anything."""
SHOWN_WEEKS = 26


class Method(Choice):
    """How a forecast was made; the values are the engine's."""

    MIXTURE = "mixture", N_("Mixture")
    SIMPLE = "simple", N_("Simple forecast")
    BEGINNING = "beginning", N_("Cold start")


class RestsOn(Choice):
    """What a part of a forecast rests on; the values are the engine's."""

    OWN_LONG_RUN = "own_long_run", N_("the village's own long run")
    OWN_IN_AREA = "own_in_area", N_("its own long run, moved with the villages around")
    OWN_RECENT = "own_recent", N_("the village's own last weeks")
    NEIGHBOURS_LONG_RUN = "neighbours_long_run", N_("the neighbours' long run")
    NEIGHBOURS_RECENT = "neighbours_recent", N_("the neighbours' last weeks")
    INDEX = "index", N_("the vulnerability index")
    EVEN = "even", N_("what all villages have alike")


class Verdict(Choice):
    """How a forecast did beside a simpler one."""

    TOO_EARLY = "too_early", N_("Too early to tell")
    BETTER = "better", N_("Better")
    ALIKE = "alike", N_("No different")
    WORSE = "worse", N_("Worse")


def days_of(day: date) -> tuple[date, date]:
    """
    Return the first and the last day that a forecast made at the end of `day` is about.

    >>> days_of(date(2024, 11, 17))
    (datetime.date(2024, 11, 18), datetime.date(2024, 11, 24))
    """
    return day + timedelta(days=1), day + timedelta(days=DAYS_AHEAD)


def weeks_until(first: date, last: date) -> int:
    """
    Return how many whole weeks lie between, both days in them, and not more than are looked at.

    >>> weeks_until(date(2024, 11, 4), date(2024, 11, 17))
    2
    """
    return min(MOST_WEEKS, max(0, ((last - first).days + 1) // 7))


def week_of(first_heard: date, last: date, weeks: int) -> int | None:
    """
    Return in which week, from 0, of those that end on `last` a day lies; None before them.

    >>> week_of(date(2024, 11, 11), date(2024, 11, 17), 2), week_of(date(2024, 11, 3),
    ...     date(2024, 11, 17), 2)
    (1, None)
    """
    back = (last - first_heard).days // 7
    return weeks - 1 - back if 0 <= back < weeks else None


def may_make_forecast(day: date, *, today: date, actor: Actor, area_code: str) -> Decision:
    if not actor.holds(*MAKING, area_code=area_code):
        return Decision.no(N_("Only the command post of the whole area makes a forecast."))
    if day != today - timedelta(days=1):
        return Decision.no(
            N_("A forecast rests on the days until yesterday: later it would be hindsight.")
        )
    return Decision.yes()


def may_rest_on(weeks: int, *, is_made: bool) -> Decision:
    """Test whether there is enough to make the forecast of a day that may be made."""
    if is_made:
        return Decision.no(N_("The forecast of this day has been made. It is kept as it is."))
    if not weeks:
        return Decision.no(N_("A forecast needs signals of at least one week."))
    return Decision.yes()


def may_score_forecast(
    last_day: date, *, today: date, is_scored: bool, actor: Actor, area_code: str
) -> Decision:
    if not actor.holds(*MAKING, area_code=area_code):
        return Decision.no(N_("Only the command post of the whole area scores a forecast."))
    if last_day >= today:
        return Decision.no(N_("Its seven days are not over."))
    if is_scored:
        return Decision.no(N_("This forecast has been scored. Its score is kept as it is."))
    return Decision.yes()


def verdict_on(differences: Sequence[float]) -> Verdict:
    """
    Return how weekly differences of scores are to be read; above 0 the forecast was better.

    >>> verdict_on([0.02, 0.03, 0.02, 0.04]).value, verdict_on([0.3, -0.2, 0.1, -0.1]).value
    ('better', 'alike')
    """
    if len(differences) < FEWEST_WEEKS:
        return Verdict.TOO_EARLY
    mean, error = fmean(differences), stdev(differences) / sqrt(len(differences))
    if abs(mean) <= TOLD_APART * error:
        return Verdict.ALIKE
    return Verdict.BETTER if mean > 0 else Verdict.WORSE


def apart(days: Sequence[date]) -> list[int]:
    """
    Return which of days in rising order lie a week apart, the last always: their weeks are new.

    >>> apart([date(2024, 11, day) for day in (1, 8, 9, 10, 15)])
    [0, 1, 4]
    """
    kept: list[int] = []
    for at in range(len(days) - 1, -1, -1):
        if not kept or (days[kept[-1]] - days[at]).days >= DAYS_AHEAD:
            kept.append(at)
    return kept[::-1]
