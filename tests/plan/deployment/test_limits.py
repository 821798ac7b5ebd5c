"""What computing and rules take is what the page offers; anything else is refused in words."""

import pytest
from django.test import Client
from django.urls import reverse

from sejuk.engines.roster import Level, RuleCode
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment.actions.needs import set_rule
from sejuk.plan.deployment.models import Solve
from sejuk.plan.deployment.queries.rule_pages import code_choices
from sejuk.plan.deployment.rules import SOLVE_SECONDS
from tests.builders import NOON, a_duty, a_user, an_actor

pytestmark = pytest.mark.django_db
NEVER_ACT = [code for code in RuleCode if code.startswith(("mix", "follow", "most_", "least_"))]


@pytest.fixture
def client():
    found = Client()
    found.force_login(a_user(Role.OPERATOR))
    return found


@pytest.fixture
def roster():
    return a_duty(published=False).roster


@pytest.mark.parametrize("number", ["9" * 5000, "²", "", "-1"])
def test_a_number_that_is_none_is_refused_in_words(client, roster, number):
    address = reverse("deployment:stop_solve", args=[roster.pk])
    assert client.post(address, {"hitungan": number}).status_code in (302, 409, 422)


@pytest.mark.parametrize("seconds", ["4", "3601", "9" * 5000])
def test_the_board_offers_the_seconds_that_computing_takes(client, roster, seconds):
    board = reverse("deployment:board", args=[roster.pk])
    limits = f'min="{SOLVE_SECONDS[0]}" max="{SOLVE_SECONDS[-1]}"'
    assert limits in client.get(board).content.decode()
    asked = {"seconds": seconds, "seed": 1, "workers": 1}
    page = client.post(reverse("deployment:solve", args=[roster.pk]), asked, follow=True)
    assert "5 sampai 3600" in page.content.decode().replace(".", "")
    assert not Solve.objects.exists()


@pytest.mark.parametrize("code", NEVER_ACT)
def test_rules_that_have_nothing_to_act_on_are_not_offered_and_not_set(roster, code):
    assert code.value not in dict(code_choices())
    with pytest.raises(Refused, match="nothing to act on"):
        set_rule(
            operation_id=roster.operation_id, code=code, level=Level.WARN, amount=1, price=1,
            organisation_id=None, reason="Perintah.", actor=an_actor(Role.CHIEF), now=NOON,
        )  # fmt: skip
