"""Questions about operations, their calendar and orders."""

from datetime import datetime, timedelta

from sejuk.foundation.operations.models import Operation, StageVersion
from sejuk.foundation.operations.rules import StageDates


def current_operation() -> Operation | None:
    """Return the operation that runs now, with its area; None before one is set up."""
    return Operation.objects.select_related("area").filter(is_current=True).first()


def clock_of(operation: Operation | None, *, real_now: datetime) -> datetime:
    """Return what time it is in the operation: a demonstration lives in its own year."""
    if operation is None:
        return real_now
    return real_now + timedelta(seconds=operation.clock_shift_seconds)


def current_stages(operation: Operation) -> list[StageDates]:
    """Return each stage with the dates that hold now, in order of their beginning."""
    latest = (
        StageVersion.objects.filter(stage__operation=operation)
        .select_related("stage")
        .order_by("stage_id", "-version")
        .distinct("stage_id")
    )
    stages = [
        StageDates(
            code=version.stage.code,
            name=version.stage.name,
            starts_on=version.starts_on,
            ends_on=version.ends_on,
            source=version.source,
            version=version.version,
        )
        for version in latest
    ]
    return sorted(stages, key=lambda stage: (stage.starts_on, stage.code))
