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
PLAYER = "Play in the system\u2019s player"


@pytest.fixture
def video(viewer_items: list[Item]) -> Iterator[Item]:
    """Return the first photo as a video of 62 seconds."""
    item = viewer_items[0]
    item.facts = {"format": "mp4", "inline": False, "duration": 62_000, "codecs": ["h264", "aac"]}
    yield item
    item.facts = {}


def play_nowhere(viewer: Viewer) -> None:
    viewer.page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    failed = {"reason": "failed", "volume": 100, "muted": False, "fullscreen": False}
    viewer.page.route("**/api/window", lambda route: route.fulfill(json=failed))


@pytest.mark.usefixtures("video")
def test_the_button_over_a_poster_starts_the_player(viewer: Viewer) -> None:
    play_nowhere(viewer)
    viewer.page.route("**/api/status", lambda route: route.fulfill(json={"desktop": True, "roots": []}))
    viewer.page.route("**/api/photos/1/play", lambda route: route.fulfill(json={}))
    viewer.open(1)
    viewer.page.locator(".stage__play").click()
    with viewer.page.expect_request("**/api/photos/1/play") as asked:
        viewer.page.locator(".stage__note").get_by_role("button", name=PLAYER).click()
    assert asked.value.method == "POST"
    expect(viewer.page.locator(".stage__problem")).to_be_hidden()


@pytest.mark.usefixtures("video")
def test_without_a_window_no_player_is_offered(viewer: Viewer) -> None:
    play_nowhere(viewer)
    viewer.open(1)
    expect(viewer.page.locator(".stage__note")).to_contain_text("This browser cannot play this video")
    expect(viewer.page.locator(".stage__play")).to_be_hidden()
    expect(viewer.page.get_by_role("button", name=PLAYER)).to_have_count(0)
