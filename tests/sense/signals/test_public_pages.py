"""A resident reports without an account, and asks by receipt."""

import itertools
import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.sense.signals import actions
from sejuk.sense.signals.models import Attempt, NetworkSalt, Receipt, Signal
from sejuk.sense.signals.queries import network_hash, receipt_hash
from sejuk.sense.signals.rules import LONGEST_TEXT, SignalState
from sejuk.sense.signals.web import REPORTS, WRONG_RECEIPTS, digits_of, receipt_token
from tests.builders import NOON, VILLAGE, a_signal, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
REPORT = reverse("signals:report")
RECEIPT = reverse("signals:receipt")
TEXT = "Katanya surat suara di gudang sudah dicoblos."


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Let it be noon on 19 November 2024, WIB."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")


def a_form(**said: str) -> dict[str, str]:
    return {"token": receipt_token(), "text": TEXT, "area": "Ujanmas"} | said


def digits_in(answer) -> str:
    [digits] = re.findall(r"\d{4} \d{4} \d{4} \d{4}", answer.content.decode())
    return digits


def test_a_report_gives_a_receipt_that_answers(monkeypatch):
    client = Client()
    answer = client.post(REPORT, a_form())

    assert answer.status_code == 201
    assert "no-store" in answer["Cache-Control"]
    for told in ("Ujanmas", "Posko kepolisian "):
        assert told in answer.content.decode()
    digits = digits_in(answer)
    status = client.post(RECEIPT, {"receipt": digits})
    assert status.status_code == 200
    assert status.context["found"].next_step_by == NOON + timedelta(hours=24)
    assert TEXT.encode() not in status.content
    assert not status.context["late"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(hours=25))
    assert "110" in (late := client.post(RECEIPT, {"receipt": digits})).context["late"]
    assert late.context["late"] in late.content.decode()
    signal = Signal.objects.get()
    assert (signal.area_id, signal.created_by, signal.entered_by) == (
        VILLAGE,
        "resident",
        "resident",
    )


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (("-4.13", "104.02"), (-4.13, 104.02)),
        (("-4.13", ""), None),
        (("-400", "1"), None),
        (("x", "1"), None),
    ],
)
def test_a_point_is_kept_as_it_was_told_and_costs_no_report(told, kept):
    sent = Client().post(REPORT, a_form(latitude=told[0], longitude=told[1]))
    assert sent.status_code == 201
    signal = Signal.objects.get()
    assert (signal.latitude, signal.longitude) == (kept or (None, None))
    [village] = Client().get(reverse("signals:village_points")).json()["villages"]
    assert (village["code"], village["name"]) == (VILLAGE, "Ujanmas")


def test_a_receipt_is_kept_as_a_hash_under_the_key_of_the_house(settings):
    digits = digits_in(Client().post(REPORT, a_form())).replace(" ", "")

    kept = Receipt.objects.get().digits_hash
    assert kept == receipt_hash(digits)
    settings.SECRET_KEY = "another"
    assert kept != receipt_hash(digits)
    everything = str([*Entry.objects.values(), *Signal.objects.values(), *Receipt.objects.values()])
    assert digits not in everything


def test_receipts_do_not_follow_each_other():
    digits = [int(digits_of(receipt_token()) or 0) for _ in range(200)]

    assert len(set(digits)) == 200
    gaps = [abs(later - earlier) for earlier, later in itertools.pairwise(digits)]
    assert min(gaps) > 10**9
    assert max(digits) > 10**15


def test_sent_twice_it_is_one_report_with_one_receipt():
    client, form = Client(), a_form()
    first, second = client.post(REPORT, form), client.post(REPORT, form)

    assert digits_in(first) == digits_in(second)
    assert Signal.objects.count() == 1


def test_another_text_from_the_same_form_is_not_lost():
    client, form = Client(), a_form()
    client.post(REPORT, form)
    again = client.post(REPORT, form | {"text": "Hal yang lain sama sekali."})

    assert again.status_code == 422
    assert b"Hal yang lain sama sekali." in again.content
    fresh = again.context["token"]
    assert fresh != form["token"]
    sent = client.post(REPORT, form | {"text": "Hal yang lain sama sekali.", "token": fresh})
    assert sent.status_code == 201
    assert Signal.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "gAAAAABm", "9999999999999999", "x" * 400])
