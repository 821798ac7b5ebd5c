"""Who outside is told what happened: each entry once, signed, and never what was said."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from sejuk.foundation.channels import actions, queries, rules, tasks
from sejuk.foundation.channels.models import HookRun
from sejuk.foundation.channels.rules import HookEvent, RunState
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import DISTRICT, NOON, VILLAGE, a_hook, a_user, an_actor
from tests.foundation.channels.providers import speaking

SYSTEM = Actor.system("test")


@traced
def happened(verb: str, area_code: str = VILLAGE, number: int = 7) -> None:
    record(
        verb=verb,
        subject=f"signals.signal:{number}",
        actor=SYSTEM,
        now=NOON,
        area_code=area_code,
        detail={"secret": "must stay here"},
    )


@pytest.mark.django_db
def test_each_entry_that_was_asked_for_is_told_once():
    happened("signals.signal.received")
    hook = a_hook()
    happened("signals.signal.taken", number=1)
    happened("risk.day.stored")
    happened("signals.signal.taken", area_code="16.02.01")
    happened("signals.signal.settled", number=2)
    assert queries.hooks_due() == [hook.pk]
    tasks.tell_hooks.func(0)
    runs = HookRun.objects.order_by("sequence")
    told = [queries.told_by(run) for run in runs]
    assert [one["subject"] for one in told] == ["signals.signal:1", "signals.signal:2"]
    # The note itself is an entry; nobody is told of it, and the next look finds nothing.
    tasks.tell_hooks.func(0)
    assert runs.count() == 2


@pytest.mark.django_db
def test_a_call_is_signed_and_says_nothing_of_what_was_said(settings):
    settings.SEJUK_HOOKS_INSIDE = True
    with speaking() as provider:
        hook = a_hook(f"{provider.url}/kait")
        happened("signals.signal.taken")
        happened("signals.signal.settled")
        tasks.tell_hooks.func(0)
        provider.trouble += [(503, {}), (200, {}), (200, {})]
        tasks.call_in_order.func(hook_id=hook.pk)
        first, second = HookRun.objects.order_by("sequence")
        assert (first.calls, second.calls) == (1, 0)
        # Not before its time; then both, in their order.
        tasks.call_in_order.func(hook_id=hook.pk)
        assert len(provider.posted) == 1
        HookRun.objects.filter(pk=first.pk).update(called_at=NOON)
        tasks.call_in_order.func(hook_id=hook.pk)
        first.refresh_from_db()
        assert (first.state, first.calls, first.status) == (RunState.DONE, 2, 200)
        # One more job for it, after a crash: nobody is called twice.
        tasks.call_in_order.func(hook_id=hook.pk)
    body, headers = provider.posted[1]
    stamp, given = (part.partition("=")[2] for part in headers["X-Sejuk-Signature"].split(","))
    secret = queries.secret_of(hook).encode()
    ours = hmac.new(secret, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert given == ours
    assert json.loads(body)["verb"] == "signals.signal.taken"
    assert b"must stay here" not in body
    assert len(provider.posted) == 3


@pytest.mark.django_db
def test_a_receiver_that_stays_away_is_given_up_and_seen(client, settings):
    settings.SEJUK_HOOKS_INSIDE = True
    hook = a_hook("http://127.0.0.1:9/")
    happened("signals.signal.taken")
    tasks.tell_hooks.func(0)
    run = HookRun.objects.get()
    for _ in range(rules.MOST_CALLS):
        HookRun.objects.update(called_at=NOON)
        tasks.call_in_order.func(hook_id=hook.pk)
    run.refresh_from_db()
    assert (run.state, run.calls) == (RunState.FAILED, rules.MOST_CALLS)
    here, elsewhere = a_user(Role.ADMINISTRATOR), a_user(Role.ADMINISTRATOR, area_code="16.02")
    for user, status in ((here, 200), (elsewhere, 404)):
        # Without a second factor an administrator is led to set one up.
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        client.force_login(user)
        answer = client.get(f"/saluran/kait/{hook.pk}/")
        assert answer.status_code == status
        assert ("ConnectError" in answer.content.decode()) is (status == 200)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[x",
        "https://10.1.2.3/",
        "https://user:word@hook.example/",
        "ftp://hook.example/",
        "javascript:alert(1)",
        "https://localhost/",
        "",
    ],
)
def test_what_may_not_be_called_is_refused(url):
    with pytest.raises(Refused):
        actions.make_hook(
            name="x",
            url=url,
            events=[HookEvent.SIGNAL],
            area_code=DISTRICT,
            may_be_inside=False,
            actor=an_actor(Role.ADMINISTRATOR),
            now=NOON,
        )


@pytest.mark.django_db
def test_a_name_that_leads_into_the_own_network_is_not_called(monkeypatch):
    inside = [(2, 1, 6, "", ("192.168.1.7", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_named: inside)
    a_hook()
    happened("signals.signal.taken")
    tasks.tell_hooks.func(0)
    run = HookRun.objects.get()
    tasks.call_in_order.func(hook_id=run.hook_id)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "own network" in run.failure


@pytest.mark.django_db
def test_a_call_that_was_killed_is_made_again_and_never_two_at_once():
    hook = a_hook()
    happened("signals.signal.taken")
    tasks.tell_hooks.func(0)
    assert actions.begin_call(hook_id=hook.pk, actor=SYSTEM, now=NOON)
    assert actions.begin_call(hook_id=hook.pk, actor=SYSTEM, now=NOON) is None
    later = NOON + timedelta(seconds=rules.UNHEARD_OF_SECONDS)
    assert queries.hooks_waiting(later) == [hook.pk]
    assert actions.begin_call(hook_id=hook.pk, actor=SYSTEM, now=later)


@pytest.mark.django_db
def test_a_stopped_hook_is_told_nothing_more():
    hook, actor = a_hook(), an_actor(Role.ADMINISTRATOR)
    with pytest.raises(NotYours):
        other = an_actor(Role.ADMINISTRATOR, area_code="16.02")
        actions.stop_hook(hook_id=hook.pk, actor=other, now=NOON)
    actions.stop_hook(hook_id=hook.pk, actor=actor, now=NOON + timedelta(hours=1))
    happened("signals.signal.taken")
    assert queries.hooks_due() == []
    with pytest.raises(Refused):
        actions.stop_hook(hook_id=hook.pk, actor=actor, now=NOON)


@pytest.mark.django_db
def test_what_nobody_asked_for_is_looked_over_once(monkeypatch):
    monkeypatch.setattr(queries, "MOST_LOOKED_OVER", 3)
    hook = a_hook()
    happened("risk.day.stored")
    assert queries.hooks_due() == []
    for _ in range(3):
        happened("risk.day.stored")
    assert queries.hooks_due() == [hook.pk]
    actions.note_for_hook(hook_id=hook.pk, actor=SYSTEM, now=NOON)
    assert queries.hooks_due() == []
    assert not HookRun.objects.exists()
    happened("signals.signal.taken")
    assert queries.hooks_due() == [hook.pk]
