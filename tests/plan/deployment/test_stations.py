"""Polling stations: classes, plans computed from records, two persons, papers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models.functions import Now

from sejuk.engines import roster as engine
from sejuk.foundation.forces.models import Leave, Person
from sejuk.foundation.imports.actions import import_rows
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.queries import current_operation
from sejuk.foundation.places.models import Site
from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import tasks
from sejuk.plan.deployment.actions.station_files import STATION_GRADES
from sejuk.plan.deployment.actions.stations import (
    ask_again,
    move_station_plan,
    plan_stations,
    store_station_plan,
)
from sejuk.plan.deployment.models import StationGrade, StationPlan
from sejuk.plan.deployment.queries import station_plans as plans
from sejuk.plan.deployment.queries.station_problems import Asked, begun_computing
from sejuk.plan.deployment.rules import RosterState, StationClass
from tests.builders import NOON, VILLAGE, a_duty, a_unit, a_user, an_actor, an_area, an_operation

pytestmark = pytest.mark.django_db
POLLING_DAY = date(2024, 11, 27)
KECAMATAN = VILLAGE[:8]


def asked(**changes: object) -> Asked:
    values = {
        "patterns": {"kurang_rawan": "2:4:8", "rawan": "2:2:4", "sangat_rawan": "2:1:2",
                     "khusus": "2:1:2"},
        "within": "kecamatan",
        "most_minutes": 30,
        "platoons": 1,
        "platoon_size": 30,
        "goal_minutes": 30,
        "ungraded": "",
    } | changes  # fmt: skip
    return Asked(**values)


def a_station(number: int, grade: str = "", village: str = VILLAGE) -> Site:
    site = Site.objects.create(
        code=f"TPS-{village}-{number:03}",
        kind=SiteKind.POLLING_STATION,
        name=f"TPS {number:03}",
        area=an_area(village),
        latitude=-4.1 + number / 1000,
        longitude=104.1,
    )
    if grade:
        StationGrade.objects.create(
            operation_id=_operation_id(),
            site=site,
            grade=grade,
            source="Pemetaan",
            graded_on=date(2024, 11, 12),
        )
    return site


def _operation_id() -> int:
    operation = current_operation() or an_operation()
    return operation.pk


def officers(count: int, *, area_code: str) -> list[Person]:
    unit = a_unit(area_code)
    return [
        Person.objects.create(
            service_number=f"{area_code}-{number}", name=f"Petugas {number:02}",
            rank="Bripka", unit=unit,
        )
        for number in range(count)
    ]  # fmt: skip


def a_plan(**changes: object) -> StationPlan:
    user = a_user(Role.OPERATOR)
    planner = an_actor(Role.OPERATOR, user=user)
    plan = plan_stations(
        operation_id=_operation_id(), name="Pam TPS", day=POLLING_DAY, asked=asked(**changes),
        actor=planner, now=NOON,
    )  # fmt: skip
    return computed(plan.pk, planner)


def computed(plan_id: int, actor: Actor) -> StationPlan:
    begun = begun_computing(plan_id, actor=actor)
    return store_station_plan(
        begun=begun, found=engine.deploy(begun.problem), actor=actor, now=NOON
    )


def test_a_file_of_classes_is_taken_in_or_says_what_is_wrong():
    an_operation()
    a_station(1)
    desk = an_actor(Role.OPERATOR, Role.ADMINISTRATOR)
    row = {"grade": "kuning", "source": "Pemetaan", "graded_on": "2024-11-12"}
    good = {"site": f"TPS-{VILLAGE}-001", **row}
    import_rows(importer=STATION_GRADES, rows=[good], actor=desk, now=NOON, source="uji")
    assert StationGrade.objects.get().grade == StationClass.VULNERABLE
    with pytest.raises(Refused):
        import_rows(
            importer=STATION_GRADES, rows=[{"site": "TPS-X", **row}], actor=desk, now=NOON,
            source="uji",
        )  # fmt: skip


def test_a_plan_sends_the_own_polsek_first_then_the_district():
    an_operation()
    for number in range(1, 6):
        a_station(number, "kurang_rawan")
    a_station(6, "sangat_rawan")
    own = officers(4, area_code=KECAMATAN)
    officers(10, area_code="16.01")
    plan = a_plan()
    # Two calm groups of at most four stations, one grave one: three pairs, and each is proved.
    assert plan.figures["officers"] == plan.figures["least_officers"] == 6
    assert plan.figures["short"] == 0
    page = plans.plan_page(plan, an_actor(Role.OPERATOR))
    [force] = page.forces
    # The most senior of the Polsek is in control; his three colleagues and three more are sent.
    assert (force.needed, force.own, force.from_pool, force.padal) == (6, 3, 3, "Bripka Petugas 00")
    sent = [one for group in plan.groups.all() for one in group.people.all()]
    assert len(sent) == len(set(sent)) == 6
    assert set(own[1:]) <= set(sent)
    assert own[0] not in sent
    assert sum(len(group.stations) for group in plans.shown_groups(
        plan, KECAMATAN, an_actor(Role.SECTOR_CHIEF, area_code=KECAMATAN))) == 6  # fmt: skip


def test_too_few_officers_are_said_with_ways_out():
    an_operation()
    for number in range(1, 9):
        a_station(number, "rawan")
    officers(3, area_code=KECAMATAN)
    page = plans.plan_page(a_plan(), an_actor(Role.OPERATOR))
    assert page.short == 6
    assert page.shortfalls
    assert "Pengandonan" in page.shortfalls[0].words
    other = plans.plan_page(
        StationPlan.objects.get(), an_actor(Role.SECTOR_CHIEF, area_code="16.01.13")
    )
    assert (other.officers, other.short, other.is_whole) == (0, 0, False)


def test_stations_without_a_class_are_refused_unless_one_is_named():
    an_operation()
    a_station(1)
    with pytest.raises(Refused, match="without a class: 1"):
        a_plan()
    assert a_plan(ungraded="rawan").figures["officers"] == 2


@pytest.mark.parametrize("garble", ["2-2-4 = 4 TPS", "2:2:8", "3:2:4", "0:0:0", ""])
def test_garbled_patterns_are_refused_in_words(garble):
    an_operation()
    a_station(1, "rawan")
    patterns = {**asked().patterns, "rawan": garble}
    with pytest.raises(Refused, match="is not a pattern"):
        a_plan(patterns=patterns)


def test_two_persons_publish_and_the_plan_before_is_superseded():
    an_operation()
    a_station(1, "rawan")
    first, second = (_published(a_plan()) for _ in range(2))
    first.refresh_from_db()
    assert (first.state, second.state) == (RosterState.SUPERSEDED, RosterState.PUBLISHED)


def _published(plan: StationPlan) -> StationPlan:
    proposer = _leader()
    move_station_plan(plan_id=plan.pk, to=RosterState.PROPOSED, actor=proposer, now=NOON)
    with pytest.raises(Refused, match="Two persons"):
        move_station_plan(plan_id=plan.pk, to=RosterState.PUBLISHED, actor=proposer, now=NOON)
    return move_station_plan(plan_id=plan.pk, to=RosterState.PUBLISHED, actor=_leader(), now=NOON)


def _leader() -> Actor:
    return an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))


def proposed(plan: StationPlan) -> StationPlan:
    return move_station_plan(plan_id=plan.pk, to=RosterState.PROPOSED, actor=_leader(), now=NOON)


def publish(plan: StationPlan) -> StationPlan:
    return move_station_plan(plan_id=plan.pk, to=RosterState.PUBLISHED, actor=_leader(), now=NOON)


@pytest.mark.parametrize("why", ["leave", "duty", "left"])
def test_a_plan_with_people_gone_meanwhile_is_refused_by_name(why):
    an_operation()
    a_station(1, "rawan")
    sent = officers(4, area_code=KECAMATAN)[1]
    plan = proposed(a_plan())
    if why == "leave":
        Leave.objects.create(person=sent, kind="sakit", starts_on=POLLING_DAY, ends_on=POLLING_DAY)
    elif why == "duty":
        a_duty(person=sent, starts_at=NOON + (POLLING_DAY - NOON.date()))
    else:
        Person.objects.filter(pk=sent.pk).update(is_active=False)
    with pytest.raises(Refused, match="compute it again") as refused:
        publish(plan)
    assert refused.value.values["names"] == "Bripka Petugas 01"


def test_a_plan_that_does_not_hold_any_more_is_refused():
    an_operation()
    a_station(1, "rawan")
    officers(4, area_code=KECAMATAN)
    plan = proposed(a_plan())
    late = a_station(2, "rawan")
    with pytest.raises(Refused, match="does not hold any more"):
        publish(plan)
    StationGrade.objects.filter(site=late).delete()
    late.delete()
    assert publish(plan).state == RosterState.PUBLISHED


def test_a_result_that_does_not_hold_is_not_kept():
    an_operation()
    a_station(1, "rawan")
    officers(4, area_code=KECAMATAN)
    plan = StationPlan.objects.get(pk=a_plan().pk)
    StationPlan.objects.filter(pk=plan.pk).update(computed_at=None)
    planner = _leader()
    begun = begun_computing(plan.pk, actor=planner)
    wrong = replace(engine.deploy(begun.problem), groups=())
    plan = store_station_plan(begun=begun, found=wrong, actor=planner, now=NOON)
    assert plan.computed_at is None
    assert plan.message["text"]
    assert plan.groups.count() == 1


def test_what_was_computed_for_an_older_question_is_left_aside():
    an_operation()
    a_station(1, "rawan")
    plan = a_plan()
    planner = _leader()
    ask_again(plan_id=plan.pk, actor=planner, now=NOON)
    begun = begun_computing(plan.pk, actor=planner)
    found = engine.deploy(begun.problem)
    StationPlan.objects.filter(pk=plan.pk).update(asked_at=Now() - timedelta(minutes=2))
    ask_again(plan_id=plan.pk, actor=planner, now=NOON)
    with pytest.raises(Refused, match="changed while"):
        store_station_plan(begun=begun, found=found, actor=planner, now=NOON)
    computed(plan.pk, planner)
    with pytest.raises(Refused, match="changed while"):
        begun_computing(plan.pk, actor=planner)


def test_the_worker_computes_keeps_and_says_when_it_failed(monkeypatch):
    an_operation()
    a_station(1, "rawan")
    plan = a_plan()
    for fails in (False, True):
        ask_again(plan_id=plan.pk, actor=_leader(), now=NOON)
        if fails:
            monkeypatch.setattr(tasks.engine, "deploy", lambda _: 1 / 0)
        tasks.compute_station_plan(plan.pk)
        plan.refresh_from_db()
        assert (plan.computed_at is None, bool(plan.message)) == (fails, fails)
    # The plan as it was computed before is still there.
    assert plan.groups.count() == 1


def test_a_lost_worker_is_said_and_asking_twice_is_refused(client):
    an_operation()
    a_station(1, "rawan")
    plan = a_plan()
    planner = _leader()
    ask_again(plan_id=plan.pk, actor=planner, now=NOON)
    with pytest.raises(Refused, match="less than a minute"):
        ask_again(plan_id=plan.pk, actor=planner, now=NOON)
    client.force_login(a_user(Role.OPS_HEAD))
    address = f"/penugasan/tps/{plan.pk}/"
    waiting = client.get(address).content.decode()
    StationPlan.objects.filter(pk=plan.pk).update(asked_at=Now() - timedelta(minutes=11))
    lost = client.get(address).content.decode()
    assert "load delay:2s" in waiting
    assert "load delay:2s" not in lost
    assert "tidak ada hasil lebih dari sepuluh menit" in lost


def test_a_reserve_of_the_same_police_stays_back():
    an_operation()
    for number in range(1, 4):
        a_station(number, "sangat_rawan")
    officers(8, area_code="16.01")
    assert a_plan(platoon_size=4).figures["short"] == 0
    plan = a_plan(platoon_size=4, reserve_is_own=True)
    assert plan.figures["short"] == 2
    assert plans.plan_page(plan, an_actor(Role.OPERATOR)).kept_back == 4


def test_giving_back_and_dropping_ask_why_and_keep_it():
    an_operation()
    a_station(1, "rawan")
    plan = proposed(a_plan())
    head = _leader()
    for reason, to in ((" ", RosterState.DRAFT), ("Kurang Padal.", RosterState.DRAFT)):
        asked_to = {"plan_id": plan.pk, "to": to, "reason": reason, "actor": head, "now": NOON}
        if not reason.strip():
            with pytest.raises(Refused, match="Say why"):
                move_station_plan(**asked_to)
            continue
        plan = move_station_plan(**asked_to)
    assert (plan.state, plan.note, plan.proposed_at) == ("draft", "Kurang Padal.", NOON)
    with pytest.raises(Refused, match="Say why"):
        move_station_plan(plan_id=plan.pk, to=RosterState.DROPPED, actor=head, now=NOON)
    details = Entry.objects.filter(verb__startswith="deployment.stationplan").values_list(
        "detail", flat=True
    )
    assert "Kurang Padal" not in str(list(details))


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_plans_published_at_once_one_holds():
    an_operation()
    a_station(1, "rawan")
    pair = [proposed(a_plan()) for _ in range(2)]
    heads = [_leader() for _ in pair]
    ready = Barrier(len(pair))

    def published(plan: StationPlan, head: Actor) -> None:
        ready.wait()
        try:
            move_station_plan(plan_id=plan.pk, to=RosterState.PUBLISHED, actor=head, now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(published, *both) for both in zip(pair, heads, strict=True)]:
            one.result(timeout=30)
    states = sorted(StationPlan.objects.values_list("state", flat=True))
    assert states == ["published", "superseded"]


def test_another_district_and_another_kecamatan_see_nothing():
    an_operation()
    a_station(1, "rawan")
    plan = a_plan()
    with pytest.raises(NotYours):
        plans.plan_called(plan.pk, an_actor(Role.OPERATOR, area_code="16.09"))
    neighbour = an_actor(Role.SECTOR_CHIEF, area_code="16.01.09")
    assert plans.plan_page(plans.plan_called(plan.pk, neighbour), neighbour).forces == ()
    with pytest.raises(NotYours):
        plans.shown_groups(plan, KECAMATAN, neighbour)


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_the_plotting_list_opens(client, kind):
    an_operation()
    a_station(1, "rawan")
    officers(3, area_code=KECAMATAN)
    plan = a_plan()
    client.force_login(a_user(Role.SECTOR_CHIEF, area_code=KECAMATAN))
    answer = client.get(f"/penugasan/tps/{plan.pk}/{KECAMATAN}/plotting.{kind}")
    assert answer.status_code == 200
    assert client.get(f"/penugasan/tps/{plan.pk}/16.01.09/plotting.{kind}").status_code == 404
    taken = Entry.objects.get(verb="deployment.stationplan.exported")
    assert (taken.detail["file"], taken.area_code) == (kind, KECAMATAN)
