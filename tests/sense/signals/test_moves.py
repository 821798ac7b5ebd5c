"""A signal moves from hand to hand, and each move leaves its reason."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries import signal_page
from sejuk.sense.signals.rules import (
    CLAIM_LASTS,
    NEXT_STATES,
    Claim,
    ContentGrade,
    Kind,
    ReferralTarget,
    Rung,
    SignalState,
    SourceGrade,
    Standing,
    may_finish,
    may_move,
    may_release,
    may_reopen,
    may_take,
)
from tests.builders import DISTRICT, NOON, VILLAGE, a_signal, a_user, an_actor

pytestmark = pytest.mark.django_db
REASON = "Dijelaskan kepala desa kepada warga."


def an_operator(username: str = "", area_code: str = DISTRICT, *roles: Role) -> Actor:
    held = roles or (Role.OPERATOR,)
    user = a_user(*held, area_code=area_code, username=username)
    return an_actor(*held, area_code=area_code, user=user)


def a_taken_signal(actor: Actor) -> Signal:
    return actions.take_signal(signal_id=a_signal().pk, actor=actor, now=NOON)


def refer(signal: Signal, actor: Actor, **said: object) -> Signal:
    values = {
        "to": ReferralTarget.BAWASLU,
        "number": "B/114/XI/2024",
        "on": date(2024, 11, 19),
        "reason": REASON,
    } | said
    return actions.refer_signal(signal_id=signal.pk, actor=actor, now=NOON, **values)


def test_who_takes_a_signal_has_it_for_four_hours():
    alya = an_operator("alya")
    signal = a_taken_signal(alya)

    assert (signal.state, signal.taken_by_id) == (SignalState.TAKEN, alya.user_id)
    assert signal.taken_until == NOON + CLAIM_LASTS
    assert Entry.objects.get().verb == "signals.signal.taken"


def test_another_is_told_who_has_it_until_the_claim_runs_out():
    signal = a_taken_signal(an_operator("alya"))
    budi = an_operator("budi")

    with pytest.raises(Refused, match="alya already has"):
        actions.take_signal(signal_id=signal.pk, actor=budi, now=NOON + timedelta(hours=3))
    later = actions.take_signal(
        signal_id=signal.pk, actor=budi, now=NOON + CLAIM_LASTS + timedelta(seconds=1)
    )
    assert later.taken_by_id == budi.user_id


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_once_one_gets_it_and_the_other_hears_who():
    signal = a_signal()
    people = [an_operator("alya"), an_operator("budi")]
    together, outcomes = Barrier(2), {}

    def take(actor: Actor) -> None:
        together.wait()
        try:
            actions.take_signal(signal_id=signal.pk, actor=actor, now=NOON)
            outcomes[actor.name] = "has it"
        except Refused as refused:
            outcomes[actor.name] = str(refused)
        connection.close()

    threads = [Thread(target=take, args=[actor]) for actor in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = Signal.objects.get().taken_by.username
    loser = ({"alya", "budi"} - {winner}).pop()
    assert outcomes[winner] == "has it"
    assert f"{winner} already has this signal" in outcomes[loser]
    assert Entry.objects.count() == 1


def test_settling_keeps_the_reason_who_and_when():
    alya = an_operator("alya")
    signal = a_taken_signal(alya)
    actions.settle_signal(signal_id=signal.pk, reason=REASON, actor=alya, now=NOON)

    signal.refresh_from_db()
    assert (signal.state, signal.state_reason) == (SignalState.SETTLED, REASON)
    assert (signal.state_changed_at, signal.state_changed_by) == (NOON, "alya")
    assert signal.taken_by is None
    assert Entry.objects.latest("sequence").detail == {"reason": REASON}


def test_a_signal_that_nobody_took_is_not_settled():
    with pytest.raises(Refused, match="cannot become"):
        actions.settle_signal(signal_id=a_signal().pk, reason=REASON, actor=an_operator(), now=NOON)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Write the reason"),
        ("ok", "Write the reason"),
        ("x" * 501, "at most 500"),
        ("Hubungi 0812-3456-7890 lagi", "telephone"),
        ("NIK 1601080101900001 dicatat", "identity numbers"),
        ("Katanya: katanya surat suara sudah DICOBLOS  semua. itu saja", "repeats the report"),
        ("ada\0kabar", "null character"),
    ],
)
def test_a_reason_is_written_and_carries_nothing_private(reason, sentence):
    alya = an_operator()
    signal = a_signal(text="Katanya surat suara sudah dicoblos semua. Tolong dicek.")
    actions.take_signal(signal_id=signal.pk, actor=alya, now=NOON)

    with pytest.raises(Refused, match=sentence) as refusal:
        actions.set_aside_signal(signal_id=signal.pk, reason=reason, actor=alya, now=NOON)

    assert refusal.value.values["where"] == "reason"
    assert Entry.objects.count() == 1


def test_a_referral_ends_the_record():
    alya = an_operator("alya")
    signal = refer(a_taken_signal(alya), alya)

    assert (signal.referred_to, signal.referral_number) == ("bawaslu", "B/114/XI/2024")
    for move in (actions.reopen_signal, actions.settle_signal, actions.release_signal):
        with pytest.raises(Refused, match="ends here"):
            move(signal_id=signal.pk, reason=REASON, actor=alya, now=NOON)
    with pytest.raises(Refused, match="ends here"):
        actions.take_signal(signal_id=signal.pk, actor=alya, now=NOON)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"number": " "}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"on": date(2024, 11, 20)}, "on"),
        ({"on": date(2024, 11, 1)}, "on"),
        ({"reason": ""}, "reason"),
    ],
    ids=str,
)
def test_a_referral_is_whole(said, where):
    alya = an_operator()
    with pytest.raises(Refused) as refusal:
        refer(a_taken_signal(alya), alya, **said)

    assert refusal.value.values["where"] == where


def test_only_its_holder_or_the_head_of_operations_lays_a_signal_back():
    signal = a_taken_signal(an_operator("alya"))

    with pytest.raises(Refused, match="only alya or the head of operations"):
        actions.release_signal(
            signal_id=signal.pk, reason=REASON, actor=an_operator("budi"), now=NOON
        )
    head = an_operator("citra", DISTRICT, Role.OPS_HEAD)
    free = actions.release_signal(signal_id=signal.pk, reason=REASON, actor=head, now=NOON)
    assert (free.state, free.taken_by) == (SignalState.NEW, None)


def test_a_closed_signal_can_be_reopened_with_a_reason():
    alya = an_operator()
    signal = a_taken_signal(alya)
    actions.set_aside_signal(signal_id=signal.pk, reason=REASON, actor=alya, now=NOON)

    with pytest.raises(Refused, match="Reopen it"):
        actions.take_signal(signal_id=signal.pk, actor=alya, now=NOON)
    again = actions.reopen_signal(
        signal_id=signal.pk, reason="Beredar lagi di desa.", actor=alya, now=NOON
    )
    assert (again.state, again.taken_by_id) == (SignalState.TAKEN, alya.user_id)


def test_grading_notes_what_changed():
    alya = an_operator()
    signal = actions.grade_signal(
        signal_id=a_signal().pk,
        source_grade=SourceGrade.B,
        content_grade=ContentGrade.TWO,
        severity=3,
        rung=Rung.THRESHOLD,
        kind=Kind.LOGISTICS,
        cluster="surat-suara",
        actor=alya,
        now=NOON,
    )

    assert (signal.kind, signal.cluster, signal.severity) == ("logistik", "surat-suara", 3)
    detail = Entry.objects.get().detail
    assert (detail["before"]["grade"], detail["after"]["grade"]) == ("F6", "B2")
    with override("en"):
        note = signal_page(alya, signal.pk, now=NOON).steps[0].note
    assert set(note.split("; ")) == {
        "F: cannot be judged → B: reliable",
        "6: cannot be judged → 2: probably true",
        "Severity: 1 → 3",
        "Potential disturbance (PG) → Threshold of disturbance (AG)",
        "Rumour → Election logistics",
    }


def test_a_signal_outside_ones_area_is_not_there():
    with pytest.raises(NotYours):
        actions.take_signal(
            signal_id=a_signal().pk, actor=an_operator("x", "16.01.08.2001"), now=NOON
        )


def test_a_village_officer_sees_but_does_not_take():
    officer = an_operator("officer", VILLAGE, Role.VILLAGE_OFFICER)

    with pytest.raises(Refused, match="Only the command post"):
        actions.take_signal(signal_id=a_signal().pk, actor=officer, now=NOON)


states = st.sampled_from(list(SignalState))
claims = st.one_of(
    st.none(),
    st.builds(
        Claim,
        user_id=st.integers(1, 3),
        name=st.just("somebody"),
        until=st.datetimes().map(lambda at: at.replace(tzinfo=NOON.tzinfo)),
    ),
)
actors = st.builds(
    lambda user_id, role: Actor("x", an_actor(role).grants, user_id),
    st.integers(1, 3),
    st.sampled_from(list(Role)),
)
standings = st.builds(Standing, state=states, area_code=st.just(VILLAGE), claim=claims)


@given(standings, states, actors)
def test_nothing_leaves_a_hand_that_another_holds(standing, to, actor):
    other = standing.hand_of_another(actor, NOON)
    if other:
        assert not may_take(standing, actor=actor, now=NOON)
        assert not may_finish(standing, to, reason=REASON, actor=actor, now=NOON)


@given(standings, states, actors)
def test_every_allowed_move_is_in_the_table(standing, to, actor):
    if may_finish(standing, to, reason=REASON, actor=actor, now=NOON):
        assert to in NEXT_STATES[standing.state]
    if may_release(standing, reason=REASON, actor=actor, now=NOON):
        assert standing.state is SignalState.TAKEN
    if may_reopen(standing, reason=REASON, actor=actor):
        assert standing.state in (SignalState.SETTLED, SignalState.SET_ASIDE)


@given(standings, states, actors, st.text(max_size=4))
def test_no_closing_without_a_reason(standing, to, actor, reason):
    assert not may_finish(standing, to, reason=reason, actor=actor, now=NOON)


@given(states)
def test_a_referred_signal_goes_nowhere(to):
    assert not may_move(SignalState.REFERRED, to)
