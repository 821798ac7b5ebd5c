"""Grading: what it decides, and that nobody's grades are undone by a page opened before them."""

import pytest
from django.urls import reverse

from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals import actions
from sejuk.sense.signals.models import Decision, Question, Signal
from tests.builders import NOON, VILLAGE, a_signal, an_area, an_operation
from tests.sense.signals.test_pages import signed_in

pytestmark = pytest.mark.django_db
MONEY = "Ada yang bagi-bagi uang dan beras supaya memilih calon kepala desa."


@pytest.fixture(autouse=True)
def _ground(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")


@pytest.fixture
def signal() -> Signal:
    return a_signal(kind="lain", text=MONEY)


def shown(client, signal: Signal) -> dict[str, str]:
    """Return what the form of grading sends when nothing is touched."""
    moves = client.get(reverse("signals:signal", args=[signal.pk])).context["moves"]
    (form,) = [one.form for one in moves if one.deed == "nilai"]
    return {name: str(form[name].value()) for name in form.fields if form[name].value() is not None}


def graded(client, signal: Signal, said: dict[str, str]):
    answer = client.post(reverse("signals:move", args=[signal.pk, "nilai"]), said)
    signal.refresh_from_db()
    return answer


def test_the_kind_is_decided_when_it_changes_or_somebody_says_it_is_right(signal):
    actions.suggest_about(signal_ids=[signal.pk], actor=Actor.system("test"), now=NOON)
    client = signed_in(Role.OPERATOR)

    graded(client, signal, shown(client, signal) | {"source_grade": "B"})
    assert signal.source_grade == "B"
    assert not Decision.objects.exists(), "who grades the source has said nothing of the kind"

    graded(client, signal, shown(client, signal) | {"kind_is_right": "on"})
    graded(client, signal, shown(client, signal) | {"kind": "politik_uang"})
    rows = Decision.objects.order_by("pk").values_list("aspect", "before", "after")
    assert list(rows) == [("kind", "lain", "lain"), ("kind", "lain", "politik_uang")]


def test_a_page_opened_before_undoes_nobodys_grades_and_tells_what_changed(signal):
    alya, budi = signed_in(Role.OPERATOR), signed_in(Role.OPERATOR)
    alyas, budis = shown(alya, signal), shown(budi, signal)
    hers = {"severity": "4", "rung": "GN", "kind": "intimidasi", "cluster": "x-a"}
    assert graded(alya, signal, alyas | hers).status_code == 302

    answer = graded(budi, signal, budis | {"content_grade": "5", "severity": "2"})
    assert answer.status_code == 409
    assert (signal.kind, signal.severity, signal.content_grade) == ("intimidasi", 4, "6")
    page = answer.content.decode()
    assert "Sinyal ini sudah dinilai orang lain sejak Anda membuka halaman" in page
    assert "Berubah sementara itu: Lain-lain → Intimidasi" in page
    (form,) = [one.form for one in answer.context["moves"] if one.deed == "nilai"]
    again = {name: str(form[name].value()) for name in budis}
    # What he typed stays, what he did not touch is hers.
    assert (again["content_grade"], again["severity"]) == ("5", "2")
    assert (again["kind"], again["rung"], again["cluster"]) == ("intimidasi", "GN", "x-a")

    assert graded(budi, signal, again).status_code == 302
    assert (signal.kind, signal.severity, signal.content_grade) == ("intimidasi", 2, "5")
    assert graded(budi, signal, budis | {"seen": "F|6"}).status_code == 422


@pytest.mark.parametrize(
    ("aspect", "value", "column"),
    [
        ("kind", "rumor", "kind"),
        ("urgency", "3", "severity"),
        ("area", "16.01.08.2001", "area_id"),
        ("matter", "same:{other}", "cluster"),
    ],
)
def test_a_press_beside_a_suggestion_changes_only_what_was_seen(signal, aspect, value, column):
    an_area("16.01.08.2001", "Tanjung Baru")
    an_area("16.01.08.2002", "Pengandonan")
    other = a_signal(cluster="banjir")
    hers = {"kind": "intimidasi", "severity": 4, "area_id": "16.01.08.2002", "cluster": "x-a"}
    client, address = signed_in(Role.OPERATOR), reverse("signals:decide", args=[signal.pk])
    pressed = {
        "aspect": aspect,
        "value": value.format(other=other.pk),
        "seen": str(getattr(signal, column)),
    }
    Signal.objects.filter(pk=signal.pk).update(**{column: hers[column]})

    page = client.post(address, pressed, follow=True).content.decode()
    signal.refresh_from_db()
    assert getattr(signal, column) == hers[column]
    assert "sejak Anda membuka halaman" in page

    client.post(address, pressed | {"seen": str(hers[column])})
    signal.refresh_from_db()
    assert getattr(signal, column) != hers[column]


@pytest.mark.parametrize(("deed", "column"), [("kind", "kind"), ("matter", "cluster")])
def test_several_at_once_leave_alone_what_changed_since_the_list_was_opened(signal, deed, column):
    other = a_signal(kind="lain")
    client = signed_in(Role.OPERATOR)
    rows = client.get(reverse("signals:inbox")).context["page"].rows
    seen = [f"{row.id} {row.grades}" for row in rows]
    Signal.objects.filter(pk=signal.pk).update(kind="intimidasi", cluster="x-a")

    said = {"deed": deed, "kind": "logistik", "cluster": "banjir", "key": "k", "back": ""}
    client.post(reverse("signals:many"), said | {"signal": [signal.pk, other.pk], "seen": seen})

    signal.refresh_from_db()
    other.refresh_from_db()
    assert (signal.kind, signal.cluster) == ("intimidasi", "x-a")
    assert getattr(other, column) == {"kind": "logistik", "cluster": "banjir"}[column]


def test_a_question_that_somebody_answered_meanwhile_is_not_answered_over_him(signal):
    question = Question.objects.create(
        signal=signal, day=NOON.date(), number=1, why="random", asked_at=NOON
    )
    client, address = signed_in(Role.OPERATOR), reverse("signals:answer", args=[question.pk])
    asked = client.get(reverse("signals:queue")).context["page"].asked
    Signal.objects.filter(pk=signal.pk).update(kind="intimidasi")
    client.post(address, {"kind": "logistik", "seen": asked.kind})
    signal.refresh_from_db()
    assert signal.kind == "intimidasi"
