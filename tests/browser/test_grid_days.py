"""The grid of a library of short days in Chromium: several share a row, each with its own heading above its own photos."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.grid_page import CELL, EYE, FOCUSED, HOLES, RAIL_LABEL, SCROLL_TOP, WHERE, in_grid
from tests.browser.grid_stub import Stub
from tests.browser.waits import wait_for_pictures, wait_for_rest, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser
# Each row: its photos [left, right, place in the library] in groups, as the gaps between them say, and the headings above it.
ROWS = """() => {
  const heads = [...document.querySelectorAll(".day")].map((day) => ({ box: day.getBoundingClientRect(), day: Number(day.dataset.day),
    head: day.querySelector(".day__head").getBoundingClientRect(), text: day.querySelector("h2").getBoundingClientRect() }));
  return [...document.querySelectorAll(".row")].map((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    const groups = [];
    for (const cell of row.querySelectorAll(".cell:not([hidden])")) {
      const { left, right } = cell.getBoundingClientRect();
      const photo = [left, right, Number(cell.getAttribute("aria-label").match(/([\\d,]+) of/)[1].replace(",", ""))];
      if (groups.length && left - groups.at(-1).at(-1)[1] < 20) groups.at(-1).push(photo);
      else groups.push([photo]);
    }
    const above = heads.filter(({ box }) => box.top < top && box.bottom > bottom).sort((a, b) => a.box.left - b.box.left);
    return { top, groups, heads: above.map(({ box, day, head, text }) => ({ top: box.top, left: head.left, right: head.right, day, text: text.left, end: text.right, stuck: head.top })) };
  });
}"""
CHOSEN = """() => [...document.querySelectorAll(".cell[aria-selected=true]:not([hidden])")]
  .map((cell) => Number(cell.getAttribute("aria-label").match(/([\\d,]+) of/)[1].replace(",", "")))"""


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub(2000, days=900)  # one to four photos a day
    yield made
    made.close()


@pytest.fixture
def page(stub: Stub, visit: Callable[..., Any]) -> Any:
    shown = visit(stub)
    wait_for_rest(shown)
    return shown


def joined(page: Any) -> list[dict[str, Any]]:
    rows = [row for row in page.evaluate(ROWS) if len(row["heads"]) > 1]
    assert rows, "rows that days share"
    return rows


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (700, 900), (480, 800)])
def test_each_heading_stands_above_its_own_photos(page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    wait_for_rest(page)
    for row in joined(page):
        heads, groups = row["heads"], row["groups"]
        assert len(heads) == len(groups)
        assert len({head["top"] for head in heads}) == 1
        for head, group, after in zip(heads, groups, [*heads[1:], None], strict=True):
            assert head["left"] <= group[0][0] < head["left"] + 50
            assert group[-1][1] <= head["right"] + 1
            assert group[0][0] <= head["text"] + 45
            assert head["text"] < head["end"] <= head["right"]
            assert after is None or abs(head["right"] - after["left"]) <= 1, "no gap in the line"
    assert page.errors == []


def test_a_screen_is_full_of_photos(page: Any) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    wait_for_rest(page)
    shown = page.evaluate(
        f"[...document.querySelectorAll('{CELL}')].filter((c) => c.getBoundingClientRect().top < innerHeight - 40).length"
    )
    assert shown >= 18, "not two or three to a row"
    assert page.evaluate(HOLES) == []


def test_the_headings_of_a_row_stick_and_leave_together(page: Any) -> None:
    first = page.evaluate(ROWS)[0]
    assert len(first["heads"]) > 1
    page.evaluate("document.getElementById('scroller').scrollTop = 70")
    wait_for_rest(page)
    view = page.evaluate("document.getElementById('scroller').getBoundingClientRect().top")
    days = [head["day"] for head in first["heads"]]
    now = [head for head in page.evaluate(ROWS)[0]["heads"] if head["day"] in days]
    assert [head["stuck"] for head in now] == [view] * len(days)
    expect(page.locator(".day.is-stuck")).to_have_count(len(days))
    page.evaluate("document.getElementById('scroller').scrollTop = 180")
    wait_for_rest(page)
    left = page.evaluate(ROWS)[0]["heads"]
    assert len({head["stuck"] for head in left}) == 1


def test_a_heading_selects_its_own_day_and_no_other(page: Any) -> None:
    row = joined(page)[0]
    day, photos = row["heads"][1]["day"], [photo for _, _, photo in row["groups"][1]]
    check = page.locator(f".day[data-day='{day}'] button")
    check.click()
    wait_until(page, f"document.querySelectorAll('.cell[aria-selected=true]:not([hidden])').length === {len(photos)}")
    assert page.evaluate(CHOSEN) == photos
    expect(check).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".day button[aria-pressed='true']")).to_have_count(1)
    check.click()
    page.locator("#bar").wait_for()
    expect(page.locator(".cell[aria-selected=true]:not([hidden])")).to_have_count(0)


def test_a_heading_keeps_its_element_and_the_focus_when_photos_come(page: Any, stub: Stub) -> None:
    name, check = page.locator(".day h2").nth(2), page.locator(".day button").nth(2)
    text, element = name.get_attribute("title"), check.element_handle()
    check.focus()
    stub.change(added=1)
    wait_until(page, "document.getElementById('count').textContent === '2,001'")
    wait_for_rest(page)
    assert element.evaluate("(button) => button === document.activeElement")
    assert element.evaluate("(button) => button.closest('.day').querySelector('h2').title") == text
    texts = page.evaluate("[...document.querySelectorAll('.day')].map((day) => Number(day.dataset.day))")
    assert texts == sorted(texts), "read out in the order of the days"


def test_no_heading_is_left_when_no_photo_is(page: Any, stub: Stub) -> None:
    stub.change(gone=set(stub.ids))
    expect(page.locator(".day")).to_have_count(0)


def test_the_check_shows_on_the_day_under_the_pointer(page: Any) -> None:
    row = joined(page)[0]
    for head, group in zip(row["heads"], row["groups"], strict=True):
        page.mouse.move(group[0][0] + 20, row["top"] + 20)
        wait_until(page, f"document.querySelector('.day.is-hover')?.dataset.day === '{head['day']}'")
        expect(page.locator(".day.is-hover")).to_have_count(1)


def test_keys_lead_across_the_days_of_a_row(page: Any) -> None:
    rows = page.evaluate(ROWS)
    count = sum(len(group) for group in rows[0]["groups"])
    in_grid(page)
    for place in range(2, count + 1):
        page.keyboard.press("ArrowRight")
        assert page.evaluate(FOCUSED).endswith(f" {place} of 2,000")
    page.keyboard.press("Home")
    assert page.evaluate(FOCUSED).endswith(" 1 of 2,000")
    page.keyboard.press("End")
    assert page.evaluate(FOCUSED).endswith(f" {count} of 2,000")
    page.keyboard.press("ArrowDown")
    below = [photo for group in rows[1]["groups"] for _, _, photo in group]
    place = int(page.evaluate(FOCUSED).split()[-3])
    assert place in below
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED).endswith(f" {count} of 2,000")
    page.keyboard.press("Shift+Home")
    wait_until(page, f"document.querySelectorAll('.cell[aria-selected=true]:not([hidden])').length === {count}")


def test_the_band_chooses_across_the_days_of_a_row(page: Any) -> None:
    row = joined(page)[0]
    page.mouse.move(row["groups"][0][-1][1] - 10, row["top"] + 30)
    page.mouse.down()
    page.mouse.move(row["groups"][1][0][0] + 10, row["top"] + 60, steps=6)
    page.mouse.up()
    assert page.evaluate(CHOSEN) == [row["groups"][0][-1][2], row["groups"][1][0][2]]


def test_the_rail_passes_rows_that_months_share(page: Any) -> None:
    page.keyboard.press("g")
    seen = [page.evaluate(RAIL_LABEL)]
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        wait_for_rest(page)
        seen.append(page.evaluate(RAIL_LABEL))
    assert len(set(seen)) == 13, f"each step leads on: {seen}"
    for _ in range(12):
        before = page.evaluate(SCROLL_TOP)
        page.keyboard.press("ArrowUp")
        wait_for_rest(page)
        assert page.evaluate(SCROLL_TOP) < before
        if page.evaluate(SCROLL_TOP) == 0:
            break
    assert page.evaluate(SCROLL_TOP) == 0


def test_the_photo_under_the_eye_stays_when_rows_are_joined_anew(page: Any) -> None:
    page.evaluate("document.getElementById('scroller').scrollTop = 12_000")
    wait_for_pictures(page)
    before = page.evaluate(EYE)
    for width in (1000, 1700, 640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wait_for_pictures(page)
        assert page.evaluate(WHERE, before["photo"]) == pytest.approx(before["top"], abs=2), width


def test_short_headings_tell_the_whole_date(page: Any) -> None:
    said = []
    for _ in range(6):
        said += page.evaluate("""() => [...document.querySelectorAll(".day h2")].map((h2) =>
          [h2.textContent, h2.title, h2.getAttribute("aria-label"), h2.nextSibling.getAttribute("aria-label")])""")
        page.keyboard.press("PageDown")
        wait_for_rest(page)
    short = [names for names in said if names[0] != names[1]]
    assert short
    assert len(short) < len(said)
    assert all(spoken is None for text, whole, spoken, _ in said if text == whole)
    assert all(
        len(whole.split()) >= 3 and spoken == whole and check == f"Select {whole}" for _, whole, spoken, check in short
    )
    first, *_, last = page.locator(".row").first.get_attribute("aria-label").split()
    assert first.endswith("day")
    assert last
