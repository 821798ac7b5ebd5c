"""What waits at the desk beside the signals themselves: answers nobody read, photos unseen."""

from dataclasses import dataclass

from django.db.models import Value

from sejuk.kit.actors import Actor
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.dialogue import newly_answered
from sejuk.sense.signals.queries.photos import photo_waits
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import DESK


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Signals, open or closed, whose reporter wrote what is unread, or with a photo unseen."""

    answered: frozenset[int] = frozenset()
    with_photo: frozenset[int] = frozenset()


def at_desk(actor: Actor) -> AtDesk:
    """Return what waits at the desk of `actor`; nothing for who is at none. One query."""
    if not actor.holds(*DESK):
        return AtDesk()
    answered = visible_signals(actor).filter(newly_answered())
    with_photo = Signal.objects.filter(photo_waits(actor))
    rows = answered.values_list("pk", Value("answered")).union(
        with_photo.values_list("pk", Value("photo")), all=True
    )
    found = list(rows)
    return AtDesk(
        frozenset(number for number, what in found if what == "answered"),
        frozenset(number for number, what in found if what == "photo"),
    )
