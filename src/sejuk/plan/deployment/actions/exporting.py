"""Rosters, and plans of polling stations, that leave the house."""

from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.station_plans import plan_called


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


@traced
def note_plotting(*, plan_id: int, area: str, file_kind: str, actor: Actor, now: datetime) -> None:
    """
    Leave in the ledger that `actor` took out who stands at the polling stations of a kecamatan.

    :raises NotYours: when there is no such plan for this actor
    """
    plan = plan_called(plan_id, actor)
    record(
        verb="deployment.stationplan.exported",
        subject=plan,
        actor=actor,
        now=now,
        area_code=area,
        detail={"file": file_kind},
    )
