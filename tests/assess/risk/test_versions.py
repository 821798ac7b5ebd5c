"""Stored days are versions: made once, superseded once, and each what was known for a while."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sejuk.assess.risk import queries, web
from sejuk.assess.risk.actions import note_contact, store_stale_days, store_temperatures
from sejuk.assess.risk.models import DayTemperature, StoreRun
from sejuk.assess.risk.queries import FactBook, Reading
from sejuk.assess.risk.tasks import store_days_over as night
from sejuk.assess.risk.tasks import store_stale_days as task
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals.actions import grade_signal, receive_signal, take_signal
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries import reported_matters
from sejuk.sense.signals.rules import (
    ContentGrade,
    Form,
    Kind,
    Origin,
    Rung,
    SourceGrade,
)
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_signal,
    a_user,
    an_actor,
    an_area,
    an_operation,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
DAY = timedelta(days=1)
OTHER = "16.01.08.2019"
SYSTEM = Actor.system("risk")


def store(back: int, *, now=NOON) -> StoreRun:
    return store_temperatures(
        area_code=DISTRICT, first_day=TODAY - back * DAY, last_day=TODAY - DAY, actor=SYSTEM,
        now=now,
    )  # fmt: skip


def a_late_report(heard_at, *, area_code: str = VILLAGE) -> Signal:
    return receive_signal(
        form=Form.INCIDENT, kind=Kind.VIOLENCE, channel=Channel.TELEPHONE, text="Ribut di pasar.",
        area_code=area_code, heard_at=heard_at, severity=3, content_grade=ContentGrade.ONE,
        created_by="resident", actor=an_actor(Role.OPERATOR), now=NOON,
    )  # fmt: skip


@pytest.fixture
def stored():
    """Two villages of an operation with a week of stored days, and one late report since."""
    an_operation()
    a_signal(area_code=OTHER, heard_at=NOON - 6 * DAY)
    a_signal(area_code=VILLAGE, heard_at=NOON - 20 * DAY)
    store(7)
    return a_late_report(NOON - 3 * DAY)


def test_a_late_report_changes_only_its_village_from_its_day_on_and_the_old_is_kept(stored):
    before = set(DayTemperature.objects.values_list("id", flat=True))
    stale = queries.stale_days(DISTRICT, TODAY - 60 * DAY, NOON)
    assert (stale.area_codes, stale.first, stale.last) == ((VILLAGE,), TODAY - 3 * DAY, TODAY - DAY)

    later = NOON + timedelta(minutes=5)
    run = store_stale_days(area_code=DISTRICT, stale=stale, actor=SYSTEM, now=later)

    assert run.written == 3
    assert Entry.objects.latest("sequence").verb == "risk.temperatures.stored"
    fresh = DayTemperature.objects.exclude(id__in=before)
    assert set(fresh.values_list("area_id", flat=True)) == {VILLAGE}
    superseded = DayTemperature.objects.filter(superseded_at=later)
    assert set(superseded.values_list("day", flat=True)) == {TODAY - n * DAY for n in (1, 2, 3)}
    assert queries.stale_days(DISTRICT, TODAY - 60 * DAY, later) is None


def test_storing_the_night_does_not_hide_what_changed_of_earlier_days(stored):
    store(1)
    stale = queries.stale_days(DISTRICT, TODAY - 60 * DAY, NOON)
    assert (stale.area_codes, stale.first) == ((VILLAGE,), TODAY - 3 * DAY)


def test_doing_it_again_changes_nothing(stored):
    task(0)
    rows = list(DayTemperature.objects.order_by("id").values())
    runs = StoreRun.objects.count()
    task(0)
    assert StoreRun.objects.count() == runs
    store(7, now=NOON + DAY / 24)
    assert list(DayTemperature.objects.order_by("id").values()) == rows


def test_what_is_graded_anew_changes_the_days_since_it_was_heard(stored):
    task(0)
    operator = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    take_signal(signal_id=stored.pk, actor=operator, now=NOON)
    grade_signal(
        signal_id=stored.pk, source_grade=SourceGrade.C, content_grade=ContentGrade.FOUR,
        severity=3, rung=Rung.POTENTIAL, actor=operator, now=NOON,
    )  # fmt: skip
    task(0)
    day = TODAY - 2 * DAY
    now_known, at_noon, at_first = queries.versions_of(VILLAGE, day)
    assert now_known.warmth.tenths < at_noon.warmth.tenths > at_first.warmth.tenths


def test_as_it_was_known_is_asked_by_instant(stored):
    later = NOON + timedelta(minutes=5)
    day = TODAY - 2 * DAY
    stale = queries.stale_days(DISTRICT, TODAY - 60 * DAY, NOON)
    store_stale_days(area_code=DISTRICT, stale=stale, actor=SYSTEM, now=later)
    then, now_known = (
        queries.stored_curve(VILLAGE, day, day, known=at)[day] for at in (NOON, later)
    )
    assert then < now_known == queries.stored_curve(VILLAGE, day, day)[day]
    assert not queries.stored_curve(VILLAGE, day, day, known=NOON - DAY)
    page = web.known_page(
        VILLAGE, day, TODAY, actor=an_actor(Role.OPERATOR), first_day=day, now=NOON
    )
    assert page.asked is not None
    assert (page.asked.tenths, len(page.versions)) == (then, 2)
    early = web.known_page(
        VILLAGE, day, TODAY - DAY, actor=an_actor(Role.OPERATOR), first_day=day, now=NOON
    )
    assert early.asked is None


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE risk_daytemperature SET tenths = 7",
        "UPDATE risk_daytemperature SET superseded_at = NULL WHERE superseded_at IS NOT NULL",
        "UPDATE risk_daytemperature SET superseded_at = now() WHERE superseded_at IS NOT NULL",
        "UPDATE risk_daytemperature SET superseded_at = now(), tenths = tenths + 1",
        "DELETE FROM risk_daytemperature",
    ],
)
def test_the_database_lets_a_version_be_superseded_once_and_nothing_else(stored, deed):
    task(0)
    with (
        pytest.raises(DatabaseError, match="only ever superseded"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed)


@pytest.mark.parametrize("deed", ["days", "stale"])
def test_who_stores_keeps_others_from_it_before_he_reads(monkeypatch, deed):
    an_operation()
    other = connection.copy()
    may_others = []

    def ask(*_):
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int("SUHU", 36)])
            may_others.append(cursor.fetchone()[0])
        return iter(())

    ask()
    monkeypatch.setattr(queries, "computed_days", ask)
    if deed == "days":
        store(1)
    else:
        seen = queries.evidence_seen(DISTRICT)
        stale = queries.StaleDays((VILLAGE,), TODAY - DAY, TODAY - DAY, seen)
        store_stale_days(area_code=DISTRICT, stale=stale, actor=SYSTEM, now=NOON)
    other.close()
    assert may_others == [True, False]
    assert {one.lock for one in (task, night)} == {"risk.storing"}


def test_who_waited_with_an_earlier_hour_leaves_no_hour_with_two_versions(stored):
    store(3, now=NOON + DAY / 24)
    a_late_report(NOON - 3 * DAY)
    store(3, now=NOON + DAY / 48)
    newest, middle, oldest = queries.versions_of(VILLAGE, TODAY - 2 * DAY)
    assert oldest.superseded_at == middle.computed_at == NOON + DAY / 24
    assert middle.superseded_at == newest.computed_at == NOON + DAY / 24
    assert newest.superseded_at is None
    assert newest.warmth.tenths > middle.warmth.tenths


# Grey: not heard of.


def test_a_village_is_grey_until_something_is_heard_or_somebody_was_there():
    an_area()
    a_signal(area_code=OTHER, heard_at=NOON - 15 * DAY)
    assert {one.band for one in queries.temperatures_on(TODAY, (DISTRICT,), NOON)} == {"none"}
    assert queries.unheard((DISTRICT,), TODAY, NOON) == (VILLAGE, OTHER)
    a_signal(area_code=VILLAGE, kind=Kind.POSITIVE)
    note_contact(area_code=OTHER, held_on=TODAY - 13 * DAY, actor=SYSTEM, now=NOON)
    before = [one.tenths for one in queries.temperatures_on(TODAY, (DISTRICT,), NOON)]
    assert {one.band for one in queries.temperatures_on(TODAY, (DISTRICT,), NOON)} == {"sejuk"}
    assert not queries.unheard((DISTRICT,), TODAY, NOON)
    note_contact(area_code=VILLAGE, held_on=TODAY, actor=SYSTEM, now=NOON)
    assert [one.tenths for one in queries.temperatures_on(TODAY, (DISTRICT,), NOON)] == before
    assert queries.unheard((DISTRICT,), TODAY - 14 * DAY, NOON) == (VILLAGE,)


def test_a_large_territory_learns_of_a_visit_a_minute_later(monkeypatch):
    for code in (VILLAGE, OTHER):
        an_area(code)
        a_late_report(NOON - 25 * DAY, area_code=code)
    monkeypatch.setattr("sejuk.assess.risk.queries.territories.LARGE", 0)
    left = []
    # Hours that no other test asks at: what is kept of a minute is kept for all of them.
    for minute, code in enumerate((VILLAGE, OTHER), start=77):
        note_contact(area_code=code, held_on=TODAY, actor=SYSTEM, now=NOON)
        left.append(queries.unheard((DISTRICT,), TODAY, NOON + timedelta(minutes=minute)))
    assert left == [(OTHER,), ()]


def test_what_was_heard_long_ago_and_is_still_warm_keeps_its_colour():
    a_signal(kind=Kind.BOUNDARY, severity=4, content_grade="1", heard_at=NOON - 16 * DAY)
    [village] = queries.temperatures_on(TODAY, (DISTRICT,), NOON)
    assert (village.band, village.is_heard) == ("hangat", False)


# How readily a village reports.


def test_a_loud_village_is_corrected_down_and_a_silent_one_up():
    for number in range(30):
        a_signal(area_code=OTHER, heard_at=NOON - (9 + number) * DAY)
    for code in (VILLAGE, OTHER):
        a_signal(area_code=code, severity=3, content_grade="1", heard_at=NOON - 2 * DAY)
    store(2)
    loud, silent = (queries.temperature_of(code, TODAY, NOON) for code in (OTHER, VILLAGE))
    assert loud.corrected_tenths < loud.tenths
    assert silent.corrected_tenths > silent.tenths
    corrected = Reading((DISTRICT,), TODAY, NOON).corrected().tolist()
    assert corrected == [silent.corrected_tenths, loud.corrected_tenths]
    yesterday = Reading((DISTRICT,), TODAY - DAY, NOON)
    rows = DayTemperature.objects.filter(day=TODAY - DAY).order_by("area_id")
    assert yesterday.corrected().tolist() == [row.corrected_tenths for row in rows]


def test_neither_telling_it_again_nor_finding_it_ourselves_makes_a_village_loud():
    first, last = TODAY - 9 * DAY, TODAY
    for _ in range(3):
        a_signal(cluster="ballots")
        a_signal(area_code=OTHER, origin=Origin.DISCOVERED)
        a_signal(source_key="network")
    assert reported_matters(first, last, (DISTRICT,)) == {VILLAGE: 2}


# Falsehoods, and the layers.


def test_a_refuted_rumour_is_told_apart_and_never_warms():
    hoax = a_signal(kind=Kind.RUMOUR, severity=2, content_grade="5")
    a_signal(area_code=OTHER, kind=Kind.SERVICE, content_grade="5")
    reading = Reading((DISTRICT,), TODAY, NOON)
    told = reading.falsehoods()
    assert set(told) == {VILLAGE}
    assert told[VILLAGE].matters[0].references == (str(hoax.pk),)
    assert queries.temperature_of(VILLAGE, TODAY, NOON).tenths == 0
    why = web.why_this_warm(VILLAGE, TODAY, actor=an_actor(Role.OPERATOR), now=NOON)
    assert why.needs_clarification
    assert [one.degrees for one in why.falsehoods] == ["9,8"]


def test_the_layers_say_what_the_numbers_say():
    an_area()
    a_signal(kind=Kind.RUMOUR, severity=2, content_grade="5")
    a_signal(severity=3, content_grade="1")
    a_signal(area_code=OTHER, heard_at=NOON - 15 * DAY)
    actor = an_actor(Role.OPERATOR)
    looks = {one.code: one.look(actor, TODAY, NOON) for one in
             (web.CHANGE, web.CORRECTED, web.FALSEHOODS)}  # fmt: skip
    warm = queries.temperature_of(VILLAGE, TODAY, NOON)
    shown = {code: picture.cells[VILLAGE] for code, picture in looks.items()}
    assert shown["perubahan"].step == 2
    assert shown["terkoreksi"].words == f"{warm.degrees:.1f}".replace(".", ",")
    assert shown["hoaks"].step == 1
    assert all(picture.cells[OTHER].step is None for picture in looks.values())


def test_a_book_knows_when_an_area_was_heard():
    a_signal(heard_at=NOON - 3 * DAY)
    a_signal(heard_at=NOON)
    book = FactBook.of(TODAY, TODAY, (DISTRICT,))
    assert book.heard_between(NOON - 4 * DAY, NOON - DAY) == {VILLAGE}
    assert not book.heard_between(NOON - 2 * DAY, NOON - DAY)
