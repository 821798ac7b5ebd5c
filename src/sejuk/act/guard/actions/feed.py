"""The secret address of a person's calendar: made, made anew, revoked."""

import secrets
from datetime import datetime

from sejuk.act.guard.models import FeedKey
from sejuk.act.guard.queries.feed import feed_key_of, hash_of
from sejuk.act.guard.queries.people import get_own_person, own_person
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused

KEY_BYTES = 32


@traced
def make_feed_key(*, actor: Actor, now: datetime) -> str:
    """
    Make the key of the actor's calendar and return it, this once; an earlier one opens nothing.

    :raises NotYours: while no person is linked with the account
    """
    person = get_own_person(actor)
    token = secrets.token_urlsafe(KEY_BYTES)
    row, _ = FeedKey.objects.update_or_create(
        person=person, defaults={"key_hash": hash_of(token), "made_at": now}
    )
    record(
        verb="guard.feedkey.made",
        subject=row,
        actor=actor,
        now=now,
        area_code=person.unit.area_id,
    )
    return token


@traced
def revoke_feed_key(*, actor: Actor, now: datetime) -> None:
    """
    Let the address of the actor's calendar open nothing any more.

    :raises Refused: when there is none
    """
    person = own_person(actor)
    row = feed_key_of(person.pk) if person else None
    if person is None or row is None:
        raise Refused(N_("There is no calendar address to revoke."))
    record(
        verb="guard.feedkey.revoked",
        subject=row,
        actor=actor,
        now=now,
        area_code=person.unit.area_id,
    )
    row.delete()
