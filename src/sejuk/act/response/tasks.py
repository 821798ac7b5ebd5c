"""What answers do by themselves: go to those who asked, and reply to every message."""

import logging
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
from sejuk.foundation.custody.rules import Unopenable
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained

logger = logging.getLogger(__name__)

SYSTEM = Actor.system("response")
# A database that starts anew, a deadlock: over in seconds. What these do not reach, `resume` does.
TRIES = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.task(name=actions.SEND)
def send() -> None:
    """Send what waits, one receiver after the other; what is left, the next minute takes."""
    with override("id"):
        for number in queries.waiting_sendings():
            _send_one(number)
        _tell_receipts()


def _send_one(number: int) -> None:
    """Send to one receiver; what his channel refuses must not keep it from those behind him."""
    try:
        actions.send_to_one(sending_id=number, actor=SYSTEM, now=_now())
    except Unopenable:
        logger.warning("Sending %s waits: the key file of custody is away.", number)
    except (NotYours, Refused) as error:
        why = explained(error) if isinstance(error, Refused) else "no conversation"
        logger.warning("Sending %s was refused: %s", number, why)
        actions.drop_sending(sending_id=number, why=why, actor=SYSTEM, now=_now())


def _tell_receipts() -> None:
    """Tell the receipts that do not know yet; once all do, nobody looks until there is news."""
    answers = queries.answers_to_tell(_now())
    untold = queries.untold_reports(answers) if answers else []
    for one in untold[: queries.MOST_AT_ONCE]:
        _tell(one)
    left = {one.answer_id for one in untold}
    for answer in answers:
        if answer.answer_id not in left:
            actions.note_all_told(answer=answer, actor=SYSTEM, now=_now())


def _tell(untold: queries.Untold) -> None:
    """Tell one receipt; one that cannot be told leaves the others to be told."""
    try:
        actions.tell_receipt(untold=untold, actor=SYSTEM, now=_now())
    except (NotYours, Refused) as error:
        why = explained(error) if isinstance(error, Refused) else "it has no receipt"
        logger.warning("Signal %s was not told of answer %s: %s", untold.signal_id,
                       untold.answer_id, why)  # fmt: skip


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
