"""A rumour is heard, verified by somebody who knows, decided, answered, and closed on his word."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sejuk.assess.risk.queries import Reading
from sejuk.assess.rumours import actions, queries
from sejuk.assess.rumours.models import Rumour, Sighting, Step
from sejuk.assess.rumours.rules import (
    GRADES,
    NEXT_STATES,
    WITHIN,
    Deed,
    Priority,
    RumourState,
    Veracity,
    may_move,
)
from sejuk.assess.rumours.tasks import mind
from sejuk.engines import warning
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.queries import entries_about
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import ContentGrade, Kind, ReferralTarget
from tests.assess.rumours.telling import (
    CLAIM,
    REASON,
    RESOLUTION,
    a_rumour,
    an_answer,
    closed,
    decided,
    heard,
    somebody,
    tell,
)
from tests.builders import NOON, VILLAGE, a_signal, an_area, an_operation

pytestmark = pytest.mark.django_db
NEIGHBOUR = "16.01.08.2019"
ELSEWHERE = "16.01.09.2001"


@pytest.fixture(autouse=True)
def _operation():
    an_operation()


@pytest.fixture
def alya() -> Actor:
    return somebody(name="alya")


def test_the_moves_of_a_rumour_are_those_of_the_table():
    allowed = {(state, to) for state in RumourState for to in RumourState if may_move(state, to)}
    assert allowed == {(state, to) for state, ends in NEXT_STATES.items() for to in ends}
    closing = {state for state, to in allowed if to is RumourState.CLOSED}
    assert closing == {RumourState.ANSWERING, RumourState.WATCHED}


def test_from_the_market_to_the_resolution(alya):
    rumour = a_rumour(alya)
    assert (rumour.state, rumour.veracity) == ("new", "unverified")
    assert rumour.due_at == NOON + WITHIN[Priority.NORMAL]
    an_answer(rumour, actor=alya)
    rumour.refresh_from_db()
    assert (rumour.state, rumour.veracity) == ("verifying", "unverified")
    assert decided(rumour, actor=alya).state == "answering"
    rumour.refresh_from_db()
    actions.mark_answered(
        rumour_id=rumour.pk, reason=REASON, version_seen=rumour.version, actor=alya, now=NOON
    )
    rumour = closed(rumour, actor=alya)
    assert (rumour.state, rumour.authority_name) == ("closed", "KPU Kabupaten OKU")
    assert (rumour.due_at, rumour.reference) == (None, "Surat 112/PP.08/XI/2024")
    deeds = [step.deed for step in rumour.steps.order_by("number")]
    assert deeds == ["written", "asked", "answer_noted", "decided", "answered", "closed"]
    # The ledger says who did what, and never what was told.
    told = [str(entry.detail) for entry in entries_about(f"rumours.rumour:{rumour.pk}")]
    assert len(told) == len(deeds)
    assert CLAIM not in "".join(told)


def test_nothing_is_closed_without_resolution_authority_and_reference(alya):
    rumour = a_rumour(alya)
    with pytest.raises(Refused, match="cannot become"):
        closed(rumour, actor=alya)
    with pytest.raises(Refused, match="needs the answer of a named authority"):
        decided(rumour, actor=alya)
    decided(rumour, Veracity.UNVERIFIABLE, actor=alya)
    with pytest.raises(Refused, match="on the word of a named authority"):
        closed(rumour, actor=alya)
    an_answer(rumour, actor=alya)
    with pytest.raises(Refused, match="at least"):
        closed(rumour, actor=alya, resolution="Beres.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rumour.objects.filter(pk=rumour.pk).update(state="closed", resolution=RESOLUTION)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rumour.objects.filter(pk=rumour.pk).update(veracity="false", rests_on=None)
    assert closed(rumour, actor=alya).state == "closed"


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("Hoaks surat suara sudah dicoblos", "Leave out"),
        ("SURAT SUARA SUDAH DICOBLOS SEMUA", "calmly"),
        ("Tercoblos", "one whole sentence"),
        ("Warga diminta menelepon 0812-3456-7890 untuk uang.", "names a person"),
        ("x" * 301, "at most 300"),
    ],
)
def test_a_claim_is_short_quiet_and_names_nobody(claim, words):
    with pytest.raises(Refused, match=words):
        a_rumour(claim=claim)
    assert not Rumour.objects.exists()
    assert not Signal.objects.exists()


def test_who_told_it_is_named_by_function(alya):
    rumour = a_rumour(alya)
    for said in ({"told_by": "Ibu Siti Aminah"}, {"words": "Kata Pak Budi Santoso begitu."}):
        with pytest.raises(Refused, match="names a person"):
            tell(rumour, heard(NEIGHBOUR, **said), actor=alya)
    tell(rumour, heard(NEIGHBOUR, told_by="Kepala dusun"), actor=alya)
    assert rumour.sightings.count() == 2


def test_a_form_sent_twice_begins_one_rumour_with_one_sighting(alya):
    for _ in range(2):
        rumour = a_rumour(alya, key="staff:1:abc", first=heard(key="staff:1:abc"))
        tell(rumour, heard(NEIGHBOUR, key="k2"), actor=alya)
    assert (Rumour.objects.count(), Sighting.objects.count(), Signal.objects.count()) == (1, 2, 2)


def temperature_of(area_code: str, now) -> tuple[int, int]:
    """Return tenths of the village's temperature, and of its falsehoods, as its page shows them."""
    reading = Reading((area_code,), timezone.localdate(now), now)
    warmth = reading.warmths([area_code], reading.day)[area_code]
    evidence = reading.book.evidence_about(area_code, warmth.at)
    return warmth.tenths, warning.falsehoods(evidence, at=warmth.at).tenths


