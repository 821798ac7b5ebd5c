"""Books and figures of duty that leave the house."""

from datetime import date, datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice


class Export(Choice):
    """What is taken away as a file."""

    BOOK = "book", N_("Occurrence book")
    SHEET = "sheet", N_("Handover sheet")
    COVERAGE = "coverage", N_("Coverage hour by hour")
    HOURS = "hours", N_("Hours on duty")
    STRENGTH = "strength", N_("Daily strength")


@traced
def note_export(
    *,
    what: Export,
    file_kind: str,
    first: date,
    last: date | None = None,
    post_id: int | None = None,
    area_code: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Leave in the ledger that `actor` took out a book, or figures, of one day or more."""
    record(
        verb=f"guard.{what.value}.exported",
        subject=f"deployment.post:{post_id}" if post_id else f"guard.{what.value}",
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"file": file_kind, "first": first, "last": last or first},
    )
