"""A running Sejuk with the demonstration district, and a Chromium that reaches nothing else."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sejuk.project.launcher.chromium import INSTALL, find_chromium
from sejuk.project.launcher.places import REPOSITORY

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONGEST_START = 600
PASSWORD = "sungai-ogan-tenang-27"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
AXE = REPOSITORY / "node_modules/axe-core/axe.min.js"


@dataclass(frozen=True)
class Site:
    """Sejuk as it was started: its address, the first person's link, and its launcher."""

    url: str
    first_link: str
    env: dict[str, str]
    pid: int


# It lets eight days pass on the site that they share: the others come before.
LAST = "test_a_rumour.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path == here / LAST)
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with serving("browser") as served:
        yield served


@contextlib.contextmanager
def serving(name: str) -> Iterator[Site]:
    """Start Sejuk the way an operator does, on a port and a state of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    home = Path(os.environ.get("SEJUK_HOME", REPOSITORY / "var/test")) / f"{name}-{worker}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    env = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    for key in ("SEJUK_DATABASE_ROLE", "DJANGO_SETTINGS_MODULE", "SEJUK_LAUNCHED_IN"):
        env.pop(key, None)
    env["SEJUK_HOME"] = str(home)
    port = _free_port()
    # Not a pipe: nobody empties it later, and a full one would stop whoever writes.
    told = home / "told.txt"
    with told.open("w") as told_here:
        process = subprocess.Popen(
            [sys.executable, str(REPOSITORY / "sejuk"), "up", "--port", str(port)],
            env=env,
            stdout=told_here,
            stderr=subprocess.STDOUT,
        )
    try:
        link = _await_link(process, told)
        yield Site(f"http://localhost:{port}", link, env, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        shutil.rmtree(home, ignore_errors=True)


def _await_link(process: subprocess.Popen[bytes], told: Path) -> str:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and process.poll() is None:
        if link := re.search(r"First sign-in.*(http\S+)", told.read_text()):
            return link[1]
        time.sleep(0.2)
    pytest.fail(f"./sejuk up gave no link:\n{told.read_text()}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


# For one file only: while Playwright runs, Django takes this thread for an asynchronous one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(f"There is no Chromium. Install it: {INSTALL}", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pass_of_first_person() -> dict[str, str]:
    """Hold the cookie of the first person, once somebody has come in."""
    return {}


@pytest.fixture(scope="module")
def signed_in(
    browser: Browser, site: Site, pass_of_first_person: dict[str, str]
) -> Iterator[BrowserContext]:
    """Give a window in which the first person is signed in, with every role of a demonstration."""
    context = browser.new_context(viewport=DESK, locale="id-ID")
    if not pass_of_first_person:
        joined(context.new_page(), site.first_link, name="Penguji Contoh", username="penguji")
        pass_of_first_person.update(
            {cookie["name"]: cookie["value"] for cookie in context.cookies()}
        )
    context.add_cookies(
        [
            {"name": name, "value": value, "url": site.url}
            for name, value in pass_of_first_person.items()
        ]
    )
    yield context
    context.close()


def invited(
    first: BrowserContext, browser: Browser, site: Site, *, name: str, role: str
) -> BrowserContext:
    """Invite somebody through the pages of the first person; return the browser he joined in."""
    page = first.new_page()
    page.goto(f"{site.url}/akun/orang/undang/")
    page.fill("input[name=display_name]", name)
    page.check(f"input[name=roles][value={role}]")
    page.click("main form button[type=submit]")
    link = page.locator("#link").input_value()
    page.close()
    context = browser.new_context(viewport=DESK, locale="id-ID")
    joined(context.new_page(), link, name=name, username=name.split()[1].casefold())
    return context


def joined(page: Page, link: str, *, name: str, username: str) -> None:
    """Open a one-time link and make the account it is for."""
    page.goto(link)
    page.fill("input[name=display_name]", name)
    page.fill("input[name=username]", username)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.click("main form button[type=submit]")
    page.wait_for_url(lambda url: "/undangan/" not in url)
    page.close()
