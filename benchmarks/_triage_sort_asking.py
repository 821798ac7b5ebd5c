"""How many decisions staff is spared when the questions are chosen and not drawn by lot."""

from datetime import date
from itertools import pairwise
from random import Random

import numpy as np

from benchmarks._limits import Limit
from benchmarks._triage_sort_reports import Report, reports
from sejuk.engines.triage.sorting import (
    Decided,
    SortingModel,
    evaluated,
    next_to_ask,
    trained,
)

BUDGETS = (60, 120, 240, 480, 960, 1920)
CHOSEN = 480
"""Savings are read here: how many drawn by lot are as good as 480 that were chosen?"""
A_DAY = 60
"""Chosen questions are asked so many at a time, and the model is trained anew in between."""
WAYS = ("by lot", "by lot, one of a cluster", "chosen")


def learning_curve(*, full: bool) -> list[Limit]:
    """Print macro-F1 on later reports by the number of decisions, chosen and drawn by lot."""
    seeds = range(3 if full else 1)
    budgets = BUDGETS if full else BUDGETS[:3]
    pool = reports(6000, seed=21)
    test = [
        Decided(one.text, one.categories, date(2025, 1, 1), f"later {number}")
        for number, one in enumerate(reports(1200, seed=22))
    ]
    print("\nmacro-F1 by the number of decisions; of chosen ones a fifth are drawn by lot\n")
    print(f"{'decisions':26}" + "".join(f"{one:8}" for one in budgets))
    curves = {}
    for way in WAYS:
        until = tuple(one for one in budgets if way == WAYS[0] or one <= CHOSEN)
        found = np.array([_curve(pool, test, until, way, seed) for seed in seeds])
        curves[way] = found.mean(axis=0).tolist()
        print(f"{way:26}" + "".join(f"{one:8.3f}" for one in curves[way]), flush=True)
    if not full:
        return []
    needed = _crossing(budgets, curves[WAYS[0]], curves["chosen"][-1])
    print(f"{needed:.0f} by lot are as good as {CHOSEN} that were chosen (at most, if the last)")
    saved = 1.0 - CHOSEN / needed
    return [Limit("sorting: decisions spared by asking", at_least=0.3, took=saved, unit="")]


def _curve(
    pool: list[Report], test: list[Decided], budgets: tuple[int, ...], way: str, seed: int
) -> list[float]:
    asked: list[int] = []
    model: SortingModel | None = None
    found = []
    for budget in budgets:
        while len(asked) < budget:
            more = min(A_DAY, budget - len(asked)) if way == "chosen" else budget - len(asked)
            asked += _asked(pool, asked, model, more, way=way, seed=seed)
            chosen = (pool[number] for number in asked)
            model = trained(
                [Decided(one.text, one.categories, one.day, one.group) for one in chosen],
                seed=seed,
            )
        found.append(evaluated(model, test, replicates=2).macro_f1.value)
    return found


def _asked(
    pool: list[Report],
    before: list[int],
    model: SortingModel | None,
    count: int,
    *,
    way: str,
    seed: int,
) -> list[int]:
    decided = {pool[number].group for number in before}
    left = [number for number in range(len(pool)) if number not in set(before)]
    if way == "chosen":
        texts = [pool[number].text for number in left]
        groups = [pool[number].group for number in left]
        questions = next_to_ask(
            texts, model, seed=seed, count=count, groups=groups, decided_groups=decided
        )
        return [left[one.number] for one in questions]
    Random(f"{seed} {len(before)}").shuffle(left)
    taken: list[int] = []
    for number in left:
        if len(taken) < count and (way == WAYS[0] or pool[number].group not in decided):
            taken.append(number)
            decided.add(pool[number].group)
    return taken


def _crossing(budgets: tuple[int, ...], curve: list[float], goal: float) -> float:
    """Return where a curve first reaches the goal, by straight lines; if nowhere, its end."""
    for (before, low), (after, high) in pairwise(zip(budgets, curve, strict=True)):
        if low < goal <= high:
            return before + (after - before) * (goal - low) / (high - low)
    return float(budgets[-1])
