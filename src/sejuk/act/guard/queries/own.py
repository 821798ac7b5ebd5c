"""A person's own duties, as his phone shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import get_current_timezone, localdate

from sejuk.act.guard.models import CheckIn, Swap
from sejuk.act.guard.queries.arrivals import attendance_on, check_in_of, check_ins
from sejuk.act.guard.queries.handing import may_check_out
from sejuk.act.guard.queries.illness import ill_since
from sejuk.act.guard.queries.people import LEADING, leads, own_person
from sejuk.act.guard.queries.sent_later import sending
from sejuk.act.guard.queries.sickness import ShownNotice, own_notices
from sejuk.act.guard.queries.watches import WatchedPost, watch_shown
from sejuk.act.guard.rules import EARLIEST, Attendance, SwapState
from sejuk.act.guard.rules.changing import OPEN_SWAPS
from sejuk.act.guard.rules.checking import Sending
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.queries.changes import ChangedHands, changes_for, order_numbers
from sejuk.plan.deployment.queries.duties import (
    StandingDuty,
    duty_called,
    mates_of,
    published_duties,
)
from sejuk.plan.deployment.queries.posts import post_called

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person

# Chosen: what lies farther off changes too often to be read.
SHOWN_AHEAD = timedelta(days=42)
# Chosen: who was away for a weekend still reads on Monday what changed.
CHANGES_SHOWN_FOR = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """One's own duty: where, when, as what, and whether one is there."""

    duty: StandingDuty
    attendance: Attendance
    arrived_at: datetime | None
    left_at: datetime | None
    opens_at: datetime
    check_in_id: int | None
    sending: Sending
    # His own notice says that he is ill then, and nobody else is found yet.
    is_ill: bool

    @property
    def name(self) -> str:
        return self.duty.post_name


@dataclass(frozen=True, slots=True)
class OwnSwap:
    """A swap that waits: for oneself, for the colleague, or for a leader."""

    swap_id: int
    starts_at: datetime
    state: SwapState
    is_for_me: bool


@dataclass(frozen=True, slots=True)
class OwnDuties:
    """Everything on a person's own page."""

    person_id: int
    title: str
    next: OwnDuty | None
    next_order: str
    mates: tuple[StandingDuty, ...]
    coming: tuple[OwnDuty, ...]
    week_minutes: int
    week_duties: int
    changes: tuple[ChangedHands, ...]
    notices: tuple[ShownNotice, ...]
    swaps: tuple[OwnSwap, ...]

    @property
    def week_hours(self) -> float:
        return round(self.week_minutes / 60, 1)


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One duty: the place in words, who else stands there, and what one may do."""

    own: OwnDuty
    person_id: int | None
    is_mine: bool
    leads: bool
    order: str
    mates: tuple[StandingDuty, ...]
    place: str
    area: str
    latitude: float | None
    longitude: float | None
    may_check_in: bool
    may_leave: bool
    must_hand_over: bool
    # For who leads the shift while it runs: when the post has to answer.
    watch: WatchedPost | None
    may_swap: bool
    asked_swap_id: int | None


def own_duties(person: Person, *, now: datetime) -> OwnDuties:
    """Return a person's running and coming duties, and what changed for him."""
    monday = localdate(now) - timedelta(days=localdate(now).weekday())
    week_starts_at = datetime.combine(monday, time(), tzinfo=get_current_timezone())
    week_ends_at = week_starts_at + timedelta(days=7)
    duties = published_duties(
        starts_at=week_starts_at, ends_at=now + SHOWN_AHEAD, person_id=person.pk, covert=True
    )
    this_week = [one for one in duties if week_starts_at <= one.starts_at < week_ends_at]
    known = check_ins([one.duty_id for one in duties])
    ill = ill_since(duties)
    ahead = [
        own
        for one in duties
        if one.ends_at > now
        and (own := _own(one, known.get((one.duty_id, person.pk)), ill, now)).left_at is None
    ]
    first = ahead[0] if ahead else None
    return OwnDuties(
        person_id=person.pk,
        title=str(person),
        next=first,
        next_order=_order(first.duty) if first else "",
        mates=mates_seen(first.duty) if first else (),
        coming=tuple(ahead[1:]),
        week_minutes=sum(one.counted_minutes for one in this_week),
        week_duties=len(this_week),
        changes=tuple(changes_for(person.pk, since=now - CHANGES_SHOWN_FOR)),
        notices=tuple(own_notices(person.pk, today=localdate(now))),
        swaps=tuple(_swaps(person.pk)),
    )


