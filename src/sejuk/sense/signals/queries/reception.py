"""What must be known to take a signal down: which operation it falls into, if its area exists."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE

# Chosen: without an operation nothing older than a year is news.
OLDEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class OperationBounds:
    """From when and where signals belong to the operation."""

    earliest: datetime
    area_code: str
    area_name: str


def operation_bounds(now: datetime) -> OperationBounds:
    """Return the bounds of the current operation; wide ones before one is set up."""
    operation = operations.current_operation()
    if operation is None:
        return OperationBounds(now - OLDEST, EVERYWHERE, "")
    midnight = datetime.combine(operation.starts_on, time(), tzinfo=timezone.get_current_timezone())
    return OperationBounds(midnight, operation.area_id, operation.area.name)


def area_exists(code: str) -> bool:
    """Test whether there is an area of this code."""
    return bool(places.known_codes([code]))
