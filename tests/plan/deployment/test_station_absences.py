"""Who guards polling stations by a published plan is there for no roster on that day."""

from datetime import UTC, date, datetime

import pytest

from sejuk.engines import roster as engine
from sejuk.plan.deployment.models import Padal, StationGroup
from sejuk.plan.deployment.queries.problems import problem_of
from tests.builders import a_duty, a_person, a_station_plan, a_user, an_area, an_operation

pytestmark = pytest.mark.django_db
POLLING_DAY = date(2024, 11, 27)
KECAMATAN = "16.01.08"


def test_people_of_a_published_plan_are_absent_that_day_and_only_they():
    operation = an_operation()
    plan = a_station_plan(operation)
    guard, padal, free = a_person("Ani"), a_person("Budi"), a_person("Cici")
    where = an_area(KECAMATAN)
    group = StationGroup.objects.create(
        plan=plan, number=1, area=where, kecamatan=where, grade="rawan", officers=2, linmas=4
    )
    group.people.add(guard)
    Padal.objects.create(plan=plan, area=where, person=padal)
    seat = a_duty(starts_at=datetime(2024, 11, 27, 0, tzinfo=UTC), published=False)
    assert problem_of(seat.roster).absences == ()
    plan.proposed_by, plan.published_by = a_user(), a_user()
    plan.state = "published"
    plan.save()
    problem = problem_of(seat.roster)
    assert {one.person for one in problem.absences} == {str(guard.pk), str(padal.pk)}
    assert all(
        (one.starts_at.hour, one.starts_at.date(), one.ends_at.hour) == (6, POLLING_DAY, 0)
        for one in problem.absences
    )
    for person, is_hard in ((guard, True), (padal, True), (free, False)):
        verdict = engine.verify(problem, (engine.Assignment(seat.demand, str(person.pk)),))
        assert any(one.level is engine.Level.HARD for one in verdict.breaches) is is_hard
