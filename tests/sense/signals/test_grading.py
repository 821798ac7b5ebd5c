"""Grading: what it decides, and that nobody's grades are undone by a page opened before them."""

import pytest
from django.urls import reverse

from sejuk.kit.actors import Actor, Role
from sejuk.sense.signals import actions
from sejuk.sense.signals.models import Decision, Signal
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
