"""All posts now, as the wall of the command post shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sejuk.act.guard.queries.arrivals import OnShift, on_shift
from sejuk.act.guard.queries.illness import ill_since
from sejuk.act.guard.queries.shifts import seen_duties
from sejuk.act.guard.queries.watches import WatchedPost, watched_posts
from sejuk.act.guard.rules import Attendance
from sejuk.act.guard.rules.checking import Sending
from sejuk.act.guard.rules.wall import URGENCY, PostState, Seats, seats_of, state_of
from sejuk.kit.actors import Actor
from sejuk.plan.deployment.queries.duties import StandingDuty
from sejuk.plan.deployment.queries.posts import posts

# Chosen: a post that is not guarded around the clock shows when its guard begins tomorrow.
LOOKED_AHEAD = timedelta(hours=36)
GAPS = (Attendance.MISSING, Attendance.LEFT, Attendance.EMPTY)
NAMED = (Attendance.LATE, *GAPS)


@dataclass(frozen=True, slots=True)
class Absent:
    """A seat that is late or not filled: whose it is, and how it stands."""

    duty_id: int
    person: str
    attendance: Attendance
    is_ill: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """A post now."""

    post_id: int
    name: str
    place: str
    state: PostState
    seats: Seats
    covert: int
    sent_later: int
    shift: str
    ends_at: datetime | None
    absent: tuple[Absent, ...]
    watch: WatchedPost | None
    relief_at: datetime | None
    relief_placed: int
    relief_needed: int
    # Of those placed who are ill then, with nobody else found: their duties.
    relief_ill: tuple[int, ...]

    @property
    def to_replace(self) -> int | None:
        """Return the first seat for which somebody else is needed."""
        return next((one.duty_id for one in self.absent if one.attendance in GAPS), None)

    @property
    def relief_filled(self) -> int:
        """Return how many of the next shift are placed and well."""
        return self.relief_placed - len(self.relief_ill)


@dataclass(frozen=True, slots=True)
class Wall:
    """All posts, those first that need a person, and their sums."""

    tiles: tuple[Tile, ...]
    seats: Seats
    counts: tuple[tuple[PostState, int], ...]
    at: datetime


def wall(*, actor: Actor, now: datetime) -> Wall:
    """Return how the posts of the actor's area stand."""
    duties = seen_duties(actor, starts_at=now, ends_at=now + LOOKED_AHEAD)
    running = [duty for duty in duties if duty.starts_at <= now]
    ill = ill_since(duties)
    standing: dict[int, list[OnShift]] = {}
    for one in on_shift(running, now):
        standing.setdefault(one.duty.post_id, []).append(_not_awaited(one, ill))
    coming: dict[int, list[StandingDuty]] = {}
    for duty in duties:
        if duty.starts_at > now:
            coming.setdefault(duty.post_id, []).append(duty)
    watches = {one.post_id: one for one in watched_posts(actor, now=now) if one.is_on}
    tiles = [
        _tile(
            post_id=post.pk,
            name=post.name,
            place=post.area.name,
            standing=standing.get(post.pk, []),
            coming=coming.get(post.pk, []),
            ill=ill,
            watch=watches.get(post.pk),
        )
        for post in posts(actor.scope)
    ]
    tiles.sort(key=lambda one: (URGENCY[one.state], -one.seats.gap, one.name, one.post_id))
    states = [tile.state for tile in tiles]
    return Wall(
        tiles=tuple(tiles),
        seats=seats_of(one.attendance for group in standing.values() for one in group),
        counts=tuple((state, states.count(state)) for state in PostState if state in states),
        at=now,
    )


def _not_awaited(one: OnShift, ill: Mapping[int, datetime]) -> OnShift:
    """Return a seat whose ill holder has not come as one that lacks him at once."""
    awaited = one.attendance in (Attendance.EXPECTED, Attendance.LATE)
    if awaited and one.duty.duty_id in ill:
        return replace(one, attendance=Attendance.MISSING)
    return one


def _tile(
    *,
    post_id: int,
    name: str,
    place: str,
    standing: list[OnShift],
    coming: list[StandingDuty],
    ill: Mapping[int, datetime],
    watch: WatchedPost | None,
) -> Tile:
    seats = seats_of(one.attendance for one in standing)
    relief_at = coming[0].starts_at if coming else None
    relief = [duty for duty in coming if duty.starts_at == relief_at]
    return Tile(
        post_id=post_id,
        name=name,
        place=place,
        state=state_of(seats, watch.rung if watch and standing else None),
        seats=seats,
        covert=sum(one.duty.is_covert for one in standing),
        sent_later=sum(one.sending is Sending.LATER for one in standing),
        shift=", ".join(dict.fromkeys(one.duty.band_name for one in standing)),
        ends_at=min((one.duty.ends_at for one in standing), default=None),
        absent=tuple(_absent(standing, ill)),
        watch=watch,
        relief_at=relief_at,
        relief_placed=sum(duty.person_id is not None for duty in relief),
        relief_needed=len(relief),
        relief_ill=tuple(duty.duty_id for duty in relief if duty.duty_id in ill),
    )


def _absent(standing: Iterable[OnShift], ill: Mapping[int, datetime]) -> Iterable[Absent]:
    for one in standing:
        if one.attendance in NAMED:
            duty = one.duty
            yield Absent(duty.duty_id, duty.person_title, one.attendance, duty.duty_id in ill)
