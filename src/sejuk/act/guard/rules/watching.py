"""The dead-man timer of a post: when its answer is due, and who is called when none comes. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sejuk.act.guard.rules.standing import Rung
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

MOST_PERIOD, LEAST_PERIOD = 1440, 5
MOST_GRACE, LEAST_GRACE = 720, 1
# Chosen: silences are looked at each minute. Five without a look mean that the installation was
# off, and nobody could have answered.
SLEPT_AFTER = timedelta(minutes=5)


def answer_due_at(
    *,
    answered_at: datetime | None,
    set_at: datetime,
    counts_from: datetime | None,
    manned_since: datetime,
    period_minutes: int,
) -> datetime:
    """
    Return when a post has to answer next: a period after the last thing that counts as one.

    >>> from datetime import UTC
    >>> six = datetime(2024, 11, 27, 6, tzinfo=UTC)
    >>> answer_due_at(answered_at=six, set_at=six, counts_from=None,
    ...               manned_since=six - timedelta(days=1), period_minutes=30).minute
    30
    """
    heard = max(at for at in (answered_at, set_at, counts_from, manned_since) if at is not None)
    return heard + timedelta(minutes=period_minutes)


def rungs_reached(*, due_at: datetime, grace_minutes: int, now: datetime) -> tuple[Rung, ...]:
    """
    Return who is to be called by now: the post itself, then its Padal, then the command post.

    Chosen: each has one grace to answer before the next is called.

    >>> from datetime import UTC
    >>> due = datetime(2024, 11, 27, 6, tzinfo=UTC)
    >>> [rung.value for rung in
    ...  rungs_reached(due_at=due, grace_minutes=10, now=due + timedelta(minutes=10))]
    ['post', 'padal']
    """
    if now < due_at:
        return ()
    graces_over = int((now - due_at) / timedelta(minutes=grace_minutes))
    return tuple(Rung)[: graces_over + 1]


def manned_since(shifts: Iterable[tuple[datetime, datetime]], now: datetime) -> datetime | None:
    """
    Return since when a post has been manned without a gap; None when nobody is on duty now.

    >>> from datetime import UTC
    >>> hour = [datetime(2024, 11, 27, n, tzinfo=UTC) for n in range(24)]
    >>> manned_since([(hour[0], hour[6]), (hour[6], hour[14]), (hour[16], hour[20])], hour[9]).hour
    0
    >>> manned_since([(hour[0], hour[6])], hour[6]) is None
    True
    """
    begins: datetime | None = None
    for starts_at, ends_at in sorted(shifts, key=lambda shift: shift[1], reverse=True):
        runs_now = begins is None and starts_at <= now < ends_at
        joins = begins is not None and ends_at >= begins and starts_at < begins
        if runs_now or joins:
            begins = starts_at
    return begins


def may_be_watched(*, period_minutes: int, grace_minutes: int) -> Decision:
    """
    Test whether a post can be asked to answer so often.

    >>> may_be_watched(period_minutes=2, grace_minutes=1).values["where"]
    'period_minutes'
    """
    if not LEAST_PERIOD <= period_minutes <= MOST_PERIOD:
        return Decision.no(
            N_("A post answers every %(least)s to %(most)s minutes."),
            least=LEAST_PERIOD, most=MOST_PERIOD, where="period_minutes",
        )  # fmt: skip
    if not LEAST_GRACE <= grace_minutes <= MOST_GRACE:
        return Decision.no(
            N_("A silence is borne for %(least)s to %(most)s minutes."),
            least=LEAST_GRACE, most=MOST_GRACE, where="grace_minutes",
        )  # fmt: skip
    return Decision.yes()
