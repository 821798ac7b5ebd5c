"""How forecasts did, and what one says of a whole scope."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from sejuk.assess.forecast.models import Forecast, VillageForecast, WeekScore
from sejuk.assess.forecast.rules import DAYS_AHEAD, LIKELY, SHOWN_WEEKS, apart
from sejuk.kit.scoping import within


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a scope: how many villages have a forecast, and how many of them are likely heard of."""

    villages: int
    likely: int
    expected: float


def totals_of(forecast: Forecast, scope: tuple[str, ...]) -> Totals:
    found = VillageForecast.objects.filter(within(scope), forecast=forecast).aggregate(
        villages=Count("id"), likely=Count("id", filter=Q(p_any__gte=LIKELY)), all=Sum("expected")
    )
    return Totals(found["villages"], found["likely"], found["all"] or 0.0)


def scores_until(area_code: str, day: date, *, known_at: datetime) -> list[WeekScore]:
    """
    Return the scores of weeks that do not overlap, oldest first, as they were known at an instant.

    Forecasts are made daily, so most share days with the one before: only those a week apart from
    each other count as weeks.
    """
    newest = (
        WeekScore.objects.filter(
            forecast__area_id=area_code, forecast__day__lte=day, scored_at__lte=known_at
        )
        .select_related("forecast")
        .order_by("-forecast__day")[: SHOWN_WEEKS * DAYS_AHEAD]
    )
    found = list(newest)[::-1]
    return [found[at] for at in apart([one.forecast.day for one in found])][-SHOWN_WEEKS:]
