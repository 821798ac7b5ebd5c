"""Computing in view, fairness, drafts side by side, versions and what changed for whom."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sejuk.kit.actors import Role
from sejuk.plan.deployment.models import Override, Solve, Substitution
from sejuk.plan.deployment.queries.comparison import comparison_of, differences
from sejuk.plan.deployment.queries.fairness import AskedFairness, fair_rows, fairness_of
from sejuk.plan.deployment.queries.history import history_of
from sejuk.plan.deployment.queries.solving import Point, curve_of, solving_of
from tests.builders import NOON, a_duty, a_person, a_post, a_roster, a_user, an_actor

pytestmark = pytest.mark.django_db

MORNING = NOON - timedelta(hours=5)
NIGHT = MORNING + timedelta(hours=15)
HEAD = an_actor(Role.OPS_HEAD)


@pytest.fixture
def client():
    client = Client()
    client.force_login(a_user(Role.OPS_HEAD))
    return client


def page(client, name, roster, **asked):
    return client.get(reverse(f"deployment:{name}", args=[roster.pk]), asked)


# Computing


def a_solve(roster, **columns):
    progress = [
        {"round": 1, "cost": 9000, "empty_seats": 4, "bound": 100, "gap": 0.99, "seconds": 0.5},
        {"round": 2, "cost": 200, "empty_seats": 0, "bound": 150, "gap": 0.25, "seconds": 10.0},
    ]
    values = {"seed": 7, "seconds": 60, "asked_by": "alya", "asked_at": NOON, "state": "running"}
    return Solve.objects.create(roster=roster, progress=progress, **values | columns)


def test_the_page_tells_how_far_the_computing_is_and_asks_again(client):
    roster = a_roster()
    a_solve(roster)
    shown = solving_of(roster)
    assert (shown.last.empty_seats, shown.gap_percent, shown.part_done) == (0, "25,0", 17)
    text = page(client, "progress", roster).content.decode()
    assert "every 2s" in text
    assert "<svg" in text
    Solve.objects.update(state="done")
    assert "hx-trigger" not in page(client, "progress", roster).content.decode()


def test_a_lost_worker_is_told(client):
    roster = a_roster()
    a_solve(roster, attempts=2)
    assert "mengambil alih" in page(client, "progress", roster).content.decode()


def test_the_curve_falls_and_stays_above_its_bound():
    drawn = curve_of([Point(0, 500, 100, 3), Point(5, 300, 120, 0), Point(10, 200, 150, 0)])
    assert drawn.count("<path") == 3


def test_computing_is_asked_for_and_a_wrong_number_is_told(client):
    duty = a_duty(starts_at=MORNING, published=False)
    ask = reverse("deployment:solve", args=[duty.roster_id])
    client.post(ask, {"seconds": "0", "seed": "1", "workers": "1"})
    assert not Solve.objects.exists()
    client.post(ask, {"seconds": "5", "seed": "3", "workers": "1"})
    solve = Solve.objects.get()
    assert (solve.seed, solve.seconds) == (3, 5)
    client.post(
        reverse("deployment:stop_solve", args=[duty.roster_id]), {"hitungan": str(solve.pk)}
    )
    solve.refresh_from_db()
    assert solve.state == "cancelled"


# Fairness


@pytest.fixture
def loaded():
    """A draft in which Ani stands two nights of three, Budi one morning and Cici nothing."""
    ani, budi, cici = a_person("Ani"), a_person("Budi"), a_person("Cici", area_code="16.01.08")
    first = a_duty(person=ani, starts_at=NIGHT, published=False)
    a_duty(first.roster, person=ani, starts_at=NIGHT + timedelta(days=2))
    a_duty(first.roster, starts_at=NIGHT + timedelta(days=4))
    a_duty(first.roster, person=budi, starts_at=MORNING)
    return first.roster, ani, budi, cici


def test_fairness_counts_hours_and_nights_beside_the_fair_share(loaded):
    roster, *_ = loaded
    rows = {row.person: row for row in fair_rows(roster)}
    hours, nights, *_ = rows["Aipda Ani"].loads
    assert (hours.carried, nights.carried, nights.low, nights.high) == (16, 2, 1, 1)
    assert (nights.outside, rows["Aipda Cici"].loads[1].outside) == (1, -1)


def test_the_list_goes_by_unit_and_name_until_somebody_asks_otherwise(loaded):
    roster, *_ = loaded
    plain = fairness_of(roster, AskedFairness())
    assert [row.person for row in plain.rows] == [
        row.person for row in sorted(plain.rows, key=lambda row: (row.unit, row.person))
    ]
    assert fairness_of(roster, AskedFairness(text="cici")).rows[0].person == "Aipda Cici"
    assert all(row.is_outside for row in fairness_of(roster, AskedFairness(only_outside=True)).rows)


def test_the_file_holds_every_load_beside_its_share(client, loaded):
    roster, *_ = loaded
    answer = client.get(reverse("deployment:export_fairness", args=[roster.pk, "xlsx"]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(len(book.sheet_names) - 1).to_python()
    ani = next(row for row in rows if row[2] == "Aipda Ani")
    assert (len(rows[0]), ani[4]) == (4 + 5 * 4, 16)
    assert page(client, "fairness", roster).status_code == 200


# Side by side


def test_two_drafts_are_compared_in_figures_and_by_whose_duties_differ(client, loaded):
    roster, ani, budi, _ = loaded
    other = a_roster(starts_on=roster.starts_on, ends_on=roster.ends_on)
    for duty in roster.duties.all():
        who = budi if duty.person == ani else duty.person
        a_duty(other, person=who, starts_at=duty.starts_at, demand=duty.demand)
    found = differences(roster, other, actor=HEAD)
    assert [(one.person, [len(side.duties) for side in one.sides]) for one in found] == [
        ("Aipda Ani", [2, 0]),
        ("Aipda Budi", [0, 2]),
    ]
    figures = comparison_of([roster, other])
    assert [side.empty for side in figures.sides] == [1, 1]
    assert [spread.most for spread in figures.kinds[1].spreads] == [2, 2]
    asked = {"a": roster.pk, "b": other.pk}
    assert client.get(reverse("deployment:compare"), asked).status_code == 200


def test_one_roster_offers_others_to_compare_with(client, loaded):
    roster, *_ = loaded
    for asked in ({}, {"a": roster.pk}, {"a": "x"}):
        assert client.get(reverse("deployment:compare"), asked).status_code == 200


# Versions


def test_versions_tell_who_answers_for_them_and_what_changed_for_whom(client):
    ani, budi = a_person("Ani"), a_person("Budi")
    first = a_roster(published=True)
    duty = a_duty(first, person=ani, starts_at=MORNING)
    second = a_roster(published=True)
    changed = a_duty(second, person=budi, starts_at=MORNING, demand=duty.demand)
    Override.objects.create(
        roster=second, rule="rest", breaches=2, reason="Hari pemungutan suara.",
        sentences=[{"text": "%(person)s", "values": {"person": "Ani"}}],
        overridden_by="kapolres", overridden_at=NOON,
    )  # fmt: skip
    Substitution.objects.create(
        duty=changed, was=budi, now=ani, cause="sick", decided_by="alya", decided_at=NOON
    )
    told = history_of(second, with_id=None, actor=HEAD)
    assert [version.number for version in told.versions] == [2, 1]
    assert (told.later.id, told.earlier.id) == (second.pk, first.pk)
    assert [one.person for one in told.changed] == ["Aipda Ani", "Aipda Budi"]
    assert [(one.was, one.now) for one in told.substitutions] == [("Aipda Budi", "Aipda Ani")]
    text = page(client, "versions", second).content.decode()
    assert "Hari pemungutan suara." in text
    assert "Aipda Budi" in text


def test_a_sector_chief_is_not_told_who_changed_in_plain_clothes():
    ani, budi = a_person("Ani"), a_person("Budi")
    roster = a_roster(published=True)
    hidden = a_duty(roster, person=ani, starts_at=MORNING, posture="covert")
    elsewhere = a_duty(roster, person=ani, starts_at=NIGHT, post=a_post(area_code="16.01.09"))
    for duty in (hidden, elsewhere):
        Substitution.objects.create(
            duty=duty, was=budi, now=ani, cause="sick", decided_by="alya", decided_at=NOON
        )
    chief = an_actor(Role.SECTOR_CHIEF, area_code="16.01.09")
    assert len(history_of(roster, with_id=None, actor=chief).substitutions) == 1
    whole = an_actor(Role.SECTOR_CHIEF)
    assert len(history_of(roster, with_id=None, actor=whole).substitutions) == 1
    assert len(history_of(roster, with_id=None, actor=HEAD).substitutions) == 2


def test_nothing_published_yet_is_told(client):
    assert "Belum ada yang diterbitkan" in page(client, "versions", a_roster()).content.decode()
