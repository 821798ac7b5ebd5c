"""Writing in the occurrence book of a post: lines are added, never changed."""

from datetime import datetime
from uuid import UUID, uuid4

from sejuk.act.guard.models import Book, BookEntry
from sejuk.act.guard.queries import book as queries
from sejuk.act.guard.rules import EntryKind
from sejuk.act.guard.rules.book import may_be_entry, may_have_happened
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.ledger.queries import head_for_appending
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.sense.signals.queries import operation_bounds


@traced
def write_entry(
    *,
    post_id: int,
    area_code: str,
    kind: EntryKind,
    text: str,
    happened_at: datetime,
    key: UUID | None = None,
    corrects_id: int | None = None,
    signal_id: int | None = None,
    author_name: str = "",
    actor: Actor,
    now: datetime,
) -> BookEntry:
    """
    Add the next line to the book of a post, or give back the one that came under the same key.

    Whoever calls it has tested that the actor may. What a covert duty does is never written here:
    the book lies at the post.

    :raises Refused: when the text or the time cannot be, or the key was used for another line
    """
    may_be_entry(text).or_refuse()
    may_have_happened(happened_at, now=now, earliest=operation_bounds(now).earliest).or_refuse()
    # From here on who else writes waits: numbers have no gaps, and a key counts once. The ledger
    # comes first, as in whatever else calls this after an entry of its own: no two wait crosswise.
    head_for_appending()
    Book.objects.get_or_create(post_id=post_id)
    book = Book.objects.select_for_update().get(post_id=post_id)
    known = queries.entry_sent_as(key)
    if known is not None:
        return _sent_again(known, post_id=post_id, text=text, actor=actor, now=now)
    book.last_number += 1
    book.save(update_fields=["last_number"])
    entry = BookEntry.objects.create(
        post_id=post_id,
        number=book.last_number,
        kind=kind.value,
        happened_at=happened_at,
        text=text,
        corrects_id=corrects_id,
        signal_id=signal_id,
        author_id=actor.user_id,
        author_name=author_name or queries.author_words(actor),
        recorded_at=now,
        key=key or uuid4(),
    )
    _trace("guard.bookentry.written", entry, area_code, actor, now)
    return entry


def _sent_again(
    known: BookEntry, *, post_id: int, text: str, actor: Actor, now: datetime
) -> BookEntry:
    if (known.post_id, known.text) != (post_id, text):
        raise Refused(N_("This form was already sent with another text. Open it anew, please."))
    _trace("guard.bookentry.sent_again", known, "", actor, now)
    return known


def _trace(verb: str, entry: BookEntry, area_code: str, actor: Actor, now: datetime) -> None:
    detail: dict[str, object] = {
        "post": entry.post_id,
        "number": entry.number,
        "kind": entry.kind,
        "happened_at": entry.happened_at,
    }
    if entry.corrects_id is not None:
        detail["corrects"] = entry.corrects_id
    record(
        verb=verb,
        subject=entry,
        actor=actor,
        now=now,
        area_code=area_code,
        detail=detail,
    )
