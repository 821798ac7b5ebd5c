"""What alarms do by themselves: look at the day, hand on what waits, calibrate once a week."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.assess.alarms import actions, queries
from sejuk.assess.alarms.rules import DEFAULT_BUDGET_DAYS
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_

LOOK = "alarms.look"
WEEKLY = N_("The weekly calibration, with the budget that held before.")


@app.periodic(cron="*/3 * * * *")
@app.task(name=LOOK, queueing_lock=LOOK, lock=LOOK)
def look(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it over
    """Raise what is unusual when signals have changed, and hand on what nobody answered."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251
    actor = Actor.system("alarms")
    if queries.is_look_due(operation, now):
        actions.watch_day(actor=actor, now=now)
    if queries.overdue(operation, now).exists():
        actions.hand_on_alarms(actor=actor, now=now)


# Asked every hour: a laptop that slept through the hour of the week calibrates when it wakes.
@app.periodic(cron="25 * * * *")
@app.task(name="alarms.calibrate", queueing_lock="alarms.calibrate", lock=LOOK)
def calibrate(timestamp: int) -> None:  # noqa: ARG001
    """Calibrate anew when the thresholds are a week old, or enough is known for the first ones."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251
    if not queries.is_calibration_due(operation, now):
        return
    held = queries.calibration_in_force(operation, now)
    actions.calibrate_watch(
        budget_days=held.budget_days if held else DEFAULT_BUDGET_DAYS,
        reason=WEEKLY,
        actor=Actor.system("alarms"),
        now=now,
    )
