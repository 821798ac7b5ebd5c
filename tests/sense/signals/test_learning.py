"""What staff decides is learnt from: questions, a judged model, its pages, and the way back."""

import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from sejuk.engines import triage
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import tasks
from sejuk.sense.signals.actions.learning import ask_questions, bring_back, learn_kinds, stop_model
from sejuk.sense.signals.models import Decision, ModelTurn, ModelVersion, Question, Signal
from sejuk.sense.signals.queries.learning import (
    active_model,
    decisions_so_far,
    kinds_decided,
    lesson_to_learn,
)
from sejuk.sense.signals.queries.questions import chosen_questions, queue_of
from sejuk.sense.signals.rules import Aspect, Kind
from tests.builders import NOON, a_signal, a_user, an_actor, an_operation, shift_to

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SYSTEM = Actor.system("learn")
DAY = timedelta(days=1)
# Words that no rule knows, so that only what is learnt can tell these two kinds.
WORDS = {
    Kind.SERVICE: "loket antre map stempel kursi formulir meja tiket meterai fotokopi kasir nomor",
    Kind.POSITIVE: "senam kebun mancing layang bunga gamelan lomba kolam sepeda taman rebana",
}
FILLER = "pagi sore kemarin banyak sedikit lama baru besar kecil ramai sepi jauh dekat tinggi"


@pytest.fixture(autouse=True)
def operation():
    shift = shift_to(NOON)
    return an_operation(is_demonstration=True, clock_shift_seconds=shift)


def decided(days: int, *, a_day: int = 14, right: bool = True) -> None:
    """Let staff answer some questions on each of several days until yesterday, all by lot."""
    chance = random.Random(3)
    for back in range(days, 0, -1):
        at = NOON - back * DAY
        for number in range(a_day):
            kind = chance.choice(list(WORDS))
            words = [*chance.sample(WORDS[kind].split(), 3), *chance.sample(FILLER.split(), 3)]
            other = Kind.POSITIVE if kind == Kind.SERVICE else Kind.SERVICE
            after = kind if right else other
            signal = a_signal(text=" ".join(words), heard_at=at - DAY, kind=after)
            Question.objects.create(
                signal=signal, day=at.date(), number=number + 1, why="random", asked_at=at
            )
            Decision.objects.create(
                signal=signal, aspect=Aspect.KIND, before="rumor", by="alya", at=at, after=after
            )


def learnt() -> ModelVersion:
    lesson = lesson_to_learn()
    assert lesson is not None
    return learn_kinds(lesson=lesson, actor=SYSTEM, now=NOON)


def last_turn() -> ModelTurn:
    return ModelTurn.objects.latest("pk")


def test_nothing_is_learnt_from_little_or_from_what_is_personal():
    assert (active_model(), lesson_to_learn()) == (None, None)
    decided(3)
    assert lesson_to_learn() is None
    signal = a_signal(text="Antre di loket, hubungi 0812-3456-7890.", kind=Kind.SERVICE)
    Decision.objects.create(
        signal=signal, aspect=Aspect.KIND, after="pelayanan", by="alya", at=NOON
    )
    so_far = decisions_so_far()
    assert (len(so_far.told), so_far.by_lot, so_far.left_out) == (42, 42, 1)
    # The page counts what is decided, without reading it.
    assert kinds_decided() == (43, so_far.by_lot)


def test_only_what_still_holds_is_learnt():
    signal = a_signal(text="Antre di loket.", kind=Kind.SERVICE)
    for hour, after in enumerate((Kind.SERVICE, Kind.POSITIVE)):
        Decision.objects.create(
            signal=signal, aspect=Aspect.KIND, by="alya", after=after, at=NOON + hour * DAY / 24
        )
    # The second was undone: the first holds again.
    assert [one.categories for one in decisions_so_far().told] == [(triage.Category.SERVICE,)]
    Signal.objects.update(kind=Kind.RUMOUR)
    assert decisions_so_far().told == ()


def test_a_model_is_judged_by_later_decisions_and_takes_the_place_of_the_rules():
    decided(8)
    lesson = lesson_to_learn()
    assert max(one.decided_on for one in lesson.earlier) < min(
        one.decided_on for one in lesson.later
    )
    first = learnt()
    assert (last_turn().deed, last_turn().verdict) == ("replaced", "no_drop")
    model = active_model()
    assert model.version == first.version == triage.model_from_json(first.content).version
    guess = triage.suggested("petugas loket lambat sekali", model).categories[0]
    assert guess.category is triage.Category.SERVICE
    assert first.compared_with == ""
    seen = {one.group for one in lesson.earlier}
    unseen = [one for one in lesson.later if one.group not in seen]
    assert (first.trained_on, first.figures["messages"]) == (len(lesson.earlier), len(unseen))
    assert first.figures["drawn_by_lot"] == len(unseen) >= 50
    assert first.figures["at_random"]["value"] > first.figures_before["at_random"]["value"]
    assert Entry.objects.latest("sequence").verb == "signals.modelversion.replaced"
    # Nothing new was decided: nothing is learnt.
    assert lesson_to_learn() is None
    for table in (ModelVersion, ModelTurn, Question):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.filter(pk=table.objects.latest("pk").pk).update(id=0)


