"""Asked back and answered under a receipt, without script; four weeks later, the survey."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_duty_phone import told

HEARD = "Lampu jalan zamrudkelana padam, anak muda berkumpul sampai larut."
ASKED = "Terima kasih. Di dekat rumah ibadah atau di dekat pasar?"
ANSWERED = "Di dekat pasar lama, di samping gardu."
SETTLED = "PLN sudah memperbaiki, patroli lewat setiap malam."
BETTER = "Tolong lampunya diperiksa setiap bulan."
# Nothing else of the district is older for it.
FOUR_WEEKS_GO_BY = """
from datetime import timedelta
from django.db.models import F
from sejuk.sense.signals.models import Signal
rows = Signal.objects.filter(pk={signal}, state="settled")
print(rows.update(state_changed_at=F("state_changed_at") - timedelta(weeks=4)))
"""


@pytest.fixture
def phone(browser: Browser):
    """Give the cheap phone of somebody without an account; JavaScript is off."""
    context = browser.new_context(viewport=PHONE, locale="id-ID", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(signed_in: BrowserContext):
    page = signed_in.new_page()
    yield page
    page.close()


def test_a_report_is_asked_back_answered_settled_and_judged(desk: Page, phone: Page, site: Site):
    receipt = reported(phone, site)
    signal = asked_back(desk, site)

    thread(phone, site, receipt)
    expect(phone.locator("main")).to_contain_text(ASKED)
    assert HEARD not in phone.content()
    phone.locator("textarea[name=text]").fill(ANSWERED)
    phone.get_by_role("button", name="Kirim", exact=True).click()
    expect(phone.locator(".notice.success")).to_be_visible()
    assert not phone.context.cookies()
    assert receipt.replace(" ", "") not in phone.url
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    desk.goto(f"{site.url}/sinyal/?status=answered")
    expect(desk.locator("tr", has_text="zamrudkelana")).to_contain_text("Jawaban baru")
    settled(desk, site, signal)
    thread(phone, site, receipt)
    assert not phone.get_by_role("button", name="Kirim jawaban saya").count()
    assert told(site, FOUR_WEEKS_GO_BY.format(signal=signal)) == 1
    survey = f"{site.url}/jawaban/statistik/survei/"
    desk.goto(survey)
    before = desk.locator("main .tiles dd").first.inner_text()
    judged(phone, site, receipt)

    desk.goto(survey)
    # Of the month that is over; of the one that runs nothing is told, nor is its first answer.
    expect(desk.locator(".lead")).to_contain_text("Oktober 2024")
    expect(desk.locator("main .tiles dd").first).to_have_text(before)
    expect(desk.locator("main")).not_to_contain_text(BETTER)


def reported(phone: Page, site: Site) -> str:
    phone.goto(f"{site.url}/lapor/")
    phone.fill("textarea[name=text]", HEARD)
    phone.fill("input[name=area]", "16.01.14.2015")
    phone.click("main form button[type=submit]")
    return phone.locator(".receipt").inner_text()


def thread(phone: Page, site: Site, receipt: str) -> None:
    phone.goto(f"{site.url}/lapor/status/")
    phone.fill("input[name=receipt]", receipt)
    phone.click("main form button[type=submit]")


def asked_back(desk: Page, site: Site) -> int:
    """Find the report in the inbox, and ask its reporter back; what is not neutral is shown."""
    desk.goto(f"{site.url}/sinyal/?q=zamrudkelana&status=new")
    desk.locator("th a").first.click()
    desk.wait_for_url(re.compile(r"/sinyal/\d+/$"))
    box = desk.locator("#dialog")
    box.locator("textarea").fill(f"{ASKED} Salam dua jari!")
    box.get_by_role("button", name="Kirim").click()
    expect(desk.locator("#dialog .notice.warning")).to_contain_text("dua jari")
    desk.locator("#dialog textarea").fill(ASKED)
    desk.get_by_role("button", name="Periksa lagi").click()
    expect(desk.locator("#dialog .timeline")).to_contain_text(ASKED)
    return int(desk.url.rstrip("/").rsplit("/", 1)[1].partition("#")[0])


def settled(desk: Page, site: Site, signal: int) -> None:
    desk.goto(f"{site.url}/sinyal/{signal}/")
    expect(desk.locator("#dialog .timeline")).to_contain_text(ANSWERED)
    desk.get_by_role("button", name="Tangani selama empat jam").click()
    desk.locator("details:has(form[action$='/selesai/']) > summary").click()
    form = desk.locator("form[action$='/selesai/']")
    form.locator("textarea").fill(SETTLED)
    form.locator("button[type=submit]").click()
    expect(desk.locator(".lead .badge").first).to_have_text("Selesai")


def judged(phone: Page, site: Site, receipt: str) -> None:
    """Answer the survey, which is then gone."""
    thread(phone, site, receipt)
    for name, value in (("answered", "yes"), ("satisfied", "5"), ("safer", "safer")):
        phone.locator(f"input[name={name}][value='{value}']").check()
    phone.locator("textarea[name=words]").fill(BETTER)
    phone.get_by_role("button", name="Kirim jawaban saya").click()
    expect(phone.locator(".notice.success")).to_be_visible()
    assert not phone.locator("input[name=satisfied]").count()
