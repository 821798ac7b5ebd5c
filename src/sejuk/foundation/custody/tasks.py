"""Background entry points of custody."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.foundation.custody import actions
from sejuk.foundation.custody.rules import SealedKind
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor


# 00.40 WIB, when little else runs.
@app.periodic(cron="40 17 * * *")
@app.task(name="custody.keep_retention", queueing_lock="custody.keep_retention", pass_context=False)
def keep_retention(timestamp: int) -> None:  # noqa: ARG001 - what a periodic task is given
    """Delete what has been sealed long enough, some hundreds at once until none is left."""
    operation = operations.current_operation()
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251 - a job's clock
    actor = Actor.system("custody")
    for kind in SealedKind:
        while actions.forget_expired(kind=kind, actor=actor, now=now):
            pass
