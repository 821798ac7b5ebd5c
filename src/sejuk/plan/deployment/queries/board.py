"""
A roster as its board shows it to somebody: people, posts, shifts, and who stands where.

A sector chief sees the posts of his area; duties in plain clothes, with who stands them, are seen
by COVERT_READERS alone. What is left out here is nowhere on the board: no name, no number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import LeaveKind
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.band_letters import (
    LONG_MINUTES,
    hours_of,
    in_order,
    letters_of,
)
from sejuk.plan.deployment.rules import (
    PLANNERS,
    Posture,
    RosterState,
    SeatRole,
    may_edit,
    may_see_covert,
)

# Chosen: a shift is drawn as what the hour in its middle is.
MORNING, AFTERNOON, EVENING = 5, 15, 21
SATURDAY = 5
# Chosen: what a chip of 36 pixels holds.
LETTERS_OF_A_POST = 3


class Look(StrEnum):
    """How a shift is drawn, by the hours it lies in."""

    DAY = "day"
    LATE = "late"
    NIGHT = "night"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class BoardDay:
    """A day of the roster, named short for the head of a column and whole for a sentence."""

    day: date
    weekday: str
    number: int
    name: str
    brief: str
    is_weekend: bool


@dataclass(frozen=True, slots=True)
class BoardBand:
    """A kind of shift: its hours on the clock, the letter and the look of its chips."""

    code: str
    name: str
    hours: str
    letter: str
    look: Look
    starts: int
    minutes: int


@dataclass(frozen=True, slots=True)
class BoardPost:
    """A post with the few letters that a chip has room for."""

    id: int
    short: str
    name: str


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """A unit of an organisation, whose people stand together on the board."""

    organisation: str
    unit: str

    @property
    def name(self) -> str:
        return self.unit if self.unit == self.organisation else f"{self.organisation} · {self.unit}"


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """A row of the board; `group` counts in the board's groups."""

    id: int
    rank: str
    name: str
    group: int

    @property
    def title(self) -> str:
        return f"{self.rank} {self.name}"


@dataclass(frozen=True, slots=True)
class BoardDuty:
    """A seat; `post`, `band` and `day` count in the board's lists."""

    id: int
    post: int
    day: int
    band: int
    role: SeatRole
    posture: Posture
    person_id: int | None
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class BoardLeave:
    """Days on which somebody is away, counted in the board's days and cut to them."""

    person_id: int
    first: int
    last: int
    kind: LeaveKind


@dataclass(frozen=True, slots=True)
class Board:
    """All that one reader sees of a roster."""

    roster_id: int
    name: str
    state: RosterState
    revision: int
    can_edit: bool
    sees_covert: bool
    days: tuple[BoardDay, ...]
    bands: tuple[BoardBand, ...]
    posts: tuple[BoardPost, ...]
    groups: tuple[BoardGroup, ...]
    people: tuple[BoardPerson, ...]
    duties: tuple[BoardDuty, ...]
    leaves: tuple[BoardLeave, ...]

    @property
    def empty_seats(self) -> int:
        return sum(duty.person_id is None for duty in self.duties)


def roster_called(roster_id: int, *, actor: Actor) -> Roster:
    """
    Return a roster of which the actor sees something.

    :raises NotYours: when it is not there, or neither the operation nor any post of it is his
    """
    roster = Roster.objects.select_related("operation").filter(id=roster_id).first()
    if roster is None:
        raise NotYours(f"roster {roster_id}")
    if not actor.covers(roster.operation.area_id):
        here = roster.duties.filter(within(actor.scope, "post__area_id"))
        below = any(code.startswith(f"{roster.operation.area_id}.") for code in actor.scope)
        if not (below or here.exists()):
            raise NotYours(f"roster {roster_id}")
    return roster


def roster_to_plan(roster_id: int, *, actor: Actor) -> Roster:
    """
    Return a roster that the actor plans.

    :raises NotYours: when it is not there, or its operation is not in his area
    """
    roster = Roster.objects.select_related("operation").filter(id=roster_id).first()
    if roster is None or not actor.holds(*PLANNERS, area_code=roster.operation.area_id):
        raise NotYours(f"roster {roster_id}")
    return roster


