"""The custodian opens a seal: for a reason, for a time, and every look is an entry."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sejuk.foundation.custody import queries, rules
from sejuk.foundation.custody.models import Opening, Sealed
from sejuk.foundation.custody.queries.envelopes import deed_of, file_of, words_of
from sejuk.foundation.custody.rules import Ground, Part
from sejuk.foundation.ledger.actions import record_many, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """The words behind a seal, as long as it is open. They never stand in a message or a log."""

    seal_id: UUID
    words: tuple[tuple[Part, str], ...]
    closes_at: datetime

    def __repr__(self) -> str:
        return "Opened(sealed)"


@traced
def open_seal(
    *, seal_id: UUID, ground: Ground, reason: str, minutes: int, actor: Actor, now: datetime
) -> Opened:
    """
    Open a seal for some minutes; then it must be opened again.

    :raises NotYours: when it is not in the custody of `actor`.
    :raises Refused: for anybody but the custodian, without a reason, or with another key file.
    """
    row = _in_custody(seal_id, actor)
    rules.may_open(
        area_code=row.area_id or "", reason=reason, minutes=minutes, actor=actor
    ).or_refuse()
    words = words_of(row)
    closes_at = now + timedelta(minutes=minutes)
    Opening.objects.create(
        sealed=row,
        ground=ground,
        reason=reason.strip(),
        opened_by_id=actor.user_id or 0,
        opened_at=now,
        closes_at=closes_at,
    )
    _keep_on(row, now)
    record_many(
        [
            deed_of(
                "opened",
                row,
                actor=actor,
                now=now,
                detail={"ground": ground.value, "reason": reason.strip(), "minutes": minutes},
            )
        ]
    )
    return Opened(row.pk, _in_order(words), closes_at)


@traced
def look_again(*, seal_id: UUID, actor: Actor, now: datetime) -> Opened:
    """
    Look once more behind a seal that one has opened and whose time is not over; it is counted.

    :raises Refused: when the time is over.
    """
    row = _in_custody(seal_id, actor)
    opening = _running(row, actor, now)
    words = words_of(row)
    _count_look(opening, row, actor, now)
    return Opened(row.pk, _in_order(words), opening.closes_at)


@traced
def look_at_file(*, seal_id: UUID, actor: Actor, now: datetime) -> bytes:
    """
    Return the file behind a seal that one has opened and whose time is not over; it is counted.

    :raises Refused: when the time is over.
    """
    row = _in_custody(seal_id, actor)
    opening = _running(row, actor, now)
    content = file_of(row)
    _count_look(opening, row, actor, now)
    return content


def _count_look(opening: Opening, row: Sealed, actor: Actor, now: datetime) -> None:
    opening.looks += 1
    opening.save(update_fields=["looks"])
    record_many(
        [
            deed_of(
                "looked",
                row,
                actor=actor,
                now=now,
                detail={"ground": opening.ground, "look": opening.looks},
            )
        ]
    )


@traced
def close_seal(*, seal_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Close a seal before its time is over.

    :raises Refused: when it is closed already.
    """
    row = _in_custody(seal_id, actor)
    opening = _running(row, actor, now)
    queries.running(actor, now=now).filter(sealed=row).update(closes_at=now)
    record_many([deed_of("closed", row, actor=actor, now=now, detail={"looks": opening.looks})])


def _in_custody(seal_id: UUID, actor: Actor) -> Sealed:
    row = queries.in_custody(actor).select_for_update().filter(pk=seal_id).first()
    if row is None:
        raise NotYours(f"seal {seal_id}")
    return row


def _running(row: Sealed, actor: Actor, now: datetime) -> Opening:
    opening = queries.running(actor, now=now).filter(sealed=row).order_by("-closes_at").first()
    if opening is None:
        raise Refused(N_("The time of this opening is over. Open the seal again."))
    return opening


def _keep_on(row: Sealed, now: datetime) -> None:
    row.needed_at = max(row.needed_at, now)
    row.save(update_fields=["needed_at"])


def _in_order(words: dict[str, str]) -> tuple[tuple[Part, str], ...]:
    return tuple((part, words[part]) for part in Part if part in words)
