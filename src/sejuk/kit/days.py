"""The days that Sejuk knows: enough for any operation, and far from where arithmetic ends. Pure."""

from datetime import date, datetime

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)


def is_known(day: date) -> bool:
    """
    Tell whether a day is one that can be meant.

    >>> is_known(date(2024, 11, 27)), is_known(date(9999, 12, 31))
    (True, False)
    """
    on = day.date() if isinstance(day, datetime) else day
    return FIRST_DAY <= on <= LAST_DAY


def day_in(text: str) -> date | None:
    """
    Return the day of an address, when it is one.

    >>> day_in("2024-11-27"), day_in("0001-01-01"), day_in("today")
    (datetime.date(2024, 11, 27), None, None)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_known(day) else None
