"""Who is to be asked what came of his report, and what those who answered say together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from sejuk.foundation.custody import queries as custody
from sejuk.kit.actors import Actor
from sejuk.kit.choices import Choice
from sejuk.kit.periods import Period, month_of
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
    """What the survey says of a month that is over. Fewer than five say nothing."""

    # Reports closed four weeks before a day of the month, under a receipt.
    could_answer: int | None
    replies: int | None
    satisfied_mean: float | None
    answered: tuple[Counted, ...]
    satisfied: tuple[Counted, ...]
    safer: tuple[Counted, ...]
    # In their own words, without personal data, in the order of the alphabet: not of time.
    words: tuple[str, ...]
    fewest: int = FEWEST_SHOWN


NOTHING = SurveyFigures(None, None, None, (), (), (), ())


def survey_figures(
    actor: Actor, scope: tuple[str, ...], month: Period, *, today: date
) -> SurveyFigures:
    """
    Return what those who reported in `scope` say of it, in one calendar month. Two queries.

    Of reports that `actor` reads, by kind and area: what is written here tells of them.

    Only whole months that are over: who may choose days takes two spans that differ by one reply,
    or looks at a month that still runs today and tomorrow, and has that reply by the difference.
    Months neither overlap nor grow, and nothing is told of all of them together. For the same
    reason the areas are all of the reader's: a kecamatan and the others would add up to the whole.
    """
    if month != month_of(month.first) or month.last >= today:
        return NOTHING
    seen = visible_signals(actor)
    rows = list(
        SurveyAnswer.objects.filter(
            within(scope, "signal__area_id"), Q(signal__in=seen), month.holds("at")
        ).values_list("answered", "satisfied", "safer", "words")
    )
    could = _closed_with_receipt(seen, scope, month)
    if len(rows) < FEWEST_SHOWN:
        return replace(NOTHING, could_answer=_shown(could))
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
    """
    Return the signals whose reporter is to be asked now, by the way that he chose. Two queries.

    Whose address was deleted meanwhile is asked nothing.
    """
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
    addresses = dict(due.order_by("pk").values_list("pk", "notice_route__conversation__seal"))
    standings = custody.standings_of(addresses.values())
    return [
        number
        for number, seal in addresses.items()
        if seal in standings and standings[seal].forgotten_at is None
    ]


def _closed_with_receipt(seen: QuerySet[Signal], scope: tuple[str, ...], month: Period) -> int:
    closed = seen.filter(
        within(scope, "area_id"),
        Exists(Receipt.objects.filter(signal=OuterRef("pk"))),
        state_changed_at__gte=month.begins_at - SURVEY_AFTER,
        state_changed_at__lt=month.ends_at - SURVEY_AFTER,
    )
    return closed.exclude(state__in=OPEN_STATES).count()


def _by_word(words: type[Choice], given: Sequence[str]) -> tuple[Counted, ...]:
    return _counted({word.value: gettext(word.label) for word in words}, given)


def _counted(labels: Mapping[str, str], given: Sequence[str]) -> tuple[Counted, ...]:
    counts = Counter(given)
    shown = shown_counts([counts[value] for value in labels])
    return tuple(Counted(label, count) for label, count in zip(labels.values(), shown, strict=True))


def _shown(count: int) -> int | None:
    return count if count >= FEWEST_SHOWN else None
