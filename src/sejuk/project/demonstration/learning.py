"""The day's questions, as the last night chose them."""

from datetime import datetime

from sejuk.kit.actors import Actor
from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.story import LAST_DAY, at
from sejuk.sense.signals.actions.learning import ask_questions
from sejuk.sense.signals.queries.questions import chosen_questions


def plan_questions(stage: Stage) -> None:
    """Plan that the machine asks in the last night; whoever looks around answers."""
    stage.plan(at(LAST_DAY, 2.2), _ask)


def _ask(now: datetime) -> None:
    if questions := chosen_questions(now):
        ask_questions(questions=questions, actor=Actor.system("learn"), now=now)
