"""Why one village is as warm as it is: what `risk/_why.html` shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.models import IndexScore
from sejuk.assess.risk.queries import Reading, Warmth
from sejuk.assess.risk.rules import UNHEARD
from sejuk.assess.risk.web import words
from sejuk.assess.risk.web.curves import drawn_curve
from sejuk.engines import warning
from sejuk.kit.actors import Actor
from sejuk.kit.svg import Svg

CURVE_DAYS = 64
MOST_COOLING = 3
MOST_MISSING = 6
SHORT_WHILE = 3
# Below this nobody would see a difference between the corrected temperature and the other.
SAME = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the number: what it is, since when and how it fades, and how much it adds."""

    subject: str
    note: str
    degrees: str
    tenths: int
    url: str


@dataclass(frozen=True, slots=True)
class Told:
    """A falsehood that is told in the village: what about, how often, and its signal."""

    words: str
    degrees: str
    url: str


@dataclass(frozen=True, slots=True)
class Why:
    """The number of a village with everything it rests on. The lines sum to it exactly."""

    area_code: str
    day: str
    day_asked: date
    as_of: str
    degrees: str
    tenths: int
    band: str
    change: float | None
    lately: str
    corrected: str
    corrected_note: str
    level: str
    level_note: str
    lines: tuple[Line, ...]
    capped: str
    falsehoods: tuple[Told, ...]
    needs_clarification: bool
    index: str
    cooling: tuple[str, ...]
    unknown: tuple[str, ...]
    is_unheard: bool
    curve: Svg
    index_url: str
    known_url: str
    last_day: date


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

    What else `happened`, such as visits and alarms, is marked on the curve; it changes no number.

    For the page of a village, which makes sure before that the village is the actor's:

        {% include "risk/_why.html" with why=why only %}

    A day in the future is read as today.
    """
    reading = Reading((area_code,), day, now)
    first = reading.day - timedelta(days=CURVE_DAYS - 1)
    stored = queries.stored_rows(area_code, first, reading.day)
    reading.remember(stored, first=first)
    warmth = reading.warmths([area_code], reading.day)[area_code]
    curve = {row.day: row.tenths for row in stored} | {reading.day: warmth.tenths}
    score = queries.score_of(area_code, reading.day)
    evidence = reading.book.evidence_about(area_code, warmth.at)
    told = warning.falsehoods(evidence, at=warmth.at)
    level = warning.level_of(_last_days(curve, reading.day))
    return Why(
        area_code=area_code,
        day=words.long_day(reading.day),
        day_asked=reading.day,
        as_of=words.clock(warmth.at) if reading.day == reading.today else "",
        degrees=words.degrees(warmth.tenths),
        tenths=warmth.tenths,
        band=warmth.band,
        change=_change(curve, reading.day, 1),
        lately=_lately(_change(curve, reading.day, SHORT_WHILE)),
        corrected=words.degrees(warmth.corrected_tenths),
        corrected_note=_corrected_note(warmth),
        level=level.value,
        level_note=_level_note(level, warmth),
        lines=tuple(_lines(reading, warmth, actor)),
        capped=_capped(evidence, warmth),
        falsehoods=tuple(_falsehoods(told, reading, area_code, actor)),
        needs_clarification=told.needs_clarification,
        index=_index(score),
        cooling=tuple(_cooling(reading, evidence, warmth, actor)),
        unknown=tuple(_unknown(reading, area_code, score)),
        is_unheard=warmth.band == UNHEARD,
        curve=drawn_curve(curve, reading, actor, happened),
        index_url=words.index_url(area_code),
        known_url=words.known_url(area_code),
        last_day=reading.today,
    )


def _last_days(curve: dict[date, int], day: date) -> list[int]:
    days = [day - timedelta(days=back) for back in range(SHORT_WHILE - 1, -1, -1)]
    return [curve[one] for one in days if one in curve]


def _change(curve: dict[date, int], day: date, days: int) -> float | None:
    before = curve.get(day - timedelta(days=days))
    return None if before is None else (curve[day] - before) / 10


def _lately(change: float | None) -> str:
    if change is None:
        return ""
    shown = words.degrees(abs(round(change * 10)))
    if change > 0:
        return gettext("Up by %(degrees)s in three days.") % {"degrees": shown}
    if change < 0:
        return gettext("Down by %(degrees)s in three days.") % {"degrees": shown}
    return gettext("The same as three days ago.")


def _corrected_note(warmth: Warmth) -> str:
    """Say what the corrected temperature is; nothing where it is the same."""
    if abs(warmth.corrected_tenths - warmth.tenths) < SAME:
        return ""
    blanks = {
        "corrected": words.degrees(warmth.corrected_tenths),
        "times": words.times(warmth.propensity),
    }
    if warmth.propensity > 1:
        return (
            gettext(
                "Corrected %(corrected)s: this village reports %(times)s times as readily as its"
                " district, so that more is heard of the same."
            )
            % blanks
        )
    return (
        gettext(
            "Corrected %(corrected)s: this village reports only %(times)s times as readily as its"
            " district, so that less is heard of the same."
        )
        % blanks
    )


def _level_note(level: warning.Band, warmth: Warmth) -> str:
    """Say that a level is held although the temperature has fallen below it."""
    if level is warning.band_of(warmth.tenths):
        return ""
    return gettext(
        "Held at “%(level)s”: the temperature has fallen below it, but not yet for two days."
    ) % {"level": words.band_word(level.value)}


def _lines(reading: Reading, warmth: Warmth, actor: Actor) -> Iterator[Line]:
    for part in warmth.parts:
        if not part.reference:
            # A day stored when the index was still a part of the temperature.
            yield Line(
                gettext("Vulnerability index"),
                gettext("Counted then; today the temperature rests on evidence alone."),
                words.degrees(part.tenths),
                part.tenths,
                words.index_url(warmth.area_code),
            )
            continue
        fact = reading.book.fact(warmth.area_code, part.reference)
        yield Line(
            subject=words.subject_of(fact, actor),
            note=words.part_note(fact, part) if fact else "",
            degrees=words.degrees(part.tenths),
            tenths=part.tenths,
            url=words.signal_url(fact, actor),
        )


def _capped(evidence: Sequence[warning.Evidence], warmth: Warmth) -> str:
    if not warning.temperature(evidence, at=warmth.at).is_capped:
        return ""
    count = sum(not piece.is_verified for piece in evidence)
    return ngettext(
        "What is not confirmed (%(count)s signal) has reached its limit: more of it adds nothing.",
        "What is not confirmed (%(count)s signals) has reached its limit: more of it adds nothing.",
        count,
    ) % {"count": count}


def _falsehoods(
    told: warning.Falsehoods, reading: Reading, area_code: str, actor: Actor
) -> Iterator[Told]:
    for matter in told.matters:
        fact = reading.book.fact(area_code, matter.references[0])
        count = len(matter.references)
        sentence = ngettext(
            "%(subject)s, told once", "%(subject)s, told %(count)s times", count
        ) % {"subject": words.subject_of(fact, actor), "count": count}
        yield Told(sentence, words.degrees(matter.tenths), words.signal_url(fact, actor))


def _index(score: IndexScore | None) -> str:
    if score is None or score.thousandths is None:
        return ""
    blanks = {
        "index": words.thousandths(score.thousandths),
        "low": words.thousandths(score.low),
        "high": words.thousandths(score.high),
        "chance": words.percent(score.p_top_decile or 0.0),
        "grade": score.grade,
    }
    return (
        gettext(
            "Vulnerability index %(index)s (%(low)s to %(high)s), with a chance of %(chance)s to be"
            " among the most vulnerable tenth; data %(grade)s. It is no part of the temperature."
        )
        % blanks
    )


def _cooling(
    reading: Reading, evidence: Sequence[warning.Evidence], warmth: Warmth, actor: Actor
) -> Iterator[str]:
    """Yield what would cool the village most; of a day that is over there is nothing to do."""
    if reading.day < reading.today:
        return
    found = warning.what_would_cool(evidence, at=warmth.at)
    if not found:
        return
    yield gettext("Without action: %(degrees)s° cooler in three days.") % {
        "degrees": words.degrees(found[0].left_alone_tenths)
    }
    for matter in found[:MOST_COOLING]:
        fact = reading.book.fact(warmth.area_code, matter.references[0])
        yield gettext(
            "%(subject)s: %(settled)s° cooler in three days if it is settled now, half of it gone"
            " each day; %(refuted)s° if it proves untrue."
        ) % {
            "subject": words.subject_of(fact, actor),
            "settled": words.degrees(matter.if_settled_tenths),
            "refuted": words.degrees(matter.if_refuted_tenths),
        }
    if len(warmth.parts) > 1:
        yield gettext(
            "The other matters go on warming: it cools by less than the figures above, of each"
            " matter alone."
        )


def _unknown(reading: Reading, area_code: str, score: IndexScore | None) -> Iterator[str]:
    yield from _unheard(reading, area_code)
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


def _unheard(reading: Reading, area_code: str) -> Iterator[str]:
    """Yield since when nothing was heard from here, and nobody was here."""
    last = reading.book.last_heard(area_code)
    if last is None:
        yield gettext("Nothing has been heard from here yet. Quiet is not the same as calm.")
    elif days := max(0, (reading.day - timezone.localdate(last)).days):
        yield ngettext(
            "The last signal from here is %(count)s day old.",
            "The last signal from here is %(count)s days old.",
            days,
        ) % {"count": days}
    visit = reading.last_contact(area_code)
    if visit is None:
        yield gettext("No visit is on record.")
    elif days := (reading.day - visit).days:
        yield ngettext(
            "Nobody has visited for %(count)s day.", "Nobody has visited for %(count)s days.", days
        ) % {"count": days}
