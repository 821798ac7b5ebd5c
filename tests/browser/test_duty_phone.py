"""A guard's phone: invited by QR code, on duty without a network, counted once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sejuk.project.launcher.places import REPOSITORY
from tests.browser.conftest import PHONE, Site, joined
from tests.browser.test_pages import WITHOUT_MAP
from tests.browser.walk import look

POST = "Gudang Logistik Percobaan"
# In the demonstration nobody stands there: a post, a published roster, and two people on duty now.
ON_DUTY = f"""
from datetime import timedelta
import json
from django.utils import timezone
from sejuk.foundation.accounts.models import User
from sejuk.foundation.forces.models import Person
from sejuk.foundation.operations.queries import clock_of, current_operation
from sejuk.plan.deployment.models import Duty, Pattern, Post, PostKind, Roster
operation = current_operation()
now = clock_of(operation, real_now=timezone.now())
one, two = (User.objects.create(username=f"percobaan{{n}}", is_active=False) for n in (1, 2))
pattern = Pattern.objects.create(code="percobaan", name="Percobaan")
kind = PostKind.objects.create(code="percobaan", name="Percobaan", pattern=pattern)
post = Post.objects.create(code="percobaan", name={POST!r}, kind=kind, area_id=operation.area_id)
day = timezone.localdate(now)
roster = Roster.objects.create(
    operation=operation, name="Percobaan", starts_on=day, ends_on=day + timedelta(days=3),
    state="published", version=9000, created_by="-", created_at=now, proposed_by=one,
    proposed_at=now, published_by=two, published_at=now,
)
half_a_day = timedelta(hours=12)
near = Duty.objects.filter(starts_at__lt=now + half_a_day, ends_at__gt=now - half_a_day)
busy = near.exclude(person=None).values("person_id")
free = Person.objects.filter(user=None, is_active=True).exclude(pk__in=busy)
leader, guard = free.order_by("pk")[:2]
for person, role, days in (
    (leader, "leader", 0), (guard, "member", 0), (guard, "member", 2), (leader, "leader", 3),
):
    starts_at = now - timedelta(minutes=5) + timedelta(days=days)
    duty = Duty.objects.create(
        roster=roster, post=post, demand=f"percobaan-{{role}}-{{days}}", seat=1,
        day=timezone.localdate(starts_at), band_code="siang", band_name="Siang",
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=8), counted_minutes=480,
        posture="overt", role=role, person=person,
    )
print(json.dumps({{"post": post.pk, "number": guard.service_number, "person": guard.pk}}))
"""
ARRIVALS = """
import json
from sejuk.act.guard.models import CheckIn
rows = CheckIn.objects.filter(duty__post_id={post})
print(json.dumps([[row.method, row.left_at is not None] for row in rows]))
"""
PREPARED = "async () => !!(await caches.match('/dinas/tanpa-jaringan/'))"


@dataclass(frozen=True)
class OnDuty:
    post: int
    number: str
    person: int


def told(site: Site, script: str) -> object:
    run = [sys.executable, str(REPOSITORY / "sejuk"), "manage", "shell", "-v", "0", "-c", script]
    done = subprocess.run(run, env=site.env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def on_duty(site: Site) -> OnDuty:
    values = told(site, ON_DUTY)
    assert isinstance(values, dict)
    return OnDuty(**values)


@pytest.fixture(scope="module")
def phone(
    browser: Browser, signed_in: BrowserContext, site: Site, on_duty: OnDuty
) -> Iterator[BrowserContext]:
    """Invite the guard by QR code through the pages, and give the phone he joined with."""
    desk = signed_in.new_page()
    desk.goto(f"{site.url}/kekuatan/undang/?q={on_duty.number}")
    desk.check(f"input[name=person][value='{on_duty.person}']")
    desk.click("main form[method=post] button[type=submit]")
    expect(desk.locator(".qr svg")).to_have_count(1)
    link = desk.locator("details .mono").text_content() or ""
    desk.close()
    context = browser.new_context(viewport=PHONE, locale="id-ID", color_scheme="dark")
    joined(context.new_page(), link.strip(), name="Bripda Percobaan", username="jaga")
    yield context
    context.close()


def code_of(signed_in: BrowserContext, site: Site, on_duty: OnDuty) -> str:
    desk = signed_in.new_page()
    desk.goto(f"{site.url}/dinas/pos/{on_duty.post}/layar/")
    digits = desk.locator(".receipt").text_content() or ""
    desk.close()
    return "".join(digits.split())


def kept(page: Page) -> int:
    return int(page.evaluate("JSON.parse(localStorage.getItem('sejuk.duty.kept') ?? '[]').length"))


def test_a_check_in_without_a_network_is_kept_and_counted_once(
    phone: BrowserContext, signed_in: BrowserContext, site: Site, on_duty: OnDuty
):
    page = phone.new_page()
    page.goto(f"{site.url}/dinas/")
    expect(page.locator("main")).to_contain_text(POST)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(PREPARED)
    code = code_of(signed_in, site, on_duty)

    phone.set_offline(True)
    # Scanned twice, because nothing seemed to happen.
    for _ in range(2):
        page.goto(f"{site.url}/dinas/masuk/{on_duty.post}/?kode={code}")
        expect(page.locator("h1")).to_have_text("Tanpa jaringan")
        expect(page.locator("[data-duty-keeper]")).to_contain_text("Tersimpan di ponsel ini")
    assert kept(page) == 1
    assert told(site, ARRIVALS.format(post=on_duty.post)) == []

    phone.set_offline(False)
    expect(page.locator("main")).to_contain_text("Hadir sejak", timeout=30_000)
    assert kept(page) == 0
    page.reload()
    expect(page.locator("main")).to_contain_text("Anda sudah lapor hadir")
    assert told(site, ARRIVALS.format(post=on_duty.post)) == [["qr", False]]

    page.click("main a.button")
    phone.set_offline(True)
    page.click("form[data-keep=out] button")
    expect(page.locator("[data-duty-keeper]")).to_contain_text("Lapor pulang")
    phone.set_offline(False)
    expect(page.locator("main")).to_contain_text("Pulang pukul", timeout=30_000)
    assert told(site, ARRIVALS.format(post=on_duty.post)) == [["qr", True]]
    page.close()


def test_pages_of_duty_are_small_readable_and_fit_a_phone(
    phone: BrowserContext, signed_in: BrowserContext, site: Site, on_duty: OnDuty
):
    page = phone.new_page()
    page.goto(f"{site.url}/dinas/")
    ahead = page.locator("h2 + .duty-where a").get_attribute("href") or ""
    page.close()
    own = ("/dinas/", ahead, f"{ahead}tukar/", "/dinas/sakit/", "/dinas/kalender/",
           "/dinas/tukar/", "/dinas/tanpa-jaringan/")  # fmt: skip
    led = (f"/dinas/pos/{on_duty.post}/layar/", "/dinas/alarm/", "/dinas/pengganti/",
           "/kekuatan/undang/")  # fmt: skip
    for context, addresses in ((phone, own), (signed_in, led)):
        for address in addresses:
            opened = context.new_page()
            seen = look(opened, address, f"{site.url}{address}")
            opened.close()
            assert (seen.status, seen.faults, seen.errors, seen.elsewhere) == (200, [], [], []), (
                address
            )
            assert seen.width_on_phone <= PHONE["width"], address
            assert seen.bytes_sent <= WITHOUT_MAP, (address, seen.bytes_sent)
