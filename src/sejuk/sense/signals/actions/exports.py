"""Files that leave the house."""

from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor


@traced
def note_export(*, count: int, file_kind: str, actor: Actor, now: datetime) -> None:
    """Leave in the ledger that `actor` took the texts of `count` signals out as a file."""
    record(
        verb="signals.inbox.exported",
        subject="signals.inbox",
        actor=actor,
        now=now,
        detail={"signals": count, "file": file_kind},
    )
