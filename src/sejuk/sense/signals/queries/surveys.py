"""Who is to be asked what came of his report, and what those who answered say together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.kit.actors import Actor
from sejuk.kit.choices import Choice
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Notice, NoticeRoute, Receipt, Signal, SurveyAnswer
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import (
    FEWEST_SHOWN,
    OPEN_STATES,
    SURVEY_AFTER,
    Answered,
    Occasion,
    Safer,
    shown_counts,
)

CONTENT = ("1", "2", "3", "4", "5")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many gave one answer; None where so few did that they could be guessed."""

    answer: str
    count: int | None


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """What the survey says of a span of days and some areas. Fewer than five say nothing."""

    # Reports closed four weeks before a day of the span, under a receipt.
    could_answer: int | None
    replies: int | None
    satisfied_mean: float | None
    answered: tuple[Counted, ...]
    satisfied: tuple[Counted, ...]
    safer: tuple[Counted, ...]
    # In their own words, without personal data, in the order of the alphabet: not of time.
    words: tuple[str, ...]
    fewest: int = FEWEST_SHOWN


def survey_figures(
    actor: Actor, scope: tuple[str, ...], first_day: date, last_day: date
) -> SurveyFigures:
    """
    Return what who reported says of it, in areas of `scope`, from day to day. Two queries.

    Of reports that `actor` reads, by kind and area: what is written here tells of them.
    """
    seen = visible_signals(actor)
    rows = list(
        SurveyAnswer.objects.filter(
            within(scope, "signal__area_id"),
            signal__in=seen,
            at__range=_moments(first_day, last_day),
        ).values_list("answered", "satisfied", "safer", "words")
    )
    could = _closed_with_receipt(seen, scope, first_day, last_day)
    if len(rows) < FEWEST_SHOWN:
        return SurveyFigures(_shown(could), None, None, (), (), (), ())
    return SurveyFigures(
        could_answer=_shown(could),
        replies=len(rows),
        satisfied_mean=round(sum(row[1] for row in rows) / len(rows), 1),
        answered=_by_word(Answered, [row[0] for row in rows]),
        satisfied=_counted(dict(zip(CONTENT, CONTENT, strict=True)), [str(row[1]) for row in rows]),
        safer=_by_word(Safer, [row[2] for row in rows]),
        words=tuple(sorted(row[3] for row in rows if row[3])),
    )


def surveys_to_ask(*, now: datetime, only: int | None = None) -> list[int]:
    """Return the signals whose reporter is to be asked now, by the way that he chose."""
    asked = Notice.objects.filter(signal=OuterRef("pk"), occasion=Occasion.SURVEY)
    there = NoticeRoute.objects.filter(signal=OuterRef("pk"), ended_at__isnull=True)
    due = Signal.objects.filter(
        ~Exists(asked),
        Exists(there),
        survey_answer__isnull=True,
        state_changed_at__lte=now - SURVEY_AFTER,
    ).exclude(state__in=OPEN_STATES)
    if only is not None:
        due = due.filter(pk=only)
    return list(due.order_by("pk").values_list("pk", flat=True))


def _closed_with_receipt(
    seen: QuerySet[Signal], scope: tuple[str, ...], first_day: date, last_day: date
) -> int:
    begin, end = _moments(first_day, last_day)
    closed = seen.filter(
        within(scope, "area_id"),
        Exists(Receipt.objects.filter(signal=OuterRef("pk"))),
        state_changed_at__range=(begin - SURVEY_AFTER, end - SURVEY_AFTER),
    )
    return closed.exclude(state__in=OPEN_STATES).count()


def _moments(first_day: date, last_day: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone)
    return datetime.combine(first_day, time(), tzinfo=zone), midnight - timedelta(microseconds=1)


def _by_word(words: type[Choice], given: Sequence[str]) -> tuple[Counted, ...]:
    return _counted({word.value: gettext(word.label) for word in words}, given)


def _counted(labels: Mapping[str, str], given: Sequence[str]) -> tuple[Counted, ...]:
    counts = Counter(given)
    shown = shown_counts([counts[value] for value in labels])
    return tuple(Counted(label, count) for label, count in zip(labels.values(), shown, strict=True))


def _shown(count: int) -> int | None:
    return count if count >= FEWEST_SHOWN else None
