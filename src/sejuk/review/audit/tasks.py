"""Background work of audit."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.kit.actors import Actor
from sejuk.review.audit import actions


@app.periodic(cron="10 19 * * *")  # 02.10 WIB: the quietest hour of the night watch
@app.task(name="audit.verify_nightly", queueing_lock="audit.verify_nightly")
def verify_nightly(timestamp: int) -> None:  # noqa: ARG001 - the shape procrastinate calls
    """Verify the chain once a night."""
    _verify(Actor.system("audit"))


@app.task(name=actions.VERIFY, queueing_lock=actions.VERIFY)
def verify(asked_by: str, user_id: int | None) -> None:
    """Verify a chain that is too long to wait for on the page, for who asked."""
    _verify(Actor(asked_by, frozenset(), user_id))


def _verify(actor: Actor) -> None:
    now = clock_of(current_operation(), real_now=timezone.now())  # noqa: TID251
    actions.verify_ledger(actor=actor, now=now)
