"""Background work of the programme."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.plan.programme import actions
from sejuk.plan.programme.rules import WEEK, week_of


# Sunday at 11.00 UTC is 18.00 WIB: on Sunday evening everybody can look at Monday's list.
@app.periodic(cron="0 11 * * 0")
@app.task(queueing_lock="programme.propose_next_week", pass_context=False)
def propose_next_week(timestamp: int) -> None:  # noqa: ARG001 - the periodic deferrer sends it
    """Propose the coming week for the area of the current operation."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    monday = week_of(timezone.localdate(now) + timedelta(days=1))
    actions.propose_week(
        week_starts_on=monday if monday > timezone.localdate(now) else monday + WEEK,
        area_code=operation.area_id,
        actor=Actor.system("propose_next_week"),
        now=now,
    )


# Sunday at 23.00 UTC is Monday 06.00 WIB: the week is over, and the morning's talk has its figures.
@app.periodic(cron="0 23 * * 0")
@app.task(queueing_lock="programme.audit_last_week", pass_context=False)
def audit_last_week(timestamp: int) -> None:  # noqa: ARG001 - the periodic deferrer sends it
    """Audit the week that is over for the area of the current operation."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    actions.audit_feedback(
        week_starts_on=week_of(timezone.localdate(now)) - WEEK,
        area_code=operation.area_id,
        actor=Actor.system("audit_last_week"),
        now=now,
    )