def test_the_temperature_hears_of_a_decision_at_once(alya):
    signal = a_signal(severity=3, kind=Kind.RUMOUR)
    rumour = a_rumour(alya, first=actions.Heard(signal_id=signal.pk), priority=Priority.HIGH)
    tell(rumour, heard(NEIGHBOUR), actor=alya)
    before, told = temperature_of(VILLAGE, NOON)
    assert before > 0
    assert told == 0

    an_answer(rumour, actor=alya)
    decided(rumour, actor=alya)
    cooled, told = temperature_of(VILLAGE, NOON)
    assert cooled == 0
    assert told > 0
    assert temperature_of(NEIGHBOUR, NOON)[0] == 0
    assert signal_now(signal).content_grade == ContentGrade.FIVE

    # It fades; a new sighting keeps it circulating, and warms nothing.
    later = NOON + timedelta(days=6)
    faded = temperature_of(VILLAGE, later)[1]
    tell(rumour, heard(at=later - timedelta(hours=1)), actor=alya, now=later)
    assert temperature_of(VILLAGE, later)[0] == 0
    assert temperature_of(VILLAGE, later)[1] > faded

    # Doubted again, the signals are worth what they were before anybody decided.
    decided(rumour, Veracity.UNVERIFIED, actor=alya, now=later)
    assert signal_now(signal).content_grade == ContentGrade.SIX


def signal_now(signal: Signal) -> Signal:
    signal.refresh_from_db()
    return signal


@pytest.mark.parametrize("veracity", [value for value in Veracity if GRADES[value]])
def test_each_veracity_grades_its_signals_whatever_is_done_with_them(veracity, alya):
    signal = a_signal(content_grade=ContentGrade.TWO, cluster="gudang")
    rumour = a_rumour(alya, first=actions.Heard(signal_id=signal.pk))
    # In another's hand, and closed there: a claim is as true as it is wherever it was told.
    bela = somebody(name="bela")
    signals.take_signal(signal_id=signal.pk, actor=bela, now=NOON)
    signals.settle_signal(signal_id=signal.pk, reason=REASON, actor=bela, now=NOON)
    an_answer(rumour, actor=alya)
    decided(rumour, veracity, actor=alya)
    assert signal_now(signal).content_grade == GRADES[veracity]
    assert signal.cluster == f"isu-{rumour.pk}"
    sighting = rumour.sightings.get()
    tell(rumour, heard(NEIGHBOUR), actor=alya)
    actions.withdraw_sighting(
        rumour_id=rumour.pk, sighting_id=sighting.pk, reason=REASON, actor=alya, now=NOON
    )
    assert (signal_now(signal).content_grade, signal.cluster) == (ContentGrade.TWO, "gudang")


