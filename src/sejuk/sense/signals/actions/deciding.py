"""A person decides beside what was suggested: both are kept, and the signal follows him."""

from datetime import datetime

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody import queries as seals
from sejuk.foundation.ledger import actions as ledger
from sejuk.foundation.ledger.actions import record, record_many, subject_of, traced
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.decisions import Decider
from sejuk.sense.signals.actions.moves import grade_signal
from sejuk.sense.signals.actions.portal import take_back_moved
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.locking import locked_signal, standing_of
from sejuk.sense.signals.rules import (
    Aspect,
    ContentGrade,
    Form,
    Kind,
    Rung,
    SourceGrade,
    may_overwrite,
)
from sejuk.sense.signals.rules.triage import APART, SAME, may_decide, may_place, pair_word


@traced
def decide_kind(
    *,
    signal_id: int,
    kind: Kind,
    suggestion_id: int | None = None,
    seen: str | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Say of which kind a signal is, as it was suggested or not; `seen` is the kind it had then.

    :raises NotYours: when signal or suggestion are none of the actor's
    :raises Refused: when it is closed, in somebody else's hand, or otherwise than seen
    """
    signal = locked_signal(signal_id, actor)
    may_overwrite(seen, Kind(signal.kind)).or_refuse()
    return _graded(signal, Aspect.KIND, suggestion_id, kind=kind, actor=actor, now=now)


@traced
def decide_urgency(
    *,
    signal_id: int,
    severity: int,
    suggestion_id: int | None = None,
    seen: str | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Say how grave a signal is, as it was suggested or not; `seen` is how grave it was then.

    :raises NotYours: when signal or suggestion are none of the actor's
    :raises Refused: when it is closed, in somebody else's hand, or otherwise than seen
    """
    signal = locked_signal(signal_id, actor)
    may_overwrite(seen, str(signal.severity)).or_refuse()
    return _graded(signal, Aspect.URGENCY, suggestion_id, severity=severity, actor=actor, now=now)


@traced
def place_signal(
    *,
    signal_id: int,
    area_code: str,
    suggestion_id: int | None = None,
    seen: str | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Say that a signal is about another area than that `seen`. It leaves an entry in both.

    What is sealed with it goes to the custodian there; what the public was shown of it is taken
    back, as it says where it was.

    :raises NotYours: when signal or suggestion are none of the actor's
    :raises Refused: when it is closed, in another's hand, or one of the areas is not the actor's
    """
    signal = locked_signal(signal_id, actor)
    called = places.area_labels({signal.area_id})[signal.area_id]
    may_overwrite(seen, signal.area_id, called=called).or_refuse()
    bounds = queries.operation_bounds(now)
    may_place(
        standing_of(signal),
        Form(signal.form),
        area_code,
        operation_area=bounds.area_code,
        actor=actor,
        now=now,
    ).or_refuse()
    if not queries.area_exists(area_code):
        raise Refused(
            N_("There is no area with the code “%(code)s”."), where="area", code=area_code
        )
    before, signal.area_id = signal.area_id, area_code
    signal.save(update_fields=["area"])
    _take_along(signal, actor=actor, now=now)
    Decider(actor, now).note(signal, Aspect.AREA, before, area_code, beside=suggestion_id)
    detail = {"before": before, "after": area_code}
    # Two entries: what is counted by area hears of it in the one that it leaves, too.
    record_many(
        [
            ledger.Deed(f"signals.signal.{deed}", subject_of(signal), actor, now, code, detail)
            for deed, code in (("moved_away", before), ("moved", area_code))
        ]
    )
    return signal


def _take_along(signal: Signal, *, actor: Actor, now: datetime) -> None:
    """Give what is sealed with a moved signal to the custodian there, and show it no more."""
    about = subject_of(signal)
    if seals.standings_about([about]):
        custody.move_seals(about=about, area_code=signal.area_id, actor=actor, now=now)
    if signal.public_matters.filter(withdrawn_at__isnull=True).exists():
        take_back_moved(signal_id=signal.pk, actor=actor, now=now)


@traced
def join_signals(
    *,
    signal_id: int,
    other_id: int,
    suggestion_id: int | None = None,
    seen: str | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Say that two signals tell of the same matter: the first goes into the matter of the other.

    `seen` is in which matter the first was then.

    :raises NotYours: when one of them, or the suggestion, is none of the actor's
    :raises Refused: when the first is closed, or in somebody else's hand
    """
    signal, other = _both(signal_id, other_id, actor, now)
    may_overwrite(seen, signal.cluster).or_refuse()
    matter = other.cluster or signal.cluster or f"sinyal-{min(signal.pk, other.pk)}"
    deeds = []
    for one, far in ((signal, other), (other, signal)):
        if one.cluster != matter:
            detail = {"before": one.cluster, "after": matter, "with": far.pk}
            subject = subject_of(one)
            deeds.append(
                ledger.Deed("signals.signal.joined", subject, actor, now, one.area_id, detail)
            )
            one.cluster = matter
            one.save(update_fields=["cluster"])
    if not deeds:
        raise Refused(N_("Both signals are of the same matter already."))
    word = pair_word(SAME, other.pk)
    Decider(actor, now).note(signal, Aspect.MATTER, "", word, beside=suggestion_id)
    record_many(deeds)
    return signal


@traced
def keep_apart(
    *,
    signal_id: int,
    other_id: int,
    suggestion_id: int | None = None,
    seen: str | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """
    Say that two signals are not of the same matter; it is remembered, and not suggested again.

    :raises NotYours: when one of them, or the suggestion, is none of the actor's
    :raises Refused: when the first is closed, or in somebody else's hand
    """
    signal, other = _both(signal_id, other_id, actor, now)
    may_overwrite(seen, signal.cluster).or_refuse()
    word = pair_word(APART, other.pk)
    Decider(actor, now).note(signal, Aspect.MATTER, "", word, beside=suggestion_id)
    detail = {"from": other.pk}
    record(
        verb="signals.signal.kept_apart",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
        detail=detail,
    )
    return signal


def _both(signal_id: int, other_id: int, actor: Actor, now: datetime) -> tuple[Signal, Signal]:
    """Lock two signals in the order of their numbers; the first is decided about."""
    if signal_id == other_id:
        raise NotYours(f"signal {other_id}")
    found = {number: locked_signal(number, actor) for number in sorted((signal_id, other_id))}
    signal = found[signal_id]
    may_decide(standing_of(signal), Form(signal.form), actor=actor, now=now).or_refuse()
    return signal, found[other_id]


def _graded(
    signal: Signal,
    aspect: Aspect,
    suggestion_id: int | None,
    *,
    kind: Kind | None = None,
    severity: int | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    return grade_signal(
        signal_id=signal.pk,
        source_grade=SourceGrade(signal.source_grade),
        content_grade=ContentGrade(signal.content_grade),
        severity=severity or signal.severity,
        rung=Rung(signal.rung),
        kind=kind,
        beside={aspect: suggestion_id},
        actor=actor,
        now=now,
    )
