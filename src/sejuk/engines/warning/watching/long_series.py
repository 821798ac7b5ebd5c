"""
A district with years of history: this week against the same weeks of past years.

Once three years exist, Farrington's method (Noufaily et al. 2013, Statistics in Medicine 32:1206)
takes the place of the filter in the DISTRICT detector: it knows the seasons. Its tail is that of a
week, so a tail of p comes once in 7 / p days; the bar is the recurrence that calibration gave
DISTRICT. Looking at the last seven days every day finds a little more than that.

A week is what became known in it, as all weeks before it, so late reports need no scaling here;
the cap is by village and day on which it happened.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import log10

import numpy as np

from sejuk.engines.warning.charting import farrington
from sejuk.engines.warning.watching.cases import Case, Detector
from sejuk.engines.warning.watching.counting import weight_of
from sejuk.engines.warning.watching.findings import Finding
from sejuk.engines.warning.watching.thresholds import Bar, Null
from sejuk.engines.warning.watching.usual import WEEK

YEAR_WEEKS = 52
FEWEST_YEARS, MOST_YEARS = 3, 5
WEEKS_ASIDE = 4  # half a window of three weeks and this week itself
SMALLEST_TAIL = 1e-12


def years_of(cases: Iterable[Case], *, today: date) -> int:
    """
    Return how many whole years of weeks the cases reach back, five at most.

    >>> years_of([Case("C-1", "16.01", date(2021, 1, 1), "brawl")], today=date(2024, 11, 5))
    3
    """
    first_day = min((case.day for case in cases), default=today)
    weeks = (today - first_day).days // WEEK
    return max(0, min(MOST_YEARS, (weeks - WEEKS_ASIDE) // YEAR_WEEKS))


def has_years(cases: Iterable[Case], *, today: date) -> bool:
    return years_of(cases, today=today) >= FEWEST_YEARS


def unusual_week(
    cases: Sequence[Case], codes: Iterable[str], null: Null, bar: Bar, *, today: date
) -> list[Finding]:
    """Return the finding of DISTRICT for the last seven days, if they are as rare as its bar."""
    own = [case for case in cases if case.stream == null.stream and case.area_code in set(codes)]
    years = years_of(cases, today=today)
    weeks = years * YEAR_WEEKS + WEEKS_ASIDE
    by_place = _capped(own, null.cap, weeks, today)
    totals = np.zeros(weeks)
    for (back, _, _), count in by_place.items():
        totals[weeks - 1 - back] += count
    point = farrington([round(total) for total in totals], past_years=years)[0]
    once_in_days = WEEK / max(1.0 if point.tail is None else point.tail, SMALLEST_TAIL)
    if point.tail is None or once_in_days < bar.recurrence(bar.threshold):
        return []
    here: dict[str, float] = {}
    for (back, _, code), count in by_place.items():
        if back == 0:
            here[code] = here.get(code, 0.0) + count
    if totals[-1] <= point.expected:
        return []
    return [
        Finding(
            detector=Detector.DISTRICT,
            stream=null.stream,
            area_codes=tuple(sorted(here, key=lambda code: (-here[code], code))),
            first_day=today - timedelta(days=WEEK - 1),
            last_day=today,
            count=round(float(totals[-1]), 2),
            expected=round(point.expected, 3),
            score=round(-log10(max(point.tail, SMALLEST_TAIL)), 6),
            once_in_days=round(once_in_days, 3),
            references=_references(own, today),
            raised_on=today,
        )
    ]


def _references(cases: Iterable[Case], today: date) -> tuple[str, ...]:
    return tuple(sorted(one.reference for one in cases if 0 <= (today - one.day).days < WEEK))


def _capped(
    cases: Iterable[Case], cap: int, weeks: int, today: date
) -> dict[tuple[int, date, str], float]:
    """Return capped counts by the week back in which they were known, day and place."""
    counts: dict[tuple[int, date, str], float] = {}
    for case in cases:
        back = (today - case.day).days // WEEK
        if 0 <= back < weeks:
            key = (back, case.happened, case.area_code)
            counts[key] = min(float(cap), round(counts.get(key, 0.0) + weight_of(case), 2))
    return counts
