"""Writing in the occurrence book of a post: lines are added, never changed."""

from datetime import datetime
from uuid import UUID, uuid4

from sejuk.act.guard.models import Book, BookEntry
from sejuk.act.guard.queries import book as queries
from sejuk.act.guard.queries.posts import opened_post
from sejuk.act.guard.rules import EntryKind
from sejuk.act.guard.rules.book import may_be_entry, may_be_written, may_have_happened
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.foundation.ledger.queries import head_for_appending
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.queries import operation_bounds
from sejuk.sense.signals.rules import Form, Kind, Origin


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
    new = BookEntry(
        post_id=post_id,
        kind=kind.value,
        happened_at=happened_at,
        text=text,
        corrects_id=corrects_id,
        key=key or uuid4(),
    )
    return _appended(new, area_code=area_code, actor=actor, now=now)


def _appended(new: BookEntry, *, area_code: str, actor: Actor, now: datetime) -> BookEntry:
    # From here on who else writes waits: numbers have no gaps, and a key counts once. The ledger
    # comes first, as in whatever else calls this after an entry of its own: no two wait crosswise.
    head_for_appending()
    Book.objects.get_or_create(post_id=new.post_id)
    book = Book.objects.select_for_update().get(post_id=new.post_id)
    known = queries.entry_sent_as(new.key)
    if known is not None:
        return _sent_again(known, new, area_code=area_code, actor=actor, now=now)
    book.last_number += 1
    book.save(update_fields=["last_number"])
    new.number = book.last_number
    new.author_id, new.author_name = actor.user_id, queries.author_words(actor)
    new.recorded_at = now
    new.save(force_insert=True)
    _trace("guard.bookentry.written", new, area_code, actor, now)
    return new


def _sent_again(
    known: BookEntry, new: BookEntry, *, area_code: str, actor: Actor, now: datetime
) -> BookEntry:
    if (known.post_id, known.text) != (new.post_id, new.text):
        raise Refused(N_("This form was already sent with another text. Open it anew, please."))
    _trace("guard.bookentry.sent_again", known, area_code, actor, now)
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
    record(verb=verb, subject=entry, actor=actor, now=now, area_code=area_code, detail=detail)


@traced
def record_entry(
    *,
    post_id: int,
    kind: EntryKind,
    text: str,
    happened_at: datetime,
    key: UUID,
    actor: Actor,
    now: datetime,
) -> BookEntry:
    """
    Write down what happened at a post.

    :raises NotYours: when the post lies outside the actor's area and he has no duty there
    :raises Refused: when he is neither on duty there nor leads, or the entry cannot be
    """
    post = opened_post(post_id, actor=actor, now=now)
    may_be_written(kind).or_refuse()
    return write_entry(
        post_id=post.id,
        area_code=post.area_code,
        kind=kind,
        text=text,
        happened_at=happened_at,
        key=key,
        actor=actor,
        now=now,
    )


@traced
def correct_entry(*, entry_id: int, text: str, key: UUID, actor: Actor, now: datetime) -> BookEntry:
    """
    Put an entry right by a new one that names it. The first stays as it was, and is marked.

    :raises NotYours: when there is no such entry for the actor
    :raises Refused: when he is neither on duty there nor leads, or the text cannot be
    """
    wrong = BookEntry.objects.filter(id=entry_id).first()
    if wrong is None:
        raise NotYours(f"entry {entry_id}")
    post = opened_post(wrong.post_id, actor=actor, now=now)
    return write_entry(
        post_id=post.id,
        area_code=post.area_code,
        kind=EntryKind.CORRECTION,
        text=text,
        happened_at=wrong.happened_at,
        key=key,
        corrects_id=wrong.pk,
        actor=actor,
        now=now,
    )


@traced
def report_incident(
    *,
    post_id: int,
    form: Form,
    kind: Kind,
    severity: int,
    text: str,
    happened_at: datetime,
    key: UUID,
    actor: Actor,
    now: datetime,
) -> BookEntry:
    """
    Bring what happened or was seen at a post in as a signal, and write it in the book.

    :raises NotYours: when the post lies outside the actor's area and he has no duty there
    :raises Refused: when he is neither on duty there nor leads, or what he writes cannot be
    """
    post = opened_post(post_id, actor=actor, now=now)
    may_be_entry(text).or_refuse()
    may_have_happened(happened_at, now=now, earliest=operation_bounds(now).earliest).or_refuse()
    head_for_appending()
    new = BookEntry(
        post_id=post.id,
        kind=EntryKind.INCIDENT.value,
        happened_at=happened_at,
        text=text,
        key=key,
    )
    known = queries.entry_sent_as(key)
    if known is not None:
        return _sent_again(known, new, area_code=post.area_code, actor=actor, now=now)
    # The entry and the signal name each other, and neither may be changed afterwards.
    new.pk = queries.next_entry_id()
    new.signal_id = signals.receive_signal(
        form=form,
        kind=kind,
        channel=Channel.STAFF,
        text=text,
        area_code=post.area_code,
        heard_at=happened_at,
        created_by=queries.author_words(actor),
        severity=severity,
        origin=Origin.DISCOVERED,
        source_key=f"officer-{post.person_id}" if post.person_id else "",
        came_from=subject_of(new),
        stands_there=post.is_on_duty,
        actor=actor,
        now=now,
    ).pk
    return _appended(new, area_code=post.area_code, actor=actor, now=now)
