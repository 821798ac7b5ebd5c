"""Seal files, show those that nobody has looked at, and seal them anew as what they became."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sejuk.foundation.custody import queries, rules
from sejuk.foundation.custody.actions.sealing import seal_words
from sejuk.foundation.custody.models import Enclosure, Sealed
from sejuk.foundation.custody.queries.envelopes import (
    deed_of,
    envelope_of,
    file_of,
    locked,
    words_of,
)
from sejuk.foundation.custody.rules import Part, SealedKind
from sejuk.foundation.ledger.actions import record_many, traced
from sejuk.kit.actors import Actor


@traced
def seal_file(
    *,
    kind: SealedKind,
    content: bytes,
    told: str,
    about: str,
    area_code: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """
    Seal a file, and return the number of its seal; `told` says what it is, never whose.

    :raises Refused: for a kind that holds no files, or one that is too large.
    """
    rules.may_enclose(kind, content).or_refuse()
    seal_id = seal_words(
        kind=kind, words={Part.FILE: told}, about=about, area_code=area_code, actor=actor, now=now
    )
    row = locked(seal_id)
    Enclosure.objects.create(sealed=row, content=_beside(row, content))
    return seal_id


@traced
def show_file(*, seal_id: UUID, actor: Actor, now: datetime) -> bytes:
    """
    Return a photo that nobody has looked at yet to who has to; each look is an entry.

    The caller has tested that `actor` answers for its record.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it was deleted.
    :raises Refused: when it was looked at before: then it is the custodian's.
    """
    row = locked(seal_id)
    rules.may_show(SealedKind(row.kind)).or_refuse()
    content = file_of(row)
    record_many([deed_of("shown", row, actor=actor, now=now, detail={})])
    return content


@traced
def give_file_back(*, seal_id: UUID, actor: Actor, now: datetime) -> bytes:
    """
    Return somebody's own photo to him; the caller has tested his receipt and his contact.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it was deleted.
    """
    row = locked(seal_id)
    content = file_of(row)
    record_many([deed_of("given_back", row, actor=actor, now=now, detail={})])
    return content


@traced
def withdraw_file(
    *, seal_id: UUID, blacken: Callable[[bytes], bytes], actor: Actor, now: datetime
) -> bytes:
    """
    Leave a photo that was looked at to the custodian alone; return what others may see of it.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it was deleted.
    :raises Refused: when that was done before.
    """
    row = locked(seal_id)
    rules.may_show(SealedKind(row.kind)).or_refuse()
    content = file_of(row)
    # Before the entry: from there on all others wait.
    blackened = blacken(content)
    _seal_anew(row, SealedKind.ORIGINAL, content, now)
    record_many([deed_of("withdrawn", row, actor=actor, now=now, detail={})])
    return blackened


@traced
def restore_file(*, seal_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """
    Let a photo be looked at anew, as it was before it was blacked out.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it was deleted.
    :raises Refused: for anybody but the custodian, or without a reason.
    """
    row = locked(seal_id)
    kind, area_code = SealedKind(row.kind), row.area_id or ""
    rules.may_restore(kind, area_code=area_code, reason=reason, actor=actor).or_refuse()
    _seal_anew(row, SealedKind.PHOTO, file_of(row), now)
    why = {"reason": reason.strip()}
    record_many([deed_of("restored", row, actor=actor, now=now, detail=why)])


@traced
def replace_file(*, seal_id: UUID, content: bytes, actor: Actor, now: datetime) -> None:
    """
    Put another picture into the place of one that others may see; the one before is gone.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it was deleted.
    :raises Refused: when it is too large.
    """
    rules.may_enclose(SealedKind.CHECKED, content).or_refuse()
    row = locked(seal_id)
    rules.may_replace(SealedKind(row.kind)).or_refuse()
    _seal_anew(row, SealedKind.CHECKED, content, now)
    record_many([deed_of("replaced", row, actor=actor, now=now, detail={})])


def _seal_anew(row: Sealed, kind: SealedKind, content: bytes, now: datetime) -> None:
    """Seal a file under the same number and a new data key: envelopes are bound to their kind."""
    words = words_of(row)
    row.kind, row.needed_at = kind, max(row.needed_at, now)
    _lay(row, words, content)
    if row.key_id not in queries.key_ring().keys:
        # Its key was dropped while the row waited for it: once more, under the newest.
        _lay(row, words, content)


def _lay(row: Sealed, words: dict[str, str], content: bytes) -> None:
    envelope = rules.sealed(words, seal_id=row.pk, kind=row.kind, ring=queries.key_ring())
    row.content, row.wrapped_key = envelope.content, envelope.wrapped_key
    row.key_id = envelope.key_id
    row.save(update_fields=["kind", "needed_at", "content", "wrapped_key", "key_id"])
    Enclosure.objects.filter(sealed=row).update(content=_beside(row, content))


def _beside(row: Sealed, content: bytes) -> bytes:
    return rules.enclosed(
        content, envelope_of(row), seal_id=row.pk, kind=row.kind, ring=queries.key_ring()
    )
