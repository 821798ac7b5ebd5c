"""While a flood lasts a report costs some work or a minute; nothing typed is lost."""

from datetime import timedelta
from hashlib import sha256
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.sense.signals.actions.flood import begin_flood
from sejuk.sense.signals.models import Attempt, Flood, Signal
from sejuk.sense.signals.queries.flood import flood_now
from sejuk.sense.signals.rules.flood import FLOOD_LASTS, MOST_A_MINUTE, WAIT, is_solved
from sejuk.sense.signals.web import WAITED, receipt_token
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
REPORT = reverse("signals:report")
TEXT = "Ada keributan di balai desa."
FEW = 6


class Clock:
    now = NOON


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    monkeypatch.setattr("sejuk.sense.signals.views.flood.Gate.__init__.__defaults__", ("", FEW))
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    return clock


def a_flood() -> None:
    Attempt.objects.bulk_create(
        Attempt(network_hash=f"{number}", purpose="report", at=NOON - timedelta(seconds=9))
        for number in range(MOST_A_MINUTE)
    )


def a_form(**said: str) -> dict[str, str]:
    return {"token": receipt_token(), "text": TEXT, "area": "Ujanmas"} | said


def work_for(gate) -> dict[str, str]:
    """Solve plainly, bit by bit, what the module in the page solves."""
    for tried in count():
        digest = sha256(f"{gate.challenge}:{tried}".encode()).digest()
        if "".join(f"{byte:08b}" for byte in digest).startswith("0" * gate.bits):
            return {"gate": gate.token, "work": str(tried)}
    raise AssertionError


def test_a_flood_is_noticed_over_all_networks_and_passes_by_itself(clock):
    a_flood()
    client = Client()
    assert client.get(REPORT).context["gate"] is None, "looking begins nothing"
    stopped = client.post(REPORT, a_form())
    assert stopped.status_code == 429
    assert TEXT in stopped.content.decode()
    assert stopped.cookies == {}
    assert Flood.objects.get().noticed == MOST_A_MINUTE

    worked = a_form(**work_for(stopped.context["gate"]))
    assert client.post(REPORT, worked).status_code == 201
    assert client.post(REPORT, worked).status_code == 201, "the same report is the same receipt"
    again = client.post(REPORT, worked | {"token": receipt_token()})
    assert again.status_code == 429, "a token lets one report through"
    assert Signal.objects.count() == 1

    clock.now = NOON + FLOOD_LASTS
    assert flood_now(clock.now) is None
    assert client.post(REPORT, a_form()).status_code == 201


def test_without_a_script_one_waits_and_a_network_cannot_wait_for_many(clock):
    a_flood()
    client = Client()
    stopped = client.post(REPORT, a_form())
    token = {"gate": stopped.context["gate"].token}
    clock.now = NOON + WAIT - timedelta(seconds=1)
    early = client.post(REPORT, a_form(**token))
    assert early.status_code == 429
    assert early.context["gate"].token == token["gate"], "waiting goes on, it does not begin anew"
    clock.now = NOON + WAIT
    assert client.post(REPORT, a_form(**token)).status_code == 201
    gates = [client.get(REPORT).context["gate"].token for _ in range(WAITED.times)]
    clock.now = NOON + 2 * WAIT
    sent = [client.post(REPORT, a_form(gate=gate)).status_code for gate in gates]
    assert sent == [201] * (WAITED.times - 1) + [429]


def test_a_refusal_asks_three_questions_and_looks_at_nothing(
    monkeypatch, django_assert_num_queries
):
    a_flood()
    client = Client()
    assert client.post(REPORT, a_form()).status_code == 429
    monkeypatch.setattr("sejuk.sense.signals.views.public.hold_photos", None)
    monkeypatch.setattr("sejuk.sense.signals.forms.Report", None)
    photo = SimpleUploadedFile("foto.jpg", b"no picture at all", "image/jpeg")
    told = a_form(area="no such place", name="Siti", held="abc", photos=photo)
    with django_assert_num_queries(3):  # the operation, the flood, was it sent before
        page = client.post(REPORT, told)
    assert (page.status_code, page["Retry-After"]) == (429, str(WAIT.seconds))
    shown = page.content.decode()
    assert all(word in shown for word in (TEXT, "no such place", "Siti", 'value="abc"'))
    assert 'name="photos"' in shown, "they are chosen again"
    assert len(shown) < 8_000


@pytest.mark.parametrize("work", ["", "x", "-1", "9" * 13, "¹", "0x1"])
def test_what_is_no_work_opens_nothing(work):
    assert not is_solved("0123456789abcdef", work, 1)


def test_staff_switch_it_with_a_reason_and_see_since_when():
    page, client = reverse("signals:flood"), Client()
    client.force_login(a_user(Role.OPERATOR))
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Banyak laporan buatan mesin."}).status_code == 302
    assert "12.00" in client.get(page).content.decode()
    assert Client().get(REPORT).context["gate"] is not None
    assert client.post(page, {"reason": "Sudah tenang kembali."}).status_code == 302
    assert Client().get(REPORT).context["gate"] is None
    verbs = [verb for verb in Entry.objects.values_list("verb", flat=True) if ".flood." in verb]
    assert sorted(verbs) == ["signals.flood.begun", "signals.flood.ended"]
    sector = Client()
    sector.force_login(a_user(Role.SECTOR_CHIEF))
    assert sector.post(page, {"reason": "Saya ingin menutupnya."}).status_code == 422


def test_who_begins_a_flood_that_begins_at_this_moment_is_told_so(monkeypatch):
    def begun_meanwhile(now):
        Flood.objects.create(began_at=now, noticed=1, began_by="flood", until=now + FLOOD_LASTS)

    monkeypatch.setattr("sejuk.sense.signals.actions.flood._open_flood", begun_meanwhile)
    chief = an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))
    with pytest.raises(Refused, match="asked for already"):
        begin_flood(reason="Banyak laporan palsu.", actor=chief, now=NOON)
