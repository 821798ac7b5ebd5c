"""Two operators at one inbox: by keys alone, with many at once, and each at what the other has."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import AXE, DESK, Site, invited
from tests.browser.walk import FIND_FAULTS, SERIOUS

SECOND = "Bripka Rekan Contoh"
WORD = "kunciran"
OF_THE_MATTER = "#rows tbody tr:has-text('lampu-kunciran')"


@pytest.fixture(scope="module")
def windows(signed_in: BrowserContext, browser: Browser, site: Site):
    """Give two windows: the first person's, and that of an operator whom he has invited."""
    context = invited(signed_in, browser, site, name=SECOND, role="operator")
    page = signed_in.new_page()
    for number in range(4):
        page.goto(f"{site.url}/sinyal/baru/")
        page.fill("textarea[name=text]", f"Lampu {WORD} nomor {number} padam.")
        page.fill("input[name=area]", "16.01.08.2018")
        page.fill("input[name=created_by]", "warga")
        page.click(".action-bar button[type=submit]")
        page.wait_for_url(re.compile(r"/sinyal/\d+/$"))
    yield page, context.new_page()
    page.close()
    context.close()


def at_inbox(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/sinyal/?q={WORD}&status=all")
    expect(page.locator("#rows tbody tr")).to_have_count(4)


def test_with_keys_alone_one_takes_and_the_other_is_told_who(
    windows: tuple[Page, Page], site: Site
):
    first, second = windows
    for page in windows:
        at_inbox(page, site)
        page.keyboard.press("j")
        expect(page.locator("#rows tbody tr").first.locator("th a")).to_be_focused()
    first.keyboard.press("?")
    expect(first.locator("dialog#keys")).to_be_visible()
    first.keyboard.press("Escape")
    first.keyboard.press("t")
    expect(first.locator("#hasil h2")).to_contain_text("1 sinyal dikerjakan")

    second.keyboard.press("j")
    second.keyboard.press("k")
    second.keyboard.press("x")
    second.keyboard.press("j")
    second.keyboard.press("x")
    expect(second.locator("[data-chosen] .num")).to_have_text("2")
    second.keyboard.press("a")
    expect(second.locator("#hasil h2")).to_contain_text("1 sinyal dikerjakan")
    expect(second.locator("#hasil li")).to_have_count(1)
    expect(second.locator("#hasil li")).to_contain_text("Penguji Contoh")
    second.click("#hasil button")
    expect(second.locator("#hasil h2")).to_contain_text("1 sinyal dikembalikan")
    expect(second.locator("#rows .badge", has_text="Ditangani")).to_have_count(1)


def test_many_at_once_are_done_and_undone_and_what_the_other_moved_since_stays(
    windows: tuple[Page, Page], site: Site
):
    first, second = windows
    at_inbox(first, site)
    first.check("[data-all] input")
    first.click(".many summary")
    first.fill("#many_cluster", "lampu-kunciran")
    first.click("button[value=matter]")
    expect(first.locator("#hasil h2")).to_contain_text("4 sinyal dikerjakan")
    at_inbox(second, site)
    expect(second.locator(OF_THE_MATTER)).to_have_count(4)
    second.locator("#rows tbody tr").last.locator("th a").click()
    second.click("form[action$='/ambil/'] button")
    expect(second.locator("main")).to_contain_text("Anda menangani sinyal ini")

    first.evaluate(AXE.read_text())
    found = first.evaluate(FIND_FAULTS, [])
    assert [words for impact, words in found if impact in SERIOUS] == []
    first.click("#hasil button")
    expect(first.locator("#hasil h2")).to_contain_text("3 sinyal dikembalikan")
    expect(first.locator("#hasil li")).to_have_count(1)
    expect(first.locator(OF_THE_MATTER)).to_have_count(1)


def test_without_script_the_same_is_done_by_boxes_and_buttons(
    windows: tuple[Page, Page], browser: Browser, site: Site
):
    context = browser.new_context(
        viewport=DESK,
        locale="id-ID",
        java_script_enabled=False,
        storage_state=windows[1].context.storage_state(),
    )
    page = context.new_page()
    at_inbox(page, site)
    for box in page.locator("#rows input[name=signal]").all():
        box.check()
    page.click("button[value=take]")
    expect(page.locator("#hasil h2")).to_contain_text("3 sinyal dikerjakan")
    expect(page.locator("#hasil li")).to_contain_text("Penguji Contoh")
    page.click("#hasil button")
    expect(page.locator("#hasil h2")).to_contain_text("3 sinyal dikembalikan")
    context.close()
