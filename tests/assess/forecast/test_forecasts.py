"""Forecasts made and scored: from which signals, once, for whom, and never changed."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sejuk.assess.forecast import queries
from sejuk.assess.forecast.actions import make_forecast, score_forecast
from sejuk.assess.forecast.models import Forecast, VillageForecast, WeekScore
from sejuk.assess.forecast.rules import RestsOn, Verdict, apart, verdict_on
from sejuk.assess.forecast.tasks import look_ahead
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.places.models import Area
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from sejuk.sense.signals.rules import ContentGrade, Form, Kind, Origin, SignalState
from tests.builders import DISTRICT, NOON, VILLAGE, a_signal, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
YESTERDAY = TODAY - timedelta(days=1)
QUIET, FAR = "16.01.08.2019", "16.01.13.2001"
SYSTEM = Actor.system("forecast")
A_WEEK = timedelta(days=7)


def heard(days_ago: float, area_code: str = VILLAGE, **columns: object):
    return a_signal(area_code=area_code, heard_at=NOON - timedelta(days=days_ago), **columns)


@pytest.fixture
def villages() -> None:
    for place, code in enumerate((VILLAGE, QUIET, FAR)):
        area = an_area(code)
        Area.objects.filter(pk=area.pk).update(latitude=-4.1 - place / 100, residents=1_000)


@pytest.fixture
def three_weeks(villages) -> None:
    for days_ago in (20, 19, 12, 11, 9, 5, 4, 2):
        heard(days_ago)
    heard(15, QUIET)


def made(now: datetime = NOON, day: date | None = None) -> Forecast:
    return make_forecast(
        area_code=DISTRICT,
        day=day or timezone.localdate(now) - timedelta(days=1),
        actor=SYSTEM,
        now=now,
    )


def test_a_forecast_is_kept_for_each_village_with_shares_that_sum(three_weeks):
    forecast = made()
    assert (forecast.method, forecast.weeks, forecast.day) == ("beginning", 2, YESTERDAY)
    rows = {row.area_id: row for row in forecast.villages.all()}
    assert set(rows) == {VILLAGE, QUIET, FAR}
    assert rows[VILLAGE].p_any > rows[QUIET].p_any
    for row in rows.values():
        assert sum(percent for _, _, percent in row.parts) == 100
        assert sum(expected for _, expected, _ in row.parts) == row.expected
    assert sum(percent for _, percent in forecast.weights) == 100
    entry = Entry.objects.get(verb="forecast.forecast.made")
    assert (entry.area_code, entry.subject) == (DISTRICT, f"forecast.forecast:{forecast.pk}")


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": Kind.POSITIVE},
        {"form": Form.NOTICE, "kind": Kind.GATHERING},
        {"content_grade": ContentGrade.FIVE},
        {"state": SignalState.SET_ASIDE, "state_changed_at": NOON, "state_reason": "Salah alamat."},
        {"received_at": NOON + timedelta(hours=1)},
        {"cluster": "K-1"},
    ],
    ids=["good news", "notice", "refuted", "set aside", "not known yet", "told before"],
)
def test_what_is_no_new_matter_does_not_count(three_weeks, columns):
    if "cluster" in columns:
        heard(8, cluster="K-1")
    before = queries.asked_on(DISTRICT, YESTERDAY, known_at=NOON)
    heard(3, **columns)
    assert queries.asked_on(DISTRICT, YESTERDAY, known_at=NOON) == before


def test_one_source_with_many_messages_on_a_day_is_heard_once(villages):
    for hours in range(6):
        heard(8.5 - hours / 24, source_key="same")
    heard(3, source_key="same")
    asked = queries.asked_on(DISTRICT, YESTERDAY, known_at=NOON)
    assert asked.history == {VILLAGE: [1]}
    heard(14)
    asked = queries.asked_on(DISTRICT, YESTERDAY, known_at=NOON)
    assert asked.history == {VILLAGE: [2, 1]}


def test_what_only_visits_found_counts_for_a_quarter(villages):
    heard(14)
    heard(3, origin=Origin.DISCOVERED)
    heard(4, origin=Origin.DISCOVERED, cluster="K-1")
    heard(2, cluster="K-1")
    heard(5, QUIET, origin=Origin.DISCOVERED)
    asked = queries.asked_on(DISTRICT, YESTERDAY, known_at=NOON)
    # Who reports a matter that we had found already has reported it.
    assert asked.history == {VILLAGE: [1, 1.25], QUIET: [0, 0.25]}
    first = TODAY - timedelta(days=7)
    assert queries.heard_between(DISTRICT, first, TODAY, known_at=NOON) == {VILLAGE: 1}


def test_without_discoveries_a_forecast_is_the_one_of_reports_alone(three_weeks):
    reports = made()
    assert queries.chances_without_discoveries((DISTRICT,), TODAY) == queries.chances_of_any(
        (DISTRICT,), TODAY
    )
    later = NOON + timedelta(days=1)
    for hours in (20, 40, 60):
        heard(hours / 24, QUIET, origin=Origin.DISCOVERED)
    made(later)
    chances = queries.chances_of_any((DISTRICT,), TODAY)
    shadow = queries.chances_without_discoveries((DISTRICT,), TODAY)
    assert chances[QUIET] > shadow[QUIET]
    assert set(queries.chances_without_discoveries(("16.01.08",), TODAY)) == {VILLAGE, QUIET}
    assert reports.villages.get(area_id=QUIET).p_any < chances[QUIET]


def test_weeks_end_on_the_day_and_begin_with_the_first_signal(three_weeks):
    asked = queries.asked_on(DISTRICT, YESTERDAY, known_at=NOON)
    assert asked.weeks == 2
    # The first six days are of a week that is not whole, with what was heard in them.
    assert asked.history == {VILLAGE: [3, 3]}


def test_a_signal_set_aside_afterwards_still_counted_then(three_weeks):
    later = NOON + timedelta(days=2)
    heard(3, state=SignalState.SET_ASIDE, state_changed_at=later, state_reason="Salah alamat.")
    then = queries.asked_on(DISTRICT, YESTERDAY, known_at=NOON)
    now = queries.asked_on(DISTRICT, YESTERDAY, known_at=later)
    assert sum(then.history[VILLAGE]) == sum(now.history[VILLAGE]) + 1


def test_a_forecast_is_made_once_a_day(three_weeks):
    made()
    with pytest.raises(Refused, match="has been made"):
        made()
    assert Forecast.objects.count() == 1


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=2)])
def test_no_forecast_is_made_with_hindsight_or_of_a_day_that_is_not_over(three_weeks, day):
    with pytest.raises(Refused, match="hindsight"):
        made(day=day)


def test_a_forecast_needs_a_week_and_an_actor_of_the_whole_area(villages):
    heard(3)
    with pytest.raises(Refused, match="at least one week"):
        made()
    with pytest.raises(Refused, match="whole area"):
        make_forecast(
            area_code=DISTRICT,
            day=YESTERDAY,
            actor=an_actor(Role.OPERATOR, area_code="16.01.08"),
            now=NOON,
        )


def test_a_village_known_to_be_small_gets_no_forecast(three_weeks):
    Area.objects.filter(code=QUIET).update(residents=299)
    forecast = made()
    assert forecast.too_small == 1
    assert set(forecast.villages.values_list("area_id", flat=True)) == {VILLAGE, FAR}


@pytest.mark.parametrize(
    "change",
    [
        lambda: Forecast.objects.update(expected=9.0),
        lambda: VillageForecast.objects.update(p_any=0.9),
        lambda: WeekScore.objects.update(log_score=0.0),
        lambda: connection.cursor().execute("DELETE FROM forecast_villageforecast"),
        lambda: connection.cursor().execute("DELETE FROM forecast_weekscore"),
    ],
)
def test_the_database_refuses_to_change_what_was_forecast(three_weeks, change):
    forecast = made()
    score_forecast(forecast_id=forecast.pk, actor=SYSTEM, now=NOON + A_WEEK)
    with pytest.raises(DatabaseError, match="kept as they were made"), transaction.atomic():
        change()


def test_a_forecast_is_scored_when_its_days_are_over_and_only_then(three_weeks):
    forecast = made()
    with pytest.raises(Refused, match="not over"):
        score_forecast(forecast_id=forecast.pk, actor=SYSTEM, now=NOON + timedelta(days=6))
    heard(-1)
    heard(-3)
    heard(-3, QUIET)
    heard(-7)  # on the eighth day
    score = score_forecast(forecast_id=forecast.pk, actor=SYSTEM, now=NOON + timedelta(days=7))
    assert (score.villages, score.events, score.villages_with_any) == (3, 3, 2)
    assert score.events_in_first_tenth == 2
    assert score.log_score < 0
    rows = forecast.villages.all()
    assert score.expected_with_any == pytest.approx(sum(row.p_any for row in rows))
    with pytest.raises(Refused, match="has been scored"):
        score_forecast(forecast_id=forecast.pk, actor=SYSTEM, now=NOON + A_WEEK)


def test_the_better_forecast_has_the_better_score(three_weeks):
    """All was heard where it was expected, more than the simple ones expected there."""
    forecast = made()
    for days in (1, 2, 3, 4, 5):
        heard(-days)
    score = score_forecast(forecast_id=forecast.pk, actor=SYSTEM, now=NOON + A_WEEK)
    other = make_forecast(
        area_code=DISTRICT, day=TODAY + timedelta(days=6), actor=SYSTEM, now=NOON + A_WEEK
    )
    for days in (8, 9, 10):
        heard(-days, FAR)
    surprised = score_forecast(forecast_id=other.pk, actor=SYSTEM, now=NOON + 2 * A_WEEK)
    assert score.log_score > surprised.log_score


def test_chances_are_of_the_scope_and_of_the_newest_forecast(three_weeks):
    assert queries.chances_of_any((DISTRICT,), YESTERDAY) == {}
    forecast = made()
    chances = queries.chances_of_any((DISTRICT,), TODAY)
    assert set(chances) == {VILLAGE, QUIET, FAR}
    assert set(queries.chances_of_any(("16.01.08",), TODAY)) == {VILLAGE, QUIET}
    assert queries.chances_of_any(("16.09",), TODAY) == {}
    assert queries.chances_of_any((DISTRICT,), YESTERDAY - timedelta(days=1)) == {}
    assert queries.chances_of_any((DISTRICT,), TODAY + A_WEEK) == {}
    heard(-1, FAR)
    newer = made(NOON + timedelta(days=2))
    assert newer.pk != forecast.pk
    later = queries.chances_of_any((DISTRICT,), TODAY + timedelta(days=2))
    assert later[FAR] > chances[FAR]
    assert queries.chances_of_any((DISTRICT,), YESTERDAY) == chances


def test_a_newer_forecast_of_another_area_hides_none(three_weeks):
    ours = made()
    an_area("16.09.01.2001")
    heard(16, "16.09.01.2001")
    others = make_forecast(area_code="16.09", day=YESTERDAY, actor=SYSTEM, now=NOON)
    assert queries.forecast_in_force((DISTRICT,), TODAY) == ours
    assert queries.forecast_in_force(("16.01.08",), TODAY) == ours
    assert queries.forecast_in_force(("16.09",), TODAY) == others
    assert queries.forecast_in_force(("17",), TODAY) is None
    assert set(queries.chances_of_any((DISTRICT,), TODAY)) == {VILLAGE, QUIET, FAR}
    assert set(queries.chances_of_any(("16",), TODAY)) == {VILLAGE, QUIET, FAR, "16.09.01.2001"}


def test_a_forecast_of_all_comes_before_a_newer_one_of_a_part(three_weeks):
    ours = made()
    part = make_forecast(area_code="16.01.08", day=YESTERDAY, actor=SYSTEM, now=NOON)
    assert queries.forecast_in_force((DISTRICT,), TODAY) == ours
    assert queries.forecast_in_force((VILLAGE,), TODAY) == part


def test_a_village_is_told_what_its_forecast_rests_on(three_weeks):
    made()
    kept = queries.forecast_of(VILLAGE, TODAY)
    assert kept is not None
    assert (kept.is_cold_start, kept.is_fallback, kept.weeks) == (True, False, 2)
    assert kept.p_low <= kept.p_any <= kept.p_high
    assert {one for one, _ in kept.parts} <= set(RestsOn)
    assert queries.forecast_of("16.09.01.2001", TODAY) is None


def test_the_task_makes_and_scores_once_however_often_it_runs(three_weeks, monkeypatch):
    an_operation()
    monkeypatch.setattr("sejuk.assess.forecast.tasks.timezone.now", lambda: NOON)
    look_ahead(0)
    look_ahead(0)
    assert (Forecast.objects.count(), WeekScore.objects.count()) == (1, 0)
    monkeypatch.setattr("sejuk.assess.forecast.tasks.timezone.now", lambda: NOON + A_WEEK)
    look_ahead(0)
    look_ahead(0)
    assert (Forecast.objects.count(), WeekScore.objects.count()) == (2, 1)


def test_the_task_waits_for_an_operation_and_for_signals(villages, monkeypatch):
    monkeypatch.setattr("sejuk.assess.forecast.tasks.timezone.now", lambda: NOON)
    look_ahead(0)
    an_operation()
    look_ahead(0)
    assert not Forecast.objects.exists()


@pytest.mark.slow
def test_a_province_is_forecast_with_few_queries(django_assert_max_num_queries, villages):
    for district in range(10, 13):
        an_area(f"16.{district}.01.2001")
        Area.objects.bulk_create(
            Area(
                code=f"16.{district}.01.{number}",
                name=f"Desa {number}",
                level="desa",
                parent_id=f"16.{district}.01",
                latitude=-4.0 - number / 9_000,
                longitude=104.0 + district / 10,
            )
            for number in range(2_002, 2_802)
        )
    heard(16, "16.10.01.2044")
    heard(3, "16.11.01.2600")
    with django_assert_max_num_queries(25):
        forecast = make_forecast(area_code="16", day=YESTERDAY, actor=SYSTEM, now=NOON)
    assert forecast.villages.count() == 2_406


# --- rules ------------------------------------------------------------------------------------


def test_a_verdict_needs_weeks_and_more_than_chance():
    assert verdict_on([0.1] * 3) is Verdict.TOO_EARLY
    assert verdict_on([0.1, -0.1] * 6) is Verdict.ALIKE
    assert verdict_on([-0.02, -0.03, -0.02, -0.01]) is Verdict.WORSE
    assert verdict_on([0.0] * 9) is Verdict.ALIKE


def test_daily_forecasts_count_as_weeks_only_a_week_apart():
    days = [date(2024, 11, 1) + timedelta(days=at) for at in range(22)]
    assert [days[at].day for at in apart(days)] == [1, 8, 15, 22]
    assert apart([]) == []
