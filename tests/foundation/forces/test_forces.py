"""The joint force: imports, leave, care for villages, strength, and who sees whom."""

from datetime import date, timedelta

import pytest

from sejuk.foundation.forces.actions import (
    CARE,
    LEAVE,
    ORGANISATIONS,
    PEOPLE,
    UNITS,
    end_care,
    give_care,
    link_user,
    record_leave,
    withdraw_leave,
)
from sejuk.foundation.forces.models import Leave, Person, Unit, VillageCare
from sejuk.foundation.forces.queries import (
    get_active_person,
    officer_for,
    officers_in_care,
    people,
    person_of,
    strength,
)
from sejuk.foundation.forces.rules import LeaveKind, Qualification
from sejuk.foundation.imports.actions import RowsRefused, import_rows
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import NOON, VILLAGE, a_user, an_actor, an_area, an_officer, an_operation

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
TODAY = date(2024, 11, 19)


def load(importer, *rows, actor: Actor = SYSTEM):
    return import_rows(importer=importer, rows=rows, actor=actor, now=NOON)


@pytest.fixture
def force(db):
    an_area(VILLAGE)
    an_area("16.09.15.2004")
    load(
        ORGANISATIONS,
        {"code": "polres", "name": "Polres OKU", "kind": "Polisi"},
        {"code": "kodim", "name": "Kodim 0403", "kind": "tni"},
    )
    load(
        UNITS,
        # The one below stands before the one above: the order in a file does not matter.
        {
            "code": "pgd",
            "name": "Polsek Pengandonan",
            "organisation": "polres",
            "parent": "res",
            "area_code": "16.01.08",
            "investigates": "tidak",
        },
        {"code": "res", "name": "Polres", "organisation": "polres", "area_code": "16.01"},
        {"code": "dim", "name": "Kodim", "organisation": "kodim", "area_code": "16.01"},
        {"code": "far", "name": "Lain", "organisation": "kodim", "area_code": "16.09"},
    )
    load(
        PEOPLE,
        {
            "service_number": "880101",
            "name": "Budi Contoh",
            "rank": "Aipda",
            "unit": "pgd",
            "qualifications": "polmas; negotiator",
        },
        {"service_number": "880102", "name": "Sari Contoh", "rank": "Bripka", "unit": "res"},
        {"service_number": "310101", "name": "Tono Contoh", "rank": "Sertu", "unit": "dim"},
        {"service_number": "990101", "name": "Jauh Contoh", "rank": "Sertu", "unit": "far"},
    )


def person(number: str) -> Person:
    return Person.objects.get(service_number=number)


def test_units_stand_in_a_tree_and_people_carry_qualifications(force):
    assert Unit.objects.get(code="pgd").parent.code == "res"
    assert not Unit.objects.get(code="pgd").investigates
    assert person("880101").qualifications == ["polmas", "negotiator"]


def test_files_loaded_twice_change_nothing(force):
    row = {"service_number": "880101", "name": "Budi Contoh", "rank": "Aiptu", "unit": "pgd"}

    assert load(PEOPLE, row).changed == 1
    assert load(PEOPLE, row).same == 1
    # What the file did not bring is left as it was.
    assert person("880101").qualifications == ["polmas", "negotiator"]


def test_errors_name_row_and_column(force):
    with pytest.raises(RowsRefused) as refused:
        load(
            PEOPLE,
            {"service_number": "1", "name": "A", "rank": "B", "unit": "nowhere"},
            {"service_number": "2", "name": "", "rank": "B", "unit": "res"},
            {"service_number": "3", "name": "A", "rank": "B", "unit": "res", "is_woman": "mungkin"},
            {"service_number": "3", "name": "A", "rank": "B", "unit": "res"},
        )

    assert [(f.line, f.column) for f in refused.value.plan.errors] == [
        (1, "unit"),
        (2, "name"),
        (3, "is_woman"),
        (4, "service_number"),
    ]


