"""What the desk sees to by itself: what nobody took since yesterday, and what it works on now."""

from datetime import datetime, timedelta

from sejuk.project.demonstration.play import Doing, Stage, finishing
from sejuk.project.demonstration.story import (
    CURTAIN,
    DAYS,
    TENSE_AT_THE_END,
    Finish,
    at,
    in_time,
)
from sejuk.project.demonstration.texts import SETTLED_BY
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.queries import visible_signals
from sejuk.sense.signals.rules import SignalState

MORNING = 8.1
# Longer than it takes the desk otherwise: so only what came with a rumour, a message or a photo.
LEFT_FOR = timedelta(hours=11)
SETTLED_AFTER = timedelta(days=2)
# Chosen: as many as two operators have on their screens shortly before the curtain.
IN_HAND, TAKEN_UP_BEFORE = 9, timedelta(minutes=50)


def plan_rounds(stage: Stage) -> None:
    """Plan a round each morning, and what is in somebody's hand when the curtain rises."""
    for day in DAYS:
        stage.plan(at(day, MORNING), _round(stage))
    stage.plan(CURTAIN - TAKEN_UP_BEFORE, lambda now: _take_up(stage, now))


def _round(stage: Stage) -> Doing:
    def look(now: datetime) -> None:
        actor = stage.operator_at(now)
        left = visible_signals(actor).filter(state=SignalState.NEW, received_at__lte=now - LEFT_FOR)
        for number, received_at in left.order_by("pk").values_list("pk", "received_at"):
            signals.take_signal(signal_id=number, actor=actor, now=now)
            finish = Finish(
                SignalState.SETTLED, in_time(received_at, now + SETTLED_AFTER), SETTLED_BY[0]
            )
            stage.plan(finish.at, finishing(stage, number, finish))

    return look


def _take_up(stage: Stage, now: datetime) -> None:
    """Take up again what waits longest; what a visitor is sent to stays free for him."""
    actor = stage.operator_at(now)
    waiting = visible_signals(actor).filter(state=SignalState.TAKEN, taken_until__lte=now)
    rest = waiting.exclude(area_id=TENSE_AT_THE_END).order_by("received_at", "pk")
    for number in rest.values_list("pk", flat=True)[:IN_HAND]:
        signals.take_signal(signal_id=number, actor=actor, now=now)
