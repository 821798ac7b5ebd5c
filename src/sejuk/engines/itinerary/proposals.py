"""
Which village an officer visits next.

1.  Each village goes to the one of its officers for whom its score is highest (see `scores`); with
    equal scores to the first by reference. A village where a visit is planned already is left out.
2.  An officer has `capacity - planned` free visits in the week. One in five of them, rounded up, is
    kept for exploration; the others go to the highest scores.
3.  Exploration visits go to the villages longest not visited among those left, never-visited ones
    first, *however cool they are*. So every village comes up: the village that nobody hears of is
    cool because nobody has been there (the mechanism: Ensign et al., Runaway Feedback Loops in
    Predictive Policing, PMLR 81, 2018). One in five is chosen after a simulation of 157 villages
    over a year: going only where most was recorded left nine villages in ten unvisited, and with
    20 % exploration none.
4.  All villages are ranked: first the visits by score, then those by exploration, then the rest.
    Of equal scores the warmer goes first, then the lower area code. Nothing is drawn by lot.

A caller who lets a lot decide which villages take the slots keeps 1 and what speaks for each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sejuk.engines.itinerary.distance import Point, distance_km
from sejuk.engines.itinerary.scores import Part, absence, busyness, unanswered, warmth, way

EXPLORE_ONE_IN = 5
"""Every how manieth visit is kept for exploration: the 20 % of the simulation above."""


class Choice(StrEnum):
    """Why a village stands where it stands in the ranking."""

    SCORE = "score"
    EXPLORATION = "exploration"
    BEYOND_CAPACITY = "beyond_capacity"


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone who visits villages: which, from where, how often a week, and how much is planned."""

    reference: str
    area_codes: tuple[str, ...]
    capacity: int
    planned: int = 0
    home: Point | None = None


@dataclass(frozen=True, slots=True)
class Village:
    """What is known of a village when the week is planned."""

    area_code: str
    temperature_tenths: int
    last_visited_on: date | None = None
    open_concerns: int = 0
    point: Point | None = None
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """That an officer visit a village, at which rank of his list, and what speaks for it."""

    officer: str
    area_code: str
    rank: int
    choice: Choice
    parts: tuple[Part, ...]

    @property
    def score_tenths(self) -> int:
        return sum(part.tenths for part in self.parts)

    @property
    def score(self) -> float:
        return self.score_tenths / 10


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A village in the list of the officer for whom it scores highest."""

    village: Village
    parts: tuple[Part, ...]

    @property
    def by_score(self) -> tuple[int, int, str]:
        # Scores are rounded; of equal scores the warmer village still goes first.
        score_tenths = sum(part.tenths for part in self.parts)
        return -score_tenths, -self.village.temperature_tenths, self.village.area_code

    @property
    def by_absence(self) -> tuple[date, int, int, str]:
        return self.village.last_visited_on or date.min, *self.by_score


def propose(
    officers: Iterable[Officer], villages: Iterable[Village], *, week_starts_on: date
) -> tuple[Proposal, ...]:
    """
    Return each officer's villages in the order in which to visit them in a week, officer by
    officer.

    Villages that no officer has are not proposed to anybody; see the module for the rules.

    >>> [found] = propose([Officer("bhabin-1", ("16.01.13.2001",), capacity=2)],
    ...                   [Village("16.01.13.2001", 120)], week_starts_on=date(2024, 11, 4))
    >>> found.score, [(str(part.code), part.points) for part in found.parts[:2]]
    (34.8, [('temperature', 4.8), ('never_visited', 30.0)])

    :raises ValueError: when an officer or a village is named twice
    """
    in_order = sorted(officers, key=lambda officer: officer.reference)
    by_code = {village.area_code: village for village in _each_once(villages)}
    if len({officer.reference for officer in in_order}) < len(in_order):
        raise ValueError("An officer is named twice.")
    lists = _lists(in_order, by_code, week_starts_on)
    return tuple(
        Proposal(officer.reference, one.village.area_code, rank, choice, one.parts)
        for officer in in_order
        for rank, (choice, one) in enumerate(_ranked(lists[officer.reference], officer), start=1)
    )


def _each_once(villages: Iterable[Village]) -> list[Village]:
    """Return the villages as a list, or refuse a list that names one twice."""
    listed = list(villages)
    if len({village.area_code for village in listed}) < len(listed):
        raise ValueError("A village is named twice.")
    return listed


def _lists(
    officers: Sequence[Officer], villages: Mapping[str, Village], week_starts_on: date
) -> dict[str, list[_Candidate]]:
    """Give each village to the officer for whom its score is highest."""
    best: dict[str, tuple[str, _Candidate]] = {}
    for officer in officers:
        for area_code in dict.fromkeys(officer.area_codes):
            village = villages.get(area_code)
            if village is None or village.is_planned:
                continue
            found = _Candidate(village, _parts(officer, village, week_starts_on))
            if area_code not in best or found.by_score < best[area_code][1].by_score:
                best[area_code] = officer.reference, found
    lists: dict[str, list[_Candidate]] = {officer.reference: [] for officer in officers}
    for reference, candidate in best.values():
        lists[reference].append(candidate)
    return lists


def _parts(officer: Officer, village: Village, week_starts_on: date) -> tuple[Part, ...]:
    last = village.last_visited_on
    days = None if last is None else (week_starts_on - last).days
    kilometres = None
    if officer.home is not None and village.point is not None:
        kilometres = distance_km(officer.home, village.point)
    return (
        warmth(village.temperature_tenths),
        absence(days),
        unanswered(village.open_concerns),
        way(kilometres),
        busyness(officer.planned, officer.capacity),
    )


def _ranked(candidates: list[_Candidate], officer: Officer) -> list[tuple[Choice, _Candidate]]:
    free = max(officer.capacity - officer.planned, 0)
    exploring = -(-free // EXPLORE_ONE_IN)
    by_score = sorted(candidates, key=lambda one: one.by_score)
    chosen, left = by_score[: free - exploring], by_score[free - exploring :]
    explored = sorted(left, key=lambda one: one.by_absence)[:exploring]
    rest = [one for one in left if one not in explored]
    return [
        *((Choice.SCORE, one) for one in chosen),
        *((Choice.EXPLORATION, one) for one in explored),
        *((Choice.BEYOND_CAPACITY, one) for one in rest),
    ]
