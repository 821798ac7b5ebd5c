"""
Before and after, against places where nothing was done: a ratio of two ratios of counts.

Sightings are counts. Let villages hear a rumour `t0` times in the days before its answer is carried
there and `t1` times in as many days after, and comparable villages, to which nobody went, `c0` and
`c1` times. If the counts are Poisson with rates of their own, then given the four margins `t1` has
Fisher's noncentral hypergeometric distribution, whose one parameter is (t1/t0)/(c1/c0) of the
rates: what carrying did beyond what happened anyway (difference in differences on the log scale).
The interval is the exact one of that distribution (Cornfield 1956; as R's `fisher.test`), so it
holds for few sightings too; lengths of the days cancel, since both groups look at the same ones.

It supposes that sightings come one by one. Where one telling brings several the truth is wider, and
villages that were chosen because they were hot cool by themselves: compare like with like.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from scipy.stats.contingency import odds_ratio

# Chosen: with fewer even the widest change stays within the interval, so that nothing can be said.
FEWEST_TREATED = 5
FEWEST_COMPARED = 3


class EffectCode(StrEnum):
    """What can be said. Pages translate by these codes."""

    FELL = "fell"
    ROSE = "rose"
    UNCLEAR = "unclear"  # the interval holds 1
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """How often something was heard in some days, and in as many days afterwards."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Effect:
    """
    The ratio of both changes with its interval; None where it has no end, or nothing is known.

    0.4 says: heard four tenths as often as what the others did would let expect.
    """

    code: EffectCode
    ratio: float | None
    low: float | None
    high: float | None
    confidence: float
    treated: BeforeAfter
    compared: BeforeAfter


def effect_of(treated: BeforeAfter, compared: BeforeAfter, *, confidence: float = 0.95) -> Effect:
    """
    Return what became of sightings where something was done, against where nothing was.

    :raises ValueError: for a count below 0, or a confidence that lies not between 0 and 1

    >>> effect = effect_of(BeforeAfter(24, 4), BeforeAfter(20, 18))
    >>> effect.code.value, round(effect.ratio, 2), round(effect.low, 2), round(effect.high, 2)
    ('fell', 0.19, 0.04, 0.7)
    >>> effect_of(BeforeAfter(3, 1), BeforeAfter(20, 18)).code.value
    'too_little'
    """
    counts = (treated.after, treated.before, compared.after, compared.before)
    if min(counts) < 0:
        raise ValueError("a count is 0 or more")
    if not 0 < confidence < 1:
        raise ValueError("the confidence lies between 0 and 1")
    is_enough = (
        treated.before + treated.after >= FEWEST_TREATED
        and compared.before + compared.after >= FEWEST_COMPARED
    )
    # Without any change in time there is nothing to compare.
    if not is_enough or not treated.before + compared.before or not treated.after + compared.after:
        return Effect(EffectCode.TOO_LITTLE, None, None, None, confidence, treated, compared)
    found = odds_ratio([list(counts[:2]), list(counts[2:])], kind="conditional")
    interval = found.confidence_interval(confidence_level=confidence)
    low, high = float(interval.low), float(interval.high)
    return Effect(
        _code(low, high),
        _finite(float(found.statistic)),
        _finite(low),
        _finite(high),
        confidence,
        treated,
        compared,
    )


def _code(low: float, high: float) -> EffectCode:
    if high < 1:
        return EffectCode.FELL
    return EffectCode.ROSE if low > 1 else EffectCode.UNCLEAR


def _finite(value: float) -> float | None:
    return value if isfinite(value) and value < inf else None
