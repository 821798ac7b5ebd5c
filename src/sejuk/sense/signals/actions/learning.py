"""Learn from what staff decided: judge before replacing, ask about the next, go back if need be."""

from dataclasses import asdict
from datetime import datetime

from sejuk.engines import triage
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals.models import ModelTurn, ModelVersion, Question
from sejuk.sense.signals.queries import model_pages
from sejuk.sense.signals.queries.learning import Lesson, active_model, speaking
from sejuk.sense.signals.rules.learning import ModelDeed, may_bring_back, may_change_model

# Of no meaning, and always the same: who trains anew from the same decisions gets the same model.
SEED = 16


@traced
def learn_kinds(*, lesson: Lesson, actor: Actor, now: datetime) -> ModelVersion:
    """
    Train a model on the earlier decisions, and judge it and the one that speaks by the later ones.

    It speaks from now on where the engine says that it may take the other's place.

    :raises CannotJudge: when the one that speaks has seen all that could judge it
    """
    model = triage.trained(lesson.earlier, seed=SEED, names=lesson.names)
    old, spoke = active_model(), speaking()
    unseen = triage.unseen_by(lesson.later, old, model)
    before, after = triage.evaluated(old, unseen), triage.evaluated(model, unseen)
    verdict = triage.may_replace(before, after)
    version = ModelVersion.objects.create(
        version=model.version,
        content=triage.model_to_json(model) if verdict.may else "",
        trained_on=model.decisions,
        trained_until=model.trained_until,
        left_out=lesson.left_out,
        compared_with=spoke.version if spoke and old else "",
        figures=asdict(after),
        figures_before=asdict(before),
        made_at=now,
    )
    deed = ModelDeed.REPLACED if verdict.may else ModelDeed.REFUSED
    ModelTurn.objects.create(
        model=version,
        deed=deed,
        verdict=verdict.code,
        difference=verdict.difference,
        by=actor.name,
        at=now,
    )
    record(
        verb=f"signals.modelversion.{deed}",
        subject=version,
        actor=actor,
        now=now,
        detail={
            "version": version.version,
            "before": version.compared_with,
            "verdict": verdict.code.value,
            "trained_on": version.trained_on,
            "judged_on": after.messages,
            "by_lot": after.drawn_by_lot,
            "difference": verdict.difference,
        },
    )
    return version


@traced
def bring_back(*, version_id: int, reason: str, actor: Actor, now: datetime) -> ModelTurn:
    """
    Let a model speak again that spoke before.

    :raises NotYours: when there is none
    :raises Refused: without a reason, for who may not, and for one that never spoke
    """
    version = ModelVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotYours(f"model {version_id}")
    state = model_pages.state_of(version)
    may_bring_back(state, reason=reason, actor=actor).or_refuse()
    return _turned(version, ModelDeed.BROUGHT_BACK, reason, actor, now)


@traced
def stop_model(*, reason: str, actor: Actor, now: datetime) -> ModelTurn:
    """
    Let the rules speak alone, until a new model takes their place or an old one is brought back.

    :raises Refused: without a reason, for who may not, and where no model speaks
    """
    may_change_model(reason=reason, actor=actor).or_refuse()
    if speaking() is None:
        raise Refused(N_("No model speaks: the rules speak alone already."))
    return _turned(None, ModelDeed.STOPPED, reason, actor, now)


def _turned(
    version: ModelVersion | None, deed: ModelDeed, reason: str, actor: Actor, now: datetime
) -> ModelTurn:
    turn = ModelTurn.objects.create(
        model=version,
        deed=deed,
        reason=reason.strip(),
        by_user_id=actor.user_id,
        by=actor.name,
        at=now,
    )
    record(
        verb=f"signals.modelversion.{deed}",
        subject=version or "signals.modelversion",
        actor=actor,
        now=now,
        detail={"reason": turn.reason, **({"version": version.version} if version else {})},
    )
    return turn


@traced
def ask_questions(*, questions: list[Question], actor: Actor, now: datetime) -> int:
    """Ask staff about some signals today; return about how many."""
    Question.objects.bulk_create(questions)
    record(
        verb="signals.question.asked",
        subject="signals.question",
        actor=actor,
        now=now,
        detail={"count": len(questions), "by_lot": sum(one.why == "random" for one in questions)},
    )
    return len(questions)
