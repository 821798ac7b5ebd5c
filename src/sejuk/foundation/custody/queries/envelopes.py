"""
A seal's row with its envelope, and the entry that tells of it. For the actions of custody alone:
nobody else takes words out.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sejuk.foundation.custody import rules
from sejuk.foundation.custody.models import Enclosure, Sealed
from sejuk.foundation.custody.queries.keys import key_ring
from sejuk.foundation.custody.rules import FILES, Envelope, Forgotten, KeyRing
from sejuk.foundation.ledger.actions import Deed, subject_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours


def locked(seal_id: UUID) -> Sealed:
    """
    Fetch a seal and keep others from changing it meanwhile.

    :raises NotYours: when there is none.
    """
    row = Sealed.objects.select_for_update().filter(pk=seal_id).first()
    if row is None:
        raise NotYours(f"seal {seal_id}")
    return row


def words_of(row: Sealed, ring: KeyRing | None = None) -> dict[str, str]:
    """
    Return the words behind a seal.

    :raises Forgotten: when they were deleted.
    :raises Unopenable: while the key file is away or another one.
    """
    return rules.opened(envelope_of(row), seal_id=row.pk, kind=row.kind, ring=ring or key_ring())


def file_of(row: Sealed) -> bytes:
    """
    Return the file beside a seal.

    :raises Forgotten: when it was deleted.
    :raises Unopenable: while the key file is away or another one.
    """
    envelope = envelope_of(row)
    beside = Enclosure.objects.filter(sealed=row).first()
    if beside is None:
        raise Forgotten
    content = bytes(beside.content)
    return rules.disclosed(content, envelope, seal_id=row.pk, kind=row.kind, ring=key_ring())


def envelope_of(row: Sealed) -> Envelope:
    """
    Return the envelope of a seal.

    :raises Forgotten: when it was emptied.
    """
    if row.content is None or row.wrapped_key is None:
        raise Forgotten
    return Envelope(bytes(row.content), bytes(row.wrapped_key), row.key_id)


def deed_of(
    deed: str, row: Sealed, *, actor: Actor, now: datetime, detail: Mapping[str, object]
) -> Deed:
    """Return what the ledger says about a seal: it stands in the history of the seal's record."""
    thing = "file" if row.kind in FILES else "seal"
    return Deed(
        verb=f"custody.{thing}.{deed}",
        subject=row.about or subject_of(row),
        actor=actor,
        at=now,
        area_code=row.area_id or "",
        detail={"seal": str(row.pk), **detail},
    )
