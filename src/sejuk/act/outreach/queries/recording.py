"""What writing a visit down needs to know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext

from sejuk.act.outreach import rules
from sejuk.act.outreach.models import Visit
from sejuk.act.outreach.rules import OrderHeld
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.directions import shown_turns
from sejuk.plan.programme.queries import weeks
from sejuk.plan.programme.queries.weeks import ShownProposal
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import OPEN_STATES, Kind

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person
    from sejuk.sense.signals.models import Signal

ANYWHERE = (EVERYWHERE,)
# How a signal names the visit that brought it in.
FROM_A_VISIT = "outreach.visit:"


@dataclass(frozen=True, slots=True)
class OpenConcern:
    """A concern that an earlier visit brought in and that is still open."""

    signal_id: int
    kind: str
    text: str
    heard_on: date


@dataclass(frozen=True, slots=True)
class InCare:
    """A village that the recording officer answers for."""

    code: str
    name: str
    within: str

    @property
    def words(self) -> str:
        """Return the village as the area field takes it."""
        return f"{self.name}, {self.within} ({self.code})"


@dataclass(frozen=True, slots=True)
class Recording:
    """What the visit form offers: villages, officers, orders, and concerns to ask about."""

    area_code: str
    village: InCare | None
    in_care: tuple[InCare, ...]
    officers: tuple[tuple[int, str], ...]
    officer_id: int | None
    orders: tuple[tuple[int, str], ...]
    concerns: tuple[OpenConcern, ...]
    proposal: ShownProposal | None


def officer_called(officer_id: int) -> "Person":
    """
    Return the officer who paid a visit.

    :raises NotYours: when there is no such person.
    """
    return forces.person_called(officer_id, ANYWHERE)


def is_in_his_care(area_code: str, *, actor: Actor, day: date) -> bool:
    """Test whether the actor himself answers for a village."""
    holders = forces.officers_in_care((area_code,), day) if actor.user_id is not None else []
    return any(officer.user_id == actor.user_id for officer in holders)


def earliest_visit(now: datetime) -> datetime:
    """Return from when on visits belong to the operation."""
    return signals.operation_bounds(now).earliest


def order_held(order_id: int | None, *, officer_id: int) -> OrderHeld | None:
    """
    Return from when until when an order holds, and whether it sends the officer.

    :raises NotYours: when there is no such order.
    """
    if order_id is None:
        return None
    order = operations.order_called(order_id, ANYWHERE)
    return OrderHeld(order.starts_on, order.ends_on, sends_him=operations.sends(order, officer_id))


def visit_sent_as(idempotency_key: str | None) -> Visit | None:
    """Return the visit that came in under a form's key."""
    if idempotency_key is None:
        return None
    return Visit.objects.filter(idempotency_key=idempotency_key).first()


def get_open_concern(signal_id: int, *, area_code: str, actor: Actor) -> "Signal":
    """
    Return a concern to follow up.

    :raises Refused: when it was closed meanwhile, or was never a concern of this village.
    """
    rows = signals.visible_signals(actor).filter(
        pk=signal_id, area_id=area_code, state__in=OPEN_STATES, came_from__startswith=FROM_A_VISIT
    )
    found = rows.first()
    if found is None:
        raise Refused(
            N_("A concern that you answered is no longer open. Look at the list again."),
            where="follow_ups",
        )
    return found


def open_concerns(area_code: str, *, actor: Actor) -> tuple[OpenConcern, ...]:
    """
    Return the concerns of a village that earlier visits brought in, oldest first.

    What residents reported is left out: who asks around about a report gives its author away.
    """
    rows = (
        signals.visible_signals(actor)
        .filter(area_id=area_code, state__in=OPEN_STATES, came_from__startswith=FROM_A_VISIT)
        .exclude(kind=Kind.POSITIVE)
        .order_by("heard_at", "id")[: rules.MOST_CONCERNS]
    )
    return tuple(
        OpenConcern(
            row.pk, gettext(Kind(row.kind).label), shown_turns(row.text), localdate(row.heard_at)
        )
        for row in rows
    )


def recording(area_code: str, proposal_id: int | None, *, actor: Actor, now: datetime) -> Recording:
    """
    Return what the form offers, for a village when one is chosen.

    :raises NotYours: when the proposal, or the village, does not exist for this actor.
    """
    today = localdate(now)
    proposal = None
    if proposal_id is not None:
        proposal = weeks.get_shown_proposal(proposal_id, actor=actor, today=today)
        area_code = proposal.area_code
    myself = forces.person_of(actor.user_id) if actor.user_id is not None else None
    held = forces.villages_in_care(ANYWHERE, today, person_id=myself.pk) if myself else []
    in_care = tuple(InCare(one.area_code, one.village, one.subdistrict) for one in held)
    officers = _officers(area_code, myself, actor=actor, today=today)
    wanted = proposal.officer_id if proposal else None
    return Recording(
        area_code=area_code,
        village=_village(area_code, in_care, actor=actor) if area_code else None,
        in_care=in_care,
        officers=tuple(officers.items()),
        officer_id=wanted if wanted in officers else next(iter(officers), None),
        orders=_orders(
            # Before the village is known, a desk chooses among all; the officer is looked at after.
            None if not area_code and actor.holds(*rules.DESK) else officers,
            today,
        ),
        concerns=open_concerns(area_code, actor=actor) if area_code else (),
        proposal=proposal,
    )


def _officers(
    area_code: str, myself: "Person | None", *, actor: Actor, today: date
) -> dict[int, str]:
    """Return whose visit it can be: his own, and for a desk those of who have the village."""
    officers = {myself.pk: str(myself)} if myself else {}
    if area_code and actor.holds(*rules.DESK, area_code=area_code):
        there = forces.villages_in_care((area_code,), today)
        # Whoever has the village in care was there more likely than who sits at the desk.
        officers = {one.person_id: one.officer for one in there} | officers
    return officers


def _village(area_code: str, in_care: tuple[InCare, ...], *, actor: Actor) -> InCare:
    known = next((one for one in in_care if one.code == area_code), None)
    if known:
        return known
    area = places.area_called(area_code, actor.scope)
    return InCare(area.code, area.name, area.parent.name if area.parent else "")


def officer_of(area_code: str, day: date) -> int | None:
    """Return who has a village in care on a day."""
    found = forces.officer_for(area_code, day)
    return found.person_id if found else None


def _orders(officers: Collection[int] | None, today: date) -> tuple[tuple[int, str], ...]:
    """Return the orders that send one of these officers, or anybody."""
    return tuple((order.pk, order.number) for order in operations.orders_sending(officers, today))
