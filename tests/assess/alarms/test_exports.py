"""Exports say what a reader cannot guess: the line above, the grey level, a day that is none."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from sejuk.assess.alarms.models import Alarm, AlarmArea
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Actor, Role
from sejuk.plan.programme import actions
from tests.assess.alarms.raising import an_alarm
from tests.builders import MONDAY, NOON, VILLAGE, a_user, a_visit, an_area, an_operation, shift_to

pytestmark = pytest.mark.django_db
NEIGHBOUR = "16.01.08.2019"
SYSTEM = Actor.system("programme")


@pytest.fixture(autouse=True)
def _operation():
    shift = shift_to(NOON)
    an_operation(is_demonstration=True, clock_shift_seconds=shift)


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(a_user(Role.OPERATOR, area_code="16.01"))
    return client


def read(desk: Client, path: str) -> str:
    answer = desk.get(f"/pijar/ekspor/{path}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8-sig")


def test_a_schema_that_stands_alone_tells_of_the_line_above_the_header(desk):
    schema = json.loads(read(desk, "pijar/skema/"))
    assert (schema["dialect"]["commentRows"], schema["dialect"]["headerRows"]) == ([1], [2])
    assert schema["description"].startswith("DATA CONTOH")
    Operation.objects.update(is_demonstration=False, clock_shift_seconds=0)
    assert json.loads(read(desk, "pijar/skema/")).keys().isdisjoint({"dialect", "description"})


def test_two_alarms_about_one_village_are_two_features(desk):
    first = an_alarm()
    second = Alarm.objects.get(pk=first.pk)
    second.pk = None
    second.save(force_insert=True)
    AlarmArea.objects.create(alarm=second, area_id=VILLAGE, place=0)
    document = json.loads(read(desk, "pijar/geojson/?hari=2024-11-19"))
    ids = {feature["id"] for feature in document["features"]}
    assert ids == {f"{VILLAGE}/{first.pk}", f"{VILLAGE}/{second.pk}"}


def test_visits_and_their_feedback_leave_as_tables_without_persons(desk):
    visit = a_visit(held_at=NOON - timedelta(days=9), attendance=12)
    actions.audit_feedback(
        week_starts_on=MONDAY - timedelta(days=7), area_code="16.01", actor=SYSTEM, now=NOON
    )
    header, line, *_ = read(desk, "kunjungan/csv/").splitlines()[1:]
    shown = dict(zip(header.split(","), line.split(","), strict=True))
    assert (shown["kode_wilayah"], shown["nomor"], shown["hadir"]) == (VILLAGE, str(visit.pk), "12")
    assert visit.officer.name not in line
    [audit] = read(desk, "umpan-balik/csv/").splitlines()[2:]
    assert audit.split(",")[:5] == ["16.01", "2024-11-11", "1", "0", "0"]
    before = f"?hari={visit.held_at - timedelta(days=1):%Y-%m-%d}"
    for what in ("kunjungan", "umpan-balik"):
        assert len(read(desk, f"{what}/csv/{before}").splitlines()) == 2
        schema = json.loads(read(desk, f"{what}/skema/"))
        assert all(field["description"] for field in schema["fields"])
    assert desk.get("/pijar/ekspor/umpan-balik/geojson/").status_code == 404


def test_a_village_that_was_not_heard_of_has_a_level_of_its_own(desk):
    an_area(NEIGHBOUR)
    document = json.loads(read(desk, "suhu/geojson/?hari=2024-11-18"))
    assert [one["properties"]["tingkat"] for one in document["features"]] == ["belum_terdengar"]
    [field] = [one for one in json.loads(read(desk, "suhu/skema/"))["fields"]
               if one["name"] == "tingkat"]  # fmt: skip
    assert "belum_terdengar" in field["constraints"]["enum"]


@pytest.mark.parametrize("asked", ["abc", "2030-01-01"])
def test_a_day_that_is_none_or_lies_ahead_is_refused_in_words(asked, desk):
    page = desk.get(f"/pijar/ekspor/?hari={asked}")
    assert page.status_code == 422
    assert b'role="alert"' in page.content
    assert desk.get(f"/pijar/ekspor/suhu/csv/?hari={asked}").status_code == 409
    assert not Entry.objects.filter(verb="alarms.suhu.exported").exists()
    assert desk.get("/pijar/ekspor/?hari=").status_code == 200
