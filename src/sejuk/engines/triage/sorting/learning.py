"""
Learning from what staff decided: a stack of three sums, and what becomes of few decisions.

The method
----------
0.  A rumour told a hundred times is no hundred decisions: groups of near-duplicates weigh less.
1.  Three logistic regressions: words and pairs of words; the same, each multiplied by its naive
    Bayes ratio; pieces of three to five letters.
2.  The decisions are parted into four, near-duplicates always together; each part is scored by
    regressions that have not seen it.
3.  A ridge logistic regression over the scores of all categories and of the rules joins them. It is
    held near the rules alone, so few decisions leave the rules in force.
4.  Isotonic curves turn scores into probabilities; of all sets of categories the likeliest one that
    people have decided is proposed; below a certainty at which nine of ten proposals were right the
    model abstains. All three are learnt on scores of messages that had not been seen.
5.  The layers are multiplied out into one weight for each word, piece of letters and rule.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from sejuk.engines.triage.redacting import Names
from sejuk.engines.triage.sorting.calibrating import calibrated, curve_of, decoded
from sejuk.engines.triage.sorting.categories import CATEGORIES, Category
from sejuk.engines.triage.sorting.decisions import Decided, check, folds_of, truth_of
from sejuk.engines.triage.sorting.features import (
    MOST_LETTER_PIECES,
    MOST_WORDS,
    Truth,
    Vocabulary,
    letters_of,
    matrix_of,
    message_of,
    vocabulary_of,
)
from sejuk.engines.triage.sorting.matching import sorted_by_rules
from sejuk.engines.triage.sorting.models import UNIT, Row, SortingModel, Terms, stamped
from sejuk.engines.triage.sorting.optima import Numbers
from sejuk.engines.triage.sorting.stacking import (
    Rows,
    first_layer,
    multiplied_out,
    second_layer,
    unseen_scores,
    unseen_sums,
)
from sejuk.engines.triage.sorting.suggesting import NOTHING_HEARD, rule_scores

WORDS_POWER, TRUST_POWER = 0.5, 1.0
"""
How far a group of near-duplicates weighs less than its messages; chosen by measuring: without it
a model that knew 370 rumours in 3,000 messages was worse than the rules on rumours never told.
"""
FEWEST_OF_CATEGORY = 6
"""With fewer decisions for a category its words are not learnt; chosen."""
FEWEST_OF_SET = 2
"""A set of several categories is proposed when it was decided so often; chosen."""
RIGHT_ENOUGH = 0.9
"""Share of proposals that are to be right where the model does not abstain; chosen."""
LEAST_CERTAIN = 0.5
"""What is as likely wrong as right is never proposed, however well it went before; chosen."""
MOST_ABSTAINED = 0.5
"""It abstains from at most this share, however unsure; chosen."""


def trained(decisions: Sequence[Decided], *, seed: int, names: Names | None = None) -> SortingModel:
    """
    Return a model that has learnt from decisions. The same decisions and seed give the same model.

    Sources: Wang and Manning 2012 (naive Bayes features); Wolpert, Neural Networks 5, 1992
    (stacking). The seed parts the groups into folds. `names` are the lists that the texts were
    redacted with, so that a village that was spared then is no person now; the engine's own
    without.

    >>> from datetime import date
    >>> days = [date(2024, 11, day) for day in range(1, 25)]
    >>> told = [Decided("banjir di dusun", (Category.DISASTER,), day, str(day)) for day in days]
    >>> model = trained(told, seed=1)
    >>> model.decisions, [str(one) for one in model.learnt]
    (24, ['bencana'])
    >>> from sejuk.engines.triage import standard_names, with_places
    >>> spared = with_places(standard_names(), ["Tarmuji"])
    >>> one = Decided("banjir di desa, kata pak tarmuji", (Category.DISASTER,), days[0], "25")
    >>> trained([*told, one], seed=1, names=spared).decisions
    25
    >>> trained([*told, one], seed=1)
    Traceback (most recent call last):
    sejuk.engines.triage.sorting.decisions.CannotLearn: Decision 25 still holds personal data \
