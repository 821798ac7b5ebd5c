"""Planned, published, stood, fallen ill, replaced, handed over: book, hours and ledger agree."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from sejuk.project.launcher.places import REPOSITORY
from tests.browser.conftest import DESK, PHONE, Site, invited, joined, serving
from tests.browser.test_duty_phone import told

NAME = "Pekan pemungutan suara, ulangan"
SITUATION = "Situasi aman; tidak ada kejadian menonjol selama dinas siang."
REASON = "Menjelang hari pemungutan suara, atas perintah Kapolres."
# The roster of polling week: a version of these days takes its place whole.
FIRST, LAST = "2024-11-25", "2024-12-08"
# Who leads the shift that stands at the KPU office now, who leads the next one, and when it begins.
SHIFTS = """
import json
from django.utils import timezone
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.plan.deployment.queries.duties import published_duties
from datetime import timedelta
now = clock_of(current_operation(), real_now=timezone.now())
ahead = published_duties(starts_at=now, ends_at=now + timedelta(hours=20), covert=False)
leads = [one for one in ahead if one.post_code == "KPU" and one.role == "leader"]
print(json.dumps([
    {"post": one.post_id, "duty": one.duty_id, "person": one.person_id, "name": one.person_name,
     "minutes": (one.starts_at - now).total_seconds() / 60}
    for one in leads[:2]
]))
"""
# What a person did and stood in the records: arrivals, entries of the book about his duty, hours.
RECORDS = """
import json
from sejuk.act.guard.models import BookEntry, CheckIn, Handover
from sejuk.plan.deployment.models import Substitution
check_in = CheckIn.objects.get(duty_id={duty})
handover = Handover.objects.order_by("-given_at").first()
print(json.dumps({{
    "arrived": CheckIn.objects.filter(duty_id={duty}).count(),
    "method": check_in.method,
    "numbers": list(BookEntry.objects.filter(post_id={post}).order_by("number")
                    .values_list("number", flat=True)),
    "handed": [handover.giver_id, handover.taker_id],
    "replaced": Substitution.objects.filter(was_id={person}).count(),
}}))
"""


@dataclass(frozen=True)
class Leader:
    """Who leads a shift at the KPU office."""

    post: int
    duty: int
    person: int
    name: str
    minutes: float


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Serve a Sejuk of its own: other tests leave posts and rosters behind."""
    with serving("guard") as served:
        yield served


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, locale="id-ID")
    joined(context.new_page(), site.first_link, name="Penguji Contoh", username="penguji")
    yield context.new_page()
    context.close()


