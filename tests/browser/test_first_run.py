"""The first start in a browser, and the answer of a dialog that loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints, load_axe
from tests.browser.waits import wait_until
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without pictures, for the program."""
    for name in ("XDG_CONFIG_HOME", "XDG_PICTURES_DIR", "XDG_DOWNLOAD_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    for name in ("HOME", "TESTS_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path / "home"


def test_in_a_narrow_window_title_and_paths_have_a_line_each(serve: Serve, open_page: OpenPage, home: Path) -> None:
    save(home / "Pictures" / "p.jpg", picture())
    save(home / "Downloads" / "d.jpg", picture())
    page = open_page(serve(), viewport={"width": 700, "height": 800})
    path = page.locator(".welcome__other p.clip.quiet")
    expect(path).to_be_visible()
    lines = "(one) => Math.round(one.clientHeight / parseFloat(getComputedStyle(one).lineHeight))"
    assert path.evaluate(lines) == 1
    assert page.locator(".welcome h1").evaluate(lines) == 1


def test_pictures_are_proposed_with_some_of_them_and_shown_by_one_click(
    serve: Serve, open_page: OpenPage, home: Path
) -> None:
    for number in range(3):
        save(home / "Pictures" / "2024" / f"p{number}.jpg", picture(hue=80 * number))
    save(home / "Downloads" / "d.jpg", picture())
    page = open_page(serve())
    welcome = page.locator(".welcome")
    expect(welcome).to_contain_text("Pictures")
    expect(welcome).to_contain_text("3 photos and videos, the newest first")
    expect(welcome.get_by_role("button", name="Show Downloads")).to_be_visible()
    drawn = "[...document.querySelectorAll('.welcome__strip img')].filter((one) => one.naturalWidth > 0).length"
    wait_until(page, f"{drawn} === 3")
    expect(page.locator("#tree [role=treeitem]")).to_have_count(0)  # nothing is added yet
    load_axe(page)
    assert complaints(page) == []
    welcome.get_by_role("button", name="Show these photos").press("Enter")
    expect(page.locator(".cell")).to_have_count(3)
    expect(page.locator("#name")).to_have_text("Pictures")


def test_the_first_run_in_a_browser_says_once_what_to_do(serve: Serve, open_page: OpenPage) -> None:
    page = open_page(serve())
    expect(page.locator(".welcome")).to_contain_text("start it by the same command with the folder at its end")
    assert page.locator("body").inner_text().count("serve /path/to/folder") == 1
    expect(page.locator(".welcome button")).to_have_count(0)


def test_keys_that_can_do_nothing_here_are_not_listed(page: Page) -> None:
    page.evaluate("document.body.focus()")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet.get_by_text("Copy path", exact=True)).to_be_visible()
    expect(sheet.get_by_text("Show in folder")).to_have_count(0)  # there is no window that could


def test_the_safe_answer_has_a_ring_after_a_click_too(page: Page) -> None:
    page.get_by_role("treeitem").first.click(button="right")
    page.get_by_role("menuitem", name="Remove from Shoebox").click()
    safe = page.get_by_role("button", name="Keep it")
    expect(safe).to_be_focused()
    assert safe.evaluate("(button) => getComputedStyle(button).outlineStyle") == "solid"
