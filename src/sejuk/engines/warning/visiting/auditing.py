"""
Whether the visits have begun to feed themselves: a week's feedback audit.

Four questions, each of which a runaway loop would answer badly (Ensign et al. 2018; Lum & Isaac
2016; Akpinar et al. 2021, FAccT, who show that reports by victims alone do it too):

* do the villages with most visits in the past get more of the visits than of the reports?
* how unequal are the visits (Gini coefficient)?
* which villages has nobody ever visited?
* would the villages stand in another order if nothing that visits found were counted? That is the
  shadow run; its answer is Spearman's rank correlation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ive
from scipy.stats import rankdata

SHADOW_AT_LEAST: Final = 0.8
"""Chosen: below it more than a third of the order's variance hangs on what visits found."""
PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class AuditedVillage:
    """
    A village in an audit: visits before the period, visits and reports in it, and its score.

    `past_visits`, `visits` and `reports` are counts; `was_ever_visited` counts any time at all;
    `score` is that by which villages are chosen, `shadow_score` the same without what visits found.

    :raises ValueError: when a count is negative or a score is no number
    """

    area_code: str
    past_visits: float
    visits: int
    reports: int
    was_ever_visited: bool
    score: float
    shadow_score: float

    def __post_init__(self) -> None:
        counts = self.past_visits, self.visits, self.reports
        if not all(isfinite(count) and count >= 0 for count in counts):
            raise ValueError(f"{self.area_code}: visits and reports are counts, not {counts}.")
        if not (isfinite(self.score) and isfinite(self.shadow_score)):
            raise ValueError(f"{self.area_code}: a score is no number.")


@dataclass(frozen=True, slots=True)
class EffortTercile:
    """
    A third of the villages by past visits: 1 had fewest, 3 most.

    The shares (0 to 1) are of all villages, visits and reports; None where there was nothing.
    """

    number: int
    villages: int
    past_visits: float
    visits: int
    reports: int
    villages_share: float
    visits_share: float | None
    reports_share: float | None

    @property
    def excess_points(self) -> float | None:
        """Return by how many points the share of visits is above that of reports."""
        if self.visits_share is None or self.reports_share is None:
            return None
        return 100 * (self.visits_share - self.reports_share)


@dataclass(frozen=True, slots=True)
class FeedbackAudit:
    """
    The answers. `gini_by_chance` is what `gini` would be had each visit gone to any village alike;
    `shadow_correlation` is None where all scores of a run are alike.
    """

    villages: int
    visits: int
    reports: int
    terciles: tuple[EffortTercile, ...]
    gini: float
    gini_by_chance: float
    never_visited: tuple[str, ...]
    shadow_correlation: float | None

    @property
    def is_alarming(self) -> bool:
        return self.shadow_correlation is not None and self.shadow_correlation < SHADOW_AT_LEAST


def feedback_audit(villages: Iterable[AuditedVillage]) -> FeedbackAudit:
    """
    Return the audit of a period, see the module.

    Villages with equally many past visits are in the same third, so thirds can be of unequal size
    or empty; an empty one is left out. The Gini coefficient is that of visits per village (Gini
    1912; 0 for all alike, and where there were none).

    >>> villages = [AuditedVillage(f"16.01.08.200{n}", n, visits, 2, n > 0, n, n)
    ...             for n, visits in enumerate((0, 1, 5))]
    >>> found = feedback_audit(villages)
    >>> [(one.number, round(one.excess_points, 1)) for one in found.terciles]
    [(1, -33.3), (2, -16.7), (3, 50.0)]
    >>> round(found.gini, 3), found.never_visited, found.shadow_correlation
    (0.556, ('16.01.08.2000',), 1.0)

    :raises ValueError: when a village is named twice
    """
    listed = sorted(villages, key=lambda one: one.area_code)
    if len({one.area_code for one in listed}) < len(listed):
        raise ValueError("A village is named twice.")
    visits = np.array([one.visits for one in listed], dtype=np.float64)
    return FeedbackAudit(
        villages=len(listed),
        visits=sum(one.visits for one in listed),
        reports=sum(one.reports for one in listed),
        terciles=tuple(_terciles(listed)),
        gini=gini(visits),
        gini_by_chance=gini_by_chance(float(visits.mean()) if listed else 0.0),
        never_visited=tuple(one.area_code for one in listed if not one.was_ever_visited),
        shadow_correlation=rank_correlation(
            [one.score for one in listed], [one.shadow_score for one in listed]
        ),
    )


def _terciles(listed: Sequence[AuditedVillage]) -> list[EffortTercile]:
    if not listed:
        return []
    ranks = rankdata([one.past_visits for one in listed])
    thirds = np.minimum((PARTS * (ranks - 0.5) / len(listed)).astype(int), PARTS - 1)
    visits = sum(one.visits for one in listed)
    reports = sum(one.reports for one in listed)
    found = []
    for third in range(PARTS):
        there = [one for one, at in zip(listed, thirds, strict=True) if at == third]
        if not there:
            continue
        visited, reported = sum(one.visits for one in there), sum(one.reports for one in there)
        found.append(
            EffortTercile(
                number=third + 1,
                villages=len(there),
                past_visits=float(sum(one.past_visits for one in there)),
                visits=visited,
                reports=reported,
                villages_share=len(there) / len(listed),
                visits_share=visited / visits if visits else None,
                reports_share=reported / reports if reports else None,
            )
        )
    return found


def gini(counts: NDArray[np.float64]) -> float:
    """
    Return the Gini coefficient of n counts, 0 where all are alike or nothing was counted.

    >>> gini(np.array([0.0, 0.0, 3.0])), gini(np.array([2.0, 2.0]))
    (0.6666666666666666, 0.0)
    """
    total = float(counts.sum())
    if not total:
        return 0.0
    places = 2 * np.arange(1, len(counts) + 1) - len(counts) - 1
    return float((places * np.sort(counts)).sum() / (len(counts) * total))


def gini_by_chance(mean: float) -> float:
    """
    Return the Gini coefficient of Poisson counts with a mean, 0 for a mean of 0.

    A few visits over many villages are unequal whatever one does. Half the mean difference over the
    mean is e^(-2m) (I0(2m) + I1(2m)) (Ramasubban 1958, Biometrika 45:549).

    >>> [round(gini_by_chance(mean), 3) for mean in (0, 0.5, 1, 4)]
    [0.0, 0.674, 0.524, 0.278]
    """
    return float(ive(0, 2 * mean) + ive(1, 2 * mean)) if mean > 0 else 0.0


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """
    Return Spearman's rank correlation, equal values sharing a rank; None where it has no meaning.

    >>> rank_correlation([1, 2, 3], [10, 20, 15]), rank_correlation([1, 1], [1, 2])
    (0.5, None)
    """
    if not one:
        return None
    first, second = rankdata(one), rankdata(other)
    first, second = first - first.mean(), second - second.mean()
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    if not size:
        return None
    # Rounded: a correlation of 1 must not come out a hair above it.
    return round(float((first * second).sum()) / size, 12)
