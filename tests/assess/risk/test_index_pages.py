"""The index workshop, the index of a village, and who may do what there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sejuk.assess.risk import queries
from sejuk.assess.risk.actions import set_weights, take_index_snapshot
from sejuk.assess.risk.models import Weighting
from sejuk.assess.risk.rules import Variable
from sejuk.kit.actors import Role
from tests.assess.risk.measuring import HEAD, VILLAGES, some_indicators
from tests.builders import DISTRICT, NOON, a_user, an_area, an_operation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)
WEIGHTS = {one.value: "5" for one in Variable} | {"security": "55"}
REASON = "Keputusan rapat anev mingguan."
UNKNOWN = "16.01.08.2099"


@pytest.fixture(autouse=True)
def _district(monkeypatch):
    monkeypatch.setattr("sejuk.foundation.operations.web.timezone.now", lambda: NOON)
    an_operation()
    some_indicators()
    an_area(UNKNOWN)
    take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)


def signed_in(client, *roles: Role, area_code: str = DISTRICT):
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def test_the_workshop_shows_indicators_weights_intervals_and_what_decides(client):
    page = signed_in(client, Role.OPERATOR).get("/indeks/").context["page"]
    assert [one.missing for one in page.measured] == [
        2 if row.variable in ("Riwayat kejadian", "Daya damai") else 1 for row in page.measured
    ]
    assert sum(one.percent for one in page.factors) == 100
    assert all(one.share == f"{one.percent} %" for one in page.factors)
    assert [row.rank for row in page.rows] == list(range(1, len(VILLAGES) + 2))
    assert page.rows[0].bar is not None
    assert (page.rows[-1].bar, page.rows[-1].grade) == (None, "D")
    assert all(weight.reason for weight in page.weights)


def test_a_page_of_the_list_is_no_longer_than_a_phone_bears(client):
    for number in range(3_001, 3_021):
        an_area(f"16.01.08.{number}")
    take_index_snapshot(as_of=TODAY, actor=HEAD, now=NOON)
    page = signed_in(client, Role.OPERATOR).get("/indeks/?page=2").context["page"]
    assert page.page.paginator.count == len(VILLAGES) + 21
    assert 0 < len(page.rows) <= 15


def test_too_little_known_is_said_plainly(client):
    page = signed_in(client, Role.OPERATOR).get(f"/indeks/{UNKNOWN}/").content.decode()
    assert "Data kurang" in page


def test_the_shares_of_a_village_sum_to_its_index(client):
    village = signed_in(client, Role.OPERATOR).get(f"/indeks/{VILLAGES[0]}/").context["village"]
    shown = float(village.score.replace(",", "."))
    assert 0.5 + sum(part.thousandths for part in village.parts) / 1000 == pytest.approx(shown)
    assert village.is_known
    assert len(village.past) == 1


def test_weights_are_previewed_then_set(client):
    signed_in(client, Role.OPS_HEAD)
    preview = client.post("/indeks/bobot/", {**WEIGHTS, "preview": ""})
    assert preview.status_code == 200
    assert preview.context["effect"].moved > 0
    # The button stands with the effects, in a form that holds the very weights they are of.
    effects = preview.content.decode().split("</section>")[0]
    assert '<input type="hidden" name="security" value="55">' in effects
    assert 'name="save"' in effects
    assert Weighting.objects.count() == 0
    assert (
        client.post("/indeks/bobot/", {**WEIGHTS, "reason": REASON, "save": ""}).url == "/indeks/"
    )
    assert Weighting.objects.get().weights["security"] == 0.55
    assert REASON in client.get("/indeks/").content.decode()


def test_what_is_now_is_what_the_list_shows(client, monkeypatch):
    later = NOON + timedelta(days=9)
    monkeypatch.setattr("sejuk.foundation.operations.web.timezone.now", lambda: later)
    signed_in(client, Role.OPS_HEAD)
    listed = {row.url: row for row in client.get("/indeks/").context["page"].rows}
    effect = client.post("/indeks/bobot/", {**WEIGHTS, "preview": ""}).context["effect"]
    for one in effect.moving:
        row = listed[one.url]
        assert (one.now.score, one.now.interval) == (row.score, row.interval)
        assert one.now.chance == row.chance


def test_weights_are_not_set_by_an_operator_and_not_without_a_reason(client):
    assert signed_in(client, Role.OPERATOR).post("/indeks/bobot/", WEIGHTS).status_code == 403
    signed_in(client, Role.OPS_HEAD)
    for reason in ("", "ya"):
        refused = client.post("/indeks/bobot/", {**WEIGHTS, "reason": reason, "save": ""})
        assert refused.status_code == 422
        assert "reason" in refused.context["why"].errors
        assert refused.context["effect"].moved > 0
    assert Weighting.objects.count() == 0


def test_weights_that_hold_already_are_answered_with_a_quiet_notice(client):
    signed_in(client, Role.OPS_HEAD)
    said = {**WEIGHTS, "reason": REASON, "save": ""}
    assert client.post("/indeks/bobot/", said).status_code == 302
    again = client.post("/indeks/bobot/", said, follow=True)
    assert (again.status_code, Weighting.objects.count()) == (200, 1)
    assert "Bobot ini sudah berlaku. Tidak ada yang diubah." in again.content.decode()


@pytest.mark.parametrize("wrong", ["", "banyak", "-1", "101", "nan", "5,5,5"])
def test_a_weight_that_is_none_is_said_beside_its_field(client, wrong):
    signed_in(client, Role.OPS_HEAD)
    asked = {**WEIGHTS, "reason": REASON, "logistics": wrong}
    answer = client.post("/indeks/bobot/", {**asked, "preview": ""})
    assert answer.status_code == 422
    assert "logistics" in answer.context["form"].errors


def test_weights_that_cannot_be_are_answered_in_their_form(client):
    signed_in(client, Role.OPS_HEAD)
    too_much = client.post("/indeks/bobot/", {**WEIGHTS, "logistics": "36", "preview": ""})
    assert too_much.status_code == 422
    assert "Jumlah: 131 %, harus 100 %." in too_much.content.decode()
    assert too_much.context["form"]["logistics"].value() == "36"
    peace = {one.value: "0" for one in Variable} | {"peace_capacity": "100"}
    answer = client.post("/indeks/bobot/", {**peace, "preview": ""})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_the_index_is_made_anew_by_the_desk(client):
    set_weights(
        weights={**dict.fromkeys(Variable, 0.05), Variable.LOGISTICS: 0.55},
        reason=REASON,
        actor=HEAD,
        now=NOON,
    )
    before = queries.snapshots().count()
    assert signed_in(client, Role.OPERATOR).post("/indeks/baru/").status_code == 302
    assert queries.snapshots().count() == before + 1
    assert signed_in(client, Role.PARTNER).post("/indeks/baru/").status_code == 403


def test_a_sector_chief_sees_his_villages_and_no_others(client):
    chief = signed_in(client, Role.SECTOR_CHIEF, area_code="16.01.13")
    assert chief.get("/indeks/").context["page"].rows == ()
    assert chief.get(f"/indeks/{VILLAGES[0]}/").status_code == 404
