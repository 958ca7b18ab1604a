"""Videos in the viewer: what a stub says of them, what the element does, and how one is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.browser.viewer_page import Viewer

SECONDS = 30
WEBM = {"format": "webm", "inline": False, "duration": SECONDS * 1000, "codecs": ["vp8"], "width": 160, "height": 96}
H264 = {**WEBM, "format": "mp4", "codecs": ["h264", "aac"]}
VIDEO = 1
"""The flag of a timeline."""
STATE = """() => { const video = document.querySelector("video");
  return video && { at: video.currentTime, paused: video.paused, muted: video.muted, volume: video.volume,
    shown: video.classList.contains("is-shown"), width: video.videoWidth, height: video.videoHeight }; }"""


def state(viewer: Viewer) -> dict[str, Any]:
    found: dict[str, Any] = viewer.page.evaluate(STATE) or {}
    return found


def keep_in(routes: list[Route]) -> Callable[[Route], None]:
    """Return what keeps requests until the test answers them: Playwright wants a function of Python."""

    def keep(route: Route) -> None:
        routes.append(route)

    return keep


def play(viewer: Viewer) -> None:
    viewer.open(1)
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer).get("shown") and not state(viewer)["paused"])


def paused_at(viewer: Viewer, at: float) -> None:
    """Pause, and go to a position."""
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer)["paused"])
    viewer.page.evaluate("(at) => { document.querySelector('video').currentTime = at; }", at)
    wait_for(lambda: state(viewer)["at"] == at)
