"""Posts and hours of a day: how many are needed, placed, there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from sejuk.act.guard.queries.arrivals import check_ins
from sejuk.act.guard.queries.illness import ill_since
from sejuk.act.guard.queries.shifts import seen_duties
from sejuk.act.guard.rules.coverage import HOUR, HourOfPost, Seat, hours_of
from sejuk.kit.actors import Actor
from sejuk.kit.grids import Cell
from sejuk.plan.deployment.queries.duties import StandingDuty

HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with the hours of the day, and its worst one."""

    post_id: int
    name: str
    hours: tuple[HourOfPost, ...]

    @property
    def gap_hours(self) -> int:
        return sum(hour.gap > 0 for hour in self.hours)

    @property
    def worst(self) -> HourOfPost:
        return max(self.hours, key=lambda one: one.gap)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All posts of a day, and how many are needed, placed and there in all in each hour."""

    day: date
    begins: tuple[datetime, ...]
    rows: tuple[PostRow, ...]
    total: tuple[HourOfPost, ...]

    @property
    def lowest(self) -> HourOfPost | None:
        """Return the hour that is covered least, of those in which anybody is needed."""
        needed = [hour for hour in self.total if hour.needed]
        return min(needed, key=_share, default=None)

    @property
    def gap_hours(self) -> int:
        return sum(row.gap_hours for row in self.rows)


def _share(hour: HourOfPost) -> float:
    return (hour.needed - hour.gap) / hour.needed


def coverage(day: date, *, actor: Actor, now: datetime) -> Coverage:
    """Return the day of the posts that the actor sees, in the order of their names."""
    begins_at = datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
    duties = seen_duties(
        actor, starts_at=begins_at, ends_at=begins_at + timedelta(hours=HOURS_OF_A_DAY)
    )
    seats = _seats(duties)
    rows = [
        PostRow(post_id, name, _hours(of_post, begins_at, now))
        for (post_id, name), of_post in seats.items()
    ]
    rows.sort(key=lambda row: (row.name, row.post_id))
    return Coverage(
        day=day,
        begins=tuple(begins_at + number * HOUR for number in range(HOURS_OF_A_DAY)),
        rows=tuple(rows),
        total=_summed(rows),
    )


def _hours(seats: list[Seat], begins_at: datetime, now: datetime) -> tuple[HourOfPost, ...]:
    return hours_of(seats, begins_at=begins_at, hours=HOURS_OF_A_DAY, now=now)


def _seats(duties: list[StandingDuty]) -> dict[tuple[int, str], list[Seat]]:
    came = check_ins([duty.duty_id for duty in duties])
    ill = ill_since(duties)
    seats: dict[tuple[int, str], list[Seat]] = {}
    for duty in duties:
        row = came.get((duty.duty_id, duty.person_id or 0))
        seat = Seat(
            starts_at=duty.starts_at,
            ends_at=duty.ends_at,
            is_placed=duty.person_id is not None,
            arrived_at=row.arrived_at if row else None,
            left_at=row.left_at if row else None,
            ill_from=ill.get(duty.duty_id),
        )
        seats.setdefault((duty.post_id, duty.post_name), []).append(seat)
    return seats


def _summed(rows: list[PostRow]) -> tuple[HourOfPost, ...]:
    """Add up the posts hour by hour: what one has too many helps no other."""
    return tuple(
        HourOfPost(
            begins_at=hours[0].begins_at,
            needed=sum(one.needed for one in hours),
            placed=sum(one.placed for one in hours),
            there=None
            if all(one.there is None for one in hours)
            else sum(one.have for one in hours),
            lost=sum(one.lost for one in hours),
        )
        for hours in zip(*(row.hours for row in rows), strict=True)
    )


def coverage_columns() -> list[str]:
    return [
        gettext("Post"),
        gettext("Hour"),
        gettext("Needed"),
        gettext("Placed"),
        gettext("Of them ill, not come or gone"),
        gettext("There"),
        gettext("Lacking"),
    ]


def coverage_cells(found: Coverage) -> list[list[Cell]]:
    """Return a line for each post and hour, for a file."""
    return [
        [
            row.name,
            f"{timezone.localtime(hour.begins_at):%H.%M}",
            hour.needed,
            hour.placed,
            hour.lost,
            hour.there,
            hour.gap,
        ]
        for row in found.rows
        for hour in row.hours
    ]
