"""The index: values worked by hand, the laws that it keeps, and a plain second computation."""

import math
from dataclasses import astuple, replace
from statistics import NormalDist, fmean, pstdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.warning.columns import PersonalColumn
from sejuk.engines.warning.indexing import (
    DIMENSION_OF,
    FACTORS,
    VARIABLES,
    Indicator,
    Variable,
    completeness_grade,
    index_arrays,
    vulnerability_index,
)
from sejuk.engines.warning.indexing.normalising import Normalisation, percentiles
from sejuk.engines.warning.indexing.plans import WAYS, draw_plan, layout_of

ONE_EACH = [
    Indicator(one.value, one, more_is_worse=one is not Variable.PEACE_CAPACITY) for one in Variable
]
RISKS = [one for one in Variable if one is not Variable.PEACE_CAPACITY]
FEW = 60

cells = st.none() | st.integers(-3, 6).map(float)
rows = st.lists(cells, min_size=len(ONE_EACH), max_size=len(ONE_EACH))
tables = st.lists(rows, min_size=1, max_size=14)
full_tables = st.lists(
    st.lists(st.integers(0, 4).map(float), min_size=10, max_size=10), min_size=1, max_size=14
)


def code(number: int, district: str = "16.01") -> str:
    return f"{district}.08.{2000 + number}"


def villages(table, district: str = "16.01"):
    return {
        code(number, district): {
            one.code: value for one, value in zip(ONE_EACH, row, strict=True) if value is not None
        }
        for number, row in enumerate(table)
    }


def index_of(table, *, draws: int = FEW, **named):
    return vulnerability_index(
        villages(table) if isinstance(table, list) else table,
        indicators=ONE_EACH,
        draws=draws,
        **named,
    )


# Worked by hand.


def test_two_variables_by_hand():
    # By percentiles 1/8, 3/8, 5/8, 7/8 in one and the reverse in the other.
    found = vulnerability_index(
        {code(n): {"security": n, "logistics": 3 - n} for n in range(4)},
        indicators=ONE_EACH,
        weights={Variable.SECURITY: 0.5, Variable.LOGISTICS: 0.5},
    )
    outer, inner = round(1000 * math.sqrt(7 / 64)), round(1000 * math.sqrt(15 / 64))
    assert [one.thousandths for one in found] == [outer, inner, inner, outer]
    # S - 1/2 = L * (ln(y/0.5) / 2 for each), with the logarithmic mean L of S and 1/2.
    mean = (outer / 1000 - 0.5) / math.log(outer / 500)
    assert [astuple(part)[1:] for part in found[0].parts] == [
        (0.125, round(1000 * mean * 0.5 * math.log(0.25))),
        (0.875, round(1000 * mean * 0.5 * math.log(1.75))),
    ]


def test_peace_lowers_by_its_share():
    weights = {Variable.SECURITY: 0.8, Variable.PEACE_CAPACITY: 0.2}
    [much, little] = vulnerability_index(
        {code(n): {"security": 1, "peace_capacity": 5 - n} for n in range(2)},
        indicators=ONE_EACH,
        weights=weights,
    )
    # y of peace is 1/4 where there is more of it, 3/4 where less; the exponent is 0.2 / 0.8.
    assert [much.thousandths, little.thousandths] == [
        round(500 * 0.25**0.25),
        round(500 * 0.75**0.25),
    ]
    [security, peace] = much.parts
    assert (security.thousandths, peace.thousandths) == (0, much.thousandths - 500)


def test_indicators_are_averaged_inside_their_variable():
    indicators = [
        Indicator("violence", Variable.SECURITY, weight=3),
        Indicator("threats", Variable.SECURITY),
    ]
    values = {code(n): {"violence": n, "threats": -n} for n in range(2)}
    found = vulnerability_index(values, indicators=indicators, weights={Variable.SECURITY: 1})
    assert [one.thousandths for one in found] == [375, 625]
    lacking = {**values, code(2): {"threats": 9}}
    third = vulnerability_index(lacking, indicators=indicators, weights={Variable.SECURITY: 1})[2]
    assert (third.thousandths, third.completeness, third.missing) == (None, 0.25, ("violence",))


@pytest.mark.parametrize(
    ("known", "grade", "has_score"), [(10, "A", True), (9, "A", True), (8, "B", True),
                                      (7, "C", True), (6, "C", True), (5, "D", False)]
)  # fmt: skip
def test_grades_follow_what_is_known(known, grade, has_score):
    table = [[1.0] * 10, [2.0] * known + [None] * (10 - known)]
    found = index_of(table)[1]
    assert (found.grade, found.thousandths is not None) == (grade, has_score)
    assert found.completeness == round(known / 10, 6)
    assert completeness_grade(found.completeness) == grade


