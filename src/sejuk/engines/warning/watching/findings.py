"""What the watch answers, and the rule that a district sets by hand."""

from dataclasses import dataclass
from datetime import date
from math import isfinite

from sejuk.engines.warning.watching.cases import Detector


@dataclass(frozen=True, slots=True)
class Finding:
    """
    More than is usual, in these places over these days.

    The first area code is the centre. `count` are the cases as they were counted (capped, with
    discovered ones at their weight), `expected` what is usual; `references` are all cases behind
    it. The days are those on which things happened; `raised_on` is the day it was found, None for
    `last_day`. `once_in_days` says how rare that is: among quiet days, once in so many; the number
    of all replayed days stands for "that or rarer", and None for what has no recurrence (a grave
    incident, a set rule). `rule` names the set rule; `also` are the detectors that found the same.
    """

    detector: Detector
    stream: str
    area_codes: tuple[str, ...]
    first_day: date
    last_day: date
    count: float
    expected: float
    score: float
    once_in_days: float | None
    references: tuple[str, ...]
    rule: str = ""
    also: tuple[Detector, ...] = ()
    raised_on: date | None = None

    @property
    def raised(self) -> date:
        """The day on which it was found: it is not raised again for five days from then."""
        return self.last_day if self.raised_on is None else self.raised_on


@dataclass(frozen=True, slots=True)
class SetRule:
    """
    An alarm that a district sets by hand: `count` cases within `days` days and `kilometres` km.

    An empty `stream` counts the cases of all streams together. 0 km means within one village.
    `within` is the code of an area, as Kemendagri numbers them: only cases in it or below it are
    counted, and "" counts all.

    >>> rule = SetRule("Three brawls", "brawl", count=3, days=7, kilometres=5.0, within="16.01.08")
    >>> rule.covers("16.01.08.2018"), rule.covers("16.01.07.2001")
    (True, False)

    :raises ValueError: when it has no name, or a number is no sensible one
    """

    name: str
    stream: str
    count: int
    days: int
    kilometres: float
    within: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("A set rule needs a name.")
        if self.count < 1 or self.days < 1:
            raise ValueError(f"{self.name}: count and days are at least 1.")
        if not isfinite(self.kilometres) or self.kilometres < 0:
            raise ValueError(f"{self.name}: {self.kilometres} is no distance in kilometres.")

    def covers(self, area_code: str) -> bool:
        """Test whether the rule counts the cases of an area."""
        return self.within in ("", area_code) or area_code.startswith(f"{self.within}.")