def test_a_unit_cannot_lie_below_itself(force):
    with pytest.raises(RowsRefused) as refused:
        load(UNITS, {"code": "res", "parent": "pgd"})

    assert {found.column for found in refused.value.plan.errors} == {"parent"}


def test_who_leads_one_district_cannot_change_people_of_another(force):
    operator = an_actor(Role.OPERATOR, area_code="16.01")
    for row in (
        {"service_number": "990101", "rank": "Letda"},
        {"service_number": "880101", "unit": "far"},
    ):
        with pytest.raises(RowsRefused):
            load(PEOPLE, row, actor=operator)


def test_leave_and_care_load_by_person_and_day(force):
    leave = {"service_number": "880101", "kind": "cuti", "starts_on": "1/11/2024"}
    assert load(LEAVE, leave | {"ends_on": "2024-11-05"}).new == 1
    assert load(LEAVE, leave | {"ends_on": "2024-11-06"}).changed == 1
    assert Leave.objects.get().ends_on == date(2024, 11, 6)
    care = {"service_number": "880101", "area_code": VILLAGE, "starts_on": "2024-01-01"}
    assert load(CARE, care).new == 1
    assert load(CARE, care).same == 1
    with pytest.raises(RowsRefused):
        load(CARE, care | {"area_code": "16.01.08"})
    with pytest.raises(RowsRefused):
        load(LEAVE, leave | {"ends_on": "2024-10-31"})


def test_the_officer_of_a_village_is_the_one_of_the_day(force):
    load(
        CARE,
        {
            "service_number": "880101",
            "area_code": VILLAGE,
            "starts_on": "2024-01-01",
            "ends_on": "2024-06-30",
        },
        {"service_number": "880102", "area_code": VILLAGE, "starts_on": "2024-07-01"},
    )

    assert officer_for(VILLAGE, date(2024, 5, 1)).name == "Budi Contoh"
    assert officer_for(VILLAGE, TODAY).title == "Bripka Sari Contoh"
    assert officer_for(VILLAGE, date(2023, 1, 1)) is None
    [officer] = officers_in_care(("16.01",), TODAY)
    assert (officer.area_codes, officer.unit_area_code) == ((VILLAGE,), "16.01")
    assert officers_in_care(("16.09",), TODAY) == []


def test_people_are_filtered(force):
    record_leave(
        person_id=person("880102").pk,
        kind=LeaveKind.SICK,
        starts_on=TODAY,
        ends_on=TODAY,
        actor=an_actor(Role.OPERATOR),
        now=NOON,
    )

    def numbers(**filters):
        return [found.service_number for found in people(("16.01",), **filters)]

    assert numbers() == ["880101", "880102", "310101"]
    assert numbers(text="sari") == ["880102"]
    assert numbers(text="3101") == ["310101"]
    assert numbers(organisation="kodim") == ["310101"]
    assert numbers(qualification=Qualification.NEGOTIATOR) == ["880101"]
    assert numbers(away_on=TODAY) == ["880102"]


def test_strength_is_computed_beside_what_is_stated(force):
    operation = an_operation(stated_strength=5)
    Leave.objects.create(person=person("880102"), kind="sakit", starts_on=TODAY, ends_on=TODAY)

    counted = strength(operation, TODAY)

    assert [(p.name, p.count, p.away) for p in counted.parts] == [
        ("Polres OKU", 2, 1),
        ("Kodim 0403", 1, 0),
    ]
    assert (counted.total, counted.stated, counted.difference, counted.away) == (3, 5, -2, 1)


