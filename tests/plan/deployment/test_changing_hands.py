"""What whoever lets a published duty change hands is told, and what he must not learn."""

from datetime import timedelta

import pytest

from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.actions.exchanging import exchange_duties
from sejuk.plan.deployment.rules import Cause
from tests.builders import NOON, a_duty, a_person, a_post, an_actor

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
SECTOR = "16.01.08"


@pytest.fixture
def chief():
    return an_actor(Role.SECTOR_CHIEF, area_code=SECTOR)


def substitute(duty, person, actor):
    return actions.substitute_person(
        duty_id=duty.pk, person_id=person.pk, cause=Cause.SICK, reason="",
        expected_person_id=duty.person_id, actor=actor, now=NOON,
    )  # fmt: skip


@pytest.mark.parametrize("hours", [0, 9])
def test_who_may_not_see_covert_duties_learns_nothing_of_them_when_refused(chief, hours):
    budi, citra = a_person("Budi"), a_person("Citra")
    here, secret = a_post(area_code=SECTOR), a_post(name="Pos Rahasia", area_code=SECTOR)
    open_duty = a_duty(person=budi, starts_at=LATER, post=here)
    a_duty(
        person=citra, starts_at=LATER + timedelta(hours=hours), post=secret, posture="covert"
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        substitute(open_duty, citra, chief)
    assert "Rahasia" not in str(refused.value)
    assert "hanya dilihat posko" in str(refused.value)
    with pytest.raises(Refused, match="Citra"):
        substitute(open_duty, citra, an_actor(Role.OPERATOR))


def test_an_exchange_that_is_refused_tells_as_little(chief):
    budi, citra = a_person("Budi"), a_person("Citra")
    here, secret = a_post(area_code=SECTOR), a_post(name="Pos Rahasia", area_code=SECTOR)
    first = a_duty(person=budi, starts_at=LATER, post=here)
    second = a_duty(person=citra, starts_at=LATER + timedelta(days=2), post=here)
    a_duty(person=citra, starts_at=LATER, post=secret, posture="covert")
    asked = {
        "duty_id": first.pk, "person_id": budi.pk, "other_duty_id": second.pk,
        "other_person_id": citra.pk, "reason": "", "now": NOON,
    }  # fmt: skip

    with pytest.raises(Refused) as refused:
        exchange_duties(**asked, actor=chief)
    assert "Rahasia" not in str(refused.value)
    with pytest.raises(Refused, match="Citra"):
        exchange_duties(**asked, actor=an_actor(Role.OPERATOR))
