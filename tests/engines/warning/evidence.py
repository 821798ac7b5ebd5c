"""Evidence for the tests of the temperature: pieces of it, and heaps of any kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from sejuk.engines.warning import SEVERITY_WEIGHTS, Evidence, EvidenceKind, temperature

NOW = datetime(2024, 11, 5, 1, tzinfo=UTC)
PLACE, ELSEWHERE = "16.01.08.2018", "16.01.13.2001"
WEEK = timedelta(days=7)


def a_piece(reference: str = "s-1", *, days_old: float = 0.0, **fields) -> Evidence:
    wanted = {"area_code": PLACE, "kind": EvidenceKind.RUMOUR, "severity": 2, **fields}
    return Evidence(reference=reference, heard_at=NOW - timedelta(days=days_old), **wanted)


def degrees(*pieces: Evidence) -> float:
    return temperature(pieces, at=NOW).degrees


def numbered(heap: list[Evidence]) -> list[Evidence]:
    return [replace(piece, reference=f"s-{number}") for number, piece in enumerate(heap)]


# Drawing the heaps is what takes the time, and every Python draws others: half of the usual number.
law = settings(max_examples=50)
hours = st.integers(-48, 24 * 40)
instants = hours.map(lambda ago: NOW - timedelta(hours=ago))
pieces = st.builds(
    Evidence,
    reference=st.just("one"),
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
heaps = st.lists(pieces, max_size=8).map(numbered)
propensities = st.floats(0.5, 2.0)
