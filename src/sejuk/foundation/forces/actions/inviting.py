"""People of the joint force are invited: the account that comes of it is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sejuk.foundation.accounts import actions as accounts
from sejuk.foundation.forces import queries, rules
from sejuk.foundation.ledger.actions import traced
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    """One who was invited, with the token of his link, which exists here and nowhere else."""

    person_id: int
    title: str
    unit: str
    token: str
    expires_at: datetime


@traced
def invite_people(*, person_ids: Sequence[int], actor: Actor, now: datetime) -> list[InvitedPerson]:
    """
    Make a one-time link for each of these people, as guards of their units' areas.

    :raises NotYours: when one is not there, or lies outside the actor's area
    :raises Refused: when there is nobody, the actor is no administrator there, or one has an
        account already
    """
    if not person_ids:
        raise Refused(N_("Nobody is chosen. Tick at least one person."))
    return [_invited(number, actor, now) for number in person_ids]


def _invited(person_id: int, actor: Actor, now: datetime) -> InvitedPerson:
    person = queries.get_active_person(person_id, scope=actor.scope)
    area_code = person.unit.area_id
    rules.may_link(actor, area_code=area_code).or_refuse()
    if person.user_id is not None:
        raise Refused(N_("%(person)s has an account already."), person=str(person))
    made = accounts.invite_person(
        display_name=str(person),
        grants=[Grant(Role.GUARD, area_code)],
        person_id=person.pk,
        actor=actor,
        now=now,
    )
    return InvitedPerson(
        person.pk, str(person), person.unit.name, made.token, made.invitation.expires_at
    )
