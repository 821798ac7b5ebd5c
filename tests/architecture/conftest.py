"""One record of each kind, for tests that try every address."""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sejuk.act.guard.models import (
    Absence,
    Alarm,
    Book,
    BookEntry,
    CheckIn,
    Handover,
    HoursCorrection,
    PostItem,
    SickNotice,
    Swap,
    Watch,
)
from sejuk.act.outreach.models import Photo
from sejuk.act.response.models import Answer, Carrying, Version
from sejuk.assess.alarms.models import Alarm as RaisedAlarm
from sejuk.assess.alarms.models import AlarmArea, AlarmReport, SetRule, Step
from sejuk.assess.rumours.models import Check, Rumour, Sighting
from sejuk.foundation.accounts.models import Invitation
from sejuk.foundation.channels.actions import converse_with, send_message
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.custody.actions import seal_file
from sejuk.foundation.custody.rules import SealedKind
from sejuk.foundation.forces.models import Leave
from sejuk.foundation.operations.models import Contestant, Operation, Order, Stage
from sejuk.foundation.partners.models import Partner
from sejuk.kit.actors import Role
from sejuk.plan.deployment.models import Duty, RuleSetting
from sejuk.plan.deployment.queries import judging
from sejuk.review.sitreps.actions import draft_sitrep
from sejuk.sense.signals.models import (
    ApiKey,
    ModelTurn,
    ModelVersion,
    PublicMatter,
    Question,
    Signal,
)
from sejuk.sense.signals.models import Photo as SentPhoto
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_duty,
    a_hook,
    a_need,
    a_person,
    a_post,
    a_proposal,
    a_seal,
    a_signal,
    a_station_plan,
    a_user,
    a_visit,
    an_actor,
    an_area,
    an_officer,
    an_operation,
    shift_to,
)


@pytest.fixture
def examples(records, db, settings, monkeypatch) -> dict[str, object]:
    """Give the words of the records' addresses; what a test does to the records is taken back."""
    settings.SEJUK_LAYERS = "tests.layers.LAYERS"
    # What the process remembers of rosters would hide what a page costs when it is fresh.
    monkeypatch.setattr(judging, "_judges", OrderedDict())
    return records


@pytest.fixture(scope="module")
def records(django_db_setup, django_db_blocker) -> Iterator[dict[str, object]]:
    """Make the records once for all tests of a file: hundreds would make the same."""
    whole = transaction.atomic()
    with django_db_blocker.unblock():
        whole.__enter__()
        made = one_of_each()
        # After each test its connection would be closed, and the records gone with it.
        connection.close = lambda: None
    yield made
    del connection.close
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def one_of_each() -> dict[str, object]:
    """Make one record of each kind in the district, and give the words of their addresses."""
    shift = shift_to(NOON)
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
    desk = an_actor(Role.OPERATOR)
    an_area(DISTRICT)
    conversation = converse_with(channel=Channel.SMS, address="0811", actor=desk, now=NOON)
    message = send_message(
        conversation_id=conversation.pk, text="-", area_code=DISTRICT, actor=desk, now=NOON
    )
    duty = a_duty(person=officer, post=a_post(area_code=VILLAGE))
    matter = PublicMatter.objects.create(
        signal=signal, title="-", kind=signal.kind, area=signal.area, day=NOON.date(),
        released_by="-", released_at=NOON,
    )  # fmt: skip
    return {
        "matter_id": matter.pk,
        "layer_code": "contoh",
        "code": VILLAGE,
        "area_code": VILLAGE,
        "signal_id": signal.pk,
        "seal_id": a_seal(),
        "deed": "ambil",
        "kind": "csv",
        "provider": "whatsapp",
        "key_id": key.pk,
        "proposal_id": a_proposal(officer).pk,
        "visit_id": visit.pk,
        "photo_id": photo.pk,
        "sitrep_id": sitrep.pk,
        "user_id": somebody.pk,
        "held_role_id": somebody.held_roles.get().pk,
        "invitation_id": invitation.pk,
        "message_id": message.pk,
        "conversation_id": conversation.pk,
        "hook_id": a_hook().pk,
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
        "need_id": a_need(operation, post=duty.post).pk,
        "setting_id": RuleSetting.objects.create(
            operation=operation, code="rest", level="warn", reason="-", set_by="-", set_at=NOON
        ).pk,
        "plan_id": a_station_plan(operation).pk,
        "to": "proposed",
        **seen(signal),
        **said(operation, signal),
        **unusual(operation, signal),
        **told(operation, signal),
        **learnt(signal),
        **at_a_post(duty),
        **silent_and_changing(duty),
    }


