"""What leaves the house keeps to the standards: CAP 1.2, RFC 7946, Table Schema, HXL, safe CSV."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from sejuk.assess.alarms import actions
from sejuk.assess.alarms.models import Alarm, AlarmArea
from sejuk.assess.alarms.rules import Verdict
from sejuk.assess.risk.actions import store_temperatures
from sejuk.assess.risk.models import IndexSnapshot
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Operation
from sejuk.foundation.places.models import Area
from sejuk.kit.actors import Actor, Role
from sejuk.kit.open_tables import turn
from sejuk.sense.signals.models import Signal
from tests.assess.alarms.cap_checker import SPACE, faults_of
from tests.assess.alarms.raising import REASON, an_alarm, somebody
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_area, an_operation, shift_to

pytestmark = pytest.mark.django_db
# Turns right, and its hole too: both against RFC 7946.
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[104.1, -4.1], [104.1, -4.0], [104.2, -4.0], [104.2, -4.1], [104.1, -4.1]],
        [[104.12, -4.08], [104.14, -4.08], [104.14, -4.06], [104.12, -4.06], [104.12, -4.08]],
    ],
}
HXL_TAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
KINDS = ("suhu", "ikd", "prakiraan", "pijar")


@pytest.fixture(autouse=True)
def _operation():
    shift = shift_to(NOON)
    an_operation(is_demonstration=True, clock_shift_seconds=shift, code="musi, 2024 & lain")


def bounded_alarm() -> Alarm:
    alarm = an_alarm()
    Area.objects.filter(code=VILLAGE).update(outline=SQUARE, boundary=SQUARE)
    return alarm


def taken(path: str, *roles: Role, area_code: str = "16.01"):
    client = Client()
    client.force_login(a_user(*(roles or (Role.OPERATOR,)), area_code=area_code))
    answer = client.get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, content


def rows_of(what: str) -> list[dict[str, str]]:
    _, content = taken(f"/pijar/ekspor/{what}/csv/")
    lines = content.decode("utf-8-sig").splitlines()
    top = next(number for number, line in enumerate(lines) if line.startswith("kode_wilayah"))
    return list(csv.DictReader(lines[top:]))


def cap_of(alarm: Alarm) -> dict[str, str]:
    _, content = taken(f"/pijar/{alarm.pk}/cap.xml")
    assert faults_of(content) == []
    root = ET.fromstring(content)  # noqa: S314 - our own
    return {one.tag.removeprefix(SPACE): one.text or "" for one in root.iter()}


def test_a_cap_message_keeps_to_the_standard_through_the_whole_life_of_an_alarm():
    alarm, alya = bounded_alarm(), somebody()
    first = cap_of(alarm)
    assert (first["status"], first["msgType"], first["scope"]) == (
        "Exercise",
        "Alert",
        "Restricted",
    )
    assert (first["category"], first["responseType"]) == ("Safety", "Assess")
    assert "references" not in first

    for report in alarm.reports.all():
        actions.assess_report(
            alarm_id=alarm.pk, report_id=report.pk, verdict=Verdict.CORRECT, verdict_seen="",
            actor=alya, now=NOON,
        )  # fmt: skip
    steps = Alarm.objects.get().steps_taken
    said = {"alarm_id": alarm.pk, "reason": REASON, "actor": alya}
    actions.escalate_alarm(**said, to=Role.CHIEF, steps_seen=steps, now=NOON + timedelta(hours=1))
    escalated = cap_of(alarm)
    assert (escalated["msgType"], escalated["certainty"]) == ("Update", "Observed")
    assert escalated["references"].split(",")[1] == first["identifier"] != escalated["identifier"]

    actions.close_alarm(**said, steps_seen=steps + 1, now=NOON + timedelta(hours=2))
    assert len(cap_of(alarm)["references"].split(" ")) == 2
    assert cap_of(alarm)["urgency"] == "Past"


def test_a_cap_message_stays_what_it_was_under_its_identifier_and_is_one_for_all_readers():
    alarm, alya = bounded_alarm(), somebody()
    first = cap_of(alarm)
    actions.assess_report(
        alarm_id=alarm.pk, report_id=alarm.reports.first().pk, verdict=Verdict.CORRECT,
        verdict_seen="", actor=alya, now=NOON,
    )  # fmt: skip
    Signal.objects.update(severity=4)
    assert cap_of(alarm) == first
    assert (first["severity"], first["certainty"]) == ("Unknown", "Possible")

    AlarmArea.objects.create(alarm=alarm, area=an_area("16.01.09.2001"), place=1)
    path = f"/pijar/{alarm.pk}/cap.xml"
    assert taken(path, Role.SECTOR_CHIEF, area_code="16.01.08")[0].status_code == 404
    assert taken(path)[0].status_code == 200


def test_outside_a_demonstration_only_an_escalated_alarm_is_actual():
    alarm, alya = bounded_alarm(), somebody()
    Operation.objects.update(is_demonstration=False, clock_shift_seconds=0)
    assert cap_of(alarm)["status"] == "Draft"
    actions.dismiss_alarm(alarm_id=alarm.pk, reason=REASON, steps_seen=1, actor=alya, now=NOON)
    assert (cap_of(alarm)["status"], cap_of(alarm)["msgType"]) == ("Draft", "Cancel")
    report = alarm.reports.first()
    type(report).objects.filter(pk=report.pk).update(
        verdict="correct", assessed_by="alya", assessed_at=NOON
    )
    actions.escalate_alarm(
        alarm_id=alarm.pk, to=Role.CHIEF, reason=REASON, steps_seen=2, actor=alya, now=NOON
    )
    assert cap_of(alarm)["status"] == "Actual"


def test_a_cap_message_names_places_in_two_languages_and_quotes_no_report():
    alarm = bounded_alarm()
    answer, content = taken(f"/pijar/{alarm.pk}/cap.xml")
    root = ET.fromstring(content)  # noqa: S314 - our own
    languages = [one.text for one in root.iter(f"{SPACE}language")]
    areas = root.findall(f"{SPACE}info/{SPACE}area")
    geocodes = [
        (pair[0].text, pair[1].text) for area in areas for pair in area.findall(f"{SPACE}geocode")
    ]

    assert languages == ["id-ID", "en-US"]
    assert set(geocodes) == {("KEMENDAGRI", VILLAGE)}
    assert len(root.findall(f".//{SPACE}polygon")) == len(areas) == 2
    assert b"Cekcok" not in content
    assert "DATA-CONTOH" in answer.headers["Content-Disposition"]
    assert Entry.objects.filter(verb="alarms.cap.exported").count() == 1


@pytest.mark.parametrize("what", KINDS)
def test_geojson_is_that_of_the_standard(what):
    bounded_alarm()
    answer, content = taken(f"/pijar/ekspor/{what}/geojson/?hari=2024-11-19")
    document = json.loads(content)

    assert answer.headers["Content-Type"] == "application/geo+json"
    assert (document["type"], "crs" in document) == ("FeatureCollection", False)
    assert "DATA CONTOH" in document["note"]
    for feature in document["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        assert feature["geometry"] is None or _keeps_to_the_right_hand_rule(feature["geometry"])
    if what in ("suhu", "pijar"):
        assert any(feature["geometry"] for feature in document["features"])


def _keeps_to_the_right_hand_rule(geometry) -> bool:
    polygons = (
        [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    )
    return all(
        ring[0] == ring[-1] and len(ring) >= 4 and (turn(ring) > 0) == (place == 0)
        for rings in polygons
        for place, ring in enumerate(rings)
    )


@pytest.mark.parametrize("what", KINDS)
def test_a_table_and_its_schema_agree(what):
    bounded_alarm()
    _, schema = taken(f"/pijar/ekspor/{what}/skema/")
    fields = json.loads(schema)["fields"]
    _, package = taken(f"/pijar/ekspor/{what}/paket/")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        described = json.loads(archive.read("datapackage.json"))
        [resource] = described["resources"]
        rows = list(csv.reader(io.StringIO(archive.read(resource["path"]).decode())))

    header = resource["dialect"]["headerRows"][0] - 1
    assert rows[header] == [field["name"] for field in fields]
    assert resource["schema"]["fields"] == fields
    assert resource["path"].startswith("DATA-CONTOH-")
    assert "DATA CONTOH" in rows[0][0]
    for row in rows[header + 1 :]:
        for field, cell in zip(fields, row, strict=True):
            assert _fits(cell, field), (field["name"], cell)
    assert all(field["title"] and field["description"] for field in fields)


def _fits(cell: str, field: dict) -> bool:
    limits = field.get("constraints", {})
    if not cell:
        return not limits.get("required")
    shapes = {
        "string": r"(?s).*",
        "integer": r"-?\d+",
        "number": r"-?\d+(\.\d+)?(e-?\d+)?",
        "date": r"\d{4}-\d\d-\d\d",
        "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*",
    }
    return (
        re.fullmatch(shapes[field["type"]], cell) is not None
        and cell in limits.get("enum", [cell])
        and re.fullmatch(limits.get("pattern", ".*"), cell) is not None
    )


@pytest.mark.parametrize("what", KINDS)
def test_the_second_header_row_holds_hxl_tags(what):
    bounded_alarm()
    _, content = taken(f"/pijar/ekspor/{what}/hxl/")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    header, tags = rows[1], rows[2]
    assert header[0] == "kode_wilayah"
    assert [tag for tag in tags if not HXL_TAG.fullmatch(tag)] == []
    assert tags[0] == "#adm4+code"


def test_temperature_and_index_leave_with_what_qualifies_them():
    loud, silent = VILLAGE, "16.01.08.2019"
    for number in range(30):
        a_signal(area_code=loud, heard_at=NOON - timedelta(days=9 + number))
    for code in (loud, silent):
        a_signal(area_code=code, severity=3, content_grade="1", heard_at=NOON - timedelta(days=2))
    yesterday = NOON.date() - timedelta(days=1)
    store_temperatures(
        area_code="16.01", first_day=yesterday - timedelta(days=1), last_day=yesterday,
        actor=Actor.system("risk"), now=NOON,
    )  # fmt: skip
    snapshot = IndexSnapshot.objects.create(
        as_of=yesterday, seed=1, draws=1, weights={}, indicators=[], made_by="alya", made_at=NOON
    )
    for code, grade in ((loud, "B"), (silent, "D")):
        snapshot.scores.create(area_id=code, grade=grade, completeness=0.4)
    warm, indexed = (
        {row["kode_wilayah"]: row for row in rows_of(what)} for what in ("suhu", "ikd")
    )

    shown = {code: float(row["suhu_terkoreksi"]) - float(row["suhu"]) for code, row in warm.items()}
    assert shown[loud] < 0 < shown[silent]
    assert {code: row["mutu"] for code, row in indexed.items()} == {loud: "B", silent: "D"}


def test_a_name_that_begins_like_a_formula_runs_in_no_spreadsheet():
    an_alarm()
    Area.objects.filter(code=VILLAGE).update(name='=HYPERLINK("http://example.org")')
    for kind in ("csv", "hxl"):
        _, content = taken(f"/pijar/ekspor/suhu/{kind}/")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        cells = [cell for row in rows for cell in row]
        assert any(cell.startswith("'=HYPERLINK") for cell in cells)
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_a_file_holds_the_areas_of_who_takes_it_and_stands_in_the_ledger():
    bounded_alarm()
    an_area("16.01.09.2001")
    _, content = taken(
        "/pijar/ekspor/suhu/csv/?hari=2024-11-18", Role.SECTOR_CHIEF, area_code="16.01.09"
    )
    assert VILLAGE not in content.decode()
    assert "16.01.09.2001" in content.decode()
    entry = Entry.objects.get(verb="alarms.suhu.exported")
    assert entry.detail["day"] == "2024-11-18"
    assert entry.detail["rows"] == 1
    assert taken("/pijar/ekspor/suara/csv/")[0].status_code == 404
    assert taken("/pijar/ekspor/suhu/exe/")[0].status_code == 404


def test_the_checker_finds_what_is_wrong():
    bad = (
        b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><sender>a b</sender>'
        b"<identifier>1</identifier><sent>2024-11-19T05:00:00Z</sent><status>Real</status>"
        b"<msgType>Update</msgType><scope>Restricted</scope><info><event>x</event></info></alert>"
    )
    faults = "\n".join(faults_of(bad))
    for word in ("out of order", "no moment", "Real", "without references", "restriction",
                 "category", "sender: holds"):  # fmt: skip
        assert word in faults
