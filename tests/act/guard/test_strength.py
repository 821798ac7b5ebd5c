"""The daily strength: parts that add up, and who did not come is not present."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.act.guard.models import CheckIn
from sejuk.act.guard.queries.strength import muster_on, strength_cells, strength_columns
from sejuk.act.guard.rules.strength import Mustered, Standing, muster
from sejuk.foundation.forces.models import Leave, Organisation, Unit
from sejuk.kit.actors import Role
from tests.builders import DISTRICT, NOON, a_duty, a_person, a_post, an_actor, an_area, an_operation

DAY = NOON.date()
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def operation(db):
    return an_operation(stated_strength=8)


def found(operation, *, actor=None, day=DAY, now=LATER):
    return muster_on(day, operation=operation, actor=actor or an_actor(Role.OPERATOR), now=now)


def away(person, kind, day=DAY):
    Leave.objects.create(person=person, kind=kind, starts_on=day, ends_on=day)


def test_each_counts_once_by_why_he_is_away(operation):
    for kind in ("cuti", "sakit", "izin", "dik", "dinas_luar"):
        away(a_person(), kind)
    a_person(is_attached=True)

    total = found(operation).total
    assert {standing.value: number for standing, number in total.counts} == {
        "hadir": 1, "dinas_luar": 1, "cuti": 1, "izin": 1, "sakit": 1, "dik": 1,
        "tanpa_keterangan": 0,
    }  # fmt: skip
    assert (total.own, total.attached, total.total) == (5, 1, 6)
    assert found(operation).difference == -2


def test_who_had_a_duty_and_did_not_come_is_without_notice(operation):
    post = a_post()
    duty = a_duty(person=a_person(), post=post)
    ill = a_duty(person=a_person(), post=post).person
    away(ill, "sakit")
    here = a_duty(person=a_person(), post=post)
    CheckIn.objects.create(
        duty=here, person=here.person, method="code", arrived_at=NOON, recorded_at=NOON,
        recorded_by="-", key="00000000-0000-0000-0000-000000000001",
    )  # fmt: skip

    counts = dict(found(operation).total.counts)
    assert (counts[Standing.MISSING], counts[Standing.SICK], counts[Standing.PRESENT]) == (1, 1, 1)
    early = dict(found(operation, now=NOON + timedelta(minutes=29)).total.counts)
    assert early[Standing.MISSING] == 0
    tomorrow = dict(found(operation, day=DAY + timedelta(days=1)).total.counts)
    assert (tomorrow[Standing.MISSING], duty.person.is_attached) == (0, False)


def test_who_came_to_one_of_two_duties_is_present(operation):
    person = a_person()
    first = a_duty(person=person, post=a_post(), starts_at=NOON - timedelta(hours=10))
    a_duty(person=person, post=first.post)
    CheckIn.objects.create(
        duty=first, person=person, method="code", arrived_at=NOON, recorded_at=NOON,
        recorded_by="-", key="00000000-0000-0000-0000-000000000001",
    )  # fmt: skip

    assert found(operation).total.present == 1


def test_who_serves_no_more_and_other_districts_are_not_counted(operation):
    a_person(is_active=False)
    organisation = Organisation.objects.create(code="lain", name="Polres lain", kind="polri")
    unit = Unit.objects.create(
        code="lain", name="Lain", organisation=organisation, area=an_area("16.09")
    )
    a_person(unit=unit)

    assert found(operation).total.total == 0
    assert found(operation).organisations == ()


def test_what_the_order_states_speaks_of_the_whole_operation(operation):
    sector = found(operation, actor=an_actor(Role.SECTOR_CHIEF, area_code=f"{DISTRICT}.08"))

    assert (found(operation).stated, sector.stated, sector.difference) == (8, None, None)


def test_the_file_holds_units_sums_and_the_stated_figure(operation):
    a_person()
    lines = strength_cells(found(operation))

    assert len(lines) == 5
    assert all(len(line) == len(strength_columns()) for line in lines[:3])


people = st.lists(
    st.builds(
        Mustered,
        st.sampled_from("AB"),
        st.sampled_from("xyz"),
        st.booleans(),
        st.sampled_from(Standing),
    ),
    max_size=60,
)


@given(people)
def test_parts_sum_to_totals(force):
    counted = muster(force, stated=None)
    rows = [counted.total, *(one.whole for one in counted.organisations)]
    units = [unit for one in counted.organisations for unit in one.units]

    for row in (*rows, *units):
        assert sum(number for _, number in row.counts) == row.total == row.present + row.away
    assert (
        sum(one.whole.total for one in counted.organisations) == counted.total.total == len(force)
    )
    assert sum(unit.total for unit in units) == len(force)
    for one in counted.organisations:
        assert sum(unit.own for unit in one.units) == one.whole.own
        assert sum(unit.attached for unit in one.units) == one.whole.attached