def test_a_closed_rumour_that_is_heard_again_asks_for_its_answer_again(alya):
    rumour = a_rumour(alya)
    an_answer(rumour, actor=alya)
    decided(rumour, actor=alya)
    closed(rumour, actor=alya)
    tell(rumour, heard(NEIGHBOUR), actor=alya, now=NOON + timedelta(days=1))
    rumour.refresh_from_db()
    assert (rumour.state, rumour.resolution) == ("answering", RESOLUTION)
    assert rumour.due_at > NOON + timedelta(days=1)
    assert rumour.steps.get(deed=Deed.HEARD_AGAIN)


def test_another_claim_is_not_what_the_authority_spoke_of(alya):
    signal = a_signal()
    rumour = a_rumour(alya, first=actions.Heard(signal_id=signal.pk))
    an_answer(rumour, actor=alya)
    decided(rumour, actor=alya)

    def edit(claim: str) -> Rumour:
        rumour.refresh_from_db()
        return actions.edit_rumour(
            rumour_id=rumour.pk, claim=claim, content_type=None, priority=Priority.HIGH,
            version_seen=rumour.version, actor=alya, now=NOON,
        )  # fmt: skip

    assert edit(CLAIM).veracity == "false"
    other = edit("Kotak suara di kantor camat dikabarkan hilang semalam.")
    assert (other.state, other.veracity, other.rests_on) == ("verifying", "unverified", None)
    assert other.due_at == NOON + WITHIN[Priority.HIGH]
    assert signal_now(signal).content_grade == ContentGrade.SIX
    assert [step.deed for step in other.steps.order_by("-number")[:2]] == ["decided", "edited"]
    decided(rumour, actor=alya)
    closed(rumour, actor=alya)
    with pytest.raises(Refused, match="anew first"):
        edit(CLAIM)


def test_two_people_never_overwrite_each_other(alya):
    rumour, bela = a_rumour(alya), somebody(Role.PUBLIC_RELATIONS, name="bela")
    said = {"claim": CLAIM, "content_type": None, "version_seen": rumour.version}
    actions.edit_rumour(rumour_id=rumour.pk, **said, priority=Priority.HIGH, actor=alya, now=NOON)
    with pytest.raises(Refused, match="alya has changed this rumour meanwhile"):
        actions.edit_rumour(
            rumour_id=rumour.pk, **said, priority=Priority.LOW, actor=bela, now=NOON
        )
    rumour.refresh_from_db()
    assert rumour.priority == "high"
    actions.take_rumour(rumour_id=rumour.pk, actor=alya, now=NOON)
    with pytest.raises(Refused, match="alya has this rumour in hand"):
        decided(rumour, Veracity.UNVERIFIABLE, actor=bela)
    # What is only added waits for nobody, and a claim by name ends by itself.
    tell(rumour, heard(NEIGHBOUR), actor=bela)
    actions.take_rumour(rumour_id=rumour.pk, actor=bela, now=NOON + timedelta(hours=4))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_holds(alya):
    rumour, bela = a_rumour(alya), somebody(Role.OPS_HEAD, name="bela")
    start, outcomes = Barrier(2), []

    def decide(actor: Actor, veracity: Veracity) -> None:
        start.wait()
        try:
            actions.decide_veracity(
                rumour_id=rumour.pk, veracity=veracity, check_id=None, reason=REASON,
                version_seen=1, actor=actor, now=NOON,
            )  # fmt: skip
            outcomes.append(veracity.value)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        Thread(target=decide, args=pair)
        for pair in ((alya, Veracity.UNVERIFIABLE), (bela, Veracity.PROBABLY_FALSE))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rumour.refresh_from_db()
    assert sorted(outcomes) == sorted([rumour.veracity, "refused"])
    assert rumour.steps.filter(deed="decided").count() == 1


