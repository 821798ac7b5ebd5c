"""Temperature: what it refuses, and what it withstands."""

import math
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from sejuk.engines.warning import falsehoods, temperature, temperatures
from sejuk.engines.warning.warming import Pieces, as_claim, day_of, tenths_of_places
from tests.engines.warning.evidence import ELSEWHERE, NOW, PLACE, a_piece


@pytest.mark.parametrize(
    "fields",
    [{"severity": 5}, {"source_grade": "G"}, {"content_grade": 0},
     {"settled_at": datetime(2024, 11, 5)}],  # noqa: DTZ001 - that is the point
)  # fmt: skip
def test_evidence_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValueError, match=r"There is no|time zone"):
        a_piece(**fields)


def test_one_temperature_is_of_one_area_and_corrected_within_reason():
    with pytest.raises(ValueError, match="one area"):
        temperature([a_piece(), a_piece(area_code=ELSEWHERE)], at=NOW)
    with pytest.raises(ValueError, match="one area"):
        falsehoods([a_piece(content_grade=5), a_piece("b", content_grade=5, area_code="x")], at=NOW)
    for propensity in (0.0, -1.0, 2.1, math.nan):
        with pytest.raises(ValueError, match=r"between 0\.5 and 2"):
            temperature([], at=NOW, propensity=propensity)


def test_evidence_about_an_unknown_area_is_not_lost_in_silence():
    with pytest.raises(ValueError, match=r"unknown areas: 16\.01\.08\.2018"):
        temperatures([a_piece()], places=[ELSEWHERE], instants=[NOW])


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [("severity", 0, "severity"), ("weight", 1.5, "weight"), ("weight", math.nan, "weight"),
     ("half_life", 0.0, "half-life"), ("heard", math.nan, "day")],
)  # fmt: skip
def test_columns_of_nonsense_are_refused(column, value, complaint):
    good = Pieces.of([a_piece()], [PLACE], as_claim)
    with pytest.raises(ValueError, match=complaint):
        replace(good, **{column: np.array([value])})


@pytest.mark.slow
def test_a_million_signals_in_one_village_are_one_number():
    count = 1_000_000
    rng = np.random.default_rng(5)
    heard = day_of(NOW) - rng.uniform(0, 60, count)
    nothing = np.full(count, np.inf)
    flood = Pieces(
        np.zeros(count, dtype=np.intp), np.arange(count) % 997, np.arange(count) % 89,
        rng.integers(1, 5, count), np.full(count, 0.15), np.full(count, 3.0), heard, nothing,
        heard, nothing, np.zeros(count, dtype=bool),
    )  # fmt: skip
    assert tenths_of_places(flood, 1, np.array([day_of(NOW)])).tolist() == [[405]]
