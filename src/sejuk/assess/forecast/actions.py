"""Make a forecast, and score it when its days are over."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from sejuk.assess.forecast import queries, rules
from sejuk.assess.forecast.models import Forecast, VillageForecast, WeekScore
from sejuk.engines import warning
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor

ROWS_AT_ONCE = 2_000


@traced
def make_forecast(*, area_code: str, day: date, actor: Actor, now: datetime) -> Forecast:
    """
    Make and keep the forecast of an area's villages for the seven days after a day.

    :raises Refused: for a day that is not yesterday or has its forecast, or without a week of
        signals, or when the actor may not.
    """
    rules.may_make_forecast(
        day, today=timezone.localdate(now), actor=actor, area_code=area_code
    ).or_refuse()
    asked = queries.asked_on(area_code, day, known_at=now)
    is_made = Forecast.objects.filter(area_id=area_code, day=day).exists()
    rules.may_rest_on(asked.weeks, is_made=is_made).or_refuse()
    found = warning.forecast(asked.places, asked.history)
    kept = _keep(found, area_code, day, actor=actor, now=now)
    record(
        verb="forecast.forecast.made",
        subject=kept,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"day": day, "weeks": found.weeks, "method": kept.method},
    )
    return kept


@traced
def score_forecast(*, forecast_id: int, actor: Actor, now: datetime) -> WeekScore:
    """
    Score a forecast against what was heard in its seven days, beside the two simple ones.

    :raises Refused: when the days are not over, it has a score, or the actor may not.
    """
    forecast = queries.forecast_called(forecast_id)
    first_day, last_day = rules.days_of(forecast.day)
    rules.may_score_forecast(
        last_day,
        today=timezone.localdate(now),
        is_scored=WeekScore.objects.filter(forecast=forecast).exists(),
        actor=actor,
        area_code=forecast.area_id,
    ).or_refuse()
    heard = queries.heard_between(forecast.area_id, first_day, last_day, known_at=now)
    villages = list(forecast.villages.order_by("-expected", "area_id"))
    score = _scored(forecast, villages, [heard[one.area_id] for one in villages])
    score.scored_by, score.scored_at = actor.name, now
    score.save(force_insert=True)
    record(
        verb="forecast.week.scored",
        subject=score,
        actor=actor,
        now=now,
        area_code=forecast.area_id,
        detail={"day": forecast.day, "events": score.events},
    )
    return score


def _keep(
    found: warning.Forecast, area_code: str, day: date, *, actor: Actor, now: datetime
) -> Forecast:
    kept = Forecast.objects.create(
        area_id=area_code,
        day=day,
        method=found.method.value,
        weeks=found.weeks,
        expected=found.expected,
        weights=[[one.component.value, one.percent] for one in found.weights],
        look_back=[
            [one.weeks_ago, one.forecast, one.moving_average, one.share_and_season]
            for one in found.history
        ],
        moving_average_size=found.moving_average_size,
        share_and_season_size=found.share_and_season_size,
        too_small=len(found.too_small),
        made_by=actor.name,
        made_at=now,
    )
    VillageForecast.objects.bulk_create(
        (_village(kept, one) for one in found.places), batch_size=ROWS_AT_ONCE
    )
    return kept


def _village(forecast: Forecast, found: warning.PlaceForecast) -> VillageForecast:
    return VillageForecast(
        forecast=forecast,
        area_id=found.area_code,
        expected=found.expected,
        p_any=found.p_any,
        p_low=found.p_low,
        p_high=found.p_high,
        low=found.low,
        high=found.high,
        size=found.size,
        moving_average=found.moving_average,
        share_and_season=found.share_and_season,
        parts=[[part.component.value, part.expected, part.percent] for part in found.parts],
    )


def _scored(
    forecast: Forecast, villages: Sequence[VillageForecast], counts: Sequence[int]
) -> WeekScore:
    """Return the score of villages in the order of their expectation, the highest first."""
    many = len(villages)
    return WeekScore(
        forecast=forecast,
        villages=many,
        events=sum(counts),
        villages_with_any=sum(count > 0 for count in counts),
        expected_with_any=sum(one.p_any for one in villages),
        events_in_first_tenth=sum(counts[: max(1, round(many / 10))]),
        log_score=warning.forecast_score(
            counts, [one.expected for one in villages], [one.size for one in villages]
        ),
        moving_average=warning.forecast_score(
            counts,
            [one.moving_average for one in villages],
            [forecast.moving_average_size] * many,
        ),
        share_and_season=warning.forecast_score(
            counts,
            [one.share_and_season for one in villages],
            [forecast.share_and_season_size] * many,
        ),
    )
