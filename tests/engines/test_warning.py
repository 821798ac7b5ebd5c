"""Warning: hand-worked values, and the laws that a temperature and an index must keep."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning import (
    HALF_LIFE_DAYS,
    SEVERITY_WEIGHTS,
    Band,
    ContributionKind,
    Dimension,
    Evidence,
    EvidenceKind,
    IndexPart,
    Indicator,
    band_of,
    explained_temperatures,
    temperature,
    temperatures,
    verification_weight,
    vulnerability_index,
    what_would_cool,
)
from sejuk.engines.warning.shares import shared_out

NOW = datetime(2024, 11, 5, 1, tzinfo=UTC)
PLACE = "16.01.08.2018"
NO_INDEX = IndexPart(0.0)


def a_piece(reference: str = "s-1", *, days_old: float = 0.0, **fields) -> Evidence:
    wanted = {"area_code": PLACE, "kind": EvidenceKind.RUMOUR, "severity": 2, **fields}
    return Evidence(reference=reference, heard_at=NOW - timedelta(days=days_old), **wanted)


def degrees(*pieces: Evidence, index: IndexPart = NO_INDEX) -> float:
    return temperature(pieces, index=index, at=NOW).degrees


hours = st.integers(-48, 24 * 40)
maybe_instants = st.none() | hours.map(lambda ago: NOW - timedelta(hours=ago))
pieces = st.builds(
    Evidence,
    reference=st.uuids().map(str),
    area_code=st.just(PLACE),
    kind=st.sampled_from(EvidenceKind),
    severity=st.sampled_from(sorted(SEVERITY_WEIGHTS)),
    heard_at=hours.map(lambda ago: NOW - timedelta(hours=ago)),
    source_grade=st.sampled_from("ABCDEF"),
    content_grade=st.integers(1, 6),
    cluster=st.sampled_from(["", "ballots", "boundary"]),
    source=st.sampled_from(["", "kades", "warung"]),
    settled_at=maybe_instants,
    refuted_at=maybe_instants,
)
heaps = st.lists(pieces, max_size=8)
indices = st.builds(IndexPart, st.none() | st.floats(0, 1))


# Known values, worked by hand from the formula.


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], 0.0),
        ([a_piece()], 5.1),
        ([a_piece(severity=1)], 2.6),
        ([a_piece(kind=EvidenceKind.INCIDENT, severity=3, content_grade=1)], 50.0),
        ([a_piece(kind=EvidenceKind.INCIDENT, severity=3, content_grade=1, days_old=10)], 29.3),
        ([a_piece(kind=EvidenceKind.INCIDENT, severity=4, content_grade=1)], 75.0),
        ([a_piece(f"{n}", severity=3, cluster="c", source=f"{n}", content_grade=2)
          for n in range(3)], 40.5),
        ([a_piece("a", severity=3, content_grade=1), a_piece("b", severity=4, content_grade=1)],
         87.5),
        ([a_piece(kind=EvidenceKind.NOTICE, severity=4, content_grade=1)], 0.0),
    ],
)  # fmt: skip
def test_temperatures_worked_by_hand(evidence, expected):
    assert degrees(*evidence) == expected


def test_the_bands_begin_where_they_should():
    edges = [(0, "sejuk"), (249, "sejuk"), (250, "hangat"), (500, "panas"), (750, "kritis")]
    assert [(tenths, str(band_of(tenths))) for tenths, _ in edges] == edges


def test_structure_alone_never_leaves_sejuk():
    found = temperature([], index=IndexPart(1.0), at=NOW)
    assert (found.degrees, found.band) == (15.0, Band.SEJUK)


def test_an_unknown_index_adds_nothing_and_is_said_to_be_unknown():
    found = temperature([a_piece()], index=IndexPart(None), at=NOW)
    assert (found.degrees, found.index_is_known) == (5.1, False)


def test_there_is_no_kind_of_evidence_for_an_activity():
    assert {kind.value for kind in EvidenceKind} == {
        "rumour", "report", "observation", "incident", "concern", "notice",
    }  # fmt: skip


# Laws of the temperature.


@given(heaps, indices)
def test_the_parts_sum_to_the_temperature_exactly(heap, index):
    found = temperature(heap, index=index, at=NOW)
    assert sum(part.tenths for part in found.contributions) == found.tenths
    assert 0 <= found.tenths <= 1000


@given(heaps, indices, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_changes_nothing(heap, index, chance):
    shuffled = chance.sample(heap, len(heap))
    assert temperature(shuffled, index=index, at=NOW) == temperature(heap, index=index, at=NOW)


@given(heaps, indices)
def test_one_place_and_many_places_give_the_same_number(heap, index):
    instants = [NOW + timedelta(days=day) for day in range(-3, 4)]
    elsewhere = [replace(piece, area_code="16.01.13.2001") for piece in heap[::2]]
    grid = temperatures(
        [*heap, *elsewhere],
        places={"16.01": NO_INDEX, "16.01.13.2001": index, PLACE: index},
        instants=instants,
    ).by_area()
    assert grid[PLACE] == tuple(temperature(heap, index=index, at=at).tenths for at in instants)
    assert grid["16.01"] == (0,) * 7


@given(heaps, indices)
def test_many_places_are_explained_as_each_of_them_is(heap, index):
    elsewhere = [replace(piece, area_code="16.01.13.2001") for piece in heap[::2]]
    places = {"16.01": index, "16.01.13.2001": NO_INDEX, PLACE: index}
    explained = explained_temperatures([*heap, *elsewhere], places=places, at=NOW)
    assert explained == tuple(
        temperature(pieces, index=places[code], at=NOW)
        for code, pieces in zip(places, ([], elsewhere, heap), strict=True)
    )


@given(heaps, indices, st.integers(2, 20))
def test_saying_the_same_thing_again_changes_nothing(heap, index, times):
    again = [replace(piece, reference=f"{piece.reference}-{n}") for n in range(times)
             for piece in heap if piece.cluster]  # fmt: skip
    once = temperature(heap, index=index, at=NOW).tenths
    assert temperature([*heap, *again], index=index, at=NOW).tenths == once


@given(heaps, pieces, indices)
def test_more_evidence_never_cools(heap, piece, index):
    before = temperature(heap, index=index, at=NOW).tenths
    assert temperature([*heap, piece], index=index, at=NOW).tenths >= before


@given(heaps, pieces, indices)
def test_higher_severity_never_cools(heap, piece, index):
    found = [
        temperature([*heap, replace(piece, severity=severity)], index=index, at=NOW).tenths
        for severity in sorted(SEVERITY_WEIGHTS)
    ]
    assert found == sorted(found)


@given(heaps, pieces, indices)
def test_better_confirmed_never_cools(heap, piece, index):
    by_weight = [5, 4, 6, 3, 2, 1]
    found = [
        temperature([*heap, replace(piece, content_grade=grade)], index=index, at=NOW).tenths
        for grade in by_weight
    ]
    assert found == sorted(found)


@given(heaps, pieces, indices)
def test_refuted_evidence_adds_nothing(heap, piece, index):
    refuted = replace(piece, refuted_at=NOW)
    without = temperature(heap, index=index, at=NOW)
    assert temperature([*heap, refuted], index=index, at=NOW) == without


@given(heaps, pieces, indices)
def test_what_is_heard_later_does_not_count_yet(heap, piece, index):
    later = replace(piece, heard_at=NOW + timedelta(seconds=1))
    assert temperature([*heap, later], index=index, at=NOW) == temperature(
        heap, index=index, at=NOW
    )


@given(heaps, pieces, indices, st.integers(0, 240))
def test_settling_never_warms_and_the_settled_fades(heap, piece, index, hours_later):
    at = NOW + timedelta(hours=hours_later)
    left_open = [*heap, replace(piece, settled_at=None)]
    settled = [*heap, replace(piece, settled_at=NOW)]
    assert (
        temperature(settled, index=index, at=at).tenths
        <= temperature(left_open, index=index, at=at).tenths
    )


def test_a_settled_matter_halves_in_a_day_and_is_gone_in_ten():
    brawl = a_piece(kind=EvidenceKind.INCIDENT, severity=3, content_grade=1, settled_at=NOW)
    found = [
        temperature([brawl], index=NO_INDEX, at=NOW + timedelta(days=day)).degrees
        for day in (0, 1, 2, 10)
    ]
    assert found == [50.0, 29.3, 15.9, 0.1]


@given(heaps)
def test_nothing_new_means_never_warmer_tomorrow(heap):
    known = [piece for piece in heap if piece.heard_at <= NOW]
    tomorrow = temperature(known, index=NO_INDEX, at=NOW + timedelta(days=1)).tenths
    assert tomorrow <= temperature(known, index=NO_INDEX, at=NOW).tenths


@given(heaps, st.floats(0, 1))
def test_a_flood_of_unverified_evidence_stays_below_panas(heap, index):
    flood = [
        replace(piece, content_grade=max(piece.content_grade, 2), reference=f"{n}-{m}",
                source=f"{n}", cluster=f"{n % 7}", settled_at=None, refuted_at=None)
        for n in range(9) for m, piece in enumerate(heap)
    ]  # fmt: skip
    alone = temperature(flood, index=NO_INDEX, at=NOW)
    assert alone.tenths <= 405
    assert temperature(flood, index=IndexPart(index), at=NOW).tenths < 500


def test_a_flood_cannot_ride_on_one_small_confirmed_thing():
    true = a_piece("true", severity=1, content_grade=1, cluster="c", source="kades")
    flood = [a_piece(f"{n}", severity=4, cluster="c", source=f"{n}") for n in range(50)]
    found = temperature([true, *flood], index=NO_INDEX, at=NOW)
    assert found.degrees == 50.0  # S = 1 + the cap of 3
    assert found.is_capped
    [own] = [part for part in found.contributions if part.reference == "true"]
    assert (own.degrees, own.is_verified) == (12.5, True)


def test_independent_sources_count_as_a_noisy_or_and_unnamed_ones_as_one():
    named = [a_piece(f"{n}", cluster="c", source=f"{n}", severity=1) for n in range(3)]
    unnamed = [replace(piece, source="") for piece in named]
    assert degrees(*named) == 6.5  # S = 1 - 0.85^3 = 0.386
    assert degrees(*unnamed) == degrees(named[0]) == 2.6


def test_settled_contributions_say_so():
    piece = a_piece(content_grade=1, settled_at=NOW - timedelta(hours=1))
    part = temperature([piece], index=NO_INDEX, at=NOW).contributions[0]
    assert (part.is_settled, part.kind) == (True, ContributionKind.EVIDENCE)


# What it refuses.


@pytest.mark.parametrize(
    "fields",
    [{"severity": 5}, {"source_grade": "G"}, {"content_grade": 0},
     {"settled_at": datetime(2024, 11, 5)}],  # noqa: DTZ001 - that is the point
)  # fmt: skip
def test_evidence_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValueError, match=r"There is no|time zone"):
        a_piece(**fields)


def test_one_temperature_is_of_one_area():
    with pytest.raises(ValueError, match="one area"):
        temperature([a_piece(), a_piece(area_code="16.01.13")], index=NO_INDEX, at=NOW)


def test_evidence_about_an_unknown_area_is_not_lost_in_silence():
    with pytest.raises(ValueError, match=r"unknown areas: 16\.01\.08\.2018"):
        temperatures([a_piece()], places={"16.01.13": NO_INDEX}, instants=[NOW])


def test_an_index_beyond_its_scale_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        IndexPart(1.01)


def test_the_table_of_weights_is_the_one_in_the_docstring():
    text = verification_weight.__doc__ or ""
    lines = [line.split() for line in text.splitlines() if "0." in line and "1.00" in line]
    rows = {line[0]: line[-6:] for line in lines}
    assert set(rows) == set("ABCDEF")
    for source, weights in rows.items():
        assert [float(weight) for weight in weights] == [
            verification_weight(source, content) for content in range(1, 7)
        ]


# Changes, and what would cool.


@given(heaps, indices)
def test_refuting_and_settling_never_warm(heap, index):
    for cooling in what_would_cool(heap, index=index, at=NOW):
        assert cooling.references
        assert cooling.if_refuted_tenths >= 0
        assert cooling.if_settled_tenths >= 0


def test_refuting_brings_what_it_says():
    rumours = [a_piece(f"{n}", cluster="ballots", source=f"{n}", severity=3) for n in range(3)]
    brawl = a_piece("brawl", kind=EvidenceKind.INCIDENT, severity=3, content_grade=1)
    old = a_piece("old", settled_at=NOW - timedelta(days=1))
    all_of_it = [*rumours, brawl, old]
    first, second = what_would_cool(all_of_it, index=NO_INDEX, at=NOW)
    assert (first.references, second.references) == (("brawl",), ("0", "1", "2"))
    whole = temperature(all_of_it, index=NO_INDEX, at=NOW).tenths
    without = temperature([brawl, old], index=NO_INDEX, at=NOW).tenths
    assert second.if_refuted_tenths == whole - without


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


# The vulnerability index.

INDICATORS = [
    Indicator("incidents", Dimension.SOCIAL_POLITICAL, weight=2.0, bounds=(0, 10)),
    Indicator("boundary", Dimension.SOCIAL_POLITICAL, bounds=(0, 1)),
    Indicator("roll_errors", Dimension.ADMINISTRATION),
    Indicator("margin", Dimension.CONTESTATION, more_is_worse=False),
    Indicator("turnout", Dimension.PARTICIPATION, more_is_worse=False, bounds=(0, 100)),
]
codes = [indicator.code for indicator in INDICATORS]
tables = st.dictionaries(
    st.integers(2001, 2030).map(lambda village: f"16.01.08.{village}"),
    st.dictionaries(st.sampled_from(codes), st.none() | st.floats(-50, 150)),
    max_size=9,
)


def test_an_index_worked_by_hand():
    areas = {
        "a": {"incidents": 5, "boundary": 1, "roll_errors": 9, "margin": 2, "turnout": 60},
        "b": {"incidents": 0, "boundary": 0, "roll_errors": 3, "margin": 8, "turnout": 80},
    }
    first, second = vulnerability_index(areas, indicators=INDICATORS)
    # Of a the dimensions are 2/3, 3/4, 3/4 and 2/5; of b 0, 1/4, 1/4 and 1/5. Each weighs 1/4.
    assert (first.value, second.value) == (0.642, 0.175)
    of_dimension = dict.fromkeys(Dimension, 0)
    for part in first.parts:
        of_dimension[part.dimension] += part.thousandths
    assert of_dimension == {
        Dimension.SOCIAL_POLITICAL: 166,
        Dimension.ADMINISTRATION: 188,
        Dimension.CONTESTATION: 188,
        Dimension.PARTICIPATION: 100,
    }


@given(tables)
def test_the_parts_of_an_index_sum_and_what_is_missing_is_named(table):
    found = vulnerability_index(table, indicators=INDICATORS)
    assert [one.area_code for one in found] == list(table)
    for one in found:
        known = [code for code in codes if table[one.area_code].get(code) is not None]
        assert sorted([*known, *one.missing]) == sorted(codes)
        if one.thousandths is None:
            assert (one.completeness < 0.6, one.parts, one.value) == (True, (), None)
        else:
            assert sum(part.thousandths for part in one.parts) == one.thousandths


def test_missing_is_not_zero():
    whole = {"incidents": 8, "boundary": 1, "roll_errors": 5, "margin": 1, "turnout": 10}
    lacking = {code: value for code, value in whole.items() if code != "incidents"}
    full, part = vulnerability_index({"a": whole, "b": lacking}, indicators=INDICATORS)
    assert part.missing == ("incidents",)
    assert part.completeness == round(1 - 1 / 6, 6)
    assert part.value is not None
    assert full.value is not None
    assert part.value > full.value - 0.05


def test_with_too_little_known_there_is_no_index():
    [found] = vulnerability_index({"a": {"turnout": 10}}, indicators=INDICATORS)
    assert (found.thousandths, found.completeness) == (None, 0.25)


def test_a_dimension_without_any_indicator_counts_as_unknown():
    of_one = [one for one in INDICATORS if one.dimension is INDICATORS[0].dimension]
    values = {"a": {one.code: 1.0 for one in of_one}}
    [found] = vulnerability_index(values, indicators=of_one)
    assert (found.thousandths, found.completeness) == (None, 0.25)


def test_more_of_a_bad_thing_never_lowers_the_index():
    values = [
        vulnerability_index(
            {"a": {"incidents": count, "boundary": 0, "turnout": 50, "margin": 3}},
            indicators=INDICATORS,
        )[0].value
        for count in range(-1, 13)
    ]
    assert values == sorted(values)
    assert values[0] == values[1]
    assert values[-1] == values[-3]


def test_weights_can_be_edited_and_a_dimension_of_no_weight_counts_nothing():
    only_turnout = {**dict.fromkeys(Dimension, 0.0), Dimension.PARTICIPATION: 1.0}
    [found] = vulnerability_index(
        {"a": {"incidents": 10, "turnout": 75}},
        indicators=INDICATORS,
        dimension_weights=only_turnout,
    )
    assert (found.value, found.completeness) == (0.25, 1.0)
    assert [part.indicator for part in found.parts] == ["turnout"]


@pytest.mark.parametrize(
    ("row", "weights", "complaint"),
    [
        ({"shoe_size": 1}, {}, "unknown indicator"),
        ({"margin": float("nan")}, {}, "not a number"),
        ({}, {Dimension.CONTESTATION: -1.0}, "negative"),
    ],
)
def test_an_index_of_nonsense_is_refused(row, weights, complaint):
    dimensions = {**dict.fromkeys(Dimension, 0.25), **weights}
    with pytest.raises(ValueError, match=complaint):
        vulnerability_index({"a": row}, indicators=INDICATORS, dimension_weights=dimensions)


@pytest.mark.parametrize("fields", [{"weight": 0.0}, {"bounds": (1.0, 1.0)}])
def test_an_indicator_of_nonsense_is_refused(fields):
    with pytest.raises(ValueError, match="must"):
        Indicator("margin", Dimension.CONTESTATION, **fields)


# Speed: the numbers a district and the country need. Generous, since test machines are shared.


def many_pieces(areas: list[str], count: int) -> list[Evidence]:
    kinds = list(HALF_LIFE_DAYS)
    return [
        a_piece(f"{n}", area_code=areas[n * 7919 % len(areas)], kind=kinds[n % 5], days_old=n % 64,
                severity=n % 4 + 1, content_grade=n % 6 + 1, cluster=f"{n % 97}", source=f"{n % 9}")
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("areas", "signals", "days", "seconds"), [(171, 2_000, 64, 2.0), (83_763, 20_000, 7, 8.0)]
)
def test_a_district_and_the_country_are_quick(areas, signals, days, seconds):
    places = {f"{n:06d}": IndexPart(n / areas) for n in range(areas)}
    heap = many_pieces(list(places), signals)
    instants = [NOW - timedelta(days=day) for day in range(days)]
    begun = perf_counter()
    grid = temperatures(heap, places=places, instants=instants)
    assert perf_counter() - begun < seconds
    assert len(grid.tenths) == areas
