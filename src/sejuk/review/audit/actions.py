"""Verify and export: reading the ledger as a whole is itself an entry in it."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.ledger.rules import verify_chain
from sejuk.kit.actors import Actor
from sejuk.review.audit import queries, rules
from sejuk.review.audit.models import Verification

# Named, not imported: tasks stand above actions.
VERIFY = "audit.verify"


@traced
def verify_ledger(*, actor: Actor, now: datetime) -> Verification:
    """
    Verify the whole chain, and keep what was found.

    It must also reach the head of the last verification that held: a chain that was written anew
    in between is whole in itself and does not.
    """
    earlier = queries.last_that_held()
    verdict = verify_chain(ledger.chain(), expected_head=earlier.head if earlier else None)
    broken = verdict.first_broken
    found = Verification.objects.create(
        at=now,
        asked_by=actor.name,
        count=verdict.count,
        head=verdict.head,
        holds=verdict.holds,
        broken_at=broken.sequence if broken else None,
        fault=broken.fault.value if broken else "",
    )
    record(
        verb="audit.ledger.verified",
        subject=found,
        actor=actor,
        now=now,
        detail={
            "count": found.count,
            "head": found.head,
            "holds": found.holds,
            "broken_at": found.broken_at,
        },
    )
    return found


@traced
def ask_verification(*, actor: Actor, now: datetime) -> None:
    """Have the worker verify a chain that is too long to wait for; once is enough."""
    # One that already waits is found by its lock, in a savepoint: our entry is made all the same.
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(VERIFY, queueing_lock=VERIFY).defer(
            asked_by=actor.name, user_id=actor.user_id
        )
    record(verb="audit.ledger.verification_asked", subject="audit.ledger", actor=actor, now=now)


@traced
def note_export(*, whole_area: str, actor: Actor, now: datetime) -> int:
    """
    Write down that the ledger is taken away, and return up to which entry: this one.

    :raises Refused: for who does not read the whole of it.
    """
    rules.may_export(actor, whole_area=whole_area).or_refuse()
    return record(
        verb="audit.ledger.exported", subject="audit.ledger", actor=actor, now=now
    ).sequence
