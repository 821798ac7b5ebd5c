"""The interval of an effect against sums of binomials that anybody can follow."""

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage import BeforeAfter, EffectCode, effect_of

COUNTS = st.integers(0, 12)


def chance_of_at_most(after: int, treated: int, compared: int, late: int, odds: float) -> float:
    """Return the chance of so few afterwards under an odds ratio: Fisher's noncentral, summed."""
    terms = {
        count: comb(treated, count) * comb(compared, late - count) * odds**count
        for count in range(max(0, late - compared), min(treated, late) + 1)
    }
    return sum(term for count, term in terms.items() if count <= after) / sum(terms.values())


@settings(max_examples=25, deadline=None)
@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_ends_of_the_interval_leave_two_and_a_half_percent_each(t0, t1, c0, c1):
    effect = effect_of(BeforeAfter(t0, t1), BeforeAfter(c0, c1))
    if effect.code is EffectCode.TOO_LITTLE:
        assert effect.ratio is effect.low is effect.high is None
        return
    margins = (t0 + t1, c0 + c1, t1 + c1)
    if effect.high is not None and effect.high > 0:
        assert chance_of_at_most(t1, *margins, effect.high) == pytest.approx(0.025, rel=1e-4)
    if effect.low:
        assert 1 - chance_of_at_most(t1 - 1, *margins, effect.low) == pytest.approx(0.025, rel=1e-4)
    mirrored = effect_of(BeforeAfter(c0, c1), BeforeAfter(t0, t1))
    swapped = {EffectCode.FELL: EffectCode.ROSE, EffectCode.ROSE: EffectCode.FELL}
    if mirrored.code is not EffectCode.TOO_LITTLE:
        assert mirrored.code is swapped.get(effect.code, effect.code)


def test_a_count_below_nothing_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        effect_of(BeforeAfter(-1, 0), BeforeAfter(1, 1))
    with pytest.raises(ValueError, match="between 0 and 1"):
        effect_of(BeforeAfter(1, 0), BeforeAfter(1, 1), confidence=1)
