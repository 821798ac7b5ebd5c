"""The limits that are promised: each benchmark ends by saying whether they held."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """
    What may take at most so many seconds, and what it took.

    >>> Limit("reading", at_most=2, took=1.5).line()
    'reading                                                1.500 s, at most      2 s: held'
    """

    name: str
    at_most: float
    took: float
    unit: str = "s"

    @property
    def holds(self) -> bool:
        return self.took <= self.at_most

    def line(self) -> str:
        verdict = "held" if self.holds else "NOT HELD"
        took, at_most = f"{self.took:10.3f} {self.unit}", f"{self.at_most:6g} {self.unit}"
        return f"{self.name:50}{took}, at most {at_most}: {verdict}"


def conclude(limits: Iterable[Limit]) -> int:
    """Print each limit that was measured; return 1 when one did not hold, else 0."""
    measured = list(limits)
    print("\nlimits:" if measured else "\nlimits: none is promised for these sizes")
    for limit in measured:
        print(limit.line())
    return int(not all(limit.holds for limit in measured))
