"""Temperature: what more, graver, confirmed, settled and refuted evidence does to it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning import (
    SEVERITY_WEIGHTS,
    Evidence,
    EvidenceKind,
    falsehoods,
    temperature,
    what_would_cool,
)
from sejuk.engines.warning.warming import reported_matters
from tests.engines.warning.evidence import NOW, WEEK, a_piece, heaps, law, pieces, propensities


@law
@given(heaps, propensities)
def test_the_parts_sum_to_the_temperature_exactly(heap, propensity):
    found = temperature(heap, at=NOW, propensity=propensity)
    assert sum(part.tenths for part in found.contributions) == found.tenths
    assert 0 <= found.tenths <= 1000


@law
@given(heaps, propensities)
def test_a_correction_never_changes_the_temperature_itself(heap, propensity):
    plain, corrected = temperature(heap, at=NOW), temperature(heap, at=NOW, propensity=propensity)
    assert (plain.tenths, plain.contributions) == (corrected.tenths, corrected.contributions)
    assert plain.corrected_tenths == plain.tenths
    assert (corrected.corrected_tenths <= plain.tenths) or propensity < 1


@law
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


@law
@given(heaps, pieces)
def test_more_evidence_never_cools(heap, piece):
    heap = as_the_last_word(heap, piece)
    assert temperature([*heap, piece], at=NOW).tenths >= temperature(heap, at=NOW).tenths


@law
@given(heaps, pieces)
def test_higher_severity_never_cools(heap, piece):
    heap = as_the_last_word(heap, piece)
    found = [
        temperature([*heap, replace(piece, severity=severity)], at=NOW).tenths
        for severity in sorted(SEVERITY_WEIGHTS)
    ]
    assert found == sorted(found)


@law
@given(heaps, pieces)
def test_better_confirmed_never_cools(heap, piece):
    heap = as_the_last_word(heap, piece)
    by_weight = [5, 4, 6, 3, 2, 1]
    found = [
        temperature([*heap, replace(piece, content_grade=grade)], at=NOW).tenths
        for grade in by_weight
    ]
    assert found == sorted(found)


@law
@given(heaps, pieces, st.sampled_from(["refuted_at", "withdrawn_at"]))
def test_refuted_and_withdrawn_evidence_adds_nothing(heap, piece, how):
    without = temperature(heap, at=NOW)
    assert temperature([*heap, replace(piece, **{how: NOW})], at=NOW) == without
    assert temperature([*heap, replace(piece, content_grade=5)], at=NOW) == without


@law
@given(heaps, pieces)
def test_what_is_heard_later_does_not_count_yet(heap, piece):
    later = replace(piece, heard_at=NOW + timedelta(seconds=1), content_grade=5)
    for one in (later, replace(later, content_grade=2)):
        assert temperature([*heap, one], at=NOW) == temperature(heap, at=NOW)
        assert falsehoods([*heap, one], at=NOW) == falsehoods(heap, at=NOW)


@law
@given(heaps, pieces, st.integers(0, 240))
def test_settling_never_warms_and_the_settled_fades(heap, piece, hours_later):
    at = NOW + timedelta(hours=hours_later)
    left_open = [*heap, replace(piece, settled_at=None)]
    settled = [*heap, replace(piece, settled_at=NOW)]
    assert temperature(settled, at=at).tenths <= temperature(left_open, at=at).tenths
    assert falsehoods(settled, at=at).tenths <= falsehoods(left_open, at=at).tenths


@law
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


@law
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


@law
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
