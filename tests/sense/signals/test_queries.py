"""What others ask of signals."""

from collections import Counter
from datetime import date, timedelta

import pytest

from sejuk.kit.actors import Role
from sejuk.sense.signals import actions, queries
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries import KindCount
from sejuk.sense.signals.queries.evidence import Version
from sejuk.sense.signals.queries.matters import MATTER
from sejuk.sense.signals.rules import (
    ContentGrade,
    Kind,
    Rung,
    SignalState,
    SourceGrade,
    answer_due_on,
    deadline_of,
    oldest_in_time,
)
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_actor

pytestmark = pytest.mark.django_db
TODAY = date(2024, 11, 19)
OKU = ("16.01",)
OTHER = "16.01.08.2019"
REASON = "Dijelaskan kepala desa kepada warga."


def test_evidence_is_everything_but_the_words_oldest_first(django_assert_num_queries):
    late = a_signal(heard_at=NOON)
    early = a_signal(heard_at=NOON - timedelta(hours=9), cluster="surat-suara")
    a_signal(heard_at=NOON - timedelta(days=40))
    a_signal(area_code="16.09.01.2001")

    with django_assert_num_queries(1):
        evidence = queries.evidence_for(TODAY - timedelta(days=7), TODAY, OKU)

    assert [piece.id for piece in evidence] == [early.pk, late.pk]
    assert evidence[0].cluster == "surat-suara"
    assert evidence[0].state is SignalState.NEW
    assert not hasattr(evidence[0], "text")


def test_a_day_begins_and_ends_at_local_midnight():
    a_signal(heard_at=NOON.replace(hour=16, minute=59))
    a_signal(heard_at=NOON.replace(hour=17))

    assert len(queries.evidence_for(TODAY, TODAY, OKU)) == 1


def test_open_concerns_are_counted_by_area():
    a_signal()
    a_signal()
    a_signal(kind=Kind.POSITIVE)
    a_signal(area_code="16.01.08.2001")
    a_signal(state="settled", state_reason=REASON, state_changed_at=NOON)
    a_signal(heard_at=NOON + timedelta(days=1))

    assert queries.open_concerns(OKU, NOON) == {VILLAGE: 2, "16.01.08.2001": 1}


def test_the_day_is_counted_by_kind_and_state():
    a_signal()
    a_signal(heard_at=NOON - timedelta(days=5))
    a_signal(state="settled", state_reason=REASON, state_changed_at=NOON)
    a_signal(
        heard_at=NOON - timedelta(days=2),
        state="settled",
        state_reason=REASON,
        state_changed_at=NOON + timedelta(days=1),
    )
    a_signal(kind="logistik", heard_at=NOON + timedelta(days=1))

    assert queries.counts_by_kind_and_state(TODAY, OKU) == [
        KindCount(Kind.RUMOUR, SignalState.NEW, received=1, open_at_end=2),
        KindCount(Kind.RUMOUR, SignalState.SETTLED, received=1, open_at_end=1),
    ]


def test_signals_of_an_area_are_those_below_it_too():
    a_signal()
    a_signal(area_code="16.01.09.2001")

    assert queries.signals_of("16.01.08").count() == 1
    assert queries.signals_of("16.01").count() == 2


def test_the_version_changes_with_every_change_and_with_no_other():
    alya = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    signal = a_signal()
    move = {"signal_id": signal.pk, "actor": alya, "now": NOON}
    seen = [queries.evidence_version(OKU)]

    actions.take_signal(**move)
    seen.append(queries.evidence_version(OKU))
    actions.grade_signal(
        **move,
        source_grade=SourceGrade.B,
        content_grade=ContentGrade.ONE,
        severity=2,
        rung=Rung.THRESHOLD,
    )
    seen.append(queries.evidence_version(OKU))
    actions.settle_signal(**move, reason=REASON)
    seen.append(queries.evidence_version(OKU))
    actions.reopen_signal(**move, reason=REASON)
    seen.append(queries.evidence_version(OKU))

    assert len(set(seen)) == len(seen)
    actions.note_export(count=1, file_kind="csv", actor=alya, now=NOON)
    assert queries.evidence_version(OKU) == seen[-1]
    assert queries.evidence_version(("16.09",)) == Version()


@pytest.mark.parametrize("days", range(14))
def test_the_oldest_day_in_time_is_the_mirror_of_the_day_an_answer_is_due(days):
    today = TODAY + timedelta(days=days)
    oldest = oldest_in_time(today)

    assert answer_due_on(oldest) >= today
    assert answer_due_on(oldest - timedelta(days=1)) < today


def test_an_answer_is_due_until_the_end_of_its_day():
    due = deadline_of(SignalState.TAKEN, NOON, NOON.tzinfo)

    assert (due.date(), due.hour, due.minute) == (date(2024, 11, 22), 23, 59)
    assert deadline_of(SignalState.SETTLED, NOON, NOON.tzinfo) is None


def test_a_matter_is_the_same_one_whoever_counts_it():
    for hours in (60, 30, 20, 3, 1):
        heard_at = NOON - timedelta(hours=hours)
        a_signal(heard_at=heard_at, cluster="ballots", source_key="network")
        a_signal(heard_at=heard_at, source_key="network")
        a_signal(heard_at=heard_at)
    a_signal(area_code=OTHER, source_key="network")
    first, last = NOON.date() - timedelta(days=9), NOON.date()
    named = dict(Signal.objects.annotate(matter=MATTER).values_list("pk", "matter"))
    heard = queries.matters_heard(first, last, ("16.01",), known_at=NOON)

    # One cluster, one network on three days, five that nobody can join; one in the other village.
    assert {fact.id: fact.matter for fact in queries.evidence_for(first, last, ("16.01",))} == named
    assert queries.reported_matters(first, last, ("16.01",)) == {VILLAGE: 9, OTHER: 1}
    assert Counter(matter.area_id for matter in heard) == {VILLAGE: 9, OTHER: 1}
