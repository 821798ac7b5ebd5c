"""The picture in README, taken from the demonstration, and that it shows what it says."""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from sejuk.project.launcher.places import REPOSITORY
from tests.browser.conftest import DESK, Site

LARGEST = 300_000
AREAS = 157
LEAST_COLOURS_OF_A_MAP = 20


@pytest.fixture
def post(signed_in: BrowserContext, site: Site):
    """Open the command post on polling day, in light, with its map drawn."""
    page = signed_in.new_page()
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(f"{site.url}/")  # where a notice may stand that is shown once
    page.goto(f"{site.url}/?hari=2024-11-27")
    page.wait_for_selector(".map-live canvas")
    page.wait_for_load_state("networkidle")
    yield page
    page.close()


def test_the_command_post_as_readme_shows_it(post: Page, tmp_path: Path):
    folder = REPOSITORY / os.environ.get("SEJUK_PICTURES", tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    for shown in (".ribbon", ".tiles", ".map-live canvas", "[data-map] .area-list li"):
        expect(post.locator(shown).first).to_be_in_viewport()
    picture = folder / "command-post.png"

    _store(_steady(post), picture)

    assert picture.stat().st_size < LARGEST
    with Image.open(picture) as stored:
        assert stored.size == (DESK["width"], DESK["height"])


def test_map_and_twin_show_every_village_and_the_list_is_ordered(post: Page):
    drawn = Image.open(io.BytesIO(post.locator(".map-live canvas").first.screenshot()))
    colours = drawn.convert("RGB").getcolors(maxcolors=drawn.width * drawn.height) or []
    assert len(colours) > LEAST_COLOURS_OF_A_MAP
    # The twin without JavaScript, which the map covers, is of the same areas.
    assert post.locator(".map-twin a path").count() == AREAS
    rows = post.locator("[data-map] .area-list .band").all_inner_texts()
    assert len(rows) == AREAS
    # Who was never heard of has no number, and stands behind everybody who has one.
    said = [re.search(r"\d+,\d$", row) for row in rows]
    degrees = [float(found[0].replace(",", ".")) if found else -1.0 for found in said]
    assert degrees[0] > 0
    assert degrees == sorted(degrees, reverse=True)


def _steady(page: Page) -> bytes:
    """Take the page once the map has faded in: two pictures in a row that are the same."""
    before = b""
    for _ in range(20):
        page.wait_for_timeout(250)
        now = page.screenshot()
        if now == before:
            return now
        before = now
    pytest.fail("The map never came to rest.")


def _store(picture: bytes, path: Path) -> None:
    """Store a picture with a palette of 256 colours: a fourth of the size, and no eye sees it."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