def test_leave_is_recorded_once_and_can_be_withdrawn(force):
    actor = an_actor(Role.SECTOR_CHIEF, area_code="16.01.08")
    values = {"person_id": person("880101").pk, "kind": LeaveKind.ANNUAL}
    leave = record_leave(
        **values, starts_on=TODAY, ends_on=TODAY + timedelta(days=3), actor=actor, now=NOON
    )

    with pytest.raises(Refused, match="on leave already"):
        record_leave(
            **values,
            starts_on=TODAY + timedelta(days=3),
            ends_on=TODAY + timedelta(days=9),
            actor=actor,
            now=NOON,
        )
    with pytest.raises(Refused, match="before the first"):
        record_leave(
            **values, starts_on=TODAY, ends_on=TODAY - timedelta(days=1), actor=actor, now=NOON
        )
    withdraw_leave(leave_id=leave.pk, actor=actor, now=NOON)
    assert not Leave.objects.exists()
    assert list(
        Entry.objects.filter(verb__startswith="forces.").values_list("verb", flat=True)
    ) == ["forces.leave.recorded", "forces.leave.withdrawn"]


def test_one_says_for_himself_that_he_is_ill_and_nothing_else(force):
    ill, other = person("880101"), person("880102")
    ill.user = a_user(Role.GUARD, area_code="16.09")
    ill.save(update_fields=["user"])
    actor = an_actor(Role.GUARD, area_code="16.09", user=ill.user)
    says = {"starts_on": TODAY, "ends_on": TODAY, "actor": actor, "now": NOON}
    for whose, kind, himself, error in (
        (ill, LeaveKind.SICK, False, NotYours),
        (ill, LeaveKind.ANNUAL, True, Refused),
        (other, LeaveKind.SICK, True, NotYours),
    ):
        with pytest.raises(error):
            record_leave(person_id=whose.pk, kind=kind, himself=himself, **says)
    leave = record_leave(person_id=ill.pk, kind=LeaveKind.SICK, himself=True, **says)
    with pytest.raises(NotYours):
        withdraw_leave(leave_id=leave.pk, actor=actor, now=NOON)
    withdraw_leave(leave_id=leave.pk, himself=True, actor=actor, now=NOON)
    given = Leave.objects.create(person=ill, kind="cuti", starts_on=TODAY, ends_on=TODAY)
    with pytest.raises(Refused):
        withdraw_leave(leave_id=given.pk, himself=True, actor=actor, now=NOON)


def test_care_is_given_once_and_ended(force):
    actor = an_actor(Role.OPS_HEAD)
    values = {"person_id": person("880101").pk, "area_code": VILLAGE, "starts_on": TODAY}
    care = give_care(**values, actor=actor, now=NOON)

    with pytest.raises(Refused, match="already"):
        give_care(**values, actor=actor, now=NOON)
    with pytest.raises(Refused, match="Only a desa"):
        give_care(**values | {"area_code": "16.01.08"}, actor=actor, now=NOON)
    end_care(care_id=care.pk, ends_on=TODAY, actor=actor, now=NOON)
    assert VillageCare.objects.get().ends_on == TODAY


def test_what_lies_outside_is_not_there_and_the_wrong_role_is_refused(force):
    stranger = an_actor(Role.OPS_HEAD, area_code="16.09")
    with pytest.raises(NotYours):
        get_active_person(person("880101").pk, scope=stranger.scope)
    with pytest.raises(NotYours):
        give_care(
            person_id=person("880101").pk,
            area_code=VILLAGE,
            starts_on=TODAY,
            actor=stranger,
            now=NOON,
        )
    with pytest.raises(Refused):
        give_care(
            person_id=person("880101").pk,
            area_code=VILLAGE,
            starts_on=TODAY,
            actor=an_actor(Role.GUARD),
            now=NOON,
        )


def test_an_account_leads_to_its_person():
    user = a_user(Role.VILLAGE_OFFICER)
    officer = an_officer(user=user)

    assert person_of(user) == person_of(user.pk) == officer
    assert person_of(a_user(Role.GUARD)) is None