def test_a_variable_without_any_indicator_counts_as_unknown():
    half = ONE_EACH[:5]
    values = {code(n): {one.code: n for one in half} for n in range(3)}
    found = vulnerability_index(values, indicators=half)
    assert {(one.thousandths, one.completeness, one.grade) for one in found} == {(None, 0.5, "D")}


def test_each_variable_tells_of_a_dimension():
    assert set(DIMENSION_OF) == set(Variable) == set(VARIABLES)
    assert set(DIMENSION_OF.values()) == {
        "social_political", "administration", "contestation", "participation",
    }  # fmt: skip


# Laws.


@settings(max_examples=12)
@given(tables)
def test_what_is_shown_holds_together(table):
    found = index_of(table)
    scored = [one for one in found if one.thousandths is not None]
    for one in found:
        assert {name for name, _ in one.standings} | set(one.missing) == {
            indicator.code for indicator in ONE_EACH
        }
        assert (one.thousandths is None) == (one.completeness < 0.6) == (one.grade == "D")
    for one in scored:
        assert 0 <= one.low <= one.thousandths <= one.high <= 1000
        assert one.thousandths == 500 + sum(part.thousandths for part in one.parts)
        assert all(0 <= share <= 1 for _, share in one.sensitivity)
    # The places in the top tenth are shared out, whoever is tied.
    places = math.ceil(len(scored) / 10)
    assert math.fsum(one.p_top_decile for one in scored) == pytest.approx(places, abs=0.01)


@settings(max_examples=8)
@given(tables, st.randoms(use_true_random=False))
def test_order_and_codes_of_villages_change_nothing(table, chance):
    numbers = chance.sample(range(len(table)), len(table))
    known = {one.area_code: replace(one, area_code="") for one in index_of(table)}
    shuffled = {code(n): villages(table)[code(n)] for n in numbers}
    again = {one.area_code: replace(one, area_code="") for one in index_of(shuffled)}
    renamed = index_of([table[n] for n in numbers])
    # Rows that are equal but for chance may have changed places among themselves.
    whole = [n for n in range(len(table)) if table.count(table[n]) == 1]
    assert all(again[code(n)] == known[code(n)] for n in whole)
    assert [renamed[numbers.index(n)].p_top_decile for n in whole] == [
        known[code(n)].p_top_decile for n in whole
    ]


@settings(max_examples=8)
@given(full_tables)
def test_each_village_twice_changes_no_score(table):
    once, twice = index_of(table), index_of([*table, *table])
    assert [one.thousandths for one in twice] == [one.thousandths for one in once] * 2
    first, second = twice[: len(table)], twice[len(table) :]
    assert [replace(one, area_code="") for one in first] == [
        replace(one, area_code="") for one in second
    ]


def test_a_village_split_into_two_equal_ones_moves_others_by_less_than_a_place():
    chance = np.random.default_rng(4)
    table = chance.normal(size=(40, 10)).tolist()
    before, after = index_of(table), index_of([*table, table[7]])
    assert replace(after[7], area_code="") == replace(after[40], area_code="")
    for one, two in zip(before, after, strict=False):
        assert all(
            abs(old.standing - new.standing) <= 1 / 40
            for old, new in zip(one.parts, two.parts, strict=True)
        )


@settings(max_examples=8)
@given(tables)
def test_districts_do_not_know_of_each_other(table):
    other = villages([[1.0] * 10, [2.0] * 10, [None] * 10], "16.09")
    alone, beside = index_of(villages(table)), index_of({**other, **villages(table)})
    assert beside[3:] == alone


@settings(max_examples=8)
@given(full_tables)
def test_a_scale_that_keeps_the_order_keeps_the_score(table):
    bent = [[math.exp(value) for value in row] for row in table]
    assert [one.thousandths for one in index_of(bent)] == [
        one.thousandths for one in index_of(table)
    ]


@settings(max_examples=10)
@given(full_tables, st.integers(0, 8), st.integers(1, 3))
def test_more_of_a_bad_thing_never_lowers(table, column, more):
    worse = [[*row] for row in table]
    worse[0][column] += more
    assert index_of(worse)[0].thousandths >= index_of(table)[0].thousandths


@settings(max_examples=10)
@given(full_tables)
def test_peace_only_lowers(table):
    silent = [[*row[:9], None] for row in table]
    for with_peace, without in zip(index_of(table), index_of(silent), strict=True):
        assert with_peace.thousandths <= without.thousandths


