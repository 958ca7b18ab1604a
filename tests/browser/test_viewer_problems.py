"""What the viewer shows for photos that are broken, gone, away or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.viewer_page import REASON, Viewer
from tests.browser.waits import finish_animations, next_frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser


def test_a_broken_photo_shows_its_name_its_reason_and_the_way_out(viewer: Viewer) -> None:
    viewer.start("#/photo/4")
    message = viewer.page.locator(".stage__problem")
    expect(message).to_contain_text("four.jpg")
    expect(message).to_contain_text(REASON)
    expect(message.get_by_role("button", name="Copy path")).to_be_visible()
    expect(viewer.page.locator(".zoom")).to_be_hidden()
    assert viewer.stub.asked("/media/key/screen/4") == []


def test_a_rendition_that_does_not_come_ends_in_a_reason(viewer: Viewer, viewer_items: list[Item]) -> None:
    viewer_items[8].lost, viewer_items[8].facts = (
        True,
        {"problem": {"code": "vanished", "message": "The file is gone."}},
    )
    viewer.expect_complaint("404")
    try:
        viewer.start("#/photo/9")
        expect(viewer.page.locator(".stage__problem")).to_contain_text("The file is gone.", timeout=30_000)
    finally:
        viewer_items[8].lost, viewer_items[8].facts = False, {}


@pytest.fixture
def damaged(viewer_items: list[Item]) -> Iterator[Item]:
    """Return the first photo with a byte of its picture data changed: all of it can be shown, not all of it rightly."""
    item = viewer_items[0]
    data = bytearray(item.original())
    data[len(data) // 2] ^= 1
    item.data, item.facts = bytes(data), {"problem": {"code": "damaged", "message": "The file is damaged in part."}}
    yield item
    item.data, item.facts = b"", {}


@pytest.mark.usefixtures("damaged")
def test_a_photo_damaged_in_part_waits_for_its_rendition_as_any_other(viewer: Viewer) -> None:
    viewer.expect_complaint("503")
    viewer.page.route("**/screen/1?*", lambda route: route.fulfill(status=503), times=1)
    viewer.start("#/photo/1")
    expect(viewer.page.locator(".stage__picture")).to_have_attribute("data-layer", "screen", timeout=30_000)
    expect(viewer.page.locator(".stage__note")).to_have_text("The file is damaged in part.")
    expect(viewer.page.locator(".stage__problem")).to_be_hidden()


@pytest.mark.usefixtures("damaged")
def test_a_photo_damaged_in_part_is_zoomed_to_its_original(viewer: Viewer) -> None:
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")


@pytest.mark.usefixtures("damaged")
def test_a_photo_damaged_in_part_is_shown_outside_the_view(viewer: Viewer) -> None:
    viewer.expect_complaint("ERR_FAILED")  # the timeline is taken away on purpose
    viewer.expect_complaint("Failed to fetch")
    viewer.page.route("**/api/timeline.bin*", lambda route: route.abort())
    viewer.page.goto(f"{viewer.stub.url}#/photo/1")
    viewer.wait("screen")
    expect(viewer.page.locator(".stage__problem")).to_be_hidden()


def test_a_photo_on_an_absent_drive_is_shown_and_says_so(viewer: Viewer) -> None:
    viewer.open(6)
    expect(viewer.page.locator(".stage__note")).to_have_text("The original opens when the drive is back")
    viewer.page.keyboard.press("Control+1")
    viewer.page.keyboard.press("+")
    finish_animations(viewer.page)
    next_frames(viewer.page)
    assert viewer.stub.asked("/original/6") == []


def take_out(viewer: Viewer, photo: int, key: str) -> None:
    """Give the page a timeline without a photo; `key` is that of the place it is of."""
    viewer.page.evaluate(
        """([gone, key]) => {
      const old = stub.store.state.timeline, keep = [...old.ids.keys()].filter((i) => old.ids[i] !== gone);
      const Timeline = old.constructor, pick = (name) => old[name].constructor.from(keep.map((i) => old[name][i]));
      stub.store.setTimeline(new Timeline({ generation: 2, ids: pick("ids"), aspects: pick("aspects"), colours: pick("colours"),
        versions: pick("versions"), flags: pick("flags"), days: old.days, counts: Uint32Array.of(keep.length) }, key), stub.store.state);
    }""",
        [photo, key],
    )


def test_a_photo_that_vanishes_leaves_its_place_to_the_next(viewer: Viewer) -> None:
    viewer.open(8)
    take_out(viewer, 8, "all")
    assert viewer.photo == "#/photo/9"
    expect(viewer.page.locator(".viewer__name")).to_contain_text("8 of 14")
    expect(viewer.page.locator(".toast")).to_contain_text("was deleted or moved away. This is the next one.")


def test_a_photo_that_was_opened_before_those_of_its_place_had_come_is_shown_alone(viewer: Viewer) -> None:
    viewer.open(8)
    expect(viewer.page.locator(".viewer__name")).to_contain_text("8 of 15")
    take_out(viewer, 8, "of an album")
    expect(viewer.page.locator(".viewer__name")).not_to_contain_text(" of 1")
    expect(viewer.page.get_by_label("Next photo")).to_be_hidden()
    expect(viewer.page.locator(".filmstrip__frame:visible")).to_have_count(0)
    assert viewer.photo == "#/photo/8"


def test_a_photo_outside_the_view_is_shown_alone(viewer: Viewer) -> None:
    viewer.expect_complaint("ERR_FAILED")  # the timeline is taken away on purpose
    viewer.expect_complaint("Failed to fetch")
    viewer.page.route("**/api/timeline.bin*", lambda route: route.abort())
    viewer.page.goto(f"{viewer.stub.url}#/photo/1")
    viewer.wait("screen")
    expect(viewer.page.get_by_label("Next photo")).to_be_hidden()


def test_an_unknown_photo_says_so_and_leads_back(viewer: Viewer) -> None:
    viewer.expect_complaint("404")
    viewer.start("#/photo/999")
    expect(viewer.page.locator(".stage__problem")).to_contain_text("There is no such photo.")
    viewer.page.get_by_role("button", name="Back to the photos").click()
    expect(viewer.page.locator("#viewer")).to_be_hidden()
