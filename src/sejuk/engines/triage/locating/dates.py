"""
Dates in a text: pieces that the grammar finds, joined to days and hours.

"Rabu, 27 November 2024 pukul 19.30" is four pieces and one date. A part of the day alone ("malam")
is no date, and what happens each week ("tiap malam Minggu") is none either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sejuk.engines.triage.locating.date_readings import Asked, Days
from sejuk.engines.triage.locating.date_rules import RULES, Piece, lowered
from sejuk.engines.triage.locating.date_words import EVENING, MIDNIGHT, NOON

_BETWEEN = re.compile(
    r"[\s,.(\"]*(?:(?:pada|pd|sekitar|sktr|skitar|kira-kira|kiro-kiro|mulai|dari|di|wib|yang|yg|hari|hr)"
    r"[\s,.:(]+)*",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\s*(?:wib\s*)?(?:-|–|s/d|s\.d\.?|sd|sampai|sampe|hingga)\s*(?:hari\s+)?", re.IGNORECASE
)
_EACH = re.compile(r"\b(?:tiap|setiap|saban|tiap-tiap)\s+(?:hari\s+)?$", re.IGNORECASE)
_STOP = re.compile(r"[;!?\n]|\.\s")
LONGEST_GAP = 24
A_WEEK = 7
AFTERNOON_FROM, EVENING_FROM = 12.0, 16.0
HALF_DAY = 12.0
NIGHT_HOURS = 5.0  # "jam 2 malam" is two at night, "jam 7 malam" is nineteen


@dataclass(frozen=True, slots=True)
class DateMention:
    """
    Where a text tells when: the first and the last day, and the hour where it is told.

    The hour is 0 to 24, 19.5 is half past seven in the evening; a part of the day stands for an
    hour in its middle.
    """

    start: int
    end: int
    words: str
    first_day: date
    last_day: date
    hour: float | None


def dates_in(text: str, *, today: date, day_h: date | None = None) -> tuple[DateMention, ...]:
    """
    Return when things are, as a text tells it, in the order of the text.

    :param today: the day on which the text was written. A weekday is the coming one, a date without
        a year the nearest.
    :param day_h: the day from which "H-3" counts, such as polling day; without it that is no date.

    >>> [(one.first_day.isoformat(), one.hour) for one in dates_in(
    ...     "Besok malam jam 7, atau Rabu 27/11", today=date(2024, 11, 5))]
    [('2024-11-06', 19.0), ('2024-11-27', None)]
    """
    asked, small = Asked(today, day_h), lowered(text)
    pieces = [
        piece for rule in RULES if rule.may_be_in(small) for piece in rule.pieces(text, asked)
    ]
    joined = [
        piece
        for piece in _joined(_without_overlap(pieces), text)
        if not piece.is_loose and not _EACH.search(text[max(0, piece.start - 16) : piece.start])
    ]
    return tuple(_mentions(joined, text, today))


def _mentions(pieces: Sequence[Piece], text: str, today: date) -> Iterator[DateMention]:
    """Return pieces as mentions: an hour belongs to the last day of its sentence, else to today."""
    told, end = (today, today), 0
    for piece in pieces:
        if _STOP.search(text, end, piece.start):
            told = today, today
        if piece.days and piece.days[0] == piece.days[1]:
            told = piece.days
        yield _mention(piece, text, piece.days or told)
        end = piece.end


def _without_overlap(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the longest reading of each word, in the order of the text."""
    kept: list[Piece] = []
    taken = bytearray(max((piece.end for piece in pieces), default=0))
    for piece in sorted(pieces, key=lambda one: (one.start - one.end, one.start)):
        if not any(taken[piece.start : piece.end]):
            taken[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
            kept.append(piece)
    return sorted(kept, key=lambda one: one.start)


def _joined(pieces: Sequence[Piece], text: str) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        together = _together(joined[-1], piece, text) if joined else None
        if together is not None:
            joined[-1] = together
        else:
            joined.append(piece)
    return joined


def _together(first: Piece, second: Piece, text: str) -> Piece | None:
    """Return two pieces as one, when they tell different things about one date."""
    between = text[first.end : second.start]
    if len(between) > LONGEST_GAP:
        return None
    if _UNTIL.fullmatch(between):
        return _until(first, second)
    days = second.days or first.days
    if not _BETWEEN.fullmatch(between):
        return None
    if first.days and second.days:
        if not first.is_weekday:
            return None
        days = _day_in(first.days[0], second.days)
    if (first.part is not None and second.part is not None) or (
        first.clock is not None and second.clock is not None
    ):
        return None
    return Piece(
        first.start,
        second.end,
        days,
        second.part if first.part is None else first.part,
        second.clock if first.clock is None else first.clock,
        is_weekday=first.is_weekday and not second.days,
        is_loose=first.is_loose and second.is_loose,
    )


def _until(first: Piece, second: Piece) -> Piece | None:
    """Return "25 to 27 November" as days; of "07.00 to 13.00" the beginning."""
    if first.days and second.days and first.days <= second.days:
        return replace(second, start=first.start, days=(first.days[0], second.days[1]))
    if first.clock is not None and second.clock is not None and not second.days:
        return replace(first, end=second.end, part=first.part or second.part)
    return None


def _day_in(weekday: date, days: Days) -> Days:
    """Return the day of a week that is told ("Kamis minggu depan"), else the date that is told."""
    first, last = days
    if (last - first).days != A_WEEK - 1:
        return days
    day = first + timedelta(days=weekday.weekday())
    return day, day


def _mention(piece: Piece, text: str, days: Days) -> DateMention:
    words = text[piece.start : piece.end]
    return DateMention(piece.start, piece.end, words, *days, _hour(piece))


def _hour(piece: Piece) -> float | None:
    """Return the hour of the clock in its part of the day: seven in the evening is nineteen."""
    hour, part = piece.clock, piece.part
    if hour is None or part is None:
        return part if hour is None else hour
    if hour > HALF_DAY or part < AFTERNOON_FROM:
        return hour
    if hour == HALF_DAY:
        return MIDNIGHT if part >= EVENING else NOON
    if part >= EVENING and hour < NIGHT_HOURS:
        return hour
    if part < EVENING_FROM and hour > NIGHT_HOURS:
        return hour  # eleven in the forenoon is "siang" too
    return hour + HALF_DAY
