"""Who stands for election, for the check of texts before they are released."""

from sejuk.engines import neutrality
from sejuk.foundation.operations.models import Contestant, Operation
from sejuk.foundation.operations.queries.operations import Scope, operation_called
from sejuk.kit.decisions import NotYours


def contestants_of(operation: Operation) -> list[Contestant]:
    """Return who stands, by election and number."""
    standing = operation.contestants.filter(removed_at__isnull=True)
    return list(standing.order_by("contest", "number"))


def contestants_to_check() -> tuple[neutrality.Contestant, ...]:
    """Return who stands in the current operation, as the check of texts takes them. One query."""
    rows = Contestant.objects.filter(operation__is_current=True, removed_at__isnull=True)
    return tuple(
        neutrality.Contestant(row.number, tuple(row.names), tuple(row.slogans))
        for row in rows.order_by("contest", "number")
    )


def contestant_called(contestant_id: int, scope: Scope) -> Contestant:
    """
    Return a contestant who stands in an operation of `scope`.

    :raises NotYours: when there is none
    """
    found = (
        Contestant.objects.select_related("operation")
        .filter(pk=contestant_id, removed_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotYours(f"contestant {contestant_id}")
    operation_called(found.operation_id, scope)
    return found
