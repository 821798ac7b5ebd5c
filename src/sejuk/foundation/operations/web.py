"""From a request to the operation that runs and to what time it is in it."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from sejuk.foundation.operations import queries
from sejuk.foundation.operations.models import Operation
from sejuk.foundation.operations.rules import StageDates


def operation_of(request: HttpRequest) -> Operation | None:
    """Return the current operation, asked for once a request."""
    kept = vars(request)
    if "_operation" not in kept:
        kept["_operation"] = queries.current_operation()
    operation: Operation | None = kept["_operation"]
    return operation


def is_invented(request: HttpRequest) -> bool:
    """Tell whether what this answer shows is a demonstration, which every page and file says."""
    operation = operation_of(request)
    return operation is not None and operation.is_demonstration


def stages_of(request: HttpRequest) -> list[StageDates]:
    """Return the stages of the current operation with their dates, asked for once a request."""
    kept = vars(request)
    if "_stages" not in kept:
        operation = operation_of(request)
        kept["_stages"] = queries.current_stages(operation) if operation else []
    stages: list[StageDates] = kept["_stages"]
    return stages


def now_of(request: HttpRequest) -> datetime:
    """Return what time it is in the operation; the one clock that views read."""
    return queries.clock_of(operation_of(request), real_now=timezone.now())  # noqa: TID251
