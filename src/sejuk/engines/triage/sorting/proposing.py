"""A model at work: what it suggests, how sure it is, and how much each word added."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from sejuk.engines.triage.sorting.calibrating import calibrated, decoded
from sejuk.engines.triage.sorting.categories import CATEGORIES, PLACE_OF, Category
from sejuk.engines.triage.sorting.decisions import truth_of
from sejuk.engines.triage.sorting.features import Message, Truth, letter_pieces, message_of
from sejuk.engines.triage.sorting.matching import RuleHit, is_counter_speech, sorted_by_rules
from sejuk.engines.triage.sorting.models import UNIT, SortingModel, Terms
from sejuk.engines.triage.sorting.optima import Numbers
from sejuk.engines.triage.sorting.suggesting import (
    LIKELY,
    NOTHING_HEARD,
    CategoryGuess,
    Reason,
    Suggested,
    rule_scores,
    suggested_by_rules,
)

MOST_REASONS = 3
"""So many words are named; chosen: more are not read."""
LEAST_REASON = 0.2
"""Words that add less, in log odds, are no reason; chosen."""
RUNNERS_UP = 3
"""So many guesses are shown when it abstains; chosen."""
MOST_REMEMBERED = 50_000
SARA = PLACE_OF[Category.SARA_PROVOCATION]


@dataclass(frozen=True)
class Weighed:
    """A message with its log odds and what each of its words and rules added."""

    message: Message
    hits: tuple[RuleHit, ...]
    scores: Numbers
    by_word: Numbers
    by_rule: Numbers


@dataclass(frozen=True)
class Ready:
    """A model as arrays, with what it found out of words that were typed before."""

    model: SortingModel
    words: dict[str, int]
    word_squares: Numbers
    word_weights: Numbers
    unknown_word: float
    letters: dict[str, int]
    letter_squares: Numbers
    letter_weights: Numbers
    unknown_letters: float
    rules: Numbers
    constants: Numbers
    sets: Truth
    remembered: dict[str, tuple[Numbers, float]] = field(default_factory=dict)


@lru_cache(maxsize=2)
def ready(model: SortingModel) -> Ready:
    """Return a model as arrays; it is kept, as making them takes a second."""
    words, letters = _columns(model.words), _columns(model.letters)
    return Ready(
        model,
        *words,
        *letters,
        np.array(model.rules, float) / UNIT,
        np.array(model.constants, float) / UNIT,
        truth_of(model.sets),
    )


def _columns(terms: Terms) -> tuple[dict[str, int], Numbers, Numbers, float]:
    frequencies = np.array(terms.frequencies, float) / UNIT
    weights = np.array(terms.weights, float).reshape(-1, len(CATEGORIES)) / UNIT
    return (
        {term: number for number, term in enumerate(terms.terms)},
        np.square(frequencies),
        weights * frequencies[:, None],
        (terms.unknown / UNIT) ** 2,
    )


def weighed(text: str, at_work: Ready) -> Weighed:
    """
    Return what a model makes of a message. Its log odds are the sums of all its parts.

    Words that are learnt from provocation stand in speech against it as well: where somebody calls
    for calm and no rule is met, provocation is not heard, whatever its words say.
    """
    message = message_of(text)
    hits = sorted_by_rules(text)
    heard = np.array(rule_scores(hits)) - NOTHING_HEARD
    by_rule = heard[:, None] * at_work.rules
    by_word = _by_letters(message, at_work) + _by_words(message, at_work)
    scores = at_work.constants + by_rule.sum(axis=0) + by_word.sum(axis=0)
    if scores[SARA] > NOTHING_HEARD and heard[SARA] <= 0 and is_counter_speech(text):
        by_rule[SARA, SARA] += NOTHING_HEARD - scores[SARA]
        scores[SARA] = NOTHING_HEARD
    return Weighed(message, hits, scores, by_word, by_rule)


def _by_words(message: Message, at_work: Ready) -> Numbers:
    """Return what each typed word adds as a word; of a pair each has half."""
    added = np.zeros((max(len(message.typed), 1), len(CATEGORIES)))
    count = len(message.words)
    columns, places = [], []
    typed_of = _typed_of(message)
    pairs = (
        (number, number + 1)
        for number in range(count - 1)
        if message.words[number + 1].place - message.words[number].place == 1
    )
    spans = [*((number, number) for number in range(count)), *pairs]
    for piece, (one, other) in zip(message.pieces, spans, strict=True):
        column = at_work.words.get(piece)
        if column is not None:
            columns.append(column)
            places.append((typed_of[one], typed_of[other]))
    if columns:
        unknown = (len(message.pieces) - len(columns)) * at_work.unknown_word
        length = np.sqrt(at_work.word_squares[columns].sum() + unknown)
        halves = at_work.word_weights[columns] / (2.0 * length)
        np.add.at(added, [one for one, _ in places], halves)
        np.add.at(added, [other for _, other in places], halves)
    return added


def _typed_of(message: Message) -> list[int]:
    """Return for each word which typed word it came from."""
    numbers: list[int] = []
    for word in message.words:
        is_same = bool(numbers) and word.start == message.words[len(numbers) - 1].start
        numbers.append(numbers[-1] if is_same else (numbers[-1] + 1 if numbers else 0))
    return numbers


def _by_letters(message: Message, at_work: Ready) -> Numbers:
    if not message.typed:
        return np.zeros((1, len(CATEGORIES)))
    found = [_letters(typed, at_work) for typed in message.typed]
    length = np.sqrt(sum(squares for _, squares in found)) or 1.0
    return np.array([weights for weights, _ in found]) / length


def _letters(typed: str, at_work: Ready) -> tuple[Numbers, float]:
    known = at_work.remembered.get(typed)
    if known is None:
        if len(at_work.remembered) >= MOST_REMEMBERED:
            at_work.remembered.clear()
        told = [at_work.letters.get(piece) for piece in letter_pieces(typed)]
        columns = [column for column in told if column is not None]
        unknown = (len(told) - len(columns)) * at_work.unknown_letters
        known = (
            at_work.letter_weights[columns].sum(axis=0),
            float(at_work.letter_squares[columns].sum() + unknown),
        )
        at_work.remembered[typed] = known
    return known


def suggested(text: str, model: SortingModel | None = None) -> Suggested:
    """
    Return what a message may be about, with probabilities and the words that spoke for each.

    Without a model the rules alone speak. Probabilities are of the category being right, 0 to 1,
    and do not sum to 1: a message may be about several things. What a rule speaks for is always
    shown, also where a model has learnt otherwise. Nothing is decided by it.

    >>> found = suggested("Katonyo surat suaro lah dicoblos galo")
    >>> [(str(one.category), round(one.probability, 2)) for one in found.categories]
    [('logistik', 0.88), ('rumor', 0.62)]
    >>> found.categories[0].reasons[0].words, suggested("Selamat pagi").abstains
    ('surat suaro', True)
    """
    if model is None:
        return suggested_by_rules(text)
    at_work = ready(model)
    found = weighed(text, at_work)
    chances = calibrated(found.scores[None, :], model.curves)
    best, certain = decoded(chances, at_work.sets)
    abstains = bool(certain[0] < model.abstains_below)
    proposed = set() if abstains else set(model.sets[int(best[0])])
    likely = sorted(CATEGORIES, key=lambda one: (one not in proposed, -chances[0, PLACE_OF[one]]))
    shown = proposed | {hit.category for hit in found.hits}
    if abstains:
        shown |= set(likely[:RUNNERS_UP])
    return Suggested(
        tuple(
            CategoryGuess(
                one,
                round(float(chances[0, PLACE_OF[one]]), 4),
                reasons_of(found, one),
                one in proposed,
            )
            for one in likely
            if one in shown
        ),
        abstains,
    )


def reasons_of(found: Weighed, category: Category) -> tuple[Reason, ...]:
    """Return the rules and words that added most to a category, the strongest first."""
    column = PLACE_OF[category]
    reasons = [
        Reason(hit.words, round(added, 2), hit.rule)
        for hit in found.hits
        if hit.category is category and (added := float(found.by_rule[column, column])) > 0
    ]
    if found.message.typed:
        spans = list(dict.fromkeys((word.start, word.end) for word in found.message.words))
        worth: dict[str, float] = {}
        for (start, end), added in zip(spans, found.by_word[:, column].tolist(), strict=True):
            told = found.message.text[start:end]
            worth[told] = worth.get(told, 0.0) + added
        strongest = sorted(worth.items(), key=lambda one: (-one[1], one[0]))[:MOST_REASONS]
        reasons += [
            Reason(told, round(added, 2)) for told, added in strongest if added >= LEAST_REASON
        ]
    return tuple(sorted(reasons, key=lambda one: -one.weight))


def chances_of(texts: Sequence[str], model: SortingModel | None) -> Numbers:
    """Return the probability of each category for many messages."""
    if model is None:
        scores = np.array([rule_scores(sorted_by_rules(text)) for text in texts])
        return calibrated(scores.reshape(-1, len(CATEGORIES)), ())
    at_work = ready(model)
    scores = np.array([weighed(text, at_work).scores for text in texts])
    return calibrated(scores.reshape(-1, len(CATEGORIES)), model.curves)


def proposals(chances: Numbers, model: SortingModel | None) -> tuple[Truth, Numbers, Numbers]:
    """
    Return the proposed sets (one row for each message), how certain each is, and 1 if proposed.

    The rules alone propose what is likelier than not, and are as certain as their categories.
    """
    if model is None:
        told = (chances > LIKELY).astype(float)
        certain = np.where(told > 0, chances, 1.0 - chances).prod(axis=1)
        return told, certain, told.any(axis=1).astype(float)
    sets = ready(model).sets
    best, certain = decoded(chances, sets)
    return sets[best.astype(int)], certain, (certain >= model.abstains_below).astype(float)
