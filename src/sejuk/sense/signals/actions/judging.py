"""Judge many signals at once by what was found out about their matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sejuk.foundation.ledger import actions as ledger
from sejuk.foundation.ledger.actions import record_many, subject_of, traced
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import ContentGrade, may_be_short


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    What a signal's content is worth, and which matter it is about, from now on.

    Where its source is `source_before`, which is none unless said otherwise, it becomes `source`;
    any other stays. It tells the voices of one matter apart.
    """

    signal_id: int
    content_grade: ContentGrade
    cluster: str
    source: str = ""
    source_before: str = ""


@traced
def judge_signals(
    *, judgements: Sequence[Judgement], because: str, actor: Actor, now: datetime
) -> int:
    """
    Grade signals and put them into their matter, whatever is done with them; return how many.

    A claim that an authority refuted is refuted wherever it was told: also in a signal that is
    closed, or in somebody's hand. Who may say so, and on whose word, the caller has tested;
    `because` names the record that says it, as in `rumours.rumour:7`.

    :raises NotYours: when one of the signals is not there
    :raises Refused: when the name of the matter is too long
    """
    wanted = {one.signal_id: one for one in judgements}
    signals = list(Signal.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(signals) < len(wanted) or not wanted:
        raise NotYours(f"signals {sorted(wanted)}")
    deeds = []
    for signal in signals:
        one = wanted[signal.pk]
        may_be_short("cluster", one.cluster).or_refuse()
        before = _judged(signal)
        may_be_short("source_key", one.source).or_refuse()
        signal.content_grade, signal.cluster = one.content_grade, one.cluster
        if signal.source_key == one.source_before:
            signal.source_key = one.source
        detail = {"before": before, "after": _judged(signal), "because": because}
        deeds.append(
            ledger.Deed(
                "signals.signal.graded", subject_of(signal), actor, now, signal.area_id, detail
            )
        )
    Signal.objects.bulk_update(signals, ["content_grade", "cluster", "source_key"])
    record_many(deeds)
    return len(signals)


def _judged(signal: Signal) -> dict[str, str]:
    return {"grade": f"{signal.source_grade}{signal.content_grade}", "matter": signal.cluster}