def test_a_hand_is_laid_back_by_its_owner_or_the_head(alya):
    rumour, bela, head = a_rumour(alya), somebody(name="bela"), somebody(Role.OPS_HEAD)

    def release(actor: Actor) -> None:
        actions.release_rumour(rumour_id=rumour.pk, reason=REASON, actor=actor, now=NOON)

    actions.take_rumour(rumour_id=rumour.pk, actor=alya, now=NOON)
    with pytest.raises(Refused, match="names a person"):
        actions.release_rumour(
            rumour_id=rumour.pk, reason="Pak Budi Santoso minta begitu.", actor=alya, now=NOON
        )
    with pytest.raises(Refused, match="only alya or the head of operations"):
        release(bela)
    release(head)
    with pytest.raises(Refused, match="Nobody has this rumour"):
        release(alya)
    decided(rumour, Veracity.UNVERIFIABLE, actor=bela)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"on": NOON.date() + timedelta(days=1)}, "lies in the future"),
        ({"known_on": NOON.date() + timedelta(days=1)}, "became known after"),
        ({"number": " "}, "number of its letter"),
        ({"reason": "Warga bernama Pak Budi Santoso melapor."}, "names a person"),
    ],
)
def test_a_referral_is_whole_and_names_nobody(said, words, alya):
    rumour = a_rumour(alya)
    values = {
        "to": ReferralTarget.BAWASLU, "number": "R/1/XI/2024", "on": NOON.date(),
        "known_on": NOON.date(), "reason": REASON,
    } | said  # fmt: skip
    with pytest.raises(Refused, match=words):
        actions.refer_matter(rumour_id=rumour.pk, **values, actor=alya, now=NOON)


def test_a_decision_rests_on_an_answer_of_this_rumour(alya):
    rumour, other = a_rumour(alya), a_rumour(alya)
    answer = an_answer(other, actor=alya)
    with pytest.raises(Refused, match="needs the answer of a named authority"):
        decided(rumour, actor=alya, check_id=answer.pk)


def test_what_is_due_is_called_to_mind_and_then_goes_to_a_second_person(alya):
    rumour = a_rumour(alya, priority=Priority.URGENT)
    actions.take_rumour(rumour_id=rumour.pk, actor=alya, now=NOON)
    system = Actor.system("rumours")

    def minded(hours: float) -> tuple[int, str]:
        done = actions.mind_deadlines(actor=system, now=NOON + timedelta(hours=hours))
        rumour.refresh_from_db()
        return done, rumour.with_role

    assert minded(2.9) == (0, "operator")
    assert minded(3) == (1, "operator")
    assert minded(3.5) == (0, "operator")
    assert minded(4) == (1, "kabag_ops")
    assert rumour.taken_by is None
    assert minded(4.1) == (0, "kabag_ops")
    assert minded(7.5) == (1, "kabag_ops")
    assert minded(8.1) == (1, "kapolres")
    assert [minded(hours)[0] for hours in (11.5, 13, 30)] == [1, 0, 0]
    deeds = [step.deed for step in rumour.steps.filter(deed__in=["reminded", "handed_on"])]
    assert sorted(deeds) == ["handed_on"] * 2 + ["reminded"] * 3
    decided(rumour, Veracity.UNVERIFIABLE, actor=alya)
    rumour.refresh_from_db()
    assert rumour.with_role == "operator"


def test_the_task_minds_by_the_clock_of_the_operation(monkeypatch, alya):
    rumour = a_rumour(alya, priority=Priority.URGENT)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=5))
    mind(0)
    rumour.refresh_from_db()
    assert rumour.with_role == Role.OPS_HEAD


