"""Statistics that leave the house as a file."""

from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.periods import Period


@traced
def note_statistics(
    *, period: Period, area_code: str, file_kind: str, actor: Actor, now: datetime
) -> None:
    """Leave in the ledger that `actor` took the statistics of a period out as a file."""
    record(
        verb="response.statistics.exported",
        subject="response.statistics",
        actor=actor,
        now=now,
        area_code=area_code,
        detail={
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "file": file_kind,
        },
    )
