"""A rumour heard in six villages by three ways: verified, answered, corrected, carried, gone."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sejuk.project.launcher.places import REPOSITORY
from tests.browser.conftest import DESK, PHONE, Site, invited

CLAIM = "Air sumur di dekat gudang logistik dikabarkan diracuni sebelum hari pemungutan."
TOLD = (
    "Katanya air sumur di dekat gudang logistik diracuni sebelum hari pemungutan, jangan diminum."
)
TITLE = "Air sumur di sekitar gudang logistik aman diminum."
FACT = "Dinas Kesehatan memeriksa air tiga sumur di sekitar gudang; semuanya layak minum."
CORRECTED = "Dinas Kesehatan memeriksa air lima sumur di sekitar gudang; semuanya layak minum."
QUESTION = "Apakah air sungai di dekat gudang juga sudah diperiksa?"
PATIENCE = 25


@dataclass(frozen=True)
class Window:
    """A window of somebody at the desk."""

    page: Page
    url: str

    def open(self, address: str) -> None:
        answer = self.page.goto(f"{self.url}{address}")
        assert answer is not None
        assert answer.status == 200, address

    def fill(self, form: str, **said: str) -> None:
        """Fill in a form that stands behind its summary, and send it."""
        summary = self.page.locator(f"details:not([open]):has({form}) > summary")
        if summary.count():
            summary.first.click()
        for name, text in said.items():
            field = self.page.locator(f"{form} [name={name}]").first
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)
        self.page.locator(f"{form} button[type=submit], {form} button:not([type])").first.click()
        self.page.wait_for_load_state()
        assert not self.page.locator(f"{form} .error").count(), self.page.locator(form).inner_text()

    def await_words(self, address: str, words: str) -> None:
        """Look at a page again and again until the worker has done what it shows."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.open(address)
            if words in self.page.locator("main").inner_text():
                return
            time.sleep(0.3)
        pytest.fail(f"{address} never said {words!r}: {self.page.locator('main').inner_text()}")


@pytest.fixture
def desk(signed_in: BrowserContext, site: Site):
    page = signed_in.new_page()
    yield Window(page, site.url)
    page.close()


@pytest.fixture
def humas(signed_in: BrowserContext, browser: Browser, site: Site):
    """Invite a second person of Humas; give his window."""
    context = invited(signed_in, browser, site, name="Brigadir Humas Contoh", role="humas")
    yield Window(context.new_page(), site.url)
    context.close()