@pytest.fixture
def windows(browser: Browser) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_week_is_planned_published_stood_and_proven(
    desk: Page, browser: Browser, windows: ExitStack, site: Site
):
    roster = planned(desk, site)
    chief = second_person(desk, browser, windows, site)
    published(desk, chief, site, roster)

    now, following = leaders(site)
    giver = guard(desk, browser, windows, site, now)
    taker = guard(desk, browser, windows, site, following)
    # The last hour of the shift: who relieves may come, and who stands may hand over.
    let_pass(site, hours=int(following.minutes // 60))

    checked_in(taker, desk, site, following)
    handed_over(giver, taker, site, now)
    fallen_ill_and_replaced(taker, desk, site, following)
    records_agree(desk, site, now, following)


def second_person(desk: Page, browser: Browser, windows: ExitStack, site: Site) -> Page:
    """Invite a Kapolres, and give the window in which he has signed in."""
    context = invited(desk.context, browser, site, name="AKBP Kedua Contoh", role="kapolres")
    windows.callback(context.close)
    return context.new_page()


def planned(desk: Page, site: Site) -> str:
    """Make a draft, have it computed in the background, and give the address of its board."""
    desk.goto(f"{site.url}/penugasan/baru/")
    desk.fill("[name=name]", NAME)
    desk.fill("[name=starts_on]", FIRST)
    desk.fill("[name=ends_on]", LAST)
    desk.click("main form button[type=submit]")
    roster = re.search(r"/penugasan/(\d+)/", desk.url)
    assert roster, desk.url
    board = f"{site.url}/penugasan/{roster[1]}/papan/"
    desk.goto(board)
    form = desk.locator("form[action$='/hitung/']")
    if not form.is_visible():
        desk.locator("details:has(form[action$='/hitung/']) > summary").click()
    form.locator("[name=seconds]").fill("10")
    form.locator("button").click()
    expect(desk.locator("main")).to_contain_text("Selesai dihitung", timeout=240_000)
    return f"{site.url}/penugasan/{roster[1]}/"


def published(desk: Page, chief: Page, site: Site, roster: str) -> None:
    """Propose as one person, publish as another; who proposed cannot."""
    desk.goto(f"{roster}terbitkan/")
    desk.click("form[action$='/usulkan/'] button")
    desk.goto(f"{roster}terbitkan/")
    # Whoever proposed it does not publish it.
    assert desk.locator("form[action$='/terbitkan/'] button").count() == 0
    chief.goto(f"{roster}terbitkan/")
    for reason in chief.locator("form[action$='/terbitkan/'] textarea").all():
        reason.fill(REASON)
    chief.get_by_role("button", name="Terbitkan", exact=True).click()
    dialog = chief.locator("dialog button[value=yes]")
    if dialog.count():
        dialog.click()
    chief.goto(f"{site.url}/penugasan/")
    expect(chief.locator("tr", has_text=NAME).first).to_contain_text("Terbit")


def leaders(site: Site) -> tuple[Leader, Leader]:
    values = told(site, SHIFTS)
    assert isinstance(values, list)
    now, following = (Leader(**one) for one in values)
    assert now.minutes < 0 < following.minutes
    return now, following


def guard(desk: Page, browser: Browser, windows: ExitStack, site: Site, leader: Leader) -> Page:
    """Invite a guard by QR code; give his phone."""
    desk.goto(f"{site.url}/kekuatan/{leader.person}/")
    desk.click("form[action$='/kekuatan/undang/'] button")
    expect(desk.locator(".qr svg")).to_have_count(1)
    link = (desk.locator("details .mono").text_content() or "").strip()
    context = browser.new_context(viewport=PHONE, locale="id-ID")
    windows.callback(context.close)
    joined(context.new_page(), link, name=leader.name, username=f"jaga{leader.person}")
    phone = context.new_page()
    phone.goto(f"{site.url}/dinas/")
    expect(phone.locator("main")).to_contain_text("Kantor KPU")
    return phone


def let_pass(site: Site, *, hours: int) -> None:
    if not hours:
        return
    later = [sys.executable, "sejuk", "manage", "demo", "later", "--hours", str(hours)]
    subprocess.run(later, cwd=REPOSITORY, env=site.env, check=True, capture_output=True)


def checked_in(phone: Page, desk: Page, site: Site, leader: Leader) -> None:
    """Type the code that the post's screen shows; a second time counts no more."""
    desk.goto(f"{site.url}/dinas/pos/{leader.post}/layar/")
    code = "".join((desk.locator(".receipt").text_content() or "").split())
    phone.goto(f"{site.url}/dinas/{leader.duty}/")
    phone.fill("form[action$='/masuk'] [name=code]", "000000" if code != "000000" else "111111")
    phone.click("form[action$='/masuk'] button")
    expect(phone.locator("main")).to_contain_text("tidak berlaku")
    phone.goto(f"{site.url}/dinas/{leader.duty}/")
    phone.fill("form[action$='/masuk'] [name=code]", code)
    phone.click("form[action$='/masuk'] button")
    expect(phone.locator("main")).to_contain_text("Hadir sejak")


def handed_over(giver: Page, taker: Page, site: Site, now: Leader) -> None:
    """One signs that he gives, the other that he takes."""
    giver.goto(f"{site.url}/dinas/pos/{now.post}/serah-terima/")
    giver.fill("[name=situation]", SITUATION)
    giver.get_by_role("button", name="Tanda tangani dan serahkan").click()
    expect(giver.locator("main")).to_contain_text("Diserahkan, belum diterima")
    assert giver.locator("form[action$='/terima']").count() == 0
    taker.goto(f"{site.url}/dinas/pos/{now.post}/serah-terima/")
    taker.click("form[action$='/terima'] button[type=submit]")
    expect(taker.locator(".notice.success").first).to_be_visible()
    assert taker.locator("form[action$='/terima']").count() == 0


def fallen_ill_and_replaced(phone: Page, desk: Page, site: Site, leader: Leader) -> None:
    """Say on the phone that one is ill; the desk takes the first who is proposed."""
    phone.goto(f"{site.url}/dinas/sakit/")
    phone.fill("[name=ends_on]", LAST)
    phone.click("main form button[type=submit]")
    desk.goto(f"{site.url}/dinas/pengganti/")
    row = desk.locator("tr", has_text=leader.name).last
    row.get_by_role("link", name="Cari pengganti").click()
    desk.locator("form[action$='/ganti'] button").first.click()
    expect(desk.locator(".notice.success").first).to_be_visible()


def records_agree(desk: Page, site: Site, now: Leader, following: Leader) -> None:
    """Compare the book, the hours and the ledger with what was done."""
    asked = RECORDS.format(duty=following.duty, post=now.post, person=following.person)
    records = told(site, asked)
    assert isinstance(records, dict), json.dumps(records)
    assert (records["arrived"], records["method"]) == (1, "code")
    assert records["numbers"] == list(range(1, len(records["numbers"]) + 1))
    assert records["handed"] == [now.person, following.person]
    assert records["replaced"] >= 1
    desk.goto(f"{site.url}/dinas/pos/{now.post}/buku/")
    book = desk.locator("main")
    for words in (SITUATION, following.name):
        expect(book).to_contain_text(words)
    desk.goto(f"{site.url}/dinas/jam/?dari={FIRST}&sampai={LAST}")
    while not desk.locator("tr", has_text=following.name).count():
        desk.get_by_role("link", name="Berikutnya").click()
    desk.goto(f"{site.url}/buku-besar/?verb=deployment.duty.substituted")
    expect(desk.locator("main")).to_contain_text("Penguji Contoh")
    desk.goto(f"{site.url}/buku-besar/")
    desk.get_by_role("button", name="Periksa sekarang").click()
    expect(desk.locator(".notice.success")).to_contain_text("utuh")
