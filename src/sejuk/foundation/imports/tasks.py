"""Background work of imports."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.foundation.imports import actions
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor


@app.periodic(cron="17 2 * * *")
@app.task(name="imports.discard_old_uploads", pass_context=False)
def discard_old_uploads(timestamp: int) -> None:  # noqa: ARG001 - the shape of a periodic task
    actions.discard_old_uploads(
        actor=Actor.system("imports.discard_old_uploads"),
        now=clock_of(current_operation(), real_now=timezone.now()),  # noqa: TID251 - a job's clock
    )
