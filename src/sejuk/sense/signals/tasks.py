"""Background entry points of signals."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.sense.signals import actions, queries
from sejuk.sense.signals.actions.public_figures import publish_week
from sejuk.sense.signals.queries import public_figures


# 00.25 WIB, when the day of the salts is over.
@app.periodic(cron="25 17 * * *")
@app.task(queueing_lock="signals.forget_networks", pass_context=False)
def forget_networks(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Throw yesterday's salts away: from then on no hash leads back to a network."""
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    actions.forget_networks(actor=Actor.system("forget_networks"), now=now)


# At nine in the morning WIB, when a message disturbs nobody's sleep.
@app.periodic(cron="0 2 * * *")
@app.task(queueing_lock="signals.ask_surveys", pass_context=False)
def ask_surveys(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """
    Ask those whose report was closed four weeks ago what came of it: each in its own transaction.

    A worker that is killed leaves nobody asked twice; the next day takes the rest.
    """
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    for signal_id in queries.surveys_to_ask(now=now):
        actions.ask_survey(signal_id=signal_id, actor=Actor.system("ask_surveys"), now=now)


# Monday 01.10 WIB, when a week has stood still.
@app.periodic(cron="10 18 * * 0")
@app.task(queueing_lock="signals.publish_weeks", pass_context=False)
def publish_weeks(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Publish the figures of the weeks that stand still, also of those that were missed."""
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    for monday in public_figures.weeks_to_publish(now):
        publish_week(monday=monday, actor=Actor.system("publish_weeks"), now=now)
