"""Ask senders for work first while a flood lasts: noticed by itself, or switched by staff."""

from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.storing import refused_when_there
from sejuk.sense.signals.models import Flood
from sejuk.sense.signals.rules.flood import FLOOD_LASTS, may_switch

ASKED_ALREADY = N_("Work is asked for already.")


@traced
def notice_flood(*, count: int, actor: Actor, now: datetime) -> Flood:
    """Begin a flood because `count` reports came in a minute, or prolong the one that lasts."""
    flood = _open_flood(now)
    if flood is None:
        # Two may notice it at once: the second finds what the first began.
        flood, is_first = Flood.objects.get_or_create(
            ended_at=None,
            defaults={
                "began_at": now,
                "noticed": count,
                "began_by": actor.name,
                "until": now + FLOOD_LASTS,
            },
        )
        deed = "noticed" if is_first else "prolonged"
        return _noted(deed, flood, actor=actor, now=now, count=count)
    if flood.until is not None:
        flood.until = now + FLOOD_LASTS
        flood.save(update_fields=["until"])
    return _noted("prolonged", flood, actor=actor, now=now, count=count)


@traced
def begin_flood(*, reason: str, actor: Actor, now: datetime) -> Flood:
    """
    Ask for work from now on, until somebody ends it.

    :raises Refused: without a reason, or when it is asked for already
    """
    may_switch(reason=reason, actor=actor).or_refuse()
    if _open_flood(now) is not None:
        raise Refused(ASKED_ALREADY)
    # Somebody may begin one, or a flood be noticed, at this very moment.
    with refused_when_there(ASKED_ALREADY):
        flood = Flood.objects.create(began_at=now, why=reason, began_by=actor.name)
    return _noted("begun", flood, actor=actor, now=now, reason=reason)


@traced
def end_flood(*, reason: str, actor: Actor, now: datetime) -> Flood:
    """
    Ask for no work any longer. It is noticed again when too many reports come in.

    :raises Refused: without a reason, or when none is asked for
    """
    may_switch(reason=reason, actor=actor).or_refuse()
    flood = _open_flood(now)
    if flood is None:
        raise Refused(N_("No work is asked for."))
    flood.ended_at, flood.ended_by = now, actor.name
    flood.save(update_fields=["ended_at", "ended_by"])
    return _noted("ended", flood, actor=actor, now=now, reason=reason)


def _open_flood(now: datetime) -> Flood | None:
    """Return the flood that lasts, locked; one whose time is over is closed on the way."""
    flood = Flood.objects.select_for_update().filter(ended_at__isnull=True).first()
    if flood is None or flood.until is None or flood.until > now:
        return flood
    flood.ended_at, flood.ended_by = flood.until, "flood"
    flood.save(update_fields=["ended_at", "ended_by"])
    return None


def _noted(deed: str, flood: Flood, *, actor: Actor, now: datetime, **detail: object) -> Flood:
    record(verb=f"signals.flood.{deed}", subject=flood, actor=actor, now=now, detail=detail)
    return flood
