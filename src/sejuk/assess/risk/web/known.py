"""A village's day as it was known: every version of it, and the one that held at an evening."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.queries import DayVersion, FactBook
from sejuk.assess.risk.rules import shown_band
from sejuk.assess.risk.web import words
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor


@dataclass(frozen=True, slots=True)
class KnownPart:
    subject: str
    degrees: str
    url: str


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """One version of the day: from when until when it was what was known, and what it said."""

    since: str
    until: str
    degrees: str
    tenths: int
    band: str
    corrected: str
    falsehoods: str
    change: float | None
    is_asked: bool
    parts: tuple[KnownPart, ...]


@dataclass(frozen=True, slots=True)
class KnownPage:
    name: str
    within: str
    url: str
    day: date
    day_words: str
    known_on: date
    known_words: str
    first_day: date
    last_day: date
    versions: tuple[KnownVersion, ...]
    # What holds at the evening asked for; None while nothing was stored by then.
    asked: KnownVersion | None


def known_page(
    area_code: str, day: date, known_on: date, *, actor: Actor, first_day: date, now: datetime
) -> KnownPage:
    """
    Return how warm a village was on a day, as it was known at the end of another.

    :raises NotYours: when there is no such village in the actor's area
    """
    area = places.area_called(area_code, actor.scope)
    known_at = min(queries.end_of(known_on), now)
    versions = queries.versions_of(area_code, day)
    book = FactBook.of(day, day, (area_code,))
    held = _held(versions, known_at)
    shown = []
    for place, one in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        shown.append(_shown(one, before, book, actor, is_asked=one is held))
    return KnownPage(
        name=area.name,
        within=area.parent.name if area.parent else "",
        url=words.village_url(area_code),
        day=day,
        day_words=words.long_day(day),
        known_on=known_on,
        known_words=words.long_day(known_on),
        first_day=min(first_day, day),
        last_day=timezone.localdate(now),
        versions=tuple(shown),
        asked=next((one for one in shown if one.is_asked), None),
    )


def _held(versions: list[DayVersion], known_at: datetime) -> DayVersion | None:
    """Return the version that was what was known at an instant."""
    return next(
        (
            one
            for one in versions
            if one.computed_at <= known_at
            and (one.superseded_at is None or one.superseded_at > known_at)
        ),
        None,
    )


def _shown(
    one: DayVersion, before: DayVersion | None, book: FactBook, actor: Actor, *, is_asked: bool
) -> KnownVersion:
    found = one.warmth
    parts = []
    for part in found.parts:
        fact = book.fact(found.area_code, part.reference)
        subject = (
            words.subject_of(fact, actor) if part.reference else gettext("Vulnerability index")
        )
        parts.append(KnownPart(subject, words.degrees(part.tenths), words.signal_url(fact, actor)))
    return KnownVersion(
        since=_moment(one.computed_at),
        until=_moment(one.superseded_at) if one.superseded_at else "",
        degrees=words.degrees(found.tenths),
        tenths=found.tenths,
        band=shown_band(found.tenths, is_heard=found.is_heard),
        corrected=words.degrees(found.corrected_tenths),
        falsehoods=words.degrees(found.falsehood_tenths) if found.falsehood_tenths else "",
        change=(found.tenths - before.warmth.tenths) / 10 if before else None,
        is_asked=is_asked,
        parts=tuple(parts),
    )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y, H.i")
