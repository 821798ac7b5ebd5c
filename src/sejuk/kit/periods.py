"""A period of whole days, and the filter for what lies in it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of a day until the end of a day, where the operation is."""

    first: date
    last: date

    @property
    def begins_at(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        return _midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> tuple[date, ...]:
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=number) for number in range(count))

    def holds(self, column: str) -> Q:
        """
        Return a filter for rows whose instant in `column` lies in the period.

        >>> str(Period(date(2024, 11, 1), date(2024, 11, 30)).holds("received_at").children[0][1])
        '2024-11-01 00:00:00+07:00'
        """
        return Q(**{f"{column}__gte": self.begins_at, f"{column}__lt": self.ends_at})


def month_of(day: date) -> Period:
    """
    Return the calendar month in which a day lies.

    >>> month_of(date(2024, 2, 11))
    Period(first=datetime.date(2024, 2, 1), last=datetime.date(2024, 2, 29))
    """
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def months_over(since: date, today: date) -> tuple[Period, ...]:
    """
    Return the calendar months from the one of `since` on that are over today, newest first.

    >>> [str(month.first) for month in months_over(date(2024, 8, 24), date(2024, 11, 30))]
    ['2024-10-01', '2024-09-01', '2024-08-01']
    """
    found = []
    month = month_of(since)
    while month.last < today:
        found.append(month)
        month = month_of(month.last + timedelta(days=1))
    return tuple(reversed(found))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
