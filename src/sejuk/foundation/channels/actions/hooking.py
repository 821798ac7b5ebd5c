"""Tell addresses outside that something happened: each entry of the ledger once, until received."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sejuk.foundation.channels import queries, rules
from sejuk.foundation.channels.models import Hook, HookRun
from sejuk.foundation.channels.rules import GatewayFailed, HookEvent, RunState
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.ledger.queries import head
from sejuk.kit.actors import Actor, area_covers
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused

CALL = "channels.call_hook"


@traced
def make_hook(
    *,
    name: str,
    url: str,
    events: Sequence[HookEvent],
    area_code: str,
    may_be_inside: bool,
    actor: Actor,
    now: datetime,
) -> str:
    """
    Begin to tell an address, and return the secret: this is the only time that anybody sees it.

    :raises Refused: for an address that may not be called, or for nothing to tell.
    """
    rules.may_hook(name=name, url=url, may_be_inside=may_be_inside).or_refuse()
    if not events:
        raise Refused(N_("Choose at least one thing to tell."), where="events")
    hook = Hook.objects.create(
        name=name.strip(),
        url=url,
        events=[event.value for event in events],
        area_code=area_code,
        salt=secrets.token_hex(16),
        told_until=head().sequence,
        made_by=actor.name,
        made_at=now,
    )
    record(
        verb="channels.hook.made",
        subject=hook,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"events": hook.events},
    )
    return queries.secret_of(hook)


@traced
def stop_hook(*, hook_id: int, actor: Actor, now: datetime) -> Hook:
    """
    Tell an address nothing more.

    :raises NotYours: for a hook outside the areas of `actor`.
    :raises Refused: when it is stopped already.
    """
    hook = Hook.objects.select_for_update().filter(pk=hook_id).first()
    if hook is None or not any(area_covers(code, hook.area_code) for code in actor.scope):
        raise NotYours(f"hook {hook_id}")
    if hook.stopped_at is not None:
        raise Refused(N_("The hook is stopped already."))
    hook.stopped_at, hook.stopped_by = now, actor.name
    hook.save(update_fields=["stopped_at", "stopped_by"])
    record(
        verb="channels.hook.stopped", subject=hook, actor=actor, now=now, area_code=hook.area_code
    )
    return hook


@traced
def note_for_hook(*, hook_id: int, actor: Actor, now: datetime) -> int:
    """Note what happened since the last look for one hook, and put its calls on their way."""
    hook = Hook.objects.select_for_update().get(pk=hook_id)
    until, found = queries.entries_for(hook)
    runs = HookRun.objects.bulk_create(
        [HookRun(hook=hook, sequence=sequence, noted_at=now) for sequence in found],
        ignore_conflicts=True,
    )
    hook.told_until = until
    hook.save(update_fields=["told_until"])
    record(
        verb="channels.hook.noted",
        subject=hook,
        actor=actor,
        now=now,
        area_code=hook.area_code,
        detail={"count": len(runs)},
    )
    return len(runs)


@traced
def begin_call(*, hook_id: int, actor: Actor, now: datetime) -> HookRun | None:
    """
    Take what a hook is told next; None when nothing is due, or somebody is telling it.

    In the order of the ledger: while the first one is not received, the others wait.
    """
    run = (
        HookRun.objects.select_for_update(of=("self",))
        .select_related("hook")
        .filter(hook_id=hook_id, state=RunState.WAITING, hook__stopped_at__isnull=True)
        .order_by("sequence")
        .first()
    )
    due = run if run is not None and queries.may_be_called(run, now) else None
    if due is not None:
        due.calling_since = now
        due.save(update_fields=["calling_since"])
    record(
        verb="channels.hook.looked_at",
        subject=f"channels.hook:{hook_id}",
        actor=actor,
        now=now,
    )
    return due


@traced
def end_call(
    *,
    run_id: int,
    status: int | None = None,
    failed: GatewayFailed | None = None,
    actor: Actor,
    now: datetime,
) -> HookRun:
    """Note what became of a call."""
    run = HookRun.objects.select_for_update(of=("self",)).select_related("hook").get(pk=run_id)
    run.calls, run.called_at, run.status = run.calls + 1, now, status
    run.calling_since = None
    if failed is None:
        run.state, run.failure = RunState.DONE, ""
    else:
        run.failure = str(failed)[:200]
        is_over = failed.is_final or run.calls >= rules.MOST_CALLS
        run.state = RunState.FAILED if is_over else RunState.WAITING
    run.save(update_fields=["calls", "called_at", "calling_since", "status", "state", "failure"])
    record(
        verb="channels.hook.called" if failed is None else "channels.hook.not_called",
        subject=run.hook,
        actor=actor,
        now=now,
        area_code=run.hook.area_code,
        detail={"entry": run.sequence, "calls": run.calls},
    )
    return run
