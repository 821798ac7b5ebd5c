"""Several signals at once: each by the rules for one, undone for a while, never over another."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions
from sejuk.sense.signals.actions import Said
from sejuk.sense.signals.models import BulkDeed, BulkRow, Decision, Signal
from sejuk.sense.signals.queries import Filter, matching
from sejuk.sense.signals.queries.bulk import Outcome, outcome_of
from sejuk.sense.signals.rules import Kind, SignalState
from sejuk.sense.signals.rules.bulk import MOST_AT_ONCE, UNDO_WITHIN, Bulk
from tests.builders import NOON, VILLAGE, a_seal, a_signal, an_operation
from tests.sense.signals.test_moves import REASON, an_operator
from tests.sense.signals.test_pages import signed_in, suggest

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=3)


def do(deed: Bulk, signals: list[Signal], actor: Actor, **said: object) -> Outcome:
    key = str(said.pop("key", f"{deed}-{len(signals)}-{said}"))
    done = actions.move_signals(
        deed=deed,
        signal_ids=[signal.pk for signal in signals],
        said=Said(**said),
        key=key,
        actor=actor,
        now=NOON,
    )
    return outcome_of(actor, done.pk, now=NOON)


def undo(outcome: Outcome, actor: Actor) -> Outcome:
    actions.undo_moves(deed_id=outcome.id, actor=actor, now=LATER)
    return outcome_of(actor, outcome.id, now=LATER)


def standing() -> list[dict[str, object]]:
    return list(Signal.objects.order_by("pk").values())


def verbs() -> list[str]:
    return [
        verb.removeprefix("signals.")
        for verb in Entry.objects.order_by("sequence").values_list("verb", flat=True)
    ]


def test_what_the_rules_refuse_is_told_one_by_one_and_the_others_are_done():
    alya, budi = an_operator("alya"), an_operator("budi")
    free, his, closed = a_signal(), a_signal(), a_signal(kind=Kind.LOGISTICS)
    actions.take_signal(signal_id=his.pk, actor=budi, now=NOON)
    for move in (actions.take_signal, actions.settle_signal):
        reason = {"reason": REASON} if move is actions.settle_signal else {}
        move(signal_id=closed.pk, actor=budi, now=NOON, **reason)
    elsewhere = a_signal(area_code="16.09.01.2001")
    Entry.objects.all()

    outcome = do(Bulk.TAKE, [free, his, closed, elsewhere], alya)

    assert (outcome.count, outcome.missing) == (1, 1)
    assert [one.number for one in outcome.spared] == [his.pk, closed.pk]
    assert "budi" in outcome.spared[0].why
    free.refresh_from_db()
    assert (free.state, free.taken_by_id) == (SignalState.TAKEN, alya.user_id)
    joined = Entry.objects.latest("sequence")
    assert joined.detail == {"deed": "take", "signals": [free.pk], "refused": 3}
    assert verbs()[-2:] == ["signal.taken", "bulkdeed.done"]
    assert outcome_of(budi, outcome.id, now=NOON) is None


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (Bulk.TAKE, {}),
        (Bulk.KIND, {"kind": Kind.LOGISTICS}),
        (Bulk.MATTER, {"cluster": "banjir"}),
        (Bulk.SET_ASIDE, {"reason": REASON}),
        (Bulk.RELEASE, {"reason": REASON}),
    ],
    ids=str,
)
def test_undoing_puts_back_each_signal_as_it_was_and_leaves_what_was_touched(deed, said):
    alya = an_operator("alya")
    signals = [a_signal(), a_signal(), a_signal()]
    if said.get("reason"):
        for signal in signals:
            actions.take_signal(signal_id=signal.pk, actor=alya, now=NOON - timedelta(hours=1))
    before = standing()
    outcome = do(deed, signals, alya, **said)
    assert (outcome.count, outcome.undo_until) == (3, NOON + UNDO_WITHIN)
    changed = standing()
    assert all(was != became for was, became in zip(before, changed, strict=True))
    Signal.objects.filter(pk=signals[1].pk).update(severity=3)

    outcome = undo(outcome, alya)

    assert (outcome.count, outcome.is_undone, outcome.undo_until) == (2, True, None)
    assert [one.number for one in outcome.spared] == [signals[1].pk]
    after = standing()
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] == changed[1] | {"severity": 3}
    assert verbs()[-3:] == ["signal.restored", "signal.restored", "bulkdeed.undone"]
    with pytest.raises(Refused, match="undone already"):
        undo(outcome, alya)


def test_undoing_is_for_who_did_it_and_for_ten_minutes():
    alya = an_operator("alya")
    done = do(Bulk.TAKE, [a_signal()], alya)

    with pytest.raises(NotYours):
        undo(done, an_operator("budi"))
    late = NOON + UNDO_WITHIN + timedelta(seconds=1)
    with pytest.raises(Refused, match="10 minutes"):
        actions.undo_moves(deed_id=done.id, actor=alya, now=late)
    assert outcome_of(alya, done.id, now=late).undo_until is None
    assert standing()[0]["state"] == SignalState.TAKEN


def test_sent_twice_it_is_done_once_and_the_key_is_good_for_nothing_else():
    alya, signals = an_operator("alya"), [a_signal(), a_signal()]
    first = do(Bulk.TAKE, signals, alya, key="k")
    entries = Entry.objects.count()

    assert do(Bulk.TAKE, signals, alya, key="k") == first
    assert (BulkDeed.objects.count(), Entry.objects.count()) == (1, entries + 1)
    with pytest.raises(Refused, match="sent already"):
        do(Bulk.TAKE, signals[:1], alya, key="k")
    assert do(Bulk.TAKE, signals[:1], an_operator("budi"), key="k").count == 0


@pytest.mark.parametrize(
    ("deed", "said", "sentence"),
    [
        (Bulk.KIND, {}, "Choose the kind"),
        (Bulk.SET_ASIDE, {"reason": "ok"}, "Write the reason"),
        (Bulk.RELEASE, {"reason": "Hubungi 0812-3456-7890 lagi"}, "telephone"),
        (Bulk.MATTER, {"cluster": "x" * 65}, "at most 64"),
        (Bulk.MATTER, {}, "several matters"),
    ],
)
def test_what_all_of_them_need_is_asked_for_before_anything_is_done(deed, said, sentence):
    alya = an_operator()
    signals = [a_signal(cluster="banjir"), a_signal(cluster="jembatan")]
    with pytest.raises(Refused, match=sentence):
        do(deed, signals, alya, **said)
    with pytest.raises(Refused, match="at least one"):
        do(Bulk.TAKE, [], alya)
    assert (BulkDeed.objects.count(), Entry.objects.count()) == (0, 0)


def test_the_kind_of_several_is_decided_as_of_one_and_waits_again_when_it_is_undone():
    alya = an_operator("alya")
    signals = [a_signal(), a_signal()]
    for signal in signals:
        suggest(signal.pk, decided=False)
    waiting = Filter(waits_for_decision=True)
    outcome = do(Bulk.KIND, signals, alya, kind=Kind.LOGISTICS)
    decided = Decision.objects.filter(aspect="kind").order_by("signal_id")
    assert [(one.signal_id, one.before, one.after, one.by) for one in decided] == [
        (signal.pk, "rumor", "logistik", "alya") for signal in signals
    ]
    assert matching(alya, waiting, now=NOON) == 0
    assert undo(outcome, alya).count == 2
    assert matching(alya, waiting, now=NOON) == 2


@pytest.mark.slow
def test_a_hundred_at_once_ask_no_more_than_each_alone(django_assert_max_num_queries):
    alya, first = an_operator("alya"), a_signal()
    seals = [a_seal(about=f"signals.signal:{number}") for number in range(5)]
    Signal.objects.bulk_create(
        Signal(
            **{
                field.attname: getattr(first, field.attname)
                for field in Signal._meta.concrete_fields
                if field.attname not in ("id", "seal_id")
            },
            seal_id=seals[number] if number < len(seals) else None,
        )
        for number in range(MOST_AT_ONCE)
    )
    signals = list(Signal.objects.order_by("pk"))
    with pytest.raises(Refused, match="at most 100"):
        do(Bulk.TAKE, signals, alya)
    with django_assert_max_num_queries(1_000):
        outcome = do(Bulk.TAKE, signals[1:], alya)
    assert outcome.count == MOST_AT_ONCE
    with django_assert_max_num_queries(30):
        assert undo(outcome, alya).count == MOST_AT_ONCE
    with django_assert_max_num_queries(1_200):
        assert do(Bulk.KIND, signals[1:], alya, kind=Kind.LOGISTICS).count == MOST_AT_ONCE


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_the_same_at_once_each_signal_has_one_winner():
    an_operation()
    signals = [a_signal() for _ in range(12)]
    people = [an_operator("alya"), an_operator("budi")]
    together, outcomes = Barrier(2), {}

    def take(actor: Actor, numbers: list[int]) -> None:
        together.wait()
        done = actions.move_signals(
            deed=Bulk.TAKE, signal_ids=numbers, said=Said(), key="k", actor=actor, now=NOON
        )
        outcomes[actor.name] = set(
            done.rows.filter(is_done=True).values_list("signal_id", flat=True)
        )
        connection.close()

    numbers = [signal.pk for signal in signals]
    orders = [numbers[:8], numbers[:3:-1]]
    threads = [Thread(target=take, args=pair) for pair in zip(people, orders, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes["alya"] | outcomes["budi"] == set(numbers)
    assert not outcomes["alya"] & outcomes["budi"]
    for signal in Signal.objects.select_related("taken_by"):
        assert signal.pk in outcomes[signal.taken_by.username]
    assert Entry.objects.filter(verb="signals.signal.taken").count() == len(numbers)
    assert BulkRow.objects.filter(is_done=False).count() == 4


def test_the_page_moves_tells_and_undoes_and_keeps_what_was_typed(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    mine, other = a_signal(), a_signal(kind=Kind.LOGISTICS)
    client, inbox = signed_in(Role.OPERATOR), reverse("signals:inbox")
    many = reverse("signals:many")
    key = client.get(inbox, {"kind": "rumor"}).context["key"]
    sent = {"key": key, "back": "kind=rumor&deed=9&x=<b>", "signal": [mine.pk, other.pk]}

    assert signed_in(Role.VILLAGE_OFFICER, area_code=VILLAGE).post(many, sent).status_code == 403
    refused = client.post(many, sent | {"deed": "set_aside", "reason": "ok"})
    assert refused.status_code == 422
    assert refused.context["many"].chosen == {mine.pk, other.pk}
    assert [chip.name for chip in refused.context["chips"]] == ["Jenis"]
    assert b"ok</textarea>" in refused.content
    assert client.post(many, sent | {"deed": ""}).status_code == 422

    done = client.post(many, sent | {"deed": "take"})
    page = client.get(done.url)
    assert page.context["outcome"].count == 2
    assert done.url.startswith(f"{inbox}?kind=rumor&deed=")
    undo_it = reverse("signals:undo_many", args=[page.context["outcome"].id])
    assert undo_it.encode() in page.content
    other_client = signed_in(Role.OPERATOR)
    assert other_client.post(undo_it).status_code == 404
    assert other_client.get(done.url).context["outcome"] is None
    back = client.post(undo_it, {"back": "kind=rumor"})
    assert client.get(back.url).context["outcome"].is_undone
    assert client.post(undo_it).status_code == 409
