"""What can be learnt from decisions about kinds, and which model speaks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from sejuk.engines import triage
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.sense.signals.models import Decision, ModelTurn, ModelVersion, Question
from sejuk.sense.signals.rules import Aspect
from sejuk.sense.signals.rules.learning import Known, ModelDeed, Why, held_back_from

SPEAKS = (ModelDeed.REPLACED, ModelDeed.BROUGHT_BACK, ModelDeed.STOPPED)


@dataclass(frozen=True)
class Lesson:
    """What a model learns from, what it is judged by, and with which names texts were redacted."""

    earlier: tuple[triage.Decided, ...]
    later: tuple[triage.Decided, ...]
    left_out: int
    names: triage.Names


@dataclass(frozen=True, slots=True)
class Decisions:
    """All that was decided about kinds, as the engine takes it; what is still personal is not."""

    told: tuple[triage.Decided, ...]
    left_out: int
    last_at: datetime | None

    @property
    def by_lot(self) -> int:
        return sum(one.turn is triage.Turn.RANDOM for one in self.told)


def speaking() -> ModelVersion | None:
    """Return the version that speaks now, without its content; None: the rules speak alone."""
    turns = ModelTurn.objects.filter(deed__in=SPEAKS).order_by("-pk").select_related("model")
    turn = turns.defer("model__content", "model__figures", "model__figures_before").first()
    return turn.model if turn else None


def active_model() -> triage.SortingModel | None:
    """Return the model that learnt from decisions; None as long as the rules speak alone."""
    version = speaking()
    return _model(version.pk, version.version) if version else None


@lru_cache(maxsize=2)
def _model(number: int, _version: str) -> triage.SortingModel | None:
    """Kept, as reading one takes up to a second. The hash is part of the question, for tests."""
    try:
        return triage.model_from_json(
            ModelVersion.objects.values_list("content", flat=True).get(pk=number)
        )
    except triage.UnusableModel:
        # Of an older release: until the next night the rules speak alone.
        return None


def kinds_decided() -> tuple[int, int]:
    """
    Return how many kinds are decided, and how many of them were drawn by lot before.

    Counted where they lie, without a text: there may be a hundred thousand. Two queries.
    """
    last_asked = Question.objects.filter(
        signal=OuterRef("signal"), asked_at__lte=OuterRef("at")
    ).order_by("-asked_at")
    drawn = Question.objects.filter(why=Why.RANDOM).values("signal")
    of_drawn = Decision.objects.filter(
        pk__in=_holding().filter(signal__in=drawn).values("pk"),
    ).annotate(why=Subquery(last_asked.values("why")[:1]))
    return _holding().count(), of_drawn.filter(why=Why.RANDOM).count()


def decisions_so_far(names: triage.Names | None = None) -> Decisions:
    """
    Return the last decision about the kind of each signal that still holds. Three queries.

    What was undone, or put back with many others, leaves its decision and no longer the kind.
    """
    columns = ("signal_id", "after", "at", "signal__text", "signal__cluster")
    rows = list(_holding().values_list(*columns))
    known = names or learning_names()
    nameless = [row for row in rows if not triage.redacted(row[3], names=known).found]
    asked = _asked_about(row[0] for row in nameless)
    groups = _groups([(row[0], row[3], row[4]) for row in nameless])
    told = [
        triage.Decided(
            text,
            (triage.Category(kind),),
            timezone.localdate(at),
            group,
            turn=_turn(asked[number], at),
        )
        for (number, kind, at, text, _), group in zip(nameless, groups, strict=True)
    ]
    told.sort(key=lambda one: (one.decided_on, one.group, one.text))
    last_at = max((row[2] for row in rows), default=None)
    return Decisions(tuple(told), len(rows) - len(nameless), last_at)


def lesson_to_learn() -> Lesson | None:
    """Return what to learn from tonight; None where nothing is new or there is too little yet."""
    last = ModelVersion.objects.order_by("-made_at").values_list("made_at", flat=True).first()
    newest = Decision.objects.filter(aspect=Aspect.KIND).order_by("-at")
    newest_at = newest.values_list("at", flat=True).first()
    if newest_at is None or (last is not None and newest_at <= last):
        return None
    names = learning_names()
    decisions = decisions_so_far(names)
    since = held_back_from(
        [Known(one.decided_on, one.group, one.turn is triage.Turn.RANDOM) for one in decisions.told]
    )
    if since is None:
        return None
    return Lesson(
        tuple(one for one in decisions.told if one.decided_on < since),
        tuple(one for one in decisions.told if one.decided_on >= since),
        decisions.left_out,
        names,
    )


def learning_names() -> triage.Names:
    """Return the names with which texts are redacted at reception."""
    return places.known_names(operations.shared_area())


def _holding() -> QuerySet[Decision]:
    """Return the last decision about the kind of each signal that has that kind still."""
    found = Decision.objects.filter(aspect=Aspect.KIND, after=F("signal__kind"))
    return found.order_by("signal_id", "-at", "-pk").distinct("signal_id")


def _asked_about(numbers: Iterable[int]) -> dict[int, list[tuple[datetime, str]]]:
    asked: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    rows = Question.objects.filter(signal_id__in=list(numbers)).order_by("asked_at")
    for number, at, why in rows.values_list("signal_id", "asked_at", "why"):
        asked[number].append((at, why))
    return asked


def _turn(asked: Sequence[tuple[datetime, str]], decided_at: datetime) -> triage.Turn:
    """Return why a signal had been asked about last when it was decided, if it had."""
    before = [why for at, why in asked if at <= decided_at]
    return triage.Turn(Why(before[-1]).value) if before else triage.Turn.NOT_ASKED


def _groups(told: Sequence[tuple[int, str, str]]) -> list[str]:
    """
    Return one name for what tells the same: by its matter, or nearly in the same words.

    Named by numbers of signals and matters, so that a model knows next month what it has seen.
    """
    alike = triage.clusters([triage.Told(text) for _, text, _ in told])
    first_of: dict[str, str] = {}
    groups = []
    for (_, _, matter), place in zip(told, alike, strict=True):
        keys = [f"signal {told[place][0]}", *([f"matter {matter}"] if matter else [])]
        # A matter that begins in another's words goes with it from then on.
        group = next((first_of[key] for key in keys if key in first_of), keys[-1])
        for key in keys:
            first_of.setdefault(key, group)
        groups.append(group)
    return groups
