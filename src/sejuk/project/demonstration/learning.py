"""The nights in which the machine asks and learns, and the mornings on which staff answers."""

from datetime import datetime

from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.story import LAST_DAY, at, november
from sejuk.project.demonstration.triaging import read_all
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.queries.questions import queue_of
from sejuk.sense.signals.rules import Kind
from sejuk.sense.signals.tasks import learn_tonight

# Twelve are drawn by lot each night: one morning to learn from, and six that bring the fifty by
# which a model is judged.
MORNINGS = tuple(november(day) for day in range(20, 27))
# What was drawn by lot is answered whole, or it would be no lot; of the rest every third.
ANSWERED_EVERY = 3


def plan_questions(stage: Stage) -> None:
    """Plan what the machine asks; those of the last night whoever looks around answers."""
    for day in MORNINGS:
        stage.plan(at(day, 2.2), _night)
        stage.plan(at(day, 8.2), lambda now: _answer(stage, now))
    stage.plan(at(LAST_DAY, 2.2), _night)


def _night(now: datetime) -> None:
    read_all(now)
    learn_tonight(now)


def _answer(stage: Stage, now: datetime) -> None:
    """Say of which kind they are: as the teller said, whatever the machine holds likelier."""
    operator, after = stage.operator_at(now), 0
    while (asked := queue_of(operator, now=now, after=after).asked) is not None:
        after = asked.number
        if asked.is_by_lot or after % ANSWERED_EVERY == 0:
            signals.decide_kind(
                signal_id=asked.signal_id, kind=Kind(asked.kind), actor=operator, now=now
            )
