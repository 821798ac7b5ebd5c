"""
How readily places report: what a place's temperature is divided by to compare it with others.

Where a channel is at hand and people are used to telling, more of the same things is heard, and
the place looks warmer than a silent one (Akpinar, De-Arteaga and Chouldechova, FAccT 2021). The
propensity of a place is its reports over what would be expected of it, drawn towards 1 by empirical
Bayes as far as its numbers are small, and never below 0.5 or above 2.

The method
----------
1.  n: the matters a place was heard of in a window that ends before the days that are judged. Of a
    matter told ten times one counts; what the police found themselves does not count, and there is
    no field for visits: nobody makes a place silent or loud by being there.
2.  e: all reports shared out by residents. Where residents are unknown the median is taken.
3.  The rates are Gamma distributed with mean m and shape a: rho = (n + a * m) / (e + a). m is the
    place's coverage by channels over the mean coverage, where known, else 1.
4.  a is Marshall's moment estimate (Applied Statistics 40, 1991, 283-294): with the weighted
    variance v of n / e around 1 and the mean expectation, a = 1 / (v - 1 / mean(e)); without any
    variance beyond chance every place has m.
5.  rho is clipped to [0.5, 2]: beyond it a correction would say more than is known. Chosen.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sejuk.engines.warning.warming.evidence import Evidence
from sejuk.engines.warning.warming.temperatures import LEAST_PROPENSITY, MOST_PROPENSITY


@dataclass(frozen=True, slots=True)
class Propensity:
    """How readily a place reports; 1 is as others do. `matters` were heard, `expected` expected."""

    area_code: str
    value: float
    matters: int
    expected: float


def reported_matters(
    evidence: Iterable[Evidence], *, since: datetime, until: datetime
) -> dict[str, int]:
    """
    Return of how many matters each place reported from an instant until before another.

    >>> from datetime import UTC, timedelta
    >>> from sejuk.engines.warning import EvidenceKind
    >>> now = datetime(2024, 11, 5, tzinfo=UTC)
    >>> told = [Evidence(name, "16.01.08.2018", EvidenceKind.RUMOUR, 2, now, cluster="ballots")
    ...         for name in ("a", "b")]
    >>> reported_matters(told, since=now, until=now + timedelta(days=1))
    {'16.01.08.2018': 1}
    """
    matters: dict[str, set[str]] = {}
    for piece in evidence:
        if not piece.is_discovered and since <= piece.heard_at < until:
            matters.setdefault(piece.area_code, set()).add(piece.matter)
    return {code: len(matters[code]) for code in sorted(matters)}


def reporting_propensity(
    matters: Mapping[str, int],
    *,
    residents: Mapping[str, float | None],
    coverage: Mapping[str, float] | None = None,
) -> tuple[Propensity, ...]:
    """
    Return how readily each of the places in `residents` reports, in their order.

    `matters` are counts of distinct reported matters by area code (see `warming.reported_matters`);
    `residents` are persons, None where unknown; `coverage` is the share of residents that a channel
    for reports reaches, 0 to 1. The value has no unit: 2 is twice as readily as others. Source:
    Marshall 1991, as at the head of this module.

    >>> found = reporting_propensity({"a": 30, "b": 5}, residents={"a": 900, "b": 900, "c": 900})
    >>> [(one.area_code, round(one.value, 2)) for one in found]
    [('a', 2.0), ('b', 0.5), ('c', 0.5)]
    >>> [one.value for one in reporting_propensity({"a": 1}, residents={"a": 10, "b": 10})]
    [1.0, 1.0]

    :raises ValueError: for a negative count, for residents or a coverage that make no sense, and
        for reports of a place that is not in `residents`
    """
    codes = list(residents)
    _check(matters, residents, coverage or {})
    people = _known_residents(list(residents.values()))
    counts = [matters.get(code, 0) for code in codes]
    whole, everybody = math.fsum(counts), math.fsum(people)
    expected = [whole * one / everybody for one in people] if everybody else [0.0] * len(codes)
    means = _means(codes, coverage)
    shape = _shape(counts, expected)
    found = []
    for code, count, due, mean in zip(codes, counts, expected, means, strict=True):
        rho = mean if shape is None else (count + shape * mean) / (due + shape)
        value = min(max(rho, LEAST_PROPENSITY), MOST_PROPENSITY)
        found.append(Propensity(code, value, count, due))
    return tuple(found)


def _check(
    matters: Mapping[str, int],
    residents: Mapping[str, float | None],
    coverage: Mapping[str, float],
) -> None:
    if strangers := sorted(set(matters) - set(residents)):
        raise ValueError(f"There are reports of unknown areas: {', '.join(strangers[:5])}.")
    if negative := [code for code, count in matters.items() if count < 0]:
        raise ValueError(f"{negative[0]} has a negative number of reports.")
    for code, people in residents.items():
        if people is not None and not (math.isfinite(people) and people >= 0):
            raise ValueError(f"{code} has an impossible number of residents: {people}.")
    for code, share in coverage.items():
        if not 0 <= share <= 1:
            raise ValueError(f"The coverage of {code} lies outside 0 to 1: {share}.")


def _known_residents(residents: Sequence[float | None]) -> list[float]:
    known = [one for one in residents if one]
    usual = median(known) if known else 1.0
    return [one or usual for one in residents]


def _means(codes: Sequence[str], coverage: Mapping[str, float] | None) -> list[float]:
    known = [coverage[code] for code in codes if code in coverage] if coverage else []
    mean = math.fsum(known) / len(known) if known else 0.0
    if not coverage or not mean:
        return [1.0] * len(codes)
    return [coverage.get(code, mean) / mean for code in codes]


def _shape(counts: Sequence[int], expected: Sequence[float]) -> float | None:
    """Return the shape of the rates' distribution; None when they vary no more than by chance."""
    whole = math.fsum(expected)
    if not whole:
        return None
    pairs = [(count, due) for count, due in zip(counts, expected, strict=True) if due]
    spread = math.fsum(due * (count / due - 1.0) ** 2 for count, due in pairs) / whole
    beyond_chance = spread - len(pairs) / whole
    return 1.0 / beyond_chance if beyond_chance > 0 else None
