"""What guard does by itself: once a minute it looks who is silent and who has not come."""

from datetime import datetime

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from sejuk.act.guard import actions
from sejuk.act.guard.queries import watches
from sejuk.act.guard.queries.looking import LOOK, last_look
from sejuk.act.guard.rules.watching import SLEPT_AFTER
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor

# Chosen: a look a minute makes ten thousand jobs a week, of which nobody asks after the old ones.
JOBS_KEPT_HOURS = 7 * 24


@app.periodic(cron="* * * * *")
@app.task(name=LOOK, queueing_lock=LOOK, lock=LOOK)
def look_around(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it over
    """Call the next rung for each silent post, and raise who has not come."""
    look(real_now=timezone.now())  # noqa: TID251 - a job reads the clock


def look(*, real_now: datetime) -> None:
    """Look once, by the clock of the operation."""
    now, actor = clock_of(current_operation(), real_now=real_now), Actor.system("guard")
    looked_at = last_look()
    if looked_at is not None and real_now - looked_at > SLEPT_AFTER:
        actions.count_anew(actor=actor, now=now)
    if watches.alarms_due(now) or watches.absences_due(now):
        actions.raise_alarms(actor=actor, now=now)


@app.periodic(cron="43 3 * * *")
@app.task(name="guard.forget_jobs", queueing_lock="guard.forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Forget the jobs that were done more than a week ago; those that failed stay."""
    await context.app.job_manager.delete_old_jobs(nb_hours=JOBS_KEPT_HOURS)
