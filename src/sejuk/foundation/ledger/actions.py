"""Write to the ledger."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import models, transaction

from sejuk.foundation.ledger import queries
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import linked, plain
from sejuk.kit.actors import Actor

P = ParamSpec("P")
R = TypeVar("R")

_entries_written: ContextVar[int] = ContextVar("entries_written", default=0)


class LeftNoTrace(AssertionError):
    """An action finished without a ledger entry. This is a bug in the action."""


def traced(action: Callable[P, R]) -> Callable[P, R]:
    """Run `action` in one transaction, and fail unless it wrote to the ledger."""

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        before = _entries_written.get()
        with transaction.atomic():
            result = action(*args, **kwargs)
            if _entries_written.get() == before:
                raise LeftNoTrace(action.__qualname__)
        return result

    vars(run)["leaves_trace"] = True
    return run


@dataclass(frozen=True, slots=True)
class Deed:
    """What an entry will say. `verb` reads `capability.thing.deed`: `signals.signal.taken`."""

    verb: str
    subject: str
    actor: Actor
    at: datetime
    area_code: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


def subject_of(thing: models.Model) -> str:
    """Return how the ledger names a record: `signals.signal:7`."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    *,
    verb: str,
    subject: models.Model | str,
    actor: Actor,
    now: datetime,
    area_code: str = "",
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """
    Add one entry. Call it last in an action: from here on all other writers wait.

    Never put text of reports, contacts or receipts into `detail`: entries cannot be erased.
    """
    name = subject if isinstance(subject, str) else subject_of(subject)
    [entry] = record_many([Deed(verb, name, actor, now, area_code, detail or {})])
    return entry


def record_many(deeds: Sequence[Deed]) -> list[Entry]:
    """Add an entry for each deed, in this order."""
    _entries_written.set(_entries_written.get() + len(deeds))
    head = queries.head_for_appending()
    sequence, previous = head.sequence, head.hash
    entries = []
    for deed in deeds:
        sequence += 1
        fields = linked(previous, _fields_of(deed, sequence))
        previous = str(fields["hash"])
        entries.append(Entry(**fields))
    return Entry.objects.bulk_create(entries, batch_size=2_000)


def _fields_of(deed: Deed, sequence: int) -> dict[str, object]:
    return {
        "sequence": sequence,
        "at": deed.at,
        "actor_name": deed.actor.name,
        "actor_user_id": deed.actor.user_id,
        "verb": deed.verb,
        "subject": deed.subject,
        "area_code": deed.area_code,
        # jsonb gives numbers back in its own spelling: hash what will be read again.
        "detail": plain(dict(deed.detail)),
    }
