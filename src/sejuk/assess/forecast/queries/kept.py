"""Forecasts as they were kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from sejuk.assess.forecast.models import Forecast, VillageForecast
from sejuk.assess.forecast.rules import DAYS_AHEAD, Method, RestsOn
from sejuk.kit.actors import area_covers
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptVillage:
    """
    What a kept forecast says of one village in the seven days after `day`.

    `parts` are (what it rests on, percent); the percents sum to 100.
    """

    area_code: str
    day: date
    expected: float
    p_any: float
    p_low: float
    p_high: float
    low: int
    high: int
    parts: tuple[tuple[RestsOn, int], ...]
    weeks: int
    is_cold_start: bool
    is_fallback: bool


def forecast_in_force(scope: Scope, day: date) -> Forecast | None:
    """
    Return the newest forecast of a scope made at the end of a day or before.

    One whose area holds all of the scope comes before one of a part of it. None when all are
    outdated or of other areas. One query.
    """
    found = _newest_of_areas(scope, day)
    return max(
        found,
        key=lambda one: (_holds(one.area_id, scope), one.day, one.pk),
        default=None,
    )


def forecast_called(forecast_id: int) -> Forecast:
    """
    Return one forecast.

    :raises NotYours: when there is none of that number
    """
    found = Forecast.objects.filter(pk=forecast_id).first()
    if found is None:
        raise NotYours(f"forecast {forecast_id}")
    return found


def villages_of(forecast: Forecast, scope: Scope) -> QuerySet[VillageForecast]:
    """Return the villages of a scope in a forecast, the likeliest to be heard of first."""
    return (
        VillageForecast.objects.filter(within(scope), forecast=forecast)
        .select_related("area", "area__parent")
        .defer("area__boundary", "area__outline")
        .defer("area__parent__boundary", "area__parent__outline")
        .order_by("-p_any", "area_id")
    )


def chances_of_any(scope: Scope, day: date) -> Mapping[str, float]:
    """
    Return by village of a scope the chance of at least one signal in the seven days after a day.

    Each village has that of the newest forecast that tells of it. Empty when no forecast was made
    in the week before. A query, and one for each area that forecasts are made of.
    """
    chances: dict[str, float] = {}
    for forecast in forecasts_told(scope, day):
        rows = VillageForecast.objects.filter(within(scope), forecast=forecast)
        chances.update(rows.values_list("area_id", "p_any").iterator(chunk_size=20_000))
    return chances


def forecasts_told(scope: Scope, day: date) -> list[Forecast]:
    """Return of each area of a scope the forecast in force, what holds for a village last."""
    return sorted(_newest_of_areas(scope, day), key=lambda one: (one.day, one.pk))


def forecast_of(area_code: str, day: date) -> KeptVillage | None:
    """Return what is said of one village after a day; None when nothing is. One query."""
    found = (
        VillageForecast.objects.filter(area_id=area_code, forecast__in=_not_outdated(day))
        .select_related("forecast")
        .order_by("-forecast__day", "-forecast_id")
        .first()
    )
    return None if found is None else _as_kept(found, found.forecast)


def to_score(area_code: str, now: datetime) -> list[int]:
    """Return the numbers of the forecasts whose seven days are over and that have no score."""
    before = timezone.localdate(now) - timedelta(days=DAYS_AHEAD)
    due = Forecast.objects.filter(area_id=area_code, day__lt=before, score__isnull=True)
    return list(due.order_by("day").values_list("id", flat=True))


def _not_outdated(day: date) -> QuerySet[Forecast]:
    return Forecast.objects.filter(day__lte=day, day__gt=day - timedelta(days=DAYS_AHEAD))


def _newest_of_areas(scope: Scope, day: date) -> list[Forecast]:
    """Return of each area that shares villages with a scope the newest forecast. One query."""
    newest = _not_outdated(day).order_by("area_id", "-day", "-id").distinct("area_id")
    return [
        one
        for one in newest
        if any(area_covers(one.area_id, code) or area_covers(code, one.area_id) for code in scope)
    ]


def _holds(area_code: str, scope: Scope) -> bool:
    return all(area_covers(area_code, code) for code in scope)


def _as_kept(row: VillageForecast, forecast: Forecast) -> KeptVillage:
    return KeptVillage(
        area_code=row.area_id,
        day=forecast.day,
        expected=row.expected,
        p_any=row.p_any,
        p_low=row.p_low,
        p_high=row.p_high,
        low=row.low,
        high=row.high,
        parts=tuple((RestsOn(component), percent) for component, _, percent in row.parts),
        weeks=forecast.weeks,
        is_cold_start=forecast.method == Method.BEGINNING,
        is_fallback=forecast.method == Method.SIMPLE,
    )
