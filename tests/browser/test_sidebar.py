"""The sidebar over the real server: its width, names at any depth, and letters that lead to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import ready
from tests.browser.waits import wait_until
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

LEVELS = 11
CUT_NAMES = """[...document.querySelectorAll("#tree .place")].filter((row) => {
  const name = row.querySelector(".clip");
  return name.clientWidth < Math.min(60, name.scrollWidth) || row.getBoundingClientRect().right > document.getElementById("side").offsetWidth;
}).map((row) => row.title)"""


def unfolded(page: Page) -> bool:
    """Unfold a folder that is not; return whether all are. What is below one may come later."""
    folded = page.locator("#tree [aria-expanded=false] > .twist")
    if folded.count():
        folded.first.click()
    return page.locator("#tree .place").count() == LEVELS + 3


@pytest.fixture
def deep(serve: Serve, open_page: OpenPage, tmp_path: Path) -> Page:
    """Return the page with folders in folders, all unfolded."""
    folder = tmp_path / "Pictures"
    for name in ("Etna", "Île de Ré", "Zoo"):
        save(folder / name / "one.jpg", picture(60, 40, hue=90))
    below = folder / "/".join(f"A longer name, level {level}" for level in range(1, LEVELS))
    save(below / "two.jpg", picture(60, 40, hue=180))
    page = ready(open_page(serve(folder)), 4)
    wait_for(lambda: unfolded(page))
    page.mouse.move(640, 400)  # a row under the pointer has a button
    return page


def test_a_row_keeps_its_name_at_any_depth_and_letters_lead_to_it(deep: Page) -> None:
    expect(deep.locator("#tree .place")).to_have_count(LEVELS + 3)
    assert deep.evaluate(CUT_NAMES) == []
    last = deep.locator("#tree .place").filter(has_text=f"level {LEVELS - 1}")
    path = " / ".join(["Pictures", *(f"A longer name, level {level}" for level in range(1, LEVELS))])
    expect(last).to_have_attribute("title", path)
    expect(last.locator(".count")).to_be_hidden()
    expect(deep.locator("#tree .place").first.locator(".count")).to_be_visible()
    deep.locator("#side-edge").press("Home")
    assert deep.evaluate(CUT_NAMES) == []
    _type_to_a_folder(deep)


def _type_to_a_folder(deep: Page) -> None:
    deep.locator("#tree .place").first.focus()
    focused = deep.locator("#tree .place:focus")
    deep.keyboard.type("ile")
    expect(focused).to_contain_text("Île de Ré")
    deep.keyboard.press("Enter")
    expect(deep.locator("#name")).to_have_text("Île de Ré")


def test_the_sidebar_is_as_wide_as_the_user_made_it(deep: Page) -> None:
    edge = deep.get_by_role("separator", name="Width of the sidebar")
    expect(edge).to_have_attribute("aria-valuenow", "256")
    deep.mouse.move(255, 400)
    deep.mouse.down()
    deep.mouse.move(355, 400, steps=2)
    deep.mouse.up()
    expect(edge).to_have_attribute("aria-valuenow", "356")
    edge.press("ArrowRight")
    expect(edge).to_have_attribute("aria-valuenow", "372")
    deep.reload()
    expect(edge).to_have_attribute("aria-valuenow", "372")
    edge.press("End")
    expect(edge).to_have_attribute("aria-valuenow", "720")
    deep.set_viewport_size({"width": 900, "height": 700})
    expect(edge).to_have_attribute("aria-valuenow", "340")
    deep.set_viewport_size({"width": 700, "height": 700})
    expect(edge).to_be_hidden()
    deep.get_by_role("button", name="Sidebar", exact=True).click()
    wait_until(deep, "document.getElementById('side').getBoundingClientRect().width === 304")
    deep.keyboard.press("Escape")
    deep.set_viewport_size({"width": 1280, "height": 800})
    edge.dblclick()
    expect(edge).to_have_attribute("aria-valuenow", "256")
