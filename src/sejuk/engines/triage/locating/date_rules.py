"""The grammar of days and hours: each rule finds one way to say them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sejuk.engines.triage.locating import date_readings as means
from sejuk.engines.triage.locating import date_words as words

Reader = Callable[[re.Match[str], means.Asked], means.Reading | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """
    What a few words say: days, the hour of a part of the day, or the hour of a clock.

    `is_weekday` days may be told again as a date. `is_loose` pieces say nothing alone ("malam").
    """

    start: int
    end: int
    days: means.Days | None = None
    part: float | None = None
    clock: float | None = None
    is_weekday: bool = False
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """
    A pattern, what it says, and what a piece of it is.

    A text that holds none of the `needs` in small letters is not looked through.
    """

    pattern: re.Pattern[str]
    reads: Reader
    needs: tuple[str, ...]
    is_weekday: bool = False
    is_loose: bool = False

    def may_be_in(self, lowered: str) -> bool:
        """Test whether a text in small letters may hold what the rule finds."""
        return any(need in lowered for need in self.needs)

    def pieces(self, text: str, asked: means.Asked) -> Iterator[Piece]:
        """Return what the rule finds in a text."""
        for found in self.pattern.finditer(text):
            reading = self.reads(found, asked)
            if reading is not None:
                start, end = found.span()
                days, part, clock = reading
                yield Piece(start, end, days, part, clock, self.is_weekday, self.is_loose)


def lowered(text: str) -> str:
    """Return a text in small letters, as patterns that ignore case read it."""
    return text.casefold().replace("ı", "i")


def _rule(
    pattern: str,
    reads: Reader,
    needs: Iterable[str],
    *,
    is_weekday: bool = False,
    is_loose: bool = False,
) -> Rule:
    bounded = re.compile(rf"(?<![\w/])(?:{pattern})(?!\w)", re.IGNORECASE)
    return Rule(bounded, reads, tuple(needs), is_weekday, is_loose)


_PARTS = ("dini", "subuh", "pagi", "siang", "sore", "petang", "malam", "malem", "mlm", "mlem")
_PRAYERS = tuple(prayer.removesuffix("a'?") for prayer in words.PRAYERS)
_PART = rf"(?P<part>{words.PART})"
_ONE = "sehari|seari|seminggu|semingu|sepekan|sebulan|sejam"
_UNIT = "hari|hr|ari|minggu|mggu|mingu|pekan|bulan|bln|jam|jm|menit"
_TO = r"\s*(?:-|–|s/d|s\.d\.?|sd|sampai|sampe|hingga|ke)\s*"
_WHEN = rf"(?:\s+(?:(?P<next>{words.NEXT})|(?P<past>{words.PAST})|{words.THIS}|besok|nanti))"
_YEAR = r"(?:\s+(?P<year>20\d\d))?"
_LIST = r"(?:rt|rw|tps|no|nomor|nomer|pasal|uu|pkpu|pp|kk|nik|surat)[\s.:]{0,2}"

RULES = (
    _rule(r"kemar[ei]n\s+(?:lusa|dulu)", means.before_yesterday_read, ("kemar",)),
    _rule(words.AWAY, means.away_read, words.DAYS_AWAY),
    # In Palembang "besak" is "big": tomorrow only before a part of the day.
    _rule(rf"besak(?=\s+(?:{words.PART}|jam|jm|pukul))", means.tomorrow_read, ("besak",)),
    _rule(rf"{words.DAY_WORD}\s*{words.THIS}", means.today_read, ("har", "hr", "ari")),
    _rule(
        r"se?mal[ae]m(?!an)|(?:tadi|td)\s+(?:mal[ae]m|mlm)|(?:mal[ae]m|mlm)\s+(?:tadi|td)",
        means.last_night_read,
        ("malam", "malem", "mlm"),
    ),
    _rule(r"tengah\s*mal[ae]m\s+tadi", means.last_midnight_read, ("tengah",)),
    _rule(rf"{_PART}\s*(?:{words.THIS}|nanti)", means.part_today_read, _PARTS),
    _rule(rf"(?:nanti|ntar|nti|entar|gek|tadi|td)\s+{_PART}", means.part_today_read, _PARTS),
    _rule(rf"{_PART}\s+(?:tadi|td)", means.part_today_read, _PARTS),
    _rule(
        rf"(?:(?P<one>{_ONE})|{words.NUMBER}\s*(?P<unit>{_UNIT}))"
        rf"\s+(?:{words.LATER}|(?P<past>{words.PAST}))",
        means.in_units_read,
        ("lagi", "depan", "datang", "lg", "lalu", "kemar", "km", "lewat", "silam", "tadi"),
    ),
    _rule(
        rf"dalam\s+{words.NUMBER}\s*(?:hari|hr|ari)(?:\s+ke\s*depan)?",
        means.within_read,
        ("dalam",),
    ),
    _rule(
        rf"(?<!hari )(?:minggu|mingu|mggu|pekan)(?:{_WHEN[:-1]}))",
        means.week_read,
        ("ming", "mggu", "pekan"),
    ),
    _rule(rf"akhir\s+pekan{_WHEN}?", means.weekend_read, ("akhir",)),
    _rule(rf"(?:bulan|bln){_WHEN}", means.month_read, ("bulan", "bln")),
    _rule(
        rf"(?:(?P<since>{words.SINCE})\s+|(?:besok|bsk|nanti)\s+)?"
        rf"(?P<said>{words.DAY_WORD}\s+)?{words.WEEKDAY}{_WHEN}?",
        means.weekday_read,
        words.WEEKDAYS,
        is_weekday=True,
    ),
    _rule(rf"min+g+u\s+{_PART}", means.sunday_read, ("min",), is_weekday=True),
    _rule(
        rf"(?:malam|malem|mlm)\s+(?:{words.DAY_WORD}\s+)?{words.WEEKDAY}{_WHEN}?",
        means.eve_read,
        ("malam", "malem", "mlm"),
    ),
    _rule(
        rf"(?:{words.DATE_WORD}\s*)?(?:(?P<from>\d{{1,2}}){_TO}(?:{words.DATE_WORD}\s*)?)?"
        rf"(?P<day>\d{{1,2}})\s*(?:bulan\s+|bln\s+)?{words.MONTH}{_YEAR}",
        means.date_read,
        words.MONTHS,
    ),
    _rule(
        rf"(?<!\d[.,\-])(?:{words.DATE_WORD}\s*)?"
        r"(?P<day>\d{1,2})(?P<by>[/.-])(?P<month>\d{1,2})(?P=by)(?P<year>20\d\d|\d\d)(?![/.,-]?\d)",
        means.in_digits_read,
        ("/", ".", "-"),
    ),
    _rule(
        rf"(?<!\d[.,\-])(?P<cue>{words.DATE_WORD}\s*|{_LIST})?"
        r"(?P<day>\d{1,2})(?P<by>/)(?P<month>\d{1,2})(?P<year>(?!))?(?![/\d]|[.,]\d)",
        means.day_and_month_read,
        ("/",),
    ),
    _rule(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", means.iso_read, ("20",)),
    _rule(
        rf"{words.DATE_WORD}\s*(?:(?P<from>\d{{1,2}}){_TO})?(?P<day>\d{{1,2}})"
        rf"(?![/.:-]?\d)(?:\s+(?:(?P<past>{words.PAST})|besok|nanti|{words.THIS}))?"
        rf"(?:\s+(?:bulan|bln)\s+(?:(?P<number>\d{{1,2}})|(?P<next>{words.NEXT})|{words.PAST}|{words.THIS}))?",
        means.day_of_month_read,
        ("tangg", "tg"),
    ),
    _rule(
        r"h\s?(?P<sign>[-+–]|min|plus)\s?(?P<number>\d{1,2})(?!\s*(?:lebaran|natal|idul|puasa|ramadh?an|nikah))",
        means.from_day_h_read,
        ("-", "+", "–", "min", "plus"),
    ),
    _rule(
        rf"{words.CLOCK}\s*(?P<half>setengah\s+|stngh\s+)?(?P<hour>\d{{1,2}}|{words.one_of(words.NUMBERS)})"
        r"(?:[.:](?P<minutes>\d\d))?(?:\s+(?:lewat|lebih)\s+(?P<past>\d{1,2}))?"
        r"(?:\s+kurang\s+(?P<to>\d{1,2}))?(?![.:]?\d)",
        means.clock_read,
        ("pukul", "pk", "jam", "jm"),
    ),
    _rule(
        r"(?P<half>(?!))?(?P<past>(?!))?(?P<to>(?!))?(?P<hour>\d{1,2})[.:](?P<minutes>\d\d)(?=\s*wib)",
        means.clock_read,
        ("wib",),
    ),
    _rule(
        rf"(?P<after>{words.AFTER})\s+(?:sh?[ao]lat\s+|shalat\s+)?(?P<prayer>{words.one_of(words.PRAYERS)})",
        means.prayer_read,
        _PRAYERS,
    ),
    _rule(
        rf"{words.AFTER}\s+(?:jum'?at+an|sh?[ao]lat\s+jum'?at)|pas\s+jumatan",
        means.friday_prayer_read,
        ("jum",),
    ),
    _rule(r"hari\s+h(?P<sign>(?!))?(?P<number>(?!))?", means.from_day_h_read, ("hari",)),
    _rule(_PART, means.part_read, _PARTS, is_loose=True),
)