def seen(signal: Signal) -> dict[str, object]:
    """Make a photo that came with a signal and that the desk has looked at."""
    original, shown = (
        seal_file(
            kind=kind, content=b"-", told="-", about=f"signals.signal:{signal.pk}",
            area_code=signal.area_id, actor=an_actor(Role.OPERATOR), now=NOON,
        )
        for kind in (SealedKind.ORIGINAL, SealedKind.CHECKED)
    )  # fmt: skip
    SentPhoto.objects.create(
        signal=signal, number=1, seal_id=original, shown_id=shown, width=16, height=16,
        came_at=NOON, state="checked", checked_by="-", checked_by_user=a_user(Role.OPERATOR),
        checked_at=NOON,
    )  # fmt: skip
    return {"photo_number": 1}


def said(operation: Operation, signal: Signal) -> dict[str, object]:
    """Make an answer that is out and carried to the village of a signal, and a contestant."""
    answer = Answer.objects.create(
        operation=operation, area=operation.area, kind="participation", written_by="-",
        written_at=NOON,
    )  # fmt: skip
    answer.released = Version.objects.create(
        answer=answer, number=1, title="Gunakan hak pilih", fact="-", source="KPU", reference="-",
        advice="-", search_key="-", written_by="-", written_at=NOON, released_by="-",
        released_at=NOON,
    )  # fmt: skip
    answer.state = "released"
    answer.save()
    carrying = Carrying.objects.create(
        answer=answer, area=signal.area, officer=a_person(), due_on=NOON.date(), assigned_by="-",
        assigned_at=NOON,
    )  # fmt: skip
    contestant = Contestant.objects.create(
        operation=operation, contest="Bupati", number=1, names=["-"], entered_by="-",
        entered_at=NOON,
    )  # fmt: skip
    return {
        "answer_id": answer.pk,
        "number": answer.pk,
        "carrying_id": carrying.pk,
        "contestant_id": contestant.pk,
    }


def unusual(operation: Operation, signal: Signal) -> dict[str, object]:
    """Make an alarm about the village of a signal, with the rule that raised it."""
    rule = SetRule.objects.create(
        area=operation.area, name="-", count=2, days=7, kilometres=5, reason="-", set_by="-",
        set_at=NOON,
    )  # fmt: skip
    alarm = RaisedAlarm.objects.create(
        operation=operation, detector="rule", rule=rule, area=signal.area,
        first_day=NOON.date(), last_day=NOON.date(), count=2, expected=0, score=2,
        raised_at=NOON, steps_taken=1, last_step_by="-", last_step_at=NOON, due_at=NOON,
    )  # fmt: skip
    AlarmArea.objects.create(alarm=alarm, area=signal.area, place=0)
    Step.objects.create(alarm=alarm, number=1, deed="raised", by="-", at=NOON)
    return {
        "alarm_number": alarm.pk,
        "report_id": AlarmReport.objects.create(alarm=alarm, signal=signal).pk,
        "rule_id": rule.pk,
        "what": "suhu",
    }


