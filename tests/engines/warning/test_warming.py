"""Temperature: values worked by hand, and the plain formula beside the fast one."""

import math
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from sejuk.engines.warning import Evidence, EvidenceKind, temperature, verification_weight
from sejuk.engines.warning.warming import HALF_LIFE_DAYS
from tests.engines.warning.evidence import NOW, a_piece, degrees, heaps, law


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


def test_a_correction_worked_by_hand():
    fact = a_piece(kind=EvidenceKind.INCIDENT, severity=3, content_grade=1)
    assert temperature([fact], at=NOW, propensity=2.0).corrected_degrees == 29.3  # S = 2
    assert temperature([fact], at=NOW, propensity=0.5).corrected_degrees == 75.0  # S = 8


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


def test_the_table_of_weights_is_the_one_in_the_docstring():
    text = verification_weight.__doc__ or ""
    lines = [line.split() for line in text.splitlines() if "0." in line and "1.00" in line]
    rows = {line[0]: line[-6:] for line in lines}
    assert set(rows) == set("ABCDEF")
    for source, weights in rows.items():
        assert [float(weight) for weight in weights] == [
            verification_weight(source, content) for content in range(1, 7)
        ]


@law
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