def whole_roster(roster_id: int, *, actor: Actor) -> Roster:
    """
    Return a roster of which the actor sees everything, also who stands in plain clothes.

    :raises NotYours: when it is not there, or he sees less
    """
    roster = Roster.objects.select_related("operation").filter(id=roster_id).first()
    if roster is None or not may_see_covert(actor, area_code=roster.operation.area_id):
        raise NotYours(f"roster {roster_id}")
    return roster


def seen_duties(roster: Roster, *, actor: Actor) -> Q:
    """Return the filter for those duties of a roster that the actor may see."""
    seen = Q(roster_id=roster.pk) & within(actor.scope, "post__area_id")
    if not may_see_covert(actor, area_code=roster.operation.area_id):
        seen &= ~Q(posture=Posture.COVERT)
    return seen


def can_edit(roster: Roster, *, actor: Actor) -> bool:
    is_planner = actor.holds(*PLANNERS, area_code=roster.operation.area_id)
    return is_planner and bool(may_edit(RosterState(roster.state)))


def board_of(roster: Roster, *, actor: Actor) -> Board:
    """Return what the actor sees of a roster, in five questions whatever its size."""
    rows = list(_duty_rows(seen_duties(roster, actor=actor)))
    bands, band_places = _bands(rows)
    posts, post_places = _posts(rows)
    groups, people = _people(rows, actor.scope)
    known = {person.id for person in people}
    return Board(
        roster_id=roster.pk,
        name=roster.name,
        state=RosterState(roster.state),
        revision=roster.revision,
        can_edit=can_edit(roster, actor=actor),
        sees_covert=may_see_covert(actor, area_code=roster.operation.area_id),
        days=days_of(roster),
        bands=bands,
        posts=posts,
        groups=groups,
        people=people,
        duties=tuple(
            BoardDuty(
                id=row.id,
                post=post_places[row.post[0]],
                day=(row.day - roster.starts_on).days,
                band=band_places[row.band],
                role=SeatRole(row.role),
                posture=Posture(row.posture),
                person_id=row.person_id,
                is_pinned=row.is_pinned,
            )
            for row in rows
        ),
        leaves=_leaves(roster, actor, known),
    )


def days_of(roster: Roster) -> tuple[BoardDay, ...]:
    """Return the days from the first to the last of a roster."""
    count = (roster.ends_on - roster.starts_on).days + 1
    return tuple(_day(roster.starts_on + timedelta(days=later)) for later in range(count))


