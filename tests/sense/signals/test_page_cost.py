"""What the page of a signal costs when everything that it can show is there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sejuk.foundation.channels.rules import Direction
from sejuk.kit.actors import Role
from sejuk.sense.signals.models import Decision, Entry, Photo, Receipt, Signal, Suggestion
from sejuk.sense.signals.rules import Aspect, SignalState, Voice
from sejuk.sense.signals.rules.photos import MOST_PHOTOS
from tests.builders import NOON, VILLAGE, a_seal, a_signal, an_operation
from tests.sense.signals.test_pages import signed_in

pytestmark = pytest.mark.django_db
ALIKE = {"relation": "same", "shared": ["surat suara"], "conflicts": []}


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()


def a_full_signal() -> Signal:
    """Make a referred signal of a matter with photos, a dialogue, suggestions and what is alike."""
    signal = a_signal(
        cluster="surat-suara",
        state=SignalState.REFERRED,
        state_reason="Pelanggaran.",
        state_changed_at=NOON,
        referred_to="gakkumdu",
        referral_number="B/114/XI/2024",
        referred_on=date(2024, 11, 19),
        seal_id=a_seal(),
        whole_id=a_seal(),
    )
    a_signal(cluster="surat-suara", area_code="16.01.08.2001")
    alike = a_signal(heard_at=NOON - timedelta(hours=3))
    said = [
        (Aspect.KIND, "logistik", {"proposed": True}),
        (Aspect.AREA, VILLAGE, {"words": "Ujanmas", "ambiguous": False}),
        (Aspect.URGENCY, "3", {"code": "object", "points": 2, "words": "gudang"}),
        (Aspect.MATTER, str(alike.pk), ALIKE),
    ]
    for aspect, value, reason in said:
        Suggestion.objects.create(
            signal=signal, aspect=aspect, value=value, probability=0.7, made_at=NOON,
            reasons=[reason], engine="rules 1",
        )  # fmt: skip
    Decision.objects.create(signal=signal, aspect=Aspect.KIND, after="isu", by="alya", at=NOON)
    Receipt.objects.create(signal=signal, digits_hash="a", issued_at=NOON)
    for number, direction in enumerate((Direction.IN, Direction.OUT)):
        by = Voice.RESIDENT if direction == Direction.IN else Voice.COMMAND_POST
        Entry.objects.create(
            signal=signal, direction=direction, by=by, text="Ya.", at=NOON, form_key=number
        )
    for number in range(1, MOST_PHOTOS + 1):
        Photo.objects.create(
            signal=signal, number=number, seal_id=a_seal(), width=64, height=64, came_at=NOON
        )
    return signal


def test_a_page_with_everything_asks_no_more_than_any_page(django_assert_max_num_queries):
    signal = a_full_signal()
    desk, page = signed_in(Role.OPERATOR), reverse("signals:signal", args=[signal.pk])
    # What who reported wrote is read once, and that is kept.
    desk.get(page)

    with django_assert_max_num_queries(12):
        shown = desk.get(page)
    assert shown.context["page"].others
    assert shown.context["page"].triage.pairs
    assert [shown.context["clocks"], shown.context["dialogue"]].count(None) == 0
    assert len(shown.context["photos"]) == MOST_PHOTOS
