"""Matching: what tells the same, what only looks alike, and what no order of things changes."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage.folding import folded
from sejuk.engines.triage.matching import (
    ClusterStream,
    MatchIndex,
    Relation,
    Slot,
    Told,
    UnknownNumber,
    closest,
    clusters,
    compared,
)
from sejuk.engines.triage.matching.facts import conflicts, facts_of
from sejuk.engines.triage.matching.loops import conflict_bits, likeness_of
from sejuk.engines.triage.matching.numbers import numbers_in
from sejuk.engines.triage.matching.shelves import shelf_of
from sejuk.engines.triage.matching.shingles import shingle_sets
from sejuk.engines.triage.matching.signatures import signatures

RUMOUR = "Katanya TPS 3 desa Ulak Pandan dipindah ke balai desa mulai hari Rabu, undangan hangus"
DAY = date(2024, 11, 5)
VILLAGE, NEIGHBOUR, SUB_DISTRICT = "16.01.08.2018", "16.01.08.2019", "16.01.08"

words = st.sampled_from(
    ("TPS", "3", "8", "dipindah", "tidak", "hoaks", "balai", "desa", "belum", "hangus", "jam", "?")
)
tolds = st.builds(
    Told,
    text=st.lists(words, max_size=9).map(" ".join),
    places=st.sets(st.sampled_from([VILLAGE, NEIGHBOUR, SUB_DISTRICT, "16.01.07"])).map(tuple),
    day=st.none() | st.sampled_from([DAY, DAY + timedelta(days=365)]),
)


def relation(first: str, second: str) -> Relation:
    return compared(Told(first), Told(second)).relation


# What tells the same.


@pytest.mark.parametrize(
    "other",
    [
        "TPS 3 DESA ULAK PANDAN dipindah ke balai desa mulai hari rabu, undangan hangus!!!",
        "Diteruskan: " + RUMOUR + " 🙏🙏",
        "ktnya tps 3 ds ulak pandan dipindahin ke balai desa mulai hr rabu, undangan hangusss",
        "Jare wong TPS 3 dusun Ulak Pandan dipindahke ke balai desa mulai ari Rabu, undangan angus",
        "apakah benar TPS 3 desa Ulak Pandan dipindah ke balai desa, undangan hangus?",
    ],
)
def test_a_rumour_is_known_again_in_other_words(other):
    assert relation(RUMOUR, other) in {Relation.SAME, Relation.MAYBE}
    assert clusters([Told(RUMOUR), Told(other)]) == (0, 0)


# What looks alike and is something else.


@pytest.mark.parametrize(
    "other",
    [
        "Tidak benar TPS 3 desa Ulak Pandan dipindah ke balai desa, undangan tetap berlaku",
        "HOAKS: TPS 3 desa Ulak Pandan dipindah ke balai desa mulai hari Rabu, undangan hangus",
        "Klarifikasi KPU. TPS 3 desa Ulak Pandan dipindah ke balai desa mulai Rabu? Itu dak bener.",
        "TPS 3 desa Ulak Pandan dak jadi dipindah ke balai desa mulai hari Rabu, undangan hangus",
    ],
)
def test_a_denial_is_not_its_rumour(other):
    assert relation(RUMOUR, other) is Relation.DENIAL
    assert clusters([Told(RUMOUR), Told(other)]) == (0, 1)


@pytest.mark.parametrize(
    "asked", ["Ini hoaks atau bukan? ", "Bukan hoaks ini: ", "Benarkah? Hoaks apa bukan ya? "]
)
def test_asking_and_insisting_deny_nothing(asked):
    assert relation(RUMOUR, asked + RUMOUR) in {Relation.SAME, Relation.MAYBE}


def test_another_number_is_another_message():
    answer = compared(Told(RUMOUR), Told(RUMOUR.replace("TPS 3", "TPS delapan")))
    assert answer.relation is Relation.OTHER_NUMBER
    assert [(one.slot, one.first, one.second) for one in answer.conflicts] == [
        (Slot.NUMBER, "TPS 3", "TPS 8")
    ]
    assert relation(RUMOUR, RUMOUR.replace("TPS 3", "tps03")) is Relation.SAME


def test_villages_are_compared_before_the_sub_district():
    here, there = Told(RUMOUR, (VILLAGE,)), Told(RUMOUR, (NEIGHBOUR,))
    assert compared(here, there).relation is Relation.SIBLING_PLACE
    assert compared(here, Told(RUMOUR, (SUB_DISTRICT,))).relation is Relation.SAME
    assert compared(here, Told(RUMOUR, ("16.01.07",))).relation is Relation.SIBLING_PLACE
    assert compared(here, Told(RUMOUR)).relation is Relation.SAME


def test_the_same_text_a_year_later_is_of_another_day():
    now, then = Told(RUMOUR, day=DAY), Told(RUMOUR, day=DAY - timedelta(days=365))
    answer = compared(now, then)
    assert answer.relation is Relation.OTHER_DATE
    assert (answer.conflicts[0].first, answer.conflicts[0].second) == ("2024-11-05", "2023-11-06")
    assert compared(now, Told(RUMOUR, day=DAY - timedelta(days=30))).relation is Relation.SAME


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "!!! ...", "[nama] [telepon]"])
def test_what_says_nothing_is_like_nothing(text):
    silent = Told(text)
    assert compared(silent, silent).relation is Relation.DIFFERENT
    assert closest(silent, [Told(RUMOUR), silent]) == ()
    assert clusters([silent, silent, Told(RUMOUR)]) == (0, 1, 2)


@pytest.mark.slow
def test_ten_thousand_characters_are_compared_like_a_hundred():
    long = " ".join(f"{RUMOUR} {number}" for number in range(100))[:10_000]
    assert compared(Told(long), Told(long)).relation is Relation.SAME
    assert compared(Told(long), Told("pasar tutup")).relation is Relation.DIFFERENT


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("TPS 1, 2 dan 3", {("tps", 1), ("tps", 2), ("tps", 3)}),
        ("tps III", {("tps", 3)}),
        ("dikasih lima puluh ribu", {("nilai", 50_000)}),
        ("Rp50.000,-", {("nilai", 50_000)}),
        ("Rp 1,5 juta", {("nilai", 1_500_000)}),
        ("jam 9", {("jam", 540), ("jam", 1260)}),
        ("pukul 21.00 WIB", {("jam", 1260)}),
        ("200 orang dan 3 truk", {("truk", 3)}),
        ("0812-3456-7890", set()),
        ("1601082003990001", set()),
        ("27 November 2024 di RT 05", {("tahun", 2024), ("rt", 5)}),
    ],
)
def test_numbers_are_read_with_what_they_number(text, numbers):
    assert numbers_in(text) == numbers


# Laws.


@settings(max_examples=60, deadline=None)
@given(tolds, tolds)
def test_the_order_of_two_messages_is_no_matter(first, second):
    one, other = compared(first, second), compared(second, first)
    assert (one.relation, one.score) == (other.relation, other.score)
    assert [(c.slot, c.second, c.first) for c in one.conflicts] == [
        (c.slot, c.first, c.second) for c in other.conflicts
    ]


@settings(max_examples=60, deadline=None)
@given(tolds, tolds)
def test_the_compiled_gate_says_what_the_readable_one_says(first, second):
    both = shelf_of([first, second])
    bits = conflict_bits(both, 0, both, 1)
    slots = {slot for place, slot in enumerate(Slot) if bits >> place & 1}
    assert slots == {one.slot for one in conflicts(facts_of(first), facts_of(second))}


def test_runs_and_likeness_are_those_of_plain_sets():
    texts = ["tps 3 pindah ke balai", "tps 3 dipindah", "a", ""]
    sets = shingle_sets(texts)
    for number, text in enumerate(texts):
        whole = f" {text} ".encode()
        plain = {whole[at : at + 4] for at in range(len(whole) - 3)} if text else set()
        assert {int(run).to_bytes(4, "big") for run in sets.of(number)} == plain


def test_bins_agree_as_often_as_sets_do():
    rng = np.random.default_rng(5)
    vocabulary = ["".join(rng.choice(list("aiueokstrp"), 6)) for _ in range(60)]
    errors = []
    for _ in range(200):
        kept = rng.integers(0, 12)
        one = rng.choice(vocabulary, 12)
        other = np.concatenate([one[:kept], rng.choice(vocabulary, 12 - kept)])
        sets = shingle_sets([" ".join(one), " ".join(other)])
        first, second = (set(sets.of(number).tolist()) for number in (0, 1))
        keys = signatures(sets, bands=126, rows=1).keys
        errors.append((keys[0] == keys[1]).mean() - len(first & second) / len(first | second))
    assert abs(np.mean(errors)) < 0.01
    assert np.std(errors) < 0.06


# Indexes and streams.


def variants(count: int) -> list[Told]:
    places = ["pasar", "jembatan", "gudang", "lapangan", "sekolah", "masjid"]
    deeds = ["tutup karena banjir", "dijaga polisi", "dipakai simpan logistik", "roboh tadi malam"]
    return [
        Told(f"{'Info warga. ' * (n % 3)}{places[n % 6]} di ujung kampung {deeds[n // 6 % 4]} lur")
        for n in range(count)
    ]


@pytest.mark.slow
def test_an_index_finds_what_comparing_all_finds():
    known = [Told(RUMOUR, (VILLAGE,)), Told(RUMOUR, (NEIGHBOUR,)), *variants(48)]
    index = MatchIndex()
    assert list(index.add(known)) == list(range(50))
    for query in (Told(RUMOUR, (VILLAGE,)), known[10], Told("katonyo jembatan roboh tadi malem")):
        assert index.closest(query) == closest(query, known)


def test_what_was_removed_is_not_found_again():
    index = MatchIndex()
    index.add([Told(RUMOUR), Told("pasar tutup karena banjir besar")])
    index.remove(0)
    assert index.closest(Told(RUMOUR)) == ()
    assert len(index) == 1
    with pytest.raises(UnknownNumber, match="Message 0 is not in the index"):
        index.remove(0)
    assert list(index.add([Told(RUMOUR)])) == [2]
    assert index.closest(Told(RUMOUR))[0].number == 2


@pytest.mark.slow
def test_a_stream_is_the_same_however_it_is_cut():
    messages = [*variants(3000), Told(RUMOUR), *variants(30)]
    whole = ClusterStream().add(messages).tolist()
    stream = ClusterStream()
    cuts = [0, 1, 40, 1100, 2999, len(messages)]
    parts = [stream.add(messages[first:last]) for first, last in pairwise(cuts)]
    assert np.concatenate(parts).tolist() == whole
    assert whole == list(clusters(messages))
    assert whole[3000] == 3000
    assert len(set(whole)) < 100


def test_an_answer_shows_the_words_in_common():
    answer = closest(Told("Tolong dicek, TPS 3 dipindah ke balai desa lur"), [Told(RUMOUR)])
    assert answer[0].shared == ("TPS 3", "dipindah ke balai desa")


def test_one_matter_in_other_words_is_related():
    known = [Told("Undangan memilih belum dibagikan di Batumarta"), Told("Musik orgen sampai pagi")]
    found = closest(Told("Batumarta: undangan kapan sampai, panitia?"), known)
    assert [(match.number, match.relation) for match in found] == [(0, Relation.RELATED)]
    assert likeness_of(both := shelf_of(known), 0, both, 1) < 0.3
    assert folded("") == ""
