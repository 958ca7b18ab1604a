"""Videos that the page plays: how they begin and end, their controls and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.playing import SECONDS, keep_in, paused_at, play, state
from tests.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.browser.viewer_page import Viewer

pytestmark = pytest.mark.browser
LET_GO = "(video) => !video.isConnected && !video.hasAttribute('src') && video.networkState === 0 && video.paused"


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
@pytest.mark.parametrize("key", [".", ","])
def test_a_step_pauses(viewer: Viewer, key: str) -> None:
    play(viewer)
    viewer.page.keyboard.press(key)
    wait_for(lambda: state(viewer)["paused"])


@pytest.mark.usefixtures("video")
def test_f_fills_the_screen_and_makes_no_favourite(viewer: Viewer) -> None:
    play(viewer)
    viewer.page.keyboard.press("f")  # a favourite would be a request that the stub refuses, and a complaint
    wait_for(lambda: viewer.page.evaluate("document.fullscreenElement !== null"))


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
    viewer.page.locator(".player__volume").fill("0")
    wait_for(lambda: state(viewer)["muted"])
    viewer.page.keyboard.press("m")
    wait_for(lambda: (state(viewer)["muted"], state(viewer)["volume"]) == (False, 1))


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
def test_the_controls_come_back_at_the_end(viewer: Viewer) -> None:
    play(viewer)
    viewer.page.evaluate("document.querySelector('.viewer').classList.add('is-idle')")
    viewer.page.evaluate("document.querySelector('video').currentTime = 29.9")
    wait_for(lambda: not viewer.page.evaluate("document.querySelector('.viewer').classList.contains('is-idle')"))
    assert viewer.page.evaluate("document.querySelector('video').ended")


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


@pytest.mark.usefixtures("video")
def test_what_fails_while_it_plays_may_be_played_again(viewer: Viewer) -> None:
    """A drive that is pulled out, or a damaged place: that the browser cannot play it is not said."""
    play(viewer)
    viewer.page.evaluate("document.querySelector('video').dispatchEvent(new Event('error'))")
    expect(viewer.page.locator(".toast")).to_contain_text("any further")
    expect(viewer.page.locator(".stage__note")).to_be_hidden()
    viewer.page.locator(".stage__play").click()
    wait_for(lambda: state(viewer).get("at", 0) > 0)


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
