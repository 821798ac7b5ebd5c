"""Who somebody is on duty: the person behind an account, and what he leads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sejuk.act.guard.rules import EARLIEST, LEADERS
from sejuk.foundation.forces import queries as forces
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties
from sejuk.plan.deployment.rules import SeatRole, may_see_covert

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person

LEADING = (SeatRole.LEADER, SeatRole.DEPUTY)
# Chosen: whoever leads a shift hands over and closes it within two hours of its end.
CLOSING = timedelta(hours=2)


def own_person(actor: Actor) -> Person | None:
    """Return the person of the joint force behind an account; None while none is linked."""
    return forces.person_of(actor.user_id) if actor.user_id is not None else None


def get_own_person(actor: Actor) -> Person:
    """
    Return the person behind an account.

    :raises NotYours: while none is linked
    """
    person = own_person(actor)
    if person is None:
        raise NotYours("no person is linked")
    return person


def shift_led(actor: Actor, *, post_id: int, now: datetime) -> StandingDuty | None:
    """Return the duty by which the actor leads a post now, or begins to, or has just ended to."""
    person = own_person(actor)
    if person is None:
        return None
    own = published_duties(
        starts_at=now - CLOSING,
        ends_at=now + EARLIEST,
        post_id=post_id,
        person_id=person.pk,
        covert=True,
    )
    return next((duty for duty in own if duty.role in LEADING), None)


def sees_covert(actor: Actor, led: StandingDuty | None, *, area_code: str) -> bool:
    """Test whether the actor, who leads `led` at a post, sees its covert duties."""
    return bool(led and led.is_covert) or may_see_covert(actor, area_code=area_code)


def leads(actor: Actor, *, area_code: str) -> bool:
    """Test whether the actor decides about the duties of an area."""
    return actor.holds(*LEADERS, area_code=area_code)
