"""Zoom, pan and pixel ratios in the viewer."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.playing import keep_in
from tests.browser.real_page import WINDOW
from tests.browser.waits import finish_animations, next_frames, wait_until
from tests.waiting import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.browser.viewer_page import Viewer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "viewer", [{"device_scale_factor": 1}, {"device_scale_factor": 2}], indirect=True, ids=["dpr1", "dpr2"]
)
def test_zoom_keeps_what_is_under_the_pointer(viewer: Viewer) -> None:
    viewer.open(1)
    expect(viewer.page.locator(".viewer__file")).to_have_text("one.jpg")  # a zoom by key waits for the details
    x, y = 560, 300
    viewer.page.mouse.move(x, y)
    before = viewer.box()
    at = (x - before["left"]) / before["width"], (y - before["top"]) / before["height"]
    viewer.page.keyboard.down("Control")
    for _ in range(4):
        viewer.page.mouse.wheel(0, -120)
    viewer.page.keyboard.up("Control")
    wait_until(viewer.page, "document.querySelector('.stage').classList.contains('is-zoomed')")
    after = viewer.box()
    assert after["width"] > before["width"] * 2
    assert abs(after["left"] + at[0] * after["width"] - x) <= 1
    assert abs(after["top"] + at[1] * after["height"] - y) <= 1
    viewer.page.keyboard.press("z")
    assert viewer.box() == before


@pytest.mark.parametrize("viewer", [{"device_scale_factor": 1}, {"device_scale_factor": 1.5}, {"device_scale_factor": 2}], indirect=True,
                         ids=["dpr1", "dpr1.5", "dpr2"])  # fmt: skip
def test_a_hundred_percent_is_one_pixel_of_the_photo_on_one_of_the_screen(viewer: Viewer) -> None:
    viewer.open(2)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")
    assert viewer.percent == "100%"
    ratio = viewer.page.evaluate("devicePixelRatio")
    assert abs(viewer.box()["width"] * ratio - 3600) < 0.01
    next_frames(viewer.page)
    shot = Image.open(
        io.BytesIO(viewer.page.screenshot(clip={"x": 300, "y": 200, "width": 100, "height": 100}))
    ).convert("L")
    shades = {shade for _, shade in shot.getcolors() or []}
    assert shades == {0, 255}


def test_the_original_is_fetched_only_when_the_rendition_has_no_more_pixels(viewer: Viewer) -> None:
    viewer.open(1)  # 3600 wide, its rendition 2400
    viewer.page.keyboard.press("+")
    viewer.page.keyboard.press("+")
    expect(viewer.page.locator(".zoom output")).to_have_text("50%")
    finish_animations(viewer.page)
    next_frames(viewer.page)
    assert viewer.stub.asked("/original/") == []
    viewer.page.keyboard.press("+")
    expect(viewer.page.locator(".zoom output")).to_have_text("67%")
    before = viewer.box()
    viewer.page.keyboard.press("+")
    viewer.wait("original")
    assert len(viewer.stub.asked("/original/1")) == 1
    assert viewer.box()["width"] > before["width"]


def test_a_change_of_the_library_leaves_all_pixels_on_screen(viewer: Viewer) -> None:
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")
    viewer.page.evaluate("""() => {
      const old = stub.store.state.timeline, { ids, aspects, colours, versions, flags, days } = old;
      const counts = Uint32Array.of(ids.length);
      stub.store.setTimeline(new old.constructor({ generation: 2, ids, aspects, colours, versions, flags, days, counts },
        old.key), stub.store.state);
    }""")
    next_frames(viewer.page, 10)
    viewer.wait("original")
    assert len(viewer.stub.asked("/original/1")) == 1


def test_an_original_that_is_still_being_made_is_asked_for_again(viewer: Viewer) -> None:
    viewer.expect_complaint("503")
    viewer.page.route("**/original/**", lambda route: route.fulfill(status=503), times=2)
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")
    assert len(viewer.stub.asked("/original/1")) == 1


def test_drag_pans_within_bounds_and_the_edges_still_turn(viewer: Viewer) -> None:
    viewer.open(3)
    viewer.page.keyboard.press("Control+1")
    expect(viewer.page.locator(".zoom output")).to_have_text("100%")
    before = viewer.box()
    viewer.page.mouse.move(1250, 400)  # the drag begins on the edge that turns pages
    viewer.page.mouse.down()
    viewer.page.mouse.move(1150, 350, steps=4)
    viewer.page.mouse.up()
    after = viewer.box()
    assert viewer.photo == "#/photo/3"
    assert (round(after["left"] - before["left"]), round(after["top"] - before["top"])) == (-100, -50)
    for _ in range(4):
        viewer.page.mouse.move(640, 100)
        viewer.page.mouse.down()
        viewer.page.mouse.move(640, 700, steps=4)
        viewer.page.mouse.up()
    assert viewer.box()["top"] == 48
    viewer.page.mouse.click(1250, 400)
    assert viewer.photo == "#/photo/4"


def test_the_arrow_keys_move_an_enlarged_photo_and_turn_where_it_cannot_be_moved(viewer: Viewer) -> None:
    viewer.open(1)
    page = viewer.page
    page.keyboard.press("Control+1")
    wait_until(page, "document.querySelector('.stage').classList.contains('is-zoomed')")
    finish_animations(page)
    before, place = viewer.box(), page.url
    page.keyboard.press("ArrowRight")
    assert viewer.box()["left"] == pytest.approx(before["left"] - WINDOW["width"] / 8, abs=1)
    page.keyboard.press("ArrowUp")
    assert viewer.box()["top"] == pytest.approx(before["top"] + WINDOW["height"] / 8, abs=1)
    for _ in range(40):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
    end = viewer.box()
    assert end["left"] + end["width"] == pytest.approx(WINDOW["width"], abs=1)
    assert page.url == place
    page.keyboard.press("Control+0")
    page.keyboard.press("ArrowRight")
    wait_until(page, f"location.href !== {place!r}")


def test_a_tiny_picture_is_shown_by_its_pixels_and_larger_when_asked(viewer: Viewer) -> None:
    viewer.start("#/photo/7")
    viewer.wait("original")
    percent = viewer.page.locator(".zoom output")
    expect(percent).to_have_text(re.compile(r"^[2-8]00%$"))
    assert viewer.box()["width"] == 48 * int(percent.inner_text().removesuffix("00%"))
    expect(viewer.page.locator(".stage__picture")).to_have_class(re.compile("is-pixels"))
    viewer.page.keyboard.press("z")
    assert viewer.box()["width"] > 700


@pytest.mark.parametrize("viewer", [{"has_touch": True}], indirect=True)
def test_fingers_stroke_and_pinch(viewer: Viewer) -> None:
    viewer.open(1)
    client = viewer.page.context.new_cdp_session(viewer.page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        client.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]},
        )

    touch("touchStart", (800, 400))
    for x in range(780, 500, -40):
        touch("touchMove", (x, 402))
    touch("touchEnd")
    expect(viewer.page).to_have_url(re.compile(r"photo/2$"))
    viewer.wait("screen")
    before = viewer.box()["width"]
    touch("touchStart", (600, 400), (700, 400))
    for apart in range(0, 120, 20):
        touch("touchMove", (600 - apart, 400), (700 + apart, 400))
    touch("touchEnd")
    assert viewer.box()["width"] > before * 2
    assert viewer.photo == "#/photo/2"
    viewer.page.keyboard.press("Control+0")
    wait_for(lambda: abs(viewer.box()["width"] - before) < 1)  # a stroke down closes what is fitted only
    touch("touchStart", (640, 200))
    for y in range(220, 500, 40):
        touch("touchMove", (640, y))
    touch("touchEnd")
    expect(viewer.page.locator("#viewer")).to_be_hidden()


def test_a_window_moved_to_a_denser_screen_keeps_its_zoom(viewer: Viewer) -> None:
    """100 % stays 100 %: what is at one device pixel for one of the photo is so on the other screen, too."""
    viewer.open(2)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")
    # by a pixel of the window, without which the emulated screen makes no frame, and which the stage must not see
    viewer.page.evaluate(
        "Object.assign(document.querySelector('.stage').style, { flex: 'none', width: '800px', height: '500px' })"
    )
    next_frames(viewer.page)
    session = viewer.page.context.new_cdp_session(viewer.page)
    for taller, ratio in enumerate((2, 3, 1), 1):
        metrics = {**WINDOW, "height": WINDOW["height"] + taller, "deviceScaleFactor": ratio, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", metrics)
        wait_until(viewer.page, f"devicePixelRatio === {ratio}")
        next_frames(viewer.page)
        assert viewer.percent == "100%"
        assert abs(viewer.box()["width"] * ratio - 3600) < 0.01


def test_a_photo_whose_size_is_not_known_is_said_to_be_fitted(viewer: Viewer) -> None:
    held: list[Route] = []
    viewer.page.route("**/api/photos/1", keep_in(held))
    viewer.start()
    viewer.page.locator("#grid button").first.click()
    expect(viewer.page.locator(".zoom output")).to_have_text("Fit")
    wait_for(lambda: viewer.percent == "Fit" and held)
    held[0].continue_()
    expect(viewer.page.locator(".zoom output")).to_have_text(re.compile(r"^[0-9]+%$"))