def test_missing_is_neither_nought_nor_certain():
    chance = np.random.default_rng(2)
    table = chance.normal(size=(60, 10)).tolist()
    whole = index_of(table, draws=500)[5]
    lacking = index_of([*table[:5], [None] * 3 + table[5][3:], *table[6:]], draws=500)[5]
    assert lacking.completeness == 0.7
    assert lacking.high - lacking.low > whole.high - whole.low
    assert lacking.low > 0


def test_the_same_seed_tells_the_same_and_another_nearly():
    table = np.random.default_rng(3).normal(size=(80, 10)).tolist()
    first, again, other = (index_of(table, draws=500, seed=seed) for seed in (1, 1, 2))
    assert first == again != other
    assert [one.thousandths for one in first] == [one.thousandths for one in other]
    far = [abs(a.p_top_decile - b.p_top_decile) for a, b in zip(first, other, strict=True)]
    assert max(far) < 0.1


def test_a_variable_without_weight_moves_nothing():
    table = np.random.default_rng(5).normal(size=(30, 10)).tolist()
    weights = {**dict.fromkeys(RISKS, 0.1), Variable.SECURITY: 0.0}
    sensitivity = dict(index_of(table, draws=200, weights=weights)[3].sensitivity)
    assert sensitivity["security"] == sensitivity["peace_capacity"] == 0
    assert set(sensitivity) == set(FACTORS)


def test_what_tells_villages_apart_is_what_moves_them():
    # All alike but for one variable: its weight decides nothing about the order, others less.
    alike = [[1.0] * 9 + [float(n)] for n in range(20)]
    assert {one.high - one.low for one in index_of(alike, draws=200)} == {0}
    # Two variables that say the opposite: their two weights decide, and no other's.
    against = [[float(n), float(19 - n), *([1.0] * 8)] for n in range(20)]
    shares = dict(index_of(against, draws=500)[0].sensitivity)
    assert min(shares["voter_roll"], shares["security"]) > 0.2
    others = {
        name: share for name, share in shares.items() if name not in {"voter_roll", "security"}
    }
    assert max(others.values()) < 0.1


# A second computation, as plain as can be.


def plainly_placed(known: list[float], how: Normalisation, *, more_is_worse: bool) -> list[float]:
    if how is Normalisation.PERCENTILE:
        placed = [
            (sum(o < x for o in known) + sum(o == x for o in known) / 2) / len(known) for x in known
        ]
    elif max(known) == min(known):
        placed = [0.5] * len(known)
    elif how is Normalisation.MIN_MAX:
        placed = [(x - min(known)) / (max(known) - min(known)) for x in known]
    else:
        normal = NormalDist(fmean(known), pstdev(known))
        placed = [normal.cdf(x) for x in known]
    return placed if more_is_worse else [1 - x for x in placed]


def plain_score(standing: list[float], weights: list[float], mean: str) -> float:
    *risks, peace = [max(x, 0.01) for x in standing]
    *shares, lowering = weights
    if mean == "geometric":
        score = math.exp(
            sum(w * math.log(x) for w, x in zip(shares, risks, strict=True)) / sum(shares)
        )
    else:
        score = sum(w * x for w, x in zip(shares, risks, strict=True)) / sum(shares)
    return score * peace ** min(1, lowering / sum(shares))


def plain_draw(table, draw: int, plan) -> list[float]:
    how, mean = WAYS[plan.way[draw]]
    columns = [
        plainly_placed([row[n] for row in table], how, more_is_worse=one.more_is_worse)
        for n, one in enumerate(ONE_EACH)
    ]
    weights = plan.weights[draw].tolist()
    return [plain_score(list(one), weights, mean) for one in zip(*columns, strict=True)]


def plainly_taken(scores: list[float], nominal: list[float]) -> tuple[list[float], list[float]]:
    """The k-th of a draw takes the k-th of the scores; equal ones share."""
    count, by_score = len(scores), sorted(nominal)
    taken, top = [], []
    for score in scores:
        below = sum(o < score and not math.isclose(o, score, rel_tol=1e-9) for o in scores)
        equal = sum(math.isclose(o, score, rel_tol=1e-9) for o in scores)
        taken.append(fmean(by_score[below : below + equal]))
        places = range(below, below + equal)
        top.append(fmean(place >= count - math.ceil(count / 10) for place in places))
    return taken, top


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9).map(float), min_size=10, max_size=10),
                min_size=3, max_size=12), st.integers(0, 99))  # fmt: skip
