"""The pages of duty: each sees his own, the leader his posts, programs a reason."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from sejuk.act.guard import actions
from sejuk.act.guard.models import CheckIn, Swap, Watch
from sejuk.act.guard.queries.arrivals import code_of_post
from sejuk.foundation.accounts.models import User
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Role
from sejuk.plan.deployment.models import Duty, Substitution
from tests.builders import NOON, a_duty, a_person, a_post, a_user, an_actor, an_operation, shift_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def operation():
    shift = shift_to(NOON) + 10
    return an_operation(is_demonstration=True, clock_shift_seconds=shift)


def now_there():
    return timezone.now() + timedelta(seconds=Operation.objects.get().clock_shift_seconds)


def signed_in(*roles, person=None, **values):
    user = a_user(*roles, **values)
    if person is not None:
        person.user = user
        person.save(update_fields=["user"])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def person():
    return a_person("Budi Contoh")


@pytest.fixture
def phone(person):
    return signed_in(Role.GUARD, person=person)


@pytest.fixture
def duty(person):
    return a_duty(person=person, post=a_post(name="Kantor KPU"))


def test_his_page_says_where_when_as_what_with_whom(duty, phone):
    mate = a_person("Sari Contoh")
    a_duty(person=mate, post=duty.post, role="leader")
    hidden = a_duty(person=a_person("Tono Rahasia"), post=duty.post, posture="covert")
    a_duty(person=duty.person, post=duty.post, starts_at=NOON + timedelta(days=1))
    text = phone.get("/dinas/").text
    assert "Kantor KPU" in text
    assert "12.00–20.00" in text
    assert "Sari Contoh" in text
    assert hidden.person.name not in text
    assert ">16,0<" in text
    assert phone.get(f"/dinas/{duty.pk}/").status_code == 200


def test_an_account_that_is_nobodys_is_told_what_to_do(operation):
    client = signed_in(Role.GUARD, username="budi.s")
    User.objects.update(display_name="Budi Contoh")
    for address in ("/dinas/", "/dinas/sakit/", "/dinas/kalender/", "/dinas/hari-bebas/"):
        text = client.get(address).text
        assert "administrator" in text
        assert "Sebutkan nama pengguna Anda: budi.s." in text


def test_the_duty_of_another_is_not_found(duty):
    stranger = signed_in(Role.GUARD, person=a_person())
    covert = a_duty(person=a_person(), post=duty.post, posture="covert")
    for page in ("", "tukar/"):
        assert stranger.get(f"/dinas/{duty.pk}/{page}").status_code == 404
    sector = signed_in(Role.SECTOR_CHIEF)
    assert sector.get(f"/dinas/{duty.pk}/").status_code == 200
    assert sector.get(f"/dinas/{covert.pk}/").status_code == 404


def test_the_scanned_link_leads_to_one_button_and_the_button_checks_in(duty, phone):
    code = code_of_post(duty.post_id, now_there())
    page = phone.get(f"/dinas/masuk/{duty.post_id}/?kode={code}")
    assert page.status_code == 200
    assert f'value="{code}"' in page.text
    sent = {"code": code, "key": str(uuid4()), "scanned": "yes"}
    assert phone.post(f"/dinas/{duty.pk}/masuk", sent).status_code == 302
    assert CheckIn.objects.get().method == "qr"
    assert phone.post(f"/dinas/{duty.pk}/masuk", sent).status_code == 302
    assert CheckIn.objects.count() == 1


def test_who_scans_a_foreign_post_reads_where_he_is_awaited(duty, phone):
    page = phone.get(f"/dinas/masuk/{a_post(name='Gudang').pk}/?kode=123456")
    assert page.status_code == 409
    assert "Kantor KPU" in page.text
    assert "Gudang" not in page.text


def test_a_wrong_code_is_said_beside_the_field(duty, phone):
    page = phone.post(f"/dinas/{duty.pk}/masuk", {"code": "000000", "key": str(uuid4())})
    assert page.status_code == 422
    assert "alert" in page.text


def arrival(phone, duty, **values):
    sent = {
        "person_id": duty.person_id,
        "key": str(uuid4()),
        "code": code_of_post(duty.post_id, now_there()),
        "post_id": duty.post_id,
    }
    return phone.post("/api/v1/duty/arrivals", sent | values, content_type="application/json")


def test_what_a_phone_kept_for_a_day_counts_once_for_its_minute(duty, phone, operation):
    key, code = str(uuid4()), code_of_post(duty.post_id, NOON)
    Operation.objects.update(clock_shift_seconds=operation.clock_shift_seconds + 86_400)
    ago = round((now_there() - NOON).total_seconds())
    answers = [arrival(phone, duty, key=key, code=code, seconds_ago=ago) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    [row] = CheckIn.objects.all()
    assert abs(row.arrived_at - NOON) < timedelta(seconds=5)
    assert row.recorded_at - row.arrived_at > timedelta(hours=23)


def test_what_was_sent_later_is_marked_wherever_it_is_shown_until_it_is_confirmed(
    duty, phone, operation
):
    at = now_there() - timedelta(minutes=20)
    code = code_of_post(duty.post_id, at)
    assert arrival(phone, duty, code=code, seconds_ago=1200).status_code == 201
    button = f"/dinas/hadir/{CheckIn.objects.get().pk}/konfirmasi"
    desk = signed_in(Role.OPERATOR)
    own, its = f"/dinas/{duty.pk}/", f"/dinas/pos/{duty.post_id}/layar/"
    for client, address in ((phone, own), (desk, own), (desk, its), (desk, "/dinas/dinding/"),
                            (phone, "/dinas/jam/saya/"), (desk, "/dinas/jam/")):  # fmt: skip
        page = client.get(address).text.lower()
        assert "dikirim kemudian" in page
        assert (button in page) == (client is desk and "dinding" not in address)
    assert phone.post(button).status_code == 409
    assert desk.post(button, {"next": "/dinas/jam/"}).headers["Location"] == "/dinas/jam/"
    assert "sudah dikonfirmasi" in desk.get(its).text
    assert "dikirim kemudian" not in desk.get("/dinas/dinding/").text
    assert button not in desk.get("/dinas/jam/").text


def test_a_missing_qualification_is_told_to_programs_and_people(duty, phone):
    Duty.objects.update(qualification="medic")
    answer = arrival(phone, duty)
    assert answer.status_code == 409
    [blocker] = answer.json()["blockers"]
    assert (blocker["code"], blocker["qualification"]) == ("qualification_missing", "medic")
    assert blocker["sentence"] == answer.json()["detail"]
    told = phone.get(f"/api/v1/duty/arrivals?duty_id={duty.pk}").json()
    assert told["blockers"] == [blocker]


def test_what_was_kept_for_another_who_used_the_phone_is_not_his(duty, phone):
    assert arrival(phone, duty, person_id=a_person().pk).status_code == 403
    assert arrival(phone, duty, post_id=a_post().pk).status_code == 404
    assert Client().post("/api/v1/duty/arrivals", {}).status_code == 401
    assert not CheckIn.objects.exists()


def test_leaving_can_be_kept_too(duty, phone):
    a_duty(person=a_person(), post=duty.post, role="leader")
    assert arrival(phone, duty).status_code == 201
    gone = arrival(phone, duty, leaves=True, duty_id=duty.pk)
    assert gone.status_code == 200
    assert CheckIn.objects.get().left_at is not None


def test_the_screen_is_for_the_leader_of_the_shift_and_the_desk(duty, phone):
    boss = a_person("Ketua Contoh")
    leader = signed_in(Role.GUARD, person=boss)
    a_duty(person=boss, post=duty.post, role="leader")
    address = f"/dinas/pos/{duty.post_id}/layar/"
    assert phone.get(address).status_code == 404
    page = leader.get(address)
    code = code_of_post(duty.post_id, now_there())
    assert f"{code[:3]} {code[3:]}" in page.text
    assert "<svg" in page.text
    assert "style=" not in page.text
    desk = signed_in(Role.OPERATOR)
    assert desk.get(address).status_code == 200
    minutes = {"period_minutes": 30, "grace_minutes": 10, "is_on": "on"}
    desk.post(f"/dinas/pos/{duty.post_id}/pengawasan", minutes)
    own = f"/dinas/{Duty.objects.get(person=boss).pk}/"
    answer = f"/dinas/pos/{duty.post_id}/aman"
    assert answer in leader.get(own).text
    assert answer not in phone.get(f"/dinas/{duty.pk}/").text
    assert leader.post(answer, {"next": own}).headers["Location"] == own
    assert leader.post(answer, {"next": "//elsewhere.example/"}).headers["Location"] == address
    assert leader.post(f"/dinas/pos/{duty.post_id}/hadir/{duty.pk}").status_code == 302
    assert CheckIn.objects.get().person == duty.person


def test_the_desk_sees_silences_and_answers_them(duty):
    desk = signed_in(Role.OPERATOR)
    minutes = {"period_minutes": 5, "grace_minutes": 1, "is_on": "on"}
    assert desk.post(f"/dinas/pos/{duty.post_id}/pengawasan", minutes).status_code == 302
    later = now_there() + timedelta(minutes=31)
    actions.raise_alarms(actor=an_actor(Role.OPERATOR), now=later)
    page = desk.get("/dinas/alarm/")
    assert page.text.count("Kantor KPU") >= 2
    [answer] = set(re.findall(r"/dinas/alarm/\d+/jawab", page.text))
    empty = desk.post(answer, {"answer": " ", "next": "/dinas/alarm/"})
    assert empty.status_code == 422
    assert "field-error" in empty.text
    assert signed_in(Role.SECTOR_CHIEF, area_code="16.09").post(answer, {}).status_code == 404
    Duty.objects.update(starts_at=NOON - timedelta(hours=2))
    Watch.objects.update(set_at=NOON - timedelta(hours=2), answered_at=None)
    assert "lewat 10.05, di tangan posko" in desk.get("/dinas/alarm/").text
    assert desk.post(answer, {"answer": "Aman."}).status_code == 302


def test_a_leader_notes_it_for_one_who_called_in_ill(duty, phone):
    desk = signed_in(Role.OPERATOR)
    assert f"/dinas/{duty.pk}/sakit" in desk.get(f"/dinas/{duty.pk}/").text
    assert desk.post(f"/dinas/{duty.pk}/sakit", {"ends_on": "soon"}).status_code == 409
    assert phone.post(f"/dinas/{duty.pk}/sakit", {"ends_on": "2024-11-20"}).status_code == 403
    desk.post(f"/dinas/{duty.pk}/sakit", {"ends_on": "2024-11-20"})
    assert "Budi Contoh" in desk.get("/dinas/pengganti/").text


def test_a_duty_of_who_is_ill_waits_for_a_replacement_and_who_is_there_checks_out(duty, phone):
    later = a_duty(person=duty.person, post=duty.post, starts_at=NOON + timedelta(hours=20))
    assert arrival(phone, duty).status_code == 201
    assert f"/dinas/{later.pk}/tukar/" in phone.get(f"/dinas/{later.pk}/").text
    days = {"starts_at": "2024-11-19T12:00", "ends_on": "2024-11-20"}
    assert phone.post("/dinas/sakit/", days).status_code == 302
    page = phone.get(f"/dinas/{later.pk}/").text
    assert "Sakit, menunggu pengganti" in page
    assert f"/dinas/{later.pk}/tukar/" not in page
    own = phone.get("/dinas/").text
    assert "Sakit, menunggu pengganti" in own
    assert "lapor pulang sebelum pergi" in own
    assert "lapor pulang sebelum pergi" in phone.get(f"/dinas/{duty.pk}/").text


@pytest.mark.slow
def test_ill_then_replaced_and_both_read_it(duty, phone):
    Duty.objects.update(starts_at=NOON + timedelta(hours=20), ends_at=NOON + timedelta(hours=28))
    other = a_person("Sari Contoh")
    days = {"starts_at": "2024-11-19T12:00", "ends_on": "2024-11-20"}
    assert phone.post("/dinas/sakit/", days).status_code == 302
    desk = signed_in(Role.OPERATOR)
    assert "Budi Contoh" in desk.get("/dinas/pengganti/").text
    page = desk.get(f"/dinas/pengganti/{duty.pk}/")
    assert "Sari Contoh" in page.text
    sent = {"person": other.pk, "expected": duty.person_id, "reason": "Menggantikan yang sakit."}
    assert desk.post(f"/dinas/pengganti/{duty.pk}/ganti", sent).status_code == 302
    assert Substitution.objects.get().cause == "sick"
    assert f"/dinas/pengganti/{duty.pk}/" not in desk.get("/dinas/pengganti/").text
    assert "bukan lagi milik Anda" in phone.get("/dinas/").text
    assert "kini milik Anda" in signed_in(Role.GUARD, person=other).get("/dinas/").text


def test_a_swap_is_offered_with_few_who_could_stand_the_duty(person, phone):
    post, start = a_post(), NOON + timedelta(hours=20)
    mine = a_duty(person=person, post=post, starts_at=start, qualification="medic")
    able = a_person("Sari Bisa", qualifications=["medic"])
    busy = a_person("Tono Sibuk", qualifications=["medic"])
    for who, hours in ((able, 44), (busy, 44), (a_person("Joko Tanpa"), 44), (busy, 22)):
        a_duty(person=who, post=post, starts_at=NOON + timedelta(hours=hours))
    address = f"/dinas/{mine.pk}/tukar/"
    page = phone.get(address).text
    assert "Sari Bisa" in page
    assert "Joko Tanpa" not in page
    assert f"{busy.pk}-0" not in page
    assert "Sari Bisa" not in phone.get(address, {"q": "tono"}).text
    for number in range(25):
        other = a_person(f"Rekan {number}", qualifications=["medic"])
        a_duty(person=other, post=post, starts_at=NOON + timedelta(hours=68))
    assert phone.get(address).text.count('<option value="') <= 21


@pytest.mark.slow
def test_a_swap_is_looked_at_asked_accepted_and_approved(person, phone):
    post, other = a_post(), a_person("Sari Contoh")
    colleague = signed_in(Role.GUARD, person=other)
    mine, his = (
        a_duty(person=who, post=post, starts_at=NOON + timedelta(hours=hours))
        for who, hours in ((person, 20), (other, 44))
    )
    choice = {"colleague": f"{other.pk}-{his.pk}"}
    looked = phone.post(f"/dinas/{mine.pk}/tukar/", {**choice, "look": "yes"})
    assert looked.status_code == 200
    assert not Swap.objects.exists()
    assert phone.post(f"/dinas/{mine.pk}/tukar/", {**choice, "ask": "yes"}).status_code == 302
    swap = Swap.objects.get()
    assert f"/dinas/tukar/{swap.pk}/" in colleague.get("/dinas/").text
    assert colleague.post(f"/dinas/tukar/{swap.pk}/terima").status_code == 302
    head = signed_in(Role.OPS_HEAD)
    assert head.get(f"/dinas/tukar/{swap.pk}/").status_code == 200
    reason = {"reason": "Keduanya sepakat."}
    assert head.post(f"/dinas/tukar/{swap.pk}/setujui", reason).status_code == 302
    mine.refresh_from_db()
    assert mine.person == other
