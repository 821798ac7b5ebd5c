"""Plain ways to sort messages, to hold the engine's against: the same words, nothing else."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.sorting import Decided
from sejuk.engines.triage.sorting.categories import CATEGORIES
from sejuk.engines.triage.sorting.decisions import truth_of
from sejuk.engines.triage.sorting.features import matrix_of, message_of, vocabulary_of
from sejuk.engines.triage.sorting.fitting import fit, scores_of

Numbers = NDArray[np.float64]
Figures = tuple[float, float, float, float, float]
"""Macro-F1, exact match, calibration error, and exact matches of the surest 80 % and 50 %."""


class WordRegression:
    """One logistic regression for each category on single words, proposed from one half on."""

    def __init__(self, decisions: Sequence[Decided]) -> None:
        bags = [_words(one.text) for one in decisions]
        self.vocabulary = vocabulary_of(bags, [one.group for one in decisions], most=20_000)
        truth = truth_of([one.categories for one in decisions])
        rows = matrix_of(bags, self.vocabulary)
        self.coefficients = fit(rows, truth, np.ones(len(decisions)))

    def chances(self, texts: Sequence[str]) -> Numbers:
        rows = matrix_of([_words(text) for text in texts], self.vocabulary)
        return 1.0 / (1.0 + np.exp(-scores_of(rows, self.coefficients)))


def _words(text: str) -> list[str]:
    return [word.form for word in message_of(text).words]


def plain_figures(model: WordRegression, test: Sequence[Decided]) -> Figures:
    """Return the figures of a regression that proposes what is likelier than not."""
    chances = model.chances([one.text for one in test])
    told = (chances > 0.5).astype(float)
    certain = np.where(told > 0, chances, 1.0 - chances).prod(axis=1)
    return _figures(told, chances, certain, truth_of([one.categories for one in test]))


def majority_figures(decisions: Sequence[Decided], test: Sequence[Decided]) -> Figures:
    """Return the figures of always proposing the set decided most often, sure of its share."""
    usual = Counter(one.categories for one in decisions).most_common(1)[0][0]
    truth = truth_of([one.categories for one in decisions])
    told = np.tile(truth_of([usual]), (len(test), 1))
    chances = np.tile(truth.mean(axis=0), (len(test), 1))
    return _figures(told, chances, np.ones(len(test)), truth_of([one.categories for one in test]))


def _figures(told: Numbers, chances: Numbers, certain: Numbers, truth: Numbers) -> Figures:
    right = (told == truth).all(axis=1)
    order = np.argsort(-certain, kind="stable")
    mostly, half = (float(right[order[: int(len(order) * one)]].mean()) for one in (0.8, 0.5))
    f1 = [
        2.0 * float((told[:, n] * truth[:, n]).sum()) / float(told[:, n].sum() + truth[:, n].sum())
        for n in range(len(CATEGORIES))
        if truth[:, n].any()
    ]
    bins = np.minimum((chances * 10).astype(int), 9)
    gaps = [abs(float(((chances - truth) * (bins == one)).sum())) for one in range(10)]
    return float(np.mean(f1)), float(right.mean()), sum(gaps) / truth.size, mostly, half
