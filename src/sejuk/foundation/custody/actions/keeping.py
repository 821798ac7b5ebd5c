"""Forget what was sealed: when its time is over, when its owner asks, when it was a mistake."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sejuk.foundation.custody import queries, rules
from sejuk.foundation.custody.models import Enclosure, Opening, Retention, Sealed
from sejuk.foundation.custody.queries.envelopes import deed_of, locked
from sejuk.foundation.custody.rules import Forgetting, Forgotten, SealedKind
from sejuk.foundation.ledger.actions import Deed, record, record_many, traced
from sejuk.kit.actors import Actor

BATCH = 500


@traced
def forget_seal(
    *, seal_id: UUID, why: Forgetting, reason: str = "", actor: Actor, now: datetime
) -> None:
    """
    Delete what is sealed; that there was something, and why it is gone, remains.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it is forgotten already.
    :raises Refused: when `actor` may not.
    """
    row = locked(seal_id)
    rules.may_forget(why, area_code=row.area_id or "", reason=reason, actor=actor).or_refuse()
    if row.forgotten_at is not None:
        raise Forgotten
    _empty([row], why, now)
    record_many(
        [
            deed_of(
                "forgotten",
                row,
                actor=actor,
                now=now,
                detail={"why": why.value, "reason": reason.strip()},
            )
        ]
    )


@traced
def forget_sender(*, fingerprint: str, actor: Actor, now: datetime) -> int:
    """
    Delete all that is sealed of one sender, who has proven that the address is his; say how much.

    :raises Refused: for anybody but him or the machine that reads his message.
    """
    rules.may_forget(Forgetting.REQUEST, area_code="", reason="", actor=actor).or_refuse()
    ours = queries.seals_of_sender(fingerprint)
    rows = list(Sealed.objects.filter(pk__in=ours).order_by("pk").select_for_update())
    _empty(rows, Forgetting.REQUEST, now)
    record(
        verb="custody.sender.forgotten",
        subject="custody.sealed",
        actor=actor,
        now=now,
        detail={"count": len(rows)},
    )
    return len(rows)


@traced
def forget_expired(*, kind: SealedKind, actor: Actor, now: datetime) -> int:
    """
    Delete the seals of a kind whose time is over, some hundreds at once; say how many they were.

    :raises Refused: for anybody but the machine.
    """
    rules.may_forget(Forgetting.RETENTION, area_code="", reason="", actor=actor).or_refuse()
    rows = list(queries.due(kind, now=now).select_for_update(skip_locked=True)[:BATCH])
    _empty(rows, Forgetting.RETENTION, now)
    why = {"why": Forgetting.RETENTION.value}
    gone = [deed_of("forgotten", row, actor=actor, now=now, detail=why) for row in rows]
    done = Deed(
        "custody.retention.kept",
        f"custody.retention:{kind.value}",
        actor,
        now,
        detail={"forgotten": len(rows)},
    )
    record_many([*gone, done])
    return len(rows)


@traced
def set_retention(
    *, kind: SealedKind, days: int, reason: str, area_code: str, actor: Actor, now: datetime
) -> None:
    """
    Set how long seals of a kind are kept; `area_code` is the area of the whole operation.

    :raises Refused: for who does not have custody of all of it, or without a reason.
    """
    rules.may_set_retention(days=days, reason=reason, area_code=area_code, actor=actor).or_refuse()
    before = queries.retention_of(kind).days
    row, _ = Retention.objects.update_or_create(
        pk=kind,
        defaults={"days": days, "reason": reason.strip(), "set_by": actor.name, "set_at": now},
    )
    record(
        verb="custody.retention.set",
        subject=row,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"before": before, "after": days, "reason": reason.strip()},
    )


def _empty(rows: Sequence[Sealed], why: Forgetting, now: datetime) -> None:
    """Empty envelopes, delete what lies beside them, and end openings of them that still run."""
    ours = [row.pk for row in rows]
    Enclosure.objects.filter(sealed__in=ours).delete()
    Opening.objects.filter(sealed__in=ours, closes_at__gt=now).update(closes_at=now)
    Sealed.objects.filter(pk__in=ours).update(
        content=None,
        wrapped_key=None,
        key_id="",
        fingerprint="",
        forgotten_at=now,
        forgotten_why=why,
    )
