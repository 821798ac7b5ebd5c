"""A visit is written down once, whole; what was heard goes on as signals; nothing cools by it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.utils.timezone import localdate
from PIL import Image

from sejuk.act.outreach import actions
from sejuk.act.outreach.models import Photo, Visit
from sejuk.act.outreach.rules import Concern, FollowUp, MessageGiven, Outcome, PartyMet, VisitKind
from sejuk.assess.risk.queries import temperature_of
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Order
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.plan.programme.models import VisitNote
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import Kind, SignalState
from tests.builders import (
    NOON,
    VILLAGE,
    a_proposal,
    a_signal,
    a_user,
    an_actor,
    an_area,
    an_officer,
    an_operation,
)

pytestmark = pytest.mark.django_db
GPS, MAKE = 0x8825, 0x010F


@pytest.fixture
def user():
    return a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE)


@pytest.fixture
def officer(user):
    return an_officer(user=user)


@pytest.fixture
def himself(user):
    return an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGE, user=user)


def record(officer, actor, **values):
    return actions.record_visit(
        **{
            "kind": VisitKind.COURTESY,
            "area_code": VILLAGE,
            "place": "Balai desa",
            "held_at": NOON - timedelta(hours=1),
            "officer_id": officer.pk,
            "parties_met": [PartyMet.VILLAGE_HEAD],
            "messages_given": [MessageGiven.NO_HOAX],
            "attendance": 12,
            "note": "",
            "concerns": [],
            "photos": [],
            "actor": actor,
            "now": NOON,
        }
        | values
    )


def a_photo_with_place():
    exif = Image.Exif()
    exif[MAKE] = "Telepon"
    exif.get_ifd(GPS).update({1: "S", 2: (4.0, 7.0, 0.0)})
    encoded = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(encoded, "JPEG", exif=exif)
    return encoded.getvalue()


def a_concern(**values):
    words = {"text": "Pupuk bersubsidi terlambat.", "kind": Kind.SERVICE, "severity": 2}
    return Concern(**words | values)


def an_order(**columns):
    values = {
        "operation": an_operation(),
        "number": "Sprin/77/XI/2024",
        "basis": "-",
        "text": "-",
        "starts_on": date(2024, 11, 1),
        "ends_on": date(2024, 11, 30),
        "issued_on": date(2024, 10, 30),
        "issued_by": "Kapolres",
    } | columns
    return Order.objects.create(**values)


def test_an_officer_records_his_own_visit(officer, himself):
    visit = record(officer, himself)

    assert (visit.officer, visit.recorded_by) == (officer, himself.name)
    note = VisitNote.objects.get()
    assert (note.visit_id, note.area_id) == (visit.pk, VILLAGE)
    assert note.held_on == localdate(NOON)
    verbs = list(Entry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["risk.contact.noted", "programme.visit.noted", "outreach.visit.recorded"]


def test_a_visit_leaves_the_temperature_as_it_was(officer, himself):
    a_signal()
    before = temperature_of(VILLAGE, localdate(NOON), NOON)
    for _ in range(5):
        record(officer, himself, photos=[a_photo_with_place()])
    assert temperature_of(VILLAGE, localdate(NOON), NOON) == before
    assert before.tenths > 0


def test_what_was_heard_warms_and_what_is_settled_cools(officer, himself):
    before = temperature_of(VILLAGE, localdate(NOON), NOON).tenths
    record(officer, himself, concerns=[a_concern()])
    warmer = temperature_of(VILLAGE, localdate(NOON), NOON).tenths
    assert warmer > before

    desk_user = a_user(Role.OPERATOR)
    desk = an_actor(Role.OPERATOR, user=desk_user)
    settled = FollowUp(Signal.objects.get().pk, Outcome.SETTLED, "Pupuk sudah dibagikan kemarin.")
    record(officer, desk, follow_ups=[settled])
    later = NOON + timedelta(days=4)
    assert temperature_of(VILLAGE, localdate(later), later).tenths < warmer


def test_each_concern_becomes_a_signal_of_the_visit(officer, himself):
    visit = record(officer, himself, concerns=[a_concern(), a_concern(text="Isu surat suara.")])
    heard = Signal.objects.order_by("pk")
    assert [one.came_from for one in heard] == [f"outreach.visit:{visit.pk}"] * 2
    assert {(one.form, one.origin, one.channel) for one in heard} == {
        ("observation", "discovered", "visit")
    }
    assert len({one.cluster for one in heard}) == 2
    assert all(one.heard_at == visit.held_at for one in heard)


def test_sent_twice_it_is_one_visit(officer, himself):
    words = {"concerns": [a_concern()], "photos": [a_photo_with_place()]}
    first = record(officer, himself, idempotency_key="k1", **words)
    again = record(officer, himself, idempotency_key="k1", **words)

    assert first == again
    counts = [model.objects.count() for model in (Visit, Photo, Signal, VisitNote)]
    assert counts == [1, 1, 1, 1]
    assert Entry.objects.order_by("-sequence")[0].verb == "outreach.visit.sent_again"


def test_a_key_belongs_to_one_visit(officer, himself):
    record(officer, himself, idempotency_key="k1")
    other = an_officer(area_code="16.01.08.2019")
    with pytest.raises(Refused, match="already sent"):
        record(
            other,
            an_actor(Role.OPERATOR),
            area_code="16.01.08.2019",
            idempotency_key="k1",
        )


def test_photos_are_kept_without_place_and_device(officer, himself):
    record(officer, himself, photos=[a_photo_with_place()])
    kept = bytes(Photo.objects.get().jpeg)
    with Image.open(BytesIO(kept)) as image:
        assert not image.getexif()
    assert b"Telepon" not in kept
    assert VisitNote.objects.get().has_photo


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_kept(officer, himself):
    with pytest.raises(Refused, match="not a picture") as refused:
        record(officer, himself, photos=[b"%PDF-1.7"], concerns=[a_concern()])
    assert refused.value.values["where"] == "photos"
    assert not Visit.objects.exists()
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"held_at": NOON + timedelta(hours=2)}, "held_at"),
        ({"held_at": NOON - timedelta(days=600)}, "held_at"),
        ({"parties_met": []}, "parties_met"),
        ({"attendance": -1}, "attendance"),
        ({"note": "x" * 3_001}, "note"),
        ({"note": "a\0b"}, "note"),
        ({"place": "x" * 121}, "place"),
        ({"concerns": [Concern("", Kind.OTHER, 1)]}, "text"),
        ({"concerns": [Concern("Keluhan", Kind.OTHER, 1)] * 11}, "concerns"),
        ({"photos": [b""] * 5}, "photos"),
        ({"at_contestant_event": True}, "order"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_it_is_about(officer, himself, change, where):
    with pytest.raises(Refused) as refused:
        record(officer, himself, **change)
    assert refused.value.values["where"] == where
    assert not Visit.objects.exists()


def test_a_contestants_event_needs_an_order_to_him_of_that_day(officer, himself):
    early = an_order(ends_on=date(2024, 11, 10))
    with pytest.raises(Refused, match="does not name"):
        record(officer, himself, at_contestant_event=True, order_id=early.pk)
    early.people.add(officer)
    with pytest.raises(Refused, match="holds from"):
        record(officer, himself, at_contestant_event=True, order_id=early.pk)
    early.ends_on = date(2024, 11, 30)
    early.save(update_fields=["ends_on"])
    assert record(officer, himself, at_contestant_event=True, order_id=early.pk).order == early


def test_a_village_in_care_outside_his_scope_is_his(officer):
    other = a_user(Role.VILLAGE_OFFICER, area_code="16.01.13.2001")
    officer.user = other
    officer.save(update_fields=["user"])
    actor = an_actor(Role.VILLAGE_OFFICER, area_code="16.01.13.2001", user=other)
    assert record(officer, actor, concerns=[a_concern()])


def test_a_village_in_nobodys_care_is_not_his(officer, himself):
    an_area("16.01.13.2001")
    with pytest.raises(Refused, match="not in your care"):
        record(officer, himself, area_code="16.01.13.2001")


def test_an_officer_does_not_write_for_another(himself, officer):
    other = an_officer()
    with pytest.raises(Refused, match="your own visits"):
        record(other, himself)
    assert record(other, an_actor(Role.SECTOR_CHIEF, area_code="16.01.08"))


@pytest.mark.parametrize("role", [Role.PARTNER, Role.AUDITOR, Role.PUBLIC_RELATIONS, Role.GUARD])
def test_others_record_nothing(officer, role):
    with pytest.raises(Refused):
        record(officer, an_actor(role))


def test_a_visit_fulfils_the_proposal_of_its_week(officer, himself):
    proposal = a_proposal(officer)
    assert record(officer, himself).proposal == proposal
    assert record(officer, himself, proposal_id=proposal.pk).proposal == proposal
    assert proposal.notes.count() == 2


def concern_of_last_time(officer, himself):
    record(officer, himself, concerns=[a_concern()], held_at=NOON - timedelta(days=2))
    return Signal.objects.get()


def test_an_officer_brings_word_that_a_concern_is_settled(officer, himself):
    concern = concern_of_last_time(officer, himself)
    warm = temperature_of(VILLAGE, localdate(NOON), NOON).tenths
    words = "Kades bilang pupuk sudah datang."
    record(officer, himself, follow_ups=[FollowUp(concern.pk, Outcome.SETTLED, words)])

    concern.refresh_from_db()
    assert concern.state == SignalState.NEW
    word = Signal.objects.exclude(pk=concern.pk).get()
    assert (word.kind, word.cluster, word.text) == ("positif", concern.cluster, words)
    assert temperature_of(VILLAGE, localdate(NOON), NOON).tenths == warm


def test_a_desk_settles_it_at_once(officer, himself):
    concern = concern_of_last_time(officer, himself)
    desk = an_actor(Role.SECTOR_CHIEF, user=a_user(Role.SECTOR_CHIEF))
    answer = FollowUp(concern.pk, Outcome.SETTLED, "Pupuk dibagikan di balai desa.")
    record(officer, desk, follow_ups=[answer])
    concern.refresh_from_db()
    assert (concern.state, concern.state_reason) == ("settled", "Pupuk dibagikan di balai desa.")


def test_hearing_the_same_again_is_the_same_matter(officer, himself):
    concern = concern_of_last_time(officer, himself)
    for _ in range(3):
        answer = FollowUp(concern.pk, Outcome.STILL_OPEN, "Masih menunggu pupuk.")
        record(officer, himself, follow_ups=[answer])
    again = Signal.objects.exclude(pk=concern.pk)
    assert {(one.cluster, one.source_key) for one in again} == {
        (concern.cluster, concern.source_key)
    }


def test_a_resident_report_cannot_be_asked_about(officer, himself):
    report = a_signal(kind=Kind.SERVICE)
    with pytest.raises(Refused, match="no longer open"):
        record(
            officer, himself, follow_ups=[FollowUp(report.pk, Outcome.SETTLED, "Sudah beres saja.")]
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_the_same_moment_it_is_one_visit():
    user = a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    officer = an_officer(user=user)
    actor = an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGE, user=user)

    def press(_number):
        try:
            return record(officer, actor, idempotency_key="k1", concerns=[a_concern()]).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        kept = set(pool.map(press, range(4)))
    assert kept == set(Visit.objects.values_list("pk", flat=True))
    assert (len(kept), Signal.objects.count(), VisitNote.objects.count()) == (1, 1, 1)
