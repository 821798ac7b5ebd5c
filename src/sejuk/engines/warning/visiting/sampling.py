"""
Which villages are visited next: by turn and by lot, each with the chance that it had.

1.  A village's score is P(at least one incident in the days ahead) x (1 - saturation), where the
    saturation says how fresh the last contact still is (`contact_saturation`).
2.  One slot in five, and at least one, goes by turn: to the villages that were without contact
    longest, those never visited first. Slots that no score can fill go by turn as well.
3.  The other slots are drawn by lot in proportion to score^3, without replacement: a village twice
    as pressing has eight times the weight. A village that was visited on 60 % of the last days is
    not drawn. Of equal scores the one with the higher index goes first; of equal absences the one
    with the lower score, which the lot would hardly find, then the one with the higher index.
4.  The probabilities are exact. By turn it is 1. By lot it is pi = slots x weight / sum of weights,
    with 1 where that is more; systematic sampling over the villages in random order keeps it
    (Madow 1949; Hartley & Rao 1962, Annals of Mathematical Statistics 33:350). Who goes by turn
    hangs on past contacts alone, so dividing what a visit found by its pi gives the sum over all
    villages without bias (Horvitz & Thompson 1952).

Why by lot: where records decide who is visited and visits make the records, the first differences
grow by themselves (Ensign et al. 2018, PMLR 81: Runaway Feedback Loops in Predictive Policing; Lum
& Isaac 2016, Significance 13:14). The 20 %, the third power and the 60 % are chosen by simulation
(see `simulation`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from math import isfinite
from typing import Final

import numpy as np
from numpy.typing import NDArray

EXPLORE_ONE_IN: Final = 5
SCORE_POWER: Final = 3
MOST_DAYS_SHARE: Final = 0.6
LEAST_SHARE: Final = 0.001
"""Chosen: a score below a thousandth of the highest counts as that; its chance can be inverted."""
ROUNDING: Final = 1e-6
CONTACT_HALF_DAYS: Final = 14.0
"""Chosen: a fortnight after a visit half of the contact has worn off, as in the itinerary."""

Numbers = NDArray[np.float64]


class VisitTurn(StrEnum):
    """How a village came to its place: drawn by its score, by turn, or not drawn this time."""

    SCORE = "score"
    EXPLORATION = "exploration"
    NOT_DRAWN = "not_drawn"


@dataclass(frozen=True, slots=True)
class VisitCandidate:
    """
    A village that may be visited.

    `chance` is P(at least one incident), `saturation` from `contact_saturation`, `index` the IKD,
    `visited_share` the share of the last days with a visit: all between 0 and 1.
    `days_since_contact` is None where nobody has ever been.

    :raises ValueError: when a number lies outside its range
    """

    area_code: str
    chance: float
    saturation: float = 0.0
    index: float = 0.0
    days_since_contact: int | None = None
    visited_share: float = 0.0

    def __post_init__(self) -> None:
        for name in ("chance", "saturation", "index", "visited_share"):
            value = getattr(self, name)
            if not (isfinite(value) and 0 <= value <= 1):
                raise ValueError(f"{self.area_code}: {name} is {value}, not between 0 and 1.")

    @property
    def score(self) -> float:
        return self.chance * (1 - self.saturation)

    @property
    def _first_by_score(self) -> tuple[float, float, str]:
        return -self.score, -self.index, self.area_code


@dataclass(frozen=True, slots=True)
class VisitChoice:
    """What came out for a village: its place in the order, how it got there, and its chance."""

    area_code: str
    turn: VisitTurn
    probability: float
    rank: int
    score: float


def contact_saturation(
    days_since_contact: int | None, *, half_days: float = CONTACT_HALF_DAYS
) -> float:
    """
    Return how much of a contact is still there after some days: 2^(-days / half_days), never 0.

    Chosen: the shape in which evidence fades in this engine too. A day ahead counts as today.

    >>> contact_saturation(14), contact_saturation(0), contact_saturation(None)
    (0.5, 1.0, 0.0)

    :raises ValueError: when `half_days` is not above 0
    """
    if not half_days > 0:
        raise ValueError(f"A half-life of {half_days} days is not above 0.")
    if days_since_contact is None:
        return 0.0
    return float(2.0 ** (-max(days_since_contact, 0) / half_days))


def sample_visits(
    candidates: Iterable[VisitCandidate],
    *,
    slots: int,
    seed: int,
    explorations: int | None = None,
) -> tuple[VisitChoice, ...]:
    """
    Return every candidate in order: those drawn by score, those by turn, those not drawn.

    `slots` is how many are visited; `explorations` how many of them go by turn, one in five and at
    least one unless it is said. The same `seed` draws the same; the order in which candidates
    come changes nothing. See the module for the method and its sources.

    >>> villages = [VisitCandidate("16.01.08.2018", chance=0.4, days_since_contact=9),
    ...             VisitCandidate("16.01.08.2019", chance=0.2, days_since_contact=30),
    ...             VisitCandidate("16.01.13.2001", chance=0.2, days_since_contact=3)]
    >>> for one in sample_visits(villages, slots=2, seed=4):
    ...     print(one.rank, one.area_code, str(one.turn), round(one.probability, 3))
    1 16.01.08.2018 score 0.889
    2 16.01.08.2019 exploration 1.0
    3 16.01.13.2001 not_drawn 0.111

    :raises ValueError: when a village is named twice, or a number of slots makes no sense
    """
    listed = sorted(candidates, key=lambda one: one.area_code)
    if len({one.area_code for one in listed}) < len(listed):
        raise ValueError("A village is named twice.")
    by_turn = slots_by_turn(slots) if explorations is None else explorations
    if not 0 <= by_turn <= slots:
        raise ValueError(f"{by_turn} visits by turn do not fit {slots} slots.")
    waiting = sorted(listed, key=lambda one: _longest_waiting(one, seed))
    while slots - by_turn > sum(map(_may_be_drawn, waiting[by_turn:])) and by_turn < slots:
        by_turn += 1
    turns, rest = waiting[:by_turn], waiting[by_turn:]
    chances = inclusion_probabilities(weights_of(rest), slots - by_turn)
    keys = np.array([uniform(seed, one.area_code) for one in rest])
    hits = drawn(chances, keys, uniform(seed, ""))
    return tuple(_in_order(turns, list(zip(rest, chances.tolist(), hits.tolist(), strict=True))))


def _in_order(
    turns: Sequence[VisitCandidate], lots: list[tuple[VisitCandidate, float, bool]]
) -> list[VisitChoice]:
    lots.sort(key=lambda lot: lot[0]._first_by_score)
    found = [
        *((one, VisitTurn.SCORE, chance) for one, chance, hit in lots if hit),
        *((one, VisitTurn.EXPLORATION, 1.0) for one in turns),
        *((one, VisitTurn.NOT_DRAWN, chance) for one, chance, hit in lots if not hit),
    ]
    return [
        VisitChoice(one.area_code, turn, chance, rank, one.score)
        for rank, (one, turn, chance) in enumerate(found, start=1)
    ]


def _longest_waiting(one: VisitCandidate, seed: int) -> tuple[float, float, float, float]:
    never = one.days_since_contact is None
    days = float("inf") if never else float(one.days_since_contact or 0)
    # Where all is equal the lot decides: area codes would put the same ones first.
    return -days, one.score, -one.index, uniform(seed, f"turn {one.area_code}")


def _may_be_drawn(one: VisitCandidate) -> bool:
    return one.score > 0 and one.visited_share < MOST_DAYS_SHARE


def weights_of(candidates: Sequence[VisitCandidate]) -> Numbers:
    """Return (score / highest score)^3 of each candidate; 0 for who may not be drawn."""
    scores = np.array([one.score if _may_be_drawn(one) else 0.0 for one in candidates])
    if not scores.any():
        return scores
    shares = np.maximum(scores / scores.max(), LEAST_SHARE) ** SCORE_POWER
    return np.where(scores > 0, shares, 0.0)


def uniform(seed: int, name: str) -> float:
    """Return a number in [0, 1) that hangs on the seed and the name alone."""
    digest = blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def inclusion_probabilities(weights: Numbers, slots: float) -> Numbers:
    """
    Return the chance of each of n weights (array, not negative) to be among `slots` drawn ones.

    They sum to `slots`, or to the number of weights above 0 where that is less; those whose share
    would pass 1 are certain, and the others share what is left (Sarndal et al. 1992, 3.6.2).

    >>> inclusion_probabilities(np.array([8.0, 1.0, 1.0, 0.0]), 2).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    chances = np.zeros(len(weights))
    undecided = weights > 0
    while undecided.any():
        left = max(slots - chances.sum(), 0.0)
        shares = left * weights / weights[undecided].sum()
        certain = undecided & (shares >= 1)
        if not certain.any():
            return np.where(undecided, shares, chances)
        chances[certain] = 1.0
        undecided &= ~certain
    return chances


