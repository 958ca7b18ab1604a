"""The other pictures of one photo in the viewer: a RAW file developed, the pages of a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.playing import keep_in
from tests.browser.viewer_stub import BROKEN, OFFLINE, Item
from tests.browser.waits import wait_until
from tests.pictures import picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Route

    from tests.browser.viewer_page import Viewer

pytestmark = pytest.mark.browser

RAW = {"raw": True, "preview": {"width": 1616, "height": 1080}, "inline": False, "format": "nef"}
CAMERAS = "Shown: the camera\u2019s picture, 1616\u00a0\u00d7\u00a01080"
DEVELOPED = "Shown: developed from the RAW file, 3000\u00a0\u00d7\u00a02000"
SIZES = [[600, 800], [600, 800], [900, 400], [600, 800]]
DOCUMENT = {"format": "tiff", "inline": False, "pages": SIZES}


@pytest.fixture(scope="module")
def viewer_items() -> list[Item]:
    """Return two RAW files, the second of which cannot be developed, and two documents; the second begins badly."""
    pages = {f"page-{n}": picture(600, 800, 90 * n) for n in (2, 4)}
    broken = {"problem": {"code": "damaged", "message": "The first page is damaged."}, "width": 600, "height": 800}
    return [
        Item(picture(3000, 2000, 20), "one.nef", facts=RAW, variants={"developed": picture(3000, 2000, 200)}),
        Item(picture(3000, 2000, 60), "two.nef", facts=RAW, problems={"developed": "What the sensor saw is damaged."}),
        Item(picture(600, 800), "three.tif", facts=DOCUMENT, variants=pages, problems={"page-3": "It is damaged."}),
        Item(
            picture(600, 800),
            "four.tif",
            flags=BROKEN,
            facts=DOCUMENT | broken,
            variants=pages,
            problems={"page-3": "x"},
        ),
        Item(picture(600, 400), "five.jpg"),
    ]


@pytest.fixture(autouse=True)
def _as_made(viewer_items: list[Item]) -> Iterator[None]:
    """Put back what a test has taken away."""
    before = [(dict(item.variants), dict(item.problems), item.flags) for item in viewer_items]
    yield
    for item, (variants, problems, flags) in zip(viewer_items, before, strict=True):
        item.variants, item.problems, item.flags = variants, problems, flags


def shown_variant(viewer: Viewer) -> str:
    """Return what the address of the picture on the stage ends in: which of the photo's pictures it is."""
    source = viewer.page.locator(".stage__picture img").get_attribute("src") or ""
    return source.partition("variant=")[2]


def switch(viewer: Viewer) -> Locator:
    return viewer.page.locator(".variants")


def choice(viewer: Viewer, name: str) -> Locator:
    return switch(viewer).get_by_role("button", name=name)


def open_photo(viewer: Viewer, number: int) -> None:
    """Open a photo, and wait for its details: before them it has no other pictures."""
    viewer.open(number)
    expect(switch(viewer)).to_be_visible()


def wait_for_variant(viewer: Viewer, name: str) -> None:
    end = f"variant={name}" if name else "v=1"
    wait_until(viewer.page, f"document.querySelector('.stage__picture img')?.src.endsWith('{end}')")


def hold_back(viewer: Viewer, address: str) -> list[Route]:
    """Return where the requests for an address are kept until they are let go."""
    held: list[Route] = []
    viewer.page.route(address, keep_in(held))
    return held


def test_a_raw_file_is_developed_and_what_was_shown_stays_until_then(viewer: Viewer, viewer_items: list[Item]) -> None:
    viewer.expect_complaint("503")  # it is being made
    made = viewer_items[0].variants.pop("developed")
    open_photo(viewer, 1)
    expect(choice(viewer, "Camera")).to_have_attribute("aria-pressed", "true")
    choice(viewer, "Developed").click()
    expect(switch(viewer)).to_have_attribute("aria-busy", "true")
    expect(choice(viewer, "Developing")).to_have_attribute("aria-pressed", "true")
    assert shown_variant(viewer) == ""
    viewer_items[0].variants["developed"] = made
    wait_for_variant(viewer, "developed")
    expect(switch(viewer)).not_to_have_attribute("aria-busy", "true")
    assert viewer.page.locator(".stage__picture img").count() == 1


def test_the_development_is_looked_at_closely(viewer: Viewer) -> None:
    open_photo(viewer, 1)
    viewer.page.keyboard.press("d")
    wait_for_variant(viewer, "developed")
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")
    assert viewer.stub.asked("/original/1") == ["/media/key/original/1?v=1&variant=developed"]
    viewer.page.keyboard.press("d")
    wait_for_variant(viewer, "")
    viewer.wait("original")
    assert viewer.stub.asked("/original/1")[-1] == "/media/key/original/1?v=1"


