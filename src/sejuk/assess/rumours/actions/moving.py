"""Move a rumour on: in hand, answered, closed, verified anew, referred."""

from datetime import date, datetime

from django.utils import timezone

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.actions.working import Work
from sejuk.assess.rumours.models import Referral, Rumour
from sejuk.assess.rumours.rules import (
    HAND_LASTS,
    LONGEST_RESOLUTION,
    SHORTEST_RESOLUTION,
    Deed,
    RumourState,
    may_be_referred_on,
    may_be_said,
    may_close,
    may_move,
    may_refer,
    may_release,
    may_take,
    may_work_on,
)
from sejuk.foundation.ledger.actions import traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.sense.signals.rules import ReferralTarget, first_no, may_be_reason, may_be_short


@traced
def take_rumour(*, rumour_id: int, actor: Actor, now: datetime) -> Rumour:
    """
    Take a rumour in hand for some hours, or keep one's own longer.

    :raises Refused: naming who has it, when somebody else was first
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    may_take(work.standing, actor=actor, now=now).or_refuse()
    work.keep(taken_by_id=actor.user_id, taken_until=now + HAND_LASTS)
    work.step(Deed.TAKEN)
    work.note("taken", until=work.rumour.taken_until)
    return work.rumour


@traced
def release_rumour(*, rumour_id: int, reason: str, actor: Actor, now: datetime) -> Rumour:
    """
    Lay a rumour back for others to take.

    :raises Refused: when it is in somebody else's hand or nobody's, or without a reason
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    may_release(work.standing, reason=reason, actor=actor, now=now).or_refuse()
    work.name_nobody(reason=reason)
    work.keep(taken_by=None, taken_until=None)
    work.step(Deed.RELEASED, reason=reason)
    work.note("released", reason=reason.strip())
    return work.rumour


@traced
def mark_answered(
    *, rumour_id: int, reason: str, version_seen: int, actor: Actor, now: datetime
) -> Rumour:
    """
    Note how a rumour was answered. From then on it is watched: sightings show whether it helped.

    :raises Refused: before its veracity is decided, or when somebody changed it meanwhile
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    first_no(
        may_work_on(work.standing, version_seen=version_seen, actor=actor, now=now),
        may_move(work.standing.state, RumourState.WATCHED),
        may_be_reason(reason),
    ).or_refuse()
    work.name_nobody(reason=reason)
    work.change(state=RumourState.WATCHED.value, due_at=None, reminded_at=None)
    work.step(Deed.ANSWERED, reason=reason)
    work.note("answered", reason=reason.strip())
    return work.rumour


@traced
def close_rumour(
    *,
    rumour_id: int,
    resolution: str,
    check_id: int | None,
    version_seen: int,
    actor: Actor,
    now: datetime,
) -> Rumour:
    """
    Close a rumour: with a written resolution, on the word of a named authority, with its reference.

    :raises Refused: without one of them, or when somebody changed it meanwhile
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    check = queries.answered_check(work.rumour, check_id)
    least = SHORTEST_RESOLUTION
    first_no(
        may_work_on(work.standing, version_seen=version_seen, actor=actor, now=now),
        may_close(work.standing, has_answer=check is not None),
        may_be_said("resolution", resolution, most=LONGEST_RESOLUTION, least=least),
    ).or_refuse()
    work.name_nobody(resolution=resolution)
    # The rule has refused already when there is none.
    if check is None:
        raise Refused(N_("A rumour is closed on the word of a named authority."), where="check_id")
    work.change(
        state=RumourState.CLOSED.value,
        resolution=resolution.strip(),
        authority=check.authority,
        authority_name=check.authority_name,
        reference=check.reference,
        closed_by=actor.name,
        closed_at=now,
        due_at=None,
        reminded_at=None,
        taken_by=None,
        taken_until=None,
    )
    work.step(Deed.CLOSED, authority=check.authority_name, reference=check.reference)
    work.note("closed", authority=check.authority_name, reference=check.reference)
    return work.rumour


@traced
def reopen_rumour(
    *, rumour_id: int, reason: str, version_seen: int, actor: Actor, now: datetime
) -> Rumour:
    """
    Verify a rumour anew that was answered or closed. Its resolution stays until the next one.

    :raises Refused: when it is being verified already, or somebody changed it meanwhile
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    first_no(
        may_work_on(work.standing, version_seen=version_seen, actor=actor, now=now),
        may_move(work.standing.state, RumourState.VERIFYING),
        may_be_reason(reason),
    ).or_refuse()
    work.name_nobody(reason=reason)
    state = RumourState.VERIFYING
    work.change(state=state.value, **work.owed_in(state))
    work.step(Deed.REOPENED, reason=reason)
    work.note("reopened", reason=reason.strip())
    return work.rumour


@traced
def refer_matter(
    *,
    rumour_id: int,
    to: ReferralTarget,
    number: str,
    on: date,
    known_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Referral:
    """
    Pass what needs law enforcement on, with a letter. The rumour itself goes on to be answered.

    :raises Refused: without number, days or reason
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    first_no(
        may_refer(work.standing, number=number, reason=reason, actor=actor),
        may_be_referred_on(on, known_on=known_on, today=timezone.localdate(now)),
        may_be_short("number", number),
    ).or_refuse()
    work.name_nobody(reason=reason)
    referral = Referral.objects.create(
        rumour=work.rumour,
        to=to.value,
        number=number.strip(),
        on=on,
        known_on=known_on,
        regime=operations.regime_of(work.rumour.operation).value,
        reason=reason.strip(),
        referred_by=actor.name,
        referred_at=now,
    )
    work.step(Deed.REFERRED, reason=reason, to=to.value, number=referral.number)
    work.note("referred", to=to, number=referral.number, on=on, reason=reason.strip())
    return referral
