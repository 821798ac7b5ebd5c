"""The day's questions, as the last three nights chose them; those of two days are answered."""

from datetime import datetime

from sejuk.kit.actors import Actor
from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.story import LAST_DAY, at, november
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.actions.learning import ask_questions
from sejuk.sense.signals.queries.questions import chosen_questions, queue_of
from sejuk.sense.signals.rules import Kind

# Chosen: half of a day's questions, so that a day more is needed before a model is judged.
ANSWERED_A_DAY = 30


def plan_questions(stage: Stage) -> None:
    """Plan what the machine asks; those of the last night whoever looks around answers."""
    for day in (november(25), november(26)):
        stage.plan(at(day, 2.2), _ask)
        stage.plan(at(day, 8.2), lambda now: _answer(stage.operator_at(now), now))
    stage.plan(at(LAST_DAY, 2.2), _ask)


def _ask(now: datetime) -> None:
    if questions := chosen_questions(now):
        ask_questions(questions=questions, actor=Actor.system("learn"), now=now)


def _answer(operator: Actor, now: datetime) -> None:
    """Say of half of them that they are what they came in as, and leave the rest."""
    after = 0
    for _ in range(ANSWERED_A_DAY):
        asked = queue_of(operator, now=now, after=after).asked
        if asked is None:
            return
        after = asked.number
        signals.decide_kind(
            signal_id=asked.signal_id, kind=Kind(asked.kind), actor=operator, now=now
        )
