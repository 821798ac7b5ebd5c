"""Programs read rumours and say where one was heard: in their areas, once, and never of persons."""

import json

import pytest
from django.test import Client

from sejuk.assess.rumours.models import Sighting
from sejuk.kit.actors import Role
from tests.assess.rumours.telling import CLAIM, a_rumour, an_answer, decided, heard, somebody, tell
from tests.builders import NOON, VILLAGE, a_user, an_area, an_operation

NEIGHBOUR, ELSEWHERE = "16.01.08.2019", "16.09.01.2001"

pytestmark = pytest.mark.django_db
URL = "/api/v1/rumours"
TELLER = "Ibu Sulastri, ketua arisan"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation(is_demonstration=True)


def as_one(*roles: Role, area_code: str = "16.01") -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def test_a_program_reads_the_board_and_one_rumour_and_no_person_in_either():
    alya = somebody(name="alya-petugas")
    rumour = a_rumour(alya, first=heard(told_by="warga pasar"))
    an_answer(rumour, actor=alya)
    decided(rumour, actor=alya)
    for _ in range(25):
        a_rumour(alya)
    desk = as_one(Role.OPERATOR)
    first = desk.get(URL).json()
    second = desk.get(URL, {"page": first["next"]}).json()
    assert (len(first["rumours"]), first["count"], first["next"]) == (25, 26, 2)
    assert (len(second["rumours"]), second["next"]) == (1, None)
    assert [one["id"] for one in desk.get(URL, {"veracity": "false"}).json()["rumours"]] == [
        rumour.pk
    ]
    read = desk.get(f"{URL}/{rumour.pk}").json()
    assert (read["claim"], read["veracity"], read["told"]) == (CLAIM, "false", 1)
    assert read["checks"][0]["office"] == "KPU Kabupaten OKU"
    told = desk.get(f"{URL}/{rumour.pk}/sightings").json()
    assert (told["count"], told["sightings"][0]["area_code"]) == (1, VILLAGE)
    assert not any(
        name in json.dumps([first, read, told]) for name in ("alya", "warga pasar", "taken_by")
    )


def test_what_lies_elsewhere_is_not_found_and_who_reads_no_rumours_is_told_so():
    an_area(ELSEWHERE)
    alya = somebody()
    rumour = a_rumour(alya)
    far = as_one(Role.OPERATOR, area_code="16.09")
    assert far.get(URL).json()["count"] == 0
    answer = far.get(f"{URL}/{rumour.pk}")
    assert (answer.status_code, answer.json()["detail"]) == (
        404, "There is nothing here that is yours.",
    )  # fmt: skip
    answer = as_one(Role.CUSTODIAN).get(URL)
    assert (answer.status_code, answer.json()["detail"]) == (
        403, "Your role does not read rumours.",
    )  # fmt: skip
    # Two areas heard it: who covers one reads of one, and that there is another.
    tell(rumour, heard(NEIGHBOUR), actor=alya)
    here = as_one(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    told = here.get(f"{URL}/{rumour.pk}/sightings").json()
    assert (told["count"], told["elsewhere"]) == (1, 1)


def test_a_sighting_counts_once_under_its_key_and_names_nobody():
    rumour = a_rumour(somebody())
    desk = as_one(Role.VILLAGE_OFFICER, area_code=VILLAGE)

    def send(key: str = "k1", **more: object):
        said = {"area_code": VILLAGE, "place": "warung", "told_by": "warga"} | more
        headers = {"Idempotency-Key": key} if key else {}
        url = f"{URL}/{rumour.pk}/sightings"
        return desk.post(url, json.dumps(said), content_type="application/json", headers=headers)

    first, again = send(), send()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Sighting.objects.filter(rumour=rumour).count() == 2
    assert send(place="pasar").status_code == 409
    for sent, code, where in (
        (send(""), 422, "Idempotency-Key"),
        (send("k2", area_code="langit"), 422, "area_code"),
        (send("k3", heard_at="2024-11-19T08:00:00"), 422, "heard_at"),
        (send("k4", words="\0"), 422, "words"),
        (send("k5", told_by=TELLER), 409, "told_by"),
        (send("k6", area_code=NEIGHBOUR), 409, "area"),
    ):
        assert (sent.status_code, sent.json()["where"]) == (code, where), sent.content
        assert len(sent.json()["detail"].split()) > 2
    assert Sighting.objects.filter(rumour=rumour).count() == 2
