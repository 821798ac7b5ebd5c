"""An old phone without JavaScript, 360 pixels wide: report, follow, ask, check, look; no cookie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Site

# In the demonstration the desk shows a matter of this title.
KNOWN = "Sampah belum diangkut dari terminal"
NEW = "Ada pohon besar tumbang menutup jalan ke pasar sejak subuh."
DISTRICT = "16.01"
DIGITS = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


@dataclass
class Walker:
    """A resident with his phone, and what it did without telling him."""

    page: Page
    site_url: str
    elsewhere: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.site_url + path)
        self.look_around()

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words).first.click()
        self.look_around()

    def look_around(self) -> None:
        # Without JavaScript in the page, Chromium still measures it.
        box = self.page.locator("html").bounding_box()
        assert box
        assert box["width"] <= PHONE["width"], self.page.url
        assert self.page.context.cookies() == [], self.page.url

    def write(self, text: str) -> None:
        self.open("/lapor/")
        self.page.fill("textarea[name=text]", text)
        self.page.fill("input[name=area]", DISTRICT)
        self.press("Kirim laporan")

    def receipt(self) -> str:
        return DIGITS.findall(self.page.inner_text(".receipt"))[0]

    def ask(self, receipt: str) -> str:
        self.open("/lapor/status/")
        self.page.fill("input[name=receipt]", receipt)
        self.press("Tanyakan")
        return self.page.inner_text("main")


@pytest.fixture
def walker(browser: Browser, site: Site) -> Iterator[Walker]:
    context = browser.new_context(viewport=PHONE, locale="id-ID", java_script_enabled=False)
    walker = Walker(context.new_page(), site.url)
    here = urlsplit(site.url).netloc

    def note(address: str) -> None:
        if urlsplit(address).netloc not in (here, ""):
            walker.elsewhere.append(address)

    context.on("request", lambda request: note(request.url))
    yield walker
    context.close()


def test_a_resident_goes_all_ways_without_script_and_cookie(walker):
    page = walker.page
    walker.write(KNOWN)
    assert "mungkin sudah diketahui" in page.inner_text("main")
    assert page.input_value("textarea[name=text]") == KNOWN
    walker.press("Ikuti yang ini saja")
    followed = walker.receipt()
    assert "ikuti" in walker.ask(followed)

    walker.write(KNOWN)
    walker.press("Tetap kirim laporan saya")
    assert walker.receipt() != followed
    walker.write(NEW)
    own = walker.receipt()
    assert "Laporan Anda sudah masuk" in walker.ask(own)

    walker.open("/cek-isu/")
    page.fill("input[name=q]", "pemungutan suara diundur")
    walker.press("Cari")
    page.locator("article a").first.click()
    walker.look_around()
    assert "27 November 2024" in page.inner_text("main")

    page.get_by_role("link", name="Wilayah saya").click()
    walker.look_around()
    page.fill("input[name=area]", "Peninjauan")
    walker.press("Tampilkan")
    figures = [int(cell) for cell in page.locator("td[data-label=Dilaporkan]").all_inner_texts()]
    assert figures
    assert min(figures) >= 5
    assert "lapor.go.id" in page.content()
    assert walker.elsewhere == []
