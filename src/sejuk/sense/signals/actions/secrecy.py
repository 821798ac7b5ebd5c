"""Open what is sealed, and forget what must not be kept."""

from datetime import datetime, timedelta

from django.utils import timezone

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.receiving import Contact
from sejuk.sense.signals.models import Attempt, NetworkSalt, SealedIdentity
from sejuk.sense.signals.rules import may_open_identity

# Longer than the longest window of a limit.
ATTEMPTS_KEPT = timedelta(days=1)


@traced
def open_identity(*, signal_id: int, reason: str, actor: Actor, now: datetime) -> Contact:
    """
    Break the seal once, for the custodian, who says why.

    :raises Refused: for anybody else, or without a reason.
    """
    sealed = (
        SealedIdentity.objects.select_related("signal")
        .filter(queries.in_custody_of(actor), signal_id=signal_id)
        .first()
    )
    if sealed is None:
        raise NotYours(f"identity {signal_id}")
    area_code = sealed.signal.area_id
    may_open_identity(area_code=area_code, reason=reason, actor=actor).or_refuse()
    contact = queries.unsealed(bytes(sealed.sealed))
    if contact is None:
        raise Refused(N_("The seal was made with another SEJUK_IDENTITY_KEY than the present one."))
    record(
        verb="signals.identity.opened",
        subject=sealed.signal,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"reason": reason},
    )
    return Contact(*contact)


@traced
def forget_networks(*, actor: Actor, now: datetime) -> int:
    """Throw away the salts and attempts of past days; from then on no hash leads to a network."""
    NetworkSalt.objects.filter(day__lt=timezone.localdate(now)).delete()
    count, _ = Attempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()
    record(
        verb="signals.networks.forgotten",
        subject="signals.networks",
        actor=actor,
        now=now,
        detail={"attempts": count},
    )
    return count
