"""Who opens the programme's pages, what they say and what they cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.foundation.forces.models import VillageCare
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Role
from sejuk.plan.programme.models import Proposal
from tests.builders import (
    MONDAY,
    NOON,
    VILLAGE,
    a_proposal,
    a_signal,
    a_user,
    a_visit_note,
    an_area,
    an_officer,
    an_operation,
    shift_to,
)

pytestmark = pytest.mark.django_db
WEEK, PROPOSE = reverse("programme:week"), reverse("programme:propose")
COVERAGE = reverse("programme:coverage")
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _operation():
    """Let an operation run in whose time it is noon."""
    shift = shift_to(NOON)
    an_operation(is_demonstration=True, clock_shift_seconds=shift)


def signed_in(client, *roles, area_code="16.01"):
    user = a_user(*roles, area_code=area_code)
    client.force_login(user)
    return user


def deed(name, proposal):
    return reverse(f"programme:{name}", kwargs={"proposal_id": proposal.pk})


def test_a_week_is_proposed_and_read_in_plain_words(client):
    officer = an_officer()
    an_area("16.01.08.2019")
    VillageCare.objects.create(person=officer, area_id="16.01.08.2019", starts_on=date(2024, 1, 1))
    a_signal()
    signed_in(client, Role.OPS_HEAD)
    answer = client.post(PROPOSE, {"pekan": MONDAY.isoformat()}, follow=True)
    text = answer.content.decode()
    assert "Desa 2018 dulu: suhu " in text
    assert "belum pernah dikunjungi, 1 keluhan terbuka" in text
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize("htmx", [True, False])
def test_one_tap_accepts_with_and_without_javascript(client, htmx):
    proposal = a_proposal()
    signed_in(client, Role.SECTOR_CHIEF, area_code="16.01.08")
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.post(deed("accept", proposal), {"planned_on": "2024-11-20"}, headers=headers)
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    if htmx:
        assert answer.content.decode().lstrip().startswith("<article")
    else:
        assert answer["Location"].endswith(f"#usulan-{proposal.pk}")


def test_what_has_been_visited_is_not_offered_for_acceptance(client):
    proposal = a_proposal()
    signed_in(client, Role.OPS_HEAD)
    week = {"pekan": MONDAY.isoformat()}
    assert deed("accept", proposal) in client.get(WEEK, week).content.decode()
    a_visit_note(held_on=MONDAY, proposal=proposal)
    assert deed("accept", proposal) not in client.get(WEEK, week).content.decode()


def test_after_deciding_one_comes_back_to_the_village_but_to_no_strange_site(client):
    signed_in(client, Role.OPERATOR)
    for back, goes in (("/desa/16.01.08.2018/", True), ("https://else.example/", False)):
        proposal = a_proposal(week_starts_on=MONDAY)
        answer = client.post(deed("accept", proposal), {"planned_on": "2024-11-20", "next": back})
        assert (answer["Location"] == back) is goes


def test_a_proposal_says_how_warm_the_village_is_where_that_has_changed(client):
    proposal = a_proposal()
    signed_in(client, Role.OPERATOR)
    week = {"pekan": MONDAY.isoformat()}
    pages = (
        client.get(WEEK, week),
        client.get(deed("proposal", proposal)),
        client.get(reverse("programme:print"), week),
    )
    for page in pages:
        assert "suhu 58,0 (panas)" in page.content.decode()
        assert "Kini: suhu 0,0 (sejuk)." in page.content.decode()
    proposal.reasons[0] |= {"value": 0.0, "hint": "sejuk"}
    proposal.save()
    assert "Kini: suhu" not in client.get(WEEK, week).content.decode()


def test_a_change_without_reason_is_asked_for_one(client):
    proposal = a_proposal()
    signed_in(client, Role.OPERATOR)
    sent = {"planned_on": "2024-11-21", "officer": proposal.officer_id, "reason": ""}
    answer = client.post(deed("change", proposal), sent)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert (
        client.post(deed("change", proposal), sent | {"reason": "Hari pasar."}).status_code == 302
    )
    assert (
        client.post(deed("refuse", proposal), {"reason": "Telp 0812-3456-7890"}).status_code == 422
    )
    assert client.post(deed("refuse", proposal), {"reason": "Banjir."}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "refused"


def test_a_day_that_is_over_is_refused_with_a_sentence(client):
    proposal = a_proposal()
    signed_in(client, Role.OPERATOR)
    answer = client.post(deed("accept", proposal), {"planned_on": MONDAY.isoformat()})
    assert answer.status_code == 409
    assert "Hari itu sudah lewat." in answer.content.decode()


def test_what_lies_elsewhere_is_not_there_and_the_wrong_role_is_refused(client):
    proposal = a_proposal()
    an_area("16.09")
    signed_in(client, Role.OPERATOR, area_code="16.09")
    assert client.get(deed("proposal", proposal)).status_code == 404
    assert client.post(deed("refuse", proposal), {"reason": "Bukan milik saya."}).status_code == 404
    signed_in(client, Role.PARTNER)
    for address in (WEEK, deed("proposal", proposal), reverse("programme:print")):
        assert client.get(address).status_code == 403
    assert client.post(PROPOSE).status_code == 403
    assert client.get(COVERAGE).status_code == 200
    signed_in(client, Role.GUARD)
    assert client.get(COVERAGE).status_code == 403


def test_an_officer_sees_his_own_week(client):
    user = signed_in(client, Role.VILLAGE_OFFICER, area_code=VILLAGE)
    a_proposal(an_officer(user=user))
    a_proposal(an_officer(area_code="16.01.13.2001"))
    text = client.get(WEEK).content.decode()
    assert "Desa 2018" in text
    assert "Desa 2001" not in text


@pytest.mark.parametrize(
    "asked", ["?pekan=bukan", "?pekan=2024-13-45", "?wilayah=x' or", "?page=99"]
)
def test_odd_addresses_show_the_week_all_the_same(client, asked):
    a_proposal()
    signed_in(client, Role.OPERATOR)
    assert client.get(WEEK + asked).status_code == 200
    assert client.get(COVERAGE + asked).status_code == 200


def four_villages():
    for code in ("16.01.08.2018", "16.01.08.2019", "16.01.08.2020", "16.01.13.2001"):
        an_area(code)
    a_visit_note("16.01.08.2018", held_on=date(2024, 11, 15))
    a_visit_note("16.01.08.2019", held_on=date(2024, 10, 1))
    a_proposal(
        an_officer(area_code="16.01.08.2020"),
        state="accepted",
        planned_on=date(2024, 11, 21),
        planned_officer=an_officer(area_code="16.01.08.2020"),
        decided_by="alya",
        decided_at=NOON,
    )


def test_the_parts_of_coverage_sum_to_all_villages(client):
    four_villages()
    signed_in(client, Role.OPERATOR)
    answer = client.get(COVERAGE)
    page = answer.context["page"]
    board, total = page.board, page.board.total
    assert (total.done, total.overdue, total.planned, total.never) == (1, 1, 1, 1)
    # The planned village was never visited either: with it the two tables agree.
    touched = sum(row.by_period[0] for row in page.touched)
    assert total.never + total.planned_first == total.total - touched == 2
    assert "1 di antaranya belum pernah dikunjungi" in answer.content.decode()
    assert total.total == sum(row.counts.total for row in board.rows) == 4
    assert [row.code for row in board.rows] == ["16.01.08", "16.01.13"]


def test_a_stage_counts_its_own_visits(client):
    four_villages()
    a_visit_note("16.01.13.2001", held_on=date(2024, 9, 1))
    signed_in(client, Role.OPERATOR)
    page = client.get(f"{COVERAGE}?tahapan=kampanye").context["page"]
    assert page.period.code == "kampanye"
    assert page.board.total.never == 1
    touched = {row.code: row.by_period for row in page.touched}
    assert touched == {"16.01.08": (2, 2), "16.01.13": (1, 0)}


def test_the_list_and_the_file_hold_exactly_what_is_filtered(client):
    four_villages()
    signed_in(client, Role.OPERATOR)
    asked = "?wilayah=16.01.08&keadaan=overdue"
    listed = client.get(COVERAGE + asked).context["villages"]
    assert [one.area_code for one in listed] == ["16.01.08.2019"]
    file = client.get(reverse("programme:export_coverage", kwargs={"kind": "csv"}) + asked)
    note, _, line = file.getvalue().decode().splitlines()
    assert "DATA CONTOH" in note
    assert "16.01.08.2019" in line
    assert "DATA-CONTOH" in file["Content-Disposition"]
    book = client.get(reverse("programme:export_coverage", kwargs={"kind": "xlsx"}))
    assert book.content.startswith(b"PK")
    wrong = reverse("programme:export_coverage", kwargs={"kind": "exe"})
    assert client.get(wrong).status_code == 404


def test_a_sector_chief_counts_his_own_villages(client):
    four_villages()
    signed_in(client, Role.SECTOR_CHIEF, area_code="16.01.13")
    assert client.get(COVERAGE).context["page"].board.total.total == 1


def test_who_sees_more_than_the_operation_sees_its_kecamatan(client):
    four_villages()
    an_area("16.09.01.2001")
    signed_in(client, Role.OPERATOR, area_code="")
    board = client.get(COVERAGE).context["page"].board
    assert [row.code for row in board.rows] == ["16.01.08", "16.01.13"]
    assert board.total.total == 4


def test_an_operation_in_a_province_is_looked_at_step_by_step(client):
    four_villages()
    an_area("16.09.01.2001")
    Operation.objects.update(area_id="16")
    signed_in(client, Role.OPERATOR, area_code="16")
    above = client.get(COVERAGE).context["page"].board
    assert [(row.code, row.counts.total) for row in above.rows] == [("16.01", 4), ("16.09", 1)]
    assert above.rows[0].name == "Ogan Komering Ulu"
    answer = client.get(f"{COVERAGE}?wilayah=16.01")
    assert [row.code for row in answer.context["page"].board.rows] == ["16.01.08", "16.01.13"]
    assert answer.context["villages"] is None
    assert len(client.get(f"{COVERAGE}?wilayah=16.01.08").context["villages"]) == 3


def test_the_print_view_leaves_out_what_was_refused(client):
    a_proposal()
    a_proposal(
        an_officer(area_code="16.01.13.2001"),
        state="refused",
        decided_by="alya",
        decided_at=NOON,
        decision_reason="Jalan terputus.",
    )
    signed_in(client, Role.OPERATOR)
    text = client.get(reverse("programme:print")).content.decode()
    assert "<strong>Desa 2018" in text or "Desa 2018" in text
    assert "Desa 2001" not in text


def test_what_pages_cost(client):
    four_villages()
    for number in range(12):
        a_proposal(an_officer(area_code=f"16.01.13.20{number + 10}"))
    a_proposal(week_starts_on=MONDAY + timedelta(days=7))
    signed_in(client, Role.OPERATOR)
    costs = {}
    for address in (
        WEEK,
        COVERAGE,
        f"{COVERAGE}?wilayah=16.01.13",
        reverse("programme:print"),
        deed("proposal", Proposal.objects.order_by("pk")[0]),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        costs[address] = len(asked)
    assert {address: cost for address, cost in costs.items() if cost > MOST_QUERIES} == {}


def test_a_card_says_how_its_village_was_chosen(client):
    a_proposal(turn="score", selection_probability=0.342, draw_seed=7)
    other = an_officer(area_code="16.01.13.2001")
    a_proposal(other, turn="exploration", selection_probability=1.0, draw_seed=8)
    signed_in(client, Role.OPS_HEAD)
    text = client.get(WEEK).content.decode()
    assert "Diundi: peluang terpilih 34 %." in text
    assert "Giliran: paling lama tidak dikunjungi." in text
