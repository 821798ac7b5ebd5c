"""Forget what must not be kept."""

from datetime import datetime, timedelta

from django.utils import timezone

from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.sense.signals.models import Attempt, NetworkSalt, SpentToken

# Longer than the longest window of a limit.
ATTEMPTS_KEPT = timedelta(days=1)


@traced
def forget_networks(*, actor: Actor, now: datetime) -> int:
    """Throw away the salts and attempts of past days; from then on no hash leads to a network."""
    NetworkSalt.objects.filter(day__lt=timezone.localdate(now)).delete()
    SpentToken.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()
    count, _ = Attempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).delete()
    record(
        verb="signals.networks.forgotten",
        subject="signals.networks",
        actor=actor,
        now=now,
        detail={"attempts": count},
    )
    return count
