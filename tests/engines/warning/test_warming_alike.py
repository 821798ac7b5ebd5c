"""Temperature: what may be done to all of its input without changing it."""

import math
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sejuk.engines.warning import explained_temperatures, falsehoods, temperature, temperatures
from sejuk.engines.warning.warming import reported_matters
from tests.engines.warning.evidence import (
    ELSEWHERE,
    NOW,
    PLACE,
    WEEK,
    heaps,
    law,
    propensities,
)


@law
@given(heaps, propensities, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_changes_nothing(heap, propensity, chance):
    shuffled = chance.sample(heap, len(heap))
    assert temperature(shuffled, at=NOW, propensity=propensity) == temperature(
        heap, at=NOW, propensity=propensity
    )
    assert falsehoods(shuffled, at=NOW) == falsehoods(heap, at=NOW)


@law
@given(heaps)
def test_one_place_and_many_places_give_the_same_number(heap):
    days = [NOW + timedelta(days=day) for day in range(-3, 4)]
    elsewhere = [replace(piece, area_code=ELSEWHERE) for piece in heap[::2]]
    grid = temperatures(
        [*heap, *elsewhere], places=["16.01", ELSEWHERE, PLACE], instants=days
    ).by_area()
    assert grid[PLACE] == tuple(temperature(heap, at=at).tenths for at in days)
    assert grid["16.01"] == (0,) * 7


@law
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


@law
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


@law
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


@law
@given(heaps, st.permutations([PLACE, ELSEWHERE, "16.01.01.2001"]))
def test_other_codes_of_the_villages_change_nothing(heap, codes):
    spread = [replace(piece, area_code=codes[n % 3]) for n, piece in enumerate(heap)]
    plain = [replace(piece, area_code=f"v{n % 3}") for n, piece in enumerate(heap)]
    renamed = temperatures(spread, places=codes, instants=[NOW]).tenths
    assert renamed == temperatures(plain, places=["v0", "v1", "v2"], instants=[NOW]).tenths


@law
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


@law
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


@law
@given(heaps, heaps)
def test_any_number_of_refuted_reports_changes_nothing(heap, others):
    refuted = [replace(piece, refuted_at=NOW - WEEK) for piece in others]
    assert temperature([*heap, *refuted], at=NOW) == temperature(heap, at=NOW)
