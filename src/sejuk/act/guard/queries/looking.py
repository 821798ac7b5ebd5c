"""When it was last looked who is silent: what happened while the installation was off is known."""

from datetime import datetime

from procrastinate.contrib.django.models import ProcrastinateEvent

# The task's name, as the jobs of the worker carry it.
LOOK = "guard.look_around"


def last_look() -> datetime | None:
    """Return when the last look was done, by the real clock; None before the first."""
    done = ProcrastinateEvent.objects.filter(job__task_name=LOOK, type="succeeded")
    return done.order_by("-id").values_list("at", flat=True).first()
