"""Past incidents, corrected for how hard anybody looked: who is watched more shows more."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorrectedIncidents:
    """
    How many times the usual number of incidents a village has for the effort spent on it.

    `ratio` is 1 for the usual rate of all the villages given; `own_share` (0 to 1) says how much of
    it is the village's own record, the rest being the mean of all.
    """

    area_code: str
    ratio: float
    own_share: float


def effort_corrected(
    incidents: Mapping[str, int], effort: Mapping[str, float]
) -> tuple[CorrectedIncidents, ...]:
    """
    Return for each village its incident rate against that of all, shrunk by empirical Bayes.

    `incidents` counts verified incidents and `effort` what could have shown them (days of visits
    and posts, hours; any one unit), both by area code over the same months. With y incidents at
    effort e the count is taken as Poisson with mean rate * e, and the rates of the villages as
    spread around m with variance v:

        m = sum(y) / sum(e)        s2 = sum(e * (y/e - m)^2) / sum(e)        v = s2 - m / mean(e)
        rate = m + c * (y/e - m)   c = v * e / (v * e + m)                   ratio = rate / m

    Where v is not above 0, the records differ no more than chance makes them and every ratio is 1:
    then the column tells nothing, which is the truth. So does a village without effort: nobody was
    there, it stands at 1 and not at 0. Incidents at no effort at all count as at the smallest
    effort known (chosen: something was there to see them).

    Source: Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators,
    Applied Statistics 40: 283-294, the global estimator by moments. Why at all: Akpinar,
    De-Arteaga and Chouldechova (2021, FAccT) found recorded hot spots to follow reporting.

    >>> counts = {"16.01.08.2018": 30, "16.01.08.2019": 10, "16.01.13.2001": 0}
    >>> days = {"16.01.08.2018": 300.0, "16.01.08.2019": 20.0, "16.01.13.2001": 0.0}
    >>> [(one.ratio, one.own_share) for one in effort_corrected(counts, days)]
    [(0.809, 0.954), (2.737, 0.579), (1.0, 0.0)]

    :raises ValueError: when the two do not name the same villages, and for a number below 0 or that
        is not finite
    """
    _check(incidents, effort)
    codes = list(incidents)
    least = min((spent for spent in effort.values() if spent > 0), default=1.0)
    spent = [effort[code] or (least if incidents[code] else 0.0) for code in codes]
    whole = math.fsum(spent)
    usual = math.fsum(incidents.values()) / whole if whole else 0.0
    if not usual:
        return tuple(CorrectedIncidents(code, 1.0, 0.0) for code in codes)
    counted = [(incidents[code], days) for code, days in zip(codes, spent, strict=True) if days]
    spread = math.fsum(days * (count / days - usual) ** 2 for count, days in counted) / whole
    # The part of the spread that Poisson chance alone makes is taken out.
    real = max(0.0, spread - usual * len(counted) / whole)
    return tuple(
        _corrected(code, incidents[code], days, usual, real)
        for code, days in zip(codes, spent, strict=True)
    )


def _corrected(code: str, count: int, days: float, usual: float, real: float) -> CorrectedIncidents:
    own = real * days / (real * days + usual)
    rate = usual + own * (count / days - usual) if days else usual
    return CorrectedIncidents(code, round(rate / usual, 3), round(own, 3))


def _check(incidents: Mapping[str, int], effort: Mapping[str, float]) -> None:
    if differing := set(incidents) ^ set(effort):
        shown = ", ".join(sorted(differing)[:3])
        raise ValueError(f"Give incidents and effort of the same villages; only one has {shown}.")
    for name, numbers in (("incidents", incidents), ("effort", effort)):
        for code, number in numbers.items():
            if not (math.isfinite(number) and number >= 0):
                raise ValueError(f"The {name} of {code} are {number}: give 0 or more.")
