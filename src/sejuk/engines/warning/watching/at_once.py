"""Alarms that need no calibration: a verified grave incident, and the rules set by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.watching.cases import GRAVE, Case, Detector, Place
from sejuk.engines.warning.watching.findings import Finding, SetRule

GRAVE_DAYS = 14
"""A grave incident is raised when it is verified, up to two weeks after it was known (chosen)."""

EARTH_RADIUS_KM = 6371.0088
"""The mean radius (2a + b) / 3 of the GRS 80 ellipsoid (Moritz, Geodetic Reference System 1980)."""


def grave_incidents(cases: Iterable[Case], *, today: date) -> list[Finding]:
    """
    Return a finding for each verified case of severity 4 that became known within 14 days.

    It is about the day on which it happened, however long ago.

    >>> brawl = Case("C-1", "16.01", date(2024, 11, 5), "brawl", severity=4, is_verified=True)
    >>> [one.references for one in grave_incidents([brawl], today=date(2024, 11, 6))]
    [('C-1',)]
    """
    return [
        Finding(
            detector=Detector.GRAVE,
            stream=case.stream,
            area_codes=(case.area_code,),
            first_day=case.happened,
            last_day=case.happened,
            count=1.0,
            expected=0.0,
            score=float(case.severity),
            once_in_days=None,
            references=(case.reference,),
            raised_on=today,
        )
        for case in cases
        if case.is_verified and case.severity >= GRAVE
        if today - timedelta(days=GRAVE_DAYS) < case.day <= today
    ]


def rules_met(
    cases: Iterable[Case], places: Sequence[Place], rules: Iterable[SetRule], *, today: date
) -> list[Finding]:
    """
    Return where a set rule is met today: the fullest disc first, then what is left of the cases.

    A rule counts what became known within its days: a report that came late is in it when it came.
    A disc lies round a village with cases; a village without a point is a disc of its own.

    >>> brawls = [Case(f"C-{n}", "16.01", date(2024, 11, n), "brawl") for n in (3, 4, 5)]
    >>> rule = SetRule("Three in a week", "brawl", count=3, days=7, kilometres=5.0)
    >>> met = rules_met(brawls, [Place("16.01", -4.1, 104.1)], [rule], today=date(2024, 11, 5))
    >>> [(one.area_codes, one.count, one.rule) for one in met]
    [(('16.01',), 3.0, 'Three in a week')]
    """
    points = {place.area_code: place for place in places}
    found: list[Finding] = []
    for rule in rules:
        first_day = today - timedelta(days=rule.days - 1)
        window = [
            case
            for case in cases
            if first_day <= case.day <= today
            and rule.stream in ("", case.stream)
            and rule.covers(case.area_code)
        ]
        found += _discs(rule, window, points, today)
    return found


def _discs(
    rule: SetRule, window: Sequence[Case], points: Mapping[str, Place], today: date
) -> list[Finding]:
    codes = sorted({case.area_code for case in window})
    is_near = _near(codes, points, rule.kilometres)
    counts = np.zeros(len(codes))
    for case in window:
        counts[codes.index(case.area_code)] += 1
    found: list[Finding] = []
    while counts.size and (sums := is_near @ counts).max() >= rule.count:
        # Of equal discs the one whose own village has most: that is where it is.
        centre = int(np.lexsort((np.arange(len(codes)), -counts, -sums))[0])
        inside = np.flatnonzero(is_near[centre] & (counts > 0))
        members = [codes[one] for one in inside if one != centre]
        found.append(_met(rule, [codes[centre], *members], window, today))
        counts[inside] = 0
    return found


def _met(rule: SetRule, codes: Sequence[str], window: Iterable[Case], today: date) -> Finding:
    inside = [case for case in window if case.area_code in codes]
    return Finding(
        detector=Detector.RULE,
        stream=rule.stream,
        area_codes=tuple(codes),
        first_day=min(case.day for case in inside),
        last_day=today,
        count=float(len(inside)),
        expected=0.0,
        score=float(len(inside)),
        once_in_days=None,
        references=tuple(sorted(case.reference for case in inside)),
        rule=rule.name,
        raised_on=today,
    )


def _near(
    codes: Sequence[str], points: Mapping[str, Place], kilometres: float
) -> NDArray[np.bool_]:
    at = [points.get(code) for code in codes]
    latitude = np.radians([_degrees(place.latitude if place else None) for place in at])
    longitude = np.radians([_degrees(place.longitude if place else None) for place in at])
    rise = np.sin((latitude[:, None] - latitude) / 2) ** 2
    run = np.sin((longitude[:, None] - longitude) / 2) ** 2
    squeeze = np.cos(latitude[:, None]) * np.cos(latitude)
    distances = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(rise + squeeze * run)))
    near: NDArray[np.bool_] = distances <= kilometres
    np.fill_diagonal(near, val=True)
    return near


def _degrees(angle: float | None) -> float:
    return np.nan if angle is None else angle
