"""What the page says of files that are not shown: at the foot, below the photos, in an empty folder, in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import fill, ready
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

LINE = "2 files are not photos: 1 PDF, 1 video of another kind. 1 link is left out."
IN_SIGHT = """() => { const line = document.getElementById("grid-end").getBoundingClientRect();
  const area = document.getElementById("scroller").getBoundingClientRect();
  const last = Math.max(...[...document.querySelectorAll(".row")].map((row) => row.getBoundingClientRect().bottom));
  return line.height > 0 && line.top >= last - 1 && line.bottom <= area.bottom + 1; }"""


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """The folders of `fill`, with other things in `Lisbon`, and `Scans`, which holds no photo."""
    folder = fill(tmp_path / "Pictures")
    for name in ("Lisbon/ticket.pdf", "Lisbon/film.mpg", "Scans/a.pdf", "Scans/b.pdf", "Scans/c.svg"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "Lisbon" / "away.jpg").symlink_to(tmp_path)
    return folder


def open_folder(page: Page, name: str) -> None:
    page.get_by_role("treeitem", name=name).click()
    expect(page.locator("#name")).to_have_text(name)


def test_the_foot_says_how_much_is_not_shown_and_leads_to_the_list(page: Page) -> None:
    foot = page.get_by_role("button", name="6 files not shown")
    foot.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Not shown")
    expect(dialog.locator("h2")).to_have_text("6 files not shown")
    assert dialog.locator("h3").all_inner_texts() == ["Left out on purpose\n1", "Not photos\n5"]
    rows = [row.split("\n") for row in dialog.locator("li").all_inner_texts()]
    assert rows == [
        ["Pictures / Lisbon", "1 link"],
        ["Pictures / Scans", "2 PDF"],
        ["Pictures / Lisbon", "1 PDF"],
        ["Pictures / Scans", "1 SVG"],
        ["Pictures / Lisbon", "1 video of another kind"],
    ]
    expect(dialog.locator("p").last).to_contain_text("Not counted: sidecars,")
    expect(dialog.get_by_role("region", name="Not shown")).to_be_focused()
    expect(dialog.get_by_role("button", name="Pictures / Scans", exact=True)).to_have_count(0)  # no place in the tree
    dialog.get_by_role("button", name="Pictures / Lisbon", exact=True).first.click()
    expect(page.locator("#name")).to_have_text("Lisbon")
    expect(dialog).to_have_count(0)


def test_the_list_goes_by_escape_and_gives_the_focus_back(page: Page) -> None:
    foot = page.locator("#left-out")
    foot.click()
    expect(page.get_by_role("dialog", name="Not shown")).to_be_visible()
    page.keyboard.press("Escape")
    expect(foot).to_be_focused()


def test_a_path_of_the_list_is_copied(page: Page, photos: Path) -> None:
    page.locator("#left-out").click()
    page.get_by_role("button", name="Copy path of Pictures / Scans").first.click()
    expect(page.locator(".toast")).to_contain_text("1 path copied")


def test_below_the_photos_of_a_folder_stands_what_else_is_in_it(page: Page) -> None:
    page.locator("#all").click()
    expect(page.locator("#grid-end")).to_be_hidden()  # of all photos the foot tells
    open_folder(page, "Lisbon")
    line = page.locator("#grid-end")
    expect(line).to_have_text(f"{LINE} Show list")
    page.set_viewport_size({"width": 700, "height": 400})
    page.evaluate("document.getElementById('scroller').scrollTop = 1e6")
    wait_until(page, f"({IN_SIGHT})()")
    line.get_by_role("button", name="Show list").click()
    dialog = page.get_by_role("dialog", name="Not shown")
    expect(dialog.locator("h2")).to_have_text("3 files not shown")
    expect(dialog.locator("li")).to_have_count(3)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 800})
    open_folder(page, "Rome")
    expect(line).to_be_hidden()


def test_the_line_below_the_photos_is_reached_by_keys(page: Page) -> None:
    page.set_viewport_size({"width": 900, "height": 300})
    open_folder(page, "Lisbon")
    expect(page.locator("#count")).to_have_text("3")
    expect(page.locator("#grid-end")).to_be_visible()
    page.locator(".cell:not([hidden])").first.focus()
    button = page.locator("#grid-end button")
    for _ in range(4):  # headings of days lie between
        page.keyboard.press("Tab")
        if button.evaluate("(button) => button === document.activeElement"):
            break
    expect(button).to_be_focused()
    expect(button).to_be_in_viewport(ratio=1)


def test_a_search_says_nothing_of_other_files(page: Page) -> None:
    open_folder(page, "Lisbon")
    expect(page.locator("#grid-end")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("Lisbon-1")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("1")
    expect(page.locator("#grid-end")).to_be_hidden()


def test_a_folder_without_photos_says_what_it_holds(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    folder = tmp_path / "Documents"
    folder.mkdir()
    (folder / "a.pdf").touch()
    page = open_page(serve(folder))
    sentence = page.locator("#page").get_by_role("status")
    expect(page.locator("#page h2")).to_have_text("No photos in “Documents”")
    expect(sentence).to_have_text("1 file is not a photo: PDF.")
    for name in ("b.pdf", "c.svg"):
        (folder / name).touch()
    expect(sentence).to_have_text("3 files are not photos: 2 PDF, 1 SVG.")  # by itself
    page.locator("#all").click()
    expect(page.locator("#page h2")).to_have_text("No photos found")
    expect(sentence).to_have_text("3 files are not photos: 2 PDF, 1 SVG.")
    page.locator("#page").get_by_role("button", name="Show list").click()
    expect(page.get_by_role("dialog", name="Not shown").locator("li")).to_have_count(2)
    page.keyboard.press("Escape")
    for file in folder.iterdir():
        file.unlink()
    expect(sentence).to_have_count(0)
    expect(page.locator("#left-out")).to_be_hidden()
    expect(page.locator("#page")).to_contain_text("Put photos into the folder")


def test_what_comes_and_goes_is_told_by_itself(page: Page, photos: Path) -> None:
    ready(page)
    (photos / "Rome" / "map.pdf").touch()
    expect(page.locator("#left-out")).to_have_text("7 files not shown")
    open_folder(page, "Rome")
    expect(page.locator("#grid-end")).to_contain_text("1 file is not a photo: PDF.")
    (photos / "Rome" / "map.pdf").unlink()
    expect(page.locator("#grid-end")).to_be_hidden()
    expect(page.locator("#left-out")).to_have_text("6 files not shown")


def test_a_folder_of_code_is_told_in_one_line(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    for number in range(1200):
        (tmp_path / "Code" / f"in{number % 40}").mkdir(parents=True, exist_ok=True)
        (tmp_path / "Code" / f"in{number % 40}" / f"{number}.py").touch()
    (tmp_path / "Code" / "Makefile").write_text("all:\n", encoding="utf-8")
    page = open_page(serve(tmp_path / "Code"))
    expect(page.locator("#page").get_by_role("status")).to_have_text(
        "1,201 files are not photos.", timeout=60_000
    )  # what has no suffix is read first
    expect(page.locator("#left-out")).to_have_text("1,201 files not shown")
    expect(page.locator("#status")).to_have_text("Up to date")
