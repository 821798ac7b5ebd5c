"""
Logistic regressions for all categories at once, by L-BFGS on sparse rows.

The naive Bayes features follow Wang and Manning (ACL 2012, "Baselines and bigrams"): each column is
multiplied by the log ratio of how often it stands in messages of a category and in others.
"""

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit

from sejuk.engines.triage.sorting.features import Truth
from sejuk.engines.triage.sorting.optima import Numbers, smallest

PENALTY = 0.3
"""Ridge of the first layer on the scale of one message; chosen among 0.1, 0.3 and 1."""
SECOND_PENALTY = 120.0
"""Ridge of the second layer around the rules; chosen by measuring on acts never told before."""
FIRST_STEPS, SECOND_STEPS = 60, 120
"""Most steps of L-BFGS; chosen: later steps moved no measured figure."""
SMOOTHING = 1.0


def fit(rows: csr_array, truth: Truth, weights: Numbers, ratios: Numbers | None = None) -> Numbers:
    """
    Return coefficients (columns of `rows` and at last the constant, times categories).

    With `ratios` each column is multiplied by its ratio for the category, as for naive Bayes.
    """
    columns, categories = int(rows.shape[1]), int(truth.shape[1])
    turned = csr_array(rows.T)
    by = np.ones((1, 1)) if ratios is None else ratios
    share = (weights @ truth + 0.5) / (weights.sum() + 1.0)
    begins = np.zeros((columns + 1, categories))
    begins[-1] = np.log(share / (1.0 - share))

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        free = flat.reshape(columns + 1, categories)
        scores = rows @ (free[:-1] * by) + free[-1]
        value = float(((np.logaddexp(0.0, scores) - truth * scores) * weights[:, None]).sum())
        value += 0.5 * PENALTY * float(np.square(free[:-1]).sum())
        away = (expit(scores) - truth) * weights[:, None]
        slope = np.vstack(((turned @ away) * by + PENALTY * free[:-1], away.sum(axis=0)))
        return value, slope.ravel()

    found = smallest(loss, begins.ravel(), steps=FIRST_STEPS, tolerance=0.1)
    found[:-categories] *= np.broadcast_to(by, (columns, categories)).ravel()
    return found.reshape(columns + 1, categories)


def log_ratios(rows: csr_array, truth: Truth, weights: Numbers) -> Numbers:
    """Return for each column and category the log of how much likelier it is in that category."""
    turned = csr_array(rows.T)
    inside = turned @ (truth * weights[:, None]) + SMOOTHING
    outside = turned @ ((1.0 - truth) * weights[:, None]) + SMOOTHING
    ratios: Numbers = np.log(inside / inside.sum(axis=0)) - np.log(outside / outside.sum(axis=0))
    return ratios


def scores_of(rows: csr_array, coefficients: Numbers) -> Numbers:
    """Return log odds of each message and category."""
    found: Numbers = rows @ coefficients[:-1] + coefficients[-1]
    return found


def fit_second(scores: Numbers, truth: Truth, weights: Numbers, prior: Numbers) -> Numbers:
    """
    Return coefficients over the scores of all categories, held near `prior` by the ridge.

    With no messages they are the prior, which is the rules alone; so few decisions leave the rules
    in force and many decisions outweigh them.
    """
    # As sparse rows: dense products wait for each other's threads on a busy machine.
    rows, turned = csr_array(scores), csr_array(scores.T)

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        coefficients = flat.reshape(prior.shape)
        found = rows @ coefficients[:-1] + coefficients[-1]
        away = coefficients - prior
        value = float(((np.logaddexp(0.0, found) - truth * found) * weights[:, None]).sum())
        value += 0.5 * SECOND_PENALTY * float(np.square(away).sum())
        miss = (expit(found) - truth) * weights[:, None]
        slope = np.vstack((turned @ miss, miss.sum(axis=0))) + SECOND_PENALTY * away
        return value, slope.ravel()

    return smallest(loss, prior.ravel(), steps=SECOND_STEPS, tolerance=1e-4).reshape(prior.shape)