def test_a_token_that_is_not_ours_still_gives_a_report(token):
    assert Client().post(REPORT, a_form(token=token)).status_code == 201


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "text"),
        ({"area": "Atlantis"}, "area"),
        ({"area": ""}, "area"),
        ({"heard_at": "2024-11-20T12:00"}, "heard_at"),
        ({"heard_at": "2024-01-01T12:00"}, "heard_at"),
        ({"heard_at": "kemarin"}, "heard_at"),
        ({"kind": "makar"}, "kind"),
        ({"homepage": "http://x.example"}, "homepage"),
    ],
    ids=str,
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_the_rest_stays(said, field):
    answer = Client().post(REPORT, a_form(name="Siti", **said))

    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert b"Siti" in answer.content
    assert not Signal.objects.exists()


def test_the_same_report_again_counts_against_the_limit():
    client, form = Client(), a_form()
    statuses = [client.post(REPORT, form).status_code for _ in range(REPORTS.times + 1)]

    assert statuses == [201] * REPORTS.times + [429]
    assert Entry.objects.filter(verb="signals.signal.repeated").count() == REPORTS.times - 1


def test_a_name_that_two_villages_have_is_asked_back_and_then_taken():
    an_area("16.01.09", "Peninjauan")
    an_area("16.01.09.2001", "Ujanmas")
    client, form = Client(), a_form()
    asked = client.post(REPORT, form)

    assert {area.code for area in asked.context["form"].candidates} == {VILLAGE, "16.01.09.2001"}
    assert b'name="area_choice"' in asked.content
    assert client.post(REPORT, form | {"area_choice": "16.01.09.2001"}).status_code == 201
    assert Signal.objects.get().area_id == "16.01.09.2001"


def test_a_village_outside_the_operation_is_not_offered():
    an_area("16.09.01.2001", "Simpang")

    assert Client().post(REPORT, a_form(area="Simpang")).status_code == 422
    assert b"Simpang" not in Client().get(reverse("signals:report_areas"), {"q": "Simp"}).content
    assert b"Ujanmas" in Client().get(reverse("signals:report_areas"), {"q": "Uja"}).content


def test_a_contact_is_sealed_and_appears_nowhere():
    answer = Client().post(REPORT, a_form(name="Siti Rahma", reach="0812 3456 7890"))

    assert answer.status_code == 201
    assert b"Siti" not in answer.content
    everything = str([*Entry.objects.values(), *Signal.objects.values()])
    assert "Siti" not in everything
    assert "3456 7890" not in everything
    assert Signal.objects.get().seal_id


def test_the_page_says_who_reads_when_and_whom_to_call():
    page = Client().get(REPORT).content.decode()

    assert 'href="tel:110"' in page
    assert "24 jam" in page
    assert "tiga hari kerja" in page
    assert "<script>" not in page
    assert "style=" not in page


@pytest.mark.parametrize("receipt", ["0000 0000 0000 0000", "123", "", "١٢٣٤", "x" * 41])
def test_a_wrong_receipt_finds_nothing(receipt):
    a_signal()
    answer = Client().post(RECEIPT, {"receipt": receipt})

    assert answer.status_code in (404, 422)
    assert answer.context["found"] is None


@pytest.mark.parametrize("state", [s for s in SignalState if s is not SignalState.TAKEN])
def test_every_state_has_plain_words_and_no_other_facts(state):
    digits = digits_in(Client().post(REPORT, a_form()))
    referral = {
        "referred_to": "bawaslu",
        "referral_number": "B/114",
        "referred_on": NOON.date(),
    }
    Signal.objects.update(state=state, state_reason="Alasan dalam.", **referral)
    answer = Client().post(RECEIPT, {"receipt": digits})

    assert answer.context["found"].heading
    for hidden in ("Alasan dalam", "B/114", "Ujanmas", TEXT):
        assert hidden.encode() not in answer.content


