"""One record of each kind, for tests that try every address."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sejuk.act.outreach.models import Photo
from sejuk.foundation.accounts.models import Invitation
from sejuk.foundation.channels.models import Message
from sejuk.foundation.forces.models import Leave
from sejuk.foundation.operations.models import Order, Stage
from sejuk.foundation.partners.models import Partner
from sejuk.kit.actors import Role
from sejuk.review.sitreps.actions import draft_sitrep
from sejuk.sense.signals.models import ApiKey, SealedIdentity
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_duty,
    a_post,
    a_proposal,
    a_signal,
    a_station_plan,
    a_user,
    a_visit,
    an_actor,
    an_area,
    an_officer,
    an_operation,
)


@pytest.fixture
def examples(db) -> dict[str, object]:
    """Make one record of each kind in the district, and give the words of their addresses."""
    shift = round((NOON - timezone.now()).total_seconds())
    operation = an_operation(is_demonstration=True, clock_shift_seconds=shift)
    order = Order.objects.create(
        operation=operation, number="Sprin/1/XI/2024", basis="-", text="-", issued_by="-",
        starts_on=date(2024, 11, 1), ends_on=date(2024, 11, 30), issued_on=date(2024, 11, 1),
    )  # fmt: skip
    somebody = a_user(Role.OPERATOR)
    officer = an_officer(user=a_user(Role.VILLAGE_OFFICER))
    leave = Leave.objects.create(
        person=officer, kind="cuti", starts_on=date(2024, 11, 20), ends_on=date(2024, 11, 22)
    )
    partner = Partner.objects.create(code="kpu", name="KPU", kind="kpu", area=an_area(DISTRICT))
    signal = a_signal()
    SealedIdentity.objects.create(signal=signal, sealed=b"-", sealed_at=NOON)
    key = ApiKey.objects.create(
        name="gateway", key_hash="0" * 64, area_code=DISTRICT, made_by="alya", made_at=NOON
    )
    visit = a_visit(officer=officer)
    photo = Photo.objects.create(
        visit=visit, jpeg=b"-", width=1, height=1, sha256="0" * 64, added_by="-", added_at=NOON
    )
    sitrep = draft_sitrep(
        area_code=DISTRICT, day=NOON.date(), actor=an_actor(Role.OPERATOR), now=NOON
    )
    invitation = Invitation.objects.create(
        token_hash="0" * 64, roles=[["operator", DISTRICT]], invited_by="alya",
        invited_at=timezone.now(), expires_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip
    message = Message.objects.create(
        direction="out",
        channel="sms",
        address="-",
        text="-",
        state="failed",
        created_at=NOON,
        area=an_area(DISTRICT),
    )
    duty = a_duty(person=officer, post=a_post(area_code=VILLAGE))
    return {
        "code": VILLAGE,
        "area_code": VILLAGE,
        "signal_id": signal.pk,
        "deed": "ambil",
        "kind": "csv",
        "key_id": key.pk,
        "proposal_id": a_proposal(officer).pk,
        "visit_id": visit.pk,
        "photo_id": photo.pk,
        "sitrep_id": sitrep.pk,
        "user_id": somebody.pk,
        "held_role_id": somebody.held_roles.get().pk,
        "invitation_id": invitation.pk,
        "message_id": message.pk,
        "person_id": officer.pk,
        "leave_id": leave.pk,
        "care_id": officer.villages_in_care.get().pk,
        "partner_id": partner.pk,
        "operation_id": operation.pk,
        "stage_id": Stage.objects.get().pk,
        "order_id": order.pk,
        "post_id": duty.post_id,
        "roster_id": duty.roster_id,
        "duty_id": duty.pk,
        "plan_id": a_station_plan(operation).pk,
        "to": "proposed",
    }