def test_an_account_is_linked_by_the_administrator_of_its_area_and_to_one_person_only(client):
    officer, other = an_officer(), an_officer(area_code="16.01.08.2019", name="Sari Contoh")
    account = a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE, username="budi")
    stranger = a_user(Role.VILLAGE_OFFICER, area_code="16.09.15.2004", username="jauh")
    an_operation(is_demonstration=True)
    paths = [f"/kekuatan/{one.pk}/akun" for one in (officer, other)]

    client.force_login(a_user(Role.OPERATOR))
    assert client.post(paths[0], {"account": account.pk}).status_code == 403
    client.force_login(a_user(Role.ADMINISTRATOR))
    # The first page of a demonstration reminds of the second factor.
    client.get("/")
    page = client.get(f"/kekuatan/{officer.pk}/").content.decode()
    assert "budi" in page
    assert "jauh" not in page
    assert client.post(paths[0], {"account": stranger.pk}).status_code == 422
    assert client.post(paths[0], {"account": account.pk}).status_code == 302
    assert person_of(account) == officer
    assert client.post(paths[1], {"account": account.pk}).status_code == 422
    with pytest.raises(Refused):
        link_user(
            person_id=other.pk, user_id=account.pk, actor=an_actor(Role.ADMINISTRATOR), now=NOON
        )
    with pytest.raises(NotYours):
        link_user(
            person_id=other.pk, user_id=stranger.pk, actor=an_actor(Role.ADMINISTRATOR), now=NOON
        )
    client.post(f"{paths[0]}/lepas")
    assert person_of(account) is None
    assert Entry.objects.filter(verb="forces.person.linked").count() == 2


PAGES = ("", "satuan/", "rekap/", "desa-binaan/")


@pytest.mark.parametrize("path", PAGES)
def test_pages_open_for_the_desk_with_few_queries(
    client, force, path, django_assert_max_num_queries
):
    an_operation(stated_strength=425)
    client.force_login(a_user(Role.OPERATOR))

    with django_assert_max_num_queries(12):
        assert client.get(f"/kekuatan/{path}").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_closed_for_the_wrong_role(client, path):
    client.force_login(a_user(Role.PARTNER))

    assert client.get(f"/kekuatan/{path}").status_code == 403


def test_the_page_of_a_person_records_leave_and_care(client, force):
    client.force_login(a_user(Role.OPERATOR))
    path = f"/kekuatan/{person('880101').pk}/"

    client.post(f"{path}cuti", {"kind": "izin", "starts_on": "2024-11-19", "ends_on": "2024-11-20"})
    client.post(f"{path}binaan", {"village": VILLAGE, "starts_on": "2024-11-19"})
    page = client.get(path).content.decode()

    assert "Selasa, 19 November 2024" in page
    assert "Pengandonan" in page
    wrong = client.post(f"{path}binaan", {"village": "Entah", "starts_on": "2024-11-19"})
    assert wrong.status_code == 422
    assert client.post(f"{path}cuti", {"kind": "x"}).status_code == 422


def test_a_person_of_another_district_is_not_found(client, force):
    client.force_login(a_user(Role.OPERATOR))

    assert client.get(f"/kekuatan/{person('990101').pk}/").status_code == 404


def test_villages_in_nobodys_care_come_first_and_only_a_page_is_read(client, force, monkeypatch):
    monkeypatch.setattr("sejuk.foundation.forces.views.ROWS", 1)
    an_area("16.01.08.2019", name="Ulak Pandan")
    give_care(
        person_id=Person.objects.get(service_number="880101").pk,
        area_code=VILLAGE,
        starts_on=TODAY,
        actor=an_actor(Role.OPERATOR),
        now=NOON,
    )
    client.force_login(a_user(Role.OPERATOR))

    first = client.get("/kekuatan/desa-binaan/").context
    second = client.get("/kekuatan/desa-binaan/?page=2").context

    assert [(row.code, len(row.cares)) for row in first["rows"]] == [("16.01.08.2019", 0)]
    assert [(row.code, len(row.cares)) for row in second["rows"]] == [(VILLAGE, 1)]
    assert (first["total"], first["held"], first["free"]) == (2, 1, 1)
