"""Two people at one matter, and one person who presses twice: one has it, the other reads who."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site, invited

SECOND = "Bripka Kedua Contoh"
SETTLE = "form[action$='/selesai/']"
TOLD = "Kantor camat minta dijelaskan jam buka gudang logistik."


@pytest.fixture
def first(signed_in: BrowserContext):
    page = signed_in.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def second_person(signed_in: BrowserContext, browser: Browser, site: Site):
    """Invite another operator through the pages; give the window in which he has signed in."""
    context = invited(signed_in, browser, site, name=SECOND, role="operator")
    yield context
    context.close()


@pytest.fixture
def second(second_person: BrowserContext):
    page = second_person.new_page()
    yield page
    page.close()


def test_of_two_who_take_a_signal_at_once_one_has_it_and_the_other_reads_who(
    first: Page, second: Page, site: Site
):
    signal = written_down(first, site, "Adu mulut soal antrean di balai desa, sudah reda.")
    for page in (first, second):
        page.goto(f"{site.url}{signal}")
    take = "document.querySelector(\"form[action$='/ambil/'] button\").click()"

    with first.expect_navigation(), second.expect_navigation():
        first.evaluate(take)
        second.evaluate(take)

    has_it = [page.locator(SETTLE).count() for page in (first, second)]
    assert sorted(has_it) == [0, 1]
    winner, loser = (first, second) if has_it[0] else (second, first)
    name = "Penguji Contoh" if winner is first else SECOND
    expect(winner.locator("main")).to_contain_text("Anda menangani sinyal ini sampai")
    expect(loser.locator("main [role=alert]").first).to_contain_text(name)
    loser.goto(f"{site.url}/sinyal/?q=antrean+di+balai")
    expect(loser.locator("#rows tbody tr")).to_have_count(1)
    expect(loser.locator("#rows tbody tr")).to_contain_text(f"{name}, sampai")


def test_what_the_first_settled_the_second_cannot_settle_again(
    first: Page, second: Page, site: Site
):
    signal = written_down(first, site, "Saling dorong di pasar, sudah dilerai.")
    first.goto(f"{site.url}{signal}")
    first.click("form[action$='/ambil/'] button")
    first.wait_for_selector(SETTLE, state="attached")
    stale = first.context.new_page()
    stale.goto(f"{site.url}{signal}")
    for page in (first, stale):
        page.click(f"details:has({SETTLE}) > summary")
        page.fill(f"{SETTLE} textarea", "Didamaikan di tempat.")
        page.click(f"{SETTLE} button[type=submit]")
    expect(first.locator(".lead .badge").first).to_have_text("Selesai")
    expect(stale.locator("main [role=alert]").first).to_be_visible()
    stale.close()
    second.goto(f"{site.url}{signal}")
    expect(second.locator(".timeline li", has_text="Didamaikan di tempat.")).to_have_count(1)


def test_a_double_click_on_keep_makes_one_signal(first: Page, site: Site):
    first.goto(f"{site.url}/sinyal/baru/")
    fill_signal(first, TOLD)
    first.dblclick(".action-bar button[type=submit]")
    first.wait_for_url(re.compile(r"/sinyal/\d+/$"))
    assert kept(first, site, "jam buka gudang") == 1


def test_a_form_sent_twice_from_two_windows_makes_one_signal(first: Page, site: Site):
    """Sent again as a reload or a second window would: the form carries its own key."""
    first.goto(f"{site.url}/sinyal/baru/")
    fill_signal(first, "Tenda hajatan menutup jalan menuju gudang KPU.")
    fields = first.evaluate(
        "() => [...new FormData(document.querySelector('main form[data-once]'))]"
    )
    answers = [
        first.request.post(f"{site.url}/sinyal/baru/", form=dict(fields), max_redirects=0)
        for _ in range(2)
    ]
    assert [answer.status for answer in answers] == [302, 302]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert kept(first, site, "Tenda hajatan") == 1


def test_a_double_click_on_record_makes_one_visit(first: Page, site: Site):
    first.goto(f"{site.url}/sambang/catat/?desa=16.01.08.2018")
    first.check("[name=parties_met][value=kades]")
    first.fill("textarea[name=note]", "Dua kali tekan, satu kunjungan.")
    before = visits_there(first, site)
    first.bring_to_front()
    first.dblclick(".action-bar button[type=submit]")
    first.wait_for_url(re.compile(r"/sambang/kunjungan/\d+/$"))
    assert visits_there(first, site) == before + 1


def test_what_was_typed_stays_when_something_is_missing(first: Page, site: Site):
    first.goto(f"{site.url}/sinyal/baru/")
    first.fill("textarea[name=text]", TOLD)
    first.fill("input[name=area]", "tidak ada desa begini")
    first.click(".action-bar button[type=submit]")
    expect(first.locator(".field-error").first).to_be_visible()
    expect(first.locator("textarea[name=text]")).to_have_value(TOLD)
    expect(first.locator("input[name=area]")).to_have_value("tidak ada desa begini")


def written_down(page: Page, site: Site, text: str) -> str:
    page.goto(f"{site.url}/sinyal/baru/")
    fill_signal(page, text)
    page.click(".action-bar button[type=submit]")
    page.wait_for_url(re.compile(r"/sinyal/\d+/$"))
    return page.url.removeprefix(site.url)


def fill_signal(page: Page, text: str) -> None:
    page.fill("textarea[name=text]", text)
    page.fill("input[name=area]", "16.01.08.2018")
    page.fill("input[name=created_by]", "warga")


def kept(page: Page, site: Site, words: str) -> int:
    page.goto(f"{site.url}/sinyal/?status=all&q={words.replace(' ', '+')}")
    return page.locator("#rows tbody tr").count()


def visits_there(page: Page, site: Site) -> int:
    """Count the visits to the village in what its list exports."""
    answer = page.request.get(f"{site.url}/sambang/kunjungan/unduh.csv?wilayah=16.01.08.2018")
    return len(answer.text().strip().splitlines()) - 1
