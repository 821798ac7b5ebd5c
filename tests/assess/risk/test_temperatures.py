from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sejuk.assess.risk import queries
from sejuk.assess.risk.actions import store_temperatures
from sejuk.assess.risk.models import DayTemperature, StoreRun
from sejuk.assess.risk.queries import evidence
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from sejuk.sense.signals.actions import receive_signal, set_aside_signal, take_signal
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries import changed_since, evidence_version
from sejuk.sense.signals.rules import ContentGrade, Form, Kind, SignalState
from tests.builders import DISTRICT, NOON, VILLAGE, a_signal, a_user, an_actor, an_area

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
HOUR = timedelta(hours=1)
OTHER = "16.01.08.2019"


def store(first: date, last: date) -> StoreRun:
    return store_temperatures(
        area_code=DISTRICT,
        first_day=first,
        last_day=last,
        actor=Actor.system("risk"),
        now=NOON,
    )


def some_weeks_of_signals() -> None:
    for number in range(60):
        a_signal(
            area_code=(VILLAGE, OTHER, "16.01.08.2020")[number % 3],
            heard_at=NOON - timedelta(hours=17 * number),
            kind=(Kind.RUMOUR, Kind.BOUNDARY, Kind.VIOLENCE, Kind.POSITIVE)[number % 4],
            form=(Form.REPORT, Form.OBSERVATION, Form.INCIDENT)[number % 3],
            severity=1 + number % 4,
            source_grade="ABCDEF"[number % 6],
            content_grade="123456"[number % 6],
            cluster="matter" if number % 5 == 0 else "",
        )


def settle(signal, *, at) -> None:
    signal.state = SignalState.SETTLED
    signal.state_reason = "Disepakati kedua pihak."
    signal.state_changed_at = at
    signal.state_changed_by = "alya"
    signal.save()


def test_the_parts_of_every_village_sum_to_the_shown_number():
    some_weeks_of_signals()
    store(TODAY - timedelta(days=40), TODAY - timedelta(days=1))

    for day in (TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=20)):
        shown = queries.temperatures_on(day, (DISTRICT,), NOON)
        assert any(village.tenths for village in shown)
        for village in shown:
            warmth = queries.temperature_of(village.area_code, day, NOON)
            assert village.tenths == warmth.tenths
            assert village.tenths == sum(part.tenths for part in warmth.parts)
    for row in DayTemperature.objects.all():
        assert row.tenths == sum(part[1] for part in row.contributions)


def test_a_settled_concern_cools_from_the_hour_on_without_waiting_for_the_night():
    concern = a_signal(kind=Kind.BOUNDARY, severity=3, content_grade="1")
    left_open = queries.temperature_of(VILLAGE, TODAY, NOON + 6 * HOUR).tenths
    settle(concern, at=NOON)

    settled = queries.temperature_of(VILLAGE, TODAY, NOON + 6 * HOUR)

    assert settled.tenths < left_open
    assert settled.parts[0].is_settled


def test_many_reports_from_one_network_are_one_voice_until_somebody_has_judged_them():
    def degrees() -> int:
        return queries.temperature_of(VILLAGE, TODAY, NOON).tenths

    first = a_signal(source_key="network")
    one_voice = degrees()
    for _ in range(29):
        a_signal(source_key="network")
    assert degrees() == one_voice
    a_signal(source_key="another network")
    two_voices = degrees()
    assert two_voices > one_voice
    first.content_grade = ContentGrade.TWO
    first.save()
    assert degrees() > two_voices


def test_what_is_set_aside_weighs_nothing_and_good_news_never_did():
    a_signal(kind=Kind.POSITIVE, severity=4, content_grade="1")
    a_signal(
        severity=4,
        content_grade="1",
        state=SignalState.SET_ASIDE,
        state_reason="Salah wilayah.",
        state_changed_at=NOON,
        state_changed_by="alya",
    )
    a_signal(form=Form.NOTICE, kind=Kind.GATHERING, severity=4, content_grade="1")
    assert queries.temperature_of(VILLAGE, TODAY, NOON).tenths == 0


def test_a_stored_day_stays_as_it_is_when_it_is_computed_again():
    some_weeks_of_signals()
    first = TODAY - timedelta(days=30)
    assert store(first, TODAY - timedelta(days=1)).written == 90
    before = list(DayTemperature.objects.order_by("id").values())

    assert store(TODAY - timedelta(days=9), TODAY - timedelta(days=1)).written == 0
    assert store(first, TODAY - timedelta(days=1)).written == 0

    assert list(DayTemperature.objects.order_by("id").values()) == before


def test_new_evidence_about_a_past_day_changes_that_day_and_what_follows_only():
    some_weeks_of_signals()
    first = TODAY - timedelta(days=9)
    store(first, TODAY - timedelta(days=1))
    a_signal(area_code=OTHER, heard_at=NOON - timedelta(days=3), severity=4, content_grade="1")

    assert store(first, TODAY - timedelta(days=1)).written == 3


def test_a_day_that_nobody_stored_is_computed_as_of_its_end():
    some_weeks_of_signals()
    day = TODAY - timedelta(days=5)
    computed = queries.temperatures_on(day, (DISTRICT,), NOON)
    store(day, day)
    assert queries.temperatures_on(day, (DISTRICT,), NOON) == computed


