"""Shifts of a post: published duties that begin and end together. Open duties only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sejuk.act.guard.rules.handing import SOON_AFTER
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import seniority
from sejuk.kit.actors import Actor
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties
from sejuk.plan.deployment.rules import COVERT_READERS, SeatRole, may_see_covert

Scope = tuple[str, ...]

LEADING = (SeatRole.LEADER, SeatRole.DEPUTY)
_ROLE_ORDER = {role: place for place, role in enumerate(LEADING)}
# Chosen: a band lasts two days at most, and a handover that nobody signed for three is history.
LOOKED_BACK = timedelta(days=3)
LOOKED_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Shift:
    """The open duties of one day and band at a post."""

    post_id: int
    post_name: str
    area_code: str
    day: date
    band_code: str
    band_name: str
    starts_at: datetime
    ends_at: datetime
    duties: tuple[StandingDuty, ...]

    @property
    def key(self) -> tuple[int, date, str]:
        return self.post_id, self.day, self.band_code

    @property
    def leader(self) -> StandingDuty | None:
        """Return who leads it: the leader, his deputy, or the most senior of the others."""
        return min(self.placed, key=_leads, default=None)

    @property
    def placed(self) -> list[StandingDuty]:
        return [duty for duty in self.duties if duty.person_id is not None]

    def holds(self, person_id: int | None) -> bool:
        return person_id is not None and any(d.person_id == person_id for d in self.duties)


def _leads(duty: StandingDuty) -> tuple[int, int, int]:
    order = _ROLE_ORDER[duty.role] if duty.role in LEADING else len(LEADING)
    return order, -seniority(duty.person_rank), duty.duty_id


def shifts_in(duties: Iterable[StandingDuty]) -> list[Shift]:
    """Return open duties put together into shifts, in the order in which they begin."""
    together: dict[tuple[int, date, str], list[StandingDuty]] = {}
    for duty in duties:
        if not duty.is_covert:
            together.setdefault((duty.post_id, duty.day, duty.band_code), []).append(duty)
    shifts = [_shift(of_one) for of_one in together.values()]
    return sorted(shifts, key=lambda one: (one.starts_at, one.ends_at, one.band_code))


def _shift(duties: list[StandingDuty]) -> Shift:
    first = duties[0]
    return Shift(
        post_id=first.post_id,
        post_name=first.post_name,
        area_code=first.area_code,
        day=first.day,
        band_code=first.band_code,
        band_name=first.band_name,
        starts_at=min(duty.starts_at for duty in duties),
        ends_at=max(duty.ends_at for duty in duties),
        duties=tuple(duties),
    )


def shifts_of(post_id: int, *, around: datetime) -> list[Shift]:
    """Return the shifts of a post for some days before and after an instant."""
    return shifts_in(
        published_duties(
            starts_at=around - LOOKED_BACK,
            ends_at=around + LOOKED_AHEAD,
            post_id=post_id,
            covert=False,
        )
    )


def before(shift: Shift, shifts: Iterable[Shift]) -> Shift | None:
    """Return the shift of the same post that ends last among those that began earlier."""
    earlier = [
        one for one in shifts if one.post_id == shift.post_id and one.starts_at < shift.starts_at
    ]
    return max(earlier, key=lambda one: (one.ends_at, one.starts_at), default=None)


def after(shift: Shift, shifts: Iterable[Shift]) -> Shift | None:
    """Return the next shift of the post, if it begins before the post would stand empty long."""
    later = [
        one
        for one in shifts
        if one.post_id == shift.post_id
        and shift.starts_at < one.starts_at <= shift.ends_at + SOON_AFTER
    ]
    return min(later, key=lambda one: (one.starts_at, one.ends_at), default=None)


def seen_duties(
    actor: Actor, *, starts_at: datetime, ends_at: datetime, post_id: int | None = None
) -> list[StandingDuty]:
    """Return the published duties that a leader sees: covert ones only where he may."""
    found = published_duties(
        starts_at=starts_at,
        ends_at=ends_at,
        scope=actor.scope,
        post_id=post_id,
        covert=actor.holds(*COVERT_READERS),
    )
    return [
        duty
        for duty in found
        if not duty.is_covert or may_see_covert(actor, area_code=duty.area_code)
    ]


def person_id_of(actor: Actor) -> int | None:
    """Return who of the force the actor is, when he is one of it."""
    person = forces.person_of(actor.user_id) if actor.user_id is not None else None
    return person.pk if person else None
