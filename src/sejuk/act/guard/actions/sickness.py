"""Somebody says that he is ill. What he has is not asked, and not kept."""

from datetime import date, datetime

from django.utils.timezone import localdate

from sejuk.act.guard.models import SickNotice
from sejuk.act.guard.queries import sickness as queries
from sejuk.act.guard.queries.people import get_own_person, leads, own_person
from sejuk.act.guard.rules import changing
from sejuk.foundation.forces import actions as forces
from sejuk.foundation.forces import queries as people
from sejuk.foundation.forces.rules import LeaveKind
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import EVERYWHERE, Actor


@traced
def tell_sick(
    *, person_id: int | None, starts_at: datetime, ends_on: date, actor: Actor, now: datetime
) -> SickNotice:
    """
    Note that the actor (`person_id` None), or somebody whom he leads, is ill until a day.

    It becomes leave in the records of the force; his duties of that time need somebody else.

    :raises NotYours: when no person is linked with the account, or he is not there
    :raises Refused: when the actor may not, the days make no sense, or he is on leave already
    """
    own = own_person(actor)
    number = person_id if person_id is not None else get_own_person(actor).pk
    person = people.get_active_person(number, scope=(EVERYWHERE,))
    area_code = person.unit.area_id
    is_himself = own is not None and own.pk == person.pk
    changing.may_tell_sick(
        is_himself=is_himself,
        leads=leads(actor, area_code=area_code),
        starts_at=starts_at,
        ends_on=ends_on,
        today=localdate(now),
        now=now,
    ).or_refuse()
    leave = forces.record_leave(
        person_id=person.pk,
        kind=LeaveKind.SICK,
        starts_on=localdate(starts_at),
        ends_on=ends_on,
        himself=is_himself,
        actor=actor,
        now=now,
    )
    notice = SickNotice.objects.create(
        person=person,
        starts_at=starts_at,
        ends_on=ends_on,
        told_by=actor.name,
        told_at=now,
        leave_id=leave.pk,
    )
    duties = queries.duties_hit(person.pk, starts_at, ends_on)
    record(
        verb="guard.sicknotice.told",
        subject=notice,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={
            "person": person.pk,
            "leave": leave.pk,
            # By what right the leave stands: everybody says for himself that he is ill.
            "himself": is_himself,
            "duties": [duty.duty_id for duty in duties],
        },
    )
    return notice


@traced
def withdraw_sick(*, notice_id: int, actor: Actor, now: datetime) -> SickNotice:
    """
    Take a sick notice back; duties that somebody else has taken meanwhile stay with him.

    :raises NotYours: when it is neither the actor's nor of somebody whom he leads
    :raises Refused: when it was taken back already
    """
    SickNotice.objects.select_for_update().filter(pk=notice_id).first()
    notice = queries.notice_called(notice_id, actor=actor)
    own = own_person(actor)
    area_code = notice.person.unit.area_id
    is_himself = own is not None and own.pk == notice.person_id
    changing.may_withdraw_sick(
        is_himself=is_himself,
        leads=leads(actor, area_code=area_code),
        is_withdrawn=notice.withdrawn_at is not None,
    ).or_refuse()
    if notice.leave_id is not None and _is_there(notice.leave_id, notice.person_id):
        forces.withdraw_leave(leave_id=notice.leave_id, himself=is_himself, actor=actor, now=now)
    notice.withdrawn_at, notice.withdrawn_by = now, actor.name
    notice.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        verb="guard.sicknotice.withdrawn",
        subject=notice,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"person": notice.person_id},
    )
    return notice


def _is_there(leave_id: int, person_id: int) -> bool:
    """Test whether the desk has not taken the leave back itself."""
    return people.leaves_of(person_id).filter(pk=leave_id).exists()
