"""The curve of one village over its last days, with what happened marked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from sejuk.assess.risk.queries import Reading
from sejuk.assess.risk.web import words
from sejuk.kit.actors import Actor
from sejuk.kit.charts import Mark, temperature_curve
from sejuk.kit.svg import Svg
from sejuk.sense.signals.rules import ContentGrade

MOST_MARKS = 8


def drawn_curve(
    curve: Mapping[date, int],
    reading: Reading,
    actor: Actor,
    happened: Sequence[tuple[date, str]],
) -> Svg:
    """Return the curve of the reading's village, the reading's day last."""
    first = min(curve)
    days = [first + timedelta(days=number) for number in range((reading.day - first).days + 1)]
    values = [curve.get(day) for day in days]
    highest = max(curve, key=lambda day: curve[day])
    return temperature_curve(
        [None if value is None else value / 10 for value in values],
        title=gettext("Temperature from %(first)s to %(last)s")
        % {"first": words.short_day(first), "last": words.short_day(reading.day)},
        description=gettext("Highest on %(day)s with %(degrees)s, last %(last)s.")
        % {
            "day": words.short_day(highest),
            "degrees": words.degrees(curve[highest]),
            "last": words.degrees(curve[reading.day]),
        },
        days=[words.short_day(day) for day in days],
        zone_words=[word for _, _, word in words.bands()],
        marks=[
            *_marks(first, reading, actor),
            *(
                Mark((on - first).days, words_of_it)
                for on, words_of_it in happened
                if first <= on <= reading.day
            ),
        ],
    )


def _marks(first: date, reading: Reading, actor: Actor) -> Iterator[Mark]:
    """Yield the gravest matters of the curve's days: when each was heard, settled or refuted."""
    gravest = sorted(reading.book.facts(), key=lambda fact: (-fact.severity, fact.heard_at))
    seen: set[tuple[date, str]] = set()
    for fact in gravest:
        moments = [(fact.heard_at, gettext("%(day)s: %(subject)s heard"))]
        if fact.state_changed_at is not None and fact.state == "settled":
            moments.append((fact.state_changed_at, gettext("%(day)s: %(subject)s settled")))
        elif fact.state_changed_at is not None and fact.content_grade == ContentGrade.FIVE:
            moments.append((fact.state_changed_at, gettext("%(day)s: %(subject)s refuted")))
        for at, sentence in moments:
            day = timezone.localdate(at)
            if len(seen) < MOST_MARKS and first <= day <= reading.day:
                blanks = {"day": words.short_day(day), "subject": words.subject_of(fact, actor)}
                if (day, sentence % blanks) not in seen:
                    seen.add((day, sentence % blanks))
                    yield Mark((day - first).days, sentence % blanks)
