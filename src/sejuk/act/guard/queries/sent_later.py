"""Arrivals that a phone sent long after the moment it states: somebody who was there confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from sejuk.act.guard.models import CheckIn
from sejuk.act.guard.queries.people import LEADING, own_person, sees_covert
from sejuk.act.guard.rules.checking import SENT_LATE_AFTER, Sending, sending_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.queries.duties import StandingDuty, duty_called, mates_of


@dataclass(frozen=True, slots=True)
class SentLater:
    """An arrival that waits for somebody who says that it was so."""

    check_in_id: int
    person_id: int
    person: str
    post_name: str
    starts_at: datetime
    arrived_at: datetime
    recorded_at: datetime


def sending(row: CheckIn | None) -> Sending:
    """Return how an arrival came to be known; at once where there is none."""
    if row is None:
        return Sending.AT_ONCE
    return sending_of(
        arrived_at=row.arrived_at, recorded_at=row.recorded_at, confirmed_at=row.confirmed_at
    )


def unconfirmed(duties: Iterable[StandingDuty]) -> tuple[SentLater, ...]:
    """Return which arrivals of these duties were sent later and wait, the oldest first."""
    by_id = {duty.duty_id: duty for duty in duties}
    rows = CheckIn.objects.filter(
        duty_id__in=by_id,
        confirmed_at__isnull=True,
        recorded_at__gt=F("arrived_at") + SENT_LATE_AFTER,
    ).select_related("person")
    return tuple(
        SentLater(
            check_in_id=row.pk,
            person_id=row.person_id,
            person=str(row.person),
            post_name=by_id[row.duty_id].post_name,
            starts_at=by_id[row.duty_id].starts_at,
            arrived_at=row.arrived_at,
            recorded_at=row.recorded_at,
        )
        for row in rows.order_by("arrived_at", "pk")
    )


def duty_to_confirm(row: CheckIn, *, actor: Actor) -> tuple[StandingDuty, bool]:
    """
    Return the duty of an arrival, and whether the actor leads its shift.

    :raises NotYours: when he neither leads it nor sees such duties of that area
    """
    holder_id = row.duty.person_id
    duty = duty_called(row.duty_id, actor=actor, person_id=holder_id or row.person_id)
    led = _duty_led_with(actor, duty)
    sees = not duty.is_covert or sees_covert(actor, led, area_code=duty.area_code)
    if not sees or (led is None and not actor.covers(duty.area_code)):
        raise NotYours(f"check-in {row.pk}")
    return duty, led is not None


def _duty_led_with(actor: Actor, duty: StandingDuty) -> StandingDuty | None:
    """Return the duty by which the actor leads the shift of another duty, past or present."""
    person = own_person(actor)
    if person is None:
        return None
    own = (one for one in mates_of(duty) if one.person_id == person.pk)
    return next((one for one in own if one.role in LEADING), None)
