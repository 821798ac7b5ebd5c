"""Which signals an actor sees: `rules.may_see`, as a filter."""

from django.db.models import Q, QuerySet

from sejuk.kit.actors import Actor
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import READABLE_KINDS, Kind


def visible_to(actor: Actor) -> Q:
    """Return a filter for the signals that `actor` reads: by kind and area of each of his roles."""
    rows = Q(pk__in=[])
    for grant in sorted(actor.grants, key=lambda grant: (grant.role, grant.area_code)):
        kinds = READABLE_KINDS.get(grant.role)
        if kinds is None:
            continue
        seen = within((grant.area_code,))
        rows |= seen if kinds == frozenset(Kind) else seen & Q(kind__in=sorted(kinds))
    return rows


def visible_signals(actor: Actor) -> QuerySet[Signal]:
    """Return the signals that `actor` reads, in no order."""
    return Signal.objects.filter(visible_to(actor))
