"""Questions to the ledger: its head, the entries of a record, and the chain for checking."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import GENESIS, HASHED_FIELDS

PORTION = 10_000


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: its number and its hash."""

    sequence: int
    hash: str


def head() -> Head:
    """Return the last entry, or number 0 with the genesis hash while the ledger is empty."""
    last = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return Head(*last) if last else Head(0, GENESIS)


def head_for_appending() -> Head:
    """Return the last entry and keep everybody else from appending until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, hash FROM ledger_head_for_appending()")
        row = cursor.fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def entries() -> QuerySet[Entry]:
    """Return all entries, newest first."""
    return Entry.objects.order_by("-sequence")


def entries_about(subject: str) -> QuerySet[Entry]:
    """Return what happened to one record, oldest first. `subject` reads `signals.signal:7`."""
    return Entry.objects.filter(subject=subject).order_by("sequence")


def chain(*, until: int | None = None) -> Iterator[dict[str, object]]:
    """
    Yield every entry from the first on (to number `until`), as `rules.verify_chain` takes them.

    They are read in portions by number, so that neither the server nor we hold a million at once,
    and no transaction stays open while somebody downloads them slowly.
    """
    names = (*HASHED_FIELDS, "hash")
    rows = Entry.objects.order_by("sequence").values_list(*names)
    last = None
    while portion := list(_after(rows, last, until)[:PORTION]):
        for row in portion:
            yield dict(zip(names, row, strict=True))
        last = portion[-1][0]


def _after(
    rows: QuerySet[Entry, tuple[object, ...]], last: object, until: int | None
) -> QuerySet[Entry, tuple[object, ...]]:
    if until is not None:
        rows = rows.filter(sequence__lte=until)
    return rows if last is None else rows.filter(sequence__gt=last)
