"""A day of a roster as posts and hours: which shifts cover which hour, and how full they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sejuk.plan.deployment.queries.board import Board, BoardBand, BoardDuty, BoardPost

HOURS = 24
# Shifts of half an hour are drawn in their places; finer ones are rounded to it.
SLOTS = HOURS * 2
MINUTES_OF_SLOT = 30
MINUTES_OF_DAY = 24 * 60
# Chosen: three hours hold a letter and the number of seats side by side.
SLOTS_OF_A_LINE = 6


@dataclass(frozen=True, slots=True)
class Shift:
    """The seats of a post in one shift: some of them taken."""

    post: int
    day: int
    band: int
    seats: tuple[BoardDuty, ...]

    @property
    def first(self) -> BoardDuty:
        return self.seats[0]

    @property
    def needed(self) -> int:
        return len(self.seats)

    @property
    def taken(self) -> int:
        return sum(seat.person_id is not None for seat in self.seats)

    @property
    def is_full(self) -> bool:
        return self.taken == self.needed

    @property
    def name(self) -> str:
        """Return how the page's script names it."""
        return f"{self.post}-{self.day}-{self.band}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many half-hours of a line: a shift, or nobody's."""

    slots: int
    shift: Shift | None
    band: BoardBand | None
    begins_before: bool = False

    @property
    def is_narrow(self) -> bool:
        """Return whether its words take two lines."""
        return self.slots < SLOTS_OF_A_LINE


@dataclass(frozen=True, slots=True)
class HourRow:
    """A post and its lines; shifts that overlap take a line each."""

    post: BoardPost
    lines: tuple[tuple[Stretch, ...], ...]


def shifts_of(board: Board, day: int) -> list[Shift]:
    """Return the shifts of a day by post and time."""

    def place(duty: BoardDuty) -> tuple[int, int]:
        return duty.post, duty.band

    duties = sorted((duty for duty in board.duties if duty.day == day), key=place)
    return [
        Shift(post, day, band, tuple(seats)) for (post, band), seats in groupby(duties, key=place)
    ]


def hours_of(board: Board, day: int) -> tuple[HourRow, ...]:
    """Return who covers each post from midnight to midnight, with what runs on from yesterday."""
    pieces: dict[int, list[tuple[int, int, Shift, bool]]] = {}
    for earlier in (1, 0):
        for shift in shifts_of(board, day - earlier):
            band = board.bands[shift.band]
            starts = band.starts - earlier * MINUTES_OF_DAY
            first = max(0, round(starts / MINUTES_OF_SLOT))
            last = min(SLOTS, round((starts + band.minutes) / MINUTES_OF_SLOT))
            if first < last:
                pieces.setdefault(shift.post, []).append((first, last, shift, bool(earlier)))
    return tuple(
        HourRow(board.posts[post], _lines(board, sorted(found, key=lambda one: one[:2])))
        for post, found in sorted(pieces.items())
    )


def _lines(
    board: Board, pieces: Sequence[tuple[int, int, Shift, bool]]
) -> tuple[tuple[Stretch, ...], ...]:
    """Lay each piece into the first line that is free when it begins."""
    lines: list[list[Stretch]] = []
    ends: list[int] = []
    for first, last, shift, is_earlier in pieces:
        line = next((place for place, end in enumerate(ends) if end <= first), len(ends))
        if line == len(ends):
            lines.append([])
            ends.append(0)
        if ends[line] < first:
            lines[line].append(Stretch(first - ends[line], None, None))
        lines[line].append(Stretch(last - first, shift, board.bands[shift.band], is_earlier))
        ends[line] = last
    for line, end in enumerate(ends):
        if end < SLOTS:
            lines[line].append(Stretch(SLOTS - end, None, None))
    return tuple(map(tuple, lines))
