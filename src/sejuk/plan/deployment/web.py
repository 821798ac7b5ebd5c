"""What the pages of deployment take from a request, and how they tell a refusal."""

from datetime import date, timedelta

# No number of a record has ten digits; longer ones are no slip of the pen.
LONGEST_NUMBER = 10
# Chosen: a roster is mostly made for the next whole month.
MIDDLE_OF_MONTH = 15


def number_in(text: str) -> int | None:
    """
    Return the number of a record that an address or a form names, None when it is none.

    >>> number_in("12"), number_in("9" * 5000), number_in("²"), number_in("-1")
    (12, None, None, None)
    """
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return int(text) if is_number else None


def usual_days(today: date) -> tuple[date, date]:
    """
    Return the first and last day of the month that is mostly planned: this one, or the next.

    >>> usual_days(date(2024, 10, 20))
    (datetime.date(2024, 11, 1), datetime.date(2024, 11, 30))
    >>> usual_days(date(2024, 11, 3))[0]
    datetime.date(2024, 11, 1)
    """
    first = today.replace(day=1)
    if today.day > MIDDLE_OF_MONTH:
        first = _month_after(first)
    return first, _month_after(first) - timedelta(days=1)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
