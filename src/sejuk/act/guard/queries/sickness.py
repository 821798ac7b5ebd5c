"""Sick notices, and which duties need somebody else because of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone, localdate

from sejuk.act.guard.models import SickNotice
from sejuk.act.guard.queries.people import leads, own_person
from sejuk.act.guard.rules import LEADERS
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.queries.duties import StandingDuty, duty_called, published_duties
from sejuk.plan.deployment.rules import COVERT_READERS, may_see_covert


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A sick notice."""

    notice_id: int
    person: str
    starts_at: datetime
    ends_on: date
    told_by: str
    told_at: datetime


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty whose holder is ill, or did not come, and for which nobody else is found yet."""

    duty: StandingDuty
    until: date


def notice_called(notice_id: int, *, actor: Actor) -> SickNotice:
    """
    Return a sick notice of the actor himself, or of somebody whom he leads.

    :raises NotYours: when there is none
    """
    person = own_person(actor)
    row = SickNotice.objects.select_related("person__unit").filter(pk=notice_id).first()
    if row is None:
        raise NotYours(f"notice {notice_id}")
    is_own = person is not None and row.person_id == person.pk
    if not (is_own or leads(actor, area_code=row.person.unit.area_id)):
        raise NotYours(f"notice {notice_id}")
    return row


def own_notices(person_id: int, *, today: date) -> list[ShownNotice]:
    """Return the notices of a person that hold today or later."""
    rows = running_notices(today).filter(person_id=person_id)
    return [_shown_notice(row) for row in rows.order_by("starts_at")]


def notices_seen_by(actor: Actor, *, today: date) -> list[ShownNotice]:
    """Return who of the actor's area is ill by his own notice, today or later."""
    rows = running_notices(today).filter(
        within(actor.only(*LEADERS).scope, "person__unit__area_id")
    )
    return [_shown_notice(row) for row in rows.order_by("starts_at")]


def running_notices(today: date) -> QuerySet[SickNotice]:
    rows = SickNotice.objects.filter(withdrawn_at__isnull=True, ends_on__gte=today)
    return rows.select_related("person")


def _shown_notice(row: SickNotice) -> ShownNotice:
    return ShownNotice(
        notice_id=row.pk,
        person=str(row.person),
        starts_at=row.starts_at,
        ends_on=row.ends_on,
        told_by=row.told_by,
        told_at=row.told_at,
    )


def open_duties(actor: Actor, *, now: datetime) -> list[OpenDuty]:
    """Return the duties of the actor's area whose holders are ill, the next first."""
    notices = list(running_notices(localdate(now)))
    if not notices:
        return []
    last = max(_end_of(row.ends_on) for row in notices)
    ahead = published_duties(
        starts_at=now,
        ends_at=last,
        scope=actor.only(*LEADERS).scope,
        covert=actor.holds(*COVERT_READERS),
    )
    ill = {row.person_id: row for row in notices}
    return [
        OpenDuty(duty, notice.ends_on)
        for duty in ahead
        if (notice := ill.get(duty.person_id or 0)) and _is_hit(duty, notice) and _sees(duty, actor)
    ]


def duties_hit(person_id: int, starts_at: datetime, ends_on: date) -> list[StandingDuty]:
    """Return the duties of a person that lie in the time in which he is ill."""
    return published_duties(
        starts_at=starts_at, ends_at=_end_of(ends_on), person_id=person_id, covert=True
    )


def _is_hit(duty: StandingDuty, notice: SickNotice) -> bool:
    return duty.ends_at > notice.starts_at and duty.starts_at < _end_of(notice.ends_on)


def _sees(duty: StandingDuty, actor: Actor) -> bool:
    return not duty.is_covert or may_see_covert(actor, area_code=duty.area_code)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=get_current_timezone())


def duty_to_fill(duty_id: int, *, actor: Actor) -> StandingDuty:
    """
    Return a duty for which a leader looks for somebody else.

    :raises NotYours: when it is none of the area that he leads
    """
    duty = duty_called(duty_id, actor=actor)
    if not leads(actor, area_code=duty.area_code):
        raise NotYours(f"duty {duty_id}")
    return duty


def is_ill(duty: StandingDuty, *, today: date) -> bool:
    """Test whether whoever stands a duty has said that he is ill then."""
    rows = running_notices(today).filter(person_id=duty.person_id or 0)
    return any(_is_hit(duty, row) for row in rows)
