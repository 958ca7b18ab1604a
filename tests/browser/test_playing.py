"""Videos that are played: by the page where it has the codec, else by the window; their controls and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.imaging.playable_videos import vp8_webm
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Request, Route

    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser
SECONDS = 30
WEBM = {"format": "webm", "inline": False, "duration": SECONDS * 1000, "codecs": ["vp8"], "width": 160, "height": 96}
H264 = {**WEBM, "format": "mp4", "codecs": ["h264", "aac"]}
VIDEO = 1
"""The flag of a timeline."""
LET_GO = "(video) => !video.isConnected && !video.hasAttribute('src') && video.networkState === 0 && video.paused"
STATE = """() => { const video = document.querySelector("video");
  return video && { at: video.currentTime, paused: video.paused, muted: video.muted, volume: video.volume,
    shown: video.classList.contains("is-shown"), width: video.videoWidth, height: video.videoHeight }; }"""


@pytest.fixture(scope="module")
def film() -> bytes:
    return vp8_webm([(position * 8 % 256, 90, 200) for position in range(SECONDS * 10)])


@pytest.fixture
def video(viewer_items: list[Item], film: bytes) -> Iterator[Item]:
    """Return the first photo as a video that the page can play."""
    item = viewer_items[0]
    item.facts, item.video, item.flags = WEBM, film, VIDEO
    yield item
    item.facts, item.video, item.flags = {}, b"", 0


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


@pytest.mark.usefixtures("video")
def test_nothing_plays_by_itself_and_space_begins(viewer: Viewer) -> None:
    viewer.open(1)
    expect(viewer.page.locator(".stage__play")).to_be_visible()
    expect(viewer.page.locator(".player")).to_be_hidden()
    assert viewer.stub.asked("/video/") == []
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer).get("at", 0) > 0)
    assert state(viewer)["width"] == 160
    expect(viewer.page.locator(".player")).to_be_visible()
    expect(viewer.page.locator(".stage__play")).to_be_hidden()
    expect(viewer.page.locator(".player__time")).to_contain_text(f"/ 0:{SECONDS}")


@pytest.mark.usefixtures("video")
@pytest.mark.parametrize("how", ["Enter", "click"])
def test_enter_and_the_button_begin_too(viewer: Viewer, how: str) -> None:
    viewer.open(1)
    if how == "click":
        viewer.page.locator(".stage__play").click()
    else:
        viewer.page.keyboard.press(how)
    wait_for(lambda: state(viewer).get("at", 0) > 0)


@pytest.mark.usefixtures("video")
def test_keys_pause_seek_and_step(viewer: Viewer) -> None:
    play(viewer)
    paused_at(viewer, 10)
    viewer.page.keyboard.press("ArrowRight")
    wait_for(lambda: state(viewer)["at"] == 15)
    viewer.page.keyboard.press("ArrowLeft")
    wait_for(lambda: state(viewer)["at"] == 10)
    viewer.page.keyboard.press(".")
    wait_for(lambda: 10 < state(viewer)["at"] < 10.6)
    viewer.page.keyboard.press(",")
    wait_for(lambda: abs(state(viewer)["at"] - 10) < 0.01)
    assert viewer.photo.endswith("photo/1"), "arrows are the video's"
    viewer.page.keyboard.press("Space")
    wait_for(lambda: not state(viewer)["paused"])


@pytest.mark.usefixtures("video")
def test_shift_and_arrow_go_to_the_neighbour_which_has_the_arrows_again(viewer: Viewer) -> None:
    play(viewer)
    viewer.page.keyboard.press("Shift+ArrowRight")
    wait_for(lambda: viewer.photo.endswith("photo/2"))
    assert state(viewer) == {}, "the video is gone"
    expect(viewer.page.locator(".player")).to_be_hidden()
    viewer.page.keyboard.press("ArrowLeft")
    wait_for(lambda: viewer.photo.endswith("photo/1"))
    viewer.page.keyboard.press("ArrowRight")
    wait_for(lambda: viewer.photo.endswith("photo/2"))


@pytest.mark.usefixtures("video")
def test_escape_goes_back_to_the_poster_and_lets_the_file_go(viewer: Viewer) -> None:
    play(viewer)
    element = viewer.page.evaluate_handle("document.querySelector('video')")
    viewer.page.keyboard.press("Escape")
    expect(viewer.page.locator(".stage__play")).to_be_visible()
    wait_for(lambda: element.evaluate(LET_GO))
    assert viewer.photo.endswith("photo/1")
    viewer.page.keyboard.press("Escape")
    expect(viewer.page.locator("#viewer")).to_be_hidden()


@pytest.mark.usefixtures("video")
def test_closing_the_viewer_stops_it_and_the_element_serves_again(viewer: Viewer) -> None:
    play(viewer)
    first = viewer.page.evaluate_handle("document.querySelector('video')")
    viewer.page.locator(".viewer__top").get_by_label("Back (Esc)").click()
    expect(viewer.page.locator("#viewer")).to_be_hidden()
    wait_for(lambda: first.evaluate(LET_GO))
    viewer.page.locator("#grid button").first.click()
    viewer.wait("screen")
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer).get("at", 0) > 0)
    assert first.evaluate("(video) => video === document.querySelector('video')"), "one element for all"


@pytest.mark.usefixtures("video")
def test_sound_is_set_and_remembered(viewer: Viewer) -> None:
    play(viewer)
    viewer.page.keyboard.press("m")
    wait_for(lambda: state(viewer)["muted"])
    viewer.page.locator(".player__volume").fill("50")
    wait_for(lambda: state(viewer)["volume"] == 0.25)
    assert not state(viewer)["muted"]
    view = viewer.page.evaluate("window.stub.store.state.view")
    assert (view["volume"], view["muted"]) == (50, False)
    viewer.page.keyboard.press("Escape")
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer).get("volume") == 0.25)


@pytest.mark.usefixtures("video")
def test_the_slider_goes_there_and_only_a_part_is_asked_for(viewer: Viewer) -> None:
    play(viewer)
    viewer.page.locator(".player__seek").fill("800")
    wait_for(lambda: state(viewer)["at"] >= 24)
    assert viewer.stub.parts
    assert all(part.startswith("bytes=") for part in viewer.stub.parts)


@pytest.mark.usefixtures("video")
def test_at_its_end_it_stays_and_space_begins_anew(viewer: Viewer) -> None:
    play(viewer)
    viewer.page.locator(".player__seek").fill("1000")
    wait_for(lambda: viewer.page.evaluate("document.querySelector('video').ended"))
    expect(viewer.page.locator(".player").get_by_label("Play (Space)")).to_be_visible()
    viewer.page.keyboard.press("Space")
    wait_for(lambda: 0 < state(viewer)["at"] < SECONDS / 2)


@pytest.mark.usefixtures("video")
def test_space_waits_for_the_details(viewer: Viewer) -> None:
    held: list[Route] = []
    viewer.page.route("**/api/photos/1", keep_in(held))
    viewer.open(1)
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer) is not None and held)
    assert viewer.photo.endswith("photo/1")
    for route in held:
        route.continue_()
    wait_for(lambda: state(viewer).get("at", 0) > 0)


def test_what_the_page_cannot_play_the_window_does(viewer: Viewer, video: Item) -> None:
    """Chromium without H.264 as the window has it: the page asks, and goes on as the user has left the player."""
    video.facts = H264
    asked: list[Route] = []
    viewer.page.route("**/api/status", lambda route: route.fulfill(json={"desktop": True, "roots": []}))
    viewer.page.route("**/api/window", keep_in(asked))
    viewer.page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    viewer.open(1)
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer) is not None and asked)
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
    expect(note.get_by_role("button", name="Play in the system's player")).to_be_visible()
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
    video.facts = H264
    asked: list[Route] = []
    viewer.page.route("**/api/status", lambda route: route.fulfill(json={"desktop": True, "roots": []}))
    viewer.page.route("**/api/window", keep_in(asked))
    viewer.page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    viewer.open(1)
    viewer.page.keyboard.press("Space")
    wait_for(lambda: state(viewer) is not None and asked)
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


@pytest.mark.usefixtures("video")
def test_the_controls_stand_in_the_filmstrip_s_place(viewer: Viewer) -> None:
    viewer.open(1)
    expect(viewer.page.locator(".stage__play")).to_be_visible()  # the details, with the size, are there
    strip = viewer.page.locator(".filmstrip").bounding_box()
    poster = viewer.box()
    viewer.page.keyboard.press("Space")
    expect(viewer.page.locator(".player")).to_be_visible()
    assert viewer.page.locator(".player").bounding_box() == strip
    assert viewer.box() == poster, "nothing moves"
    box = viewer.page.locator("video").bounding_box()
    assert box
    assert {name: round(value, 2) for name, value in zip(("left", "top"), (box["x"], box["y"]), strict=True)} == {
        name: poster[name] for name in ("left", "top")
    }
