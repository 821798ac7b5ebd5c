"""Duties of the next published roster count already in the one before it."""

from datetime import date, datetime, timedelta

import pytest

from sejuk.engines import roster as engine
from sejuk.foundation.forces.models import Leave
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.queries.judging import SeatChange, verdict_on
from sejuk.plan.deployment.queries.problems import problem_of
from sejuk.plan.deployment.rules import Cause
from tests.builders import NOON, a_duty, a_person, a_post, a_roster, an_actor, an_operation

pytestmark = pytest.mark.django_db
SUNDAY = date(2024, 11, 24)
# 22.00 to 06.00 WIB, and 05.00 of the Monday after it.
NIGHT = NOON.replace(day=24, hour=15)
EARLY = NOON.replace(day=24, hour=22)


@pytest.fixture
def operation():
    return an_operation(starts_on=date(2024, 11, 1))


@pytest.fixture
def budi():
    return a_person("Budi")


@pytest.fixture
def early(operation, budi):
    """Budi stands a duty of the next published roster."""
    monday = SUNDAY + timedelta(days=1)
    later = a_roster(operation, starts_on=monday, ends_on=monday, published=True)
    return a_duty(later, person=budi, starts_at=EARLY)


def a_night(operation, *, published=False, starts_at=NIGHT, person=None):
    roster = a_roster(operation, starts_on=SUNDAY, ends_on=SUNDAY, published=published)
    return a_duty(roster, starts_at=starts_at, person=person, post=a_post())


def absences(duty, person) -> list[tuple[datetime, datetime]]:
    found = problem_of(duty.roster).absences
    return [(one.starts_at, one.ends_at) for one in found if one.person == str(person.pk)]


def test_nobody_is_placed_shortly_before_his_next_published_duty(operation, early, budi):
    night = a_night(operation)
    citra = a_person("Citra")
    assert absences(night, budi) == [(EARLY - timedelta(hours=11), early.ends_at)]
    assert not verdict_on(night.roster, [SeatChange(night.pk, budi.pk)]).is_legal
    assert verdict_on(night.roster, [SeatChange(night.pk, citra.pk)]).is_legal
    solution = engine.solve(problem_of(night.roster), seed=1, rounds=5)
    assert [one.person for one in solution.roster] == [str(citra.pk)]
    assert problem_of(early.roster).absences == ()


def test_a_published_duty_is_not_given_to_who_begins_soon_after_it(operation, early, budi):
    night = a_night(operation, published=True, person=a_person("Citra"))
    with pytest.raises(Refused, match="Budi"):
        actions.substitute_person(
            duty_id=night.pk, person_id=budi.pk, cause=Cause.SICK, reason="Citra demam.",
            expected_person_id=night.person_id, actor=an_actor(Role.OPERATOR), now=NOON,
        )  # fmt: skip


def test_a_short_rest_that_was_published_stays_possible(operation, early, budi):
    day = a_night(operation, published=True, starts_at=NIGHT - timedelta(hours=8), person=budi)
    assert absences(day, budi) == [(day.ends_at, early.ends_at)]


def test_leave_that_ends_within_the_rest_is_not_counted_twice(operation, early, budi):
    Leave.objects.create(person=budi, kind="cuti", starts_on=SUNDAY, ends_on=SUNDAY)
    night = a_night(operation)
    leave, ahead = absences(night, budi)
    assert ahead == (leave[1], early.ends_at)
    assert not [one for one in engine.complaints(problem_of(night.roster)) if "away" in str(one)]
