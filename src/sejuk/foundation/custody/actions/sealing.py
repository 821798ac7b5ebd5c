"""Seal words, and say that they are still needed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sejuk.foundation.custody import queries, rules
from sejuk.foundation.custody.models import Sealed
from sejuk.foundation.custody.queries.envelopes import deed_of, locked
from sejuk.foundation.custody.rules import Part, SealedKind
from sejuk.foundation.ledger.actions import record, record_many, traced
from sejuk.kit.actors import Actor


@traced
def seal_words(
    *,
    kind: SealedKind,
    words: Mapping[str, str],
    about: str,
    area_code: str,
    sender: str = "",
    seal_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """
    Put words about a person into an envelope, and return its number.

    `words` are named by `Part`; with `reach` and `channel` the sender is known again by his
    fingerprint. Words without an address are his by `sender`, his fingerprint: they too go when
    he asks for it. `about` names the record as the ledger does; `seal_id` is the number that the
    record knows the seal by already.

    :raises Refused: for words that nobody asks for, or that cannot be stored.
    """
    rules.may_seal(words).or_refuse()
    said = {part: word.strip() for part, word in words.items() if word.strip()}
    seal_id, ring = seal_id or uuid4(), queries.key_ring()
    envelope = rules.sealed(said, seal_id=seal_id, kind=kind.value, ring=ring)
    reach, channel = said.get(Part.REACH, ""), said.get(Part.CHANNEL, "")
    known = rules.fingerprint(channel, reach, ring=ring) if reach and channel else sender
    row = Sealed.objects.create(
        pk=seal_id,
        kind=kind,
        about=about,
        area_id=area_code or None,
        content=envelope.content,
        wrapped_key=envelope.wrapped_key,
        key_id=envelope.key_id,
        fingerprint=known,
        sealed_at=now,
        needed_at=now,
    )
    if row.key_id not in (newest := queries.key_ring()).keys:
        # Its key was dropped while the row waited for it: once more, while the words are at hand.
        envelope = rules.sealed(said, seal_id=seal_id, kind=kind.value, ring=newest)
        row.content, row.wrapped_key = envelope.content, envelope.wrapped_key
        row.key_id = envelope.key_id
        row.save(update_fields=["content", "wrapped_key", "key_id"])
    record_many([deed_of("sealed", row, actor=actor, now=now, detail={"kind": kind.value})])
    return seal_id


@traced
def move_seals(*, about: str, area_code: str, actor: Actor, now: datetime) -> int:
    """Give all seals of a record into the custody of another area; return how many they are."""
    rows = Sealed.objects.filter(about=about).exclude(area=area_code).order_by("pk")
    ours = list(rows.select_for_update().values_list("pk", flat=True))
    Sealed.objects.filter(pk__in=ours).update(area=area_code)
    record(
        verb="custody.seals.moved",
        subject=about,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"count": len(ours)},
    )
    return len(ours)


@traced
def prolong_seal(*, seal_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Let the time of a seal run from now: its record was dealt with.

    :raises NotYours: when there is none.
    """
    row = locked(seal_id)
    row.needed_at = max(row.needed_at, now)
    row.save(update_fields=["needed_at"])
    record_many([deed_of("needed", row, actor=actor, now=now, detail={})])
