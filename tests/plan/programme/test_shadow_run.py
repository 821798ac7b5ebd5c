"""The shadow run of the audit: by the chances that the draw has, with and without discoveries."""

from datetime import timedelta

import pytest

from sejuk.assess.forecast import queries as forecasts
from sejuk.assess.risk import queries as risk
from sejuk.engines import warning
from sejuk.plan.programme.queries.audits import found_feedback
from sejuk.plan.programme.queries.coverage import last_visits_until
from sejuk.plan.programme.queries.draws import ground
from tests.builders import MONDAY, NOON, VILLAGE, a_signal, a_visit_note, an_area

pytestmark = pytest.mark.django_db
LAST_WEEK, SUNDAY = MONDAY - timedelta(days=7), MONDAY - timedelta(days=1)
FEW, SOME, MANY = VILLAGE, "16.01.08.2019", "16.01.08.2020"
DISTRICT = ("16.01",)
TOLD = {FEW: 0.2, SOME: 0.4, MANY: 0.9}


@pytest.fixture(autouse=True)
def _villages():
    for code in (FEW, SOME, MANY):
        an_area(code)
    a_visit_note(MANY, held_on=SUNDAY - timedelta(days=40))
    a_signal(area_code=FEW, heard_at=NOON - timedelta(days=5))


def let_forecasts_say(monkeypatch, told, without):
    monkeypatch.setattr(forecasts, "chances_of_any", lambda *_: told)
    monkeypatch.setattr(forecasts, "chances_without_discoveries", lambda *_: without)


@pytest.mark.parametrize("told", [TOLD, {SOME: 0.4}, {}], ids=["all", "some", "none"])
def test_the_audit_goes_by_the_chances_by_which_the_week_is_drawn(monkeypatch, told):
    let_forecasts_say(monkeypatch, told, told)
    audited = []
    monkeypatch.setattr(warning, "feedback_audit", audited.extend)
    found_feedback(LAST_WEEK, area_code="16.01", now=NOON)
    visits = last_visits_until(SUNDAY, scope=DISTRICT)
    picture = risk.picture_on(SUNDAY, DISTRICT, NOON)
    drawn = ground(DISTRICT, MONDAY, picture=picture, last_visits=visits)
    rested = 1 - warning.contact_saturation((SUNDAY - visits[MANY]).days)
    assert {one.area_code: one.score for one in audited} == pytest.approx(
        drawn.chances | {MANY: drawn.chances[MANY] * rested}
    )
    assert [one.shadow_score for one in audited] == [one.score for one in audited]


def test_the_shadow_run_is_that_of_the_forecast_where_there_is_one(monkeypatch):
    let_forecasts_say(monkeypatch, TOLD, TOLD)
    assert found_feedback(LAST_WEEK, area_code="16.01", now=NOON).shadow_correlation == 1
    let_forecasts_say(monkeypatch, TOLD, {FEW: 0.9, SOME: 0.4, MANY: 0.02})
    assert found_feedback(LAST_WEEK, area_code="16.01", now=NOON).shadow_correlation == -1