def mates_seen(duty: StandingDuty) -> tuple[StandingDuty, ...]:
    """Return who else stands a shift: who stands it openly does not learn who does not."""
    return tuple(
        one
        for one in mates_of(duty)
        if one.person_id is not None and (duty.is_covert or not one.is_covert)
    )


def duty_page(duty_id: int, *, actor: Actor, now: datetime) -> DutyPage:
    """
    Return one duty, for who stands it and for who leads there.

    :raises NotYours: for anybody else
    """
    person = own_person(actor)
    duty = duty_called(duty_id, actor=actor, person_id=person.pk if person else None)
    is_mine = person is not None and duty.person_id == person.pk
    leading = leads(actor, area_code=duty.area_code)
    if not (is_mine or leading):
        raise NotYours(f"duty {duty_id}")
    row = check_in_of(duty_id, duty.person_id) if duty.person_id else None
    own = _own(duty, row, ill_since([duty]), now)
    post = post_called(duty.post_id, (EVERYWHERE,))
    is_there = own.attendance is Attendance.THERE
    asked = _open_swap(duty_id) if is_mine else None
    return DutyPage(
        own=own,
        person_id=person.pk if person else None,
        is_mine=is_mine,
        leads=leading,
        order=_order(duty),
        mates=mates_seen(duty),
        place=post.site.name if post.site else post.name,
        area=post.area.name,
        latitude=post.site.latitude if post.site else None,
        longitude=post.site.longitude if post.site else None,
        may_check_in=is_mine and row is None and own.opens_at <= now < duty.ends_at,
        may_leave=is_mine and is_there,
        must_hand_over=is_mine and is_there and not may_check_out(duty),
        watch=watch_shown(duty.post_id, now=now) if is_mine and _leads_now(duty, now) else None,
        may_swap=is_mine
        and not (duty.is_covert or own.is_ill)
        and duty.starts_at > now
        and asked is None,
        asked_swap_id=asked,
    )


def _leads_now(duty: StandingDuty, now: datetime) -> bool:
    return duty.role in LEADING and duty.starts_at <= now < duty.ends_at


def own_duty_shown(duty: StandingDuty, *, now: datetime) -> OwnDuty:
    """Return a duty with whether its holder is there."""
    row = check_in_of(duty.duty_id, duty.person_id) if duty.person_id else None
    return _own(duty, row, ill_since([duty]), now)


def _own(
    duty: StandingDuty, row: CheckIn | None, ill: Mapping[int, datetime], now: datetime
) -> OwnDuty:
    return OwnDuty(
        duty=duty,
        attendance=attendance_on(duty, row, now),
        arrived_at=row.arrived_at if row else None,
        left_at=row.left_at if row else None,
        opens_at=duty.starts_at - EARLIEST,
        check_in_id=row.pk if row else None,
        sending=sending(row),
        is_ill=duty.duty_id in ill,
    )


def _order(duty: StandingDuty) -> str:
    return order_numbers([duty.roster_id]).get(duty.roster_id, "")


def _open_swap(duty_id: int) -> int | None:
    states = [state.value for state in OPEN_SWAPS]
    found = Swap.objects.filter(duty_id=duty_id, state__in=states)
    return found.values_list("pk", flat=True).first()


def _swaps(person_id: int) -> list[OwnSwap]:
    states = [state.value for state in OPEN_SWAPS]
    rows = Swap.objects.filter(state__in=states).select_related("duty")
    asked, given = rows.filter(colleague_id=person_id), rows.filter(asker_id=person_id)
    return [
        OwnSwap(
            swap_id=row.pk,
            starts_at=row.duty.starts_at,
            state=SwapState(row.state),
            is_for_me=row.colleague_id == person_id and row.state == SwapState.ASKED.value,
        )
        for row in (asked | given).order_by("duty__starts_at")
    ]
