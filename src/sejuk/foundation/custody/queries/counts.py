"""How often identities were opened: what everybody may know, and about nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.foundation.custody.models import Opening, Sealed, Use
from sejuk.foundation.custody.rules import Ground, SealedKind

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """What happened to seals in one month."""

    first_day: date
    openings: int
    grounds: tuple[tuple[str, int], ...]
    looks: int
    uses: int


@dataclass(frozen=True, slots=True)
class Counts:
    """A year of custody."""

    months: tuple[Month, ...]
    openings: int
    looks: int
    kept: int
    forgotten: int


def counts(now: datetime) -> Counts:
    """Return the last twelve months, this one first, back to the first in which was anything."""
    first = _months(timezone.localdate(now))
    since = timezone.make_aware(datetime.combine(first[-1], datetime.min.time()))
    opened, looked = Counter[tuple[date, str]](), Counter[date]()
    months = Opening.objects.filter(opened_at__gte=since).annotate(month=TruncMonth("opened_at"))
    for month, ground, looks in months.values_list("month", "ground", "looks"):
        opened[month.date(), ground] += 1
        looked[month.date()] += looks
    used = _used(since)
    rows = [_month(day, opened, looked, used) for day in first]
    while len(rows) > 1 and not (rows[-1].openings or rows[-1].uses):
        rows.pop()
    there = Sealed.objects.exclude(kind=SealedKind.OUTGOING).aggregate(
        kept=Count("pk", filter=Q(forgotten_at__isnull=True)), forgotten=Count("forgotten_at")
    )
    return Counts(
        months=tuple(rows),
        openings=sum(row.openings for row in rows),
        looks=sum(row.looks for row in rows),
        kept=there["kept"],
        forgotten=there["forgotten"],
    )


def _month(
    day: date, opened: Counter[tuple[date, str]], looked: Counter[date], used: dict[date, int]
) -> Month:
    grounds = [(gettext(ground.label), opened[day, ground]) for ground in Ground]
    said = tuple((label, count) for label, count in grounds if count)
    return Month(day, sum(count for _, count in said), said, looked[day], used.get(day, 0))


def _used(since: datetime) -> dict[date, int]:
    rows = (
        Use.objects.filter(used_at__gte=since)
        .annotate(month=TruncMonth("used_at"))
        .values("month")
        .annotate(total=Sum("count"))
        .values_list("month", "total")
    )
    return {month.date(): total for month, total in rows}


def _months(today: date) -> list[date]:
    """Return the first days of this month and of the eleven before it."""
    count = today.year * 12 + today.month - 1
    return [date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(MONTHS)]
