"""Coming to a duty and leaving it: codes of a post, moments, and what stands in the way. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sejuk.act.guard.rules.standing import EARLIEST, KEPT_AT_MOST, LEADERS
from sejuk.foundation.forces.rules import Qualification
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision, Refused

# Chosen: long enough to type six digits. A photo of them that is sent later is judged by the
# moment that the phone states, so what comes later is marked until somebody confirms it.
CODE_SECONDS = 60
# Chosen: one step either way, as RFC 6238, section 5.2, recommends for slow networks and hands.
CODE_TOLERANCE = 1
# Chosen: with three codes that hold out of a million, ten guesses in a quarter of an hour succeed
# three times in a hundred thousand.
MOST_WRONG_CODES = 10
WRONG_CODES_COUNT_FOR = timedelta(minutes=15)
# Chosen: a slow network or a walk to the gate takes minutes; what comes later can be a photo.
SENT_LATE_AFTER = timedelta(minutes=10)


class Sending(Choice):
    """How an arrival came to be known: at the moment it states, or long afterwards."""

    AT_ONCE = "at_once", N_("Sent at once")
    LATER = "later", N_("Sent later")
    CONFIRMED = "confirmed", N_("Sent later, confirmed")


class WrongCodeGiven(Refused):
    """Raised for a code that does not hold; the one who gave it is counted."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why somebody cannot check in: a code for programs, a sentence for people."""

    code: str
    message: str
    values: dict[str, object] = field(default_factory=dict)


class Blocked(Refused):
    """Raised when something stands in the way of a check-in; `blockers` holds all of it."""

    def __init__(self, blockers: tuple[Blocker, ...]) -> None:
        super().__init__(blockers[0].message, **blockers[0].values)
        self.blockers = blockers


def blockers(
    *,
    starts_at: datetime,
    ends_at: datetime,
    at: datetime,
    is_holder: bool,
    qualification: str,
    held: Collection[str],
) -> tuple[Blocker, ...]:
    """
    Return what stands in the way of checking in at `at`; nothing when he may.

    >>> from datetime import UTC
    >>> six = datetime(2024, 11, 27, 6, tzinfo=UTC)
    >>> [one.code for one in blockers(starts_at=six, ends_at=six.replace(hour=14), at=six,
    ...                               is_holder=True, qualification="medic", held=["driver"])]
    ['qualification_missing']
    """
    found = []
    if not is_holder:
        found.append(Blocker("another_person", N_("This duty is somebody else's.")))
    if at < starts_at - EARLIEST:
        found.append(
            Blocker(
                "too_early",
                N_("This duty begins at %(starts_at)s. Check in from %(from_at)s on."),
                {"starts_at": starts_at, "from_at": starts_at - EARLIEST},
            )
        )
    if at >= ends_at:
        found.append(Blocker("over", N_("This duty ended at %(ends_at)s."), {"ends_at": ends_at}))
    if qualification and qualification not in held:
        found.append(
            Blocker(
                "qualification_missing",
                N_(
                    "This duty needs the qualification “%(qualification)s”, which is not on your "
                    "record. Tell the command post: it corrects the record or sends another."
                ),
                {"qualification": Qualification(qualification)},
            )
        )
    return tuple(found)


def may_count(at: datetime, *, now: datetime) -> Decision:
    """
    Test whether something that a phone kept since `at` still counts.

    >>> from datetime import UTC
    >>> now = datetime(2024, 11, 27, 6, tzinfo=UTC)
    >>> bool(may_count(now - timedelta(days=2), now=now))
    True
    >>> bool(may_count(now - timedelta(days=4), now=now))
    False
    """
    if at > now:
        return Decision.no(N_("This moment lies in the future."))
    if now - at > KEPT_AT_MOST:
        return Decision.no(
            N_(
                "This was kept on the phone for more than %(hours)s hours and counts no more. "
                "The leader of the shift corrects the hours."
            ),
            hours=KEPT_AT_MOST // timedelta(hours=1),
        )
    return Decision.yes()


def sending_of(
    *, arrived_at: datetime, recorded_at: datetime, confirmed_at: datetime | None
) -> Sending:
    """
    Return how an arrival came to be known. The moment it states is the word of a phone.

    >>> from datetime import UTC
    >>> noon = datetime(2024, 11, 27, 12, tzinfo=UTC)
    >>> later = noon.replace(minute=11)
    >>> sending_of(arrived_at=noon, recorded_at=later, confirmed_at=None).value
    'later'
    >>> sending_of(arrived_at=noon, recorded_at=noon.replace(minute=10), confirmed_at=None).value
    'at_once'
    """
    if recorded_at - arrived_at <= SENT_LATE_AFTER:
        return Sending.AT_ONCE
    return Sending.LATER if confirmed_at is None else Sending.CONFIRMED


def may_confirm(sending: Sending, *, is_himself: bool) -> Decision:
    """
    Test whether somebody who may, says that an arrival was as its phone states.

    >>> may_confirm(Sending.LATER, is_himself=True).reason
    'Nobody confirms his own arrival.'
    """
    if is_himself:
        return Decision.no(N_("Nobody confirms his own arrival."))
    if sending is Sending.AT_ONCE:
        return Decision.no(N_("This arrival was sent at once: there is nothing to confirm."))
    if sending is Sending.CONFIRMED:
        return Decision.no(N_("This arrival is confirmed already."))
    return Decision.yes()


def may_try_code(wrong_codes: int) -> Decision:
    """
    Test whether somebody may give another code, after so many wrong ones.

    >>> bool(may_try_code(MOST_WRONG_CODES))
    False
    """
    if wrong_codes < MOST_WRONG_CODES:
        return Decision.yes()
    return Decision.no(
        N_(
            "Too many wrong codes. Wait %(minutes)s minutes, or ask the leader of the shift to "
            "check you in."
        ),
        minutes=WRONG_CODES_COUNT_FOR // timedelta(minutes=1),
    )


def may_mind_post(actor: Actor, *, area_code: str, leads_shift: bool) -> Decision:
    """Test whether the actor works the screen of a post: its code, its answers, its people."""
    if leads_shift or actor.holds(*LEADERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("The screen of a post is for the leader of its shift and for the desk."))


def may_leave(*, arrived_at: datetime | None, left_at: datetime | None, at: datetime) -> Decision:
    """Test whether somebody may check out of a duty."""
    if arrived_at is None:
        return Decision.no(N_("You have not checked in on this duty."))
    if left_at is None and at < arrived_at:
        return Decision.no(N_("You cannot leave before you came."))
    return Decision.yes()
