"""Figures: totals are computed, and JSON gives back what went in."""

import json
from dataclasses import replace

from sejuk.review.sitreps.rules.figures import Strength, coverage_total, figures_from, total_of
from tests.review.sitreps.figures import FIGURES


def test_figures_come_back_from_json_as_they_were():
    assert figures_from(json.loads(json.dumps(FIGURES.as_json()))) == FIGURES


def test_totals_are_the_sum_of_their_parts():
    assert total_of(FIGURES.bands).today == FIGURES.villages
    assert (total_of(FIGURES.signals).today, total_of(FIGURES.signals).change) == (7, 2)
    assert coverage_total(FIGURES.coverage).total == 21
    assert coverage_total(FIGURES.coverage).planned_first == 1


def test_the_strength_stands_beside_what_the_order_states():
    assert (FIGURES.strength.computed, FIGURES.strength.away) == (385, 4)
    assert FIGURES.strength.difference == -40
    assert replace(FIGURES.strength, stated=None).difference is None
    assert Strength((), 425).computed == 0


def test_the_causes_of_a_change_sum_to_it():
    for change in FIGURES.changes:
        assert sum(cause.tenths for cause in change.causes) == change.change_tenths


def test_a_report_kept_before_first_visits_were_counted_is_still_read():
    kept = json.loads(json.dumps(FIGURES.as_json()))
    for row in kept["coverage"]:
        del row["planned_first"]
    del kept["alarms"]
    assert coverage_total(figures_from(kept).coverage).planned_first == 0
    assert figures_from(kept).alarms is None