(name): redact it first.

    :raises CannotLearn: with fewer than 20 decisions or 4 groups, for a weight outside 0 to 1, for
        a decision without a category, and for a text in which personal data is found
    """
    check(decisions, names)
    words, letters, rows = _rows_of(decisions)
    truth = truth_of([one.categories for one in decisions])
    weights, by_group = _weights(decisions)
    learnt = np.flatnonzero(truth.sum(axis=0) >= FEWEST_OF_CATEGORY)
    folds = folds_of([one.group for one in decisions], seed)
    scores = unseen_scores(rows, truth[:, learnt], weights, folds)
    unseen = unseen_sums(scores, truth, by_group, learnt, folds)
    whole = multiplied_out(
        first_layer(rows, truth[:, learnt], weights),
        second_layer(scores, truth, by_group, learnt),
        len(learnt),
    )
    curves = tuple(
        curve_of(unseen[:, column], truth[:, column], by_group) for column in range(truth.shape[1])
    )
    sets = _sets_of(truth)
    return stamped(
        SortingModel(
            len(decisions),
            max(one.decided_on for one in decisions),
            tuple(sorted({one.group for one in decisions})),
            tuple(CATEGORIES[column] for column in learnt),
            _terms(words, whole.words),
            _terms(letters, whole.letters),
            _whole(whole.rules),
            _whole(whole.constants[None, :])[0],
            tuple(_categories(one) for one in sets),
            curves,
            _threshold(calibrated(unseen, curves), truth, sets),
        )
    )


def _weights(decisions: Sequence[Decided]) -> tuple[Numbers, Numbers]:
    """
    Return what each message weighs for the words, and for how far the words are to be trusted.

    A rumour told a hundred times is no hundred decisions: for the words its group weighs as much as
    the root of its size, for everything else as one message.
    """
    given = np.array([one.weight for one in decisions], float)
    of_group: dict[str, float] = {}
    for one in decisions:
        of_group[one.group] = of_group.get(one.group, 0.0) + one.weight
    sizes = np.maximum([of_group[one.group] for one in decisions], 1.0)
    return given / sizes**WORDS_POWER, given / sizes**TRUST_POWER


def _rows_of(decisions: Sequence[Decided]) -> tuple[Vocabulary, Vocabulary, Rows]:
    messages = [message_of(one.text) for one in decisions]
    groups = [one.group for one in decisions]
    pieces = [one.pieces for one in messages]
    typed = [letters_of(one) for one in messages]
    words = vocabulary_of(pieces, groups, most=MOST_WORDS)
    letters = vocabulary_of(typed, groups, most=MOST_LETTER_PIECES)
    rules = np.array([rule_scores(sorted_by_rules(one.text)) for one in decisions])
    rows = Rows(matrix_of(pieces, words), matrix_of(typed, letters), rules - NOTHING_HEARD)
    return words, letters, rows


def _sets_of(truth: Truth) -> Truth:
    """Return each single category, and the sets of several that people decided."""
    counts = Counter(tuple(row) for row in truth.tolist())
    several = [row for row, times in counts.items() if times >= FEWEST_OF_SET and sum(row) > 1]
    return np.vstack((np.eye(len(CATEGORIES)), *(np.array([row]) for row in sorted(several))))


def _categories(row: Numbers) -> tuple[Category, ...]:
    return tuple(one for one, held in zip(CATEGORIES, row.tolist(), strict=True) if held)


def _threshold(chances: Numbers, truth: Truth, sets: Truth) -> float:
    """Return the certainty from which on nine of ten proposals were right."""
    best, certain = decoded(chances, sets)
    right = (sets[best.astype(int)] == truth).all(axis=1)
    order = np.argsort(-certain, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    least = int(len(order) * (1.0 - MOST_ABSTAINED))
    good = np.flatnonzero(share >= RIGHT_ENOUGH)
    kept = max(int(good[-1]) + 1 if len(good) else 0, least)
    return max(LEAST_CERTAIN, round(float(certain[order[kept - 1]]), 4))


def _terms(vocabulary: Vocabulary, weights: Numbers) -> Terms:
    frequencies = _whole(vocabulary.weights[None, :])[0]
    unknown = round(vocabulary.unknown * UNIT)
    return Terms(vocabulary.terms, frequencies, unknown, _whole(weights))


def _whole(numbers: Numbers) -> tuple[Row, ...]:
    return tuple(map(tuple, np.rint(numbers * UNIT).astype(int).tolist()))
