"""The machine uses an address to send; who owns it gets his own words back."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sejuk.foundation.custody import queries, rules
from sejuk.foundation.custody.models import Sealed, Use
from sejuk.foundation.custody.queries.envelopes import deed_of, locked, words_of
from sejuk.foundation.custody.rules import Part, Purpose, Unopenable
from sejuk.foundation.ledger.actions import record, record_many, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused


@traced
def reach_sealed(*, seal_id: UUID, purpose: Purpose, actor: Actor, now: datetime) -> str:
    """
    Return the address behind a seal for the machine that sends; it is counted and never shown.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it was deleted, for good.
    :raises Unopenable: while the key file is away: it can be tried again.
    :raises Refused: for anybody but the machine, or when nothing is there to send to.
    """
    rules.may_reach(actor).or_refuse()
    row = locked(seal_id)
    address = words_of(row).get(Part.REACH, "")
    if not address:
        raise Refused(N_("Behind this seal is no address to send to."))
    _count([row], purpose, now)
    record_many([deed_of("reached", row, actor=actor, now=now, detail={"purpose": purpose.value})])
    return address


@traced
def reach_words(*, seal_id: UUID, purpose: Purpose, actor: Actor, now: datetime) -> str:
    """
    Return what somebody wrote, whole, for the machine that answers him; counted, never shown.

    The number of a receipt looks like that of an identity card, and lies sealed like one.

    :raises NotYours: when there is no such seal.
    :raises Refused: for anybody but the machine.
    """
    rules.may_reach(actor).or_refuse()
    row = locked(seal_id)
    words = words_of(row).get(Part.TEXT, "")
    _count([row], purpose, now)
    record_many([deed_of("reached", row, actor=actor, now=now, detail={"purpose": purpose.value})])
    return words


@traced
def reach_many(
    *, seal_ids: Sequence[UUID], purpose: Purpose, actor: Actor, now: datetime
) -> dict[UUID, str]:
    """
    Return the addresses behind many seals, with one entry; without those that are no more.

    :raises Refused: for anybody but the machine.
    """
    rules.may_reach(actor).or_refuse()
    ring, found = queries.key_ring(), dict[UUID, str]()
    there = Sealed.objects.filter(pk__in=seal_ids, forgotten_at__isnull=True)
    rows = list(there.order_by("pk").select_for_update())
    damaged = 0
    for row in rows:
        try:
            address = words_of(row, ring).get(Part.REACH, "")
        except Unopenable:
            # One damaged seal must not keep an answer from all others.
            damaged += 1
        else:
            found |= {row.pk: address} if address else {}
    _count([row for row in rows if row.pk in found], purpose, now)
    record(
        verb="custody.seals.reached",
        subject="custody.sealed",
        actor=actor,
        now=now,
        detail={"purpose": purpose.value, "count": len(found), "damaged": damaged},
    )
    return found


@traced
def give_back(*, seal_id: UUID, told: str, actor: Actor, now: datetime) -> dict[Part, str]:
    """
    Return somebody's own words to him (UU 27/2022 art. 7), who proves by one of them who he is.

    A receipt that was found in the street must not tell who wrote the report: he says the address
    he gave, or his name where he gave none. The caller has tested the receipt and counts tries.

    :raises NotYours: when there is no such seal.
    :raises Forgotten: when it was deleted.
    :raises Unopenable: while the key file is away.
    :raises Refused: when what he told is not behind the seal.
    """
    row = locked(seal_id)
    words = words_of(row)
    known = words.get(Part.REACH) or words.get(Part.NAME, "")
    if not told.strip() or not rules.same_address(told, known):
        raise Refused(
            N_("This is not the contact that was given with the report."), where="contact"
        )
    record_many([deed_of("given_back", row, actor=actor, now=now, detail={})])
    return {part: words[part] for part in Part if part in words}


@traced
def give_words_back(*, seal_ids: Sequence[UUID], actor: Actor, now: datetime) -> dict[UUID, str]:
    """
    Return what somebody wrote in full to him, with one entry; without what is no more.

    The caller has tested who he is, as by `give_back`.
    """
    ring, found = queries.key_ring(), dict[UUID, str]()
    there = Sealed.objects.filter(pk__in=seal_ids, forgotten_at__isnull=True)
    for row in there.order_by("pk").select_for_update():
        # What cannot be opened now is given as it is kept outside.
        with suppress(Unopenable):
            found[row.pk] = words_of(row, ring).get(Part.TEXT, "")
    record(
        verb="custody.seals.given_back",
        subject="custody.sealed",
        actor=actor,
        now=now,
        detail={"count": len(found)},
    )
    return {seal_id: words for seal_id, words in found.items() if words}


def _count(rows: Sequence[Sealed], purpose: Purpose, now: datetime) -> None:
    if not rows:
        return
    Use.objects.create(purpose=purpose, count=len(rows), used_at=now)
    Sealed.objects.filter(pk__in=[row.pk for row in rows], needed_at__lt=now).update(needed_at=now)
