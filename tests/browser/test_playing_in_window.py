"""Videos that the page has the window play, and what it makes of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.playing import H264, keep_in, state
from tests.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Request, Route

    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser


def ask_window(viewer: Viewer, video: Item) -> list[Route]:
    """Have the page ask the window to play what it cannot; return its requests, which wait to be answered."""
    video.facts = H264
    asked: list[Route] = []
    viewer.page.route("**/api/status", lambda route: route.fulfill(json={"desktop": True, "roots": []}))
    viewer.page.route("**/api/window", keep_in(asked))
    viewer.page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    viewer.open(1)
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer) is not None and asked)
    return asked


def test_what_the_page_cannot_play_the_window_does(viewer: Viewer, video: Item) -> None:
    """Chromium without H.264 as the window has it: the page asks, and goes on as the user has left the player."""
    asked = ask_window(viewer, video)
    body: dict[str, Any] = asked[0].request.post_data_json or {}
    assert (body["action"], body["photo"], body["volume"], body["muted"]) == ("play", 1, 100, False)
    assert body["place"] == f"1 of {len(viewer.stub.items)}"
    assert state(viewer) == {}
    asked[0].fulfill(json={"reason": "next", "volume": 30, "muted": True, "fullscreen": False})
    wait_for(lambda: viewer.photo.endswith("photo/2"))
    view = viewer.page.evaluate("window.stub.store.state.view")
    assert (view["volume"], view["muted"]) == (30, True)


def test_a_file_that_fails_in_the_page_is_handed_to_the_window_then_to_others(viewer: Viewer, video: Item) -> None:
    video.video = b"\x1a\x45\xdf\xa3 is no video"
    viewer.page.route("**/api/status", lambda route: route.fulfill(json={"desktop": True, "roots": []}))
    failed = {"reason": "failed", "volume": 100, "muted": False, "fullscreen": False}
    viewer.page.route("**/api/window", lambda route: route.fulfill(json=failed))
    viewer.open(1)
    viewer.page.keyboard.press("Space")
    note = viewer.page.locator(".stage__note")
    expect(note.get_by_role("button", name="Play in the system\u2019s player")).to_be_visible()
    expect(viewer.page.locator(".stage__play")).to_be_hidden()
    expect(viewer.page.locator(".stage__picture img").first).to_be_visible()
    viewer.page.keyboard.press("Space")
    wait_for(lambda: viewer.photo.endswith("photo/2"))  # with nothing to play it is the next photo, as ever


def test_why_the_window_refuses_is_said(viewer: Viewer, video: Item) -> None:
    video.facts = H264
    viewer.page.route("**/api/status", lambda route: route.fulfill(json={"desktop": True, "roots": []}))
    error = {"code": "root_offline", "message": "The drive is not connected."}
    viewer.page.route("**/api/window", lambda route: route.fulfill(status=503, json={"error": error}))
    viewer.page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    viewer.open(1)
    viewer.page.keyboard.press("Space")
    expect(viewer.page.locator(".toast")).to_contain_text(error["message"])
    viewer.expect_complaint("503")


def test_escape_calls_the_window_s_player_off_and_space_asks_anew(viewer: Viewer, video: Item) -> None:
    """The window learns of it by the request that ends, also before it has begun to play."""
    asked = ask_window(viewer, video)
    ended: list[str | None] = []

    def note(request: Request) -> None:
        if request.url.endswith("/api/window"):
            ended.append(request.failure)

    viewer.page.on("requestfailed", note)
    viewer.page.keyboard.press("Escape")
    wait_for(lambda: state(viewer) is not None and ended)
    assert ended == ["net::ERR_ABORTED"]
    assert viewer.photo.endswith("photo/1")
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer) is not None and len(asked) == 2)
    asked[1].fulfill(json={"reason": "next", "volume": 30, "muted": True, "fullscreen": False})
    wait_for(lambda: viewer.photo.endswith("photo/2"))


def test_escape_leaves_the_photo_while_the_window_still_leaves_the_player(viewer: Viewer, video: Item) -> None:
    """The page has the keys at once, but is told of the end only when it has been drawn below the player."""
    asked = ask_window(viewer, video)
    viewer.page.evaluate("for (const kind of ['blur', 'focus']) window.dispatchEvent(new FocusEvent(kind))")
    viewer.page.keyboard.press("Escape")
    wait_for(lambda: viewer.photo == "#/")
    expect(viewer.page.locator(".viewer")).to_be_hidden()
    assert len(asked) == 1