@pytest.fixture
def phone(browser: Browser):
    """Give the cheap phone of a resident; JavaScript is off."""
    context = browser.new_context(viewport=PHONE, locale="id-ID", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_rumour_is_answered_corrected_carried_and_falls(
    desk: Window, humas: Window, phone: Page, site: Site
):
    first, second, third, *others = villages(desk)
    receipt = reported(phone, site, first)
    rumour = begun_with(desk, first)
    talks = [
        written(desk, "whatsapp", "0800 0000 951", f"LAPOR {second} # {TOLD}"),
        written(desk, "sms", "0800 0000 952", f"LAPOR {third} # {TOLD}"),
    ]
    for talk, village in zip(talks, (second, third), strict=True):
        desk.await_words(talk, "Diterima,")
        linked(desk, rumour, village)
    for village in others:
        heard_again(desk, rumour, village)
    verified_by_the_authority(desk, rumour)

    answer = answered(desk, humas, rumour)
    for talk in talks:
        desk.await_words(talk, TITLE)
    assert "/cek-isu/" in status_of(receipt, phone, site)
    corrected(desk, humas, answer)
    for talk in talks:
        desk.await_words(talk, "RALAT")
    assert "dikoreksi" in status_of(receipt, phone, site)

    carried(desk, answer, first)
    desk.open(answer)
    # Nothing is claimed of an effect before there is anything to count.
    assert not desk.page.locator("section[aria-labelledby=carried] .reason").count()
    later = [sys.executable, "sejuk", "manage", "demo", "later", "--hours", str(8 * 24)]
    subprocess.run(later, cwd=REPOSITORY, env=site.env, check=True, capture_output=True)
    desk.open(answer)
    effect = desk.page.locator("section[aria-labelledby=carried] .reason").inner_text()
    assert re.search(r"selang|terlalu sedikit", effect, re.IGNORECASE), effect
    assert "1 dan 0 kali" in effect or re.search(r"\b1\b.*\b0\b", effect), effect


def villages(desk: Window) -> list[str]:
    """Return the codes of six villages of one kecamatan."""
    desk.open("/kecamatan/16.01.08/")
    codes = re.findall(r"/desa/(16\.01\.\d\d\.\d{4})/", desk.page.content())
    return list(dict.fromkeys(codes))[:6]


def reported(phone: Page, site: Site, village: str) -> str:
    phone.goto(f"{site.url}/lapor/")
    phone.fill("textarea[name=text]", TOLD)
    phone.fill("input[name=area]", village)
    phone.click("main form button[type=submit]")
    return phone.locator(".receipt").inner_text()


def signal_in(desk: Window, village: str) -> str:
    desk.open(f"/sinyal/?area={village}&status=new")
    link = desk.page.locator("tr", has_text="air sumur").locator("th a").first
    return (link.get_attribute("href") or "").strip("/").rpartition("/")[2]


def begun_with(desk: Window, village: str) -> str:
    """Begin the rumour with the report that came by the form."""
    signal = signal_in(desk, village)
    desk.open(f"/isu/sinyal/{signal}/")
    desk.fill("form[action$='/baru/']", claim=CLAIM)
    return desk.page.url.removeprefix(desk.url)


def written(desk: Window, channel: str, address: str, text: str) -> str:
    """Write as a resident does on his telephone; return where both sides stand."""
    desk.open("/saluran/percakapan/coba/")
    desk.fill("main form", channel=channel, address=address, text=text)
    return desk.page.url.removeprefix(desk.url)


def linked(desk: Window, rumour: str, village: str) -> None:
    signal = signal_in(desk, village)
    desk.open(f"/isu/sinyal/{signal}/")
    desk.page.locator(f"form[action='/isu/sinyal/{signal}/{rumour.split('/')[2]}/'] button").click()
    desk.page.wait_for_load_state()


def heard_again(desk: Window, rumour: str, village: str) -> None:
    desk.open(f"{rumour}dengar/")
    desk.fill("main form", area=village, place="pasar", channel="telephone", told_by="kepala desa",
              words="Diceritakan di warung kopi.")  # fmt: skip
    expect(desk.page.locator(".notice.success").first).to_be_visible()


def verified_by_the_authority(desk: Window, rumour: str) -> None:
    desk.open(rumour)
    expect(desk.page.locator(".lead").first).to_contain_text("6 tempat")
    desk.fill("form[action$='/ambil/']")
    desk.fill("form[action$='/tanya/']", authority="kpu", authority_name="KPU Kabupaten OKU",
              question="Apakah air di sekitar gudang aman?")  # fmt: skip
    desk.fill("form[action*='/jawab/']", answer=FACT, reference="Surat 118/PP.08/XI/2024",
              answered_on=today(desk))  # fmt: skip
    form = "form[action$='/putuskan/']"
    desk.page.locator(f"details:has({form}) > summary").click()
    check = desk.page.locator(f"{form} [name=check_id] option:not([value=''])").first
    desk.page.locator(f"{form} [name=check_id]").select_option(check.get_attribute("value"))
    desk.page.locator(f"{form} [name=veracity]").select_option("false")
    desk.page.locator(f"{form} [name=reason]").fill("KPU dan Dinas Kesehatan menjawab tertulis.")
    desk.page.locator(f"{form} button[type=submit]").click()
    expect(desk.page.locator(".lead .badge").first).to_have_text("Salah")


def today(desk: Window) -> str:
    """Return the day of the operation: what a form of it offers."""
    found = desk.page.locator("main time").first.get_attribute("datetime") or ""
    return str(date.fromisoformat(found[:10]))


def answered(desk: Window, humas: Window, rumour: str) -> str:
    """Write the answer, look what is not neutral, let two approve, release."""
    desk.open(f"/jawaban/isu/{rumour.split('/')[2]}/")
    desk.fill("main form.form", title=TITLE, fact=FACT, source="KPU Kabupaten OKU",
              reference="Surat 118/PP.08/XI/2024", advice="Tanyakan kepada bidan desa bila ragu.",
              local="Aek sumur tu aman galo.", local_language="ogan")  # fmt: skip
    answer = desk.page.url.removeprefix(desk.url)
    approved_and_released(desk, humas, answer)
    return answer


def approved_and_released(desk: Window, humas: Window, answer: str) -> None:
    for window in (humas, desk):
        window.open(answer)
        window.fill("form[action$='/setujui/']")
    desk.fill("form[action$='/terbitkan/']")
    expect(desk.page.locator(".notice.success").first).to_be_visible()


def corrected(desk: Window, humas: Window, answer: str) -> None:
    desk.open(f"{answer}ubah/")
    desk.fill("main form.form", fact=CORRECTED, change="Yang diperiksa lima sumur, bukan tiga.")
    approved_and_released(desk, humas, answer)


def status_of(receipt: str, phone: Page, site: Site) -> str:
    """Ask by receipt until the worker has written there what is new."""
    before = ""
    for _ in range(PATIENCE):
        phone.goto(f"{site.url}/lapor/status/")
        phone.fill("input[name=receipt]", receipt)
        phone.click("main form button[type=submit]")
        now = phone.locator("main").inner_html()
        if "/cek-isu/" in now and before == now:
            return now
        before = now
        time.sleep(0.7)
    return before


def carried(desk: Window, answer: str, village: str) -> None:
    """Send somebody to the village, and note on a telephone that it was told."""
    desk.open(f"{answer}bawa/")
    who = desk.page.locator("[name=who] option:not([value=''])").first.get_attribute("value")
    desk.fill("main form.form", area=village, who=who or "")
    desk.open(answer)
    link = desk.page.locator("section[aria-labelledby=carried] li a").first.get_attribute("href")
    desk.page.set_viewport_size(PHONE)
    desk.open(link or "")
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk.fill("main form.form", occasion="pertemuan", listeners="25", question1=QUESTION)
    expect(desk.page.locator("#done")).to_be_visible()
    expect(desk.page.get_by_role("link", name=re.compile("Pertanyaan"))).to_be_visible()
    desk.page.set_viewport_size(DESK)
