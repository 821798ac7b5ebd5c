"""Why one village is as warm as it is: what `risk/_why.html` shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.models import IndexScore
from sejuk.assess.risk.queries import Reading, Warmth
from sejuk.assess.risk.rules import UNHEARD_AFTER_DAYS
from sejuk.assess.risk.web import words
from sejuk.engines import warning
from sejuk.kit.actors import Actor
from sejuk.kit.charts import Mark, temperature_curve
from sejuk.kit.svg import Svg

CURVE_DAYS = 64
MOST_MARKS = 8
MOST_COOLING = 3
MOST_MISSING = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the number: what it is, since when and how it fades, and how much it adds."""

    subject: str
    note: str
    degrees: str
    tenths: int
    url: str


@dataclass(frozen=True, slots=True)
class Why:
    """The number of a village with everything it rests on. The lines sum to it exactly."""

    area_code: str
    day: str
    as_of: str
    degrees: str
    tenths: int
    band: str
    change: float | None
    lines: tuple[Line, ...]
    cooling: tuple[str, ...]
    unknown: tuple[str, ...]
    is_unheard: bool
    curve: Svg
    index_url: str


def why_this_warm(
    area_code: str,
    day: date,
    *,
    actor: Actor,
    now: datetime,
    happened: Sequence[tuple[date, str]] = (),
) -> Why:
    """
    Return why a village is as warm as it is on a day, in the reader's language.

    What else `happened`, such as visits, is marked on the curve; it changes no number.

    For the page of a village, which makes sure before that the village is the actor's:

        {% include "risk/_why.html" with why=why only %}

    Costs four queries (five the first time in a process). A day in the future is read as today.
    """
    reading = Reading((area_code,), day, now)
    warmth = reading.warmths([area_code], reading.day)[area_code]
    score = queries.score_of(area_code, reading.day)
    curve = _curve(reading, warmth)
    before = curve.get(reading.day - timedelta(days=1))
    unheard_days = _days_unheard(reading, area_code)
    return Why(
        area_code=area_code,
        day=words.long_day(reading.day),
        as_of=words.clock(warmth.at) if reading.day == reading.today else "",
        degrees=words.degrees(warmth.tenths),
        tenths=warmth.tenths,
        band=str(warmth.band),
        change=None if before is None else (warmth.tenths - before) / 10,
        lines=tuple(_lines(reading, warmth, score, actor)),
        cooling=tuple(_cooling(reading, warmth, score, actor)),
        unknown=tuple(_unknown(score, unheard_days)),
        is_unheard=unheard_days is None or unheard_days >= UNHEARD_AFTER_DAYS,
        curve=_drawn(curve, reading, actor, happened),
        index_url=words.index_url(area_code),
    )


def _lines(
    reading: Reading, warmth: Warmth, score: IndexScore | None, actor: Actor
) -> Iterator[Line]:
    for part in warmth.parts:
        fact = reading.book.fact(warmth.area_code, part.reference)
        yield Line(
            subject=words.subject_of(fact, actor),
            note=words.part_note(fact, part) if fact else "",
            degrees=words.degrees(part.tenths),
            tenths=part.tenths,
            url=words.signal_url(fact, actor),
        )
    if warmth.index_tenths:
        known = score is not None and score.thousandths is not None
        yield Line(
            subject=gettext("Vulnerability index"),
            note=gettext("Index %(index)s of 1; at most 15 degrees come from it.")
            % {"index": words.thousandths(score.thousandths if score and known else None)},
            degrees=words.degrees(warmth.index_tenths),
            tenths=warmth.index_tenths,
            url=words.index_url(warmth.area_code),
        )


def _cooling(
    reading: Reading, warmth: Warmth, score: IndexScore | None, actor: Actor
) -> Iterator[str]:
    """Yield what would cool the village most; of a day that is over there is nothing to do."""
    if reading.day < reading.today:
        return
    thousandths = score.thousandths if score else None
    index = warning.IndexPart(None if thousandths is None else thousandths / 1000)
    evidence = reading.book.evidence_about(warmth.area_code, warmth.at)
    found = warning.what_would_cool(evidence, index=index, at=warmth.at)
    for matter in found[:MOST_COOLING]:
        fact = reading.book.fact(warmth.area_code, matter.references[0])
        yield gettext(
            "%(subject)s: %(settled)s° cooler in three days if it is settled, half of it gone each"
            " day; %(refuted)s° at once if it proves untrue."
        ) % {
            "subject": words.subject_of(fact, actor),
            "settled": words.degrees(matter.if_settled_tenths),
            "refuted": words.degrees(matter.if_refuted_tenths),
        }


def _unknown(score: IndexScore | None, unheard_days: int | None) -> Iterator[str]:
    if unheard_days is None:
        yield gettext("Nothing has been heard from here yet. Quiet is not the same as calm.")
    elif unheard_days > 0:
        yield ngettext(
            "The last signal from here is %(count)s day old.",
            "The last signal from here is %(count)s days old.",
            unheard_days,
        ) % {"count": unheard_days}
    if score is None:
        yield gettext("No vulnerability index has been made of this village.")
        return
    if score.thousandths is None:
        yield gettext("Too little is known for a vulnerability index (%(share)s).") % {
            "share": words.percent(score.completeness)
        }
    if score.missing:
        names = {one["code"]: one["name"] for one in score.snapshot.indicators}
        shown = ", ".join(names.get(code, code) for code in score.missing[:MOST_MISSING])
        yield gettext("Indicators without a value: %(names)s.") % {"names": shown}


def _days_unheard(reading: Reading, area_code: str) -> int | None:
    last = reading.book.last_heard(area_code)
    return None if last is None else max(0, (reading.day - timezone.localdate(last)).days)


def _curve(reading: Reading, warmth: Warmth) -> dict[date, int]:
    first = reading.day - timedelta(days=CURVE_DAYS - 1)
    stored = queries.stored_curve(warmth.area_code, first, reading.day)
    return {**stored, reading.day: warmth.tenths}


def _drawn(
    curve: dict[date, int],
    reading: Reading,
    actor: Actor,
    happened: Sequence[tuple[date, str]],
) -> Svg:
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
    """Yield the gravest matters of the curve's days: when each was heard, and when settled."""
    gravest = sorted(reading.book.facts(), key=lambda fact: (-fact.severity, fact.heard_at))
    seen: set[tuple[date, str]] = set()
    for fact in gravest:
        moments = [(fact.heard_at, gettext("%(day)s: %(subject)s heard"))]
        if fact.state_changed_at is not None and fact.state == "settled":
            moments.append((fact.state_changed_at, gettext("%(day)s: %(subject)s settled")))
        for at, sentence in moments:
            day = timezone.localdate(at)
            if len(seen) < MOST_MARKS and first <= day <= reading.day:
                blanks = {"day": words.short_day(day), "subject": words.subject_of(fact, actor)}
                if (day, sentence % blanks) not in seen:
                    seen.add((day, sentence % blanks))
                    yield Mark((day - first).days, sentence % blanks)
