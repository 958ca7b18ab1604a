"""Saved searches over the real server: menus, other pages, counts, a new start, narrow windows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import ready
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

from tests.browser.saved_searches import elsewhere, kept, look_for, row, rows

pytestmark = pytest.mark.browser


def test_in_the_field_the_key_takes_back_letters(page: Page) -> None:
    kept(page, "rome")
    row(page, "rome").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#searches")).to_be_hidden()
    look_for(page, "lisbon")
    page.keyboard.press("Control+z")
    expect(page.locator("#search")).not_to_have_value("lisbon")
    expect(page.locator("#searches")).to_be_hidden()


def test_its_menu_has_all_of_it(page: Page) -> None:
    kept(page, "rome")
    page.locator("#all").click()
    row(page, "rome").click(button="right")
    page.get_by_role("menuitem", name="Open").click()
    expect(page.locator("#search")).to_have_value("rome")
    row(page, "rome").hover()
    row(page, "rome").locator(".place__more").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.keyboard.type("Roma")
    page.keyboard.press("Enter")
    expect(row(page, "Roma")).to_have_attribute("title", "Roma\nrome")
    row(page, "Roma").click(button="right")
    page.get_by_role("menuitem", name="Remove").click()
    expect(rows(page)).to_have_count(0)
    expect(page.locator("#search")).to_have_value("rome")  # what one looks at stays
    expect(page.locator("#search-save")).to_be_visible()


def test_another_page_hears_of_it(page: Page) -> None:
    kept(page, "rome", "A")
    row(page, "A").focus()
    saved = elsewhere(page, "POST", "/api/searches", {"query": "lisbon", "name": "<b>B</b>"})["search"]
    expect(rows(page)).to_have_text(["<b>B</b> 3", "A 4"])
    expect(row(page, "A")).to_be_focused()
    elsewhere(page, "PUT", f"/api/searches/{saved['id']}", {"name": "C"})
    expect(rows(page)).to_have_text(["A 4", "C 3"])
    elsewhere(page, "DELETE", f"/api/searches/{saved['id']}", {})
    expect(rows(page)).to_have_text(["A 4"])


def test_one_that_is_gone_says_so(page: Page) -> None:
    kept(page, "rome", "A")
    page.route("**/api/searches/*", lambda route: route.continue_(url=route.request.url.rpartition("/")[0] + "/999"))
    row(page, "A").focus()
    page.keyboard.press("Delete")
    expect(page.locator(".toast")).to_contain_text("This search is not saved any more.")
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    expect(page.locator("dialog .toast")).to_contain_text("This search is not saved any more.")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_when_there_is_no_room_the_name_is_not_lost(page: Page) -> None:
    for number in range(200):
        elsewhere(page, "POST", "/api/searches", {"query": f"q{number}"})
    expect(rows(page)).to_have_count(200)
    look_for(page, "rome")
    page.locator("#search-save").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("My name")
    page.keyboard.press("Enter")
    expect(page.locator("dialog .toast")).to_contain_text("At most 200 searches can be saved.")
    expect(page.get_by_label("Name", exact=True)).to_have_value("My name")
    page.keyboard.press("Escape")
    row(page, "q0").focus()
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(199)
    kept(page, "rome", "My name")
    expect(row(page, "My name")).to_be_attached()


def test_the_counts_follow_the_library_and_a_mistake_is_no_obstacle(page: Page, photos: Path) -> None:
    kept(page, "lisbon")
    kept(page, "lisbon iso:much", "Half wrong")
    expect(rows(page)).to_have_text(["Half wrong 3", "lisbon 3"])
    save(photos / "Lisbon" / "one-more.jpg", picture(600, 400))
    expect(rows(page)).to_have_text(["Half wrong 4", "lisbon 4"], timeout=30_000)


def test_without_an_answer_there_is_a_row_without_a_number(page: Page) -> None:
    page.route(
        "**/api/search?*", lambda route: route.fulfill(status=503, json={"error": {"code": "busy", "message": "."}})
    )
    with page.expect_request("**/api/search?*"):
        kept(page, "rome")
    expect(rows(page)).to_have_text(["rome"])
    page.unroute("**/api/search?*")
    expect(rows(page)).to_have_text(["rome 4"], timeout=30_000)


def test_nobody_counts_what_nobody_sees(page: Page) -> None:
    asked: list[str] = []
    expect(page.locator("#favourites .count")).to_have_text("0")  # it is counted, too
    page.on("request", lambda request: asked.append(request.url) if "/api/search?" in request.url else None)
    page.locator("#toggle-side").click()
    kept(page, "rome")
    expect(page.locator(".toast")).to_contain_text("Saved as “rome”.")
    page.wait_for_timeout(1500)
    assert asked == []
    page.locator("#toggle-side").click()
    expect(rows(page)).to_have_text(["rome 4"])
    assert len([address for address in asked if address.endswith("q=rome")]) == 1  # besides the favourites


def test_they_are_there_after_a_new_start(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    served = serve(photos)
    kept(ready(open_page(served)), "rome", "Before")
    served.stop()
    page = ready(open_page(serve(data=served.data)))
    expect(rows(page)).to_have_text(["Before 4"])
    row(page, "Before").click()
    page.reload()
    expect(row(page, "Before")).to_have_attribute("aria-selected", "true")


def test_in_a_narrow_window_a_click_closes_the_drawer(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    page = ready(open_page(serve(photos), viewport={"width": 700, "height": 900}))
    kept(page, "rome", "x" * 100)
    page.locator("#toggle-side").click()
    expect(rows(page)).to_have_text(["x" * 100 + " 4"])
    box, side = row(page, "xxx").locator(".count").bounding_box(), page.locator("#side").bounding_box()
    assert box
    assert side
    assert box["x"] + box["width"] <= side["x"] + side["width"]
    row(page, "xxx").click()
    expect(page.locator("#shell")).to_have_attribute("data-drawer", "closed")
    expect(page.locator("#count")).to_have_text("4")


@contextmanager
def refused(page: Page) -> Iterator[None]:
    """Wait until what was asked for is refused: the message of the act before may still be shown."""
    with page.expect_response(
        lambda answer: "/api/searches" in answer.url and answer.request.method != "GET"
    ) as answer:
        yield
    assert not answer.value.ok


def test_what_cannot_be_written_is_said_and_nothing_changes_and_undo_can_be_tried_again(
    serve: Serve, open_page: OpenPage, photos: Path
) -> None:
    served = serve(photos)
    page = ready(open_page(served))
    kept(page, "rome", "A")
    kept(page, "lisbon", "B")
    row(page, "A").focus()
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_text(["B 3"])
    away = served.data.rename(served.data.with_name("away"))
    toast = page.locator(".toast", has_text="Your settings cannot be saved")
    with refused(page):
        page.keyboard.press("Control+z")
    expect(toast).to_be_visible()
    row(page, "B").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("C")
    with refused(page):
        page.keyboard.press("Enter")
    expect(toast).to_be_visible()
    page.keyboard.press("Escape")
    row(page, "B").focus()
    with refused(page):
        page.keyboard.press("Delete")
    expect(toast).to_be_visible()
    expect(rows(page)).to_have_text(["B 3"])
    away.rename(served.data)
    page.keyboard.press("Control+z")
    expect(rows(page)).to_have_text(["A 4", "B 3"])
