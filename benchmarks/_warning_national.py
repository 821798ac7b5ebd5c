"""
A nation at once: 83,000 villages, sixty days of signals.

Temperature: 3.8 signals a village in sixty days, as in the demonstration, all of them invented,
with settled, confirmed and clustered ones among them. Measured is one update (today's temperature
of every village from all sixty days, raw and corrected) and the whole picture of sixty days; beside
them one village at a time through the objects that the first version took, on a part of the
villages and scaled up, which must give the same numbers. Seconds are those of one core. The index
is told in `_national_index`.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

import numpy as np

from benchmarks._limits import Limit, conclude
from benchmarks._national_index import national_index
from sejuk.engines.warning import Evidence, EvidenceKind, temperature
from sejuk.engines.warning.warming import HALF_LIFE_DAYS, Pieces, tenths_of_places
from sejuk.engines.warning.warming.evidence import verification_weight

VILLAGES, QUICK_VILLAGES = 83_000, 20_000
DAYS = 60
SIGNALS_A_VILLAGE = 3.8
ONE_BY_ONE = 2_000
SEED = 2024
TODAY = datetime(2024, 11, 27, tzinfo=UTC)
KINDS = tuple(kind for kind in EvidenceKind if kind is not EvidenceKind.NOTICE)
DAY = timedelta(days=1)
Found = TypeVar("Found")


def measure(*, full: bool) -> list[Limit]:
    """Print how long a nation takes and return the promised limits."""
    return [*_temperature(VILLAGES if full else QUICK_VILLAGES), *national_index(full=full)]


def _temperature(villages: int) -> list[Limit]:
    land = _Land(villages)
    pieces = land.pieces()
    readiness = np.random.default_rng(SEED + 1).uniform(0.5, 2.0, villages)
    print(f"temperature: {villages:,} villages, {len(land.village):,} signals in {DAYS} days")
    raw, update = _timed(lambda: tenths_of_places(pieces, villages, np.array([0.0])))
    _, corrected = _timed(lambda: tenths_of_places(pieces, villages, np.array([0.0]), readiness))
    whole_days = np.arange(-DAYS + 1.0, 1.0)
    grid, whole = _timed(lambda: tenths_of_places(pieces, villages, whole_days))
    some = min(ONE_BY_ONE, villages)
    singly, took = _timed(lambda: land.one_by_one(some))
    if singly != raw[:some, 0].tolist() or not (grid[:, -1] == raw[:, 0]).all():
        raise AssertionError("One village at a time gives other numbers.")
    scaled = took * villages / some
    print(f"{'one update, today':44}{update:9.2f} s")
    print(f"{'one update, corrected':44}{corrected:9.2f} s")
    print(f"{f'the picture of {DAYS} days':44}{whole:9.2f} s")
    words = f"one by one, today ({some:,} villages, scaled up)"
    print(f"{words:44}{scaled:9.2f} s, {scaled / update:.0f} times the update")
    print(f"{'warmest village':44}{raw.max() / 10:9.1f} degrees\n", flush=True)
    return [
        Limit("national temperature, one update", 1.0, update),
        Limit(f"national temperature, picture of {DAYS} days", 1.0, whole),
    ]


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    began = time.process_time()
    found = work()
    return found, time.process_time() - began


class _Land:
    """Signals of a nation, drawn once; `days` before today, as columns and as objects."""

    def __init__(self, villages: int) -> None:
        chance = np.random.default_rng(SEED)
        count = round(villages * SIGNALS_A_VILLAGE)
        # A few villages talk more than others, as everywhere.
        loud = chance.lognormal(0, 1.0, villages)
        self.village = np.sort(chance.choice(villages, count, p=loud / loud.sum()))
        self.matter = chance.integers(0, 3, count)
        self.source = chance.integers(0, 4, count)
        self.kind = chance.integers(0, len(KINDS), count)
        self.severity = chance.choice([1, 2, 3, 4], count, p=[0.5, 0.3, 0.15, 0.05])
        self.grade = chance.integers(1, 7, count)
        self.heard = -np.round(chance.uniform(0, DAYS, count), 3)
        after = np.round(chance.exponential(4.0, count), 3)
        is_settled = chance.random(count) < 0.6
        self.settled = np.where(is_settled, self.heard + after, np.inf)

    def pieces(self) -> Pieces:
        weights = np.array([verification_weight("C", grade) for grade in range(1, 7)])
        lives = np.array([HALF_LIFE_DAYS[kind] for kind in KINDS])
        never = np.full(len(self.village), np.inf)
        return Pieces(
            self.village,
            self.matter,
            self.source,
            self.severity,
            weights[self.grade - 1],
            lives[self.kind],
            self.heard,
            self.settled,
            self.heard,
            never,
            self.grade == 1,
        )

    def one_by_one(self, villages: int) -> list[int]:
        ends = np.searchsorted(self.village, np.arange(villages + 1)).tolist()
        return [
            temperature(map(self._evidence, range(first, last)), at=TODAY).tenths
            for first, last in pairwise(ends)
        ]

    def _evidence(self, row: int) -> Evidence:
        settled = self.settled[row]
        return Evidence(
            reference=f"{row}",
            area_code=f"{self.village[row]}",
            kind=KINDS[self.kind[row]],
            severity=int(self.severity[row]),
            heard_at=TODAY + float(self.heard[row]) * DAY,
            source_grade="C",
            content_grade=int(self.grade[row]),
            cluster=f"{self.matter[row]}",
            source=f"{self.source[row]}",
            settled_at=TODAY + float(settled) * DAY if np.isfinite(settled) else None,
        )


if __name__ == "__main__":
    sys.exit(conclude(measure(full="--quick" not in sys.argv)))
