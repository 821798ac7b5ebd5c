"""Operations: the versioned calendar, orders, and who sees and changes them."""

from datetime import date

import pytest

from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations import queries
from sejuk.foundation.operations.actions import (
    add_stage,
    move_stage,
    open_operation,
    record_order,
    turn_clock,
)
from sejuk.foundation.operations.models import Operation, Order
from sejuk.foundation.operations.rules import Phase, stage_on
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from tests.builders import NOON, a_user, an_actor, an_area, an_officer, an_operation

pytestmark = pytest.mark.django_db

INAUGURATION = {"code": "pelantikan", "name": "Pelantikan", "phase": Phase.AFTER}
MOVES = (
    (date(2025, 2, 7), "Perpres 80/2024"),
    (date(2025, 2, 18), "Mendagri"),
    (date(2025, 2, 20), "Perpres 13/2025"),
)


@pytest.fixture
def head():
    return an_actor(Role.OPS_HEAD)


def inaugurated(operation: Operation, actor) -> int:
    """Make a stage whose date moved twice."""
    (first, source), *moves = MOVES
    stage = add_stage(
        **INAUGURATION,
        operation_id=operation.pk,
        starts_on=first,
        ends_on=first,
        source=source,
        actor=actor,
        now=NOON,
    )
    for day, why in moves:
        move_stage(stage_id=stage.pk, starts_on=day, ends_on=day, source=why, actor=actor, now=NOON)
    return stage.pk


def test_dates_that_moved_stay_as_history_with_their_source(head):
    operation = an_operation()
    inaugurated(operation, head)

    stage = queries.calendar_of(operation)[-1]

    assert (stage.now_holds.starts_on, stage.now_holds.version) == (date(2025, 2, 20), 3)
    assert [(old.starts_on.day, old.source) for old in stage.before] == [
        (18, "Mendagri"),
        (7, "Perpres 80/2024"),
    ]
    assert stage_on(queries.current_stages(operation), date(2025, 2, 7)) is None
    assert Entry.objects.filter(verb="operations.stage.moved").count() == 2


def test_the_same_dates_are_no_move_and_a_period_runs_forwards(head):
    stage_id = inaugurated(an_operation(), head)
    day = date(2025, 2, 20)

    with pytest.raises(Refused, match="hold already"):
        move_stage(stage_id=stage_id, starts_on=day, ends_on=day, source="x", actor=head, now=NOON)
    with pytest.raises(Refused, match="before the first"):
        move_stage(
            stage_id=stage_id,
            starts_on=day,
            ends_on=date(2025, 2, 19),
            source="x",
            actor=head,
            now=NOON,
        )


def test_only_who_leads_moves_dates(head):
    stage_id = inaugurated(an_operation(), head)
    values = {"starts_on": NOON.date(), "ends_on": NOON.date(), "source": "x", "now": NOON}

    with pytest.raises(Refused):
        move_stage(stage_id=stage_id, actor=an_actor(Role.OPERATOR), **values)
    with pytest.raises(NotYours):
        move_stage(stage_id=stage_id, actor=an_actor(Role.OPS_HEAD, area_code="16.09"), **values)


def test_a_new_operation_takes_the_place_of_the_current_one(head):
    old = an_operation()
    new = open_operation(
        code="omp",
        name="Operasi Mantap Praja Musi 2024",
        area_code="16.01",
        starts_on=date(2024, 8, 24),
        ends_on=date(2024, 12, 31),
        stated_strength=425,
        actor=head,
        now=NOON,
    )

    assert queries.current_operation() == new
    old.refresh_from_db()
    assert not old.is_current
    with pytest.raises(Refused, match="already"):
        open_operation(
            code="omp",
            name="x",
            area_code="16.01",
            starts_on=NOON.date(),
            ends_on=NOON.date(),
            actor=head,
            now=NOON,
        )


