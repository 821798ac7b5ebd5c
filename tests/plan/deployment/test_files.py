"""Files of patterns, posts, needs, squads, wishes, bans and holidays; errors name the column."""

from datetime import date

import pytest

from sejuk.foundation.forces.actions import LEAVE, PEOPLE
from sejuk.foundation.forces.models import Leave
from sejuk.kit.actors import Role
from sejuk.kit.importing import Importer, Row, absent_values, parsed_rows
from sejuk.plan.deployment.actions import files
from sejuk.plan.deployment.models import (
    Ban,
    Band,
    Holiday,
    Need,
    Pattern,
    Post,
    PostKind,
    SquadMember,
    Wish,
)
from tests.builders import NOON, VILLAGE, a_person, a_post, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db


def checked(importer: Importer, *rows: dict[str, str], actor=None):
    """Return what a file of these cells would do, as the import pages ask it."""
    numbered = [Row(line, cells) for line, cells in enumerate(rows, start=2)]
    records, findings = parsed_rows(importer, numbered)
    plan = importer.check(records, actor or an_actor(Role.OPERATOR))
    wrong = [*findings, *absent_values(importer, records), *plan.errors]
    return plan, [(one.line, one.column, one.why) for one in wrong]


def loaded(importer: Importer, *rows: dict[str, str]):
    plan, wrong = checked(importer, *rows)
    assert wrong == []
    importer.store(plan, an_actor(Role.OPERATOR), NOON)
    again, _ = checked(importer, *rows)
    assert (again.new, again.changed, again.same) == ((), (), len(rows))
    return plan


def test_a_guard_is_set_up_from_files(db):
    an_operation()
    an_area(VILLAGE)
    band = {"pattern": "3x8", "pattern_name": "3 x 8 jam", "minutes": "480"}
    loaded(
        files.SHIFT_PATTERNS,
        band | {"code": "pagi", "name": "Pagi", "starts": "6.00"},
        band | {"code": "malam", "name": "Malam", "starts": "22:00", "rest_after_minutes": "600"},
    )
    loaded(files.POST_KINDS, {"code": "kantor", "name": "Kantor", "pattern": "3x8"})
    loaded(
        files.POSTS,
        {"code": "kpu", "name": "KPU", "kind": "kantor", "area_code": VILLAGE,
         "starts_on": "1/11/2024"},
    )  # fmt: skip
    loaded(
        files.NEEDS,
        {"kind": "kantor", "count": "10"},
        {"post": "kpu", "role": "padal", "stage_code": "kampanye", "count": "1",
         "priority": "5000"},
        {"band_code": "malam", "posture": "tertutup", "count": "0"},
    )  # fmt: skip
    person = a_person()
    number = {"service_number": person.service_number}
    loaded(files.SQUADS, number | {"squad": "r1", "squad_name": "Regu 1"})
    loaded(files.WISHES, number | {"day": "2024-11-10", "is_off": "ya"})
    loaded(
        files.BANS,
        number
        | {"post": "kpu", "starts_on": "2024-11-01", "ends_on": "2024-11-30", "reason": "Kerabat."},
    )
    loaded(files.HOLIDAYS, {"day": "2024-12-25", "name": "Natal", "source": "SKB"})

    assert Band.objects.get(code="malam").rest_after_minutes == 600
    assert Post.objects.get().kind == PostKind.objects.get()
    assert {(need.kind_id, need.post_id, need.count) for need in Need.objects.all()} == {
        (PostKind.objects.get().pk, None, 10), (None, Post.objects.get().pk, 1), (None, None, 0),
    }  # fmt: skip
    assert SquadMember.objects.get().squad.name == "Regu 1"
    assert (Wish.objects.get().asked_by, Wish.objects.get().is_off) == ("alya", True)
    assert (Ban.objects.count(), Holiday.objects.count()) == (1, 1)


def test_the_next_operation_has_squads_of_its_own(db):
    number = {"service_number": a_person().service_number}
    before = an_operation()
    loaded(files.SQUADS, number | {"squad": "r1", "squad_name": "Regu 1"})
    type(before).objects.update(is_current=False)
    an_operation()
    loaded(files.SQUADS, number | {"squad": "r1", "squad_name": "Regu A"})
    loaded(files.SQUADS, number | {"squad": "r2", "squad_name": "Regu B"})
    names = SquadMember.objects.order_by("operation_id").values_list("squad__name", flat=True)
    assert list(names) == ["Regu 1", "Regu B"]


