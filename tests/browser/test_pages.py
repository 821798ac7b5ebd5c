"""Every page: readable by all, fit for a phone, small, and asking nobody but this machine."""

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import DESK, PHONE, Site
from tests.browser.walk import Seen, walk

KILOBYTE = 1000
WITHOUT_MAP = 60 * KILOBYTE
WITH_MAP = 500 * KILOBYTE
# The board is drawn at a desk: its module and the first rows come with the page.
BOARD = 80 * KILOBYTE
RESIDENTS = 30 * KILOBYTE


@pytest.fixture(scope="module")
def pages(signed_in: BrowserContext, site: Site) -> dict[str, Seen]:
    return walk(signed_in, ["/"], site.url)


@pytest.fixture(scope="module")
def open_pages(browser: Browser, site: Site) -> dict[str, Seen]:
    """Give what a resident sees, who has no account."""
    context = browser.new_context(viewport=DESK, locale="id-ID")
    seen = walk(context, ["/lapor/", "/akun/masuk/", "/tidak-ada/"], site.url)
    context.close()
    return seen


def test_the_walk_reaches_the_pages_of_every_stage(pages):
    reached = {name.partition(":")[0] for name in pages}
    stages = {"risk", "signals", "programme", "deployment", "outreach", "guard", "sitreps"}
    assert stages | {"audit", "imports"} <= reached


def test_every_page_answers(pages, open_pages):
    wrong = {seen.address: seen.status for seen in _all(pages, open_pages) if seen.status != 200}
    assert wrong == {}


def test_every_page_is_readable_by_all(pages, open_pages):
    faults = {seen.address: seen.faults for seen in _all(pages, open_pages) if seen.faults}
    assert faults == {}


def test_no_page_scrolls_sideways_on_a_phone(pages, open_pages):
    widths = {seen.address: seen.width_on_phone for seen in _all(pages, open_pages)}
    assert {address: width for address, width in widths.items() if width > PHONE["width"]} == {}


def test_no_request_leaves_the_machine_and_nothing_breaks_the_policy(pages, open_pages):
    told = {seen.address: [*seen.elsewhere, *seen.errors] for seen in _all(pages, open_pages)}
    assert {address: words for address, words in told.items() if words} == {}


def test_pages_stay_within_their_budgets(pages):
    heavy = {
        seen.address: seen.bytes_sent
        for name, seen in pages.items()
        if seen.bytes_sent > _budget(name, seen)
    }
    assert heavy == {}


def test_what_a_resident_loads_is_smaller_still(open_pages):
    heavy = {
        seen.address: seen.bytes_sent
        for name, seen in open_pages.items()
        if name.startswith("signals:") and seen.bytes_sent > RESIDENTS
    }
    assert heavy == {}


def _budget(name: str, seen: Seen) -> int:
    if name == "deployment:board":
        return BOARD
    return WITH_MAP if seen.has_map else WITHOUT_MAP


def _all(*groups: dict[str, Seen]) -> list[Seen]:
    return [seen for group in groups for seen in group.values()]
