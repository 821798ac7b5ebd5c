"""What the worker does for itself: jobs that a killed one left behind are done by another."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

log = logging.getLogger(__name__)

GIVE_BACK = "project.give_back_jobs"
# Three heartbeats of procrastinate, which come every ten seconds; its own measure of a dead worker.
SILENT_AFTER_SECONDS = 30.0
# Chosen: more than any task tries by itself; what comes back so often may be what kills workers.
MOST_ATTEMPTS = 20


@app.periodic(cron="* * * * *")
@app.task(name=GIVE_BACK, queueing_lock=GIVE_BACK, pass_context=True)
async def give_back_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as called
    """
    Put the jobs of workers that went silent back into their queues.

    Left "doing", a job is done by nobody, and one with a lock keeps all after it from their turn.
    Every task of ours may begin again: what it has done stands in its records.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_AFTER_SECONDS):
        if await _is_given_back(context, job):
            log.warning("job %s (%s) of a dead worker is given back", job.id, job.task_name)
        else:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            log.warning("job %s (%s) of a dead worker is given up", job.id, job.task_name)


async def _is_given_back(context: JobContext, job: Job) -> bool:
    if job.attempts >= MOST_ATTEMPTS:
        return False
    try:
        await context.app.job_manager.retry_job(job)
    except UniqueViolation:
        # The same work waits in the queue already.
        return False
    return True
