"""Duties of published rosters: who stands where and when, as other capabilities ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Duty
from sejuk.plan.deployment.rules import Posture, RosterState, SeatRole, may_see_covert

Scope = tuple[str, ...]

AREA = "post__area_id"
# Published duties, and those of earlier versions that began before the later one held.
_VERSIONS = (RosterState.PUBLISHED, RosterState.SUPERSEDED)
_ROLE_ORDER = {role.value: place for place, role in enumerate(SeatRole)}


@dataclass(frozen=True, slots=True)
class StandingDuty:
    """A published seat with whoever stands it now."""

    duty_id: int
    roster_id: int
    post_id: int
    post_name: str
    post_code: str
    area_code: str
    day: date
    band_code: str
    band_name: str
    starts_at: datetime
    ends_at: datetime
    counted_minutes: int
    posture: Posture
    role: SeatRole
    qualification: str
    person_id: int | None
    person_name: str
    person_rank: str

    @property
    def person_title(self) -> str:
        """Return rank and name, as people are addressed."""
        return f"{self.person_rank} {self.person_name}".strip()

    @property
    def is_covert(self) -> bool:
        return self.posture is Posture.COVERT


def holding() -> Q:
    """
    Return the filter for duties that are, or were, really stood.

    A version holds from when it was published; what had begun by then stays with the one before.
    """
    begun = Q(roster__holds_from__isnull=True) | Q(starts_at__gte=F("roster__holds_from"))
    not_over = Q(roster__holds_until__isnull=True) | Q(starts_at__lt=F("roster__holds_until"))
    return Q(roster__state__in=[state.value for state in _VERSIONS]) & begun & not_over


def published_duties(
    *,
    starts_at: datetime,
    ends_at: datetime,
    scope: Scope | None = None,
    post_id: int | None = None,
    person_id: int | None = None,
    covert: bool,
) -> list[StandingDuty]:
    """Return the published duties that overlap [starts_at, ends_at), by start, post and role."""
    found = Duty.objects.filter(holding(), starts_at__lt=ends_at, ends_at__gt=starts_at)
    if scope is not None:
        found = found.filter(within(scope, AREA))
    if post_id is not None:
        found = found.filter(post_id=post_id)
    if person_id is not None:
        found = found.filter(person_id=person_id)
    if not covert:
        found = found.exclude(posture=Posture.COVERT)
    return _in_order(found)


def duty_called(duty_id: int, *, actor: Actor, person_id: int | None = None) -> StandingDuty:
    """
    Return a published duty: one's own (`person_id`), or one that the actor may see.

    :raises NotYours: when it is not there or not published, lies outside the actor's area, or is
        stood in plain clothes and neither the actor's own nor for him to see
    """
    found = _standing(Duty.objects.filter(holding(), id=duty_id))
    if not found:
        raise NotYours(f"duty {duty_id}")
    [duty] = found
    is_own = person_id is not None and duty.person_id == person_id
    if not is_own and not _may_see(duty, actor):
        raise NotYours(f"duty {duty_id}")
    return duty


def _may_see(duty: StandingDuty, actor: Actor) -> bool:
    if not actor.covers(duty.area_code):
        return False
    return not duty.is_covert or may_see_covert(actor, area_code=duty.area_code)


def mates_of(duty: StandingDuty) -> list[StandingDuty]:
    """Return who else stands the same shift: of the same roster, post, day and band."""
    found = Duty.objects.filter(
        roster_id=duty.roster_id, post_id=duty.post_id, day=duty.day, band_code=duty.band_code
    )
    return _in_order(found.exclude(id=duty.duty_id))


def _in_order(duties: QuerySet[Duty]) -> list[StandingDuty]:
    return sorted(
        _standing(duties),
        key=lambda one: (
            one.starts_at,
            one.post_name,
            one.post_id,
            _ROLE_ORDER[one.role],
            one.person_name,
            one.duty_id,
        ),
    )


def _standing(duties: QuerySet[Duty]) -> list[StandingDuty]:
    rows = duties.select_related("post", "person")
    return [_shown(row) for row in rows]


def _shown(row: Duty) -> StandingDuty:
    return StandingDuty(
        duty_id=row.pk,
        roster_id=row.roster_id,
        post_id=row.post_id,
        post_name=row.post.name,
        post_code=row.post.code,
        area_code=row.post.area_id,
        day=row.day,
        band_code=row.band_code,
        band_name=row.band_name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        counted_minutes=row.counted_minutes,
        posture=Posture(row.posture),
        role=SeatRole(row.role),
        qualification=row.qualification,
        person_id=row.person_id,
        person_name=row.person.name if row.person else "",
        person_rank=row.person.rank if row.person else "",
    )