def learnt(signal: Signal) -> dict[str, object]:
    """Make a question of the day about a signal, and a model that was refused."""
    question = Question.objects.create(
        signal=signal, day=timezone.localdate(NOON), number=1, why="random", asked_at=NOON
    )
    figure = {"value": 0.5, "low": 0.4, "high": 0.6}
    figures = {
        "messages": 60, "drawn_by_lot": 50, "macro_f1_at_random": figure, "at_random": figure,
        "categories": [{"category": "rumor", "decided": 9, "found": 5, "wrongly": 1, "f1": 0.5}],
    }  # fmt: skip
    version = ModelVersion.objects.create(
        version="f" * 64, trained_on=40, trained_until=NOON.date(), left_out=0, figures=figures,
        figures_before=figures, made_at=NOON,
    )  # fmt: skip
    ModelTurn.objects.create(model=version, deed="refused", verdict="drops", by="-", at=NOON)
    return {"question_id": question.pk, "version_id": version.pk}


def told(operation: Operation, signal: Signal) -> dict[str, object]:
    """Make a rumour that was heard once in the village of a signal, and somebody asked about it."""
    rumour = Rumour.objects.create(
        operation=operation, area=signal.area, claim="Kabar tentang surat suara.", priority="low",
        due_at=NOON, changed_by="-", changed_at=NOON, written_by="-", written_at=NOON,
    )  # fmt: skip
    sighting = Sighting.objects.create(
        rumour=rumour, written_for=rumour, area=signal.area, heard_at=NOON, place="pasar",
        channel="staff", grade_before="6", told_by="-", entered_by="-", entered_at=NOON,
    )  # fmt: skip
    check = Check.objects.create(
        rumour=rumour, authority="kpu", authority_name="KPU", question="-", asked_by="-",
        asked_at=NOON,
    )  # fmt: skip
    return {"rumour_id": rumour.pk, "sighting_id": sighting.pk, "check_id": check.pk}


def at_a_post(duty: Duty) -> dict[str, object]:
    """Make a line of the book of a post, a handover, a thing it keeps, and hours in question."""
    giver = a_user(Role.GUARD)
    Book.objects.create(post=duty.post, last_number=1)
    entry = BookEntry.objects.create(
        post=duty.post, number=1, kind="other", text="-", happened_at=NOON, recorded_at=NOON,
        author_name="-", key="00000000-0000-0000-0000-000000000001",
    )  # fmt: skip
    handover = Handover.objects.create(
        post=duty.post, day=duty.day, band_code=duty.band_code, ends_at=duty.ends_at,
        giver=duty.person, people_present=1, situation="-", given_at=NOON, given_by=giver,
    )  # fmt: skip
    correction = HoursCorrection.objects.create(
        duty=duty, person=duty.person, minutes=480, reason="-", asked_by="-", asked_at=NOON
    )
    check_in = CheckIn.objects.create(
        duty=duty, person=a_person(), method="code", arrived_at=NOON, recorded_by="-",
        recorded_at=NOON + timedelta(hours=1), key="00000000-0000-0000-0000-000000000002",
    )  # fmt: skip
    item = PostItem.objects.create(post=duty.post, kind="key", name="-", count=1)
    return {
        "entry_id": entry.pk,
        "handover_id": handover.pk,
        "correction_id": correction.pk,
        "check_in_id": check_in.pk,
        "item_id": item.pk,
    }


def silent_and_changing(duty: Duty) -> dict[str, object]:
    """Make a silence of a post, somebody who did not come, a swap and a sick notice."""
    watch = Watch.objects.create(
        post=duty.post, period_minutes=30, grace_minutes=10, set_by="-", set_at=NOON
    )
    alarm = Alarm.objects.create(watch=watch, due_at=NOON, rung="post", raised_at=NOON)
    absence = Absence.objects.create(duty=duty, person=duty.person, kind="late", raised_at=NOON)
    swap = Swap.objects.create(
        duty=duty, asker=duty.person, colleague=a_person(), state="accepted", asked_at=NOON
    )
    notice = SickNotice.objects.create(
        person=duty.person, starts_at=NOON, ends_on=NOON.date(), told_by="-", told_at=NOON
    )
    return {
        "alarm_id": alarm.pk,
        "absence_id": absence.pk,
        "swap_id": swap.pk,
        "notice_id": notice.pk,
        "scanned_post": duty.post_id,
    }