def test_who_goes_back_needs_a_reason_and_only_to_what_spoke(client):
    decided(8)
    first = learnt()
    ModelTurn.objects.create(model=first, deed="replaced", verdict="no_drop", by="t", at=NOON)
    refused = ModelVersion.objects.create(
        version="f" * 64, trained_on=30, trained_until=NOON.date(), left_out=0,
        compared_with=first.version, figures=first.figures_before, figures_before=first.figures,
        made_at=NOON,
    )  # fmt: skip
    ModelTurn.objects.create(
        model=refused, deed="refused", verdict="drops", difference=-0.2, by="t", at=NOON
    )
    head = an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))
    said = {"reason": "Ia menyarankan yang keliru sejak Senin.", "actor": head, "now": NOON}
    with pytest.raises(Refused):
        bring_back(version_id=first.pk, **said)
    stop_model(**said)
    assert active_model() is None
    with pytest.raises(Refused):
        stop_model(**said)
    with pytest.raises(Refused):
        bring_back(version_id=refused.pk, **said)
    with pytest.raises(Refused):
        bring_back(version_id=first.pk, **said | {"reason": " "})
    with pytest.raises(Refused):
        bring_back(version_id=first.pk, **said | {"actor": an_actor(Role.OPERATOR)})
    client.cookies["django_language"] = "en"
    client.force_login(a_user(Role.OPS_HEAD, area_code="16.01"))
    page = client.get("/triase/model/").content.decode()
    assert "The rules speak alone." in page
    assert "did worse than the one before" in page
    url = f"/triase/model/{first.pk}/"
    assert "Bring it back" in client.get(url).content.decode()
    assert "Bring it back" not in client.get(f"/triase/model/{refused.pk}/").content.decode()
    assert client.post(f"{url}pakai/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}pakai/", {"reason": said["reason"]}).url == "/triase/model/"
    assert active_model().version == first.version
    assert client.post("/triase/model/aturan/", {"reason": said["reason"]}).status_code == 302
    assert active_model() is None
    client.force_login(a_user(Role.OPERATOR, area_code="16.01"))
    assert client.post(f"{url}pakai/", {"reason": said["reason"]}).status_code == 403
    assert "Bring it back" not in client.get(url).content.decode()


def test_the_questions_of_a_day_are_answered_with_one_press_each(django_assert_max_num_queries):
    for number in range(70):
        a_signal(text=f"Loket {number} antre.", cluster=f"c{number}", area_code="16.01.08.2018")
    for number in range(9):
        a_signal(text="Katanya besok libur.", cluster=f"libur {number % 3}")
    closed = a_signal(state="settled", state_reason="Selesai.", state_changed_at=NOON)
    # Asked well before: the clock of the operation stands at noon to half a second only.
    asked_at = NOON - DAY / 24
    questions = chosen_questions(asked_at)
    whys = [one.why for one in questions]
    # Three matters spread; one of them was drawn by lot before.
    assert (len(questions), whys.count("random"), whys.count("fast")) == (60, 12, 2)
    assert closed.pk not in {one.signal_id for one in questions}
    assert ask_questions(questions=questions, actor=SYSTEM, now=asked_at) == 60
    assert chosen_questions(NOON) == []
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_user(Role.OPERATOR, area_code="16.01"))
    client.get("/")
    with django_assert_max_num_queries(12):
        page = client.get("/triase/").content.decode()
    assert "0 of 60" in page
    first = Question.objects.get(number=1)
    answer = f"/triase/{first.pk}/"
    assert client.post(answer, {"kind": "tak ada"}).url == "/triase/?sesudah=1"
    assert client.post(answer, {"kind": "positif"}).url == "/triase/"
    decision = Decision.objects.get()
    assert (decision.signal_id, decision.after) == (first.signal_id, "positif")
    assert Signal.objects.get(pk=first.signal_id).kind == Kind.POSITIVE
    assert "1 of 60" in client.get("/triase/").content.decode()
    by_lot = Question.objects.filter(why="random").earliest("number")
    page = client.get(f"/triase/?sesudah={by_lot.number - 1}").content.decode()
    assert "nothing is suggested" in page
    assert " %</span>" not in page
    assert "That was the last one" in client.get("/triase/?sesudah=60").content.decode()
    stranger = an_actor(Role.OPERATOR, area_code="16.09")
    assert queue_of(stranger, now=NOON).total == 0
    client.force_login(a_user(Role.OPERATOR, area_code="16.09"))
    assert client.post(answer, {"kind": "positif"}).status_code == 404


def test_a_night_on_which_nothing_can_be_judged_has_its_questions_all_the_same(monkeypatch):
    decided(10)
    for _ in range(3):
        a_signal(text="Ada keributan di balai desa.")

    # The model that speaks has seen all that is left to judge by.
    monkeypatch.setattr(triage, "unseen_by", lambda *_: ())
    with pytest.raises(triage.CannotJudge):
        learnt()
    tasks.learn_and_ask(timestamp=0)
    assert not ModelVersion.objects.exists()
    assert Question.objects.filter(asked_at__gt=NOON - DAY / 2).exists()