@pytest.mark.parametrize(
    ("demonstration", "leads", "why"), [(False, "16.01.08", "not yours"), (True, "16.01", "SEJUK")]
)
def test_an_operation_is_not_taken_over_from_below_nor_set_on_invented_records(
    demonstration, leads, why
):
    old = an_operation(is_demonstration=demonstration)
    an_area("16.01.08")
    with pytest.raises(Refused, match=why):
        open_operation(
            code="omp",
            name="Operasi",
            area_code="16.01.08",
            starts_on=NOON.date(),
            ends_on=NOON.date(),
            actor=an_actor(Role.OPS_HEAD, area_code=leads),
            now=NOON,
        )
    assert queries.current_operation() == old


def an_order(operation: Operation, actor, **values) -> Order:
    people = values.pop("people", ())
    return record_order(
        **{
            "number": "Sprin/1/XI/OPS.1.3./2024",
            "basis": "Renops",
            "text": "Melaksanakan pengamanan.",
            "starts_on": date(2024, 11, 20),
            "ends_on": date(2024, 12, 1),
            "issued_on": date(2024, 11, 19),
            "issued_by": "Kapolres",
        }
        | values,
        operation_id=operation.pk,
        person_ids=[person.pk for person in people],
        actor=actor,
        now=NOON,
    )


def test_an_order_names_people_and_covers_its_days():
    officer = an_officer()
    order = an_order(an_operation(), an_actor(Role.OPERATOR), people=[officer])

    assert [sent.name for sent in queries.people_of(order, ("16.01",))] == [officer.name]
    assert queries.orders_sending([officer.pk], date(2024, 11, 27)) == [order]
    assert queries.orders_sending([officer.pk], date(2024, 11, 19)) == []
    assert queries.orders_sending([officer.pk + 1], date(2024, 11, 27)) == []
    assert queries.next_serial(order.operation) == 2


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"number": "Sprin/1/X/OPS.1.3./2024"}, "month X, but the order was issued in month XI"),
        ({"number": "Sprin/1/XI/OPS.1.3./2023"}, "year 2023"),
        ({"ends_on": date(2024, 11, 1)}, "before the first"),
    ],
)
def test_an_order_that_does_not_fit_is_refused(values, why):
    with pytest.raises(Refused, match=why):
        an_order(an_operation(), an_actor(Role.OPERATOR), **values)


def test_a_number_is_given_once_and_what_was_recorded_stays():
    operation, clerk = an_operation(), an_actor(Role.OPERATOR)
    order = an_order(operation, clerk)
    with pytest.raises(Refused, match="already"):
        an_order(operation, clerk)
    assert Order.objects.get() == order


def test_an_order_cannot_send_people_of_others():
    operation, officer = an_operation(), an_officer(area_code="16.09.15.2004")

    with pytest.raises(NotYours):
        an_order(operation, an_actor(Role.OPERATOR), people=[officer])


def test_a_kapolsek_sees_the_operation_of_his_polres_and_a_neighbour_does_not():
    operation = an_operation()

    assert queries.operation_called(operation.pk, ("16.01.08",)) == operation
    with pytest.raises(NotYours):
        queries.operation_called(operation.pk, ("16.09",))


@pytest.fixture
def desk(client):
    client.force_login(a_user(Role.OPS_HEAD))
    return client


def test_the_page_strikes_old_dates_through(desk, head):
    inaugurated(an_operation(), head)

    page = desk.get("/operasi/").content.decode()

    assert page.count("<del") == 2
    assert "Kamis, 20 Februari 2025" in page
    assert "semula: Perpres 80/2024" in page


def test_the_pages_record_and_move(desk):
    operation, officer = an_operation(), an_officer()
    path = f"/operasi/{operation.pk}/"
    days = {"starts_on": "2024-11-24", "ends_on": "2024-11-26", "source": "PKPU 2/2024"}
    stage = {"code": "tenang", "name": "Masa tenang", "phase": "operasi"}
    order = {
        "number": "Sprin/7/XI/OPS.1.3./2024",
        "issued_on": "2024-11-19",
        "issued_by": "Kapolres",
        "basis": "Renops",
        "text": "Pengamanan",
        "starts_on": "2024-11-20",
        "ends_on": "2024-11-27",
        "people": f"{officer.service_number}\n",
    }

    assert desk.post(f"{path}tahapan", stage | days).status_code == 302
    assert desk.post(f"{path}tahapan", stage).status_code == 422
    assert desk.post(f"{path}sprin/baru", order).status_code == 302
    unknown = desk.post(f"{path}sprin/baru", order | {"people": "000"})
    assert unknown.status_code == 422
    page = desk.get(f"/operasi/sprin/{Order.objects.get().pk}/").content.decode()
    assert officer.name in page
    assert "Masa tenang" in desk.get(path).content.decode()


