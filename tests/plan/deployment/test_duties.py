"""Published duties as other capabilities see them."""

from datetime import timedelta

import pytest

from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.queries.duties import duty_called, mates_of, published_duties
from tests.builders import DISTRICT, NOON, a_duty, a_person, a_post, a_roster, an_actor

pytestmark = pytest.mark.django_db
DAY = {"starts_at": NOON, "ends_at": NOON + timedelta(days=1)}


def numbers(**asked):
    return [duty.duty_id for duty in published_duties(**{**DAY, "covert": True} | asked)]


def test_only_published_duties_that_overlap_the_time_are_given():
    there = a_duty(person=a_person("Budi"))
    a_duty(published=False)
    a_duty(starts_at=NOON - timedelta(hours=8))
    a_duty(starts_at=NOON + timedelta(days=1))
    still_on = a_duty(starts_at=NOON - timedelta(hours=7, minutes=59))

    assert numbers() == [still_on.pk, there.pk]


def test_they_are_narrowed_by_area_post_person_and_posture():
    budi = a_person("Budi")
    here = a_duty(person=budi, post=a_post(area_code="16.01.08"))
    elsewhere = a_duty(post=a_post(area_code="16.01.09"), posture="covert")

    assert numbers(scope=("16.01.08",)) == [here.pk]
    assert numbers(scope=()) == []
    assert numbers(post_id=elsewhere.post_id) == [elsewhere.pk]
    assert numbers(person_id=budi.pk) == [here.pk]
    assert numbers(covert=False) == [here.pk]


def test_a_new_version_holds_from_when_it_was_published():
    old = a_roster(published=True, state="superseded", holds_until=NOON)
    new = a_roster(published=True, holds_from=NOON)
    running = a_duty(old, starts_at=NOON - timedelta(hours=1))
    a_duty(old, starts_at=NOON)
    a_duty(new, starts_at=NOON - timedelta(hours=1))
    to_come = a_duty(new, starts_at=NOON)

    assert numbers() == [running.pk, to_come.pk]


def test_a_covert_duty_is_seen_by_the_desk_and_by_who_stands_it():
    budi, citra = a_person("Budi"), a_person("Citra")
    duty = a_duty(person=budi, posture="covert")

    assert duty_called(duty.pk, actor=an_actor(Role.OPS_HEAD)).person_title == "Aipda Budi"
    assert duty_called(duty.pk, actor=an_actor(Role.GUARD), person_id=budi.pk).is_covert
    for person in (citra, None):
        with pytest.raises(NotYours):
            duty_called(
                duty.pk, actor=an_actor(Role.GUARD), person_id=person.pk if person else None
            )


def test_a_duty_outside_the_area_or_in_a_draft_is_not_found():
    outside = a_duty(post=a_post(area_code="16.01.09"))
    draft = a_duty(published=False)

    with pytest.raises(NotYours):
        duty_called(outside.pk, actor=an_actor(Role.OPERATOR, area_code="16.01.08"))
    with pytest.raises(NotYours):
        duty_called(draft.pk, actor=an_actor(Role.OPERATOR, area_code=DISTRICT))


def test_mates_stand_the_same_shift():
    leader = a_duty(person=a_person("Budi"), role="leader")
    mate = a_duty(person=a_person("Citra"))
    a_duty(starts_at=NOON + timedelta(hours=8))
    a_duty(post=a_post())

    duty = duty_called(mate.pk, actor=an_actor(Role.OPERATOR))
    assert [one.duty_id for one in mates_of(duty)] == [leader.pk]
