"""Messages go out when they are written: by the clock of the story, as the worker would do."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels import gateways
from sejuk.foundation.channels import queries as waiting
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor

SYSTEM = Actor.system("channels")
# Chosen: a worker that has nothing else to do takes up a job within some seconds.
TAKEN_UP_AFTER = timedelta(seconds=4)


def delivered(doing: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """Return what is done, followed by the delivery of what it wrote."""

    def do(now: datetime) -> None:
        doing(now)
        _deliver(now + TAKEN_UP_AFTER)

    return do


def _deliver(now: datetime) -> None:
    for number, channel in waiting.waiting_to_go():
        message = channels.begin_delivery(message_id=number, actor=SYSTEM, now=now)
        if message is not None:
            gateway = gateways.gateway_for(Channel(channel), is_invented=True)
            channels.end_delivery(
                message_id=number, gateway_id=gateway.send(message), actor=SYSTEM, now=now
            )
