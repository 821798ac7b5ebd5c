"""
How right a model is on decisions it has not seen, and whether it may take another's place.

Never on a near-duplicate of what it was trained on, and never on a day before the last one of its
training. Intervals are bootstrap percentiles over groups of near-duplicates (Efron 1979), so the
same rumour told a hundred times counts once in how sure the figures are.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sejuk.engines.triage.sorting.categories import CATEGORIES, Category
from sejuk.engines.triage.sorting.decisions import Decided, Turn, truth_of
from sejuk.engines.triage.sorting.features import Truth
from sejuk.engines.triage.sorting.models import SortingModel
from sejuk.engines.triage.sorting.optima import Numbers
from sejuk.engines.triage.sorting.proposing import chances_of, proposals

BINS = 10
"""Of equal width, as usual for the expected calibration error (Guo et al., ICML 2017)."""
MOSTLY, HALF = 0.8, 0.5
FEWEST_AT_RANDOM = 50
"""With fewer messages drawn by lot a comparison is chance; chosen."""


class CannotJudge(ValueError):
    """Raised when there is nothing a model could be judged by. The message says why."""


class VerdictCode(StrEnum):
    """Why a model may take another's place, or may not."""

    NO_DROP = "no_drop"
    DROPS = "drops"
    TOO_FEW_AT_RANDOM = "too_few_at_random"
    OTHER_MESSAGES = "other_messages"


@dataclass(frozen=True, slots=True)
class Figure:
    """A share between 0 and 1 with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CategoryFigure:
    """How one category was found: of `decided` messages `found`, and `wrongly` in others."""

    category: Category
    decided: int
    found: int
    wrongly: int
    f1: float


@dataclass(frozen=True)
class Evaluation:
    """
    How right a model is. `left_out` decisions it had seen, or that were made too early.

    `exact_match`: the proposed set is the decided one. `ece`: how far probabilities are from what
    came true, over messages and categories; `ece_of_sets`, for the certainty of whole proposals.
    `when_sure_mostly` and `when_sure_half`: exact matches among the surest 80 and 50 %.
    `at_random`: exact matches and `macro_f1_at_random` among messages drawn by lot.
    """

    version: str
    compared_on: str
    messages: int
    left_out: int
    macro_f1: Figure
    exact_match: Figure
    ece: Figure
    ece_of_sets: Figure
    when_sure_mostly: Figure
    when_sure_half: Figure
    proposed_share: float
    drawn_by_lot: int
    at_random: Figure
    macro_f1_at_random: Figure
    categories: tuple[CategoryFigure, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a new model may take the place of an old one, why, and by how much it differs."""

    may: bool
    code: VerdictCode
    difference: float = 0.0


def unseen_by(decisions: Sequence[Decided], *models: SortingModel | None) -> tuple[Decided, ...]:
    """
    Return the decisions that none of the models has seen, nor a near-duplicate, nor earlier.

    >>> from datetime import date
    >>> told = [Decided("banjir", (Category.DISASTER,), date(2024, 11, 5), "g1")]
    >>> unseen_by(told, None) == tuple(told)
    True
    """
    known = [model for model in models if model is not None]
    seen = {group for model in known for group in model.groups}
    since = max((model.trained_until for model in known), default=None)
    return tuple(
        one
        for one in decisions
        if one.group not in seen and (since is None or one.decided_on > since)
    )


def evaluated(
    model: SortingModel | None,
    decisions: Sequence[Decided],
    *,
    seed: int = 0,
    replicates: int = 400,
) -> Evaluation:
    """
    Return how right a model is on what it has not seen; None stands for the rules alone.

    Decisions on groups it was trained on, or not after its training, are left out. To compare two
    models give both the decisions that `unseen_by` leaves of both.

    >>> from datetime import date
    >>> told = [Decided("banjir", (Category.DISASTER,), date(2024, 11, 5), "g1"),
    ...         Decided("selamat pagi", (Category.OTHER,), date(2024, 11, 5), "g2")]
    >>> evaluated(None, told).exact_match.value
    0.5

    :raises CannotJudge: when nothing is left to judge by
    """
    kept = unseen_by(decisions, model)
    if not kept:
        raise CannotJudge(
            f"Of {len(decisions)} decisions none is new to the model: decide some messages first."
        )
    truth = truth_of([one.categories for one in kept])
    chances = chances_of([one.text for one in kept], model)
    told, certain, sure = proposals(chances, model)
    picks = _resampled([one.group for one in kept], seed, replicates)
    by_lot = np.array([one.turn is Turn.RANDOM for one in kept], float)
    right = (told == truth).all(axis=1).astype(float)
    return Evaluation(
        "" if model is None else model.version,
        _fingerprint(kept),
        len(kept),
        len(decisions) - len(kept),
        _macro_f1(told, truth, picks),
        _share(right, np.ones(len(kept)), picks),
        _ece(chances, truth, picks),
        _ece(certain[:, None], right[:, None], picks),
        _share(right, _surest(certain, MOSTLY), picks),
        _share(right, _surest(certain, HALF), picks),
        round(float(sure.mean()), 4),
        int(by_lot.sum()),
        _share(right, by_lot, picks),
        _macro_f1(told, truth, picks * by_lot),
        tuple(_category(n, told, truth) for n in range(len(CATEGORIES)) if truth[:, n].any()),
    )


