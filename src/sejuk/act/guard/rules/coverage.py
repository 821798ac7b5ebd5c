"""How many are needed, placed and there, hour by hour. No Django, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sejuk.act.guard.rules.standing import LATE_AFTER, MISSING_AFTER

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat from when until when, whether somebody is placed, is ill, and when he was there."""

    starts_at: datetime
    ends_at: datetime
    is_placed: bool
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    ill_from: datetime | None = None

    def is_needed(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    def is_there(self, at: datetime, now: datetime) -> bool:
        """
        Tell whether its holder is there: who has not checked out stays until the end.

        Chosen: a quarter of an hour at both ends is no gap, as nobody counts as late before it.
        """
        if self.arrived_at is None:
            return self.is_placed and now < self.starts_at + LATE_AFTER
        on_time = self.arrived_at <= self.starts_at + LATE_AFTER
        to_the_end = self.left_at is None or self.left_at >= self.ends_at - LATE_AFTER
        begins = self.starts_at if on_time else self.arrived_at
        return begins <= at < (self.ends_at if to_the_end else self.left_at or self.ends_at)

    def will_be_there(self, at: datetime, now: datetime) -> bool:
        """
        Tell whether its holder is counted on for a moment ahead.

        Not who is ill then, nor who did not come in time or has left: the seat lacks him until
        its end, unless somebody else is placed.
        """
        if not self.is_placed or (self.ill_from is not None and self.ill_from <= at):
            return False
        if self.arrived_at is None:
            return now < self.starts_at + MISSING_AFTER
        return self.is_there(at, now)


@dataclass(frozen=True, slots=True)
class HourOfPost:
    """
    The worst moment of an hour; `there` is None while nobody can know yet.

    `lost` are those of the placed who will not stand then: ill, did not come, or left.
    """

    begins_at: datetime
    needed: int
    placed: int
    there: int | None
    lost: int = 0

    @property
    def have(self) -> int:
        """Return how many are there, or while nobody can know yet, how many are counted on."""
        return self.placed - self.lost if self.there is None else self.there

    @property
    def gap(self) -> int:
        return max(0, self.needed - self.have)


def hours_of(
    seats: Sequence[Seat], *, begins_at: datetime, hours: int, now: datetime
) -> tuple[HourOfPost, ...]:
    """
    Return each hour at its worst moment: relief in the middle of an hour may leave a gap there.

    >>> from datetime import UTC
    >>> six = datetime(2024, 11, 5, 6, tzinfo=UTC)
    >>> half = HOUR / 2
    >>> seats = [Seat(six, six + HOUR, True), Seat(six + HOUR, six + 2 * HOUR, False)]
    >>> [(one.needed, one.placed, one.there, one.gap)
    ...  for one in hours_of(seats, begins_at=six, hours=3, now=six)]
    [(1, 1, None, 0), (1, 0, None, 1), (0, 0, None, 0)]
    """
    return tuple(
        _hour([seat for seat in seats if _meets(seat, begins)], begins, now)
        for begins in (begins_at + number * HOUR for number in range(hours))
    )


def _meets(seat: Seat, begins: datetime) -> bool:
    return seat.starts_at < begins + HOUR and seat.ends_at > begins


def _hour(seats: Sequence[Seat], begins: datetime, now: datetime) -> HourOfPost:
    moments = sorted({begins, *_changes(seats, begins)})
    found = [_at(seats, moment, begins, now) for moment in moments]
    return max(found, key=lambda one: (one.gap, one.needed))


def _changes(seats: Iterable[Seat], begins: datetime) -> Iterable[datetime]:
    """Yield when, inside the hour, somebody comes, goes, or is needed anew."""
    for seat in seats:
        for at in (seat.starts_at, seat.ends_at, seat.arrived_at, seat.left_at, seat.ill_from):
            if at is not None and begins < at < begins + HOUR:
                yield at


def _at(seats: Sequence[Seat], at: datetime, begins: datetime, now: datetime) -> HourOfPost:
    needed = [seat for seat in seats if seat.is_needed(at)]
    return HourOfPost(
        begins_at=begins,
        needed=len(needed),
        placed=sum(seat.is_placed for seat in needed),
        there=sum(seat.is_there(at, now) for seat in needed) if at < now else None,
        lost=sum(seat.is_placed and not seat.will_be_there(at, now) for seat in needed)
        if at >= now
        else 0,
    )
