"""Leave in the ledger that rumours went out as a file."""

from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor


@traced
def note_export(*, what: str, count: int, file_kind: str, actor: Actor, now: datetime) -> None:
    """Leave in the ledger that `actor` took so many rumours, or sightings, out as a file."""
    record(
        verb=f"rumours.{what}.exported",
        subject=f"rumours.{what}",
        actor=actor,
        now=now,
        detail={"rows": count, "file": file_kind},
    )
