"""What answers do by themselves: go to those who asked, and reply to every message."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sejuk.act.response import actions, queries
from sejuk.act.response.queries.talking import not_replied
from sejuk.foundation.channels.actions import CONVERSE
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor

SYSTEM = Actor.system("response")
# A database that starts anew, a deadlock: over in seconds. What these do not reach, `resume` does.
TRIES = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.task(name=actions.SEND)
def send() -> None:
    """Send what waits, one receiver after the other; what is left, the next minute takes."""
    with override("id"):
        for number in queries.waiting_sendings():
            actions.send_to_one(sending_id=number, actor=SYSTEM, now=_now())
        for untold in queries.untold_reports(_now()):
            actions.tell_receipt(untold=untold, actor=SYSTEM, now=_now())


@app.periodic(cron="* * * * *")
@app.task(name="response.resume", queueing_lock="response.resume")
def resume(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it over
    """Take up what a killed worker left: what is to be sent, and messages without an answer."""
    for number in not_replied(_now()):
        with suppress(AlreadyEnqueued), transaction.atomic():
            converse.configure(queueing_lock=f"{CONVERSE}:{number}").defer(message_id=number)
    send()


@app.task(name=CONVERSE, retry=TRIES)
def converse(message_id: int) -> None:
    """Answer one message, in Indonesian: nobody has told us another language."""
    with override("id"):
        actions.answer_message(message_id=message_id, actor=SYSTEM, now=_now())


def _now() -> datetime:
    return clock_of(current_operation(), real_now=timezone.now())  # noqa: TID251
