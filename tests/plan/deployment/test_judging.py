"""The judge of a board is made anew when what it judges by has changed, and only then."""

from datetime import date, timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sejuk.foundation.forces.models import Leave, Person, Unit
from sejuk.plan.deployment.models import (
    Ban,
    Holiday,
    Post,
    RuleSetting,
    Squad,
    SquadMember,
    Wish,
)  # fmt: skip
from sejuk.plan.deployment.queries import judging
from sejuk.plan.deployment.queries.marks import marks_of
from sejuk.plan.deployment.queries.problems import problem_of
from tests.builders import NOON, a_duty, a_person, a_roster, a_unit

pytestmark = pytest.mark.django_db
DAY = date(2024, 11, 19)


@pytest.fixture
def duty():
    """An empty seat of a draft, with something of all that it is judged by."""
    found = a_duty(published=False)
    operation, person = found.roster.operation, a_person("Budi")
    RuleSetting.objects.create(
        operation=operation, code="rest", level="warn", amount=600, reason="-", set_at=NOON
    )
    Ban.objects.create(
        person=person, post=found.post, starts_on=DAY - timedelta(3), ends_on=DAY - timedelta(2)
    )
    Wish.objects.create(person=person, day=DAY, asked_at=NOON)
    Leave.objects.create(person=person, kind="cuti", starts_on=DAY, ends_on=DAY)
    squad = Squad.objects.create(operation=operation, code="r1", name="Regu 1")
    SquadMember.objects.create(operation=operation, squad=squad, person=person)
    Holiday.objects.create(day=DAY, name="Contoh", source="SKB")
    return found


CHANGES = {
    "a rule is set anew": lambda: RuleSetting.objects.update(level="hard"),
    "somebody learns": lambda: Person.objects.update(qualifications=["medic"]),
    "somebody is promoted": lambda: Person.objects.update(rank="Iptu"),
    "somebody moves": lambda: Person.objects.update(unit=a_unit("16.01.08")),
    "a unit is renamed": lambda: Unit.objects.update(name="Polsek Baru"),
    "leave grows": lambda: Leave.objects.update(ends_on=DAY + timedelta(1)),
    "a wish turns": lambda: Wish.objects.update(is_off=False),
    "a ban grows": lambda: Ban.objects.update(ends_on=DAY + timedelta(1)),
    "a squad is renamed": lambda: Squad.objects.update(name="Regu 9"),
    "a holiday moves": lambda: Holiday.objects.update(day=DAY + timedelta(1)),
    "a post is renamed": lambda: Post.objects.update(name="Pos Baru"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_changed_in_place_is_judged_anew(duty, change):
    roster = duty.roster
    before = judging.question_on(roster)[0]
    assert judging.question_on(roster)[0] is before
    change()
    after = judging.question_on(roster)[0]
    assert after is not before
    assert after == problem_of(roster)


def test_the_marks_cost_one_question(duty):
    with CaptureQueriesContext(connection) as queries:
        marks = marks_of(duty.roster)
    assert len(queries) == 1
    assert marks == marks_of(duty.roster)


def test_one_roster_does_not_wait_for_the_judge_of_another(monkeypatch, duty):
    slow, quick = duty.roster, a_roster(duty.roster.operation)
    is_free, is_asked, answered = Event(), Event(), []

    def held(roster):
        if roster is slow:
            is_asked.set()
            assert is_free.wait(10)
        return ()

    monkeypatch.setattr(judging, "marks_of", held)
    monkeypatch.setattr(judging, "problem_of", lambda roster: roster)
    monkeypatch.setattr(judging, "placed", lambda _roster: ())
    monkeypatch.setattr(judging.engine, "Checker", lambda problem: problem)
    waits = Thread(target=lambda: answered.append(judging.question_on(slow)))
    waits.start()
    assert is_asked.wait(10)
    other = Thread(target=lambda: answered.append(judging.question_on(quick)))
    other.start()
    other.join(2)
    assert answered == [(quick, ())]
    is_free.set()
    waits.join()
    other.join()
    assert answered[1:] == [(slow, ())]
