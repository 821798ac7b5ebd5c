"""The list of rosters, and what is looked at before one is proposed or published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.refusals import explained
from sejuk.kit.scoping import within
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Duty, Override, Roster, Solve
from sejuk.plan.deployment.queries.duties import AREA
from sejuk.plan.deployment.queries.history import Replaced, replaced_by
from sejuk.plan.deployment.queries.verdicts import (
    BrokenRule,
    KeptFigures,
    asked_of,
    asks_of,
    broken_rules,
)
from sejuk.plan.deployment.rules import OPEN_SOLVES, Posture, RosterState

# Chosen: who wants an older one finds it in the list and makes a draft there.
MOST_CHOICES = 50


@dataclass(frozen=True, slots=True)
class ListedRoster:
    """A roster in the list; what was judged of an older state of it is left out."""

    id: int
    name: str
    state: RosterState
    version: int | None
    starts_on: date
    ends_on: date
    seats: int
    empty: int
    hard: int | None
    warn: int | None
    cost: int | None
    created_by: str
    created_at: datetime
    is_computing: bool


def rosters_seen(actor: Actor, *, state: str = "") -> QuerySet[Roster]:
    """Return the rosters of the actor's operations, the newest first."""
    seen = operations.operations_seen(actor.scope)
    found = Roster.objects.filter(operation__in=seen)
    if state:
        found = found.filter(state=state)
    return found.select_related("operation").order_by("-created_at", "-id")


def listed_rosters(rosters: Sequence[Roster], *, actor: Actor) -> list[ListedRoster]:
    """Return rosters as the list shows them, with the seats that the actor sees counted."""
    counts = _seat_counts(rosters, actor)
    states = [state.value for state in OPEN_SOLVES]
    solves = Solve.objects.filter(roster__in=rosters, state__in=states)
    computing = set(solves.values_list("roster_id", flat=True))
    asked = {whose: asked_of(whose) for whose in {one.operation_id for one in rosters}}
    return [
        _listed(
            one,
            counts.get(one.pk, (0, 0)),
            asked=asked[one.operation_id],
            is_computing=one.pk in computing,
        )
        for one in rosters
    ]


def _seat_counts(rosters: Iterable[Roster], actor: Actor) -> dict[int, tuple[int, int]]:
    listed = list(rosters)
    without_covert = [
        one for one in listed if not rules.may_see_covert(actor, area_code=one.operation.area_id)
    ]
    seen = Duty.objects.filter(within(actor.scope, AREA), roster__in=listed)
    seen = seen.exclude(posture=Posture.COVERT, roster__in=without_covert)
    rows = seen.values_list("roster_id").annotate(
        seats=Count("id"), empty=Count("id", filter=Q(person__isnull=True))
    )
    return {roster: (seats, empty) for roster, seats, empty in rows.order_by()}


def _listed(
    roster: Roster, counts: tuple[int, int], *, asked: str, is_computing: bool
) -> ListedRoster:
    figures: KeptFigures | None = roster.figures
    if figures is not None and figures["revision"] != roster.revision:
        figures = None
    # What was published keeps the figures with which it was; a draft is asked anew.
    is_open = RosterState(roster.state) in (RosterState.DRAFT, RosterState.PROPOSED)
    if figures is not None and is_open and figures.get("asked") != asked:
        figures = None
    return ListedRoster(
        id=roster.pk,
        name=roster.name,
        state=RosterState(roster.state),
        version=roster.version,
        starts_on=roster.starts_on,
        ends_on=roster.ends_on,
        seats=counts[0],
        empty=counts[1],
        hard=figures["hard"] if figures else None,
        warn=figures["warn"] if figures else None,
        cost=figures["cost"] if figures else None,
        created_by=roster.created_by,
        created_at=roster.created_at,
        is_computing=is_computing,
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """A warning that was published in spite of, by whom and why."""

    asks: str
    count: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What whoever proposes or publishes a roster looks at."""

    is_judged: bool
    empty: int
    seats: int
    cost: int
    kilometres: int
    changes: int
    hard: tuple[BrokenRule, ...]
    warn: tuple[BrokenRule, ...]
    soft: tuple[BrokenRule, ...]
    decided: tuple[Decided, ...]
    proposed_by: str
    proposed_at: datetime | None
    published_by: str
    published_at: datetime | None
    note: str
    order: str
    may_propose: bool
    may_publish: bool
    why_not_publish: str
    may_return: bool
    may_drop: bool
    may_repair: bool
    is_repair: bool
    replaced: tuple[Replaced, ...]


def publish_page(roster: Roster, *, actor: Actor) -> PublishPage:
    """Return the last verdict on a roster in words, and what the actor may do with it."""
    figures: KeptFigures | None = roster.figures
    if figures is not None and figures["revision"] != roster.revision:
        figures = None
    broken = broken_rules(figures)
    state, area_code = RosterState(roster.state), roster.operation.area_id
    publishing = rules.may_publish(
        actor, area_code=area_code, proposed_by_id=roster.proposed_by_id, state=state
    )
    is_planner = bool(rules.may_plan(actor, area_code=area_code))
    return PublishPage(
        is_judged=figures is not None,
        empty=figures["empty"] if figures else 0,
        seats=figures["seats"] if figures else 0,
        cost=figures["cost"] if figures else 0,
        kilometres=figures["kilometres"] if figures else 0,
        changes=figures["changes"] if figures else 0,
        hard=tuple(one for one in broken if one.level == "hard"),
        warn=tuple(one for one in broken if one.level == "warn"),
        soft=tuple(one for one in broken if one.level == "soft"),
        decided=_decided(roster),
        proposed_by=str(roster.proposed_by or ""),
        proposed_at=roster.proposed_at,
        published_by=str(roster.published_by or ""),
        published_at=roster.published_at,
        note=roster.note,
        order=roster.order.number if roster.order else "",
        may_propose=is_planner and state is RosterState.DRAFT,
        may_publish=bool(publishing),
        why_not_publish=explained(publishing)
        if state is RosterState.PROPOSED and not publishing
        else "",
        may_return=state is RosterState.PROPOSED
        and bool(rules.may_return(actor, area_code=area_code)),
        may_drop=is_planner and bool(rules.may_move(state, RosterState.DROPPED)),
        may_repair=is_planner and state is RosterState.PUBLISHED,
        is_repair=bool(roster.figures and "repair" in roster.figures),
        replaced=replaced_by(roster, actor=actor) if publishing else (),
    )


def _decided(roster: Roster) -> tuple[Decided, ...]:
    if roster.published_at is None:
        return ()
    return tuple(
        Decided(asks=asks_of(one.rule), count=one.breaches, reason=one.reason, by=one.overridden_by)
        for one in Override.objects.filter(roster=roster).order_by("rule")
    )


def order_choices(roster: Roster) -> list[tuple[int, str]]:
    """Return the orders of the roster's operation, the newest first."""
    found = roster.operation.orders.order_by("-issued_on", "-id")
    return list(found.values_list("id", "number"))


def draft_choices(actor: Actor) -> list[tuple[int, str]]:
    """Return the rosters that a new draft may be made from, with their days."""
    kept = [RosterState.DRAFT, RosterState.PROPOSED, RosterState.PUBLISHED]
    rows = rosters_seen(actor).filter(state__in=[state.value for state in kept])
    return [
        (one.pk, f"{one.name} ({one.starts_on:%d.%m.}–{one.ends_on:%d.%m.%Y})")
        for one in rows[:MOST_CHOICES]
    ]
