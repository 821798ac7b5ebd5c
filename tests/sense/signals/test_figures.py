"""Nothing that is published of a week lets anybody work out a count that is not."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import product

import numpy as np
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.foundation.places.rules import kecamatan_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Refused
from sejuk.sense.signals.actions.public_figures import publish_week
from sejuk.sense.signals.models import PublishedWeek
from sejuk.sense.signals.rules import Kind
from sejuk.sense.signals.rules.figures import LEAST_RESIDENTS, Cell, Figure, figures_of
from sejuk.sense.signals.rules.portal import NEVER_BY_VILLAGE
from tests.builders import DISTRICT, NOON, a_signal, an_area, an_operation

VILLAGES = {
    f"16.01.0{subdistrict}.200{village}": residents
    for subdistrict, of_each in ((1, (4000, 5000, 600, None)), (2, (2000, 900)), (3, (3000,)))
    for village, residents in enumerate(of_each, 1)
}
KINDS = (Kind.RUMOUR, Kind.LOGISTICS, Kind.INTIMIDATION)
Key = tuple[str, Kind]


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Cell, ...]:
    """Draw counts around the threshold, also of areas above the village."""
    small = st.sampled_from((0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 30))
    cells = []
    for code, kind in product((*VILLAGES, "16.01.02", DISTRICT), KINDS):
        reported = draw(small)
        cells.append(Cell(code, kind, reported, draw(st.integers(0, reported))))
    return tuple(cells)


def published(cells: tuple[Cell, ...]) -> tuple[Figure, ...]:
    return figures_of(cells, residents=VILLAGES, district=DISTRICT)


def holds(cells: tuple[Cell, ...], figures: tuple[Figure, ...]) -> list[set[Key]]:
    """Return, worked out plainly and anew, which cells each figure is the sum of."""
    alone = {(one.area_code, one.kind) for one in figures if not one.is_rest}
    rests = {(one.area_code, one.kind) for one in figures if one.is_rest}
    sums: list[set[Key]] = []
    for one in figures:
        if not one.is_rest:
            sums.append({(one.area_code, one.kind)})
            continue
        inside = set()
        for cell in cells:
            key, above = (cell.area_code, cell.kind), (kecamatan_of(cell.area_code), cell.kind)
            if key in alone or (
                above in rests and above[0] != DISTRICT and above != (one.area_code, one.kind)
            ):
                continue
            if one.kind is None:
                is_in = (DISTRICT, cell.kind) not in rests
            elif one.area_code == DISTRICT:
                is_in = cell.kind is one.kind
            else:
                is_in = above == (one.area_code, one.kind)
            if is_in:
                inside.add(key)
        sums.append(inside)
    return sums


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(weeks())
def test_no_published_sums_add_up_to_a_count_that_is_not_published(cells):
    figures = published(cells)
    sums = holds(cells, figures)
    counted = {(cell.area_code, cell.kind): cell.reported for cell in cells}
    for figure, inside in zip(figures, sums, strict=True):
        assert figure.reported == sum(counted[key] for key in inside) >= 5
    keys = sorted(counted)
    matrix = np.array([[key in inside for key in keys] for inside in sums], dtype=float)
    if not figures:
        return
    rank = np.linalg.matrix_rank(matrix)
    told = {next(iter(inside)) for inside in sums if len(inside) == 1}
    secrets = [{key} for key in keys if key not in told]
    by_subdistrict = defaultdict(set)
    for code, kind in keys:
        by_subdistrict[kecamatan_of(code), kind].add((code, kind))
    secrets += [
        group for group in by_subdistrict.values() if 0 < sum(counted[key] for key in group) < 5
    ]
    for secret in secrets:
        row = np.array([[key in secret for key in keys]], dtype=float)
        assert np.linalg.matrix_rank(np.vstack([matrix, row])) > rank, secret


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(weeks())
def test_what_is_published_is_large_blurred_and_keeps_each_part_open(cells):
    figures = published(cells)
    for figure, inside in zip(figures, holds(cells, figures), strict=True):
        assert figure.answered is None or not {
            figure.answered,
            figure.reported - figure.answered,
        } & {1, 2, 3, 4}
        if not figure.is_rest:
            assert (VILLAGES[figure.area_code] or 0) >= LEAST_RESIDENTS
            assert figure.kind not in NEVER_BY_VILLAGE
            continue
        if figure.kind is None:
            # More kinds than those drawn may stand in it: who reads it does not know them empty.
            assert len(Kind) > len(KINDS) + 1
            continue
        # Of a part that could stand alone it is known that it is below five; of others nothing.
        most = {
            key: 4
            if (VILLAGES.get(key[0]) or 0) >= LEAST_RESIDENTS and key[1] not in NEVER_BY_VILLAGE
            else figure.reported
            for key in inside
        }
        for key in inside:
            least = figure.reported - sum(other for name, other in most.items() if name != key)
            assert least <= 0, (figure, key)


def test_one_more_report_never_makes_another_figure_smaller_than_five():
    cells = tuple(Cell(code, Kind.RUMOUR, 4, 0) for code in VILLAGES)
    before = published(cells)
    more = (*cells[1:], Cell("16.01.01.2001", Kind.RUMOUR, 5, 5))
    after = published(more)
    assert all(one.reported >= 5 for one in (*before, *after))
    assert Figure("16.01.01.2001", Kind.RUMOUR, is_rest=False, reported=5, answered=5) in after


MONDAY = date(2024, 11, 4)


@pytest.mark.django_db
def test_page_file_and_programs_read_the_same_and_a_week_never_changes(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation(starts_on=MONDAY)
    for number, residents in enumerate((3000, 3000, 400, 400), 2018):
        an_area(f"16.01.08.{number}", f"Desa {number}", residents=residents)
    heard = datetime(2024, 11, 6, 3, tzinfo=UTC)
    for area_code, count, state in (
        ("16.01.08.2018", 6, "settled"),
        ("16.01.08.2019", 3, "new"),
        ("16.01.08.2020", 4, "new"),
    ):
        for _ in range(count):
            changed_at = heard + timedelta(days=1) if state == "settled" else None
            a_signal(area_code=area_code, heard_at=heard, state=state, state_changed_at=changed_at,
                     state_reason="Selesai." if changed_at else "")  # fmt: skip
    week = publish_week(monday=MONDAY, actor=Actor.system("test"), now=NOON)
    assert week.figures == [
        ["16.01.08.2018", "rumor", False, 6, 6],
        ["16.01.08", "rumor", True, 7, 0],
    ]
    a_signal(area_code="16.01.08.2019", heard_at=heard)
    with pytest.raises(Refused):
        publish_week(monday=MONDAY, actor=Actor.system("test"), now=NOON)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PublishedWeek.objects.update(figures=[])

    client = Client()
    told = client.get("/api/v1/public/reports", {"area": "16.01.08"}).json()
    assert [(one["area_code"], one["reported"]) for one in told["own"]] == [
        ("16.01.08.2018", 6),
        ("16.01.08", 7),
    ]
    small = client.get("/api/v1/public/reports", {"area": "16.01.08.2020"}).json()
    assert small["own"] == []
    assert [one["reported"] for one in small["around"]] == [7]
    assert client.get("/api/v1/public/reports", {"area": "16.09"}).status_code == 404
    page = client.get(reverse("signals:area"), {"area": "Pengandonan"})
    assert (page.status_code, page.cookies) == (200, {})
    assert [one.reported for one in page.context["page"].own] == [6, 7]
    lines = client.get(reverse("signals:export_area", args=["csv"]), {"area": "16.01.08"})
    rows = b"".join(lines).decode().strip().splitlines()
    assert [row.rpartition(",")[0].rpartition(",")[2] for row in rows[1:]] == ["6", "7"]
    assert client.get(reverse("signals:area"), {"area": "Atlantis"}).status_code == 422