def test_a_plain_computation_comes_to_the_same(table, seed):
    weights = {one: 1.0 + place % 3 for place, one in enumerate(Variable)}
    plan = draw_plan(layout_of(ONE_EACH, weights), draws=FEW, seed=seed)
    found = index_of(table, weights=weights, seed=seed)
    stands = [
        plainly_placed([row[n] for row in table], Normalisation.PERCENTILE, more_is_worse=n != 9)
        for n in range(10)
    ]
    shares = [weights[one] for one in Variable]
    nominal = [plain_score(list(one), shares, "geometric") for one in zip(*stands, strict=True)]
    assert [one.thousandths for one in found] == pytest.approx([1000 * x for x in nominal], abs=0.6)
    runs = [plainly_taken(plain_draw(table, draw, plan), nominal) for draw in range(FEW)]
    for row, one in enumerate(found):
        taken = sorted(run[0][row] for run in runs)
        low, high = min(taken[6], nominal[row]), max(taken[-7], nominal[row])
        assert (one.low, one.high) == pytest.approx((1000 * low, 1000 * high), abs=1)
        assert one.p_top_decile == pytest.approx(fmean(run[1][row] for run in runs), abs=1e-3)


def test_percentiles_are_those_of_the_handbook():
    # OECD/JRC handbook, step 5: ranks; as percentiles 1..5 lie in the middles of five fifths.
    assert percentiles(np.arange(5.0)) == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])


# What it answers and what it refuses.


def test_no_village_one_village_equal_villages_and_nothing_known():
    assert index_of([]) == ()
    [lone] = index_of([[3.0] * 10])
    assert (lone.p_top_decile, lone.low) == (1.0, lone.high)
    equal = index_of([[3.0] * 10 for _ in range(20)])
    assert {(one.low, one.high, one.p_top_decile) for one in equal} == {
        (lone.thousandths, lone.thousandths, 0.1)
    }
    for few in (2, 3, 7, 20):
        for one in index_of([[3.0] * 10 for _ in range(few)]):
            assert {share for _, share in one.sensitivity} == {0.0}  # rounding moves nothing
    assert {one.thousandths for one in index_of([[None] * 10 for _ in range(3)])} == {None}


def test_values_below_nought_and_huge_ones_are_values():
    # The largest is far from the second: both are neighbours by percentile, and neither is lost.
    found = index_of([[-1e308] * 10, [0.0] * 10, [1e308] * 10])
    assert [one.parts[0].standing for one in found] == [0.1667, 0.5, 0.8333]
    assert all(one.low is not None for one in found)


@pytest.mark.parametrize(
    ("row", "named", "complaint"),
    [
        ({"shoe_size": 1.0}, {}, "unknown indicator"),
        ({"security": math.nan}, {}, "not a number"),
        ({"security": math.inf}, {}, "not a number"),
        ({}, {"weights": {Variable.SECURITY: -1.0}}, "0 or more"),
        ({}, {"weights": {Variable.SECURITY: math.nan}}, "0 or more"),
        ({}, {"weights": {Variable.PEACE_CAPACITY: 1.0}}, "besides peace"),
        ({}, {"draws": 0}, "1 or more"),
    ],
)
def test_nonsense_is_refused(row, named, complaint):
    with pytest.raises(ValueError, match=complaint):
        index_of({code(0): row}, **named)


@pytest.mark.parametrize("name", ["nik", "nama_warga", "no_hp", "suku", "agama", "suara_partai"])
def test_persons_and_communities_are_refused(name):
    with pytest.raises(PersonalColumn):
        vulnerability_index({}, indicators=[Indicator(name, Variable.SECURITY)])


def test_an_indicator_is_named_once():
    with pytest.raises(ValueError, match="same code"):
        vulnerability_index({}, indicators=[ONE_EACH[0], ONE_EACH[0]])


@pytest.mark.parametrize(
    "fields", [{"weight": 0.0}, {"weight": math.nan}, {"bounds": (1.0, 1.0)}, {"bounds": (2, 1)}]
)
def test_an_indicator_of_nonsense_is_refused(fields):
    with pytest.raises(ValueError, match="must"):
        Indicator("margin", Variable.SECURITY, **fields)


def test_arrays_take_what_is_missing_and_refuse_the_infinite():
    values = np.array([[1.0, np.nan], [2.0, 3.0], [np.nan, np.nan]])
    two = [Indicator("a", Variable.SECURITY), Indicator("b", Variable.SECURITY)]
    found = index_arrays(
        values, np.zeros(3, dtype=int), indicators=two, weights={Variable.SECURITY: 1}, draws=FEW
    )
    assert np.isnan(found.score).tolist() == [True, False, True]
    with pytest.raises(ValueError, match="not a number"):
        index_arrays(values * np.inf, np.zeros(3, dtype=int), indicators=two)
