"""Background entry points of signals."""

from contextlib import suppress
from datetime import datetime
from threading import Lock

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sejuk.engines.triage import CannotJudge
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.sense.signals import actions, queries
from sejuk.sense.signals.actions.learning import ask_questions, learn_kinds
from sejuk.sense.signals.actions.public_figures import publish_week
from sejuk.sense.signals.queries import public_figures
from sejuk.sense.signals.queries.learning import lesson_to_learn
from sejuk.sense.signals.queries.photos import held_too_long
from sejuk.sense.signals.queries.questions import chosen_questions
from sejuk.sense.signals.queries.redaction import not_redacted
from sejuk.sense.signals.queries.suggesting import reader, unread_from

# Chosen: after seconds, then minutes, half a day in all; an engine that fails always needs us.
TRIES = RetryStrategy(max_attempts=6, exponential_wait=6)
# What a job lost, or came before there were any: so many in an hour.
MOST_MISSED = 2_000
# Chosen: batches of a second, and no more of them at a time than leave room for other jobs.
REDACTED_AT_ONCE, MOST_BATCHES = 500, 40
# Chosen: half a second of work, and as long as the other jobs of a worker wait for one of these.
MOST_ALONG = 50
# Below every other job: an alarm or an answer does not wait for ten thousand reports to be read.
AFTER_OTHERS = -1
# The engine computes for one job at a time anyway; the next one may find its signals read.
_reading = Lock()


class NotAllRead(Exception):
    """The engine failed at some signals; the log names them, without their words."""


@app.task(name=actions.SUGGEST, retry=TRIES, priority=AFTER_OTHERS)
def suggest(signal_ids: list[int]) -> None:
    """
    Let the engine read signals, and with them those that came next; what is read, is read once.

    So of a thousand reports in a minute twenty jobs do the work, and the others find it done.

    :raises NotAllRead: when it failed at some, so that they are tried once more.
    """
    with _reading:
        if not queries.unread(signal_ids).exists():
            return
        operation = operations.current_operation()
        now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
        # Making the index takes a minute where there are 100,000: before the transaction begins.
        reader(now)
        numbers = {*signal_ids, *unread_from(min(signal_ids), most=MOST_ALONG)}
        failed = actions.suggest_about(
            signal_ids=sorted(numbers), actor=Actor.system("suggest"), now=now
        )
    if failed:
        raise NotAllRead(f"{failed} of {len(numbers)} signals")


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="signals.suggest_missed", pass_context=False)
def suggest_missed(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Queue what the engine has never read: of before it was there, or of a lost job."""
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    late = queries.missed(now, most=MOST_MISSED)
    for start in range(0, len(late), actions.MOST_AT_ONCE):
        suggest.defer(signal_ids=late[start : start + actions.MOST_AT_ONCE])


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="signals.redact_kept", pass_context=False)
def redact_kept(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """
    Take personal data out of what an earlier version kept, until nothing of it is left.

    Each batch is a transaction of its own: a worker that is killed leaves the rest to the next.
    """
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    for _ in range(MOST_BATCHES):
        if not (numbers := not_redacted(most=REDACTED_AT_ONCE)):
            return
        actions.redact_signals(numbers=numbers, actor=Actor.system("redact_kept"), now=now)


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


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="signals.drop_held_photos", pass_context=False)
def drop_held_photos(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Drop the photos of forms that were never sent, an hour after they were chosen."""
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    if held_too_long(now).exists():
        actions.drop_held(actor=Actor.system("drop_held_photos"), now=now)


# Monday 01.10 WIB, when a week has stood still.
@app.periodic(cron="10 18 * * 0")
@app.task(queueing_lock="signals.publish_weeks", pass_context=False)
def publish_weeks(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Publish the figures of the weeks that stand still, also of those that were missed."""
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    for monday in public_figures.weeks_to_publish(now):
        publish_week(monday=monday, actor=Actor.system("publish_weeks"), now=now)


# At 02.10 WIB, when few look: a year of decisions takes some seconds.
@app.periodic(cron="10 19 * * *")
@app.task(queueing_lock="signals.learn", pass_context=False)
def learn_and_ask(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Learn from what was decided, then choose the day's questions with whichever model speaks."""
    operation = operations.current_operation()
    learn_tonight(operations.clock_of(operation, real_now=timezone.now()))  # noqa: TID251


def learn_tonight(now: datetime) -> None:
    """Learn where there is enough that is new, and ask where nothing was asked today."""
    actor = Actor.system("learn")
    if lesson := lesson_to_learn():
        # Where all that could judge it has been seen already, another night brings more.
        with suppress(CannotJudge):
            learn_kinds(lesson=lesson, actor=actor, now=now)
    if questions := chosen_questions(now):
        ask_questions(questions=questions, actor=actor, now=now)
