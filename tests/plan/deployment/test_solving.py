"""A draft is computed in the background: stored, stopped, taken over from a dead worker."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import actions, tasks
from sejuk.plan.deployment.actions import certificate, solving
from sejuk.plan.deployment.actions.certificate import Certificate
from sejuk.plan.deployment.actions.pulse import Pulse
from sejuk.plan.deployment.models import Solve
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.seating import as_found, seats_of
from tests.builders import NOON, a_need, a_person, a_post, a_user, an_actor, an_operation

pytestmark = pytest.mark.django_db
MONDAY = date(2024, 11, 25)
SYSTEM = tasks.COMPUTER


@pytest.fixture
def planner(db):
    an_operation(starts_on=date(2024, 11, 1))
    return an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))


@pytest.fixture
def draft(planner):
    """Three days of two seats in three shifts for a force of twelve."""
    need = a_need(post=a_post(), count=2)
    for _ in range(12):
        a_person()
    return actions.make_draft(
        operation_id=need.operation_id, name="November", starts_on=MONDAY,
        ends_on=MONDAY + timedelta(days=2), actor=planner, now=NOON,
    )  # fmt: skip


def asked(draft, planner, **changes):
    values = {"seed": 7, "seconds": 5, "workers": 1} | changes
    return actions.ask_solve(roster_id=draft.pk, **values, actor=planner, now=NOON)


def begun(solve):
    return solving.begin_solve(solve_id=solve.pk, alive_at=timezone.now(), actor=SYSTEM, now=NOON)


def a_pulse(attempt, seconds):
    return Pulse(
        solve_id=attempt.solve_id, attempt=attempt.attempt, seats=attempt.seats,
        clock=timezone.now, seconds=seconds,
    )  # fmt: skip


def found(attempt, **changes):
    """Return what the engine finds for an attempt in a few rounds."""
    solution = engine.solve(attempt.problem, seed=7, rounds=2, start=attempt.start)
    return replace(solution, **changes)


def progress(cost, second):
    return engine.Progress(round=second, cost=cost, empty_seats=0, bound=1, gap=0.5, seconds=second)


@pytest.mark.slow
def test_a_draft_is_computed_and_stored(draft, planner, monkeypatch):
    solve = asked(draft, planner)
    pinned = draft.duties.earliest("id")
    holder = a_person("Budi")
    draft.duties.filter(pk=pinned.pk).update(person=holder, is_pinned=True)
    rounds = engine.solve
    monkeypatch.setattr(
        engine, "solve", lambda problem, **named: rounds(problem, **named | {"rounds": 3})
    )

    tasks.run_solve(solve_id=solve.pk)

    solve.refresh_from_db()
    draft.refresh_from_db()
    assert (solve.state, solve.attempts, solve.best) == ("done", 1, [])
    assert solve.message["values"] == {"empty": 0, "seats": 18}
    assert solve.progress[0]["round"] == 0
    assert draft.duties.get(pk=pinned.pk).person == holder
    verdict = engine.verify(problem_of(draft), placed(draft))
    assert verdict.is_legal
    assert draft.figures["empty"] == verdict.figures.empty_seats == 0
    assert draft.figures["cost"] == verdict.figures.cost
    assert draft.revision == 1
    verbs = Entry.objects.filter(verb__startswith="deployment.solve").order_by("sequence")
    assert [entry.verb.split(".")[-1] for entry in verbs] == ["asked", "begun", "done"]


def test_one_computing_at_a_time_and_only_of_a_draft(draft, planner):
    asked(draft, planner)
    with pytest.raises(Refused, match="being computed already"):
        asked(draft, planner)
    with pytest.raises(Refused, match="5 to 3600 seconds"):
        asked(draft, planner, seconds=0)
    with pytest.raises(Refused, match="still being computed"):
        actions.propose_roster(roster_id=draft.pk, actor=planner, now=NOON)


def test_one_that_waits_is_stopped_at_once_and_its_worker_leaves_it(draft, planner):
    solve = asked(draft, planner)
    actions.stop_solve(solve_id=solve.pk, actor=planner, now=NOON)
    tasks.run_solve(solve_id=solve.pk)
    solve.refresh_from_db()
    assert (solve.state, solve.attempts) == ("cancelled", 0)
    with pytest.raises(Refused, match="is over"):
        actions.stop_solve(solve_id=solve.pk, actor=planner, now=NOON)


def test_one_that_runs_hears_that_it_is_to_stop_and_keeps_the_best(draft, planner):
    solve = asked(draft, planner)
    attempt = begun(solve)
    seconds = iter([0.0, 0.5, 1.0])
    pulse = a_pulse(attempt, lambda: next(seconds))
    assert pulse.on_progress(progress(90, 0), ())
    actions.stop_solve(solve_id=solve.pk, actor=planner, now=NOON)
    assert pulse.on_progress(progress(80, 1), ()), "not within a second of the last write"
    assert not pulse.on_progress(progress(70, 1), ())

    solving.finish_solve(
        begun=attempt, solution=found(attempt, is_cancelled=True), actor=SYSTEM, now=NOON
    )
    solve.refresh_from_db()
    assert solve.state == "cancelled"
    assert [one["cost"] for one in solve.progress] == [90, 70]
    assert draft.duties.filter(person__isnull=True).count() == 0


@pytest.mark.slow
def test_progress_is_thinned_and_the_best_is_kept_now_and_then(draft, planner):
    attempt = begun(asked(draft, planner))
    ticks = iter(range(1000))
    pulse = a_pulse(attempt, lambda: float(next(ticks)))
    best = found(attempt).roster
    for second in range(600):
        pulse.on_progress(progress(1000 - second, second), best)

    solve = Solve.objects.get()
    assert len(solve.progress) <= 240
    assert solve.progress[-1]["cost"] == 401
    assert as_found(seats_of(draft), solve.best) == best


def test_a_silent_worker_is_replaced_by_one_that_goes_on_from_the_best(draft, planner):
    solve = asked(draft, planner)
    dead = begun(solve)
    best = found(dead).roster
    a_pulse(dead, lambda: 0.0).on_progress(progress(50, 0), best)
    later = timezone.now() + timedelta(seconds=1)

    solving.take_over_solve(solve_id=solve.pk, silent_since=later, actor=SYSTEM, now=NOON)
    again = begun(solve)

    solve.refresh_from_db()
    assert (again.attempt, again.start) == (2, best)
    assert "begins again" in solve.message["text"]
    with pytest.raises(Refused, match="Another worker"):
        solving.finish_solve(begun=dead, solution=found(dead), actor=SYSTEM, now=NOON)
    assert not a_pulse(dead, lambda: 0.0).on_progress(progress(9, 1), ())


def test_a_live_worker_is_left_alone_and_three_dead_ones_are_enough(draft, planner):
    solve = asked(draft, planner)
    attempt = begun(solve)
    best = found(attempt).roster
    a_pulse(attempt, lambda: 0.0).on_progress(progress(50, 0), best)
    long_ago = timezone.now() - timedelta(minutes=1)
    with pytest.raises(Refused, match="alive"):
        solving.take_over_solve(solve_id=solve.pk, silent_since=long_ago, actor=SYSTEM, now=NOON)
    Solve.objects.update(alive_at=long_ago, attempts=3)
    tasks.watch_solve(solve_id=solve.pk)

    solve.refresh_from_db()
    assert solve.state == "failed"
    assert "broke off" in solve.message["text"]
    assert placed(draft) == best


def test_an_error_in_the_engine_is_said_and_logged(draft, planner, monkeypatch, caplog):
    solve = asked(draft, planner)

    def broken(*_args, **_named):
        raise MemoryError

    monkeypatch.setattr(engine, "solve", broken)
    tasks.run_solve(solve_id=solve.pk)

    solve.refresh_from_db()
    assert solve.state == "failed"
    assert "administrator" in solve.message["text"]
    assert f"computing {solve.pk} failed" in caplog.text


@pytest.mark.slow
def test_what_nobody_can_undercut_is_proved_beside_the_search(draft, planner):
    draft.duties.update(starts_at=NOON, ends_at=NOON + timedelta(hours=8))
    attempt = begun(asked(draft, planner))
    with Certificate(attempt.problem, seconds=30) as proof:
        proof.wait(30)
        # Twelve people, eighteen seats at once: six stay empty, whoever stands where.
        assert proof.proved() >= 6 * 1000
    pulse = a_pulse(attempt, lambda: 0.0)
    pulse.proved = proof.proved
    pulse.on_progress(progress(2 * proof.proved(), 0), ())
    written = Solve.objects.get().progress[-1]
    assert (written["bound"], written["gap"]) == (proof.proved(), 0.5)


ORPHANED = """
import os, sys, time
import django
django.setup()
from sejuk.plan.deployment.actions import certificate
from tests.engines.roster.small_problems import a_small_problem
certificate.PROOF = "print(1, flush=True); import time; time.sleep(60)"
proof = certificate.Certificate(a_small_problem(1), seconds=60).__enter__()
print(proof._process.pid, flush=True)
time.sleep(float(sys.argv[1]))
os.kill(os.getpid(), 9)
"""


def is_alive(process_id):
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
@pytest.mark.parametrize("after", ["0", "1"])
def test_a_proof_does_not_outlive_a_killed_worker(after):
    """Killed before the proof has begun, or in the middle of it."""
    paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    worker = subprocess.run(
        [sys.executable, "-c", ORPHANED, after],
        stdout=subprocess.PIPE,
        env={**os.environ, **paths},
        text=True,
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL
    process_id = int(worker.stdout)
    until = time.monotonic() + 20
    while is_alive(process_id) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(process_id)


@pytest.mark.slow
def test_what_is_too_large_to_prove_is_told_instead_of_a_dash(draft, planner, monkeypatch):
    attempt = begun(asked(draft, planner))
    with Certificate(attempt.problem, seconds=30) as fitting:
        assert not fitting.is_too_large()
    monkeypatch.setattr(certificate, "MOST_BYTES", 100_000_000)
    with Certificate(attempt.problem, seconds=30) as starved:
        starved.wait(30)
        assert starved.is_too_large()
    monkeypatch.setattr(certificate, "LARGEST", 1)
    with Certificate(attempt.problem, seconds=30) as beyond:
        assert (beyond.is_too_large(), beyond.proved()) == (True, 0)
    pulse = a_pulse(attempt, lambda: 0.0)
    pulse.is_too_large = beyond.is_too_large
    pulse.on_progress(replace(progress(500, 0), bound=0), ())
    client = Client()
    client.force_login(a_user(Role.OPERATOR))
    page = client.get(reverse("deployment:progress", args=[draft.pk])).content.decode()
    assert "terlalu besar untuk dibuktikan" in page
