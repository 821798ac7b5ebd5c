"""Who could stand a duty in place of another, and what exchanging two would break."""

from datetime import date, timedelta

import pytest

from sejuk.foundation.forces.models import Leave
from sejuk.foundation.places.models import Area
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.queries.replacing import replacements_for, verdict_of_swap
from tests.builders import NOON, a_duty, a_person, a_post, an_actor

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def asked(duty, actor=None, now=NOON):
    return replacements_for(duty.pk, actor=actor or an_actor(Role.OPERATOR), now=now)


def test_the_best_comes_first_and_says_why_and_what_speaks_against():
    budi, tired = a_person("Budi"), a_person("Lelah")
    far = a_person("Jauh", area_code="16.01.08")
    duty = a_duty(person=budi, starts_at=LATER, post=a_post())
    a_duty(person=tired, starts_at=LATER - timedelta(hours=10))
    found = asked(duty)

    assert {one.title for one in found} == {"Aipda Lelah", "Aipda Jauh"}
    assert found[0].title == "Aipda Jauh"
    assert found[0].person_id == far.pk
    assert found[0].distance_km is not None
    assert found[0].is_legal
    assert found[0].reasons != ()
    assert any("11 jam" in warning or "11 hours" in warning for warning in found[1].warnings)


def test_a_way_that_nobody_knows_is_not_the_shortest():
    duty = a_duty(person=a_person("Budi"), starts_at=LATER, post=a_post())
    unknown, far = a_person("Entah", area_code="16.01.07"), a_person("Jauh", area_code="16.01.08")
    Area.objects.filter(code="16.01.07").update(latitude=None, longitude=None)
    found = asked(duty)

    assert [one.person_id for one in found] == [far.pk, unknown.pk]
    assert (found[0].distance_km is None, found[1].distance_km) == (False, None)
    assert "jarak tidak diketahui" in found[1].reasons


def test_who_is_away_is_not_legal_and_a_duty_that_is_over_has_nobody():
    duty = a_duty(person=a_person("Budi"), starts_at=LATER)
    away = a_person("Cuti")
    Leave.objects.create(
        person=away, kind="cuti", starts_on=date(2024, 11, 1), ends_on=date(2024, 11, 30)
    )
    assert [one.is_legal for one in asked(duty)] in ([], [False])
    assert asked(duty, now=LATER + timedelta(days=2)) == []


def test_covert_duties_are_replaced_at_the_desk_alone():
    duty = a_duty(person=a_person("Budi"), starts_at=LATER, posture="covert")
    with pytest.raises(NotYours):
        asked(duty, an_actor(Role.SECTOR_CHIEF))
    with pytest.raises(Refused):
        asked(a_duty(starts_at=LATER), an_actor(Role.GUARD))


def test_a_swap_tells_what_it_would_break():
    budi, citra = a_person("Budi"), a_person("Citra")
    first = a_duty(person=budi, starts_at=LATER)
    second = a_duty(person=citra, starts_at=LATER + timedelta(hours=8))

    # Citra would stand twice with no rest in between; in exchange for the later duty all is well.
    taken = verdict_of_swap(first.pk, citra.pk, None, now=NOON)
    assert taken[0].level == "warn"
    assert "Citra" in taken[0].text
    exchanged = verdict_of_swap(first.pk, citra.pk, second.pk, now=NOON)
    assert [one for one in exchanged if one.level != "soft"] == []
