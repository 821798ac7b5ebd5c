"""A period of whole days, and the filter for what lies in it."""

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


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