def may_replace(old: Evaluation, new: Evaluation) -> Verdict:
    """
    Return whether a new model may take the place of an old one.

    Both are to be evaluated on the same decisions. It may when, among the messages drawn by lot,
    neither macro-F1 nor the share of exact matches is lower than before: what staff was asked
    because the old model was unsure flatters neither.

    >>> from datetime import date
    >>> day, about = date(2024, 11, 5), (Category.DISASTER,)
    >>> told = [Decided("banjir", about, day, f"g{n}", turn=Turn.RANDOM) for n in range(60)]
    >>> rules = evaluated(None, told)
    >>> may_replace(rules, rules)
    Verdict(may=True, code=<VerdictCode.NO_DROP: 'no_drop'>, difference=0.0)
    """
    if old.compared_on != new.compared_on:
        return Verdict(may=False, code=VerdictCode.OTHER_MESSAGES)
    if new.drawn_by_lot < FEWEST_AT_RANDOM:
        return Verdict(may=False, code=VerdictCode.TOO_FEW_AT_RANDOM)
    difference = round(new.macro_f1_at_random.value - old.macro_f1_at_random.value, 4)
    drops = difference < 0 or new.at_random.value < old.at_random.value
    code = VerdictCode.DROPS if drops else VerdictCode.NO_DROP
    return Verdict(may=not drops, code=code, difference=difference)


def _fingerprint(decisions: Sequence[Decided]) -> str:
    told = "\n".join(f"{one.group}\t{one.decided_on}\t{one.text}" for one in decisions)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _resampled(groups: Sequence[str], seed: int, replicates: int) -> Numbers:
    """Return how often each message is taken: once, and then in each replicate."""
    names = sorted(set(groups))
    place = {name: number for number, name in enumerate(names)}
    columns = [place[group] for group in groups]
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(len(names), np.full(len(names), 1.0 / len(names)), replicates)
    return np.vstack((np.ones(len(groups)), drawn[:, columns])).astype(float)


def _figure(values: Numbers) -> Figure:
    """Return the first value with the percentiles of the rest."""
    low, high = np.percentile(values[1:], [2.5, 97.5]) if len(values) > 1 else (values[0],) * 2
    return Figure(*(round(float(one), 4) for one in (values[0], low, high)))


def _share(right: Numbers, counted: Numbers, picks: Numbers) -> Figure:
    whole = picks @ counted
    return _figure((picks @ (right * counted)) / np.maximum(whole, 1.0))


def _macro_f1(told: Truth, truth: Truth, picks: Numbers) -> Figure:
    """Return the mean F1 over the categories that were decided at least once."""
    hits, said, meant = picks @ (told * truth), picks @ told, picks @ truth
    f1 = 2.0 * hits / np.maximum(said + meant, 1.0)
    there = meant > 0
    return _figure((f1 * there).sum(axis=1) / np.maximum(there.sum(axis=1), 1))


def _ece(chances: Numbers, truth: Truth, picks: Numbers) -> Figure:
    """Return the mean over bins of how far what was said is from what came true."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gap = np.zeros(len(picks))
    for number in range(BINS):
        inside = bins == number
        gap += np.abs(picks @ ((chances - truth) * inside).sum(axis=1))
    return _figure(gap / np.maximum(picks.sum(axis=1) * chances.shape[1], 1.0))


def _surest(certain: Numbers, share: float) -> Numbers:
    """Return 1 for the surest messages, 0 for the others."""
    order = np.argsort(-certain, kind="stable")
    surest = np.zeros(len(certain))
    surest[order[: max(1, int(len(order) * share))]] = 1.0
    return surest


def _category(number: int, told: Truth, truth: Truth) -> CategoryFigure:
    hits = float((told[:, number] * truth[:, number]).sum())
    said, meant = float(told[:, number].sum()), float(truth[:, number].sum())
    f1 = round(2.0 * hits / (said + meant), 4)
    return CategoryFigure(CATEGORIES[number], int(meant), int(hits), int(said - hits), f1)
