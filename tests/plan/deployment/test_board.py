"""The roster board: what it shows to whom, what a change would break, and keeping it."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.actions.board import change_seats, pin_seat
from sejuk.plan.deployment.models import Solve
from sejuk.plan.deployment.queries.board import board_of, look_of, short_names
from sejuk.plan.deployment.queries.board_hours import hours_of
from sejuk.plan.deployment.queries.editing import Outdated
from sejuk.plan.deployment.queries.judging import SeatChange, verdict_on
from tests.builders import NOON, a_duty, a_person, a_post, a_user, an_actor
from tests.plan.deployment.month import a_month

pytestmark = pytest.mark.django_db

MORNING = NOON - timedelta(hours=5)
HEAD = an_actor(Role.OPS_HEAD)
JSON = {"Accept": "application/json"}


@pytest.fixture
def ani():
    return a_person("Ani")


@pytest.fixture
def budi():
    return a_person("Budi")


@pytest.fixture
def morning(ani):
    """Ani stands a morning of a draft."""
    return a_duty(person=ani, starts_at=MORNING, published=False)


@pytest.fixture
def evening(morning):
    """An empty seat eight hours after it, at the same post."""
    return a_duty(morning.roster, starts_at=MORNING + timedelta(hours=8))


def signed_in(*roles, area_code="16.01"):
    client = Client()
    client.force_login(a_user(*roles, area_code=area_code))
    return client


def url(name, roster, **more):
    return reverse(f"deployment:{name}", kwargs={"roster_id": roster.pk, **more})


def change(duty, person):
    return SeatChange(duty.pk, person.pk if person else None)


def keep(*changes, roster, actor=HEAD, revision=None):
    return change_seats(
        roster_id=roster.pk,
        revision=roster.revision if revision is None else revision,
        changes=changes,
        actor=actor,
        now=NOON,
    )


def ask(client, roster, *changes):
    asked = {"revisi": roster.revision, "ubah": changes}
    return client.get(url("verdict", roster), asked, headers=JSON)


# What a change would break


def test_the_verdict_names_what_a_change_breaks_and_what_it_heals(morning, evening, ani):
    told = verdict_on(morning.roster, [change(evening, ani)])
    assert told.is_legal
    assert any(one.level == "warn" and "Ani" in one.text for one in told.broken)
    assert any(one.level == "warn" for one in told.healed)
    assert "1 peringatan" in told.summary


def test_two_duties_at_one_time_cannot_be_kept(morning, ani):
    other = a_duty(morning.roster, starts_at=MORNING, post=a_post("lain"))
    told = verdict_on(morning.roster, [change(other, ani)])
    assert not told.is_legal
    with pytest.raises(Refused, match="Ani"):
        keep(change(other, ani), roster=morning.roster)
    other.refresh_from_db()
    assert other.person is None


def test_a_verdict_follows_what_others_changed_meanwhile(morning, evening, ani, budi):
    before = verdict_on(morning.roster, [change(evening, ani)])
    roster = keep(change(morning, budi), roster=morning.roster)
    after = verdict_on(roster, [change(evening, ani)])
    assert any(one.level == "warn" for one in before.broken)
    assert not any(one.level == "warn" for one in after.broken)


def test_people_who_change_places_on_equal_seats_break_nothing(morning, ani, budi):
    beside = a_duty(morning.roster, starts_at=MORNING, person=budi, demand=morning.demand)
    told = verdict_on(morning.roster, [change(morning, budi), change(beside, ani)])
    assert (told.broken, told.healed) == ((), ())


# Keeping it


def test_an_exchange_is_kept_whole_with_one_ledger_entry(morning, evening, ani, budi):
    evening.person = budi
    evening.save(update_fields=["person"])
    roster = keep(change(morning, budi), change(evening, ani), roster=morning.roster)
    morning.refresh_from_db()
    evening.refresh_from_db()
    assert (morning.person, evening.person, roster.revision) == (budi, ani, 1)
    entry = Entry.objects.get(verb="deployment.board.changed")
    assert [one["now"] for one in entry.detail["seats"]] == [budi.pk, ani.pk]


def test_who_saw_an_older_board_is_told_and_nothing_is_lost(morning, evening, ani, budi):
    keep(change(evening, budi), roster=morning.roster)
    with pytest.raises(Outdated):
        keep(change(evening, ani), roster=morning.roster, revision=0)
    evening.refresh_from_db()
    assert evening.person == budi
    client = signed_in(Role.OPS_HEAD)
    body = {"revisi": 0, "ubah": f"{evening.pk}:{ani.pk}"}
    answer = client.post(url("move", morning.roster), body, headers=JSON)
    assert (answer.status_code, answer.json()["stale"]) == (409, True)
    assert ask(client, morning.roster, f"{evening.pk}:").json()["stale"] is True


def test_a_pinned_duty_stays_until_it_is_unpinned(morning, budi):
    roster = morning.roster
    pins = {"duty_id": morning.pk, "roster_id": roster.pk, "actor": HEAD, "now": NOON}
    roster = pin_seat(revision=0, is_pinned=True, **pins)
    with pytest.raises(Refused, match="pinned"):
        keep(change(morning, budi), roster=roster)
    roster = pin_seat(revision=1, is_pinned=False, **pins)
    assert keep(change(morning, budi), roster=roster).revision == 3


def test_an_empty_seat_is_not_pinned(evening):
    with pytest.raises(Refused):
        pin_seat(
            duty_id=evening.pk, roster_id=evening.roster_id, revision=0, is_pinned=True,
            actor=HEAD, now=NOON,
        )  # fmt: skip


def test_nobody_changes_a_draft_while_it_is_computed(morning, budi):
    Solve.objects.create(roster=morning.roster, seed=1, seconds=5, asked_by="-", asked_at=NOON)
    with pytest.raises(Refused, match="computed"):
        keep(change(morning, budi), roster=morning.roster)


def test_a_published_roster_is_not_changed_on_the_board(ani, budi):
    duty = a_duty(person=ani)
    with pytest.raises(Refused):
        keep(change(duty, budi), roster=duty.roster)


def test_seats_and_people_of_elsewhere_are_not_found(morning, ani):
    stranger = a_person("Sari", area_code="16.09")
    elsewhere = a_duty(person=ani)
    for wrong in (change(morning, stranger), change(elsewhere, ani), SeatChange(0, ani.pk)):
        with pytest.raises(NotYours):
            keep(wrong, roster=morning.roster)


# Who sees what


def test_a_sector_chief_sees_the_posts_of_his_area_and_changes_nothing(ani, budi):
    own = a_duty(
        person=ani, starts_at=MORNING, published=False, post=a_post("polsek", area_code="16.01.08")
    )
    a_duty(own.roster, person=budi, starts_at=MORNING, post=a_post("kota", area_code="16.01.09"))
    chief = an_actor(Role.SECTOR_CHIEF, area_code="16.01.08")
    seen = board_of(own.roster, actor=chief)
    assert [post.name for post in seen.posts] == [own.post.name]
    assert [duty.id for duty in seen.duties] == [own.pk]
    assert (seen.can_edit, budi.pk in {person.id for person in seen.people}) == (False, False)
    client = signed_in(Role.SECTOR_CHIEF, area_code="16.01.08")
    assert client.get(url("board", own.roster)).status_code == 200
    assert client.get(url("verdict", own.roster)).status_code == 403
    assert client.get(url("fairness", own.roster)).status_code == 403


def test_who_may_not_see_covert_duties_finds_neither_name_nor_seat(morning, budi):
    hidden = a_duty(morning.roster, person=budi, starts_at=MORNING, posture="covert")
    chief = signed_in(Role.SECTOR_CHIEF)
    sent = chief.get(url("board_cells", morning.roster)).json()
    assert hidden.pk not in {duty[0] for duty in sent["duties"]}
    assert budi.pk not in {duty[6] for duty in sent["duties"]}
    assert chief.get(url("board", morning.roster), {"tugas": hidden.pk}).status_code == 404
    desk = signed_in(Role.OPS_HEAD).get(url("board_cells", morning.roster)).json()
    assert [duty[5] for duty in desk["duties"] if duty[0] == hidden.pk] == [1]


def test_a_roster_of_another_district_is_not_found(morning):
    client = signed_in(Role.OPS_HEAD, area_code="16.09")
    for name in ("board", "board_cells", "verdict", "fairness", "versions", "progress"):
        assert client.get(url(name, morning.roster)).status_code == 404
    assert client.get(reverse("deployment:compare"), {"a": morning.roster_id}).status_code == 404


# By forms alone


@pytest.mark.slow
def test_a_duty_is_given_to_another_by_forms_alone(morning, budi):
    client = signed_in(Role.OPERATOR)
    roster = morning.roster
    page = client.get(url("board", roster), {"tugas": morning.pk}).content.decode()
    assert f'value="{budi.pk}"' in page
    asked = {"revisi": 0, "tugas": morning.pk, "orang": budi.pk}
    verdict = client.get(url("verdict", roster), asked)
    assert verdict.context["verdict"].is_legal
    [kept] = [change.word for change in verdict.context["changes"]]
    answer = client.post(url("move", roster), {"revisi": 0, "ubah": kept}, follow=True)
    morning.refresh_from_db()
    assert (answer.status_code, morning.person) == (200, budi)
    client.post(url("pin", roster), {"revisi": 1, "tugas": morning.pk, "pin": "1"})
    morning.refresh_from_db()
    assert morning.is_pinned


def test_a_late_form_is_told_on_the_board(morning, ani, budi):
    keep(change(morning, budi), roster=morning.roster)
    body = {"revisi": 0, "ubah": f"{morning.pk}:{ani.pk}"}
    answer = signed_in(Role.OPERATOR).post(url("move", morning.roster), body, follow=True)
    assert "Sementara itu orang lain mengubah papan ini" in answer.content.decode()
    morning.refresh_from_db()
    assert morning.person == budi


@pytest.mark.parametrize(
    "asked",
    [{"ubah": "x:1", "revisi": "0"}, {"ubah": "1:2"}, {"ubah": ["1:1"] * 30, "revisi": "0"}],
)
def test_a_broken_address_is_answered_with_a_sentence(morning, asked):
    answer = signed_in(Role.OPERATOR).get(url("verdict", morning.roster), asked)
    assert answer.status_code == 409


# How it is drawn


def test_posts_get_short_names_that_differ():
    codes = ["patroli-01", "patroli-02", "kpu-oku", "kpu-barat", "kpu", "x"]
    assert len(set(short_names(codes))) == len(codes)


def test_shifts_look_like_the_hours_they_lie_in():
    assert [look_of(hour * 60, 12 * 60).value for hour in (8, 20)] == ["day", "night"]


def test_a_night_runs_on_into_the_hours_of_the_next_day(morning, ani):
    night = a_duty(morning.roster, person=ani, starts_at=MORNING + timedelta(hours=15))
    seen = board_of(morning.roster, actor=HEAD)
    place = (night.day - morning.roster.starts_on).days
    [row] = hours_of(seen, place + 1)
    first, rest = row.lines[0]
    assert (first.begins_before, first.slots, rest.shift) == (True, 12, None)


def test_what_has_not_changed_is_not_sent_again(morning, budi):
    client = signed_in(Role.OPERATOR)
    first = client.get(url("board_cells", morning.roster))
    headers = {"If-None-Match": first["ETag"]}
    assert client.get(url("board_cells", morning.roster), headers=headers).status_code == 304
    keep(change(morning, budi), roster=morning.roster)
    assert client.get(url("board_cells", morning.roster), headers=headers).status_code == 200


# A whole force for a whole month


@pytest.mark.slow
def test_a_month_of_a_whole_force_costs_few_questions():
    roster = a_month()
    client = signed_in(Role.OPS_HEAD)
    client.get("/")
    counts = {}
    for name in ("board", "board_cells", "progress", "versions"):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url(name, roster))
        counts[name] = len(queries)
        assert answer.status_code == 200
    sent = json.loads(client.get(url("board_cells", roster)).content)
    assert (len(sent["people"]), len(sent["duties"])) == (425, 6138)
    assert max(counts.values()) <= 12, counts
    # A page without a script holds what one reads, not the whole month.
    assert len(client.get(url("board", roster)).content) < 150_000
    [duty, other] = sent["duties"][0], sent["duties"][500]
    pair = f"{duty[0]}:{other[6]}", f"{other[0]}:{duty[6]}"
    ask(client, roster, *pair)
    with CaptureQueriesContext(connection) as queries:
        assert ask(client, roster, *pair).status_code == 200
    assert len(queries) <= 12


def test_a_sector_chief_is_not_led_to_pages_that_are_closed_to_him(morning):
    page = signed_in(Role.SECTOR_CHIEF).get(url("board", morning.roster)).content.decode()
    assert url("versions", morning.roster) in page
    assert url("fairness", morning.roster) not in page
