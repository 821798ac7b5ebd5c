"""
Days of a message that make it another message: polling on the 27th is not polling on the 30th.

Only what fixes an occasion is compared: dates, weekdays, tomorrow and the day after. "Tadi malam"
and "kemarin" say when it was heard, and whoever passes it on leaves them as they are or moves them.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sejuk.engines.triage.folding import folded
from sejuk.engines.triage.locating import dates_in

MOST_DAYS = 14
"""Days of one mention beyond which it fixes no occasion ("bulan depan"); chosen."""

ANY_DAY = date(2024, 1, 1)
"""Stands for the day of telling where that is unknown: then only whole dates are read."""

_MONTHS = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|jun[ie]?|jul[iy]?|ag(?:us)?(?:tus|t|s)"
    r"|sept?(?:ember)?|okt(?:ober)?|no[vp](?:ember)?|des(?:ember)?)\b"  # "TPS 8 desa" is no date
)
_WHOLE = re.compile(rf"\d\s?[/.-]\s?\d|\d\s*{_MONTHS}")
_FIGURES = re.compile(rf"{_WHOLE.pattern}|\b(?:tanggal|tgl)\b")
_FIXED = re.compile(
    rf"{_FIGURES.pattern}|\b(?:senin|selasa|rabu|rebo|kamis|jum.?at|sabtu|minggu|ahad|besok|bsk|isuk"
    r"|lusa)\b"
)
_PAST = re.compile(r"\b(?:kemar|kmr|tadi|semalam|lalu|lewat)")


class Fixed(NamedTuple):
    """A day that is told: in figures or by its name, as month and day or in its own words."""

    label: str
    value: str
    words: str


def days_in(text: str, told_on: date | None) -> Iterator[Fixed]:
    """
    Yield the days of a text that fix an occasion.

    >>> [day[:2] for day in days_in("Nyoblos tanggal 27 November", None)]
    [('tanggal', '11-27')]
    >>> [day[:2] for day in days_in("nyoblos besok", date(2024, 11, 26))]
    [('hari', '11-27'), ('hari', 'suk')]
    >>> list(days_in("nyoblos besok", None)), list(days_in("tadi malam ado maling", None))
    ([], [])
    """
    needed = _WHOLE if told_on is None else _FIXED
    if not needed.search(text.casefold()):
        return
    for found in dates_in(text, today=told_on or ANY_DAY):
        small = found.words.casefold()
        length = (found.last_day - found.first_day).days
        fixed = _FIXED.search(small)
        if fixed is None or _PAST.search(small) or length >= MOST_DAYS:
            continue
        label = "tanggal" if _FIGURES.search(small) else "hari"
        if told_on is None and not _WHOLE.search(small):
            continue
        for after in range(length + 1):
            day = found.first_day + timedelta(days=after)
            yield Fixed(label, f"{day.month:02}-{day.day:02}", found.words)
        if label == "hari":
            yield Fixed(label, folded(fixed[0]), found.words)
