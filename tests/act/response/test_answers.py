"""An answer is written, read by two of Humas, checked, released, sent, corrected, withdrawn."""

import pytest
from django.db import DatabaseError, transaction

from sejuk.act.response import actions, queries
from sejuk.act.response.models import Answer, Sending, Version
from sejuk.act.response.rules import best_of
from sejuk.act.response.tasks import send
from sejuk.assess.rumours.actions import merge_rumours
from sejuk.assess.rumours.models import Rumour
from sejuk.engines import triage
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.actions import enter_contestant, remove_contestant
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from tests.act.response.saying import (
    WORDS,
    a_conversation,
    a_refuted_rumour,
    an_answer_to,
    approved,
    corrected,
    humas,
    released,
    wording,
)
from tests.assess.rumours.telling import CLAIM, a_rumour, somebody
from tests.builders import NOON, an_operation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _operation():
    an_operation()


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    return humas("dewi"), humas("eko")


def test_two_of_humas_read_what_goes_out_and_a_changed_text_is_read_anew(two):
    dewi, eko = two
    answer = an_answer_to(a_refuted_rumour(), actor=dewi)
    said = {"answer_id": answer.pk, "actor": dewi, "now": NOON}
    with pytest.raises(Refused, match="2 people of Humas must approve"):
        actions.release_answer(number=1, **said)
    actions.approve_answer(number=1, **said)
    with pytest.raises(Refused, match="approved this version already"):
        actions.approve_answer(number=1, **said)
    with pytest.raises(Refused, match="Only Humas approves"):
        actions.approve_answer(number=1, **said | {"actor": somebody(Role.OPS_HEAD)})
    actions.edit_answer(words=wording(advice="Tanyakan kepada PPS."), version_seen=1, **said)
    approved(answer, 2, by=(eko,))
    with pytest.raises(Refused, match="1 did"):
        actions.release_answer(number=2, **said)
    with pytest.raises(Refused, match="newer version"):
        actions.release_answer(number=1, **said)
    with pytest.raises(Refused, match="dewi wrote another version meanwhile"):
        actions.edit_answer(words=wording(), version_seen=1, **said | {"actor": eko})
    approved(answer, 2, by=(dewi,))
    actions.release_answer(number=2, **said)
    answer.refresh_from_db()
    assert (answer.state, answer.released.number) == ("released", 2)
    assert Rumour.objects.get().state == "watched"
    with pytest.raises(Refused, match="No version waits"):
        actions.release_answer(number=2, **said)
    with pytest.raises(NotYours):
        queries.answer_called(answer.pk, ("16.09",))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": CLAIM}, "repeats the claim"),
        ({"fact": "Tanyakan kepada Pak Sukirman di nomor 0812-3456-7890 saja."}, "names a person"),
        ({"source": ""}, "at least 3"),
        ({"title": "x" * 111}, "at most 110"),
        ({"local": "Gudang tetap disegel, dak diapo-apoi."}, "in which language"),
        ({"local": "Gudang tetep disegel.", "local_language": "lain"}, "which language it is"),
    ],
)
def test_an_answer_is_whole_names_nobody_and_tells_no_claim_in_its_title(two, said, words):
    with pytest.raises(Refused, match=words):
        an_answer_to(a_refuted_rumour(), actor=two[0], **said)
    assert not Answer.objects.exists()


def test_a_rumour_has_one_answer_and_is_verified_first(two):
    rumour = a_rumour()
    answer = an_answer_to(rumour, actor=two[0])
    with pytest.raises(Refused, match="has an answer already"):
        an_answer_to(rumour, actor=two[0])
    with pytest.raises(Refused, match="not verified yet"):
        released(answer, by=two)
    with pytest.raises(Refused, match="Only Humas and the command post"):
        an_answer_to(rumour, actor=somebody(Role.SECTOR_CHIEF))


def a_contestant(actor: Actor, **said: object):
    values = {"contest": "Bupati OKU", "number": 2, "names": ["Teguh Rahayu"], "slogans": []}
    return enter_contestant(
        operation_id=Operation.objects.get().pk, **values | said, actor=actor, now=NOON
    )


