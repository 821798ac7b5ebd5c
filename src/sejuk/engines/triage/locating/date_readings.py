"""What each way to say a day or an hour means: a match becomes days and hours."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from sejuk.engines.triage.locating import date_words as words

Days = tuple[date, date]
DAYS_OF_A_WEEK = 7
# "Tgl 3" said on the 28th is next month's, "tgl 27" yesterday's. Chosen.
MOST_DAYS_BACK = 10
LAST_MONTH = 12
SHORT_YEAR = 2
NO_DATES = {("24", "7"), ("1", "2"), ("1", "3"), ("2", "3"), ("1", "4"), ("3", "4"), ("1", "1")}


@dataclass(frozen=True, slots=True)
class Asked:
    """The day on which the text was written, and the day H of "H-3", where there is one."""

    today: date
    day_h: date | None


Reading = tuple[Days | None, float | None, float | None]  # days, part of the day, clock


def number_of(word: str) -> int:
    """Return a number said in digits or as a word."""
    return int(word) if word.isdigit() else words.NUMBERS[word.lower()]


def part_of(word: str) -> float | None:
    """Return the hour of a part of the day."""
    return next(
        (
            hour
            for pattern, hour in words.PARTS.items()
            if re.fullmatch(pattern, word, re.IGNORECASE)
        ),
        None,
    )


def _alone(day: date) -> Days:
    return day, day


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_later(day: date, months: int) -> date | None:
    """Return the same day of another month, or its last."""
    year, month = divmod(day.year * LAST_MONTH + day.month - 1 + months, LAST_MONTH)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def date_of(day: int, month: int, year: int) -> date | None:
    """Return a date, or nothing for the 31st of February."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(day: int, month: int, today: date) -> date | None:
    """Return the date of this name that is nearest to today; of two as near, the later."""
    years = (date_of(day, month, today.year + shift) for shift in (1, 0, -1))
    return min(
        (one for one in years if one is not None),
        key=lambda one: abs((one - today).days),
        default=None,
    )


def _on(day: date | None, part: float | None = None) -> Reading | None:
    return None if day is None else (_alone(day), part, None)


# Days that are told from today.


