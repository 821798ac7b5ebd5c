"""What rumours do by themselves: remind of deadlines, hand on what nobody has moved."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.assess.rumours import actions, queries
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor

MIND = "rumours.mind_deadlines"


@app.periodic(cron="*/5 * * * *")
@app.task(name=MIND, queueing_lock=MIND, lock=MIND)
def mind(timestamp: int) -> None:  # noqa: ARG001 - procrastinate hands it over
    """Remind and hand on where something is due."""
    operation = operations.current_operation()
    if operation is None:
        return
    now = operations.clock_of(operation, real_now=timezone.now())  # noqa: TID251
    if queries.due_rumours(now).exists():
        actions.mind_deadlines(actor=Actor.system("rumours"), now=now)
