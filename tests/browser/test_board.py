"""The roster board of a whole force for a month: moved by mouse and by keys, judged, kept."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sejuk.project.launcher.places import REPOSITORY
from tests.browser.conftest import DESK, PHONE, Site

A_MONTH = """
from sejuk.foundation.forces.models import Person
from tests.plan.deployment.month import a_month
print(a_month(list(Person.objects.filter(is_active=True).order_by("pk")), empty_every=97).pk)
"""
# Far above what was measured (30 ms a frame), and far below what an eye takes for a stutter.
LONGEST_TASK_MS = 200
SCROLL = """
async () => {
  const box = document.querySelector(".board-scroller");
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask" });
  for (let step = 0; step < 150; step += 1) {
    box.scrollTop += 110;
    box.scrollLeft += step % 2 ? 40 : -40;
    await new Promise(requestAnimationFrame);
  }
  const rows = document.querySelectorAll(".board-row").length;
  return { long, rows, top: box.scrollTop };
}
"""
# A duty, and somebody near it who is free on its day (or, `busy`, has a duty at the same time).
PAIR = """
(busy) => {
  const { roster, grid } = document.querySelector("[data-board]").board;
  const rows = grid.rows.map((row, index) => ({ ...row, index }));
  const near = rows.filter(({ person }) => person).slice(0, 14);
  const days = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  for (const from of near) {
    for (const day of days) {
      const duty = roster.at(from.person.id, day)[0];
      if (!duty || duty.pinned) continue;
      const to = near.find(({ person }) => {
        const [there] = roster.at(person.id, day);
        const isSame = there && there.band === duty.band;
        return person !== from.person && (busy ? isSame : !there) && !roster.away(person.id, day);
      });
      if (!to) continue;
      const free = days.find((one) => one !== day && !roster.at(to.person.id, one).length);
      return { row: from.index, day, target: to.index, free, duty: duty.id, to: to.person.id };
    }
  }
}
"""
HOLDER = "id => document.querySelector('[data-board]').board.roster.duties.get(id).person"


@pytest.fixture(scope="module")
def roster(site: Site) -> str:
    run = [sys.executable, str(REPOSITORY / "sejuk"), "manage", "shell", "-v", "0", "-c", A_MONTH]
    done = subprocess.run(
        run, env=site.env, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return f"{site.url}/penugasan/{done.stdout.split()[-1]}/papan/"


@pytest.fixture
def page(signed_in: BrowserContext, roster: str):
    page = opened(signed_in, roster)
    yield page
    page.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_viewport_size(DESK)
    page.goto(f"{address}?hari=2024-11-01")
    page.wait_for_selector(".board-live .board-row")
    return page


def cell(page: Page, row: int, day: int):
    return page.locator(f"#cell-{row}-{day}")


def verdict(page: Page):
    return page.locator(".board-verdict")


def drag(page: Page, row: int, day: int, target: int, to_day: int) -> None:
    """Drag the chip of a cell slowly to another cell, and stay there for a moment."""
    # Into view as a whole: the mouse goes by places on the screen.
    page.locator(".board-scroller").scroll_into_view_if_needed()
    chip = cell(page, row, day).locator(".board-chip").bounding_box()
    goal = cell(page, target, to_day).bounding_box()
    assert chip
    assert goal
    page.mouse.move(chip["x"] + 15, chip["y"] + 15)
    page.mouse.down()
    page.mouse.move(goal["x"] + 20, goal["y"] + 18, steps=12)


def move_to(page: Page, row: int, day: int) -> None:
    page.evaluate(
        "([row, day]) => document.querySelector('[data-board]').board.grid.goTo(row, day)",
        [row, day],
    )
    page.locator(".board-scroller").focus()


def test_a_duty_is_dragged_judged_while_it_hovers_and_kept(page: Page, roster: str):
    pair = page.evaluate(PAIR, arg=False)
    drag(page, pair["row"], pair["day"], pair["target"], pair["day"])
    expect(verdict(page)).to_contain_text(re.compile("aturan|peringatan"))
    expect(page.locator("[data-do=keep]")).to_have_count(0)
    page.mouse.up()
    page.locator("[data-do=keep]").click()
    expect(verdict(page)).to_contain_text("Disimpan")
    expect(cell(page, pair["target"], pair["day"]).locator(".board-chip")).to_have_count(1)
    page.reload()
    page.wait_for_selector(".board-live .board-row")
    assert page.evaluate(HOLDER, pair["duty"]) == pair["to"]


def test_what_breaks_a_rule_without_exception_cannot_be_kept(page: Page):
    pair = page.evaluate(PAIR, arg=True)
    # On a free day of somebody who already stands a duty at that time.
    drag(page, pair["row"], pair["day"], pair["target"], pair["free"])
    page.mouse.up()
    expect(verdict(page)).to_have_class(re.compile("board-bad"))
    expect(verdict(page)).to_contain_text("tidak dapat disimpan")
    expect(page.locator("[data-do=keep]")).to_have_count(0)
    page.locator("[data-do=back]").click()
    expect(verdict(page)).to_be_hidden()
    assert page.evaluate(HOLDER, pair["duty"]) != pair["to"]


def test_a_duty_is_moved_by_keys_alone_and_each_step_is_said(page: Page):
    pair = page.evaluate(PAIR, arg=False)
    said = page.locator("[data-board-said]")
    move_to(page, pair["row"], pair["day"])
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Diambil")
    down = pair["target"] - pair["row"]
    for _ in range(abs(down)):
        page.keyboard.press("ArrowDown" if down > 0 else "ArrowUp")
        if page.evaluate("document.querySelector('[data-board]').board.grid.row") == pair["target"]:
            break
    expect(said).to_contain_text(re.compile("aturan|peringatan"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-do=keep]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(said).to_contain_text("Dikembalikan")
    expect(page.locator(".board-scroller")).to_be_focused()
    assert page.evaluate(HOLDER, pair["duty"]) != pair["to"]


def test_a_pin_holds_a_duty_and_delete_empties_an_unpinned_one(page: Page):
    pair = page.evaluate(PAIR, arg=False)
    chip = cell(page, pair["row"], pair["day"]).locator(".board-chip")
    move_to(page, pair["row"], pair["day"])
    page.keyboard.press("p")
    expect(chip).to_have_class(re.compile("board-pinned"))
    page.keyboard.press("Delete")
    expect(page.locator("[data-board-said]")).to_contain_text("disematkan")
    page.keyboard.press("p")
    expect(chip).not_to_have_class(re.compile("board-pinned"))
    empty = page.locator("[data-board-empty]").inner_text()
    page.keyboard.press("Delete")
    page.locator("[data-do=keep]").click()
    expect(page.locator("[data-board-empty]")).not_to_have_text(empty)
    expect(chip).to_have_count(0)
    page.locator("[data-do=undo]").click()
    page.locator("[data-do=keep]").click()
    expect(page.locator("[data-board-empty]")).to_have_text(empty)


def test_what_somebody_else_kept_meanwhile_is_told_and_nothing_is_lost(
    page: Page, signed_in: BrowserContext, roster: str
):
    other = opened(signed_in, roster)
    pair = page.evaluate(PAIR, arg=False)
    move_to(other, pair["row"], pair["day"])
    other.keyboard.press("p")
    expect(cell(other, pair["row"], pair["day"]).locator(".board-pinned")).to_have_count(1)
    other.keyboard.press("p")
    expect(cell(other, pair["row"], pair["day"]).locator(".board-pinned")).to_have_count(0)
    other.close()
    move_to(page, pair["row"], pair["day"])
    page.keyboard.press("Delete")
    expect(page.locator("[data-do=keep]")).to_be_visible()
    page.locator("[data-do=keep]").click()
    expect(verdict(page)).to_contain_text("Disimpan")


def test_a_month_of_a_whole_force_scrolls_without_a_stutter(page: Page):
    seen = page.evaluate(SCROLL)
    assert seen["top"] > 10_000
    # Only what is in view is in the page: of some 430 rows, a few dozen.
    assert seen["rows"] < 60
    assert max(seen["long"], default=0) < LONGEST_TASK_MS


def test_names_units_and_posts_narrow_the_rows(page: Page):
    first = page.locator(".board-person .board-name span").first.inner_text()
    page.fill("#board-q", first)
    expect(page.locator(".board-person").first).to_contain_text(first)
    assert page.locator(".board-person").count() < 12
    page.fill("#board-q", "tidak ada orang bernama begini")
    expect(page.locator(".board-none")).to_have_count(1)


def test_a_shift_is_opened_from_the_hours(page: Page, roster: str):
    page.goto(f"{roster}?tampak=pos&hari=2024-11-02")
    page.wait_for_selector(".board-live")
    shift = page.locator("[data-shift]").first
    shift.click()
    expect(page.locator(".board-seats li")).to_have_count(
        int(shift.locator(".num").inner_text().split("/")[1].strip(" ▼"))
    )


@pytest.mark.parametrize("view", ["orang", "pos"])
def test_the_board_fits_a_phone_and_works_without_a_script(
    view: str, browser: Browser, roster: str, signed_in: BrowserContext
):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    context.add_cookies(signed_in.cookies())
    page = context.new_page()
    page.goto(f"{roster}?tampak={view}&hari=2024-11-05")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator("a[href*='tugas=']").first.click()
    page.locator("#seat-person").select_option(index=3)
    page.get_by_role("button", name="Apa yang akan dilanggar?").click()
    expect(page.locator("h1")).to_have_text("Apa yang akan dilanggar?")
    expect(page.locator(".board-verdict h2")).to_be_visible()
    context.close()
