"""Background work of channels."""

from django.utils import timezone
from procrastinate import RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy

from sejuk.foundation.channels import actions, rules
from sejuk.foundation.channels.rules import Gateway, GatewayFailed, MessageState
from sejuk.foundation.channels.tasks.sandbox import Sandbox
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor


class UntilTheMessageFails(BaseRetryStrategy):
    """Try again while the message waits; the message itself knows when to give up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, GatewayFailed):
            return None
        return RetryDecision(retry_in={"seconds": rules.wait_seconds(job.attempts + 1)})


def gateway_for(channel: str) -> Gateway:  # noqa: ARG001 - real gateways come by channel
    """Return who carries messages of a channel; the sandbox, until a real one is set up."""
    return Sandbox()


@app.task(name=actions.DELIVER, retry=UntilTheMessageFails())
def deliver(message_id: int, channel: str) -> None:
    """
    Deliver one message.

    :raises GatewayFailed: when it waits for another attempt.
    """
    message = actions.deliver_message(
        message_id=message_id,
        gateway=gateway_for(channel),
        actor=Actor.system("channels"),
        now=clock_of(current_operation(), real_now=timezone.now()),  # noqa: TID251
    )
    if message.state == MessageState.QUEUED:
        raise GatewayFailed(message.failure)
