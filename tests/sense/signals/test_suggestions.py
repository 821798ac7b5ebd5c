"""The engine suggests after reception; a person decides; both are kept, and the signal follows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions, queries, tasks
from sejuk.sense.signals.models import Decision, Signal, Suggestion
from sejuk.sense.signals.queries import suggesting
from sejuk.sense.signals.rules import Aspect, ContentGrade, Kind, Rung, SignalState, SourceGrade
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_actor, an_area, an_operation
from tests.sense.signals.test_pages import signed_in
from tests.sense.signals.test_receiving import a_new_signal

pytestmark = pytest.mark.django_db
# Two villages of one name, in two kecamatan.
HERE, THERE = "16.01.14.1006", "16.01.20.2006"
RUMOUR = "Katanyo surat suaro di gudang KPU lah dicoblos galo, payo rame-rame ke sano malam ini"
SAME = "katanya surat suara di gudang KPU sudah dicoblos galo, ayo rame rame ke sana malam ini"
DENIED = "Tidak benar surat suara di gudang KPU sudah dicoblos galo, jangan rame rame ke sana"


@pytest.fixture(autouse=True)
def _ground(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")
    an_area("16.01.20", "Ulu Ogan")
    an_area("16.01.14", "Baturaja Timur")
    an_area("16.01.08", "Pengandonan")
    an_area("16.01.08.2001", "Tanjung Baru")
    an_area(HERE, "Sukajadi")
    an_area(THERE, "Sukajadi")


@pytest.fixture
def operator() -> Actor:
    return an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))


def receive(text: str, **fields: object) -> Signal:
    new = a_new_signal(text=text, **fields)
    return actions.receive_once(new=new, actor=Actor.resident(), now=NOON).signal


def read(*signals: Signal) -> None:
    """Run the job that their reception queued."""
    for job in ProcrastinateJob.objects.filter(task_name=actions.SUGGEST).order_by("pk"):
        if {one.pk for one in signals} & set(job.args["signal_ids"]):
            tasks.suggest(**job.args)


def pairs_shown(actor: Actor, signal: Signal) -> list[int]:
    page = queries.signal_page(actor, signal.pk, now=NOON)
    return [pair.number for pair in page.triage.pairs]


def suggested(signal: Signal, aspect: Aspect) -> dict[str, Suggestion]:
    return {one.value: one for one in signal.suggestions.filter(aspect=aspect)}


def test_a_message_is_read_after_it_came_in_once_and_each_suggestion_has_its_reasons():
    signal = receive(RUMOUR, kind=Kind.OTHER)
    read(signal)
    rows = list(Suggestion.objects.order_by("pk").values())
    read(signal)

    assert list(Suggestion.objects.order_by("pk").values()) == rows
    kinds = suggested(signal, Aspect.KIND)
    assert kinds["logistik"].reasons[0] == {"proposed": True}
    assert any("suaro" in one.get("words", "") for one in kinds["logistik"].reasons), kinds[
        "logistik"
    ].reasons
    (urgency,) = suggested(signal, Aspect.URGENCY).values()
    assert {"object", "within_six_hours"} & {one["code"] for one in urgency.reasons}
    assert not any("dicoblos" in str(entry.detail) for entry in Entry.objects.all())


def test_a_homonym_is_a_question_and_a_press_moves_the_signal_in_both_areas(operator):
    signal = receive("Ribut di desa Sukajadi tadi malam")
    read(signal)
    found = suggested(signal, Aspect.AREA)
    assert set(found) == {HERE, THERE}
    page = signed_in(Role.OPERATOR).get(reverse("signals:signal", args=[signal.pk]))
    assert "Sukajadi, Ulu Ogan" in page.content.decode()
    assert "Sukajadi, Baturaja Timur" in page.content.decode()

    actions.place_signal(
        signal_id=signal.pk,
        area_code=THERE,
        suggestion_id=found[THERE].pk,
        actor=operator,
        now=NOON,
    )

    signal.refresh_from_db()
    assert signal.area_id == THERE
    decision = Decision.objects.get()
    assert (decision.suggestion, decision.before, decision.after) == (found[THERE], VILLAGE, THERE)
    entries = Entry.objects.filter(verb__startswith="signals.signal.moved")
    assert set(entries.values_list("area_code", flat=True)) == {VILLAGE, THERE}
    assert set(queries.first_days_of([signal.pk])) == {VILLAGE, THERE}


@pytest.mark.parametrize(
    ("area_code", "role_area", "sentence"),
    [("16.09.01.2001", "", "outside the operation"), (THERE, "16.01.08", "outside yours")],
)
def test_a_signal_is_moved_within_the_operation_and_ones_own_areas(area_code, role_area, sentence):
    an_area("16.09.01.2001")
    signal = a_signal()
    actor = an_actor(Role.SECTOR_CHIEF, area_code=role_area, user=a_user(Role.SECTOR_CHIEF))

    with pytest.raises(Refused, match=sentence):
        actions.place_signal(signal_id=signal.pk, area_code=area_code, actor=actor, now=NOON)


def test_the_same_in_other_words_is_found_joined_or_remembered_as_apart(operator):
    first, second, denial = receive(RUMOUR), receive(SAME), receive(DENIED)
    read(first, second, denial)
    assert not suggested(first, Aspect.MATTER)
    assert suggested(second, Aspect.MATTER)[str(first.pk)].reasons[0]["relation"] == "same"
    told = suggested(denial, Aspect.MATTER)[str(first.pk)].reasons[0]
    assert (told["relation"], told["conflicts"][0]["slot"]) == ("denial", "denial")

    actions.join_signals(signal_id=second.pk, other_id=first.pk, actor=operator, now=NOON)
    actions.keep_apart(signal_id=denial.pk, other_id=first.pk, actor=operator, now=NOON)

    clusters = set(Signal.objects.filter(pk__in=[first.pk, second.pk]).values_list("cluster"))
    assert clusters == {(f"sinyal-{first.pk}",)}
    assert pairs_shown(operator, denial) == [second.pk]
    with pytest.raises(Refused, match="already"):
        actions.join_signals(signal_id=first.pk, other_id=second.pk, actor=operator, now=NOON)


def test_only_who_names_a_place_repeats_another_about_another_place(operator):
    lamps = receive("Lampu jalan padam sudah tiga malam", kind=Kind.SERVICE)
    also = receive("Lampu jalan padam sudah tiga malam", kind=Kind.SERVICE, area_code=THERE)
    here = receive("Surat suara di desa Ujanmas sudah dicoblos semua", kind=Kind.RUMOUR)
    there = receive("Surat suara di desa Tanjung Baru sudah dicoblos semua", kind=Kind.RUMOUR)
    read(lamps, also, here, there)

    assert not suggested(also, Aspect.MATTER)
    assert pairs_shown(operator, there) == [here.pk]
    (pair,) = queries.signal_page(operator, there.pk, now=NOON).triage.pairs
    assert [(one.here, one.there) for one in pair.differs] == [
        ("Tanjung Baru, Pengandonan", "Ujanmas, Pengandonan")
    ]


def test_a_duplicate_that_lies_outside_ones_areas_or_kinds_is_not_shown():
    first, second = receive(RUMOUR, area_code=THERE), receive(SAME)
    read(first, second)
    near = an_actor(Role.SECTOR_CHIEF, area_code="16.01.08", user=a_user(Role.SECTOR_CHIEF))

    assert pairs_shown(an_actor(Role.OPERATOR), second) == [first.pk]
    assert pairs_shown(near, second) == []
    with pytest.raises(NotYours):
        actions.keep_apart(signal_id=second.pk, other_id=first.pk, actor=near, now=NOON)


def test_the_forms_of_before_leave_decisions_too_and_only_of_what_was_decided(operator):
    signal = receive(RUMOUR, kind=Kind.OTHER)
    read(signal)
    graded = {
        "signal_id": signal.pk,
        "source_grade": SourceGrade.C,
        "content_grade": ContentGrade.THREE,
        "rung": Rung.POTENTIAL,
        "actor": operator,
        "now": NOON,
    }

    actions.grade_signal(**graded, severity=1)
    assert not Decision.objects.exists()
    actions.grade_signal(**graded, severity=3, kind=Kind.LOGISTICS)

    kind, urgency = Decision.objects.order_by("aspect")
    assert (kind.aspect, kind.before, kind.after) == ("kind", "lain", "logistik")
    assert kind.suggestion.value == "logistik"
    assert (urgency.aspect, urgency.after, urgency.by_user_id) == ("urgency", "3", operator.user_id)


def test_a_press_decides_and_a_wrong_one_changes_nothing():
    signal, other = receive(RUMOUR, kind=Kind.OTHER), receive("Lampu padam")
    read(signal, other)
    client, address = signed_in(Role.OPERATOR), reverse("signals:decide", args=[signal.pk])
    kind = suggested(signal, Aspect.KIND)["logistik"]
    for said in (
        {"aspect": "kind", "value": "partai"},
        {"aspect": "urgency", "value": "5"},
        {"aspect": "area", "value": "Sukajadi"},
        {"aspect": "matter", "value": f"same:{signal.pk}"},
        {"aspect": "kind", "value": "rumor", "suggestion": f"{other.suggestions.first().pk}"},
        {},
    ):
        client.post(address, said)
    assert not Decision.objects.exists()

    client.post(address, {"aspect": "kind", "value": "logistik", "suggestion": f"{kind.pk}"})
    client.post(address, {"aspect": "urgency", "value": "4"})

    signal.refresh_from_db()
    assert (signal.kind, signal.severity) == ("logistik", 4)
    assert {one.aspect: one.suggestion_id for one in Decision.objects.all()}["kind"] == kind.pk
    Signal.objects.filter(pk=signal.pk).update(state=SignalState.SETTLED, state_reason="Selesai.")
    client.post(address, {"aspect": "urgency", "value": "1"})
    assert Decision.objects.count() == 2


def test_an_engine_that_fails_at_one_message_is_told_without_it_and_tried_again(
    monkeypatch, caplog
):
    good, bad = receive("Lampu padam"), receive(RUMOUR)
    whole = suggesting._urgency

    def stumble(heard, matches):
        if heard.number == bad.pk:
            raise ValueError(heard.text)
        return whole(heard, matches)

    with monkeypatch.context() as broken:
        broken.setattr(suggesting, "_urgency", stumble)
        with pytest.raises(tasks.NotAllRead):
            tasks.suggest([good.pk, bad.pk])
    assert good.suggestions.exists()
    assert not bad.suggestions.exists()
    assert "dicoblos" not in caplog.text
    assert f"signal {bad.pk} was not read: ValueError" in caplog.text

    assert queries.missed(NOON + timedelta(hours=1), most=9) == [bad.pk]
    tasks.suggest([good.pk, bad.pk])
    assert bad.suggestions.exists()


def test_the_job_of_one_signal_reads_those_that_came_next_and_theirs_find_it_done():
    first, second, third = (receive(f"Lampu jalan nomor {number} padam.") for number in range(3))
    jobs = ProcrastinateJob.objects.filter(task_name=actions.SUGGEST)
    assert {job.priority for job in jobs} == {tasks.AFTER_OTHERS}
    tasks.suggest([second.pk])
    assert not first.suggestions.exists(), "what came before has a job of its own"
    assert second.suggestions.exists() and third.suggestions.exists()
    made = Entry.objects.filter(verb="signals.suggestions.made")
    tasks.suggest([third.pk])
    assert made.get().detail["signals"] == 2


def test_the_page_of_a_signal_asks_few_questions():
    first = receive(RUMOUR)
    second = receive(f"{SAME} di Sukajadi kata Pak Tarmuji")
    read(first, second)
    client = signed_in(Role.OPERATOR)
    address = reverse("signals:signal", args=[second.pk])
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200

    assert len(asked) <= 12, "\n".join(one["sql"][:150] for one in asked)