@pytest.mark.parametrize("days_ago", [0, -1])
def test_a_day_that_is_not_over_is_not_stored(days_ago):
    an_area()
    with pytest.raises(Refused):
        store(TODAY, TODAY - timedelta(days=days_ago))


def test_nobody_stores_the_days_of_another_district():
    with pytest.raises(Refused):
        store_temperatures(
            area_code="16.09",
            first_day=TODAY - timedelta(days=2),
            last_day=TODAY - timedelta(days=1),
            actor=an_actor(Role.OPERATOR),
            now=NOON,
        )


def test_a_large_territory_gives_the_same_numbers_from_what_is_kept(monkeypatch):
    some_weeks_of_signals()
    store(TODAY - timedelta(days=3), TODAY - timedelta(days=1))
    days = [TODAY - timedelta(days=number) for number in range(3)]
    plain = [queries.temperatures_on(day, (DISTRICT,), NOON) for day in days]
    monkeypatch.setattr("sejuk.assess.risk.queries.territories.LARGE", 0)
    for _ in range(2):
        assert [queries.temperatures_on(day, (DISTRICT,), NOON) for day in days] == plain


def test_after_one_signal_only_its_own_village_is_read_and_computed_again(monkeypatch):
    some_weeks_of_signals()
    first = told_through_the_desk("Surat suara rusak.", OTHER)
    large = "sejuk.assess.risk.queries.territories.LARGE"
    monkeypatch.setattr(large, 0)
    queries.temperatures_on(TODAY, (DISTRICT,), NOON)
    second = told_through_the_desk("Warga resah.", VILLAGE)
    operator = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    take_signal(signal_id=first.pk, actor=operator, now=NOON)
    set_aside_signal(signal_id=first.pk, reason="Tidak benar.", actor=operator, now=NOON)
    read = []
    of_page = evidence.FactPage.of
    monkeypatch.setattr(
        evidence.FactPage, "of", lambda facts, begins: read.append(facts) or of_page(facts, begins)
    )

    kept = queries.temperatures_on(TODAY, (DISTRICT,), NOON + timedelta(minutes=1))

    assert {fact.area_id for facts in read for fact in facts} == {VILLAGE, OTHER}
    assert {second.pk} < {fact.id for facts in read for fact in facts}
    monkeypatch.setattr(large, 2_000)
    assert kept == queries.temperatures_on(TODAY, (DISTRICT,), NOON + timedelta(minutes=1))


def told_through_the_desk(text: str, area_code: str) -> Signal:
    return receive_signal(
        form=Form.INCIDENT,
        kind=Kind.VIOLENCE,
        channel=Channel.TELEPHONE,
        text=text,
        area_code=area_code,
        heard_at=NOON,
        severity=4,
        content_grade=ContentGrade.ONE,
        created_by="resident",
        actor=an_actor(Role.OPERATOR),
        now=NOON,
    )


def test_what_is_kept_of_one_ledger_does_not_hold_for_another_that_counts_alike():
    an_area()
    told_through_the_desk("Surat suara rusak.", VILLAGE)
    version = evidence_version((DISTRICT,))
    assert changed_since(version, (DISTRICT,)) == set()

    assert changed_since(replace(version, hash="0" * 64), (DISTRICT,)) is None


def test_a_table_that_was_made_anew_has_another_mark_for_the_same_row():
    some_weeks_of_signals()
    store(TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    before = queries.last_store_run()

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE risk_storerun RENAME TO storerun_of_before")
        cursor.execute("CREATE TABLE risk_storerun (LIKE storerun_of_before)")
        cursor.execute("INSERT INTO risk_storerun SELECT * FROM storerun_of_before")

    assert queries.last_store_run()[1] == before[1]
    assert queries.last_store_run() != before


def test_changes_say_why_and_their_causes_sum_to_the_change():
    fresh = a_signal(severity=4, content_grade="1", heard_at=NOON - 2 * HOUR)
    quarrel = a_signal(
        area_code=OTHER,
        kind=Kind.QUARREL,
        severity=4,
        content_grade="1",
        heard_at=NOON - timedelta(days=4),
    )
    settle(quarrel, at=NOON - 8 * HOUR)
    store(TODAY - timedelta(days=2), TODAY - timedelta(days=1))

    changes = queries.change_since_yesterday((DISTRICT,), TODAY, NOON)

    told = {change.village.area_code: change for change in changes}
    assert told[VILLAGE].causes[0].reason == "heard"
    assert told[VILLAGE].causes[0].reference == str(fresh.pk)
    assert told[OTHER].causes[0].reason == "settled"
    for change in changes:
        assert change.tenths == sum(cause.tenths for cause in change.causes)


def test_the_stored_curve_has_the_days_that_are_over():
    some_weeks_of_signals()
    store(TODAY - timedelta(days=3), TODAY - timedelta(days=1))
    curve = queries.stored_curve(VILLAGE, TODAY - timedelta(days=63), TODAY)
    assert list(curve) == [TODAY - timedelta(days=back) for back in (3, 2, 1)]