def test_what_was_chosen_comes_back_as_long_as_the_viewer_is_open(viewer: Viewer) -> None:
    open_photo(viewer, 1)
    viewer.page.keyboard.press("d")
    wait_for_variant(viewer, "developed")
    viewer.page.keyboard.press("ArrowRight")
    wait_for_variant(viewer, "")
    expect(choice(viewer, "Camera")).to_have_attribute("aria-pressed", "true")
    viewer.page.keyboard.press("ArrowLeft")
    wait_for_variant(viewer, "developed")
    viewer.page.keyboard.press("Escape")
    expect(viewer.page.locator("#viewer")).to_be_hidden()
    viewer.page.locator("#grid button").first.click()
    viewer.wait("screen")
    expect(choice(viewer, "Camera")).to_have_attribute("aria-pressed", "true")


def test_the_panel_says_which_picture_is_shown(viewer: Viewer) -> None:
    viewer.start("#/photo/1", "?info")
    panel = viewer.page.locator(".panel")
    expect(panel).to_contain_text(CAMERAS)
    viewer.page.keyboard.press("d")
    expect(panel).to_contain_text(DEVELOPED)
    viewer.page.keyboard.press("ArrowRight")
    expect(panel).to_contain_text(CAMERAS)


def test_where_it_cannot_be_developed_the_cameras_picture_stays_with_the_reason(viewer: Viewer) -> None:
    viewer.expect_complaint("404")
    open_photo(viewer, 2)
    choice(viewer, "Developed").click()
    expect(viewer.page.locator(".stage__note")).to_have_text("What the sensor saw is damaged.")
    expect(choice(viewer, "Camera")).to_have_attribute("aria-pressed", "true")
    expect(viewer.page.locator(".stage__problem")).to_be_hidden()
    assert shown_variant(viewer) == ""


def test_what_has_gone_is_not_waited_for(viewer: Viewer, viewer_items: list[Item]) -> None:
    viewer.expect_complaint("503")
    del viewer_items[0].variants["developed"]
    open_photo(viewer, 1)
    viewer_items[0].flags = OFFLINE
    viewer.page.keyboard.press("d")
    expect(viewer.page.locator(".stage__note")).to_contain_text("is not connected")
    expect(choice(viewer, "Camera")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("number", "key", "name"), [(1, "d", "developed"), (3, "Shift+PageDown", "page-2")])
def test_keys_that_come_before_the_details_are_not_lost(viewer: Viewer, number: int, key: str, name: str) -> None:
    viewer.expect_complaint("404")  # the damaged page is loaded ahead
    viewer.start()
    held = hold_back(viewer, f"**/api/photos/{number}")
    viewer.page.locator("#grid button").nth(number - 1).click()
    viewer.wait("screen")
    viewer.page.keyboard.press(key)
    assert viewer.stub.asked("variant=") == []
    held[0].continue_()
    wait_for_variant(viewer, name)


def test_a_photo_that_was_left_is_not_asked_for_again(viewer: Viewer, viewer_items: list[Item]) -> None:
    viewer.expect_complaint("503")
    for item in viewer_items[:2]:
        item.variants, item.problems = {}, {}
    asked: list[str] = []  # for which photos, as the page asks: the server may hear of it in another order
    viewer.page.on("request", lambda request: asked.extend(re.findall(r"/screen/(\d).*developed", request.url)))
    open_photo(viewer, 1)
    viewer.page.keyboard.press("d")
    wait_for(lambda: viewer.stub.asked("/api/photos/1/problem") != [])
    viewer.page.keyboard.press("ArrowRight")
    expect(choice(viewer, "Camera")).to_have_attribute("aria-pressed", "true")
    viewer.page.keyboard.press("d")
    wait_for(lambda: viewer.page.evaluate("1") and asked.count("2") > 2)
    assert asked == sorted(asked)


def test_pages_that_were_made_are_shown_while_the_drive_is_away(viewer: Viewer, viewer_items: list[Item]) -> None:
    viewer.expect_complaint("404")
    viewer_items[2].flags, viewer_items[2].problems = OFFLINE, {"page-3": "The drive is away."}
    viewer.start()
    viewer.page.locator("#grid button").nth(2).click()
    expect(switch(viewer)).to_be_visible()
    viewer.page.keyboard.press("Shift+PageDown")
    wait_for_variant(viewer, "page-2")
    viewer.page.keyboard.press("Shift+PageDown")
    expect(viewer.page.locator(".stage__problem")).to_contain_text("The drive is away.")


