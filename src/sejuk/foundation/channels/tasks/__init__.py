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
from sejuk.foundation.channels.models import HookRun
from sejuk.foundation.channels.rules import (
    Channel,
    Gateway,
    GatewayFailed,
    MessageState,
    Outgoing,
    Posted,
    RunState,
)
from sejuk.foundation.channels.web import SYSTEM
from sejuk.foundation.operations.queries import clock_of, current_operation


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
    operation = current_operation()
    is_invented = operation is not None and operation.is_demonstration
    try:
        number = _sent(gateways.gateway_for(Channel(channel), is_invented=is_invented), message)
    except GatewayFailed as failure:
        left = actions.end_delivery(message_id=message_id, failed=failure, actor=SYSTEM, now=_now())
        if left.state == MessageState.QUEUED:
            raise
    else:
        actions.end_delivery(message_id=message_id, gateway_id=number, actor=SYSTEM, now=_now())


def _sent(gateway: Gateway, message: Outgoing) -> str:
    try:
        return gateway.send(message)
    except GatewayFailed:
        raise
    except Exception as error:
        raise GatewayFailed(f"{type(error).__name__}.") from None


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
    for hook_id in queries.hooks_waiting(_now()):
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(actions.CALL, queueing_lock=f"hook-{hook_id}").defer(hook_id=hook_id)


@app.task(name=actions.CALL)
def call_in_order(hook_id: int) -> None:
    """Tell a hook what waits, in the order of the ledger; the first that fails ends it for now."""
    while (run := actions.begin_call(hook_id=hook_id, actor=SYSTEM, now=_now())) is not None:
        if not _called(run):
            return


def _called(run: HookRun) -> bool:
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
        left = actions.end_call(run_id=run.pk, failed=failure, actor=SYSTEM, now=_now())
        return left.state == RunState.FAILED
    actions.end_call(run_id=run.pk, status=status, actor=SYSTEM, now=_now())
    return True


def _now() -> datetime:
    return clock_of(current_operation(), real_now=timezone.now())  # noqa: TID251
