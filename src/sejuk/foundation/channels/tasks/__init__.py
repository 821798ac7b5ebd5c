"""Background work of channels."""

import json
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy

from sejuk.foundation.channels import actions, gateways, queries, rules, web
from sejuk.foundation.channels.gateways.outside import call_hook
from sejuk.foundation.channels.rules import (
    Channel,
    GatewayFailed,
    MessageState,
    Posted,
    RunState,
)
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor

SYSTEM = Actor.system("channels")


class UntilItFails(BaseRetryStrategy):
    """Try again while the record waits; the record itself knows when to give up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, GatewayFailed):
            return None
        wait = exception.wait or rules.wait_seconds(job.attempts + 1)
        return RetryDecision(retry_in={"seconds": wait})


@app.task(name=actions.DELIVER, retry=UntilItFails())
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
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(actions.DELIVER, queueing_lock=f"resume-{number}").defer(
                message_id=number, channel=channel
            )


@app.periodic(cron="* * * * *")
@app.task(name="channels.fetch_mail", queueing_lock="channels.fetch_mail")
def fetch_mail(timestamp: int) -> None:  # noqa: ARG001 - given by the clock of the worker
    """Fetch the letters that came, where a box is connected."""
    mail = gateways.connections().mail
    if mail is None or not mail.imap_host:
        return
    for letter in gateways.MailGateway(mail).fetch():
        web.keep("surel", Posted((letter,)), now=_now())


@app.periodic(cron="* * * * *")
@app.task(name="channels.tell_hooks", queueing_lock="channels.tell_hooks")
def tell_hooks(timestamp: int) -> None:  # noqa: ARG001 - given by the clock of the worker
    """Note for each hook what happened since the last look."""
    for hook_id in queries.hooks_due():
        actions.note_for_hook(hook_id=hook_id, actor=SYSTEM, now=_now())


@app.task(name=actions.CALL, retry=UntilItFails())
def call(run_id: int) -> None:
    """
    Tell a hook of one entry.

    :raises GatewayFailed: when it is called once more.
    """
    run = queries.waiting_run(run_id)
    if run is None:
        return
    body = json.dumps(queries.told_by(run), ensure_ascii=False)
    try:
        status = call_hook(
            run.hook.url,
            body,
            secret=queries.secret_of(run.hook),
            # The receiver's clock knows nothing of the operation's.
            stamp=int(timezone.now().timestamp()),  # noqa: TID251
            may_be_inside=settings.SEJUK_HOOKS_INSIDE,
        )
    except GatewayFailed as failure:
        left = actions.end_call(run_id=run_id, failed=failure, actor=SYSTEM, now=_now())
        if left.state == RunState.WAITING:
            raise
    else:
        actions.end_call(run_id=run_id, status=status, actor=SYSTEM, now=_now())


def _now() -> datetime:
    return clock_of(current_operation(), real_now=timezone.now())  # noqa: TID251
