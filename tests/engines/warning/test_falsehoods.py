"""Falsehoods that circulate."""

from hypothesis import given

from sejuk.engines.warning import EvidenceKind, falsehoods, temperature
from tests.engines.warning.evidence import NOW, a_piece, heaps, law


@law
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
