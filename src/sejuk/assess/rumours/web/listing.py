"""The board: a column for each state of work, or a list of what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.models import Rumour
from sejuk.assess.rumours.rules import OPEN_STATES, OWING_STATES, RumourState
from sejuk.assess.rumours.web import words
from sejuk.kit.actors import Actor
from sejuk.kit.directions import shown_turns

# Chosen: as many as a screen holds; the rest is a list of its own.
MOST_IN_COLUMN = 12


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


def row_of(rumour: Rumour, actor: Actor, now: datetime) -> Row:
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
    )


def rows_of(rumours: Sequence[Rumour], actor: Actor, now: datetime) -> tuple[Row, ...]:
    return tuple(row_of(rumour, actor, now) for rumour in rumours)


def columns_of(rumours: Sequence[Rumour], actor: Actor, now: datetime) -> tuple[Column, ...]:
    """Return open rumours as the columns of the board, in the order in which work goes on."""
    board = reverse("rumours:board")
    columns = []
    for state in OPEN_STATES:
        there = [rumour for rumour in rumours if rumour.state == state]
        columns.append(
            Column(
                state=state.value,
                label=gettext(RumourState(state).label),
                rows=rows_of(there[:MOST_IN_COLUMN], actor, now),
                count=len(there),
                more=max(0, len(there) - MOST_IN_COLUMN),
                url=f"{board}?keadaan={state.value}",
            )
        )
    return tuple(columns)


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
