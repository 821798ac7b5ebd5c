"""Questions to the ledger: its head, the entries of a record, and the chain for checking."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import GENESIS, HASHED_FIELDS


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


def chain() -> Iterator[dict[str, object]]:
    """Yield every entry from the first on, as `rules.verify_chain` takes them."""
    rows = Entry.objects.order_by("sequence").values(*HASHED_FIELDS, "hash")
    yield from rows.iterator(chunk_size=10_000)
