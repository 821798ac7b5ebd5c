"""Rosters of an operation: one to change, those in force, and what changed hands meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Duty, Roster, Solve, Substitution
from sejuk.plan.deployment.queries.duties import holding
from sejuk.plan.deployment.rules import OPEN_SOLVES, RosterState


def roster_to_change(roster_id: int, *, actor: Actor) -> Roster:
    """
    Return a roster with its operation, locked until the transaction ends.

    :raises NotYours: when it is not there, or its operation is none of the actor's
    """
    found = _locked().filter(id=roster_id).first()
    if found is None:
        raise NotYours(f"roster {roster_id}")
    operations.operation_called(found.operation_id, actor.scope)
    return found


def _locked() -> QuerySet[Roster]:
    # Not against those who merely refer to it: duties are written in other transactions.
    locked = Roster.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("operation", "proposed_by")


def lock_versions(roster: Roster) -> None:
    """Let nobody else publish a roster of this operation until the transaction ends."""
    whose = type(roster.operation)._default_manager.select_for_update(no_key=True)
    whose.get(pk=roster.operation_id)


def next_version(roster: Roster) -> int:
    """Return the number that the next published roster of the operation gets."""
    found = Roster.objects.filter(operation_id=roster.operation_id).aggregate(last=Max("version"))
    return (found["last"] or 0) + 1


def in_force(operation_id: int, *, first: date, last: date) -> QuerySet[Roster]:
    """Return the published rosters that have days from `first` to `last`, by their days."""
    return Roster.objects.filter(
        operation_id=operation_id,
        state=RosterState.PUBLISHED,
        starts_on__lte=last,
        ends_on__gte=first,
    ).order_by("starts_on", "id")


def open_solve(roster: Roster) -> Solve | None:
    """Return the computing of a roster that waits or runs."""
    states = [state.value for state in OPEN_SOLVES]
    return roster.solves.filter(state__in=states).first()


def is_solve_open(solve_id: int) -> bool:
    """Tell whether a computing waits or runs."""
    states = [state.value for state in OPEN_SOLVES]
    return Solve.objects.filter(id=solve_id, state__in=states).exists()


@dataclass(frozen=True, slots=True)
class Missed:
    """A duty that changed hands in the published roster, which a draft does not know yet."""

    post: str
    band: str
    day: date
    was: str
    now: str


def missed_substitutions(draft: Roster, *, now: datetime) -> Iterator[Missed]:
    """Yield what changed hands ahead since a draft was made, and stands otherwise in it."""
    late = Substitution.objects.filter(
        duty__roster__in=in_force(draft.operation_id, first=draft.starts_on, last=draft.ends_on),
        decided_at__gt=draft.created_at,
        duty__starts_at__gt=now,
        duty__day__gte=draft.starts_on,
        duty__day__lte=draft.ends_on,
        was__isnull=False,
    ).select_related("was", "now", "duty__post")
    rows = draft.duties.filter(demand__in=late.values("duty__demand"))
    there = set(rows.values_list("demand", "person_id"))
    for one in late.order_by("decided_at", "id"):
        is_last_word = one.duty.person_id == one.now_id
        if is_last_word and (one.duty.demand, one.was_id) in there:
            taker = str(one.now) if one.now else ""
            duty = one.duty
            yield Missed(duty.post.name, duty.band_name, duty.day, str(one.was), taker)


def holding_duty_to_change(duty_id: int, *, actor: Actor) -> Duty:
    """
    Return a published duty with its roster, locked until the transaction ends.

    :raises NotYours: when it is not there, not published, or outside the actor's area
    """
    found = (
        Duty.objects.select_for_update(of=("self", "roster"), no_key=True)
        .select_related("roster__operation", "post", "person")
        .filter(holding(), within(actor.scope, "post__area_id"), id=duty_id)
        .first()
    )
    if found is None:
        raise NotYours(f"duty {duty_id}")
    return found
