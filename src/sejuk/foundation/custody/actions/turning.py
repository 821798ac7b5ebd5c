"""Turn to a new key: the file first, then the data keys in batches, then the file again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection

from sejuk.foundation.custody import queries, rules
from sejuk.foundation.custody.models import Sealed
from sejuk.foundation.custody.queries.envelopes import envelope_of
from sejuk.foundation.custody.rules import KeyRing, Unopenable
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.secret_files import ensure_file, replace_file

BATCH = 500
# Chosen, in ms: less than the second after which the database ends one of two that wait in a ring.
LONGEST_WAIT = 500
SUBJECT = "custody.keys"


@dataclass(frozen=True, slots=True)
class Turned:
    """One batch: how many were rewrapped, how many no key opens, and where to go on after."""

    done: int
    stuck: int
    last: UUID | None


@traced
def begin_anew(*, actor: Actor, now: datetime) -> int:
    """
    Make a key file where the old one is lost with all its copies; say how many seals stay shut.

    The key of the fingerprints is lost with it: nobody who wrote before is known again, so that
    neither a block nor a wish to be forgotten finds what he sent until now.

    :raises Refused: while there is a key file.
    """
    rules.may_reach(actor).or_refuse()
    path = Path(settings.SEJUK_CUSTODY_KEYS)
    if path.exists():
        raise Refused(N_("There is a key file at %(path)s. Move it away first."), path=path)
    ring = rules.fresh_ring()
    ensure_file(path, lambda: rules.text_of(ring))
    shut = Sealed.objects.filter(forgotten_at__isnull=True).count()
    _note("lost", ring, actor, now, seals=shut)
    return shut


@traced
def begin_turn(*, actor: Actor, now: datetime) -> bool:
    """
    Put a new active key into the key file; False when a turn that was broken off goes on instead.

    :raises Refused: for anybody but the machine.
    """
    rules.may_reach(actor).or_refuse()
    ring = queries.key_ring()
    is_new = not ring.is_turning
    if is_new:
        ring = rules.turned(ring)
        _write(ring)
    _note("begun" if is_new else "resumed", ring, actor, now)
    return is_new


@traced
def rewrap_some(*, after: UUID | None, actor: Actor, now: datetime) -> Turned:
    """Lay the data keys of some hundred seals under the active key; what is there already stays."""
    rules.may_reach(actor).or_refuse()
    ring = queries.key_ring()
    left = Sealed.objects.filter(forgotten_at__isnull=True).exclude(key_id=ring.active)
    left = left.filter(pk__gt=after) if after else left
    rows = list(left.order_by("pk").select_for_update()[:BATCH])
    done = [row for row in rows if _is_rewrapped(row, ring)]
    Sealed.objects.bulk_update(done, ["content", "wrapped_key", "key_id"])
    stuck = len(rows) - len(done)
    _note("rewrapped", ring, actor, now, seals=len(done), stuck=stuck)
    return Turned(len(done), stuck, rows[-1].pk if rows else None)


@traced
def finish_turn(*, actor: Actor, now: datetime) -> None:
    """Write into the key file that the turn is over."""
    rules.may_reach(actor).or_refuse()
    ring = rules.settled(queries.key_ring())
    _write(ring)
    _note("turned", ring, actor, now)


@traced
def drop_older(*, actor: Actor, now: datetime) -> int:
    """
    Take the older keys out of the key file: from then on no older backup opens with it.

    :raises Refused: while a seal still lies under one of them, or while something is being sealed.
    """
    rules.may_reach(actor).or_refuse()
    with _others_wait():
        ring = queries.key_ring()
        older = [name for name in ring.keys if name != ring.active]
        under = Sealed.objects.filter(key_id__in=older).count()
        if under or ring.is_turning:
            raise Refused(
                N_("%(count)s seals still lie under an older key. Turn to the newest first."),
                count=under,
            )
        # The file last: it comes back with no transaction.
        _note("dropped", ring, actor, now, older=len(older))
        _write(rules.without_older(ring))
    return len(older)


@contextmanager
def _others_wait() -> Iterator[None]:
    """
    Let nobody seal until this transaction ends; who has sealed and not ended is waited for.

    :raises Refused: when that takes longer than a moment.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {LONGEST_WAIT}")
            cursor.execute(f"LOCK TABLE {Sealed._meta.db_table} IN SHARE MODE")
        yield
    except OperationalError as error:
        raise Refused(
            N_("Something is being sealed just now. Nothing was changed; try again in a minute.")
        ) from error


def _is_rewrapped(row: Sealed, ring: KeyRing) -> bool:
    try:
        envelope = rules.rewrapped(envelope_of(row), seal_id=row.pk, kind=row.kind, ring=ring)
    except Unopenable:
        return False
    row.content, row.wrapped_key = envelope.content, envelope.wrapped_key
    row.key_id = envelope.key_id
    return True


def _write(ring: KeyRing) -> None:
    path = Path(settings.SEJUK_CUSTODY_KEYS)
    try:
        replace_file(path, rules.text_of(ring))
    except OSError as error:
        raise Refused(
            N_("The key file %(path)s cannot be written: %(why)s. Nothing was changed."),
            path=path,
            why=error.strerror,
        ) from error


def _note(deed: str, ring: KeyRing, actor: Actor, now: datetime, **detail: object) -> None:
    # A key's name is the start of a hash of it, and tells nothing of it.
    record(
        verb=f"custody.keys.{deed}",
        subject=SUBJECT,
        actor=actor,
        now=now,
        detail={"active": ring.active, "keys": len(ring.keys), **detail},
    )
