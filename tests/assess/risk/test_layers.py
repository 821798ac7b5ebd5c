import pytest
from django.urls import reverse

from sejuk.kit import svg
from sejuk.kit.actors import Role
from sejuk.kit.layers import Tone
from tests.assess.risk.test_pages import PAGES, _noon, district, draw  # noqa: F401
from tests.builders import VILLAGE, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, district, settings):  # noqa: F811
    settings.SEJUK_LAYERS = "tests.layers.LAYERS"
    client.force_login(a_user(Role.OPERATOR))
    return client


def test_every_tone_has_a_fill_of_its_own():
    assert svg.TONE_FILLS.keys() == {tone.value for tone in Tone}
    fills = svg.BAND_FILLS | svg.TONE_FILLS
    assert len(set(fills.values())) == len(svg.BAND_FILLS) + len(svg.TONE_FILLS)


def test_the_browser_is_sent_what_a_layer_says_of_each_village(desk):
    sent = desk.get(reverse("risk:map_layer", args=["contoh"]), {"hari": "2024-11-04"}).json()
    assert sent["cells"][VILLAGE] == ["top", "7 of 9", 1, 0]
    assert sent["note"] == "as of 2024-11-04"


def test_without_javascript_the_drawn_map_the_legend_and_the_list_show_the_layer(desk):
    text = desk.get("/", {"lapisan": "contoh"}).content.decode()
    assert "url(#map-low-unsure)" in text
    assert "many &lt;b&gt;" in text
    assert text.index("7 of 9</span>") < text.index("1 of 9</span>")


@pytest.mark.parametrize("code", ["rahasia", "tidak-ada"])
def test_a_layer_that_is_not_for_him_is_not_found(desk, code):
    assert desk.get("/", {"lapisan": code}).status_code == 404
    assert desk.get(reverse("risk:map_layer", args=[code])).status_code == 404