def test_what_is_wrong_is_said_by_row_and_column(db):
    an_operation()
    a_post("kpu")
    wrong = [
        {"post": "bawaslu", "count": "5"},
        {"post": "kpu", "kind": "kantor", "count": "5"},
        {"post": "kpu", "stage_code": "tenang", "band_code": "subuh", "count": "5"},
        {"post": "kpu", "count": "lima"},
        {"post": "kpu", "role": "panglima", "count": "5"},
        {"kind": "kantor", "count": "5"},
        {"kind": "kantor", "count": "6"},
    ]
    _, found = checked(files.NEEDS, *wrong)
    assert [(line, column) for line, column, _ in sorted(found)] == [
        (2, "post"), (3, "kind"), (4, "band_code"), (4, "stage_code"), (5, "count"),
        (5, "count"), (6, "post"), (6, "role"), (8, "post"),
    ]  # fmt: skip
    assert not Need.objects.exists()


def test_a_time_a_period_and_a_stranger_are_refused(db):
    an_operation()
    a_post("kpu")
    an_area("16.09")
    elsewhere = a_person(area_code="16.09")
    pattern = {"pattern": "x", "pattern_name": "X", "code": "a", "name": "A", "minutes": "480"}
    assert checked(files.SHIFT_PATTERNS, pattern | {"starts": "25.00"})[1][0][1] == "starts"
    post = {"code": "x", "name": "X", "kind": "kantor", "area_code": "16.09"}
    assert [column for _, column, _ in checked(files.POSTS, post)[1]] == ["area_code"]
    period = post | {"area_code": "16.01", "starts_on": "2024-11-30", "ends_on": "2024-11-01"}
    assert [column for _, column, _ in checked(files.POSTS, period)[1]] == ["ends_on"]
    wish = {"service_number": elsewhere.service_number, "day": "2024-11-10"}
    assert [column for _, column, _ in checked(files.WISHES, wish)[1]] == ["service_number"]
    sector = an_actor(Role.SECTOR_CHIEF, area_code="16.01.08")
    wide = checked(files.NEEDS, {"kind": "kantor", "count": "9"}, actor=sector)[1]
    assert [why for _, _, why in wide] == ["holds for more than your own area"]
    assert Pattern.objects.count() == 1


def test_nobody_is_in_two_squads_or_two_units(db):
    an_operation()
    person = a_person()
    twice = [
        {"service_number": person.service_number, "squad": f"r{n}", "squad_name": f"Regu {n}"}
        for n in (1, 2)
    ]
    assert checked(files.SQUADS, *twice)[1] == [
        (3, "service_number", "stands already in row %(line)s")
    ]
    rows = [
        {"service_number": "1", "name": "Budi", "rank": "Aipda", "unit": person.unit.code},
        {"service_number": "1", "name": "Budi", "rank": "Aipda", "unit": "lain"},
    ]
    found = checked(PEOPLE, *rows)[1]
    assert (3, "service_number", "stands already in row %(line)s") in found


def test_overlapping_leave_of_one_person_is_refused_in_a_sentence(db):
    person, other = a_person(), a_person()
    Leave.objects.create(
        person=person, kind="cuti", starts_on=date(2024, 11, 1), ends_on=date(2024, 11, 5)
    )

    def leave(first, last, who=person):
        return {
            "service_number": who.service_number, "kind": "cuti",
            "starts_on": f"2024-11-{first:02}", "ends_on": f"2024-11-{last:02}",
        }  # fmt: skip

    assert checked(LEAVE, leave(1, 7), leave(8, 9), leave(5, 9, other))[1] == []
    plan, found = checked(LEAVE, leave(5, 6), leave(10, 14), leave(14, 16))
    assert [(line, column) for line, column, _ in found] == [(2, "starts_on"), (4, "starts_on")]
    assert plan.errors[0].blanks == {"first": "2024-11-01", "last": "2024-11-05"}
    assert plan.errors[1].blanks == {"line": 3}
