"""Background work of deployment."""

import logging
import time
from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.engines import roster as engine
from sejuk.engines.roster import Sentence
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.actions import solving, stations
from sejuk.plan.deployment.actions.certificate import Certificate
from sejuk.plan.deployment.actions.pulse import Pulse
from sejuk.plan.deployment.queries.rosters import is_solve_open
from sejuk.plan.deployment.queries.station_problems import begun_computing

log = logging.getLogger(__name__)
COMPUTER = Actor.system("compute_roster")


def _real_now() -> datetime:
    return timezone.now()  # noqa: TID251 - a job's clock


def _now() -> datetime:
    return operations.clock_of(operations.current_operation(), real_now=_real_now())


@app.task(name=solving.RUN, queue=solving.QUEUE)
def run_solve(solve_id: int) -> None:
    """Compute a draft: the engine searches, its pulse tells how far it is, the best is stored."""
    try:
        begun = solving.begin_solve(
            solve_id=solve_id, alive_at=_real_now(), actor=COMPUTER, now=_now()
        )
    except (NotYours, Refused):
        return  # stopped meanwhile, or in other hands
    pulse = Pulse(
        solve_id=solve_id,
        attempt=begun.attempt,
        seats=begun.seats,
        clock=_real_now,
        seconds=time.monotonic,
    )
    try:
        with (
            pulse.beating(),
            Certificate(begun.problem, seconds=begun.seconds) as certificate,
        ):
            pulse.proved = certificate.proved
            pulse.is_too_large = certificate.is_too_large
            solution = engine.solve(
                begun.problem,
                seed=begun.seed,
                start=begun.start,
                seconds=begun.seconds,
                clock=time.monotonic,
                workers=begun.workers,
                on_progress=pulse.on_progress,
            )
            solving.finish_solve(begun=begun, solution=solution, actor=COMPUTER, now=_now())
    except Refused:
        log.warning("computing %s is in other hands, its result was left aside", solve_id)
    except Exception:
        log.exception("computing %s failed", solve_id)
        text = N_("The computing failed. The administrator finds the reason in the log.")
        solving.fail_solve(begun=begun, sentence=Sentence(text), actor=COMPUTER, now=_now())


@app.task(name=stations.COMPUTE, queue=solving.QUEUE)
def compute_station_plan(plan_id: int) -> None:
    """Deploy the officers of a plan to its polling stations; nothing is locked meanwhile."""
    try:
        begun = begun_computing(plan_id, actor=COMPUTER)
        found = engine.deploy(begun.problem)
        stations.store_station_plan(begun=begun, found=found, actor=COMPUTER, now=_now())
    except (NotYours, Refused):
        log.info("plan %s of polling stations was changed, or computed, meanwhile", plan_id)
    except Exception:
        log.exception("computing plan %s of polling stations failed", plan_id)
        stations.note_failed_computing(plan_id=plan_id, actor=COMPUTER, now=_now())


@app.task(name=solving.WATCH, pass_context=False)
def watch_solve(solve_id: int) -> None:
    """Look whether the worker of a computing is alive, and have it taken over when not."""
    if not is_solve_open(solve_id):
        return
    silent_since = _real_now() - timedelta(seconds=rules.SILENT_AFTER_SECONDS)
    try:
        solving.take_over_solve(
            solve_id=solve_id, silent_since=silent_since, actor=COMPUTER, now=_now()
        )
    except Refused:
        log.debug("computing %s is alive or waits", solve_id)
    later = {"seconds": rules.SILENT_AFTER_SECONDS}
    app.configure_task(solving.WATCH, schedule_in=later).defer(solve_id=solve_id)
