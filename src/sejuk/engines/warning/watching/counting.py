"""
Cases as counts: each thing once, capped, and what was found by going there at its weight.

They are counted on the day they happened. What was known of a day so many days later is kept, for
a replay must see each day as it was seen then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sejuk.engines.warning.watching.cases import Case
from sejuk.engines.warning.watching.ground import Ground
from sejuk.engines.warning.watching.lateness import MOST_LAG
from sejuk.engines.warning.watching.usual import HISTORY_DAYS, Numbers

DISCOVERED_WEIGHT = 0.25
"""What was found because somebody went there counts a quarter (the design's number)."""


@dataclass(frozen=True, eq=False)
class Counted:
    """
    Uncapped counts of one stream by the day of what happened, from the first day looked at on.

    `by_lag` are lags x days x places: what was known within 0, 1, ... 7 days, the last with all
    that was known later.
    """

    by_lag: Numbers
    first_day: date

    @property
    def counts(self) -> Numbers:
        """All that is known now: days x places."""
        latest: Numbers = self.by_lag[-1]
        return latest

    @property
    def weekday(self) -> int:
        return self.first_day.weekday()

    def capped(self, cap: int) -> Numbers:
        """Return what is known now, of each village and day no more than the cap."""
        return np.ascontiguousarray(np.minimum(self.counts, float(cap)))


def known_cases(cases: Iterable[Case], *, today: date) -> tuple[Case, ...]:
    """
    Return the cases known by today, each reference once, in order.

    Of two lines with one reference the earlier day stands, then the graver and the verified one.

    >>> again = [Case("C-1", "16.01", date(2024, 11, day), "brawl") for day in (5, 4)]
    >>> [case.day.day for case in known_cases(again, today=date(2024, 11, 6))]
    [4]
    """
    known: dict[str, Case] = {}
    for case in cases:
        other = known.get(case.reference)
        if case.day <= today and (other is None or _first_known(case) < _first_known(other)):
            known[case.reference] = case
    return tuple(known[reference] for reference in sorted(known))


def _first_known(case: Case) -> tuple[date, int, bool, bool, str, str, date]:
    return (
        case.day,
        -case.severity,
        not case.is_verified,
        case.is_discovered,
        case.area_code,
        case.stream,
        case.happened,
    )


def weight_of(case: Case) -> float:
    """
    Return what a case counts: 1, or a quarter when it was discovered.

    >>> weight_of(Case("C-1", "16.01", date(2024, 11, 5), "x", is_discovered=True))
    0.25
    """
    return DISCOVERED_WEIGHT if case.is_discovered else 1.0


def history_start(cases: Iterable[Case], *, today: date) -> date:
    """Return the first day that is looked at: 60 days back, or when the first case was known."""
    earliest = today - timedelta(days=HISTORY_DAYS - 1)
    return max(earliest, min((case.day for case in cases), default=today))


def counted(
    cases: Iterable[Case], ground: Ground, *, stream: str, first_day: date, today: date
) -> Counted:
    """
    Return the counts of a stream in the villages of the ground, from `first_day` to today.

    What is known by today is counted; what happened before `first_day` is not.
    """
    arrived = np.zeros((MOST_LAG + 1, (today - first_day).days + 1, len(ground.codes)))
    for case in cases:
        place = ground.index.get(case.area_code)
        is_in = case.stream == stream and first_day <= case.happened and case.day <= today
        if place is not None and is_in:
            row = (case.happened - first_day).days
            arrived[min(case.days_late, MOST_LAG), row, place] += weight_of(case)
    return Counted(arrived.cumsum(axis=0), first_day)
