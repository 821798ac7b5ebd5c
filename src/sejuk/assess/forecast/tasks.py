"""What the forecast does by itself: look ahead once a day, and score what is over."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.assess.forecast import actions, queries
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor


# Every hour, not once a night: a laptop that sleeps at midnight looks ahead when it wakes.
@app.periodic(cron="37 * * * *")
@app.task(name="forecast.look_ahead", queueing_lock="forecast.look_ahead")
def look_ahead(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it over
    """Make the forecast that rests on yesterday, and score those whose seven days are over."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251
    actor = Actor.system("forecast")
    for forecast_id in queries.to_score(operation.area_id, now):
        actions.score_forecast(forecast_id=forecast_id, actor=actor, now=now)
    area_code = operation.area_id
    if queries.is_due(area_code, operation.starts_on, operation.ends_on, now):
        yesterday = timezone.localdate(now) - timedelta(days=1)
        actions.make_forecast(area_code=area_code, day=yesterday, actor=actor, now=now)
