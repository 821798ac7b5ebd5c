"""A signal that is about to be changed: kept from others meanwhile, and how it stands."""

from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import (
    Claim,
    ContentGrade,
    Grades,
    Kind,
    Rung,
    SignalState,
    SourceGrade,
    Standing,
)


def locked_signal(signal_id: int, actor: Actor) -> Signal:
    """Fetch a signal that `actor` sees, and keep others from moving it meanwhile."""
    # No join here: after waiting for a lock PostgreSQL reads the locked row anew, but not what is
    # joined to it, and the hand that took the signal meanwhile would be missing.
    signal = visible_signals(actor).select_for_update().filter(pk=signal_id).first()
    if signal is None:
        raise NotYours(f"signal {signal_id}")
    return signal


def standing_of(signal: Signal) -> Standing:
    claim = None
    if signal.taken_by is not None and signal.taken_until is not None:
        claim = Claim(signal.taken_by.pk, str(signal.taken_by), signal.taken_until)
    return Standing(SignalState(signal.state), signal.area_id, claim)


def grades_of(signal: Signal) -> Grades:
    return Grades(
        SourceGrade(signal.source_grade),
        ContentGrade(signal.content_grade),
        signal.severity,
        Rung(signal.rung),
        Kind(signal.kind),
        signal.cluster,
    )
