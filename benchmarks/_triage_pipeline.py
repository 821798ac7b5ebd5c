"""
A message through all of triage: redacted, folded, located, dated, matched, sorted, weighed.

Messages come one by one, as they do at the door, and are matched against an index of known ones.
Times are of the processor for the rate, of the clock for the longest waits.
"""

import csv
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks._limits import Limit
from benchmarks._triage_rumours import WAYS, bases, chatter
from sejuk.engines.triage import (
    AreaName,
    Gazetteer,
    Told,
    UrgencyFacts,
    dates_in,
    folded,
    gazetteer_of,
    located,
    redacted,
    suggested,
    urgency,
)
from sejuk.engines.triage.matching import MatchIndex

AREAS = Path(__file__).parents[1] / "src/sejuk/project/demonstration/areas_oku.csv"
SEED = 850
DAY = date(2024, 11, 5)
A_SECOND, P95_MS = 800.0, 10.0
"""Chosen as goals before the engine was written, by what a prototype in plain Python did."""


def measure(*, full: bool) -> list[Limit]:
    """Print what each step takes and return the limits."""
    chance = random.Random(SEED)
    rumours = [base.text() for base in bases(1_000, chance)]
    known = rumours + chatter(99_000 if full else 4_000, chance)
    index = MatchIndex(bands=42, rows=3)
    index.add([Told(text) for text in known])
    messages = _messages(rumours, 4_000 if full else 1_000, chance)
    steps = Steps(_gazetteer(), index)
    for text in messages[:200]:  # compiles, and warms what is remembered
        steps.run(text)
    steps.spent.clear()
    began, waits = time.process_time(), []
    for text in messages[200:]:
        at = time.perf_counter()
        steps.run(text)
        waits.append(1e3 * (time.perf_counter() - at))
    count = len(waits)
    rate = count / (time.process_time() - began)
    print(f"{count:,} messages against {len(known):,} known ones\n")
    for name, seconds in steps.spent.items():
        print(f"{name:12}{1e6 * seconds / count:>10,.0f} us")
    middle, late = np.quantile(waits, [0.5, 0.95])
    print(f"\n{rate:,.0f} a second and core; waits: median {middle:.1f} ms, p95 {late:.1f} ms")
    return [
        Limit("pipeline: messages a second and core", at_least=A_SECOND, took=rate, unit=""),
        Limit("pipeline: p95", at_most=P95_MS, took=float(late), unit="ms"),
    ]


Answer = TypeVar("Answer")


class Steps:
    """What is done with a message, and how long each step took in all."""

    def __init__(self, gazetteer: Gazetteer, index: MatchIndex) -> None:
        self.gazetteer, self.index = gazetteer, index
        self.spent: dict[str, float] = {}

    def run(self, text: str) -> None:
        told = self._timed("redact", lambda: redacted(text).text)
        self._timed("fold", lambda: folded(told))
        mentions = self._timed("places", lambda: located(told, self.gazetteer))
        codes = tuple(sorted({one.code for at in mentions for one in at.candidates}))
        self._timed("dates", lambda: dates_in(told, today=DAY))
        matches = self._timed("match", lambda: self.index.closest(Told(told, codes, DAY)))
        self._timed("sort", lambda: suggested(told))
        facts = UrgencyFacts(told, tellings_a_day=float(len(matches)), places=len(codes))
        self._timed("urgency", lambda: urgency(facts))

    def _timed(self, name: str, step: Callable[[], Answer]) -> Answer:
        began = time.process_time()
        answer = step()
        self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - began
        return answer


def _messages(rumours: list[str], count: int, chance: random.Random) -> list[str]:
    ways = list(WAYS.values())
    told = [chance.choice(ways)(chance.choice(rumours), chance) for _ in range(count // 2)]
    mixed = [*told, *chatter(count - len(told), chance)]
    chance.shuffle(mixed)
    return mixed


def _gazetteer() -> Gazetteer:
    with AREAS.open(newline="") as lines:
        return gazetteer_of(
            AreaName(row["code"], row["name"], row["level"], row["parent"])
            for row in csv.DictReader(lines)
        )
