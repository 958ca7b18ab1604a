"""What a screen reader reads, view by view: roles, names, states and their order in Chromium's accessibility tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import fill, ready

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

SIDEBAR = """
- navigation "Library":
  - text: Shoebox
  - button "Add a folder"
  - link "All photos 7"
  - link /Favourites( 0)?/
  - heading "Folders" [level=2]
  - tree "Folders":
    - treeitem "Pictures, 7 photos" [expanded] [level=1] [selected]
    - treeitem "Lisbon, 3 photos" [level=2]
    - treeitem "Rome, 4 photos" [level=2]
  - heading "Albums New album" [level=2]:
    - link "Albums"
    - button "New album"
  - tree "Albums"
  - button "1 file has a problem"
  - button "Keys"
  - link "Settings"
  - separator "Width of the sidebar"
"""
GRID = """
- main:
  - button "Sidebar"
  - heading "Pictures" [level=1]
  - text: "7"
  - search:
    - combobox "Search names, dates, places, tags"
  - slider "Photo size": /\\d+/
  - button "Filter"
  - button /Sort/
  - button "View"
  - button "More"
  - status
  - status: /.*/
  - grid "Photos":
    - row /Thursday 9 October 2025/:
      - gridcell /broken.jpg, The name says JPEG, the content is a web page., .*, 1 of 7/
      - gridcell /Rome-2.jpg, Thursday 9 October 2025, .*, 2 of 7/
      - gridcell /Rome-1.jpg, .*, 3 of 7/
      - gridcell /Rome-0.jpg, .*, 4 of 7/
    - row /Thursday 9 October 2025/:
      - gridcell /Lisbon-2.jpg, .*, 5 of 7/
      - gridcell /Lisbon-1.jpg, .*, 6 of 7/
      - gridcell /Lisbon-0.jpg, .*, 7 of 7/
  - heading "Thursday 9 October 2025" [level=2]
  - button "Select Thursday 9 October 2025"
"""
SAYING = """
  - button "Favourite (F)"
  - 'group "Rating: none"':
    - button "1 star (1)"
    - button "2 stars (2)"
    - button "3 stars (3)"
    - button "4 stars (4)"
    - button "5 stars (5)"
  - group "Pick or reject":
    - button "Pick (P)"
    - button "Reject (X)"
  - group "Colour label":
    - button "Red label (6)"
    - button "Yellow label (7)"
    - button "Green label (8)"
    - button "Blue label (9)"
    - button "Purple label"
"""
SELECTION = f"""
- group "Selection":
  - button "Clear the selection"
  - heading [level=1]:
    - status: 7 selected
  - text: /\\d+ kB/
{SAYING.strip(chr(10))}
  - button "Tags"
  - button "Add to an album"
  - button "Select all"
  - button "Copy paths"
  - button "Put together"
  - button "More"
"""
MENU = """
- menu:
  - menuitem "Open Enter"
  - menuitem "Select Ctrl+Space"
  - separator
  - menuitem "Favourite F"
  - menuitem "Tags… T"
  - menuitem "Date and place… Shift+D"
  - menuitem "Add to an album… B"
  - separator
  - menuitem "Copy Ctrl+C"
  - menuitem "Copy path Ctrl+Shift+C"
  - menuitem "Give it words of a file that is gone…"
"""
VIEWER = """
- dialog "Photo Rome-2.jpg":
  - banner:
    - button "Back (Esc)"
    - heading "Thursday 9 October 2025 2 of 7" [level=1]
    - button "Favourite (F)"
    - 'group "Rating: none"'
    - button "Full screen (F11)"
    - button "About this photo (I)" [pressed]
    - button "More"
  - img "Rome-2.jpg"
  - button "Previous photo"
  - button "Next photo"
  - group "Zoom":
    - button /Zoom out/ [disabled]
    - status "Zoom": 100%
    - button "Zoom in (+)"
    - button "Fit (Ctrl+0)" [disabled]
  - group "Photos in this view":
    - button "Photo 1"
    - button "Photo 2"
  - complementary "About this photo":
    - heading "About" [level=2]
    - button "Close panel (I)"
    - region "What you say about it":
      - textbox "Title"
      - textbox "Caption"
      - button "Favourite (F)"
      - 'group "Rating: none"'
      - group "Pick or reject"
      - group "Colour label"
      - list "Tags"
      - combobox "Add a tag"
      - button "Add to an album"
    - textbox "Date"
    - paragraph: "Last change to the file; the picture itself has no date"
    - combobox "Place"
    - strong: Rome-2.jpg
    - paragraph: /600 . 400 · 0.2 megapixels/
    - paragraph: /kB · JPEG/
    - paragraph: /Rome-2.jpg/
    - button "Copy path"
"""
KEYS = """
- dialog "Keys":
  - banner:
    - heading "Keys" [level=2]
    - searchbox "Find a key"
    - button "Close (Esc)"
  - region "Keys":
    - heading "Move" [level=3]
    - term: Previous photo
    - definition: ←
    - term: Next photo
    - definition: →
"""
TAGS = """
- dialog "Tag 7 photos":
  - heading "Tag 7 photos" [level=2]
  - paragraph: "A slash puts a tag below another: travel / italy."
  - combobox "Tag"
  - button "Cancel"
  - button "Apply" [disabled]
"""


@pytest.fixture
def page(serve: Serve, open_page: OpenPage, tmp_path: Path) -> Page:
    return ready(open_page(serve(fill(tmp_path / "Pictures"))))


def test_the_sidebar_and_the_photos(page: Page) -> None:
    body = page.locator("body")
    expect(body).to_match_aria_snapshot(SIDEBAR)
    expect(body).to_match_aria_snapshot(GRID)


def test_the_menu_of_a_photo(page: Page) -> None:
    page.locator(".cell").nth(1).click(button="right")
    expect(page.locator("body")).to_match_aria_snapshot(MENU)


def test_a_selection_and_its_dialog(page: Page) -> None:
    page.locator("#scroller").focus()
    page.keyboard.press("Control+a")
    expect(page.locator("body")).to_match_aria_snapshot(SELECTION)
    page.keyboard.press("t")
    expect(page.locator("body")).to_match_aria_snapshot(TAGS)


def test_a_photo_with_its_panel(page: Page) -> None:
    page.locator(".cell").nth(1).click()
    expect(page.locator(".viewer")).to_be_visible()
    page.keyboard.press("i")
    expect(page.locator("body")).to_match_aria_snapshot(VIEWER)
    assert page.locator(".viewer").get_attribute("aria-modal") == "true"


def test_the_sheet_of_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("body")).to_match_aria_snapshot(KEYS)
