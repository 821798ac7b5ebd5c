"""Leave, care for villages, and the account of a person."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from sejuk.foundation.accounts import queries as accounts
from sejuk.foundation.forces import queries, rules
from sejuk.foundation.forces.models import Leave, Person, VillageCare
from sejuk.foundation.forces.rules import LeaveKind
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import VILLAGE_LEVELS
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.scoping import within


@traced
def record_leave(
    *,
    person_id: int,
    kind: LeaveKind,
    starts_on: date,
    ends_on: date,
    himself: bool = False,
    actor: Actor,
    now: datetime,
) -> Leave:
    """
    Note that a person is away from a day until a day; `himself` says that the actor is the person.

    :raises NotYours: when the person is none of the actor's area, or not himself as he says
    :raises Refused: when he may not, or the person is away already in that time
    """
    person = _person_away(person_id, actor, himself=himself)
    rules.may_be_away(actor, kind, area_code=person.unit.area_id, is_himself=himself).or_refuse()
    rules.may_be_period(starts_on, ends_on).or_refuse()
    # Two leaves that overlap would be counted as two absences.
    Person.objects.select_for_update().get(pk=person.pk)
    if person.leaves.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused(N_("This person is on leave already in that time."))
    leave = Leave.objects.create(
        person=person, kind=kind.value, starts_on=starts_on, ends_on=ends_on
    )
    record(
        verb="forces.leave.recorded",
        subject=leave,
        actor=actor,
        now=now,
        area_code=person.unit.area_id,
        detail={"person": person.pk, "starts_on": starts_on, "ends_on": ends_on},
    )
    return leave


def _person_away(person_id: int, actor: Actor, *, himself: bool) -> Person:
    if not himself:
        return queries.get_active_person(person_id, scope=actor.scope)
    own = queries.person_of(actor.user_id) if actor.user_id is not None else None
    if own is None or own.pk != person_id:
        raise NotYours(f"person {person_id}")
    return own


@traced
def withdraw_leave(*, leave_id: int, himself: bool = False, actor: Actor, now: datetime) -> None:
    """
    Take a leave back that was not taken; `himself` says that it is the actor's own.

    :raises NotYours: when it is none of the actor's area, or not his own as he says
    :raises Refused: when he may not
    """
    own, area = Q(person__user_id=actor.user_id or 0), "person__unit__area_id"
    leave = (
        Leave.objects.filter(own if himself else within(actor.scope, area), id=leave_id)
        .select_related("person__unit")
        .first()
    )
    if leave is None:
        raise NotYours(f"leave {leave_id}")
    area_code = leave.person.unit.area_id
    kind = LeaveKind(leave.kind)
    rules.may_be_away(actor, kind, area_code=area_code, is_himself=himself).or_refuse()
    record(
        verb="forces.leave.withdrawn",
        subject=leave,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"person": leave.person_id, "starts_on": leave.starts_on, "ends_on": leave.ends_on},
    )
    leave.delete()


@traced
def give_care(
    *, person_id: int, area_code: str, starts_on: date, actor: Actor, now: datetime
) -> VillageCare:
    """
    Let an officer answer for a village from a day on.

    :raises NotYours: when officer or village is none of the actor's area
    :raises Refused: when he may not, the area is no village, or the officer has it already
    """
    person = queries.get_active_person(person_id, scope=actor.scope)
    area = places.area_called(area_code, actor.scope)
    rules.may_arrange(actor, area_code=area.code).or_refuse()
    if area.level not in VILLAGE_LEVELS:
        raise Refused(N_("Only a desa or kelurahan is given into care."))
    Person.objects.select_for_update().get(pk=person.pk)
    if person.villages_in_care.filter(area_id=area.code, ends_on__isnull=True).exists():
        raise Refused(N_("This officer has this village in care already."))
    care = VillageCare.objects.create(person=person, area_id=area.code, starts_on=starts_on)
    record(
        verb="forces.care.given",
        subject=care,
        actor=actor,
        now=now,
        area_code=area.code,
        detail={"person": person.pk, "starts_on": starts_on},
    )
    return care


@traced
def end_care(*, care_id: int, ends_on: date, actor: Actor, now: datetime) -> VillageCare:
    """
    Let an officer's care for a village end on a day.

    :raises NotYours: when it is none of the actor's area
    :raises Refused: when he may not, or the day lies before the first
    """
    care = VillageCare.objects.select_for_update().filter(within(actor.scope), id=care_id).first()
    if care is None:
        raise NotYours(f"care {care_id}")
    rules.may_arrange(actor, area_code=care.area_id).or_refuse()
    rules.may_be_period(care.starts_on, ends_on).or_refuse()
    care.ends_on = ends_on
    care.save(update_fields=["ends_on"])
    record(
        verb="forces.care.ended",
        subject=care,
        actor=actor,
        now=now,
        area_code=care.area_id,
        detail={"person": care.person_id, "ends_on": ends_on},
    )
    return care


@traced
def link_user(*, person_id: int, user_id: int | None, actor: Actor, now: datetime) -> Person:
    """
    Say which account is a person's, or that he has none.

    :raises NotYours: when person or account is none of the actor's area
    :raises Refused: when he is no administrator there, or the account is another's
    """
    person = queries.get_active_person(person_id, scope=actor.scope)
    rules.may_link(actor, area_code=person.unit.area_id).or_refuse()
    if user_id is not None:
        accounts.get_person(user_id, actor=actor)
    person.user_id = user_id
    try:
        with transaction.atomic():
            person.save(update_fields=["user"])
    except IntegrityError:
        raise Refused(N_("This account is linked to somebody else. Unlink it there.")) from None
    record(
        verb="forces.person.linked",
        subject=person,
        actor=actor,
        now=now,
        area_code=person.unit.area_id,
        detail={"user": user_id},
    )
    return person
