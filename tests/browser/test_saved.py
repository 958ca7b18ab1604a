"""Saved searches over the real server: kept, shown, counted, named, removed and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import ready
from tests.pictures import picture, save

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

SEND = """async ([method, path, body]) => (await fetch(path, { method, body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", "X-Gallery-Key": sessionStorage.getItem("gallery-key") } })).json()"""


def elsewhere(page: Page, method: str, path: str, body: dict[str, str]) -> Any:
    """What another page would ask of the server: this one hears of it by the feed only."""
    return page.evaluate(SEND, [method, path, body])


def rows(page: Page) -> Any:
    return page.locator("#saved .place")


def row(page: Page, name: str) -> Any:
    return page.get_by_role("option", name=name)


def look_for(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.locator("#search").fill(text)


def kept(page: Page, text: str, name: str = "") -> Any:
    """The row of a search that was typed and saved."""
    look_for(page, text)
    page.locator("#search-save").click()
    if name:
        page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return row(page, name or text)


def test_a_search_is_saved_with_the_star_and_shown_with_a_click(page: Page) -> None:
    expect(page.locator("#searches")).to_be_hidden()
    star = page.locator("#search-save")
    expect(star).to_be_hidden()
    look_for(page, "  lisbon ")
    star.click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_have_value("lisbon")
    expect(name).to_be_focused()
    page.keyboard.type("By the sea")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Saved as “By the sea”.")
    expect(star).to_be_hidden()
    expect(page.locator("#search")).to_be_focused()
    expect(row(page, "By the sea, 3 photos")).to_have_attribute("aria-selected", "false")  # a folder is shown

    page.locator("#all").click()
    expect(page.locator("#all")).to_have_attribute("aria-current", "true")
    row(page, "By the sea").click()
    expect(page.locator("#search")).to_have_value("lisbon")
    expect(page.locator("#count")).to_have_text("3")
    expect(page.locator("#name")).to_have_text("By the sea")
    expect(row(page, "By the sea")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-current=true]")).to_have_count(1)
    page.go_back()
    expect(page.locator("#name")).to_have_text("All photos")
    expect(row(page, "By the sea")).to_have_attribute("aria-selected", "false")


def test_a_search_from_within_a_folder_looks_in_all_of_them(page: Page) -> None:
    page.get_by_role("treeitem", name="Rome").click()
    expect(page.locator("#count")).to_have_text("4")
    kept(page, "-1", "Others")
    expect(page.locator("#count")).to_have_text("3")
    row(page, "Others, 5 photos").click()
    expect(page.locator("#count")).to_have_text("5")
    expect(page.get_by_role("treeitem", name="Rome")).to_have_attribute("aria-current", "false")


def test_the_key_saves_what_was_typed_just_now(page: Page) -> None:
    page.keyboard.press("Control+d")
    expect(page.locator(".toast")).to_contain_text("There is no search to save.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("rome")
    page.keyboard.press("Control+d")
    page.keyboard.press("Enter")
    expect(row(page, "rome, 4 photos")).to_be_visible()
    page.keyboard.press("Control+d")
    expect(page.locator(".toast")).to_contain_text("Saved already as “rome”.")
    expect(rows(page)).to_have_count(1)
    page.locator("#scroller").focus()
    page.keyboard.press("?")
    expect(page.locator(".keys__body div", has_text="Save this search").locator("kbd")).to_have_text(["Ctrl", "D"])


def test_the_star_is_there_for_what_is_not_saved_yet(page: Page) -> None:
    kept(page, "rome")
    star = page.locator("#search-save")
    expect(star).to_be_hidden()
    page.keyboard.press("End")
    page.keyboard.type(" 1")
    expect(star).to_be_visible()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(star).to_be_hidden()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(star).to_be_hidden()


def test_the_menu_saves_too(page: Page) -> None:
    item = page.get_by_role("menuitem", name="Save this search")
    page.locator("#more").click()
    expect(item).to_be_disabled()
    page.keyboard.press("Escape")
    look_for(page, "rome")
    expect(page.locator("#count")).to_have_text("4")
    page.locator("#more").click()
    item.click()
    page.keyboard.press("Enter")
    expect(row(page, "rome")).to_be_visible()


def test_nothing_is_saved_when_one_thinks_better_of_it(page: Page) -> None:
    for leave in ("Escape", "Cancel"):
        look_for(page, "rome")
        page.locator("#search-save").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        if leave == "Cancel":
            page.get_by_role("button", name=leave).click()
        else:
            page.keyboard.press(leave)
        expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#search-save")).to_be_visible()
    expect(page.locator("#searches")).to_be_hidden()


def test_a_new_name_sorts_anew_and_the_focus_stays(page: Page) -> None:
    kept(page, "rome", "Alpha")
    kept(page, "lisbon", "Beta")
    expect(rows(page)).to_have_text(["Alpha4", "Beta3"])
    row(page, "Alpha").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Alpha")
    page.keyboard.type("Gamma")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["Beta3", "Gamma4"])
    expect(row(page, "Gamma")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["Beta3", "rome4"])


def test_the_arrows_walk_and_one_row_is_reached_with_tab(page: Page) -> None:
    for name in "ABC":
        kept(page, f"rome {name}", name)
    page.locator("#tree [tabindex='0']").focus()
    page.keyboard.press("Tab")
    expect(row(page, "A")).to_be_focused()
    for key, name in (("ArrowDown", "B"), ("End", "C"), ("ArrowDown", "C"), ("Home", "A"), ("ArrowUp", "A")):
        page.keyboard.press(key)
        expect(row(page, name)).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert page.locator("#saved [tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_have_text("B")
    expect(row(page, "B")).to_be_focused()


def test_a_removed_one_comes_back_by_toast_and_by_key(page: Page) -> None:
    kept(page, "rome", "A")
    kept(page, "lisbon", "B")
    row(page, "A").focus()
    page.keyboard.press("Delete")
    expect(rows(page)).to_have_count(1)
    expect(row(page, "B")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#searches")).to_be_hidden()
    expect(page.locator("#all")).to_be_focused()
    expect(page.locator(".toast")).to_contain_text("“B” is no longer saved.")
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_text(["B3"])
    expect(row(page, "B")).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator("#searches")).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(rows(page)).to_have_text(["B3"])
    expect(page.locator(".toast")).to_have_count(0)


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
    expect(rows(page)).to_have_text(["<b>B</b>3", "A4"])
    expect(row(page, "A")).to_be_focused()
    elsewhere(page, "PUT", f"/api/searches/{saved['id']}", {"name": "C"})
    expect(rows(page)).to_have_text(["A4", "C3"])
    elsewhere(page, "DELETE", f"/api/searches/{saved['id']}", {})
    expect(rows(page)).to_have_text(["A4"])


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
    expect(rows(page)).to_have_text(["Half wrong3", "lisbon3"])
    save(photos / "Lisbon" / "one-more.jpg", picture(600, 400))
    expect(rows(page)).to_have_text(["Half wrong4", "lisbon4"], timeout=30_000)


def test_without_an_answer_there_is_a_row_without_a_number(page: Page) -> None:
    page.route(
        "**/api/search?*", lambda route: route.fulfill(status=503, json={"error": {"code": "busy", "message": "."}})
    )
    with page.expect_request("**/api/search?*"):
        kept(page, "rome")
    expect(rows(page)).to_have_text(["rome"])
    page.unroute("**/api/search?*")
    expect(rows(page)).to_have_text(["rome4"], timeout=30_000)


def test_nobody_counts_what_nobody_sees(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/search?" in request.url else None)
    page.locator("#toggle-side").click()
    kept(page, "rome")
    expect(page.locator(".toast")).to_contain_text("Saved as “rome”.")
    page.wait_for_timeout(1500)
    assert asked == []
    page.locator("#toggle-side").click()
    expect(rows(page)).to_have_text(["rome4"])
    assert len(asked) == 1


def test_they_are_there_after_a_new_start(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    served = serve(photos)
    kept(ready(open_page(served)), "rome", "Before")
    served.stop()
    page = ready(open_page(serve(data=served.data)))
    expect(rows(page)).to_have_text(["Before4"])
    row(page, "Before").click()
    page.reload()
    expect(row(page, "Before")).to_have_attribute("aria-selected", "true")


def test_in_a_narrow_window_a_click_closes_the_drawer(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    page = ready(open_page(serve(photos), viewport={"width": 700, "height": 900}))
    kept(page, "rome", "x" * 100)
    page.locator("#toggle-side").click()
    expect(rows(page)).to_have_text(["x" * 100 + "4"])
    box, side = row(page, "xxx").locator(".count").bounding_box(), page.locator("#side").bounding_box()
    assert box
    assert side
    assert box["x"] + box["width"] <= side["x"] + side["width"]
    row(page, "xxx").click()
    expect(page.locator("#shell")).to_have_attribute("data-drawer", "closed")
    expect(page.locator("#count")).to_have_text("4")
