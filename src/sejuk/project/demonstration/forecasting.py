"""The forecast in the story: once a week, in the last days every morning, and scored when over."""

from datetime import datetime, timedelta

from sejuk.assess.forecast import actions as forecast
from sejuk.assess.forecast import queries as forecasts
from sejuk.kit.actors import Actor
from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.story import DAYS, FIRST_DAY, LAST_DAY, at

DISTRICT = "16.01"
WEEK = timedelta(days=7)
HOUR = 5.5
SYSTEM = Actor.system("forecast")


def plan_forecasts(stage: Stage) -> None:
    """Plan a look ahead on the weekday of the voting, and daily in the last week."""
    for day in DAYS:
        if day.weekday() == LAST_DAY.weekday() or day > LAST_DAY - WEEK:
            stage.plan(at(day, HOUR), _look_ahead)


def _look_ahead(now: datetime) -> None:
    for forecast_id in forecasts.to_score(DISTRICT, now):
        forecast.score_forecast(forecast_id=forecast_id, actor=SYSTEM, now=now)
    yesterday = now.date() - timedelta(days=1)
    if yesterday >= FIRST_DAY + WEEK:
        forecast.make_forecast(area_code=DISTRICT, day=yesterday, actor=SYSTEM, now=now)
