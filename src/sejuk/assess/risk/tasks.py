"""What risk does by itself: store the days that are over, and anew what has changed of them."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.assess.risk import actions, queries
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor

# One after the other: who began earlier has seen less, and must not have the last word.
STORING = "risk.storing"


# Every hour, not once a night: a laptop that sleeps at midnight stores the day when it wakes.
@app.periodic(cron="12 * * * *")
@app.task(name="risk.store_days_over", queueing_lock="risk.store_days_over", lock=STORING)
def store_days_over(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it over
    """Store the days of the current operation that are over and not stored yet."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251
    days = queries.days_to_store(operation.area_id, operation.starts_on, operation.ends_on, now)
    if days is not None:
        actions.store_temperatures(
            area_code=operation.area_id,
            first_day=days[0],
            last_day=days[1],
            actor=Actor.system("risk"),
            now=now,
        )


# Every five minutes: a report that comes in late changes the past it tells of within a coffee.
@app.periodic(cron="*/5 * * * *")
@app.task(name="risk.store_stale_days", queueing_lock="risk.store_stale_days", lock=STORING)
def store_stale_days(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it over
    """Store the days of the current operation anew whose evidence has changed."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251
    stale = queries.stale_days(operation.area_id, operation.starts_on, now)
    if stale is not None:
        actions.store_stale_days(
            area_code=operation.area_id, stale=stale, actor=Actor.system("risk"), now=now
        )
