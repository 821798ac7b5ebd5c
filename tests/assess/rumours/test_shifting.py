"""Merging and splitting lose nothing, and a merge can be taken back."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sejuk.assess.rumours import actions
from sejuk.assess.rumours.models import Check, Rumour, Shift, Sighting
from sejuk.assess.rumours.rules import Veracity
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import ContentGrade
from tests.assess.rumours.telling import (
    CLAIM,
    REASON,
    a_rumour,
    an_answer,
    closed,
    decided,
    heard,
    somebody,
    tell,
)
from tests.builders import NOON, an_operation

pytestmark = pytest.mark.django_db
NEIGHBOUR = "16.01.08.2019"
# To merge, to undo a merge, to split; and which rumours it is done with.
DEEDS = st.tuples(st.sampled_from("mus"), st.integers(0, 5), st.integers(0, 5))


@pytest.fixture(autouse=True)
def _operation():
    an_operation()


@pytest.fixture
def alya() -> Actor:
    return somebody(name="alya")


def merged(gone: Rumour, kept: Rumour, actor: Actor, **said: object) -> Shift:
    for one in (gone, kept):
        one.refresh_from_db()
    values = {"reason": REASON, "now": NOON} | said
    return actions.merge_rumours(
        rumour_id=gone.pk, into_id=kept.pk, version_seen=gone.version,
        into_version_seen=kept.version, actor=actor, **values,
    )  # fmt: skip


def unmerged(gone: Rumour, actor: Actor) -> Shift:
    return actions.undo_merge(rumour_id=gone.pk, reason=REASON, actor=actor, now=NOON)


def split(rumour: Rumour, sightings: list[int], actor: Actor) -> Rumour:
    rumour.refresh_from_db()
    return actions.split_rumour(
        rumour_id=rumour.pk, sighting_ids=sightings, claim=CLAIM, reason=REASON,
        version_seen=rumour.version, actor=actor, now=NOON,
    )  # fmt: skip


def places() -> dict[int, int]:
    """Return in which rumour each sighting lies."""
    return dict(Sighting.objects.values_list("pk", "rumour_id"))


def matters() -> set[tuple[int, str]]:
    """Return the pairs of rumour and matter of all signals: each rumour is one matter."""
    return set(Sighting.objects.values_list("rumour_id", "signal__cluster"))


def test_what_was_merged_goes_over_and_comes_back_as_it_was(alya):
    first, second = a_rumour(alya), a_rumour(alya)
    tell(first, heard(NEIGHBOUR), actor=alya)
    an_answer(first, actor=alya)
    decided(first, actor=alya)
    before = places()
    told_later = []

    merged(first, second, alya)
    first.refresh_from_db()
    assert (first.state, first.merged_into_id) == ("merged", second.pk)
    assert set(places().values()) == {second.pk}
    assert Check.objects.get().rumour_id == second.pk
    # The matter is what the one that stays is: not verified yet.
    assert set(Signal.objects.values_list("content_grade", flat=True)) == {ContentGrade.SIX}
    tell(second, heard(at=NOON - timedelta(hours=1)), actor=alya)
    told_later = [pk for pk in places() if pk not in before]

    unmerged(first, alya)
    first.refresh_from_db()
    assert (first.state, first.merged_into, first.veracity) == ("answering", None, "false")
    assert places() == before | dict.fromkeys(told_later, second.pk)
    assert first.checks.count() == 1
    grades = first.sightings.values_list("signal__content_grade", flat=True)
    assert set(grades) == {ContentGrade.FIVE}
    with pytest.raises(Refused, match="undone already"):
        unmerged(first, alya)
    assert [shift.kind for shift in Shift.objects.order_by("pk")] == ["merge", "undoing"]


def test_what_was_heard_since_reopens_the_closed_rumour_that_it_is_merged_into(alya):
    kept, old = a_rumour(alya), a_rumour(alya)
    an_answer(kept, actor=alya)
    decided(kept, actor=alya)
    closed(kept, actor=alya)
    merged(old, kept, alya)
    kept.refresh_from_db()
    assert kept.state == "closed"
    later = NOON + timedelta(days=2)
    new = a_rumour(alya, now=later, first=heard(at=later - timedelta(hours=1)))
    with pytest.raises(Refused, match="names a person"):
        merged(new, kept, alya, now=later, reason="Pak Budi Santoso bilang sama.")
    merged(new, kept, alya, now=later)
    kept.refresh_from_db()
    assert kept.state == "answering"
    assert kept.due_at > later
    assert kept.steps.get(deed="heard_again")


def test_a_merge_is_not_undone_under_a_decision_that_rests_on_its_answer(alya):
    kept, gone = a_rumour(alya), a_rumour(alya)
    an_answer(gone, actor=alya)
    merged(gone, kept, alya)
    decided(kept, actor=alya)
    with pytest.raises(Refused, match="rests on an answer that would go back"):
        unmerged(gone, alya)
    decided(kept, Veracity.UNVERIFIED, actor=alya)
    unmerged(gone, alya)
    assert gone.checks.count() == 1


def test_a_merge_inside_another_is_undone_after_it(alya):
    inner, middle, outer = a_rumour(alya), a_rumour(alya), a_rumour(alya)
    before = places()
    merged(inner, middle, alya)
    merged(middle, outer, alya)
    with pytest.raises(Refused, match="Undo that merge first"):
        unmerged(inner, alya)
    unmerged(middle, alya)
    unmerged(inner, alya)
    assert places() == before


def test_a_split_is_a_rumour_of_its_own_and_is_undone_by_merging_it_back(alya):
    rumour = a_rumour(alya)
    tell(rumour, heard(NEIGHBOUR), actor=alya)
    an_answer(rumour, actor=alya)
    decided(rumour, actor=alya)
    before = places()
    [moved] = rumour.sightings.filter(area=NEIGHBOUR).values_list("pk", flat=True)
    new = split(rumour, [moved], alya)
    assert (new.state, new.veracity, new.split_from_id) == ("new", "unverified", rumour.pk)
    assert new.area_id == NEIGHBOUR
    assert Sighting.objects.get(pk=moved).written_for_id == rumour.pk
    assert Sighting.objects.get(pk=moved).signal.content_grade == ContentGrade.SIX
    merged(new, rumour, alya)
    assert places() == before
    with pytest.raises(NotYours):
        split(rumour, [moved, 10_000], alya)
    with pytest.raises(Refused, match="At least one"):
        split(rumour, list(before), alya)


def test_nobody_merges_what_somebody_else_has_changed_or_holds(alya):
    first, second, bela = a_rumour(alya), a_rumour(alya), somebody(name="bela")
    decided(second, Veracity.UNVERIFIABLE, actor=bela)
    with pytest.raises(Refused, match="bela has changed"):
        actions.merge_rumours(
            rumour_id=first.pk, into_id=second.pk, reason=REASON, version_seen=1,
            into_version_seen=1, actor=alya, now=NOON,
        )  # fmt: skip
    actions.take_rumour(rumour_id=second.pk, actor=bela, now=NOON)
    with pytest.raises(Refused, match="bela has this rumour in hand"):
        merged(first, second, alya)
    with pytest.raises(Refused, match="not merged into itself"):
        merged(first, first, alya)


@pytest.mark.slow
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(DEEDS, max_size=9))
def test_whatever_is_merged_split_and_undone_nothing_is_lost(alya, deeds):
    started = [a_rumour(alya) for _ in range(3)]
    for one in started:
        tell(one, heard(NEIGHBOUR), actor=alya)
    numbers = set(places())
    written_for = dict(Sighting.objects.values_list("pk", "written_for_id"))
    rumours = list(started)
    for deed, a, b in deeds:
        one, other = rumours[a % len(rumours)], rumours[b % len(rumours)]
        try:
            if deed == "m":
                merged(one, other, alya)
            elif deed == "u":
                unmerged(one, alya)
            else:
                [chosen, *_] = one.sightings.values_list("pk", flat=True) or [0]
                rumours.append(split(one, [chosen], alya))
        except (Refused, NotYours):
            continue
    assert set(places()) >= numbers
    assert {pk: written_for[pk] for pk in numbers} == written_for
    for rumour in Rumour.objects.all():
        assert rumour.sightings.exists() != (rumour.state == "merged")
    assert all(cluster == f"isu-{number}" for number, cluster in matters())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_opposite_merges_at_once_one_holds_and_neither_waits_for_ever(alya):
    first, second = a_rumour(alya), a_rumour(alya)
    start, outcomes = Barrier(2), []

    def merge(gone: Rumour, kept: Rumour) -> None:
        start.wait()
        try:
            actions.merge_rumours(
                rumour_id=gone.pk, into_id=kept.pk, reason=REASON, version_seen=1,
                into_version_seen=1, actor=alya, now=NOON,
            )  # fmt: skip
            outcomes.append("merged")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=merge, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["merged", "refused"]
    assert Sighting.objects.filter(rumour__merged_into__isnull=True).count() == 2
