"""Pages of alarms show what is unusual, and no more of a report than its reader may read."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sejuk.assess.alarms import actions, queries, web
from sejuk.assess.alarms.models import Alarm, Calibration, SetRule
from sejuk.assess.alarms.tasks import WEEKLY
from sejuk.assess.alarms.web.layer import LAYER
from sejuk.kit.actors import Role
from sejuk.kit.layers import Cell
from sejuk.sense.signals.rules import ContentGrade, Form, Kind
from tests.assess.alarms.raising import REASON, a_rule, an_alarm, quarrels, somebody
from tests.builders import (
    NOON,
    VILLAGE,
    a_signal,
    a_user,
    an_actor,
    an_area,
    an_operation,
    shift_to,
)

pytestmark = pytest.mark.django_db
NEIGHBOUR = "16.01.08.2019"


@pytest.fixture(autouse=True)
def _operation():
    shift = shift_to(NOON)
    an_operation(is_demonstration=True, clock_shift_seconds=shift)


def as_one(*roles: Role, area_code: str = "16.01") -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def shown(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def page_of(client: Client, alarm: Alarm) -> str:
    return shown(client.get(reverse("alarms:alarm", args=[alarm.pk])))


def test_the_list_says_what_is_unusual_where_and_with_whom_it_is():
    alarm = an_alarm()
    text = shown(as_one(Role.OPERATOR).get("/pijar/"))
    assert "Quarrels and violence" in text
    assert f"Desa {alarm.area_id[-4:]}, Pengandonan" in text
    assert "A rule set by hand was met" in text
    assert "Command post operator" in text
    assert "No alarm here" in shown(as_one(Role.OPERATOR).get("/pijar/?keadaan=closed"))
    assert "Quarrels" in shown(as_one(Role.OPERATOR).get("/pijar/?saya=on&kecamatan=16.01.08"))
    assert "No alarm here" in shown(as_one(Role.OPS_HEAD).get("/pijar/?saya=on"))


@pytest.mark.parametrize("asked", ["keadaan=x", "kecamatan=16.99", "kecamatan=';--", "page=999999"])
def test_a_filter_that_cannot_be_read_is_left_out(asked):
    an_alarm()
    assert "Quarrels and violence" in shown(as_one(Role.OPERATOR).get(f"/pijar/?{asked}"))


def test_a_state_that_is_none_shows_all_and_says_so():
    alarm = an_alarm()
    actions.dismiss_alarm(
        alarm_id=alarm.pk, reason=REASON, steps_seen=1, actor=somebody(), now=NOON
    )
    text = shown(as_one(Role.OPERATOR).get("/pijar/?keadaan=semua"))
    assert "Quarrels and violence" in text
    assert '<option value="all" selected>' in text


def test_who_reads_no_quarrels_sees_that_there_are_reports_and_not_what_they_say():
    alarm = an_alarm()
    desk, humas = as_one(Role.OPERATOR), as_one(Role.PUBLIC_RELATIONS)
    assert page_of(desk, alarm).count("Cekcok nomor") == 3
    text = page_of(humas, alarm)
    assert "Cekcok" not in text
    assert text.count("A signal that your role does not read") == 3
    assert "What next" not in text


def test_a_sector_chief_next_door_sees_the_alarm_and_only_his_own_village_of_it():
    a_rule_over_both()
    alarm = Alarm.objects.get()
    next_door = as_one(Role.SECTOR_CHIEF, area_code="16.01.09")
    text = page_of(next_door, alarm)
    assert "and 1 village outside your area" in text
    assert text.count("A signal that your role does not read") == 2
    assert (
        next_door.post(
            reverse("alarms:move", args=[alarm.pk, "kesampingkan"]),
            {"reason": REASON, "steps_seen": 1},
        ).status_code
        == 409
    )
    assert as_one(Role.CHIEF, area_code="16.09").get(f"/pijar/{alarm.pk}/").status_code == 404


def a_rule_over_both() -> None:
    a_rule(kilometres=50.0)
    an_area("16.01.09.2001")
    quarrels(2)
    quarrels(1, area_code="16.01.09.2001")
    actions.watch_day(actor=somebody(), now=NOON)


def test_an_alarm_is_worked_on_from_its_page():
    alarm, client = an_alarm(), as_one(Role.OPERATOR)
    url = reverse("alarms:alarm", args=[alarm.pk])
    for report in alarm.reports.all():
        answer = client.post(
            reverse("alarms:assess", args=[alarm.pk, report.pk]),
            {"verdict": "correct", "verdict_seen": ""},
        )
        assert answer.url == url
    late = client.post(
        reverse("alarms:assess", args=[alarm.pk, report.pk]),
        {"verdict": "mistaken", "verdict_seen": ""},
    )
    assert late.status_code == 409
    alarm.refresh_from_db()
    said = {"reason": REASON, "steps_seen": alarm.steps_taken, "to": "kapolres"}
    escalate = reverse("alarms:move", args=[alarm.pk, "eskalasi"])
    assert client.post(escalate, {**said, "reason": ""}).status_code == 422
    assert client.post(escalate, {**said, "to": "operator"}).status_code == 422
    assert client.post(escalate, said).url == url
    assert "has moved this alarm on" in shown(client.post(escalate, said))
    assert "District chief (Kapolres)" in page_of(client, alarm)
    assert client.post(reverse("alarms:move", args=[alarm.pk, "hapus"])).status_code == 404


def test_the_buttons_of_the_page_are_sent_with_its_token():
    alarm = an_alarm()
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["django_language"] = "en"
    browser.force_login(a_user(Role.OPERATOR, area_code="16.01"))
    forms = post_forms(browser.get(reverse("alarms:alarm", args=[alarm.pk])).content.decode())
    reports = [form for form in forms if "/laporan/" in form["action"]]
    assert len(reports) == 3
    assert len(forms) > 3
    said = reports[0] | {"verdict": "correct"}
    assert browser.post(said.pop("action"), said).status_code == 302
    assert alarm.reports.filter(verdict="correct").count() == 1
    for form in forms[1:]:
        said = form | {"verdict": "mistaken", "reason": ""}
        assert browser.post(said.pop("action"), said).status_code != 403


def post_forms(page: str) -> list[dict[str, str]]:
    """Return the forms below the head of a page, as a browser sends them untouched."""
    main = page[page.index("<main") :]
    found = re.findall(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', main, re.DOTALL)
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'
    return [{"action": action, **dict(re.findall(hidden, inside))} for action, inside in found]


def test_a_report_of_another_alarm_is_not_assessed_through_this_one():
    first = an_alarm()
    a_signal(form=Form.INCIDENT, kind=Kind.VIOLENCE, severity=4, content_grade=ContentGrade.ONE)
    actions.watch_day(actor=somebody(), now=NOON)
    second = Alarm.objects.get(detector="grave")
    answer = as_one(Role.OPERATOR).post(
        reverse("alarms:assess", args=[first.pk, second.reports.first().pk]),
        {"verdict": "correct", "verdict_seen": ""},
    )
    assert answer.status_code == 404


def test_rules_are_set_and_retired_on_their_page():
    an_area(VILLAGE)
    head = as_one(Role.OPS_HEAD)
    said = {"name": "Tiga isu", "stream": "isu", "count": 3, "days": 3, "kilometres": 8}
    assert head.post("/pijar/aturan/baru/", said).status_code == 422
    assert head.post("/pijar/aturan/baru/", {**said, "reason": REASON}).status_code == 302
    assert "holds already" in shown(head.post("/pijar/aturan/baru/", {**said, "reason": REASON}))
    here = {**said, "name": "Di sini", "area_code": "16.01.08", "reason": REASON}
    assert head.post("/pijar/aturan/baru/", here).status_code == 302
    assert "Only in Pengandonan" in shown(head.get("/pijar/aturan/"))
    rule = SetRule.objects.get(name="Tiga isu")
    assert "3 cases within 3 days and 8 km" in shown(as_one(Role.OPERATOR).get("/pijar/aturan/"))
    head.post(f"/pijar/aturan/{rule.pk}/akhiri/", {"reason": REASON})
    assert "Retired rules" in shown(head.get("/pijar/aturan/"))


@pytest.mark.slow
def test_another_budget_is_tried_before_it_is_set():
    an_alarm()
    head = as_one(Role.OPS_HEAD)
    assert "not calibrated yet" in shown(head.get("/pijar/kalibrasi/"))
    tried = shown(head.post("/pijar/kalibrasi/atur/", {"budget_days": "15", "preview": ""}))
    assert "in the last 30 days" in tried
    assert not Calibration.objects.exists()
    assert head.post("/pijar/kalibrasi/atur/", {"budget_days": "15", "save": ""}).status_code == 409
    said = {"budget_days": "15", "reason": REASON, "save": ""}
    assert head.post("/pijar/kalibrasi/atur/", said).status_code == 302
    assert Calibration.objects.get().budget_days == 15
    assert "one false alarm in 15 quiet days" in shown(head.get("/pijar/kalibrasi/"))
    page = shown(head.get("/pijar/kalibrasi/"))
    assert "rest on" in page
    assert 'value="15"' in page
    assert "calibration has been missing" not in page
    made = Calibration.objects.get()
    later = web.calibration_page(
        made.operation, an_actor(Role.OPERATOR), now=made.made_at + timedelta(days=7, hours=3)
    )
    assert later.late_since == made.made_at + timedelta(days=7)
    for _ in range(2):
        made.pk, made.made_by, made.reason = None, "system:alarms", WEEKLY
        made.save(force_insert=True)
    with override("id"):
        page = web.calibration_page(made.operation, an_actor(Role.OPERATOR), now=made.made_at)
    assert (page.past[0].by, page.past[0].reason[:20]) == ("Sejuk sendiri", "Kalibrasi mingguan d")


def test_the_cards_of_a_village_and_of_the_command_post_show_the_same_alarm():
    alarm = an_alarm()
    an_area(NEIGHBOUR)
    at_post = web.alarms_at_the_post(an_actor(Role.OPERATOR), now=NOON)
    assert [row.id for row in at_post.rows] == [alarm.pk]
    desk = as_one(Role.OPERATOR)
    assert f"/pijar/{alarm.pk}/" in shown(desk.get(f"/pijar/desa/{VILLAGE}/"))
    assert "No alarm was raised" in shown(desk.get(f"/pijar/desa/{NEIGHBOUR}/"))
    assert f"/pijar/{alarm.pk}/" in shown(desk.get("/pijar/posko/"))
    with override("en"):
        marks = web.marks_of(list(queries.instants_about(VILLAGE)))
    assert marks == ((timezone.localdate(NOON), "19 Nov: alarm"),)
    assert "19 Nov: alarm" in shown(desk.get(f"/desa/{VILLAGE}/"))


def test_the_layer_shows_open_alarms_and_for_five_days_those_that_ended():
    alarm, alya = an_alarm(), somebody()
    actor, day = an_actor(Role.OPERATOR), timezone.localdate(NOON)

    def cell(days: int) -> Cell:
        with override("en"):
            picture = LAYER.look(actor, day + timedelta(days=days), NOON + timedelta(days=9))
        return picture.cells[VILLAGE]

    def step(days: int) -> int | None:
        return cell(days).step

    assert (step(-1), step(0), step(8)) == (None, 1, 1)
    assert cell(-1).words == "No alarm"
    assert cell(0).words == "Quarrels and violence, A rule set by hand was met"
    actions.dismiss_alarm(
        alarm_id=alarm.pk, reason=REASON, steps_seen=1, actor=alya, now=NOON + timedelta(days=1)
    )
    assert [step(days) for days in (0, 1, 5, 7)] == [1, 0, 0, None]
    assert cell(1).words.startswith("ended: ")
    # What has ended weighs less than what is open, and no alarm less than both.
    assert cell(7).weight < cell(1).weight < cell(0).weight
