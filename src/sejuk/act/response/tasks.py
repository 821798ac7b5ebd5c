"""What answers do by themselves: go to those who asked, and reply to every message."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django import app

from sejuk.act.response import actions, queries
from sejuk.foundation.channels.actions import CONVERSE
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor

SYSTEM = Actor.system("response")


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
    """Take up what a killed worker left."""
    send()


@app.task(name=CONVERSE)
def converse(message_id: int) -> None:
    """Answer one message, in Indonesian: nobody has told us another language."""
    with override("id"):
        actions.answer_message(message_id=message_id, actor=SYSTEM, now=_now())


def _now() -> datetime:
    return clock_of(current_operation(), real_now=timezone.now())  # noqa: TID251
