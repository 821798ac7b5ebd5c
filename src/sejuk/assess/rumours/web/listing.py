"""The board: a column for each state of work, or a list of what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.models import Rumour
from sejuk.assess.rumours.rules import OPEN_STATES, OWING_STATES, SECOND, RumourState
from sejuk.assess.rumours.web import words
from sejuk.foundation.accounts.queries import Holder
from sejuk.kit.actors import Actor, area_covers
from sejuk.kit.directions import shown_turns

# Chosen: as many as a screen holds; the rest is a list of its own.
MOST_IN_COLUMN = 12
# Chosen: what is read in passing.
MOST_AT_THE_POST = 6
MOST_NAMES = 3
# Chosen: who gets more has named too common a word.
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One rumour on the board or in a list, in words."""

    id: int
    url: str
    claim: str
    state: str
    state_badge: str
    veracity: str
    veracity_badge: str
    priority: str
    type: str
    area: str
    told: str
    last_heard: datetime | None
    taken_by: str
    taken_until: datetime | None
    is_mine: bool
    with_whom: str
    due: str
    is_overdue: bool
    is_minded: bool
    # Who that is by name, where it was handed on to a second person.
    second: str = ""
    # Where it is answered, once its veracity is decided.
    answer_url: str = ""
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A rumour that may tell the same as another text, and how they stand to each other."""

    row: Row
    relation: str


@dataclass(frozen=True, slots=True)
class Column:
    """The rumours of one state of work, and how many more there are."""

    state: str
    label: str
    rows: tuple[Row, ...]
    count: int
    more: int
    url: str
    why_empty: str


def row_of(rumour: Rumour, actor: Actor, now: datetime, holders: Sequence[Holder] = ()) -> Row:
    """Return one rumour, read with `queries.described`, in words."""
    counted = vars(rumour)
    held = rumour.taken_until is not None and now < rumour.taken_until
    is_owing = rumour.state in OWING_STATES
    within = rumour.area.parent.name if rumour.area.parent else ""
    return Row(
        id=rumour.pk,
        url=reverse("rumours:rumour", args=[rumour.pk]),
        claim=shown_turns(rumour.claim),
        state=words.state_words(rumour.state),
        state_badge=words.state_badge(rumour.state),
        veracity=words.veracity_words(rumour.veracity),
        veracity_badge=words.veracity_badge(rumour.veracity),
        priority=words.priority_words(rumour.priority),
        type=words.type_words(rumour.content_type),
        area=f"{rumour.area.name}, {within}" if within else rumour.area.name,
        told=words.told_words(int(counted["told"]), int(counted["village_count"])),
        last_heard=counted["last_heard"],
        taken_by=str(rumour.taken_by) if held else "",
        taken_until=rumour.taken_until if held else None,
        is_mine=held and rumour.taken_by_id == actor.user_id,
        with_whom=words.role_words(rumour.with_role) if is_owing else "",
        due=words.due_words(rumour),
        is_overdue=is_owing and rumour.due_at is not None and rumour.due_at <= now,
        is_minded=is_owing and rumour.reminded_at is not None,
        second=second_of(rumour, holders) if is_owing else "",
        answer_url=_answer_url(rumour),
        is_answered=rumour.state == RumourState.WATCHED,
    )


def _answer_url(rumour: Rumour) -> str:
    if rumour.state not in (RumourState.ANSWERING, RumourState.WATCHED):
        return ""
    return reverse("response:of_rumour", args=[rumour.pk])


def second_of(rumour: Rumour, holders: Sequence[Holder]) -> str:
    """Return by name who has a rumour that was handed on; "" while it is with the desk."""
    found = [
        one.name
        for one in holders
        if one.role == rumour.with_role and area_covers(one.area_code, rumour.area_id)
    ]
    return " / ".join(found[:MOST_NAMES])


def rows_of(rumours: Sequence[Rumour], actor: Actor, now: datetime) -> tuple[Row, ...]:
    """Return rumours in words; one query where somebody has to be named."""
    is_handed_on = any(rumour.with_role in SECOND for rumour in rumours)
    holders = queries.second_persons(now=now) if is_handed_on else ()
    return tuple(row_of(rumour, actor, now, holders) for rumour in rumours)


@dataclass(frozen=True, slots=True)
class PostRumours:
    """What the command post is told of rumours: what is overdue or has no answer."""

    rows: tuple[Row, ...]
    overdue: int
    unanswered: int
    more: int


def rumours_at_the_post(actor: Actor, *, now: datetime) -> PostRumours:
    """Return what waits longest, and how much waits."""
    found = queries.waiting_rumours(actor, now=now)
    totals = queries.totals(actor, now=now)
    return PostRumours(
        rows=rows_of(list(found[:MOST_AT_THE_POST]), actor, now),
        overdue=totals.overdue,
        unanswered=totals.unanswered,
        more=max(0, found.count() - MOST_AT_THE_POST),
    )


def columns_of(rumours: Sequence[Rumour], actor: Actor, now: datetime) -> tuple[Column, ...]:
    """Return open rumours as the columns of the board, in the order in which work goes on."""
    board = reverse("rumours:board")
    columns = []
    rows = rows_of(rumours, actor, now)
    for state in OPEN_STATES:
        there = [row for row, one in zip(rows, rumours, strict=True) if one.state == state]
        columns.append(
            Column(
                state=state.value,
                label=gettext(RumourState(state).label),
                rows=tuple(there[:MOST_IN_COLUMN]),
                count=len(there),
                more=max(0, len(there) - MOST_IN_COLUMN),
                url=f"{board}?keadaan={state.value}",
                why_empty=words.empty_words(state),
            )
        )
    return tuple(columns)


def rows_with_words(asked: str, actor: Actor, now: datetime, *, apart_from: int) -> tuple[Row, ...]:
    """Return rumours in whose claim some words stand, none for no words."""
    if not asked:
        return ()
    wanted = queries.Filter(shown=queries.Shown.ALL, words=asked)
    found = queries.listed_rumours(actor, wanted, now=now).exclude(pk=apart_from)
    return rows_of(list(found[:MOST_FOUND]), actor, now)


def similar_rows(
    text: str, actor: Actor, now: datetime, *, apart_from: Sequence[int] = ()
) -> tuple[SimilarRow, ...]:
    """Return rumours that may tell the same as a text, for a person to compare."""
    found = queries.similar_rumours(text, actor.scope, apart_from=apart_from)
    return tuple(
        SimilarRow(row_of(one.rumour, actor, now), words.relation_words(one.relation))
        for one in found
    )


@dataclass(frozen=True, slots=True)
class SignalToLink:
    """A signal as a person chooses it, and how it stands to the claim."""

    id: int
    excerpt: str
    area: str
    heard_at: datetime
    relation: str


def found_signals(
    rumour: Rumour, asked: str, actor: Actor, *, now: datetime
) -> tuple[SignalToLink, ...]:
    """Return signals with some words; without any those that may tell the claim of a rumour."""
    found = (
        queries.signals_with_words(asked, actor, now=now)
        if asked
        else queries.signals_like(rumour, actor, now=now)
    )
    return tuple(
        SignalToLink(
            one.id,
            one.excerpt,
            one.area,
            one.heard_at,
            words.relation_words(one.relation) if one.relation else "",
        )
        for one in found
    )