def drawn(chances: Numbers, keys: Numbers, start: float) -> NDArray[np.bool_]:
    """
    Return who is drawn: systematic sampling over the order of `keys`, from `start` in [0, 1).

    Each is drawn with exactly his chance, and as many are drawn as the chances sum to (where that
    is no whole number, the one below or the one above).

    >>> drawn(np.array([1.0, 0.5, 0.5]), np.array([0.2, 0.1, 0.3]), 0.4).tolist()
    [True, False, True]
    """
    order = np.argsort(keys, kind="stable")
    reached = np.cumsum(chances[order])
    if len(reached) and abs(reached[-1] - round(reached[-1])) < ROUNDING:
        reached[-1] = round(reached[-1])
    steps = np.floor(np.concatenate([[0.0], reached]) + start)
    hits = np.zeros(len(chances), dtype=np.bool_)
    hits[order] = np.diff(steps) > 0
    return hits


def slots_by_turn(slots: int) -> int:
    """
    Return how many of some slots go by turn: the nearest to one in five, of any slots at least one.

    >>> [slots_by_turn(slots) for slots in (0, 1, 3, 8, 16)]
    [0, 1, 1, 2, 3]
    """
    return min(slots, max(1, (2 * slots + EXPLORE_ONE_IN) // (2 * EXPLORE_ONE_IN)))
