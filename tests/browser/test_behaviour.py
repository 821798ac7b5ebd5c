"""What JavaScript adds to the pages, and that they hold without it."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK, PHONE, Site

AREA = re.compile(r"\(16\.01\.\d\d\.\d{4}\)$")


@pytest.fixture
def page(signed_in: BrowserContext):
    page = signed_in.new_page()
    page.set_viewport_size(DESK)
    yield page
    page.close()


def test_a_village_is_found_by_the_first_letters_of_its_name(page: Page, site: Site):
    page.goto(f"{site.url}/sinyal/baru/")
    field = page.locator(".picker input").first
    field.press_sequentially("kuru")
    expect(page.locator(".picker-option").first).to_contain_text("Kurup")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(AREA)
    expect(field).to_have_attribute("aria-expanded", "false")


def test_the_map_the_list_and_the_address_follow_the_day(page: Page, site: Site):
    page.goto(f"{site.url}/")
    page.wait_for_selector(".map-live")
    day = page.locator(".days output")
    before, first = day.inner_text(), page.locator(".area-list li").first.inner_text()
    for _ in range(10):
        page.locator(".days input[type=range]").press("ArrowLeft")
    expect(day).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"hari=2024-1\d-\d\d"))
    assert page.locator(".area-list li").first.inner_text() != first


def test_pressing_play_moves_the_days_on(page: Page, site: Site):
    page.goto(f"{site.url}/?hari=2024-10-01")
    page.wait_for_selector(".map-live")
    day = page.locator(".days output")
    before = day.inner_text()
    page.click("[data-play]")
    expect(day).not_to_have_text(before)
    page.click("[data-play]")
    expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "false")


def test_choosing_in_the_list_opens_the_card_on_the_map(page: Page, site: Site):
    page.goto(f"{site.url}/")
    page.wait_for_selector(".map-live")
    link = page.locator(".area-list a").first
    link.focus()
    expect(page.locator(".map-card a")).to_have_attribute(
        "href", re.compile(link.get_attribute("href") or "-")
    )


def test_light_or_dark_is_remembered(page: Page, site: Site):
    page.goto(f"{site.url}/sinyal/")
    page.locator("[data-theme-toggle]:visible").click()
    expect(page.locator("html")).to_have_class("dark")
    page.goto(f"{site.url}/cakupan/")
    expect(page.locator("html")).to_have_class("dark")
    page.locator("[data-theme-toggle]:visible").click()
    expect(page.locator("html")).to_have_class("light")


def test_a_page_recovers_by_itself_when_the_server_was_away(page: Page, site: Site):
    page.goto(f"{site.url}/sinyal/")
    page.route("**/*", lambda route: route.abort())
    page.locator(".filters select").first.select_option(index=2)
    expect(page.locator(".away")).to_be_visible()
    page.unroute("**/*")
    expect(page.locator(".away")).to_have_count(0, timeout=15_000)
    expect(page.locator("#rows")).to_be_visible()


def test_without_javascript_the_drawn_map_and_the_menu_are_there(
    browser: Browser, site: Site, signed_in: BrowserContext
):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    context.add_cookies(signed_in.cookies())
    page = context.new_page()
    page.goto(f"{site.url}/")
    expect(page.locator(".map-twin svg")).to_be_visible()
    expect(page.locator(".days input[type=date]")).to_be_visible()
    page.click("details.menu summary")
    expect(page.locator(".menu-body .nav-link").first).to_be_visible()
    context.close()
