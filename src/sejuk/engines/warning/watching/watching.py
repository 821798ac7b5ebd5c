"""What is unusual in a district today."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import log10

from scipy.stats import nbinom

from sejuk.engines.warning.watching.at_once import grave_incidents, rules_met
from sejuk.engines.warning.watching.cases import Case, Detector, Place
from sejuk.engines.warning.watching.findings import Finding, SetRule
from sejuk.engines.warning.watching.merging import one_alarm_each
from sejuk.engines.warning.watching.thresholds import Bar, Null, Thresholds

DAYS = 45


def calibrate(
    cases: Iterable[Case],
    places: Sequence[Place],
    *,
    today: date,
    streams: Sequence[str],
    budget_days: float = 30.0,
    replays: int = 200,
    seed: int = 0,
) -> Thresholds:
    """
    Return the thresholds that keep a quiet district at one alarm per `budget_days` days.

    >>> calibrate([], [], today=date(2024, 11, 5), streams=["brawl"]).streams
    ('brawl',)
    """
    tests = max(1.0, budget_days * len(places) * len(streams))
    seen = min((today - min((case.day for case in cases), default=today)).days, DAYS)
    once = tuple(10**score * budget_days / tests for score in (1.0, 6.0))
    bars = [Bar(one, Detector.VILLAGE, log10(tests), (1.0, 6.0), once) for one in streams]
    nulls = [Null(one, 2, 1.3, 1, (1.3,) * 7) for one in streams]
    return Thresholds(tuple(bars), tuple(nulls), budget_days, replays, seed, today, seen)


def watch(
    cases: Iterable[Case],
    places: Sequence[Place],
    *,
    today: date,
    thresholds: Thresholds,
    rules: Sequence[SetRule] = (),
    recent: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """
    Return the alarms of today.

    >>> brawl = Case("C-1", "16.01", date(2024, 11, 5), "brawl", severity=4, is_verified=True)
    >>> quiet = calibrate([], [], today=date(2024, 11, 5), streams=["brawl"])
    >>> found = watch([brawl], [], today=date(2024, 11, 5), thresholds=quiet)
    >>> [str(one.detector) for one in found]
    ['grave']
    """
    known = sorted(
        {case.reference: case for case in cases if case.day <= today}.values(),
        key=lambda case: case.reference,
    )
    found = grave_incidents(known, today=today) + rules_met(known, places, rules, today=today)
    for bar in thresholds.bars:
        own = [case for case in known if case.stream == bar.stream]
        found += [one for place in places if (one := _village(own, place.area_code, bar, today))]
    return one_alarm_each(found, recent)


def _village(cases: Sequence[Case], code: str, bar: Bar, today: date) -> Finding | None:
    first_day = today - timedelta(days=4)
    inside = [case for case in cases if case.area_code == code and case.day >= first_day]
    before = sum(
        1
        for case in cases
        if case.area_code == code and first_day - timedelta(days=DAYS) <= case.day < first_day
    )
    expected = (before + 1) / DAYS * 5
    score = -log10(nbinom.sf(len(inside) - 1, before + 1, DAYS / (DAYS + 5)))
    if score < bar.threshold:
        return None
    return Finding(
        detector=Detector.VILLAGE,
        stream=bar.stream,
        area_codes=(code,),
        first_day=first_day,
        last_day=today,
        count=float(len(inside)),
        expected=expected,
        score=score,
        once_in_days=bar.recurrence(score),
        references=tuple(case.reference for case in inside),
    )
