"""A visit changes no temperature; what it brings to light does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sejuk.act.outreach.actions import record_visit
from sejuk.act.outreach.rules import Concern, MessageGiven, PartyMet, VisitKind
from sejuk.assess.risk import queries
from sejuk.kit.actors import Role
from sejuk.sense.signals.rules import Kind
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_signal,
    a_user,
    an_actor,
    an_officer,
    an_operation,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOON)


def visit(*concerns: Concern) -> None:
    user = a_user(Role.VILLAGE_OFFICER)
    record_visit(
        kind=VisitKind.COURTESY,
        area_code=VILLAGE,
        place="Balai desa",
        held_at=NOON - timedelta(hours=1),
        officer_id=an_officer(user=user).pk,
        parties_met=[PartyMet.VILLAGE_HEAD],
        messages_given=[MessageGiven.NO_HOAX],
        attendance=12,
        note="",
        concerns=concerns,
        photos=[],
        actor=an_actor(Role.VILLAGE_OFFICER, user=user),
        now=NOON,
    )


def test_a_visit_changes_nothing():
    an_operation()
    a_signal(severity=4, content_grade="1")
    before = queries.temperatures_on(TODAY, (DISTRICT,), NOON)
    visit()
    assert queries.temperatures_on(TODAY, (DISTRICT,), NOON) == before


def test_a_concern_that_a_visit_hears_warms():
    an_operation()
    visit(Concern("Patok batas kebun dicabut.", Kind.BOUNDARY, 3))
    assert queries.temperature_of(VILLAGE, TODAY, NOON).parts
