"""Drafts computed in the background: asked for, begun, taken over, stopped, stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sejuk.engines import roster as engine
from sejuk.engines.roster import Sentence
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.actions.seating import Seating
from sejuk.plan.deployment.models import Roster, Solve
from sejuk.plan.deployment.queries import rosters, verdicts
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.seating import Seat, as_found, seats_of
from sejuk.plan.deployment.queries.telling import kept
from sejuk.plan.deployment.rules import OPEN_SOLVES, RosterState, SolveState

RUN = "deployment.run_solve"
WATCH = "deployment.watch_solve"
# Solving fills a processor for minutes; its own worker does it, and nothing else waits for it.
QUEUE = "solve"


@dataclass(frozen=True, slots=True)
class Begun:
    """What one attempt at a computing works on."""

    solve_id: int
    attempt: int
    seed: int
    seconds: int
    workers: int
    seats: tuple[Seat, ...]
    problem: engine.Problem
    start: engine.Roster


@traced
def ask_solve(
    *, roster_id: int, seed: int, seconds: int, workers: int, actor: Actor, now: datetime
) -> Solve:
    """
    Have a draft computed in the background; whoever is placed is where it begins, pins stay.

    :raises NotYours: when the roster does not exist for this actor
    :raises Refused: when he may not plan, it is no draft, or it is being computed already
    """
    roster = rosters.roster_to_change(roster_id, actor=actor)
    rules.may_plan(actor, area_code=roster.operation.area_id).or_refuse()
    rules.may_edit(RosterState(roster.state)).or_refuse()
    rules.may_compute(seconds=seconds, workers=workers).or_refuse()
    if rosters.open_solve(roster):
        raise Refused(N_("This draft is being computed already."))
    solve = Solve.objects.create(
        roster=roster,
        seed=seed,
        seconds=seconds,
        workers=workers,
        asked_by=actor.name,
        asked_at=now,
    )
    _send_off(solve)
    detail = {"roster": roster.pk, "seed": seed, "seconds": seconds, "workers": workers}
    return _recorded("asked", solve, actor, now, detail)


def _send_off(solve: Solve) -> None:
    app.configure_task(RUN, queue=QUEUE).defer(solve_id=solve.pk)
    _watch_later(solve)


def _watch_later(solve: Solve) -> None:
    """Have somebody look in a while whether the worker is alive."""
    later = {"seconds": rules.SILENT_AFTER_SECONDS}
    app.configure_task(WATCH, schedule_in=later).defer(solve_id=solve.pk)


@traced
def stop_solve(*, solve_id: int, actor: Actor, now: datetime) -> Solve:
    """
    Stop a computing: one that waits at once, one that runs as soon as its worker hears it.

    :raises NotYours: when it does not exist for this actor
    :raises Refused: when he may not plan, or it is over
    """
    solve = _solve_to_change(solve_id, actor=actor)
    rules.may_plan(actor, area_code=solve.roster.operation.area_id).or_refuse()
    if SolveState(solve.state) not in OPEN_SOLVES:
        raise Refused(N_("This computing is over."))
    if solve.state == SolveState.WAITING and not solve.attempts:
        message = Sentence(N_("Stopped by hand before it began."))
        return _ended(solve, SolveState.CANCELLED, message, actor=actor, now=now)
    solve.is_stop_asked = True
    solve.save(update_fields=["is_stop_asked"])
    return _recorded("stop_asked", solve, actor, now, {"roster": solve.roster_id})


@traced
def begin_solve(*, solve_id: int, alive_at: datetime, actor: Actor, now: datetime) -> Begun:
    """
    Begin a computing, or go on from the best that an attempt before has kept.

    :raises NotYours: when it does not exist
    :raises Refused: when it does not wait any more
    """
    solve = _solve_to_change(solve_id, actor=actor)
    roster = solve.roster
    if solve.state != SolveState.WAITING:
        raise Refused(N_("This computing is over."))
    rules.may_edit(RosterState(roster.state)).or_refuse()
    seats = seats_of(roster)
    again = len(solve.best) == len(seats) and bool(solve.best)
    solve.state = SolveState.RUNNING.value
    solve.attempts += 1
    solve.started_at = solve.started_at or now
    solve.alive_at = alive_at
    solve.save(update_fields=["state", "attempts", "started_at", "alive_at"])
    begun = Begun(
        solve_id=solve.pk,
        attempt=solve.attempts,
        seed=solve.seed,
        seconds=solve.seconds,
        workers=solve.workers,
        seats=tuple(seats),
        problem=problem_of(roster),
        start=as_found(seats, solve.best) if again else placed(roster),
    )
    detail = {"roster": roster.pk, "attempt": solve.attempts, "goes_on": again}
    _recorded("begun", solve, actor, now, detail)
    return begun


@traced
def finish_solve(*, begun: Begun, solution: engine.Solution, actor: Actor, now: datetime) -> Solve:
    """
    Put the people of a solution on the seats of the draft; whoever is pinned by now stays.

    :raises NotYours: when the computing does not exist
    :raises Refused: when another worker has taken it over, or the roster is no draft any more
    """
    solve = _attempt_to_end(begun, actor=actor)
    changed = Seating(solve.roster).take(solution.roster)
    _judge(solve.roster)
    state = SolveState.CANCELLED if solution.is_cancelled else SolveState.DONE
    text = (
        N_("Stopped by hand; the best roster so far is kept: %(empty)s of %(seats)s seats empty.")
        if solution.is_cancelled
        else N_("Computed: %(empty)s of %(seats)s seats stay empty.")
    )
    values = {"empty": solution.empty_seats, "seats": len(begun.seats)}
    detail = {"changed": changed, "empty": solution.empty_seats, "cost": solution.cost}
    return _ended(solve, state, Sentence(text, values), actor=actor, now=now, detail=detail)


@traced
def fail_solve(*, begun: Begun, sentence: Sentence, actor: Actor, now: datetime) -> Solve:
    """
    End a computing that cannot be done, and say why; what an attempt has kept is stored.

    :raises NotYours: when the computing does not exist
    :raises Refused: when another worker has taken it over
    """
    solve = _attempt_to_end(begun, actor=actor)
    _store_best(solve)
    return _ended(solve, SolveState.FAILED, sentence, actor=actor, now=now)


@traced
def take_over_solve(*, solve_id: int, silent_since: datetime, actor: Actor, now: datetime) -> Solve:
    """
    Send a computing off anew whose worker has been silent, or end it after too many attempts.

    :raises NotYours: when it does not exist
    :raises Refused: when it is over, waits for a worker, or has said that it is alive
    """
    solve = _solve_to_change(solve_id, actor=actor)
    if solve.state == SolveState.WAITING:
        _refuse_while_on_its_way(solve)
    elif solve.state != SolveState.RUNNING or (solve.alive_at or silent_since) > silent_since:
        raise Refused(N_("This computing is over, or alive."))
    if solve.is_stop_asked:
        _store_best(solve)
        message = Sentence(N_("Stopped by hand; the best roster that was kept is in the draft."))
        return _ended(solve, SolveState.CANCELLED, message, actor=actor, now=now)
    if solve.attempts >= rules.MOST_ATTEMPTS:
        _store_best(solve)
        text = N_(
            "The computing broke off %(count)s times and was given up. The best roster that was "
            "kept is in the draft; compute fewer days, or ask the administrator."
        )
        message = Sentence(text, {"count": solve.attempts})
        return _ended(solve, SolveState.FAILED, message, actor=actor, now=now)
    text = N_(
        "The computing broke off and begins again from the best roster that was kept "
        "(attempt %(attempt)s)."
    )
    solve.state = SolveState.WAITING.value
    solve.message = kept(Sentence(text, {"attempt": solve.attempts + 1}))
    solve.save(update_fields=["state", "message"])
    app.configure_task(RUN, queue=QUEUE).defer(solve_id=solve.pk)
    detail = {"roster": solve.roster_id, "attempts": solve.attempts}
    return _recorded("taken_over", solve, actor, now, detail)


def _refuse_while_on_its_way(solve: Solve) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name=RUN, args__solve_id=solve.pk)
    if jobs.filter(status="todo").exists():
        raise Refused(N_("This computing waits for its turn."))


def _solve_to_change(solve_id: int, *, actor: Actor) -> Solve:
    """Return a computing with its roster, both locked, the roster first as everywhere."""
    roster_id = Solve.objects.filter(id=solve_id).values_list("roster_id", flat=True).first()
    if roster_id is None:
        raise NotYours(f"solve {solve_id}")
    roster = rosters.roster_to_change(roster_id, actor=actor)
    solve = Solve.objects.select_for_update().get(id=solve_id)
    solve.roster = roster
    return solve


def _attempt_to_end(begun: Begun, *, actor: Actor) -> Solve:
    solve = _solve_to_change(begun.solve_id, actor=actor)
    if (solve.state, solve.attempts) != (SolveState.RUNNING, begun.attempt):
        raise Refused(N_("Another worker has taken this computing over."))
    rules.may_edit(RosterState(solve.roster.state)).or_refuse()
    return solve


def _store_best(solve: Solve) -> None:
    seating = Seating(solve.roster)
    if solve.best and len(solve.best) == len(seating.seats):
        seating.take(as_found(seating.seats, solve.best))
        _judge(solve.roster)


def _judge(roster: Roster) -> None:
    roster.figures = verdicts.figures_of(roster, verdicts.verdict_of(roster))
    roster.save(update_fields=["figures"])


def _ended(
    solve: Solve,
    state: SolveState,
    message: Sentence,
    *,
    actor: Actor,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> Solve:
    solve.state = state.value
    solve.message = kept(message)
    solve.ended_at = now
    solve.best = []
    solve.save(update_fields=["state", "message", "ended_at", "best"])
    return _recorded(state.value, solve, actor, now, {"roster": solve.roster_id, **(detail or {})})


def _recorded(
    deed: str, solve: Solve, actor: Actor, now: datetime, detail: Mapping[str, object]
) -> Solve:
    record(
        verb=f"deployment.solve.{deed}",
        subject=solve,
        actor=actor,
        now=now,
        area_code=solve.roster.operation.area_id,
        detail=detail,
    )
    return solve
