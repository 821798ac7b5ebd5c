"""What a search says of itself: how far it is, and what it found."""

from collections.abc import Callable
from dataclasses import dataclass

from sejuk.engines.roster.asked.problem import Roster


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far the search is: the best so far, and what no roster can cost less than.

    `gap` is the part of the cost that may still be saved: (cost - bound) / cost.
    """

    round: int
    cost: int
    empty_seats: int
    bound: int
    gap: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Solution:
    """The best roster found. `is_cancelled` when somebody stopped the search."""

    roster: Roster
    cost: int
    empty_seats: int
    bound: int
    gap: float
    rounds: int
    is_cancelled: bool
    seed: int


Clock = Callable[[], float]
OnProgress = Callable[[Progress, Roster], bool]
