"""Move a signal on: take it in hand, judge it, close it. Each move leaves its reason."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.queries.still import keep_still
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.decisions import Beside, Decider
from sejuk.sense.signals.actions.notices import tell_reporter
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.locking import grades_of, locked_signal, standing_of
from sejuk.sense.signals.rules import (
    CLAIM_LASTS,
    ContentGrade,
    Form,
    Grades,
    Kind,
    Occasion,
    Overtaken,
    ReferralTarget,
    Rung,
    SignalState,
    SourceGrade,
    may_be_short,
    may_finish,
    may_grade,
    may_leave_unquoted,
    may_refer,
    may_release,
    may_reopen,
    may_take,
)


@traced
def take_signal(*, signal_id: int, actor: Actor, now: datetime) -> Signal:
    """
    Take a signal in hand for some hours, or keep one's own longer.

    :raises Refused: naming who has it, when somebody else was first.
    """
    signal = locked_signal(signal_id, actor)
    may_take(standing_of(signal), actor=actor, now=now).or_refuse()
    _claim(signal, actor=actor, now=now)
    _move(signal, SignalState.TAKEN, actor=actor, now=now)
    return _noted("taken", signal, actor=actor, now=now, until=signal.taken_until)


@traced
def release_signal(*, signal_id: int, reason: str, actor: Actor, now: datetime) -> Signal:
    """
    Lay a signal back for others to take.

    :raises Refused: when it is in somebody else's hand, or without a reason.
    """
    signal = locked_signal(signal_id, actor)
    may_release(standing_of(signal), reason=reason, actor=actor, now=now).or_refuse()
    may_leave_unquoted(reason, signal.text).or_refuse()
    _move(signal, SignalState.NEW, reason=reason, actor=actor, now=now)
    return _noted("released", signal, actor=actor, now=now, reason=reason)


@traced
def grade_signal(
    *,
    signal_id: int,
    source_grade: SourceGrade,
    content_grade: ContentGrade,
    severity: int,
    rung: Rung,
    kind: Kind | None = None,
    kind_is_right: bool = False,
    cluster: str | None = None,
    beside: Beside | None = None,
    seen: Grades | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Judge how far a signal is to be believed and how grave it is; set its kind and cluster right.

    What that decides is kept for learning: what changed, and a kind that stays where
    `kind_is_right` says so. `beside` names the suggestion that was accepted. Who says what grades
    he has `seen` overwrites no others.

    :raises Overtaken: when it was graded since they were seen
    :raises Refused: when it is closed, or in somebody else's hand.
    """
    signal = locked_signal(signal_id, actor)
    if seen is not None and seen != (there := grades_of(signal)):
        raise Overtaken(there)
    may_grade(
        standing_of(signal), Form(signal.form), severity=severity, rung=rung, actor=actor, now=now
    ).or_refuse()
    may_be_short("cluster", cluster or "").or_refuse()
    before, judged_before = _grades(signal), Decider.judged(signal)
    signal.source_grade, signal.content_grade = source_grade, content_grade
    signal.severity, signal.rung = severity, rung
    signal.kind = kind or signal.kind
    signal.cluster = signal.cluster if cluster is None else cluster
    signal.save(
        update_fields=["source_grade", "content_grade", "severity", "rung", "kind", "cluster"]
    )
    Decider(actor, now).note_grading(
        signal,
        judged_before,
        kind_is_said=kind_is_right,
        beside=beside or {},
    )
    return _noted("graded", signal, actor=actor, now=now, before=before, after=_grades(signal))


@traced
def settle_signal(*, signal_id: int, reason: str, actor: Actor, now: datetime) -> Signal:
    """
    Close a signal whose matter is settled.

    :raises Refused: when the actor does not have it in hand, or without a reason.
    """
    return _finish(signal_id, SignalState.SETTLED, reason=reason, actor=actor, now=now)


@traced
def set_aside_signal(*, signal_id: int, reason: str, actor: Actor, now: datetime) -> Signal:
    """
    Close a signal that needs nothing further: refuted, a mistake, or told before.

    :raises Refused: when the actor does not have it in hand, or without a reason.
    """
    return _finish(signal_id, SignalState.SET_ASIDE, reason=reason, actor=actor, now=now)


