"""The index of villages as plain values: score, interval, chances, and exact parts."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sejuk.engines.warning.columns import refuse_personal_columns
from sejuk.engines.warning.indexing.normalising import Floats, Rows
from sejuk.engines.warning.indexing.plans import DRAWS, MIDDLE, VARIABLES
from sejuk.engines.warning.indexing.scoring import IndexArrays, index_arrays
from sejuk.engines.warning.indexing.standing import FACTORS
from sejuk.engines.warning.indexing.variables import (
    EQUAL_WEIGHTS,
    Indicator,
    Variable,
    completeness_grade,
)

DISTRICT_LENGTH = len("16.01")


@dataclass(frozen=True, slots=True)
class VariablePart:
    """
    What one known variable does to the index of a village.

    `standing` is where the village stands in its district, 0 the least and 1 the most vulnerable;
    `thousandths` is what that adds to, or takes from, the middle of 500.
    """

    variable: Variable
    standing: float
    thousandths: int


@dataclass(frozen=True, slots=True)
class VillageIndex:
    """
    The vulnerability index of a village in thousandths, 0 to 1000; None where too little is known.

    `low` and `high` bound it in 8 of 10 draws, `p_top_decile` is the share of draws in which it is
    among the most vulnerable tenth of its district. 500 and the parts sum to `thousandths`.
    `standings` tells for each known indicator where it stands, `sensitivity` for each factor what
    share of the score's variance over the draws it makes alone.
    """

    area_code: str
    thousandths: int | None
    low: int | None
    high: int | None
    p_top_decile: float | None
    completeness: float
    grade: str
    parts: tuple[VariablePart, ...]
    standings: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]
    sensitivity: tuple[tuple[str, float], ...]


def vulnerability_index(
    values: Mapping[str, Mapping[str, float | None]],
    *,
    indicators: Sequence[Indicator],
    weights: Mapping[Variable, float] = EQUAL_WEIGHTS,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[VillageIndex, ...]:
    """
    Return the index of each village in `values` (area code to indicator code to value), in order.

    The beginning of a code ("16.01") is its district: villages are compared with those of their own
    district alone. Indicators lie between 0 and 1 by their percentile there, ties averaged;
    indicators of a variable are averaged by their weights, variables joined by a weighted geometric
    mean with a floor of 0.01, so that calm in one cannot wipe out trouble in another. Peace
    capacity only lowers. What is missing is left out and the weights of what is known scaled up;
    below 60 % of the weight known there is no index. In each of `draws` draws the weights come from
    a Dirichlet distribution around those given, the normalisation is by percentile, min-max or
    normal score, the mean geometric or arithmetic, and a missing value is that of some other
    village of the district; a draw counts by the order that it puts the villages in.

    Equal rows have equal scores; their intervals differ by chance only where something is missing.
    One village alone stands in the middle of itself and is its own top tenth: it is compared with
    nobody. With no villages the answer is empty.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 4 to 7; Bawaslu's
    eight variables of vulnerable polling stations (2024). Floor, draws and grades are chosen.

    >>> boundary = Indicator("boundary_disputes", Variable.SECURITY)
    >>> first, second = vulnerability_index(
    ...     {"16.01.08.2018": {"boundary_disputes": 3}, "16.01.13.2001": {"boundary_disputes": 0}},
    ...     indicators=[boundary], weights={Variable.SECURITY: 1.0})
    >>> first.thousandths, first.parts[0].standing, first.grade, first.p_top_decile
    (750, 0.75, 'A', 1.0)

    :raises ValueError: for a value of an unknown indicator or that is not a finite number, two
        indicators of one code, weights below 0 or all 0 but that of peace, fewer than 1 draw
    :raises PersonalColumn: for an indicator whose code is about persons or profiles a community
    """
    if draws < 1:
        raise ValueError(f"{draws} draws tell nothing: give 1 or more.")
    found = index_arrays(
        _table(values, indicators),
        _districts(list(values)),
        indicators=indicators,
        weights=weights,
        draws=draws,
        seed=seed,
    )
    codes = [one.code for one in indicators]
    return tuple(_village(code, row, found, codes) for row, code in enumerate(values))


def _table(
    values: Mapping[str, Mapping[str, float | None]], indicators: Sequence[Indicator]
) -> Floats:
    codes = refuse_personal_columns([one.code for one in indicators])
    column_of = {code: column for column, code in enumerate(codes)}
    if len(column_of) < len(codes):
        raise ValueError("Two indicators have the same code.")
    table = np.full((len(values), len(codes)), np.nan)
    for row, (area, known) in enumerate(values.items()):
        for code, value in known.items():
            if code not in column_of:
                raise ValueError(f"{area} has a value of the unknown indicator {code}.")
            if value is not None:
                if not math.isfinite(value):
                    raise ValueError(f"{code} of {area} is not a number: {value}.")
                table[row, column_of[code]] = value
    return table


def _districts(codes: Sequence[str]) -> Rows:
    numbers = {
        district: number
        for number, district in enumerate(dict.fromkeys(code[:DISTRICT_LENGTH] for code in codes))
    }
    return np.array([numbers[code[:DISTRICT_LENGTH]] for code in codes], dtype=np.int64)


def _village(code: str, row: int, found: IndexArrays, indicators: Sequence[str]) -> VillageIndex:
    placed = found.placed[row].tolist()
    standings = tuple(
        (one, round(place, 4)) for one, place in zip(indicators, placed, strict=True) if place >= 0
    )
    missing = tuple(one for one, place in zip(indicators, placed, strict=True) if math.isnan(place))
    completeness = float(found.completeness[row])
    grade = completeness_grade(min(completeness, 1.0))
    score = float(found.score[row])
    if math.isnan(score):
        return VillageIndex(
            code, None, None, None, None, completeness, grade, (), standings, missing, ()
        )
    thousandths = round(score * 1000)
    sensitivity = zip(FACTORS, found.sensitivity[row].tolist(), strict=True)
    return VillageIndex(
        code,
        thousandths,
        min(round(float(found.low[row]) * 1000), thousandths),
        max(round(float(found.high[row]) * 1000), thousandths),
        round(float(found.p_top[row]), 4),
        completeness,
        grade,
        _parts(found.standing[row], found.parts[row], thousandths),
        standings,
        missing,
        tuple((factor, round(share, 4)) for factor, share in sensitivity),
    )


def _parts(standing: Floats, parts: Floats, thousandths: int) -> tuple[VariablePart, ...]:
    """Return the parts of the known variables, rounded so that they sum with 500 to the score."""
    known = [place for place, part in enumerate(parts.tolist()) if not math.isnan(part)]
    exact = [float(parts[place]) * 1000 for place in known]
    whole = [math.floor(one) for one in exact]
    # Largest remainders, as for votes; a part may be negative, so `shared_out` cannot do it.
    left = thousandths - round(MIDDLE * 1000) - sum(whole)
    order = sorted(range(len(known)), key=lambda at: whole[at] - exact[at])
    for at in order[:left]:
        whole[at] += 1
    return tuple(
        VariablePart(VARIABLES[place], round(float(standing[place]), 4), share)
        for place, share in zip(known, whole, strict=True)
    )