def test_a_kapolsek_sees_his_own_people_on_an_order_and_how_many_others(client):
    own = an_officer()
    other = an_officer(area_code="16.01.09.2001", name="Sari Contoh")
    order = an_order(an_operation(), an_actor(Role.OPERATOR), people=[own, other])
    client.force_login(a_user(Role.SECTOR_CHIEF, area_code="16.01.08"))
    page = client.get(f"/operasi/sprin/{order.pk}/").content.decode()
    assert own.name in page
    assert other.name not in page
    assert "2 orang" in page
    assert "1 di antaranya" in page


def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(desk, head):
    operation = an_operation()
    stage = inaugurated(operation, head)
    days = {"starts_on": "2025-03-09", "ends_on": "2025-03-01"}
    said = {"name": "Nama yang diketik", "source": "Surat KPU", "phase": Phase.AFTER.value}
    order = {"number": "Sprin/9/III/2025", "issued_on": "2025-03-09", "issued_by": "Kapolres"}
    forms = {
        "/operasi/buka/": {"code": "baru", "area_code": "16.01", **said},
        f"/operasi/{operation.pk}/tahapan": {"code": "baru", **said},
        f"/operasi/tahapan/{stage}/": said,
        f"/operasi/{operation.pk}/sprin/baru": {**order, "basis": "UU", "text": "Laksanakan"},
    }
    for address, typed in forms.items():
        page = desk.post(address, {**typed, **days})
        form = page.context["form"]
        assert page.status_code == 422
        assert form.errors == {"ends_on": ["Hari terakhir mendahului hari pertama."]}
        assert b'value="2025-03-09"' in page.content


def test_an_operation_is_opened_for_an_area_of_ones_own(desk):
    an_area("16.09")
    form = {
        "code": "omp",
        "name": "Operasi",
        "area_code": "16.09",
        "starts_on": "2024-08-24",
        "ends_on": "2024-12-31",
    }

    assert "buka" in desk.get("/operasi/").content.decode()
    assert desk.post("/operasi/buka/", form).status_code == 422
    assert desk.post("/operasi/buka/", form | {"area_code": "16.01"}).status_code == 302


def test_wrong_roles_and_neighbours(client):
    operation = an_operation()
    client.force_login(a_user(Role.GUARD))
    assert client.get("/operasi/").status_code == 200
    assert client.get(f"/operasi/{operation.pk}/sprin/").status_code == 403
    assert client.post(f"/operasi/{operation.pk}/tahapan").status_code == 403
    an_area("16.09")
    client.force_login(a_user(Role.OPS_HEAD, area_code="16.09"))
    assert client.get(f"/operasi/{operation.pk}/").status_code == 404
    assert client.get(f"/operasi/tahapan/{operation.stages.get().pk}/").status_code == 404


def test_the_clock_of_a_demonstration_alone_is_turned_and_only_forward(head):
    shown = an_operation(is_demonstration=True, clock_shift_seconds=-600)

    turn_clock(operation_id=shown.pk, hours=24, actor=head, now=NOON)

    assert Operation.objects.get(pk=shown.pk).clock_shift_seconds == 24 * 3600 - 600
    assert Entry.objects.get(verb="operations.clock.turned").detail == {"hours": 24}
    with pytest.raises(Refused, match="forward"):
        turn_clock(operation_id=shown.pk, hours=-1, actor=head, now=NOON)
    with pytest.raises(Refused, match="demonstration"):
        turn_clock(operation_id=an_operation(is_current=False).pk, hours=1, actor=head, now=NOON)
