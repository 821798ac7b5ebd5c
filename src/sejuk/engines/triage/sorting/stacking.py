"""Two layers of logistic regressions, and both multiplied out into one sum."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from sejuk.engines.triage.sorting.categories import CATEGORIES
from sejuk.engines.triage.sorting.decisions import FOLDS, Whole
from sejuk.engines.triage.sorting.features import Truth
from sejuk.engines.triage.sorting.fitting import fit, fit_second, log_ratios, scores_of
from sejuk.engines.triage.sorting.optima import Numbers
from sejuk.engines.triage.sorting.suggesting import NOTHING_HEARD


@dataclass(frozen=True)
class Rows:
    """The messages as numbers: words, pieces of letters, and what the rules add."""

    words: csr_array
    letters: csr_array
    rules: Numbers

    def of(self, chosen: Whole) -> "Rows":
        return Rows(self.words[chosen], self.letters[chosen], self.rules[chosen])


@dataclass(frozen=True)
class Layer:
    """The three regressions of the first layer."""

    words: Numbers
    bayes: Numbers
    letters: Numbers

    def scores(self, rows: Rows) -> Numbers:
        """Return what all three and the rules say, side by side."""
        return np.hstack(
            (
                scores_of(rows.words, self.words),
                scores_of(rows.words, self.bayes),
                scores_of(rows.letters, self.letters),
                rows.rules,
            )
        )


@dataclass(frozen=True)
class Sum:
    """Both layers as one: a weight for each category and word, piece of letters and rule."""

    words: Numbers
    letters: Numbers
    rules: Numbers
    constants: Numbers


def first_layer(rows: Rows, truth: Truth, weights: Numbers) -> Layer:
    """Return the three regressions for the categories in the columns of `truth`."""
    ratios = log_ratios(rows.words, truth, weights)
    return Layer(
        fit(rows.words, truth, weights),
        fit(rows.words, truth, weights, ratios),
        fit(rows.letters, truth, weights),
    )


def unseen_scores(rows: Rows, truth: Truth, weights: Numbers, folds: Whole) -> Numbers:
    """Return the scores of each message by a first layer that was not shown its fold."""
    scores = np.zeros((len(weights), 3 * truth.shape[1] + rows.rules.shape[1]))
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        layer = first_layer(rows.of(seen), truth[seen], weights[seen])
        scores[unseen] = layer.scores(rows.of(unseen))
    return scores


def rules_alone(learnt: int) -> Numbers:
    """Return the second layer that listens to the rules and to nothing else."""
    count = len(CATEGORIES)
    prior = np.zeros((3 * learnt + count + 1, count))
    prior[3 * learnt : -1] = np.eye(count)
    prior[-1] = NOTHING_HEARD
    return prior


def second_layer(scores: Numbers, truth: Truth, weights: Numbers, learnt: Whole) -> Numbers:
    """Return how to join the scores; for categories that were not learnt, the rules alone."""
    joined = rules_alone(len(learnt))
    joined[:, learnt] = fit_second(scores, truth[:, learnt], weights, joined[:, learnt])
    return joined


def unseen_sums(
    scores: Numbers, truth: Truth, weights: Numbers, learnt: Whole, folds: Whole
) -> Numbers:
    """Return log odds of each message by a second layer that was not shown its fold either."""
    found = np.zeros(truth.shape)
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        joined = second_layer(scores[seen], truth[seen], weights[seen], learnt)
        found[unseen] = scores[unseen] @ joined[:-1] + joined[-1]
    return found


def multiplied_out(layer: Layer, joined: Numbers, learnt: int) -> Sum:
    """Return both layers as one sum: they are both linear, so nothing is lost."""
    by_words, by_bayes, by_letters = (
        joined[learnt * number : learnt * (number + 1)] for number in range(3)
    )
    constants = (
        layer.words[-1] @ by_words + layer.bayes[-1] @ by_bayes + layer.letters[-1] @ by_letters
    )
    return Sum(
        layer.words[:-1] @ by_words + layer.bayes[:-1] @ by_bayes,
        layer.letters[:-1] @ by_letters,
        joined[3 * learnt : -1],
        constants + joined[-1],
    )
