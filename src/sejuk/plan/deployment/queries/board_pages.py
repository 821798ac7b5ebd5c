"""What the page of a board shows before its script runs: some rows, some days, one seat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.queries.board import (
    Board,
    BoardBand,
    BoardDay,
    BoardDuty,
    BoardGroup,
    BoardPerson,
    BoardPost,
)
from sejuk.plan.deployment.queries.board_hours import HourRow, hours_of
from sejuk.plan.deployment.queries.judging import SeatChange

# Chosen: what is read on one screen without a script.
DAYS_ON_A_PAGE = 7
PEOPLE_ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class AskedBoard:
    """What the address asks for."""

    by_hours: bool = False
    day: date | None = None
    text: str = ""
    group: int | None = None
    post: int | None = None
    duty_id: int | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """A duty with what names it."""

    duty: BoardDuty
    post: BoardPost
    band: BoardBand
    day: BoardDay
    person: BoardPerson | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with his duties on each of the days that are shown, or why he is away."""

    person: BoardPerson
    group: BoardGroup
    cells: tuple[tuple[tuple[ShownDuty, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that is looked at, the seats beside it, and whom one may put there."""

    shown: ShownDuty
    beside: tuple[ShownDuty, ...]
    choices: tuple[tuple[str, tuple[BoardPerson, ...]], ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board's page for one reader."""

    board: Board
    asked: AskedBoard
    day: BoardDay
    days: tuple[BoardDay, ...]
    hours: tuple[HourRow, ...] = ()
    empty: tuple[ShownDuty, ...] = ()
    seat: Seat | None = None
    hour_names: tuple[str, ...] = field(default=tuple(f"{hour:02}" for hour in range(24)))

    @property
    def earlier(self) -> date | None:
        place = self.place - (1 if self.asked.by_hours else DAYS_ON_A_PAGE)
        return self.board.days[max(0, place)].day if self.place > 0 else None

    @property
    def later(self) -> date | None:
        place = self.place + (1 if self.asked.by_hours else DAYS_ON_A_PAGE)
        return self.board.days[place].day if place < len(self.board.days) else None

    @property
    def place(self) -> int:
        """Return the day's place in the roster, from 0."""
        return self.board.days.index(self.day)


def board_page(board: Board, asked: AskedBoard, *, today: date) -> BoardPage:
    """
    Return the page for what the address asks.

    :raises NotYours: when it asks for a seat that the reader does not see
    """
    wanted = asked.day or today
    place = min(max(0, (wanted - board.days[0].day).days), len(board.days) - 1)
    first = max(0, min(place, len(board.days) - DAYS_ON_A_PAGE))
    named = Named(board)
    return BoardPage(
        board=board,
        asked=asked,
        day=board.days[place],
        days=board.days[first : first + DAYS_ON_A_PAGE],
        hours=_hours(board, asked, place) if asked.by_hours else (),
        empty=tuple(
            named.shown(duty)
            for duty in board.duties
            if duty.day == place and duty.person_id is None
        ),
        seat=_seat(board, asked.duty_id, named) if asked.duty_id else None,
    )


def _hours(board: Board, asked: AskedBoard, place: int) -> tuple[HourRow, ...]:
    rows = hours_of(board, place)
    if asked.post is None or asked.post >= len(board.posts):
        return rows
    return tuple(row for row in rows if row.post == board.posts[asked.post])


class Named:
    """Finds what a duty is called."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.people = {person.id: person for person in board.people}

    def shown(self, duty: BoardDuty) -> ShownDuty:
        board = self.board
        person = self.people.get(duty.person_id) if duty.person_id else None
        return ShownDuty(
            duty, board.posts[duty.post], board.bands[duty.band], board.days[duty.day], person
        )


def people_asked(board: Board, asked: AskedBoard) -> list[BoardPerson]:
    """Return the people whom the filters leave, in the order of the board."""
    words = asked.text.lower().split()
    at_post = {duty.person_id for duty in board.duties if duty.post == asked.post}
    return [
        person
        for person in board.people
        if (asked.group is None or person.group == asked.group)
        and (asked.post is None or person.id in at_post)
        and all(word in person.title.lower() for word in words)
    ]


def person_rows(
    board: Board, days: Sequence[BoardDay], people: Sequence[BoardPerson]
) -> list[PersonRow]:
    """Return these people with what they do on these days."""
    named = Named(board)
    wanted, places = {person.id for person in people}, [board.days.index(day) for day in days]
    duties: dict[tuple[int, int], list[ShownDuty]] = {}
    for duty in board.duties:
        if duty.person_id in wanted and duty.day in places:
            duties.setdefault((duty.person_id, duty.day), []).append(named.shown(duty))
    away = {
        (leave.person_id, day): gettext(leave.kind.label)
        for leave in board.leaves
        for day in range(leave.first, leave.last + 1)
    }
    return [
        PersonRow(
            person,
            board.groups[person.group],
            tuple(
                (tuple(duties.get((person.id, day), ())), away.get((person.id, day), ""))
                for day in places
            ),
        )
        for person in people
    ]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A seat with who stands it now and who would."""

    shown: ShownDuty
    person: BoardPerson | None
    word: str


def shown_changes(board: Board, changes: Sequence[SeatChange]) -> tuple[ShownChange, ...]:
    """
    Return changes with the names of what they are about.

    :raises NotYours: when one is about a seat or a person that the reader does not see
    """
    named, duties = Named(board), {duty.id: duty for duty in board.duties}
    found = []
    for change in changes:
        person = named.people.get(change.person_id) if change.person_id else None
        if change.duty_id not in duties or (change.person_id and person is None):
            raise NotYours(f"duty {change.duty_id}")
        word = f"{change.duty_id}:{change.person_id or ''}"
        found.append(ShownChange(named.shown(duties[change.duty_id]), person, word))
    return tuple(found)


def _seat(board: Board, duty_id: int, named: Named) -> Seat:
    duty = next((one for one in board.duties if one.id == duty_id), None)
    if duty is None:
        raise NotYours(f"duty {duty_id}")
    beside = tuple(
        named.shown(one)
        for one in board.duties
        if (one.post, one.day, one.band) == (duty.post, duty.day, duty.band)
    )
    choices = tuple(
        (group.name, tuple(person for person in board.people if person.group == place))
        for place, group in enumerate(board.groups)
    )
    return Seat(named.shown(duty), beside, choices)
