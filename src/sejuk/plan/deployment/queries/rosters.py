"""Rosters of an operation: one to change, those in force, and what changed hands meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, QuerySet

from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Duty, Roster, Solve, StationPlan, Substitution
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


def lock_versions(plan: Roster | StationPlan) -> None:
    """Let nobody else publish a roster or station plan of this operation until we are done."""
    whose = type(plan.operation)._default_manager.select_for_update(no_key=True)
    whose.get(pk=plan.operation_id)


def next_version(roster: Roster) -> int:
    """Return the number that the next published roster of the operation gets."""
    found = Roster.objects.filter(operation_id=roster.operation_id).aggregate(last=Max("version"))
    return (found["last"] or 0) + 1


def lock_in_force(roster: Roster) -> None:
    """Let no duty of the published rosters of these days change hands meanwhile."""
    there = in_force(roster.operation_id, first=roster.starts_on, last=roster.ends_on)
    _lock(there)


def lock_rosters_of(duty_ids: Collection[int]) -> None:
    """
    Lock the rosters of duties that are to change hands, before the duties themselves.

    Publishing locks them in the same order: nobody waits for ever, and nothing that changes hands
    while a new version is judged is lost.
    """
    _lock(Roster.objects.filter(id__in=Duty.objects.filter(id__in=duty_ids).values("roster_id")))


def _lock(found: QuerySet[Roster]) -> None:
    locked = found.select_for_update(of=("self",), no_key=True).order_by("id")
    list(locked.values_list("id", flat=True))


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
    """
    Yield what changed hands ahead since a draft was made, and stands otherwise in it.

    A seat may have changed hands more than once. Who stands it now is compared with the draft: it
    has missed something where it still holds somebody who left the seat meanwhile, or leaves empty
    what was empty for a time and is not any more. Whoever else it places there is the planner's.
    """
    published = in_force(draft.operation_id, first=draft.starts_on, last=draft.ends_on)
    late = Substitution.objects.filter(
        duty__roster__in=published,
        decided_at__gt=draft.created_at,
        duty__starts_at__gt=now,
        duty__day__gte=draft.starts_on,
        duty__day__lte=draft.ends_on,
    ).select_related("was", "duty__post", "duty__person")
    former: dict[Duty, dict[int | None, str]] = {}
    for one in late.order_by("decided_at", "id"):
        former.setdefault(one.duty, {})[one.was_id] = str(one.was or "")
    demands = [duty.demand for duty in former]
    standing = _holders(Duty.objects.filter(roster__in=published, demand__in=demands))
    drafted = _holders(draft.duties.filter(demand__in=demands))
    for duty, before in former.items():
        there = drafted.get(duty.demand, set())
        stale = _stale(there, standing.get(duty.demand, set()), before, duty.person_id)
        if stale is not None:
            taker = str(duty.person or "")
            yield Missed(duty.post.name, duty.band_name, duty.day, stale, taker)


def _holders(duties: QuerySet[Duty]) -> dict[str, set[int | None]]:
    """Return who stands each demand; None is there when a seat of it is empty."""
    found: dict[str, set[int | None]] = {}
    for demand, person_id in duties.values_list("demand", "person_id"):
        found.setdefault(demand, set()).add(person_id)
    return found


def _stale(
    drafted: Set[int | None],
    standing: Set[int | None],
    before: Mapping[int | None, str],
    now_id: int | None,
) -> str | None:
    """Return whom a draft still holds on a seat that he has left, "" for nobody, None if none."""
    for person_id, name in before.items():
        if person_id is not None and person_id in drafted and person_id not in standing:
            return name
    was_empty = None in before and now_id is not None
    return "" if was_empty and None in drafted and now_id not in drafted else None


def holding_duty_to_change(duty_id: int, *, actor: Actor) -> Duty:
    """
    Return a published duty with its roster, locked until the transaction ends.

    :raises NotYours: when it is not there, not published, or outside the actor's area
    """
    lock_rosters_of((duty_id,))
    found = (
        Duty.objects.select_for_update(of=("self",), no_key=True)
        .select_related("roster__operation", "post", "person")
        .filter(holding(), within(actor.scope, "post__area_id"), id=duty_id)
        .first()
    )
    if found is None:
        raise NotYours(f"duty {duty_id}")
    return found
