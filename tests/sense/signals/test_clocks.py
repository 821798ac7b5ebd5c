"""A referred signal shows by when others must act, under the law that holds in the operation."""

import html
from datetime import date

import pytest
from django.test import Client

from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.actions import set_regime
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.kit.legal_clocks import Regime
from sejuk.sense.signals import actions
from sejuk.sense.signals.rules import ReferralTarget
from tests.builders import NOON, a_signal, a_user, an_actor, an_operation

pytestmark = pytest.mark.django_db
REASON = "Perlu ditangani Sentra Gakkumdu."


def seen(role: Role, address: str) -> str:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_user(role))
    return html.unescape(client.get(address).content.decode())


def test_the_days_follow_the_law_of_the_operation_and_only_the_administrator_says_which(
    monkeypatch,
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    operation = an_operation(is_demonstration=True)
    user = a_user(Role.OPERATOR)
    alya = an_actor(Role.OPERATOR, user=user)
    signal = actions.take_signal(signal_id=a_signal().pk, actor=alya, now=NOON)
    actions.refer_signal(
        signal_id=signal.pk, to=ReferralTarget.GAKKUMDU, number="B/114/XI/2024",
        on=date(2024, 11, 19), reason=REASON, actor=alya, now=NOON,
    )  # fmt: skip
    page = f"/sinyal/{signal.pk}/"
    where = f"/operasi/{operation.pk}/"

    # Not said yet: "Mantap Praja" is how Polri calls the operation of a Pilkada, and it is told.
    assert "(Pilkada)" in (shown := seen(Role.OPERATOR, page))
    assert "Second discussion of Sentra Gakkumdu" in shown
    assert "follows from the name" in seen(Role.OPERATOR, where)
    with pytest.raises(Refused):
        set_regime(operation_id=operation.pk, regime=Regime.PEMILU, actor=alya, now=NOON)
    keeper = Client()
    keeper.force_login(a_user(Role.ADMINISTRATOR))
    assert keeper.post(f"{where}hukum", {"regime": "adat"}).status_code == 302
    operation.refresh_from_db()
    assert operation.regime == ""
    keeper.post(f"{where}hukum", {"regime": "pemilu"})
    assert Entry.objects.filter(verb="operations.regime.set").count() == 1
    # Fourteen working days from Tuesday 19 November, without the polling day of the 27th.
    shown = seen(Role.OPERATOR, page)
    assert "(Pemilu)" in shown
    assert "Second discussion" not in shown
    assert "10 Dec" in shown
