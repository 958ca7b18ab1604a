"""The viewer over a stub server: opening, stepping, closing, its panel and its keys."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.waits import next_frames, wait_until
from tests.waiting import wait_for

if TYPE_CHECKING:
    from tests.browser.viewer_page import Viewer

pytestmark = pytest.mark.browser


def test_opens_from_the_grid_and_says_where_it_is(viewer: Viewer) -> None:
    viewer.open(1)
    assert viewer.photo == "#/photo/1"
    expect(viewer.page.locator(".viewer__name")).to_have_text(re.compile(r"18 July 2016.*1 of 15"))
    expect(viewer.page.locator("#viewer [aria-live=polite]")).to_have_text("one.jpg, 1 of 15")
    assert viewer.page.evaluate("document.getElementById('viewer').contains(document.activeElement)")


def test_the_grid_thumbnail_is_there_in_the_exact_shape_before_anything_else(viewer: Viewer) -> None:
    viewer.page.route("**/screen/**", lambda _: None)
    viewer.page.route("**/api/photos/**", lambda _: None)
    viewer.start("#/photo/1")
    viewer.wait("thumb")
    early = viewer.box()
    viewer.page.unroute_all(behavior="ignoreErrors")
    viewer.page.reload()
    viewer.wait("screen")
    late = viewer.box()
    for side, value in early.items():
        assert abs(value - late[side]) < 1, side


def test_steps_with_keys_wheel_edges_and_filmstrip(viewer: Viewer) -> None:
    viewer.open(1)
    steps = {"ArrowRight": 2, "PageDown": 3, "PageUp": 2, "ArrowLeft": 1, "End": 15, "Home": 1}
    for key, photo in steps.items():
        viewer.page.keyboard.press(key)
        assert viewer.photo == f"#/photo/{photo}", key
    viewer.page.mouse.move(640, 400)
    viewer.page.mouse.wheel(0, 120)
    expect(viewer.page).to_have_url(re.compile(r"photo/2$"))
    viewer.page.get_by_label("Next photo").click()
    assert viewer.photo == "#/photo/3"
    viewer.page.locator(".filmstrip__frame[aria-label='Photo 7']").click()
    assert viewer.photo == "#/photo/7"
    expect(viewer.page.locator(".filmstrip__frame[aria-current=true]")).to_have_attribute("aria-label", "Photo 7")
    assert viewer.page.evaluate("history.length") == 3  # about:blank, the grid, the photo: stepping adds none


def test_the_name_of_another_photo_is_not_said_while_details_are_awaited(viewer: Viewer) -> None:
    viewer.open(1)
    layer = viewer.page.locator("#viewer")
    expect(layer).to_have_attribute("aria-label", "Photo one.jpg")
    viewer.page.route("**/api/photos/9", lambda _: None)
    viewer.page.locator(".filmstrip__frame[aria-label='Photo 9']").click()
    viewer.wait("screen")
    expect(layer).to_have_attribute("aria-label", "Photo")
    expect(viewer.page.locator(".viewer__name")).not_to_contain_text("one.jpg")


def test_there_is_no_page_before_the_first_and_after_the_last(viewer: Viewer) -> None:
    viewer.open(1)
    expect(viewer.page.get_by_label("Previous photo")).to_be_hidden()
    viewer.page.keyboard.press("ArrowLeft")
    assert viewer.photo == "#/photo/1"
    viewer.page.keyboard.press("End")
    expect(viewer.page.get_by_label("Next photo")).to_be_hidden()


@pytest.mark.parametrize("way", ["history", "Escape", "Backspace", "button"])
def test_back_closes_and_the_focus_is_on_the_last_photo(viewer: Viewer, way: str) -> None:
    viewer.open(1)
    for _ in range(2):
        viewer.page.keyboard.press("ArrowRight")
    if way == "history":
        viewer.page.go_back()
    elif way == "button":
        viewer.page.get_by_label("Back (Esc)").click()
    else:
        viewer.page.keyboard.press(way)
    expect(viewer.page.locator("#viewer")).to_be_hidden()
    expect(viewer.page.locator("#grid button").nth(2)).to_be_focused()
    assert viewer.page.evaluate("[stub.store.state.focus, stub.keys.scope]") == [2, "grid"]
    viewer.page.go_forward()
    expect(viewer.page.locator("#viewer")).to_be_visible()


def asked_renditions(viewer: Viewer) -> set[str]:
    return {path.split("?")[0].rsplit("/", 1)[1] for path in viewer.stub.asked("/screen/")}


def test_neighbours_are_made_ready_and_shown_without_a_thumbnail(viewer: Viewer) -> None:
    viewer.open(8)
    wait_for(lambda: asked_renditions(viewer) == {"7", "8", "9", "10"})
    viewer.wait_for_rendition(9)
    viewer.page.keyboard.press("ArrowRight")
    assert viewer.page.locator(".stage__picture").get_attribute("data-layer") == "screen"


def test_someone_in_a_hurry_does_not_make_renditions_of_what_is_passed(viewer: Viewer) -> None:
    viewer.open(8)
    viewer.page.clock.install()  # 50 ms for each photo, however slow the machine is
    viewer.page.clock.pause_at(time.time() + 60)
    for photo in range(9, 15):
        viewer.page.evaluate(f"stub.route.go({{ photo: {photo} }}, {{ replace: true }})")
        viewer.page.clock.run_for(50)
    viewer.page.clock.resume()
    viewer.wait("screen")
    assert viewer.photo == "#/photo/14"
    assert viewer.stub.asked("/screen/12") == []


def test_a_moving_picture_moves(viewer: Viewer) -> None:
    viewer.start("#/photo/5")
    viewer.wait("original")
    assert viewer.percent == "100%"
    expect(viewer.page.locator(".stage__picture img")).to_have_count(1)


def test_the_panel_tells_the_size_of_the_picture_in_a_raw_file(viewer: Viewer) -> None:
    viewer.open(3)
    viewer.page.keyboard.press("i")
    panel = viewer.page.get_by_role("complementary", name="About this photo")
    expect(panel).to_contain_text("picture, 1080")
    viewer.page.keyboard.press("ArrowRight")
    expect(panel).not_to_contain_text("Shown:")


def test_the_panel_says_what_the_file_says_and_keeps_the_fit(viewer: Viewer) -> None:
    viewer.open(1)
    wide = viewer.box()
    viewer.page.keyboard.press("i")
    panel = viewer.page.get_by_role("complementary", name="About this photo")
    expect(panel.get_by_role("textbox", name="Date")).to_have_value("Mon 18 July 2016, 12:27")
    expect(panel).to_contain_text("8.6 megapixels")
    next_frames(viewer.page)
    narrow = viewer.box()
    assert narrow["left"] >= 0
    assert narrow["left"] + narrow["width"] <= 960.01
    assert narrow["width"] < wide["width"]
    viewer.page.keyboard.press("Alt+Enter")
    expect(panel).to_be_hidden()


def test_the_chrome_leaves_and_comes_back_but_not_from_under_the_focus(viewer: Viewer) -> None:
    viewer.open(1)
    root = viewer.page.locator("#viewer")
    viewer.page.mouse.move(640, 300)
    expect(root).to_have_class(re.compile("is-idle"))
    viewer.page.mouse.move(650, 300)
    expect(root).not_to_have_class(re.compile("is-idle"))
    viewer.page.keyboard.press("Tab")
    viewer.page.wait_for_timeout(3000)
    expect(root).not_to_have_class(re.compile("is-idle"))


@pytest.mark.parametrize("viewer", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
def test_the_path_is_copied_from_menu_and_panel(viewer: Viewer) -> None:
    viewer.open(1)
    expect(viewer.page.locator(".viewer__file")).to_have_text("one.jpg")  # the details, with the path, are there
    viewer.page.get_by_label("More", exact=True).click()
    entries = viewer.page.get_by_role("menuitem")
    # no window: nothing to show a folder in
    expect(entries).to_contain_text(["Copy", "Copy path", "Tags", "Date and place", "Add to an album"])
    expect(entries).to_have_count(5)
    entries.filter(has_text="Copy path").click()
    expect(viewer.page.locator(".toast")).to_contain_text("1 path copied")
    assert viewer.page.evaluate("navigator.clipboard.readText()") == "/home/ada/Pictures/Trips/one.jpg"
    viewer.page.keyboard.press("i")
    viewer.page.keyboard.press("ArrowRight")
    expect(viewer.page.locator(".panel")).to_contain_text("two.png")
    viewer.page.get_by_role("button", name="Copy path").click()
    wait_until(viewer.page, "navigator.clipboard.readText().then((text) => text.endsWith('two.png'))")


def test_the_key_sheet_lists_what_is_bound_and_finds(viewer: Viewer) -> None:
    viewer.open(1)
    viewer.page.keyboard.press("?")
    sheet = viewer.page.get_by_role("dialog", name="Keys")
    expect(sheet.get_by_text("Actual size", exact=True)).to_be_visible()
    expect(sheet.get_by_label("Find a key")).to_be_focused()
    viewer.page.keyboard.type("next")
    names = [
        "Next folder",
        "The same, and on to the next",
        "Next page of a document",
        "Next photo",
        "Leave for the next photo",
    ]
    expect(sheet.locator("dt")).to_have_text(names)
    viewer.page.keyboard.type(" zebra")
    expect(sheet).to_contain_text("No key for “next zebra”")
    viewer.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    wait_until(viewer.page, "stub.keys.scope === 'viewer'")
    viewer.page.keyboard.press("ArrowRight")
    assert viewer.photo == "#/photo/2"
