"""The day's questions: of which signals staff is asked what they are about."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.engines import triage
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.directions import shown_turns
from sejuk.sense.signals.models import Decision, Question, Signal
from sejuk.sense.signals.queries.learning import active_model
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import OPEN_STATES, Aspect, Kind, SignalState
from sejuk.sense.signals.rules.learning import ASKED_ABOUT, QUESTIONS_A_DAY, Why

# Chosen: some seconds for the engine; of more than these the newest.
MOST_WEIGHED = 5_000
A_DAY = timedelta(days=1)
# Chosen: what is told once is no rumour that spreads.
FEWEST_TELLINGS = 2


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind that may be chosen, and how likely the machine holds it; None: it does not say."""

    kind: str
    label: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is shown."""

    id: int
    number: int
    signal_id: int
    text: str
    kind: str
    area: str
    heard_at: datetime
    why: str
    is_by_lot: bool
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """The day's questions for one reader: how many, how many are answered, and the next."""

    total: int
    answered: int
    asked: Asked | None
    is_later: bool

    @property
    def left(self) -> int:
        return self.total - self.answered


def chosen_questions(now: datetime) -> list[Question]:
    """Return the questions of a day, in rows that nobody has stored yet; none where it has some."""
    day = timezone.localdate(now)
    if Question.objects.filter(day=day).exists():
        return []
    rows = list(_undecided(now).order_by("-pk").values_list("pk", "text", "cluster")[:MOST_WEIGHED])
    rows.reverse()
    speeds = _tellings(now)
    chosen = triage.next_to_ask(
        [text for _, text, _ in rows],
        active_model(),
        seed=day.toordinal(),
        count=QUESTIONS_A_DAY,
        groups=[cluster or f"sinyal-{number}" for number, _, cluster in rows],
        decided_groups=_decided_matters(),
        tellings_a_day=[float(speeds[cluster]) for _, _, cluster in rows],
    )
    return [
        Question(
            signal_id=rows[one.number][0],
            day=day,
            number=place,
            why=Why(one.why.value).value,
            asked_at=now,
        )
        for place, one in enumerate(chosen, start=1)
    ]


def _undecided(now: datetime) -> QuerySet[Signal]:
    decided = Decision.objects.filter(signal=OuterRef("pk"), aspect=Aspect.KIND)
    return Signal.objects.filter(
        ~Exists(decided), state__in=OPEN_STATES, received_at__gte=now - ASKED_ABOUT
    )


def _decided_matters() -> set[str]:
    rows = Decision.objects.filter(aspect=Aspect.KIND).exclude(signal__cluster="")
    return set(rows.order_by().values_list("signal__cluster", flat=True).distinct())


def _tellings(now: datetime) -> "Counter[str]":
    rows = (
        Signal.objects.filter(received_at__gt=now - A_DAY, received_at__lte=now)
        .exclude(cluster="")
        .order_by()
        .values_list("cluster")
        .annotate(count=Count("pk"))
        .filter(count__gte=FEWEST_TELLINGS)
    )
    return Counter(dict(rows))


def queue_of(actor: Actor, *, now: datetime, after: int = 0) -> Queue:
    """Return the day's questions about signals that `actor` reads, and the next one."""
    mine = _questions(actor, timezone.localdate(now))
    counts = mine.aggregate(total=Count("pk"), answered=Count("pk", filter=_ANSWERED))
    waiting = mine.filter(~_ANSWERED & _free(actor, now), signal__state__in=OPEN_STATES)
    waiting = waiting.select_related("signal").order_by("number")
    question = waiting.filter(number__gt=after).first()
    return Queue(
        counts["total"],
        counts["answered"],
        _shown(question) if question else None,
        is_later=question is None and after > 0 and waiting.exists(),
    )


def question_called(question_id: int, actor: Actor, *, now: datetime) -> Question:
    """
    Return a question of the day about a signal that `actor` reads.

    :raises NotYours: when there is none
    """
    found = _questions(actor, timezone.localdate(now)).filter(pk=question_id).first()
    if found is None:
        raise NotYours(f"question {question_id}")
    return found


# Decided since it was asked, in whichever way.
_ANSWERED = Q(
    Exists(
        Decision.objects.filter(
            signal=OuterRef("signal"), aspect=Aspect.KIND, at__gte=OuterRef("asked_at")
        )
    )
)


def _questions(actor: Actor, day: date) -> QuerySet[Question]:
    return Question.objects.filter(day=day, signal__in=visible_signals(actor).values("pk"))


def _free(actor: Actor, now: datetime) -> Q:
    """Return a filter for what is in nobody else's hand."""
    return (
        ~Q(signal__state=SignalState.TAKEN)
        | Q(signal__taken_by=actor.user_id)
        | Q(signal__taken_until__lte=now)
    )


def _shown(question: Question) -> Asked:
    signal = question.signal
    is_by_lot = question.why == Why.RANDOM
    return Asked(
        id=question.pk,
        number=question.number,
        signal_id=signal.pk,
        text=shown_turns(signal.text),
        kind=signal.kind,
        area=places.area_labels({signal.area_id})[signal.area_id],
        heard_at=signal.heard_at,
        why=gettext(Why(question.why).label),
        is_by_lot=is_by_lot,
        guesses=_guesses("" if is_by_lot else signal.text),
    )


def _guesses(text: str) -> tuple[Guess, ...]:
    """Return all kinds, those that the machine holds likely first; of "" it is not asked."""
    found = triage.suggested(text, active_model()).categories if text else ()
    likely = {guess.category.value: guess.probability for guess in found}
    kinds = sorted(Kind, key=lambda kind: -likely.get(kind.value, 0.0))
    return tuple(
        Guess(
            kind.value,
            gettext(kind.label),
            round(100 * likely[kind.value]) if kind.value in likely else None,
        )
        for kind in kinds
    )
