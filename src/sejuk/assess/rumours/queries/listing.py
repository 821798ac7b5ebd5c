"""The board: which rumours are open, how far each has come, and where it was heard."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from sejuk.assess.rumours.models import Rumour
from sejuk.assess.rumours.queries.visibility import rumours_in
from sejuk.assess.rumours.rules import (
    OPEN_STATES,
    OWING_STATES,
    SECOND,
    RumourState,
    Veracity,
)
from sejuk.engines import triage
from sejuk.foundation.accounts import queries as accounts
from sejuk.foundation.accounts.queries import Holder
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

Scope = tuple[str, ...]
# Chosen: the rumours of a whole operation in a district; each is compared in microseconds.
MOST_COMPARED = 1_000
HEARD = Q(sightings__withdrawn_at__isnull=True)


class Shown(Choice):
    """Which states are shown; the open ones as a board, any other as a list."""

    OPEN = "open", N_("Open, as a board")
    NEW = "new", N_("New")
    VERIFYING = "verifying", N_("Being verified")
    ANSWERING = "answering", N_("To be answered")
    WATCHED = "watched", N_("Answered, being watched")
    CLOSED = "closed", N_("Closed")
    MERGED = "merged", N_("Merged into another")
    ALL = "all", N_("All")


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to see of the rumours."""

    shown: Shown = Shown.OPEN
    veracity: Veracity | None = None
    area_code: str = ""
    is_mine: bool = False
    is_overdue: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much waits, whatever is filtered."""

    open: int
    unanswered: int
    overdue: int
    mine: int
    false: int


def listed_rumours(actor: Actor, wanted: Filter, *, now: datetime) -> QuerySet[Rumour]:
    """Return what `actor` wants to see: what is due first, and of the rest the latest heard."""
    found = rumours_in(actor.scope)
    if wanted.area_code:
        found = found.filter(pk__in=rumours_in((wanted.area_code,)).values("pk"))
    if wanted.is_mine:
        found = found.filter(_mine(actor, now))
    if wanted.is_overdue:
        found = found.filter(_overdue(now))
    if wanted.veracity is not None:
        found = found.filter(veracity=wanted.veracity)
    if wanted.words:
        found = alike(found, wanted.words)
    return described(found.filter(_shown(wanted.shown))).order_by(
        F("due_at").asc(nulls_last=True), F("last_heard").desc(nulls_last=True), "-id"
    )


def alike(rumours: QuerySet[Rumour], words: str) -> QuerySet[Rumour]:
    """Return those in whose claim some words stand."""
    vector = SearchVector("claim", config="indonesian")
    asked = SearchQuery(words, config="indonesian", search_type="websearch")
    return rumours.annotate(found=vector).filter(found=asked)


def described(rumours: QuerySet[Rumour]) -> QuerySet[Rumour]:
    """Return rumours with where they began, who has them, and how often each was heard."""
    return (
        rumours.select_related("area__parent", "taken_by")
        .defer("area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline")
        .annotate(
            told=Count("sightings", filter=HEARD, distinct=True),
            village_count=Count("sightings__area", filter=HEARD, distinct=True),
            first_heard=Min("sightings__heard_at", filter=HEARD),
            last_heard=Max("sightings__heard_at", filter=HEARD),
        )
    )


def described_rumour(rumour_id: int, scope: Scope) -> Rumour:
    """
    Return one rumour of a scope with how often it was heard.

    :raises NotYours: when there is none
    """
    found = described(rumours_in(scope)).filter(pk=rumour_id).first()
    if found is None:
        raise NotYours(f"rumour {rumour_id}")
    return found


def waiting_rumours(actor: Actor, *, now: datetime) -> QuerySet[Rumour]:
    """Return what is overdue or still has no answer, the longest overdue first."""
    waits = _overdue(now) | Q(state=RumourState.ANSWERING)
    return described(rumours_in(actor.scope).filter(waits)).order_by("due_at", "-id")


def second_persons(*, now: datetime) -> list[Holder]:
    """Return who has what is overdue next, once the desk let it lie. One query."""
    return accounts.holders_of(SECOND, today=timezone.localdate(now))


def totals(actor: Actor, *, now: datetime) -> Totals:
    """Return how many rumours wait for anybody, and for `actor`. One query."""
    is_open = Q(state__in=[state.value for state in OPEN_STATES])
    counts = rumours_in(actor.scope).aggregate(
        open=Count("id", filter=is_open),
        unanswered=Count("id", filter=Q(state=RumourState.ANSWERING)),
        overdue=Count("id", filter=_overdue(now)),
        mine=Count("id", filter=is_open & _mine(actor, now)),
        false=Count("id", filter=is_open & Q(veracity=Veracity.FALSE)),
    )
    return Totals(**counts)


def _mine(actor: Actor, now: datetime) -> Q:
    """Return a filter for what is in the actor's hand, or waits for a role of his."""
    in_hand = Q(taken_by_id=actor.user_id, taken_until__gt=now)
    waiting = Q(pk__in=[])
    for grant in sorted(actor.grants, key=lambda one: (one.role, one.area_code)):
        waiting |= Q(with_role=grant.role, due_at__isnull=False) & within((grant.area_code,))
    return in_hand | waiting


def _overdue(now: datetime) -> Q:
    return Q(state__in=[state.value for state in OWING_STATES], due_at__lt=now)


def _shown(shown: Shown) -> Q:
    match shown:
        case Shown.ALL:
            return ~Q(pk__in=[])
        case Shown.OPEN:
            return Q(state__in=[state.value for state in OPEN_STATES])
        case _:
            return Q(state=RumourState(shown.value))


@dataclass(frozen=True, slots=True)
class Similar:
    """A rumour that may tell the same as a text, and how both stand to each other."""

    rumour: Rumour
    relation: triage.Relation
    shared: tuple[str, ...]


def similar_rumours(
    text: str, scope: Scope, *, apart_from: Collection[int] = (), most: int = 5
) -> list[Similar]:
    """Return rumours that may tell the same as a text, the likeliest first: a person decides."""
    found = rumours_in(scope).exclude(state=RumourState.MERGED).exclude(pk__in=apart_from)
    known = list(described(found).order_by("-id")[:MOST_COMPARED])
    tolds = [triage.Told(rumour.claim) for rumour in known]
    return [
        Similar(known[match.number], match.relation, match.shared)
        for match in triage.closest(triage.Told(text), tolds, limit=most)
        if match.relation is not triage.Relation.DIFFERENT
    ]