def test_screen_readers_are_told_what_is_shown_and_why_something_is_not(viewer: Viewer) -> None:
    viewer.expect_complaint("404")
    said = viewer.page.locator(".sr[aria-live]")
    open_photo(viewer, 1)
    viewer.page.keyboard.press("d")
    expect(said).to_have_text("Developed")
    viewer.page.keyboard.press("d")
    expect(said).to_have_text("Camera\u2019s picture")
    viewer.page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("two.nef")
    expect(choice(viewer, "Camera")).to_have_attribute("aria-pressed", "true")
    viewer.page.keyboard.press("d")
    expect(said).to_have_text("What the sensor saw is damaged.")


def test_the_pages_of_a_document_are_turned_by_buttons_and_keys(viewer: Viewer) -> None:
    viewer.expect_complaint("404")  # the damaged page is loaded ahead
    open_photo(viewer, 3)
    expect(switch(viewer)).to_contain_text("Page 1 of 4")
    expect(choice(viewer, "Previous page")).to_have_attribute("aria-disabled", "true")
    viewer.page.keyboard.press("Shift+PageUp")
    choice(viewer, "Next page").click()
    expect(switch(viewer)).to_contain_text("Page 2 of 4")
    wait_for_variant(viewer, "page-2")
    viewer.page.keyboard.press("Shift+PageUp")
    wait_for_variant(viewer, "")
    assert viewer.photo.endswith("/photo/3")


def test_a_damaged_page_is_damaged_alone(viewer: Viewer) -> None:
    viewer.expect_complaint("404")
    viewer.start("#/photo/3", "?info")
    for _ in range(2):
        viewer.page.keyboard.press("Shift+PageDown")
    message = viewer.page.locator(".stage__problem")
    expect(message).to_contain_text("Page 3 of 4 cannot be shown")
    expect(message).to_contain_text("It is damaged.")
    expect(viewer.page.locator(".panel")).not_to_contain_text("Shown:")
    viewer.page.keyboard.press("Shift+PageDown")
    wait_for_variant(viewer, "page-4")
    expect(message).to_be_hidden()
    assert viewer.box()["height"] > viewer.box()["width"]


def test_a_page_of_another_shape_has_its_own(viewer: Viewer, viewer_items: list[Item]) -> None:
    viewer_items[2].variants["page-3"] = picture(900, 400)
    open_photo(viewer, 3)
    for _ in range(2):
        viewer.page.keyboard.press("Shift+PageDown")
    wait_for_variant(viewer, "page-3")
    box = viewer.box()
    assert box["width"] / box["height"] == pytest.approx(900 / 400, rel=0.01)
    viewer.page.keyboard.press("Control+1")
    assert viewer.percent == "100%"


def test_what_is_wrong_with_a_page_that_is_shown_is_said_of_it_alone(viewer: Viewer, viewer_items: list[Item]) -> None:
    viewer_items[2].variants["page-3"] = picture(900, 400)
    open_photo(viewer, 3)
    for _ in range(2):
        viewer.page.keyboard.press("Shift+PageDown")
    expect(viewer.page.locator(".stage__note")).to_have_text("It is damaged.")
    viewer.page.keyboard.press("Shift+PageDown")
    wait_for_variant(viewer, "page-4")
    expect(viewer.page.locator(".stage__note")).to_be_hidden()


def test_a_document_whose_first_page_is_damaged_has_its_others(viewer: Viewer) -> None:
    viewer.expect_complaint("404")  # the damaged page is loaded ahead
    viewer.start("#/photo/4")
    message = viewer.page.locator(".stage__problem")
    expect(message).to_contain_text("The first page is damaged.")
    expect(switch(viewer)).to_be_visible()
    viewer.page.keyboard.press("Shift+PageDown")
    wait_for_variant(viewer, "page-2")
    expect(message).to_be_hidden()
    viewer.page.keyboard.press("Shift+PageUp")
    expect(message).to_contain_text("The first page is damaged.")
    expect(switch(viewer)).to_contain_text("Page 1 of 4")


def test_other_photos_have_no_switch_and_no_keys_of_it(viewer: Viewer) -> None:
    viewer.open(5)
    for key in ("d", "Shift+PageDown"):
        viewer.page.keyboard.press(key)
    expect(switch(viewer)).to_be_hidden()
    assert viewer.stub.asked("variant=") == []
    viewer.page.keyboard.press("?")
    expect(viewer.page.get_by_role("dialog", name="Keys")).to_contain_text("picture or developed")
