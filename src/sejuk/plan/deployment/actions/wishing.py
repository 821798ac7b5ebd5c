"""Somebody asks for a day off duty, for himself. Why is not asked, and not kept."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.models import Wish

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person

# Chosen: by then the roster of the day is being made, and later a swap is asked for.
LEAST_AHEAD = timedelta(days=7)
# Chosen: the longest roster that is made at once.
MOST_AHEAD = timedelta(days=92)
# Chosen: who asks for everything asks for nothing; wishes are weighed against those of others.
MOST_ASKED = 6


@traced
def ask_day(*, day: date, actor: Actor, now: datetime) -> Wish:
    """
    Note that the actor would like a day off; whoever makes the roster sees it as a wish.

    :raises NotYours: when no person is linked with the account
    :raises Refused: when the day is too near or too far, or he has asked for it or for many already
    """
    person = _own_person(actor)
    today = localdate(now)
    if not today + LEAST_AHEAD <= day <= today + MOST_AHEAD:
        raise Refused(
            N_("A day off is asked for from %(first)s until %(last)s. Nearer days are swapped."),
            where="day",
            first=today + LEAST_AHEAD,
            last=today + MOST_AHEAD,
        )
    asked = Wish.objects.filter(person=person, day__gt=today)
    if asked.filter(day=day).exists():
        raise Refused(N_("A wish for this day is noted already."), where="day")
    if asked.count() >= MOST_ASKED:
        text = N_("At most %(count)s days ahead can be asked for. Take one of them back first.")
        raise Refused(text, where="day", count=MOST_ASKED)
    wish = Wish.objects.create(person=person, day=day, asked_by=actor.identity, asked_at=now)
    _noted("asked", subject_of(wish), day, person, actor=actor, now=now)
    return wish


@traced
def withdraw_day(*, day: date, actor: Actor, now: datetime) -> None:
    """
    Take back what the actor has asked for himself.

    :raises NotYours: when no person is linked with the account
    :raises Refused: when he has not asked for this day
    """
    person = _own_person(actor)
    wish = Wish.objects.filter(person=person, day=day, asked_by=actor.identity).first()
    if wish is None:
        raise Refused(N_("You have not asked for this day."))
    subject = subject_of(wish)
    wish.delete()
    _noted("withdrawn", subject, day, person, actor=actor, now=now)


def _own_person(actor: Actor) -> "Person":
    person = forces.person_of(actor.user_id) if actor.user_id is not None else None
    if person is None:
        raise NotYours("no person is linked")
    # Two requests of one person wait for each other.
    return type(person)._default_manager.select_for_update(no_key=True).get(pk=person.pk)


def _noted(
    deed: str, subject: str, day: date, person: "Person", *, actor: Actor, now: datetime
) -> None:
    record(
        verb=f"deployment.wish.{deed}",
        subject=subject,
        actor=actor,
        now=now,
        area_code=person.unit.area_id,
        detail={"person": person.pk, "day": day},
    )
