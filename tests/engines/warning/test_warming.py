"""Temperature: hand-worked values, the laws it must keep, and what may be done to its input."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning import (
    SEVERITY_WEIGHTS,
    Evidence,
    EvidenceKind,
    PersonalColumn,
    band_of,
    explained_temperatures,
    falsehoods,
    level_of,
    refuse_personal_columns,
    reporting_propensity,
    temperature,
    temperatures,
    verification_weight,
    what_would_cool,
)
from sejuk.engines.warning.warming import (
    HALF_LIFE_DAYS,
    Pieces,
    as_claim,
    day_of,
    reported_matters,
    tenths_of_places,
)

NOW = datetime(2024, 11, 5, 1, tzinfo=UTC)
PLACE, ELSEWHERE = "16.01.08.2018", "16.01.13.2001"
WEEK = timedelta(days=7)


def a_piece(reference: str = "s-1", *, days_old: float = 0.0, **fields) -> Evidence:
    wanted = {"area_code": PLACE, "kind": EvidenceKind.RUMOUR, "severity": 2, **fields}
    return Evidence(reference=reference, heard_at=NOW - timedelta(days=days_old), **wanted)


def degrees(*pieces: Evidence) -> float:
    return temperature(pieces, at=NOW).degrees


hours = st.integers(-48, 24 * 40)
instants = hours.map(lambda ago: NOW - timedelta(hours=ago))
pieces = st.builds(
    Evidence,
    reference=st.uuids().map(str),
    area_code=st.just(PLACE),
    kind=st.sampled_from(EvidenceKind),
    severity=st.sampled_from(sorted(SEVERITY_WEIGHTS)),
    heard_at=instants,
    source_grade=st.sampled_from("ABCDEF"),
    content_grade=st.integers(1, 6),
    cluster=st.sampled_from(["", "ballots", "boundary"]),
    source=st.sampled_from(["", "kades", "warung"]),
    settled_at=st.none() | instants,
    refuted_at=st.none() | instants,
    withdrawn_at=st.none() | instants,
    is_discovered=st.booleans(),
)
heaps = st.lists(pieces, max_size=8)
propensities = st.floats(0.5, 2.0)


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
        ([a_piece(content_grade=5, severity=4)], 0.0),
    ],
)  # fmt: skip
def test_temperatures_worked_by_hand(evidence, expected):
    assert degrees(*evidence) == expected


def test_a_severity_3_brawl_fades_as_the_notes_say():
    brawl = a_piece(kind=EvidenceKind.INCIDENT, severity=3, content_grade=1)
    days = (0, 3, 7, 14, 30)
    found = [temperature([brawl], at=NOW + timedelta(days=day)).degrees for day in days]
    assert found == [50.0, 43.1, 34.7, 23.1, 8.3]


def test_the_bands_begin_where_they_should():
    edges = [(0, "sejuk"), (249, "sejuk"), (250, "hangat"), (500, "panas"), (750, "kritis")]
    assert [(tenths, str(band_of(tenths))) for tenths, _ in edges] == edges


def test_a_correction_worked_by_hand():
    fact = a_piece(kind=EvidenceKind.INCIDENT, severity=3, content_grade=1)
    assert temperature([fact], at=NOW, propensity=2.0).corrected_degrees == 29.3  # S = 2
    assert temperature([fact], at=NOW, propensity=0.5).corrected_degrees == 75.0  # S = 8


# Laws of the temperature.


@given(heaps, propensities)
def test_the_parts_sum_to_the_temperature_exactly(heap, propensity):
    found = temperature(heap, at=NOW, propensity=propensity)
    assert sum(part.tenths for part in found.contributions) == found.tenths
    assert 0 <= found.tenths <= 1000


@given(heaps, propensities)
def test_a_correction_never_changes_the_temperature_itself(heap, propensity):
    plain, corrected = temperature(heap, at=NOW), temperature(heap, at=NOW, propensity=propensity)
    assert (plain.tenths, plain.contributions) == (corrected.tenths, corrected.contributions)
    assert plain.corrected_tenths == plain.tenths
    assert (corrected.corrected_tenths <= plain.tenths) or propensity < 1


@given(heaps, propensities, st.integers(1, 60))
def test_unverified_evidence_alone_stays_at_41_or_below_corrected_too(heap, propensity, times):
    flood = [
        replace(piece, content_grade=max(piece.content_grade, 2), reference=f"{n}-{m}",
                source=f"{n}", cluster=f"{n % 7}", settled_at=None, refuted_at=None,
                withdrawn_at=None)
        for n in range(times) for m, piece in enumerate(heap)
    ]  # fmt: skip
    found = temperature(flood, at=NOW, propensity=propensity)
    assert max(found.tenths, found.corrected_tenths) <= 410


@given(heaps, propensities, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_changes_nothing(heap, propensity, chance):
    shuffled = chance.sample(heap, len(heap))
    assert temperature(shuffled, at=NOW, propensity=propensity) == temperature(
        heap, at=NOW, propensity=propensity
    )
    assert falsehoods(shuffled, at=NOW) == falsehoods(heap, at=NOW)


@given(heaps)
def test_one_place_and_many_places_give_the_same_number(heap):
    days = [NOW + timedelta(days=day) for day in range(-3, 4)]
    elsewhere = [replace(piece, area_code=ELSEWHERE) for piece in heap[::2]]
    grid = temperatures(
        [*heap, *elsewhere], places=["16.01", ELSEWHERE, PLACE], instants=days
    ).by_area()
    assert grid[PLACE] == tuple(temperature(heap, at=at).tenths for at in days)
    assert grid["16.01"] == (0,) * 7


@given(heaps, propensities)
def test_many_places_are_explained_as_each_of_them_is(heap, propensity):
    elsewhere = [replace(piece, area_code=ELSEWHERE) for piece in heap[::2]]
    explained = explained_temperatures(
        [*heap, *elsewhere],
        places=["16.01", ELSEWHERE, PLACE],
        at=NOW,
        propensities={PLACE: propensity},
    )
    assert explained == (
        temperature([], at=NOW),
        temperature(elsewhere, at=NOW),
        temperature(heap, at=NOW, propensity=propensity),
    )


@given(heaps, st.integers(2, 20))
def test_saying_the_same_thing_again_changes_nothing(heap, times):
    said = [replace(piece, cluster=piece.cluster or piece.reference) for piece in heap]
    again = [replace(piece, reference=f"{piece.reference}-{n}") for n in range(times)
             for piece in said]  # fmt: skip
    assert temperature([*said, *again], at=NOW).tenths == temperature(said, at=NOW).tenths
    assert falsehoods([*said, *again], at=NOW).tenths == falsehoods(said, at=NOW).tenths
    since, until = NOW - timedelta(days=60), NOW + WEEK
    assert reported_matters([*said, *again], since=since, until=until) == reported_matters(
        said, since=since, until=until
    )


@given(heaps, st.lists(st.integers(0, 24 * 30), max_size=4), st.integers(-10, 30))
def test_saying_the_same_thing_again_later_changes_nothing_on_any_day(heap, shifts, day):
    said = [replace(piece, cluster=piece.cluster or piece.reference) for piece in heap]
    again = [
        replace(piece, reference=f"{piece.reference}-{n}",
                heard_at=piece.heard_at + timedelta(hours=shift))
        for n, shift in enumerate(shifts) for piece in said
    ]  # fmt: skip
    at = NOW + timedelta(days=day)
    once, often = (
        temperature(said, at=at, propensity=0.5),
        temperature([*said, *again], at=at, propensity=0.5),
    )
    assert (often.tenths, often.corrected_tenths) == (once.tenths, once.corrected_tenths)
    assert falsehoods([*said, *again], at=at).tenths == falsehoods(said, at=at).tenths
    grid = temperatures([*said, *again], places=[PLACE], instants=[at])
    assert grid.by_area()[PLACE] == (once.tenths,)


def test_a_rumour_told_every_day_fades_like_one_told_once():
    told = {"severity": 4, "cluster": "ballots"}
    daily = [a_piece(f"{day}", days_old=day, **told) for day in range(21)]
    assert degrees(*daily) == degrees(a_piece(days_old=20, **told)) == 0.2
    graver = a_piece("graver", days_old=20, cluster="ballots", severity=3)
    assert degrees(graver, a_piece(**told)) > 9  # what is new in it is its gravest step
    confirmed = a_piece("true", content_grade=1, **told)
    assert degrees(*daily, confirmed) == degrees(confirmed) == 75.0
    seen = a_piece("seen", kind=EvidenceKind.OBSERVATION, **told)
    assert degrees(*daily, seen) == degrees(seen)
    withdrawn = [replace(piece, withdrawn_at=NOW) for piece in daily[1:]]
    assert degrees(daily[0], *withdrawn) == degrees(daily[0]) == 18.8


def as_the_last_word(heap: list[Evidence], piece: Evidence) -> list[Evidence]:
    """
    Return the heap without what the voice of a piece says of its matter after it.

    Telling it again later makes it older than it would be had it not been told before.
    """
    voice = piece.matter, piece.source
    return [
        one for one in heap
        if (one.matter, one.source) != voice or one.heard_at <= piece.heard_at
    ]  # fmt: skip


@given(heaps, pieces)
def test_more_evidence_never_cools(heap, piece):
    heap = as_the_last_word(heap, piece)
    assert temperature([*heap, piece], at=NOW).tenths >= temperature(heap, at=NOW).tenths


@given(heaps, pieces)
def test_higher_severity_never_cools(heap, piece):
    heap = as_the_last_word(heap, piece)
    found = [
        temperature([*heap, replace(piece, severity=severity)], at=NOW).tenths
        for severity in sorted(SEVERITY_WEIGHTS)
    ]
    assert found == sorted(found)


@given(heaps, pieces)
def test_better_confirmed_never_cools(heap, piece):
    heap = as_the_last_word(heap, piece)
    by_weight = [5, 4, 6, 3, 2, 1]
    found = [
        temperature([*heap, replace(piece, content_grade=grade)], at=NOW).tenths
        for grade in by_weight
    ]
    assert found == sorted(found)


@given(heaps, pieces, st.sampled_from(["refuted_at", "withdrawn_at"]))
def test_refuted_and_withdrawn_evidence_adds_nothing(heap, piece, how):
    without = temperature(heap, at=NOW)
    assert temperature([*heap, replace(piece, **{how: NOW})], at=NOW) == without
    assert temperature([*heap, replace(piece, content_grade=5)], at=NOW) == without


@given(heaps, pieces)
def test_what_is_heard_later_does_not_count_yet(heap, piece):
    later = replace(piece, heard_at=NOW + timedelta(seconds=1), content_grade=5)
    for one in (later, replace(later, content_grade=2)):
        assert temperature([*heap, one], at=NOW) == temperature(heap, at=NOW)
        assert falsehoods([*heap, one], at=NOW) == falsehoods(heap, at=NOW)


@given(heaps, pieces, st.integers(0, 240))
def test_settling_never_warms_and_the_settled_fades(heap, piece, hours_later):
    at = NOW + timedelta(hours=hours_later)
    left_open = [*heap, replace(piece, settled_at=None)]
    settled = [*heap, replace(piece, settled_at=NOW)]
    assert temperature(settled, at=at).tenths <= temperature(left_open, at=at).tenths
    assert falsehoods(settled, at=at).tenths <= falsehoods(left_open, at=at).tenths


@given(heaps)
def test_nothing_new_means_never_warmer_tomorrow(heap):
    # To be refuted or withdrawn is news, and what was a repetition is then the first telling.
    known = [
        replace(piece, refuted_at=None, withdrawn_at=None)
        for piece in heap
        if piece.heard_at <= NOW
    ]
    tomorrow = temperature(known, at=NOW + timedelta(days=1)).tenths
    assert tomorrow <= temperature(known, at=NOW).tenths


@given(heaps)
def test_a_visit_changes_nothing_by_itself(heap):
    # There is no kind for one. What a visit finds weighs as what it is, found by us or told to us,
    # and who was where when says nothing about how readily a place reports.
    assert {kind.value for kind in EvidenceKind} == {
        "rumour", "report", "observation", "incident", "concern", "notice",
    }  # fmt: skip
    found_by_us = [replace(piece, is_discovered=True) for piece in heap]
    told_to_us = [replace(piece, is_discovered=False) for piece in heap]
    assert temperature(found_by_us, at=NOW) == temperature(told_to_us, at=NOW)
    assert reported_matters(found_by_us, since=NOW - 10 * WEEK, until=NOW + WEEK) == {}


# What may be done to all of the input at once.


@given(heaps, st.permutations([PLACE, ELSEWHERE, "16.01.01.2001"]))
def test_other_codes_of_the_villages_change_nothing(heap, codes):
    spread = [replace(piece, area_code=codes[n % 3]) for n, piece in enumerate(heap)]
    plain = [replace(piece, area_code=f"v{n % 3}") for n, piece in enumerate(heap)]
    renamed = temperatures(spread, places=codes, instants=[NOW]).tenths
    assert renamed == temperatures(plain, places=["v0", "v1", "v2"], instants=[NOW]).tenths


@given(heaps)
def test_a_village_split_in_two_is_never_warmer_in_its_parts_and_together_as_warm(heap):
    whole = temperature(heap, at=NOW)
    first = [piece for piece in heap if piece.cluster == "ballots"]
    second = [replace(piece, area_code=ELSEWHERE) for piece in heap if piece.cluster != "ballots"]
    parts = [temperature(one, at=NOW) for one in (first, second)]
    assert max(part.tenths for part in parts) <= whole.tenths
    together = 1000 * (1 - math.prod(1 - part.tenths / 1000 for part in parts))
    if not whole.is_capped:
        assert abs(together - whole.tenths) < 2  # rounding of three numbers


@given(heaps, st.integers(-4, 4))
def test_the_same_weeks_later_is_the_same(heap, weeks):
    def moved(at):
        return None if at is None else at + weeks * WEEK

    later = [
        replace(piece, heard_at=moved(piece.heard_at), settled_at=moved(piece.settled_at),
                refuted_at=moved(piece.refuted_at), withdrawn_at=moved(piece.withdrawn_at))
        for piece in heap
    ]  # fmt: skip
    assert temperature(later, at=NOW + weeks * WEEK) == temperature(heap, at=NOW)
    assert falsehoods(later, at=NOW + weeks * WEEK) == falsehoods(heap, at=NOW)


@given(heaps, heaps)
def test_any_number_of_refuted_reports_changes_nothing(heap, others):
    refuted = [replace(piece, refuted_at=NOW - WEEK) for piece in others]
    assert temperature([*heap, *refuted], at=NOW) == temperature(heap, at=NOW)


@given(heaps)
def test_the_plain_formula_gives_the_same_number(heap):
    assert abs(plainly(heap) - temperature(heap, at=NOW).tenths / 10) <= 0.0501


def plainly(heap: list[Evidence]) -> float:
    """Return the temperature by the formula as it is written down, matter by matter."""
    verified = unverified = 0.0
    matters: dict[str, list[Evidence]] = {}
    for piece in heap:
        matters.setdefault(piece.matter, []).append(piece)
    for of_one in matters.values():
        sure = mass([piece for piece in of_one if piece.content_grade == 1])
        verified += sure
        unverified += max(mass(of_one) - sure, 0.0)
    return 100 * (1 - 2 ** (-(verified + min(unverified, 3.0)) / 4))


def mass(of_one: list[Evidence]) -> float:
    whole = 0.0
    for step, level in ((1, 1), (1, 2), (2, 3), (4, 4)):
        voices: dict[str, float] = {}
        for piece in of_one:
            if piece.severity >= level:
                now = strength(piece, min(map(said, of_one, [piece] * len(of_one))))
                voices[piece.source] = max(voices.get(piece.source, 0.0), now)
        whole += step * (1 - math.prod(1 - one for one in voices.values()))
    return whole


def said(one: Evidence, piece: Evidence) -> datetime:
    """Return when `one` said what a piece says; the hour of the piece if it did not."""
    is_as_much = (
        one.source == piece.source
        and one.severity >= piece.severity
        and one.is_verified >= piece.is_verified
        and HALF_LIFE_DAYS[one.kind] >= HALF_LIFE_DAYS[piece.kind]
    )
    return min(one.heard_at, piece.heard_at) if is_as_much and holds(one) else piece.heard_at


def holds(piece: Evidence) -> bool:
    ends = [at for at in (piece.refuted_at, piece.withdrawn_at) if at is not None]
    return piece.weight > 0 and piece.heard_at <= NOW and all(at > NOW for at in ends)


def strength(piece: Evidence, since: datetime) -> float:
    if not holds(piece):
        return 0.0
    open_until = NOW if piece.settled_at is None else min(NOW, piece.settled_at)
    open_days = max((open_until - since) / timedelta(days=1), 0.0)
    all_days = (NOW - since) / timedelta(days=1)
    decay = 2 ** (-open_days / HALF_LIFE_DAYS[piece.kind] - (all_days - open_days))
    return piece.weight * decay


def test_a_flood_cannot_ride_on_one_small_confirmed_thing():
    true = a_piece("true", severity=1, content_grade=1, cluster="c", source="kades")
    flood = [a_piece(f"{n}", severity=4, cluster="c", source=f"{n}") for n in range(50)]
    found = temperature([true, *flood], at=NOW)
    assert found.degrees == 50.0  # S = 1 + the cap of 3
    assert found.is_capped
    [own] = [part for part in found.contributions if part.reference == "true"]
    assert (own.degrees, own.is_verified) == (12.5, True)


def test_independent_sources_count_as_a_noisy_or_and_unnamed_ones_as_one():
    named = [a_piece(f"{n}", cluster="c", source=f"{n}", severity=1) for n in range(3)]
    unnamed = [replace(piece, source="") for piece in named]
    assert degrees(*named) == 6.5  # S = 1 - 0.85^3 = 0.386
    assert degrees(*unnamed) == degrees(named[0]) == 2.6


def test_a_settled_matter_halves_in_a_day_and_is_gone_in_ten():
    brawl = a_piece(kind=EvidenceKind.INCIDENT, severity=3, content_grade=1, settled_at=NOW)
    found = [temperature([brawl], at=NOW + timedelta(days=day)).degrees for day in (0, 1, 2, 10)]
    assert found == [50.0, 29.3, 15.9, 0.1]
    later = temperature([brawl], at=NOW + timedelta(hours=1))
    assert later.contributions[0].is_settled


# Falsehoods that circulate.


@given(heaps)
def test_falsehoods_sum_and_are_told_apart_from_the_temperature(heap):
    told = falsehoods(heap, at=NOW)
    assert sum(one.tenths for one in told.matters) == told.tenths
    warm = {part.reference for part in temperature(heap, at=NOW).contributions}
    assert not warm & {name for one in told.matters for name in one.references}


def test_only_rumours_that_are_known_to_be_false_circulate():
    hoax = a_piece("hoax", content_grade=5, cluster="c", source="warung")
    told_again = a_piece("again", content_grade=5, cluster="c", source="kades", days_old=5)
    misplaced = a_piece("misplaced", withdrawn_at=NOW)
    report = a_piece("report", content_grade=5, kind=EvidenceKind.REPORT)
    told = falsehoods([hoax, told_again, misplaced, report], at=NOW)
    [one] = told.matters
    assert (one.references, one.voices) == (("again", "hoax"), 2)
    assert told.tenths == 131  # 2 * (1 - 0.7 * 0.85) = 0.81 of mass
    assert told.needs_clarification
    assert not falsehoods([misplaced, report], at=NOW).matters


# Levels.


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_a_level_goes_up_at_once_and_down_after_two_days(days):
    level = level_of(days)
    bands = [band_of(one) for one in days]
    order = list(type(level))
    assert order.index(level) == max(order.index(band) for band in bands[-3:])


# How readily a place reports.

counts = st.lists(st.integers(0, 40), min_size=1, max_size=12)


@given(counts, st.lists(st.integers(100, 5_000), min_size=12, max_size=12))
def test_a_propensity_keeps_to_its_limits_and_follows_the_reports(heard, people):
    matters = {f"v{n}": count for n, count in enumerate(heard)}
    residents = {code: people[n] for n, code in enumerate(matters)}
    found = reporting_propensity(matters, residents=residents)
    assert all(0.5 <= one.value <= 2.0 for one in found)
    assert math.isclose(math.fsum(one.expected for one in found), sum(heard), abs_tol=1e-6)
    for one in found:
        more = reporting_propensity({**matters, one.area_code: 60}, residents=residents)
        again = next(two for two in more if two.area_code == one.area_code)
        assert again.value >= one.value - 1e-9 or one.matters >= 60


def test_places_that_differ_by_chance_alone_are_not_corrected():
    found = reporting_propensity({"a": 3, "b": 4, "c": 2}, residents=dict.fromkeys("abc", 1000))
    assert [one.value for one in found] == [1.0, 1.0, 1.0]


def test_a_place_with_twice_the_channels_is_expected_to_report_more():
    found = reporting_propensity({}, residents={"a": 900, "b": None}, coverage={"a": 0.9, "b": 0.3})
    assert [round(one.value, 2) for one in found] == [1.5, 0.5]


@pytest.mark.parametrize(
    ("named", "complaint"),
    [
        ({"residents": {"b": 1}}, "unknown areas: a"),
        ({"residents": {"a": -1}}, "impossible number"),
        ({"residents": {"a": math.nan}}, "impossible number"),
        ({"residents": {"a": 1}, "coverage": {"a": 1.5}}, "outside 0 to 1"),
    ],
)
def test_propensities_of_nonsense_are_refused(named, complaint):
    with pytest.raises(ValueError, match=complaint):
        reporting_propensity({"a": 2}, **named)
    with pytest.raises(ValueError, match="negative"):
        reporting_propensity({"a": -2}, residents={"a": 1})


# What it refuses, and what it withstands.


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


def test_no_day_has_no_level():
    with pytest.raises(ValueError, match="at least one day"):
        level_of([])


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


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [("severity", 0, "severity"), ("weight", 1.5, "weight"), ("weight", math.nan, "weight"),
     ("half_life", 0.0, "half-life"), ("heard", math.nan, "day")],
)  # fmt: skip
def test_columns_of_nonsense_are_refused(column, value, complaint):
    good = Pieces.of([a_piece()], [PLACE], as_claim)
    with pytest.raises(ValueError, match=complaint):
        replace(good, **{column: np.array([value])})


OF_PERSONS = """
NIK no_ktp nomorKK nama NamaLengkap namaLengkap nama_kepala_desa nama_pelapor_desa nama_warga hp
nohp nomorhp NoHP No.WA telepon kontak pelapor reporter tersangka korban saksi tgl_lahir
tanggal_lahir jenis_kelamin usia umur person_id user_id userId warga full_name e_mail_address
alamat islam keagamaan agama suara_partai suku etnis
"""
OF_PLACES = """
kode_wilayah kode nama_desa nama_tps nama_lokasi nama_wilayah namaDesa village_name district_name
area_code jumlah_pemilih jumlah_tps tanggal kasus jumlah nilai sumber lintang bujur penduduk
jumlah_penduduk kabupaten kelurahan past_incidents hate_speech voter_roll peace_capacity tps
harapan population residents location tps_terpencil bobot satuan upaya personil_tps kasus_sara
nomor_kabupaten jumlah_pelaporan politik_identitas
"""


@pytest.mark.parametrize("column", OF_PLACES.split())
def test_a_column_about_places_is_taken(column):
    assert refuse_personal_columns([column]) == (column,)


@pytest.mark.parametrize("column", [*OF_PERSONS.split(), "No. HP", "nama warga", "Nama Pelapor"])
def test_a_column_about_persons_or_communities_makes_it_refuse(column):
    with pytest.raises(PersonalColumn, match="about places only"):
        refuse_personal_columns(["kode_wilayah", column])


def test_the_table_of_weights_is_the_one_in_the_docstring():
    text = verification_weight.__doc__ or ""
    lines = [line.split() for line in text.splitlines() if "0." in line and "1.00" in line]
    rows = {line[0]: line[-6:] for line in lines}
    assert set(rows) == set("ABCDEF")
    for source, weights in rows.items():
        assert [float(weight) for weight in weights] == [
            verification_weight(source, content) for content in range(1, 7)
        ]


# What would cool.


@given(heaps)
def test_refuting_and_settling_cool_at_least_as_much_as_waiting(heap):
    for cooling in what_would_cool(heap, at=NOW):
        assert cooling.references
        assert 0 <= cooling.left_alone_tenths <= cooling.if_settled_tenths
        assert cooling.if_settled_tenths <= cooling.if_refuted_tenths


def test_refuting_brings_what_it_says():
    rumours = [a_piece(f"{n}", cluster="ballots", source=f"{n}", severity=3) for n in range(3)]
    brawl = a_piece("brawl", kind=EvidenceKind.INCIDENT, severity=3, content_grade=1)
    old = a_piece("old", settled_at=NOW - timedelta(days=1))
    all_of_it = [*rumours, brawl, old]
    first, second = what_would_cool(all_of_it, at=NOW)
    assert (first.references, second.references) == (("brawl",), ("0", "1", "2"))
    whole = temperature(all_of_it, at=NOW).tenths
    ahead = NOW + timedelta(days=3)
    assert first.left_alone_tenths == second.left_alone_tenths
    assert second.left_alone_tenths == whole - temperature(all_of_it, at=ahead).tenths
    assert second.if_refuted_tenths == whole - temperature([brawl, old], at=ahead).tenths
