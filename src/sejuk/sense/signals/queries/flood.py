"""Whether the portal asks for work before a report, since when, and what comes in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sejuk.sense.signals.models import Attempt, Flood
from sejuk.sense.signals.rules.flood import MINUTE, MOST_A_MINUTE

# Chosen: what one looks back on after a night.
MOST_LISTED = 20
SHOWN_MINUTES = 10


@dataclass(frozen=True, slots=True)
class FloodPage:
    """What staff see: the flood that lasts, how much comes in, and those before."""

    current: Flood | None
    last_minute: int
    last_minutes: int
    minutes: int
    limit: int
    before: tuple[Flood, ...]


def flood_now(now: datetime) -> Flood | None:
    """Return the flood that lasts at this moment, if one does."""
    lasting = Q(until__isnull=True) | Q(until__gt=now)
    return Flood.objects.filter(lasting, ended_at__isnull=True).first()


def sent_since(moment: datetime, purpose: str) -> int:
    """Return how many forms came in over all networks after a moment."""
    return Attempt.objects.filter(purpose=purpose, at__gt=moment).count()


def flood_page(now: datetime, purpose: str) -> FloodPage:
    current = flood_now(now)
    before = Flood.objects.order_by("-began_at")
    return FloodPage(
        current=current,
        last_minute=sent_since(now - MINUTE, purpose),
        last_minutes=sent_since(now - SHOWN_MINUTES * MINUTE, purpose),
        minutes=SHOWN_MINUTES,
        limit=MOST_A_MINUTE,
        before=tuple(before.exclude(pk=current.pk if current else 0)[:MOST_LISTED]),
    )
