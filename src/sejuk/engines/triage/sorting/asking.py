"""
Which messages to ask staff about next: the day's questions.

Of ten questions six go to the messages a model is least sure of, two are drawn by lot (by them
alone the model can be judged fairly), and two go to the rumours that spread fastest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.triage.sorting.decisions import Turn
from sejuk.engines.triage.sorting.models import SortingModel
from sejuk.engines.triage.sorting.optima import Numbers
from sejuk.engines.triage.sorting.proposing import chances_of

RANDOM_SHARE, FAST_SHARE = 0.2, 0.2
"""Chosen: a fifth by lot suffices for a fair figure within weeks, a fifth keeps rumours in view."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message by its number in what was given, and why it is asked about."""

    number: int
    why: Turn


def next_to_ask(
    texts: Sequence[str],
    model: SortingModel | None,
    *,
    seed: int,
    count: int,
    groups: Sequence[str] = (),
    decided_groups: Collection[str] = (),
    tellings_a_day: Sequence[float] = (),
) -> tuple[Question, ...]:
    """
    Return which messages to ask about: 60 % least sure, 20 % by lot, 20 % of the fastest rumours.

    `groups`: of near-duplicates only one is asked about, and none of `decided_groups`: one decision
    holds for its cluster. `tellings_a_day` is the speed of the rumour a message belongs to, 0 for
    none; where too few spread, more of the least sure are asked about. Least sure is of whose
    likeliest category the chance is lowest (Lewis and Gale, SIGIR 1994): at first what no rule
    knows. Entropy over all categories was tried and asked worse.

    >>> told = ["banjir", "ada amplop", "selamat pagi", "katanya demo", "jalan rusak"]
    >>> [(one.number, str(one.why)) for one in
    ...  next_to_ask(told, None, seed=1, count=5, tellings_a_day=[0, 0, 0, 9, 0])][-1]
    (3, 'fast')

    :raises ValueError: for a count below 0, and for groups or speeds that are not one for each text
    """
    if count < 0:
        raise ValueError(f"{count} questions cannot be asked.")
    for name, given in (("groups", groups), ("tellings_a_day", tellings_a_day)):
        if given and len(given) != len(texts):
            raise ValueError(f"There are {len(texts)} texts, but {len(given)} {name}.")
    if not texts or not count:
        return ()
    group_of = list(groups) or [str(number) for number in range(len(texts))]
    fast = [n for n, speed in enumerate(tellings_a_day) if speed > 0]
    fast.sort(key=lambda n: (-tellings_a_day[n], n))
    chance = np.random.default_rng(seed)
    by_lot = chance.permutation(len(texts)).tolist()
    queue = _Queue(group_of, decided_groups)
    # The lot is drawn first, or it would be drawn from what the others left.
    queue.take(by_lot, round(count * RANDOM_SHARE), Turn.RANDOM)
    queue.take(fast, round(count * FAST_SHARE), Turn.FAST)
    unsure = _least_sure(chances_of(texts, model))
    queue.take(unsure, count - len(queue.questions), Turn.UNCERTAIN)
    order = {Turn.UNCERTAIN: 0, Turn.RANDOM: 1, Turn.FAST: 2}
    return tuple(sorted(queue.questions, key=lambda one: order[one.why]))


class _Queue:
    def __init__(self, group_of: Sequence[str], decided: Collection[str]) -> None:
        self.group_of = group_of
        self.asked = set(decided)
        self.questions: list[Question] = []

    def take(self, numbers: Sequence[int], most: int, why: Turn) -> None:
        left = most
        for number in numbers:
            if left <= 0:
                return
            if self.group_of[number] not in self.asked:
                self.asked.add(self.group_of[number])
                self.questions.append(Question(number, why))
                left -= 1


def _least_sure(chances: Numbers) -> list[int]:
    order: list[int] = np.argsort(chances.max(axis=1), kind="stable").tolist()
    return order
