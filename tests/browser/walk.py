"""Walks through every page that can be reached by links, and notes what it finds on each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request

from tests.browser.conftest import AXE, DESK, PHONE

DOWNLOADED = 200
SERIOUS = {"serious", "critical"}
# What is no page: files, and the feed.
DOWNLOADS = (".csv", ".xlsx", ".pdf", ".txt", ".json", ".jsonl", ".geojson", ".jpg", ".xml")
# The worker's own request is not the page's; asking for it again here makes it count.
FETCH_WORKER = "one => fetch(one.dataset.workerUrl, { cache: 'no-store' }).then(it => it.blob())"
FIND_FAULTS = """
async (rules) => {
  const options = rules.length ? { runOnly: { type: "rule", values: rules } } : {};
  const found = await axe.run(document, options);
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => [impact, `${id}: ${node.html.slice(0, 160)} (${node.failureSummary})`]));
}
"""


@dataclass
class Seen:
    """One page: what axe says, how wide it is on a phone, and what came over the wire."""

    name: str
    address: str
    status: int = 0
    faults: list[str] = field(default_factory=list)
    width_on_phone: int = 0
    bytes_sent: int = 0
    has_map: bool = False
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def walk(context: BrowserContext, start: Iterable[str], site_url: str) -> dict[str, Seen]:
    """Return each page once by the name of its view, following every link from `start`."""
    waiting = list(start)
    seen: dict[str, Seen] = {}
    while waiting:
        address = waiting.pop(0)
        name = _view_name(address)
        if name is None or name in seen:
            continue
        page = context.new_page()
        seen[name] = look(page, name, site_url + address)
        waiting += _links(page, site_url)
        page.close()
    return seen


def look(page: Page, name: str, address: str) -> Seen:
    """Open one page with an empty cache and note everything about it."""
    seen = Seen(name, address)
    _listen(page, seen)
    page.set_viewport_size(DESK)
    try:
        response = page.goto(address)
    except Error as error:
        if "Download is starting" not in str(error):
            raise
        seen.status = DOWNLOADED
        return seen
    seen.status = response.status if response else 0
    _await_map(page, seen)
    page.evaluate(AXE.read_text())
    seen.faults += _faults(page)
    page.emulate_media(color_scheme="dark")
    seen.faults += _faults(page, "color-contrast")
    page.set_viewport_size(PHONE)
    seen.width_on_phone = page.evaluate("document.documentElement.scrollWidth")
    seen.faults += _faults(page, "target-size", "scrollable-region-focusable")
    page.emulate_media(color_scheme="light")
    return seen


def _listen(page: Page, seen: Seen) -> None:
    own_host = urlsplit(seen.address).netloc
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def count(event: dict[str, float]) -> None:
        seen.bytes_sent += int(event["encodedDataLength"])

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own_host:
            seen.elsewhere.append(request.url)

    def note_words(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.errors.append(message.text)

    wire.on("Network.loadingFinished", count)
    page.on("request", note_request)
    page.on("console", note_words)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))


def _await_map(page: Page, seen: Seen) -> None:
    board = page.locator("[data-map]")
    seen.has_map = board.count() > 0
    if seen.has_map:
        page.wait_for_selector(".map-live")
        board.evaluate(FETCH_WORKER)


def _faults(page: Page, *rules: str) -> list[str]:
    found = page.evaluate(FIND_FAULTS, list(rules))
    return [words for impact, words in found if impact in SERIOUS]


def _links(page: Page, site_url: str) -> list[str]:
    hrefs = page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(one => one.getAttribute('href'))"
    )
    here = urlsplit(page.url)
    addresses = [urlsplit(href) for href in hrefs]
    return [
        parts.path or here.path
        for parts in addresses
        if not parts.netloc and not parts.scheme and not parts.path.endswith(DOWNLOADS)
    ]


def _view_name(address: str) -> str | None:
    try:
        return resolve(address).view_name
    except Resolver404:
        return None
