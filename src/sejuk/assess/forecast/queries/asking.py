"""From signals, villages and the index to what the engine is asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from sejuk.assess.forecast.models import Forecast
from sejuk.assess.forecast.rules import DISCOVERED_WEIGHT, MOST_WEEKS, week_of, weeks_until
from sejuk.assess.risk import queries as risk
from sejuk.engines import warning
from sejuk.foundation.places import queries as places
from sejuk.sense.signals import queries as signals

HEARD_BEFORE = timedelta(days=60)
"""Chosen: what was told within two months before a week is no new matter in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Places and weekly counts, oldest week first, the last week ending on the day asked for.

    A matter counts for one, and for a quarter when only visits found it.
    """

    places: tuple[warning.ForecastPlace, ...]
    history: dict[str, list[float]]
    weeks: int


def asked_on(
    area_code: str, day: date, *, known_at: datetime, discovered: float = DISCOVERED_WEIGHT
) -> Asked:
    """
    Return what a forecast at the end of a day rests on.

    Weeks are counted from the first signal that was ever heard: before it nobody listened. A matter
    that only visits found counts for `discovered`.
    """
    scope = (area_code,)
    index = {code: one.score for code, one in risk.index_on(scope, day).items()}
    villages = tuple(
        warning.ForecastPlace(
            one.code, one.latitude, one.longitude, one.residents, index.get(one.code)
        )
        for one in places.villages(scope)
    )
    oldest = day - timedelta(days=7 * MOST_WEEKS - 1)
    heard = signals.matters_heard(oldest, day, scope, known_at=known_at)
    weeks = weeks_until(min((one.first_heard_on for one in heard), default=day), day)
    there = {village.area_code for village in villages}
    history: dict[str, list[float]] = {}
    for matter in heard:
        week = week_of(matter.first_heard_on, day, weeks)
        # What names no village is nobody's.
        if week is not None and matter.area_id in there:
            counts = history.setdefault(matter.area_id, [0.0] * weeks)
            counts[week] += discovered if matter.is_discovered else 1
    if weeks and villages and not history:
        history[villages[0].area_code] = [0.0] * weeks
    is_for_any = any(village.is_large_enough for village in villages)
    return Asked(villages, history, weeks if is_for_any else 0)


def heard_between(
    area_code: str, first_day: date, last_day: date, *, known_at: datetime
) -> Counter[str]:
    """
    Return how many matters residents reported of each village from a day until a day.

    Only what was first heard of then counts, and nothing that only visits found: going there must
    not make a forecast come true.
    """
    heard = signals.matters_heard(
        first_day - HEARD_BEFORE, last_day, (area_code,), known_at=known_at
    )
    return Counter(
        one.area_id for one in heard if one.first_heard_on >= first_day and not one.is_discovered
    )


def is_due(area_code: str, first_day: date, last_day: date, now: datetime) -> bool:
    """Test whether the forecast that rests on yesterday can be made and is not made yet."""
    day = timezone.localdate(now) - timedelta(days=1)
    if not first_day <= day <= last_day:
        return False
    if Forecast.objects.filter(area_id=area_code, day=day).exists():
        return False
    return asked_on(area_code, day, known_at=now).weeks > 0
