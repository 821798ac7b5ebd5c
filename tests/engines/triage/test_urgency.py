"""Urgency: points that add up, more is never less urgent, and decisions move the points."""

from dataclasses import replace
from math import isclose, nan
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage.sorting import (
    UrgencyCode,
    UrgencyDecided,
    UrgencyFacts,
    UrgencyPoints,
    starting_points,
    urgency,
    urgency_fitted,
)
from sejuk.engines.triage.sorting.urgency import CODES

facts = st.builds(
    UrgencyFacts,
    text=st.sampled_from(
        ["Warga berkumpul di KPU", "Ada parang", "tidak ada senjata tajam", "jalan licin", ""]
    ),
    hours_to_event=st.none() | st.floats(-48, 400),
    crowd=st.none() | st.integers(0, 2000),
    tellings_a_day=st.floats(0, 40),
    places=st.integers(0, 9),
)


@settings(max_examples=60, deadline=None)
@given(facts)
def test_points_add_up_and_chances_sum_to_one(told):
    found = urgency(told)
    assert found.points == sum(part.points for part in found.parts)
    assert isclose(sum(found.probabilities), 1.0)
    assert found.probabilities[found.level - 1] == max(found.probabilities)


@settings(max_examples=60, deadline=None)
@given(facts, st.floats(0, 400), st.integers(0, 900), st.floats(0, 9), st.integers(0, 5))
def test_sooner_more_faster_and_wider_is_never_less_urgent(told, sooner, more, faster, wider):
    hours = told.hours_to_event
    worse = replace(
        told,
        hours_to_event=hours and max(hours - sooner, min(hours, 0.0)),
        crowd=None if told.crowd is None else told.crowd + more,
        tellings_a_day=told.tellings_a_day + faster,
        places=told.places + wider,
    )
    assert urgency(worse).points >= urgency(told).points


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Kapan jadwal KTP keliling?", 1),
        ("Surat suara untuk TPS kami belum ada", 1),
        ("Warga diancam tetangganya", 2),
        ("Warga diancam supaya tidak ke TPS", 3),
        ("Ketua KPPS dipukul", 3),
        ("Aek sungai la naek, banyak yg ngungsi", 3),
        ("Ado wong begoco di depan TPS, bawak parang", 4),
        ("Gudang KPU mau dibakar malam ini, massa berkumpul", 4),
    ],
)
def test_the_chosen_points_put_messages_at_the_level_one_expects(text, level):
    assert urgency(UrgencyFacts(text)).level == level


def test_what_is_denied_or_over_is_not_urgent():
    def points(text):
        return urgency(UrgencyFacts(text)).points

    assert points("Tidak ada senjata tajam") == 0
    assert points("Tadi ribut bawa parang, sudah dilerai") < points("Ribut bawa parang")


def test_an_event_long_over_has_no_points_of_its_hour():
    assert urgency(UrgencyFacts("rapat", -30)).parts == ()
    assert len(urgency(UrgencyFacts("rapat", -3)).parts) == 4


@pytest.mark.parametrize(
    "wrong",
    [{"hours_to_event": nan}, {"crowd": -1}, {"tellings_a_day": -1.0}, {"places": -2}],
)
def test_facts_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="make"):
        urgency(UrgencyFacts("rapat", **wrong))


def test_points_are_complete_and_bars_rise():
    with pytest.raises(ValueError, match="codes"):
        UrgencyPoints((1, 2), (1, 2, 3))
    with pytest.raises(ValueError, match="rise"):
        UrgencyPoints(starting_points().points, (3, 3, 4))
    with pytest.raises(ValueError, match="1 to 4"):
        urgency_fitted([UrgencyDecided(UrgencyFacts("rapat"), 5)])


def decided_by(points: UrgencyPoints, count: int, seed: int) -> list[UrgencyDecided]:
    """Messages decided by somebody who follows `points`, with the chance that the model has."""
    random = Random(seed)
    texts = ["Ada parang", "jalan diblokade", "di masjid", "rapat biasa", "sudah kondusif"]
    decisions = []
    for _ in range(count):
        told = UrgencyFacts(" dan ".join(random.sample(texts, 2)), places=random.choice((0, 2, 6)))
        chances = urgency(told, points).probabilities
        decisions.append(UrgencyDecided(told, random.choices((1, 2, 3, 4), chances)[0]))
    return decisions


@pytest.mark.slow
def test_points_are_learnt_from_decisions():
    worth = {UrgencyCode.WEAPON: 8, UrgencyCode.BLOCKING: 34, UrgencyCode.OBJECT: 0}
    start = starting_points()
    truth = UrgencyPoints(
        tuple(worth.get(code, had) for code, had in zip(CODES, start.points, strict=True)),
        (6, 24, 52),
    )
    learnt = urgency_fitted(decided_by(truth, 600, seed=3))
    for code, number in zip(CODES, range(len(CODES)), strict=True):
        if code in worth:
            assert abs(learnt.points[number] - truth.points[number]) <= 5
    assert all(abs(one - other) <= 6 for one, other in zip(learnt.bars, truth.bars, strict=True))
    unseen = CODES.index(UrgencyCode.CROWD_500)
    assert learnt.points[unseen] == start.points[unseen]


def test_few_decisions_move_little():
    start = starting_points()
    moved = urgency_fitted(decided_by(start, 3, seed=1))
    assert max(abs(a - b) for a, b in zip(moved.points, start.points, strict=True)) <= 10
