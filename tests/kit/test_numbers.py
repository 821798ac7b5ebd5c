"""Numbers as people read them: rounded, never cut, with a true minus."""

import pytest
from django.utils.translation import override

from sejuk.assess.forecast.web import words as forecast_words
from sejuk.assess.risk.web import words as risk_words
from sejuk.kit.numbers import rounded


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0.685, 2, "0,69"),
        (0.005, 2, "0,01"),
        (-0.4, 0, "0"),
        (-0.5, 0, "−1"),
        (-0.4, 1, "−0,4"),
        (-21, 0, "−21"),
        (1e-9, 3, "0,000"),
        (99.96, 1, "100,0"),
    ],
)
def test_a_number_is_rounded_and_keeps_its_sign(value, decimals, shown):
    with override("id"):
        assert rounded(value, decimals) == shown
    with override("en"):
        assert rounded(value, decimals) == shown.replace(",", ".")


def test_a_share_loses_nothing_on_its_way_through_hundredths():
    # 0.29 * 100 is a little less than 29.
    assert risk_words.percent(0.29) == forecast_words.percent(0.29) == "29\N{NO-BREAK SPACE}%"