def test_guessing_receipts_is_slowed_down_even_for_the_right_one():
    digits = digits_in(Client().post(REPORT, a_form()))
    client = Client()
    for _ in range(WRONG_RECEIPTS.times):
        assert client.post(RECEIPT, {"receipt": "1" * 16}).status_code == 404

    assert client.post(RECEIPT, {"receipt": digits}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(RECEIPT, {"receipt": digits}).status_code == 200


def test_a_flood_of_reports_is_stopped_without_losing_what_was_typed():
    Attempt.objects.bulk_create(
        Attempt(
            network_hash=network_hash("127.0.0.1", today=NOON.date()),
            purpose=REPORTS.purpose,
            at=NOON,
        )
        for _ in range(REPORTS.times)
    )
    answer = Client().post(REPORT, a_form())

    assert answer.status_code == 429
    assert TEXT.encode() in answer.content
    assert b"110" in answer.content


def test_a_network_has_another_hash_tomorrow_and_none_once_the_salt_is_gone():
    today, tomorrow = NOON.date(), NOON.date() + timedelta(days=1)
    first = network_hash("198.51.100.7", today=today)

    assert first == network_hash("198.51.100.200", today=today)
    assert first != network_hash("198.51.101.7", today=today)
    assert first != network_hash("198.51.100.7", today=tomorrow)
    assert "198.51" not in first
    six = network_hash("2001:db8:77:1::9", today=today)
    assert six == network_hash("2001:db8:77:ffff::1", today=today), "a subscriber is a /48"
    assert six != network_hash("2001:db8:78:1::9", today=today)
    Attempt.objects.create(network_hash=first, purpose="report", at=NOON - timedelta(days=2))
    count = actions.forget_networks(actor=an_actor(), now=NOON + timedelta(days=1))
    assert count == 1
    assert not NetworkSalt.objects.filter(day=today).exists()
    assert first != network_hash("198.51.100.7", today=today)


def test_nothing_of_a_report_reaches_the_log(caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    client = Client(raise_request_exception=False)
    form = a_form(name="Siti Rahma", reach="0812 3456 7890")
    digits = digits_in(client.post(REPORT, form)).replace(" ", "")
    client.post(RECEIPT, {"receipt": digits})

    def broken(**_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(actions, "receive_report", broken)
    assert client.post(REPORT, a_form(name="Siti Rahma", text=TEXT)).status_code == 500
    for hidden in ("dicoblos", "Siti", "7890", digits):
        assert hidden not in caplog.text


def test_who_reported_takes_his_data_away_and_has_his_contact_deleted():
    client, page = Client(), reverse("signals:own_data")
    digits = digits_in(client.post(REPORT, a_form(name="Siti", reach="0812 3456 7890")))
    for wrong in ("", "0812 3456 7891", "Siti"):
        refused = client.post(page, {"receipt": digits, "contact": wrong})
        assert refused.status_code == 422
        assert TEXT.encode() not in refused.content
    assert Attempt.objects.filter(purpose=WRONG_RECEIPTS.purpose).count() == 3
    assert client.post(page, {"receipt": "1" * 16}).status_code == 422

    mine = {"receipt": digits, "contact": "+62 812-3456-7890"}
    taken = client.post(page, mine | {"file": "1"})
    assert "attachment" in taken["Content-Disposition"]
    assert "no-store" in taken["Cache-Control"]
    kept = taken.json()
    assert (kept["text"], kept["area"]) == (TEXT, VILLAGE)
    assert kept["contact"] == {"name": "Siti", "reach": "0812 3456 7890"}
    assert "3456 7890" not in str([*Entry.objects.values(), *Signal.objects.values()])

    assert client.post(page, mine | {"delete": "1"}).status_code == 302
    assert client.post(page, mine | {"delete": "1"}).status_code == 422
    after = client.post(page, {"receipt": digits, "file": "1"}).json()
    assert (after["contact"], after["contact_deleted_at"]) == ({}, NOON.isoformat())


def test_a_report_without_contact_is_given_to_who_has_its_receipt():
    client, page = Client(), reverse("signals:own_data")
    digits = digits_in(client.post(REPORT, a_form()))
    assert client.post(page, {"receipt": digits, "delete": "1"}).status_code == 422
    assert TEXT in client.post(page, {"receipt": digits}).content.decode()


def test_a_report_whose_contact_cannot_be_sealed_is_taken_without_it(settings, tmp_path):
    settings.SEJUK_CUSTODY_KEYS = tmp_path / "keys"
    settings.SEJUK_CUSTODY_KEYS.write_text("broken")
    refused = Client().post(REPORT, a_form(name="Siti", reach="0812 3456 7890"))
    assert (refused.status_code, Signal.objects.count()) == (422, 0)
    assert TEXT in refused.content.decode(), "nothing typed is lost"
    assert str(tmp_path) not in refused.content.decode()
    assert Client().post(REPORT, a_form()).status_code == 201