def test_who_works_where_and_who_only_tells(alya):
    rumour = a_rumour(alya)
    officer = somebody(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    tell(rumour, heard(), actor=officer)
    with pytest.raises(Refused, match="Only the command post"):
        decided(rumour, Veracity.UNVERIFIABLE, actor=officer)
    with pytest.raises(Refused, match="begins a rumour"):
        a_rumour(officer)
    an_area(ELSEWHERE)
    with pytest.raises(Refused, match="outside yours"):
        tell(rumour, heard(ELSEWHERE), actor=officer)
    with pytest.raises(NotYours):
        queries.rumour_called(rumour.pk, ("16.01.09",))
    next_door = somebody(Role.SECTOR_CHIEF, area_code="16.01.09")
    tell(rumour, heard(ELSEWHERE), actor=alya)
    assert queries.rumour_called(rumour.pk, ("16.01.09",)) == rumour
    with pytest.raises(Refused, match="Only the command post"):
        decided(rumour, Veracity.UNVERIFIABLE, actor=next_door)
    humas = somebody(Role.PUBLIC_RELATIONS)
    tell(rumour, heard(NEIGHBOUR), actor=humas)
    assert Entry.objects.filter(verb="signals.signal.received").count() == 4


def test_a_signal_tells_of_one_rumour_and_only_who_reads_it_links_it(alya):
    signal = a_signal(kind=Kind.QUARREL)
    first, second = a_rumour(alya), a_rumour(alya)
    with pytest.raises(NotYours):
        tell(first, actions.Heard(signal_id=signal.pk), actor=somebody(Role.PUBLIC_RELATIONS))
    tell(first, actions.Heard(signal_id=signal.pk), actor=alya)
    with pytest.raises(Refused, match="tells of rumour"):
        tell(second, actions.Heard(signal_id=signal.pk), actor=alya)
    assert queries.rumour_of_signal(signal.pk) == first


def test_of_many_all_words_are_read_first_all_signals_locked_and_the_ledger_is_last(alya):
    rumour, later, sooner = a_rumour(alya), a_signal(), a_signal()
    told = [actions.Heard(signal_id=one.pk) for one in (sooner, later)]
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="names a person"):
        tell(rumour, heard(), *told, heard(words="Kata Pak Budi Santoso begitu."), actor=alya)
    assert (rumour.sightings.count(), Entry.objects.count()) == (1, entries)
    with CaptureQueriesContext(connection) as captured:
        tell(rumour, *told, heard(NEIGHBOUR), actor=alya)
    said = [query["sql"] for query in captured.captured_queries]
    locks = [n for n, sql in enumerate(said) if "FOR UPDATE" in sql and "signals_signal" in sql]
    head = next(n for n, sql in enumerate(said) if "ledger_head_for_appending" in sql)
    # Who takes one of these signals at the same time locks it, and then the ledger.
    assert locks[0] < head
    assert "ORDER BY" in said[locks[0]]
    # Locked once to link them, and once to judge them all.
    assert len(locks) == 2
    clusters = rumour.sightings.values_list("signal__cluster", flat=True)
    assert list(clusters) == [f"isu-{rumour.pk}"] * 4


def test_what_was_kept_is_refused_to_be_changed(alya):
    rumour = a_rumour(alya)
    an_answer(rumour, actor=alya)
    for change in (
        lambda: Step.objects.update(by="x"),
        lambda: Sighting.objects.update(heard_at=NOON),
        lambda: rumour.checks.update(answer="Lain."),
        lambda: rumour.sightings.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_was_heard_before_the_operation_is_kept_without_a_signal(alya):
    long_ago = NOON - timedelta(days=120)
    rumour = a_rumour(alya)
    tell(rumour, heard(NEIGHBOUR, at=long_ago), actor=alya)
    assert rumour.sightings.get(heard_at=long_ago).signal is None
    assert Signal.objects.count() == 1