def test_what_is_not_neutral_goes_out_with_a_written_reason_alone(two):
    administrator = somebody(Role.ADMINISTRATOR)
    contestant = a_contestant(administrator)
    with pytest.raises(Refused, match="stands there already"):
        a_contestant(administrator)
    with pytest.raises(Refused, match="Only the administrator"):
        a_contestant(somebody(Role.OPS_HEAD), number=3)
    answer = an_answer_to(actor=two[0], advice="Gambar salam dua jari di desa bukan dari KPU.")
    hits = queries.neutrality_of(WORDS["fact"] + " Teguh Rahayu")
    assert [str(hit.kind) for hit in hits] == ["name"]
    with pytest.raises(Refused, match="1 places that are not neutral"):
        released(answer, by=two)
    reason = "Gambar ini disebut KPU dalam pengumuman resmi."
    said = {"answer_id": answer.pk, "number": 1, "actor": two[0], "now": NOON}
    actions.release_answer(override_reason=reason, **said)
    entry = Entry.objects.get(verb="response.answer.released")
    assert (entry.detail["override"], entry.detail["hits"]) == (reason, ["finger_sign"])
    # Neutral by then, a reason is not kept.
    remove_contestant(contestant_id=contestant.pk, actor=administrator, now=NOON)
    fresh = released(an_answer_to(actor=two[0], title="Gunakan hak pilih pada 27 November."),
                     by=two, override_reason=reason)  # fmt: skip
    assert fresh.released.override_reason == ""


def test_who_asked_hears_and_a_correction_reaches_whom_the_first_reached(two):
    rumour = a_refuted_rumour()
    asker, texter = a_conversation("628110001"), a_conversation("628110002", Channel.SMS)
    for one in (asker, texter, asker):
        actions.note_asked(conversation_id=one.pk, rumour_id=rumour.pk, actor=two[0], now=NOON)
    answer = released(an_answer_to(rumour, actor=two[0]), by=two)
    assert Message.objects.filter(direction="out").count() == 0
    send()
    send()
    sent = Message.objects.filter(direction="out").order_by("id")
    assert [one.purpose for one in sent] == ["answer", "answer"]
    assert WORDS["advice"] in sent[0].text
    assert len(sent[1].text) <= 160
    # Overtaken before it was sent, a version is dropped: nobody reads the old one last.
    late = a_conversation("628110003")
    actions.note_asked(conversation_id=late.pk, answer_id=answer.pk, actor=two[0], now=NOON)
    corrected(answer, by=two)
    corrected(answer, by=two, fact="Segel gudang diperiksa lagi pada 19 November dan utuh.")
    send()
    latest = Message.objects.filter(direction="out").order_by("-id")[:3]
    by_receiver = {one.conversation_id: one.purpose for one in latest}
    assert by_receiver == {
        asker.pk: "correction", texter.pk: "correction", late.pk: "answer",
    }  # fmt: skip
    assert Message.objects.filter(direction="out").count() == 5
    assert Sending.objects.filter(dropped_at__isnull=False).count() == 3
    actions.withdraw_answer(answer_id=answer.pk, reason="KPU menarik suratnya.", actor=two[0],
                            now=NOON)  # fmt: skip
    send()
    assert Message.objects.filter(direction="out").count() == 8


def test_who_asked_about_a_rumour_that_was_merged_hears_of_the_one_that_was_kept(two):
    kept, gone = a_refuted_rumour(), a_rumour(claim="Kotak suara di gudang dikabarkan dibuka.")
    asker = a_conversation("628110004")
    actions.note_asked(conversation_id=asker.pk, rumour_id=gone.pk, actor=two[0], now=NOON)
    gone.refresh_from_db()
    kept.refresh_from_db()
    merge_rumours(
        rumour_id=gone.pk,
        into_id=kept.pk,
        reason="Kabar yang sama.",
        version_seen=gone.version,
        into_version_seen=kept.version,
        actor=somebody(),
        now=NOON,
    )
    answer = released(an_answer_to(kept, actor=two[0]), by=two)
    assert queries.who_asked(answer) == {asker.pk}


def test_the_database_keeps_what_was_said(two):
    answer = released(an_answer_to(a_refuted_rumour(), actor=two[0]), by=two)
    version = Version.objects.get()
    for change in (
        lambda: Version.objects.update(fact="Lain."),
        lambda: Version.objects.update(local_language="ogan"),
        lambda: Version.objects.update(released_by="x"),
        lambda: version.approvals.update(by="x"),
        lambda: Answer.objects.filter(pk=answer.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_search_forgives_small_keyboards():
    known = [(1, triage.folded(f"{WORDS['title']} {CLAIM}")), (2, triage.folded("Undangan dibagi"))]
    for asked in ("surat suara sdh dicoblos?", "gudang surat suara", "surat suarra dcoblos"):
        assert best_of(triage.folded(asked), known, most=5) == [1]
    assert best_of(triage.folded("harga karet"), known, most=5) == []
