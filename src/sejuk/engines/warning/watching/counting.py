"""Cases as counts: each thing once, capped, and what was found by going there at its weight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sejuk.engines.warning.watching.cases import Case
from sejuk.engines.warning.watching.ground import Ground
from sejuk.engines.warning.watching.usual import HISTORY_DAYS, Numbers

DISCOVERED_WEIGHT = 0.25
"""What was found because somebody went there counts a quarter (the design's number)."""


@dataclass(frozen=True, eq=False)
class Counted:
    """Uncapped counts of one stream, days x places, from the first day that is looked at on."""

    counts: Numbers
    first_day: date

    @property
    def weekday(self) -> int:
        return self.first_day.weekday()

    def capped(self, cap: int) -> Numbers:
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


def _first_known(case: Case) -> tuple[date, int, bool, bool, str, str, float]:
    return (
        case.day,
        -case.severity,
        not case.is_verified,
        case.is_discovered,
        case.area_code,
        case.stream,
        case.effort,
    )


def weight_of(case: Case) -> float:
    """
    Return what a case counts: 1, or a quarter by each hour of effort when it was discovered.

    Less than an hour counts as one. Hundredths, so that sums do not depend on the order.

    >>> weight_of(Case("C-1", "16.01", date(2024, 11, 5), "x", is_discovered=True, effort=2.0))
    0.12
    """
    if not case.is_discovered:
        return 1.0
    return round(DISCOVERED_WEIGHT / max(1.0, case.effort), 2)


def history_start(cases: Iterable[Case], *, today: date) -> date:
    """Return the first day that is looked at: 60 days back, or that of the first case of all."""
    earliest = today - timedelta(days=HISTORY_DAYS - 1)
    return max(earliest, min((case.day for case in cases), default=today))


def counted(
    cases: Iterable[Case], ground: Ground, *, stream: str, first_day: date, today: date
) -> Counted:
    """Return the counts of a stream in the villages of the ground, from `first_day` to today."""
    counts = np.zeros(((today - first_day).days + 1, len(ground.codes)))
    for case in cases:
        place = ground.index.get(case.area_code)
        if place is not None and case.stream == stream and first_day <= case.day <= today:
            counts[(case.day - first_day).days, place] += weight_of(case)
    return Counted(np.round(counts, 2), first_day)
