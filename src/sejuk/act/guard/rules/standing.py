"""Standing a duty: words, times and who may. No Django, no clock."""

from datetime import datetime, timedelta

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

DESK = (Role.OPERATOR, Role.OPS_HEAD)
LEADERS = (*DESK, Role.CHIEF, Role.SECTOR_CHIEF)
# Everybody who may be placed on a duty and has an account.
ON_DUTY = (Role.GUARD, Role.VILLAGE_OFFICER, Role.SECTOR_CHIEF)
# Chosen: relief is expected a quarter of an hour before; a quarter of an hour after it is late,
# after half an hour somebody else is needed.
EARLIEST = timedelta(minutes=60)
LATE_AFTER = timedelta(minutes=15)
MISSING_AFTER = timedelta(minutes=30)
# Chosen: what a phone kept while it had no network counts for three days.
KEPT_AT_MOST = timedelta(hours=72)


class Attendance(Choice):
    """Whether the holder of a duty is there."""

    EXPECTED = "expected", N_("Expected")
    THERE = "there", N_("There")
    LATE = "late", N_("Late")
    MISSING = "missing", N_("Did not come")
    LEFT = "left", N_("Left")
    EMPTY = "empty", N_("Nobody placed")


class Method(Choice):
    """How somebody checked in."""

    QR = "qr", N_("QR code of the post")
    CODE = "code", N_("Code of the post")
    LEADER = "leader", N_("By the leader of the shift")


class SwapState(Choice):
    """Where a request to swap is: the colleague agrees first, then a leader approves."""

    ASKED = "asked", N_("Asked")
    ACCEPTED = "accepted", N_("Accepted by the colleague")
    DECLINED = "declined", N_("Declined by the colleague")
    APPROVED = "approved", N_("Approved")
    REFUSED = "refused", N_("Refused")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


NEXT_SWAP_STATES: dict[SwapState, frozenset[SwapState]] = {
    SwapState.ASKED: frozenset({SwapState.ACCEPTED, SwapState.DECLINED, SwapState.WITHDRAWN}),
    SwapState.ACCEPTED: frozenset({SwapState.APPROVED, SwapState.REFUSED, SwapState.WITHDRAWN}),
    SwapState.DECLINED: frozenset(),
    SwapState.APPROVED: frozenset(),
    SwapState.REFUSED: frozenset(),
    SwapState.WITHDRAWN: frozenset(),
}


class EntryKind(Choice):
    """What an entry of the occurrence book is about."""

    OPENED = "opened", N_("Shift opened")
    ARRIVAL = "arrival", N_("Arrival")
    DEPARTURE = "departure", N_("Departure")
    PATROL = "patrol", N_("Round")
    VISITOR = "visitor", N_("Visitor")
    GOODS = "goods", N_("Goods or logistics")
    INSPECTION = "inspection", N_("Inspection")
    INCIDENT = "incident", N_("Incident")
    HANDOVER = "handover", N_("Handover")
    CORRECTION = "correction", N_("Correction")
    OTHER = "other", N_("Other")


class ItemKind(Choice):
    """What a post keeps and hands over."""

    KEY = "key", N_("Key")
    EQUIPMENT = "equipment", N_("Equipment")
    DOCUMENT = "document", N_("Document")


class Rung(Choice):
    """Who is called when a post stays silent: itself, its Padal, the command post."""

    POST = "post", N_("The post itself")
    PADAL = "padal", N_("Padal")
    COMMAND_POST = "command_post", N_("Command post")


class Decided(Choice):
    """What was decided about something that was asked."""

    OPEN = "open", N_("Open")
    GRANTED = "granted", N_("Granted")
    REFUSED = "refused", N_("Refused")


def attendance_of(
    *,
    starts_at: datetime,
    ends_at: datetime,
    has_person: bool,
    arrived_at: datetime | None,
    left_at: datetime | None,
    now: datetime,
) -> Attendance:
    """
    Return whether the holder of a duty is there.

    >>> from datetime import UTC
    >>> six = datetime(2024, 11, 5, 6, tzinfo=UTC)
    >>> attendance_of(starts_at=six, ends_at=six.replace(hour=14), has_person=True,
    ...               arrived_at=None, left_at=None, now=six.replace(minute=20)).value
    'late'
    """
    if not has_person:
        return Attendance.EMPTY
    if left_at is not None:
        return Attendance.LEFT
    if arrived_at is not None:
        return Attendance.THERE
    if now < starts_at + LATE_AFTER:
        return Attendance.EXPECTED
    if now < min(starts_at + MISSING_AFTER, ends_at):
        return Attendance.LATE
    return Attendance.MISSING


def may_lead(actor: Actor, *, area_code: str) -> Decision:
    """Test whether the actor decides about the duties of an area."""
    if actor.holds(*LEADERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Duties are decided by the command post or the sector chief."))


def may_move_swap(state: SwapState, to: SwapState) -> Decision:
    """
    Test whether a request to swap may go from `state` to `to`.

    >>> may_move_swap(SwapState.ASKED, SwapState.APPROVED).allowed
    False
    """
    if to in NEXT_SWAP_STATES[state]:
        return Decision.yes()
    return Decision.no(
        N_("A request to swap that is “%(state)s” cannot become “%(to)s”."), state=state, to=to
    )
