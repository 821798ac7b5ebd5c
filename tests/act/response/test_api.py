"""Everybody reads what is out as JSON and nothing else; the desk reads how each answer stands."""

import json

import pytest
from django.test import Client

from sejuk.act.response import actions
from sejuk.kit.actors import Role
from tests.act.response.saying import (
    WORDS,
    a_refuted_rumour,
    an_answer_to,
    corrected,
    humas,
    released,
)
from tests.builders import NOON, a_user, an_operation

pytestmark = pytest.mark.django_db
OUT = "/api/v1/public/answers"


def test_only_what_is_out_is_read_by_everybody_and_nobody_is_named(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation(is_demonstration=True)
    alya, bela = humas("alya-humas"), humas("bela-humas")
    draft = an_answer_to(actor=alya, title="Belum selesai ditulis dan belum dibaca.")
    answer = released(an_answer_to(a_refuted_rumour(), actor=alya), by=(alya, bela))
    corrected(answer, by=(alya, bela), title="Gudang surat suara tetap tersegel sejak Senin.")
    world = Client()

    [shown] = world.get(OUT).json()["answers"]
    assert (shown["number"], shown["veracity"]) == (answer.pk, "false")
    assert shown["url"].endswith(f"/cek-isu/{answer.pk}/")
    # Typed as people type, by what they heard.
    [found] = world.get(OUT, {"q": "gudang srat suara tersegel"}).json()["answers"]
    assert found == shown
    assert world.get(OUT, {"q": "banjir bandang"}).json()["answers"] == []
    one = world.get(f"{OUT}/{answer.pk}").json()
    assert [fix["change"] for fix in one["corrections"]] == ["Tanggalnya keliru: 19 November."]
    assert world.get(f"{OUT}/{draft.pk}").status_code == 404
    assert world.get("/api/v1/answers").status_code == 401

    desk = Client()
    desk.force_login(a_user(Role.PUBLIC_RELATIONS))
    listed = desk.get("/api/v1/answers").json()
    assert {row["id"]: row["state"] for row in listed["answers"]} == {
        answer.pk: "released",
        draft.pk: "draft",
    }
    worked = desk.get(f"/api/v1/answers/{answer.pk}").json()
    assert (worked["newest"], worked["released"], worked["approvals"]) == (2, 2, 2)
    assert worked["fact"] == WORDS["fact"]
    assert "humas" not in json.dumps([shown, one, listed, worked])

    reason = "KPU menarik pernyataannya."
    actions.withdraw_answer(answer_id=answer.pk, reason=reason, actor=alya, now=NOON)
    assert world.get(OUT).json()["answers"] == []
    gone = world.get(f"{OUT}/{answer.pk}").json()
    assert gone["withdrawn_at"]
    assert reason not in json.dumps(gone)