@traced
def refer_signal(
    *,
    signal_id: int,
    to: ReferralTarget,
    number: str,
    on: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Pass a signal on to who enforces the law. The record ends here.

    :raises Refused: without number, day or reason, or when the actor does not have it in hand.
    """
    signal = locked_signal(signal_id, actor)
    may_finish(
        standing_of(signal), SignalState.REFERRED, reason=reason, actor=actor, now=now
    ).or_refuse()
    may_leave_unquoted(reason, signal.text).or_refuse()
    may_refer(
        number=number,
        on=on,
        today=timezone.localdate(now),
        received_on=timezone.localdate(signal.received_at),
    ).or_refuse()
    signal.referred_to, signal.referral_number, signal.referred_on = to, number.strip(), on
    signal.save(update_fields=["referred_to", "referral_number", "referred_on"])
    _move(signal, SignalState.REFERRED, reason=reason, actor=actor, now=now)
    _tell_of_end(signal, actor=actor, now=now)
    return _noted(
        "referred", signal, actor=actor, now=now, reason=reason, to=to, number=number.strip(), on=on
    )


@traced
def reopen_signal(*, signal_id: int, reason: str, actor: Actor, now: datetime) -> Signal:
    """
    Take a closed signal in hand again.

    :raises Refused: when it was referred, is still open, or without a reason.
    """
    signal = locked_signal(signal_id, actor)
    may_reopen(standing_of(signal), reason=reason, actor=actor).or_refuse()
    may_leave_unquoted(reason, signal.text).or_refuse()
    _claim(signal, actor=actor, now=now)
    _move(signal, SignalState.TAKEN, reason=reason, actor=actor, now=now)
    return _noted("reopened", signal, actor=actor, now=now, reason=reason)


def _finish(signal_id: int, to: SignalState, *, reason: str, actor: Actor, now: datetime) -> Signal:
    signal = locked_signal(signal_id, actor)
    may_finish(standing_of(signal), to, reason=reason, actor=actor, now=now).or_refuse()
    may_leave_unquoted(reason, signal.text).or_refuse()
    _move(signal, to, reason=reason, actor=actor, now=now)
    _tell_of_end(signal, actor=actor, now=now)
    return _noted(to.value, signal, actor=actor, now=now, reason=reason)


def _claim(signal: Signal, *, actor: Actor, now: datetime) -> None:
    signal.taken_by_id, signal.taken_until = actor.user_id, now + CLAIM_LASTS


def _move(
    signal: Signal, to: SignalState, *, reason: str = "", actor: Actor, now: datetime
) -> None:
    if to is not SignalState.TAKEN:
        signal.taken_by, signal.taken_until = None, None
    # Keeping a signal longer is no change of its state.
    if signal.state != to:
        kept = list(dict.fromkeys(one for one in (signal.seal_id, signal.whole_id) if one))
        keep_still(kept)
        for seal_id in kept:
            # Who reported is told what came of it: the time of his seal runs from now.
            custody.prolong_seal(seal_id=seal_id, actor=actor, now=now)
        signal.state, signal.state_reason = to, reason.strip()
        signal.state_changed_at, signal.state_changed_by = now, actor.name
    signal.save(
        update_fields=[
            "state",
            "state_reason",
            "state_changed_at",
            "state_changed_by",
            "taken_by",
            "taken_until",
        ]
    )


def _tell_of_end(signal: Signal, *, actor: Actor, now: datetime) -> None:
    """Tell who reported, if he wished it, that his report has come to an end."""
    if queries.notice_route(signal) is not None:
        tell_reporter(
            signal_id=signal.pk,
            occasion=Occasion.STATE,
            mark=now.isoformat(),
            actor=actor,
            now=now,
        )


def _grades(signal: Signal) -> Mapping[str, object]:
    return {
        "grade": f"{signal.source_grade}{signal.content_grade}",
        "severity": signal.severity,
        "rung": signal.rung,
        "kind": signal.kind,
    }


def _noted(deed: str, signal: Signal, *, actor: Actor, now: datetime, **detail: object) -> Signal:
    record(
        verb=f"signals.signal.{deed}",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail=detail,
    )
    return signal
