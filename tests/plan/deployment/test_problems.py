"""What the engine is asked is what the records say."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sejuk.engines import roster as engine
from sejuk.foundation.forces.models import Leave, Organisation, Unit
from sejuk.foundation.places.models import Site
from sejuk.kit.actors import Role
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.models import (
    Ban,
    Holiday,
    RuleSetting,
    Squad,
    SquadMember,
    Wish,
)
from sejuk.plan.deployment.queries.problems import problem_of
from tests.builders import (
    NOON,
    a_duty,
    a_need,
    a_person,
    a_post,
    a_roster,
    a_user,
    an_actor,
    an_area,
    an_operation,
)

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2024, 11, 25)


@pytest.fixture
def operation():
    return an_operation(starts_on=date(2024, 11, 1))


def a_draft(operation, **changes):
    planner = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    values = {"starts_on": MONDAY, "ends_on": MONDAY} | changes
    return actions.make_draft(
        operation_id=operation.pk, name="November", **values, actor=planner, now=NOON
    )


def test_a_small_problem_whole(operation):
    """Everything at once, written out: a reader can compare it line by line."""
    kodim = Organisation.objects.create(code="kodim", name="Kodim 0403", kind="tni")
    army = Unit.objects.create(
        code="koramil", name="Koramil", organisation=kodim, area=an_area("16.01.09")
    )
    Site.objects.create(
        code="polsek", kind="police_office", name="Polsek", area=an_area("16.01.08.2018"),
        latitude=-4.25, longitude=104.25,
    )  # fmt: skip
    budi = a_person("Budi", area_code="16.01.08", rank="Ipda", qualifications=["negotiator"])
    citra = a_person("Citra", unit=army, rank="Sertu", is_woman=True)
    a_person("Purna", is_active=False)
    a_person("Lain", area_code="16.09")
    kpu = a_post("kpu", site=Site.objects.create(
        code="kpu", kind="kpu_office", name="KPU", area=an_area(), latitude=-4.5,
        longitude=104.5,
    ))  # fmt: skip
    a_need(operation, post=kpu, band_code="malam", role="leader", priority=5000)
    a_need(operation, post=kpu, band_code="malam", count=2, organisation=kodim, is_woman=True)
    a_need(operation, post=kpu, band_code="malam", role="negotiator", posture="covert")
    squad = Squad.objects.create(operation=operation, code="r1", name="Regu 1")
    SquadMember.objects.create(operation=operation, squad=squad, person=budi)
    Leave.objects.create(person=citra, kind="cuti", starts_on=MONDAY, ends_on=MONDAY)
    Leave.objects.create(
        person=budi, kind="cuti", starts_on=date(2024, 10, 1), ends_on=date(2024, 10, 2)
    )
    Wish.objects.create(person=budi, day=MONDAY, band_code="malam", asked_by="budi", asked_at=NOON)
    Ban.objects.create(
        person=citra, post=kpu, starts_on=MONDAY, ends_on=MONDAY, reason="Perintah Kapolres."
    )
    RuleSetting.objects.create(
        operation=operation, code="rest", level="hard", amount=720, organisation=kodim,
        reason="Permintaan Dandim.", set_by="alya", set_at=NOON,
    )  # fmt: skip
    Holiday.objects.create(day=MONDAY, name="Contoh", source="SKB")
    roster = a_draft(operation)
    roster.duties.filter(role="leader").update(person=budi, is_pinned=True)

    leader = "kpu|2024-11-25|malam|overt|leader|||"
    women = "kpu|2024-11-25|malam|overt|member||kodim|w"
    negotiator = "kpu|2024-11-25|malam|covert|negotiator|negotiator||"
    night = {
        "post": str(kpu.pk),
        "band": "Malam",
        "day": MONDAY,
        "starts_at": datetime(2024, 11, 25, 22, tzinfo=WIB),
        "ends_at": datetime(2024, 11, 26, 6, tzinfo=WIB),
        "counted_minutes": 480,
    }
    bupati = frozenset({"Kodim 0403"})
    assert problem_of(roster) == engine.Problem(
        first_day=MONDAY,
        days=1,
        people=(
            engine.Person(
                str(budi.pk), "Ipda Budi", "Polres OKU", "Polsek", "Regu 1", 13,
                frozenset({"negotiator"}), is_woman=False, latitude=-4.25, longitude=104.25,
            ),
            engine.Person(
                str(citra.pk), "Sertu Citra", "Kodim 0403", "Koramil", "", 8, is_woman=True,
                latitude=-4.1, longitude=104.1,
            ),
        ),
        posts=(engine.Post(str(kpu.pk), kpu.name, "Kantor penyelenggara", -4.5, 104.5),),
        demands=(
            engine.Demand(
                negotiator, **night, count=1, role="negotiator", posture=engine.Posture.COVERT,
                needs=engine.Needs(frozenset({"negotiator"})),
            ),
            engine.Demand(
                leader, **night, count=1, role="leader", needs=engine.Needs(least_rank=10),
                price=5000,
            ),
            engine.Demand(
                women, **night, count=2, needs=engine.Needs(organisations=bupati, is_woman=True)
            ),
        ),
        absences=(
            engine.Absence(
                str(citra.pk), datetime(2024, 11, 25, tzinfo=WIB),
                datetime(2024, 11, 26, tzinfo=WIB), "cuti",
            ),
        ),
        pins=(
            engine.Pin(leader, str(budi.pk)),
            engine.Pin(negotiator, str(citra.pk), is_forbidden=True),
            engine.Pin(leader, str(citra.pk), is_forbidden=True),
            engine.Pin(women, str(citra.pk), is_forbidden=True),
        ),
        wishes=(engine.Wish(str(budi.pk), MONDAY, is_off=True, band="Malam"),),
        holidays=frozenset({MONDAY}),
        rules=(
            engine.Rule(engine.RuleCode.REST, engine.Level.HARD, 720, 1, "Kodim 0403"),
        ),
    )  # fmt: skip


def test_history_is_what_was_published_and_stood(operation):
    budi, citra = a_person("Budi"), a_person("Citra")
    a_need(operation, post=a_post("kpu"))
    past = a_roster(
        operation, starts_on=date(2024, 11, 4), ends_on=date(2024, 11, 24), published=True
    )
    at = NOON.replace(hour=15)  # 22.00 WIB
    long_ago = a_duty(past, person=budi, starts_at=at.replace(day=8))
    saturday = a_duty(past, person=budi, starts_at=at.replace(day=23))
    a_duty(past, person=citra, starts_at=at.replace(day=22) + timedelta(hours=12))
    a_duty(person=budi, starts_at=at.replace(day=20), published=False)
    Leave.objects.create(
        person=citra, kind="cuti", starts_on=date(2024, 11, 9), ends_on=date(2024, 11, 10)
    )

    problem = problem_of(a_draft(operation))

    assert [one.day.day for one in problem.worked if one.person == str(budi.pk)] == [23]
    assert problem.worked[-1].starts_at == saturday.starts_at
    carried = {burden.person: burden for burden in problem.burdens}
    # 8 November was the first duty: 17 days until the roster, two of them on leave for Citra.
    assert long_ago.day == date(2024, 11, 8)
    assert carried[str(budi.pk)] == engine.Burden(
        str(budi.pk), minutes=960, nights=2, weekends=1, fridays=0, days_present=17
    )
    assert carried[str(citra.pk)].days_present == 15
    assert carried[str(citra.pk)].weekends == 1


def test_what_is_published_for_these_days_is_what_changes_are_counted_against(operation):
    budi = a_person("Budi")
    a_need(operation, post=a_post("kpu"), band_code="pagi")
    first = a_draft(operation)
    first.duties.update(person=budi)
    users = {"proposed_by": a_user(), "published_by": a_user(), "published_at": NOON}
    type(first).objects.filter(pk=first.pk).update(state="published", version=1, **users)

    [seat] = problem_of(a_draft(operation)).previous
    assert seat == engine.Assignment("kpu|2024-11-25|pagi|overt|member|||", str(budi.pk))
    assert problem_of(a_draft(operation, starts_on=MONDAY + timedelta(days=1),
                              ends_on=MONDAY + timedelta(days=1))).previous == ()  # fmt: skip


def test_bands_meet_also_where_the_clock_is_turned(operation, settings):
    settings.TIME_ZONE = "Europe/Amsterdam"
    a_need(operation, post=a_post("kpu"))
    roster = a_draft(operation, starts_on=date(2024, 10, 26), ends_on=date(2024, 10, 27))

    seats = list(roster.duties.order_by("starts_at"))
    assert all(one.ends_at == two.starts_at for one, two in pairwise(seats))
    # The night of the longer Sunday lasts nine hours.
    assert [one.counted_minutes for one in seats] == [480, 480, 540, 480, 480, 480]


@pytest.mark.slow
def test_a_problem_costs_eleven_queries_whatever_its_size(operation):
    a_need(operation, post=a_post(), count=5)
    for _ in range(30):
        a_person()
    roster = a_draft(operation, ends_on=MONDAY + timedelta(days=9))
    roster = type(roster).objects.select_related("operation").get(pk=roster.pk)
    with CaptureQueriesContext(connection) as queries:
        problem_of(roster)
    # Seats, people, offices, posts, leave, guards of polling stations, bans, wishes, published
    # duties, holidays, rules.
    assert len(queries) == 11