def _day(day: date) -> BoardDay:
    return BoardDay(
        day=day,
        weekday=date_format(day, "D"),
        number=day.day,
        name=date_format(day, "l, j F Y"),
        brief=date_format(day, "D j M"),
        is_weekend=day.weekday() >= SATURDAY,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A duty as the database gives it, with the clock times of its shift."""

    id: int
    post: tuple[int, str, str]
    day: date
    band: tuple[str, str, int, int]
    role: str
    posture: str
    is_pinned: bool
    person_id: int | None
    person: tuple[str, str, str, str]


def _duty_rows(seen: Q) -> Sequence[_Row]:
    rows = (
        Duty.objects.filter(seen)
        .order_by("day", "starts_at", "post__code", "demand", "seat")
        .values_list(
            "id", "post_id", "post__code", "post__name", "day", "band_code", "band_name",
            "starts_at", "ends_at", "role", "posture", "is_pinned", "person_id",
            "person__rank", "person__name", "person__unit__name",
            "person__unit__organisation__name",
        )
    )  # fmt: skip
    return [
        _Row(
            id=own[0],
            post=(own[1], own[2], own[3]),
            day=own[4],
            band=(own[5], own[6], _minute_of_day(own[7]), _minutes(own[7], own[8])),
            role=own[9],
            posture=own[10],
            is_pinned=own[11],
            person_id=own[12],
            person=own[13:17],
        )
        for own in rows
    ]


def _minute_of_day(instant: datetime) -> int:
    local = localtime(instant)
    return local.hour * 60 + local.minute


def _minutes(starts_at: datetime, ends_at: datetime) -> int:
    return round((ends_at - starts_at).total_seconds() / 60)


def _posts(rows: Sequence[_Row]) -> tuple[tuple[BoardPost, ...], dict[int, int]]:
    """Return the posts in the order of their codes, and each one's place among them."""
    found = sorted({row.post for row in rows}, key=lambda post: (post[1], post[0]))
    shorts = short_names([code for _, code, _ in found])
    posts = tuple(
        BoardPost(post_id, short, name)
        for (post_id, _, name), short in zip(found, shorts, strict=True)
    )
    return posts, {post.id: place for place, post in enumerate(posts)}


def short_names(codes: Sequence[str]) -> list[str]:
    """
    Return a few letters for each code, no two alike.

    >>> short_names(["bawaslu", "kpu-oku", "patroli-01", "patroli-12"])
    ['BAW', 'KPU', 'P01', 'P12']
    """
    taken: set[str] = set()
    names = []
    for code in codes:
        first, *rest = re.findall(r"[a-z]+|[0-9]+", code.lower()) or [code]
        number = next((part for part in reversed(rest) if part.isdigit()), "")
        room = max(1, LETTERS_OF_A_POST - len(number[-2:]))
        short = (first[: 1 if number else room] + number[-2:]).upper()
        turn = 2
        while short in taken:
            short, turn = f"{first[:2].upper()}{turn}", turn + 1
        taken.add(short)
        names.append(short)
    return names


def _bands(
    rows: Sequence[_Row],
) -> tuple[tuple[BoardBand, ...], dict[tuple[str, str, int, int], int]]:
    """Return the kinds of shift from morning to night, whole days last, each with its letters."""
    found = in_order({row.band for row in rows})
    letters = letters_of(found)
    bands = tuple(
        BoardBand(code, name, hours_of(band), short, look_of(starts, minutes), starts, minutes)
        for band, short in zip(found, letters, strict=True)
        for code, name, starts, minutes in [band]
    )
    return bands, {band: place for place, band in enumerate(found)}


def look_of(starts: int, minutes: int) -> Look:
    """
    Return how a shift is drawn: by its middle, or as one that fills the day.

    >>> [look_of(hour * 60, 480).value for hour in (6, 7, 14, 22)], look_of(0, 1440).value
    (['day', 'day', 'late', 'night'], 'long')
    """
    if minutes >= LONG_MINUTES:
        return Look.LONG
    middle = (starts + minutes // 2) // 60 % 24
    if MORNING <= middle < AFTERNOON:
        return Look.DAY
    return Look.LATE if AFTERNOON <= middle < EVENING else Look.NIGHT


def _people(
    rows: Sequence[_Row], scope: tuple[str, ...]
) -> tuple[tuple[BoardGroup, ...], tuple[BoardPerson, ...]]:
    """Return who serves in the reader's area and who stands duties that he sees, by unit."""
    serving = forces.people(scope).values_list(
        "id", "rank", "name", "unit__name", "unit__organisation__name"
    )
    found = {pk: (organisation, unit, name, rank) for pk, rank, name, unit, organisation in serving}
    for row in rows:
        if row.person_id and row.person_id not in found:
            rank, name, unit, organisation = row.person
            found[row.person_id] = organisation, unit, name, rank
    ordered = sorted(found.items(), key=lambda one: (one[1], one[0]))
    groups = list(dict.fromkeys((organisation, unit) for _, (organisation, unit, *_) in ordered))
    places = {group: place for place, group in enumerate(groups)}
    people = tuple(
        BoardPerson(pk, rank, name, places[organisation, unit])
        for pk, (organisation, unit, name, rank) in ordered
    )
    return tuple(BoardGroup(*group) for group in groups), people


def _leaves(roster: Roster, actor: Actor, known: set[int]) -> tuple[BoardLeave, ...]:
    rows = forces.leaves_there(actor).filter(
        starts_on__lte=roster.ends_on, ends_on__gte=roster.starts_on
    )
    last = (roster.ends_on - roster.starts_on).days
    return tuple(
        BoardLeave(
            person_id,
            max(0, (starts_on - roster.starts_on).days),
            min(last, (ends_on - roster.starts_on).days),
            LeaveKind(kind),
        )
        for person_id, kind, starts_on, ends_on in rows.order_by(
            "person_id", "starts_on"
        ).values_list("person_id", "kind", "starts_on", "ends_on")
        if person_id in known
    )
