"""The papers of a roster: whom they name, who may see plain clothes, and what the ledger keeps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.plan.deployment.queries.sheets import sheet_of
from sejuk.plan.deployment.views.order_paper import order_paper
from sejuk.plan.deployment.views.sheet_papers import sheet_paper
from tests.builders import NOON, a_duty, a_person, a_user, an_actor

pytestmark = pytest.mark.django_db

MORNING = NOON - timedelta(hours=5)
HEAD = an_actor(Role.OPS_HEAD)


@pytest.fixture
def roster():
    """Ani stands openly, Budi in plain clothes, Cici both."""
    cici = a_person("Cici")
    duty = a_duty(person=a_person("Ani"), starts_at=MORNING)
    a_duty(duty.roster, person=a_person("Budi"), starts_at=MORNING, posture="covert")
    a_duty(duty.roster, person=cici, starts_at=MORNING + timedelta(days=1))
    a_duty(duty.roster, person=cici, starts_at=MORNING + timedelta(days=2), posture="covert")
    return duty.roster


@pytest.fixture
def client():
    client = Client()
    client.force_login(a_user(Role.OPS_HEAD))
    return client


@pytest.mark.parametrize(("with_covert", "people", "annexes"), [(False, 2, 1), (True, 3, 2)])
def test_an_order_counts_those_whom_its_annex_names(roster, with_covert, people, annexes):
    paper = order_paper(roster, sheet_of(roster, HEAD), with_covert=with_covert)
    [whom] = paper.sections[2].terms[0][1]
    assert whom.startswith(f"{people} personel")
    assert len(paper.annex) == annexes
    printed = {row[1] for part in paper.annex for table in part.tables for row in table.rows}
    assert len(printed) == people
    assert "KUTIPAN" not in paper.subtitle
    excerpt = order_paper(roster, sheet_of(roster, HEAD), with_covert=with_covert, is_excerpt=True)
    assert "KUTIPAN" in excerpt.subtitle


def test_the_sheet_for_the_wall_leaves_plain_clothes_out_unless_asked(roster, client, monkeypatch):
    seen = []

    def kept(roster, sheet, *, size):
        seen.append(sheet)
        return sheet_paper(roster, sheet, size=size)

    monkeypatch.setattr("sejuk.plan.deployment.views.documents.sheet_paper", kept)
    for asked in ({}, {"tertutup": "1"}):
        assert client.get(reverse("deployment:sheet", args=[roster.pk]), asked).status_code == 200
    wall, secret = ({person.name for person in sheet.people} for sheet in seen)
    assert (wall, secret) == ({"Ani", "Cici"}, {"Ani", "Budi", "Cici"})
    assert not any(duty.is_covert for person in seen[0].people for duty in person.duties)
    sector = Client()
    sector.force_login(a_user(Role.SECTOR_CHIEF))
    sector.get(reverse("deployment:sheet", args=[roster.pk]), {"tertutup": "1"})
    assert {person.name for person in seen[2].people} == {"Ani", "Cici"}


def test_the_papers_are_linked_where_a_roster_is_looked_at(roster, client):
    board = client.get(reverse("deployment:board", args=[roster.pk])).content.decode()
    versions = client.get(reverse("deployment:versions", args=[roster.pk])).content.decode()
    sheet = reverse("deployment:sheet", args=[roster.pk])
    for text in (board, versions):
        assert reverse("deployment:order", args=[roster.pk]) in text
        assert f'{sheet}"' in text
        assert f"{sheet}?kertas=a4&amp;tertutup=1" in text
    idle = a_person("Dedi")
    fairness = client.get(reverse("deployment:fairness", args=[roster.pk])).content.decode()
    someone = roster.duties.first().person_id
    assert reverse("deployment:card", args=[roster.pk, someone]) in fairness
    assert reverse("deployment:card", args=[roster.pk, idle.pk]) not in fairness
    sector = Client()
    sector.force_login(a_user(Role.SECTOR_CHIEF))
    text = sector.get(reverse("deployment:board", args=[roster.pk])).content.decode()
    assert "tertutup=1" not in text


@pytest.mark.slow
def test_each_paper_taken_away_stands_in_the_ledger(roster, client):
    person = roster.duties.first().person
    addresses = [
        (reverse("deployment:order", args=[roster.pk]), "sprin.pdf"),
        (reverse("deployment:sheet", args=[roster.pk]), "daftar-dinas-a3.pdf"),
        (
            reverse("deployment:card", args=[roster.pk, person.pk]),
            f"kartu-dinas-{person.service_number}.pdf",
        ),
        (reverse("deployment:export_fairness", args=[roster.pk, "csv"]), "keadilan.csv"),
    ]
    for address, _ in addresses:
        assert client.get(address).status_code == 200
    taken = Entry.objects.filter(verb="deployment.roster.exported").order_by("sequence")
    assert [one.detail["file"] for one in taken] == [kind for _, kind in addresses]


def test_the_sheet_tells_shifts_apart_and_hours_there_from_hours_that_count(roster):
    """Siang and Siaga share a letter, and standby counts for less than it lasts."""
    dedi = a_person("Dedi")
    a_duty(roster, person=dedi, starts_at=NOON)
    a_duty(
        roster, person=dedi, starts_at=NOON + timedelta(days=1), band_code="siaga",
        band_name="Siaga", counted_minutes=120,
    )  # fmt: skip
    sheet = sheet_of(roster, HEAD)
    person = next(one for one in sheet.people if one.name == "Dedi")
    letters = [duty.letters for duty in person.duties]
    assert len(set(letters)) == 2

    paper = sheet_paper(roster, sheet, size="a3")
    assert all(f"{one} " in paper.foot[0] for one in letters)
    rows = [row for part in paper.sections for table in part.tables for row in table.rows]
    assert next(row[-2:] for row in rows if row[0].endswith("Dedi")) == ("16", "10")
