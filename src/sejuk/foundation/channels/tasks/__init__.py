"""Background work of channels."""

from datetime import datetime

from django.utils import timezone
from procrastinate import RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy

from sejuk.foundation.channels import actions, gateways, queries, rules
from sejuk.foundation.channels.rules import Channel, GatewayFailed, MessageState
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor

SYSTEM = Actor.system("channels")


class UntilTheMessageFails(BaseRetryStrategy):
    """Try again while the message waits; the message itself knows when to give up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, GatewayFailed):
            return None
        wait = exception.wait or rules.wait_seconds(job.attempts + 1)
        return RetryDecision(retry_in={"seconds": wait})


@app.task(name=actions.DELIVER, retry=UntilTheMessageFails())
def deliver(message_id: int, channel: str) -> None:
    """
    Deliver one message.

    :raises GatewayFailed: when it waits for another attempt.
    """
    message = actions.begin_delivery(message_id=message_id, actor=SYSTEM, now=_now())
    if message is None:
        return
    try:
        number = gateways.gateway_for(Channel(channel)).send(message)
    except GatewayFailed as failure:
        left = actions.end_delivery(message_id=message_id, failed=failure, actor=SYSTEM, now=_now())
        if left.state == MessageState.QUEUED:
            raise
    else:
        actions.end_delivery(message_id=message_id, gateway_id=number, actor=SYSTEM, now=_now())


@app.periodic(cron="* * * * *")
@app.task(name="channels.resume", queueing_lock="channels.resume")
def resume(timestamp: int) -> None:  # noqa: ARG001 - given by the clock of the worker
    """Take up what a killed worker left."""
    for number, channel in queries.unheard_of(_now()):
        app.configure_task(actions.DELIVER, queueing_lock=f"resume-{number}").defer(
            message_id=number, channel=channel
        )


def _now() -> datetime:
    return clock_of(current_operation(), real_now=timezone.now())  # noqa: TID251
