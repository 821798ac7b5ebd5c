"""Pages of rosters: the list by scope, a new draft, proposing and publishing, what is short."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from sejuk.kit.actors import Role
from sejuk.plan.deployment.models import Roster, RuleSetting
from sejuk.plan.deployment.queries.verdicts import figures_of, verdict_of
from tests.builders import (
    NOON,
    a_duty,
    a_need,
    a_person,
    a_post,
    a_roster,
    a_user,
    an_operation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    # A demonstration asks nobody for a second factor.
    return an_operation(starts_on=date(2024, 11, 1), is_demonstration=True)


def signed_in(*roles: Role, **where: str) -> Client:
    client = Client()
    client.force_login(a_user(*roles, **where))
    return client


def test_the_list_counts_what_the_reader_may_see(operation):
    roster = a_roster(operation)
    inside, outside = a_post(area_code="16.01.08"), a_post(area_code="16.01.09")
    a_duty(roster, post=inside, person=a_person())
    a_duty(roster, post=inside, posture="covert")
    a_duty(roster, post=outside)

    desk = signed_in(Role.OPERATOR).get(reverse("deployment:rosters")).content.decode()
    sector = signed_in(Role.SECTOR_CHIEF, area_code="16.01.08")
    page = sector.get(reverse("deployment:rosters")).content.decode()
    stranger = signed_in(Role.OPERATOR, area_code="16.09").get(reverse("deployment:rosters"))

    assert '<td class="num" data-label="Tempat">3</td>' in desk
    assert '<td class="num" data-label="Tempat">1</td>' in page
    assert roster.name not in stranger.content.decode()


def test_a_draft_is_proposed_by_one_and_published_by_another(operation):
    a_need(operation, post=a_post(), band_code="pagi")
    planner, head = signed_in(Role.OPERATOR), signed_in(Role.OPS_HEAD)
    made = planner.post(
        reverse("deployment:new_roster"),
        {"name": "November", "starts_on": "2024-11-25", "ends_on": "2024-11-26"},
    )
    roster = Roster.objects.get()
    assert made.url == reverse("deployment:board", args=[roster.pk])
    publish = reverse("deployment:publish", args=[roster.pk])

    planner.post(reverse("deployment:propose", args=[roster.pk]))
    assert "Terbitkan sebagai orang kedua" not in planner.get(publish).content.decode()
    page = head.get(publish).content.decode()
    assert "Terbitkan sebagai orang kedua" in page
    assert 'name="reason_cover"' in page
    refused = head.post(publish, {"reason_cover": ""})
    assert refused.status_code == 422
    assert "Sebutkan alasan tetap diterbitkan" in refused.content.decode()
    assert head.post(publish, {"reason_cover": "Personel BKO menyusul."}).status_code == 302

    roster.refresh_from_db()
    assert (roster.state, roster.version) == ("published", 1)
    assert "Personel BKO menyusul." in head.get(publish).content.decode()


def test_days_that_do_not_fit_are_refused_beside_what_was_typed(operation):
    a_need(operation, post=a_post())
    planner = signed_in(Role.OPERATOR)
    entered = {"name": "November", "starts_on": "2024-11-25", "ends_on": "2024-11-01"}
    answer = planner.post(reverse("deployment:new_roster"), entered)
    assert answer.status_code == 422
    assert 'value="2024-11-25"' in answer.content.decode()
    assert not Roster.objects.exists()


def test_a_returned_roster_says_why(operation):
    roster = a_roster(operation, state="proposed", proposed_by=a_user(), proposed_at=NOON)
    a_duty(roster)
    head = signed_in(Role.OPS_HEAD)
    head.post(reverse("deployment:return_roster", args=[roster.pk]), {"reason": "Padal belum ada."})
    page = head.get(reverse("deployment:publish", args=[roster.pk])).content.decode()
    assert "Padal belum ada." in page


def test_what_is_short_is_proved_and_said(operation):
    a_person("Budi")
    roster = a_roster(operation)
    for seat in range(1, 4):
        a_duty(roster, demand="kpu|2024-11-19|siang", seat=seat)
    page = signed_in(Role.OPERATOR).get(reverse("deployment:shortage", args=[roster.pk]))
    text = page.content.decode()
    assert "paling sedikit 2" in text
    assert "Jalan keluar" in text


def test_publishing_says_which_version_ends_and_that_no_order_stands_behind(operation):
    budi, citra = a_person("Budi"), a_person("Citra")
    duty = a_duty(person=budi)
    planner = a_user(Role.OPERATOR)
    roster = a_roster(operation, state="proposed", proposed_by=planner, proposed_at=NOON)
    a_duty(roster, person=citra, demand=duty.demand)
    Roster.objects.filter(pk=roster.pk).update(figures=figures_of(roster, verdict_of(roster)))
    older, head = duty.roster, signed_in(Role.OPS_HEAD)
    address = reverse("deployment:publish", args=[roster.pk])
    words = f"Versi {older.version} (18 Nov–24 Nov) digantikan; 2 personel berubah."

    page = head.get(address)
    assert words in page.content.decode()
    assert "tidak bersandar" in page.content.decode()
    text = head.post(address, {"order_id": ""}, follow=True).content.decode()
    assert words in text
    assert "Dinas ini tidak bersandar pada surat perintah (Sprin)." in text


def test_the_cost_of_a_draft_is_a_dash_once_another_roster_is_published_or_a_rule_set(operation):
    draft = a_roster(operation)
    a_duty(draft, person=a_person())
    desk = signed_in(Role.OPERATOR)

    def cost() -> int | None:
        [row] = [
            one
            for one in desk.get(reverse("deployment:rosters")).context["rosters"]
            if one.id == draft.pk
        ]
        return row.cost

    def judge() -> None:
        Roster.objects.filter(pk=draft.pk).update(figures=figures_of(draft, verdict_of(draft)))

    judge()
    assert cost() is not None
    a_roster(operation, starts_on=date(2024, 11, 4), ends_on=date(2024, 11, 10), published=True)
    assert cost() is None
    judge()
    assert cost() is not None
    RuleSetting.objects.create(
        operation=operation, code="rest", level="soft", reason="Uji.", set_by="alya", set_at=NOON
    )
    assert cost() is None


def test_large_counts_are_written_alike_everywhere():
    head = {"seats": 2_354, "state": {"label": "draft"}}
    with override("id"):
        text = render_to_string("deployment/_roster_lead.html", {"head": head})
    assert "2.354 tempat" in text
