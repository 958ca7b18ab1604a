"""What the viewer shows of videos: the poster, and the way to the system's player."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser
PLAYER = "Play in the system's player"


@pytest.fixture
def video(viewer_items: list[Item]) -> Iterator[Item]:
    """Return the first photo as a video of 62 seconds."""
    item = viewer_items[0]
    item.facts = {"format": "mp4", "inline": False, "duration": 62_000, "codecs": ["h264", "aac"]}
    yield item
    item.facts = {}


@pytest.mark.usefixtures("video")
def test_the_button_over_a_poster_starts_the_player(viewer: Viewer) -> None:
    viewer.page.route("**/api/status", lambda route: route.fulfill(json={"desktop": True, "roots": []}))
    viewer.page.route("**/api/photos/1/play", lambda route: route.fulfill(json={}))
    viewer.open(1)
    with viewer.page.expect_request("**/api/photos/1/play") as asked:
        viewer.page.locator(".stage__note").get_by_role("button", name=PLAYER).click()
    assert asked.value.method == "POST"
    expect(viewer.page.locator(".stage__problem")).to_be_hidden()


@pytest.mark.usefixtures("video")
def test_without_a_window_no_player_is_offered(viewer: Viewer) -> None:
    viewer.open(1)
    expect(viewer.page.locator(".stage__note")).to_contain_text("which another player plays")
    expect(viewer.page.get_by_role("button", name=PLAYER)).to_have_count(0)
