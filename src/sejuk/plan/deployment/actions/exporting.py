"""Rosters that leave the house."""

from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.models import Roster


@traced
def note_export(*, roster_id: int, file_kind: str, actor: Actor, now: datetime) -> None:
    """
    Leave in the ledger that `actor` took a roster out as a file.

    :raises NotYours: when there is no such roster
    """
    roster = Roster.objects.select_related("operation").filter(id=roster_id).first()
    if roster is None:
        raise NotYours(f"roster {roster_id}")
    record(
        verb="deployment.roster.exported",
        subject=roster,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        detail={"file": file_kind, "revision": roster.revision},
    )
