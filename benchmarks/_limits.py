"""The limits that are promised: each benchmark ends by saying whether they held."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite, nan


@dataclass(frozen=True)
class Limit:
    """
    What must stay at or below a bound, at or above one, or between two; and what it took.

    What was not measured holds nothing.

    >>> Limit("reading", at_most=2, took=1.5).line()
    'reading                                                1.500 s, at most      2 s: held'
    >>> Limit("found", at_least=0.7, took=0.64, unit="").line()
    'found                                                  0.640, at least    0.7: NOT HELD'
    >>> Limit("false alarms", at_least=0.5, at_most=2, took=1.1, unit="x").line()
    'false alarms                                           1.100 x, 0.5 to 2 x: held'
    """

    name: str
    at_most: float = inf
    took: float = nan
    unit: str = "s"
    at_least: float = -inf

    @property
    def holds(self) -> bool:
        return self.at_least <= self.took <= self.at_most

    def line(self) -> str:
        verdict = "held" if self.holds else "NOT HELD"
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.name:50}{self.took:10.3f}{unit}, {self._bounds()}{unit}: {verdict}"

    def _bounds(self) -> str:
        if isfinite(self.at_least) and isfinite(self.at_most):
            return f"{self.at_least:g} to {self.at_most:g}"
        if isfinite(self.at_least):
            return f"at least {self.at_least:6g}"
        return f"at most {self.at_most:6g}"


def conclude(limits: Iterable[Limit]) -> int:
    """Print each limit that was measured; return 1 when one did not hold, else 0."""
    measured = list(limits)
    print("\nlimits:" if measured else "\nlimits: none is promised for these sizes")
    for limit in measured:
        print(limit.line())
    return int(not all(limit.holds for limit in measured))
