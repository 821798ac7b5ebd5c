"""Move several signals at once, each by the rules that hold for one; and undo that for a while."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from sejuk.foundation.custody.queries.still import keep_still
from sejuk.foundation.ledger import actions as ledger
from sejuk.foundation.ledger.actions import record, record_many, subject_of, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions import moves
from sejuk.sense.signals.models import BulkDeed, BulkRow, Signal
from sejuk.sense.signals.rules import (
    ContentGrade,
    Grades,
    Kind,
    Rung,
    SourceGrade,
    may_overwrite,
)
from sejuk.sense.signals.rules.bulk import (
    Bulk,
    matter_among,
    may_choose,
    may_restore,
    may_say,
    may_undo,
)

MOMENTS = ("taken_until", "state_changed_at")
# What the deeds change, and undoing puts back.
MOVED = (
    "state",
    "state_reason",
    "state_changed_by",
    "taken_by_id",
    "kind",
    "cluster",
    *MOMENTS,
)
# What must also read as it did, or somebody else has worked on it.
JUDGED = ("source_grade", "content_grade", "severity", "rung", "area_id")


@dataclass(frozen=True, slots=True)
class Said:
    """What is said once for all the signals: a kind, a matter, or a reason."""

    kind: Kind | None = None
    cluster: str = ""
    reason: str = ""


@traced
def move_signals(
    *,
    deed: Bulk,
    signal_ids: Sequence[int],
    said: Said,
    seen: Mapping[int, Grades] | None = None,
    key: str,
    actor: Actor,
    now: datetime,
) -> BulkDeed:
    """
    Do one thing with several signals, each as if it were moved alone, under one key only once.

    What the rules refuse for one of them is noted beside it, with the reason; the others are done.
    A kind or a matter that is no longer as `seen` stays as it is, as if the rules refused it.

    :raises Refused: when none or too many are chosen, when what all of them need is not said, or
        when the key was used for something else
    """
    asked = sorted(set(signal_ids))
    may_choose(len(asked)).or_refuse()
    may_say(
        deed, has_kind=said.kind is not None, cluster=said.cluster, reason=said.reason
    ).or_refuse()
    done, is_new = BulkDeed.objects.get_or_create(
        by_user_id=actor.user_id,
        key=key,
        defaults={"deed": deed, "asked": asked, "by": actor.name, "at": now},
    )
    if not is_new:
        return _repeated(done, deed, asked, actor=actor, now=now)
    signals = _all_locked(asked, actor)
    move = _move_of(deed, said, signals, seen or {})
    rows = [_tried(done, signal, move, actor=actor, now=now) for signal in signals]
    BulkRow.objects.bulk_create(rows)
    done.missing = len(asked) - len(signals)
    done.save(update_fields=["missing"])
    moved = [row.signal_id for row in rows if row.is_done]
    detail = {"deed": deed, "signals": moved, "refused": len(asked) - len(moved)}
    record(verb="signals.bulkdeed.done", subject=done, actor=actor, now=now, detail=detail)
    return done


@traced
def undo_moves(*, deed_id: int, actor: Actor, now: datetime) -> BulkDeed:
    """
    Put the signals of one's own deed back to what they were before; what changed since, stays.

    :raises Refused: when the time for it is over, or it was undone already
    :raises NotYours: when somebody else did it
    """
    own = BulkDeed.objects.select_for_update().filter(by_user_id=actor.user_id, pk=deed_id)
    done = own.first()
    if done is None:
        raise NotYours(f"deed {deed_id}")
    may_undo(at=done.at, undone_at=done.undone_at, now=now).or_refuse()
    rows = list(done.rows.filter(is_done=True).order_by("signal_id"))
    there = {signal.pk: signal for signal in _all_locked([row.signal_id for row in rows], actor)}
    restored = [
        there[row.signal_id] for row in rows if _put_back(row, there.get(row.signal_id), actor)
    ]
    Signal.objects.bulk_update(restored, [name.removesuffix("_id") for name in MOVED])
    BulkRow.objects.bulk_update(rows, ["is_undone", "why_not_undone"])
    done.undone_at = now
    done.save(update_fields=["undone_at"])
    record_many([*_restored(restored, done, actor, now), _undone(done, len(rows), actor, now)])
    return done


def _repeated(
    done: BulkDeed, deed: Bulk, asked: list[int], *, actor: Actor, now: datetime
) -> BulkDeed:
    if (done.deed, done.asked) != (deed.value, asked):
        raise Refused(N_("This form was sent already, for something else. Please choose again."))
    record(verb="signals.bulkdeed.repeated", subject=done, actor=actor, now=now)
    return done


def _all_locked(numbers: Iterable[int], actor: Actor) -> list[Signal]:
    """
    Fetch what `actor` sees of these, and keep others from moving it meanwhile.

    Always in the order of their numbers, and their seals with them before the ledger is written:
    of two who want the same, one waits, and nobody waits for him.
    """
    seen = queries.visible_signals(actor).filter(pk__in=list(numbers))
    signals = list(seen.select_for_update().order_by("pk"))
    seals = {seal for signal in signals for seal in (signal.seal_id, signal.whole_id) if seal}
    keep_still(seals)
    return signals


Move = Callable[[Signal, Actor, datetime], Signal]


def _move_of(deed: Bulk, said: Said, signals: Sequence[Signal], seen: Mapping[int, Grades]) -> Move:
    """Return the action on one signal behind a deed."""
    match deed:
        case Bulk.TAKE:
            return lambda signal, actor, now: moves.take_signal(
                signal_id=signal.pk, actor=actor, now=now
            )
        case Bulk.SET_ASIDE:
            return lambda signal, actor, now: moves.set_aside_signal(
                signal_id=signal.pk, reason=said.reason, actor=actor, now=now
            )
        case Bulk.RELEASE:
            return lambda signal, actor, now: moves.release_signal(
                signal_id=signal.pk, reason=said.reason, actor=actor, now=now
            )
        case Bulk.KIND:
            return lambda signal, actor, now: _graded(
                signal, said.kind, None, seen.get(signal.pk), actor=actor, now=now
            )
        case Bulk.MATTER:
            matter = _matter(said.cluster, signals)
            return lambda signal, actor, now: _graded(
                signal, None, matter, seen.get(signal.pk), actor=actor, now=now
            )


def _matter(named: str, signals: Sequence[Signal]) -> str:
    clusters = {signal.cluster for signal in signals} - {""}
    matter = matter_among(named, clusters, min((signal.pk for signal in signals), default=0))
    if matter is None:
        raise Refused(
            N_("They belong to several matters already: %(matters)s. Write the one meant."),
            where="cluster",
            matters=", ".join(sorted(clusters)),
        )
    return matter


def _graded(
    signal: Signal,
    kind: Kind | None,
    cluster: str | None,
    seen: Grades | None,
    *,
    actor: Actor,
    now: datetime,
) -> Signal:
    """Grade it as it is, but for the kind or the matter, where that still is as it was seen."""
    if seen is not None and kind is not None:
        may_overwrite(seen.kind, Kind(signal.kind)).or_refuse()
    if seen is not None and cluster is not None:
        may_overwrite(seen.cluster, signal.cluster).or_refuse()
    return moves.grade_signal(
        signal_id=signal.pk,
        source_grade=SourceGrade(signal.source_grade),
        content_grade=ContentGrade(signal.content_grade),
        severity=signal.severity,
        rung=Rung(signal.rung),
        kind=kind,
        kind_is_right=kind is not None,
        cluster=cluster,
        actor=actor,
        now=now,
    )


def _tried(done: BulkDeed, signal: Signal, move: Move, *, actor: Actor, now: datetime) -> BulkRow:
    row = BulkRow(deed=done, signal=signal, is_done=True, was=_standing(signal))
    try:
        with transaction.atomic():
            row.became = _standing(move(signal, actor, now))
    except Refused as refused:
        row.is_done, row.why_not = False, explained(refused)
    return row


def _standing(signal: Signal) -> dict[str, object]:
    """Return the columns of a signal that undoing compares, as JSON keeps them."""
    return {name: _plain(getattr(signal, name)) for name in (*MOVED, *JUDGED)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, str) else value


def _put_back(row: BulkRow, signal: Signal | None, actor: Actor) -> bool:
    """Put a signal back to what it was before, unless it does not read as it was left."""
    if signal is None:
        row.is_undone, row.why_not_undone = False, explained(_gone())
        return False
    decision = may_restore(
        is_untouched=_standing(signal) == row.became, area_code=signal.area_id, actor=actor
    )
    row.is_undone = decision.allowed
    if not decision:
        row.why_not_undone = explained(decision)
        return False
    was: Mapping[str, object] = row.was
    for name in MOVED:
        value = was[name]
        is_moment = name in MOMENTS and isinstance(value, str)
        setattr(signal, name, datetime.fromisoformat(str(value)) if is_moment else value)
    return True


def _gone() -> Refused:
    return Refused(N_("It lies outside your area by now."))


def _restored(
    signals: Sequence[Signal], done: BulkDeed, actor: Actor, now: datetime
) -> list[ledger.Deed]:
    return [
        ledger.Deed(
            "signals.signal.restored",
            subject_of(signal),
            actor,
            now,
            signal.area_id,
            {"undone": done.deed, "state": signal.state},
        )
        for signal in signals
    ]


def _undone(done: BulkDeed, count: int, actor: Actor, now: datetime) -> ledger.Deed:
    return ledger.Deed(
        "signals.bulkdeed.undone", subject_of(done), actor, now, "", {"signals": count}
    )
