"""Who gives a duty away, to whom, and who is ill: swaps and sick notices. Pure."""

from datetime import date, datetime, timedelta

from sejuk.act.guard.rules.standing import LEADERS, SwapState, may_move_swap
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

# Chosen: longer illness needs a doctor's paper anyway, and the desk records it as leave.
LONGEST_SICK_DAYS = 14
# Chosen: who finds in the evening that he was ill all day may still say so.
TOLD_AFTERWARDS = timedelta(hours=24)
OPEN_SWAPS = (SwapState.ASKED, SwapState.ACCEPTED)


def may_ask_swap(
    *,
    is_holder: bool,
    is_covert: bool,
    starts_at: datetime,
    is_oneself: bool,
    is_open: bool,
    now: datetime,
) -> Decision:
    """
    Test whether somebody may ask a colleague to take his duty.

    >>> from datetime import UTC
    >>> now = datetime(2024, 11, 27, 6, tzinfo=UTC)
    >>> may_ask_swap(is_holder=True, is_covert=False, starts_at=now, is_oneself=False,
    ...              is_open=False, now=now).reason
    'This duty has begun. Only the command post changes it now.'
    """
    if not is_holder:
        return Decision.no(N_("This duty is somebody else's."))
    if is_covert:
        # Who asks around tells who else stands in plain clothes.
        return Decision.no(N_("A duty in plain clothes is changed by the command post alone."))
    if starts_at <= now:
        return Decision.no(N_("This duty has begun. Only the command post changes it now."))
    if is_oneself:
        return Decision.no(N_("Nobody swaps with himself. Choose a colleague."))
    if is_open:
        return Decision.no(N_("You have asked a colleague already. Withdraw that request first."))
    return Decision.yes()


def may_answer_swap(*, is_colleague: bool, state: SwapState, to: SwapState) -> Decision:
    """Test whether a colleague may accept or decline."""
    if not is_colleague:
        return Decision.no(N_("Only the colleague who was asked answers."))
    return may_move_swap(state, to)


def may_decide_swap(
    actor: Actor,
    *,
    area_code: str,
    is_involved: bool,
    state: SwapState,
    to: SwapState,
    starts_at: datetime,
    now: datetime,
) -> Decision:
    """
    Test whether a leader may approve or refuse: nobody decides about his own swap.

    >>> from datetime import UTC
    >>> from sejuk.kit.actors import Grant, Role
    >>> head = Actor("kabag", frozenset({Grant(Role.OPS_HEAD, "16.01")}))
    >>> now = datetime(2024, 11, 27, 6, tzinfo=UTC)
    >>> may_decide_swap(head, area_code="16.01", is_involved=True, state=SwapState.ACCEPTED,
    ...                 to=SwapState.APPROVED, starts_at=now, now=now).reason
    'Nobody decides about his own swap.'
    """
    if not actor.holds(*LEADERS, area_code=area_code):
        return Decision.no(N_("Swaps are decided by the command post or the sector chief."))
    if is_involved:
        return Decision.no(N_("Nobody decides about his own swap."))
    if to is SwapState.APPROVED and starts_at <= now:
        return Decision.no(N_("This duty has begun. Only the command post changes it now."))
    return may_move_swap(state, to)


def may_tell_sick(
    *, is_himself: bool, leads: bool, starts_at: datetime, ends_on: date, today: date, now: datetime
) -> Decision:
    """Test whether somebody may say that a person is ill from an instant until a day."""
    if not (is_himself or leads):
        return Decision.no(N_("Everybody says for himself that he is ill, or his leader does."))
    if ends_on < starts_at.date() or ends_on < today:
        return Decision.no(N_("The last day lies before the first."), where="ends_on")
    if starts_at < now - TOLD_AFTERWARDS:
        return Decision.no(
            N_("More than a day ago: the command post records that as leave."), where="starts_at"
        )
    if (ends_on - today).days >= LONGEST_SICK_DAYS:
        return Decision.no(
            N_("At most %(days)s days at once. Longer illness is recorded by the command post."),
            days=LONGEST_SICK_DAYS,
            where="ends_on",
        )
    return Decision.yes()


def may_withdraw_sick(*, is_himself: bool, leads: bool, is_withdrawn: bool) -> Decision:
    """Test whether somebody may take a sick notice back."""
    if not (is_himself or leads):
        return Decision.no(N_("Everybody takes back his own notice, or his leader does."))
    if is_withdrawn:
        return Decision.no(N_("This notice was taken back already."))
    return Decision.yes()