def away_read(found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(_moved(asked.today, words.DAYS_AWAY[found["away"].lower()]))


def before_yesterday_read(_found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(_moved(asked.today, -2))


def today_read(_found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(asked.today)


def tomorrow_read(_found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(_moved(asked.today, 1))


def part_today_read(found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(asked.today, part_of(found["part"]))


def last_night_read(_found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(_moved(asked.today, -1), words.EVENING)


def last_midnight_read(_found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(_moved(asked.today, -1), words.MIDNIGHT)


def in_units_read(found: re.Match[str], asked: Asked) -> Reading | None:
    count = 1 if found["one"] else number_of(found["number"])
    back = -1 if found["past"] else 1
    unit = (found["unit"] or found["one"].lower().removeprefix("se")).lower()
    if unit.startswith(("jam", "menit", "jm")):
        return _on(asked.today)
    if unit.startswith("b"):
        return _on(months_later(asked.today, back * count))
    is_week = unit.startswith(("m", "p"))
    return _on(_moved(asked.today, back * count * (DAYS_OF_A_WEEK if is_week else 1)))


def within_read(found: re.Match[str], asked: Asked) -> Reading | None:
    last = _moved(asked.today, number_of(found["number"]))
    return None if last is None else ((asked.today, last), None, None)


def _monday(today: date) -> date:
    return today - timedelta(days=today.weekday())


def week_read(found: re.Match[str], asked: Asked) -> Reading | None:
    weeks = 1 if found["next"] else -1 if found["past"] else 0
    try:
        first = _monday(asked.today) + timedelta(days=DAYS_OF_A_WEEK * weeks)
        return (first, first + timedelta(days=DAYS_OF_A_WEEK - 1)), None, None
    except OverflowError:
        return None


def weekend_read(found: re.Match[str], asked: Asked) -> Reading | None:
    weeks = 1 if found["next"] else -1 if found["past"] else 0
    saturday = _moved(asked.today, 5 - asked.today.weekday() + DAYS_OF_A_WEEK * weeks)
    sunday = saturday and _moved(saturday, 1)
    return None if saturday is None or sunday is None else ((saturday, sunday), None, None)


def month_read(found: re.Match[str], asked: Asked) -> Reading | None:
    months = 1 if found["next"] else -1 if found["past"] else 0
    day = months_later(asked.today.replace(day=1), months)
    if day is None:
        return None
    return (day, day.replace(day=monthrange(day.year, day.month)[1])), None, None


# Weekdays.


def weekday_on(
    weekday: int, today: date, *, is_past: bool = False, is_next: bool = False
) -> date | None:
    """Return the coming such day (today counts), the one before today, or that of next week."""
    ahead = (weekday - today.weekday()) % DAYS_OF_A_WEEK
    if is_past:
        return _moved(today, ahead - DAYS_OF_A_WEEK)
    if is_next:
        return _moved(today, weekday - today.weekday() + DAYS_OF_A_WEEK)
    return _moved(today, ahead)


def weekday_read(found: re.Match[str], asked: Asked) -> Reading | None:
    name = found["weekday"].lower()
    if name in words.WEEK_OR_SUNDAY and not found["said"]:
        return None
    return _on(
        weekday_on(
            words.WEEKDAYS[name],
            asked.today,
            is_past=bool(found["past"] or found["since"]),
            is_next=bool(found["next"]),
        )
    )


def sunday_read(found: re.Match[str], asked: Asked) -> Reading | None:
    return _on(weekday_on(6, asked.today), part_of(found["part"]))


def eve_read(found: re.Match[str], asked: Asked) -> Reading | None:
    """Return the evening before a day: "malam Minggu" is Saturday's."""
    weekday = (words.WEEKDAYS[found["weekday"].lower()] - 1) % DAYS_OF_A_WEEK
    day = weekday_on(weekday, asked.today, is_past=bool(found["past"]), is_next=bool(found["next"]))
    return _on(day, words.EVENING)


# Dates.


def date_read(found: re.Match[str], asked: Asked) -> Reading | None:
    year = found["year"]
    month = words.MONTHS[found["month"].lower()]
    last = _of_year(int(found["day"]), month, year, asked.today)
    first = (
        last if found["from"] is None else _of_year(int(found["from"]), month, year, asked.today)
    )
    if first is None or last is None or first > last:
        return None
    return (first, last), None, None


def _of_year(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is None:
        return _nearest(day, month, today)
    return date_of(day, month, int(year) + (2000 if len(year) == SHORT_YEAR else 0))


def in_digits_read(found: re.Match[str], asked: Asked) -> Reading | None:
    month = int(found["month"])
    if not 1 <= month <= LAST_MONTH:
        return None
    return _on(_of_year(int(found["day"]), month, found["year"], asked.today))


def day_and_month_read(found: re.Match[str], asked: Asked) -> Reading | None:
    """Read "27/11"; not "RT 02/01", a fraction or "24/7"."""
    cue = (found["cue"] or "").lower()
    if cue and not re.match("t(?!ps)", cue):
        return None
    if not cue and (found["day"], found["month"]) in NO_DATES:
        return None
    return in_digits_read(found, asked)


def iso_read(found: re.Match[str], _asked: Asked) -> Reading | None:
    return _on(date_of(int(found["day"]), int(found["month"]), int(found["year"])))


def day_of_month_read(found: re.Match[str], asked: Asked) -> Reading | None:
    last = _in_month(int(found["day"]), found, asked.today)
    first = last if found["from"] is None else _in_month(int(found["from"]), found, asked.today)
    return None if first is None or last is None or first > last else ((first, last), None, None)


def _in_month(day: int, found: re.Match[str], today: date) -> date | None:
    if found["number"] is not None:
        return _nearest(day, int(found["number"]), today)
    shift = 0
    if found["past"]:
        shift = -1 if day > today.day else 0
    elif found["next"] or today.day - day > MOST_DAYS_BACK:
        shift = 1
    month = months_later(today.replace(day=1), shift)
    return None if month is None else date_of(day, month.month, month.year)


def from_day_h_read(found: re.Match[str], asked: Asked) -> Reading | None:
    if asked.day_h is None:
        return None
    if found["sign"] is None:
        return _on(asked.day_h)
    days = int(found["number"]) * (1 if found["sign"] in {"+", "plus"} else -1)
    return _on(_moved(asked.day_h, days))


# Hours.


def clock_read(found: re.Match[str], _asked: Asked) -> Reading | None:
    hour, minutes = number_of(found["hour"]), int(found["minutes"] or found["past"] or 0)
    if found["half"]:
        hour, minutes = hour - 1, 30
    elif found["to"]:
        hour, minutes = hour - 1, 60 - int(found["to"])
    if not (0 <= hour <= 24 and 0 <= minutes < 60):  # noqa: PLR2004
        return None
    return None, None, hour + round(minutes / 60, 4)


def prayer_read(found: re.Match[str], _asked: Asked) -> Reading | None:
    hour = next(
        hour for word, hour in words.PRAYERS.items() if re.fullmatch(word, found["prayer"], re.I)
    )
    return None, None, hour - 1 if found["after"].lower() == "sebelum" else hour


def friday_prayer_read(_found: re.Match[str], asked: Asked) -> Reading | None:
    day = weekday_on(words.FRIDAY, asked.today)
    return None if day is None else (_alone(day), None, words.FRIDAY_PRAYER)


def part_read(found: re.Match[str], _asked: Asked) -> Reading | None:
    return None, part_of(found["part"]), None
