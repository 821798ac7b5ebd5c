"""The database, then the web server, die under a running Sejuk: nobody has to do anything."""

import csv
import http.client
import io
import json
import os
import signal as unix
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sejuk.project.postgres import Server
from tests.browser.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.slow

AWAY = "Basis data sedang dinyalakan kembali."
PATIENCE_MS = 40_000
SIGNALS, SENDERS = 240, 4
VILLAGE = "16.01.08.2018"


@pytest.fixture
def desk(signed_in: BrowserContext) -> Iterator[Page]:
    page = signed_in.new_page()
    page.set_viewport_size(DESK)
    yield page
    page.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="id-ID", java_script_enabled=False)
    yield context.new_page()
    context.close()


def kill_database(site: Site) -> None:
    pid = Server(Path(site.env["SEJUK_HOME"])).server_pid()
    assert pid is not None
    os.kill(pid, unix.SIGKILL)


@contextmanager
def database_away(site: Site) -> Iterator[None]:
    """Kill the database, and hold back the launcher that starts it again."""
    os.kill(site.pid, unix.SIGSTOP)
    try:
        kill_database(site)
        # Its processes end by themselves once they see that their parent is gone.
        await_status(503, site)
        yield
    finally:
        os.kill(site.pid, unix.SIGCONT)


def kill_web_server(site: Site) -> None:
    os.kill(min(processes(b"granian", site)), unix.SIGKILL)


def processes(program: bytes, site: Site) -> list[int]:
    """Name the processes of a program that were told the state folder of this site."""
    home, found = site.env["SEJUK_HOME"].encode(), []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = (path / "cmdline").read_bytes()
            if program in told and home in (path / "environ").read_bytes():
                found.append(int(path.name))
    return found


def test_a_page_says_why_it_waits_and_comes_back_by_itself(desk: Page, phone: Page, site: Site):
    desk.goto(f"{site.url}/sinyal/")
    with database_away(site):
        for page, address in ((desk, "/sinyal/"), (phone, "/lapor/")):
            answer = page.goto(f"{site.url}{address}")
            assert answer is not None
            assert answer.status == 503
            expect(page.locator("main [role=status]")).to_contain_text(AWAY)

    expect(desk.locator("h1")).to_have_text("Kotak sinyal", timeout=PATIENCE_MS)
    expect(phone.locator("h1")).to_have_text("Lapor", timeout=PATIENCE_MS)


def test_a_report_sent_meanwhile_is_kept_on_the_page_and_sent_again(phone: Page, site: Site):
    phone.goto(f"{site.url}/lapor/")
    phone.fill("textarea[name=text]", "Lampu di gudang logistik padam.")
    phone.fill("input[name=area]", VILLAGE)
    with database_away(site):
        phone.click("main form button[type=submit]")
        expect(phone.locator("main [role=alert]")).to_contain_text(AWAY)
        assert phone.locator("input[name=text]").input_value() == "Lampu di gudang logistik padam."

    await_status(200, site)
    phone.get_by_role("button", name="Kirim lagi").click()
    expect(phone.locator(".receipt")).to_be_visible()


def test_nothing_acknowledged_is_lost_when_both_are_killed(desk: Page, site: Site):
    senders = Senders(site, made_key(desk, site))
    senders.start()
    senders.await_acknowledged(SIGNALS // 4)
    kill_database(site)
    senders.await_acknowledged(SIGNALS // 2)
    kill_web_server(site)
    senders.finish()

    assert senders.wrong == []
    kept = desk.request.get(f"{site.url}/sinyal/ekspor/csv/?status=all&q=Kabar+uji").text()
    rows = [row for row in csv.reader(io.StringIO(kept)) if "Kabar uji nomor" in str(row)]
    numbers = {next(cell for cell in row if cell.startswith("Kabar uji")): row[0] for row in rows}
    assert len(rows) == len(numbers) == SIGNALS
    assert {words: int(number) for words, number in numbers.items()} == senders.acknowledged
    desk.goto(f"{site.url}/buku-besar/")
    desk.get_by_role("button", name="Periksa sekarang").click()
    expect(desk.locator(".notice.success")).to_contain_text("utuh")


def made_key(desk: Page, site: Site) -> str:
    desk.goto(f"{site.url}/sinyal/kunci/")
    desk.fill("input[name=name]", "gerbang uji")
    desk.fill("input[name=area]", "16.01")
    desk.click("form.card button[type=submit]")
    return desk.locator("section[role=status] .mono").inner_text()


def await_status(status: int, site: Site) -> None:
    host = urlsplit(site.url).netloc
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until:
        with suppress(OSError), closing(http.client.HTTPConnection(host, timeout=5)) as line:
            line.request("GET", "/lapor/")
            if line.getresponse().status == status:
                return
        time.sleep(0.2)
    pytest.fail(f"No page answered with {status}.")


class Senders:
    """Gateways that send each signal until it is acknowledged, under its own key."""

    def __init__(self, site: Site, key: str) -> None:
        self.host, self.key = urlsplit(site.url).netloc, key
        self.left = list(range(SIGNALS))
        self.acknowledged: dict[str, int] = {}
        self.wrong: list[tuple[int, bytes]] = []
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(SENDERS)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        for thread in self.threads:
            thread.join(timeout=PATIENCE_MS / 1000)
            assert not thread.is_alive()

    def await_acknowledged(self, count: int) -> None:
        until = time.monotonic() + PATIENCE_MS / 1000
        while len(self.acknowledged) < count:
            assert time.monotonic() < until
            time.sleep(0.02)

    def _work(self) -> None:
        while self.left:
            with suppress(IndexError):
                self._send(f"Kabar uji nomor {self.left.pop()}.")

    def _send(self, words: str) -> None:
        while True:
            with suppress(OSError, http.client.HTTPException):
                status, said = self._posted(words)
                if status in (200, 201):
                    self.acknowledged[words] = json.loads(said)["id"]
                elif status != 503:
                    self.wrong.append((status, said))
                if status != 503:
                    return
            time.sleep(0.1)

    def _posted(self, words: str) -> tuple[int, bytes]:
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": words,
            "Content-Type": "application/json",
        }
        with closing(http.client.HTTPConnection(self.host, timeout=20)) as line:
            body = json.dumps({"text": words, "area_code": VILLAGE})
            line.request("POST", "/api/v1/signals", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
