"""Looking at photos on the page over the real server, while files and folders come and go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell, fill, ready
from tests.browser.waits import box_of, finish_animations, next_frames, wait_for_rest, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

MANY = 60


def test_the_selection_says_how_large_it_is(page: Page, photos: Path) -> None:
    cell(page, 0).hover()
    cell(page, 0).locator(".cell__pick").click()
    page.keyboard.press("Control+a")
    size = sum(file.stat().st_size for file in photos.rglob("*.jpg")) / 1000
    expect(page.locator("#bar-select")).to_contain_text(f"7 selected· {round(size)} kB")
    page.keyboard.press("Escape")
    expect(page.locator("#bar-select")).to_be_hidden()


def test_the_next_folder_and_the_one_before(page: Page) -> None:
    name = page.locator("#name")
    for key, there in [
        ("Alt+ArrowRight", "Lisbon"),
        ("Control+ArrowRight", "Rome"),
        ("Alt+ArrowRight", "Rome"),
        ("Alt+ArrowLeft", "Lisbon"),
    ]:
        page.keyboard.press(key)
        expect(name).to_have_text(there)
    wait_until(page, "document.querySelectorAll('.cell:not([hidden])').length === 3")
    cell(page, 0).click()
    page.keyboard.press("Control+ArrowRight")
    expect(page.locator(".viewer__name")).to_contain_text("1 of 4")
    assert "/folder/" in page.url
    page.keyboard.press("Space")
    expect(page.locator(".viewer__name")).to_contain_text("2 of 4")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(name).to_have_text("Rome")


def test_the_keys_of_words_are_the_fields_own(page: Page) -> None:
    page.locator("#search").focus()
    page.keyboard.press("Control+ArrowRight")
    next_frames(page)
    expect(page.locator("#name")).to_have_text("Pictures")


def test_a_toast_over_a_photo_lives_and_leaves_the_filmstrip_free(page: Page) -> None:
    cell(page, 1).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", re.compile("screen|original"))
    page.keyboard.press("Control+Shift+c")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("1 path copied")
    finish_animations(page)
    assert box_of(toast)["y"] + box_of(toast)["height"] <= box_of(page.locator(".filmstrip"))["y"]
    toast.get_by_label("Close this message").click()
    expect(toast).to_have_count(0)
    page.keyboard.press("Control+Shift+c")
    expect(toast).to_have_count(1)
    page.keyboard.press("Escape")
    expect(toast).to_have_count(0)


def test_a_toast_of_the_grid_does_not_lie_dead_over_a_photo(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Shift+c")
    expect(page.locator(".toast")).to_have_count(1)
    cell(page, 0).click()
    expect(page.locator("#viewer")).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)


def test_a_photo_deleted_while_it_is_looked_at(page: Page, photos: Path) -> None:
    page.get_by_role("treeitem").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#name")).to_have_text("Lisbon")
    wait_until(page, "document.querySelectorAll('.cell:not([hidden])').length === 3")
    cell(page, 0).click()
    page.keyboard.press("i")
    name = page.locator(".panel strong.wrap")
    expect(name).to_contain_text("Lisbon-")
    gone = name.inner_text()
    (photos / "Lisbon" / gone).unlink()
    expect(page.locator(".toast")).to_contain_text(f"“{gone}” was deleted or moved away. This is the next one.")


def test_the_last_photo_deleted_while_it_is_looked_at_is_not_opened_again(page: Page, photos: Path) -> None:
    page.keyboard.press("/")
    page.keyboard.type("name:Lisbon-1")
    page.keyboard.press("Enter")
    wait_until(page, "document.getElementById('count')?.textContent === '1'")
    cell(page, 0).click()
    expect(page.locator("#viewer")).to_be_visible()
    (photos / "Lisbon" / "Lisbon-1.jpg").unlink()
    expect(page.locator("#viewer")).to_be_hidden()
    page.keyboard.press("Space")
    page.keyboard.press("?")  # a key after it: by then the one before has done what it does
    expect(page.locator("dialog[open]")).to_be_visible()
    expect(page.locator("#viewer")).to_be_hidden()


def test_a_folder_deleted_while_it_is_looked_at(page: Page, photos: Path) -> None:
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#name")).to_have_text("Lisbon")
    for file in (photos / "Lisbon").iterdir():
        file.unlink()
    (photos / "Lisbon").rmdir()
    expect(page.locator(".toast")).to_contain_text("“Lisbon” is no longer there. All photos are shown.")
    expect(page.locator("#name")).to_have_text("All photos")


def test_a_path_breaks_after_slashes_and_is_said_once(page: Page) -> None:
    cell(page, 0).click()
    page.keyboard.press("i")
    path = page.locator(".panel__path")
    expect(path).to_contain_text("/Pictures/")
    assert (
        path.locator("wbr").count() == path.inner_text().replace("\n", "").count("/") - 1
    )  # not before the first name
    expect(page.locator(".panel")).not_to_contain_text("Pictures / ")


def test_ctrl_and_wheel_hold_the_photo_they_began_on(tmp_path: Path, serve: Serve, open_page: OpenPage) -> None:
    folder = fill(tmp_path / "Pictures", many=MANY)
    page = ready(open_page(serve(folder)), 7 + MANY)
    page.mouse.move(700, 420)
    page.mouse.wheel(0, 300)
    wait_for_rest(page)
    wait_until(page, "document.elementFromPoint(700, 420).closest('.cell')?.querySelector('img').src")
    where = "(src) => [...document.querySelectorAll('.cell:not([hidden]) img')].find((img) => img.src.includes(src))?.getBoundingClientRect().top"
    held = page.evaluate(
        "document.elementFromPoint(700, 420).closest('.cell').querySelector('img').src.match(/thumb\\/\\d+\\?/)[0]"
    )
    before = page.evaluate(where, held)
    page.keyboard.down("Control")
    for turn in (-120, -120, -120, 120, 120, 120, -120, -120):
        page.mouse.wheel(0, turn)
        next_frames(page, 4)
        if turn > 0:
            page.wait_for_timeout(450)  # resting, or a slow machine: the pointer has not moved
    page.keyboard.up("Control")
    wait_for_rest(page)
    assert abs(page.evaluate(where, held) - before) <= 2
