"""Warning: the sharing out of whole numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning.shares import shared_out

# The sharing out of tenths.


@given(st.integers(0, 1000), st.lists(st.floats(0, 1e6), min_size=1, max_size=9))
def test_shares_sum_and_stay_within_one_of_their_quota(total, parts):
    if not any(parts):
        parts = [1.0, *parts]
    shares = shared_out(total, parts)
    assert sum(shares) == total
    for share, part in zip(shares, parts, strict=True):
        assert abs(share - part * total / sum(parts)) < 1.000001


@pytest.mark.parametrize(("total", "parts"), [(1, []), (1, [0.0]), (1, [2.0, -1.0])])
def test_nothing_cannot_be_shared_out(total, parts):
    with pytest.raises(ValueError, match=r"nothing|negative"):
        shared_out(total, parts)
