"""Bands and levels of a temperature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning import band_of, level_of


def test_the_bands_begin_where_they_should():
    edges = [(0, "sejuk"), (249, "sejuk"), (250, "hangat"), (500, "panas"), (750, "kritis")]
    assert [(tenths, str(band_of(tenths))) for tenths, _ in edges] == edges


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_a_level_goes_up_at_once_and_down_after_two_days(days):
    level = level_of(days)
    bands = [band_of(one) for one in days]
    order = list(type(level))
    assert order.index(level) == max(order.index(band) for band in bands[-3:])


def test_no_day_has_no_level():
    with pytest.raises(ValueError, match="at least one day"):
        level_of([])
