"""What a message may be about, with a probability and the words that spoke for it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sejuk.engines.triage.sorting.categories import CATEGORIES, PLACE_OF, Category
from sejuk.engines.triage.sorting.matching import RuleHit, sorted_by_rules

NOTHING_HEARD = -3.0
"""Log odds of a category of which no rule speaks; chosen: 1 in 21, as there are 17 categories."""
MOST_LOG_ODDS = 4.0
"""However many rules speak, they are no more sure than this (0.98); chosen."""

LIKELY = 0.5
"""Likelier than not."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the message and how much they add, in log odds; `rule` where a rule found them."""

    words: str
    weight: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CategoryGuess:
    """
    A category with its probability and the strongest reasons first.

    `is_proposed`: to be preselected. Others are shown because a rule speaks for them, or because
    nothing is sure enough to be proposed.
    """

    category: Category
    probability: float
    reasons: tuple[Reason, ...]
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """
    What a message may be about, what is proposed first. Who reads it decides.

    `abstains`: too unsure; the guesses are shown all the same, and none is proposed.
    """

    categories: tuple[CategoryGuess, ...]
    abstains: bool


def rule_scores(hits: Sequence[RuleHit]) -> list[float]:
    """
    Return the log odds of each category by the rules alone, in the order of `CATEGORIES`.

    >>> [round(one, 1) for one in rule_scores(sorted_by_rules("banjir di dekat TPS")) if one > -3]
    [2.0]
    """
    scores = [NOTHING_HEARD] * len(CATEGORIES)
    for hit in hits:
        scores[PLACE_OF[hit.category]] += hit.weight
    return [min(score, MOST_LOG_ODDS) for score in scores]


def suggested_by_rules(text: str) -> Suggested:
    """
    Return what the rules alone suggest: what is likelier than not; nothing heard abstains.

    >>> found = suggested_by_rules("Katonyo surat suaro lah dicoblos galo")
    >>> [str(one.category) for one in found.categories], found.abstains
    (['logistik', 'rumor'], False)
    """
    hits = sorted_by_rules(text)
    guesses = []
    for category, score in zip(CATEGORIES, rule_scores(hits), strict=True):
        reasons = tuple(
            Reason(hit.words, hit.weight, hit.rule)
            for hit in sorted(hits, key=lambda one: -one.weight)
            if hit.category is category
        )
        if reasons:
            chance = 1.0 / (1.0 + math.exp(-score))
            guesses.append(CategoryGuess(category, chance, reasons, chance > LIKELY))
    likely = tuple(sorted(guesses, key=lambda one: -one.probability))
    return Suggested(likely, abstains=not any(one.is_proposed for one in likely))
