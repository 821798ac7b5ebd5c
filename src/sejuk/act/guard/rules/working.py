"""Hours on duty: planned, stood, counted, corrected. No Django, no clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sejuk.act.guard.rules.checking import Sending
from sejuk.act.guard.rules.standing import LATE_AFTER, LEADERS, Decided
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import may_be_reason

MINUTE = timedelta(minutes=1)
# Chosen: a duty of 48 hours is the longest a band may last.
MOST_MINUTES = 48 * 60


@dataclass(frozen=True, slots=True)
class Stood:
    """A duty of a person: what it counts whole, and when he was there."""

    starts_at: datetime
    ends_at: datetime
    counted_minutes: int
    is_planned: bool
    arrived_at: datetime | None
    left_at: datetime | None
    granted_minutes: int | None = None
    sending: Sending = Sending.AT_ONCE

    @property
    def planned(self) -> int:
        return self.counted_minutes if self.is_planned else 0

    @property
    def length(self) -> int:
        """Return how many minutes the duty lasts by the clock, for who is to stand it."""
        return self._minutes if self.is_planned else 0

    @property
    def _minutes(self) -> int:
        return (self.ends_at - self.starts_at) // MINUTE

    def present(self, now: datetime) -> int:
        """
        Return for how many minutes of the duty he was there.

        Who forgot to check out was there until the end. Chosen: a quarter of an hour at the
        beginning and at the end is given, as it is before somebody counts as late.
        """
        if self.arrived_at is None:
            return 0
        begins = self._begins()
        ends = min(self.left_at or self.ends_at, self.ends_at, now)
        if self.left_at is not None and self.ends_at - LATE_AFTER <= self.left_at <= now:
            ends = min(self.ends_at, now)
        return max(0, (ends - begins) // MINUTE)

    def _begins(self) -> datetime:
        arrived = self.arrived_at or self.ends_at
        return self.starts_at if arrived <= self.starts_at + LATE_AFTER else arrived

    def counted(self, now: datetime) -> int:
        """
        Return how many minutes count: what was granted, or the share of the duty he was there.

        >>> from datetime import UTC
        >>> six = datetime(2024, 11, 5, 6, tzinfo=UTC)
        >>> two = six + timedelta(hours=8)
        >>> Stood(six, two, 480, True, six, two - timedelta(hours=2)).counted(two)
        360
        """
        if self.granted_minutes is not None:
            return self.granted_minutes
        return round(self.present(now) * self.counted_minutes / self._minutes)


def may_ask(*, minutes: int, reason: str, has_begun: bool) -> Decision:
    """
    Test whether somebody may ask that a duty of his counts otherwise.

    >>> may_ask(minutes=480, reason="HP mati, hadir penuh.", has_begun=True).allowed
    True
    """
    if not has_begun:
        return Decision.no(N_("This duty has not begun: there is nothing to correct yet."))
    if not 0 <= minutes <= MOST_MINUTES:
        return Decision.no(
            N_("A duty counts from 0 to %(most)s hours."), where="hours", most=MOST_MINUTES // 60
        )
    return may_be_reason(reason)


def may_decide(
    actor: Actor, *, area_code: str, is_himself: bool, state: Decided, reason: str, grants: bool
) -> Decision:
    """
    Test whether the actor decides about hours: who leads, about others; a no has a reason.

    >>> from sejuk.kit.actors import Grant, Role
    >>> head = Actor("kabag", frozenset({Grant(Role.OPS_HEAD, "16.01")}), user_id=7)
    >>> may_decide(head, area_code="16.01", is_himself=True, state=Decided.OPEN, reason="",
    ...            grants=True).allowed
    False
    """
    if not actor.holds(*LEADERS, area_code=area_code):
        return Decision.no(N_("Duties are decided by the command post or the sector chief."))
    if is_himself:
        return Decision.no(N_("Nobody decides about his own hours."))
    if state is not Decided.OPEN:
        return Decision.no(N_("This has been decided already."))
    return Decision.yes() if grants else may_be_reason(reason)
