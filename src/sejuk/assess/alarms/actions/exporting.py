"""Alarms and figures of places that leave the house."""

from datetime import date, datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor


@traced
def note_export(
    *, what: str, file_kind: str, rows: int, day: date | None, actor: Actor, now: datetime
) -> None:
    """Leave in the ledger that `actor` took figures of places, or one alarm, out as a file."""
    record(
        verb=f"alarms.{what}.exported",
        subject=f"alarms.{what}",
        actor=actor,
        now=now,
        detail={"file": file_kind, "rows": rows, "day": day, "scope": list(actor.scope)},
    )
