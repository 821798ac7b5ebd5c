"""How a post stands now, and which needs a person first. No Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass

from sejuk.act.guard.rules.standing import Attendance, Rung
from sejuk.kit.choices import N_, Choice


class PostState(Choice):
    """How a post stands now; the first needs somebody most."""

    ALARM = "alarm", N_("No answer")
    GAP = "gap", N_("Lacking")
    LATE = "late", N_("Late")
    COMING = "coming", N_("Relief under way")
    MANNED = "manned", N_("Manned")
    QUIET = "quiet", N_("No guard now")


URGENCY = {state: place for place, state in enumerate(PostState)}


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of the shifts that run at a post, by whether their holders are there."""

    there: int = 0
    expected: int = 0
    late: int = 0
    missing: int = 0
    left: int = 0
    empty: int = 0

    @property
    def needed(self) -> int:
        return self.there + self.expected + self.late + self.missing + self.left + self.empty

    @property
    def gap(self) -> int:
        """Return how many seats nobody will fill unless somebody is sent."""
        return self.missing + self.left + self.empty


def seats_of(found: Iterable[Attendance]) -> Seats:
    """
    Count seats.

    >>> seats = seats_of([Attendance.THERE, Attendance.THERE, Attendance.MISSING])
    >>> seats.there, seats.needed, seats.gap
    (2, 3, 1)
    """
    counts = dict.fromkeys(Attendance, 0)
    for one in found:
        counts[one] += 1
    return Seats(**{one.value: count for one, count in counts.items()})


def state_of(seats: Seats, rung: Rung | None) -> PostState:
    """
    Return how a post stands: silence is worse than a gap, a gap worse than somebody late.

    >>> state_of(Seats(there=2, missing=1), None).value, state_of(Seats(there=3), Rung.POST).value
    ('gap', 'alarm')
    """
    if rung is not None:
        return PostState.ALARM
    if not seats.needed:
        return PostState.QUIET
    if seats.gap:
        return PostState.GAP
    if seats.late:
        return PostState.LATE
    return PostState.COMING if seats.expected else PostState.MANNED
